"""The one face of results: every kind has it, says what it says in one form, and reads points in one way."""

from __future__ import annotations

import importlib
import json
import operator
import pickle
import pkgutil
import re
from ast import literal_eval
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest
import sympy as sp

import lsec_models
from lsec_models import Game, Player, to_json, to_latex, to_mathematica
from lsec_models.algebra.domains.latex import latex_of
from lsec_models.errors import DeclarationError, OutsideDomain, SeveralSolutions, UnknownName
from lsec_models.games.evidence.evidence import Evidence
from lsec_models.games.result import AtPoint, Result, Solved, SolvedAtPoint
from lsec_models.games.summary.html import html
from lsec_models.games.summary.summary import Summary
from lsec_models.show.export.html.copyable import result_html
from lsec_models.show.export.latex_formulas import high
from lsec_models.show.export.line_breaks import broken
from results import KINDS, POINTS


def subclasses(kind: type) -> set[type]:
    found = set(kind.__subclasses__())
    return found | {deeper for one in found for deeper in subclasses(one)}


def test_there_is_an_example_of_every_kind() -> None:
    for module in pkgutil.walk_packages(lsec_models.__path__, "lsec_models."):
        if ".book" not in module.name:
            importlib.import_module(module.name)
    kinds = {kind.__name__ for kind in subclasses(Result) if kind.__module__.startswith("lsec_models.")}
    assert kinds - {"NumberedResults", "Solved", "SolutionsOverTime", "StaticEquilibrium"} == set(KINDS)


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_has_one_of_the_three_faces(kind: str) -> None:
    result = KINDS[kind]()
    assert type(result).__name__ == kind
    faces = [isinstance(result, face) for face in (Solved, AtPoint, SolvedAtPoint)]
    assert sum(faces) == 1
    assert isinstance(result, Solved) == (kind in POINTS)
    assert isinstance(result.evidence, Evidence)
    assert result.label


@pytest.mark.parametrize("kind", KINDS)
def test_a_summary_says_what_the_result_says(kind: str) -> None:
    result = KINDS[kind]()
    said = result.summary()
    assert isinstance(said, Summary)
    assert said.evidence == result.evidence
    assert result.label == said.label
    assert list(said.everything) or said.branches
    if isinstance(result, AtPoint | SolvedAtPoint):
        assert (said.point, said.holds_where) == (result.point, "")
    for quantity in said.quantities if isinstance(result, Solved | AtPoint) else ():
        if quantity.role in ("decision", "payoff", "report"):
            assert abs(sp.sympify(result[quantity.name]) - quantity.value) < 1e-4


@pytest.mark.parametrize("kind", KINDS)
def test_decisions_and_payoffs_are_handed_out_by_name(kind: str) -> None:
    result = KINDS[kind]()
    if isinstance(result, SolvedAtPoint):
        assert len(result) == len(list(result)) > 0
        return
    assert result.payoffs
    assert not isinstance(result, Solved) or result.decisions
    for quantity in result.summary().quantities:
        assert quantity.role not in ("decision", "strategy", "share") or quantity.name in result.decisions
        assert quantity.role != "value function" or quantity.name in result.payoffs


NAMELESS = {
    "PeriodsPoint": r"'G' moves in time; read it period by period, paths\['G'\]",
    "OpenLoopPoint": r"'G' moves in time; read it along the path, path\('G', \[0, 1\]\)",
}


@pytest.mark.parametrize("kind", NAMELESS)
def test_what_moves_in_time_is_no_quantity(kind: str) -> None:
    with pytest.raises(UnknownName, match=NAMELESS[kind]):
        KINDS[kind]()["G"]


