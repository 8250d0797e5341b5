"""The article on supplier encroachment, end to end, and its erratum against brute force."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction

import numpy as np
import pytest
from numpy.typing import NDArray

from lsec_models import Equilibrium
from lsec_models.papers import Reproduction, read_paper
from lsec_models.papers.folder.modules import load_equilibria
from recorded import PAPERS, recorded

RECORD = recorded("arya2007encroachment")
PROFITS = ("manufacturer", "retailer", "consumer_surplus", "industry_profit")

Grid = NDArray[np.float64]


@pytest.fixture(scope="module")
def run(reproduced: Callable[[str], Reproduction]) -> Reproduction:
    return reproduced("arya2007encroachment")


@pytest.fixture(scope="module")
def games() -> Mapping[str, Equilibrium]:
    return load_equilibria(read_paper(PAPERS / "arya2007encroachment"))


@pytest.mark.slow
def test_the_readme_shows_the_figure_of_this_version(run: Reproduction) -> None:
    shown = PAPERS.parent / "book" / "_static" / "retailer_gain.svg"
    assert shown.read_bytes() == (run.out / "arya2007encroachment" / "figures" / "retailer_gain.svg").read_bytes()


@pytest.mark.slow
def test_every_result_and_claim_agrees(run: Reproduction) -> None:
    (paper,) = run.papers
    assert paper.problems == ()
    printed = [part for part in paper.claims if part.claim.level == "equation"]
    assert len(printed) == 37
    assert {part.claim.id for part in printed if part.verdict != "proved"} == {part.claim.id for part in paper.errata}


@pytest.mark.slow
def test_the_errata_stand_in_the_report(run: Reproduction) -> None:
    (paper,) = run.papers
    assert [part.claim.id for part in paper.errata] == [
        "retailer-interval-ends",
        "industry-ends",
        "bargained-interval-ends",
    ]
    page = (run.out / "arya2007encroachment" / "report.html").read_text(encoding="utf-8")
    assert "Errata: 3" in page
    assert "it ends at a(1 − 1/(2√2)), about 0.646a, not at 3a/5" in page


def test_thresholds_are_found_and_equal_the_printed_ones() -> None:
    assert len(RECORD["R3"]) == 7
    assert all(entry["equal"] for entry in RECORD["R3"].values())


def test_regimes_and_gains_are_proved() -> None:
    assert list(RECORD["R4"]["best"].values()) == [True] * (4 * 2 + 3 * 4)
    assert [entry["region_proved"] for entry in RECORD["R4"]["regimes"].values()] == [True] * 3
    for entry in RECORD["R4"]["gains"].values():
        assert list(entry["proved"].values()) == [True] * 3


@pytest.mark.slow
@pytest.mark.parametrize("c", ["1/10", "1/3", "1/2", "11/20", "29/50", "31/50", "16/25", "2/3", "3/4", "4/5", "41/50"])
def test_the_channel_is_what_brute_force_finds(games: Mapping[str, Equilibrium], c: str) -> None:
    regime = "encroachment" if Fraction(c) < Fraction(3, 5) else "deterrence"
    exact = games[regime].at({"a": 1, "b": 1, "c": Fraction(c)})
    assert enumerated(float(Fraction(c))) == pytest.approx({name: float(exact[name]) for name in PROFITS}, abs=2e-3)


@pytest.mark.slow
@pytest.mark.parametrize("c", [0.845, 0.9, 0.98])
def test_a_dear_channel_changes_nothing(games: Mapping[str, Equilibrium], c: float) -> None:
    exact = games["no_channel"].at({"a": 1, "b": 1})
    assert enumerated(c) == pytest.approx({name: float(exact[name]) for name in PROFITS}, abs=2e-3)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("quantity", "low", "high"),
    [
        ("retailer", 3 / (4 * 2**0.5), 1 - 1 / (2 * 2**0.5)),
        ("manufacturer", 0, 5 / 6),
        ("consumer_surplus", 0, 3 / 4),
        ("industry_profit", 3 / (2 * (6 - 7**0.5)), 3 / 4),
    ],
)
def test_brute_force_finds_the_exact_ends_of_the_gains(
    games: Mapping[str, Equilibrium], quantity: str, low: float, high: float
) -> None:
    without = float(games["no_channel"].at({"a": 1, "b": 1})[quantity])
    apart = 0.015
    for end, inside in ((low, 1), (high, -1)):
        if end == 0:
            continue
        assert enumerated(end + inside * apart)[quantity] > without + 1e-4
        assert enumerated(end - inside * apart)[quantity] < without + 1e-4


@pytest.mark.slow
@pytest.mark.parametrize("beta", ["7/10", "17/20", "19/20"])
def test_brute_force_finds_the_exact_end_of_the_gain_with_bargaining(
    games: Mapping[str, Equilibrium], beta: str
) -> None:
    weight = float(Fraction(beta))
    without = float(games["bargained_no_channel"].at({"a": 1, "b": 1, "beta": Fraction(beta)})["retailer"])
    printed, exact = 3 / (7 - 2 * weight), 1 - (2 - weight) / (2 * 2**0.5)
    assert exact > printed
    assert enumerated(exact - 0.2 * (exact - printed), weight)["retailer"] > without
    assert enumerated(exact + 0.01, weight)["retailer"] < without
    sold = games["bargained"].at({"a": 1, "b": 1, "beta": Fraction(beta), "c": printed - 0.01})
    assert enumerated(printed - 0.01, weight)["retailer"] == pytest.approx(float(sold["retailer"]), abs=2e-3)


def test_every_step_about_bargaining_is_proved() -> None:
    assert [entry["proved"] for entry in RECORD["R5"]] == [True] * 9


def enumerated(c: float, weight: float = 1.0, size: int = 1200) -> dict[str, float]:
    """Solve encroachment at a = b = 1 by enumeration: no first-order condition, no case distinction.

    1. For each quantity of the retailer, try quantities of the manufacturer, then finer ones around the best.
    2. For each wholesale price, do the same for the retailer, the manufacturer's answers being known.
    3. Try all wholesale prices: the best is that of the largest product of gains, the manufacturer's with its weight.

    Answers must be finer than the grid of those who move before, who would otherwise exploit the rounding.
    """
    grid = np.linspace(0.0, 1.0, size + 1)
    own = _best(grid, grid, lambda q, m: (1 - q - m - c) * m)
    ordered = _best(grid, grid, lambda w, q: (1 - q - np.interp(q, grid, own) - w) * q)
    direct = np.interp(ordered, grid, own)
    price = 1 - ordered - direct
    manufacturer = grid * ordered + (price - c) * direct
    retailer = (price - grid) * ordered
    alone = (1 - own[0] - c) * own[0]
    w = int((np.maximum(manufacturer - alone, 0) ** weight * retailer ** (1 - weight)).argmax())
    profits = {"manufacturer": manufacturer[w], "retailer": retailer[w]}
    surplus = (ordered[w] + direct[w]) ** 2 / 2
    return {**profits, "consumer_surplus": surplus, "industry_profit": sum(profits.values())}


def _best(observed: Grid, choices: Grid, payoff: Callable[[Grid, Grid], Grid]) -> Grid:
    """Return the best choice for each observed number: the best of the grid, then the best between its neighbours."""
    rows, step = np.arange(len(observed)), choices[1] - choices[0]
    middle = choices[payoff(observed[:, None], choices[None, :]).argmax(axis=1)]
    near = np.clip(middle[:, None] + step * np.linspace(-1, 1, 81), choices[0], choices[-1])
    found: Grid = near[rows, payoff(observed[:, None], near).argmax(axis=1)]
    return found
