"""Stationary feedback equilibria of difference games without end, at one point of the parameters."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import flint
import sympy as sp

from lsec_models.algebra.enclosures.balls import ball, is_positive_definite
from lsec_models.errors import NoInteriorOptimum, NoStabilisingSolution
from lsec_models.games.difference.game import DifferenceGame
from lsec_models.games.difference.stationary import StationaryPoint, StationarySolutions
from lsec_models.games.frozen import Frozen
from lsec_models.games.summary.summary import shown_point
from lsec_models.solve.difference.along_the_path import (
    closed_loop,
    require_limits,
    sorted_solutions,
    stationary_point,
    watched,
    worth,
)
from lsec_models.solve.difference.backward_step import BackwardStep, Matrix, backward_step
from lsec_models.solve.difference.decimals_of_balls import linear
from lsec_models.solve.difference.declared_signs import (
    broken_on_path,
    require_followed,
    unbounded_laws,
    undecided_later,
)
from lsec_models.solve.difference.findings import stationary_findings
from lsec_models.solve.difference.finite_horizon import responses_of
from lsec_models.solve.difference.own_limit import finite_horizons_tend_to
from lsec_models.solve.difference.quadratic_period import QuadraticPeriod, quadratic_period
from lsec_models.solve.difference.riccati.contracting_form import contracting_form
from lsec_models.solve.difference.riccati.coupled_equations import Unknowns, enclosed, solutions_for_products

_BITS = 512


class _Refused(Exception):
    """A solution of the coupled equations that is not stated, and why."""


class _Unresolved(_Refused):
    """One of which it is not certain whether it is an equilibrium."""


@dataclass(frozen=True, kw_only=True)
class _Examined:
    """The period of an enclosed solution with a stable closed loop, and who is seen to have nothing better."""

    step: BackwardStep
    best: list[tuple[str, bool]]


def stationary_solutions(game: DifferenceGame, exact: Mapping[sp.Symbol, Fraction]) -> StationarySolutions:
    """Return all stationary feedback equilibria with a stable closed loop at one point of the parameters.

    1. What squares and products of stocks are worth solves coupled equations that know nothing of constants
       (:mod:`lsec_models.solve.difference.riccati.coupled_equations`); each solution is enclosed by balls.
    2. Keep those in which each payoff is strictly concave in its mover's decisions, and the closed loop is stable.
    3. What stocks themselves, and the game at zero stocks, are worth solves linear equations.
    4. Whether somebody gains by a deviation that lasts for ever is examined
       (:mod:`lsec_models.solve.difference.own_limit`); where that is not excluded the solution is a candidate.

    Raises
    ------
    NoStabilisingSolution
        If none is kept; the message says why for each.
    OutsideDomain
        If a discount factor is 1 although something is earned where stocks rest, so that sums have no limit.

    References
    ----------
    Basar, T. and Olsder, G. J. (1999). Dynamic Noncooperative Game Theory, section 6.2.3. SIAM.
    """
    period = quadratic_period(game, exact)
    require_limits(period)
    with flint.ctx.workprec(_BITS):
        products = period.without_constants()
        near, listed = solutions_for_products(products)
        kept: list[StationaryPoint] = []
        examined: list[_Examined] = []
        refused: list[str] = []
        for candidate in near:
            try:
                examined.append(_examined(period, products, candidate))
            except _Refused as reason:
                refused.append(str(reason))
                listed = listed and not isinstance(reason, _Unresolved)
        for one in examined:
            try:
                kept.append(_stated(game, exact, period, one, listed))
            except _Refused as reason:
                refused.append(str(reason))
    if not kept:
        raise NoStabilisingSolution(_none_stated(game, exact, refused, listed))
    return sorted_solutions(game, exact, kept, complete=listed)


def _none_stated(game: DifferenceGame, exact: Mapping[sp.Symbol, Fraction], refused: list[str], listed: bool) -> str:
    where = shown_point(exact) or "the numbers it is declared with"
    said = (
        f"{game.label}: none of {len(refused)} real solution(s) of the coupled Riccati equations is stated as an "
        f"equilibrium at {where}" + (": " if refused else "") + "; ".join(dict.fromkeys(refused))
    )
    if listed:
        return said
    return (
        f"{said}; there may be others, which were not found: make each payoff strictly concave in its player's own "
        "decisions, or give a horizon"
    )


def _examined(period: QuadraticPeriod, products: QuadraticPeriod, near: Unknowns) -> _Examined:
    squares = enclosed(products, near)
    if squares is None:
        raise _Unresolved("a solution is not told from its neighbours (a multiple one)")
    _require_stable(products, squares)
    undiscounted = any(factor == 1 for factor in period.factors.values())
    values = _extended(squares) if undiscounted else _with_constants(period, squares)
    step = _step(period, values)
    for name, _, curvature in step.curvatures:
        concave = is_positive_definite(curvature)
        if not concave:
            kind = _Unresolved if concave is None else _Refused
            raise kind(f"the payoff of {name!r} is not strictly concave in its decisions")
    best = [(name, _is_best(period, products, step, values, name)) for name in period.deciders]
    return _Examined(step=step, best=best)


def _require_stable(products: QuadraticPeriod, squares: Mapping[str, Matrix]) -> None:
    step = _step(products, squares)
    _, closed = closed_loop(products, step.laws)
    if contracting_form(closed) is not None:
        return
    import numpy as np

    fastest = max(abs(np.linalg.eigvals(np.array([[float(x.mid()) for x in row] for row in closed]))))
    kind = _Refused if fastest > 1 + 1e-6 else _Unresolved
    raise kind(f"its closed loop is not stable (stocks grow by the factor {fastest:.6g})")


def _step(period: QuadraticPeriod, values: Mapping[str, Matrix]) -> BackwardStep:
    """Return the equilibrium of a period; who decides nothing is worth nothing where `values` has no word of it."""
    nothing = [[flint.arb(0)] * period.known for _ in range(period.known)]
    try:
        return backward_step(period, {name: values.get(name, nothing) for name in period.payoffs}, ball)
    except ZeroDivisionError:
        raise _Unresolved("the first-order conditions of a period are not seen to have one solution") from None


def _extended(squares: Mapping[str, Matrix]) -> dict[str, Matrix]:
    """Return values with nothing but squares and products, in terms of 1 and the stocks."""
    size = len(next(iter(squares.values())))
    zero = flint.arb(0)
    return {name: [[zero] * (size + 1), *([zero, *row] for row in form)] for name, form in squares.items()}


def _with_constants(period: QuadraticPeriod, squares: Mapping[str, Matrix]) -> dict[str, Matrix]:
    """Return the deciders' values: their slopes at zero, then their constants, from linear equations."""
    values = _extended(squares)
    for entries in ([(0, j) for j in range(1, period.known)], [(0, 0)]):
        values = _fixed(period, values, entries)
    return values


