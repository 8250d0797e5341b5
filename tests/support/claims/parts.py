"""What random claims are made of."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any, TypeVar

import sympy as sp

from claims.known import Point, gt, lt

X, Y, Z = POSITIVE = sp.symbols("x y z", positive=True)
U, V = NONNEGATIVE = sp.symbols("u v", nonnegative=True)
R, S = REAL = sp.symbols("r s", real=True)
Built = TypeVar("Built")


def small_integer(rng: random.Random, low: int = 1, high: int = 4) -> sp.Integer:
    return sp.Integer(rng.randint(low, high))


def small_rational(rng: random.Random) -> sp.Rational:
    return sp.Rational(rng.randint(1, 12), rng.randint(1, 6))


def one_of(rng: random.Random, *options: Callable[[], Built]) -> Built:
    """Build one of several things; only the chosen one is built."""
    return rng.choice(options)()


def random_point(rng: random.Random, symbols: tuple[sp.Symbol, ...]) -> dict[sp.Symbol, sp.Rational]:
    return {s: small_rational(rng) * (1 if s.is_nonnegative else rng.choice((-1, 1))) for s in symbols}


def some_symbols(rng: random.Random) -> tuple[sp.Symbol, ...]:
    return rng.choice([(X, Y), (X, Y, Z), (X, U), (X, Y, R), (U, V), (X, R), (X, Y, U)])


def random_linear(rng: random.Random, symbols: tuple[sp.Symbol, ...]) -> sp.Expr:
    """A linear form with coefficients of both signs."""
    return sp.Add(*(rng.choice((-3, -2, -1, 1, 2, 3)) * s for s in symbols), rng.randint(-2, 2))


def random_polynomial(rng: random.Random, symbols: tuple[sp.Symbol, ...], terms: int = 4) -> sp.Expr:
    parts = []
    for _ in range(terms):
        powers = [s ** rng.randint(0, 2) for s in rng.sample(symbols, min(2, len(symbols)))]
        parts.append(sp.Mul(rng.choice((-3, -2, -1, 1, 2, 3)), *powers))
    return sp.Add(*parts)


def positive(rng: random.Random, symbols: tuple[sp.Symbol, ...]) -> sp.Expr:
    """Something plainly positive wherever the symbols are in their ranges."""
    parts = [small_integer(rng) * (s if s.is_nonnegative else s**2) ** rng.randint(1, 2) for s in symbols]
    return sp.Add(*rng.sample(parts, rng.randint(1, len(parts))), small_integer(rng))


def vanishing(rng: random.Random, point: Point) -> sp.Expr:
    """A linear form that is zero at a point."""
    weights = [rng.choice((-2, -1, 1, 2)) for _ in point]
    at_the_point = sp.Add(*(weight * value for weight, value in zip(weights, point.values(), strict=True)))
    return sp.Add(*(weight * s for weight, s in zip(weights, point, strict=True)), -at_the_point)


def maybe_expanded(rng: random.Random, expression: sp.Expr) -> sp.Expr:
    return sp.expand(expression) if rng.random() < 0.8 else expression


def ordered(rng: random.Random) -> tuple[tuple[Any, ...], list[sp.Expr]]:
    """Assumptions, and differences that they make positive."""
    k = small_rational(rng)
    return one_of(
        rng,
        lambda: ((gt(X, Y),), [X - Y]),
        lambda: ((gt(X, k * Y),), [X - k * Y]),
        lambda: ((gt(X, Y), gt(Y, Z)), [X - Y, Y - Z, X - Z]),
        lambda: ((gt(X, Y + Z),), [X - Y - Z, X - Y, X - Z]),
        lambda: ((gt(X * Y, Z),), [X * Y - Z]),
        lambda: ((lt(X, k),), [k - X]),
        lambda: ((lt(X, k), lt(Y, 1)), [k - X, 1 - Y]),
        lambda: ((lt(X, Y / Z),), [Y - X * Z]),
        lambda: ((gt(R, Y),), [R - Y, R + Y, R]),
    )
