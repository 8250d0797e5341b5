"""Claims about piecewise equilibria: false only where regimes meet, in one regime, in a sliver, or for two at once.

Each claim is built twice from the same words: of what the solver returns, for the prover, and of the closed form by
hand, to be evaluated.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

import sympy as sp

from claims.games import FIRMS, A, Solved, T, Words, capped, chain, firm, jump, leap, rivals
from claims.known import WRONG_OF_UNDEFINED, Known, Point, both, either, eq, ge, gt, le, lt, ne, sign_at
from claims.parts import one_of, small_integer, small_rational, vanishing

Make = Callable[[random.Random], Known | None]


def true_by_regime(seed: int) -> list[Make]:
    """Return the families of true claims about games that this seed has."""
    return [partial(make, seed=seed) for make in (_facts, _facts_under_conditions, _facts_of_two)]


def false_by_regime(seed: int) -> list[Make]:
    """Return the families of false claims about games that this seed has."""
    families = (
        _false_on_the_edge,
        _false_on_a_thin_edge,
        _false_in_a_sliver,
        _false_in_a_regime,
        _false_at_points,
        _false_where_two_meet,
        _false_at_jumps,
        _hidden_poles,
    )
    return [partial(make, seed=seed) for make in families]


def _game(rng: random.Random, seed: int) -> Solved:
    """A game whose quantities do not jump."""
    return one_of(
        rng,
        lambda: firm(seed, rng.randrange(FIRMS)),
        lambda: firm(seed, rng.randrange(FIRMS), opposite=True),
        lambda: rivals(seed),
        lambda: chain(seed),
        lambda: capped(seed),
    )


def _any_game(rng: random.Random, seed: int) -> Solved:
    return leap(seed) if rng.random() < 0.2 else _game(rng, seed)


def _known(family: str, game: Solved, words: Words, given: tuple[Any, ...] = (), point: Point | None = None) -> Known:
    return Known(
        family=f"by regime: {family}",
        claim=words(game.equilibrium),
        meaning=words(game.by_hand),
        given=(game.equilibrium, *given),
        counterexample=point,
    )


def _place(rng: random.Random, game: Solved) -> Point:
    return {parameter: small_rational(rng) for parameter in game.parameters}


def _width(rng: random.Random) -> sp.Rational:
    return sp.Rational(1, 10 ** rng.randint(6, 15))


# ---- true ------------------------------------------------------------------------------------------------------------


def _facts(rng: random.Random, *, seed: int) -> Known:
    game = _any_game(rng, seed)
    return _known("facts", game, rng.choice(game.facts))


def _facts_under_conditions(rng: random.Random, *, seed: int) -> Known:
    game = _game(rng, seed)
    fact, width, edge = rng.choice(game.facts), _width(rng), game.edge
    amount = game.amount
    words, given = one_of(
        rng,
        lambda: (fact, (ge(edge),)),
        lambda: (fact, (ge(edge), le(edge))),
        lambda: (fact, (gt(edge, -width), lt(edge, width))),
        lambda: (lambda e: eq(amount(e)), (le(edge),)),
        lambda: (lambda e: eq(amount(e)), (le(edge), ge(edge))),
        lambda: (lambda e: gt(amount(e)), (gt(edge), lt(edge, width))),
        lambda: (lambda e: sp.Implies(lt(edge, width), lt(amount(e), 2 * width)), ()),
    )
    return _known("facts under conditions", game, words, given)


def _facts_of_two(rng: random.Random, *, seed: int) -> Known:
    number = rng.randrange(FIRMS)
    one, other = firm(seed, number), firm(seed, number, opposite=True)
    words = rng.choice(
        [
            lambda e, f: eq(e["q"] * f["q"]),
            lambda e, f: either(eq(e["q"]), eq(f["q"])),
            lambda e, f: ge(e["q"] + f["q"]),
            lambda e, f: sp.Implies(gt(e["q"]), eq(f["q"])),
            lambda e, f: sp.Equivalent(gt(e["firm"] + f["firm"]), ne(one.edge)),
        ]
    )
    return _of_two("facts of two", one, other, words)


def _of_two(
    family: str,
    one: Solved,
    other: Solved,
    words: Callable[..., Any],
    given: tuple[Any, ...] = (),
    point: Point | None = None,
) -> Known:
    return Known(
        family=f"by regime: {family}",
        claim=words(one.equilibrium, other.equilibrium),
        meaning=words(one.by_hand, other.by_hand),
        given=(one.equilibrium, other.equilibrium, *given),
        counterexample=point,
    )


# ---- false -----------------------------------------------------------------------------------------------------------


def _false_on_the_edge(rng: random.Random, *, seed: int) -> Known:
    """False only where two regimes meet."""
    game = _any_game(rng, seed)
    amount, edge = game.amount, game.edge
    words = rng.choice(
        [
            lambda e: sp.Implies(ge(edge), gt(amount(e))),
            lambda e: sp.Equivalent(ge(edge), gt(amount(e))),
            lambda e: either(gt(amount(e)), lt(edge)),
            lambda e: gt(amount(e) ** 2 + edge**2),
            lambda e: ne(edge + amount(e)),
            lambda e: sp.Equivalent(eq(amount(e)), lt(edge)),
        ]
    )
    return _known("on the edge", game, words, point=rng.choice(game.on_edge))


def _false_on_a_thin_edge(rng: random.Random, *, seed: int) -> Known:
    """Only where two regimes meet is anything admissible."""
    game = _any_game(rng, seed)
    amount, edge, k = game.amount, game.edge, small_integer(rng)
    given = rng.choice([(ge(edge), le(edge)), (le(edge), ge(edge)), (le(edge**2),), (both(ge(edge), le(edge)),)])
    words = rng.choice(
        [
            lambda e: gt(amount(e)),
            lambda e: ne(amount(e)),
            lambda e: sp.Implies(ge(edge), gt(amount(e))),
            lambda e: gt(k * amount(e) - edge),
            lambda e: lt(amount(e)),
        ]
    )
    return _known("on a thin edge", game, words, given, rng.choice(game.on_edge))


def _false_in_a_sliver(rng: random.Random, *, seed: int) -> Known:
    """False, or admissible, only near where two regimes meet."""
    game = _any_game(rng, seed)
    amount, edge, width = game.amount, game.edge, _width(rng)
    words, given = one_of(
        rng,
        lambda: (lambda e: either(gt(amount(e)), lt(edge, -width)), ()),
        lambda: (lambda e: ne(amount(e)), (gt(edge, -width), lt(edge, width))),
        lambda: (lambda e: gt(amount(e)), (ge(edge), lt(edge, width))),
        lambda: (lambda e: gt(amount(e), edge), (gt(edge, -width),)),
        lambda: (lambda e: gt((amount(e) + edge) ** 2, width), ()),
    )
    return _known("slivers", game, words, given, rng.choice(game.on_edge))


def _false_in_a_regime(rng: random.Random, *, seed: int) -> Known | None:
    """A random comparison, false at a random point, perhaps only asked in that point's regime."""
    game = _game(rng, seed)
    point = _place(rng, game)
    names = sorted(game.by_hand)
    first, second = rng.choice(names), rng.choice(names)
    i, form = small_integer(rng), vanishing(rng, _place(rng, game))

    def compared(e: Any) -> tuple[sp.Expr, sp.Expr]:
        return e[first] * i, e[second] + form

    left, right = compared(game.by_hand)
    sign = sign_at(left - right, point)
    relation = rng.choice((gt, ge, eq) if sign < 0 else (lt, le, eq) if sign > 0 else (gt, lt, ne))
    side = ge if sign_at(game.edge, point) >= 0 else le
    words, given = one_of(
        rng,
        lambda: (lambda e: relation(*compared(e)), ()),
        lambda: (lambda e: relation(*compared(e)), (side(game.edge),)),
        lambda: (lambda e: sp.Implies(side(game.edge), relation(*compared(e))), ()),
    )
    return _known("in a regime", game, words, given, point)