def _fixed(period: QuadraticPeriod, values: Mapping[str, Matrix], entries: list[tuple[int, int]]) -> dict[str, Matrix]:
    """Return values with some entries such that they are the same one period earlier, which is affine in them."""
    places = [(name, i, j) for name in values for i, j in entries]
    base = _read(_step(period, values), places)
    columns = []
    for place in places:
        moved = _read(_step(period, _changed(values, [place], [flint.arb(1)])), places)
        columns.append([after - before for after, before in zip(moved, base, strict=True)])
    size = len(places)
    left = [[int(i == j) - columns[j][i] for j in range(size)] for i in range(size)]
    try:
        solution = flint.arb_mat(left).solve(flint.arb_mat([[value] for value in base]))
    except ZeroDivisionError:
        raise _Unresolved("what stocks are worth is not determined") from None
    return _changed(values, places, [solution[i, 0] for i in range(size)])


def _read(step: BackwardStep, places: list[tuple[str, int, int]]) -> list[Any]:
    return [step.values[name][i][j] for name, i, j in places]


def _changed(values: Mapping[str, Matrix], places: list[tuple[str, int, int]], numbers: list[Any]) -> dict[str, Matrix]:
    rows = {name: [list(row) for row in form] for name, form in values.items()}
    for (name, i, j), number in zip(places, numbers, strict=True):
        rows[name][i][j] = rows[name][j][i] = number
    return dict(rows)


def _is_best(
    period: QuadraticPeriod, products: QuadraticPeriod, step: BackwardStep, values: Mapping[str, Matrix], decider: str
) -> bool:
    if period.factors[decider] < 1:
        return finite_horizons_tend_to(period, step, decider, values[decider])
    squares = {name: [list(row[1:]) for row in form[1:]] for name, form in values.items()}
    return finite_horizons_tend_to(products, _step(products, squares), decider, squares[decider])


def _stated(
    game: DifferenceGame,
    exact: Mapping[sp.Symbol, Fraction],
    period: QuadraticPeriod,
    examined: _Examined,
    listed: bool,
) -> StationaryPoint:
    step = examined.step
    names = [decision.name for stage in game.period.stages for decision in stage.decisions]
    everything, closed = closed_loop(period, step.laws)
    strategies = Frozen({name: linear(game.stocks, row) for name, row in zip(names, step.laws, strict=True)})
    where = game.ring.exact_point(exact)
    start = {state.name: value.evaluate(where) for state, value in game.start.items()}
    path, last = watched(game, closed, step.laws, names, start)
    by_name = dict(zip((*(state.name for state in game.stocks), *names), everything[1:], strict=True))
    later = undecided_later(game, closed, by_name, last)
    elsewhere = unbounded_laws(game, [strategies])
    try:
        require_followed(game, broken_on_path(game, path), elsewhere)
    except NoInteriorOptimum as reason:
        raise _Refused(str(reason)) from None
    return stationary_point(
        game,
        exact,
        closed,
        start,
        strategies=strategies,
        responses=responses_of(game, step),
        values={player.name: worth(period, everything, closed, player.name) for player in game.players},
        findings=stationary_findings(game, best=examined.best, listed=listed, elsewhere=elsewhere, later=later),
    )
