"""What contracts pay at every order, whatever the law of demand: identities in expected sales and the mean."""

from __future__ import annotations

import sympy as sp

from .model import WORTH, b, c, g_m, g_r, p, right_price, s

_ORDER, _SALES, _MEAN = sp.symbols("q S m", nonnegative=True)


def differences() -> dict[str, sp.Expr]:
    """Return what the two sides of each identity differ by, simplified."""
    left, missed = _ORDER - _SALES, _MEAN - _SALES
    chain = p * _SALES - c * _ORDER + s * left - (g_r + g_m) * missed
    retailer = p * _SALES - right_price() * _ORDER + b * left - g_r * missed
    supplier = (right_price() - c) * _ORDER - (b - s) * left - g_m * missed
    whole, share = chain + (g_r + g_m) * _MEAN, (p + g_r - b) / (WORTH - s)
    sides = {
        "the retailer has a share of the chain's payoff": (retailer + g_r * _MEAN, share * whole),
        "the supplier has the rest": (supplier + g_m * _MEAN, (1 - share) * whole),
    }
    return {words: sp.simplify(one - other) for words, (one, other) in sides.items()}
