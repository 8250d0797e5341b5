"""All equilibria of a finite game of two players, by vertices of the best-reply polyhedra, in exact rationals."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import lcm

from lsec_models.algebra.double_description import Vertex, vertices

Mixture = tuple[Fraction, ...]
Pair = tuple[Mixture, Mixture]
Payoffs = Sequence[Sequence[Fraction]]


@dataclass(frozen=True)
class SupportProduct:
    """A maximal Nash subset: any mixture of `rows` with any mixture of `columns` is an equilibrium.

    Attributes
    ----------
    rows, columns : tuple of mixtures
        The extreme points of either side.
    """

    rows: tuple[Mixture, ...]
    columns: tuple[Mixture, ...]


def extreme_equilibria(first: Payoffs, second: Payoffs, charge: Callable[[int], None] | None = None) -> list[Pair]:
    """Return all extreme equilibria of a bimatrix game; every equilibrium lies between some of them.

    1. Scale and shift the payoffs to positive integers, each player's separately, which changes no best reply.
    2. The mixtures x of the row player with ``second.T x <= 1``, and y of the column player with ``first y <= 1``, form
       polytopes if they need not sum to one. A point of either carries the labels of the strategies that are not
       played in it, or are best replies to it: of the inequalities that are tight.
    3. Pairs of vertices other than the origin that together carry all labels, scaled to sum one, are the extreme
       equilibria.

    That holds for every game, degenerate ones included: there are always finitely many, and at least one.

    Parameters
    ----------
    first, second : sequence of rows of Fraction
        What the row player and the column player receive.
    charge : callable, optional
        See :func:`lsec_models.algebra.double_description.vertices`.

    Returns
    -------
    list of pairs of mixtures
        By the row player's mixture, then the column player's; what puts more on earlier strategies comes first.

    References
    ----------
    Mangasarian, O. L. (1964). Equilibrium points of bimatrix games. Journal of the SIAM 12.

    Avis, D., Rosenberg, G. D., Savani, R. and von Stengel, B. (2010). Enumeration of Nash equilibria for two-player
    games. Economic Theory 42.

    Examples
    --------
    Of the battle of the sexes:

    >>> for x, y in extreme_equilibria([[2, 0], [0, 1]], [[1, 0], [0, 2]]):
    ...     print(*x, *y)
    1 0 1 0
    2/3 1/3 1/3 2/3
    0 1 0 1
    """
    height, width = len(first), len(first[0])
    rows = vertices(list(zip(*_positive_integers(second), strict=True)), charge)
    columns = vertices(_positive_integers(first), charge)
    swapped = [_with_labels_of_rows_first(vertex.tight, height, width) for vertex in columns]
    carrying = [sum(1 << j for j, tight in enumerate(swapped) if tight >> label & 1) for label in range(height + width)]
    not_origin = sum(1 << j for j, vertex in enumerate(columns) if any(vertex.numerators))
    found: list[Pair] = []
    for vertex in rows:
        if not any(vertex.numerators):
            continue
        fitting = not_origin
        for label, carriers in enumerate(carrying):
            if not vertex.tight >> label & 1:
                fitting &= carriers
        found += [(_mixture(vertex), _mixture(columns[j])) for j in _bits(fitting)]
    return sorted(found, reverse=True)


def components(
    pairs: Iterable[Pair], charge: Callable[[int], None] | None = None
) -> list[tuple[list[SupportProduct], list[Pair]]]:
    """Return the connected components of the set of equilibria: maximal Nash subsets and extreme equilibria of each.

    The extreme equilibria are the edges of a graph between mixtures of either player. Its maximal complete bipartite
    subgraphs are the maximal Nash subsets, and its connected components those of the set of equilibria.

    Parameters
    ----------
    pairs : iterable of pairs of mixtures
        All extreme equilibria.
    charge : callable, optional
        Is told before each mixture how many sets of mixtures are to be looked at; it may raise.

    Returns
    -------
    list of (list of SupportProduct, list of pairs)
        In the order of the pairs, which are kept in order too.

    References
    ----------
    Winkels, H.-M. (1979). An algorithm to determine all equilibrium points of a bimatrix game. In: Game Theory and
    Related Topics, North-Holland.

    Jansen, M. J. M. (1981). Maximal Nash subsets for bimatrix games. Naval Research Logistics Quarterly 28.

    Examples
    --------
    The second row's payoff is that of the first if the column player plays left:

    >>> game = [[1, 1], [1, 0]], [[1, 0], [1, 0]]
    >>> [([only], ends)] = components(extreme_equilibria(*game))
    >>> len(only.rows), len(only.columns), len(ends)
    (2, 1, 2)
    """
    return [(_maximal_products(part, charge), part) for part in _connected(list(pairs))]


def _positive_integers(payoffs: Payoffs) -> list[list[int]]:
    """Return payoffs times a positive number plus a constant."""
    scale = lcm(*(Fraction(entry).denominator for row in payoffs for entry in row))
    scaled = [[int(entry * scale) for entry in row] for row in payoffs]
    lift = 1 - min(map(min, scaled))
    return [[entry + lift for entry in row] for row in scaled]


def _with_labels_of_rows_first(tight: int, height: int, width: int) -> int:
    """Return the labels of a mixture of columns, which come as those of its coordinates before those of the rows."""
    return (tight >> width) | (tight & ((1 << width) - 1)) << height


def _mixture(vertex: Vertex) -> Mixture:
    total = sum(vertex.numerators)
    return tuple(Fraction(numerator, total) for numerator in vertex.numerators)


def _bits(mask: int) -> Iterable[int]:
    while mask:
        lowest = mask & -mask
        yield lowest.bit_length() - 1
        mask ^= lowest


def _connected(edges: list[Pair]) -> list[list[Pair]]:
    """Return the edges of each connected component of a bipartite graph."""
    by_row: dict[Mixture, list[Pair]] = {}
    by_column: dict[Mixture, list[Pair]] = {}
    for edge in edges:
        by_row.setdefault(edge[0], []).append(edge)
        by_column.setdefault(edge[1], []).append(edge)
    place = {edge: number for number, edge in enumerate(edges)}
    parts, seen = [], set[Pair]()
    for start in edges:
        if start in seen:
            continue
        seen.add(start)
        part = [start]
        for row, column in part:  # It grows while it is gone through.
            new = [
                edge for edge in dict.fromkeys((*by_row.pop(row, ()), *by_column.pop(column, ()))) if edge not in seen
            ]
            seen.update(new)
            part += new
        parts.append(sorted(part, key=place.__getitem__))
    return parts


def _maximal_products(edges: list[Pair], charge: Callable[[int], None] | None) -> list[SupportProduct]:
    """Return the maximal complete bipartite subgraphs: one side of each is what some mixtures have in common."""
    rows, columns = (sorted({edge[side] for edge in edges}, reverse=True) for side in (0, 1))
    position = {column: j for j, column in enumerate(columns)}
    partners = dict.fromkeys(rows, 0)
    for row, column in edges:
        partners[row] |= 1 << position[column]
    common: set[int] = set()
    for mask in dict.fromkeys(partners.values()):
        if charge is not None:
            charge(len(common))
        common |= {mask, *(mask & other for other in common)} - {0}
    found = [
        SupportProduct(
            tuple(row for row in rows if partners[row] & mask == mask), tuple(columns[j] for j in _bits(mask))
        )
        for mask in common
    ]
    return sorted(found, key=lambda product: (product.rows, product.columns), reverse=True)
