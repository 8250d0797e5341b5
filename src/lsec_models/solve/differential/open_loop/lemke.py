"""Linear complementarity problems by Lemke's method."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

_ZERO = 1e-11
_PIVOTS = 30


def complementary(matrix: Array, constant: Array) -> Array | None:
    """Return ``z >= 0`` with ``matrix z + constant >= 0``, one of the two zero in each place; None if it was not found.

    Complementary pivoting with a covering vector of ones. It finds a solution wherever the matrix is positive
    semidefinite and there is one.

    Parameters
    ----------
    matrix : array
    constant : array

    References
    ----------
    Cottle, R. W., Pang, J.-S. and Stone, R. E. (1992). The Linear Complementarity Problem, section 4.4. Academic Press.

    Examples
    --------
    >>> import numpy as np
    >>> [round(float(z), 9) for z in complementary(np.array([[2.0, 1.0], [1.0, 2.0]]), np.array([-5.0, 1.0]))]
    [2.5, 0.0]
    """
    size = len(constant)
    if (constant >= 0).all():
        return np.zeros(size)
    # Rows of w - matrix z - cover = constant; columns w, z, the covering variable, and the right-hand side.
    table = np.hstack([np.eye(size), -matrix, -np.ones((size, 1)), constant[:, None]])
    basis, cover = np.arange(size), 2 * size
    row, entering = int(np.argmin(constant)), cover
    for _ in range(_PIVOTS * size):
        leaving = basis[row]
        table[row] /= table[row, entering]
        others = np.arange(size) != row
        table[others] -= np.outer(table[others, entering], table[row])
        basis[row] = entering
        if leaving == cover:
            found = np.zeros(2 * size + 1)
            found[basis] = table[:, -1]
            return found[size : 2 * size]
        entering = leaving + size if leaving < size else leaving - size
        column = table[:, entering]
        able = np.flatnonzero(column > _ZERO)
        if not len(able):
            return None
        ratios = table[able, -1] / column[able]
        least = able[ratios <= ratios.min() + _ZERO * (1 + abs(ratios.min()))]
        ends = least[basis[least] == cover]
        row = int(ends[0] if len(ends) else least[np.argmax(column[least])])
    return None
