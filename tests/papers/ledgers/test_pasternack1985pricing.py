"""The folder on returns: what it records, against demands counted one by one."""

from __future__ import annotations

import numpy as np
import pytest
import sympy as sp
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from recorded import recorded

RECORD = recorded("pasternack1985pricing")
PRICE, COST, ELSEWHERE, LOST_R, LOST_M, MARKET = 10.0, 2.0, 1.0, 1.0, 1.0, 100.0
AT = {"p": PRICE, "c": COST, "s": ELSEWHERE, "g_r": LOST_R, "g_m": LOST_M, "B": MARKET, "w_0": 6.0, "b": 5.0}
ORDERS = np.linspace(0, MARKET, 1_001)
UNIFORM = (np.arange(1_000) + 0.5) * MARKET / 1_000
Numbers = NDArray[np.float64]


def stated(label: str, name: str) -> float:
    return float(sp.sympify(RECORD["R1"][label]["quantities"][name]).subs(AT))


def earned(demands: Numbers, paid: float, credit: float) -> tuple[Numbers, Numbers]:
    """Return what retailer and supplier earn at each order, each demand being equally likely."""
    sold = np.minimum(ORDERS[:, None], demands[None, :]).mean(axis=1)
    left, missed = ORDERS - sold, demands.mean() - sold
    retailer = PRICE * sold - paid * ORDERS + credit * left - LOST_R * missed
    return retailer, (paid - COST) * ORDERS + (ELSEWHERE - credit) * left - LOST_M * missed


def whole(demands: Numbers) -> Numbers:
    return np.add(*earned(demands, COST, ELSEWHERE))


def right_price(credit: float) -> float:
    at = {**AT, "b": credit}
    return float(sp.sympify(RECORD["R1"]["right"]["quantities"]["w"]).subs(at))


@pytest.mark.parametrize(
    ("label", "paid", "credit"),
    [("at_price", 6.0, ELSEWHERE), ("credit", 6.0, 5.0), ("full_credit", 6.0, 6.0), ("right", right_price(5.0), 5.0)],
)
def test_orders_and_profits_are_what_counting_finds(label: str, paid: float, credit: float) -> None:
    retailer, supplier = earned(UNIFORM, paid, credit)
    # Of equally good orders the largest, since a full credit makes the last units cost nothing.
    best = len(ORDERS) - 1 - int(np.argmax(retailer[::-1]))
    assert stated(label, "q") == pytest.approx(ORDERS[best], abs=0.1)
    assert stated(label, "retailer") == pytest.approx(retailer[best], abs=0.1)
    assert stated(label, "supplier") == pytest.approx(supplier[best], abs=0.6)


def test_the_price_without_returns_is_the_best_that_is_tried() -> None:
    tried = np.linspace(COST, PRICE + LOST_R, 181)
    outcomes = []
    for paid in tried:
        retailer, supplier = earned(UNIFORM, paid, ELSEWHERE)
        best = int(np.argmax(retailer))
        outcomes.append((supplier[best], paid, retailer[best]))
    supplier, paid, retailer = max(outcomes)
    assert stated("chosen_price", "w") == pytest.approx(paid, abs=0.2)
    assert stated("chosen_price", "supplier") == pytest.approx(supplier, abs=0.5)
    assert stated("chosen_price", "retailer") == pytest.approx(retailer, abs=5.0)
    assert stated("owner", "owner") == pytest.approx(whole(UNIFORM).max(), abs=0.1)


@settings(max_examples=25, deadline=None)
@given(
    demands=st.lists(st.integers(0, 100), min_size=1, max_size=12),
    credit=st.floats(ELSEWHERE, PRICE + LOST_R - 0.5),
)
def test_one_pair_is_right_for_every_law(demands: list[int], credit: float) -> None:
    law = np.array(demands, dtype=float)
    retailer, supplier = earned(law, right_price(credit), credit)
    chain = whole(law)
    assert chain[np.argmax(retailer)] == pytest.approx(chain.max())
    np.testing.assert_allclose(retailer + supplier, chain, atol=1e-9)
    assert set(RECORD["R2"].values()) == {"0"}


@pytest.mark.parametrize("entry", RECORD["R4"], ids=lambda entry: f"the part {entry['r']}")
def test_a_part_returned_is_what_counting_finds(entry: dict[str, str]) -> None:
    part, paid = float(sp.Rational(entry["r"])), float(sp.Rational(entry["w_0"]))
    shares = np.linspace(0, 1, 1_001)
    for k in (1, 2):
        demands = ((np.arange(2_000) + 0.5) / 2_000) ** (1 / k)
        sold = np.minimum(shares[:, None], demands[None, :])
        returned = np.minimum(shares[:, None] - sold, part * shares[:, None]).mean(axis=1)
        retailer = PRICE * sold.mean(axis=1) - paid * (shares - returned)
        owner = PRICE * sold.mean(axis=1) - COST * shares
        for name, payoff in (("x", owner), ("y", retailer)):
            assert float(sp.sympify(entry[f"{name}_{k}"])) == pytest.approx(shares[np.argmax(payoff)], abs=3e-3), k


def test_credits_at_numbers_are_those_of_the_closed_forms() -> None:
    *pairs, without = RECORD["R3"]
    assert float(sp.Rational(without["w"])) == pytest.approx(stated("chosen_price", "w"))
    for entry in pairs:
        credit = float(entry["b"])
        retailer, supplier = earned(UNIFORM, right_price(credit), credit)
        there = int(np.argmin(abs(ORDERS - float(sp.Rational(entry["q"])))))
        assert float(sp.Rational(entry["retailer"])) == pytest.approx(retailer[there], abs=0.5)
        assert float(sp.Rational(entry["supplier"])) == pytest.approx(supplier[there], abs=0.5)
