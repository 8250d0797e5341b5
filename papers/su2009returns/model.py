"""A seller that takes products back from buyers who learn only afterwards what these are worth to them."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

import sympy as sp

from lsec_models import Equilibrium, Game, Player, decisions, parameters, probability, random, solve, uniform
from lsec_models.games.laws import Law
from lsec_models.games.static.results.piecewise import PiecewiseEquilibrium

s, c, B, t, u, phi = parameters("s c B t u phi", positive=True)
P = decisions("P")

_UNIFORM = uniform(0, 1)


@cache
def equilibria() -> Mapping[str, Equilibrium | PiecewiseEquilibrium]:
    """Return every game solved, by label."""
    return {label: solve(game, corners=True) for label, game in games().items()}


def games() -> Mapping[str, Game]:
    """Return every game as declared, by label; they are solved with corners."""
    return {
        "refund": refund(_UNIFORM, within=(0, 1)),
        "full": full(),
        "none": _alone([P], P, constraints=[sp.Rational(1, 2) >= P]),
        "stocked": stocked(),
        "guaranteed": guaranteed(),
        "unguaranteed": _alone([P], P, assuming=[phi < 1], constraints=[phi * u - P >= 0]),
    }


def refund(law: Law, within: tuple[int, int] | None = None) -> Game:
    """Return the choice of a refund; buyers pay what they expect to have, the product or the refund."""
    R = decisions("R", within=within) if within is not None else decisions("R")
    worth, is_returned = _worth(law, R)
    return _alone(
        [R], worth - (R - s) * is_returned, assuming=[s < 1], report={"price": worth, "returned": is_returned}
    )


def full() -> Game:
    """Return the choice of a price that is paid back in full."""
    price = decisions("P", within=(0, 1))
    _, is_returned = _worth(_UNIFORM, price)
    payoff = price * (1 - is_returned) + s * is_returned
    return _alone([price], payoff, assuming=[s < 1], report={"returned": is_returned})


def stocked() -> Game:
    """Return the order of a seller whose refund is what a returned product is worth to it."""
    q, price = decisions("q", within=(0, B)), _worth(_UNIFORM, s)[0]
    sold = sp.Min(q, random("X", uniform(0, B), nonnegative=True))
    return _alone(
        [q], price * sold + s * (q - sold) - c * q, assuming=[c > s, 2 * c < 1 + s**2, s < 1], report={"price": price}
    )


def guaranteed() -> Game:
    """Return the price of a product that whoever has no use for it brings back, which pays from a price of t on."""
    keeps = phi * (u - P) - (1 - phi) * t
    return _alone([P], phi * P + (1 - phi) * s, assuming=[phi < 1, phi * u > t], constraints=[keeps >= 0, t <= P])


def _worth(law: Law, paid_back: sp.Expr) -> tuple[sp.Expr, sp.Expr]:
    """Return what a buyer has in the end, and how likely it returns the product."""
    value = random("V", law)
    return sp.Max(value, paid_back), probability(value < paid_back)


def _alone(decides: list[sp.Symbol], payoff: sp.Expr, **more: Any) -> Game:
    return Game(players=[Player("seller", decides=decides, payoff=payoff)], **more)
