"""Claims on sets of measure zero: points, curves and boundaries, which random points do not meet."""

from __future__ import annotations

import random
from typing import Any

import sympy as sp

from claims.known import Known, Point, both, either, eq, ge, gt, le, lt, ne, sign_at
from claims.parts import (
    R,
    S,
    U,
    V,
    X,
    Y,
    Z,
    maybe_expanded,
    one_of,
    positive,
    random_linear,
    random_point,
    random_polynomial,
    small_integer,
    small_rational,
)

_CUBE_ROOT = sp.cbrt(2)
_QUINTIC = sp.CRootOf(X**5 - X - 1, 0)
# The only positive root of s**n - c*s - d, as (n, c, d, root).
_ROOTS = [
    *((2, 0, n, sp.sqrt(n)) for n in (2, 3, 5, 6, 7)),
    *((3, 0, n, sp.cbrt(n)) for n in (2, 3, 4, 5)),
    (5, 1, 1, _QUINTIC),
]
_TENTHS = {root: int(sp.floor(10 * root.evalf(20))) for *_, root in _ROOTS}


def _zero(rng: random.Random, *expressions: sp.Expr) -> tuple[Any, ...]:
    """Weak inequalities that hold exactly where all of the expressions vanish."""
    opposite = tuple(sign(maybe_expanded(rng, e)) for e in expressions for sign in (ge, le))
    return one_of(
        rng,
        lambda: opposite,
        lambda: opposite[::-1],
        lambda: (both(*opposite),),
        lambda: (le(maybe_expanded(rng, sp.Add(*(e**2 for e in expressions)))),),
    )


def _root(rng: random.Random, s: sp.Symbol) -> tuple[sp.Expr, sp.Expr, tuple[sp.Rational, sp.Rational]]:
    """An irreducible polynomial in a symbol, its only positive root, and numbers near on both sides."""
    if rng.random() < 0.2:
        k = small_rational(rng)
        return s - k, k, (k - sp.Rational(1, 20), k + sp.Rational(1, 20))
    n, c, d, root = rng.choice(_ROOTS)
    return s**n - c * s - d, root, (sp.Rational(_TENTHS[root], 10), sp.Rational(_TENTHS[root] + 1, 10))


def _points(rng: random.Random, s: sp.Symbol) -> tuple[list[sp.Expr], sp.Expr, tuple[sp.Rational, sp.Rational]]:
    """Factors whose product vanishes at few places, one of these places, which is positive, and numbers near it."""
    polynomial, root, near = _root(rng, s)
    others = [rng.choice((s - small_rational(rng), s + small_integer(rng), _root(rng, s)[0])) for _ in range(2)]
    factors = [polynomial, *others[: rng.randint(0, 2)]]
    rng.shuffle(factors)
    return factors, root, near


def _curve(rng: random.Random) -> tuple[sp.Expr, Point]:
    """An expression that vanishes on a curve or surface, and a point of it."""
    n, m, k = rng.choice((2, 3, 5, 7)), rng.choice((2, 3, 5)), small_rational(rng)
    root, zero, one = sp.sqrt(n), sp.S.Zero, sp.S.One
    return one_of(
        rng,
        lambda: (X - k * Y, {X: k, Y: one}),
        lambda: (X**2 + Y**2 - n - m, {X: root, Y: sp.sqrt(m)}),
        lambda: (X**2 + Y**2 - k**2 - n, {X: k, Y: root}),
        lambda: (X**2 - n * Y**2, {X: root * k, Y: k}),
        lambda: (X * Y - k, {X: root, Y: k * root / n}),
        lambda: (X**3 - 2 * Y**3, {X: _CUBE_ROOT, Y: one}),
        lambda: (X**3 - Y**2, {X: k**2, Y: k**3}),
        lambda: (X**2 - Y**2 * R - U, {X: root, Y: one, R: sp.Integer(n), U: zero}),
        lambda: (R**2 + S**2 - n * X, {R: -root, S: zero, X: one}),
        lambda: (R**2 - n, {R: -root}),
        lambda: (R**3 + 2, {R: -_CUBE_ROOT}),
        lambda: (X + Y + Z - k, {X: k / 2, Y: k / 4, Z: k / 4}),
        lambda: (X**2 * Y - n * Z, {X: root, Y: k, Z: k}),
        lambda: ((X - Y) * (X**2 - n * Y), {X: sp.Integer(n), Y: sp.Integer(n)}),
    )


