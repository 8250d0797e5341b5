"""The folder on lots and discounts: what it records, against years that are counted order by order."""

from __future__ import annotations

import numpy as np
import pytest
import sympy as sp

from recorded import recorded

RECORD = recorded("monahan1984quantity")
DEMAND, STOCK, PRICE, ORDER = 600.0, 2.0, 5.0, 6.0
LOTS = np.arange(20, 301)


def stated(label: str, name: str, factor: float) -> float:
    at = {"D": DEMAND, "h": STOCK, "p": PRICE, "q_0": 60.0, "K": factor}
    return float(sp.sympify(RECORD["R1"][label]["quantities"][name]).subs(at))


def counted(lot: float) -> tuple[float, float]:
    """Return orders and mean stock of a year: stock falls from a lot to nothing, again and again, in small steps."""
    times = (np.arange(60_000) + 0.5) / 60_000 * lot / DEMAND
    return DEMAND / lot, float((lot - DEMAND * times).mean())


@pytest.mark.parametrize("entry", RECORD["R2"], ids=lambda entry: f"{entry['k_v']} an order")
def test_lots_and_discounts_are_what_counting_finds(entry: dict[str, str]) -> None:
    of_vendor = float(sp.Rational(entry["k_v"]))
    orders, stock = np.array([counted(float(lot)) for lot in LOTS]).T
    buyer, vendor = orders * ORDER + STOCK * stock, orders * of_vendor
    alone = int(buyer.argmin())
    # For each lot the discount that leaves the buyer as well off, and what the vendor is left with.
    given = buyer - buyer[alone]
    asked = int((given + vendor).argmin())
    factor = float(np.sqrt(1 + of_vendor / ORDER))
    assert (LOTS[alone], LOTS[asked]) == (60, float(sp.Rational(entry["q"])))
    assert given[asked] / DEMAND == pytest.approx(float(sp.Rational(entry["discount"])), abs=1e-6)
    gain = vendor[alone] - vendor[asked] - given[asked]
    assert gain == pytest.approx(float(sp.Rational(entry["gain"])), abs=1e-3)
    assert stated("both", "q", factor) == pytest.approx(LOTS[(buyer + vendor).argmin()])
    assert stated("buyer", "order_of_buyer", factor) == pytest.approx(ORDER)
    assert stated("buyer", "order_of_vendor", factor) == pytest.approx(of_vendor)
    assert stated("buyer", "buyer", factor) == pytest.approx(-PRICE * DEMAND - buyer[alone], abs=1e-3)
    assert stated("vendor", "buyer", factor) == pytest.approx(stated("buyer", "buyer", factor))
    assert stated("vendor", "vendor", factor) == pytest.approx(PRICE * DEMAND - vendor[asked] - given[asked], abs=1e-3)
