"""Three stages in which the last reply is a root that no formula gives, exactly at a point."""

from __future__ import annotations

from fractions import Fraction

import pytest
import sympy as sp
from hypothesis import given, settings
from hypothesis import strategies as st

from families.static import declared, families
from grids.last_reply import is_outdone
from lsec_models import Game, Player, audit, decisions, solve
from lsec_models.games.evidence.evidence import About, Status
from lsec_models.games.static.results.solutions import Solutions
from lsec_models.solve.polynomial.solutions import polynomial_solutions_at

x, y, z = decisions("x y z")
bounded = decisions("z", within=(0, 2))


def three(first: sp.Expr, second: sp.Expr, third: sp.Expr, last: sp.Symbol = z, **limits: object) -> Solutions:
    owners = {"A": (x, first), "B": (y, second), "C": (last, third)}
    players = [Player(name, decides=[own], payoff=sp.sympify(payoff)) for name, (own, payoff) in owners.items()]
    return solve(Game(players=players, order=list("ABC"), **limits), at={})


@pytest.mark.slow
@settings(max_examples=5)
@given(
    power=st.integers(3, 5),
    demand=st.fractions(Fraction(1, 2), 20, max_denominator=4),
    cost=st.fractions(Fraction(1, 4), 4, max_denominator=4),
)
def test_margins_before_a_quantity_at_a_cost_of_any_power(power: int, demand: Fraction, cost: Fraction) -> None:
    # z**(power - 1) is in proportion to what is left, and each margin takes the same share of what it finds.
    share, top = sp.Rational(power - 1, power), sp.Rational(demand.numerator, demand.denominator)
    c = sp.Rational(cost.numerator, cost.denominator)
    found = three(x * z, y * z, (top - x - y) * z - c * z**power)
    only = found.only()
    assert (only["x"], only["y"]) == (top * share, top * (1 - share) * share)
    left = top * (1 - share) ** 2
    assert float(only["z"]) == pytest.approx((float(left) / float(power * c)) ** (1 / (power - 1)), rel=1e-12)
    assert found.evidence.established
    assert found.complete


@pytest.mark.slow
def test_random_games_agree_with_grids_that_share_no_code() -> None:
    compared = 0
    # After the first ones: several best replies, and values of high degrees at which something may change.
    for seed in (*range(9000, 9006), 52, 66, 84):
        game = families()["late_roots"](seed)
        for one in polynomial_solutions_at(game.game(), {}):
            outdone = is_outdone(game, [float(one[decision.name]) for decision in game.decisions])
            assert not outdone, seed
            compared += outdone is not None
    assert compared >= 3


def test_the_grids_see_what_is_no_equilibrium() -> None:
    players = {"A": (x,), "B": (y,), "C": (z,)}
    payoffs = {"A": x * z, "B": y * z, "C": (9 - x - y) * z - 2 * z**3}
    limits = {"A": [x <= 9], "B": [y <= 9]}
    game = declared(players, payoffs, [(x,), (y,), (z,)], limits, linear_quadratic=False)
    right = (6, 2, 6**-0.5)
    assert is_outdone(game, right) is False
    assert all(is_outdone(game, [v + (0.2 if i == j else 0) for j, v in enumerate(right)]) for i in range(3))
    assert is_outdone(game, (3, 4, (1 / 3) ** 0.5))


@pytest.mark.slow
def test_an_audit_by_searches_inside_searches_refutes_nothing() -> None:
    audited = audit(three(x * z, y * z, (9 - x - y) * z - 2 * z**3))
    assert all(move.relative_gain < 1e-3 for move in audited.audits[-1].moves)
    assert audited.evidence.established


def test_a_reply_by_a_square_root_of_a_product() -> None:
    # z = sqrt(x y), so that B earns sqrt(x y) - y**2, and y = (x/16)**(1/3).
    found = three(x * y * z - x**4, z - y**2, x * y * z - z**3 / 3)
    assert found.only()["x"] == sp.sqrt(2) / 4
    assert float(found.only()["y"]) ** 3 == pytest.approx(float(sp.sqrt(2) / 64))
    assert found.evidence.established


def test_a_first_decision_after_which_the_second_does_not_move_the_reply() -> None:
    # z**2 = x y + x + 3, whatever y is after x = 0.
    found = three(-x, y * (2 - y) * z, x * y * z - z**3 / 3 + z * (x + 3))
    assert dict(found.only().decisions) == {"x": 0, "y": 1, "z": sp.sqrt(3)}
    assert found.complete