def _false_at_points(rng: random.Random, *, seed: int) -> Known:
    """Only two points are admissible, in different regimes; at one of them, an irrational one, the claim fails."""
    game = firm(seed, 0)
    k = -game.edge.coeff(T)
    n = rng.choice((2, 3))
    root, curve = rng.choice([(sp.sqrt(n), T**2 - n), (sp.cbrt(n), T**3 - n)])
    between = sp.Rational(6, 5) * k
    pinned = rng.choice([(ge(5 * A, 5 * between), le(5 * A, 5 * between)), (gt(A, between - 1), lt(A, between + 1))])
    product = rng.choice((curve, (T - 1) * curve, sp.expand((T - 1) * curve)))
    words = rng.choice(
        [
            lambda e: gt(e["q"]),
            lambda e: ne(e["q"]),
            lambda e: gt(e["firm"]),
            lambda e: either(gt(e["q"]), lt(k * T, A)),
        ]
    )
    return _known("at points", game, words, (ge(product), le(product), *pinned), {A: between, T: root})


def _false_where_two_meet(rng: random.Random, *, seed: int) -> Known:
    """Two firms of which one sells where the other does not: false only where neither does."""
    number = rng.randrange(FIRMS)
    one, other = firm(seed, number), firm(seed, number, opposite=True)
    words = rng.choice(
        [
            lambda e, f: gt(e["q"] + f["q"]),
            lambda e, f: ne(e["q"] + f["q"]),
            lambda e, f: either(gt(e["q"]), gt(f["firm"])),
            lambda e, f: ne(e["q"], f["q"]),
            lambda e, f: sp.Equivalent(eq(e["q"]), gt(f["q"])),
        ]
    )
    edge = one.edge
    given = rng.choice([(), (), (ge(edge),), (ge(edge), le(edge)), (lt(edge, sp.Rational(1, 10**9)),)])
    return _of_two("where two meet", one, other, words, given, rng.choice(one.on_edge))