def _distance(point: Point) -> sp.Expr:
    """Something that is zero at a point and, but for other signs of its coordinates, positive elsewhere."""
    powers = {s: next(n for n in (1, 2, 3) if (v**n).is_Rational) for s, v in point.items()}
    return sp.Add(*((s ** powers[s] - v ** powers[s]) ** 2 for s, v in point.items()))


# ---- true ------------------------------------------------------------------------------------------------------------


def _true_at_points(rng: random.Random) -> Known:
    s = rng.choice((X, U, R))
    factors, _, _ = _points(rng, s)
    polynomial, _, (low, high) = _root(rng, s)
    everywhere = sp.expand(sp.Mul(*factors))
    claim, given = one_of(
        rng,
        lambda: (eq(everywhere * (Y + s)), _zero(rng, everywhere)),
        lambda: (either(*(eq(factor) for factor in factors), eq(Y, 0)), _zero(rng, everywhere)),
        lambda: (gt(everywhere + Y), _zero(rng, everywhere)),
        lambda: (lt(s, high), _zero(rng, polynomial)),
        lambda: (gt(s**2, low**2), _zero(rng, polynomial)),
        lambda: (lt(low, s), (ge(s), *_zero(rng, polynomial))),
        lambda: (either(lt(s, 0), both(gt(s, low), lt(s, high))), _zero(rng, polynomial)),
    )
    return Known(family="thin: points", claim=claim, given=given)


def _true_on_a_curve(rng: random.Random) -> Known:
    expression, point = _curve(rng)
    more, form = positive(rng, tuple(point)), random_linear(rng, tuple(point))
    claim = one_of(
        rng,
        lambda: eq(sp.expand(expression * form)),
        lambda: gt(sp.expand(more + expression * form)),
        lambda: ge(sp.expand(form**2 - expression)),
        lambda: sp.Equivalent(gt(form), gt(sp.expand(form + expression))) if form.free_symbols else eq(expression),
    )
    return Known(family="thin: curves", claim=claim, given=_zero(rng, expression))


def _true_on_a_boundary(rng: random.Random) -> Known:
    k, more = small_rational(rng), positive(rng, (X, Y))
    claim, given = one_of(
        rng,
        lambda: (eq(U * more), (le(U),)),
        lambda: (lt(U, more), (le(sp.expand(U * more)),)),
        lambda: (either(eq(U), eq(V)), (le(U * V),)),
        lambda: (both(eq(U), eq(V)), (le(U**2 + V**2),)),
        lambda: (eq(R, k), (le(sp.expand((R - k) ** 2)),)),
        lambda: (eq(U + V), (le(U + k * V),)),
        lambda: (eq(R, U), (le(sp.expand((R - U) ** 2 * more)),)),
        lambda: (eq(R, U), (ge(R, U), le(R), ge(U))),
    )
    return Known(family="thin: boundaries", claim=claim, given=given)


# ---- false -----------------------------------------------------------------------------------------------------------


def _false_at_a_point(rng: random.Random) -> Known:
    """Only points are admissible, and at one of them the claim fails."""
    s = rng.choice((X, U, R))
    factors, root, (low, high) = _points(rng, s)
    claim = one_of(
        rng,
        lambda: gt(s, high),
        lambda: lt(s, low),
        lambda: either(le(s, low), ge(s, high)),
        lambda: ge(sp.expand((s - low) * (s - high))),
        lambda: gt(sp.expand(Y * (s - high))),
        lambda: ne(sp.expand(sp.Mul(*factors))),
        lambda: sp.Implies(gt(s, low), gt(s, high)),
        lambda: sp.Equivalent(gt(s, low), gt(s, high)),
        lambda: gt(1 / (1 + s), 1 / (1 + low)) if s is not R else gt(s, high),
        lambda: sp.Not(both(gt(s, low), lt(s, high)), evaluate=False),
    )
    point = {s: root} | ({Y: small_rational(rng)} if Y in claim.free_symbols else {})
    return Known(family="thin: points", claim=claim, given=_zero(rng, sp.Mul(*factors)), counterexample=point)


