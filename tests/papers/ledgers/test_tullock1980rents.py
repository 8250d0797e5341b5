"""The folder on contests: what it records, against payoffs counted one by one on a grid of efforts."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np
import pytest
import sympy as sp
from numpy.typing import NDArray

from recorded import recorded

RECORD = recorded("tullock1980rents")
CURVATURE = "second derivative, times x^2/(r V p (1 - p))"
SHARES = np.linspace(0, 1, 20_001)


def payoffs(prize: float, power: float, rivals: list[float]) -> NDArray[np.float64]:
    """Return what each effort up to the prize brings, against efforts of rivals; more than the prize never pays."""
    own = prize * SHARES
    return np.asarray(prize * own**power / (own**power + sum(rival**power for rival in rivals)) - own)


def is_equilibrium(prizes: list[float], power: float, efforts: list[float]) -> bool:
    """Return whether nobody gains by an effort of the grid."""
    for i, prize in enumerate(prizes):
        rivals = efforts[:i] + efforts[i + 1 :]
        won = efforts[i] ** power / sum(effort**power for effort in efforts)
        if payoffs(prize, power, rivals).max() > prize * won - efforts[i] + 1e-9 * prize:
            return False
    return True


def stationary(prizes: list[float], power: float) -> list[float]:
    """Return the efforts at which neither of two gains by a little more or less."""
    first, second = (prize**power for prize in prizes)
    return [power * prize * first * second / (first + second) ** 2 for prize in prizes]


@pytest.mark.parametrize("entry", RECORD["R2"], ids=lambda entry: f"{entry['power']}: {entry['values']}")
def test_equilibria_of_two_are_what_counting_finds(entry: dict[str, Any]) -> None:
    power, prizes = float(Fraction(entry["power"])), [float(Fraction(value)) for value in entry["values"]]
    expected = stationary(prizes, power)
    stated = [[float(Fraction(effort)) for effort in efforts] for efforts in entry["efforts"]]
    assert entry["all"] is True
    assert stated == ([pytest.approx(expected, rel=1e-9)] if is_equilibrium(prizes, power, expected) else [])


@pytest.mark.parametrize("count", [2, 3, 5])
@pytest.mark.parametrize("power", [0.4, 1.0, 1.2, 1.24, 1.26, 1.49, 1.51, 1.99, 2.01])
def test_the_effort_of_those_who_are_alike_at_any_power(count: int, power: float) -> None:
    at = {"r": power, "n": count, "V": 9}
    effort, left = (float(sp.sympify(RECORD["R3"][name]).subs(at)) for name in ("effort of n alike", "left to each"))
    assert is_equilibrium([9.0] * count, power, [effort] * count) is (power <= count / (count - 1)) is (left >= 0)
    if power <= count / (count - 1):
        assert payoffs(9, power, [effort] * (count - 1)).max() == pytest.approx(left, abs=1e-6)


def test_slopes_at_any_power_are_those_of_differences() -> None:
    power, chance, effort, step = 1.3, 0.3, 2.0, 1e-4
    at = {"r": power, "p": chance, "x": effort, "V": 9}
    rest = effort**power * (1 - chance) / chance
    around = [9 * x**power / (x**power + rest) - x for x in (effort - step, effort, effort + step)]
    first, second = (float(sp.sympify(RECORD["R3"][name]).subs(at)) for name in ("slope", CURVATURE))
    assert first == pytest.approx((around[2] - around[0]) / (2 * step), rel=1e-6)
    curved = (around[2] - 2 * around[1] + around[0]) / step**2
    assert second == pytest.approx(curved * effort**2 / (power * 9 * chance * (1 - chance)), rel=1e-5)
    assert RECORD["R3"]["slope there"] == "0"


def test_numbers_are_the_classic_ones() -> None:
    alike, three, *in_turn = RECORD["R4"]
    assert [alike["efforts"], alike["payoffs"]] == [["2"], ["1"]]
    efforts = [float(Fraction(effort)) for effort in three["efforts"]]
    assert efforts == pytest.approx([2.498868266, 1.846989588, 0.7605251245], rel=1e-9)
    assert float(Fraction(three["payoffs"][2])) == pytest.approx(0.1330918968, rel=1e-9)
    assert is_equilibrium([10, 8, 6], 1, efforts)
    assert [entry["efforts"] for entry in in_turn] == [["25/16", "15/16"], ["4", "0"]]


@pytest.mark.parametrize("entry", RECORD["R4"][2:], ids=lambda entry: entry["contest"])
def test_who_moves_first_does_what_counting_finds(entry: dict[str, Any]) -> None:
    first, second = (float(text) for text in entry["contest"].removeprefix("in turn: ").split(" and "))
    leads = first * SHARES[1:]
    answers = np.maximum(np.sqrt(second * leads) - leads, 0)
    earned = first * leads / (leads + answers) - leads
    stated = [float(Fraction(number)) for number in (*entry["efforts"], entry["payoffs"][0])]
    best = int(earned.argmax())
    assert entry["the only one"] is True
    assert [leads[best], answers[best], earned[best]] == pytest.approx(stated, abs=1e-3)
    answered = payoffs(second, 1, [stated[0]])
    assert second * SHARES[int(answered.argmax())] == pytest.approx(stated[1], abs=1e-3)
