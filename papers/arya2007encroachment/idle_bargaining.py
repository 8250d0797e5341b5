"""Bargaining over the wholesale price where the channel is idle: how far the retailer's gain really goes.

The quantities that follow any wholesale price w have four regimes: the channel sells, it is idle and just deterred, it
is idle and far from entry, or the retailer orders nothing. On each of the first three both gains are products of linear
functions of w or a concave quadratic one, so that Nash's product is log-concave there: its slope at the end of a regime
tells whether it rises or falls towards that end throughout the regime. The retailer's profit falls in w everywhere.
"""

from __future__ import annotations

from typing import Any

import sympy as sp

from lsec_models import prove

from .model import DETERRENCE, W, a, b, beta, c, channel_at_any_price, equilibria

_ALONE = (a - c) ** 2 / (4 * b)
_DETERRING = (3 * c - a) / 2
_ENTRY_FAR = 2 * c - a
_END = a * (1 - (2 - beta) / (2 * sp.sqrt(2)))
_KINK_HOLDS = (3 - beta) * a / (7 - 5 * beta)
_WITHOUT = a * beta / 2
_AS_WITHOUT = c - a**2 * (2 - beta) ** 2 / (16 * (a - c))


def steps() -> list[dict[str, Any]]:
    """Return each step of the proof, and whether the machine proves it."""
    idle = [beta <= 1, c < a, 3 * a <= c * (7 - 2 * beta)]
    before, beyond = [*idle, c <= _END], [*idle, c >= _END]
    claims = (
        ("The end lies before (3 - β)a/(7 - 5β).", _END < _KINK_HOLDS, [beta <= 1]),
        (
            "Up to there, the product rises to w = (3c - a)/2 while the channel is just deterred.",
            _slope(DETERRENCE, _DETERRING) >= 0,
            [*idle, c <= _KINK_HOLDS],
        ),
        ("Up to the end, it falls from there while the channel sells.", _slope("interior", _DETERRING) <= 0, before),
        ("Up to the end, it rises to w = 2c - a while entry is far.", _slope("q_m = 0", _ENTRY_FAR) >= 0, before),
        ("Up to the end, both gain by agreeing.", _gains(DETERRENCE)[0].subs(W, _DETERRING) > 0, before),
        (
            "At w = (3c - a)/2 the retailer earns more than without a channel if and only if c lies before the end.",
            sp.Equivalent(
                equilibria()["deterrence"]["retailer"] > equilibria()["bargained_no_channel"]["retailer"], c < _END
            ),
            [beta <= 1, c < a],
        ),
        (
            "Beyond the end, the product rises to p, if the channel is just deterred there.",
            _slope(DETERRENCE, _AS_WITHOUT) >= 0,
            [*beyond, _AS_WITHOUT >= _ENTRY_FAR],
        ),
        (
            "Beyond the end, it rises to p, if entry is far there.",
            _slope("q_m = 0", _WITHOUT) >= 0,
            [*beyond, _WITHOUT <= _ENTRY_FAR],
        ),
        (
            "Beyond the end, it rises to w = 2c - a, if p is higher.",
            _slope("q_m = 0", _ENTRY_FAR) >= 0,
            [*beyond, _WITHOUT >= _ENTRY_FAR],
        ),
    )
    return [{"step": words, "proved": bool(prove(claim, given))} for words, claim, given in claims]


def _gains(regime: str) -> tuple[sp.Expr, sp.Expr]:
    after = channel_at_any_price().regime(regime)
    return after["manufacturer"] - _ALONE, after["retailer"]


def _slope(regime: str, price: sp.Expr) -> sp.Expr:
    """Return what has the sign of the slope of Nash's product at a price, where both gains are positive."""
    of_manufacturer, of_retailer = _gains(regime)
    slope = beta * sp.diff(of_manufacturer, W) * of_retailer + (1 - beta) * sp.diff(of_retailer, W) * of_manufacturer
    return sp.factor(slope.subs(W, price))
