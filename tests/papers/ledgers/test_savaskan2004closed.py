"""The folder on used products: what it records, against a search over wholesale prices with shares cut off at one."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
import sympy as sp
from numpy.typing import NDArray

from recorded import recorded

RECORD = recorded("savaskan2004closed")
SIZE, SLOPE, COST, SAVED = 100.0, 2.0, 20.0, 5.0
WHOLESALE = np.linspace(0, 50, 2001)
QUANTITIES = np.linspace(0, 100, 401)


def peak(profit: NDArray[np.float64]) -> float:
    """Return the quantity at the peak of the parabola through the best point of the grid and its neighbours."""
    best = int(np.argmax(profit))
    if best == 0:
        return 0.0
    below, at, above = profit[best - 1 : best + 2]
    return float(QUANTITIES[best] + (QUANTITIES[1] / 2) * (below - above) / (below - 2 * at + above))


@dataclass(frozen=True)
class Chain:
    """A chain in which somebody collects at a cost of effort times the square of the share."""

    effort: float

    def share(self, worth: float, sold: Any) -> Any:
        """Return the best share of somebody to whom each used product is worth something."""
        return np.minimum(worth * sold / (2 * self.effort), 1)

    def collected(self, worth: float, sold: Any) -> Any:
        share = self.share(worth, sold)
        return worth * share * sold - self.effort * share**2

    def gained(self, by: str, worth: float, sold: Any) -> Any:
        """Return what the retailer has from used products."""
        return self.collected(worth, sold) if by == "retailer" else 0.0

    def searched(self, by: str, transfer: float) -> dict[str, float]:
        """Return the best wholesale price of the manufacturer on a grid, and what follows."""
        worth = SAVED if by == "manufacturer" else transfer
        alone = (SIZE - QUANTITIES) / SLOPE * QUANTITIES + self.gained(by, worth, QUANTITIES)
        sold = np.array([peak(alone - price * QUANTITIES) for price in WHOLESALE])
        kept = self.collected(worth, sold) if by == "manufacturer" else (SAVED - worth) * self.share(worth, sold) * sold
        earned = (WHOLESALE - COST) * sold + kept
        best = int(np.argmax(earned))
        amount = sold[best]
        found = {
            "p": (SIZE - amount) / SLOPE,
            "tau": self.share(worth, amount),
            "buyers": amount**2 / (2 * SLOPE),
            "manufacturer": earned[best],
            "retailer": (SIZE - amount) / SLOPE * amount - WHOLESALE[best] * amount + self.gained(by, worth, amount),
        }
        return {name: float(value) for name, value in found.items()}


@pytest.mark.parametrize(
    ("by", "transfer"), [("retailer", SAVED), ("manufacturer", 0), ("third_party", SAVED / 2), ("nobody", 0)]
)
def test_what_follows_is_what_a_search_finds(by: str, transfer: float) -> None:
    found = Chain(200).searched(by, transfer)
    stated = {name: float(Fraction(text)) for name, text in RECORD["R2"][by].items()} | (
        {"tau": 0} if by == "nobody" else {}
    )
    for name, value in found.items():
        assert value == pytest.approx(stated[name], rel=5e-3)


@pytest.mark.parametrize(("by", "transfer"), [("retailer_at", 3), ("retailer_at", 7), ("third_party_at", 4)])
def test_any_transfer_leads_to_what_a_search_finds(by: str, transfer: int) -> None:
    """Collecting is so cheap that at low wholesale prices everything would be collected."""
    chain = Chain(90)
    at = {"f": 100, "beta": 2, "c_m": 20, "Delta": 5, "C_L": 90, "b_0": transfer}
    symbols = {name: sp.Symbol(name) for name in at}
    texts = RECORD["R1"][by]["quantities"]
    for name, value in chain.searched(by.removesuffix("_at"), transfer).items():
        assert value == pytest.approx(float(sp.sympify(texts[name], locals=symbols).subs(at)), rel=5e-3)
    if by == "retailer_at" and transfer == 7:
        assert chain.share(transfer, SIZE / 2) == 1


def test_half_the_saving_is_the_best_transfer_to_a_third_party() -> None:
    transfers = np.linspace(0, SAVED, 5)
    earned = [Chain(90).searched("third_party", transfer)["manufacturer"] for transfer in transfers]
    assert transfers[int(np.argmax(earned))] == SAVED / 2


def test_one_owner_has_what_a_search_finds() -> None:
    chain = Chain(200)
    profit = ((SIZE - QUANTITIES) / SLOPE - COST) * QUANTITIES + chain.collected(SAVED, QUANTITIES)
    stated = {name: float(Fraction(text)) for name, text in RECORD["R2"]["one_owner"].items()}
    assert np.max(profit) == pytest.approx(stated["owner"], rel=1e-3)
    assert chain.share(SAVED, peak(profit)) == pytest.approx(stated["tau"])


def test_numbers_are_those_computed_apart_from_this_package() -> None:
    digits = {
        "one_owner": {"tau": 0.4, "owner": 480},
        "manufacturer": {"tau": 0.1935483871, "manufacturer": 232.2580645, "retailer": 119.8751301},
        "retailer": {"tau": 0.2, "manufacturer": 240, "retailer": 120},
    }
    for by, printed in digits.items():
        stated = [float(Fraction(RECORD["R2"][by][name])) for name in printed]
        assert stated == pytest.approx([*printed.values()], rel=1e-9)
