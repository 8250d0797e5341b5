"""A player who decides twice in a row, taken to decide once: the same equilibria, and what is asked beside."""

from __future__ import annotations

import pytest
import sympy as sp

from equilibrium_brute_force import check_point
from families.static import declared, families, four_stages
from lsec_models import decisions, solve
from lsec_models.solve.corners.exact.equilibria.all_equilibria import settled
from lsec_models.solve.corners.exact.equilibria.taken_at_once import reaches_its_second_best, with_decisions_at_once
from lsec_models.solve.corners.exact.replies.best_replies import Replies

x, y, z, w = decisions("x y z w")
free = decisions("free", real=True)


@pytest.mark.parametrize(
    ("family", "first"),
    [
        pytest.param("four_stages", 900000, marks=pytest.mark.slow),
        pytest.param("four_stages", 900024, marks=pytest.mark.slow),
        ("three_stages_AAB", 900000),
        ("three_stages_ABB", 900000),
        ("three_stages_AAA", 900000),
    ],
)
def test_both_decisions_at_once_have_the_equilibria_of_one_after_the_other(family: str, first: int) -> None:
    compared = 0
    for seed in range(first, first + 12):
        model = families()[family](seed).model()
        movers = [stage.movers[0][0] for stage in model.stages]
        found = settled(Replies(model))
        at_once = with_decisions_at_once(Replies(model), settled)
        if movers[0] != movers[1] and movers[-1] != movers[-2]:
            assert at_once is None, seed
            continue
        if found.unresolved:
            continue
        if found.none:
            assert at_once is None or at_once.none, seed
            continue
        compared += 1
        assert at_once is not None, seed
        assert set(at_once.paths) == set(found.paths), seed
        assert len(at_once.continua) == len(found.continua), seed
        assert not any(at_once.selections), seed
        assert at_once.incomplete == found.incomplete, seed
    assert compared > 3


@pytest.mark.slow
@pytest.mark.parametrize(
    ("seed", "expected", "is_forced"),
    [
        # C takes z = 3 or the top of its other piece; A stops y on the curve where both pay C the same.
        (415026, ("3/2", "3*sqrt(97) - 28", "30 - 3*sqrt(97)", "0"), False),
        # From z = (4 - 3 y)/3 and w = 3/2 B would go to z = 3 y/2, where D does not care and plays w = 3 y - 2 for it;
        # A's y is the least at which it does not. After some x > 0 A only approaches its best y.
        (418151, ("0", "(19*sqrt(3) - 2)/39", "(54 - 19*sqrt(3))/39", "3/2"), True),
    ],
)
def test_a_second_decision_that_is_best_on_a_curve(seed: int, expected: tuple[str, ...], *, is_forced: bool) -> None:
    game = four_stages(seed)
    found = solve(game.game(), corners=True, at={})
    point = found.only()
    for decision, value in zip(game.decisions, expected, strict=True):
        assert sp.simplify(point.decisions[decision.name] - sp.sympify(value)) == 0
    assert found.evidence.established
    assert ("choose what is approached" in point.selection) is is_forced
    assert found.complete is not is_forced
    if not is_forced:
        assert not check_point(game, {name: float(v) for name, v in point.decisions.items()}).refuted


@pytest.mark.slow
def test_last_decisions_of_one_player_that_change_together_along_curves() -> None:
    # At x = 3/4 and y = 7/8 both branches of a curve meet on which C does not care which pair (z, w) it takes.
    game = four_stages(755124)
    found = solve(game.game(), corners=True, at={})
    assert tuple(found.only().decisions[d.name] for d in game.decisions) == (
        1,
        sp.Rational(3, 2),
        1,
        -sp.Rational(3, 2),
    )
    assert found.evidence.established
    assert found.complete


def test_a_last_mover_who_has_no_best_second_decision_is_not_helped_by_taking_both_at_once() -> None:
    # After every y B plays w = 0 as long as w costs it something; else w y has no end after any y > 0.
    game = declared(
        {"A": [x], "B": [y, w]},
        {"A": -(x**2), "B": w * y - 9 * w - (y - 4) ** 2},
        [[x], [y], [w]],
        {"B": [y <= 8]},
    )
    assert with_decisions_at_once(Replies(game.model()), settled) is not None
    growing = declared(game.owners, {**game.payoffs, "B": w * y - (y - 4) ** 2}, game.order, game.constraints)
    found = with_decisions_at_once(Replies(growing.model()), settled)
    assert found is None or found.none


@pytest.mark.parametrize(
    ("payoff", "constraints", "order", "reaches"),
    [
        (-(y**2) + y * w, [z <= 1, w <= 1], "xyzw", True),
        (y * w, [z <= 1, w <= 1], "xyzw", False),  # y has no end
        (y * w, [y <= 1 + x, z <= 1, w <= 1], "xyzw", True),
        (-(y**2) + y * w, [z <= 1 + x, w <= 1 + z], "xyzw", True),
        (-(y**2) + y * w, [z <= 1 + y, w <= 1], "xyzw", False),  # z may follow y without end
        (-(y**2) + y * w, [y <= 2, z <= 1 + y, w <= 1], "xyzw", True),
        (-(y**2) + y * w, [z <= 1], "xyzw", False),
        (-(y**2) + y * w, [z <= 1, w <= 1], "xywz", True),
        (-(y**2) + y * z, [z <= 1], "xyz", False),  # only two move from there on: their best is reached anyway
    ],
)
def test_a_limit_of_second_decisions_is_reached_within_bounds(
    payoff: sp.Expr, constraints: list[sp.Basic], order: str, *, reaches: bool
) -> None:
    stages = [next(d for d in (x, y, z, w) if d.name == name) for name in order]
    owners = {"A": [x, y], "B": stages[2:3], "C": stages[3:]}
    owners = {player: own for player, own in owners.items() if own}
    limits = {
        player: [c for c in constraints if max(c.free_symbols, key=stages.index) in own]
        for player, own in owners.items()
    }
    game = declared(owners, {**dict.fromkeys(owners, sp.Integer(0)), "A": payoff}, [[d] for d in stages], limits)
    assert reaches_its_second_best(game.model()) is reaches


def test_a_first_mover_who_has_no_best_second_decision_is_not_helped_by_taking_both_at_once() -> None:
    # After x = 0 A has a best y, and after no other x: its (x - 1) y has no end after x > 1, though x costs it all.
    game = declared(
        {"A": [x, free], "B": [z]},
        {"A": -x * 10 + (x - 1) * free - free, "B": -(z**2)},
        [[x], [free], [z]],
        {"A": [free >= 0, x <= 3]},
    )
    assert with_decisions_at_once(Replies(game.model()), settled) is None
