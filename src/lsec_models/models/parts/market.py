"""Demand for one product in several channels, from one utility: linear, logit, or of constant elasticities.

A representative consumer values quantities d_i, bought in channels i, in money at

- `LinearDemandMarket`: U = sum of A_i d_i - (sum of d_i**2)/2 - sigma * (sum over pairs of d_i d_j)
- `LogitMarket`: U = sum of A_i d_i - (sum of d_i log(d_i/N) + d_0 log(d_0/N)) / b, where d_0 = N - sum of d_i
- `CESMarket`: U = K**(1/eta) * D**(1 - 1/eta) / (1 - 1/eta), where D = (sum of f_i**(1/s) d_i**(1 - 1/s))**(s/(s - 1))

and buys until a further unit is worth its price. A channel that does not exist is one in which nothing can be bought:
leaving it out is the same as setting its quantity to zero, so that markets with and without it are comparable. With
linear demand games have closed forms; of the others `solve(game, at={...})` finds equilibria in numbers.

Lineage: Singh, N. and Vives, X. (1984). Price and quantity competition in a differentiated duopoly. RAND Journal of
Economics 15(4) 546-554, with unit own slopes and n channels. Anderson, S. P., de Palma, A. and Thisse, J.-F. (1992).
Discrete Choice Theory of Product Differentiation. MIT Press: chapter 3 on logit demand and its representative consumer,
chapter 4 on constant elasticities of substitution.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

import sympy as sp

from lsec_models.errors import DeclarationError, UnknownName, nearest
from lsec_models.games.frozen import Frozen


@dataclass(frozen=True, kw_only=True)
class LinearDemandMarket:
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
    >>> market = LinearDemandMarket(willingness={"retail": alpha, "live": phi * alpha}, substitutability=sigma)
    >>> x, y = parameters("x y")
    >>> market.prices({"retail": x, "live": y})["live"]
    alpha*phi - sigma*x - y
    """

    willingness: Mapping[str, sp.Expr]
    substitutability: sp.Expr

    def __post_init__(self) -> None:
        object.__setattr__(self, "willingness", _by_channel(self.willingness, "willingness"))
        object.__setattr__(self, "substitutability", sp.sympify(self.substitutability))

    @property
    def channels(self) -> tuple[str, ...]:
        """The names of the channels."""
        return tuple(self.willingness)

    def only(self, *channels: str) -> LinearDemandMarket:
        """Return the market in which nothing but `channels` exists.

        Raises
        ------
        UnknownName
            If there is no such channel.
        """
        return replace(self, willingness=_only(self.willingness, channels))

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
        d = _for_each(self.channels, quantities, "quantities")
        own = sp.Add(*(self.willingness[i] * d[i] - d[i] ** 2 / 2 for i in d))
        return own - self.substitutability * sp.Add(*(d[i] * d[j] for i, j in combinations(d, 2)))

    def prices(self, quantities: Mapping[str, sp.Expr]) -> dict[str, sp.Expr]:
        """Return inverse demand: the prices at which consumers buy `quantities`, the gradient of the utility."""
        d = _for_each(self.channels, quantities, "quantities")
        return {i: self.willingness[i] - d[i] - self.substitutability * sp.Add(*(d[j] for j in d if j != i)) for i in d}

    def quantities(self, prices: Mapping[str, sp.Expr]) -> dict[str, sp.Expr]:
        """Return demand: what consumers buy at `prices`, where that is not negative in any channel."""
        p = _for_each(self.channels, prices, "prices")
        sigma, others = self.substitutability, len(p) - 1
        net = {i: self.willingness[i] - p[i] for i in p}
        if not others:
            return net
        pull = sigma / (1 + others * sigma) * sp.Add(*net.values())
        return {i: (net[i] - pull) / (1 - sigma) for i in p}

    def consumer_surplus(self, quantities: Mapping[str, sp.Expr]) -> sp.Expr:
        """Return utility less spending, at the prices at which consumers buy `quantities`."""
        d = _for_each(self.channels, quantities, "quantities")
        pairs = sp.Add(*(d[i] * d[j] for i, j in combinations(d, 2)))
        return sp.Add(*(d[i] ** 2 for i in d)) / 2 + self.substitutability * pairs


