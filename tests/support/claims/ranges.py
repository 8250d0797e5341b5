"""Claims over nonnegative and real variables, false exactly at zero or at negative values."""

from __future__ import annotations

import random

import sympy as sp

from claims.known import Known, both, either, eq, ge, gt, le, lt, ne
from claims.parts import R, S, U, V, X, Y, one_of, positive, small_integer, small_rational

_ZERO, _ONE = sp.S.Zero, sp.S.One


def _true_over_ranges(rng: random.Random) -> Known:
    k, more = small_rational(rng), positive(rng, (X, Y))
    claim, given = one_of(
        rng,
        lambda: (either(gt(U), eq(U)), ()),
        lambda: (ge(sp.expand(U * more)), ()),
        lambda: (sp.Implies(gt(U * X), gt(U)), ()),
        lambda: (sp.Equivalent(ne(U), gt(U)), ()),
        lambda: (sp.Implies(eq(U + V), eq(U)), ()),
        lambda: (sp.Implies(le(U * V + X), gt(U, Y)), ()),
        lambda: (sp.Equivalent(gt(R, S), gt(R**3, S**3)), ()),
        lambda: (sp.Equivalent(gt(R * X), gt(R)), ()),
        lambda: (sp.Implies(gt(R**2, k**2), either(gt(R, k), lt(R, -k))), ()),
        lambda: (gt(R**2 + S**2), (gt(R + S, k),)),
        lambda: (lt(R * S), (lt(R), gt(S))),
        lambda: (gt(R * S, k), (lt(R, -k), lt(S, -1))),
        lambda: (ge(R**2 + 2 * k * R + k**2), ()),
    )
    return Known(family="ranges", claim=claim, given=given)


def _false_at_zero(rng: random.Random) -> Known:
    k, more = small_rational(rng), positive(rng, (X, Y))
    n = rng.randint(1, 3)
    claim, point = one_of(
        rng,
        lambda: (gt(sp.expand(U**n * more)), {U: _ZERO, X: k, Y: k}),
        lambda: (ne(U * V), {U: _ZERO, V: k}),
        lambda: (either(gt(U), gt(V)), {U: _ZERO, V: _ZERO}),
        lambda: (sp.Implies(ge(U), gt(U)), {U: _ZERO}),
        lambda: (sp.Equivalent(ge(U, V), gt(U**2, V**2)), {U: _ZERO, V: _ZERO}),
        lambda: (gt(X + U, X), {X: k, U: _ZERO}),
        lambda: (lt(X / (X + U), 1), {X: k, U: _ZERO}),
        lambda: (gt(R**2 + U), {R: _ZERO, U: _ZERO}),
        lambda: (gt(R**2 + S**4), {R: _ZERO, S: _ZERO}),
        lambda: (ne(R**n * (X + 1)), {R: _ZERO, X: k}),
        lambda: (sp.Implies(gt(U * X + V, -k), gt(U + V)), {U: _ZERO, V: _ZERO, X: k}),
        lambda: (gt((U + k) ** 2, k**2), {U: _ZERO}),
        lambda: (both(ge(U), gt(sp.expand((U + V) * more))), {U: _ZERO, V: _ZERO, X: k, Y: k}),
    )
    return Known(family="ranges: at zero", claim=claim, counterexample=point)


def _false_below_zero(rng: random.Random) -> Known:
    k, i = small_rational(rng), small_integer(rng)
    claim, given, point = one_of(
        rng,
        lambda: (gt(R + k), (), {R: -k}),
        lambda: (ge(R**3, -(k**3)), (), {R: -k - 1}),
        lambda: (sp.Implies(gt(R**2, k**2), gt(R, k)), (), {R: -2 * k}),
        lambda: (sp.Equivalent(gt(R, S), gt(R**2, S**2)), (), {R: -k, S: _ZERO}),
        lambda: (gt(R * X, -i), (), {R: -sp.Integer(i) / k, X: k}),
        lambda: (ge(R + X), (ge(X, k),), {R: -2 * k, X: k}),
        lambda: (ge(R * S), (le(R, k), le(S, k)), {R: -k, S: k}),
        lambda: (lt(R * S, k), (lt(R), lt(S)), {R: -k, S: -_ONE}),
        lambda: (gt(R**2 + 2 * k * R + k**2), (), {R: -k}),
        lambda: (ge(U**2 * R + V), (), {U: _ONE, V: _ZERO, R: -k}),
        lambda: (ge(R, -i), (ge(R**2, i**2),), {R: -sp.Integer(i) - k}),
        lambda: (sp.Implies(lt(R, X), lt(R**2, X**2)), (), {R: -k - 1, X: k}),
        lambda: (gt(X / (R**2 + X) + R, -1), (), {X: k, R: -k - 2}),
    )
    return Known(family="ranges: below zero", claim=claim, given=given, counterexample=point)


TRUE = (_true_over_ranges,)
FALSE = (_false_at_zero, _false_below_zero)
