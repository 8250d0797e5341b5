"""Maps of what is stable say at each place what the rest points there say."""

from __future__ import annotations

from fractions import Fraction

import pytest

from lsec_models import EvolutionaryGame, parameters, solve
from lsec_models.errors import NoClosedForm
from lsec_models.games.evolutionary.stability_maps import OUTSIDE

V, C, d = parameters("V C d", positive=True)


def test_a_strategy_may_have_a_plus_in_its_name() -> None:
    grades = EvolutionaryGame(
        populations={"sellers": ["A+", "B"], "buyers": ["buy", "pass"]},
        payoffs={"sellers": [[V, V], [0, 0]], "buyers": [[V, 0], [V, 0]]},
    )
    found = solve(grades)
    assert [point.name for point in found.at(V=1).stable] == ["A+ / buy"]
    assert [piece.label for piece in found.along("V", over=(0, 5)).pieces] == ["A+ / buy"]


def test_an_eigenvalue_that_vanishes_at_the_given_numbers_is_no_instability() -> None:
    contest = EvolutionaryGame(populations={"birds": ["hawk", "dove"]}, payoffs=[[(V - C) / 2, V], [0, V / 2 - d]])
    found = solve(contest)
    assert [point.name for point in found.at(V=1, C=1, d=Fraction(1, 2)).stable] == ["hawk"]
    with pytest.raises(NoClosedForm, match="hawk: an eigenvalue lies on the imaginary axis"):
        found.along("d", at={"V": 1, "C": 1}, over=(0, 1))
    assert [piece.label for piece in found.along("d", at={"V": 2, "C": 1}, over=(0, 1)).pieces] == ["hawk"]


def test_numbers_at_which_the_game_is_not_defined_are_outside() -> None:
    contest = EvolutionaryGame(
        populations={"birds": ["hawk", "dove"]}, payoffs=[[V - C, V], [0, V / 2 + d]], assuming=[d < V]
    )
    found = solve(contest)
    for numbers in ({"V": 1, "d": 1}, {"V": 0, "d": 1}):
        assert [piece.label for piece in found.along("C", at=numbers, over=(0, 3)).pieces] == [OUTSIDE]


def test_a_tie_that_holds_at_the_given_numbers_is_no_want_of_rest_points() -> None:
    choice = EvolutionaryGame(
        populations={"one": ["up", "down"], "other": ["left", "right"]},
        payoffs={"one": [[V, C], [1, 1]], "other": [[d, 1], [0, 1]]},
    )
    found = solve(choice)
    assert [one.name for one in found.at(V=2, C=3, d=2).continua] == []
    assert [one.name for one in found.at(V=1, C=3, d=2).continua] == ["up + down / left"]
    with pytest.raises(NoClosedForm, match=r"up \+ down / left: rest points may fill"):
        found.along("C", at={"V": 1, "d": 2}, over=(2, 3), shown="rest points")
    assert [piece.label for piece in found.along("C", at={"V": 1, "d": 2}, over=(2, 3)).pieces] == ["nothing is stable"]
    listed = found.along("C", at={"V": 2, "d": 2}, over=(2, 3), shown="rest points").pieces
    assert [piece.label for piece in listed] == ["up / left (stable), up / right, down / left, down / right"]
