"""Published linear-quadratic bilevel problems: the exact solution has the best known value."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from bilevel.collection import PROBLEMS
from bilevel.problem import BilevelProblem
from lsec_models import solve
from lsec_models.games.static.results.solutions import Solutions

_BETTER = {
    "HuHuangZhang2009",
    "DempeLohse2011Ex31a",
    "MuuQuy2003Ex2",
    "Outrata1990Ex1e",
    "WanWangLv2011",
    "LanWenShihLee2007",
    "Outrata1990Ex1b",
}


@pytest.mark.slow
@pytest.mark.parametrize("problem", PROBLEMS, ids=lambda p: str(p.name))
def test_the_best_known_value_is_found_and_proved(problem: BilevelProblem) -> None:
    found = solve(problem.game(), corners=True, at={})
    assert found.evidence.established
    values = list(_values(found))
    assert values
    assert all(problem.agrees(value) for value in values)
    if problem.name in _BETTER:
        assert values[0] < problem.published_value


def _values(found: Solutions) -> Iterator[float]:
    """Yield what the leader minimises at each equilibrium, and at each corner of each continuum."""
    yield from (-float(point["leader"]) for point in found)
    leader = found.game.players[0]
    for continuum in found.continua:
        for vertex in continuum.vertices:
            yield -float(leader.payoff.subs({d: vertex[d.name] for d in found.game.decisions}))
