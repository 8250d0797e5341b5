"""Claims whose symbols are declared twice: refused, or read as the one that is declared, never as two variables.

What is claimed is true, or false, if equal names are one variable, and not if they were two. A derivative in a symbol
of another declaration, or in its name, would be zero if that were another variable.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import sympy as sp

from claims.known import WRONG_OF_FALSE, Known, both, eq, ge, gt, holds, le, lt, ne
from claims.parts import R, U, X, Y, one_of, positive, small_rational
from lsec_models.prove import decreasing, increasing, independent

_DECLARATIONS: tuple[dict[str, bool], ...] = ({}, {"real": True}, {"nonnegative": True}, {"positive": True})


def _twin(rng: random.Random, symbol: sp.Symbol) -> sp.Symbol:
    """A symbol of the same name and another declaration."""
    others = [sp.Symbol(symbol.name, **signs) for signs in _DECLARATIONS]
    return rng.choice([other for other in others if other != symbol])


@dataclass(frozen=True)
class Later:
    """A claim about a derivative that is built when it is asked: to build it may be refused."""

    verb: Callable[[sp.Expr, Any], Any]
    function: sp.Expr
    symbol: Any

    def __call__(self) -> Any:
        return self.verb(self.function, self.symbol)

    def __str__(self) -> str:
        return f"{self.verb.__name__}({self.function}, {sp.srepr(self.symbol)})"


def _derivative(rng: random.Random) -> tuple[Later, Any]:
    """A claim about an increasing function, of a symbol or name that is not the one it has; and what is meant."""
    symbol = rng.choice((X, Y))
    function = sp.expand(positive(rng, (X, Y)) * (X + Y))
    verb, relation = rng.choice(((increasing, gt), (decreasing, lt), (independent, eq)))
    return Later(verb, function, rng.choice((symbol.name, _twin(rng, symbol)))), relation(sp.diff(function, symbol))


def _true_derivatives(rng: random.Random) -> Known | None:
    claim, meaning = _derivative(rng)
    return Known(family="symbols: derivatives", claim=claim, meaning=meaning) if claim.verb is increasing else None


def _false_derivatives(rng: random.Random) -> Known | None:
    claim, meaning = _derivative(rng)
    point = {X: small_rational(rng), Y: small_rational(rng)}
    if holds(meaning, point):
        return None
    return Known(
        family="symbols: derivatives",
        claim=claim,
        meaning=meaning,
        counterexample=point,
        wrong=WRONG_OF_FALSE | {"mixed"},
    )


def _true_of_one(rng: random.Random) -> Known:
    """True where equal names are one variable."""
    symbol, k = rng.choice((X, U, R)), small_rational(rng)
    other = _twin(rng, symbol)
    claim, given = one_of(
        rng,
        lambda: (eq(symbol, other), ()),
        lambda: (ge(symbol**2, symbol * other), ()),
        lambda: (gt(symbol + k, other), ()),
        lambda: (gt(symbol, k), (gt(other, k),)),
        lambda: (gt(other, k), (gt(symbol, k),)),
        lambda: (sp.Implies(gt(symbol, k), gt(other, k)), ()),
        lambda: (lt(symbol + Y, k + Y), (lt(other, k), gt(Y))),
    )
    return Known(family="symbols: one", claim=claim, given=given)


def _false_of_one(rng: random.Random) -> Known:
    """False everywhere where equal names are one variable."""
    symbol, k = rng.choice((X, U, R)), small_rational(rng)
    other = _twin(rng, symbol)
    claim, meaning, given = one_of(
        rng,
        lambda: (gt(symbol, other), gt(symbol, symbol), ()),
        lambda: (ne(symbol, other), ne(symbol, symbol), ()),
        lambda: (gt(symbol * Y, other * Y + k), gt(symbol, symbol + k), ()),
        lambda: (both(gt(symbol, k), le(other, k)), both(gt(symbol, k), le(symbol, k)), ()),
        lambda: (le(symbol, k), le(symbol, k), (gt(symbol, 0), gt(other, k))),
    )
    return Known(
        family="symbols: one",
        claim=claim,
        meaning=meaning,
        given=given,
        counterexample={symbol: k + 1, other: k + 1, Y: k},
        wrong=WRONG_OF_FALSE | {"mixed"},
    )


TRUE = (_true_derivatives, _true_of_one)
FALSE = (_false_derivatives, _false_of_one)