@pytest.mark.parametrize("kind", KINDS)
def test_every_format_is_written_from_the_summary(kind: str) -> None:
    result = KINDS[kind]()
    said = result.summary()
    text = " ".join(repr(result).split())
    assert max(map(len, repr(result).splitlines())) <= 100
    if kind != "MixedEquilibrium":
        assert text.startswith(said.title)
        assert text.endswith(f" {result.evidence.line()}")
    assert said.evidence.line() in result._repr_html_().replace("&gt;", ">")
    assert said.evidence.line() in result._repr_latex_()
    document = json.loads(to_json(result))
    assert (document["kind"], document["evidence"]) == (said.kind, result.evidence.to_data())
    wolfram, latex = to_mathematica(result), to_latex(result, name="stem")
    assert f'"evidence" -> "{said.evidence.line()}"' in wolfram
    assert r"\label{tab:stem}" in latex
    for branch in said.branches:
        assert branch.name in text
        assert branch.name in {entry["name"] for key in document for entry in _named(document[key])}
    for quantity in said.quantities:
        lines = [list(map(high, broken(latex_of(quantity.readable), widest))) for widest in range(16, 70)]
        assert quantity.role == "start" or any(all(line in latex for line in each) for each in lines)


@pytest.mark.parametrize("kind", KINDS)
def test_a_long_text_says_how_long_it_is_and_how_its_parts_are_asked_for(
    kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    result = KINDS[kind]()
    short = repr(result)
    monkeypatch.setattr("lsec_models.games.summary.text._SCREEN", 0)
    offered = re.findall(r"result(\.\w+)?\[([^]]+)\]", repr(result))
    assert offered or not isinstance(result, Sequence)
    assert offered or not isinstance(result, Solved)
    for attribute, key in offered:
        whole = getattr(result, attribute[1:]) if attribute else result
        assert whole[literal_eval(key)] is not None
    if offered:
        assert f"{len(short.splitlines())} lines; " in repr(result)


def _named(entry: Any) -> list[dict[str, Any]]:
    return [one for one in entry if isinstance(one, dict) and "name" in one] if isinstance(entry, list) else []


def earned(found: Any) -> list[Any]:
    """Return the payoffs at one point, of each of several results there."""
    return [one.payoffs for one in found] if isinstance(found, SolvedAtPoint) else [found.payoffs]


@pytest.mark.parametrize("kind", POINTS)
class TestPoints:
    def test_names_symbols_and_text_are_one_point(self, kind: str) -> None:
        result, point = KINDS[kind](), POINTS[kind]
        symbols = {symbol.name: symbol for symbol in result.domain.ring.symbols}
        found = result.at(point)
        assert isinstance(found, AtPoint | SolvedAtPoint)
        assert earned(result.at({symbols[name]: value for name, value in point.items()})) == earned(found)
        assert earned(result.at({name: str(value) for name, value in point.items()})) == earned(found)
        assert earned(result.at(**point)) == earned(found)
        assert {name: found.point[name] for name in point} == {name: sp.Rational(v) for name, v in point.items()}

    def test_what_is_missing_or_unknown_is_named(self, kind: str) -> None:
        result, point = KINDS[kind](), POINTS[kind]
        first, *_ = point
        with pytest.raises(DeclarationError, match=f"no value for {first}"):
            result.at({name: value for name, value in point.items() if name != first})
        with pytest.raises(UnknownName, match="no parameter 'zeta'"):
            result.at(point, zeta=1)
        with pytest.raises(DeclarationError, match="given twice"):
            result.at(point, **{first: 1})
        with pytest.raises(DeclarationError, match="is not a point"):
            result.at(5)

    def test_the_condition_that_fails_is_named(self, kind: str) -> None:
        result, point = KINDS[kind](), POINTS[kind]
        first, *_ = point
        with pytest.raises(OutsideDomain, match=f"at .*{first} is declared positive, given -1"):
            result.at({**point, first: -1})


def test_several_at_one_point_give_the_only_one_or_say_how_many() -> None:
    assert KINDS["Solutions"]().only() == KINDS["Solutions"]()[0]
    assert KINDS["FeedbackSolutions"]().only() is KINDS["FeedbackSolutions"]()[0]
    assert KINDS["OneStateSolution"]().only() == KINDS["OneStateSolution"]().basins[0].target
    with pytest.raises(lsec_models.LsecError, match="3 equilibria"):
        KINDS["MatrixEquilibria"]().only()
    listed = KINDS["FeedbackSolutions"]()
    with pytest.raises(SeveralSolutions, match=r"2 solutions of firm; look at each, as in solutions\[0\]"):
        replace(listed, solutions=listed.solutions * 2).only()
    at_rest = KINDS["RestPointsAt"]()
    assert (at_rest.kind, at_rest[0].is_pure, at_rest[-1].is_pure) == ("rest points", True, False)
    with pytest.raises(SeveralSolutions, match="2 rest points play live / watch; pick one of the sequence"):
        replace(at_rest, found=(at_rest[0], at_rest[0])).named("live / watch")
    assert [one.words for one in KINDS["MatrixEquilibria"]()] == [e.words for e in KINDS["MatrixEquilibria"]().extreme]


def test_a_page_shows_few_regimes_beside_each_other_and_many_below() -> None:
    a, c = lsec_models.parameters("a c", positive=True)
    q = lsec_models.decisions("q")
    short = lsec_models.solve(Game(players=[Player("firm", decides=[q], payoff=(a - c - q) * q)]), corners=True)
    page = short._repr_html_()
    assert [page.count(part) for part in ("<caption", "<tr>", '<th scope="col"')] == [1, 4, 3]
    head, *rows, region = re.findall("<tr>.*?</tr>", page)
    assert re.findall('<th scope="col"[^>]*>(.*?)</th>', head) == ["regime", *(one.name for one in short.regimes)]
    assert all(re.findall('data-of="([^"]*)"', row) == [one.name for one in short.regimes] for row in [*rows, region])
    alone = replace(short.summary(), branches=short.summary().branches[:1])
    assert "data-of" not in html(alone), "what is alone is not named in each cell"
    assert region.count("<br>") == 0
    book = result_html(short)
    assert book.count("<table") == 1 + len(short.regimes)
    assert book.index("<details>") < book.index("<button")
    many = replace(short.summary(), branches=short.summary().branches * 5)
    assert html(many).count("<caption") == len(many.branches)


def test_a_page_shows_regions_one_by_one_and_points_one_a_row() -> None:
    choice, matrix = KINDS["ChoiceEquilibrium"]()._repr_html_(), KINDS["MatrixEquilibria"]()._repr_html_()
    assert choice.count("It is chosen where") == 2
    assert "<table" not in choice
    assert matrix.count("<caption") == 1
    assert matrix.count("<tr>") == 3
    same = [[int(i == j) for j in range(6)] for i in range(6)]
    names = {"row": [f"r{i}" for i in range(6)], "column": [f"c{i}" for i in range(6)]}
    many = lsec_models.solve(lsec_models.MatrixGame(strategies=names, payoffs=[same, same]))
    assert many._repr_html_().count("<tr>") == 20
    assert "and 43 more" in many._repr_html_()


def test_a_quantity_asked_for_as_an_attribute_is_told_how_to_be_asked_for() -> None:
    p = lsec_models.decisions("p")
    solved = lsec_models.solve(lsec_models.Game(players=[lsec_models.Player("firm", decides=[p], payoff=p * (1 - p))]))
    with pytest.raises(
        AttributeError, match=r"'Equilibrium' object has no attribute 'p'; a quantity is written \['p'\]"
    ):
        operator.attrgetter("p")(solved)
    with pytest.raises(AttributeError, match="no attribute 'values'; numbers stand at a point"):
        operator.attrgetter("values")(solved)
    with pytest.raises(AttributeError, match="no attribute 'at'; it stands at one point"):
        operator.attrgetter("at")(solved.at({}))
    assert not hasattr(solved, "_repr_png_")
    assert not hasattr(object.__new__(type(solved)), "quantities"), "what is not built yet has nothing"
    assert pickle.loads(pickle.dumps(solved))["p"] == solved["p"]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("kind", "asked"),
    [("Solutions", "x"), ("SignallingEquilibria", "worker if kind is 1"), ("StationarySolutions", "firm")],
)
def test_one_of_several_is_asked_for_a_quantity(kind: str, asked: str) -> None:
    found = KINDS[kind]()
    for name in (asked, sp.Symbol(asked)):
        with pytest.raises(
            DeclarationError, match=rf"are numbered; ask one of them for '{asked}', \w+\[0\]\['{asked}'\]"
        ):
            found[name]
    assert found[0][asked] is not None


@pytest.mark.parametrize("name", ["2x", "x-y", "a 1b", "x.y"])
def test_what_is_no_name_is_refused(name: str) -> None:
    with pytest.raises(DeclarationError, match=r"is not a name; write letters, digits and _, with a letter first"):
        lsec_models.parameters(name, positive=True)
