"""A game over a grid of parameters, solved exactly at each point: for games without a closed form."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

import numpy as np

from lsec_models.evaluate.field import Field
from lsec_models.evaluate.fused.blocks import Block
from lsec_models.evaluate.grid import Grid
from lsec_models.evaluate.kernel import DECLARED, INSIDE
from lsec_models.games.static.game import Game
from lsec_models.games.static.solutions import Solutions
from lsec_models.solve.dispatch import solve

NONE, SEVERAL, OPEN, CANDIDATE = "no equilibrium", "several equilibria", "not resolved", "not established"
# They take milliseconds each, and somebody may be watching.
POINTS_AT_ONCE = 64
OTHERS = "other equilibria are not excluded"


class SolvedAtPoints:
    """A game to be solved exactly at each point of a grid.

    Parameters
    ----------
    game : Game
    grid : Grid

    Attributes
    ----------
    conditions, regimes : list of str
        What fails at some point, and what binds, to be read by place; more are appended as they are met.
    """

    block_size = POINTS_AT_ONCE

    def __init__(self, game: Game, grid: Grid) -> None:
        self._game, self._grid = game, grid
        self.conditions: list[str] = []
        self.regimes: list[str] = []

    def best(self, quantity: str, *, is_greatest: bool) -> None:
        """Return nothing: a game is not compared with another."""

    def fill(self, block: Block, fields: Sequence[Field], *, coded: bool = True) -> None:  # noqa: ARG002
        """Write what the game's only equilibrium is over a block, into a field of its rows and columns."""
        [field] = fields
        field.violated[...], field.regime[...] = INSIDE, INSIDE
        for value in field.values.values():
            value[...] = np.nan
        for index in np.ndindex(*block.shape):
            failing, solutions = _at(self._game, self._grid.exact_point(block.place(index, self._grid.shape)))
            if failing:
                field.violated[index] = place_of(self.conditions, failing)
                continue
            only = solutions[0]
            field.regime[index] = place_of(self.regimes, only.regime)
            for name, value in field.values.items():
                if name in only.values:
                    value[index] = float(only.values[name])


def evidence_at_points(met: Mapping[str, int]) -> str:
    """Return in one line how far it is established what a game is at points.

    Parameters
    ----------
    met : mapping from str to int
        At how many points what fails, by its words; empty words where nothing does.
    """
    holding = met.get("", 0)
    others = "".join(f"; {words} at {count}" for words, count in sorted(met.items()) if words and count)
    return f"solved exactly at {sum(met.values())} points: one equilibrium, established, at {holding}{others}"


def _at(game: Game, point: Mapping[str, Fraction]) -> tuple[str, Solutions]:
    """Return why there is no one equilibrium at a point, empty where there is one, and what there is."""
    nothing = Solutions(game=game, point={})
    for symbol in game.domain.ring.symbols:
        if (symbol.is_positive and point[symbol.name] <= 0) or (symbol.is_nonnegative and point[symbol.name] < 0):
            return f"{symbol} {'>' if symbol.is_positive else '>='} 0  {DECLARED}", nothing
    failures = game.domain.failures({symbol: point[symbol.name] for symbol in game.domain.ring.symbols})
    if failures:
        return failures[0], nothing
    found = solve(game, at=point)
    if found.status != "found":
        return NONE if found.status == "none" else OPEN, nothing
    if not found.evidence.established:
        return CANDIDATE, nothing
    if len(found) != 1 or found.continua:
        return SEVERAL, found
    return "" if found.complete else OTHERS, found


def place_of(words: list[str], wanted: str) -> int:
    """Return the place of words in a list, to which they are appended where it lacks them."""
    if wanted not in words:
        words.append(wanted)
    return words.index(wanted)
