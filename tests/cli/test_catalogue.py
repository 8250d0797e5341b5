"""What `lsec models` and `lsec papers` print of each."""

from __future__ import annotations

from pathlib import Path

import pytest

from command_line import lines
from lsec_models import load
from lsec_models.cli import main
from lsec_models.models import CATALOGUE
from lsec_models.papers import find_papers
from lsec_models.papers.folder.ledger import read_claims


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
