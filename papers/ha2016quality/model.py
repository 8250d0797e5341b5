"""The games of the article: a manufacturer's own channel at a given quality, and the choice of quality."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

import sympy as sp

from lsec_models import Equilibrium, Game, Player, decisions, parameters, solve
from lsec_models.games.static.results.piecewise import PiecewiseEquilibrium

u, c, k = parameters("u c k", positive=True)
w, q_r, q_m = decisions("w q_r q_m")

CHOSEN = decisions("u")
CHANNEL = {"sells": "interior", "deters": "q_m = 0 (brink)", "idle": "q_m = 0"}


@cache
def equilibria() -> Mapping[str, Equilibrium]:
    """Return every game solved, and the regimes of encroachment at k = 1, by label."""
    return {**{label: solve(game) for label, game in games().items()}, **regimes()}


def games() -> Mapping[str, Game]:
    """Return every game as declared, by label; encroachment is solved with corners too."""
    return {
        "no_channel": no_encroachment(CHOSEN),
        "no_channel_given": no_encroachment(u),
        "encroachment": encroachment(),
    }


@cache
def regimes() -> Mapping[str, Equilibrium]:
    """Return what a channel does at a given quality, with k = 1: it sells, is idle and deters, or is merely idle."""
    pieces = {name: channel().regime(regime).pieces for name, regime in CHANNEL.items()}
    return {name: piece for name, (piece,) in pieces.items()}


@cache
def channel() -> PiecewiseEquilibrium:
    """Return encroachment at a given quality with its corners, k = 1."""
    return solve(encroachment().with_values({k: 1}), corners=True)


def encroachment() -> Game:
    """Return the game at a given quality in which the manufacturer sells through its own channel after the retailer."""
    manufacturer, retailer = _profits(u)
    return Game(
        players=[
            Player("manufacturer", decides=[w, q_m], payoff=manufacturer),
            Player("retailer", decides=[q_r], payoff=retailer),
        ],
        order=[w, "retailer", q_m],
        assuming=[k * u < 1],
        report={"consumer_surplus": u * (q_r + q_m) ** 2 / 2},
    )


def no_encroachment(quality: sp.Symbol) -> Game:
    """Return the game without a channel of the manufacturer's own; a quality that is a decision is chosen first."""
    manufacturer, retailer = (profit.subs(q_m, 0) for profit in _profits(quality))
    chosen = [quality] if quality == CHOSEN else []
    return Game(
        players=[
            Player("manufacturer", decides=[*chosen, w], payoff=manufacturer),
            Player("retailer", decides=[q_r], payoff=retailer),
        ],
        order=[*chosen, w, "retailer"],
        report={"consumer_surplus": quality * q_r**2 / 2},
    )


def choice_of_quality(name: str) -> Game:
    """Return the manufacturer's choice of quality among those at which its channel does one thing, k = 1."""
    regime = regimes()[name]
    return Game(
        players=[Player("manufacturer", decides=[CHOSEN], payoff=regime["manufacturer"].subs(u, CHOSEN))],
        constraints=[*(relation.subs(u, CHOSEN) for relation in region_of(regime)), CHOSEN <= 1],
    )


def region_of(regime: Equilibrium) -> list[sp.Rel]:
    """Return the inequalities between which a channel does what it does in a regime."""
    return [condition.relation for condition in regime.domain.conditions if condition.origin != "assumption"]


def _profits(quality: sp.Symbol) -> tuple[sp.Expr, sp.Expr]:
    price, unit_cost = quality * (1 - q_r - q_m), k * quality**2
    return (w - unit_cost) * q_r + (price - unit_cost - c) * q_m, (price - w) * q_r
