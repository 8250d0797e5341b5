"""The article on quality in encroachment: what its folder records, against brute force."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from itertools import pairwise

import numpy as np
import pytest
from numpy.typing import NDArray

from lsec_models.papers import read_paper
from lsec_models.papers.folder.ledger import read_claims
from recorded import PAPERS, recorded

FOLDER = PAPERS / "ha2016quality"
RECORD = recorded("ha2016quality")
RANGES = RECORD["R4"]["ranges"]
NAMES = ("u", "manufacturer", "retailer", "consumer_surplus")

Grid = NDArray[np.float64]


def test_ranges_of_the_cost_follow_each_other_and_cover_all() -> None:
    ends = [(each["from"], each["to"]) for each in RANGES]
    assert ends[0][0] == "0"
    assert ends[-1][1] == "oo"
    assert all(one[1] == other[0] for one, other in pairwise(ends))


def test_the_retailer_gains_only_while_the_idle_channel_deters() -> None:
    (gains,) = [each for each in RANGES if each["than_without"]["retailer"] == 1]
    assert gains["channel"] == "deters"
    assert (gains["from"][:8], gains["to"][:8]) == ("0.101645", "0.135368")
    selling = [each for each in RANGES if each["channel"] == "sells"]
    assert {each["than_without"]["retailer"] for each in selling} == {-1}
    assert {each["than_without"]["manufacturer"] for each in RANGES if each["channel"] != "idle"} == {1}


@pytest.mark.slow
@pytest.mark.parametrize("cost", ["1/20", "11/100", "4/25"])
def test_the_chosen_quality_is_what_brute_force_finds(cost: str) -> None:
    (recorded,) = [entry for entry in RECORD["R3"] if entry["cost"] == cost]
    found = enumerated(float(Fraction(cost)))
    for name in NAMES:
        assert found[name] == pytest.approx(float(recorded["quantities"][name]), rel=0.04), name
    assert (found["direct"] > 0.01) == (recorded["channel"] == "sells")


def test_what_is_stated_of_the_thresholds_is_what_the_ledger_proves() -> None:
    ends = {each["to"]: each["to_root_of"] for each in RANGES}
    exactly = {claim.id: claim.text for claim in read_claims(read_paper(FOLDER)) if claim.id.endswith("-exactly")}
    for end, claim in (
        ("0.1353681781", "idle-retailer-gains-exactly"),
        ("0.2005128672", "idle-manufacturer-gains-exactly"),
    ):
        assert ends[end].replace("**", "^") in exactly[claim]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("cost", "sells", "gains"),
    [(0.099, True, False), (0.104, False, True), (0.128, False, True), (0.145, False, False)],
)
def test_brute_force_finds_both_ends_of_the_retailers_gain(cost: float, sells: bool, gains: bool) -> None:
    found = enumerated(cost)
    assert (found["direct"] > 0.01) == sells
    assert (found["retailer"] > 1 / 108) == gains


@pytest.mark.slow
def test_brute_force_finds_where_the_channel_is_not_used() -> None:
    assert enumerated(0.195)["manufacturer"] > 1 / 54 + 5e-4
    assert enumerated(0.206)["manufacturer"] == pytest.approx(1 / 54, abs=5e-5)


def enumerated(c: float, size: int = 400) -> dict[str, float]:
    """Solve the game at k = 1 by enumeration: no first-order condition, no case distinction.

    For each quality: each order of the retailer is answered by the best of a grid of direct sales, each wholesale price
    by the best of a grid of orders, and the best wholesale price is taken; then the best quality. Answers are refined
    around the best of the grid, so that they are finer than what those who move before can exploit.
    """
    best: dict[str, float] = {"manufacturer": -1.0}
    grid = np.linspace(0.0, 1.0, size + 1)
    for u in np.linspace(0.15, 0.5, 101):
        margin = u - u * u
        own = _best(grid, grid, lambda q, m, s=margin, u=u: (s - u * (q + m) - c) * m)  # type: ignore[misc]
        prices = u * u + margin * grid
        ordered = _best(
            prices,
            grid,
            lambda w, q, u=u, own=own: (u * (1 - q - np.interp(q, grid, own)) - w) * q,  # type: ignore[misc]
        )
        direct = np.interp(ordered, grid, own)
        price = u * (1 - ordered - direct)
        manufacturer = (prices - u * u) * ordered + (price - u * u - c) * direct
        at = int(manufacturer.argmax())
        if manufacturer[at] > best["manufacturer"]:
            sold = float(ordered[at] + direct[at])
            best = {
                "u": float(u),
                "manufacturer": float(manufacturer[at]),
                "retailer": float((price[at] - prices[at]) * ordered[at]),
                "consumer_surplus": float(u) * sold**2 / 2,
                "direct": float(direct[at]),
            }
    return best


def _best(observed: Grid, choices: Grid, payoff: Callable[[Grid, Grid], Grid]) -> Grid:
    """Return the best choice for each observed number: the best of the grid, then the best between its neighbours."""
    rows, step = np.arange(len(observed)), choices[1] - choices[0]
    middle = choices[payoff(observed[:, None], choices[None, :]).argmax(axis=1)]
    near = np.clip(middle[:, None] + step * np.linspace(-1, 1, 41), choices[0], choices[-1])
    found: Grid = near[rows, payoff(observed[:, None], near).argmax(axis=1)]
    return found
