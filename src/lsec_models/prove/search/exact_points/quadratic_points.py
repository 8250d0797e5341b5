"""Points at which a polynomial of degree two is negative or, where it is negative nowhere, zero."""

from __future__ import annotations

from collections.abc import Iterator

import flint

from lsec_models.algebra.domains.chart_samples import Values
from lsec_models.algebra.numbers.exact_numbers import to_fraction
from lsec_models.algebra.polynomials.quadratic_form import Vector, elimination_units, form_of, squares_of
from lsec_models.algebra.polynomials.ring import Polynomial, Ring
from lsec_models.work import Work


def quadratic_points(ring: Ring, polynomial: Polynomial, near: Values, work: Work) -> Iterator[Values]:
    """Yield points at which a polynomial is negative or zero, by its squares; none where it is not of degree two.

    Parameters
    ----------
    ring : Ring
    polynomial : Polynomial
    near : Values
        A point: what the polynomial does not depend on stays there, and from there one goes far in a direction in which
        the polynomial falls without end.
    work : Work
    """
    if polynomial.total_degree() != 2:
        return
    used = [i for i, degree in enumerate(polynomial.degrees()) if degree > 0]
    work.charge(len(polynomial) + elimination_units(len(used)))
    ones = (1,) * len(ring.symbols)
    found = squares_of(form_of(polynomial, ones, {i: row for row, i in enumerate(used)}))
    vectors = list(found.zeros) if found.negative is None else [found.negative]
    if len(vectors) > 1:
        vectors.append([sum(entries, start=flint.fmpq(0)) for entries in zip(*vectors, strict=True)])
    for vector in vectors:
        if len(vector) > len(used) and vector[-1]:
            yield _moved(ring, used, near, [entry / vector[-1] for entry in vector])
        elif len(vector) == len(used):
            for sign in (1, -1):
                yield _moved(ring, used, near, [sign * entry for entry in vector])
        if found.negative is not None and (len(vector) == len(used) or not vector[-1]):
            for sign in (1, -1):
                yield _far(ring, polynomial, used, near, [sign * entry for entry in vector])


def _moved(ring: Ring, used: list[int], near: Values, vector: Vector, times: int = 0) -> Values:
    """Return where a vector points to or, from a point, so many times the vector."""
    moves = {ring.symbols[i]: to_fraction(entry) for i, entry in zip(used, vector, strict=False)}
    return near | {s: times * move + near[s] if times else move for s, move in moves.items()}


def _far(ring: Ring, polynomial: Polynomial, used: list[int], near: Values, vector: Vector) -> Values:
    """Return a point, in a direction in which a polynomial falls without end, at which it is negative."""
    times, point = 1, near
    while ring.sign_at(polynomial, ring.exact_point(point)) >= 0:
        times, point = 2 * times, _moved(ring, used, near, vector, times)
    return point
