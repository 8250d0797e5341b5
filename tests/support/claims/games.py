"""Tiny games with corners whose equilibria are known by hand; solved once for all claims about them."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import sympy as sp

from claims.known import Point, either, eq, ge, gt, le, lt
from lsec_models import Game, Player, decisions, parameters, solve

A, T, K = parameters("a t k", positive=True)
_Q, _W, _X, _Y = decisions("q w x y")
_ONE = sp.S.One

Quantities = Mapping[str, sp.Expr]
Words = Callable[[Quantities], Any]


@dataclass(frozen=True, kw_only=True)
class Solved:
    """A solved game and what is known of it.

    Attributes
    ----------
    equilibrium : PiecewiseEquilibrium
    by_hand : mapping from str to expression
        Its quantities.
    edge : expression
        Zero where two regimes meet, and only there.
    on_edge : tuple of points
        Where the edge is.
    amount : callable
        Of the game's quantities, something that is positive where `edge` is, and zero elsewhere.
    facts : tuple of callables
        True claims, of the game's quantities.
    """

    equilibrium: Any
    by_hand: Quantities
    edge: sp.Expr
    on_edge: tuple[Point, ...]
    amount: Callable[[Quantities], sp.Expr]
    facts: tuple[Words, ...]

    @property
    def parameters(self) -> list[sp.Symbol]:
        return sorted(self.edge.free_symbols.union(*(e.free_symbols for e in self.by_hand.values())), key=str)


def _either_way(edge: sp.Expr, above: sp.Expr, below: sp.Expr) -> sp.Expr:
    return sp.Piecewise((above, ge(edge)), (below, sp.true), evaluate=False)


@cache
def firm(seed: int, number: int, *, opposite: bool = False) -> Solved:
    """One firm that sells q at the price f - m*q where f is positive; with `opposite`, where f is negative."""
    rng = random.Random(f"firm {seed} {number}")
    n, m, k = rng.choice((2, 3, 5)), rng.randint(1, 3), sp.Integer(rng.randint(1, 4))
    forms: tuple[tuple[sp.Expr, tuple[Point, ...]], ...] = (
        (A - k * T, ({A: k, T: _ONE}, {A: k * sp.sqrt(2), T: sp.sqrt(2)})),
        (A**2 - n * T**2, ({A: sp.sqrt(n), T: _ONE}, {A: sp.Integer(n), T: sp.sqrt(n)})),
        (A * T - n, ({A: sp.sqrt(n), T: sp.sqrt(n)}, {A: n / k, T: k})),
        ((A - T) * (A - (n + 1) * T), ({A: _ONE, T: _ONE}, {A: sp.Integer(n + 1), T: _ONE})),
        (A - T**3, ({A: sp.Integer(n), T: sp.cbrt(n)}, {A: k**3, T: k})),
    )
    f, points = forms[number]
    f = -f if opposite else f
    game = Game(players=[Player("firm", decides=[_Q], payoff=_Q * (f - m * _Q))])
    zero = sp.S.Zero
    return Solved(
        equilibrium=solve(game, corners=True),
        by_hand={"q": _either_way(f, f / (2 * m), zero), "firm": _either_way(f, f**2 / (4 * m), zero)},
        edge=f,
        on_edge=points,
        amount=lambda e: e["q"],
        facts=(
            lambda e: ge(e["q"]),
            lambda e: ge(2 * m * e["q"], f),
            lambda e: eq(e["q"] * (2 * m * e["q"] - f)),
            lambda e: eq(e["firm"], m * e["q"] ** 2),
            lambda e: sp.Equivalent(gt(e["q"]), gt(f)),
            lambda e: either(gt(e["q"]), le(f)),
        ),
    )


FIRMS = 5


@cache
def rivals(seed: int) -> Solved:
    """Two firms with unit costs 0 and c; the dear one sells nothing where a < 2*c."""
    c = random.Random(f"rivals {seed}").randint(1, 4) * T
    price = A - _X - _Y
    firms = [Player("cheap", decides=[_X], payoff=price * _X), Player("dear", decides=[_Y], payoff=(price - c) * _Y)]
    edge = A - 2 * c
    x, y = _either_way(edge, (A + c) / 3, A / 2), _either_way(edge, edge / 3, sp.S.Zero)
    return Solved(
        equilibrium=solve(Game(players=firms), corners=True),
        by_hand={"x": x, "y": y, "cheap": x**2, "dear": y**2},
        edge=edge,
        on_edge=({A: 2 * c / T, T: _ONE}, {A: 2 * c / T * sp.sqrt(3), T: sp.sqrt(3)}),
        amount=lambda e: e["y"],
        facts=(
            lambda e: gt(e["x"], e["y"]),
            lambda e: gt(e["cheap"], e["dear"]),
            lambda e: ge(e["x"], A / 3),
            lambda e: lt(e["y"], A / 3),
            lambda e: lt(e["x"] + e["y"], A),
            lambda e: sp.Equivalent(gt(e["y"]), gt(edge)),
        ),
    )


@cache
def chain(seed: int) -> Solved:
    """A manufacturer sets w, then a retailer orders q <= k; where the cap does not bind, k - q is positive."""
    m = random.Random(f"chain {seed}").randint(1, 3)
    maker = Player("maker", decides=[_W], payoff=_W * _Q)
    seller = Player("seller", decides=[_Q], payoff=_Q * (A - _W - m * _Q))
    edge = 4 * m * K - A
    return Solved(
        equilibrium=solve(
            Game(players=[maker, seller], order=["maker", "seller"], constraints=[_Q <= K]), corners=True
        ),
        by_hand={
            "w": _either_way(edge, A / 2, A - 2 * m * K),
            "q": _either_way(edge, A / (4 * m), K),
            "maker": _either_way(edge, A**2 / (8 * m), K * (A - 2 * m * K)),
            "seller": _either_way(edge, A**2 / (16 * m), m * K**2),
        },
        edge=edge,
        on_edge=({A: sp.Integer(4 * m), K: _ONE}, {A: 4 * m * sp.sqrt(2), K: sp.sqrt(2)}),
        amount=lambda e: K - e["q"],
        facts=(
            lambda e: le(e["q"], K),
            lambda e: ge(e["w"], A / 2),
            lambda e: gt(e["maker"], e["seller"]),
            lambda e: le(4 * m * e["q"], A),
            lambda e: sp.Implies(lt(e["q"], K), eq(e["w"], A / 2)),
            lambda e: eq(e["seller"], m * e["q"] ** 2),
        ),
    )


@cache
def capped(seed: int) -> Solved:
    """One firm that sells 0 <= q <= k: three regimes, of which the edge tells the first from the others."""
    m = random.Random(f"capped {seed}").randint(1, 3)
    f = A - T
    game = Game(players=[Player("firm", decides=[_Q], payoff=_Q * (f - m * _Q))], constraints=[_Q <= K])

    def pieces(none: sp.Expr, between: sp.Expr, full: sp.Expr) -> sp.Expr:
        return sp.Piecewise((none, le(f)), (full, ge(f, 2 * m * K)), (between, sp.true), evaluate=False)

    return Solved(
        equilibrium=solve(game, corners=True),
        by_hand={
            "q": pieces(sp.S.Zero, f / (2 * m), K),
            "firm": pieces(sp.S.Zero, f**2 / (4 * m), K * (f - m * K)),
        },
        edge=f,
        on_edge=({A: _ONE, T: _ONE, K: _ONE}, {A: sp.sqrt(2), T: sp.sqrt(2), K: sp.sqrt(3)}),
        amount=lambda e: e["q"],
        facts=(
            lambda e: ge(e["q"]),
            lambda e: le(e["q"], K),
            lambda e: sp.Equivalent(eq(e["q"], K), ge(f, 2 * m * K)),
            lambda e: sp.Equivalent(gt(e["q"]), gt(f)),
            lambda e: ge(e["firm"], m * e["q"] ** 2),
        ),
    )


@cache
def jump(seed: int, most: int, *, opposite: bool = False) -> Solved:
    """One firm that sells `most` where f is positive and nothing where it is negative; where f is zero, what it likes.

    By hand the first firm, with ``most=1``, sells there; a second sells there if it is opposite to the first.
    """
    k = sp.Integer(random.Random(f"jump {seed}").randint(1, 4))
    f = k * T - A if opposite else A - k * T
    game = Game(players=[Player("firm", decides=[_Q], payoff=_Q * f)], constraints=[le(_Q, most)])
    here = (ge if most == 1 or opposite else gt)(f)
    q = sp.Piecewise((sp.Integer(most), here), (sp.S.Zero, sp.true), evaluate=False)
    return Solved(
        equilibrium=solve(game, corners=True),
        by_hand={"q": q, "firm": q * f},
        edge=f,
        on_edge=({A: k, T: _ONE}, {A: k * sp.sqrt(2), T: sp.sqrt(2)}),
        amount=lambda e: e["q"],
        facts=(lambda e: ge(e["firm"]), lambda e: ge(e["q"]), lambda e: le(e["q"], most)),
    )


@cache
def leap(seed: int) -> Solved:
    """A leader for whom two regimes are equally good at an irrational edge, where both are equilibria.

    The follower answers x with y = max(0, c*t - x), of which the leader has x*y: either x = (a + c*t)/4 and some y, or
    x = a/2 and none. By hand the second is taken at the edge.
    """
    rng = random.Random(f"leap {seed}")
    m, c = rng.randint(1, 3), rng.randint(1, 3)
    leader = Player("leader", decides=[_X], payoff=m * (A * _X - _X**2 + _X * _Y))
    follower = Player("follower", decides=[_Y], payoff=_Y * (c * T - _X) - _Y**2 / 2)
    edge, y = (A + c * T) ** 2 - 2 * A**2, (3 * c * T - A) / 4

    def pieces(above: sp.Expr, below: sp.Expr) -> sp.Expr:
        return sp.Piecewise((above, gt(edge)), (below, sp.true), evaluate=False)

    return Solved(
        equilibrium=solve(Game(players=[leader, follower], order=["leader", "follower"]), corners=True),
        by_hand={
            "x": pieces((A + c * T) / 4, A / 2),
            "y": pieces(y, sp.S.Zero),
            "leader": pieces(m * (A + c * T) ** 2 / 8, m * A**2 / 4),
            "follower": pieces(y**2 / 2, sp.S.Zero),
        },
        edge=edge,
        on_edge=({A: c + c * sp.sqrt(2), T: _ONE}, {A: 2 * c + c * sp.sqrt(2), T: sp.sqrt(2)}),
        amount=lambda e: e["y"],
        facts=(
            lambda e: ge(4 * e["leader"], m * A**2),
            lambda e: ge(8 * e["leader"], m * (A + c * T) ** 2),
            lambda e: ge(e["x"] + e["y"], c * T),
            lambda e: eq(e["y"] * (e["x"] + e["y"] - c * T)),
            lambda e: sp.Implies(gt(edge), gt(e["follower"])),
            lambda e: sp.Implies(lt(edge), eq(e["x"], A / 2)),
        ),
    )
