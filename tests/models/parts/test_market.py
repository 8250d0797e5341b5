"""Demand from one utility: its gradient, its inverse, its surplus, and what happens when a channel is missing."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import combinations
from typing import Any

import mpmath
import numpy as np
import pytest
import sympy as sp
from hypothesis import given
from hypothesis import strategies as st

from lsec_models import Game, Player, decisions, parameters, solve
from lsec_models.errors import DeclarationError, UnknownName
from lsec_models.models.parts.market import CESMarket, LinearDemandMarket, LogitMarket
from strategies import examples

sigma = parameters("sigma", nonnegative=True)
CHANNELS = ("retail", "live", "store")


def market(n: int, substitutability: sp.Expr = sigma) -> LinearDemandMarket:
    worth = {name: parameters(f"A_{name}", positive=True) for name in CHANNELS[:n]}
    return LinearDemandMarket(willingness=worth, substitutability=substitutability)


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
    symmetric = LinearDemandMarket(willingness={"retail": sp.S.One, "live": sp.S.One}, substitutability=sigma)
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


@pytest.mark.slow
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


def logit(n: int) -> LogitMarket:
    worth = {name: parameters(f"A_{name}", positive=True) for name in CHANNELS[:n]}
    return LogitMarket(
        willingness=worth, sensitivity=parameters("b", positive=True), size=parameters("N", positive=True)
    )


def ces(n: int) -> CESMarket:
    weights = {name: parameters(f"A_{name}", positive=True) for name in CHANNELS[:n]}
    s, eta, size = parameters("s eta N", positive=True)
    return CESMarket(weights=weights, substitution=s, elasticity=eta, size=size)


SMOOTH = st.sampled_from([logit, ces]).flatmap(lambda kind: st.integers(1, 3).map(kind))


@st.composite
def smooth_points(draw: st.DrawFn) -> tuple[Any, dict[sp.Symbol, sp.Rational], dict[str, sp.Symbol]]:
    """A market, numbers for all its symbols, and symbols for quantities, which leave somebody who buys nothing."""
    whole = draw(SMOOTH)
    d = {name: parameters(f"d_{name}", positive=True) for name in whole.channels}
    tenths = st.integers(2, 30).map(lambda count: sp.Rational(count, 10))
    numbers = {parameters(f"A_{name}", positive=True): draw(tenths) for name in whole.channels}
    numbers |= {parameters(name, positive=True): draw(tenths) for name in ("b", "N")}
    s = draw(tenths)
    numbers |= {parameters("s", positive=True): s if s != 1 else sp.Rational(3, 2)}
    numbers |= {parameters("eta", positive=True): 1 + draw(tenths)}
    size = numbers[parameters("N", positive=True)]
    numbers |= {symbol: size * draw(tenths) / 100 for symbol in d.values()}
    return whole, numbers, d


def number(expression: sp.Expr, numbers: Mapping[sp.Symbol, sp.Rational], kind: Any = float) -> Any:
    """Return what an expression is at numbers, computed to forty digits."""
    with mpmath.workdps(40):
        values = [mpmath.mpf(int(value.p)) / int(value.q) for value in numbers.values()]
        return kind(sp.lambdify(list(numbers), expression, "mpmath")(*values))


@pytest.mark.slow
@examples(5)
@given(smooth_points())
def test_smooth_demand_is_that_of_its_utility(drawn: Any) -> None:
    """Prices are its gradient, demand inverts them, surplus is what is left, and falls by demand (Roy's identity)."""
    whole, numbers, d = drawn
    utility, prices = whole.utility(d), whole.prices(d)
    exact = {name: number(price, numbers) for name, price in prices.items()}
    for name, symbol in d.items():
        assert number(sp.diff(utility, symbol), numbers) == pytest.approx(exact[name], rel=1e-12)
        assert number(whole.quantities(prices)[name], numbers) == pytest.approx(float(numbers[symbol]), rel=1e-12)
    spent = sum(exact[name] * float(numbers[symbol]) for name, symbol in d.items())
    surplus = number(whole.consumer_surplus(d), numbers)
    assert surplus == pytest.approx(number(utility, numbers) - spent, rel=1e-9, abs=1e-12)
    first, *_ = p = {name: parameters(f"p_{name}", positive=True) for name in d}
    demand, step = whole.quantities(p), sp.Rational(1, 10**12)
    around = []
    for side in (-1, 1):
        moved = {
            p[name]: sp.Rational(value) * (1 + (side * step if name == first else 0)) for name, value in exact.items()
        }
        bought = {d[name]: sp.Rational(number(sold, numbers | moved, str)) for name, sold in demand.items()}
        around.append(sp.Rational(number(whole.consumer_surplus(d), numbers | bought, str)))
    lost = (around[0] - around[1]) / (2 * step * sp.Rational(exact[first]))
    assert float(lost) == pytest.approx(float(numbers[d[first]]), rel=1e-9)


@pytest.mark.slow
@examples(10)
@given(smooth_points(), st.lists(st.floats(0.01, 0.3), min_size=3, max_size=3))
def test_buyers_of_smooth_demand_can_not_do_better(drawn: Any, shares: list[float]) -> None:
    whole, numbers, d = drawn
    spent = sp.Add(*(number(price, numbers) * d[name] for name, price in whole.prices(d).items()))
    left = whole.utility(d) - spent
    size = numbers[parameters("N", positive=True)]
    rival = numbers | {symbol: size * sp.Rational(share) for symbol, share in zip(d.values(), shares, strict=False)}
    best = number(left, numbers)
    assert number(left, rival) <= best + 1e-9 * max(1.0, abs(best))


@pytest.mark.slow
@examples(10)
@given(smooth_points())
def test_a_channel_without_smooth_demand_is_one_that_is_too_dear(drawn: Any) -> None:
    whole, numbers, d = drawn
    some = whole.only("retail")
    numbers[parameters("s", positive=True)] += 1  # Where channels complement each other, all are needed.
    prices = {name: sp.Integer(1) if name == "retail" else sp.Integer(10) ** 90 for name in d}
    alone = number(some.quantities({"retail": sp.Integer(1)})["retail"], numbers)
    assert number(whole.quantities(prices)["retail"], numbers) == pytest.approx(alone, rel=1e-6)


@pytest.mark.parametrize("n", [1, 3])
def test_logit_shares_are_those_of_buyers_whose_tastes_are_drawn(n: int) -> None:
    worth, prices = dict(zip(CHANNELS, (1.0, 1.5, 0.4), strict=True)), dict(zip(CHANNELS, (0.5, 1.2, 0.1), strict=True))
    sharp = 1.7
    some = LogitMarket(willingness={name: worth[name] for name in CHANNELS[:n]}, sensitivity=sharp)
    drawn = np.random.default_rng(3).gumbel(size=(200_000, n + 1)) / sharp
    values = np.array([worth[name] - prices[name] for name in CHANNELS[:n]] + [0.0]) + drawn
    shares = np.bincount(values.argmax(axis=1), minlength=n + 1) / len(values)
    found = some.quantities({name: prices[name] for name in CHANNELS[:n]})
    assert [float(share) for share in found.values()] == pytest.approx(list(shares[:n]), abs=5e-3)
    surplus = float(some.consumer_surplus(found))
    # The mean of the largest of draws by Gumbel's law is beyond zero where nothing is sold too.
    assert surplus == pytest.approx(values.max(axis=1).mean() - np.euler_gamma / sharp, abs=5e-3)


def test_one_channel_has_isoelastic_demand() -> None:
    p = parameters("p", positive=True)
    [sold] = ces(1).quantities({"retail": p}).values()
    slope = sp.diff(sp.log(sold), p) * p
    numbers = dict(
        zip(sorted(sold.free_symbols, key=str), map(sp.Rational, ("0.7", "2.5", "3", "1.9", "4")), strict=True)
    )
    assert number(slope, numbers) == pytest.approx(-float(numbers[parameters("eta", positive=True)]), rel=1e-12)


class TestBadRequests:
    @pytest.mark.parametrize("name", ["substitution", "elasticity"])
    def test_constant_elasticities_are_not_one(self, name: str) -> None:
        numbers = {"substitution": 3, "elasticity": 2, name: 1}
        with pytest.raises(DeclarationError, match=rf"{name} = 1: .*such as 1\.01"):
            CESMarket(weights={"live": 1}, **numbers)

    @pytest.mark.parametrize("whole", [logit(2), ces(2)])
    def test_channels_of_smooth_demand_are_told_too(self, whole: LogitMarket | CESMarket) -> None:
        with pytest.raises(UnknownName, match="did you mean 'retail'"):
            whole.only("retial")
        for method in ("utility", "prices", "quantities", "consumer_surplus"):
            with pytest.raises(DeclarationError, match="the channels of this market are retail, live"):
                getattr(whole, method)({"retail": 1})
        with pytest.raises(DeclarationError, match="at least one channel; give weights="):
            CESMarket(weights={}, substitution=3, elasticity=2)

    def test_a_market_needs_a_channel(self) -> None:
        with pytest.raises(DeclarationError, match="at least one channel"):
            LinearDemandMarket(willingness={}, substitutability=sigma)

    def test_unknown_channels_are_told(self) -> None:
        with pytest.raises(UnknownName, match=r"no channel 'retial'.*did you mean 'retail'"):
            market(2).only("retial")

    @pytest.mark.parametrize("method", ["utility", "prices", "quantities", "consumer_surplus"])
    @pytest.mark.parametrize("given", [("retail",), ("retail", "live", "store"), ()])
    def test_every_channel_needs_a_value(self, method: str, given: tuple[str, ...]) -> None:
        with pytest.raises(DeclarationError, match=r"the channels of this market are retail, live"):
            getattr(market(2), method)(dict.fromkeys(given, sp.S.One))
