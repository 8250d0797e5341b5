"""The folder on goods that last: what it records, against sellers who look for the best sale on grids."""

from __future__ import annotations

import numpy as np
import pytest
import sympy as sp
from numpy.typing import NDArray

from recorded import recorded

RECORD = recorded("bulow1982durable")
D, WORN, BUYERS, SELLER = 0.9, 0.5, 0.6, 0.9
SHARES = np.linspace(0, 1, 2001)
Numbers = NDArray[np.float64]


def stated(label: str, name: str) -> float:
    at = {"d": D, "x": WORN, "d_c": BUYERS, "d_f": SELLER}
    return float(sp.sympify(RECORD["R1"][label]["quantities"][name]).subs(at))


def found(label: str) -> tuple[float, float, float]:
    """Return sales of both dates and the profit of a seller whom buyers foresee.

    The last one to buy today is as well off as who waits, or as who buys and sells again tomorrow what is left.
    """
    lasting = WORN if label == "wearing" else 1.0

    def later_price(first: float, later: Numbers) -> Numbers:
        return 1 - lasting * first - later

    def later_earned(first: float, later: Numbers) -> Numbers:
        price = later_price(first, later)
        refunded = first * (1 - first - price) if label == "guaranteed" else 0.0
        return price * later - refunded

    def profit(first: float) -> tuple[float, float, float]:
        later = float(SHARES[np.argmax(np.where(first + SHARES <= 1, later_earned(first, SHARES), -1.0))])
        last = 1 - first
        price = float(later_price(first, np.array([later]))[0])
        if label == "used_once":
            paid = last - BUYERS * (last - price)
        else:
            refund = last - price if label == "guaranteed" else 0.0
            paid = last + D * (lasting * price + refund)
        weight = SELLER if label == "used_once" else D
        return paid * first + weight * float(later_earned(first, np.array([later]))[0]), first, later

    total, first, later = max(map(profit, np.linspace(0, 1, 1001)))
    return first, later, total


@pytest.mark.parametrize("label", ["seller", "wearing", "guaranteed", "used_once"])
def test_sales_and_profits_are_what_grids_find(label: str) -> None:
    first, later, profit = found(label)
    assert stated(label, "q_1") == pytest.approx(first, abs=2e-3)
    assert stated(label, "q_2") == pytest.approx(later, abs=2e-3)
    assert stated(label, "today") == pytest.approx(profit, abs=3e-4)


def test_commitment_is_worth_what_renting_is() -> None:
    first, later = np.meshgrid(SHARES[::10], SHARES[::10], indexing="ij")
    left = 1 - first - later
    earned = np.where(left >= 0, (1 - first + D * left) * first + D * left * later, -1.0)
    rented = (1 + D) * (SHARES * (1 - SHARES)).max()
    assert (stated("kept", "owner"), stated("renter", "owner")) == pytest.approx((earned.max(), rented), abs=1e-9)


@pytest.mark.parametrize(("label", "dates"), [("two_dates", 2), ("three_dates", 3)])
def test_more_dates_are_what_one_seller_after_the_other_does(label: str, dates: int) -> None:
    """On a grid of who is left, from the last date back: what is sold, the price, and what it brings from then on."""
    steps = 2000
    left = np.arange(steps + 1) / steps
    # At the last date of sale a good serves in one period, or in two.
    uses = 1 + D if dates == 2 else 1.0
    price, worth, kept = uses * left, np.zeros(steps + 1), left
    for _ in range(dates):
        sales = [
            int(np.argmax((left[i] - left[: i + 1]) * price[: i + 1] + D * worth[: i + 1])) for i in range(steps + 1)
        ]
        after = np.array(sales)
        worth = (left - left[after]) * price[after] + D * worth[after]
        kept = kept[after]
        price = left + D * price[after]
    assert stated(label, "today") == pytest.approx(worth[-1], abs=2e-4)
    assert stated(label, "sold") == pytest.approx(1 - kept[-1], abs=1e-2)


def test_numbers_are_those_of_the_closed_forms() -> None:
    for label, entry in RECORD["R2"].items():
        profit = "owner" if label == "renter" else "today"
        assert float(sp.Rational(entry["seller"])) == pytest.approx(stated(label, profit))
