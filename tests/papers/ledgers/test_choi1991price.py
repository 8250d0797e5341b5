"""The folder on a common retailer: what it records, against players who answer one another on numbers."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

import numpy as np
import pytest
import sympy as sp
from numpy.typing import NDArray

from recorded import recorded

RECORD = recorded("choi1991price")
A, B, C, G = 10.0, 2.0, 1.0, 1.0
Numbers = NDArray[np.float64]


def sold(prices: Numbers) -> Numbers:
    return A - B * prices + G * prices[::-1]


def settled(answer: Callable[[Numbers], Numbers], start: Numbers) -> Numbers:
    """Return what answers itself, approached from a start."""
    for _ in range(60):
        start = (start + answer(start)) / 2
    return start


def margins_of_one_retailer(wholesale: Numbers) -> Numbers:
    """Return both margins that are best together."""
    return best(lambda margins: float(margins @ sold(wholesale + margins)), np.ones(2))


def margins_of_two_retailers(wholesale: Numbers) -> Numbers:
    return settled(lambda m: (A + G * (wholesale + m)[::-1] - B * wholesale) / (2 * B), np.ones(2))


def answered_by_manufacturers(margins: Numbers) -> Numbers:
    """Return wholesale prices at margins that stay: each is half of cost and of the price at which nobody buys."""
    return settled(lambda w: (C + (A + G * (w + margins)[::-1] - B * margins) / B) / 2, np.ones(2))


def best(earned: Callable[[Numbers], float], start: Numbers) -> Numbers:
    """Return where a quadratic payoff is largest, by its values at steps of one around a start."""
    steps = np.eye(len(start))
    up, down = ([earned(start + sign * step) for step in steps] for sign in (1, -1))
    slope = (np.array(up) - down) / 2
    bend = np.array([[earned(start + i + j) - earned(start + i) - earned(start + j) for j in steps] for i in steps])
    bend += earned(start)
    assert (np.linalg.eigvalsh(bend) < 0).all(), "there is a largest one"
    return np.asarray(start - np.linalg.solve(bend, slope))


def led_by_manufacturers(margins: Callable[[Numbers], Numbers]) -> tuple[Numbers, Numbers]:
    """Return wholesale prices that answer one another, each foreseeing margins, and these."""

    def answer(wholesale: Numbers) -> Numbers:
        def earned(own: Numbers) -> float:
            offered = np.array([own[0], wholesale[1]])
            return float((own[0] - C) * sold(offered + margins(offered))[0])

        return np.full(2, best(earned, wholesale[:1])[0])

    wholesale = np.full(2, 2.0)
    for _ in range(12):
        wholesale = answer(wholesale)
    return wholesale, margins(wholesale)


def played(label: str) -> tuple[Numbers, Numbers]:
    if label == "makers_lead":
        return led_by_manufacturers(margins_of_one_retailer)
    if label == "exclusive":
        return led_by_manufacturers(margins_of_two_retailers)
    if label == "retailer_leads":
        margins = best(lambda m: float(m @ sold(answered_by_manufacturers(m) + m)), np.ones(2))
        return answered_by_manufacturers(margins), margins
    margins = settled(lambda m: margins_of_one_retailer(answered_by_manufacturers(m)), np.ones(2))
    return answered_by_manufacturers(margins), margins


@pytest.mark.parametrize("label", ["makers_lead", "retailer_leads", "nobody_leads", "exclusive"])
def test_prices_and_profits_are_what_answers_lead_to(label: str) -> None:
    wholesale, margins = played(label)
    prices = wholesale + margins
    whole = (A - B * C + G * C) ** 2 / (2 * (B - G))
    expected = {
        "price": prices[0],
        "wholesale": wholesale[0],
        "manufacturer": (wholesale[0] - C) * sold(prices)[0],
        "retailers": margins @ sold(prices),
        "share": (prices - C) @ sold(prices) / whole,
    }
    stated = {name: float(Fraction(number)) for name, number in RECORD["R2"][label].items()}
    assert stated == pytest.approx(expected, rel=1e-4)


def test_one_owner_and_one_product_are_the_best_on_grids() -> None:
    at = {"a": A, "b": B, "c": C, "g": G}
    owner, alone = (
        {name: float(sp.sympify(text).subs(at)) for name, text in RECORD["R1"][label]["quantities"].items()}
        for label in ("one_owner", "one_product")
    )
    grid = np.linspace(1, 12, 1101)
    both = 2 * (grid - C) * (A - (B - G) * grid)
    assert (grid[np.argmax(both)], both.max()) == pytest.approx((owner["p_1"], owner["owner"]), abs=0.01)
    margins, offers = np.meshgrid(grid, grid, indexing="ij")
    first = margins + offers
    bought = A - B * first + G * (A + G * first) / B
    chosen = np.argmax((offers - C) * bought, axis=1)
    left = np.take_along_axis(margins * bought, chosen[:, None], axis=1)[:, 0]
    assert grid[np.argmax(left)] == pytest.approx(alone["m_1"], abs=0.02)
    assert left.max() == pytest.approx(alone["retailer"], rel=5e-3)


def test_costs_that_differ_are_what_answers_lead_to() -> None:
    """A wholesale price is half of cost and of the price at which nobody buys, where half of it is passed on."""
    costs = np.array([1.0, 2.0])
    wholesale = settled(lambda w: (costs + (A + G * w[::-1]) / B) / 2, costs)
    at = {"a": A, "b": B, "g": G, "c_1": 1, "c_2": 2}
    entry = RECORD["R1"]["unlike_costs"]["quantities"]
    stated = [float(sp.sympify(entry[name]).subs(at)) for name in ("w_1", "w_2", "m_1", "m_2")]
    assert stated == pytest.approx([*wholesale, *margins_of_one_retailer(wholesale)], rel=1e-5)
