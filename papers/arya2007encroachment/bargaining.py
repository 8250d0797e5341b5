"""Whether the declared mediator does what Nash's bargaining solution asks."""

from __future__ import annotations

from typing import Any

import sympy as sp

from lsec_models.algebra.polynomials.ratio import factored_form

from .model import W, a, b, beta, c, channel_at_any_price, equilibria, no_encroachment_at_any_price


def nash_entries() -> dict[str, Any]:
    """Return :func:`nash_entry` of both bargained games; without a channel the manufacturer alone earns nothing."""
    channel, without = channel_at_any_price().regime("interior"), no_encroachment_at_any_price()
    alone = (a - c) ** 2 / (4 * b)
    return {
        "bargained": nash_entry("bargained", channel["manufacturer"] - alone, channel["retailer"]),
        "bargained_no_channel": nash_entry("bargained_no_channel", without["manufacturer"], without["retailer"]),
    }


def nash_entry(label: str, of_manufacturer: sp.Expr, of_retailer: sp.Expr) -> dict[str, Any]:
    """Compare a bargained game's wholesale price with the maximum of Nash's product.

    1. Take both gains as functions of the wholesale price, the quantities that follow it inserted.
    2. The derivative of log(gain of M^β gain of R^(1-β)), times both gains, must vanish at the equilibrium's price.
    3. Where both gains are products of linear functions of the price, the logarithm is a sum of logarithms of linear
       functions with positive weights, hence strictly concave where both gains are positive: the zero is the maximum.

    Parameters
    ----------
    label : str
        Of the bargained game.
    of_manufacturer, of_retailer : sympy.Expr
        Both gains at any wholesale price.

    Returns
    -------
    dict
        ``manufacturer_gain``, ``retailer_gain``, ``first_order_condition``, ``w``, and whether both checks hold.
    """
    price = equilibria()[label]["w"]
    slope = beta * sp.diff(of_manufacturer, W) * of_retailer + (1 - beta) * sp.diff(of_retailer, W) * of_manufacturer
    return {
        "manufacturer_gain": factored_form(of_manufacturer),
        "retailer_gain": factored_form(of_retailer),
        "first_order_condition": factored_form(slope),
        "w": price,
        "vanishes_there": sp.expand(slope.subs(W, price)) == 0,
        "strictly_concave": all(_is_product_of_lines(gain) for gain in (of_manufacturer, of_retailer)),
    }


def _is_product_of_lines(gain: sp.Expr) -> bool:
    return all(sp.degree(factor, W) <= 1 for factor, _ in sp.factor_list(sp.numer(sp.together(gain)))[1])
