"""The folder on research: what it records, against firms that try all research and sell as often as pays."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
import sympy as sp
from numpy.typing import NDArray

from recorded import recorded

RECORD = recorded("daspremont1988research")
SIZE, COST = 10.0, 3.0
"""What buyers pay at most, less the cost of a unit without research; and what research costs."""
MOVES = np.linspace(0, 30, 60_001)
PRINTED = {"alone": 1.505757307, "joint": 1.100762066, "owner": 1.260911736, "planner": 3.016241299}


def value(text: str, at: dict[str, float]) -> float:
    """Return a recorded formula at numbers; beta and gamma are functions of SymPy, unless it is told."""
    return float(sp.sympify(text, locals={name: sp.Symbol(name) for name in at}).subs(at))


def sold(first: Any, second: Any) -> tuple[Any, Any]:
    """Return sales at what units bring at most: nothing, where the other one's price is too low."""
    alone = np.maximum(first, 0) / 2, np.maximum(second, 0) / 2
    both = (2 * first - second) / 3, (2 * second - first) / 3
    none = (2 * first <= second, 2 * second <= first)
    return (
        np.where(none[0], 0, np.where(none[1], alone[0], both[0])),
        np.where(none[1], 0, np.where(none[0], alone[1], both[1])),
    )


def margins(own: Any, other: Any, spillover: float) -> tuple[Any, Any]:
    return SIZE + own + spillover * other, SIZE + other + spillover * own


def profit(own: Any, other: Any, spillover: float, cost: float = COST) -> Any:
    return sold(*margins(own, other, spillover))[0] ** 2 - cost * own**2 / 2


def together(each: NDArray[np.float64], spillover: float) -> NDArray[np.float64]:
    return np.asarray(2 * profit(each, each, spillover))


def owned(each: NDArray[np.float64], spillover: float) -> NDArray[np.float64]:
    return np.asarray((SIZE + (1 + spillover) * each) ** 2 / 4 - COST * each**2)


def planned(each: NDArray[np.float64], spillover: float) -> NDArray[np.float64]:
    return np.asarray((SIZE + (1 + spillover) * each) ** 2 / 2 - COST * each**2)


@pytest.mark.parametrize("entry", RECORD["R2"], ids=lambda entry: entry["beta"])
def test_research_is_what_counting_finds(entry: dict[str, Any]) -> None:
    spillover = float(Fraction(entry["beta"]))
    stated = {label: float(Fraction(number)) for label, number in entry["research"].items()}
    kinds: dict[str, Callable[..., Any]] = {"joint": together, "owner": owned, "planner": planned}
    best = {label: MOVES[int(worth(MOVES, spillover).argmax())] for label, worth in kinds.items()}
    best["alone"] = MOVES[int(profit(MOVES, stated["alone"], spillover).argmax())]
    assert best == pytest.approx(stated, abs=1e-3)
    assert np.sign(stated["joint"] - stated["alone"]) == np.sign(spillover - 0.5)
    assert np.sign(stated["owner"] - stated["alone"]) == np.sign(spillover - 7 / 17)
    for label in ("alone", "joint"):
        each = stated[label]
        total = 2 * float(sold(*margins(each, each, spillover))[0])
        assert float(Fraction(entry["sold"][label])) == pytest.approx(total, rel=1e-12)
        welfare = total**2 / 2 + 2 * float(profit(each, each, spillover))
        assert float(Fraction(entry["welfare"][label])) == pytest.approx(welfare, rel=1e-12)


def test_numbers_are_the_classic_ones() -> None:
    below = RECORD["R2"][0]
    assert {label: float(Fraction(number)) for label, number in below["research"].items()} == pytest.approx(
        PRINTED, rel=1e-9
    )
    assert [float(Fraction(below["sold"][label])) for label in ("alone", "joint")] == pytest.approx(
        [7.971656333, 7.620660457], rel=1e-9
    )
    assert [float(Fraction(below["welfare"][label])) for label in ("alone", "joint")] == pytest.approx(
        [56.74538949, 54.43943443], rel=1e-9
    )


@pytest.mark.parametrize(("spillover", "above"), [(0.0, 1.02), (0.2, 1.05), (0.4, 1.1), (0.45, 1.5), (0.9, 1.2)])
def test_driving_the_rival_out_does_not_pay_even_where_research_is_cheap(spillover: float, above: float) -> None:
    """Just above the conditions on its cost."""
    cost = above * max(2 * (2 - spillover) ** 2, 2 * (2 - spillover) * (1 + spillover)) / 9
    at = {"a": 20, "A": 10, "b": 1, "beta": spillover, "gamma": cost}
    quantities = RECORD["R1"]["alone"]["quantities"]
    stated, earned = (value(quantities[name], at) for name in ("x_1", "firm_1"))
    tried = np.linspace(0, 20 * stated + 100, 200_001)
    assert profit(tried, stated, spillover, cost).max() == pytest.approx(earned, rel=1e-6)
    assert profit(stated, stated, spillover, cost) == pytest.approx(earned, rel=1e-9)


@pytest.mark.parametrize(("spillover", "cost"), [(0.1, 1.5), (0.1, 1.7), (0.3, 0.95), (0.3, 1.05)])
def test_unlike_research_pays_a_joint_laboratory_where_research_is_cheap(spillover: float, cost: float) -> None:
    at = {"a": 20, "A": 10, "b": 1, "beta": spillover, "gamma": cost}
    each = value(RECORD["R1"]["joint"]["quantities"]["x"], at)
    apart = 0.1
    unlike = profit(each + apart, each - apart, spillover, cost) + profit(each - apart, each + apart, spillover, cost)
    assert (unlike > 2 * profit(each, each, spillover, cost)) == (cost < 2 * (1 - spillover) ** 2)
