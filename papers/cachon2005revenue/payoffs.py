"""What contracts pay at every order, whatever the law of demand: identities in what is expected to be sold."""

from __future__ import annotations

import sympy as sp

from .model import b, c, p, phi

_ORDER, _SALES = sp.symbols("q S", nonnegative=True)


def differences() -> dict[str, sp.Expr]:
    """Return what the two sides of each identity differ by, simplified."""
    chain = p * _SALES - c * _ORDER
    shared = phi * p * _SALES - phi * c * _ORDER
    bought_back = p * _SALES - (c + b * (p - c) / p) * _ORDER + b * (_ORDER - _SALES)
    as_shared = p * _SALES - (phi * c + (1 - phi) * p) * _ORDER + (1 - phi) * p * (_ORDER - _SALES)
    sides = {
        "sharing is a share of the chain": (shared, phi * chain),
        "a buy-back is a share of the chain": (bought_back, (1 - b / p) * chain),
        "sharing is a buy-back": (shared, as_shared),
    }
    return {words: sp.simplify(left - right) for words, (left, right) in sides.items()}
