"""Three and four players at once with rational payoffs at a point: all equilibria, exactly."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

import pytest
import sympy as sp
from hypothesis import given, settings
from hypothesis import strategies as st

from equilibrium_brute_force import check_point, find
from families.static import families
from lsec_models import Game, Player, decisions, solve
from lsec_models.algebra.domains.symbols import Decision
from lsec_models.games.static.results.solutions import Solutions

x, y, z, u = decisions("x y z u")


def at_once(payoffs: Sequence[sp.Expr], decided: Sequence[Decision] = (x, y, z, u), **more: object) -> Solutions:
    rows = zip("ABCD", payoffs, decided, strict=False)
    return solve(Game(players=[Player(name, decides=[d], payoff=p) for name, p, d in rows], **more), at={})


def contest(values: Sequence[Fraction]) -> Solutions:
    efforts = (x, y, z, u)[: len(values)]
    worth = [sp.Rational(value.numerator, value.denominator) for value in values]
    return at_once([v * e / sum(efforts) - e for v, e in zip(worth, efforts, strict=True)])


def efforts_of(values: Sequence[Fraction]) -> list[Fraction]:
    """Whoever values the prize at no more than what all spend takes no part (Hillman and Riley 1989)."""
    ranked = sorted(values, reverse=True)
    for count in range(len(values), 1, -1):
        spent = (count - 1) / sum(1 / value for value in ranked[:count])
        if ranked[count - 1] > spent:
            break
    return [max(Fraction(0), spent * (1 - spent / value)) for value in values]


@pytest.mark.slow
@settings(max_examples=10)
@given(st.lists(st.fractions(Fraction(1, 2), 8, max_denominator=4), min_size=3, max_size=4))
def test_a_contest_with_whoever_takes_part(values: list[Fraction]) -> None:
    found = contest(values)
    assert [sp.Rational(e) for e in efforts_of(values)] == list(found.only().decisions.values())
    assert found.complete
    assert found.evidence.established


def test_who_takes_no_part_is_said() -> None:
    found = contest([Fraction(4), Fraction(4), Fraction(1)])
    assert (dict(found.only().decisions), found.only().regime) == ({"x": 1, "y": 1, "z": 0}, "z = 0")


def test_an_irrational_equilibrium() -> None:
    # Each wants to do what the next one does not: x = y = z with x**3 + x = 1.
    first = [d * (1 - e) - d**4 / 4 for d, e in ((x, y), (y, z), (z, x))]
    found = at_once(first)
    symmetric = sp.CRootOf(sp.Poly([1, 0, 1, -1], sp.Symbol("x")), 0)
    assert all(one["x"] == one["y"] == one["z"] == symmetric for one in found)
    assert found.complete


def test_several_equilibria_of_complements() -> None:
    # What one does beyond 1 is half the other's cube: nothing, or the square root of two; or both stop at zero.
    a, b, c = decisions("x y z", within=(0, 3))
    found = at_once([a * (b - 1) - (a - 1) ** 4 / 8, b * (a - 1) - (b - 1) ** 4 / 8, c * a - c**3], (a, b, c))
    top = 1 + sp.sqrt(2)
    assert [(one["x"], one["y"]) for one in found] == [(0, 0), (1, 1), (top, top)]
    assert [float(3 * one["z"] ** 2 - one["x"]) for one in found] == pytest.approx([0, 0, 0])
    assert found.complete


def test_no_equilibrium_at_once() -> None:
    # A wants to be far from B, who follows to two thirds of the way.
    bounded = decisions("x y z", within=(0, 1))
    a, b, c = bounded
    found = at_once([(a - b) ** 2, -((3 * b - 2 * a) ** 2), c * a - c**3], bounded)
    assert (found.status, found.reason) == ("none", "no decisions are best replies to each other")


def test_somebody_who_is_indifferent_leaves_the_list_open() -> None:
    found = at_once([x - x**3, y * z - y**3, x + y], constraints=[z <= 1])
    assert found.status in ("found", "open")
    assert not found.complete


def test_a_shared_constraint_is_left_to_the_search() -> None:
    found = at_once([x - x**3, y - y**3, z - z**3], constraints=[x + y <= 1])
    assert not found.complete


@pytest.mark.slow
def test_random_games_agree_with_a_search_that_shares_no_code() -> None:
    for seed in range(7000, 7006):
        game = families()["three_at_once"](seed)
        found = solve(game.game(), at={})
        assert found.status != "open", seed
        points = [{name: float(value) for name, value in one.decisions.items()} for one in found]
        assert not any(check_point(game, point).refuted for point in points), seed
        for other in find(game):
            near = any(all(abs(p[n] - v) < 1e-3 * (1 + abs(v)) for n, v in other.decisions.items()) for p in points)
            assert near or not other.robust, (seed, other)