@dataclass(frozen=True, kw_only=True)
class LogitMarket:
    """Channels, of which each of N buyers chooses one, or none, for one unit: tastes differ by Gumbel's law.

    Where buyers choose, the share of channel i is exp(b (A_i - p_i)) / (1 + sum of exp(b (A_j - p_j))).

    Attributes
    ----------
    willingness : mapping from str to sympy.Expr
        A_i: what a unit bought in each channel is worth to a typical buyer beyond buying nothing, money for a unit.
    sensitivity : sympy.Expr
        b > 0: how closely buyers look at prices, for a unit of money; tastes vary by 1/b.
    size : sympy.Expr
        N > 0: how many buyers there are; 1, so that quantities are shares, without it.

    Raises
    ------
    DeclarationError
        If there is no channel.

    Examples
    --------
    >>> from lsec_models import Game, Player, decisions, parameters, solve
    >>> A, b, c = parameters("A b c", positive=True)
    >>> p, m = decisions("p m")
    >>> market = LogitMarket(willingness={"store": A, "live": A}, sensitivity=b)
    >>> sold = market.quantities({"store": p, "live": m})
    >>> store = Player("store", decides=[p], payoff=(p - c) * sold["store"])
    >>> host = Player("host", decides=[m], payoff=(m - c) * sold["live"])
    >>> found = solve(Game(players=[store, host]), at={"A": 2, "b": 1, "c": 1})
    >>> [round(float(found.only()[price]), 6) for price in ("p", "m")]
    [2.401058, 2.401058]
    """

    willingness: Mapping[str, sp.Expr]
    sensitivity: sp.Expr
    size: sp.Expr = sp.S.One

    def __post_init__(self) -> None:
        object.__setattr__(self, "willingness", _by_channel(self.willingness, "willingness"))
        for name in ("sensitivity", "size"):
            object.__setattr__(self, name, sp.sympify(getattr(self, name)))

    @property
    def channels(self) -> tuple[str, ...]:
        """The names of the channels."""
        return tuple(self.willingness)

    def only(self, *channels: str) -> LogitMarket:
        """Return the market in which nothing but `channels` exists; raises as :meth:`LinearDemandMarket.only`."""
        return replace(self, willingness=_only(self.willingness, channels))

    def utility(self, quantities: Mapping[str, sp.Expr]) -> sp.Expr:
        """Return what buyers get from quantities, in money, before they pay; 0 where nobody buys.

        Parameters
        ----------
        quantities : mapping from str to sympy.Expr
            One for each channel: positive, less than N together.

        Raises
        ------
        DeclarationError
            If the channels are not exactly those of the market; so do the other methods.
        """
        d = _for_each(self.channels, quantities, "quantities")
        groups = [*d.values(), self.size - sp.Add(*d.values())]
        variety = -sp.Add(*(group * sp.log(group / self.size) for group in groups)) / self.sensitivity
        return sp.Add(*(self.willingness[i] * d[i] for i in d)) + variety

    def prices(self, quantities: Mapping[str, sp.Expr]) -> dict[str, sp.Expr]:
        """Return inverse demand: the prices at which buyers choose `quantities`, the gradient of the utility."""
        d = _for_each(self.channels, quantities, "quantities")
        nothing = self.size - sp.Add(*d.values())
        return {i: self.willingness[i] - sp.log(d[i] / nothing) / self.sensitivity for i in d}

    def quantities(self, prices: Mapping[str, sp.Expr]) -> dict[str, sp.Expr]:
        """Return demand: how many buyers choose each channel at `prices`."""
        p = _for_each(self.channels, prices, "prices")
        weights = {i: sp.exp(self.sensitivity * (self.willingness[i] - p[i])) for i in p}
        return {i: self.size * weights[i] / (1 + sp.Add(*weights.values())) for i in p}

    def consumer_surplus(self, quantities: Mapping[str, sp.Expr]) -> sp.Expr:
        """Return utility less spending, at the prices at which buyers choose `quantities`."""
        d = _for_each(self.channels, quantities, "quantities")
        return -self.size / self.sensitivity * sp.log(1 - sp.Add(*d.values()) / self.size)


