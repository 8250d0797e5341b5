"""Declared signs of stocks and decisions: are they kept along the path, and at all other stocks?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import flint
import sympy as sp

from lsec_models.errors import NoInteriorOptimum
from lsec_models.games.difference.game import DifferenceGame
from lsec_models.solve.difference.backward_step import Matrix, solved, times, transposed
from lsec_models.solve.difference.riccati.contracting_form import contracting_form

# Against the largest stock or decision.
_TINY = 1e-30


def broken_on_path(game: DifferenceGame, path: Mapping[str, Sequence[Any]]) -> str:
    """Return, in words, when a declared sign is broken along a path of balls; empty if never.

    What is not above zero counts as zero if it is tiny against the largest stock or decision of the path, whatever
    their unit, or if nothing on the path is known to differ from zero.
    """
    signed: list[sp.Symbol] = [*game.decisions, *game.stocks]
    everything = [abs(value) for symbol in signed for value in path[symbol.name]]
    largest = max((value.mid() for value in everything if not value.contains(0)), default=None)
    tiny = None if largest is None else largest * _TINY
    for symbol in signed:
        if symbol.is_nonnegative:
            for period, value in enumerate(path[symbol.name]):
                if not (value >= 0 or (value.contains(0) if tiny is None else abs(value) < tiny)):
                    return f"{symbol} is {float(value.mid()):.6g} in period {period}"
    return ""


def undecided_later(game: DifferenceGame, closed: Matrix, laws: Mapping[str, Sequence[Any]], last: Matrix) -> str:
    """Return, in words, which declared sign is not seen to be kept after a period; empty if all are.

    With one stock everything is monotone, or alternates and comes closer to rest. With more, a quadratic form that
    falls says how far anything can be from rest later on; or nothing in the closed loop is negative.

    Parameters
    ----------
    game : DifferenceGame
        Without end.
    closed : matrix
        What 1 and the stocks are in the next period, all eigenvalues of the stocks' part within the unit circle.
    laws : mapping from str to sequence
        Stocks and decisions as combinations of 1 and the stocks.
    last : matrix
        1 and the stocks in the last period that was looked at.
    """
    symbols: list[sp.Symbol] = [*game.decisions, *game.stocks]
    signed = [symbol.name for symbol in symbols if symbol.is_nonnegative]
    if not signed or len(game.stocks) == 1:
        return ""
    loop = [list(row[1:]) for row in closed[1:]]
    rest = resting(closed)
    form = contracting_form(loop)
    nothing_falls = all(entry >= 0 for row in (*closed, *last) for entry in row)
    for name in signed:
        law = laws[name]
        if nothing_falls and all(entry >= 0 for entry in law):
            continue
        if form is not None:
            away = [[now - then] for [now], [then] in zip(last[1:], rest[1:], strict=True)]
            left = times(transposed(away), times(form, away))[0][0]
            slopes = [[slope] for slope in law[1:]]
            reach = times(transposed(slopes), solved(form, slopes))[0][0] * left
            settled = times([law], rest)[0][0]
            if settled > 0 and settled**2 > reach:
                continue
        return f"whether {name} keeps its declared sign for ever is not decided"
    return ""


def resting(closed: Matrix) -> Matrix:
    """Return 1 and the stocks where they settle."""
    size = len(closed) - 1
    left = [[int(i == j) - closed[i + 1][j + 1] for j in range(size)] for i in range(size)]
    return [[flint.arb(1)], *solved(left, [[closed[i + 1][0]] for i in range(size)])]


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
        If one does not; with one decider and without shocks, what it would do off the path costs it nothing.
    """
    if broken:
        raise NoInteriorOptimum(
            f"{game.label}: {broken}, but declared nonnegative; bounds in discrete time are not solved: declare it "
            "real=True, or change what makes it negative"
        )
    if elsewhere and game.shocks:
        raise NoInteriorOptimum(
            f"{game.label}: {elsewhere}, where a shock may lead, but declared nonnegative; bounds in discrete time are "
            "not solved: declare it real=True, or leave out the shocks"
        )
    if elsewhere and len(game.deciders) > 1:
        raise NoInteriorOptimum(
            f"{game.label}: {elsewhere}, but declared nonnegative, so that the others count on decisions that cannot "
            "be taken; bounds in discrete time are not solved: declare it real=True, or plan at the start, "
            'information="open_loop"'
        )
