"""What stationary solutions in discrete time have in common: payoffs along the path, where it leads, and its limits."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

import flint
import sympy as sp

from lsec_models.algebra.enclosures.balls import ball
from lsec_models.algebra.numbers.exact_numbers import to_sympy
from lsec_models.errors import OutsideDomain
from lsec_models.games.difference.game import DifferenceGame
from lsec_models.games.difference.stationary import StationaryPoint, StationarySolutions
from lsec_models.games.evidence.evidence import Finding
from lsec_models.games.frozen import Frozen, values_by_name
from lsec_models.solve.difference.backward_step import Matrix, times
from lsec_models.solve.difference.decimals_of_balls import decimals, form_in, linear
from lsec_models.solve.difference.declared_signs import resting
from lsec_models.solve.difference.quadratic_period import QuadraticPeriod

_WATCHED = 200


def require_limits(period: QuadraticPeriod) -> None:
    """Require discounting where something is earned at rest, or by chance.

    Raises
    ------
    OutsideDomain
        If sums without end have no limit.
    """
    for name, factor in period.factors.items():
        if factor == 1 and period.has_constants:
            raise OutsideDomain(
                f"the discount factor of {name!r} is 1 and the game has no end: sums have a limit only where "
                "transitions and payoffs have nothing but squares and products of stocks and decisions; "
                "discount, or set a horizon"
            )


def closed_loop(period: QuadraticPeriod, laws: Matrix) -> tuple[Matrix, Matrix]:
    """Return what is known and decided, and what is known next, as combinations of what is known, by given laws."""
    known = [[flint.arb(int(i == j)) for j in range(period.known)] for i in range(period.known)]
    everything = [*known, *laws]
    return everything, times([[ball(entry) for entry in row] for row in period.motion], everything)


def worth(period: QuadraticPeriod, everything: Matrix, closed: Matrix, player: str) -> Matrix:
    """Return what the game is worth to a player: ``P = W + factor A' P A`` along the closed loop, and shocks."""
    payoff = [[ball(entry) for entry in row] for row in period.payoffs[player]]
    columns = [list(column) for column in zip(*everything, strict=True)]
    flow = times(columns, times(payoff, everything))
    factor, size = ball(period.factors[player]), period.known
    # Without discounting nothing is earned at rest, and 1 stands for nothing.
    first = 1 if period.factors[player] == 1 else 0
    pairs = [(i, j) for i in range(first, size) for j in range(first, size)]
    added = {(i, i): ball(variance) for i, variance in enumerate(period.variances, start=1)}
    left = [
        [
            int((i, j) == (k, m))
            - factor * (closed[k][i] * closed[m][j] + (added.get((k, m), 0) if i == j == 0 else 0))
            for k, m in pairs
        ]
        for i, j in pairs
    ]
    solution = flint.arb_mat(left).solve(flint.arb_mat([[flow[i][j]] for i, j in pairs]))
    worth = [[flint.arb(0)] * size for _ in range(size)]
    for place, (i, j) in enumerate(pairs):
        worth[i][j] = solution[place, 0]
    return worth


def watched(
    game: DifferenceGame, closed: Matrix, laws: Matrix, names: list[str], start: Mapping[str, Fraction]
) -> tuple[dict[str, list[Any]], Matrix]:
    """Return stocks and decisions over many periods, and in the steady state; and 1 and the stocks after the last."""
    rest = resting(closed)
    now: Matrix = [[flint.arb(1)], *([ball(start[state.name])] for state in game.stocks)]
    path: dict[str, list[Any]] = {name: [] for name in (*(state.name for state in game.stocks), *names)}
    signed: list[sp.Symbol] = [*game.decisions, *game.stocks]
    if not any(symbol.is_nonnegative for symbol in signed):
        return path, now
    for number in range(_WATCHED + 1):
        at = rest if number == _WATCHED else now
        for name, [value] in zip(path, [*at[1:], *times(laws, at)], strict=True):
            path[name].append(value)
        now = now if number == _WATCHED else times(closed, now)
    return path, now


def rest(game: DifferenceGame, closed: Matrix) -> dict[str, sp.Expr]:
    """Return the stocks where they settle, by name."""
    return {state.name: decimals(value) for state, [value] in zip(game.stocks, resting(closed)[1:], strict=True)}


def stationary_point(
    game: DifferenceGame,
    exact: Mapping[sp.Symbol, Fraction],
    closed: Matrix,
    start: Mapping[str, Fraction],
    *,
    strategies: Mapping[str, sp.Expr],
    responses: Mapping[str, sp.Expr],
    values: Mapping[str, Matrix],
    findings: tuple[Finding, ...],
) -> StationaryPoint:
    """Return a stationary solution as a result."""
    laws = zip(game.stocks, closed[1:], strict=True)
    return StationaryPoint(
        game=game,
        point=values_by_name(exact),
        strategies=Frozen({decision.name: strategies[decision.name] for decision in game.decisions}),
        responses=responses,
        values=Frozen({name: form_in(game.stocks, form) for name, form in values.items()}),
        closed_loop=Frozen({state.name: linear(game.stocks, row) for state, row in laws}),
        steady_state=Frozen(rest(game, closed)),
        start=Frozen({name: to_sympy(value) for name, value in start.items()}),
        findings=findings,
    )


def sorted_solutions(
    game: DifferenceGame, exact: Mapping[sp.Symbol, Fraction], kept: Sequence[StationaryPoint], *, complete: bool
) -> StationarySolutions:
    """Return stationary solutions, those along which stocks settle fastest first."""
    names = values_by_name(exact)
    fastest_first = tuple(sorted(kept, key=lambda one: abs(one.eigenvalues[0])))
    return StationarySolutions(game=game, point=names, solutions=fastest_first, complete=complete)
