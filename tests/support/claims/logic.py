"""Nested And, Or, Not, Implies and Equivalent of inequalities, false at a known point or true by their logic alone."""

from __future__ import annotations

import random
from typing import Any

import sympy as sp

from claims.known import Known, Point, both, either, eq, ge, gt, holds, le, lt, ne, sign_at
from claims.parts import R, U, X, Y, one_of, positive, random_linear, random_point, random_polynomial, small_rational

_SYMBOLS = (X, Y, R, U)


def _atom(rng: random.Random) -> Any:
    symbols = tuple(rng.sample(_SYMBOLS, rng.randint(1, 2)))
    relation = rng.choice((gt, ge, lt, le, eq, ne))
    left = rng.choice((random_linear, random_polynomial))(rng, symbols)
    if not left.free_symbols:
        left = symbols[0] - small_rational(rng)
    return relation(left / positive(rng, symbols) if rng.random() < 0.2 else left, rng.randint(-1, 1))


def _not(claim: Any) -> Any:
    return sp.Not(claim, evaluate=False)


def _implies(premise: Any, conclusion: Any) -> Any:
    return sp.Implies(premise, conclusion, evaluate=False)


def _equivalent(*claims: Any) -> Any:
    return sp.Equivalent(*claims, evaluate=False)


def _tree(rng: random.Random, depth: int) -> Any:
    """A random combination; equivalences, which normal forms double, only near the leaves."""
    if depth == 0:
        return _atom(rng)
    first, second = _tree(rng, depth - 1), _tree(rng, rng.randint(0, depth - 1))
    return one_of(
        rng,
        lambda: both(first, second),
        lambda: either(first, second),
        lambda: _implies(first, second),
        lambda: _not(first),
        lambda: _equivalent(first, second) if depth <= 2 else both(first, second),
        lambda: _equivalent(_atom(rng), _atom(rng), _atom(rng)) if depth == 1 else either(first, second),
    )


# ---- true ------------------------------------------------------------------------------------------------------------


def _tautologies(rng: random.Random) -> Known:
    """True whatever its parts are."""
    one, two, three = _tree(rng, rng.randint(0, 1)), _tree(rng, rng.randint(0, 1)), _atom(rng)
    claim = one_of(
        rng,
        lambda: either(one, _not(one)),
        lambda: _not(both(one, _not(one))),
        lambda: _implies(both(one, three), one),
        lambda: _implies(three, either(two, three)),
        lambda: _equivalent(one, _not(_not(one))),
        lambda: _equivalent(_not(both(one, three)), either(_not(one), _not(three))),
        lambda: _equivalent(_implies(one, three), _implies(_not(three), _not(one))),
        lambda: _implies(both(_implies(one, three), one), three),
        lambda: _implies(both(_implies(one, two), _implies(two, three)), _implies(one, three)),
        lambda: either(_implies(one, two), _implies(two, one)),
        lambda: _implies(_equivalent(one, three), _implies(one, three)),
    )
    return Known(family="logic", claim=claim)


def _implied(rng: random.Random) -> Known:
    """What is given settles one part, and thereby the whole."""
    k, other = small_rational(rng), _tree(rng, 1)
    fact, given = one_of(
        rng,
        lambda: (gt(X, k / 2), gt(X, k)),
        lambda: (gt(X * Y, k**2 * X / Y), gt(Y, k)),
        lambda: (gt(R**2, k**2), gt(R, k)),
        lambda: (le(U * X, k * X), le(U, k)),
        lambda: (ne(R, k), lt(R, k)),
    )
    claim = one_of(
        rng,
        lambda: either(fact, other),
        lambda: _implies(other, fact),
        lambda: _not(both(_not(fact), other)),
        lambda: _implies(_not(fact), other),
        lambda: both(fact, either(other, _not(other))),
        lambda: _equivalent(both(fact, other), other),
    )
    return Known(family="logic under conditions", claim=claim, given=(given,))


# ---- false -----------------------------------------------------------------------------------------------------------


def _false_trees(rng: random.Random) -> Known:
    """A random combination, or its negation, whichever is false at a random point."""
    point = random_point(rng, _SYMBOLS)
    claim = _tree(rng, rng.randint(2, 4))
    if holds(claim, point):
        claim = _not(claim)
    return Known(family="logic", claim=claim, counterexample=point)


def _almost_tautologies(rng: random.Random) -> Known | None:
    """Laws of logic with a slip, false at a random point."""
    point = random_point(rng, _SYMBOLS)
    one, two, three = _atom(rng), _tree(rng, 1), _atom(rng)
    claim = one_of(
        rng,
        lambda: _implies(one, both(one, two)),
        lambda: _equivalent(_not(both(one, two)), both(_not(one), _not(two))),
        lambda: _equivalent(_implies(one, two), _implies(two, one)),
        lambda: _implies(_implies(one, two), two),
        lambda: _implies(either(one, two), one),
        lambda: _equivalent(one, two, three),
        lambda: _implies(both(_implies(one, two), two), one),
    )
    return None if holds(claim, point) else Known(family="logic with a slip", claim=claim, counterexample=point)


def _false_under_conditions(rng: random.Random) -> Known | None:
    """What is given is true at a point, and is again among the claim's atoms."""
    point = random_point(rng, _SYMBOLS)
    given, other = (_fact(rng, point), _fact(rng, point)), _tree(rng, rng.randint(1, 2))
    claim = rng.choice((_implies(given[0], other), both(*given, other), either(_not(given[1]), other)))
    if holds(claim, point):
        return None
    return Known(family="logic under conditions", claim=claim, given=given, counterexample=point)


def _fact(rng: random.Random, point: Point) -> Any:
    form = random_linear(rng, tuple(rng.sample(_SYMBOLS, 2)))
    sign = sign_at(form, point)
    return rng.choice((gt, ge) if sign > 0 else (lt, le) if sign < 0 else (ge, le))(form)


TRUE = (_tautologies, _implied)
FALSE = (_false_trees, _almost_tautologies, _false_under_conditions)
