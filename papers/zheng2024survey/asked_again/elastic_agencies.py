"""Streamers with an agency, or without one, where demand has the elasticity 2: ``a*y**2`` units are sold at 1/y.

What is not said to be other is as in the story agency of the model partnership, and so are the letters; m, f and v are
what brand, platform and agency ask for above the cost of a unit.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

import sympy as sp

from lsec_models import Equilibrium, Game, Player, decisions, parameters, solve
from lsec_models.algebra.domains.symbols import Decision
from lsec_models.games.bargaining.declaration import Bargain

a, c, beta, beta_m, omega = parameters("a c beta beta_m omega", positive=True)
m, f, v, y = decisions("m f v y")
_SOLD = a * y**2


@cache
def equilibria() -> Mapping[str, Equilibrium]:
    """Return the equilibria of these games: ``elastic_unrepresented`` and ``elastic_represented``."""
    return {
        label: solve(game) for label, game in (("elastic_unrepresented", _alone()), ("elastic_represented", _placed()))
    }


def _alone() -> Game:
    agreements = (_agreed("manufacturer", "streamer", m, beta), _agreed("platform", "streamer", f, beta))
    players = [*_both_asking(), _seller(m + f)]
    return Game(players=players, order=[agreements, "streamer"], assuming=[beta < 1], report={"price": 1 / y})


def _placed() -> Game:
    agreements = (
        _agreed("manufacturer", "agency", m, beta_m),
        _agreed("platform", "agency", f, beta_m),
        _agreed("agency", "streamer", v, omega),
    )
    players = [*_both_asking(), Player("agency", decides=[], payoff=(v - m - f) * _SOLD), _seller(v)]
    # Of a weaker agency margins on margins leave nothing to sell.
    known = [beta_m < 1, omega < 1, beta_m * (3 - 2 * omega) > 2 * (1 - omega)]
    return Game(players=players, order=[agreements, "streamer"], assuming=known, report={"price": 1 / y})


def _both_asking() -> list[Player]:
    return [
        Player("manufacturer", decides=[], payoff=m * _SOLD),
        Player("platform", decides=[], payoff=f * _SOLD),
    ]


def _seller(asked: sp.Expr) -> Player:
    return Player("streamer", decides=[y], payoff=a * y - (c + asked) * _SOLD)


def _agreed(one: str, other: str, term: Decision, power: sp.Expr) -> Bargain:
    return Bargain([one, other], over=[term], weights=[1 - power, power], breakdown={y: 0})
