"""The folder on price and stock: what it records, against draws counted one by one on grids of prices and stocks."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
import sympy as sp
from numpy.typing import NDArray

from recorded import recorded

RECORD = recorded("petruzzi1999pricing")
COST = 4.0
DRAWS = (np.arange(400) + 0.5) / 400
PRICES = np.linspace(4, 20, 641)
DEMANDS: dict[str, Callable[[float, NDArray[np.float64]], NDArray[np.float64]]] = {
    "linear, added": lambda price, draws: 100 - 5 * price + 40 * (draws - 0.5),
    "linear, scaled": lambda price, draws: (100 - 5 * price) * draws,
    "elasticity 2, scaled": lambda price, draws: 100 / price**2 * draws,
}


def best(words: str) -> tuple[float, float, float]:
    """Return price, stock and profit: at each price the best stock is one of the demands."""
    choices = []
    for price in PRICES:
        demands = DEMANDS[words](price, DRAWS)
        stock = demands[min(int((1 - COST / price) * len(demands)), len(demands) - 1)]
        choices.append((price * np.minimum(stock, demands).mean() - COST * stock, price, stock))
    profit, price, stock = max(choices)
    return price, stock, profit


@pytest.mark.parametrize("words", DEMANDS)
def test_price_and_stock_are_what_counting_finds(words: str) -> None:
    entry, (price, stock, profit) = RECORD["R2"][words], best(words)
    stated = {name: float(sp.Rational(entry[name])) for name in ("P", "q", "retailer")}
    assert entry["the only one"] is True
    assert stated["P"] == pytest.approx(price, abs=0.05)
    assert stated["q"] == pytest.approx(stock, rel=2e-2)
    assert stated["retailer"] == pytest.approx(profit, rel=2e-3)


def test_roots_are_those_that_were_found_at_once() -> None:
    """The recorded equations, at numbers, have the prices and stocks of the whole problems."""
    scaled, added = (RECORD["R1"][label] for label in ("scaled", "additive"))
    at = {"a": 100, "b": 5, "c": 4, "h": 20}
    (price,) = (root for root in roots(scaled, at) if 4 < root < 20)
    (extra,) = (root for root in roots(added, at) if -20 < root < 20)
    assert price == pytest.approx(float(RECORD["R2"]["linear, scaled"]["P"]), rel=1e-9)
    printed, stated = added["quantities"], RECORD["R2"]["linear, added"]
    for name, shown in (("stock", "q"), ("P", "P"), ("retailer", "retailer")):
        value = float(sp.sympify(printed[name]).subs({**at, "z_star": extra}))
        assert value == pytest.approx(float(stated[shown]), rel=1e-9)


def roots(entry: dict[str, list[str]], at: dict[str, int]) -> list[float]:
    equation = sp.sympify(entry["holds_where"][-1].removesuffix(" == 0")).subs(at)
    return [float(root) for root in sp.real_roots(equation)]


@pytest.mark.parametrize("elasticity", [1.3, 2, 3, 5])
def test_profit_rises_up_to_the_price_and_falls_beyond_it_at_any_elasticity(elasticity: float) -> None:
    best_stock, riskless = (
        sp.sympify(RECORD["R3"][words]).subs({"epsilon": elasticity, "c": COST}) for words in RECORD["R3"]
    )
    prices = np.linspace(4.1, 60, 2_000)
    for slope, profit in (
        (best_stock, prices**-elasticity * (prices - COST) ** 2 / (2 * prices)),
        (riskless, prices**-elasticity * (prices - COST) / 2),
    ):
        between = sp.lambdify(sp.Symbol("P"), slope)((prices[1:] + prices[:-1]) / 2)
        assert np.count_nonzero(np.sign(between) != np.sign(np.diff(profit))) <= 1
        assert between[0] > 0 > between[-1] or elasticity < 2
