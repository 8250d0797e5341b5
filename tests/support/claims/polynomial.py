"""Inequalities between polynomials and quotients of them, alone and combined.

True claims are built from what is plainly nonnegative (squares, products of positive things, means, orders) and then
multiplied out. False ones come with an exact admissible point at which they fail.
"""

from __future__ import annotations

import math
import random
from dataclasses import replace

import sympy as sp

from claims.known import Known, Point, both, either, eq, fails_there, ge, gt, is_admissible, le, lt, ne, sign_at
from claims.parts import (
    R,
    U,
    V,
    X,
    Y,
    Z,
    maybe_expanded,
    one_of,
    ordered,
    positive,
    random_linear,
    random_point,
    random_polynomial,
    small_integer,
    small_rational,
    some_symbols,
    vanishing,
)

# ---- true ------------------------------------------------------------------------------------------------------------


def _squares(rng: random.Random) -> Known:
    symbols = some_symbols(rng)
    squares = [small_integer(rng) * random_linear(rng, symbols) ** 2 for _ in range(rng.randint(1, 2))]
    total = sp.Add(*squares) * rng.choice([sp.S.One, positive(rng, symbols)])
    return Known(family="sums of squares", claim=ge(maybe_expanded(rng, total)))


def _squares_and_more(rng: random.Random) -> Known:
    symbols = some_symbols(rng)
    total = random_linear(rng, symbols) ** 2 + sp.Rational(1, rng.randint(1, 20)) * positive(rng, symbols)
    return Known(family="squares plus something positive", claim=gt(maybe_expanded(rng, total)))


def _means(rng: random.Random) -> Known:
    a, b = rng.choice([(1, 1), (1, 2), (2, 1), (1, 3), (2, 2)])
    first, second = rng.choice([(X, Y), (X * Y, Z), (X + Y, Z), (X, Y + 1), (X**2, Y)])
    left, right = a * first ** (a + b) + b * second ** (a + b), (a + b) * first**a * second**b
    return Known(family="arithmetic and geometric mean", claim=ge(maybe_expanded(rng, left), sp.expand(right)))


def _products(rng: random.Random) -> Known:
    given, differences = ordered(rng)
    product = sp.Mul(*rng.choices(differences, k=rng.randint(1, 2))) * positive(rng, (X, Y))
    relation = rng.choice((gt, ge))
    return Known(family="products", claim=relation(sp.expand(product)), given=given)


def _combinations(rng: random.Random) -> Known:
    given, differences = ordered(rng)
    parts = [small_integer(rng) * rng.choice(differences) * rng.choice([X, Y, X * Y, X**2, sp.S.One]) for _ in range(3)]
    return Known(family="sums of products of conditions", claim=gt(sp.expand(sp.Add(*parts))), given=given)


def _fractions(rng: random.Random) -> Known:
    k, p = small_rational(rng), positive(rng, (X, Y))
    claim, given = one_of(
        rng,
        lambda: (ge(X / Y + k**2 * Y / X, 2 * k), ()),
        lambda: (lt(X / (X + p), 1), ()),
        lambda: (lt((X + k) / (Y + k), X / Y), (gt(X, Y),)),
        lambda: (lt(1 / X, 1 / Y), (gt(X, Y),)),
        lambda: (gt(p / (X - Y)), (gt(X, Y),)),
        lambda: (gt((X - Y) / p, (X - Y) / (p + k)), (gt(X, Y),)),
        lambda: (ge((X + Y) * (1 / X + 1 / Y), 4), ()),
        lambda: (gt(1 / (X - k), 1 / X), (gt(X, k),)),
    )
    return Known(family="fractions", claim=claim, given=given)


