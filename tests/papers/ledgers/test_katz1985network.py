"""The folder on networks: what it records, against sellers who try quantities until expectations come true."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
import sympy as sp

from recorded import recorded

RECORD = recorded("katz1985network")
A, COST = 10.0, 2.0
GRID = np.linspace(0, 12, 12_001)


def stated(label: str, name: str, **at: float) -> float:
    return float(sp.sympify(RECORD["R1"][label]["quantities"][name]).subs({"A": A, "c": COST, **at}))


def settled(costs: Sequence[float], effect: float, *, common: bool) -> tuple[list[float], list[float]]:
    """Return quantities and profits of sellers who answer one another by trying, until networks are as expected."""
    sold = [1.0] * len(costs)
    for _ in range(250):
        expected = [sum(sold)] * len(costs) if common else list(sold)
        for i, cost in enumerate(costs):
            others = sum(sold) - sold[i]
            answer = GRID[np.argmax((A + effect * expected[i] - GRID - others - cost) * GRID)]
            sold[i] += (answer - sold[i]) / 2
    price = [A + effect * (sum(sold) if common else own) - sum(sold) for own in sold]
    return sold, [(paid - cost) * own for paid, cost, own in zip(price, costs, sold, strict=True)]


@pytest.mark.parametrize(("label", "common"), [("compatible", True), ("own", False)])
@pytest.mark.parametrize("count", [2, 3])
def test_sellers_who_are_alike(label: str, common: bool, count: int) -> None:
    sold, earned = settled([COST] * count, 0.5, common=common)
    at = {"nu": 0.5, "n": count}
    assert stated(label, "x", **at) == pytest.approx(sold[0], abs=3e-3)
    assert stated(label, "seller", **at) == pytest.approx(earned[0], abs=2e-2)
    # Type r buys if r + nu N is at least the price: the types above it have half of the square of what is sold.
    assert stated(label, "buyers", **at) == pytest.approx(sum(sold) ** 2 / 2, abs=4e-2)


@pytest.mark.parametrize("entry", RECORD["R3"], ids=lambda entry: f"{entry['c_1']} and {entry['nu']}")
def test_sellers_who_differ(entry: dict[str, object]) -> None:
    costs, effect = [float(sp.Rational(entry["c_1"])), 3.0], float(sp.Rational(entry["nu"]))
    for way in ("compatible", "own"):
        _, earned = settled(costs, effect, common=way == "compatible")
        assert [float(sp.Rational(number)) for number in entry[way]] == pytest.approx(earned, abs=0.05)
    advantage, turn = (A - costs[0]) / (A - costs[1]), (5 - 5 * effect + effect**2) / (2 - effect) ** 2
    refuses = sp.Rational(entry["own"][0]) > sp.Rational(entry["compatible"][0])
    assert refuses == (advantage > turn)


def test_one_seller_and_what_is_best() -> None:
    sold, earned = settled([COST], 0.5, common=False)
    assert (stated("one", "x", nu=0.5), stated("one", "seller", nu=0.5)) == pytest.approx(
        (sold[0], earned[0]), abs=1e-2
    )
    # At a price that is seen the network that comes true is a fixed point, found by adding who follows whom.
    bought = np.zeros_like(GRID)
    for _ in range(60):
        bought = np.maximum(A + 0.5 * bought - GRID, 0)
    seen = (GRID - COST) * bought
    assert stated("one_seen", "p", nu=0.5) == pytest.approx(GRID[np.argmax(seen)], abs=2e-3)
    assert stated("one_seen", "seller", nu=0.5) == pytest.approx(seen.max(), abs=1e-4)
    small = np.linspace(0, 40, 40_001)
    gained = (A + 0.25 * small - COST) * small - small**2 / 2
    assert stated("planner", "x", nu=0.25) == pytest.approx(small[np.argmax(gained)], abs=2e-3)


def test_what_is_sold_in_all_is_that_of_the_closed_forms() -> None:
    for entry in RECORD["R2"]:
        effect = float(sp.Rational(entry["nu"]))
        for label in ("compatible", "own", "one", "one_seen"):
            assert float(sp.Rational(entry[label])) == pytest.approx(stated(label, "sold", nu=effect, n=2))
