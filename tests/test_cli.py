from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import xarray as xr
from hypothesis import given
from hypothesis.strategies import text

from lsec_models import __version__, load, solve
from lsec_models.cli import main
from lsec_models.cli.terminal import folded
from lsec_models.models import CATALOGUE
from lsec_models.papers import find_papers
from lsec_models.papers.folder.ledger import read_claims

PAPER = """\
key = "tiny2024"
title = "Tiny"
authors = ["A. Author"]
year = 2024
journal = "J"
doi = "10.1000/tiny"
level = "reconstruction"
provenance = "Ours."
modelling_choices = ["None."]
"""
RESULTS = """\
from lsec_models.papers import Results

RESULTS = Results()


@RESULTS.add("R1", title="Two")
def two():
    "Two."
    return 2
"""
CHAIN = """\
order = ["manufacturer", "retailer"]
assuming = ["a > b*c"]
[parameters]
positive = ["a", "b", "c"]
[definitions]
demand = "a - b*(w + m)"
[players.manufacturer]
decides = ["w"]
payoff = "(w - c)*demand"
[players.retailer]
decides = ["m"]
payoff = "m*demand"
"""


@pytest.fixture
def papers(tmp_path: Path) -> Path:
    folder = tmp_path / "papers" / "tiny2024"
    folder.mkdir(parents=True)
    (folder / "paper.toml").write_text(PAPER)
    (folder / "results.py").write_text(RESULTS)
    (folder / "recorded.json").write_text('{"R1": 2}')
    return folder.parent


def lines(text: str) -> list[str]:
    return text.strip().splitlines()


