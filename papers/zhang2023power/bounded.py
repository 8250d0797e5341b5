"""Bounds on what is decided: quality that is at its bound, and a commission that drives a margin to zero."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from functools import cache

import sympy as sp

from lsec_models import Equilibrium, Game, Player, parameters, solve
from lsec_models.games.static.game import Slot
from lsec_models.games.static.results.piecewise import PiecewiseEquilibrium
from lsec_models.models import CATALOGUE, load
from lsec_models.models.catalogue import baseline
from lsec_models.models.channels.power_structures import commission, mu, q

q_most = parameters("q_most", positive=True)

MODEL = "power_structures_bilateral"
_ORDERS: Mapping[str, list[Slot]] = {
    "MS": [("manufacturer", "streamer")],
    "M_S": ["manufacturer", "streamer"],
    "S_M": ["streamer", "manufacturer"],
}
# The effect of effort at which a high commission drives the top streamer's margin to zero.
_EFFECT = Fraction(11, 10)


@cache
def equilibria() -> Mapping[str, Equilibrium | PiecewiseEquilibrium]:
    """Return the equilibria under bounds that claims speak of, by label.

    In ``MS_at_bound``, ``M_S_at_bound`` and ``S_M_at_bound`` there is no platform, and quality is at its bound q_most:
    the manufacturer would like more of it, and decides its price alone. ``M_S_top`` is the manufacturer's lead over a
    top streamer at its terms, corners included, the commission open, with an effect of effort of 11/10.
    """
    at_bound = {f"{label}_at_bound": solve(_at_bound(order)) for label, order in _ORDERS.items()}
    return at_bound | {"M_S_top": _top()}


def _at_bound(order: list[Slot]) -> Game:
    game = load(MODEL, order=order)

    def put(value: sp.Expr) -> sp.Expr:
        return sp.sympify(value).xreplace({q: q_most})

    return replace(
        game,
        players=[
            Player(one.name, decides=[own for own in one.decides if own != q], payoff=put(one.payoff))
            for one in game.players
        ],
        report={name: put(value) for name, value in game.report.items()},
    )


def _top() -> PiecewiseEquilibrium:
    game = load(MODEL, order=_ORDERS["M_S"], streamer="top")
    numbers = dict(baseline(CATALOGUE[MODEL], game, "top")) | {mu: _EFFECT}
    del numbers[commission]
    return solve(game.with_values(numbers), corners=True)
