"""What would part one system from another: encodings, line ends, modules that only Unix has, how processes start."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
FILES = [file for place in ("src", "papers", "referee") for file in sorted((ROOT / place).rglob("*.py"))]
ONLY_UNIX = {"fcntl", "grp", "posix", "pty", "pwd", "resource", "select", "selectors", "termios"}
STARTS = {"get_context", "set_start_method", "ProcessPoolExecutor", "select"}
OPENED = {"open", "fdopen", "read_text", "write_text", "Popen", "run", "check_output"}
WORDS = {*(f"{word}(" for word in OPENED | STARTS), *(f"import {module}" for module in ONLY_UNIX)}


def peculiarities(source: str) -> list[str]:
    """Return what in a Python text depends on the system it runs on."""
    if not any(word in source for word in WORDS):  # Most files open nothing.
        return []
    tree = ast.parse(source)
    return [*_of_calls(tree), *_of_imports(tree), *_of_starts(tree)]


def _of_calls(tree: ast.AST) -> Iterator[str]:
    for call in ast.walk(tree):
        name = _called(call)
        if not isinstance(call, ast.Call) or name not in OPENED:
            continue
        named = {keyword.arg: keyword.value for keyword in call.keywords}
        texts = [a.value for a in call.args if isinstance(a, ast.Constant) and isinstance(a.value, str)]
        is_subprocess = name in ("Popen", "run", "check_output")
        if is_subprocess and not {"text", "universal_newlines"} & set(named):
            continue
        # Bytes have no encoding; `os.open` and `webbrowser.open` open no text.
        opens_no_text = ast.unparse(call.func) in ("os.open", "webbrowser.open")
        if opens_no_text or (name in ("open", "fdopen") and any("b" in text and len(text) <= 3 for text in texts)):
            continue
        if "encoding" not in named:
            yield f"line {call.lineno}: {name} without encoding="
        writes = name == "write_text" or (name in ("open", "fdopen") and any(text in ("w", "a", "x") for text in texts))
        if writes and "newline" not in named:
            yield f"line {call.lineno}: {name} without newline="


def _of_imports(tree: ast.Module) -> Iterator[str]:
    """Yield modules that are missing on some system and are imported with the file, not where they are needed."""
    for node in tree.body:
        names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
        names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
        yield from (f"line {node.lineno}: imports {name}" for name in names if name in ONLY_UNIX)


def _of_starts(tree: ast.AST) -> Iterator[str]:
    for call in ast.walk(tree):
        name = _called(call)
        arguments = [ast.unparse(argument) for argument in call.args] if isinstance(call, ast.Call) else []
        if name in ("get_context", "set_start_method") and arguments != ["'spawn'"]:
            yield f"line {call.lineno}: processes are not spawned"
        named = {keyword.arg for keyword in call.keywords} if isinstance(call, ast.Call) else set()
        if name == "ProcessPoolExecutor" and len(arguments) < 2 and "mp_context" not in named:
            yield f"line {call.lineno}: processes start as the system likes"
        if name == "select" and "stdout" in " ".join(arguments):
            yield f"line {call.lineno}: select on a pipe"


def _called(node: ast.AST) -> str:
    function = node.func if isinstance(node, ast.Call) else None
    if isinstance(function, ast.Attribute):
        return function.attr
    return function.id if isinstance(function, ast.Name) else ""


@pytest.mark.parametrize(
    ("source", "count"),
    [
        ('open("a.txt")', 1),
        ('open("a.txt", "w")', 2),
        ('open("a.txt", "wb")', 0),
        ('open("a.txt", encoding="utf-8")', 0),
        ('Path("a").write_text("x", encoding="utf-8")', 1),
        ('Path("a").write_text("x", encoding="utf-8", newline="\\n")', 0),
        ('Path("a").read_text()', 1),
        ("subprocess.run(command, text=True)", 1),
        ("subprocess.run(command)", 0),
        ("import select", 1),
        ("def f():\n    import resource", 0),
        ('get_context("fork")', 1),
        ('get_context("spawn")', 0),
        ("ProcessPoolExecutor(2)", 1),
        ("select.select([worker.stdout], [], [])", 1),
    ],
)
def test_peculiarities_are_seen(source: str, count: int) -> None:
    assert len(peculiarities(source)) == count


@pytest.mark.slow
def test_nothing_depends_on_the_system_it_runs_on() -> None:
    assert len(FILES) > 500
    found = {file.relative_to(ROOT): peculiarities(file.read_text(encoding="utf-8")) for file in FILES}
    assert {file: lines for file, lines in found.items() if lines} == {}


@pytest.mark.slow
def test_the_command_prints_in_utf_8_whatever_the_system_prefers() -> None:
    program = "import sys; from lsec_models.cli import main; sys.exit(main(sys.argv[1:]))"
    command = [sys.executable, "-c", program, "models", "power_structures"]
    environment = os.environ | {"PYTHONIOENCODING": "ascii:strict"}
    done = subprocess.run(command, env=environment, capture_output=True, check=True)
    assert "effort²" in done.stdout.decode("utf-8")
