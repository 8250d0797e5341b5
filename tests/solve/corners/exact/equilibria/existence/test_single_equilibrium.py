"""Whether several movers have one equilibrium after every history, though others move later."""

from __future__ import annotations

from typing import Any

import hypothesis.strategies as st
import sympy as sp
from hypothesis import given, settings

from lsec_models import Game, Player, decisions, solve

x = decisions("x", within=(0, 4))
y, z = decisions("y z")
q = decisions("q", real=True)


def chain(one: sp.Expr, two: sp.Expr, last: sp.Expr) -> Any:
    """A leads, two answer at once, and somebody follows them."""
    players = [
        Player("A", decides=[x], payoff=x * q - x**2 / 2),
        Player("B", decides=[y], payoff=one),
        Player("C", decides=[z], payoff=two),
        Player("D", decides=[q], payoff=last),
    ]
    return solve(Game(players=players, order=["A", ("B", "C"), "D"]), at={})


def test_one_equilibrium_after_every_history_makes_the_list_complete() -> None:
    found = chain((y - x) * q - y**2, (z - 1) * q - z**2, (10 - y - z) * q - q**2 / 2)
    assert found.complete
    assert dict(found.only().decisions) == {"x": 4, "y": 3, "z": 2, "q": 5}


def test_several_equilibria_after_a_history_are_each_kept_to() -> None:
    """Two who would rather be alone: 3 and 0, 0 and 3, or both 3/5; the last mover adds up what they do."""
    found = chain(y * (3 - y / 2 - 2 * z), z * (3 - z / 2 - 2 * y), q * (y + 2 * z) - q**2 / 2)
    assert not found.complete
    assert {(one["y"], one["z"]) for one in found} >= {(0, 3), (3, 0)}


def at_once(one: int, two: int) -> set[tuple[sp.Expr, ...]]:
    """Return all equilibria of ``y*(4 - 2*y + one*z)`` and mirrored: which of the two are zero is tried by hand."""
    u, v = sp.symbols("u v")
    found = set()
    for inner in ((False, False), (True, False), (False, True), (True, True)):
        slopes = (4 - 4 * u + one * v, 4 - 4 * v + two * u)
        for point in sp.linsolve([slopes[i] if inner[i] else (u, v)[i] for i in (0, 1)], [u, v]):
            at = [slope.subs(dict(zip((u, v), point, strict=True))) for slope in slopes]
            if not point.free_symbols and min(point) >= 0 and all(inner[i] or at[i] <= 0 for i in (0, 1)):
                found.add(tuple(point))
    return found


@settings(max_examples=6)
@given(st.integers(-7, 3), st.integers(-7, 3))
def test_a_complete_list_has_what_is_found_by_hand(one: int, two: int) -> None:
    found = chain(y * (4 - 2 * y + one * z), z * (4 - 2 * z + two * y), q * (y + z) - q**2 / 2)
    known = at_once(one, two)
    assert {(point["y"], point["z"]) for point in found} <= known
    if found.complete:
        assert len(known) == len(found) == 1
