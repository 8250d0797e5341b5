"""The folder on price-only contracts: what it records, against demands counted one by one."""

from __future__ import annotations

import numpy as np
import pytest
import sympy as sp

from recorded import recorded

RECORD = recorded("lariviere2001selling")
PRICE, COST, MARKET = 10.0, 2.0, 100.0


@pytest.mark.parametrize("entry", RECORD["R3"], ids=lambda entry: f"{entry['l']} sure")
def test_sure_customers_are_what_counting_finds(entry: dict[str, str]) -> None:
    """At each price the retailer orders the demand that is below others in as many cases as pay for it."""
    sure = MARKET * float(sp.Rational(entry["l"]))
    demands = sure + (np.arange(2_000) + 0.5) / 2_000 * MARKET
    sold = np.concatenate([[0.0], np.cumsum(demands)])

    def earned(order: np.ndarray, paid: np.ndarray | float) -> np.ndarray:
        below = np.searchsorted(demands, order)
        return PRICE * (sold[below] + (len(demands) - below) * order) / len(demands) - paid * order

    orders = np.linspace(0, sure + MARKET, 2_001)
    prices = np.linspace(COST, PRICE, 401)
    answers = np.array([orders[np.argmax(earned(orders, price) + 1e-9 * orders)] for price in prices])
    supplier = (prices - COST) * answers
    stated = {name: float(sp.Rational(number)) for name, number in entry.items()}
    there = int(np.argmin(abs(prices - stated["w"])))
    assert stated["w"] == pytest.approx(prices[np.argmax(supplier)], abs=0.2)
    assert stated["supplier"] == pytest.approx(supplier.max(), rel=3e-3)
    assert stated["q"] == pytest.approx(answers[there], abs=0.2)
    retailer = earned(answers[there : there + 1], prices[there])[0]
    assert stated["retailer"] == pytest.approx(retailer, abs=0.5)
    assert stated["part"] == pytest.approx((supplier[there] + retailer) / earned(orders, COST).max(), abs=2e-3)


def test_without_sure_customers_numbers_are_the_limit_of_few() -> None:
    at = {"p": PRICE, "c": COST, "B": MARKET, "l": 0}
    for few, none in (("supplier: interior", "supplier_unsure"), ("owner", "owner_unsure")):
        entries = [RECORD["R1"][label]["quantities"] for label in (few, none)]
        for name, formula in entries[1].items():
            assert sp.sympify(entries[0][name]).subs(at) == sp.sympify(formula).subs(at), name


@pytest.mark.parametrize("power", [2, 3])
def test_power_laws_are_what_counting_finds(power: int) -> None:
    """Each of many demands is equally likely; an order is placed at the price that its last unit brings."""
    number, orders = 400_000, np.linspace(0, 1, 1_001)
    demands = ((np.arange(number) + 0.5) / number) ** (1 / power)
    below = np.searchsorted(demands, orders)
    sold = (np.concatenate([[0], np.cumsum(demands)])[below] + (number - below) * orders) / number
    prices = PRICE * (1 - below / number)
    whole, supplier = PRICE * sold - COST * orders, (prices - COST) * orders
    best = int(np.argmax(supplier))
    counted = {f"chain_k{power}": orders[np.argmax(whole)], f"price_only_k{power}": orders[best]}
    for label, order in counted.items():
        entry = RECORD["R1"][label]
        equation = sp.sympify(entry["holds_where"][-1].removesuffix(" == 0")).subs({"p": 10, "c": 2})
        stated = max(sp.real_roots(equation))
        assert entry["established"] is True
        assert order == pytest.approx(float(stated), abs=2e-3)
    assert prices[best] == pytest.approx((power * PRICE + COST) / (1 + power), abs=2e-2)
    left = (supplier[best] + PRICE * sold[best] - prices[best] * orders[best]) / whole.max()
    formula = sp.sympify(RECORD["R2"]["part of profit that is left"])
    assert left == pytest.approx(float(formula.subs("k", power)), abs=1e-3)
