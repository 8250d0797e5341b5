"""Several who choose at once: pure and mixed equilibria, by hand and by the definition."""

from __future__ import annotations

import pytest
import sympy as sp
from hypothesis import given, settings
from hypothesis import strategies as st

from choices import FINITE, fixed, r, table
from lsec_models.algebra.domains.symbols import decisions
from lsec_models.errors import DeclarationError, OutsideDomain
from lsec_models.games.choice.at_point import NO_PURE_EQUILIBRIUM
from lsec_models.games.choice.declaration import Choice
from lsec_models.games.choice.equilibrium import ChoiceEquilibrium
from lsec_models.games.evidence.evidence import About, Status
from lsec_models.games.static.game import Game
from lsec_models.games.static.player import Player
from lsec_models.solve.choice import solve_choice


@pytest.mark.parametrize("name", FINITE)
def test_finite_games_by_hand(name: str) -> None:
    choice, pure, number = FINITE[name]
    point = choice.at({})
    assert set(point.chosen) == pure
    mixed = point.mixed_equilibria()
    assert len(mixed) == number
    assert {tuple(m.words.split(" / ")) for m in mixed if m.is_pure} == pure
    assert set(point.equilibria.pure) == pure


def test_mixed_equilibria_of_the_battle_of_the_sexes() -> None:
    point = FINITE["sexes"][0].at({})
    (lots,) = (m for m in point.mixed_equilibria() if not m.is_pure)
    third = sp.Rational(1, 3)
    assert lots.probabilities["row"] == {"b": 2 * third, "o": third}
    assert lots.probabilities["column"] == {"b": third, "o": 2 * third}
    assert lots.payoffs == {"row": 2 * third, "column": 2 * third}
    assert "also an equilibrium: 2/3 b + 1/3 o / 1/3 b + 2/3 o: row 2/3, column 2/3" in " ".join(repr(point).split())


def test_a_degenerate_choice_has_a_continuum() -> None:
    point = table("ud", "lr", ul=(-3, 2), ur=(3, 7), dl=(-3, 4), dr=(5, 2)).at({})
    assert point.chosen == (("d", "l"),)
    (line,) = point.equilibria.continua
    assert line.words == "anything from 2/7 u + 5/7 d to d / l"
    assert point.mixed_equilibria() == line.extreme
    assert " ".join(repr(point).split()).endswith(f"also an equilibrium: {line!r} {point.evidence.line()}")


def test_no_equilibrium_is_lost_to_rounding() -> None:
    numbers = {"ul": (8, 4), "um": (1, 6), "ur": (3, 9), "dl": (2, 2), "dm": (0, 8), "dr": (6, 2)}
    only = table("ud", "lmr", **numbers).at({}).equilibria.only()
    assert only.words == "2/3 u + 1/3 d / 3/4 m + 1/4 r"


def test_mixed_equilibria_rest_on_the_modes() -> None:
    held = FINITE["sexes"][0].at({}).equilibria.evidence
    assert [label for label, _ in held.rests_on] == ["b / b", "b / o", "o / b", "o / o"]
    assert held.established == all(below.established for _, below in held.rests_on)
    unsure = _of_candidates().at({}).equilibria.evidence
    assert not unsure.established
    assert unsure.status(About.COMPLETE) is Status.OPEN


def _of_candidates() -> ChoiceEquilibrium:
    """Return a choice among candidates: the leader of each may gain by driving its follower out."""
    q, s = decisions("q s")
    row = Player("row", decides=[q], payoff=7 * s - (q - 4) ** 2)
    column = Player("column", decides=[s], payoff=-((s - 1 + q) ** 2))
    game = Game(players=[row, column], order=["row", "column"])
    return solve_choice(Choice(by=("row", "column"), among={(x, y): game for x in "ud" for y in "lr"}))


def test_three_choosers_have_their_pure_equilibria() -> None:
    among = {
        (x, y, w): fixed(row=int(x == y), column=int(y == w), third=int(w == "a"))
        for x in "ab"
        for y in "ab"
        for w in "ab"
    }
    point = solve_choice(Choice(by=("row", "column", "third"), among=among)).at({})
    assert point.chosen == point.equilibria.pure == (("a", "a", "a"),)
    with pytest.raises(DeclarationError, match="for two simultaneous choosers, not 3"):
        point.mixed_equilibria()


@settings(max_examples=25)
@given(st.lists(st.integers(-4, 4), min_size=12, max_size=12))
def test_pure_equilibria_are_those_of_the_definition(numbers: list[int]) -> None:
    cells = [x + y for x in "ud" for y in "lmr"]
    payoffs = {cell: (numbers[2 * i], numbers[2 * i + 1]) for i, cell in enumerate(cells)}
    expected = {
        (x, y)
        for x in "ud"
        for y in "lmr"
        if payoffs[x + y][0] == max(payoffs[v + y][0] for v in "ud")
        and payoffs[x + y][1] == max(payoffs[x + v][1] for v in "lmr")
    }
    assert set(table("ud", "lmr", **payoffs).at({}).chosen) == expected


def test_several_or_no_pure_equilibria_are_not_decided() -> None:
    several, none = FINITE["sexes"][0].at({}), FINITE["pennies"][0].at({})
    assert several.label == "b / b or o / o"
    assert none.label == NO_PURE_EQUILIBRIUM
    with pytest.raises(OutsideDomain, match="has 2 pure equilibria"):
        _ = several.mode
    with pytest.raises(OutsideDomain, match="no pure equilibrium"):
        _ = none.payoffs


def test_a_combination_that_is_refused_is_no_alternative() -> None:
    among = {(x, y): fixed(row=value, column=1) for x, value in (("u", 1), ("d", 2)) for y in "lr"}
    free = solve_choice(Choice(by=("row", "column"), among=among))
    assert set(free.at({}).chosen) == {("d", "l"), ("d", "r")}
    bound = solve_choice(Choice(by=("row", "column"), among=among, participation={"column": {("d", "l"): 2}}))
    assert set(bound.at({}).chosen) == {("u", "l"), ("d", "r")}
    with pytest.raises(OutsideDomain, match="mixed equilibria need every combination"):
        bound.at({}).mixed_equilibria()


def test_thresholds_of_simultaneous_choices() -> None:
    choice = table("cd", "cd", cc=(2, 2), cd=(0, r), dc=(r, 0), dd=(1, 1))
    found = choice.thresholds("r", at={}, over=(0, 4))
    assert [(piece.label, str(piece.low)) for piece in found.pieces] == [("c / c or d / d", "0"), ("d / d", "2")]
