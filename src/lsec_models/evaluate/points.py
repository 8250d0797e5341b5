"""A game over a grid of parameters, solved exactly at each point: for games without a closed form."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from fractions import Fraction

import numpy as np

from lsec_models.evaluate.field import Field
from lsec_models.evaluate.grid import Grid
from lsec_models.evaluate.kernel import DECLARED, INSIDE
from lsec_models.evaluate.progress import tracked
from lsec_models.games.static.game import Game
from lsec_models.games.static.solutions import Solutions
from lsec_models.solve.dispatch import solve

NONE, SEVERAL, OPEN, CANDIDATE = "no equilibrium", "several equilibria", "not resolved", "not established"
OTHERS = "other equilibria are not excluded"


def solved_at_points(
    game: Game, grid: Grid, quantities: Mapping[str, object], conditions: list[str], regimes: list[str]
) -> tuple[Field, str]:
    """Return what a game's only equilibrium is at each point, and in one line how far that is established.

    Parameters
    ----------
    game : Game
    grid : Grid
    quantities : mapping
        Their names.
    conditions, regimes : list of str
        What fails at some point, and what binds; more are appended as they are met.
    """
    values = {name: np.full(grid.shape, np.nan) for name in quantities}
    violated = np.full(grid.shape, INSIDE, dtype=np.int16)
    regime = np.full(grid.shape, INSIDE, dtype=np.int16)
    met: Counter[str] = Counter()
    for index in tracked(list(np.ndindex(*grid.shape)), "points"):
        point = grid.exact_point(index)
        failing, solutions = _at(game, point)
        met[failing] += 1
        if failing:
            violated[index] = _place(conditions, failing)
            continue
        only = solutions[0]
        regime[index] = _place(regimes, only.regime)
        for name, value in values.items():
            if name in only.values:
                value[index] = float(only.values[name])
    return Field(values, violated, regime), _said(met)


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


def _place(words: list[str], wanted: str) -> int:
    if wanted not in words:
        words.append(wanted)
    return words.index(wanted)


def _said(met: Counter[str]) -> str:
    holding = met.pop("", 0)
    others = "".join(f"; {words} at {count}" for words, count in sorted(met.items()))
    return f"solved exactly at {holding + sum(met.values())} points: one equilibrium, established, at {holding}{others}"
