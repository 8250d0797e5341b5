"""Demand for one product in several channels, from one utility.

A representative consumer values quantities d_i, bought in channels i, at

    U = sum of A_i d_i - (sum of d_i**2)/2 - sigma * (sum over pairs of d_i d_j)   (money),

and buys until a further unit is worth its price. A_i is what the first unit in channel i is worth, sigma in [0, 1) how
far the channels replace each other. A channel that does not exist is one in which nothing can be bought: leaving it out
is the same as setting its quantity to zero, so that markets with and without it are comparable.

Lineage: Singh, N. and Vives, X. (1984). Price and quantity competition in a differentiated duopoly. RAND Journal of
Economics 15(4) 546-554, with unit own slopes and n channels.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import combinations

import sympy as sp

from lsec_models.errors import DeclarationError, UnknownName, nearest
from lsec_models.games.frozen import Frozen


@dataclass(frozen=True, kw_only=True)
class Market:
    """Channels, and how consumers value what they sell.

    Attributes
    ----------
    willingness : mapping from str to sympy.Expr
        A_i: what the first unit bought in each channel is worth, money for a unit.
    substitutability : sympy.Expr
        sigma: 0 for separate markets, towards 1 for channels that are the same to consumers.

    Raises
    ------
    DeclarationError
        If there is no channel.

    Examples
    --------
    >>> from lsec_models import parameters
    >>> alpha, phi, sigma = parameters("alpha phi sigma", positive=True)
    >>> market = Market(willingness={"retail": alpha, "live": phi * alpha}, substitutability=sigma)
    >>> x, y = parameters("x y")
    >>> market.prices({"retail": x, "live": y})["live"]
    alpha*phi - sigma*x - y
    """

    willingness: Mapping[str, sp.Expr]
    substitutability: sp.Expr

    def __post_init__(self) -> None:
        if not self.willingness:
            raise DeclarationError("a market needs at least one channel; give willingness={name: expression}")
        worth = {name: sp.sympify(value) for name, value in self.willingness.items()}
        object.__setattr__(self, "willingness", Frozen(worth))
        object.__setattr__(self, "substitutability", sp.sympify(self.substitutability))

    @property
    def channels(self) -> tuple[str, ...]:
        """The names of the channels."""
        return tuple(self.willingness)

    def only(self, *channels: str) -> Market:
        """Return the market in which nothing but `channels` exists.

        Raises
        ------
        UnknownName
            If there is no such channel.
        """
        for channel in channels:
            if channel not in self.willingness:
                raise UnknownName(f"no channel {channel!r} in this market; {nearest(channel, self.channels)}")
        kept = {name: value for name, value in self.willingness.items() if name in channels}
        return Market(willingness=kept, substitutability=self.substitutability)

    def utility(self, quantities: Mapping[str, sp.Expr]) -> sp.Expr:
        """Return what consumers get from quantities, in money, before they pay.

        Parameters
        ----------
        quantities : mapping from str to sympy.Expr
            One for each channel.

        Raises
        ------
        DeclarationError
            If the channels are not exactly those of the market; so do the other methods.
        """
        d = self._for_each_channel(quantities, "quantities")
        own = sp.Add(*(self.willingness[i] * d[i] - d[i] ** 2 / 2 for i in d))
        return own - self.substitutability * sp.Add(*(d[i] * d[j] for i, j in combinations(d, 2)))

    def prices(self, quantities: Mapping[str, sp.Expr]) -> dict[str, sp.Expr]:
        """Return inverse demand: the prices at which consumers buy `quantities`, the gradient of the utility."""
        d = self._for_each_channel(quantities, "quantities")
        return {i: self.willingness[i] - d[i] - self.substitutability * sp.Add(*(d[j] for j in d if j != i)) for i in d}

    def quantities(self, prices: Mapping[str, sp.Expr]) -> dict[str, sp.Expr]:
        """Return demand: what consumers buy at `prices`, where that is not negative in any channel."""
        p = self._for_each_channel(prices, "prices")
        sigma, others = self.substitutability, len(p) - 1
        net = {i: self.willingness[i] - p[i] for i in p}
        if not others:
            return net
        pull = sigma / (1 + others * sigma) * sp.Add(*net.values())
        return {i: (net[i] - pull) / (1 - sigma) for i in p}

    def consumer_surplus(self, quantities: Mapping[str, sp.Expr]) -> sp.Expr:
        """Return utility minus spending when `quantities` sell at the prices at which consumers buy them."""
        d = self._for_each_channel(quantities, "quantities")
        pairs = sp.Add(*(d[i] * d[j] for i, j in combinations(d, 2)))
        return sp.Add(*(d[i] ** 2 for i in d)) / 2 + self.substitutability * pairs

    def _for_each_channel(self, values: Mapping[str, sp.Expr], what: str) -> dict[str, sp.Expr]:
        if set(values) != set(self.willingness):
            raise DeclarationError(
                f"{what} for {', '.join(sorted(values)) or 'no channel'}, but the channels of this market are "
                f"{', '.join(self.channels)}; give one for each"
            )
        return {name: sp.sympify(values[name]) for name in self.willingness}
