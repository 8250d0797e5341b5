"""Loyal customers where the contract may end before its season, whose price is decided, and where brands move first.

With the chance psi the contract ends once efforts are made: then nothing is sold by it, and each takes its own
customers along. What is not said to be other is as in the model customer_relationship, and so are the letters.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

import sympy as sp

from lsec_models import Game, Player, decisions, parameters, solve
from lsec_models.models import load
from lsec_models.models.mechanisms.customer_relationship import psi as ending

from ..appeal_and_care import over_time_at
from .other_forms import priced_loyalty

a, b, k, eta, phi, psi, R_b, R_s = parameters("a b k eta phi psi R_b R_s", positive=True)
commission = parameters("lambda", positive=True)
u, z, e, y, p = decisions("u z e y p")


@cache
def equilibria() -> Mapping[str, Any]:
    """Return the equilibria of these games, by label.

    Of demand ``a + u + y + phi*e + z - b*p`` in a season: ``season_ending``, whose contract may end, and
    ``season_lasting``, whose contract lasts. In ``season_led`` the brand decides before the streamer. Over time:
    ``loyal_led_lasting``, a contract without end in which the brand moves first at each instant, and
    ``loyal_led_by_streamer``, where the streamer does.
    """
    return {
        "season_ending": solve(_season(psi)),
        "season_lasting": solve(_season(sp.S.Zero)),
        "season_led": solve(priced_loyalty()["season"].game.with_order(["manufacturer", "streamer"])),
        "loyal_led_lasting": solve(
            over_time_at(load("customer_relationship", order=["manufacturer", "streamer"]), {ending: sp.S.Zero})
        ),
        "loyal_led_by_streamer": solve(load("customer_relationship", order=["streamer", "manufacturer"])),
    }


def _season(chance: sp.Expr) -> Game:
    own, followers = u + y, phi * e + z
    takings = (1 - chance) * p * (a + own + followers - b * p)
    players = [
        Player(
            "manufacturer",
            decides=[u, z, p],
            payoff=(1 - commission) * takings - k * (u**2 + z**2) / 2 + chance * R_b * own,
        ),
        Player(
            "streamer", decides=[e, y], payoff=commission * takings - eta * (e**2 + y**2) / 2 + chance * R_s * followers
        ),
    ]
    ends = [psi < 1] if chance != 0 else []
    known = [commission < 1, *ends, b * k > 2, b * eta > 1 + phi**2]
    return Game(players=players, order=[("manufacturer", "streamer")], assuming=known)
