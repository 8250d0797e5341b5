"""Why nothing is better: what advertising u loses, at any time and any part of the market, is a square.

Let V be the value, and let u be any advertising, at least zero, up to any time. The part n that is no customer stays
between 0 and 1, since advertising wins nothing where n is 0, and nobody is lost where n is 1: so V is bounded, and what
is discounted of it vanishes in the long run. Along the path r V - V' n' is the flow of profit and a square; so the
discounted profit is V at the start, less the discounted integral of that square, which is zero for the advertising that
is stated, and for no other, but for instants. With noise in n the drift of V has one more term, half of V'' times its
variance.
"""

from __future__ import annotations

import sympy as sp

from .model import MARGIN_OF_ONE, MARGIN_OF_TWO, b, delta, equilibria, i, j, n, r

_ADVERTISING = sp.Symbol("u", nonnegative=True)


def differences() -> dict[str, sp.Expr]:
    """Return by what the two sides of each identity differ, and the second derivatives of values."""
    u = _ADVERTISING
    values = {**equilibria()["one"].values, **equilibria()["two"].values}
    others = 1 - n
    moved = {
        "brand": (delta * others - b * u * sp.sqrt(n), MARGIN_OF_ONE * others - u**2, (u - i * sp.sqrt(n)) ** 2),
        "first": (b * (j * others - u * sp.sqrt(n)), MARGIN_OF_TWO * others - u**2, (u - j * sp.sqrt(n)) ** 2),
        "second": (b * (u * sp.sqrt(others) - j * n), MARGIN_OF_TWO * n - u**2, (u - j * sp.sqrt(others)) ** 2),
    }
    found = {}
    for name, (motion, profit, square) in moved.items():
        value = values[name]
        found[f"{name}: r V - V' n', and profit and the square"] = sp.simplify(
            r * value - sp.diff(value, n) * motion - profit - square
        )
        found[f"{name}: V''"] = sp.diff(value, n, 2)
    return found
