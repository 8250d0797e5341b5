"""Joint promotion in a season whose price is decided, and where streamers work before brands advertise.

What is not said to be other is as in the model dynamic_quality, with the brand's advertising in the place of quality,
and so are the letters.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from typing import Any

from lsec_models import Game, Player, decisions, parameters, solve
from lsec_models.models import load
from lsec_models.models.over_time.dynamic_quality import e, q, s_e

a, b, k, eta, gamma, mu = parameters("a b k eta gamma mu", positive=True)
commission = parameters("lambda", positive=True)
p, offer = decisions("p g")


@cache
def equilibria() -> Mapping[str, Any]:
    """Return the equilibria of these games, by label.

    ``apart_priced`` and ``joint_priced`` are seasons of demand ``a + gamma*q + mu*e - b*p``, in which the streamer
    bears its cost of effort, or the part ``1/(1 + g)`` of it that the brand has offered to leave to it;
    ``joint_worked_first`` is joint promotion over time where the streamer moves before the brand at each instant.
    """
    joint = load("dynamic_quality", mode="cost_sharing")
    return {
        "apart_priced": solve(_season(shared=False)),
        "joint_priced": solve(_season(shared=True)),
        "joint_worked_first": solve(replace(joint, order=[s_e, e, q])),
    }


def _season(*, shared: bool) -> Game:
    takings, working = p * (a + gamma * q + mu * e - b * p), eta * e**2 / 2
    borne = working / (1 + offer) if shared else working
    players = [
        Player(
            "manufacturer",
            decides=[*([offer] if shared else []), q, p],
            payoff=(1 - commission) * takings - k * q**2 / 2 - (working - borne),
        ),
        Player("streamer", decides=[e], payoff=commission * takings - borne),
    ]
    return Game(
        players=players,
        order=[*([offer] if shared else []), (q, p, e)],
        assuming=[commission < 1, 2 * b * k > (1 - commission) * gamma**2],
    )
