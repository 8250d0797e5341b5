"""The rest points inside one face at one point of the parameters: linear systems, and three pairs of strategies."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import chain, combinations, product

import flint
import sympy as sp

from lsec_models.algebra.numbers.exact_numbers import to_fmpq, to_fraction, to_sympy
from lsec_models.algebra.numbers.real_roots import RealRoot, real_roots
from lsec_models.games.evolutionary.faces import Earnings, Face, Monomial

Equation = dict[Monomial, Fraction]
_TOO_CURVED = "three or more populations mix, and what they earn there has products of their shares"
_CURVE = "rest points may fill a curve or a surface that is not flat"


class FaceUnresolved(Exception):
    """The rest points of a face are not found; says why."""


@dataclass(frozen=True)
class FaceSolution:
    """What rests inside a face.

    Attributes
    ----------
    points : tuple of tuples of Fraction or RealRoot expressions
        Isolated solutions, by coordinate.
    corners : tuple of (Face, tuple of Fraction)
        Where rest points fill a polytope: its vertices, each with the face in whose coordinates it is given.
    """

    points: tuple[tuple[sp.Expr, ...], ...] = ()
    corners: tuple[tuple[Face, tuple[Fraction, ...]], ...] = ()


def solved_face(earnings: Earnings[Fraction], face: Face) -> FaceSolution:
    """Return the rest points inside a face on which some population mixes.

    1. Equations without products of shares are a linear system. It has no solution, one, or a plane of them, whose
       polytope of shares has the vertices at which the system of some smaller face has just one solution.
    2. Three populations of two strategies each: two shares are fractions of the third, which is a root of a quadratic.

    Raises
    ------
    FaceUnresolved
        If there are products of shares otherwise, or solutions that fill a curve.
    """
    equations = earnings.indifference(face)
    if any(value for equation in equations for monomial, value in equation.items() if len(monomial) > 1):
        if len(face.coordinates) != 3 or len(face.mixed) != 3:
            raise FaceUnresolved(_TOO_CURVED)
        return FaceSolution(points=tuple(_crossings(equations)))
    found = unique_solution(equations, len(face.coordinates))
    if found is None:
        return FaceSolution()
    if found:
        return FaceSolution(points=(tuple(map(to_sympy, found)),)) if is_inside(face, found) else FaceSolution()
    corners = tuple(_corners(earnings, face))
    return FaceSolution(corners=corners) if fills(face, [smaller for smaller, _ in corners]) else FaceSolution()


def satisfies(earnings: Earnings[Fraction], face: Face, on: Face, shares: Sequence[Fraction]) -> bool:
    """Whether a state at the border of a face, in the coordinates of the smaller one, meets the face's equations."""
    return all(
        sum((value * _product(shares, monomial) for monomial, value in equation.items()), Fraction(0)) == 0
        for equation in earnings.indifference(face, on=on)
    )


def is_border(smaller: Face, larger: Face) -> bool:
    """Whether all that is played on one face is played on another too."""
    return all(set(one) <= set(other) for one, other in zip(smaller.supports, larger.supports, strict=True))


def borders(face: Face) -> Iterator[Face]:
    """Yield a face and all at its border, down to single states."""
    subsets = [list(chain.from_iterable(combinations(own, n) for n in range(1, len(own) + 1))) for own in face.supports]
    yield from map(Face, product(*subsets))


def unique_solution(equations: list[Equation], size: int) -> list[Fraction] | None:
    """Return the one solution of a linear system, an empty list where there are more, None where there is none."""
    if size == 0:
        return None
    rows = [
        [equation.get((k,), Fraction(0)) for k in range(size)] + [-equation.get((), Fraction(0))]
        for equation in equations
    ]
    entries = [to_fmpq(a) for row in rows for a in row]
    reduced, rank = flint.fmpq_mat(len(rows), size + 1, entries).rref()
    last = [next(j for j in range(size + 1) if reduced[i, j] != 0) for i in range(rank)]
    if size in last:
        return None
    if rank < size:
        return []
    return [Fraction(int(reduced[i, size].p), int(reduced[i, size].q)) for i in range(size)]


def _corners(earnings: Earnings[Fraction], face: Face) -> Iterator[tuple[Face, tuple[Fraction, ...]]]:
    for smaller in borders(face):
        if not smaller.coordinates:
            if satisfies(earnings, face, smaller, ()):
                yield smaller, ()
            continue
        found = unique_solution(earnings.indifference(face, on=smaller), len(smaller.coordinates))
        if found and is_inside(smaller, found):
            yield smaller, tuple(found)


def fills(face: Face, corners: Sequence[Face]) -> bool:
    """Whether some mean of the vertices lies inside the face."""
    return all(
        set().union(*(corner.supports[p] for corner in corners)) == set(own) for p, own in enumerate(face.supports)
    )


