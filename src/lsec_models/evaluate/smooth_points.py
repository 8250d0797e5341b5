"""A game with smooth payoffs over a grid of parameters, solved in numbers at many points at once."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from lsec_models.evaluate.field import Field
from lsec_models.evaluate.fused.blocks import Block
from lsec_models.evaluate.grid import Grid
from lsec_models.evaluate.points import GameOnGrid, outside, place_of
from lsec_models.games.static.game import Game
from lsec_models.solve.numerical.derivative_graph import as_float
from lsec_models.solve.numerical.many_points import STARTS, TRIED_AT_EVERY, numerical_solutions_at_points

NOT_FOUND, SEVERAL, REFUTED = "no candidate found", "several candidates", "refuted by another decision"
CAVEAT = "not established: candidates, found in numbers"
POINTS_AT_ONCE = 1024


class SmoothAtPoints(GameOnGrid):
    """A game with smooth payoffs, to be solved over a grid.

    Parameters
    ----------
    game : Game
    grid : Grid
    """

    block_size = POINTS_AT_ONCE

    def __init__(self, game: Game, grid: Grid) -> None:
        super().__init__(grid)
        self._game = game

    def fill_empty(self, block: Block, field: Field) -> None:
        """Write the only candidate that is found."""
        symbols = self._game.domain.ring.symbols
        indices, points = [], []
        for index in np.ndindex(*block.shape):
            point = self.exact_point(block, index)
            failing = outside(self._game.domain, symbols, point)
            if failing:
                field.violated[index] = place_of(self.conditions, failing)
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
                field.violated[index] = place_of(self.conditions, failing)
                continue
            for name, value in field.values.items():
                number = found.values[name][place]
                value[index] = number if np.isfinite(number) else np.nan


def evidence_at_smooth_points(met: Mapping[str, int]) -> str:
    """Return in one line how far it is established what a game with smooth payoffs is at points."""
    others = "".join(f"; {words} at {count}" for words, count in sorted(met.items()) if words and count)
    return (
        f"in numbers, from {STARTS} starts, at {sum(met.values())} points: one candidate, at which first- and "
        f"second-order conditions of all stages hold, at {met.get('', 0)}, ends being looked at where nothing is found "
        f"inside them, or players move at once; other decisions are tried at one in "
        f"{TRIED_AT_EVERY} of these, or more{others}"
    )
