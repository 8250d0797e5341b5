"""What a result gives by name and by number: each kind answers, or says how it is asked instead."""

from __future__ import annotations

from contextlib import nullcontext
from dataclasses import replace
from typing import Any

import pytest
import sympy as sp
from hypothesis import given
from hypothesis import strategies as st

from lsec_models import Choice, Game, Player, solve
from lsec_models.errors import DeclarationError, LsecError, OutsideDomain, UnknownName, UnknownNumber
from lsec_models.games.numbered_results import NumberedResults
from lsec_models.games.result import AtPoint, Solved
from lsec_models.games.static.results.solutions import Solutions
from results import KINDS, POINTS, F, a, c, q, y

FACE = ("at", "complete", "decisions", "denominators", "domain", "numerators", "only", "payoffs", "point", "values")
# What only closed forms have stands in the closed form of the game, where that has one.
OF_FORMULAS = {"at", "denominators", "domain", "numerators"}
LAWS = "ask at a state, policy(state), value(state) or path(state, times)"
ELSEWHERE = {
    ("PeriodsPoint", "effort"): r"moves in time; read it period by period, paths\['effort'\]",
    ("FiniteFeedback", "G"): r"moves in time; how it changes is closed_loop\['G'\]",
    ("FinitePoint", "G"): r"moves in time; how it changes is closed_loop\['G'\]",
    ("OneStateSolution", "s"): "ask at a state",
    ("OneStateSolution", "e"): "ask at a state",
    **{("RestPoints", name): "no rest point" for name in ("makers", "platforms", "live", "shop", "watch", "rest")},
}
MOVES = {"OpenLoopPoint": "decisions", "LeverPath": "decisions"}


def names_said(result: Any) -> list[str]:
    said = result.summary()
    names = [quantity.name for quantity in said.quantities]
    return names or [quantity.name for branch in said.branches for quantity in branch.quantities]


@pytest.mark.parametrize("kind", KINDS)
def test_a_quantity_that_is_printed_is_given_or_said_how_to_be_asked_for(kind: str) -> None:
    result = KINDS[kind]()
    for name in names_said(result):
        way_out = ELSEWHERE.get((kind, name)) or r"result\[0\]\[" * isinstance(result, NumberedResults)
        with pytest.raises(LsecError, match=way_out) if way_out else nullcontext():
            assert result[name] is not None


@pytest.mark.parametrize("kind", KINDS)
def test_a_name_that_nothing_has_is_refused_in_one_way(kind: str) -> None:
    result = KINDS[kind]()
    if isinstance(result, NumberedResults):
        with pytest.raises(UnknownName, match=r"no quantity 'nobody' .*; known: '"):
            result["nobody"]  # type: ignore[call-overload]
        assert result[0] is result[-len(result)]
        with pytest.raises(UnknownNumber, match=f"no result 99; .*the last one is {len(result) - 1}"):
            result[99]
        with pytest.raises(IndexError):
            result[-99]
    elif kind == "OneStateSolution":
        assert result[0] is result.only()
        with pytest.raises(UnknownNumber, match=r"no steady state 1; .* the last one is 0"):
            result[1]
        with pytest.raises(DeclarationError, match=r"no number is called 'nobody' here; ask at a state, policy"):
            result["nobody"]
    else:
        with pytest.raises(UnknownName, match=r"no (quantity|rest point) 'nobody' .*; known: '"):
            result["nobody"]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", FACE)
