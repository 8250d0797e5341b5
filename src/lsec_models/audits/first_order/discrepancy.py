"""How far a closed form is from the numerical solution of its game."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import sympy as sp
from numpy.typing import NDArray

from lsec_models.audits.first_order.continuation import ContinuationStatus, continuation_of
from lsec_models.audits.first_order.path import Path
from lsec_models.evaluate.compiled import Floats
from lsec_models.evaluate.precision import measured, rounding
from lsec_models.games.static.game import Game

_SPREAD = 0.1
_ELSEWHERE = 1e-7


@dataclass(frozen=True, kw_only=True)
class Discrepancies:
    """Distances of a closed form from what is computed without it.

    Attributes
    ----------
    names : list of str
        Decisions, payoffs (by player), reported quantities, and constraints in words.
    relative : array, (quantities, draws)
        Of a decision: its distance from the numerical solution, in units of the decision's size. Of the others: what
        they differ from the declared expression at the equilibrium decisions, beyond rounding, as a share. Of a
        constraint: infinity where the equilibrium violates it, else zero.
    status : array of int, (draws,)
        A :class:`ContinuationStatus`: whether the game could be solved numerically.
    """

    names: list[str]
    relative: Floats
    status: NDArray[np.int8]


def discrepancies(game: Game, path: Path, generator: np.random.Generator, *, corners: bool) -> Discrepancies:
    """Solve all stages of a game numerically and compare.

    1. Solve the stacked first-order conditions of all stages by Newton's method, started from the equilibrium decisions
       after changing each at random by up to a tenth. Where that fails, or leads elsewhere, from themselves: another
       stationary point near by says nothing against these decisions, and from wrong ones Newton's method leads away.
    2. Evaluate the declared payoffs, reports and constraints at the equilibrium decisions.

    Parameters
    ----------
    game : Game
    path : Path
    generator : numpy.random.Generator
    corners : bool
        Whether decisions declared nonnegative are held at zero where need be.

    Returns
    -------
    Discrepancies
    """
    solution, status = _solution(game, path, generator, corners=corners)
    decisions = _distances(game, solution, path)
    decisions[:, status != ContinuationStatus.SOLVED] = 0.0
    return Discrepancies(
        names=[*(decision.name for decision in game.decisions), *game.ratios, *(bound.words for bound in game.bounds)],
        relative=np.concatenate([decisions, _differences(game, path), _violations(game, path)]).astype(np.float64),
        status=status,
    )


def _solution(
    game: Game, path: Path, generator: np.random.Generator, *, corners: bool
) -> tuple[Floats, NDArray[np.int8]]:
    whole = continuation_of(game, game.stages, corners=corners)
    start = path.points.copy()
    start[len(game.parameters) :] *= 1 + generator.uniform(-_SPREAD, _SPREAD, (len(game.decisions), start.shape[1]))
    solution, status = whole.solved(start, path.sizes)
    left = status != ContinuationStatus.SOLVED
    elsewhere = ~left & (_distances(game, solution, path).max(axis=0, initial=0.0) > _ELSEWHERE)
    asked = left | elsewhere
    if asked.any():
        again, now = whole.solved(path.points[:, asked], path.sizes[:, asked])
        taken = left[asked] | (now == ContinuationStatus.SOLVED)
        places = np.flatnonzero(asked)[taken]
        solution[:, places], status[places] = again[:, taken], now[taken]
    return solution, status


def _distances(game: Game, solution: Floats, path: Path) -> Floats:
    decided = slice(len(game.parameters), None)
    return np.asarray(np.abs(solution[decided] - path.points[decided]) / path.sizes[decided])


def _differences(game: Game, path: Path) -> Floats:
    declared: list[sp.Expr] = [*(player.payoff for player in game.players), *game.report.values()]
    values, gross = measured([*game.parameters, *game.decisions], declared).at(path.points)
    excess = np.maximum(np.abs(values - path.stated) - rounding(gross), 0.0)
    unit = np.where(path.stated != 0, np.abs(path.stated), np.where(gross > 0, gross, 1.0))
    return np.asarray(excess / unit)


def _violations(game: Game, path: Path) -> Floats:
    bounds = [bound.function.expression() for bound in game.bounds]
    values, gross = measured([*game.parameters, *game.decisions], bounds).at(path.points)
    return np.where(values < -rounding(gross), np.inf, 0.0)
