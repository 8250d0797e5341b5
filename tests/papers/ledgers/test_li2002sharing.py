"""The article on shared information: what its folder records, against best replies that are repeated in numbers."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from numpy.typing import NDArray

from recorded import recorded

RECORD = recorded("li2002sharing")
A, V, S = 10.0, 4.0, 1.0
Vector = NDArray[np.float64]


def settled(n: int, k: int) -> dict[str, float]:
    """Return payoffs; strategies are weights on one, the intercept's shock, and the noises of n signals.

    Retailers answer each other in turn, given a wholesale price of the form c + m * (sum of what is shared); the
    manufacturer, who foresees that, takes the best c and m among all that are tried around the last ones.
    """
    scale = np.diag([1.0, V, *[S * V] * n])
    signals = np.zeros((n, n + 2))
    signals[:, 1] = 1
    signals[:, 2:] = np.eye(n)
    known = [np.vstack([np.eye(n + 2)[:1], signals[:k], signals[i : i + 1]][: 2 + (i >= k)]) for i in range(n)]
    intercept = np.eye(n + 2)[0] * A + np.eye(n + 2)[1]

    def believed(of: Vector, rows: Vector) -> Vector:
        gram = rows @ scale @ rows.T
        return rows.T @ np.linalg.solve(gram, rows @ scale @ of)

    def quantities(price: Vector) -> Vector:
        decided = np.zeros((n, n + 2))
        for _ in range(400):
            before = decided.copy()
            for i in range(n):
                others = decided.sum(axis=0) - decided[i]
                decided[i] = 0.5 * decided[i] + 0.5 * believed(intercept - price - others, known[i]) / 2
            if np.abs(decided - before).max() < 1e-13:
                break
        return decided

    def price(weights: Vector) -> Vector:
        return weights[0] * np.eye(n + 2)[0] + weights[1] * signals[:k].sum(axis=0)

    def earned(weights: Vector) -> float:
        return float(price(weights) @ scale @ quantities(price(weights)).sum(axis=0))

    # What the manufacturer earns is quadratic in its weights: three values of each tell where it is best.
    weights = np.array([A / 3, 0.1])
    for j in (0, 1) if k else (0,):
        low, mid, high = (earned(weights + step * np.eye(2)[j]) for step in (-1, 0, 1))
        weights[j] += (high - low) / (2 * (2 * mid - low - high))
    decided, w = quantities(price(weights)), price(weights)
    margin = intercept - decided.sum(axis=0) - w
    own = [float(margin @ scale @ decided[i]) for i in range(n)]
    return {"who shares": own[0], "who keeps": own[-1], "manufacturer": earned(weights)}


@pytest.mark.parametrize("label", [label for label in RECORD["R4"] if label[1] != "4"])
def test_payoffs_are_what_best_replies_come_to(label: str) -> None:
    found = settled(int(label[1]), int(label[4]))
    for name, number in RECORD["R4"][label].items():
        assert found[name] == pytest.approx(float(Fraction(number)), rel=1e-9), name


def test_strategies_are_the_printed_ones() -> None:
    assert {difference for rules in RECORD["R2"].values() for difference in rules.values()} == {"0"}
    assert len(RECORD["R2"]) == 3 + 4 + 5


def test_keeping_is_dominant_at_numbers() -> None:
    for n in (2, 3, 4):
        for k in range(n):
            keeps, shares = RECORD["R4"][f"n{n}_k{k}"]["who keeps"], RECORD["R4"][f"n{n}_k{k + 1}"]["who shares"]
            assert Fraction(keeps) > Fraction(shares)
