"""Regimes along one parameter of two movers at once: hand-made thresholds, random games, and replies that cross."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

import pytest
import sympy as sp
from hypothesis import given, settings
from hypothesis import strategies as st

from crossing_replies import CrossingReplies
from families.regimes import free_game
from lsec_models import Game, Player, decisions, parameters, solve
from lsec_models.algebra.numbers.real_roots import real_roots
from lsec_models.games.evidence.evidence import About, Status
from lsec_models.solve.polynomial.numbers.exact_values import roots_of, univariate
from lsec_models.solve.polynomial.over_parameters.curve_intersections import Meeting
from lsec_models.solve.polynomial.payoffs import FREE, T, X
from regime_statements import disagreements

t, K = parameters("t K", positive=True)
s = parameters("s")
x, y = decisions("x y", within=(0, 3))
u, v = decisions("u v")


def at_once(
    first: Any, second: Any, decided: Sequence[Any] = (x, y), constraints: Sequence[Any] = (), **over: Any
) -> Any:
    players = [Player("A", decides=[decided[0]], payoff=first), Player("B", decides=[decided[1]], payoff=second)]
    return solve(Game(players=players, constraints=constraints), over=over)


def said(found: Any) -> list[str]:
    return [piece.label for piece in found.pieces]


def test_rivals_with_cubic_costs_and_a_room() -> None:
    # Alike, each sells u with 10 - 3 u - u**2 = 0, which is 2.
    found = at_once(u * (10 - u - v) - u**3 / 3, v * (10 - u - v) - v**3 / 3, (u, v), [u <= K], K=(0, 4))
    assert said(found) == ["u = K", "interior"]
    (change,) = found.changes
    assert (change.value.expression(), change.holds) == (2, "u = K")
    assert [piece.words for piece in found.pieces] == ["u solves u - K = 0", "u solves u - 2 = 0"]
    assert found.evidence.established
    assert found.evidence.status(About.COMPLETE) is Status.PROVED
    assert found.at(K=1).only()["v"] == sp.sqrt(10) - 1


def test_a_small_term_of_the_fourth_degree_moves_no_threshold() -> None:
    # x = (4 - 2 t)/3 against y = 2 - x/2 - small, which is 2 where x is 0.
    found = at_once(x * (4 - x - y) - t * x, y * (4 - x - y) - (y - 2) ** 4 / 100, t=(1, 3))
    assert said(found) == ["interior", "x = 0"]
    assert (found.changes[0].value.expression(), found.changes[0].holds) == (2, "x = 0")
    assert found.evidence.established


def test_complements_have_several_equilibria_up_to_their_caps() -> None:
    # x**3 = t y and y**3 = t x: both are zero, or the root of t, up to 3/2 at t = 9/4.
    caps = [x <= sp.Rational(3, 2), y <= sp.Rational(3, 2)]
    found = at_once(t * x * y - x**4 / 4, t * x * y - y**4 / 4, (x, y), caps, t=(1, 4))
    assert said(found) == ["x = 0, y = 0 and interior", "x = 0, y = 0 and x = 3/2, y = 3/2"]
    assert found.changes[0].value.expression() == sp.Rational(9, 4)


@pytest.mark.slow
def test_a_mover_jumps_between_two_peaks_that_the_other_imitates() -> None:
    # Peaks at 1 and 2, the balance tipped by t - 1.
    found = at_once(-((x - 1) ** 2) * (x - 2) ** 2 + (t - 1) * x * y, -((y - x) ** 2), t=("3/4", "5/4"))
    assert said(found) == ["interior (1)", "interior (2)"]
    (change,) = found.changes
    assert (change.value.expression(), change.holds) == (1, "interior (2 equilibria)")


def test_who_flees_and_who_follows_have_no_equilibrium() -> None:
    # From y the farther end is the better for A, whom B follows, unless it is t away from where B is.
    found = at_once((x - y - t) ** 2, -((x - y) ** 2), t=(0, 4))
    assert said(found) == ["no equilibrium", "x = 0, y = 0"]
    assert found.changes[0].value.expression() == sp.Rational(3, 2)


def test_what_is_not_told_at_a_threshold_leaves_open_that_all_is_told() -> None:
    # A takes x where y > t, B flees from x > t: each of them at t, but at t = 0 every x is best against y = 0.
    found = at_once(x * (y - s), y * (s - x), s=(-1, 1))
    assert said(found) == ["y = 0, x = 3", "interior"]
    (change,) = found.changes
    assert (change.holds, change.is_complete) == ("x = 0, y = 0 and y = 0, x = 3; others not excluded", False)
    assert found.evidence.status(About.COMPLETE) is Status.OPEN


def test_one_regime_in_which_the_decision_solves_another_equation_beyond_a_number_says_so() -> None:
    # What A pays for more than t makes x = 1/2 the best below t = 1/2, t from there on, and 1 beyond 1.
    (piece,) = at_once(2 * x - x**2 - sp.Max(x - t, 0), y - y**2, t=("1/4", 2)).pieces
    first, *later = piece.words.split("; ")
    assert first == "x solves 2*x - 1 = 0"
    assert later == ["beyond t = 1/2, x solves x - t = 0", "beyond t = 1, x solves x - 1 = 0"]


def test_a_short_regime_near_an_end_is_seen() -> None:
    # With little room, of 3/1000 of the range, A is kept from x = 1/100; points that are spread evenly miss it.
    found = at_once(x / 50 - x**2 - x**4 * y, y - y**2, (x, y), [x <= K], K=(0, 3))
    assert said(found) == ["x = K", "interior"]
    assert found.changes[0].equation.lhs == 100 * K**3 + 100 * K - 1


def borders(found: Any) -> set[str]:
    return {str(arc.curve.polynomial) for column in found.columns for arc in column.arcs}


@pytest.mark.slow
def test_the_map_of_two_rooms_has_exact_borders() -> None:
    # Who is kept from selling more has K < 2, and the other sells v with 10 - K - 2 v - v**2 = 0, or its room L.
    room = parameters("L", positive=True)
    payoffs = [own * (10 - u - v) - own**3 / 3 for own in (u, v)]
    found = at_once(*payoffs, (u, v), [u <= K, v <= room], K=(1, 3), L=(1, 3))
    assert (set(found.labels), found.caveat) == ({"u = K, v = L", "u = K", "v = L", "interior"}, "")
    assert borders(found) == {"K^2 + 2*K + L - 10", "K + L^2 + 2*L - 10", "L - 2"}
    for ends in (("5/4", "9/4"), ("5/4", "11/4"), ("7/3", "7/4"), ("13/5", "12/5")):
        places = [Fraction(end) for end in ends]
        ((one, other),) = CrossingReplies((u, v), payoffs, [(0, float(end)) for end in places]).crossings()
        bound = [("u = K", float(places[0]) - one), ("v = L", float(places[1]) - other)]
        label = ", ".join(words for words, left in bound if left < 1e-6)
        assert found.label_at(*places) == (label or "interior")


def test_only_what_meets_where_it_is_allowed_matters() -> None:
    # x**2 = t and x = -1 meet at t = 1 where x is negative; x**2 = t and x = 1 where it is not; x**2 = -t nowhere.
    (one,) = roots_of(univariate(T - 1, FREE))
    for other, limits, matters in (
        (X + 1, (X,), False),
        (X + 1, (), True),
        (X - 1, (X,), True),
        (X - 1, (X, 2 * T - 3 * X), False),
    ):
        assert Meeting(one=X**2 - T, other=other, limits=limits).matters_at(one) is matters
    (sqrt,) = real_roots(univariate(T**2 - 2, FREE), 0, 2)
    complex_only = Meeting(one=X**2 + 1, other=X**2 + T**2 - 1, limits=())
    assert not complex_only.matters_at(sqrt)
    # Where roots meet nothing is excluded; what meets far out is not a meeting.
    assert Meeting(one=(X - 1) ** 2, other=(X - 1) ** 2 * (X + 2), limits=()).matters_at(one)
    assert not Meeting(one=(T - 1) * X**2 + 1, other=(T - 1) * X - 1, limits=()).matters_at(one)


@pytest.mark.slow
@settings(max_examples=6, deadline=None)
@given(seed=st.integers(0, 10**6), share=st.fractions(0, 1, max_denominator=97))
def test_random_movers_at_once_reply_best_to_each_other(seed: int, share: Fraction) -> None:
    free = free_game("two at once", seed)
    found = solve(free.game, at=free.fixed, over=free.over)
    ((name, (low, high)),) = free.over.items()
    value = low + (high - low) * (share + Fraction(1, 5)) / 2
    if value in [one.interval[0] for one in found.thresholds if one.is_rational]:
        return
    exact = found.at({name: value})
    assert disagreements(found, value, exact) == []
    declared = free.declared({**free.fixed, name: value})
    # Each cap is an upper end of one decision.
    caps = [relation for own in declared.constraints.values() for relation in own]
    ends = [(0.0, float(_cap_of(one, caps))) for one in declared.decisions]
    grid = CrossingReplies(declared.decisions, [*declared.payoffs.values()], ends)
    pairs = [(float(one.values["x"]), float(one.values["y"])) for one in exact]
    assert all(grid.gain(pair) < 1e-6 for pair in pairs)
    if exact.complete:
        for met in grid.crossings():
            near = any(abs(met[0] - pair[0]) + abs(met[1] - pair[1]) < 1e-3 for pair in pairs)
            assert near or grid.gain(met) > 1e-9


def _cap_of(decision: sp.Symbol, relations: Sequence[Any]) -> sp.Expr:
    (asked,) = (relation for relation in relations if relation.has(decision))
    (cap,) = sp.solve(asked.lhs - asked.rhs, decision)
    return cap
