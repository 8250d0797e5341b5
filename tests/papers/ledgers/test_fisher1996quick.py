"""The folder on a second order: what it records, against demands counted one by one."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
import sympy as sp
from numpy.typing import NDArray
from scipy import stats

from recorded import recorded

RECORD = recorded("fisher1996quick")
PRICE, COST, LATER, SALVAGE, LARGEST = 10.0, 4.0, 6.0, 1.0, 100.0
ORDERS = np.linspace(0, LARGEST, 2_001)
DRAWS = (np.arange(1_000) + 0.5) / 1_000
LAWS = {
    "three levels": np.repeat([20.0, 50.0, 90.0], [45, 30, 25]),
    "normal, mean 50, variance 400": stats.norm(50, 20).ppf(DRAWS),
}


def earned(label: str, demands: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return what is earned at each first order, each demand being equally likely; the second order meets demand."""
    ordered, wanted = ORDERS[:, None], demands[None, :]
    again = np.maximum(wanted - ordered, 0) if label == "twice" else 0
    sold = np.minimum(ordered + again, wanted)
    left = ordered + again - sold
    return np.asarray((PRICE * sold + SALVAGE * left - COST * ordered - LATER * again).mean(axis=1))


@pytest.mark.parametrize("label", ["once", "twice"])
def test_orders_of_uniform_demand_are_what_counting_finds(label: str) -> None:
    entry = RECORD["R1"][label]
    assert entry["established"] is True
    at = {"p": PRICE, "c": COST, "c_2": LATER, "s": SALVAGE, "B": LARGEST, "K": 0}
    stated = {name: float(sp.sympify(text).subs(at)) for name, text in entry["quantities"].items()}
    demands = LARGEST * DRAWS
    counted = earned(label, demands)
    assert stated["q"] == pytest.approx(ORDERS[np.argmax(counted)], abs=0.11)
    assert stated["retailer"] == pytest.approx(counted.max(), abs=1e-2)
    assert stated["left"] == pytest.approx(np.maximum(stated["q"] - demands, 0).mean(), abs=1e-2)
    if label == "twice":
        assert stated["again"] == pytest.approx(np.maximum(demands - stated["q"], 0).mean(), abs=1e-2)


@pytest.mark.parametrize("label", ["once", "twice"])
@pytest.mark.parametrize("law", LAWS)
def test_orders_under_other_laws_are_what_counting_finds(law: str, label: str) -> None:
    order, profit = (float(Fraction(RECORD["R2"][law][label][name])) for name in ("order", "profit"))
    counted = earned(label, LAWS[law])
    assert order == pytest.approx(ORDERS[np.argmax(counted)], abs=0.11)
    assert profit == pytest.approx(counted.max(), rel=2e-4)
