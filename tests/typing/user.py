"""A user's file: what each verb returns for each kind of game, as a type checker sees it. It is checked, not run."""

from __future__ import annotations

from collections.abc import Mapping
from typing import assert_type

import lsec_models as lsec
from lsec_models import (
    Choice,
    DifferenceGame,
    DifferentialGame,
    Equilibrium,
    EvolutionaryGame,
    Game,
    MatrixGame,
    Player,
)
from lsec_models.games.choice.equilibrium import ChoiceEquilibrium
from lsec_models.games.difference.periods import PeriodsPoint
from lsec_models.games.difference.stationary import StationarySolutions
from lsec_models.games.evolutionary.at_point import RestPointsAt
from lsec_models.games.evolutionary.rest_points import RestPoints
from lsec_models.games.matrix.equilibria import MatrixEquilibria
from lsec_models.games.one_state import OneStateProblem
from lsec_models.games.static.results.implicit import ImplicitEquilibrium
from lsec_models.games.static.results.piecewise import PiecewiseEquilibrium
from lsec_models.games.static.results.solutions import Solutions
from lsec_models.prove.results.verdicts import Verdict
from lsec_models.solve.differential.dispatch import Solved
from lsec_models.solve.one_state.solution import OneStateSolution

a, c = lsec.parameters("a c", positive=True)
p = lsec.decisions("p")
game = Game(players=[Player("shop", decides=[p], payoff=(p - c) * (a - p))], assuming=[a > c])


def of_a_game(game: Game) -> None:
    found = lsec.solve(game)
    assert_type(found, Equilibrium | ImplicitEquilibrium)
    assert_type(lsec.solve(game, corners=False), Equilibrium | ImplicitEquilibrium)
    assert_type(lsec.solve(game, corners=True, effort="thorough"), PiecewiseEquilibrium)
    assert_type(lsec.solve(game, at={"a": 2, "c": 1}), Solutions)
    assert_type(lsec.solve(game, at={"a": 2, "c": 1}, ties="against"), Solutions)
    assert_type(lsec.prove(found["p"] > c, given=[found]), Verdict)
    text: str = lsec.to_latex(found)
    data = lsec.sweep(found, over={"a": (2, 3, 5)}, at={"c": 1})
    print(text, data["p"].values, found.evidence.established)


def of_other_kinds(
    choice: Choice,
    matrix: MatrixGame,
    populations: EvolutionaryGame,
    goodwill: DifferentialGame,
    weeks: DifferenceGame,
    lake: OneStateProblem,
) -> None:
    assert_type(lsec.solve(choice), ChoiceEquilibrium)
    assert_type(lsec.solve(choice, corners=True), ChoiceEquilibrium)
    assert_type(lsec.solve(matrix), MatrixEquilibria)
    assert_type(lsec.solve(populations), RestPoints)
    assert_type(lsec.solve(populations, at={}), RestPointsAt)
    assert_type(lsec.solve(goodwill), Solved)
    assert_type(lsec.solve(weeks), PeriodsPoint | StationarySolutions)
    assert_type(lsec.solve(lake, at={"b": 0.65}), OneStateSolution)


def of_the_catalogue() -> None:
    assert_type(lsec.load("power_structures", streamer="top"), Game)
    assert_type(lsec.load("regulation"), EvolutionaryGame)
    games = lsec.load("cachon2005revenue")
    assert_type(games, Mapping[str, Game])
    assert_type(lsec.solve(games["shared"], corners=True), PiecewiseEquilibrium)
    assert_type(lsec.load("tan2021incentives"), Mapping[str, EvolutionaryGame])


def of_a_file(path: str) -> None:
    read = lsec.read_game(path)
    if isinstance(read, Game):
        print(lsec.solve(read).label)


if __name__ == "__main__":
    of_a_game(game)
