"""Vertices of a polytope in exact arithmetic, by the double description method."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import gcd

Integers = tuple[int, ...]


@dataclass(frozen=True)
class Vertex:
    """A vertex of a polytope ``{x >= 0, rows x <= 1}``.

    Attributes
    ----------
    numerators : tuple of int
    denominator : int
        Positive; in lowest terms together with the numerators.
    tight : int
        Which inequalities hold with equality, one bit each: first those of the coordinates, then those of the rows.
    """

    numerators: Integers
    denominator: int
    tight: int


def vertices(rows: Sequence[Sequence[int]], charge: Callable[[int], None] | None = None) -> list[Vertex]:
    """Return the vertices of ``{x >= 0, rows x <= 1}``, the origin among them.

    1. The polytope is the slice t = 1 of the cone ``{(t, x) >= 0, rows x <= t}``, whose extreme rays are wanted.
    2. Without rows they are the unit vectors.
    3. Each row keeps the rays on its side and adds, for each pair of adjacent rays on either side, the point between
       them at which it holds with equality. Two rays are adjacent if no third one has all the inequalities tight that
       are tight at both.

    Everything is done in integers, so that degenerate polytopes, at whose vertices more inequalities are tight than
    there are coordinates, and repeated rows are cases like any other.

    Parameters
    ----------
    rows : sequence of sequences of int
        All entries are positive, so that the polytope is bounded; at least one row, all of one length.
    charge : callable, optional
        Is told how many pairs of rays are to be looked at, before they are; it may raise.

    Returns
    -------
    list of Vertex

    References
    ----------
    Motzkin, T. S., Raiffa, H., Thompson, G. L. and Thrall, R. M. (1953). The double description method. In:
    Contributions to the Theory of Games II, Princeton University Press.

    Fukuda, K. and Prodon, A. (1996). Double description method revisited. In: Combinatorics and Computer
    Science, Springer.

    Examples
    --------
    >>> for vertex in vertices([[1, 2], [2, 1]]):
    ...     print(vertex.numerators, vertex.denominator, f"{vertex.tight:04b}")
    (0, 0) 1 0011
    (0, 1) 2 0101
    (1, 0) 2 1010
    (1, 1) 3 1100
    """
    size = len(rows[0]) + 1
    everything = (1 << size) - 1
    rays = [(tuple(int(i == j) for j in range(size)), everything & ~(1 << i)) for i in range(size)]
    for number, row in enumerate(rows, start=size):
        rays = _cut(rays, (1, *(-entry for entry in row)), number, charge)
    # The first bit is that of t >= 0, which the rows imply.
    return sorted((Vertex(ray[1:], ray[0], tight >> 1) for ray, tight in rays), key=lambda v: v.tight)


_Ray = tuple[Integers, int]


def _cut(rays: list[_Ray], inequality: Integers, number: int, charge: Callable[[int], None] | None) -> list[_Ray]:
    """Return the extreme rays of a cone that lie where one more inequality holds, old ones and new ones."""
    values = [sum(a * b for a, b in zip(inequality, ray, strict=True)) for ray, _ in rays]
    above = [i for i, value in enumerate(values) if value > 0]
    below = [i for i, value in enumerate(values) if value < 0]
    bit = 1 << number
    kept = [(ray, tight | bit if value == 0 else tight) for (ray, tight), value in zip(rays, values, strict=True)]
    found = [ray for ray, value in zip(kept, values, strict=True) if value >= 0]
    tight_at = _transposed([tight for _, tight in rays], number)
    # Adjacent rays span a face of dimension two.
    needed = len(inequality) - 2
    for i in above:
        if charge is not None:
            charge(len(below))
        for j in below:
            common = rays[i][1] & rays[j][1]
            if common.bit_count() >= needed and _face(common, tight_at, len(rays)).bit_count() == 2:
                found.append((_between(rays[i][0], rays[j][0], values[i], values[j]), common | bit))
    return found


def _between(one: Integers, other: Integers, above: int, below: int) -> Integers:
    """Return the ray between two at which an inequality is tight that has these values at them; in lowest terms."""
    mixed = [above * b - below * a for a, b in zip(one, other, strict=True)]
    common = gcd(*mixed)
    return tuple(value // common for value in mixed)


def _transposed(masks: Sequence[int], width: int) -> list[int]:
    """Return for each bit the numbers of the masks in which it is set, as bits."""
    columns = [0] * width
    for number, mask in enumerate(masks):
        for bit in range(width):
            if mask >> bit & 1:
                columns[bit] |= 1 << number
    return columns


def _face(common: int, tight_at: Sequence[int], rays: int) -> int:
    """Return the rays at which all inequalities of a set are tight, as bits."""
    face = (1 << rays) - 1
    while common:
        lowest = common & -common
        face &= tight_at[lowest.bit_length() - 1]
        common ^= lowest
    return face
