"""What `lsec solve` prints, at a point or in closed form."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from command_line import CHAIN, lines
from lsec_models.cli import main


def test_solve_in_closed_form(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["solve", "power_structures_bilateral", "--order", "M > S"]) == 0
    shown = lines(capsys.readouterr().out)
    assert shown[0] == "Equilibrium of manufacturer > streamer"
    assert "  e = k*mu*(a - b*c)/D" in shown
    assert "  where D = 4*b*eta*k - eta*gamma**2 - 2*k*mu**2 > 0" in shown
    assert "  holds where a > b*c  [assumption]" in shown
    assert all(len(line) <= 80 for line in shown)
    assert any(line.startswith("  exists: proved; optimal: proved; off the path: proved") for line in shown)


def test_what_is_not_established_is_called_a_candidate(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "driven.toml"
    file.write_text(
        'order = ["A", "B"]\n[parameters]\npositive = ["a"]\n'
        '[players.A]\ndecides = ["x"]\npayoff = "7*a*y - (x - 4)**2"\n'
        '[players.B]\ndecides = ["y"]\npayoff = "-(y - a + x)**2"\n',
        encoding="utf-8",
    )
    assert main(["solve", str(file)]) == 0
    shown = lines(capsys.readouterr().out)
    assert shown[0] == "Candidate of A > B"
    introduced = shown.index("  first- and second-order conditions hold where")
    assert shown[introduced + 1] == "    8 >= 7*a  [x is not negative]"
    assert main(["solve", str(file), "--latex"]) == 0
    assert capsys.readouterr().out.startswith("% Candidate of A > B\n% exists: proved; optimal: open")
    assert main(["solve", str(file), "--quantity", "x"]) == 0
    printed = capsys.readouterr()
    assert printed.out == "x = 4 - 7*a/2\n"
    assert printed.err.startswith("lsec: Candidate of A > B: exists: proved; optimal: open")


def test_a_quantity_that_divides_by_zero_in_a_regime_is_left_out_there(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Above ``b = 1`` nothing is sold, and the price of a unit sold is not a number; below it is ``b / x``."""
    file = tmp_path / "unit.toml"
    file.write_text(
        '[parameters]\npositive = ["b"]\n[report]\nunit = "b/x"\n'
        '[players.firm]\ndecides = ["x"]\npayoff = "x*(1 - b - x)"\n',
        encoding="utf-8",
    )
    assert main(["solve", str(file), "--corners"]) == 0
    shown = capsys.readouterr().out
    interior, idle = shown.split("x = 0\n  x = 0\n")
    assert "unit = 2*b/(1 - b)" in interior
    assert "unit" not in idle
    assert main(["solve", str(file), "--corners", "--set", "b=1/2", "--quantity", "unit"]) == 0
    assert "unit = 2" in capsys.readouterr().out
    assert main(["solve", str(file), "--corners", "--set", "b=2", "--quantity", "unit"]) == 2
    assert "no quantity 'unit'" in capsys.readouterr().err