def _false_at_jumps(rng: random.Random, *, seed: int) -> Known:
    """Two firms whose sales jump at the same place, where any of their regimes may go with any other."""
    opposite = rng.random() < 0.5
    one, other = jump(seed, 1), jump(seed, 2, opposite=opposite)
    words = rng.choice(
        [
            lambda e, f: eq(2 * e["q"] + f["q"], 2),
            lambda e, f: sp.Equivalent(eq(e["q"]), eq(f["q"], 2)),
            lambda e, f: ne(2 * e["q"], f["q"]),
        ]
        if opposite
        else [
            lambda e, f: eq(2 * e["q"], f["q"]),
            lambda e, f: sp.Equivalent(gt(e["q"]), gt(f["q"])),
            lambda e, f: ne(e["q"] + f["q"], 1),
        ]
    )
    edge = one.edge
    given = rng.choice([(), (ge(edge), le(edge)), (lt(edge, 1),)])
    return _of_two("jumps", one, other, words, given, rng.choice(one.on_edge))


def _hidden_poles(rng: random.Random, *, seed: int) -> Known:
    """Claims that divide by zero at a point, where a regime's formula may hide it."""
    game = _game(rng, seed)
    point = _place(rng, game)
    amount, form = game.amount, vanishing(rng, point)
    sold = amount(game.by_hand).subs(point)
    words = rng.choice(
        [lambda e: ne(1 / (amount(e) - sold)), lambda e: either(ne(1 / (amount(e) - sold)), gt(A))]
        if sold > 0
        else [
            lambda e: either(gt(amount(e)), eq(amount(e) / form)),
            lambda e: ge(amount(e) / form**2),
            lambda e: eq(T + amount(e) / form, T),
        ]
    )
    known = _known("hidden poles", game, words, (), point)
    return replace(known, wrong=WRONG_OF_UNDEFINED)