def _implications(rng: random.Random) -> Known:
    k, p = small_rational(rng), positive(rng, (X, Y))
    claim = one_of(
        rng,
        lambda: sp.Implies(gt(X, k * Y), gt(X**2, k**2 * Y**2)),
        lambda: sp.Implies(gt(X, k * Y), gt(sp.expand(p * (X - k * Y)))),
        lambda: sp.Implies(both(gt(X, Y), gt(Y, k * Z)), gt(X * Y, k * Y * Z)),
        lambda: sp.Implies(gt(X * Y, k), gt(X, k / Y)),
        lambda: sp.Implies(lt(R**2, k**2), lt(R, k)),
        lambda: sp.Implies(eq(X, k * Y), eq(X**2, k**2 * Y**2)),
        lambda: sp.Implies(lt(X + Y, k), lt(X, k)),
        lambda: sp.Implies(le(sp.expand((X - k) ** 2 + p)), gt(X, Y)),
    )
    return Known(family="implications", claim=claim)


def _combined(rng: random.Random) -> Known:
    k = small_rational(rng)
    claim = one_of(
        rng,
        lambda: sp.Equivalent(gt(X, k * Y), gt(X**2, k**2 * Y**2)),
        lambda: sp.Equivalent(gt(X / Y, k), gt(X, k * Y)),
        lambda: either(gt(X, k), le(X, k)),
        lambda: either(gt(X, k * Y), lt(X, 2 * k * Y)),
        lambda: both(gt(X + Y, X), gt(X * Y + k), gt((X + k) ** 2, X**2)),
        lambda: sp.Not(eq(sp.expand(X**2 + k * X + Y)), evaluate=False),
        lambda: ne(X**2 + X * Y + k, 0),
        lambda: either(gt(R, -k), lt(R, k)),
    )
    return Known(family="combined claims", claim=claim)


def _identities(rng: random.Random) -> Known:
    symbols = some_symbols(rng)
    left = random_linear(rng, symbols) * random_polynomial(rng, symbols)
    return Known(family="identities", claim=eq(left, sp.expand(left)))


def _roots(rng: random.Random) -> Known:
    n, (root, low, high) = _root(rng)
    claim, given = one_of(
        rng,
        lambda: (gt(X, root * Y), (gt(X, high * Y),)),
        lambda: (lt(X, root * Y), (lt(X, low * Y),)),
        lambda: (gt(X**2, n * Y**2), (gt(X, root * Y),)),
        lambda: (gt(X, low), (gt(X, root),)),
        lambda: (sp.Equivalent(gt(X**2, n * Y**2), gt(X, root * Y)), ()),
        lambda: (ge(X**2 + n * Y**2, 2 * root * X * Y), ()),
    )
    return Known(family="square roots", claim=claim, given=given)


def _root(rng: random.Random) -> tuple[int, tuple[sp.Expr, sp.Rational, sp.Rational]]:
    """A square root, and the numbers with one decimal below and above it."""
    n = rng.choice((2, 3, 5, 7))
    floor = math.isqrt(100 * n)
    return n, (sp.sqrt(n), sp.Rational(floor, 10), sp.Rational(floor + 1, 10))


def _boundaries(rng: random.Random) -> Known:
    """Weak claims and weak conditions over nonnegative and real variables."""
    k = small_rational(rng)
    claim, given = one_of(
        rng,
        lambda: (ge(sp.expand(U * (k - U))), (le(U, k),)),
        lambda: (ge(sp.expand((k - U) * (V + 1))), (le(U, k),)),
        lambda: (ge(R**3, k**3), (ge(R, k),)),
        lambda: (ge(sp.expand((R - k) * (R - 2 * k))), (ge(R, 2 * k),)),
        lambda: (ge(U**2 + V), ()),
        lambda: (ge(sp.expand((X - U) * (X + U))), (ge(X, U),)),
        lambda: (gt(U * V + k), ()),
        lambda: (gt(X + U), ()),
    )
    return Known(family="boundaries", claim=claim, given=given)


TRUE = (
    _squares,
    _squares_and_more,
    _means,
    _products,
    _combinations,
    _fractions,
    _implications,
    _combined,
    _identities,
    _roots,
    _boundaries,
)


