"""Declared signs of stocks and decisions: are they kept along the path, and at all other stocks?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import sympy as sp

from lsec_models.errors import NoInteriorOptimum
from lsec_models.games.difference.game import DifferenceGame


def broken_on_path(game: DifferenceGame, path: Mapping[str, Sequence[Any]]) -> str:
    """Return, in words, when a declared sign is broken along a path of balls; empty if never."""
    signed: list[sp.Symbol] = [*game.decisions, *game.stocks]
    for symbol in signed:
        if symbol.is_nonnegative:
            for period, value in enumerate(path[symbol.name]):
                if not (value >= 0 or float(abs(value)) < 1e-30):
                    return f"{symbol} is {float(value.mid()):.6g} in period {period}"
    return ""


def unbounded_laws(game: DifferenceGame, strategies: Iterable[Mapping[str, sp.Expr]]) -> str:
    """Return, in words, which strategy asks at some stocks for less than is declared; empty if none does.

    A strategy that is constant, or has nothing below zero among its coefficients, all its stocks being declared
    nonnegative, does not.
    """
    for period, laws in enumerate(strategies):
        for decision in game.decisions:
            law = sp.sympify(laws[decision.name])
            slopes = {state: law.coeff(state) for state in game.stocks}
            falls = [state for state, slope in slopes.items() if slope < 0 or (slope > 0 and not state.is_nonnegative)]
            if decision.is_nonnegative and falls:
                return f"the strategy of {decision} is negative at some {falls[0]} in period {period}"
            if decision.is_nonnegative and law.subs(dict.fromkeys(game.stocks, 0)) < 0:
                return f"the strategy of {decision} is negative where all stocks are zero in period {period}"
    return ""


def require_followed(game: DifferenceGame, broken: str, elsewhere: str) -> None:
    """Require that a path keeps declared signs, and that nobody counts on decisions that cannot be taken off it.

    Raises
    ------
    NoInteriorOptimum
        If one does not; with one decider, what it would do off the path costs it nothing.
    """
    if broken:
        raise NoInteriorOptimum(
            f"{game.label}: {broken}, but declared nonnegative; bounds in discrete time are not solved: declare it "
            "real=True, or change what makes it negative"
        )
    if elsewhere and len(game.deciders) > 1:
        raise NoInteriorOptimum(
            f"{game.label}: {elsewhere}, but declared nonnegative, so that the others count on decisions that cannot "
            "be taken; bounds in discrete time are not solved: declare it real=True, or plan at the start, "
            'information="open_loop"'
        )