def is_inside(face: Face, shares: Sequence[Fraction]) -> bool:
    """Whether all that is played on a face has a positive share."""
    rest = [Fraction(1)] * len(face.supports)
    for (p, _), share in zip(face.coordinates, shares, strict=True):
        rest[p] -= share
    return all(share > 0 for share in shares) and all(left > 0 for left in rest)


def _product(shares: Sequence[Fraction], monomial: Monomial) -> Fraction:
    value = Fraction(1)
    for k in monomial:
        value *= shares[k]
    return value


Line = tuple[Fraction, Fraction]


def _crossings(equations: list[Equation]) -> Iterator[tuple[sp.Expr, ...]]:
    """Yield the crossings of three equations, each of which lacks one of three shares between 0 and 1.

    With z for the third share, the first equation is ``y P(z) = Y(z)`` and the second ``x R(z) = X(z)``, where capitals
    are linear; inserted into the third, times P and R, they leave a quadratic Q. Where P or R vanishes at a root, so
    does Y or X, or there is no crossing.
    """
    first, second, third = equations
    P, Y = _line(first, (1,), (1, 2)), _negated(_line(first, (), (2,)))
    R, X = _line(second, (0,), (0, 2)), _negated(_line(second, (), (2,)))
    c0, c1, c2, c3 = (third.get(m, Fraction(0)) for m in ((), (0,), (1,), (0, 1)))
    terms = [(c0, P, R), (c1, X, P), (c2, Y, R), (c3, X, Y)]
    quadratic = [
        sum((c * one[0] * other[0] for c, one, other in terms), Fraction(0)),
        sum((c * (one[0] * other[1] + one[1] * other[0]) for c, one, other in terms), Fraction(0)),
        sum((c * one[1] * other[1] for c, one, other in terms), Fraction(0)),
    ]
    if not any(quadratic):
        raise FaceUnresolved(_CURVE)
    polynomial = flint.fmpq_poly([to_fmpq(c) for c in quadratic]).numer()
    if polynomial.degree() < 1:
        return
    for root in real_roots(polynomial, flint.fmpq(0), flint.fmpq(1)):
        z = root.expression()
        if z.is_Rational:
            yield from _at_rational(to_fraction(z), (P, Y, R, X), (c0, c1, c2, c3))
        elif _is_share(Y, P, root) and _is_share(X, R, root):
            x, y = (sp.radsimp(_value(top, z) / _value(bottom, z)) for top, bottom in ((X, R), (Y, P)))
            yield x, y, z


def _at_rational(
    z: Fraction, lines: tuple[Line, Line, Line, Line], third: tuple[Fraction, Fraction, Fraction, Fraction]
) -> Iterator[tuple[sp.Expr, ...]]:
    """Yield the crossings at one value of the third share."""
    p, top_y, r, top_x = (line[0] + line[1] * z for line in lines)
    c0, c1, c2, c3 = third
    if (p == 0 and top_y != 0) or (r == 0 and top_x != 0):
        return
    if p == 0 and r == 0:
        raise FaceUnresolved(_CURVE)
    x: Fraction | None
    y: Fraction | None
    if r != 0:
        x = top_x / r
        slope, constant = (p, -top_y) if p != 0 else (c2 + c3 * x, c0 + c1 * x)
        y = _root(slope, constant)
    else:
        y = top_y / p
        x = _root(c1 + c3 * y, c0 + c2 * y)
    if x is not None and y is not None and 0 < x < 1 and 0 < y < 1:
        yield to_sympy(x), to_sympy(y), to_sympy(z)


def _root(slope: Fraction, constant: Fraction) -> Fraction | None:
    if slope:
        return -constant / slope
    if constant:
        return None
    raise FaceUnresolved(_CURVE)


def _line(equation: Equation, constant: Monomial, slope: Monomial) -> Line:
    return equation.get(constant, Fraction(0)), equation.get(slope, Fraction(0))


def _negated(line: Line) -> Line:
    return -line[0], -line[1]


def _value(line: Line, z: sp.Expr) -> sp.Expr:
    return to_sympy(line[0]) + to_sympy(line[1]) * z


def _is_share(top: Line, bottom: Line, root: RealRoot) -> bool:
    """Whether a fraction of linear functions lies strictly between 0 and 1 at an irrational number."""
    over = _sign(bottom, root)
    rest = bottom[0] - top[0], bottom[1] - top[1]
    return over != 0 and _sign(top, root) == over and _sign(rest, root) == over


def _sign(line: Line, root: RealRoot) -> int:
    """Return the sign of a linear function at an irrational number."""
    if line[1] == 0:
        return (line[0] > 0) - (line[0] < 0)
    above = 1 if root > RealRoot.rational(-line[0] / line[1]) else -1
    return above if line[1] > 0 else -above
