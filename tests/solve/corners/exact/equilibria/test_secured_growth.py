"""Payoffs of first movers that grow without bound whatever others choose: the largest claim there is about them."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace

import pytest
import sympy as sp

from equilibrium_families import Declared, declared, families, four_stages
from lsec_models import decisions, solve
from lsec_models.solve.corners.exact.equilibria.all_equilibria import settled
from lsec_models.solve.corners.exact.equilibria.secured_growth import grows_against_all
from lsec_models.solve.corners.exact.replies.best_replies import Replies
from lsec_models.solve.quadratic import LinearQuadratic, linear_quadratic

x, y, z = decisions("x y z")
v, w = decisions("v w", real=True)
ONE = [y <= 1]


def model_of(declared_game: Declared) -> LinearQuadratic:
    game = declared_game.game()
    return linear_quadratic(game).at(game.domain.ring.exact_point({}))


@pytest.mark.parametrize(
    ("payoffs", "order", "constraints", "grows"),
    [
        ({"A": x * (1 + y), "B": y}, "xy", {}, True),
        ({"A": x * y, "B": y}, "xy", {"B": ONE}, False),  # with y = 0, which is not what B wants
        ({"A": x * y, "B": y - y**2}, "xy", {"B": ONE}, True),  # B has one answer, 1/2
        ({"A": x * (2 - y), "B": sp.Integer(0)}, "xy", {}, False),
        ({"A": x * (2 - y), "B": sp.Integer(0)}, "xy", {"B": ONE}, True),
        ({"A": x - y, "B": sp.Integer(0)}, "xy", {"B": [y <= x / 2]}, True),
        ({"A": x - y, "B": sp.Integer(0)}, "xy", {"B": [y <= 2 * x]}, False),
        ({"A": x * w + y * w - w**2, "B": y}, "xyw", {"B": ONE}, True),  # A's own w = (x + y)/2 earns x^2/4
        ({"A": x * w - w**2, "B": y}, "xyw", {"A": [w <= 1, w >= -1]}, True),
        ({"A": x * w - x - w**2, "B": y}, "xyw", {"A": [w <= 1, w >= -1]}, False),
        # B has one answer at the end, y, and at the start is its own v = 0, although -1 hurts A.
        ({"A": x * v, "B": -(v**2) - (y - 1) ** 2}, "xvy", {"B": [v >= -1, v <= 1]}, False),
        ({"A": x * (v + 2), "B": -(v**2) - (y - 1) ** 2}, "xvy", {"B": [v >= -1, v <= 1]}, True),
    ],
)
def test_a_payoff_grows_against_the_worst_that_others_may_do(
    payoffs: dict[str, sp.Expr], order: str, constraints: dict[str, Sequence[sp.Basic]], *, grows: bool
) -> None:
    stages = [next(d for d in (x, y, z, v, w) if d.name == name) for name in order]
    owners = {"A": [d for d in stages if d in (x, w)], "B": [d for d in stages if d in (y, v)]}
    game = declared(owners, payoffs, [[d] for d in stages], constraints)
    assert grows_against_all(model_of(game)) is grows


@pytest.mark.parametrize("seed", [412468, 417012])
def test_there_is_no_equilibrium_where_a_leader_gains_whatever_others_choose(seed: int) -> None:
    found = solve(four_stages(seed).game(), corners=True, at={})
    assert found.status == "none"
    assert "whatever others choose" in found.reason


def tempting(game: Declared, dice: random.Random) -> Declared:
    """Return a game with other payoffs, but for the first mover: it has no limits of its own and gains far away."""
    (first, *_), *_others = game.order
    payoffs = {name: sum(-(d**2) + d * _linear(game, d, dice) for d in own) for name, own in game.owners.items()}
    payoffs["A"] = game.payoffs["A"] + 2 * first**2
    constraints = {name: relations for name, relations in game.constraints.items() if name != "A"}
    return replace(game, payoffs=payoffs, constraints=constraints)


def _linear(game: Declared, own: sp.Symbol, dice: random.Random) -> sp.Expr:
    return sum((dice.randint(-2, 2) * other for other in game.decisions if other is not own), dice.randint(-3, 3))


def test_nothing_that_others_may_want_lets_there_be_an_equilibrium() -> None:
    """Where a payoff grows whatever others choose, the solver, which is not told, finds no equilibrium."""
    dice, growing = random.Random(0), 0
    for name in ("two_stages", "three_stages_ABC", "three_stages_ABA"):
        for seed in range(12):
            model = model_of(tempting(families()[name](seed), dice))
            if grows_against_all(model):
                growing += 1
                found = settled(Replies(model))
                assert not found.paths, (name, seed)
                assert not found.continua, (name, seed)
    assert 10 < growing < 30
