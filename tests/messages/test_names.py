"""Every name that an error offers exists."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

import lsec_models

SOURCE = Path(lsec_models.__file__).parent


def _said() -> list[tuple[str, str]]:
    """Return every text that stands in a raise statement, with its place."""
    found = []
    for file in sorted(SOURCE.rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Raise) and node.exc is not None:
                place = f"{file.relative_to(SOURCE)}:{node.lineno}"
                texts = [part.value for part in ast.walk(node.exc) if isinstance(part, ast.Constant)]
                found += [(place, text) for text in texts if isinstance(text, str)]
    return found


def _defined() -> tuple[set[str], set[str]]:
    """Return the names of all functions and classes, and of all arguments and fields."""
    called, named = set(), set()
    for file in SOURCE.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef | ast.ClassDef):
                called.add(node.name)
            elif isinstance(node, ast.arg):
                named.add(node.arg)
            elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
                named.add(node.target.id)
    return called, named


@pytest.mark.slow
def test_every_name_that_an_error_offers_exists() -> None:
    called, named = _defined()
    # Functions of SymPy, xarray, the grammar and papers' models, plurals in brackets, what stands for users' names.
    called |= {"sqrt", "isel", "Eq", "Equivalent", "games", "point", "direction", "state"}
    named |= {"real", "positive", "nonnegative", "integer", "NAME", "gamma", "lambda"}
    for place, text in _said():
        for name in re.findall(r"\b([A-Za-z_]\w*)\(", text):
            assert name in called, f"{place}: {name}() does not exist"
        for name in re.findall(r"\b([A-Za-z_]\w*)=(?!=)", text):
            assert name in named, f"{place}: no argument is called {name}="
        for module in re.findall(r"\blsec_models(?:\.\w+)+", text):
            path = SOURCE.joinpath(*module.split(".")[1:])
            parent = path.parent
            assert path.is_dir() or path.with_suffix(".py").is_file() or parent.with_suffix(".py").is_file(), place
