"""Where in a rectangle a polynomial may vanish: a quick, safe sieve in front of exact computations."""

from __future__ import annotations

from math import comb

import flint
import numpy as np
from numpy.typing import NDArray

from lsec_models.algebra.decomposition.plane_curve import Curve

DEPTH = 6
SIDE = 1 << DEPTH
_MAX_DEGREE = 60
# Halving a Bernstein form takes weighted means of at most _MAX_DEGREE + 1 numbers. With coefficients of size at most
# one, 2 * DEPTH halvings of degree 60 err by less than 2 * 6 * 62 * 2**-53 < 1e-13; the margin is ten times that.
_MARGIN = 1e-12
_WIDER = flint.fmpq(1, 8)

Cover = NDArray[np.bool_]


def cover(curve: Curve, x: tuple[flint.fmpq, flint.fmpq], y: tuple[flint.fmpq, flint.fmpq]) -> Cover:
    """Return in which boxes a polynomial may vanish; False is certain (see :func:`box_signs`)."""
    found: Cover = box_signs(curve, x, y) == 0
    return found


def box_signs(curve: Curve, x: tuple[flint.fmpq, flint.fmpq], y: tuple[flint.fmpq, flint.fmpq]) -> NDArray[np.int8]:
    """Return the sign of a polynomial on each of ``SIDE * SIDE`` boxes of a rectangle, as far as it is quickly seen.

    1. Write it in Bernstein form, exactly, and round the coefficients relative to the largest.
    2. A box on which they are all above (or below) zero, by more than the rounding, has that sign; halve the others in
       both directions.

    Parameters
    ----------
    curve : Curve
    x, y : tuple of flint.fmpq
        The rectangle.

    Returns
    -------
    integer array
        ``[i, j]`` belongs to the i-th column from the left and the j-th row from below: 1 or -1, which is
        certain, or 0.

    References
    ----------
    Farouki, R. T. (2012). The Bernstein polynomial basis: a centennial retrospective. CAGD 29.
    """
    if max(curve.width, len(curve.rows) - 1) > _MAX_DEGREE:
        return np.zeros((SIDE, SIDE), dtype=np.int8)
    found = np.zeros((SIDE, SIDE), dtype=np.int8)
    boxes = _rounded(curve.bernstein(x, y))[None]
    columns = rows = np.zeros(1, dtype=int)
    for level in range(DEPTH + 1):
        above, below = boxes.min(axis=(1, 2)) > _MARGIN, boxes.max(axis=(1, 2)) < -_MARGIN
        side = SIDE >> level
        for i, j, sign in zip(columns[above | below], rows[above | below], above[above | below], strict=True):
            found[i * side : (i + 1) * side, j * side : (j + 1) * side] = 1 if sign else -1
        open_ = ~(above | below)
        boxes, columns, rows = boxes[open_], columns[open_], rows[open_]
        if level < DEPTH:
            boxes, columns, rows = _quartered(boxes, columns, rows)
    return found


def occupied(boxes: Cover) -> NDArray[np.bool_]:
    """Return which columns hold a marked box."""
    found: NDArray[np.bool_] = np.any(boxes, axis=1)
    return found


def slabs(columns: NDArray[np.bool_], x: tuple[flint.fmpq, flint.fmpq]) -> list[tuple[flint.fmpq, flint.fmpq]]:
    """Return open intervals that contain the marked columns of boxes, a little wider, without the ends of `x`."""
    step = (x[1] - x[0]) / SIDE
    edges = np.flatnonzero(np.diff(np.concatenate(([False], columns, [False])).astype(np.int8)))
    return [
        (max(x[0], x[0] + step * (int(start) - _WIDER)), min(x[1], x[0] + step * (int(stop) + _WIDER)))
        for start, stop in edges.reshape(-1, 2)
    ]


def _rounded(coefficients: list[list[flint.fmpq]]) -> NDArray[np.float64]:
    largest = max(abs(c) for row in coefficients for c in row)
    return np.array([[_float(c / largest) for c in row] for row in coefficients])


def _float(value: flint.fmpq) -> float:
    return int(value.p) / int(value.q)


def _quartered(
    boxes: NDArray[np.float64], columns: NDArray[np.int_], rows: NDArray[np.int_]
) -> tuple[NDArray[np.float64], NDArray[np.int_], NDArray[np.int_]]:
    parts, places = [], []
    for right, across in enumerate(_halving(boxes.shape[1] - 1)):
        for upper, up in enumerate(_halving(boxes.shape[2] - 1)):
            parts.append(across @ boxes @ up.T)
            places.append((2 * columns + right, 2 * rows + upper))
    return (
        np.concatenate(parts),
        np.concatenate([column for column, _ in places]),
        np.concatenate([row for _, row in places]),
    )


def _halving(degree: int) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the matrices that take Bernstein coefficients to those on the lower and the upper half."""
    lower = np.array([[comb(i, k) / 2**i for k in range(degree + 1)] for i in range(degree + 1)])
    return lower, lower[::-1, ::-1].copy()
