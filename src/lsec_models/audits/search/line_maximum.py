"""The largest value of a function of one variable, at many places at once, without derivatives."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from lsec_models.evaluate.compiled import Floats

Lanes = NDArray[np.intp]
Value = Callable[[Floats, Lanes], Floats]

_GEOMETRIC = 1.6 ** np.arange(-20.0, 14.0)
_WIDE = 4.0
_FARTHEST = 1e9
_RESIZED = 12
_CANDIDATES = 3
_POINTS = 13
_EVIDENCE = 4
_ROUNDS = 60
_FITS = 1e-11
_LEVEL = 1e-13
_NARROW = 1e-14
_EDGE = 1e-10
_JUMP = 1e-6
_BESIDE = 1e-8
_SAME = 1e-12
_SPAN = np.arange(_POINTS, dtype=np.float64)


@dataclass(frozen=True, kw_only=True)
class Peaks:
    """Where functions are largest.

    Attributes
    ----------
    at : array, (lanes,)
        The best argument found.
    value : array, (lanes,)
        The value there; minus infinity where the function has no finite value anywhere.
    empty : array of bool, (lanes,)
        Whether the interval is empty, or no finite value was found in it.
    unbounded : array of bool, (lanes,)
        Whether the function keeps growing.
    jump : array of bool, (lanes,)
        Whether the function falls off by a jump right beside the best argument.
    """

    at: Floats
    value: Floats
    empty: NDArray[np.bool_]
    unbounded: NDArray[np.bool_]
    jump: NDArray[np.bool_]


def peaks(value: Value, lower: Floats, upper: Floats, grid: int = 33) -> Peaks:
    """Maximise functions of one variable globally: a grid, then polishing of its best local maxima.

    1. Evaluate a grid over the interval, or over a box in it where it is infinite or wide, with ever wider spaced
       points up to far outside; resize the box until it is four times as wide as the best point is far.
    2. Take the three best local maxima of the grid, with the cells beside them.
    3. In each, evaluate thirteen points. If one parabola explains them, or one to the left and another to the right of
       some point (a kink, where a later mover comes to or leaves a corner), the maximum follows. Otherwise go on with
       the cells beside the best point, until they are too narrow to matter. That finds jumps, and any other shape.

    Parameters
    ----------
    value : callable
        Takes arguments, (some lanes, points), and the numbers of these lanes, and returns values of the same shape,
        minus infinity where an argument is not allowed.
    lower, upper : array, (lanes,)
        The intervals; infinite where nothing confines the argument.
    grid : int
        How many points the grid has.

    Returns
    -------
    Peaks

    Examples
    --------
    >>> found = peaks(lambda t, lanes: -abs(t - 2), np.array([0.0]), np.array([np.inf]))
    >>> round(float(found.at[0]), 9), bool(found.unbounded[0])
    (2.0, False)
    """
    lanes = np.flatnonzero(lower <= upper)
    search = _Search(value, lower, upper)
    if len(lanes):
        places, values, unbounded = _covered(value, lower, upper, lanes, grid)
        search.unbounded[unbounded] = True
        search.polish(*_brackets(places, values, lanes))
    found = np.isfinite(search.value)
    at = np.where(found, search.at, np.where(np.isfinite(lower), lower, 0.0))
    return Peaks(at=at, value=search.value, empty=~found, unbounded=search.unbounded, jump=search.jump & found)


def _covered(value: Value, lower: Floats, upper: Floats, lanes: Lanes, grid: int) -> tuple[Floats, Floats, Lanes]:
    """Return a grid with its values, (lanes, points) each, that has the best point well inside, and who has none."""
    centre = np.clip(0.0, lower, upper)
    reach = np.ones(len(lower))
    sides = [side for side, end in ((-1.0, lower), (1.0, upper)) if np.any(end[lanes] != centre[lanes])]
    geometric = np.concatenate([np.zeros(0), *(side * _GEOMETRIC for side in sides)])
    size = grid + len(geometric)
    places, values = np.empty((len(lanes), size)), np.empty((len(lanes), size))
    open_ = np.arange(len(lanes))
    for turn in range(_RESIZED):
        chosen = lanes[open_]
        middle, box = centre[chosen], reach[chosen]
        low = np.maximum(lower[chosen], middle - _WIDE * box)
        high = np.minimum(upper[chosen], middle + _WIDE * box)
        core = low[:, None] + (high - low)[:, None] * np.linspace(0.0, 1.0, grid)
        core[:, -1] = high
        far = np.clip(middle[:, None] + box[:, None] * geometric, lower[chosen][:, None], upper[chosen][:, None])
        trial = np.sort(np.concatenate([core, far], axis=1), axis=1)
        places[open_], values[open_] = trial, value(trial, chosen)
        best = trial[np.arange(len(open_)), np.argmax(values[open_], axis=1)]
        distance = np.abs(best - middle)
        outside = (best > high) | (best < low)
        # Boxes shrink once, at the start: later, a best point near the centre is beside a better one that was lost.
        inside = (turn == 0) & (distance > 0) & (distance < box / 2)
        unfit = (outside | inside) & np.any(np.isfinite(values[open_]), axis=1)
        reach[chosen] = np.where(unfit, distance, box)
        open_ = open_[unfit & (reach[chosen] < _FARTHEST)]
        if not len(open_):
            break
    return places, values, lanes[reach[lanes] >= _FARTHEST]


def _brackets(places: Floats, values: Floats, lanes: Lanes) -> tuple[Lanes, Floats, Floats]:
    """Return the cells beside the best local maxima of a grid: lane, left end, right end."""
    edge = np.full((len(lanes), 1), -np.inf)
    rises = values > np.concatenate([edge, values[:, :-1]], axis=1)
    falls = values >= np.concatenate([values[:, 1:], edge], axis=1)
    height = np.where(rises & falls, values, -np.inf)
    order = np.argsort(-height, axis=1, kind="stable")[:, :_CANDIDATES]
    owner, rank = np.nonzero(np.isfinite(np.take_along_axis(height, order, axis=1)))
    top = order[owner, rank]
    left = _distinct(places, owner, top, -1)
    right = _distinct(places, owner, top, +1)
    return lanes[owner], left, right


def _distinct(places: Floats, owner: Lanes, top: Lanes, step: int) -> Floats:
    """Return the next place of the grid that differs by more than rounding, or the place itself at the end."""
    at, here = top.copy(), places[owner, top]
    for _ in range(len(_GEOMETRIC) + 2):
        same = np.abs(places[owner, at] - here) <= _SAME * np.abs(here)
        at = np.clip(at + step * same, 0, places.shape[1] - 1)
    return np.asarray(places[owner, at])


class _Search:
    """The best argument of each lane so far."""

    def __init__(self, value: Value, lower: Floats, upper: Floats) -> None:
        self._value = value
        self._lower, self._upper = lower, upper
        self.at = np.zeros(len(lower))
        self.value = np.full(len(lower), -np.inf)
        self.jump = np.zeros(len(lower), dtype=bool)
        self.unbounded = np.zeros(len(lower), dtype=bool)

    def polish(self, lanes: Lanes, left: Floats, right: Floats) -> None:
        for _ in range(_ROUNDS):
            if not len(lanes):
                return
            places = left[:, None] + (right - left)[:, None] * (_SPAN / (_POINTS - 1))
            places[:, -1] = right
            values = self._value(places, lanes)
            top = np.argmax(values, axis=1)
            rows = np.arange(len(lanes))
            self._keep(lanes, places[rows, top], values[rows, top])
            optimum, explained = _explained(values)
            if explained.any():
                self._propose(lanes[explained], left[explained], right[explained], optimum[explained])
            below, above = np.maximum(top - 1, 0), np.minimum(top + 1, _POINTS - 1)
            height = np.max(np.abs(np.where(np.isfinite(values), values, 0.0)), axis=1)
            drop = values[rows, top] - np.minimum(values[rows, below], values[rows, above])
            # At the edge of where there is an equilibrium at all, less precision will do.
            enough = np.where(np.isfinite(drop), _NARROW, _EDGE)
            narrow = right - left <= enough * (np.abs(left) + np.abs(right)) + 1e-300
            level = (np.max(values, axis=1) - np.min(values, axis=1)) <= _LEVEL * height
            steep = right - left <= _BESIDE * (np.abs(left) + np.abs(right))
            falls = steep & (drop > _JUMP * height) & np.isfinite(drop)
            self._mark(lanes[falls], places[rows, top][falls], values[rows, top][falls])
            going = ~(explained | narrow | level) & np.isfinite(values[rows, top])
            left, right, lanes = places[rows, below][going], places[rows, above][going], lanes[going]

    def _propose(self, lanes: Lanes, left: Floats, right: Floats, optimum: Floats) -> None:
        places = left[:, None] + (right - left)[:, None] * (optimum / (_POINTS - 1))
        places = np.clip(places, left[:, None], right[:, None])
        values = self._value(places, lanes)
        top, rows = np.argmax(values, axis=1), np.arange(len(lanes))
        self._keep(lanes, places[rows, top], values[rows, top], preferred=True)

    def _keep(self, lanes: Lanes, at: Floats, value: Floats, *, preferred: bool = False) -> None:
        """Keep what is better; what a fitted curve proposes already where it is as good but for rounding."""
        grace = _LEVEL * 10 * np.abs(value) if preferred else 0.0
        better = np.flatnonzero(np.isfinite(value) & (value > self.value[lanes] - grace))
        # Of a lane that occurs twice, the last assignment counts: the larger value.
        better = better[np.argsort(value[better], kind="stable")]
        moved = np.abs(at[better] - self.at[lanes[better]]) > _BESIDE * (1 + np.abs(at[better]))
        self.jump[lanes[better[moved]]] = False
        self.at[lanes[better]], self.value[lanes[better]] = at[better], value[better]

    def _mark(self, lanes: Lanes, at: Floats, value: Floats) -> None:
        """Mark lanes whose best argument, but for rounding, is one right beside which the function falls off."""
        near = np.abs(at - self.at[lanes]) <= _BESIDE * (1 + np.abs(at))
        as_good = value >= self.value[lanes] - _BESIDE * np.abs(value)
        self.jump[lanes[near & as_good]] = True


def _explained(values: Floats) -> tuple[Floats, NDArray[np.bool_]]:
    """Return three guesses at the maximum, (lanes, 3), in steps of the bracket, and whether to trust them."""
    with np.errstate(all="ignore"):
        first, last = _parabola(values[:, :3], 0.0), _parabola(values[:, -3:], _POINTS - 3.0)
        finite = np.isfinite(values)
        height = np.max(np.where(finite, np.abs(values), 0.0), axis=1, keepdims=True)
        spread = np.max(values, axis=1) - np.min(values, axis=1)
        fits_left = finite & (np.abs(_along(first, _SPAN) - values) <= _FITS * height)
        fits_right = finite & (np.abs(_along(last, _SPAN) - values) <= _FITS * height)
        split = np.sum(np.logical_and.accumulate(fits_left, axis=1), axis=1) - 1.0
        begin = _POINTS - np.sum(np.logical_and.accumulate(fits_right[:, ::-1], axis=1), axis=1)
        one_piece = split == _POINTS - 1
        kink = _crossing(first - last, split, begin)
        evident = (split >= _EVIDENCE - 1) & (begin <= _POINTS - _EVIDENCE)
        two_pieces = ~one_piece & evident & (begin <= split + 1) & np.isfinite(kink)
        guesses = np.stack(
            [
                np.clip(_vertex(first), 0.0, np.where(one_piece, _POINTS - 1.0, kink)),
                np.where(one_piece, np.argmax(values, axis=1), kink),
                np.where(one_piece, np.argmax(values, axis=1), np.clip(_vertex(last), kink, _POINTS - 1.0)),
            ],
            axis=1,
        )
        telling = spread >= 1e3 * _FITS * height[:, 0]
    sound = (one_piece | two_pieces) & telling & np.all(np.isfinite(guesses), axis=1)
    return np.where(sound[:, None], guesses, 0.0), sound


def _parabola(values: Floats, start: float) -> Floats:
    """Return coefficients, (lanes, 3), constant first, through values at three successive points."""
    bend = (values[:, 0] - 2 * values[:, 1] + values[:, 2]) / 2
    slope = values[:, 1] - values[:, 0] - bend * (2 * start + 1)
    return np.stack([values[:, 0] - slope * start - bend * start**2, slope, bend], axis=1)


def _along(coefficients: Floats, places: Floats) -> Floats:
    constant, slope, bend = (column[:, None] for column in coefficients.T)
    return np.asarray(constant + (slope + bend * places) * places)


def _vertex(coefficients: Floats) -> Floats:
    """Return where a parabola is largest; plus or minus infinity on the side to which it rises for ever."""
    _, slope, bend = coefficients.T
    end = np.where(slope + bend * (_POINTS - 1) > 0, np.inf, -np.inf)
    return np.where(bend < 0, -slope / (2 * bend), end)


def _crossing(coefficients: Floats, split: Floats, begin: Floats) -> Floats:
    """Return the root of a parabola between the last point of one piece and the first of the next, NaN without one."""
    constant, slope, bend = coefficients.T
    root = np.sqrt(np.maximum(slope**2 - 4 * bend * constant, 0.0))
    half = -(slope + np.where(slope >= 0, root, -root)) / 2
    low, high = np.minimum(begin - 1, split) - 1e-6, np.maximum(split + 1, begin) + 1e-6
    roots = np.stack([half / bend, constant / half], axis=1)
    inside = (roots >= low[:, None]) & (roots <= high[:, None])
    chosen = np.where(inside.any(axis=1), roots[np.arange(len(roots)), np.argmax(inside, axis=1)], np.nan)
    return np.asarray(chosen)
