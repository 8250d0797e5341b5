"""Random claims whose truth is known by construction: what the prover must never get wrong.

True claims are built from what is plainly nonnegative (squares, products of positive things, means, orders) and then
multiplied out. False ones come with an exact admissible point at which they fail. Nothing here uses the prover.
"""

from __future__ import annotations

import math
import operator
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import count
from typing import Any, TypeVar

import sympy as sp
from sympy.core.relational import Relational

X, Y, Z = POSITIVE = sp.symbols("x y z", positive=True)
U, V = NONNEGATIVE = sp.symbols("u v", nonnegative=True)
R, S = REAL = sp.symbols("r s", real=True)
Built = TypeVar("Built")
_COMPARE = {
    sp.Gt: operator.gt,
    sp.Ge: operator.ge,
    sp.Lt: operator.lt,
    sp.Le: operator.le,
    sp.Eq: operator.eq,
    sp.Ne: operator.ne,
}


def _gt(left: sp.Expr, right: Any = 0) -> Any:
    return sp.Gt(left, right, evaluate=False)


def _ge(left: sp.Expr, right: Any = 0) -> Any:
    return sp.Ge(left, right, evaluate=False)


def _lt(left: sp.Expr, right: Any = 0) -> Any:
    return sp.Lt(left, right, evaluate=False)


def _le(left: sp.Expr, right: Any = 0) -> Any:
    return sp.Le(left, right, evaluate=False)


@dataclass(frozen=True, kw_only=True)
class Known:
    """A claim whose truth is known.

    Attributes
    ----------
    family : str
        How it was made.
    claim : SymPy Boolean
    given : tuple of SymPy relations
    counterexample : dict or None
        For a false claim: an admissible point at which it fails.
    """

    family: str
    claim: Any
    given: tuple[Any, ...] = ()
    counterexample: dict[sp.Symbol, sp.Rational] | None = None


def true_claims(seed: int) -> Iterator[Known]:
    """Yield true claims without end, one family after the other."""
    return _stream(seed, _TRUE)


def false_claims(seed: int) -> Iterator[Known]:
    """Yield false claims without end, each with an admissible point at which it fails."""
    return _stream(seed, _FALSE)


def is_admissible(known: Known) -> bool:
    """Whether the counterexample is in its symbols' ranges and satisfies what is given."""
    point = known.counterexample or {}
    in_range = all(v > 0 if s.is_positive else v >= 0 or not s.is_nonnegative for s, v in point.items())
    return in_range and all(_holds(relation, point) for relation in known.given)


def fails_there(known: Known) -> bool:
    """Whether the claim is false at the counterexample."""
    return not _holds(known.claim, known.counterexample or {})


def _holds(claim: Any, point: dict[sp.Symbol, sp.Rational]) -> bool:
    """Evaluate a claim at a point, in fractions."""
    if claim in (sp.true, sp.false):
        return bool(claim)
    if isinstance(claim, Relational):
        if not all(power.exp.is_Integer for power in claim.atoms(sp.Pow)):
            return bool(claim.subs(point))
        values = {symbol: Fraction(int(v.p), int(v.q)) for symbol, v in point.items()}
        return bool(_COMPARE[claim.func](_value(claim.lhs, values), _value(claim.rhs, values)))
    parts = [_holds(part, point) for part in claim.args]
    return {
        sp.And: lambda: all(parts),
        sp.Or: lambda: any(parts),
        sp.Not: lambda: not parts[0],
        sp.Implies: lambda: not parts[0] or parts[1],
        sp.Equivalent: lambda: len(set(parts)) == 1,
    }[claim.func]()


def _value(expression: sp.Expr, values: dict[sp.Symbol, Fraction]) -> Fraction:
    if expression.is_Symbol:
        return values[expression]
    if expression.is_Rational:
        return Fraction(int(expression.p), int(expression.q))
    if expression.is_Pow:
        return _value(expression.base, values) ** int(expression.exp)
    parts = [_value(part, values) for part in expression.args]
    return sum(parts, Fraction(0)) if expression.is_Add else math.prod(parts, start=Fraction(1))


