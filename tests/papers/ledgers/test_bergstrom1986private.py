"""The folder on goods that are everybody's: what it records, against contributions that answer each other on grids."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

import numpy as np
import pytest
import sympy as sp

from recorded import recorded

RECORD = recorded("bergstrom1986private")
INCOMES = [(100, 40), (100, 60), (60, 100), (100, 45), (30, 100)]


def stated(label: str, name: str, at: Mapping[str, Any]) -> float:
    """Return a quantity of the first regime whose conditions hold."""
    for entry, found in RECORD["R1"].items():
        if entry.split(":")[0] == label and all(read(one).subs(at) == True for one in found["holds_where"]):  # noqa: E712
            return float(read(found["quantities"][name]).subs(at))
    raise AssertionError(f"no regime of {label} at {at}")


@cache
def read(text: str) -> sp.Basic:
    return sp.sympify(text, locals={"sigma": sp.Symbol("sigma")})


def answer(income: float, given: float) -> float:
    tried = np.arange(0, income + 0.05, 0.05)
    return float(tried[np.argmax((income - tried) * (given + tried))])


def at_once(incomes: tuple[float, float], given: float = 0.0) -> tuple[float, float]:
    first, second = 0.0, 0.0
    for _ in range(40):
        first = answer(incomes[0], second + given)
        second = answer(incomes[1], first + given)
    return first, second


@pytest.mark.parametrize("incomes", INCOMES, ids=str)
def test_contributions_answer_each_other(incomes: tuple[int, int]) -> None:
    at = {"m_1": incomes[0], "m_2": incomes[1]}
    first, second = at_once(incomes)
    assert [stated("two", name, at) for name in ("g_1", "g_2")] == pytest.approx([first, second], abs=0.2)
    taxes = (8, 5)
    left = (incomes[0] - taxes[0], incomes[1] - taxes[1])
    first, second = at_once(left, sum(taxes))
    found = [stated("taxed", name, {**at, "t_1": taxes[0], "t_2": taxes[1]}) for name in ("g_1", "g_2", "provided")]
    assert found == pytest.approx([first, second, first + second + sum(taxes)], abs=0.4)


@pytest.mark.parametrize("incomes", INCOMES, ids=str)
def test_who_pays_first_foresees_the_answer(incomes: tuple[int, int]) -> None:
    tried = np.arange(0, incomes[0] + 0.5, 0.5)
    worth = [(incomes[0] - one) * (one + answer(incomes[1], one)) for one in tried]
    at = {"m_1": incomes[0], "m_2": incomes[1]}
    assert stated("in_turn", "g_1", at) == pytest.approx(tried[int(np.argmax(worth))], abs=0.6)
    assert stated("in_turn", "first", at) == pytest.approx(max(worth), rel=2e-3)


@pytest.mark.parametrize("count", [2, 5])
@pytest.mark.parametrize("back", [0.0, 0.4])
def test_members_who_are_alike(count: int, back: float) -> None:
    """All pay what one of them answers to the others, the tax being what came back to each."""
    income, paid = 10.0, 1.0
    tried = np.linspace(0, income, 4_001)
    for _ in range(300):
        left = income - back * paid - (1 - back) * tried
        best = tried[np.argmax(left * (tried + (count - 1) * paid))]
        paid += (best - paid) / count
    at = {"n": count, "m": income, "sigma": back}
    assert stated("subsidised", "g", at) == pytest.approx(paid, abs=2e-2)
    if not back:
        assert stated("alike", "g", at) == pytest.approx(paid, abs=2e-2)
    assert stated("best", "g", at) == pytest.approx(tried[np.argmax((income - tried) * tried)], abs=3e-3)


def test_transfers_at_numbers_are_those_of_grids() -> None:
    for entry in RECORD["R2"]:
        moved = float(entry["t"])
        first, second = at_once((120 - moved, 30 + moved))
        assert float(sp.Rational(entry["provided"])) == pytest.approx(first + second, abs=0.2)
        assert float(sp.Rational(entry["left_1"])) == pytest.approx(120 - moved - first, abs=0.2)