def _false_on_a_curve(rng: random.Random) -> Known:
    """Only a curve is admissible; the claim fails on a part of it, or at few of its points."""
    expression, point = _curve(rng)
    form, distance = random_linear(rng, tuple(point)), sp.expand(_distance(point))
    sign = sign_at(form, point)
    failing = rng.choice((gt, ge) if sign < 0 else (lt, le) if sign > 0 else (gt, lt))
    claim = one_of(
        rng,
        lambda: failing(form),
        lambda: failing(sp.expand(form * positive(rng, tuple(point)))),
        lambda: gt(distance),
        lambda: ne(distance),
        lambda: either(failing(form), gt(distance)),
        lambda: ne(expression * form),
    )
    return Known(family="thin: curves", claim=claim, given=_zero(rng, expression), counterexample=point)


def _false_where_curves_meet(rng: random.Random) -> Known:
    """One algebraic point, given by two equations."""
    n, k = rng.choice((2, 3, 5, 7)), small_rational(rng)
    s = rng.choice((Y, R))
    first, second, root = one_of(
        rng,
        lambda: (X - k * s, s**2 - n, {s: sp.sqrt(n), X: k * sp.sqrt(n)}),
        lambda: (X - k - s, s**3 - n, {s: sp.cbrt(n), X: k + sp.cbrt(n)}),
        lambda: (X * s - 1, X**2 - n, {X: sp.sqrt(n), s: sp.sqrt(n) / n}),
        lambda: (X - s, X**2 + s**2 - 2 * n, {X: sp.sqrt(n), s: sp.sqrt(n)}),
    )
    form = random_linear(rng, (X, s))
    sign = sign_at(form, root)
    failing = rng.choice((gt, ge) if sign < 0 else (lt, le) if sign > 0 else (gt, lt))
    return Known(
        family="thin: curves that meet", claim=failing(form), given=_zero(rng, first, second), counterexample=root
    )


def _false_on_a_boundary(rng: random.Random) -> Known:
    """Only a part of the boundary of the symbols' ranges is admissible."""
    k, more, zero = small_rational(rng), positive(rng, (X, Y)), sp.S.Zero
    claim, given, point = one_of(
        rng,
        lambda: (gt(U), (le(U),), {U: zero}),
        lambda: (gt(U * X), (le(U),), {U: zero, X: k}),
        lambda: (ne(U), (le(U * X),), {U: zero, X: k}),
        lambda: (gt(U + V), (le(U * V),), {U: zero, V: zero}),
        lambda: (ne(U + k * V), (le(U**2 + V**2),), {U: zero, V: zero}),
        lambda: (lt(U, V), (le(U, V), le(V)), {U: zero, V: zero}),
        lambda: (ne(R, k), (le(sp.expand((R - k) ** 2)),), {R: k}),
        lambda: (gt(R, U), (le(R, U), ge(R, U), le(U)), {R: zero, U: zero}),
        lambda: (ge(X, k), (le(sp.expand(U * more)), lt(X, k)), {X: k / 2, Y: k, U: zero}),
        lambda: (either(gt(U), gt(X, k)), (le(U),), {U: zero, X: k}),
        lambda: (ne(R, S), (le((R + k) ** 2), le((S + k) ** 2)), {R: -k, S: -k}),
    )
    return Known(family="thin: boundaries", claim=claim, given=given, counterexample=point)


def _false_at_a_corner(rng: random.Random) -> Known | None:
    """Weak conditions that are tight at a point, on the boundary of its ranges perhaps; the claim fails there."""
    symbols = rng.choice(((X, U), (X, Y, U), (U, V, X), (R, U), (R, S, X)))
    point = {s: v if s.is_positive or rng.random() < 0.6 else sp.S.Zero for s, v in random_point(rng, symbols).items()}
    forms = [rng.choice((random_linear, random_polynomial))(rng, symbols) for _ in range(4)]
    tight = [form - form.subs(point) for form in forms]
    if not all(form.free_symbols for form in tight):
        return None
    given = [rng.choice((ge, le))(maybe_expanded(rng, form)) for form in tight[: rng.randint(1, 3)]]
    return Known(
        family="thin: corners",
        claim=rng.choice((gt, lt, ne))(sp.expand(tight[3] * positive(rng, symbols))),
        given=tuple(given),
        counterexample=point,
    )


TRUE = (_true_at_points, _true_on_a_curve, _true_on_a_boundary)
FALSE = (_false_at_a_point, _false_on_a_curve, _false_where_curves_meet, _false_on_a_boundary, _false_at_a_corner)
