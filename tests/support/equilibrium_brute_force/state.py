"""What a search passes on: how finely it looks, what it met on the way, and what may follow a history."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

Array = np.ndarray
GAIN = 1e-6
TIE = 1e-9


@dataclass(frozen=True)
class Grid:
    """How finely a mover's decision is searched: grid points, brackets that are refined, points and rounds in each."""

    points: int
    brackets: int
    inner: int
    rounds: int


FINE = Grid(161, 5, 11, 16)
USUAL = Grid(49, 3, 9, 16)
OUTER = Grid(33, 2, 9, 14)
COARSE = Grid(25, 2, 9, 14)


@dataclass
class Search:
    """One search: its tolerance, its grids stage by stage, who deviates, and what broke on the way.

    `open_ties` is set where a mover does not care how far it goes without bound, and somebody else does. The mover of
    the stage `careful`, if there is one, counts on the least that later movers may leave it.
    """

    grids: tuple[Grid, ...]
    tie: float = TIE
    deviator: int | None = None
    broken: list[tuple[int, Array]] = field(default_factory=list)
    unsure: bool = False
    open_ties: bool = False
    careful: int | None = None


@dataclass
class Paths:
    """What may follow some histories: paths (M, S, n), which count (M, S), and where nothing does.

    The first path of each row is the favourable one.
    """

    paths: Array
    ok: Array
    none: Array
    infeasible: Array
