"""Payoffs of first movers that grow without bound whatever others choose: the largest claim there is about them."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace

import pytest
import sympy as sp

from equilibrium_brute_force import least_after
from families.static import Declared, declared, families, four_stages
from lsec_models import decisions, solve
from lsec_models.solve.corners.exact.equilibria.all_equilibria import settled
from lsec_models.solve.corners.exact.equilibria.tie_breaking.secured_growth import grows_against_all, unanswered_in_part
from lsec_models.solve.corners.exact.replies.best_replies import Replies
from lsec_models.solve.quadratic import LinearQuadratic

x, y, z = decisions("x y z")
v, w = decisions("v w", real=True)
ONE = [y <= 1]


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
    assert grows_against_all(game.model()) is grows


def three_players(
    payoffs: dict[str, sp.Expr], order: str, constraints: dict[str, Sequence[sp.Basic]]
) -> LinearQuadratic:
    """Return a game in which A decides x and v, B decides y and C, who is last, z."""
    stages = [next(d for d in (x, y, z, v, w) if d.name == name) for name in order]
    owners = {"A": [d for d in stages if d in (x, v)], "B": [y], "C": [z]}
    return declared(owners, payoffs, [[d] for d in stages], constraints).model()


UNIT = {"C": [z <= 1]}


@pytest.mark.parametrize(
    ("payoffs", "constraints", "grows"),
    [
        # After x > 2 C plays z = 0, so that y = 2 x earns A x^2.
        ({"A": x * y - x**2, "B": 2 * x * y - y**2 / 2 - 5 * z * y, "C": z * (2 - x)}, UNIT, True),
        # After x > 2 C plays z = 1, so that y = 2 x - 5.
        ({"A": x * y - x**2, "B": 2 * x * y - y**2 / 2 - 5 * z * y, "C": z * (x - 2)}, UNIT, True),
        # So it does after x > 1 if what C wants is z = 1, or z = 0, rather than between them.
        ({"A": x * y - x**2, "B": 2 * x * y - y**2 / 2 - 5 * z * y, "C": z**2 + z * (x - 2)}, UNIT, True),
        ({"A": x * y - x**2, "B": 2 * x * y - y**2 / 2 - 5 * z * y, "C": z * (2 - x)}, {**UNIT, "A": [x <= 9]}, False),
        # Where z = 1, y = 2 x earns A x^2; but after x > 2 it is 0, and y as well.
        ({"A": x * y - x**2, "B": 2 * z * x + z * y - y**2 / 2, "C": z * (2 - x)}, UNIT, False),
        # What C does depends on y: nothing is said of what A keeps to.
        ({"A": x * y - x**2, "B": 2 * x * y - y**2 / 2, "C": z * (y - 1)}, UNIT, False),
    ],
)
def test_a_payoff_grows_where_the_last_mover_has_one_answer_after_all_large_decisions(
    payoffs: dict[str, sp.Expr], constraints: dict[str, Sequence[sp.Basic]], *, grows: bool
) -> None:
    reason = unanswered_in_part(three_players(payoffs, "xyz", constraints))
    assert (reason is not None) is grows
    assert reason is None or reason.number == 0


@pytest.mark.parametrize(
    ("order", "payoff", "constraints", "grows"),
    [
        # C plays z = 0 after v < -2 x - y, so that A approaches x (2 - y), of which B may leave x.
        ("xyvz", x * (2 - y) - 3 * x * z - (v + 2 * x) ** 2, {"B": ONE}, True),
        ("xyvz", x * (2 - y) - 3 * x * z - (v + 2 * x) ** 2, {"B": ONE, "A": [v <= 5]}, True),
        ("xyvz", x * (2 - y) - 3 * x * z - (v + 2 * x) ** 2, {"B": [y <= 2]}, False),
        # That far down A may not go; with z = 1 it loses.
        ("xyvz", x * (2 - y) - 3 * x * z - (v + 2 * x) ** 2, {"B": ONE, "A": [v >= -1]}, False),
        # Who decides v at the start knows what C will play.
        ("xvyz", x * (2 - y) - 3 * x * z - (v + 2 * x) ** 2, {"B": ONE}, True),
    ],
)
def test_a_payoff_grows_where_the_first_mover_just_avoids_an_answer(
    order: str, payoff: sp.Expr, constraints: dict[str, Sequence[sp.Basic]], *, grows: bool
) -> None:
    payoffs = {"A": payoff, "B": sp.Integer(0), "C": z * (v + 2 * x + (y if order == "xyvz" else 0))}
    assert grows_against_all(three_players(payoffs, order, {**UNIT, **constraints})) is grows


@pytest.mark.slow
@pytest.mark.parametrize(
    "seed",
    [
        412468,
        417012,
        415142,  # A just avoids w = 5/2 by its z = -2 x - 9/2, and is left with 3 x/2 at least
        861040,  # A's w x earns it x^2/4, whatever B, who decides w and cares about nothing else, does before
    ],
)
def test_there_is_no_equilibrium_where_a_leader_gains_whatever_others_choose(seed: int) -> None:
    game = four_stages(seed)
    found = solve(game.game(), corners=True, at={})
    assert found.status == "none"
    assert "whatever others choose" in found.reason
    assert earns_more_far_away(game)


@pytest.mark.slow
@pytest.mark.parametrize(
    "seed",
    [
        742132,  # after x > 3/2 D plays w = 0, and y = (6 x - 7)/4 earns A more than x^2
        418148,  # y = 9 + x earns A x^2/2, and B more than y = 0, where C does not care about w
        931046,  # after x far below zero C plays z = 0 and B y = 0; A has x^2, whatever it does where z = 2
        941021,  # B pushes w to 5/2 after everything
        861022,  # y = 2 x - 2 earns A x^2; C, who decides z before w as well, then takes w = 3/2
    ],
)
def test_there_is_no_equilibrium_where_ties_do_not_matter_after_large_decisions(seed: int) -> None:
    game = four_stages(seed)
    found = solve(game.game(), corners=True, at={})
    assert found.status == "none"
    assert found.reason == "the payoff of A grows without bound in stage 1"
    assert earns_more_far_away(game)


def earns_more_far_away(game: Declared) -> bool:
    """Whether a search finds that a first mover is left with more, and more, by decisions far away in one direction."""
    for direction in (1, -1):
        least = [least_after(game, direction * size) for size in (50.0, 500.0)]
        if None not in least and 0 < 5 * least[0] < least[1]:
            return True
    return False


def tempting(game: Declared, dice: random.Random) -> Declared:
    """Return a game with other payoffs, but for the first mover: it has no limits of its own and gains far away."""
    (first, *_), *_others = game.order
    payoffs = {name: sum(-(d**2) + d * _linear(game, d, dice) for d in own) for name, own in game.owners.items()}
    payoffs["A"] = game.payoffs["A"] + 2 * first**2
    constraints = {name: relations for name, relations in game.constraints.items() if name != "A"}
    return replace(game, payoffs=payoffs, constraints=constraints)


def _linear(game: Declared, own: sp.Symbol, dice: random.Random) -> sp.Expr:
    return sum((dice.randint(-2, 2) * other for other in game.decisions if other is not own), dice.randint(-3, 3))


@pytest.mark.slow
def test_nothing_that_others_may_want_lets_there_be_an_equilibrium() -> None:
    """Where a payoff grows whatever others choose, the solver, which is not told, finds no equilibrium."""
    dice, growing = random.Random(0), 0
    for name in ("two_stages", "three_stages_ABC", "three_stages_ABA"):
        for seed in range(12):
            model = tempting(families()[name](seed), dice).model()
            if grows_against_all(model):
                growing += 1
                found = settled(Replies(model))
                assert not found.paths, (name, seed)
                assert not found.continua, (name, seed)
    assert 10 < growing < 30
