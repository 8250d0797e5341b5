"""The folder on bargains in pairs: what it records, against prices that are tried, the other pair's being given."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
import sympy as sp
from numpy.typing import NDArray

from recorded import recorded

RECORD = recorded("horn1988bilateral")
SIZE, GOODS = 10.0, (-0.9, -0.5, 0.5, 0.9)
Numbers = NDArray[np.float64]


def stated(label: str, name: str, good: float, power: float) -> float:
    a, g, beta = sp.symbols("a g beta")
    formula = sp.sympify(RECORD["R1"][label]["quantities"][name], locals={"beta": beta})
    return float(formula.subs({a: SIZE, g: good, beta: power}))


def of_rivals(first: Numbers, second: float, good: float) -> tuple[Numbers, Numbers]:
    """Return what two retailers sell: each answers the other, again and again, and nobody sells less than nothing."""
    one, other = np.ones_like(first), np.ones_like(first)
    for _ in range(200):
        one = np.maximum(SIZE - good * other - first, 0) / 2
        other = np.maximum(SIZE - good * one - second, 0) / 2
    return one, other


def of_one(first: Numbers, second: float, good: float) -> tuple[Numbers, Numbers]:
    """Return what one retailer of both goods sells: it improves one quantity after the other."""
    one, other = np.ones_like(first), np.ones_like(first)
    for _ in range(400):
        one = np.maximum(SIZE - 2 * good * other - first, 0) / 2
        other = np.maximum(SIZE - 2 * good * one - second, 0) / 2
    return one, other


def gains(label: str, first: Numbers, second: float, good: float) -> tuple[Numbers, Numbers]:
    """Return what supplier and retailer of the first good gain by a price, over not agreeing on any."""
    alone = max(SIZE - second, 0) / 2
    if label == "one_retailer":
        one, other = of_one(first, second, good)
        revenue = (SIZE - one - good * other) * one + (SIZE - other - good * one) * other
        return first * one, revenue - first * one - second * other - (SIZE - alone - second) * alone
    one, other = of_rivals(first, second, good)
    kept = second * (other - alone) if label == "one_supplier" else 0.0
    return first * one + kept, (SIZE - one - good * other - first) * one


@pytest.mark.parametrize("power", [0.3, 0.8])
@pytest.mark.parametrize("good", GOODS)
@pytest.mark.parametrize("label", ["apart", "one_supplier", "one_retailer"])
def test_no_price_of_a_pair_is_better_than_the_agreed_one(label: str, good: float, power: float) -> None:
    agreed = stated(label, "w_1", good, power)
    tried = np.linspace(-4, SIZE, 1_401)
    supplier, retailer = gains(label, tried, agreed, good)
    fine = (supplier > 1e-9) & (retailer > 1e-9)
    product = np.where(fine, np.abs(supplier) ** power * np.abs(retailer) ** (1 - power), 0.0)
    assert agreed == pytest.approx(tried[product.argmax()], abs=0.011)
    sell: Callable[..., tuple[Numbers, Numbers]] = of_one if label == "one_retailer" else of_rivals
    quantity, _ = sell(np.array([agreed]), agreed, good)
    assert stated(label, "q_1", good, power) == pytest.approx(float(quantity[0]), abs=1e-6)


@pytest.mark.parametrize("good", GOODS)
@pytest.mark.parametrize("power", [0.3, 0.8])
def test_one_of_each_agrees_on_the_best_price_for_both_goods(good: float, power: float) -> None:
    tried = np.linspace(0, SIZE, 2_001)
    sold = (SIZE - tried) / (2 * (1 + good))
    product = (2 * tried * sold) ** power * (2 * (SIZE - (1 + good) * sold - tried) * sold) ** (1 - power)
    assert stated("one_of_each", "w", good, power) == pytest.approx(tried[product.argmax()], abs=0.006)
    together = 2 * max((SIZE - (1 + good) * one) * one for one in np.linspace(0, 60, 6_001))
    assert stated("fee", "supplier", good, power) == pytest.approx(power * together, rel=1e-4)
    assert stated("fees", "supplier_1", good, power) == pytest.approx(
        power * (together - SIZE**2 / 4), rel=1e-3, abs=1e-3
    )


def test_mergers_at_numbers_are_those_of_the_closed_forms() -> None:
    for entry in RECORD["R2"]:
        good = float(sp.Rational(entry["g"]))
        for side in ("supplier", "retailer"):
            names = [name for name in RECORD["R1"][entry["who"]]["quantities"] if name.startswith(side)]
            total = sum(stated(entry["who"], name, good, 0.9) for name in names)
            assert float(sp.Rational(entry[side])) == pytest.approx(total)
