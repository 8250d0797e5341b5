"""Prices drawn at random: the printed laws make every price of their range worth the same, and no other price more.

The package does not solve for laws of prices. That a printed one is an equilibrium it proves: at a price p, the rival
asks more with a chance G, which is all that a seller's profit depends on.
"""

from __future__ import annotations

import pytest
import sympy as sp

from lsec_models import parameters, prove
from lsec_models.prove.results.verdicts import Proved

v, p, G, M, S, K, a, k = parameters("v p G M S K a k", positive=True)


def is_proved(claim: sp.Basic, *given: sp.Basic) -> bool:
    verdict = prove(claim, given=list(given))
    return isinstance(verdict, Proved) and verdict.exact


class TestSales:
    """Varian, H. R. (1980). A model of sales. American Economic Review 70.

    M loyal buyers for each of n sellers and S who compare, all at most v. G is the chance that all rivals ask more:
    the (n - 1)-th power of 1 - F(p).
    """

    profit = p * (M + S * G)
    law = sp.Eq(S * p * G, M * (v - p))

    def test_each_price_of_the_range_earns_what_loyal_buyers_are_worth(self) -> None:
        assert is_proved(sp.Eq(self.profit, M * v), self.law)

    def test_the_range_ends_where_the_chance_is_none_and_begins_where_it_is_one(self) -> None:
        assert is_proved(sp.Eq(p, v), self.law.subs(G, 0))
        assert is_proved(sp.Eq(p * (M + S), M * v), self.law.subs(G, 1))

    def test_below_the_range_all_buyers_are_worth_less(self) -> None:
        assert is_proved(p * (M + S) < M * v, p < M * v / (M + S))

    def test_printed_numbers(self) -> None:
        """At M = 1/5, S = 2/5, v = 1 and three sellers: from a third on, and F(3/5) = 0.4226497308."""
        at = {M: sp.Rational(1, 5), S: sp.Rational(2, 5), v: 1}
        assert sp.solve(self.law.subs({G: 1, **at}), p) == [sp.Rational(1, 3)]
        (chance,) = sp.solve(self.law.subs({p: sp.Rational(3, 5), **at}), G)
        assert float(1 - sp.sqrt(chance)) == pytest.approx(0.4226497308)


class TestPricesUnderCapacities:
    """Two sellers of capacity K, more than half of a market of size one but not all of it; buyers pay at most v.

    Who asks less sells K, who asks more 1 - K; G is the chance that the rival asks more.
    """

    profit = p * (K * G + (1 - K) * (1 - G))
    law = sp.Eq(p * (2 * K - 1) * (1 - G), p * K - (1 - K) * v)
    sizes = (sp.Rational(1, 2) < K, K < 1)

    def test_each_price_of_the_range_earns_what_is_left_over_at_the_highest_price(self) -> None:
        assert is_proved(sp.Eq(self.profit, (1 - K) * v), self.law, *self.sizes)

    def test_the_ends_and_what_lies_below(self) -> None:
        assert is_proved(sp.Eq(p, v), self.law.subs(G, 0), *self.sizes)
        assert is_proved(sp.Eq(p * K, v * (1 - K)), self.law.subs(G, 1), *self.sizes)
        assert is_proved(p * K < (1 - K) * v, p < v * (1 - K) / K, *self.sizes)

    def test_printed_numbers(self) -> None:
        """At v = 1, K = 3/4: from a third on, a profit of 1/4, and half of all prices below 1/2."""
        at = {K: sp.Rational(3, 4), v: 1}
        assert sp.solve(self.law.subs({G: 1, **at}), p) == [sp.Rational(1, 3)]
        assert sp.solve(self.law.subs({p: sp.Rational(1, 2), **at}), G) == [sp.Rational(1, 2)]


class TestPricesAfterLargeCapacities:
    """Kreps, D. M. and Scheinkman, J. A. (1983). Quantity precommitment and Bertrand competition. Bell Journal 14.

    Capacities k >= K above (a - K)/2, below a; demand a - p, buyers of highest value first. G is the chance that the
    other seller asks more.
    """

    large = (k >= K, 2 * k > a - K, a > K, k < a)

    def test_the_highest_price_earns_the_larger_seller_the_square_of_half_of_what_is_left(self) -> None:
        left_over = p * (a - K - p)
        assert is_proved(left_over <= (a - K) ** 2 / 4)
        assert is_proved(sp.Eq(left_over, (a - K) ** 2 / 4), sp.Eq(2 * p, a - K))

    def test_each_lower_price_of_the_range_earns_the_same(self) -> None:
        """The law of the smaller seller's prices, from the price at which selling k earns that on."""
        profit = p * (k * G + (a - K - p) * (1 - G))
        law = sp.Eq(p * (k - (a - K - p)) * G, (a - K) ** 2 / 4 - p * (a - K - p))
        assert is_proved(sp.Eq(profit, (a - K) ** 2 / 4), law, *self.large)
        assert is_proved(p * k < (a - K) ** 2 / 4, p < (a - K) ** 2 / (4 * k), *self.large)

    def test_the_smaller_seller_draws_from_the_same_range_and_earns_its_share(self) -> None:
        """It sells all of K at the lowest price; the larger one asks the highest price with a chance of its own."""
        lowest = (a - K) ** 2 / (4 * k)
        profit = p * (K * G + (a - k - p) * (1 - G))
        law = sp.Eq(p * (K - (a - k - p)) * G, lowest * K - p * (a - k - p))
        assert is_proved(sp.Eq(profit, lowest * K), law, *self.large, p < a - k)
        atom = law.subs(p, (a - K) / 2)
        assert is_proved(G >= 0, atom, *self.large, a - K < 2 * (a - k))
