"""What two changes of strategies bring together, beyond what either brings alone."""

from __future__ import annotations

from fractions import Fraction

from lsec_models.games.evolutionary.faces import Table


def interaction(table: Table[Fraction], base: int, i: int, j: int) -> Fraction:
    """Return what a strategy gains against another, both instead of one strategy, beyond either change alone.

    Examples
    --------
    >>> table = {(i, j): Fraction(a) for i, row in enumerate([[3, 0], [5, 1]]) for j, a in enumerate(row)}
    >>> interaction(table, 0, 1, 1)
    Fraction(-1, 1)
    """
    return table[i, j] - table[base, j] - table[i, base] + table[base, base]
