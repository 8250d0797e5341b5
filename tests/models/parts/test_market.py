"""Demand from one utility: its gradient, its inverse, its surplus, and what happens when a channel is missing."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import combinations

import pytest
import sympy as sp
from hypothesis import given
from hypothesis import strategies as st

from lsec_models import Game, Player, decisions, parameters, solve
from lsec_models.errors import DeclarationError, UnknownName
from lsec_models.models.parts.market import Market
from strategies import examples

sigma = parameters("sigma", nonnegative=True)
CHANNELS = ("retail", "live", "store")


def market(n: int, substitutability: sp.Expr = sigma) -> Market:
    worth = {name: parameters(f"A_{name}", positive=True) for name in CHANNELS[:n]}
    return Market(willingness=worth, substitutability=substitutability)


def symbols(prefix: str, n: int) -> dict[str, sp.Symbol]:
    return {name: parameters(f"{prefix}_{name}") for name in CHANNELS[:n]}


def same(one: sp.Expr, other: sp.Expr) -> bool:
    return bool(sp.cancel(sp.together(one - other)) == 0)


@pytest.mark.parametrize("n", [1, 2, 3])
class TestOneUtility:
    def test_prices_are_its_gradient(self, n: int) -> None:
        d = symbols("d", n)
        utility, prices = market(n).utility(d), market(n).prices(d)
        assert all(same(sp.diff(utility, d[channel]), prices[channel]) for channel in d)

    def test_demand_inverts_the_prices(self, n: int) -> None:
        d, p = symbols("d", n), symbols("p", n)
        back = market(n).quantities(market(n).prices(d))
        forth = market(n).prices(market(n).quantities(p))
        assert all(same(back[channel], d[channel]) and same(forth[channel], p[channel]) for channel in d)

    def test_consumer_surplus_is_utility_minus_spending(self, n: int) -> None:
        d = symbols("d", n)
        spending = sp.Add(*(price * d[channel] for channel, price in market(n).prices(d).items()))
        assert same(market(n).consumer_surplus(d), market(n).utility(d) - spending)

    def test_demand_is_what_surplus_loses_when_a_price_rises(self, n: int) -> None:
        """Roy's identity for quasi-linear utility."""
        p = symbols("p", n)
        demand = market(n).quantities(p)
        surplus = market(n).consumer_surplus(demand)
        assert all(same(-sp.diff(surplus, p[channel]), demand[channel]) for channel in p)

    def test_separate_markets(self, n: int) -> None:
        d, apart = symbols("d", n), market(n, sp.S.Zero)
        for channel, price in apart.prices(d).items():
            assert price.free_symbols == {apart.willingness[channel], d[channel]}
            assert apart.only(channel).consumer_surplus({channel: d[channel]}) == d[channel] ** 2 / 2
        surplus = sp.Add(*(quantity**2 / 2 for quantity in d.values()))
        assert same(apart.consumer_surplus(d), surplus)

    def test_a_missing_channel_is_one_that_sells_nothing(self, n: int) -> None:
        whole, d = market(n), symbols("d", n)
        for k in range(1, n + 1):
            for kept in combinations(whole.channels, k):
                part = {channel: d[channel] for channel in kept}
                padded = {channel: part.get(channel, sp.S.Zero) for channel in whole.channels}
                smaller = whole.only(*kept)
                assert same(smaller.utility(part), whole.utility(padded))
                assert same(smaller.consumer_surplus(part), whole.consumer_surplus(padded))
                assert all(same(price, whole.prices(padded)[name]) for name, price in smaller.prices(part).items())


def duopoly(compete: str) -> Mapping[str, sp.Expr]:
    """Two symmetric firms without cost and with unit willingness to pay."""
    x, y = decisions("x y")
    symmetric = Market(willingness={"retail": sp.S.One, "live": sp.S.One}, substitutability=sigma)
    given = {"retail": x, "live": y}
    other = symmetric.prices(given) if compete == "quantities" else symmetric.quantities(given)
    game = Game(
        players=[
            Player("one", decides=[x], payoff=x * other["retail"]),
            Player("two", decides=[y], payoff=y * other["live"]),
        ],
        assuming=[sigma < 1],
        report={"other": other["retail"]},
    )
    found = solve(game)
    return {"decision": found["x"], "other": found["other"]}


class TestDuopoliesOfSinghAndVives:
    def test_cournot(self) -> None:
        found = duopoly("quantities")
        assert same(found["decision"], 1 / (2 + sigma))
        assert same(found["other"], 1 / (2 + sigma))

    def test_bertrand(self) -> None:
        found = duopoly("prices")
        assert same(found["decision"], (1 - sigma) / (2 - sigma))
        assert same(found["other"], 1 / ((1 + sigma) * (2 - sigma)))

    def test_prices_are_lower_where_prices_are_decided(self) -> None:
        gap = duopoly("quantities")["other"] - duopoly("prices")["decision"]
        assert same(gap, sigma**2 / ((2 + sigma) * (2 - sigma)))

    def test_limits(self) -> None:
        """Monopolies in separate markets; Cournot and zero profit for one and the same product."""
        cournot, bertrand = duopoly("quantities"), duopoly("prices")
        assert cournot["decision"].subs(sigma, 0) == bertrand["decision"].subs(sigma, 0) == sp.Rational(1, 2)
        assert cournot["decision"].subs(sigma, 1) == sp.Rational(1, 3)
        assert bertrand["decision"].subs(sigma, 1) == 0


fractions = st.fractions(min_value=0, max_value=9, max_denominator=9)


@examples(40)
@given(st.lists(fractions, min_size=3, max_size=3), st.lists(fractions, min_size=3, max_size=3))
def test_consumers_can_not_do_better(quantities: list[object], others: list[object]) -> None:
    """At the prices of a bundle no other bundle leaves more: the utility is concave for sigma below 1."""
    concrete = market(3, sp.Rational(4, 5))
    chosen, rival = (dict(zip(CHANNELS, map(sp.Rational, map(str, q)), strict=True)) for q in (quantities, others))
    prices = concrete.prices(chosen)

    def left(bundle: Mapping[str, sp.Expr]) -> sp.Expr:
        return sp.expand(concrete.utility(bundle) - sp.Add(*(prices[i] * bundle[i] for i in bundle)))

    assert left(chosen) >= left(rival)


class TestBadRequests:
    def test_a_market_needs_a_channel(self) -> None:
        with pytest.raises(DeclarationError, match="at least one channel"):
            Market(willingness={}, substitutability=sigma)

    def test_unknown_channels_are_told(self) -> None:
        with pytest.raises(UnknownName, match=r"no channel 'retial'.*did you mean 'retail'"):
            market(2).only("retial")

    @pytest.mark.parametrize("method", ["utility", "prices", "quantities", "consumer_surplus"])
    @pytest.mark.parametrize("given", [("retail",), ("retail", "live", "store"), ()])
    def test_every_channel_needs_a_value(self, method: str, given: tuple[str, ...]) -> None:
        with pytest.raises(DeclarationError, match=r"the channels of this market are retail, live"):
            getattr(market(2), method)(dict.fromkeys(given, sp.S.One))
