"""Claims with square roots and other algebraic constants: what holds only by their algebra, and what nearly holds."""

from __future__ import annotations

import random

import sympy as sp

from claims.known import WRONG_OF_UNDEFINED, Known, both, either, eq, ge, gt, le, lt, ne
from claims.parts import R, X, Y, one_of, positive, random_point, small_integer, small_rational

_PRIMES = (2, 3, 5, 7)
_GOLDEN = sp.GoldenRatio


def _two(rng: random.Random) -> tuple[sp.Expr, sp.Expr, sp.Expr]:
    """Two square roots, the smaller first, and their product."""
    n, m = sorted(rng.sample(_PRIMES, 2))
    return sp.sqrt(n), sp.sqrt(m), sp.sqrt(n * m)


def _near(rng: random.Random, value: sp.Expr) -> tuple[sp.Rational, sp.Rational]:
    """Fractions just below and above a number that is not rational."""
    digits = rng.randint(2, 13)
    low = int(sp.floor(10**digits * value.evalf(digits + 10)))
    return sp.Rational(low, 10**digits), sp.Rational(low + 1, 10**digits)


def _sums(rng: random.Random) -> tuple[sp.Expr, sp.Rational, sp.Rational]:
    """A combination of square roots, and fractions just below and above it."""
    one, other, _ = _two(rng)
    i, j = small_integer(rng), small_integer(rng)
    value = rng.choice([one, i * one + j * other, other - one, i * one * (other + j), one + other + i])
    return value, *_near(rng, value)


def _equality(rng: random.Random) -> tuple[sp.Expr, sp.Expr]:
    """Two ways to write the same, which only the algebra of square roots shows to be so."""
    one, other, product = _two(rng)
    n, m, i = one**2, other**2, small_integer(rng)
    return one_of(
        rng,
        lambda: ((one + 1) * (other + 1), product + one + other + 1),
        lambda: ((one + other) * (other - one), m - n),
        lambda: ((one + other) ** 2, n + m + 2 * product),
        lambda: (1 / (other - one), (one + other) / (m - n)),
        lambda: (1 / (one + i), (i - one) / (i**2 - n)),
        lambda: ((one + i) ** 3, (n + 3 * i**2) * one + i**3 + 3 * i * n),
        lambda: ((one * (other + 1) - product) ** 2, n),
        lambda: ((i + one) ** -2 * (n - i**2) ** 2, (i - one) ** 2),
    )


def _applied(rng: random.Random, left: sp.Expr, right: sp.Expr) -> tuple[sp.Expr, sp.Expr]:
    """Both sides alone, or with variables."""
    return one_of(
        rng,
        lambda: (left, right),
        lambda: (X * left, X * right),
        lambda: (X * left + Y, X * right + Y),
        lambda: (left / (X + 1), right / (X + 1)),
        lambda: (X / (X + left), X / (X + right)),
    )


# ---- true ------------------------------------------------------------------------------------------------------------


def _true_equalities(rng: random.Random) -> Known:
    left, right = _applied(rng, *_equality(rng))
    claim = one_of(
        rng,
        lambda: eq(left, right),
        lambda: ge(left, right),
        lambda: gt(left + Y, right),
        lambda: le(left, right + Y),
    )
    return Known(family="radicals: equalities", claim=claim)


def _true_constants(rng: random.Random) -> Known:
    value, low, high = _sums(rng)
    claim = one_of(
        rng,
        lambda: gt(value, low),
        lambda: lt(value, high),
        lambda: ne(value, low),
        lambda: both(gt(value, low), lt(value, high)),
        lambda: gt(X * value, X * low),
        lambda: sp.Implies(gt(X, high), gt(X, value)),
    )
    return Known(family="radicals: constants", claim=claim)


def _true_quotients(rng: random.Random) -> Known:
    one, other, _ = _two(rng)
    claim, given = one_of(
        rng,
        lambda: (lt(X / (one + X), 1), ()),
        lambda: (gt(1 / (X + one), 1 / (X + other)), ()),
        lambda: (gt((X + other) / (X + one), 1), ()),
        lambda: (gt((X + one) ** -2), ()),
        lambda: (gt(X / one, X / other), ()),
        lambda: (gt(X - one, 0), (gt(X, other),)),
        lambda: (gt(1 / (X - one)), (gt(X, other),)),
        lambda: (ge(X**2 + one**2, 2 * one * X), ()),
        lambda: (ge(R**2 / one + one * Y**2, 2 * R * Y), ()),
        lambda: (gt(X * one + Y * other, one * (X + Y)), ()),
    )
    return Known(family="radicals: quotients", claim=claim, given=given)


def _true_other_constants(rng: random.Random) -> Known:
    k, low, high = _other_constant(rng)
    claim = one_of(
        rng,
        lambda: gt(X * k, X * low),
        lambda: lt(k, high),
        lambda: ge(X**2 + k**2 * Y**2, 2 * k * X * Y),
        lambda: sp.Implies(gt(X, high), gt(X, k)),
        lambda: gt(X / (X + low), X / (X + k)),
    )
    return Known(family="algebraic constants", claim=claim)


