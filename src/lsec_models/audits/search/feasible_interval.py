"""Between which values a decision may be chosen so that every constraint, of now and of later, can be satisfied."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from lsec_models.audits.search.numerical_game import GameAtPoint, MoveConstraint
from lsec_models.evaluate.compiled import Floats
from lsec_models.games.static.order import Move, Stage

_ROUNDING = 1e-12
_SLACK = 1e-9


@dataclass(frozen=True)
class FeasibleInequalities:
    """Affine inequalities ``slopes @ decisions + constants >= 0`` that confine one decision.

    Attributes
    ----------
    row : int
        Which decision.
    slopes : array, (inequalities, decisions)
        Zero for everything that is decided later.
    constants : array, (inequalities,)
    """

    row: int
    slopes: Floats
    constants: Floats

    def interval(self, choices: Floats) -> tuple[Floats, Floats]:
        """Return the least and the largest value, (histories,) each, given decisions, (decisions, histories).

        Where nothing is feasible, the least value exceeds the largest.
        """
        own = self.slopes[:, self.row]
        others = self.slopes.copy()
        others[:, self.row] = 0.0
        rest = others @ choices + self.constants[:, None]
        unit = np.abs(others) @ np.abs(choices) + np.abs(self.constants)[:, None]
        up, down, flat = own > 0, own < 0, own == 0
        lower = np.max(-rest[up] / own[up, None], axis=0, initial=-np.inf)
        upper = np.min(-rest[down] / own[down, None], axis=0, initial=np.inf)
        scale = _SLACK * (1 + np.where(np.isfinite(lower), np.abs(lower), 0.0))
        touching = (lower > upper) & (lower <= upper + scale)
        lower = np.where(touching, upper, lower)
        broken = np.any(rest[flat] < -_SLACK * (1 + unit[flat]), axis=0)
        return np.where(broken, np.inf, lower), np.where(broken, -np.inf, upper)


def feasible_inequalities(arena: GameAtPoint, stage: Stage, move: Move) -> list[FeasibleInequalities]:
    """Return what confines each decision of a move, in order; each knows those before it, and all rivals' decisions.

    1. Of all constraints of later stages, eliminate the decisions of later stages (Fourier-Motzkin): what remains says
       when they can be satisfied.
    2. Add the move's own constraints, and eliminate the move's own decisions from the last to the first.

    Constraints that are not affine are left out.

    References
    ----------
    Schrijver, A. (1986). Theory of Linear and Integer Programming, section 12.2. Wiley.
    """
    affine = [limit for limit in arena.limits if limit.slopes is not None]
    width = len(arena.game.decisions)
    later = _stacked(width, (limit for limit in affine if limit.stage > stage.number))
    for after in arena.stages[stage.number :]:
        for row in arena.rows(after):
            later = _eliminated(later, row)
    mine = (limit for limit in affine if limit.stage == stage.number and move.player in limit.players)
    system = np.concatenate([_stacked(width, mine), later])
    found = []
    for row in reversed(arena.rows(move)):
        own = system[np.any(system[:, arena.rows(move)] != 0, axis=1)]
        found.append(FeasibleInequalities(row, own[:, :width], own[:, width]))
        system = _eliminated(system, row)
    return found[::-1]


def _stacked(width: int, limits: Iterable[MoveConstraint]) -> Floats:
    """Return affine constraints, (constraints, decisions + 1), the constant last."""
    rows = [np.append(limit.slopes, limit.constant) for limit in limits if limit.slopes is not None]
    return np.array(rows).reshape(-1, width + 1)


def _eliminated(system: Floats, row: int) -> Floats:
    """Return what inequalities, (inequalities, decisions + 1), say of the other decisions."""
    own = system[:, row]
    up, down = system[own > 0], system[own < 0]
    combined = [
        _cleaned(lower / lower[row] - upper / upper[row], np.abs(lower / lower[row]) + np.abs(upper / upper[row]), row)
        for lower in up
        for upper in down
    ]
    return np.array([*system[own == 0], *combined]).reshape(-1, system.shape[1])


def _cleaned(inequality: Floats, terms: Floats, row: int) -> Floats:
    kept: NDArray[np.bool_] = np.abs(inequality) > _ROUNDING * terms
    kept[row] = False
    return np.where(kept, inequality, 0.0)
