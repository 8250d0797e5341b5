"""A seller of qualities, and buyers of two tastes that it does not see."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

import sympy as sp

from lsec_models import Equilibrium, Game, Player, decisions, parameters, solve
from lsec_models.games.static.results.piecewise import PiecewiseEquilibrium

v, k, t_low, g = parameters("v k t_L g", positive=True)
x_low, d = parameters("x_L d", nonnegative=True)
q, q_high, q_low = decisions("q q_H q_L")
p_high, p_low = decisions("p_H p_L", real=True)

t_high = t_low + g
CORNERS = ("priced", "menu")


@cache
def equilibria() -> Mapping[str, Equilibrium | PiecewiseEquilibrium]:
    """Return every game solved, by label."""
    return {label: solve(game, corners=label in CORNERS) for label, game in games().items()}


def games() -> Mapping[str, Game]:
    """Return every game as declared, by label; those in ``CORNERS`` are solved with corners."""
    return {
        "priced": priced(),
        "menu": menu(),
        "seen": _alone([q_high, q_low], _earned(t_high * q_high, t_low * q_low)),
        "one_offer": _alone([q], t_low * q - _cost(q)),
    }


def priced() -> Game:
    """Return the best prices of two given qualities, under all four constraints."""
    return _alone([p_high, p_low], v * p_high + (1 - v) * p_low, constraints=constraints(x_low + d, x_low))


def menu() -> Game:
    """Return the best qualities, at the prices that are the best ones of any two qualities."""
    low = t_low * q_low
    high = t_high * q_high - g * q_low
    report = {"p_H": high, "p_L": low, "rent": t_high * q_high - high}
    return _alone([q_high, q_low], _earned(high, low), report=report)


def whole() -> Game:
    """Return the choice of qualities and prices at once, under all four constraints."""
    return _alone([q_high, p_high, q_low, p_low], _earned(p_high, p_low), constraints=constraints(q_high, q_low))


def constraints(high: sp.Expr, low: sp.Expr) -> list[sp.Rel]:
    """Return that each type takes its own one of two qualities, and takes part."""
    gains = {"H": t_high * high - p_high, "L": t_low * low - p_low}
    return [gains["H"] >= t_high * low - p_low, gains["L"] >= t_low * high - p_high, gains["H"] >= 0, gains["L"] >= 0]


def _alone(decides: list[sp.Symbol], payoff: sp.Expr, **more: Any) -> Game:
    return Game(players=[Player("seller", decides=decides, payoff=payoff)], assuming=[v < 1], **more)


def _earned(high: sp.Expr, low: sp.Expr) -> sp.Expr:
    return v * (high - _cost(q_high)) + (1 - v) * (low - _cost(q_low))


def _cost(quality: sp.Expr) -> sp.Expr:
    return k * quality**2 / 2
