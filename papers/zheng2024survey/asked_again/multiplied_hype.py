"""Exaggeration that multiplies demand: ``phi*a*(1 + x)`` units are shipped, of which the part kappa - omega*x is kept.

What is not said to be other is as in the story exaggeration of the model after_sales, and so are the letters.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

import sympy as sp

from lsec_models import Game, Player, decisions, parameters, solve

from ..appeal_and_care import numbers_of

a, c, p, phi, eta, kappa, omega, lost = parameters("a c p phi eta kappa omega l", positive=True)
commission = parameters("lambda", positive=True)
x = decisions("x")
_SHIPPED, _TROUBLE = phi * a * (1 + x), eta * x**2 / 2
_KNOWN = (kappa <= 1, p > c)


@cache
def equilibria() -> Mapping[str, Any]:
    """Return the equilibria of these games, by label.

    ``hype_times_net`` and ``hype_times_gross`` are streamers on commission, ``hype_times_owner`` the brand's own host;
    ``hype_times_flat_`` are streamers whose exaggeration moves no returns, ``hype_times_TYPE`` ones of a type.
    """
    kept = kappa - omega * x
    gross = _on_commission(sp.S.One, kept)
    flat = {"net": _on_commission(kappa, kappa), "as_net": _on_commission(sp.S.One, kappa, rate=kappa * commission)}
    return {
        "hype_times_net": solve(_on_commission(kept, kept), corners=True),
        "hype_times_gross": solve(gross),
        "hype_times_owner": solve(_owner(kept)),
        **{f"hype_times_flat_{words}": solve(game) for words, game in flat.items()},
        **{f"hype_times_{kind}": solve(gross.with_values(numbers_of(gross, kind))) for kind in ("top", "ordinary")},
    }


def _earned(kept: sp.Expr) -> sp.Expr:
    return ((p - c) * kept - lost * (1 - kept)) * _SHIPPED


def _on_commission(paid_on: sp.Expr, kept: sp.Expr, rate: sp.Expr = commission) -> Game:
    paid = rate * p * paid_on * _SHIPPED
    players = [
        Player("manufacturer", decides=[], payoff=_earned(kept) - paid),
        Player("streamer", decides=[x], payoff=paid - _TROUBLE),
    ]
    # Even the exaggeration under a gross commission leaves something that is kept.
    left = [] if kept == kappa else [omega * commission * p * phi * a <= eta * kappa]
    return Game(players=players, assuming=[*_KNOWN, commission < 1, *left])


def _owner(kept: sp.Expr) -> Game:
    return Game(players=[Player("manufacturer", decides=[x], payoff=_earned(kept) - _TROUBLE)], assuming=list(_KNOWN))