# ---- false -----------------------------------------------------------------------------------------------------------


def _lowered_squares(rng: random.Random) -> Known:
    """A sum of squares that is zero at a point, minus a little."""
    point = random_point(rng, some_symbols(rng))
    squares = sp.Add(*(vanishing(rng, point) ** 2 for _ in range(rng.randint(1, 2))))
    less = positive(rng, tuple(point)) / 10 ** rng.randint(1, 3)
    return Known(
        family="squares minus a little",
        claim=ge(maybe_expanded(rng, squares - less)),
        counterexample=point,
    )


def _strict_squares(rng: random.Random) -> Known:
    """A true weak claim that is an equality at a point, claimed strictly."""
    point = random_point(rng, some_symbols(rng))
    squares = vanishing(rng, point) ** 2 * positive(rng, tuple(point))
    relation = rng.choice((gt, ne))
    return Known(
        family="strict where there is equality",
        claim=relation(maybe_expanded(rng, squares)),
        counterexample=point,
    )


def _random_inequality(rng: random.Random) -> Known:
    symbols = some_symbols(rng)
    return _random_at(rng, symbols, random_point(rng, symbols))


def _random_at(rng: random.Random, symbols: tuple[sp.Symbol, ...], point: Point) -> Known:
    left, right = random_polynomial(rng, symbols), random_polynomial(rng, symbols)
    if rng.random() < 0.4:
        left = left / positive(rng, symbols)
    if rng.random() < 0.2:
        right = right * positive(rng, symbols)
    sign = sign_at(left - right, point)
    failing = (gt, ge) if sign < 0 else (lt, le) if sign > 0 else (gt, lt)
    return Known(family="random inequalities", claim=rng.choice(failing)(left, right), counterexample=point)


def _random_under_conditions(rng: random.Random) -> Known | None:
    symbols = some_symbols(rng)
    point = random_point(rng, symbols)
    forms = [random_linear(rng, symbols) for _ in range(rng.randint(1, 2))]
    if any(form.is_number for form in forms):
        return None
    given = tuple(rng.choice((gt, ge))(form) if sign_at(form, point) > 0 else le(form) for form in forms)
    known = _random_at(rng, symbols, point)
    return replace(known, family="random inequalities under conditions", given=given)


def _wrong_constant(rng: random.Random) -> Known:
    """A mean inequality with a constant a little too large: it fails where both sides would meet."""
    k = 1 + sp.Rational(1, rng.randint(5, 200))
    claim = one_of(
        rng,
        lambda: ge(X / Y + Y / X, 2 * k),
        lambda: ge(X**2 + Y**2, 2 * k * X * Y),
        lambda: ge((X + Y) * (1 / X + 1 / Y), 4 * k),
        lambda: ge(X**3 + Y**3 + 1, 3 * k * X * Y),
        lambda: ge(X**2 + Y**2 + Z**2, k * (X * Y + Y * Z + Z * X)),
        lambda: ge(X + 1 / X, 2 * k),
    )
    point = dict.fromkeys(claim.free_symbols, sp.S.One)
    return Known(family="constants too large", claim=claim, counterexample=point)


def _wider_domain(rng: random.Random) -> Known | None:
    """A product that the conditions make positive, with one condition dropped."""
    given, differences = ordered(rng)
    claim = gt(sp.expand(differences[0] * positive(rng, (X, Y))))
    symbols = claim.free_symbols.union(*(relation.free_symbols for relation in given))
    point = random_point(rng, tuple(sorted(symbols, key=str)))
    known = Known(family="wider domains", claim=claim, given=given[1:], counterexample=point)
    return known if is_admissible(known) and fails_there(known) else None