def test_solve_with_some_values(capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ["solve", "power_structures_bilateral", "--order", "M>S", "--set", "gamma=1", "mu=1", "b=1", "eta=1"]
    assert main([*arguments, "--quantity", "demand", "q"]) == 0
    assert lines(capsys.readouterr().out) == ["demand = k*(a - c)/(2*k - 1)", "q = (a - c)/(2*k - 1)"]
    assert main(["solve", "integrated_chain", "--set", "a=1", "b=1", "c=2"]) == 2
    assert "a > b*c" in capsys.readouterr().err


@pytest.mark.parametrize("values", [["--set", "gamma=1/2", "--baseline"], ["--baseline", "--set", "gamma=0.5"]])
def test_solve_at_a_point(capsys: pytest.CaptureFixture[str], values: list[str]) -> None:
    assert main(["solve", "power_structures", "--order", "S > M = P", *values]) == 0
    shown = lines(capsys.readouterr().out)
    assert "gamma = 1/2" in " ".join(shown[:2])
    assert "  q = 450/479  (0.939457)" in shown
    assert not any("holds where" in line for line in shown)


def test_solve_for_a_streamer_type(capsys: pytest.CaptureFixture[str]) -> None:
    command = ["solve", "power_structures", "--streamer", "ordinary", "--order", "M > S = P", "--baseline"]
    assert main([*command, "--quantity", "q"]) == 0
    assert capsys.readouterr().out == "q = 18/11  (1.63636)\n"


def test_solve_prints_latex(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["solve", "integrated_chain", "--latex", "--quantity", "q"]) == 0
    latex = capsys.readouterr().out
    assert latex.startswith("\\begin{align*}\nq^* &= \\frac{\\eta \\gamma \\upsilon")
    assert latex.endswith("\\end{align*}\n")


def test_solve_a_game_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "chain.toml"
    file.write_text(CHAIN)
    assert main(["solve", str(file), "--order", "R > M", "--set", "a=10", "b=1", "c=2", "--quantity", "w", "m"]) == 0
    assert capsys.readouterr().out == "w = 4\nm = 4\n"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('payoff = "m*demand"', "payoff = \"__import__('os').system('touch hacked')\""),
        ('payoff = "m*demand"', 'payoff = "m.__class__"'),
        ('payoff = "m*demand"', 'payoff = "9**9**9**9"'),
        ('payoff = "m*demand"', 'payoff = "m*demnd"'),
        ('payoff = "m*demand"', "payoff = 'm*demand"),
        ('payoff = "m*demand"', 'payoff = "m"'),
    ],
    ids=["import", "attribute", "tower", "unknown", "no TOML", "linear"],
)
def test_a_bad_game_file_is_one_clean_line_and_the_place(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, old: str, new: str
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("chain.toml").write_text(CHAIN.replace(old, new))
    assert main(["solve", "chain.toml"]) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    told, *place = lines(captured.err)
    assert told.startswith("lsec: game file 'chain.toml'" if "linear" not in told else "lsec: stage 2")
    assert not place or (len(place) == 2 and place[1].strip() == "^")
    assert [file.name for file in tmp_path.iterdir()] == ["chain.toml"]


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["solve", "powr_structures"], "did you mean 'power_structures'"),
        (["solve", "power_structures", "--streamer", "tpo"], "did you mean 'top'?"),
        (["solve", "power_structures", "--order", "S > M"], "order leaves out 'platform'"),
        (["solve", "power_structures", "--order", "S > M > S > P"], "twice"),
        (["solve", "power_structures", "--order", "retailer > M"], "who does not play"),
        (["solve", "power_structures", "--order", "S >> M"], "a name is missing"),
        (["solve", "power_structures", "--set", "gama=1"], "did you mean 'gamma'?"),
        (["solve", "power_structures", "--set", "gamma=one"], "not a number"),
        (["solve", "power_structures", "--set", "gamma=__import__('os')"], "not a number"),
        (["solve", "power_structures", "--set", "gamma=1", "gamma=2"], "given twice"),
        (["solve", "power_structures", "--set", "gamma"], "not of the form NAME=NUMBER"),
        (["solve", "power_structures", "--set", "gamma=0"], "gamma is declared positive, given 0"),
        (["solve", "power_structures", "--baseline", "--set", "gamma=5"], "does not hold"),
        (["solve", "power_structures", "--quantity", "demnd"], "did you mean 'demand'?"),
        (["solve", "nowhere.toml"], "nowhere.toml"),
        (["solve", "nowhere.toml", "--streamer", "top"], "goes with a model of the catalogue"),
        (["solve", "nowhere.toml", "--baseline"], "goes with a model of the catalogue"),
        (["reproduce", "--papers", "nowhere"], "is not a folder"),
        (["reproduce", "nobody1999"], "no paper 'nobody1999'"),
        (["prove it"], "no command 'prove it'; "),
        (["sovle", "power_structures"], "no command 'sovle'; did you mean 'solve' or"),
        (["prove", "chain.toml"], "chain.toml is not a question in SMT-LIB; lsec solve takes game files"),
        (["prove", "words.smt2"], "words.smt2: 'what' is not a command of SMT-LIB, which are in brackets"),
    ],
)
def test_bad_input_is_one_clean_line(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str], told: str
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("chain.toml").write_text(CHAIN)
    Path("words.smt2").write_text("what is this?")
    assert main(arguments) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    (line,) = lines(captured.err)
    assert line.startswith("lsec: ")
    assert told in line


LOGIT = ["examples/logit_chain.toml", "--order", "M > S > R"]


def test_a_game_with_exponentials_is_solved_at_a_point(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(Path(__file__).parents[2])
    assert main(["solve", *LOGIT, "--set", "a=3", "b=1", "c=0.5"]) == 0
    shown = capsys.readouterr().out
    assert shown.startswith("Candidate of manufacturer > streamer > retailer at a = 3, b = 1, c = 1/2")
    assert "    w = 2.29538\n" in shown
    assert main(["sweep", *LOGIT, "--over", "b=1,2", "--at", "a=3", "c=0.5", "--quantity", "w"]) == 0
    captured = capsys.readouterr()
    assert [float(row["w"]) for row in csv.DictReader(lines(captured.out))] == pytest.approx(
        [2.29538, 1.30850], abs=1e-5
    )
    assert captured.err == "lsec: not established: candidates, found in numbers\n"


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["solve", *LOGIT], "is solved in numbers, at a point, and a, b, c have no value; add --set a=NUMBER b=NUMBER"),
        (["solve", *LOGIT, "--set", "a=3", "b=1"], "and c has no value; add --set c=NUMBER"),
        (["solve", *LOGIT, "--corners"], "--corners goes with rational payoffs; leave it out"),
        (["sweep", *LOGIT, "--over", "b=1,2", "--at", "a=3"], "no value for c"),
        (["sweep", *LOGIT, "--order", "S > M > R", "--over", "b=1,2", "--at", "a=3", "c=1"], "give --order once"),
    ],
)
def test_what_a_game_with_exponentials_lacks_is_said(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, arguments: list[str], told: str
) -> None:
    monkeypatch.chdir(Path(__file__).parents[2])
    assert main(arguments) == 2
    (line,) = lines(capsys.readouterr().err)
    assert told in line
