"""Contests for recommendation in which an ordinary streamer moves first, and ones in which nobody waits for traffic.

What is not said to be other is as in the model promotion, and so are the letters.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

import sympy as sp

from lsec_models import Game, Player, decisions, parameters, solve
from lsec_models.models import load
from lsec_models.models.parts.streamers import STREAMER_TYPES

T = parameters("T", positive=True)
g, e_1, e_3 = decisions("g e_1 e_3")
_FOLLOWERS = {"first": (e_1, "top"), "third": (e_3, "virtual")}


@cache
def equilibria() -> Mapping[str, Any]:
    """Return the equilibria of these games, by label.

    In ``ordinary_leads`` the ordinary streamer moves before the top one, in ``ordinary_leads_three`` before the top and
    the virtual one. In ``attention_at_once`` a platform to which effort itself is worth something decides on traffic at
    once with n streamers who are alike.
    """
    at_once = load("promotion", streamers="alike", traffic="decided", attention=True, order=[("platform", "streamer")])
    games = {
        "ordinary_leads": _ordinary_leads("first"),
        "ordinary_leads_three": _ordinary_leads("first", "third"),
        "attention_at_once": at_once,
    }
    return {label: solve(game) for label, game in games.items()}


def _ordinary_leads(*followers: str) -> Game:
    """Return a contest, in units of the cost of effort, whose leader decides g and by it its effort.

    T is what visitors spend for each unit of reach, net of the commission. The followers' first-order conditions make
    the leader's effort a quadratic in what all do together, so that g, of which both are polynomials, spares a root.
    """
    efforts = {name: _FOLLOWERS[name][0] for name in followers}
    worth = {name: T * sp.Rational(STREAMER_TYPES[_FOLLOWERS[name][1]].influence) for name in followers}
    least = 1 / sp.Add(*(1 / each for each in worth.values()))
    leading = least * (g**2 if len(followers) == 1 else g * (1 + g))
    together = leading + sp.Add(*efforts.values())
    prize = T * sp.Rational(STREAMER_TYPES["ordinary"].influence)
    players = [
        Player("second", decides=[g], payoff=prize * leading / together - leading),
        *(
            Player(name, decides=[effort], payoff=worth[name] * effort / together - effort)
            for name, effort in efforts.items()
        ),
    ]
    report = {"first_share": e_1 / together, "second_share": leading / together}
    return Game(players=players, order=["second", followers], report=report)