@dataclass(frozen=True, kw_only=True)
class CESMarket:
    """Channels between which demand shifts with a constant elasticity, and so does demand for all of them together.

    At prices p_i demand is d_i = K f_i p_i**-s P**(s - eta), with the index P = (sum of f_j p_j**(1 - s))**(1/(1 - s)).
    In one channel alone that is isoelastic demand, of elasticity eta.

    Attributes
    ----------
    weights : mapping from str to sympy.Expr
        f_i > 0: how much of what is spent goes to each channel where all prices are one.
    substitution : sympy.Expr
        s > 0, and not 1: by how many percent demand shifts between two channels where the ratio of their prices moves
        by one.
    elasticity : sympy.Expr
        eta > 1: by how many percent demand falls where all prices rise by one.
    size : sympy.Expr
        K > 0: what is bought at an index of one, in units; 1 without it.

    Raises
    ------
    DeclarationError
        If there is no channel, or the substitution or the elasticity is one.

    Examples
    --------
    >>> from lsec_models import Game, Player, decisions, parameters, solve
    >>> s, c = parameters("s c", positive=True)
    >>> p, m = decisions("p m")
    >>> market = CESMarket(weights={"store": 1, "live": 1}, substitution=s, elasticity=2)
    >>> sold = market.quantities({"store": p, "live": m})
    >>> store = Player("store", decides=[p], payoff=(p - c) * sold["store"])
    >>> host = Player("host", decides=[m], payoff=(m - c) * sold["live"])
    >>> found = solve(Game(players=[store, host]), at={"s": 4, "c": 1})
    >>> [round(float(found.only()[price]), 6) for price in ("p", "m")]
    [1.5, 1.5]
    """

    weights: Mapping[str, sp.Expr]
    substitution: sp.Expr
    elasticity: sp.Expr
    size: sp.Expr = sp.S.One

    def __post_init__(self) -> None:
        object.__setattr__(self, "weights", _by_channel(self.weights, "weights"))
        for name in ("substitution", "elasticity", "size"):
            object.__setattr__(self, name, sp.sympify(getattr(self, name)))
        for name in ("substitution", "elasticity"):
            if getattr(self, name) == 1:
                raise DeclarationError(
                    f"{name} = 1: there utility is a product or a logarithm, not a sum of powers; take a number beside "
                    "it, such as 1.01"
                )

    @property
    def channels(self) -> tuple[str, ...]:
        """The names of the channels."""
        return tuple(self.weights)

    def only(self, *channels: str) -> CESMarket:
        """Return the market in which nothing but `channels` exists; raises as :meth:`LinearDemandMarket.only`."""
        return replace(self, weights=_only(self.weights, channels))

    def utility(self, quantities: Mapping[str, sp.Expr]) -> sp.Expr:
        """Return what consumers get from quantities, in money, before they pay; parameters and errors as of logit."""
        return self._spent(quantities) * self.elasticity / (self.elasticity - 1)

    def prices(self, quantities: Mapping[str, sp.Expr]) -> dict[str, sp.Expr]:
        """Return inverse demand: the prices at which consumers buy `quantities`, the gradient of the utility."""
        d = _for_each(self.channels, quantities, "quantities")
        s, eta = self.substitution, self.elasticity
        common = self.size ** (1 / eta) * self._bundle(d) ** (1 / s - 1 / eta)
        return {i: common * (self.weights[i] / d[i]) ** (1 / s) for i in d}

    def quantities(self, prices: Mapping[str, sp.Expr]) -> dict[str, sp.Expr]:
        """Return demand: what consumers buy at `prices`."""
        p = _for_each(self.channels, prices, "prices")
        s, eta = self.substitution, self.elasticity
        index = sp.Add(*(self.weights[i] * p[i] ** (1 - s) for i in p)) ** (1 / (1 - s))
        return {i: self.size * self.weights[i] * p[i] ** -s * index ** (s - eta) for i in p}

    def consumer_surplus(self, quantities: Mapping[str, sp.Expr]) -> sp.Expr:
        """Return utility less spending, at the prices at which consumers buy `quantities`."""
        return self._spent(quantities) / (self.elasticity - 1)

    def _spent(self, quantities: Mapping[str, sp.Expr]) -> sp.Expr:
        """Return what consumers spend on `quantities`."""
        d = _for_each(self.channels, quantities, "quantities")
        return self.size ** (1 / self.elasticity) * self._bundle(d) ** (1 - 1 / self.elasticity)

    def _bundle(self, d: Mapping[str, sp.Expr]) -> sp.Expr:
        s = self.substitution
        return sp.Add(*(self.weights[i] ** (1 / s) * d[i] ** (1 - 1 / s) for i in d)) ** (s / (s - 1))


def _by_channel(values: Mapping[str, sp.Expr], name: str) -> Frozen[sp.Expr]:
    if not values:
        raise DeclarationError(f"a market needs at least one channel; give {name}={{name: expression}}")
    return Frozen({channel: sp.sympify(value) for channel, value in values.items()})


def _only(values: Mapping[str, sp.Expr], channels: Sequence[str]) -> dict[str, sp.Expr]:
    for channel in channels:
        if channel not in values:
            raise UnknownName(f"no channel {channel!r} in this market; {nearest(channel, tuple(values))}")
    return {name: value for name, value in values.items() if name in channels}


def _for_each(channels: Sequence[str], values: Mapping[str, sp.Expr], what: str) -> dict[str, sp.Expr]:
    if set(values) != set(channels):
        raise DeclarationError(
            f"{what} for {', '.join(sorted(values)) or 'no channel'}, but the channels of this market are "
            f"{', '.join(channels)}; give one for each"
        )
    return {name: sp.sympify(values[name]) for name in channels}
