"""Claims on tiny domains, and claims that fail in a tiny set only; both have interior points."""

from __future__ import annotations

import random
from collections.abc import Iterable
from itertools import chain

import sympy as sp

from claims.known import Known, Point, either, ge, gt, le, lt, ne
from claims.parts import R, S, U, X, Y, Z, one_of, positive, random_point, vanishing

_SYMBOLS = ((X, Y), (X, R), (X, Y, Z), (R, S), (X,), (U, X))


def _width(rng: random.Random) -> sp.Rational:
    return sp.Rational(rng.randint(1, 9), 10 ** rng.randint(6, 15))


def _near(point: Iterable[tuple[sp.Symbol, sp.Expr]], width: sp.Expr) -> tuple[sp.Basic, ...]:
    """A box around a point."""
    return tuple(chain.from_iterable((gt(s, v - width), lt(s, v + width)) for s, v in point))


def _root(rng: random.Random) -> tuple[sp.Expr, sp.Rational]:
    """A square root, and a fraction that is very near to it."""
    n = rng.choice((2, 3, 5, 7))
    digits = 10 ** rng.randint(7, 14)
    return sp.sqrt(n), sp.Rational(sp.integer_nthroot(n * digits**2, 2)[0], digits)


# ---- true ------------------------------------------------------------------------------------------------------------


def _true_in_a_box(rng: random.Random) -> Known:
    width, point = _width(rng), random_point(rng, rng.choice(_SYMBOLS))
    s, value = rng.choice(list(point.items()))
    claim = one_of(
        rng,
        lambda: gt(s, value - 2 * width),
        lambda: lt(sp.Add(*((s - v) ** 2 for s, v in point.items())), len(point) * width**2),
        lambda: lt(sp.expand((s - value) * (s - value - 3 * width)), 4 * width**2),
        lambda: either(gt(s, value - width / 2), lt(s, value)),
        lambda: ne(s, value + width),
        lambda: lt(sp.Add(*point), sp.Add(*point.values()) + len(point) * width),
    )
    return Known(family="slivers: boxes", claim=claim, given=_near(point.items(), width))


def _true_near_a_root(rng: random.Random) -> Known:
    width = _width(rng)
    root, below = _root(rng)
    claim, given = one_of(
        rng,
        lambda: (gt(X, 1), _near([(X, root)], width)),
        lambda: (gt(X**2, root**2 - 8 * width), _near([(X, root)], width)),
        lambda: (gt(X, below - width), _near([(X, root)], width)),
        lambda: (gt(X + Y, below), (ge(X, root),)),
        lambda: (lt(X, root), (le(X, below),)),
        lambda: (lt(X, sp.Rational(1, 10**6)), (lt(X, root - below),)),
    )
    return Known(family="slivers: square roots", claim=claim, given=given)


# ---- false -----------------------------------------------------------------------------------------------------------


def _false_in_a_box(rng: random.Random) -> Known:
    """Only a tiny box around a point is admissible."""
    width, point = _width(rng), random_point(rng, rng.choice(_SYMBOLS))
    s, value = rng.choice(list(point.items()))
    form = vanishing(rng, point)
    claim = one_of(
        rng,
        lambda: gt(form),
        lambda: ne(form),
        lambda: gt(sp.expand(form * positive(rng, tuple(point)))),
        lambda: gt(sp.expand(form**2)),
        lambda: either(gt(s, value), lt(s, value - width / 3)),
        lambda: sp.Implies(ge(s, value), gt(s, value)),
    )
    return Known(family="slivers: boxes", claim=claim, given=_near(point.items(), width), counterexample=point)


def _false_in_a_sliver(rng: random.Random) -> Known:
    """The claim fails only in a tiny set."""
    width, point = _width(rng), random_point(rng, rng.choice(_SYMBOLS))
    s, value = rng.choice(list(point.items()))
    form = vanishing(rng, point)
    distance = sp.Add(*((s - v) ** 2 for s, v in point.items()))
    claim, moved = one_of(
        rng,
        lambda: (either(gt(s, value), lt(s, value - width)), {}),
        lambda: (either(gt(s, value), lt(s, value - width)), {s: value - width / 2 if value > width else value}),
        lambda: (either(gt(form), lt(form, -width)), {}),
        lambda: (gt(sp.expand(distance * positive(rng, tuple(point))), width**2), {}),
        lambda: (ge(sp.expand(form**2), width), {}),
        lambda: (sp.Implies(lt(distance, width), gt(form)), {}),
        lambda: (gt(sp.expand((s - value) ** 2 * (1 + s**2)), -width * (s - value - width)), {}),
    )
    return Known(family="slivers: claims", claim=claim, counterexample=point | moved)


def _false_near_a_root(rng: random.Random) -> Known:
    width = _width(rng)
    root, below = _root(rng)
    at_root: Point = {X: root}
    claim, given, point = one_of(
        rng,
        lambda: (gt(X, root), _near([(X, root)], width), at_root),
        lambda: (ne(X, root), _near([(X, root)], width), at_root),
        lambda: (ne(X**2, root**2), _near([(X, root)], width), at_root),
        lambda: (gt(X, 3), (gt(X, below), lt(X, root)), {X: (below + root) / 2}),
        lambda: (gt(X, 1), (lt(X, root - below),), {X: (root - below) / 2}),
        lambda: (gt(U), (lt(U, root - below),), {U: sp.S.Zero}),
        lambda: (either(gt(X**2, root**2 + width), lt(X**2, root**2 - width)), (), at_root),
        lambda: (either(gt(X, root), lt(X, below)), (), at_root),
        lambda: (either(gt(X, root * Y), lt(X, below * Y)), (), {X: root, Y: sp.S.One}),
        lambda: (either(gt(R, root), lt(R, below)), (), {R: below}),
        lambda: (gt(X, root * Y + width / 2), _strip(root, width), {X: root + width / 4, Y: sp.S.One}),
    )
    return Known(family="slivers: square roots", claim=claim, given=given, counterexample=point)


def _strip(root: sp.Expr, width: sp.Expr) -> tuple[sp.Basic, ...]:
    return gt(X, root * Y), lt(X, root * Y + width)


TRUE = (_true_in_a_box, _true_near_a_root)
FALSE = (_false_in_a_box, _false_in_a_sliver, _false_near_a_root)
