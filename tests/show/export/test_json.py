"""JSON says what results say: its formulas are read again and evaluated at exact points."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest
import sympy as sp

from exported import (
    anywhere,
    encroached,
    entry_of,
    feedback_points,
    goodwill,
    is_admissible,
    led,
    number,
    points,
    ranking,
    renamed,
    rules_of,
    signs,
    split,
    three_players,
    value_of,
)
from lsec_models.algebra.domains.condition import Condition
from lsec_models.algebra.parsing.parse import parse_relation
from lsec_models.games.differential.feedback import RootCondition
from lsec_models.show import to_json, to_latex, to_mathematica
from lsec_models.show.export.formulas import to_latex as formula_to_latex
from lsec_models.show.export.latex_formulas import high
from lsec_models.show.export.line_breaks import broken
from results import capped


@pytest.mark.parametrize("solved", [led, three_players])
def test_json_of_an_equilibrium_gives_its_numbers(solved: Any) -> None:
    equilibrium = solved()
    document = json.loads(to_json(equilibrium))
    assert (document["format"], document["version"], document["kind"]) == ("lsec_models", 1, equilibrium.kind)
    assert [entry["name"] for entry in document["parameters"]] == list(equilibrium.ring.names)
    for at in points(equilibrium):
        found = {name: number(fraction, at) for name, fraction in document["quantities"].items()}
        assert found == dict(equilibrium.at(at).values)


def test_json_of_an_equilibrium_says_what_is_what() -> None:
    document = json.loads(to_json(led()))
    assert {name: fraction["role"] for name, fraction in document["quantities"].items()} == {
        "w": "decision",
        "q": "decision",
        "m": "decision",
        "manufacturer": "payoff",
        "live *) streamer": "payoff",
        "a": "report",
        "price_total": "report",
    }
    assert {entry["declared"] for entry in document["parameters"]} == {"positive"}


def test_json_conditions_hold_exactly_where_the_equilibrium_does() -> None:
    document = json.loads(to_json(led()))
    seen = set()
    for at in anywhere(led().ring.names):
        exact = {symbol: Fraction(str(at[symbol.name])) for symbol in led().ring.symbols}
        holds = all(parse_relation(entry["relation"], at) == sp.true for entry in document["conditions"])
        assert holds == led().domain.contains(exact)
        seen.add(holds)
    assert seen == {True, False}


@pytest.mark.slow
def test_json_of_a_piecewise_equilibrium_gives_its_numbers_by_regime() -> None:
    document = json.loads(to_json(encroached()))
    seen = set()
    for at in points(encroached(), 60):
        expected = encroached().at(at)
        regime = next(
            regime
            for regime in document["regimes"]
            if any(all(parse_relation(c["relation"], at) == sp.true for c in cell) for cell in regime["cells"])
        )
        assert regime["name"] == expected.regime
        assert {name: number(f, at) for name, f in regime["quantities"].items()} == dict(expected.values)
        seen.add(regime["name"])
    assert len(seen) == 3
    assert document["tiling"]["proved"] is True


@pytest.mark.slow
def test_regions_of_regimes_are_exactly_those_of_the_equilibrium() -> None:
    document = json.loads(to_json(encroached()))
    names, text = renamed(to_mathematica(encroached()))
    cases = [split(case[1:-1])[1] for case in split(split(rules_of(text, "quantities")["w"][10:-1])[0][1:-1])]
    assert (len(cases), names) == (3, {})
    assert [entry["relation"] for entry in document["conditions"]] == ["a > c"]
    assert entry_of(text, "conditions").split() == ["{", "a", ">", "c", "}"]
    for at in points(encroached(), 60):
        exact = {symbol: Fraction(str(at[symbol.name])) for symbol in encroached().ring.symbols}
        for regime, told, case in zip(encroached().regimes, document["regimes"], cases, strict=True):
            cells = [all(parse_relation(c["relation"], at) == sp.true for c in cell) for cell in told["cells"]]
            assert any(cells) == regime.contains(exact)
            assert bool(value_of(case, at)) == regime.contains(exact)


def test_a_region_of_two_cells_is_their_union() -> None:
    interior, capped_price = capped().regimes
    wide = replace(interior, pieces=(*interior.pieces, *capped_price.pieces))
    thing = replace(capped(), regimes=(wide,))
    assert len(json.loads(to_json(thing))["regimes"][0]["cells"]) == 2
    assert "(a >= c) || (c >= a)" in to_mathematica(thing)
    assert re.search(r"^interior & .*\n^or & ", to_latex(thing).partition("tab:regimes_where")[2], re.M)


def test_regimes_that_are_not_proved_say_so() -> None:
    sampled = replace(capped(), tiling=replace(capped().tiling, covering="sampled"))
    for export in (to_json, to_mathematica, to_latex):
        assert "covering: sampled" in export(sampled)
        assert "covering: proved" in export(capped())
    assert json.loads(to_json(sampled))["tiling"]["proved"] is False


@pytest.mark.slow
def test_conditions_with_a_root_are_told() -> None:
    equilibrium = goodwill(curved=True)
    assert equilibrium.root_conditions
    written = to_latex(equilibrium)
    document = json.loads(to_json(equilibrium))
    names, text = renamed(to_mathematica(equilibrium))
    conditions = split(entry_of(text, "conditions")[1:-1])
    everything: list[Condition | RootCondition] = [*equilibrium.domain.conditions, *equilibrium.root_conditions]
    assert len(document["conditions"]) + len(document["root_conditions"]) == len(conditions) == len(everything)
    assert [entry["origin"] for entry in document["root_conditions"]] == [c.origin for c in equilibrium.root_conditions]
    for condition in everything:
        lines = [broken(formula_to_latex(condition.relation), widest) for widest in range(16, 70)]
        assert any(all(high(line) in written for line in each) for each in lines)
    seen = set()
    for at in anywhere(equilibrium.ring.names, 20):
        values = {names.get(name, name): value for name, value in at.items()}
        holds = all(value_of(part, values) == sp.true for part in conditions)
        assert holds == is_admissible(equilibrium, at)
        seen.add(holds)
    assert seen == {True, False}


@pytest.mark.parametrize("curved", [False, True])
def test_json_of_a_feedback_equilibrium_gives_its_numbers(curved: bool) -> None:
    equilibrium = goodwill(curved=curved)
    document = json.loads(to_json(equilibrium))
    assert (document["root"] is not None) == curved
    stock = sp.Rational(7, 3)
    for at in feedback_points(equilibrium):
        there = {**at, "G": stock}
        if curved:
            there[document["root"]["name"]] = sp.sqrt(number(document["root"], at))
        point = equilibrium.at(at)
        for key, laws in {
            "strategies": point.strategies,
            "values": point.values,
            "speeds": point.closed_loop,
            "steady_state": point.steady_state,
            "start": point.start,
        }.items():
            assert document[key].keys() == laws.keys()
            for name, law in laws.items():
                wanted = law.subs(dict.fromkeys(equilibrium.game.stocks, stock))
                assert sp.simplify(number(document[key][name], there) - wanted) == 0


def test_json_of_rankings_and_signs_is_what_was_decided() -> None:
    for thing in (ranking(), signs()):
        cells = json.loads(to_json(thing))["cells"]
        assert len(cells) == len(thing)
        assert any(entry["sign"] == "><" and entry["condition"] for entry in cells)
        for entry, cell in zip(cells, thing, strict=True):
            assert (entry["sign"], entry["verdict"]) == (cell.sign.symbol, cell.sign.verdict.status)
            if cell.sign.condition is None:
                assert entry["condition"] is None
            else:
                names = {s.name: s for s in cell.sign.condition.free_symbols}
                assert parse_relation(entry["condition"], names) == cell.sign.condition
