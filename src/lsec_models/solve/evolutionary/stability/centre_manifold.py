"""Where one eigenvalue vanishes and all others are left of the imaginary axis: the flow along the centre manifold."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

import flint

from lsec_models.algebra.numbers.exact_numbers import to_fmpq, to_fraction
from lsec_models.games.evolutionary.faces import Table
from lsec_models.solve.evolutionary.stability.interaction import interaction


def gain_along_centre_manifold(table: Table[Fraction], shares: Sequence[Fraction]) -> Fraction | None:
    """Return at which rate a strategy that is not played, and would earn the same, gains as its share u grows.

    Of a single population with one eigenvalue zero it is that of such a strategy: where it is one among those that are
    played, rest points fill a line. Others that are not played would earn less, and their faces are invariant, so that
    the centre manifold lies in the face of what is played and this one. There is one direction in which all that is
    played goes on earning the same, since payoffs are linear along a line. The manifold leaves the rest point in this
    direction, and the share grows at the rate ``gain * u``, to first order: the rest point is asymptotically stable
    where the gain is negative, and unstable where it is positive.

    Parameters
    ----------
    table : mapping from (int, int) to Fraction
        Payoffs.
    shares : sequence of Fraction
        The rest point.

    Returns
    -------
    Fraction or None
        None where there is not one such strategy, or not one such direction. It is zero only where rest points fill the
        line.

    References
    ----------
    Carr, J. (1981). Applications of Centre Manifold Theory, chapters 1 and 2. Springer.

    Examples
    --------
    >>> table = {(i, j): Fraction(a) for i, row in enumerate([[1, 1], [1, 2]]) for j, a in enumerate(row)}
    >>> gain_along_centre_manifold(table, [Fraction(1), Fraction(0)])
    Fraction(1, 1)
    """
    earned = [sum((x * table[i, j] for j, x in enumerate(shares)), Fraction(0)) for i in range(len(shares))]
    first, *others = (i for i, share in enumerate(shares) if share)
    ties = [i for i, share in enumerate(shares) if not share and earned[i] == earned[first]]
    if len(ties) != 1:
        return None
    (tie,) = ties

    def slope(i: int, j: int) -> Fraction:
        """How the lead of a strategy over the first one moves with the share of another, at the cost of the first's."""
        return interaction(table, first, i, j)

    direction = _solved([[slope(i, j) for j in others] for i in others], [-slope(i, tie) for i in others])
    if direction is None:
        return None
    return slope(tie, tie) + sum((z * slope(tie, j) for z, j in zip(direction, others, strict=True)), Fraction(0))


def _solved(matrix: list[list[Fraction]], right: list[Fraction]) -> list[Fraction] | None:
    """Return the one solution of a linear system; None where the matrix is singular."""
    size = len(matrix)
    if not size:
        return []
    square = flint.fmpq_mat(size, size, [to_fmpq(a) for row in matrix for a in row])
    try:
        solved = square.solve(flint.fmpq_mat(size, 1, [to_fmpq(value) for value in right]))
    except ZeroDivisionError:
        return None
    return [to_fraction(solved[i, 0]) for i in range(size)]
