"""Games of four stages with all corners: what one line of decisions after another asks of the exact solver."""

from __future__ import annotations

import pytest
import sympy as sp

from equilibrium_brute_force import check_point
from equilibrium_families import Declared, four_stages
from lsec_models import solve
from lsec_models.games.solutions import Solutions


def solved(game: Declared) -> Solutions:
    return solve(game.game(), corners=True, at={})


def is_upheld(game: Declared, found: Solutions) -> bool:
    """Whether a brute force that shares no code with the solver refutes none of what is stated."""
    return not any(check_point(game, {name: float(v) for name, v in p.decisions.items()}).refuted for p in found)


@pytest.mark.parametrize(
    ("seed", "expected"),
    [
        (7005, ("-8/3", "-10/3", "3", "0")),
        (7047, ("11/16", "1/4", "0", "0")),
        (31191, ("0", "1/2", "0", "3")),
    ],
)
def test_the_best_of_a_line_may_lie_at_an_end_that_a_part_of_it_lacks(seed: int, expected: tuple[str, ...]) -> None:
    game = four_stages(seed)
    found = solved(game)
    decisions = found.only().decisions
    assert tuple(decisions[d.name] for d in game.decisions) == tuple(map(sp.Rational, expected))
    assert found.evidence.established
    assert is_upheld(game, found)
