"""A last mover who never cares, and could favour the leader without bound, is turned against it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
import sympy as sp
from hypothesis import given, settings
from hypothesis import strategies as st

from families.static import declared, families
from lsec_models import decisions, solve
from lsec_models.solve.corners.exact.equilibria.all_equilibria import settled
from lsec_models.solve.corners.exact.equilibria.existence.found import Found
from lsec_models.solve.corners.exact.equilibria.tie_breaking.endless_favour import with_endless_favour_turned
from lsec_models.solve.quadratic import linear_quadratic

x, y, z = decisions("x y z")
free = decisions("free", real=True)
NOTHING = sp.Integer(0)
LED = 4 * x - x**2


def turned(
    leader: sp.Expr, follower: sp.Expr, own: Sequence[sp.Symbol], last: sp.Symbol, *limits: sp.Basic
) -> Found | None:
    game = declared({"A": own, "B": [last]}, {"A": leader, "B": follower}, [own, [last]], {"B": limits}).game()
    return with_endless_favour_turned(linear_quadratic(game).at(game.domain.ring.exact_point({})), settled)


@pytest.mark.parametrize(
    ("leader", "follower", "last", "limits", "expected"),
    [
        (LED + z * (1 - x), NOTHING, z, [], (1, 0)),  # beyond x = 1 it goes on until A has nothing
        (LED + z * (1 - x), x, z, [z >= 2], (1, 2)),
        (LED + free * (1 - x), NOTHING, free, [free <= 2], (1, 2)),  # A keeps to x >= 1, where 2 is worst
        (LED + free * (1 - x), NOTHING, free, [], (1, 0)),  # only after x = 1 may B not go on
        (LED + z, NOTHING, z, [], (2, 0)),
        (LED + z * (1 - x), NOTHING, z, [z <= 5], None),  # no favour without end
        (LED + z * (1 - x), x * z, z, [], None),  # B cares
        (LED + z * (1 - x), NOTHING, z, [z >= x], None),
        (LED + z * (1 - x) - z**2, NOTHING, z, [], None),
        (x**2 + z, NOTHING, z, [], None),  # A gains without bound
        (x - z, NOTHING, z, [], None),  # A secures nothing
    ],
)
def test_a_leader_keeps_to_what_it_secures(
    leader: sp.Expr, follower: sp.Expr, last: sp.Symbol, limits: Sequence[sp.Basic], expected: tuple[int, int] | None
) -> None:
    found = turned(leader, follower, [x], last, *limits)
    assert (found and found.paths) == (expected and (expected,))


@pytest.mark.slow
@settings(max_examples=12)
@given(*[st.lists(st.integers(-3, 3), min_size=3, max_size=3) for _ in range(2)], st.integers(-1, 1))
def test_no_choice_secures_more(gain: list[int], slope: list[int], cross: int) -> None:
    payoff = gain[0] * x + gain[1] * y - x**2 - y**2 + cross * x * y
    secured = slope[0] * x + slope[1] * y + slope[2]
    found = turned(payoff + z * secured, NOTHING, [x, y], z)
    across = np.linspace(0, 8, 81)
    first, second = np.meshgrid(across, across)
    value = gain[0] * first + gain[1] * second - first**2 - second**2 + cross * first * second
    kept = value[slope[0] * first + slope[1] * second + slope[2] >= 0]
    if found is None:
        assert not kept.size
        return
    ways = [*found.paths, *(corner for one in found.continua for corner in one.corners)]
    for path in ways:
        at = {symbol: sp.Rational(str(number)) for symbol, number in zip((x, y, z), path, strict=True)}
        assert at[z] == 0 <= secured.subs(at)
        assert payoff.subs(at) >= max(kept, default=-np.inf) - 1e-9


def test_a_leader_of_two_decisions_who_would_be_favoured_without_bound() -> None:
    # A has z times -x/2 - 3 y: it is favoured without bound where x < -6 y. At x = -6 y it has -20 y^2 - 16 y.
    drawn = families()["two_decision_leaders"](975096)
    found = solve(drawn.game(), corners=True, at={})
    assert found.only().decisions == {"x": sp.Rational(12, 5), "y": -sp.Rational(2, 5), "z": -2}
    assert found.only()["A"] == sp.Rational(16, 5)
    assert "against who deviated" in found[0].selection
    assert found.evidence.established
    assert not found.complete
