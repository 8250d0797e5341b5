"""The folder on exclusive retailers: what it records, against prices that answer one another until none moves."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from itertools import product
from typing import Any

import numpy as np
import pytest
import sympy as sp
from scipy.optimize import minimize_scalar

from recorded import recorded

RECORD = recorded("mcguire1983industry")
ITSELF, RETAILER = "itself", "retailer"
WAYS = {"integrated": (ITSELF, ITSELF), "one_retailer": (RETAILER, ITSELF), "retailers": (RETAILER, RETAILER)}


def prices(theta: float, costs: list[float]) -> list[float]:
    """Return prices that answer one another, each of whoever sells at the cost that it pays."""
    asked = [1.0, 1.0]
    for _ in range(30):
        asked = [(1 + theta * asked[1 - i] + costs[i]) / 2 for i in range(2)]
    return asked


def earned(theta: float, wholesale: list[float], i: int) -> float:
    """Return what manufacturer i has for each unit at a wholesale price, which is its retail price if that is zero."""
    asked = prices(theta, wholesale)
    return (wholesale[i] or asked[i]) * (1 - asked[i] + theta * asked[1 - i])


def industry(theta: float, ways: tuple[str, str]) -> tuple[list[float], list[float]]:
    """Return wholesale prices that answer one another, each found by a search, and what manufacturers earn."""
    wholesale = [float(way == RETAILER) for way in ways]

    def lost(price: float, i: int) -> float:
        return -earned(theta, [price if j == i else wholesale[j] for j in range(2)], i)

    for _ in range(15):
        for i in (i for i in range(2) if ways[i] == RETAILER):
            wholesale[i] = minimize_scalar(lost, bounds=(1e-3, 6), args=(i,), method="bounded").x
    return wholesale, [earned(theta, wholesale, i) for i in range(2)]


@pytest.mark.parametrize("label", WAYS)
def test_closed_forms_are_what_answers_lead_to(label: str) -> None:
    entry = RECORD["R1"][label]
    assert entry["established"] is True
    wholesale, profits = industry(0.7, WAYS[label])
    asked = prices(0.7, wholesale)
    stated = {name: float(sp.sympify(text).subs("theta", 0.7)) for name, text in entry["quantities"].items()}
    for i, name in enumerate("12"):
        assert stated[f"p_{name}"] == pytest.approx(asked[i], rel=1e-4)
        assert stated[f"manufacturer_{name}"] == pytest.approx(profits[i], rel=1e-4)
        if WAYS[label][i] == RETAILER:
            assert stated[f"w_{name}"] == pytest.approx(wholesale[i], rel=1e-4)


def test_choices_are_those_from_which_nobody_departs() -> None:
    for point, entry in RECORD["R3"].items():
        theta = float(Fraction(point))
        profits = {ways: industry(theta, ways)[1] for ways in WAYS.values()}
        profits[ITSELF, RETAILER] = profits[RETAILER, ITSELF][::-1]
        other = {ITSELF: RETAILER, RETAILER: ITSELF}
        kept = [
            f"{one} / {two}"
            for one, two in product(other, repeat=2)
            if profits[one, two][0] >= profits[other[one], two][0]
            and profits[one, two][1] >= profits[one, other[two]][1]
        ]
        assert kept == entry["chosen"]
        assert float(Fraction(entry["both with retailers"])) == pytest.approx(profits[RETAILER, RETAILER][0], rel=1e-4)


def test_borders_are_where_gains_turn() -> None:
    gains: dict[str, Callable[..., Any]] = {
        "manufacturer and retailer together gain": lambda both, own, _: both[0] + both[1] - own,
        "manufacturers gain": lambda both, own, _: both[0] - own,
        "no manufacturer would leave its retailer": lambda both, _, left: both[0] - left,
    }
    values = np.linspace(0.02, 0.99, 195)
    stated = {
        (label, name): sp.lambdify("theta", text)(values)
        for label in WAYS
        for name, text in RECORD["R1"][label]["quantities"].items()
    }
    both = stated["retailers", "manufacturer_1"], stated["retailers", "retailer_1"]
    for words, gain in gains.items():
        holds = gain(both, stated["integrated", "manufacturer_1"], stated["one_retailer", "manufacturer_2"]) > 0
        assert np.array_equal(holds, values > float(RECORD["R2"][words]["root"]))
