"""What `lsec solve` and `lsec sweep` print of games with corners, and of regimes along a parameter."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from command_line import lines
from lsec_models.cli import main

CAPPED = """\
constraints = ["q <= K"]

[parameters]
positive = ["a", "K"]

[players.firm]
decides = ["q"]
payoff = "q*(a - q)"
"""


@pytest.fixture
def capped(tmp_path: Path) -> str:
    file = tmp_path / "capped.toml"
    file.write_text(CAPPED)
    return str(file)


def test_solve_with_corners(capped: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["solve", capped, "--corners"]) == 0
    shown = lines(capsys.readouterr().out)
    assert shown[:4] == ["Piecewise equilibrium of firm", "interior", "  q = a/2", "  payoff of firm = a**2/4"]
    assert "  holds where a >= 2*K  [q <= K binds]" in shown
    words = " ".join(map(str.strip, shown))
    assert "covering: proved; disjoint: proved" in words
    assert "exists: proved; optimal: proved; off the path: proved" in words
    assert words.endswith("regions cover: proved; regions do not overlap: proved")


def test_corners_take_values_and_print_latex(capped: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["solve", capped, "--corners", "--set", "K=3", "--latex", "--quantity", "q"]) == 0
    shown = capsys.readouterr().out
    assert r"\frac{a}{2} & \text{if } 6 \geq a" in shown
    assert r"3 & \text{if } a \geq 6" in shown


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--corners", "--quantity", "z"], "no quantity 'z'"),
        (["--corners", "--set", "K=-1"], "K"),
    ],
)
def test_bad_input_with_corners(
    capped: str, arguments: list[str], words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["solve", capped, *arguments]) == 2
    assert words in capsys.readouterr().err


def test_regimes_along_a_parameter(capped: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["solve", capped, "--over", "K=-1:5", "--set", "a=6"]) == 0
    shown = lines(capsys.readouterr().out)
    assert shown[0] == "Regimes of firm along K, a = 6"
    assert "  q = K for K from 0 to 3: q = K, payoff of firm = K*(6 - K)" in shown
    assert "  at K = 3: q = K, decisions run on" in shown
    assert shown[-1] == "  optimal: proved; off the path: proved; complete: proved; regions cover: proved"
    assert max(map(len, shown)) <= 80
    assert main(["solve", capped, "--over", "K=-1:5", "--at", "a=6", "--quantity", "q"]) == 0
    printed = capsys.readouterr()
    assert "  interior for K from 3 to 5: q = 3" in lines(printed.out)
    assert (printed.out.count("payoff"), printed.err) == (0, "")
    assert main(["solve", capped, "--over", "K=-1:5", "--at", "a=6", "--quantity", "q", "--latex"]) == 0
    assert r"&\text{interior for K from 3 to 5} \\" + "\nq^* &= 3" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--over", "K=0..6", "--set", "a=6"], "K = '0..6' is not of the form FROM:TO, as in K=0:6"),
        (["--over", "K=0:6:4", "--set", "a=6"], "regimes are cut exactly, and take no count"),
        (["--over", "K", "--set", "a=6"], "'K' is not of the form NAME=FROM:TO"),
        (["--over", "K=0:x", "--set", "a=6"], "K = 'x': the text is not a number"),
        (["--over", "KK=0:6", "--set", "a=6"], "no parameter 'KK'; did you mean 'K'?"),
        (["--over", "K=6:0", "--set", "a=6"], "the range of K, from 6 to 0, is empty"),
        (["--over", "K=-2:0", "--set", "a=6"], "is not defined for any K from -2 to 0"),
        (["--over", "K=0:6"], "no value for a; give each a number in --set"),
        (["--over", "K=0:6", "--set", "a=6", "K=1"], "'K' is given by --over and by --set; leave one out"),
        (["--over", "K=0:6", "a=1:2"], "regimes are printed along one; give each of the others a number in --set"),
        (["--over", "K=0:6", "--set", "a=6", "--corners"], "leave --corners out"),
        (["--over", "K=0:6", "--set", "a=6", "--quantity", "p"], "no quantity 'p'"),
        (["--over", "K=0:6", "--set", "a=6", "--effort", "little"], "effort = 'little'"),
    ],
)
def test_bad_regimes_along_a_parameter(
    capped: str, arguments: list[str], told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["solve", capped, *arguments]) == 2
    captured = capsys.readouterr()
    (line,) = lines(captured.err)
    assert captured.out == ""
    assert line.startswith("lsec: ")
    assert told in line


def test_a_sweep_with_corners_says_what_binds(capped: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["sweep", capped, "--over", "a=2,8", "--at", "K=3", "--corners", "--quantity", "q"]) == 0
    inside, bound = csv.DictReader(lines(capsys.readouterr().out))
    assert (inside["q"], inside["regime"], bound["q"], bound["regime"]) == ("1.0", "interior", "3.0", "q = K")
