"""Payoffs that grow without bound because of their quadratic terms, however later movers break their ties."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest
import sympy as sp

from equilibrium_brute_force import least_after
from families.static import declared, families
from lsec_models import decisions
from lsec_models.solve.corners.exact.equilibria.existence.leading_game import stays_in_proportion, unanswered_far_away
from lsec_models.solve.corners.exact.replies.best_replies import Replies

x, y, z = decisions("x y z")
v, w = decisions("v w", real=True)
BETWEEN = {"C": [z <= 1]}
TO_AND_FRO = -((y - x) ** 2)


@pytest.mark.parametrize(
    ("payoffs", "order", "constraints", "stage"),
    [
        # C does not care about z, and B does, by a number at most: y stays near x.
        ({"A": 2 * x * y - x**2 - 5 * z, "B": TO_AND_FRO + 3 * z, "C": sp.Integer(0)}, "xyz", BETWEEN, 0),
        ({"A": 2 * x * y - 2 * x**2 + x, "B": TO_AND_FRO + 3 * z, "C": sp.Integer(0)}, "xyz", BETWEEN, None),
        ({"A": 2 * x * y - x**2, "B": TO_AND_FRO + 3 * z, "C": sp.Integer(0)}, "xyz", {**BETWEEN, "A": [x <= 9]}, None),
        ({"A": 2 * x * y - x**2, "B": TO_AND_FRO + 3 * z, "C": sp.Integer(0)}, "xyz", {}, None),  # z has no end
        # What C does not care about moves y in proportion to x.
        ({"A": 2 * x * y - x**2, "B": TO_AND_FRO + y * z, "C": sp.Integer(0)}, "xyz", {"C": [z <= x]}, None),
        ({"A": 2 * x * y - x**2, "B": TO_AND_FRO + y * z, "C": -z}, "xyz", {"C": [z <= x]}, 0),  # C wants z = 0
        # B may as well take y = 0.
        ({"A": x * y, "B": x * y - y**2, "C": z}, "xyz", {**BETWEEN, "B": [y <= x]}, 0),
        ({"A": x * y, "B": y * z, "C": z}, "xyz", {**BETWEEN, "B": [y <= x]}, None),
        # z is x, but for a number.
        ({"A": x * z - x**2 / 2, "B": -(y**2), "C": y * z}, "xyz", {"C": [z <= x + 1, z >= x - 1]}, 0),
        # It is B who gains without bound, by y of either sign, after any x.
        ({"A": -(x**2), "B": w**2 + w * z, "C": w * z}, "xwz", {**BETWEEN, "A": [x <= 3]}, 1),
        ({"A": -(x**2), "B": w * x + w * z, "C": w * z}, "xwz", {**BETWEEN, "A": [x <= 3]}, None),
        # A's own last decision, and a last mover who has but one first-order point: B pushes w to its bound.
        ({"A": x * v - v**2 / 4 + z, "B": -y * v, "C": sp.Integer(0)}, "xyzv", {**BETWEEN, "B": [y <= 2]}, 0),
        ({"A": x**2 + x * w, "B": w * (2 * z + 1), "C": sp.Integer(0)}, "xzw", {**BETWEEN, "B": [w <= 2]}, 0),
        ({"A": x**2 + x * w, "B": w * (2 * z - 1), "C": sp.Integer(0)}, "xzw", {**BETWEEN, "B": [w <= 2]}, None),
    ],
)
def test_ties_do_not_matter_where_quadratic_terms_decide(
    payoffs: dict[str, sp.Expr], order: str, constraints: dict[str, Sequence[sp.Basic]], stage: int | None
) -> None:
    stages = [next(d for d in (x, y, z, v, w) if d.name == name) for name in order]
    owners = {"A": [d for d in stages if d in (x, v)], "B": [d for d in stages if d in (y, w)], "C": [z]}
    reason = unanswered_far_away(Replies(declared(owners, payoffs, [[d] for d in stages], constraints).model()))
    assert (reason.number if reason else None) == stage


@pytest.mark.parametrize(
    ("payoffs", "constraints", "stays"),
    [
        ({"B": -(y**2), "C": sp.Integer(0)}, BETWEEN, True),
        ({"B": -y, "C": sp.Integer(0)}, BETWEEN, False),  # a small tie may outweigh what y costs
        ({"B": -(y**2), "C": sp.Integer(0)}, {}, False),
        ({"B": -(y**2) + 2 * y * z, "C": -(z**2) + y * z}, {}, False),  # z = y/2, so that y may be anything
        ({"B": -(y**2) + y * z, "C": -(z**2) + y * z}, {}, True),
        # Were z = -y/3 allowed, B would not care about y.
        ({"B": -(y**2) / 2 - 3 * y * z / 2, "C": -3 * z**2 / 2 - y * z}, {}, True),
    ],
)
def test_nobody_goes_further_than_in_proportion(
    payoffs: dict[str, sp.Expr], constraints: dict[str, Sequence[sp.Basic]], *, stays: bool
) -> None:
    owners = {"A": [x], "B": [y], "C": [z]}
    game = declared(owners, {"A": -(x**2), **payoffs}, [[x], [y], [z]], constraints)
    assert stays_in_proportion(Replies(game.model())) is stays


def test_games_without_any_choice_are_not_judged_by_their_large_decisions() -> None:
    game = declared({"A": [x], "B": [y]}, {"A": x**2, "B": -(y**2)}, [[x], [y]], {"B": [y <= 1, y >= 2]})
    assert unanswered_far_away(Replies(game.model())) is None


@pytest.mark.slow
def test_a_search_for_the_worst_ties_finds_that_the_payoff_grows() -> None:
    growing = 0
    for name, first in (("three_stages_ABC", 0), ("three_stages_ABA", 20), ("two_stages", 40)):
        for seed in range(first, first + 5):
            drawn = families()[name](seed)
            lead = drawn.order[0][0]
            constraints = {player: rows for player, rows in drawn.constraints.items() if player != "A"}
            tempting = drawn.payoffs["A"] + 2 * lead**2
            game = replace(drawn, payoffs={**drawn.payoffs, "A": tempting}, constraints=constraints)
            if (reason := unanswered_far_away(Replies(game.model()))) is None or reason.number:
                continue
            growing += 1
            least = [[least_after(game, sign * size) for size in (50.0, 500.0)] for sign in (1, -1)]
            assert any(None not in pair and 0 < 5 * pair[0] < pair[1] for pair in least), (name, seed)
    assert growing > 4
