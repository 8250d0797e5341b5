"""The best deviation of one player in one stage, found numerically at many parameters at once."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import optimize

from lsec_models.audits.first_order.continuation import ContinuationStatus
from lsec_models.audits.first_order.deviator import Deviator
from lsec_models.evaluate.compiled import Floats
from lsec_models.evaluate.precision import rounding

_SCALES = (1e-3, 1e-2, 0.1, 0.3, 1.0, 3.0, 10.0, 100.0)
_DIRECTIONS = 3
_FARTHEST = 1e4
_DIFFERENCE = 1e-5
_ITERATIONS = 60


@dataclass(frozen=True, kw_only=True)
class BestDeviations:
    """The best deviations found, one for each draw.

    Attributes
    ----------
    gains : array, (draws,)
        Payoff with the deviation less payoff without it, less what rounding can explain; at least zero.
    relative : array, (draws,)
        The same as a share of the payoff without deviation, or of its gross terms where they cancel altogether.
    choices : array, (decisions, draws)
        What the player chooses instead.
    status : array of int, (draws,)
        A :class:`ContinuationStatus`: whether later stages could be solved without deviation and next to it. Where not,
        the draw is unresolved and its gain means nothing.
    untried : float
        Share of the trial deviations, near and far, after which later stages could not be solved.
    """

    gains: Floats
    relative: Floats
    choices: Floats
    status: NDArray[np.int8]
    untried: float


def best_deviations(deviator: Deviator, path: Floats, sizes: Floats, generator: np.random.Generator) -> BestDeviations:
    """Maximise a player's payoff over its decisions of one stage.

    Decisions of the same and of earlier stages stay as they are in `path`; later stages are solved anew after every
    deviation. Decisions declared nonnegative stay so, and the game's constraints are respected.

    1. Try deviations along each decision and in random directions, from a thousandth of a decision's size to a hundred
       times it, and each decision at zero.
    2. Climb with L-BFGS-B from no deviation, and from the best of these. What is maximised is the sum of all draws'
       relative gains, each squeezed into (-1, 1); it is separable, so that one run serves all draws.

    Parameters
    ----------
    deviator : Deviator
        Who deviates, and when.
    path : array, (symbols, draws)
        Parameters and equilibrium decisions.
    sizes : array, (symbols, draws)
        Typical magnitude of each.
    generator : numpy.random.Generator

    Returns
    -------
    BestDeviations
    """
    search = _Search(deviator, path, sizes)
    unsolved = search.try_out(_trials(len(deviator.rows), generator))
    search.climb(np.zeros_like(search.best))
    search.climb(search.best.copy())
    near = unsolved[: 2 * len(deviator.rows)].max(axis=0)
    gains = np.maximum(search.gains - search.rounding, 0.0)
    return BestDeviations(
        gains=gains,
        relative=gains / search.unit,
        choices=search.choices(search.best),
        status=np.where(search.status == ContinuationStatus.SOLVED, near, search.status),
        untried=float(np.mean(unsolved != ContinuationStatus.SOLVED)),
    )


class _Search:
    """The best deviation so far; every evaluation may improve it. Deviations are counted in sizes of the decisions."""

    def __init__(self, deviator: Deviator, path: Floats, sizes: Floats) -> None:
        self.deviator, self.path, self.sizes = deviator, path, sizes
        self.payoff, self.status, _ = deviator.payoffs(path, sizes)
        gross = deviator.gross(path)
        self.rounding = rounding(gross)
        self.unit = _unit(np.where(np.isfinite(self.payoff), np.abs(self.payoff), 0.0), gross, self.rounding)
        self.gains = np.zeros_like(self.payoff)
        self.best = np.zeros((len(deviator.rows), path.shape[1]))

    def choices(self, moves: Floats) -> Floats:
        """Return decisions, (decisions, ..., draws), moved by `moves`, and cut off at their bounds."""
        rows, between = self.deviator.rows, (1,) * (moves.ndim - 2)
        shape = (len(rows), *between, -1)
        moved = self.path[rows].reshape(shape) + self.sizes[rows].reshape(shape) * moves
        return np.maximum(moved, self.deviator.lowest.reshape((len(rows), *between, 1)))

    def try_out(self, moves: Floats) -> NDArray[np.int8]:
        """Evaluate the same moves, (decisions, moves), at all draws, and decisions at zero; return each status."""
        everywhere = np.repeat(moves[:, :, None], self.path.shape[1], axis=2)
        at_zero = -np.eye(len(moves))[:, :, None] * self._heights()[:, None, :]
        return self._evaluated(np.concatenate([everywhere, at_zero], axis=1))[1]

    def climb(self, start: Floats) -> None:
        """Improve on `start`, (decisions, draws), by L-BFGS-B."""
        lowest = np.where(np.isfinite(self.deviator.lowest), -self._heights(), -_FARTHEST).ravel()
        optimize.minimize(
            self._descent,
            np.clip(start.ravel(), lowest, _FARTHEST),
            jac=True,
            method="L-BFGS-B",
            bounds=optimize.Bounds(lowest, np.maximum(lowest, _FARTHEST)),
            options={"maxiter": _ITERATIONS, "ftol": 1e-12, "gtol": 1e-7, "maxfun": 3 * _ITERATIONS},
        )

    def _descent(self, flat: Floats) -> tuple[float, Floats]:
        moves = flat.reshape(self.best.shape)
        size = len(moves)
        width = _DIFFERENCE * np.maximum(1.0, np.abs(moves))
        around = np.concatenate([np.zeros((size, 1)), np.eye(size), -np.eye(size)], axis=1)
        gains, _ = self._evaluated(moves[:, None, :] + around[:, :, None] * width[:, None, :])
        with np.errstate(invalid="ignore"):
            squeezed = gains / (1 + np.abs(gains))
        slopes = (squeezed[1 : size + 1] - squeezed[size + 1 :]) / (2 * width)
        slopes[~np.isfinite(slopes)] = 0.0
        return -float(np.sum(np.nan_to_num(squeezed[0], nan=-1.0))), -slopes.ravel()

    def _evaluated(self, moves: Floats) -> tuple[Floats, NDArray[np.int8]]:
        """Return relative gains and statuses, (moves, draws), of `moves`, (decisions, moves, draws)."""
        _, count, draws = moves.shape
        points = np.repeat(self.path[:, None, :], count, axis=1)
        points[self.deviator.rows] = self.choices(moves)
        sizes = np.repeat(self.sizes[:, None, :], count, axis=1)
        flat = points.reshape(-1, count * draws), sizes.reshape(-1, count * draws)
        payoffs, status, allowed = self.deviator.payoffs(*flat)
        status = np.where(allowed, status, ContinuationStatus.SOLVED).reshape(count, draws)
        with np.errstate(invalid="ignore"):
            gains = np.where(allowed, payoffs, -np.inf).reshape(count, draws) - self.payoff
        self._keep_best(moves, gains)
        return (gains / self.unit).astype(np.float64), status

    def _keep_best(self, moves: Floats, gains: Floats) -> None:
        top = np.nanargmax(np.where(np.isnan(gains), -np.inf, gains), axis=0)
        draw = np.arange(len(top))
        better = gains[top, draw] > self.gains
        self.gains[better] = gains[top, draw][better]
        self.best[:, better] = moves[:, top, draw][:, better]

    def _heights(self) -> Floats:
        """Return how far each decision is above zero, in units of its size."""
        rows = self.deviator.rows
        return np.asarray(self.path[rows] / self.sizes[rows], dtype=np.float64)


def _unit(payoff: Floats, gross: Floats, resolution: Floats) -> Floats:
    """Return by what gains are measured: the payoff, or its gross terms where they cancel but for rounding, or one."""
    return np.asarray(np.where(payoff > resolution, payoff, np.where(gross > 0, gross, 1.0)))


def _trials(size: int, generator: np.random.Generator) -> Floats:
    """Return trial moves, (decisions, moves): along each decision, nearest first, and in random directions."""
    axes = np.concatenate([np.eye(size), -np.eye(size)], axis=1)
    random = generator.standard_normal((size, _DIRECTIONS * len(_SCALES))) * np.repeat(_SCALES, _DIRECTIONS)
    return np.concatenate([*(scale * axes for scale in _SCALES), random], axis=1)