def test_a_first_decision_that_leaves_the_reply_at_its_end() -> None:
    # z**2 = x (1 + y) / 3, so that after x = 0 nothing moves z from its end.
    found = three(-((x - 1) ** 4), y - y**2, x * z * (1 + y) - z**3)
    assert dict(found.only().decisions) == {"x": 1, "y": sp.Rational(1, 2), "z": sp.sqrt(2) / 2}
    assert found.complete


@pytest.mark.slow
def test_what_is_approached_before_the_reply_stops_moving() -> None:
    # As x falls to zero y = 1/x leads to z = 2, which B likes best; after x = 0 nothing moves z from sqrt(3).
    third = x * y * z - z**3 / 3 + 3 * z
    assert three(z - x, z * (4 - z), third).status == "open"
    assert dict(three(-z - x, z * (4 - z) - y, third, constraints=[y <= 1]).only().decisions) == {
        "x": 0,
        "y": 0,
        "z": sp.sqrt(3),
    }


def test_a_last_mover_who_goes_to_an_end_whatever_is_decided() -> None:
    found = three(x * (1 - x), x * y - y**2 + z, -z * (1 + x + y) - z**3)
    assert dict(found.only().decisions) == {"x": sp.Rational(1, 2), "y": sp.Rational(1, 4), "z": 0}
    found = three(x * (1 - x), x * y - y**2, z * (1 + x + y) + z**3)
    assert (found.status, "C gains without bound" in found.reason) == ("none", True)


def test_a_reply_that_is_approached_and_not_reached() -> None:
    # z = sqrt(1 - 1/y), so that B, who wants it high, never has enough; at a cost it stops.
    third = y * (bounded - bounded**3 / 3) - bounded
    assert three(-((x - 1) ** 4), bounded, third, last=bounded).status == "none"
    found = three(-((x - 1) ** 4), bounded - y / 100, third, last=bounded)
    assert found.only()["x"] == 1
    assert float(found.only()["z"]) ** 2 == pytest.approx(1 - 1 / float(found.only()["y"]))


def test_what_moves_the_reply_is_bounded() -> None:
    # B would have y = 3, and may not; at y = 0, where the last mover stops, it earns nothing.
    found = three(-((x - 1) ** 4), z * (8 - y), y * z - z**3 / 3, constraints=[y <= 2, y >= x])
    assert dict(found.only().decisions) == {"x": 1, "y": 2, "z": sp.sqrt(2)}
    assert found.only().regime == "y = 2"


def test_of_two_best_replies_the_mover_before_picks_one() -> None:
    # z**4 - 2 z**2 has two wells, and B is led to the higher one by any y >= 0: y - 1 = dz/dy / 2, y = 4 z**3 - 4 z.
    u = decisions("u", within=(-2, 2))
    found = three(-((x - 1) ** 4), -((y - 1) ** 2) + u, y * u - u**4 + 2 * u**2, last=u)
    z0 = float(found.only()["u"])
    assert (4 * z0**3 - 4 * z0 - 1) * 2 * (12 * z0**2 - 4) == pytest.approx(1)
    assert z0 > 1
    assert (found.evidence.established, found.complete) == (True, True)


def test_a_rival_reply_at_an_end_makes_the_mover_before_go_just_so_far() -> None:
    # From z = -2, worth 8/3 - 2 y, the last mover comes to sqrt(y), worth y sqrt(y) 2/3, where y = 1.
    u = decisions("u", within=(-2, 3))
    third = y * u - u**3 / 3
    found = three(-((x - 1) ** 2), u - y, third, last=u, constraints=[y <= 2])
    assert dict(found.only().decisions) == {"x": 1, "y": 1, "u": 1}
    assert found.complete
    found = three(-((x - 1) ** 2), -u - y, third, last=u, constraints=[y <= 2])
    assert dict(found.only().decisions) == {"x": 1, "y": 0, "u": -2}


@pytest.mark.slow
def test_too_many_rival_replies_are_left_to_the_search() -> None:
    # The seventh power leaves a polynomial of the sixth degree in the rival: what is found is a candidate.
    u = decisions("u", within=(-2, 2))
    found = three(-((x - 1) ** 4), -((y - 1) ** 2) + u, y * u - u**7 + 2 * u**2, last=u)
    assert found.status != "none"
    assert all(one.kind == "candidate" for one in found)
    assert found.evidence.status(About.EXISTS) is not Status.PROVED


def test_a_leader_without_bound_is_not_said_to_approach_a_payoff() -> None:
    # After x >= 2 more y only lowers the reply, so that z stays what it is at y = 0, and x z grows.
    found = three(x * z, z * (2 - y), z * (y * (2 - x) + 1) - z**5 / 2, constraints=[z <= 2])
    assert (found.status, "A gains without bound" in found.reason) == ("none", True)