def _stream(seed: int, families: dict[str, Callable[[random.Random], Known | None]]) -> Iterator[Known]:
    for number in count():
        for name, make in families.items():
            yield next(filter(None, (make(random.Random(f"{name} {seed} {number} {i}")) for i in count())))


# ---- parts -----------------------------------------------------------------------------------------------------------


def _integer(rng: random.Random, low: int = 1, high: int = 4) -> sp.Integer:
    return sp.Integer(rng.randint(low, high))


def _rational(rng: random.Random) -> sp.Rational:
    return sp.Rational(rng.randint(1, 12), rng.randint(1, 6))


def _one_of(rng: random.Random, *options: Callable[[], Built]) -> Built:
    """Build one of several things; only the chosen one is built."""
    return rng.choice(options)()


def _point(rng: random.Random, symbols: tuple[sp.Symbol, ...]) -> dict[sp.Symbol, sp.Rational]:
    return {s: _rational(rng) * (1 if s.is_nonnegative else rng.choice((-1, 1))) for s in symbols}


def _symbols(rng: random.Random) -> tuple[sp.Symbol, ...]:
    return rng.choice([(X, Y), (X, Y, Z), (X, U), (X, Y, R), (U, V), (X, R), (X, Y, U)])


def _linear(rng: random.Random, symbols: tuple[sp.Symbol, ...]) -> sp.Expr:
    """A linear form with coefficients of both signs."""
    return sp.Add(*(rng.choice((-3, -2, -1, 1, 2, 3)) * s for s in symbols), rng.randint(-2, 2))


def _polynomial(rng: random.Random, symbols: tuple[sp.Symbol, ...], terms: int = 4) -> sp.Expr:
    parts = []
    for _ in range(terms):
        powers = [s ** rng.randint(0, 2) for s in rng.sample(symbols, min(2, len(symbols)))]
        parts.append(sp.Mul(rng.choice((-3, -2, -1, 1, 2, 3)), *powers))
    return sp.Add(*parts)


def _positive(rng: random.Random, symbols: tuple[sp.Symbol, ...]) -> sp.Expr:
    """Something plainly positive wherever the symbols are in their ranges."""
    parts = [_integer(rng) * (s if s.is_nonnegative else s**2) ** rng.randint(1, 2) for s in symbols]
    return sp.Add(*rng.sample(parts, rng.randint(1, len(parts))), _integer(rng))


def _vanishing(rng: random.Random, point: dict[sp.Symbol, sp.Rational]) -> sp.Expr:
    """A linear form that is zero at a point."""
    weights = [rng.choice((-2, -1, 1, 2)) for _ in point]
    at_the_point = sum(weight * value for weight, value in zip(weights, point.values(), strict=True))
    return sp.Add(*(weight * s for weight, s in zip(weights, point, strict=True)), -at_the_point)


def _expanded(rng: random.Random, expression: sp.Expr) -> sp.Expr:
    return sp.expand(expression) if rng.random() < 0.8 else expression


def _ordered(rng: random.Random) -> tuple[tuple[Any, ...], list[sp.Expr]]:
    """Assumptions, and differences that they make positive."""
    k = _rational(rng)
    return _one_of(
        rng,
        lambda: ((_gt(X, Y),), [X - Y]),
        lambda: ((_gt(X, k * Y),), [X - k * Y]),
        lambda: ((_gt(X, Y), _gt(Y, Z)), [X - Y, Y - Z, X - Z]),
        lambda: ((_gt(X, Y + Z),), [X - Y - Z, X - Y, X - Z]),
        lambda: ((_gt(X * Y, Z),), [X * Y - Z]),
        lambda: ((_lt(X, k),), [k - X]),
        lambda: ((_lt(X, k), _lt(Y, 1)), [k - X, 1 - Y]),
        lambda: ((_lt(X, Y / Z),), [Y - X * Z]),
        lambda: ((_gt(R, Y),), [R - Y, R + Y, R]),
    )


