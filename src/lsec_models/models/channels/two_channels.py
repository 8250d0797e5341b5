"""A retail and a live channel side by side: symbols, what is decided in them, and what follows.

Demand is that of :mod:`lsec_models.models.parts.market`, with live effort e: the first retail unit is worth
``alpha + theta*e``, the first live unit ``phi*alpha + e``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import sympy as sp

from lsec_models.algebra.domains.symbols import Decision, decisions, parameters
from lsec_models.games.frozen import Frozen
from lsec_models.games.static.player import Player
from lsec_models.models.parts.market import LinearDemandMarket

alpha = parameters("alpha", positive=True)
c, sigma = parameters("c sigma", nonnegative=True)
theta = parameters("theta", real=True)
p_r, p_l, d_r, d_l, e = decisions("p_r p_l d_r d_l e")

RETAIL, LIVE = "retail", "live"
# What is decided in the retail and in the live channel, by way of competing.
WAYS: Mapping[str, tuple[Decision, Decision]] = Frozen({"quantities": (d_r, d_l), "prices": (p_r, p_l)})
# What both channels together ask of the parameters.
ASSUMING = (alpha > c, sigma < 1, theta < 1, theta > -1)


@dataclass(frozen=True, kw_only=True)
class Sales:
    """Prices and quantities in the channels that exist, in terms of decisions and parameters.

    Attributes
    ----------
    market : LinearDemandMarket
        Who buys.
    compete : str
        A key of ``WAYS``: what is decided in a channel.
    prices, quantities : mapping from str to sympy.Expr
        By channel.
    buyers : Player or None
        Who decides what is bought at the prices that are set, where a channel may sell nothing.
    """

    market: LinearDemandMarket
    compete: str
    prices: Mapping[str, sp.Expr]
    quantities: Mapping[str, sp.Expr]
    buyers: Player | None = None

    @property
    def retail_decision(self) -> Decision:
        """What is decided in the retail channel."""
        return WAYS[self.compete][0]

    @property
    def live_decision(self) -> Decision:
        """What is decided in the live channel."""
        return WAYS[self.compete][1]

    @property
    def constraints(self) -> list[sp.Basic]:
        """That no quantity is negative, where it is not a decision that is declared so."""
        decided = self.compete == "quantities" or self.buyers is not None
        return [] if decided else [quantity >= 0 for quantity in self.quantities.values()]

    def revenue(self, channel: str) -> sp.Expr:
        """Return price times quantity."""
        return self.prices[channel] * self.quantities[channel]

    def without_effort(self) -> Sales:
        """Return what is sold if nobody makes a live effort."""
        worth = {name: value.xreplace({e: sp.S.Zero}) for name, value in self.market.willingness.items()}
        market = LinearDemandMarket(willingness=worth, substitutability=self.market.substitutability)
        return sales(market, self.compete, idle=self.buyers is not None)


def retail_alone() -> LinearDemandMarket:
    """Return the market without a live channel."""
    return LinearDemandMarket(willingness={RETAIL: alpha}, substitutability=sigma)


def retail_and_live(influence: sp.Expr) -> LinearDemandMarket:
    """Return the market with a live channel whose host has an influence."""
    return LinearDemandMarket(
        willingness={RETAIL: alpha + theta * e, LIVE: influence * alpha + e}, substitutability=sigma
    )


def sales(market: LinearDemandMarket, compete: str, *, idle: bool = False) -> Sales:
    """Return what is sold at the decisions of a way of competing.

    Parameters
    ----------
    market : LinearDemandMarket
    compete : str
        A key of ``WAYS``.
    idle : bool
        Whether a channel may sell nothing at the prices that are set: buyers then decide quantities.

    Examples
    --------
    >>> sales(retail_alone(), "quantities").prices["retail"] + d_r
    alpha
    >>> sales(retail_alone(), "prices").quantities["retail"] + p_r
    alpha
    >>> sales(retail_alone(), "prices", idle=True).buyers.decides
    (d_r,)
    """
    decided, bought = (dict(zip((RETAIL, LIVE), WAYS[way], strict=True)) for way in (compete, "quantities"))
    given = {channel: decided[channel] for channel in market.channels}
    if compete == "quantities":
        return Sales(market=market, compete=compete, prices=market.prices(given), quantities=given)
    if not idle:
        return Sales(market=market, compete=compete, prices=given, quantities=market.quantities(given))
    quantities = {channel: bought[channel] for channel in market.channels}
    spending = sp.Add(*(given[channel] * quantity for channel, quantity in quantities.items()))
    buyers = Player("buyers", decides=tuple(quantities.values()), payoff=market.utility(quantities) - spending)
    return Sales(market=market, compete=compete, prices=given, quantities=quantities, buyers=buyers)
