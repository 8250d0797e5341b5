"""The supremum of a first mover over almost all of its decisions, which some equilibrium gives it."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

import pytest
import sympy as sp

from families.static import declared, families, four_stages
from lsec_models import decisions, solve
from lsec_models.solve.corners.exact.equilibria.tie_breaking.limits_of_answers import approached_equilibrium
from lsec_models.solve.corners.exact.numbers.quadratic_irrational import sign
from lsec_models.solve.corners.exact.replies.best_replies import Replies
from lsec_models.solve.corners.exact.unresolved import NoReply, Unresolved

x, y, z, w = decisions("x y z w")
free = decisions("free", real=True)
A, B, C = ([z <= 1], [y <= 1], [x <= 1])


@pytest.mark.parametrize(
    ("payoffs", "order", "constraints", "expected"),
    [
        # B plays y = 1 after x < 1/2 and 0 after x > 1/2; A wants neither x to be small nor y = 1.
        ({"A": -x - y, "B": y * (1 - 2 * x)}, "xy", {"A": C, "B": B}, (Fraction(1, 2), 0)),
        ({"A": -x - y, "B": y * (1 - 2 * x)}, "xy", {"B": B}, (Fraction(1, 2), 0)),  # whether or not x has an end
        ({"A": x - y, "B": y * (1 - 2 * x)}, "xy", {"B": B}, None),  # A gains without bound
        ({"A": -x - y, "B": -y * x}, "xy", {"A": C}, None),  # y has no end after x = 0
        # Only after x = 0 C would favour B with z = 1, and A does not like y = 0.
        ({"A": y - x, "B": -(y**2) + 2 * y + 5 * z, "C": -z * (x + y)}, "xyz", {"A": C, "C": A}, (0, 1, 0)),
        # Where costs are linear it is not seen that B does not go beyond all that A does.
        ({"A": -((x - 1) ** 2), "B": -y, "C": z * y - z**2}, "xyz", {"A": C, "C": [z <= 3]}, None),
        ({"A": -((x - 1) ** 2), "B": -y, "C": z * y - z**2}, "xyz", {"A": C, "B": B, "C": [z <= 3]}, (1, 0, 0)),
        # Two decisions at once, and constraints that are strict, are not looked at.
        ({"A": -x - y, "B": y * (1 - 2 * x)}, "x+y", {"A": C, "B": B}, None),
        ({"A": -x - y, "B": y * (1 - 2 * x)}, "xy", {"A": [x < 1], "B": B}, None),
    ],
)
def test_what_a_first_mover_approaches_is_an_equilibrium(
    payoffs: dict[str, sp.Expr],
    order: str,
    constraints: dict[str, Sequence[sp.Basic]],
    expected: tuple[object, ...] | None,
) -> None:
    owners = {player: [own] for player, own in zip("ABC", (x, y, z), strict=True) if player in payoffs}
    stages = [[x, y]] if "+" in order else [[d] for d in (x, y, z) if d.name in order]
    path = approached_equilibrium(Replies(declared(owners, payoffs, stages, constraints).model()))
    assert (None if path is None else tuple(Fraction(int(v.p), int(v.q)) for v in path)) == expected


@pytest.mark.parametrize("family", ["two_stages", "three_stages_ABC", "three_stages_ABA", "three_stages_AAB"])
def test_ties_that_favour_the_first_mover_leave_it_as_much_at_least(family: str) -> None:
    compared = 0
    for seed in range(950000, 950012):
        replies = Replies(families()[family](seed).model())
        try:
            path, best = approached_equilibrium(replies), replies.best(0, "A", ())
        except (Unresolved, NoReply):
            continue
        if path is not None:
            compared += 1
            assert sign(best.value - replies.payoff("A", path)) >= 0, seed
            assert replies.failure(0, path) is None or path not in best.paths, seed
    assert compared > 4


def test_a_tie_that_nobody_else_has_is_broken_for_a_limit() -> None:
    # After x = y = 0 alone D does not care about w; were it 3/2, B would play y = 0 there, which A does not like.
    found = solve(four_stages(863099).game(), corners=True, at={})
    point = {str(name): float(value) for name, value in found.only().decisions.items()}
    assert point == pytest.approx({"x": 0, "y": 3, "z": 1 / 3, "w": 0})
    assert "otherwise there is no best reply" in found[0].selection
    assert found.evidence.established
    assert not found.complete


@pytest.mark.slow
def test_answers_on_two_curves_are_followed_to_the_supremum() -> None:
    found = solve(four_stages(755197).game(), corners=True, at={})
    point = {str(name): float(value) for name, value in found.only().decisions.items()}
    assert point == {"x": -3, "y": 0, "z": 0, "w": 4}