# ---- true ------------------------------------------------------------------------------------------------------------


def _squares(rng: random.Random) -> Known:
    symbols = _symbols(rng)
    squares = [_integer(rng) * _linear(rng, symbols) ** 2 for _ in range(rng.randint(1, 2))]
    total = sp.Add(*squares) * rng.choice([sp.S.One, _positive(rng, symbols)])
    return Known(family="sums of squares", claim=sp.Ge(_expanded(rng, total), 0, evaluate=False))


def _squares_and_more(rng: random.Random) -> Known:
    symbols = _symbols(rng)
    total = _linear(rng, symbols) ** 2 + sp.Rational(1, rng.randint(1, 20)) * _positive(rng, symbols)
    return Known(family="squares plus something positive", claim=sp.Gt(_expanded(rng, total), 0, evaluate=False))


def _means(rng: random.Random) -> Known:
    a, b = rng.choice([(1, 1), (1, 2), (2, 1), (1, 3), (2, 2)])
    first, second = rng.choice([(X, Y), (X * Y, Z), (X + Y, Z), (X, Y + 1), (X**2, Y)])
    left, right = a * first ** (a + b) + b * second ** (a + b), (a + b) * first**a * second**b
    return Known(family="arithmetic and geometric mean", claim=_ge(_expanded(rng, left), sp.expand(right)))


def _products(rng: random.Random) -> Known:
    given, differences = _ordered(rng)
    product = sp.Mul(*rng.choices(differences, k=rng.randint(1, 2))) * _positive(rng, (X, Y))
    relation = rng.choice((_gt, _ge))
    return Known(family="products", claim=relation(sp.expand(product)), given=given)


def _combinations(rng: random.Random) -> Known:
    given, differences = _ordered(rng)
    parts = [_integer(rng) * rng.choice(differences) * rng.choice([X, Y, X * Y, X**2, sp.S.One]) for _ in range(3)]
    return Known(family="sums of products of conditions", claim=_gt(sp.expand(sp.Add(*parts))), given=given)


def _fractions(rng: random.Random) -> Known:
    k, p = _rational(rng), _positive(rng, (X, Y))
    claim, given = _one_of(
        rng,
        lambda: (_ge(X / Y + k**2 * Y / X, 2 * k), ()),
        lambda: (_lt(X / (X + p), 1), ()),
        lambda: (_lt((X + k) / (Y + k), X / Y), (_gt(X, Y),)),
        lambda: (_lt(1 / X, 1 / Y), (_gt(X, Y),)),
        lambda: (_gt(p / (X - Y)), (_gt(X, Y),)),
        lambda: (_gt((X - Y) / p, (X - Y) / (p + k)), (_gt(X, Y),)),
        lambda: (_ge((X + Y) * (1 / X + 1 / Y), 4), ()),
        lambda: (_gt(1 / (X - k), 1 / X), (_gt(X, k),)),
    )
    return Known(family="fractions", claim=claim, given=given)


def _implications(rng: random.Random) -> Known:
    k, p = _rational(rng), _positive(rng, (X, Y))
    claim = _one_of(
        rng,
        lambda: sp.Implies(_gt(X, k * Y), _gt(X**2, k**2 * Y**2)),
        lambda: sp.Implies(_gt(X, k * Y), _gt(sp.expand(p * (X - k * Y)))),
        lambda: sp.Implies(sp.And(_gt(X, Y), _gt(Y, k * Z), evaluate=False), _gt(X * Y, k * Y * Z)),
        lambda: sp.Implies(_gt(X * Y, k), _gt(X, k / Y)),
        lambda: sp.Implies(_lt(R**2, k**2), _lt(R, k)),
        lambda: sp.Implies(sp.Eq(X, k * Y, evaluate=False), sp.Eq(X**2, k**2 * Y**2, evaluate=False)),
        lambda: sp.Implies(_lt(X + Y, k), _lt(X, k)),
        lambda: sp.Implies(_le(sp.expand((X - k) ** 2 + p)), _gt(X, Y)),
    )
    return Known(family="implications", claim=claim)


