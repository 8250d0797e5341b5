"""No order and no wholesale price is better than those of the regimes: proved, independently of how they were found."""

from __future__ import annotations

from collections.abc import Iterator

import sympy as sp

from lsec_models import Equilibrium, prove

from .model import a, b, c, channel, channel_at_any_price, ordered, retailer_after_an_order


def no_better_order() -> dict[str, bool]:
    """Return, for each regime that follows a wholesale price, whether no order is worth more to the retailer.

    An order of at least (a - c)/b is deterrent: the manufacturer's best reply to it is nothing. To any smaller one it
    is the interior reply.
    """
    idle, sells = retailer_after_an_order()
    orders = {"a deterrent order": (idle, ordered >= a - c), "a smaller order": (sells, ordered <= a - c)}
    return {
        f"after a wholesale price: {regime.name}, against {kind}": all(
            _proved(sp.expand(b * payoff) <= sp.expand(b * regime["retailer"]), [piece, given])
            for piece in regime.pieces
        )
        for regime in channel_at_any_price().regimes
        for kind, (payoff, given) in orders.items()
    }


def no_better_wholesale_price() -> dict[str, bool]:
    """Return, for each regime, whether no wholesale price is worth more to the manufacturer, whatever follows it."""
    return {
        f"{regime.name}, against a wholesale price followed by: {other.name}": all(
            _proved(other["manufacturer"] <= regime["manufacturer"], pair)
            for pair in _pairs(regime.pieces, other.pieces)
        )
        for regime in channel().regimes
        for other in channel_at_any_price().regimes
    }


def _pairs(left: tuple[Equilibrium, ...], right: tuple[Equilibrium, ...]) -> Iterator[list[Equilibrium]]:
    return ([one, other] for one in left for other in right)


def _proved(claim: sp.Basic, given: list[Equilibrium | sp.Basic]) -> bool:
    verdict = prove(claim, given)
    return bool(verdict) or verdict.status == "contradictory"
