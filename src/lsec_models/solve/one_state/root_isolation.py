"""All common zeros of one equation in one unknown, or of two in two, inside a box: none may be missed.

Rational functions are treated exactly: resultants leave one polynomial for each unknown, whose real roots are
isolated in ball arithmetic (python-flint). Other smooth functions are treated by subdivision: a box is thrown away
where ball arithmetic shows that one of the functions does not vanish on it, and halved otherwise.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from itertools import product
from operator import add, mul
from typing import Any

import flint
import sympy as sp

from lsec_models.algebra.numbers.root_balls import root_balls
from lsec_models.algebra.polynomials.ratio import ratio
from lsec_models.algebra.polynomials.ring import Polynomial, Ring, ring_of
from lsec_models.errors import DeclarationError, DegenerateProblem, NotRational

_BITS = 256
_SMALL = 1e-40
_HALVINGS = 18
_MAX_BOXES = 20_000
_NEAR = 4
_EDGE = 1e-6


@dataclass(frozen=True, kw_only=True)
class Unknown:
    """A variable and the closed range in which it is sought.

    Attributes
    ----------
    symbol : sympy.Symbol
    low, high : sympy.Expr or None
        None for an end without bound.
    """

    symbol: sp.Symbol
    low: sp.Expr | None
    high: sp.Expr | None


def zeros(equations: Sequence[sp.Expr], unknowns: Sequence[Unknown]) -> list[tuple[float, ...]]:
    """Return every point at which all equations hold, sorted.

    Parameters
    ----------
    equations : sequence of sympy.Expr
        As many as unknowns, one or two, without other symbols; each must vanish.
    unknowns : sequence of Unknown

    Returns
    -------
    list of tuple of float

    Raises
    ------
    DegenerateProblem
        If the zeros fill a curve, or two of them cannot be told apart.
    DeclarationError
        If a function that is not rational is to be searched without bounds.

    Examples
    --------
    >>> x = sp.Symbol("x")
    >>> zeros([x**3 - x], [Unknown(symbol=x, low=sp.Integer(0), high=sp.Integer(5))])
    [(0.0,), (1.0,)]
    >>> ((root,),) = zeros([sp.exp(x) - 2], [Unknown(symbol=x, low=sp.Integer(0), high=sp.Integer(5))])
    >>> round(root, 12)
    0.69314718056
    """
    try:
        ring = ring_of([unknown.symbol for unknown in unknowns])
        polynomials = [ratio(ring, equation).numerator for equation in equations]
    except NotRational:
        return sorted(_by_subdivision(equations, unknowns))
    with flint.ctx.workprec(_BITS):
        return sorted(_by_resultants(ring, polynomials, equations, unknowns))


def _by_resultants(
    ring: Ring, polynomials: list[Polynomial], equations: Sequence[sp.Expr], unknowns: Sequence[Unknown]
) -> list[tuple[float, ...]]:
    candidates = []
    for unknown in unknowns:
        others = [ring.symbols.index(other.symbol) for other in unknowns if other is not unknown]
        one = polynomials[0].resultant(polynomials[1], ring.names[others[0]]) if others else polynomials[0]
        if one.is_zero():
            raise DegenerateProblem(
                f"the solutions of {' and '.join(f'{equation} = 0' for equation in equations)} fill a curve, so that "
                "rest points are not isolated; change the parameters or the functions"
            )
        candidates.append(
            [root for root in _real_roots(one, ring.symbols.index(unknown.symbol)) if _within(root, unknown)]
        )
    found = []
    for point in product(*candidates):
        place = dict(zip((unknown.symbol for unknown in unknowns), point, strict=True))
        if all(_vanishes(equation, place) for equation in equations):
            found.append(tuple(float(root.mid()) for root in point))
    return found


def _real_roots(polynomial: Polynomial, index: int) -> list[Any]:
    coefficients: list[int] = []
    for exponents, coefficient in polynomial.to_dict().items():
        degree = exponents[index]
        coefficients.extend([0] * (degree + 1 - len(coefficients)))
        coefficients[degree] += int(coefficient)
    return root_balls(flint.fmpz_poly(coefficients))


def _within(root: Any, unknown: Unknown) -> bool:
    """Whether a root, known to many digits, is inside the range; its ends belong to it."""
    low, high = (None if end is None else ball(end, {}) for end in (unknown.low, unknown.high))
    return not (low is not None and root < low) and not (high is not None and root > high)


def _vanishes(equation: sp.Expr, place: Mapping[sp.Symbol, Any]) -> bool:
    value = ball(equation, place)
    return bool(value.is_finite()) and value.contains(0) and float(value.rad()) < _SMALL


def _by_subdivision(equations: Sequence[sp.Expr], unknowns: Sequence[Unknown]) -> list[tuple[float, ...]]:
    for unknown in unknowns:
        if unknown.low is None or unknown.high is None:
            raise DeclarationError(
                f"{equations[0]} is not rational, and {unknown.symbol} has no bounds between which its zeros could be "
                f"sought; give {unknown.symbol} two finite bounds (control_between=...), wide enough not to bind"
            )
    symbols = [unknown.symbol for unknown in unknowns]
    ends: list[tuple[Any, Any]] = [(unknown.low, unknown.high) for unknown in unknowns]
    widths = [float(high - low) / 2**_HALVINGS for low, high in ends]
    boxes = [tuple((float(low), float(high)) for low, high in ends)]
    for _ in range(_HALVINGS):
        boxes = [half for box in boxes for half in _halves(box) if not _excluded(equations, symbols, half)]
        if len(boxes) > _MAX_BOXES:
            raise DegenerateProblem(
                f"the zeros of {equations[0]} cannot be isolated: more than {_MAX_BOXES:,} boxes remain; narrow the "
                "intervals of state and control"
            )
    return [
        root
        for cluster in _clusters(boxes, widths)
        if (root := _polished(equations, symbols, ends, cluster, widths)) is not None
    ]


Box = tuple[tuple[float, float], ...]


def _halves(box: Box) -> list[Box]:
    return list(product(*(((low, (low + high) / 2), ((low + high) / 2, high)) for low, high in box)))


def _excluded(equations: Sequence[sp.Expr], symbols: Sequence[sp.Symbol], box: Box) -> bool:
    place = {symbol: flint.arb(low).union(high) for symbol, (low, high) in zip(symbols, box, strict=True)}
    values = [ball(equation, place) for equation in equations]
    return any(value.is_finite() and not value.contains(0) for value in values)


def _clusters(boxes: list[Box], widths: Sequence[float]) -> list[list[Box]]:
    """Group boxes that touch, directly or through others."""
    groups: list[list[Box]] = []
    for box in boxes:
        touching = [group for group in groups if any(_touch(box, other, widths) for other in group)]
        groups = [group for group in groups if group not in touching]
        groups.append([box, *(other for group in touching for other in group)])
    return groups


def _touch(one: Box, other: Box, widths: Sequence[float]) -> bool:
    return all(abs(a[0] - b[0]) < 1.5 * width for a, b, width in zip(one, other, widths, strict=True))


def _polished(
    equations: Sequence[sp.Expr],
    symbols: Sequence[sp.Symbol],
    ends: Sequence[tuple[Any, Any]],
    cluster: list[Box],
    widths: Sequence[float],
) -> tuple[float, ...] | None:
    """Find the zero in a cluster; None beside a pole, where nothing is finite, and outside the ranges."""
    for corner in product(*ends):
        point = tuple(map(float, corner))
        exact = dict(zip(symbols, corner, strict=True))
        if _near(point, cluster, widths) and all(equation.subs(exact) == 0 for equation in equations):
            return point
    centre = [sum(box[i][0] + box[i][1] for box in cluster) / (2 * len(cluster)) for i in range(len(symbols))]
    try:
        root = tuple(float(part) for part in sp.nsolve(list(equations), list(symbols), centre, prec=30))
    except (ValueError, ZeroDivisionError, TypeError, OverflowError):
        root = ()
    if root and _near(root, cluster, widths):
        inside = all(
            low - _EDGE * w <= part <= high + _EDGE * w for part, (low, high), w in zip(root, ends, widths, strict=True)
        )
        return root if inside else None
    if all(not _finite(equations, symbols, box) for box in cluster):
        return None
    place = ", ".join(f"{symbol} = {part:.6g}" for symbol, part in zip(symbols, centre, strict=True))
    raise DegenerateProblem(
        f"near {place} it cannot be decided how many rest points there are: two of them merge, or the equations only "
        "nearly hold; move the parameters a little"
    )


def _near(point: Sequence[float], cluster: list[Box], widths: Sequence[float]) -> bool:
    return any(
        all(
            low - _NEAR * w <= part <= high + _NEAR * w for part, (low, high), w in zip(point, box, widths, strict=True)
        )
        for box in cluster
    )


def _finite(equations: Sequence[sp.Expr], symbols: Sequence[sp.Symbol], box: Box) -> bool:
    place = {symbol: flint.arb(low).union(high) for symbol, (low, high) in zip(symbols, box, strict=True)}
    return all(ball(equation, place).is_finite() for equation in equations)


def ball(expression: sp.Expr, place: Mapping[sp.Symbol, Any]) -> Any:
    """Return a ball that contains every value of an expression on a box.

    Parameters
    ----------
    expression : sympy.Expr
        Of rational numbers, symbols, powers and elementary functions.
    place : mapping from symbol to flint.arb
        The range of each symbol.

    Returns
    -------
    flint.arb
        Not finite where the expression may be undefined.
    """
    if expression.is_Symbol:
        return place[expression]
    if expression.is_Rational:
        return flint.arb(flint.fmpq(int(expression.p), int(expression.q)))
    if expression is sp.pi:
        return flint.arb.pi()
    if expression is sp.E:
        return flint.arb.const_e()
    parts = [ball(part, place) for part in expression.args]
    if expression.is_Add:
        return reduce(add, parts)
    if expression.is_Mul:
        return reduce(mul, parts)
    if expression.is_Pow:
        return _power(parts[0], expression.exp, parts[1])
    return getattr(parts[0], expression.func.__name__)()


def _power(base: Any, exponent: sp.Expr, value: Any) -> Any:
    """Return a power; that of a base which may be zero is taken on its nonnegative part, as roots are real."""
    if exponent.is_Integer:
        return base ** int(exponent)
    if exponent.is_Rational and base.contains(0):
        return (flint.arb(0) if exponent > 0 else flint.arb.nan()).union(base.upper() ** value)
    return base**value
