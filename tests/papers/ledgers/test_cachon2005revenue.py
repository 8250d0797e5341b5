"""The article on revenue sharing: what its folder records, against demands counted one by one."""

from __future__ import annotations

import numpy as np
import pytest
import sympy as sp
from numpy.typing import NDArray

from recorded import recorded

RECORD = recorded("cachon2005revenue")
PRICE, COST, KEPT, CREDIT, PAID = 10.0, 2.0, 0.4, 5.0, 6.0
ORDERS = np.linspace(0, 100, 2_001)
LAWS = {
    "three levels": np.repeat([20.0, 50.0, 90.0], [30, 45, 25]),
    "a sample of 61": np.array([(37 * i * i + 11 * i) % 97 + 5.0 for i in range(61)]),
}
UNIFORM = (np.arange(1_000) + 0.5) / 10


def earned(contract: str, demands: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return what the retailer earns at each order, as the contract is worded, each demand being equally likely."""
    sold = np.array([np.minimum(order, demands).mean() for order in ORDERS])
    left = ORDERS - sold
    return {
        "chain": PRICE * sold - COST * ORDERS,
        "at the price 6": PRICE * sold - PAID * ORDERS,
        "shared": KEPT * PRICE * sold - KEPT * COST * ORDERS,
        "bought back": PRICE * sold + CREDIT * left - (COST + CREDIT * (PRICE - COST) / PRICE) * ORDERS,
    }[contract]


@pytest.mark.parametrize("law", LAWS)
def test_orders_under_other_laws_are_what_counting_finds(law: str) -> None:
    for contract, entry in RECORD["R3"][law].items():
        assert entry["the only one"] is True
        assert float(entry["order"]) == pytest.approx(ORDERS[np.argmax(earned(contract, LAWS[law]))]), contract


@pytest.mark.parametrize(
    ("label", "contract"),
    [("chain", "chain"), ("at_price", "at the price 6"), ("shared", "shared"), ("bought_back", "bought back")],
)
def test_orders_of_uniform_demand_are_what_counting_finds(label: str, contract: str) -> None:
    at = {"p": PRICE, "c": COST, "B": 100, "phi": KEPT, "b": CREDIT, "w_0": PAID}
    entry = RECORD["R1"][label]
    assert entry["established"] is True
    order, retailer = (float(sp.sympify(entry["quantities"][name]).subs(at)) for name in ("q", "retailer"))
    counted = earned(contract, UNIFORM)
    assert order == pytest.approx(ORDERS[np.argmax(counted)], abs=0.05)
    assert retailer == pytest.approx(counted.max(), abs=1e-2)


def test_identities_hold_at_every_order_and_law() -> None:
    assert set(RECORD["R2"].values()) == {"0"}
    for demands in LAWS.values():
        np.testing.assert_allclose(earned("shared", demands), KEPT * earned("chain", demands))
        np.testing.assert_allclose(earned("bought back", demands), (1 - CREDIT / PRICE) * earned("chain", demands))


def test_effort_under_a_price_only_contract_is_what_grids_find() -> None:
    """Stock is counted over draws at each wholesale price, and effort chosen on a grid."""
    price, cost, reach, dear = 8.0, 2.0, 3.0, 1.0
    shares, stocks, efforts = (np.arange(500) + 0.5) / 500, np.linspace(0, 1, 1_001), np.linspace(0, 8, 4_001)
    sold = np.minimum(stocks[:, None], shares[None, :]).mean(axis=1)

    def replies(paid: float) -> tuple[float, float, float]:
        brought = price * sold - paid * stocks
        best = int(np.argmax(brought))
        worth = reach * efforts * brought[best] - dear * efforts**2 / 2
        return stocks[best], efforts[np.argmax(worth)], worth.max()

    paid = np.linspace(cost, price, 601)
    stock, effort, retailer = np.array([replies(one) for one in paid]).T
    supplier = (paid - cost) * stock * reach * effort
    best, owner = int(np.argmax(supplier)), replies(cost)
    at = {"p": price, "c": cost, "mu": reach, "eta": dear}
    stated = {
        (label, name): float(sp.sympify(text).subs(at))
        for label in ("size_effort_price_only", "size_effort_owner")
        for name, text in RECORD["R1"][label]["quantities"].items()
    }
    assert stated["size_effort_price_only", "w"] == pytest.approx(paid[best], abs=5e-2)
    assert stated["size_effort_price_only", "supplier"] == pytest.approx(supplier[best], rel=5e-3)
    there = int(np.argmin(np.abs(paid - stated["size_effort_price_only", "w"])))
    assert stated["size_effort_price_only", "e"] == pytest.approx(effort[there], rel=5e-3)
    assert stated["size_effort_price_only", "retailer"] == pytest.approx(retailer[there], rel=5e-3)
    assert [stated["size_effort_owner", name] for name in ("e", "chain")] == pytest.approx(owner[1:], rel=5e-3)
