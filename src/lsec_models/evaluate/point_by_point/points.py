"""A game over a grid of parameters, solved at each point: for games without a closed form."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TypeAlias

import numpy as np
import sympy as sp
from numpy.typing import NDArray

from lsec_models.algebra.domains.domain import Domain
from lsec_models.evaluate.field import Field
from lsec_models.evaluate.fused.blocks import Block
from lsec_models.evaluate.grid import Grid
from lsec_models.evaluate.kernel import DECLARED, INSIDE
from lsec_models.games.frozen import Frozen
from lsec_models.games.static.game import Game
from lsec_models.solve.dispatch import solve
from lsec_models.solve.numerical.graph.written_code import as_float

NONE, SEVERAL, OPEN, CANDIDATE = "no equilibrium", "several equilibria", "not resolved", "not established"
# They take milliseconds each, and somebody may be watching.
POINTS_AT_ONCE = 64
OTHERS = "other equilibria are not excluded"


@dataclass(frozen=True, kw_only=True)
class FoundAtPoint:
    """What a game is at a point.

    Attributes
    ----------
    failing : str
        Why there is no one equilibrium; empty where there is.
    regime : str, optional
        What binds; None of games without regimes.
    values : Mapping from str to a number
        Its quantities.
    """

    failing: str = ""
    regime: str | None = None
    values: Mapping[str, sp.Expr] = Frozen({})


AtPoint: TypeAlias = Callable[[Mapping[str, Fraction]], FoundAtPoint]


class GameOnGrid(ABC):
    """A game that has no closed form, over a grid.

    Parameters
    ----------
    grid : Grid

    Attributes
    ----------
    conditions, regimes : list of str
        What fails at some point, and what binds, to be read by place; more are appended as they are met.
    """

    def __init__(self, grid: Grid) -> None:
        self.grid = grid
        self.conditions: list[str] = []
        self.regimes: list[str] = []

    @property
    @abstractmethod
    def block_size(self) -> int:
        """The number of points that are best solved together."""

    def best(self, quantity: str, *, is_greatest: bool) -> None:  # noqa: B027
        """Return nothing: a game is not compared with another."""

    def fill(self, block: Block, fields: Sequence[Field], *, coded: bool = True) -> None:  # noqa: ARG002
        """Write what the only equilibrium, or candidate, is over a block, into a field of its rows and columns."""
        [field] = fields
        field.violated[...], field.regime[...] = INSIDE, INSIDE
        for value in field.values.values():
            value[...] = np.nan
        self.fill_empty(block, field)

    @abstractmethod
    def fill_empty(self, block: Block, field: Field) -> None:
        """Write into a field in which there is nothing yet."""

    def exact_point(self, block: Block, index: tuple[int, ...]) -> Mapping[str, Fraction]:
        """Return the parameters at a place of a block."""
        return self.grid.exact_point(block.place(index, self.grid.shape))

    def floats(self, block: Block) -> dict[str, NDArray[np.float64]]:
        """Return the parameters at all places of a block, row by row, each of shape (points,)."""
        rows, columns = (np.arange(part.start, part.stop) for part in (block.rows, block.columns))
        outer = self.grid.outer
        places = np.unravel_index(rows, [len(axis) for axis in outer.values()]) if outer else ()
        arrays = {name: axis[place][:, None] for (name, axis), place in zip(outer.items(), places, strict=True)}
        arrays |= {name: axis[columns][None, :] for name, axis in self.grid.inner.items()}
        arrays |= {name: np.array(as_float(value, name)) for name, value in self.grid.fixed.items()}
        return {
            name: np.broadcast_to(values, block.shape).astype(np.float64).ravel() for name, values in arrays.items()
        }


class SolvedAtPoints(GameOnGrid):
    """A game to be solved at each point of a grid.

    Parameters
    ----------
    solved : callable
        Returns what the game is at a point.
    grid : Grid
    regimes : iterable of str, optional
        Those that are known before they are met.
    """

    block_size = POINTS_AT_ONCE

    def __init__(self, solved: AtPoint, grid: Grid, regimes: Iterable[str] = ()) -> None:
        super().__init__(grid)
        self._solved, self.regimes = solved, list(regimes)

    def fill_empty(self, block: Block, field: Field) -> None:
        """Write what the game's only equilibrium is."""
        for index in np.ndindex(*block.shape):
            found = self._solved(self.exact_point(block, index))
            if found.failing:
                field.violated[index] = place_of(self.conditions, found.failing)
                continue
            if found.regime is not None:
                field.regime[index] = place_of(self.regimes, found.regime)
            for name, value in field.values.items():
                if name in found.values:
                    value[index] = float(found.values[name])


def evidence_at_points(met: Mapping[str, int], *, how: str = "solved exactly", among: str = "") -> str:
    """Return in one line how far it is established what a game is at points.

    Parameters
    ----------
    met : mapping from str to int
        At how many points what fails, by its words; empty words where nothing does.
    how : str
        How it was solved.
    among : str
        Among which strategies an equilibrium is the only one.
    """
    others = "".join(f"; {words} at {count}" for words, count in sorted(met.items()) if words and count)
    return f"{how} at {sum(met.values())} points: one equilibrium, established, at {met.get('', 0)}{among}{others}"


def outside(domain: Domain, symbols: Iterable[sp.Symbol], point: Mapping[str, Fraction]) -> str:
    """Return the first declared sign or condition of a domain that fails at a point; empty where all hold."""
    for symbol in symbols:
        if (symbol.is_positive and point[symbol.name] <= 0) or (symbol.is_nonnegative and point[symbol.name] < 0):
            return f"{symbol} {'>' if symbol.is_positive else '>='} 0  {DECLARED}"
    return next(iter(domain.failures({symbol: point[symbol.name] for symbol in symbols})), "")


def game_at(game: Game, point: Mapping[str, Fraction]) -> FoundAtPoint:
    """Return what a static game is at a point."""
    failing = outside(game.domain, game.domain.ring.symbols, point)
    if failing:
        return FoundAtPoint(failing=failing)
    found = solve(game, at=point)
    if found.status != "found":
        return FoundAtPoint(failing=NONE if found.status == "none" else OPEN)
    if not found.evidence.established:
        return FoundAtPoint(failing=CANDIDATE)
    if len(found) != 1 or found.continua:
        return FoundAtPoint(failing=SEVERAL)
    return FoundAtPoint(failing="" if found.complete else OTHERS, regime=found[0].regime, values=found[0].values)


def place_of(words: list[str], wanted: str) -> int:
    """Return the place of some words, which are appended if they are new."""
    if wanted not in words:
        words.append(wanted)
    return words.index(wanted)