def test_version(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--version"]) == 0
    assert capsys.readouterr().out == f"lsec_models {__version__}\n"


def test_models(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["models"]) == 0
    head, *rows = lines(capsys.readouterr().out)
    assert head.split() == ["MODEL", "OPTIONS", "QUESTION"]
    assert any(row.startswith("power_structures ") for row in rows)


def test_solve_in_closed_form(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["solve", "power_structures_bilateral", "--order", "M > S"]) == 0
    shown = lines(capsys.readouterr().out)
    assert shown[0] == "Equilibrium of manufacturer > streamer"
    assert "  e = k*mu*(a - b*c)/D" in shown
    assert "  where D = 4*b*eta*k - eta*gamma**2 - 2*k*mu**2 > 0" in shown
    assert "  holds where a > b*c  [assumption]" in shown
    assert all(len(line) <= 80 for line in shown)
    assert any(line.startswith("  exists: proved; optimal: proved; off the path: proved") for line in shown)


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
    """Above ``b = 1`` nothing is sold, and the price of a unit sold is no number; below it is ``b / x``."""
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
        (["prove", "chain.toml"], "chain.toml is no question in SMT-LIB; lsec solve takes game files"),
        (["prove", "words.smt2"], "words.smt2: 'what' is no command of SMT-LIB, which are in brackets"),
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


@pytest.mark.parametrize("arguments", [[], ["solve"], ["models", "--colour"], ["prove", "--jobs", "0"]])
def test_bad_usage(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, arguments: list[str]) -> None:
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    assert main(arguments) == 2
    shown = lines(capsys.readouterr().err)
    assert shown[0].startswith("usage: lsec")
    assert max(map(len, shown)) <= 80


@pytest.mark.slow
def test_reproduce(papers: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    command = ["reproduce", "--papers", str(papers), "--out", str(tmp_path / "out")]
    assert main(command) == 0
    captured = capsys.readouterr()
    assert lines(captured.out) == [
        "tiny2024 (reconstruction): 1 of 1 results equal the record",
        f"report: {tmp_path / 'out' / 'report.html'}",
    ]
    assert lines(captured.err) == [f"lsec: runs the code of the papers in {papers}", "[1/1] tiny2024 R1: Two"]
    (papers / "tiny2024" / "recorded.json").write_text('{"R1": 3}')
    assert main(command) == 1
    assert "  R1: recorded 3, derived 2" in lines(capsys.readouterr().out)
    assert main([*command, "--record"]) == 0
    assert json.loads((papers / "tiny2024" / "recorded.json").read_text()) == {"R1": 2}


def test_reproduce_interrupted(papers: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source = papers / "tiny2024" / "results.py"
    source.write_text(RESULTS.replace("return 2", "raise KeyboardInterrupt"))
    assert main(["reproduce", "--papers", str(papers), "--out", str(tmp_path / "out")]) == 130
    assert "lsec: interrupted; the same command goes on" in capsys.readouterr().err


def test_reproduce_where_nothing_can_be_written(
    papers: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "out").write_text("a file")
    assert main(["reproduce", "--papers", str(papers), "--out", str(tmp_path / "out")]) == 2
    *_, line = lines(capsys.readouterr().err)
    assert line.startswith("lsec: ")


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
        (["--over", "K=0:x", "--set", "a=6"], "K = 'x': not a number"),
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


@pytest.mark.slow
@pytest.mark.parametrize("model", CATALOGUE)
def test_every_model_is_described_and_solved_at_its_baseline(model: str, capsys: pytest.CaptureFixture[str]) -> None:
    needs_terms = model == "power_structures"
    assert main(["models", model]) == 0
    shown = lines(capsys.readouterr().out)
    assert max(map(len, shown)) <= 80
    described = {line.split()[0] for line in shown if line.strip()}
    game = load(model)
    assert {symbol.name for symbol in (*game.parameters, *getattr(game, "decisions", ()))} <= described
    assert any(line.startswith(("  stage 1   [", "POPULATION")) for line in shown)
    assert main(["solve", model, "--baseline", *(["--streamer", "top"] if needs_terms else [])]) == 0
    shown = lines(capsys.readouterr().out)
    assert max(map(len, shown)) <= 80
    assert " at " in " ".join(shown[:2])


def test_the_order_is_drawn(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["models", "power_structures", "--order", "S > M = P", "--streamer", "top"]) == 0
    shown = capsys.readouterr().out
    assert "Order: streamer > manufacturer = platform" in shown
    assert "  stage 2   [manufacturer: w, q]   [platform: f, t]   at once" in shown


def test_a_model_over_time_takes_all_values_or_none(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["solve", "dynamic_quality", "--set", "r=1/2"]) == 2
    assert "takes all parameters or none" in capsys.readouterr().err
    assert main(["solve", "dynamic_quality", "--set", "r=1/2", "--baseline", "--quantity", "q"]) == 0
    assert capsys.readouterr().out == "q = 3/8  (0.375)\n"
    assert main(["solve", "dynamic_quality", "--corners"]) == 2
    assert "leave it out for a game over time" in capsys.readouterr().err
    assert main(["solve", "dynamic_quality", "--over", "r=1/2:1", "--baseline"]) == 2
    assert "--over goes with games without states" in capsys.readouterr().err


SWEEP = ["sweep", "power_structures_bilateral", "--over", "gamma=0:1:3", "--baseline", "--order", "M > S"]


def test_a_sweep_is_printed_as_csv(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*SWEEP, "--quantity", "q"]) == 0
    rows = list(csv.DictReader(lines(capsys.readouterr().out)))
    assert [row["gamma"] for row in rows] == ["0.0", "0.5", "1.0"]
    assert [row["violated"] for row in rows] == ["gamma > 0  [declared sign]", "", ""]
    values = {p: v for p, v in CATALOGUE["power_structures_bilateral"].baseline.items() if p in rows[0]}
    led = solve(load("power_structures_bilateral", order=["manufacturer", "streamer"]))
    for row in rows[1:]:
        assert float(row["q"]) == pytest.approx(float(led.at(values | {"gamma": row["gamma"]})["q"]))


def test_a_sweep_compares_orders_and_goes_into_files(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    command = [*SWEEP, "--order", "S > M", "--at", "k=3", "--out"]
    assert main([*command, str(tmp_path / "q.csv")]) == 0
    assert main([*command, str(tmp_path / "q.nc")]) == 0
    assert capsys.readouterr().out == ""
    rows = list(csv.DictReader(lines((tmp_path / "q.csv").read_text())))
    data = xr.load_dataset(tmp_path / "q.nc")
    assert data["structure"].values.tolist() == ["manufacturer > streamer", "streamer > manufacturer"]
    assert data["k"] == 3
    stacked = data["q"].values.ravel().tolist()
    assert [float(row["q"] or "nan") for row in rows] == pytest.approx(stacked, nan_ok=True)
    assert data["violated"].attrs["conditions"].splitlines()[-1]


@pytest.mark.slow
def test_a_sweep_is_kept_in_a_store(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    pytest.importorskip("zarr", reason="the extra 'store' is not installed")
    command = [*SWEEP, "--store", str(tmp_path / "run.zarr")]
    assert [main(command), main(command)] == [0, 0]
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err == 2 * f"lsec: {tmp_path / 'run.zarr'}: read it with xarray.open_zarr\n"
    with xr.open_zarr(tmp_path / "run.zarr", chunks=None, consolidated=False) as data:
        assert np.isnan(data["q"].values).tolist() == [True, False, False]
    assert main([*command, "--at", "k=3"]) == 2
    assert "is the store of another sweep, whose at is" in capsys.readouterr().err


def test_a_sweep_is_reduced_to_what_is_asked(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*SWEEP, "--order", "S > M", "--reduce", "streamer=argmax", "q=count", "q=max", "region"]) == 0
    told = dict(line.rsplit(": ", 1) for line in lines(capsys.readouterr().out))
    assert told["streamer_argmax | streamer > manufacturer"] == "2"
    assert told["streamer_argmax | none"] == "1"
    assert told["q_count | manufacturer > streamer"] == "2"
    assert told["region_count | manufacturer > streamer | fails: gamma > 0  [declared sign]"] == "1"
    assert float(told["q_max | manufacturer > streamer"]) > 0


def test_a_sweep_with_corners_says_what_binds(capped: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["sweep", capped, "--over", "a=2,8", "--at", "K=3", "--corners", "--quantity", "q"]) == 0
    inside, bound = csv.DictReader(lines(capsys.readouterr().out))
    assert (inside["q"], inside["regime"], bound["q"], bound["regime"]) == ("1.0", "interior", "3.0", "q = K")


LOGIT = ["examples/logit_chain.toml", "--order", "M > S > R"]


def test_a_game_with_exponentials_is_solved_at_a_point(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(Path(__file__).parents[1])
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
    monkeypatch.chdir(Path(__file__).parents[1])
    assert main(arguments) == 2
    (line,) = lines(capsys.readouterr().err)
    assert told in line


@pytest.mark.slow
def test_a_candidate_is_swept_with_a_warning(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["sweep", "channel_choice", "--over", "lambda=0.1,0.2", "--baseline", "--quantity", "e"]) == 0
    assert capsys.readouterr().err == "lsec: not established: optimal (open)\n"


@pytest.mark.slow
@pytest.mark.parametrize(("ending", "begins"), [("svg", b"<?xml"), ("png", b"\x89PNG")])
def test_a_plot_is_drawn_alike_each_time(tmp_path: Path, ending: str, begins: bytes) -> None:
    command = ["plot", *SWEEP[1:], "--order", "S > M", "--quantity", "q", "--out"]
    files = [tmp_path / f"{name}.{ending}" for name in ("one", "two")]
    assert [main([*command, str(file)]) for file in files] == [0, 0]
    assert files[0].read_bytes().startswith(begins)
    assert files[0].read_bytes() == files[1].read_bytes()


def test_over_two_parameters_a_plot_is_a_surface(tmp_path: Path) -> None:
    surface = [*SWEEP[1:], "--over", "k=1:2:2", "--quantity", "q", "--out", str(tmp_path / "surface.svg")]
    assert main(["plot", *surface]) == 0
    assert "Poly3DCollection" in (tmp_path / "surface.svg").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ([*SWEEP, "--over", "k=0:1"], "'0:1' is not of the form FROM:TO:COUNT"),
        ([*SWEEP, "--over", "k=0:1:0"], "a count of 1 or more"),
        ([*SWEEP, "--over", "k"], "is not of the form NAME=FROM:TO:COUNT"),
        ([*SWEEP, "--over", "kk=0:1:3"], "no parameter 'kk'; did you mean 'k'?"),
        ([*SWEEP, "--over", "gamma=0:1:3"], "'gamma' is given twice"),
        ([*SWEEP, "--over", "k=1,x"], "not a number"),
        ([*SWEEP, "--quantity", "demnd"], "did you mean 'demand'?"),
        ([*SWEEP, "--over", "k=1:2:1000000", "b=1:2:1000000"], "GB of memory, and "),
        ([*SWEEP, "--out", "a.txt"], "a sweep is written as .csv, .parquet, .nc"),
        ([*SWEEP, "--order", "S > M", "--corners"], "--corners takes one order"),
        ([*SWEEP, "--reduce", "q"], "write NAME=WORD, as in q=mean, or region"),
        ([*SWEEP, "--reduce", "q=maxx"], "did you mean 'max' or 'argmax'?"),
        ([*SWEEP, "--reduce", "q=max", "--out", "a.csv"], "leave --out and --quantity out"),
        ([*SWEEP, "--backend", "fortran"], "it is one of 'numpy', 'numba'"),
        (["plot", *SWEEP[1:], "--quantity", "q", "--out", "a.pdf"], "a figure is written as .svg or .png"),
        (["plot", *SWEEP[1:], "--quantity", "demnd", "--out", "a.svg"], "did you mean 'demand'?"),
        (["models", "chanel_choice"], "did you mean 'channel_choice'"),
    ],
)
def test_bad_sweeps_and_plots(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str], told: str
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(arguments) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.startswith("lsec: ")
    assert told in captured.err
    assert list(tmp_path.iterdir()) == []


def test_papers_are_listed_one_a_line_and_described(
    papers: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert main(["models", "--papers"]) == 0
    head, *rows = lines(capsys.readouterr().out)
    assert head.split() == ["PAPER", "REFERENCE", "MODELS", "CLAIMS"]
    assert [row.split()[0] for row in rows] == [paper.key for paper in find_papers()]
    counted = {paper.key: len(read_claims(paper)) for paper in find_papers()}
    assert {row.split()[0]: int(row.split()[-1]) for row in rows} == counted
    about = next(row for row in rows if row.startswith("fisher1996quick"))
    assert about.split()[1:] == ["Fisher,", "Raman", "1996", "inventory", str(counted["fisher1996quick"])]
    years = {paper.key: str(paper.year) for paper in find_papers()}
    assert all(years[row.split()[0]] in row.partition(" ")[2] for row in rows)
    assert max(map(len, [head, *rows])) <= 80
    assert main(["models", "fisher1996quick"]) == 0
    told = capsys.readouterr()
    assert told.err.startswith("lsec: runs the code of the paper in ")
    described = lines(told.out)
    assert described[-5:-2] == ["GAME   ORDER", "once   retailer", "twice  q > D > x"]
    assert described[-1] == 'In Python: lsec.solve(lsec.load("fisher1996quick")["once"])'
    assert "Level: reconstruction" in told.out
    assert max(map(len, described)) <= 80
    monkeypatch.chdir(papers.parent)
    assert main(["models", "--papers"]) == 0
    assert [row.split() for row in lines(capsys.readouterr().out)[1:]] == [
        ["tiny2024", "A.", "Author", "2024.", "Tiny", "-", "0"]
    ]
    for asked, words in [
        (["tiny2024"], "no model.py"),
        (["tiny2024", "--order", "S > M"], "--order goes with a model of the catalogue"),
        (["tiny2024", "--streamer", "top"], "--streamer goes with a model of the catalogue"),
        (["tiny2024", "--papers"], "'lsec models tiny2024' says more"),
        (["--papers", "--order", "S > M"], "leave it out"),
        (["tiny2025"], "did you mean 'tiny2024'"),
    ]:
        assert main(["models", *asked]) == 2
        told = capsys.readouterr()
        assert told.out == ""
        assert words in told.err
    for asked, words in [(["tiny2024"], "'tiny2024' is a paper, whose games"), (["tiny2025"], "no model 'tiny2025'")]:
        assert main(["solve", *asked]) == 2
        told = capsys.readouterr()
        assert told.out == ""
        assert words in told.err


@pytest.mark.parametrize("command", ["models", "solve", "sweep", "plot", "prove", "reproduce", "book"])
def test_help_fits_a_terminal(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([command, "--help"]) == 0
    assert max(map(len, capsys.readouterr().out.splitlines())) <= 80
