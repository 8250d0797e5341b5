"""The folder on advertising over time: what it records, against a best plan in small steps on a grid of markets."""

from __future__ import annotations

import numpy as np
import pytest
import sympy as sp
from numpy.typing import NDArray

from recorded import recorded

RECORD = recorded("sethi1983dynamic")
RESPONSE, LOSS, RATE, INTENSITY, STEP = 0.8, 0.3, 0.5, 1.0, 0.02
PARTS = np.linspace(0, 1, 401)
SPENT = np.linspace(0, 1.5, 151)
Numbers = NDArray[np.float64]


def stated(label: str, name: str, start: float = 1.0) -> float:
    at = {"b": RESPONSE, "delta": LOSS, "r": RATE, "i": INTENSITY, "j": INTENSITY, "n_0": start}
    return float(sp.sympify(RECORD["R1"][label]["quantities"][name]).subs(at))


def best_plan(margin: float, lost: float) -> tuple[Numbers, Numbers]:
    """Return the best advertising, and what it is worth, at each part of the market that is not a customer.

    Customers are lost at a rate of their own. Each plan is valued by the steps that it leads to, and bettered where
    another advertising is worth more, until none is.
    """
    part, tried = PARTS[:, None], SPENT[None, :]
    gained = np.clip(part + STEP * (lost * (1 - part) - RESPONSE * tried * np.sqrt(part)), 0, 1)
    flow = STEP * (margin * (1 - part) - tried**2)
    below = np.minimum((gained * (len(PARTS) - 1)).astype(int), len(PARTS) - 2)
    above = gained * (len(PARTS) - 1) - below
    kept, rows = np.exp(-RATE * STEP), np.arange(len(PARTS))
    plan = np.zeros(len(PARTS), dtype=int)
    for _ in range(60):
        moves = np.zeros((len(PARTS), len(PARTS)))
        moves[rows, below[rows, plan]] = 1 - above[rows, plan]
        moves[rows, below[rows, plan] + 1] += above[rows, plan]
        worth = np.linalg.solve(np.eye(len(PARTS)) - kept * moves, flow[rows, plan])
        better = (flow + kept * ((1 - above) * worth[below] + above * worth[below + 1])).argmax(axis=1)
        if (better == plan).all():
            break
        plan = better
    return SPENT[plan], worth


@pytest.mark.parametrize(("label", "lost", "value"), [("one", LOSS, "brand"), ("two", RESPONSE * INTENSITY, "first")])
def test_advertising_and_values_are_those_of_the_best_plan(label: str, lost: float, value: str) -> None:
    """A rival that advertises with the intensity j takes away customers at the rate b j."""
    spent, worth = best_plan(stated(label, "margin"), lost)
    inside = slice(20, None)
    np.testing.assert_allclose(spent[inside], stated(label, "intensity") * np.sqrt(PARTS[inside]), atol=0.06)
    for start in (0.2, 0.6, 1.0):
        there = round(start * (len(PARTS) - 1))
        assert stated(label, value, start) == pytest.approx(worth[there], rel=0.02)


def test_the_second_brand_is_the_first_seen_from_the_other_side() -> None:
    for start in (0.2, 0.7):
        assert stated("two", "second", start) == pytest.approx(stated("two", "first", 1 - start))


def test_both_come_to_rest_where_the_stated_advertising_leads() -> None:
    for label, rest in (("one", 1 - stated("one", "customers")), ("two", stated("two", "n"))):
        part = 0.9
        for _ in range(4_000):
            own, other = INTENSITY * np.sqrt(part), INTENSITY * np.sqrt(1 - part)
            back = LOSS * (1 - part) if label == "one" else RESPONSE * other * np.sqrt(1 - part)
            part += 0.01 * (back - RESPONSE * own * np.sqrt(part))
        assert rest == pytest.approx(part, abs=1e-6)


def test_every_identity_holds_and_every_check_passed() -> None:
    assert set(RECORD["R2"].values()) == {"0"}
    assert set(RECORD["R4"].values()) == {True}


def test_numbers_are_those_of_the_closed_forms() -> None:
    for entry in RECORD["R3"]:
        at = {"b": 0.8, "delta": 0.3, "r": 0.1, "i": float(sp.Rational(entry["intensity"])), "n_0": 1}
        for name, number in entry.items():
            formula = sp.sympify(RECORD["R1"]["one"]["quantities"][name])
            assert float(sp.Rational(number)) == pytest.approx(float(formula.subs(at)))
