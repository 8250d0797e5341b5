"""A game with smooth payoffs over a grid of parameters, solved in numbers at many points at once."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lsec_models.evaluate.field import Field
from lsec_models.evaluate.fused.blocks import Block
from lsec_models.evaluate.grid import Grid
from lsec_models.evaluate.point_by_point.points import GameOnGrid, outside, place_of
from lsec_models.games.static.game import Game
from lsec_models.solve.numerical.candidates.neighbours import AT_LEAST
from lsec_models.solve.numerical.candidates.starts import MOST_STARTS, STARTS
from lsec_models.solve.numerical.many_points import (
    MOST_AT_EVERY,
    SEVERAL_AT_EVERY,
    TRIED_AT_EVERY,
    numerical_solutions_at_points,
)

NOT_FOUND, SEVERAL, REFUTED = "no candidate found", "several candidates", "refuted by another decision"
CAVEAT = "not established: candidates, found in numbers"
# Of fewer points at once more than one of so many would be tried.
POINTS_AT_ONCE = TRIED_AT_EVERY * AT_LEAST


class SmoothAtPoints(GameOnGrid):
    """A game with smooth payoffs, to be solved over a grid.

    Parameters
    ----------
    game : Game
    grid : Grid
    is_compiled : bool
        Whether it is solved in machine code.
    """

    block_size = POINTS_AT_ONCE

    def __init__(self, game: Game, grid: Grid, *, is_compiled: bool = False) -> None:
        super().__init__(grid)
        self._game = game
        self._is_compiled = is_compiled

    def fill_empty(self, block: Block, field: Field) -> None:
        """Write the only candidate that is found, and its regime."""
        parameters = self.floats(block)
        inside = self._inside(block, parameters, field.violated)
        if not inside.size:
            return
        there = {name: values[inside] for name, values in parameters.items()}
        found = numerical_solutions_at_points(
            self._game, there, block.shape if inside.size == block.size else None, is_compiled=self._is_compiled
        )
        failing = {NOT_FOUND: ~found.found, SEVERAL: found.tied & ~found.refuted, REFUTED: found.refuted}
        for words, where in failing.items():
            if where.any():
                field.violated[self._places(block, inside[where])] = place_of(self.conditions, words)
        only = ~np.any(list(failing.values()), axis=0)
        for code in np.unique(found.regime[only]):
            where = only & (found.regime == code)
            field.regime[self._places(block, inside[where])] = place_of(self.regimes, found.regimes[code])
        for name, value in field.values.items():
            numbers = found.values[name][only]
            value[self._places(block, inside[only])] = np.where(np.isfinite(numbers), numbers, np.nan)

    def _inside(
        self, block: Block, parameters: Mapping[str, NDArray[np.float64]], violated: NDArray[np.int16]
    ) -> NDArray[np.intp]:
        """Return the places at which nothing that is declared fails; note what fails at others."""
        domain, inside = self._game.domain, np.ones(block.size, dtype=bool)
        symbols = domain.ring.symbols
        suspect = np.full(block.size, bool(domain.conditions) or any(symbol.is_integer for symbol in symbols))
        for symbol in symbols:
            if symbol.is_nonnegative:
                suspect |= parameters[symbol.name] <= 0
        for place in np.flatnonzero(suspect):
            index = self._places(block, place)
            failing = outside(domain, symbols, self.exact_point(block, index))
            if failing:
                inside[place], violated[index] = False, place_of(self.conditions, failing)
        return np.flatnonzero(inside)

    @staticmethod
    def _places(block: Block, flat: Any) -> tuple[Any, ...]:
        return np.unravel_index(flat, block.shape)


def evidence_at_smooth_points(met: Mapping[str, int]) -> str:
    """Return in one line how far it is established what a game with smooth payoffs is at points."""
    others = "".join(f"; {words} at {count}" for words, count in sorted(met.items()) if words and count)
    return (
        f"in numbers, at {sum(met.values())} points: one candidate, at which first- and second-order conditions of all "
        f"stages hold, at {met.get('', 0)}; from one start, and from {STARTS} at one in {SEVERAL_AT_EVERY} points "
        f"and {AT_LEAST} of them at least, beside jumps, where one finds nothing, and where players move at once, with "
        f"{MOST_STARTS} at one in {MOST_AT_EVERY} points and {AT_LEAST} of them at least, beside jumps and where the "
        "sign of a determinant turns or tells of others, or at all; ends are looked at where nothing is found inside "
        "them, or only what is refuted, or players move at once, and brinks where nothing is found at ends, and "
        f"{MOST_STARTS} starts where nothing is found there; of different ones who moves first and alone has its best, "
        "and where players move at once the only one that is not refuted is kept; "
        f"other decisions are tried at one in {TRIED_AT_EVERY} points and {AT_LEAST} of them at least, or at all"
        f"{others}"
    )
