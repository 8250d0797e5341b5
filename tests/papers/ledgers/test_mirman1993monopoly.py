"""The folder on experiments of a monopolist: what it records, against beliefs updated by Bayes' rule, on grids."""

from __future__ import annotations

import numpy as np
import pytest
import sympy as sp
from numpy.typing import NDArray

from recorded import recorded

RECORD = recorded("mirman1993monopoly")
PRIOR, PATIENCE, SLOPES, LEVEL = 0.5, 0.9, (1.0, 3.0), 9.0
Lines = tuple[tuple[float, float], tuple[float, float]]
Numbers = NDArray[np.float64]


def mean_profit(x: Numbers, lines: Lines, belief: float | Numbers) -> Numbers:
    (level_1, slope_1), (level_2, slope_2) = lines
    return x * (belief * (level_1 - slope_1 * x) + (1 - belief) * (level_2 - slope_2 * x))


def tomorrow(lines: Lines, belief: float, reach: float) -> float:
    return float(mean_profit(np.linspace(0, reach, 2_001), lines, belief).max())


def ahead(x: float, lines: Lines, noise: float, reach: float, prior: float = PRIOR) -> float:
    """Return profits of both days: each of many disturbances of today is seen, and turned into a belief."""
    means = [level - slope * x for level, slope in lines]
    disturbances = (np.arange(200) + 0.5) / 200 * 2 * noise - noise
    known = {belief: tomorrow(lines, belief, reach) for belief in (0.0, prior, 1.0)}
    total = float(mean_profit(np.array(x), lines, prior))
    for truth, weight in ((0, prior), (1, 1 - prior)):
        seen = means[truth] + disturbances
        possible = [abs(seen - mean) <= noise for mean in means]
        belief = prior * possible[0] / (prior * possible[0] + (1 - prior) * possible[1])
        total += PATIENCE * weight * float(np.mean([known[round(float(one), 9)] for one in belief]))
    return total


@pytest.mark.parametrize("entry", RECORD["R2"], ids=lambda entry: f"second level {entry['A_2']}")
def test_decisions_are_what_bayes_rule_and_a_grid_find(entry: dict[str, object]) -> None:
    lines = ((LEVEL, SLOPES[0]), (float(entry["A_2"]), SLOPES[1]))
    tried = np.linspace(1.5, 4.5, 121)
    profits = np.array([ahead(float(x), lines, 3.0, 8.0) for x in tried])
    stated = [float(sp.Rational(x)) for x in entry["x"].values()]
    assert profits.max() == pytest.approx(float(sp.Rational(entry["seller"])), abs=0.02)
    assert min(abs(tried[profits.argmax()] - x) for x in stated) < 0.05
    for x in stated:
        assert ahead(x, lines, 3.0, 8.0) == pytest.approx(profits.max(), abs=0.02)
    assert len(stated) == (2 if entry["A_2"] == 15 else 1)


@pytest.mark.parametrize(
    ("label", "lines", "moves"),
    [
        ("quantity", ((10.0, 1.0), (10.0, 3.0)), 1),
        ("price", ((10.0, 1.0), (10.0 / 3, 1 / 3)), 0),
        ("level", ((10.0, 1.0), (8.0, 1.0)), 0),
    ],
)
def test_what_is_unknown_decides_whether_it_moves(label: str, lines: Lines, moves: int) -> None:
    second = 1 if label == "level" else 3
    at = {"A": 10, "A_1": 10, "A_2": 8, "B_1": 1, "B_2": second, "r": 0.3, "h": 6, "delta": PATIENCE}
    quantities = RECORD["R1"][label]["quantities"]
    stated = {name: float(sp.sympify(formula).subs(at)) for name, formula in quantities.items()}
    tried = np.linspace(0.5, 7, 131)
    alone = tried[np.argmax(mean_profit(tried, lines, 0.3))]
    best = tried[np.argmax([ahead(float(x), lines, 6.0, 8.0, prior=0.3) for x in tried])]
    assert stated["x_0"] == pytest.approx(alone, abs=0.06)
    assert stated["x_0"] + stated["moved"] == pytest.approx(best, abs=0.1)
    assert np.sign(round(stated["moved"], 9)) == moves