def _combined(rng: random.Random) -> Known:
    k = _rational(rng)
    claim = _one_of(
        rng,
        lambda: sp.Equivalent(_gt(X, k * Y), _gt(X**2, k**2 * Y**2)),
        lambda: sp.Equivalent(_gt(X / Y, k), _gt(X, k * Y)),
        lambda: sp.Or(_gt(X, k), _le(X, k), evaluate=False),
        lambda: sp.Or(_gt(X, k * Y), _lt(X, 2 * k * Y), evaluate=False),
        lambda: sp.And(_gt(X + Y, X), _gt(X * Y + k), _gt((X + k) ** 2, X**2), evaluate=False),
        lambda: sp.Not(sp.Eq(sp.expand(X**2 + k * X + Y), 0, evaluate=False), evaluate=False),
        lambda: sp.Ne(X**2 + X * Y + k, 0, evaluate=False),
        lambda: sp.Or(_gt(R, -k), _lt(R, k), evaluate=False),
    )
    return Known(family="combined claims", claim=claim)


def _identities(rng: random.Random) -> Known:
    symbols = _symbols(rng)
    left = _linear(rng, symbols) * _polynomial(rng, symbols)
    return Known(family="identities", claim=sp.Eq(left, sp.expand(left), evaluate=False))


def _roots(rng: random.Random) -> Known:
    n, (root, low, high) = _root(rng)
    claim, given = _one_of(
        rng,
        lambda: (_gt(X, root * Y), (_gt(X, high * Y),)),
        lambda: (_lt(X, root * Y), (_lt(X, low * Y),)),
        lambda: (_gt(X**2, n * Y**2), (_gt(X, root * Y),)),
        lambda: (_gt(X, low), (_gt(X, root),)),
        lambda: (sp.Equivalent(_gt(X**2, n * Y**2), _gt(X, root * Y)), ()),
        lambda: (_ge(X**2 + n * Y**2, 2 * root * X * Y), ()),
    )
    return Known(family="square roots", claim=claim, given=given)


def _root(rng: random.Random) -> tuple[int, tuple[sp.Expr, sp.Rational, sp.Rational]]:
    """A square root, and the numbers with one decimal below and above it."""
    n = rng.choice((2, 3, 5, 7))
    floor = math.isqrt(100 * n)
    return n, (sp.sqrt(n), sp.Rational(floor, 10), sp.Rational(floor + 1, 10))


def _boundaries(rng: random.Random) -> Known:
    """Weak claims and weak conditions over nonnegative and real variables."""
    k = _rational(rng)
    claim, given = _one_of(
        rng,
        lambda: (_ge(sp.expand(U * (k - U))), (_le(U, k),)),
        lambda: (_ge(sp.expand((k - U) * (V + 1))), (_le(U, k),)),
        lambda: (_ge(R**3, k**3), (_ge(R, k),)),
        lambda: (_ge(sp.expand((R - k) * (R - 2 * k))), (_ge(R, 2 * k),)),
        lambda: (_ge(U**2 + V), ()),
        lambda: (_ge(sp.expand((X - U) * (X + U))), (_ge(X, U),)),
        lambda: (_gt(U * V + k), ()),
        lambda: (_gt(X + U), ()),
    )
    return Known(family="boundaries", claim=claim, given=given)