def test_what_one_kind_lacks_is_told_where_it_is(name: str, kind: str) -> None:
    result = KINDS[kind]()
    if hasattr(result, name):
        return
    with pytest.raises(AttributeError, match=f"'{kind}' object has no attribute '{name}'") as raised:
        getattr(result, name)
    way_out = str(raised.value).partition("; ")[2]
    if name in OF_FORMULAS:
        assert way_out.endswith(f"where the game has a closed form, ask that, solve(game).{name}")
    elif isinstance(result, Solved):
        assert way_out == "numbers stand at a point, at({...})"
        assert isinstance(result.at(POINTS[kind]), AtPoint | NumberedResults)
    elif isinstance(result, NumberedResults):
        assert way_out == f"ask one of them, [0].{name}"
        assert hasattr(result[0], name)
    elif kind == "OneStateSolution":
        assert way_out == LAWS
        assert all(hasattr(result, one) for one in ("policy", "value", "path"))
    else:
        assert (way_out, isinstance(result, AtPoint)) == ("", True)
        assert name in ("complete", "only") or MOVES[kind] == name


@pytest.mark.parametrize("kind", sorted(set(KINDS) - {"RestPoints"}))
def test_a_payoff_is_one_by_whatever_way_it_is_asked_for(kind: str) -> None:
    result = KINDS[kind]()
    for player, payoff in result.payoffs.items() if isinstance(result, Solved | AtPoint) else ():
        assert kind == "LeverPath" or result[player] == payoff


def test_where_none_stands_alone_nothing_is_asked_of_the_first() -> None:
    found = KINDS["Solutions"]()
    none: Any = Solutions(game=found.game, point={}, reason="too large")
    for ask in (lambda: none[0], lambda: none["x"], lambda: none.payoffs):
        with pytest.raises((LsecError, AttributeError), match="none stands alone: Not resolved, A = B: too large"):
            ask()
    assert [none[:], found[:1]] == [(), (found[0],)]
    with pytest.raises(AttributeError, match=r"ask one of them, \[0\]\['x'\]"):
        found.x  # noqa: B018
    rests: Any = KINDS["RestPointsAt"]()
    with pytest.raises(DeclarationError, match=r"by what is played there: named\('live / watch'\)"):
        rests["live / watch"]


def test_a_choice_gives_a_quantity_by_mode() -> None:
    entry = KINDS["ChoiceEquilibrium"]()
    assert dict(entry["q"]) == {"closed": a / 2, "open": a}
    assert entry["firm"] == entry.payoffs["firm"]
    assert entry.names == ("q", "firm")
    with pytest.raises(UnknownName, match=r"'open' is a mode; its equilibrium is modes\['open'\].solved"):
        entry["open"]
    with pytest.raises(UnknownName, match="no quantity 'frim' in any mode; did you mean 'firm'"):
        entry["frim"]
    idle = Game(players=[Player("firm", decides=[y], payoff=-(y**2))])
    inside = solve(Choice(by="firm", among={"entry": entry, "out": idle}))
    assert inside["q"]["entry"]["open"] == a
    assert list(inside["q"]) == ["entry"]
    bayesian = solve(Choice(by="firm", among={"seen": KINDS["BayesianEquilibrium"]()}))
    assert bayesian["output"]["seen"] == KINDS["BayesianEquilibrium"]()["output"]


@given(st.fractions(min_value="1/9", max_value=9), st.fractions(min_value="1/9", max_value=99))
def test_at_a_point_a_choice_gives_what_the_mode_that_is_picked_gives(width: Any, fee: Any) -> None:
    entry = KINDS["ChoiceEquilibrium"]()
    there = entry.at(a=width, F=fee)
    for name in entry.names:
        assert there[name] == entry[name][there.mode].subs({a: sp.Rational(width), F: sp.Rational(fee)})
    assert dict(there.decisions) == {"q": there["q"]}


def test_a_mode_without_an_equilibrium_has_no_quantities() -> None:
    shop = Game(players=[Player("firm", decides=[q], payoff=q * (a - q))])
    never = Game(players=[Player("firm", decides=[q], payoff=q * c)])
    found = solve(Choice(by="firm", among={"never": never, "shop": shop}))
    assert dict(found["firm"]) == {"shop": a**2 / 4}
    with pytest.raises(OutsideDomain):
        replace(found, modes={"never": found.modes["never"]}).at(a=1, c=1)
