"""The folder on contracts: what it records, against replies on a grid where buyers choose what is best for them."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from recorded import recorded

RECORD = recorded("singh1984price")
CONTRACTS = {"quantities": "QQ", "prices": "PP", "mixed": "PQ"}
GRID = np.linspace(0, 1.5, 1501)
Numbers = NDArray[np.float64]


def sold(kinds: str, first: Any, second: Any, gamma: float) -> tuple[Numbers, Numbers]:
    """Return what buyers take: nothing of what is not worth its price, and then as much of the other as is best."""
    one, two = np.broadcast_arrays(np.asarray(first, float), np.asarray(second, float))
    if kinds == "QQ":
        return one, two
    if kinds == "PQ":
        return np.maximum(1 - one - gamma * two, 0), two
    q_1, q_2 = ((1 - gamma - own + gamma * rival) / (1 - gamma**2) for own, rival in ((one, two), (two, one)))
    only_1, only_2 = np.maximum(1 - one, 0), np.maximum(1 - two, 0)
    return np.where(q_1 < 0, 0, np.where(q_2 < 0, only_1, q_1)), np.where(q_2 < 0, 0, np.where(q_1 < 0, only_2, q_2))


def profits(kinds: str, first: Any, second: Any, gamma: float) -> tuple[Numbers, Numbers]:
    q_1, q_2 = sold(kinds, first, second, gamma)
    p_1 = first if kinds[0] == "P" else 1 - q_1 - gamma * q_2
    p_2 = second if kinds[1] == "P" else 1 - q_2 - gamma * q_1
    return p_1 * q_1, p_2 * q_2


def played(kinds: str, gamma: float) -> tuple[float, float]:
    """Return where best replies on the grid lead to."""
    one = two = 0.3
    for _ in range(60):
        one = GRID[np.argmax(profits(kinds, GRID, two, gamma)[0])]
        two = GRID[np.argmax(profits(kinds, one, GRID, gamma)[1])]
    return one, two


@pytest.mark.parametrize("entry", RECORD["R2"], ids=lambda entry: f"{entry['game']} {entry['gamma']}")
def test_profits_and_surplus_are_what_best_replies_lead_to(entry: dict[str, str]) -> None:
    kinds, gamma = CONTRACTS[entry["game"]], float(Fraction(entry["gamma"]))
    one, two = played(kinds, gamma)
    found = [float(profit) for profit in profits(kinds, one, two, gamma)]
    q_1, q_2 = (float(amount) for amount in sold(kinds, one, two, gamma))
    utility = q_1 + q_2 - (q_1**2 + q_2**2) / 2 - gamma * q_1 * q_2
    stated = [float(Fraction(entry[name])) for name in ("firm_1", "firm_2", "welfare", "buyers")]
    assert [*found, utility, utility - sum(found)] == pytest.approx(stated, abs=2e-3)


def test_numbers_of_the_matrix_of_contracts() -> None:
    """Ten digits that were computed apart from this package, at α = β = 1 and γ = 1/2."""
    stated = {entry["game"]: entry for entry in RECORD["R2"] if entry["gamma"] == "1/2"}
    digits = [("quantities", "firm_1"), ("prices", "firm_1"), ("mixed", "firm_1"), ("mixed", "firm_2")]
    found = [float(Fraction(stated[game][firm])) for game, firm in digits]
    assert found == pytest.approx([0.16, 0.1481481481, 0.1479289941, 0.1597633136], abs=1e-10)


def test_contracts_are_chosen_on_either_side_of_zero() -> None:
    assert RECORD["R3"] == [
        "price / price for gamma from -0.9 to 0",
        "quantity / quantity for gamma from 0 to 0.9",
    ]