def _other_constant(rng: random.Random) -> tuple[sp.Expr, sp.Rational, sp.Rational]:
    k = rng.choice((sp.cbrt(2), sp.cbrt(5), sp.root(2, 4), sp.root(3, 5), _GOLDEN, sp.sqrt(1 + sp.sqrt(2)), sp.cbrt(4)))
    return k, *_near(rng, k)


# ---- false -----------------------------------------------------------------------------------------------------------


def _false_equalities(rng: random.Random) -> Known:
    """Said to differ, or one to be greater, where both are equal."""
    left, right = _applied(rng, *_equality(rng))
    little = sp.Rational(1, 10 ** rng.randint(6, 15))
    claim = one_of(
        rng,
        lambda: ne(left, right),
        lambda: gt(left, right),
        lambda: lt(left, right),
        lambda: eq(left, right + little),
        lambda: ge(left, right + little),
        lambda: either(gt(left, right), lt(left, right)),
    )
    return Known(family="radicals: equalities", claim=claim, counterexample=random_point(rng, (X, Y)))


def _false_constants(rng: random.Random) -> Known:
    value, low, high = _sums(rng)
    claim, point = one_of(
        rng,
        lambda: (gt(value, high), {}),
        lambda: (le(value, low), {}),
        lambda: (eq(value, low), {}),
        lambda: (eq(X * value, X * high), {X: small_rational(rng)}),
        lambda: (sp.Implies(gt(X, low), gt(X, value)), {X: (low + value) / 2}),
        lambda: (sp.Equivalent(gt(X, low), gt(X, value)), {X: value}),
        lambda: (either(gt(value, high), lt(value, low)), {}),
    )
    return Known(family="radicals: constants", claim=claim, counterexample=point)


def _false_at_a_root(rng: random.Random) -> Known:
    """Strict claims that fail where a variable is an irrational number."""
    one, other, _ = _two(rng)
    more, k = positive(rng, (X, Y)), small_rational(rng)
    claim, point = one_of(
        rng,
        lambda: (gt((X**2 - one**2) ** 2), {X: one}),
        lambda: (gt(sp.expand((X - one) ** 2)), {X: one}),
        lambda: (ne(X, one * Y), {X: one * k, Y: k}),
        lambda: (gt(sp.expand((X - one * Y) ** 2 * more)), {X: one * k, Y: k}),
        lambda: (gt(sp.expand((X - one) ** 2 + (Y - other) ** 2)), {X: one, Y: other}),
        lambda: (gt((X**2 - one**2) ** 2 + (Y**2 - other**2) ** 2), {X: one, Y: other}),
        lambda: (gt(X**2 + one**2, 2 * one * X), {X: one}),
        lambda: (gt(X / one + one / X, 2), {X: one}),
        lambda: (sp.Implies(ge(X, one), gt(X**2, one**2)), {X: one}),
        lambda: (gt(sp.expand((R + one) ** 2 * (R**2 + 1))), {R: -one}),
    )
    return Known(family="radicals: at a root", claim=claim, counterexample=point)


def _hidden_poles(rng: random.Random) -> Known:
    """Claims that divide by zero: everywhere, though it does not look so, or where a variable is irrational."""
    one, other, product = _two(rng)
    k = sp.Integer(rng.randint(-5, 5))
    point = {R: one, X: small_rational(rng)}
    zero = rng.choice(
        [
            (one + 1) * (one - 1) - one**2 + 1,
            (one + other) * (other - one) - other**2 + one**2,
            (one + 1) * (other + 1) - product - one - other - 1,
        ]
    )
    relation = rng.choice((gt, ge, lt, le, eq, ne))
    claim = one_of(
        rng,
        lambda: relation(X / zero, k),
        lambda: relation(1 / zero, k),
        lambda: relation(X / (X * zero), k),
        lambda: both(ne(1 / (R - one)), gt(X, one - 2)),
        lambda: ne(1 / (R - one)),
        lambda: both(eq(1 / (R - one), 1 / (R - one)), gt(X + one)),
        lambda: either(relation(1 / (R - one), k), gt(X + one)),
        lambda: gt((R - one) ** -2),
        lambda: sp.Implies(ge(1 / (R - one), k), ge(1 / (R - one), k - 1)),
    )
    return Known(family="radicals: hidden poles", claim=claim, counterexample=point, wrong=WRONG_OF_UNDEFINED)


def _false_other_constants(rng: random.Random) -> Known:
    k, low, high = _other_constant(rng)
    claim, point = one_of(
        rng,
        lambda: (gt(X * k, X * high), {X: small_rational(rng)}),
        lambda: (eq(k, low), {}),
        lambda: (gt(X, k), {X: k}),
        lambda: (ne(X, k), {X: k}),
        lambda: (gt((X - k) ** 2), {X: k}),
        lambda: (sp.Implies(gt(X, low), gt(X, k)), {X: k}),
    )
    return Known(family="algebraic constants", claim=claim, counterexample=point)


TRUE = (_true_equalities, _true_constants, _true_quotients, _true_other_constants)
FALSE = (_false_equalities, _false_constants, _false_at_a_root, _hidden_poles, _false_other_constants)
