"""Choices within choices: the outer chooser foresees the inner one."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from choices import FINITE, exact_label, fixed, high, low, s
from lsec_models.games.choice.declaration import Choice
from lsec_models.games.choice.equilibrium import ChoiceEquilibrium
from lsec_models.solve.choice import solve_choice


def commission() -> ChoiceEquilibrium:
    """Return a platform that sets a low or a high fee, and a firm that then joins (worth s) or stays out."""
    out = fixed(firm=0, platform=0)
    regimes = {
        name: Choice(by="firm", among={"join": fixed(firm=s - fee, platform=fee), "out": out})
        for name, fee in (("cheap", low), ("dear", high))
    }
    return solve_choice(Choice(by="platform", among=regimes, assuming=[low < high]))


@pytest.mark.parametrize(
    ("worth", "path", "income"), [(1, ("cheap", "out"), 0), (3, ("cheap", "join"), 2), (9, ("dear", "join"), 5)]
)
def test_the_outer_chooser_anticipates_the_inner_one(worth: int, path: tuple[str, ...], income: int) -> None:
    point = commission().at({"s": worth, "low": 2, "high": 5})
    assert point.path == path
    assert point.payoffs["platform"] == income


def test_thresholds_of_nested_choices_by_hand() -> None:
    found = commission().thresholds("s", at={"low": 2, "high": 5})
    assert [(piece.label, str(piece.low)) for piece in found.pieces] == [
        ("cheap: out = dear: out", "0"),
        ("cheap: join", "2"),
        ("dear: join", "5"),
    ]


def test_conditions_of_nested_choices_point_inside() -> None:
    case = commission().conditions["cheap"].cases[0]
    assert case.path == ("join",)
    assert not case.is_complete
    assert "the inner choice falls on join" in str(case)


def test_nested_maps_agree_with_exact_evaluation() -> None:
    choice = commission()
    found = choice.regions("low", "high", at={"s": 3}, over={"low": (0, 5), "high": (0, 5)})
    for i in range(23):
        for j in range(23):
            point = {"low": Fraction(5 * i + 2, 24), "high": Fraction(5 * j + 1, 24)}
            here = found.label_at(point["low"], point["high"])
            assert here in (None, exact_label(choice, {**point, "s": Fraction(3)}, None))


def test_an_undecided_inner_choice_is_not_available() -> None:
    inner = FINITE["pennies"][0]
    among: dict[str, Any] = {"play": inner, "leave": fixed(row=-5, column=0)}
    point = solve_choice(Choice(by="row", among=among)).at({})
    assert point.mode == "leave"
    assert "no pure equilibrium" in point.unavailable["play"]
