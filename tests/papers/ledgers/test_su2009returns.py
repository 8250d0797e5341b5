"""The folder on returns: what it records, against buyers counted one by one."""

from __future__ import annotations

import numpy as np
import pytest
import sympy as sp
from numpy.typing import NDArray
from scipy import stats

from recorded import recorded

RECORD = recorded("su2009returns")
CHOSEN = np.linspace(0, 1, 401)
DRAWS = (np.arange(2_000) + 0.5) / 2_000


def stated(label: str, **at: float) -> dict[str, float]:
    """Return what the folder records, in numbers."""
    entry = RECORD["R1"][label]
    assert entry["established"] is True
    return {name: float(sp.sympify(text).subs(at)) for name, text in entry["quantities"].items()}


def by_refund(values: NDArray[np.float64], salvage: float) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return prices and profits at each refund: buyers pay their mean of product or refund, and return for it."""
    prices = np.maximum(values[None, :], CHOSEN[:, None]).mean(axis=1)
    returned = (values[None, :] < CHOSEN[:, None]).mean(axis=1)
    return prices, prices - (CHOSEN - salvage) * returned


@pytest.mark.parametrize("salvage", [0.2, 0.5, 0.85])
def test_policies_are_what_counting_finds(salvage: float) -> None:
    prices, earned = by_refund(DRAWS, salvage)
    best = int(np.argmax(earned))
    refund, full = stated("refund", s=salvage), stated("full", s=salvage)
    assert (refund["R"], refund["price"]) == pytest.approx((CHOSEN[best], prices[best]), abs=3e-3)
    assert refund["seller"] == pytest.approx(earned[best], abs=1e-3)
    paid_back = CHOSEN * (DRAWS[None, :] >= CHOSEN[:, None]).mean(axis=1) + salvage * CHOSEN
    assert (full["P"], full["seller"]) == pytest.approx((CHOSEN[np.argmax(paid_back)], paid_back.max()), abs=3e-3)
    assert full["returned"] == pytest.approx((full["P"] > DRAWS).mean(), abs=1e-3)
    assert stated("none") == {"P": 0.5, "seller": 0.5}


def test_a_stock_is_what_counting_finds() -> None:
    salvage, cost = 0.3, 0.4
    price, orders = np.maximum(DRAWS, salvage).mean(), np.linspace(0, 100, 1_001)
    sold = np.minimum(orders[:, None], 100 * DRAWS[None, :]).mean(axis=1)
    earned = price * sold + salvage * (orders - sold) - cost * orders
    found = stated("stocked", s=salvage, c=cost, B=100)
    assert found["q"] == pytest.approx(orders[np.argmax(earned)], abs=0.2)
    assert found["seller"] == pytest.approx(earned.max(), abs=1e-2)


def test_a_guarantee_is_what_buyers_pay_for() -> None:
    """The highest price on a grid at which a buyer does not lose, whom the product fits with a chance of 4/5."""
    at = {"u": 10.0, "phi": 0.8, "t": 1.0, "s": 3.0}
    prices = np.linspace(0, 12, 12_001)
    with_guarantee = prices[0.8 * (10 - prices) - 0.2 * 1 >= -1e-12].max()
    without = prices[0.8 * 10 - prices >= -1e-12].max()
    assert stated("guaranteed", **at)["P"] == pytest.approx(with_guarantee, abs=1e-3)
    assert stated("unguaranteed", **at)["P"] == pytest.approx(without, abs=1e-3)
    gain = stated("guaranteed", **at)["seller"] - stated("unguaranteed", **at)["seller"]
    assert gain == pytest.approx(0.8 * with_guarantee + 0.2 * 3 - without, abs=2e-3)


@pytest.mark.parametrize("trouble", [0.5, 3.0, 4.9])
@pytest.mark.parametrize("salvage", [1.0, 6.0])
def test_buyers_bring_back_what_pays_them_only(trouble: float, salvage: float) -> None:
    """Where the trouble is below what buyers pay without a guarantee, 5 = 10/2; above it nobody would return."""
    assert "phi*u > t" in RECORD["R1"]["guaranteed"]["holds_where"]
    prices = np.linspace(0, 10, 10_001)
    buys = (10 - prices) / 2 - trouble / 2 >= -1e-12
    earned = np.where(prices >= trouble, prices / 2 + salvage / 2, -np.inf)[buys]
    found = stated("guaranteed", u=10, phi=0.5, t=trouble, s=salvage)
    assert (found["P"], found["seller"]) == pytest.approx((prices[buys][np.argmax(earned)], earned.max()), abs=2e-3)


@pytest.mark.parametrize("entry", RECORD["R2"], ids=lambda entry: f"s = {entry['s']}")
def test_refunds_of_normal_values_are_what_counting_finds(entry: dict[str, str]) -> None:
    salvage = float(sp.Rational(entry["s"]))
    prices, earned = by_refund(stats.norm(1, 0.5).ppf(DRAWS), salvage)
    best = int(np.argmax(earned))
    assert float(entry["R"]) == pytest.approx(salvage, abs=1e-9)
    assert CHOSEN[best] == pytest.approx(salvage, abs=1.5e-2)
    assert float(entry["seller"]) == pytest.approx(earned[best], abs=1e-3)
    assert float(entry["price"]) == pytest.approx(prices[best], abs=5e-3)
