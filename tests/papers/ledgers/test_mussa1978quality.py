"""The folder on menus of qualities: what it records, against menus that are enumerated on a grid of qualities."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np
import pytest
import sympy as sp
from scipy.optimize import linprog

from recorded import recorded

RECORD = recorded("mussa1978quality")
LOW, HIGH = 1.5, 2.0
SHARES = {"both are served": 0.4, "at the border": 0.75, "the low type is left out": 0.8}
QUALITIES = np.linspace(0, 2.5, 101)


def best_prices(high: Any, low: Any) -> tuple[Any, Any]:
    """Return the highest prices at which each type takes its own offer; below them one at least could be raised."""
    price = LOW * low
    return np.minimum(HIGH * high, HIGH * (high - low) + price), price


@pytest.mark.parametrize("words", SHARES)
def test_menus_are_the_best_on_a_grid(words: str) -> None:
    share, entry = SHARES[words], RECORD["R2"][words]
    high, low = np.meshgrid(QUALITIES, QUALITIES, indexing="ij")
    p_high, p_low = best_prices(high, low)
    earned = share * (p_high - high**2 / 2) + (1 - share) * (p_low - low**2 / 2)
    accepted = LOW * low - p_low >= LOW * high - p_high - 1e-12
    best = np.unravel_index(np.argmax(np.where(accepted, earned, -np.inf)), earned.shape)
    assert entry["the only one"] is entry["as the closed form"] is True
    stated = {name: float(Fraction(entry[name])) for name in ("q_H", "p_H", "q_L", "p_L", "seller")}
    assert QUALITIES[list(best)] == pytest.approx([stated["q_H"], stated["q_L"]], abs=0.025)
    assert earned[best] <= stated["seller"] + 1e-12
    assert earned[best] == pytest.approx(stated["seller"], abs=1e-3)
    assert best_prices(stated["q_H"], stated["q_L"]) == pytest.approx((stated["p_H"], stated["p_L"]))


@pytest.mark.parametrize(("low", "more", "share"), [(0.5, 0.5, 0.3), (1, 0, 0.6), (0, 2, 0.5), (1.2, 0.1, 0.9)])
def test_prices_are_those_of_a_linear_program(low: float, more: float, share: float) -> None:
    high = low + more
    sides = [[1, -1], [-1, 1], [1, 0], [0, 1]]
    most = [HIGH * more, -LOW * more, HIGH * high, LOW * low]
    found = linprog([-share, share - 1], A_ub=sides, b_ub=most, bounds=[(None, None)] * 2)
    at = {"t_L": LOW, "g": HIGH - LOW, "x_L": low, "d": more, "v": share}
    stated = {name: float(sp.sympify(text).subs(at)) for name, text in RECORD["R1"]["priced"]["quantities"].items()}
    assert [stated["p_H"], stated["p_L"]] == pytest.approx(found.x, abs=1e-9)
    assert stated["seller"] == pytest.approx(-found.fun)
