"""Steps uphill: Newton's to a maximum, every curvature taken as if it were one."""

from __future__ import annotations

import numpy as np

from lsec_models.solve.numerical.first_order.paces import NOTHING
from lsec_models.solve.numerical.first_order.small_matrices import diagonalised
from lsec_models.solve.numerical.graph.compiled_values import Numbers

FLAT = 1e-12
# Curvatures that decisions share outweigh their own ones where they are so many times as large.
BESIDE = 1 + 1e-9


def ascent(curvatures: Numbers, slopes: Numbers) -> Numbers:
    """Return Newton's steps to a maximum, every curvature taken as if it were one.

    Decisions are in units in which each one's own curvature is one, unless what is beside these outweighs them: where a
    price matters 1e12 times as much as an effort, no digit of the effort's step would be left otherwise.
    """
    if len(slopes) == 1:
        return np.asarray(slopes / np.maximum(np.abs(curvatures[0]), NOTHING))
    if len(slopes) == 2:
        return _ascent_of_two(curvatures, slopes)
    symmetric = (curvatures + curvatures.transpose(1, 0, 2)) / 2
    own = np.sqrt(np.abs([symmetric[i, i] for i in range(len(slopes))]))
    beside = np.abs(symmetric) / own / own[:, None]
    units = np.where((beside <= BESIDE).all(axis=(0, 1)), own, 1.0)
    return _by_eigenvectors(symmetric / units / units[:, None], slopes / units) / units


def _ascent_of_two(curvatures: Numbers, slopes: Numbers) -> Numbers:
    """Return the same steps of two decisions.

    In units in which each one's own curvature is one, and what they share is less, the matrix of curvatures, all taken
    as if at a maximum, is known: with curvatures of opposite signs it is a multiple of the identity.
    """
    first, last, across = curvatures[0, 0], curvatures[1, 1], (curvatures[0, 1] + curvatures[1, 0]) / 2
    one, other = np.sqrt(np.abs(first)), np.sqrt(np.abs(last))
    beside = across / one / other
    fits = np.abs(beside) <= BESIDE
    is_alike, square = (first < 0) == (last < 0), beside * beside
    turned = np.where(is_alike, np.where(first < 0, -beside, beside), 0.0)
    length = np.where(is_alike, np.maximum(1 - square, FLAT), np.sqrt(1 + square))
    left, right = slopes[0] / one, slopes[1] / other
    steps = np.array([(left - turned * right) / length / one, (right - turned * left) / length / other])
    if not fits.all():
        symmetric = np.array([[first, across], [across, last]])
        steps[:, ~fits] = _by_eigenvectors(symmetric[..., ~fits], slopes[:, ~fits])
    return steps


def _by_eigenvectors(curvatures: Numbers, slopes: Numbers) -> Numbers:
    """Return the steps that eigenvectors and the sizes of their curvatures give."""
    values, vectors = diagonalised(curvatures)
    sizes = np.abs(values)
    along = (vectors * slopes[:, None]).sum(axis=0) / np.maximum(sizes, FLAT * sizes.max(axis=0) + NOTHING)
    return np.asarray((vectors * along).sum(axis=1))
