"""A game with smooth payoffs over a grid of parameters, solved in numbers at many points at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from lsec_models.evaluate.field import Field
from lsec_models.evaluate.fused.blocks import Block
from lsec_models.evaluate.grid import Grid
from lsec_models.evaluate.kernel import INSIDE
from lsec_models.evaluate.points import outside
from lsec_models.games.static.game import Game
from lsec_models.solve.numerical.derivative_graph import as_float
from lsec_models.solve.numerical.many_points import STARTS, TRIED_AT_EVERY, numerical_solutions_at_points

NOT_FOUND, SEVERAL, REFUTED = "no candidate found", "several candidates", "refuted by another decision"
CAVEAT = "not established: candidates, found in numbers"
POINTS_AT_ONCE = 1024


class SmoothAtPoints:
    """A game with smooth payoffs, to be solved over a grid.

    Parameters
    ----------
    game : Game
    grid : Grid

    Attributes
    ----------
    conditions, regimes : list of str
        What fails at some point, to be read by place, and the regimes, of which there are none.
    """

    block_size = POINTS_AT_ONCE

    def __init__(self, game: Game, grid: Grid) -> None:
        self._game, self._grid = game, grid
        self.conditions: list[str] = []
        self.regimes: list[str] = []

    def best(self, quantity: str, *, is_greatest: bool) -> None:
        """Return nothing: a game is not compared with another."""

    def fill(self, block: Block, fields: Sequence[Field], *, coded: bool = True) -> None:  # noqa: ARG002
        """Write the only candidate that is found over a block, into a field of its rows and columns."""
        [field] = fields
        field.violated[...], field.regime[...] = INSIDE, INSIDE
        for value in field.values.values():
            value[...] = np.nan
        symbols = self._game.domain.ring.symbols
        indices, points = [], []
        for index in np.ndindex(*block.shape):
            point = self._grid.exact_point(block.place(index, self._grid.shape))
            failing = outside(self._game.domain, symbols, point)
            if failing:
                field.violated[index] = self._place(failing)
            else:
                indices.append(index)
                points.append(point)
        if not points:
            return
        parameters = {name: np.array([as_float(point[name], name) for point in points]) for name in points[0]}
        found = numerical_solutions_at_points(self._game, parameters)
        for place, index in enumerate(indices):
            failing = NOT_FOUND if not found.found[place] else SEVERAL if found.several[place] else ""
            failing = REFUTED if found.refuted[place] else failing
            if failing:
                field.violated[index] = self._place(failing)
                continue
            for name, value in field.values.items():
                number = found.values[name][place]
                value[index] = number if np.isfinite(number) else np.nan

    def _place(self, words: str) -> int:
        if words not in self.conditions:
            self.conditions.append(words)
        return self.conditions.index(words)


def evidence_at_smooth_points(met: Mapping[str, int]) -> str:
    """Return in one line how far it is established what a game with smooth payoffs is at points."""
    others = "".join(f"; {words} at {count}" for words, count in sorted(met.items()) if words and count)
    return (
        f"in numbers, from {STARTS} starts, at {sum(met.values())} points: one candidate, at which first- and "
        f"second-order conditions of all stages hold, at {met.get('', 0)}, ends being looked at where nothing is found "
        f"inside them, or players move at once; other decisions are tried at one in "
        f"{TRIED_AT_EVERY} of these, or more{others}"
    )
