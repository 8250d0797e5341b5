"""A last mover who keeps to one answer that is always one of its best."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
import sympy as sp

from families.static import declared, families, three_stages
from lsec_models import decisions, solve
from lsec_models.solve.corners.exact.equilibria.all_equilibria import settled
from lsec_models.solve.corners.exact.equilibria.tie_breaking.one_answer_kept import with_one_answer_kept
from lsec_models.solve.corners.exact.replies.best_replies import Replies

x, z, last = decisions("x z last")
ONE = [z <= 1]


@pytest.mark.parametrize(
    ("payoff", "constraints", "expected"),
    [
        (sp.Integer(0), ONE, "z >= 0"),
        (sp.Integer(0), [z <= 1 + x], "z >= 0"),
        (sp.Integer(0), [], "z >= 0"),
        (sp.Integer(0), [z <= 1, z >= x - 3], "z <= 1"),  # after x > 3 it may not choose 0, and after x > 4 nothing
        (sp.Integer(0), [z <= 1, z >= x - 3, z <= 4 - x], None),  # nor may it choose 1 after x > 3
        (-z * x, ONE, "z >= 0"),
        (z * (x - 1), ONE, None),  # 0 after x < 1 and 1 after x > 1
        (z**2 - z, ONE, "z >= 0"),  # both ends are as good
        (z**2 - z, [z <= x + sp.Rational(1, 2)], None),  # 0 after x < 1/2, the other end after x > 1/2
        (-((z - x) ** 2), ONE, None),
    ],
)
def test_an_answer_is_kept_that_is_best_after_every_history(
    payoff: sp.Expr, constraints: Sequence[sp.Basic], expected: str | None
) -> None:
    game = declared({"A": [x], "B": [z]}, {"A": x * z - x / 2, "B": payoff}, [[x], [z]], {"B": constraints})
    found = with_one_answer_kept(Replies(game.model()), settled)
    if expected is None:
        assert found is None
    else:
        assert found is not None
        assert found.paths == (((4, 1),) if expected == "z <= 1" else ((0, 0),))
        assert found.selections == (f"B keeps to {expected}, which is one of its best after every history",)


def test_what_is_left_is_the_game_without_the_last_decision() -> None:
    compared = 0
    for seed in range(960000, 960008):
        drawn = families()["two_stages"](seed)
        limits = {**drawn.constraints, "Z": (last <= 1,)}
        payoffs = {name: payoff + last * sum(drawn.owners[name]) for name, payoff in drawn.payoffs.items()}
        owners = {**drawn.owners, "Z": (last,)}
        game = declared(owners, {**payoffs, "Z": sp.Integer(0)}, [*drawn.order, (last,)], limits)
        kept = with_one_answer_kept(Replies(game.model()), settled)
        for value in (0, 1):
            fixed = {name: payoff.subs(last, value) for name, payoff in payoffs.items()}
            alone = settled(Replies(declared(drawn.owners, fixed, drawn.order, drawn.constraints).model()))
            if (alone.paths or alone.continua) and not alone.unanswered:
                compared += 1
                assert kept is not None, seed
                assert set(kept.paths) == {(*path, value) for path in alone.paths}, seed
                break
        else:
            assert kept is None, seed
    assert compared > 3


def test_a_leader_who_would_be_favoured_without_bound() -> None:
    # C does not care whether z is 0 or 1; z = 1 would earn A 11 x/8, z = 0 lets B play y = 1.
    found = solve(three_stages(755022, "ABC").game(), corners=True, at={})
    assert {name: found.only().decisions[name] for name in "xyz"} == {"x": 0, "y": 1, "z": 0}
    assert "one of its best after every history" in found[0].selection
    assert found.evidence.established
    assert not found.complete
