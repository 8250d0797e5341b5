"""Maps of what is stable say at each place what the rest points there say."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from lsec_models import EvolutionaryGame, parameters, solve
from lsec_models.errors import DeclarationError, NoClosedForm
from lsec_models.games.evolutionary.given_shares import shares_given
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
    alike = solve(EvolutionaryGame(populations={"birds": ["hawk", "dove"]}, payoffs=[[V, V], [V, V]]))
    with pytest.raises(NoClosedForm, match="hawk: an eigenvalue lies on the imaginary axis whatever"):
        alike.along("V", over=(0, 1))
    with pytest.raises(DeclarationError, match="shown = 'unstable': it is one of 'stable', 'rest points'"):
        found.along("d", at={"V": 2, "C": 1}, over=(0, 1), shown="unstable")


def test_a_map_says_at_each_place_what_the_rest_points_there_say() -> None:
    contest = EvolutionaryGame(populations={"birds": ["hawk", "dove"]}, payoffs=[[(V - C) / 2, V], [0, V / 2]])
    found = solve(contest)
    shown = found.regions("V", "C", at={}, over={"V": (1, 4), "C": (1, 4)})
    for v, c in ((Fraction(3), Fraction(2)), (Fraction(2), Fraction(3))):
        stable = " and ".join(point.name for point in found.at(V=v, C=c).stable)
        assert shown.label_at(v, c) == stable
    with pytest.raises(DeclarationError, match="a range for d, which is not an axis"):
        found.regions("V", "C", at={}, over={"V": (1, 4), "C": (1, 4), "d": (0, 1)})


@pytest.mark.parametrize(
    ("given", "words"),
    [
        (["one", "two"], "give a number from 0 to 1"),
        ({"hawk": 2}, "give a number from 0 to 1"),
        ({"hawk": 0.2, "dove": 0.2}, "sum to 0.4; give shares that sum to one"),
        ({}, "no shares of hawk, dove; give all of 'birds' but one"),
        (3, "are not shares; give them by name"),
        ("ab", "are not shares; give them by name"),
    ],
)
def test_what_are_no_shares_is_refused(given, words) -> None:
    contest = EvolutionaryGame(populations={"birds": ["hawk", "dove"]}, payoffs=[[V - C, V], [0, V]])
    with pytest.raises(DeclarationError, match=words):
        shares_given(contest, given)


def test_shares_are_given_by_name_or_in_their_order_and_the_last_may_be_left_out() -> None:
    contest = EvolutionaryGame(populations={"birds": ["hawk", "dove"]}, payoffs=[[V - C, V], [0, V]])
    assert shares_given(contest, {"hawk": 0.25}) == shares_given(contest, [0.25, 0.75]) == [0.25, 0.75]


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


def test_a_rest_point_that_is_nowhere_on_a_line_is_left_out() -> None:
    """The mixture 1/(1 + u) divides by zero at u = -1, whatever V is."""
    u = parameters("u")
    found = solve(EvolutionaryGame(populations={"birds": ["hawk", "dove"]}, payoffs=[[u * V, 0], [0, V]]))
    labels = [piece.label for piece in found.along("V", at={"u": -1}, over=(1, 2), shown="rest points").pieces]
    assert labels == ["hawk, dove (stable)"]
    assert "hawk + dove" in found.along("V", at={"u": 1}, over=(1, 2), shown="rest points").pieces[0].label


def test_what_is_not_in_closed_form_is_on_no_map() -> None:
    contest = EvolutionaryGame(populations={"birds": ["hawk", "dove"]}, payoffs=[[(V - C) / 2, V], [0, V / 2]])
    found = replace(solve(contest), unresolved=(("hawk + dove", "a root of degree five"),))
    with pytest.raises(NoClosedForm, match=r"hawk \+ dove: not in closed form \(a root of degree five\)"):
        found.along("V", at={"C": 1}, over=(1, 2))
