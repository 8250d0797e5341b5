"""Statements that other demands or timings overturn, against numbers that share nothing with the solver."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest


def settled(step: Callable[[np.ndarray], np.ndarray], start: np.ndarray) -> np.ndarray:
    """Return where best replies that follow each other come to rest."""
    for _ in range(2000):
        moved = step(start)
        if np.abs(moved - start).max() < 1e-12:
            return moved
        start = moved
    raise AssertionError("best replies do not come to rest")


def test_a_virtual_host_costs_the_top_streamer_its_traffic_where_the_ordinary_one_moves_first_in_numbers() -> None:
    """The ordinary streamer's effort on a grid, which the others' best replies follow; visitors spend 3, 1 and 0.9."""
    leading = np.linspace(0.001, 0.5, 500)

    def parts(worth: list[float]) -> tuple[float, float]:
        def reply(efforts: np.ndarray) -> np.ndarray:
            others = leading + efforts.sum(axis=0) - efforts
            return np.maximum(np.sqrt(np.outer(worth, np.ones(500)) * others) - others, 0) / 2 + efforts / 2

        efforts = settled(reply, np.full((len(worth), 500), 0.1))
        total = leading + efforts.sum(axis=0)
        best = (leading / total - leading).argmax()
        return efforts[0, best] / total[best], leading[best] / total[best]

    alone, joined = parts([3]), parts([3, 0.9])
    assert alone == pytest.approx((5 / 6, 1 / 6), abs=2e-3)
    assert joined[0] < alone[0] - 0.1
    assert joined[1] > alone[1] + 0.05
