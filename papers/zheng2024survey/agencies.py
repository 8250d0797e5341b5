"""Agencies that train, where ability draws buyers, and where pay is agreed before training.

What is not said to be other is as in the model streamer_training with an agency, and so are the letters; in the first
case an ability brings ``(a + v*h)**2/(4*b)``, where the price is decided, or adds to a: it brings ``a + v*h``.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

import sympy as sp

from lsec_models import Equilibrium, Game, Player, decisions, parameters, solve
from lsec_models.games.bargaining.declaration import Bargain

a, b, c, v, kappa, beta, beta_m, omega, mu = parameters("a b c v kappa beta beta_m omega mu", positive=True)
h, F = decisions("h"), decisions("F", real=True)
_SHARES = (beta < beta_m, beta_m < 1, omega < 1, mu < 1)


@cache
def equilibria() -> Mapping[str, Equilibrium]:
    """Return the equilibria of these games, by label.

    ``agency_priced`` is an agency that a streamer may leave, ``_tied`` one with an exit penalty, ``brand_priced`` a
    brand that trains a streamer who earns nothing elsewhere without, and ``all_priced`` one owner, where ability draws
    buyers at a price; ``agency_added`` is an agency whose streamer draws buyers without training too, ``_tied`` one
    with an exit penalty; ``agency_agreed`` is an agency that has agreed on its streamer's pay before.
    """
    brings = (a + v * h) ** 2 / (4 * b)
    known = [*_SHARES, 2 * b * c > v**2, (1 - mu) * a * v > 2 * b * kappa]
    trained = c * h**2 / 2
    games = {
        "agency_priced": _agency(brings, alone=True, known=known),
        "agency_priced_tied": _agency(brings, alone=False, known=known),
        "brand_priced": Game(
            players=[Player("brand", decides=[h], payoff=(1 - beta) * (brings - kappa * h) - trained)], assuming=known
        ),
        "all_priced": Game(players=[Player("owner", decides=[h], payoff=brings - trained)], assuming=known),
        "agency_added": _agency(a + v * h, alone=True, known=[*_SHARES, (1 - mu) * v > kappa]),
        "agency_added_tied": _agency(a + v * h, alone=False, known=[*_SHARES, (1 - mu) * v > kappa]),
        "agency_agreed": _agreed(),
    }
    return {label: solve(game) for label, game in games.items()}


def _placed(brings: sp.Expr, power: sp.Expr) -> sp.Expr:
    """Return what the streamer's side gets from a brand against which it has this power."""
    return kappa * h + power * ((1 - mu) * brings - kappa * h)


def _agency(brings: sp.Expr, *, alone: bool, known: list[sp.Basic]) -> Game:
    outside = _placed(brings, beta) if alone else sp.S.Zero
    added = _placed(brings, beta_m) - outside
    players = [
        Player("agency", decides=[h], payoff=(1 - omega) * added - c * h**2 / 2),
        Player("streamer", decides=[], payoff=outside + omega * added),
        *_placing(brings),
    ]
    return Game(players=players, assuming=known)


def _placing(brings: sp.Expr) -> list[Player]:
    """Return the brand and the platform that a streamer is placed with."""
    return [
        Player("brand", decides=[], payoff=(1 - beta_m) * ((1 - mu) * brings - kappa * h)),
        Player("platform", decides=[], payoff=mu * brings),
    ]


def _agreed() -> Game:
    earned = _placed(v * h, beta_m)
    players = [
        Player("agency", decides=[h], payoff=earned - c * h**2 / 2 - F),
        Player("streamer", decides=[], payoff=F),
        *_placing(v * h),
    ]
    agreement = Bargain(("agency", "streamer"), over=[F], weights=(1 - omega, omega))
    return Game(players=players, order=[agreement, "agency"], assuming=[*_SHARES, (1 - mu) * v > kappa])