def _wrong_implication(rng: random.Random) -> Known | None:
    symbols = (X, Y, *rng.choice([(), (R,), (Z,)]))
    point = random_point(rng, symbols)
    premise, conclusion = random_linear(rng, symbols), random_polynomial(rng, symbols, 3)
    there, then = sign_at(premise, point), sign_at(conclusion, point)
    if there == 0 or then == 0:
        return None
    holds, fails = (gt if there > 0 else lt)(premise), (lt if then > 0 else gt)(conclusion)
    wrong = rng.choice([sp.Implies, sp.Equivalent])(holds, fails)
    return Known(family="implications", claim=wrong, counterexample=point)


def _wrong_combination(rng: random.Random) -> Known | None:
    first, second = _lowered_squares(rng), _squares(rng)
    point = dict.fromkeys(second.claim.free_symbols, sp.S.One) | (first.counterexample or {})
    claim = one_of(
        rng,
        lambda: both(first.claim, second.claim),
        lambda: sp.Implies(second.claim, first.claim),
        lambda: either(first.claim, sp.Not(second.claim, evaluate=False)),
    )
    return Known(family="combined claims", claim=claim, counterexample=point)


def _wrong_identity(rng: random.Random) -> Known | None:
    symbols = some_symbols(rng)
    left = random_linear(rng, symbols) * random_polynomial(rng, symbols)
    right = sp.expand(left) + rng.choice((-1, 1)) * rng.choice(symbols)
    known = Known(family="identities", claim=eq(left, right), counterexample=random_point(rng, symbols))
    return known if fails_there(known) else None


def _boundary(rng: random.Random) -> Known:
    """Strict claims that fail only where a nonnegative variable, or the slack of a weak condition, is zero."""
    k = small_rational(rng)
    claim, given, point = one_of(
        rng,
        lambda: (U * positive(rng, (X, U)), (), {U: sp.S.Zero, X: k}),
        lambda: (sp.expand((k - U) * (1 + X)), (le(U, k),), {U: k, X: sp.S.One}),
        lambda: (X - k * Y, (ge(X, k * Y),), {X: k, Y: sp.S.One}),
        lambda: (sp.expand((X - U) * (X + Y)), (ge(X, U),), {X: k, U: k, Y: sp.S.One}),
        lambda: (R - k, (ge(R, k),), {R: k}),
        lambda: (U + V, (), {U: sp.S.Zero, V: sp.S.Zero}),
        lambda: (R**2 + U, (), {R: sp.S.Zero, U: sp.S.Zero}),
    )
    return Known(family="boundaries", claim=gt(claim), given=given, counterexample=point)


def _wrong_root(rng: random.Random) -> Known:
    n, (root, low, high) = _root(rng)
    little = sp.Rational(1, 10000)
    claim, given, point = one_of(
        rng,
        lambda: (gt(X, root * Y), (gt(X, low * Y),), {X: low + little, Y: sp.S.One}),
        lambda: (lt(X, root * Y), (lt(X, high * Y),), {X: high - little, Y: sp.S.One}),
        lambda: (gt(X, high), (gt(X, root),), {X: high - little}),
        lambda: (gt(X**2, n * Y**2), (gt(X, low * Y),), {X: low + little, Y: sp.S.One}),
    )
    return Known(family="square roots", claim=claim, given=given, counterexample=point)


def _needle(rng: random.Random) -> Known:
    """A claim that fails in a tiny ball only, which sampling will hardly meet."""
    point = random_point(rng, rng.choice([(X, Y), (X, R), (X, Y, Z)]))
    distance = sp.Add(*((s - v) ** 2 for s, v in point.items()))
    claim = gt(sp.expand(distance * positive(rng, tuple(point)) - sp.Rational(1, 10**6)))
    return Known(family="needles", claim=claim, counterexample=point)


FALSE = (
    _lowered_squares,
    _strict_squares,
    _random_inequality,
    _random_under_conditions,
    _wrong_constant,
    _wider_domain,
    _wrong_implication,
    _wrong_combination,
    _wrong_identity,
    _boundary,
    _wrong_root,
    _needle,
)
