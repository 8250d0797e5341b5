"""What the command line does whatever it is asked: versions, models, help, long lines, bad usage."""

from __future__ import annotations

import io
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis.strategies import text

from command_line import CHAIN, lines
from lsec_models import __version__, cli
from lsec_models.cli import main
from lsec_models.cli.terminal import folded, tell


def test_version(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--version"]) == 0
    assert capsys.readouterr().out == f"lsec_models {__version__}\n"


def test_models(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["models"]) == 0
    head, *rows = lines(capsys.readouterr().out)
    assert head.split() == ["MODEL", "OPTIONS", "QUESTION"]
    assert any(row.startswith("power_structures ") for row in rows)


@pytest.mark.slow
@pytest.mark.parametrize("model", ["power_structures", "integrated_chain", "channel_choice", "dynamic_quality"])
def test_no_line_is_long(model: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["solve", model]) == 0
    shown = lines(capsys.readouterr().out)
    assert max(map(len, shown)) <= 80


@pytest.mark.slow
def test_a_terminal_shows_long_lines_folded_and_a_pipe_gets_them_whole(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = ["solve", "power_structures", "--order", "S > M = P", "--quantity", "q"]
    assert main(asked) == main(["models", "nobody"]) - 2 == 0
    whole = capsys.readouterr()
    assert max(map(len, whole.out.splitlines())) > 100 < max(map(len, whole.err.splitlines()))
    for stream in (sys.stdout, sys.stderr):
        monkeypatch.setattr(stream, "isatty", lambda: True)
    assert main(asked) == main(["models", "nobody"]) - 2 == 0
    shown = capsys.readouterr()
    assert max(map(len, [*shown.out.splitlines(), *shown.err.splitlines()])) <= 80
    assert (shown.out.split(), shown.err.split()) == (whole.out.split(), whole.err.split())


def test_what_is_told_beside_the_answer_fits_a_terminal_and_is_told_in_one_way(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    tell("left out, not in closed form: " + "strict + lax / supervise + ignore " * 9)
    shown = capsys.readouterr().err.splitlines()
    assert shown[0].startswith("lsec: left out, ")
    assert 1 < len(shown) == sum(len(line) <= 80 for line in shown)
    folder = Path(cli.__file__).parent
    assert [path.name for path in folder.glob("*.py") if "file=sys.stderr" in path.read_text(encoding="utf-8")] == [
        "terminal.py"
    ]


def test_the_place_in_a_file_stays_under_its_folded_message(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("chain.toml").write_text(CHAIN.replace("a - b*", "a - bb*"))
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    assert main(["solve", "chain.toml"]) == 2
    *told, place, caret = capsys.readouterr().err.splitlines()
    assert max(map(len, told)) <= 80
    assert " ".join(line.strip() for line in told).endswith("the name 'bb' is unknown; did you mean 'b'?")
    assert place[caret.index("^") :].startswith("bb")


@given(text(alphabet="ab -\n", max_size=300))
def test_folding_loses_no_word_and_keeps_indented_lines(line: str) -> None:
    terminal = io.StringIO()
    terminal.isatty = lambda: True  # type: ignore[method-assign]
    found = folded(line, terminal)
    assert found.split() == line.split()
    laid_out = [one for one in line.split("\n") if one.startswith(" ")]
    assert set(laid_out) <= set(found.split("\n"))
    longest = max(map(len, line.split()), default=0)
    assert all(len(one) <= max(80, longest + 4) for one in found.split("\n") if one not in laid_out)
    assert folded(line, io.StringIO()) == line


@pytest.mark.parametrize("arguments", [[], ["solve"], ["models", "--colour"], ["prove", "--jobs", "0"]])
def test_bad_usage(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, arguments: list[str]) -> None:
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    assert main(arguments) == 2
    shown = lines(capsys.readouterr().err)
    assert shown[0].startswith("usage: lsec")
    assert max(map(len, shown)) <= 80


@pytest.mark.slow
def test_the_command_is_installed_and_survives_a_closed_pipe() -> None:
    script = f"{sys.executable} -c 'import lsec_models.cli as c, sys; sys.exit(c.main([\"models\"]))' | head -c 1"
    done = subprocess.run(["bash", "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout == "M"
    assert done.stderr == ""


def test_starting_the_command_is_light() -> None:
    heavy = ["numpy", "scipy", "xarray", "pandas", "matplotlib", "rich", "jinja2", "z3", "cvc5"]
    code = f"import sys, lsec_models.cli; print([m for m in {heavy} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


@pytest.mark.parametrize("command", ["models", "solve", "sweep", "plot", "prove", "reproduce", "book"])
def test_help_fits_a_terminal(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([command, "--help"]) == 0
    assert max(map(len, capsys.readouterr().out.splitlines())) <= 80