_TRUE: dict[str, Callable[[random.Random], Known | None]] = {
    function.__name__: function
    for function in (
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
}


# ---- false -----------------------------------------------------------------------------------------------------------


def _lowered_squares(rng: random.Random) -> Known:
    """A sum of squares that is zero at a point, minus a little."""
    point = _point(rng, _symbols(rng))
    squares = sp.Add(*(_vanishing(rng, point) ** 2 for _ in range(rng.randint(1, 2))))
    less = _positive(rng, tuple(point)) / 10 ** rng.randint(1, 3)
    return Known(
        family="squares minus a little",
        claim=sp.Ge(_expanded(rng, squares - less), 0, evaluate=False),
        counterexample=point,
    )


def _strict_squares(rng: random.Random) -> Known:
    """A true weak claim that is an equality at a point, claimed strictly."""
    point = _point(rng, _symbols(rng))
    squares = _vanishing(rng, point) ** 2 * _positive(rng, tuple(point))
    relation = rng.choice((sp.Gt, sp.Ne))
    return Known(
        family="strict where there is equality",
        claim=relation(_expanded(rng, squares), 0, evaluate=False),
        counterexample=point,
    )


def _random_inequality(rng: random.Random) -> Known:
    symbols = _symbols(rng)
    return _random_at(rng, symbols, _point(rng, symbols))


def _random_at(rng: random.Random, symbols: tuple[sp.Symbol, ...], point: dict[sp.Symbol, sp.Rational]) -> Known:
    left, right = _polynomial(rng, symbols), _polynomial(rng, symbols)
    if rng.random() < 0.4:
        left = left / _positive(rng, symbols)
    if rng.random() < 0.2:
        right = right * _positive(rng, symbols)
    sign = _sign(left - right, point)
    failing = (_gt, _ge) if sign < 0 else (_lt, _le) if sign > 0 else (_gt, _lt)
    return Known(family="random inequalities", claim=rng.choice(failing)(left, right), counterexample=point)


def _sign(expression: sp.Expr, point: dict[sp.Symbol, sp.Rational]) -> int:
    value = _value(expression, {s: Fraction(int(v.p), int(v.q)) for s, v in point.items()})
    return (value > 0) - (value < 0)


def _random_under_conditions(rng: random.Random) -> Known | None:
    symbols = _symbols(rng)
    point = _point(rng, symbols)
    forms = [_linear(rng, symbols) for _ in range(rng.randint(1, 2))]
    if any(form.is_number for form in forms):
        return None
    given = tuple(rng.choice((_gt, _ge))(form) if _sign(form, point) > 0 else _le(form) for form in forms)
    known = _random_at(rng, symbols, point)
    return replace(known, family="random inequalities under conditions", given=given)


def _wrong_constant(rng: random.Random) -> Known:
    """A mean inequality with a constant a little too large: it fails where both sides would meet."""
    k = 1 + sp.Rational(1, rng.randint(5, 200))
    claim = _one_of(
        rng,
        lambda: _ge(X / Y + Y / X, 2 * k),
        lambda: _ge(X**2 + Y**2, 2 * k * X * Y),
        lambda: _ge((X + Y) * (1 / X + 1 / Y), 4 * k),
        lambda: _ge(X**3 + Y**3 + 1, 3 * k * X * Y),
        lambda: _ge(X**2 + Y**2 + Z**2, k * (X * Y + Y * Z + Z * X)),
        lambda: _ge(X + 1 / X, 2 * k),
    )
    point = dict.fromkeys(claim.free_symbols, sp.S.One)
    return Known(family="constants too large", claim=claim, counterexample=point)


def _wider_domain(rng: random.Random) -> Known | None:
    """A product that the conditions make positive, with one condition dropped."""
    given, differences = _ordered(rng)
    claim = _gt(sp.expand(differences[0] * _positive(rng, (X, Y))))
    symbols = claim.free_symbols.union(*(relation.free_symbols for relation in given))
    point = _point(rng, tuple(sorted(symbols, key=str)))
    known = Known(family="wider domains", claim=claim, given=given[1:], counterexample=point)
    return known if is_admissible(known) and fails_there(known) else None


def _wrong_implication(rng: random.Random) -> Known | None:
    symbols = (X, Y, *rng.choice([(), (R,), (Z,)]))
    point = _point(rng, symbols)
    premise, conclusion = _linear(rng, symbols), _polynomial(rng, symbols, 3)
    there, then = _sign(premise, point), _sign(conclusion, point)
    if there == 0 or then == 0:
        return None
    holds, fails = (_gt if there > 0 else _lt)(premise), (_lt if then > 0 else _gt)(conclusion)
    wrong = rng.choice([sp.Implies, sp.Equivalent])(holds, fails)
    return Known(family="implications", claim=wrong, counterexample=point)


def _wrong_combination(rng: random.Random) -> Known | None:
    first, second = _lowered_squares(rng), _squares(rng)
    point = dict.fromkeys(second.claim.free_symbols, sp.S.One) | (first.counterexample or {})
    claim = _one_of(
        rng,
        lambda: sp.And(first.claim, second.claim, evaluate=False),
        lambda: sp.Implies(second.claim, first.claim),
        lambda: sp.Or(first.claim, sp.Not(second.claim, evaluate=False), evaluate=False),
    )
    return Known(family="combined claims", claim=claim, counterexample=point)


def _wrong_identity(rng: random.Random) -> Known | None:
    symbols = _symbols(rng)
    left = _linear(rng, symbols) * _polynomial(rng, symbols)
    right = sp.expand(left) + rng.choice((-1, 1)) * rng.choice(symbols)
    known = Known(family="identities", claim=sp.Eq(left, right, evaluate=False), counterexample=_point(rng, symbols))
    return known if fails_there(known) else None


def _boundary(rng: random.Random) -> Known:
    """Strict claims that fail only where a nonnegative variable, or the slack of a weak condition, is zero."""
    k = _rational(rng)
    claim, given, point = _one_of(
        rng,
        lambda: (U * _positive(rng, (X, U)), (), {U: sp.S.Zero, X: k}),
        lambda: (sp.expand((k - U) * (1 + X)), (_le(U, k),), {U: k, X: sp.S.One}),
        lambda: (X - k * Y, (_ge(X, k * Y),), {X: k, Y: sp.S.One}),
        lambda: (sp.expand((X - U) * (X + Y)), (_ge(X, U),), {X: k, U: k, Y: sp.S.One}),
        lambda: (R - k, (_ge(R, k),), {R: k}),
        lambda: (U + V, (), {U: sp.S.Zero, V: sp.S.Zero}),
        lambda: (R**2 + U, (), {R: sp.S.Zero, U: sp.S.Zero}),
    )
    return Known(family="boundaries", claim=_gt(claim), given=given, counterexample=point)


def _wrong_root(rng: random.Random) -> Known:
    n, (root, low, high) = _root(rng)
    little = sp.Rational(1, 10000)
    claim, given, point = _one_of(
        rng,
        lambda: (_gt(X, root * Y), (_gt(X, low * Y),), {X: low + little, Y: sp.S.One}),
        lambda: (_lt(X, root * Y), (_lt(X, high * Y),), {X: high - little, Y: sp.S.One}),
        lambda: (_gt(X, high), (_gt(X, root),), {X: high - little}),
        lambda: (_gt(X**2, n * Y**2), (_gt(X, low * Y),), {X: low + little, Y: sp.S.One}),
    )
    return Known(family="square roots", claim=claim, given=given, counterexample=point)


def _needle(rng: random.Random) -> Known:
    """A claim that fails in a tiny ball only, which sampling will hardly meet."""
    point = _point(rng, rng.choice([(X, Y), (X, R), (X, Y, Z)]))
    distance = sp.Add(*((s - v) ** 2 for s, v in point.items()))
    claim = _gt(sp.expand(distance * _positive(rng, tuple(point)) - sp.Rational(1, 10**6)))
    return Known(family="needles", claim=claim, counterexample=point)


_FALSE: dict[str, Callable[[random.Random], Known | None]] = {
    function.__name__: function
    for function in (
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
}
