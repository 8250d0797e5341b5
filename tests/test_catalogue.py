"""Models by name and papers by citation key, of one function."""

from __future__ import annotations

import inspect
import re
import typing
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal, get_args, get_origin

import pytest

from lsec_models import catalogue, load, solve
from lsec_models.errors import DeclarationError, PaperError, UnknownName
from lsec_models.models import CATALOGUE
from lsec_models.papers import Paper, find_papers
from lsec_models.papers.folder import search
from lsec_models.papers.folder.ledger import read_claims
from lsec_models.papers.folder.modules import load_equilibria

REPOSITORY = Path(__file__).parents[1]
SHIPPED = find_papers(folder=REPOSITORY / "papers")


@pytest.fixture(autouse=True)
def _in_the_repository(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(REPOSITORY)


def solved_by(key: str) -> Mapping[str, Any]:
    (paper,) = find_papers([key])
    return load_equilibria(paper)


def typed(key: str) -> Any:
    """What a type checker takes each game of a paper for."""
    for declared in typing.get_overloads(catalogue.load):
        hints = typing.get_type_hints(declared)
        if get_origin(hints["name"]) is Literal and key in get_args(hints["name"]):
            name, game = get_args(hints["return"])
            assert name is str
            return game
    raise LookupError(key)


@pytest.mark.slow
def test_a_papers_games_are_as_declared_and_solved_to_what_it_says() -> None:
    games, found = load("fisher1996quick"), solved_by("fisher1996quick")
    assert list(games) == list(found) == ["once", "twice"]
    assert [game.label for game in games.values()] == [one.game.label for one in found.values()]
    assert all(game.random for game in games.values()), "with what is random, not with its expectation"
    assert str(solve(games["once"], corners=True)) == str(found["once"])
    with pytest.raises(TypeError, match="cannot be changed"):
        games["once"] = games["twice"]  # type: ignore[index]
    with pytest.raises(UnknownName, match="did you mean 'once'"):
        _ = games["onse"]


@pytest.mark.slow
@pytest.mark.parametrize("paper", SHIPPED, ids=lambda paper: paper.key)
def test_each_shipped_paper_gives_games_of_its_type_and_has_no_models_name(paper: Paper) -> None:
    assert paper.key not in CATALOGUE
    games: Mapping[str, Any] = load(paper.key)  # type: ignore[assignment]
    assert games
    assert all(isinstance(game, typed(paper.key)) for game in games.values())


def test_the_survey_gives_the_models_that_its_statements_are_decided_in() -> None:
    (paper,) = (paper for paper in SHIPPED if paper.key == "zheng2024survey")
    named = {re.search(r"model (\w+)", claim.where)[1] for claim in read_claims(paper) if claim.level == "statement"}  # type: ignore[index]
    assert tuple(load("zheng2024survey")) == paper.models
    assert set(paper.models) == named


@pytest.mark.parametrize("name", CATALOGUE)
def test_the_lineage_of_a_model_names_the_papers_that_name_it(name: str) -> None:
    """The survey is what asks for its mechanisms; what links pairs of them, levers, has no paper of its own."""
    (survey,) = (paper for paper in SHIPPED if paper.key == "zheng2024survey")
    classics = [paper for paper in SHIPPED if name in paper.models and paper is not survey]
    assert classics or name not in survey.models or name == "levers"
    lineage = (inspect.getmodule(CATALOGUE[name].build).__doc__ or "").partition("\nLineage")[2]  # type: ignore[union-attr]
    for paper in classics:
        surname = paper.authors[0].partition(",")[0]
        assert re.search(rf"{surname}\b[^;]*\({paper.year}\)", lineage), paper.key


def test_models_are_loaded_as_before_and_run_no_code_of_papers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "papers" / "power_structures"
    folder.mkdir(parents=True)
    (folder / "paper.toml").write_text('key = "power_structures"')
    (folder / "model.py").write_text("raise SystemExit")
    monkeypatch.chdir(tmp_path)
    assert load("power_structures", streamer="top") == CATALOGUE["power_structures"].build(streamer="top")


def test_a_folder_without_a_model_has_no_games(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "papers" / "mine2026"
    folder.mkdir(parents=True)
    text = (REPOSITORY / "papers" / "fisher1996quick" / "paper.toml").read_text(encoding="utf-8")
    (folder / "paper.toml").write_text(text.replace("fisher1996quick", "mine2026"), encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    with pytest.raises(PaperError, match=r"no model\.py; define games\(\) there"):
        load("mine2026")
    for code, told in [
        ("def equilibria(): return {}", r"must define games\(\), which returns games by label"),
        ("def games(): return [1]", r"games\(\) must return a dictionary of games by label"),
        ("def games(): return {'one': 1}", "games\\(\\) gives something of type int for 'one'; give what solve takes"),
        ("def games(): return {}['one']", "cannot be run"),
    ]:
        (folder / "model.py").write_text(code)
        with pytest.raises(PaperError, match=told):
            load("mine2026")


def test_a_paper_names_models_that_there_are(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "papers" / "mine2026"
    folder.mkdir(parents=True)
    text = (REPOSITORY / "papers" / "fisher1996quick" / "paper.toml").read_text(encoding="utf-8")
    text = text.replace("fisher1996quick", "mine2026").replace('["inventory"]', '["inventary"]')
    (folder / "paper.toml").write_text(text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    with pytest.raises(PaperError, match="no model 'inventary' in the catalogue; did you mean 'inventory'"):
        load("mine2026")


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("cachon2005revenu", "no model or paper 'cachon2005revenu' in the catalogue; did you mean 'cachon2005revenue'"),
        ("chanel_choice", "no model or paper 'chanel_choice' in the catalogue; did you mean 'channel_choice'"),
        ("xyz", "'power_structures'.*'zhang2023power'"),
        ("../papers/fisher1996quick", "no model or paper"),
        (3, "no model or paper 3"),
        (["fisher1996quick"], "no model or paper"),
    ],
)
def test_unknown_names_are_told_with_the_nearest_of_both_kinds(name: Any, told: str) -> None:
    with pytest.raises(UnknownName, match=told):
        load(name)


def test_where_no_papers_are_found_a_model_is_still_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(search, "usual_places", lambda name: iter([tmp_path / name]))
    with pytest.raises(UnknownName, match="did you mean 'channel_choice'"):
        load("chanel_choice")


def test_a_paper_takes_no_options() -> None:
    with pytest.raises(DeclarationError, match="paper 'fisher1996quick' takes no option 'order'"):
        load("fisher1996quick", order=["retailer"])
