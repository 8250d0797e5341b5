"""Plans without end: open-loop equilibria of difference games along which stocks settle, at one point."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

import flint
import sympy as sp

from lsec_models.algebra.enclosures.balls import ball
from lsec_models.errors import NoClosedForm, NoInteriorOptimum, NoStabilisingSolution, OutsideDomain
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
from lsec_models.solve.difference.backward_step import Matrix
from lsec_models.solve.difference.decimals_of_balls import linear
from lsec_models.solve.difference.declared_signs import broken_on_path, require_followed, undecided_later
from lsec_models.solve.difference.findings import planned_stationary_findings
from lsec_models.solve.difference.plans.own_plan import no_plan_is_better
from lsec_models.solve.difference.plans.price_equations import (
    Prices,
    enclosed_prices,
    planned_period,
    prices_near,
    stable_modes,
)
from lsec_models.solve.difference.quadratic_period import QuadraticPeriod, quadratic_period
from lsec_models.solve.difference.riccati.contracting_form import contracting_form

_BITS = 512


@dataclass(frozen=True, kw_only=True)
class _Planned:
    """Plans whose prices are enclosed: decisions in terms of the planned stocks."""

    laws: Matrix
    prices: Prices


def plans_without_end(game: DifferenceGame, exact: Mapping[sp.Symbol, Fraction]) -> StationarySolutions:
    """Return the open-loop equilibria of a game without end along which stocks settle.

    1. Shadow prices are combinations of the planned stocks: the stable modes of the linear system that stocks, prices
       and decisions solve, each choice of them enclosed by balls. How many modes are stable is certain: if as many as
       there are stocks, there is no other solution.
    2. The constants of prices solve linear equations.
    3. Whether some other plan earns a decider more is examined with everybody else's plan given, as of strategies
       (:mod:`lsec_models.solve.difference.plans.own_plan`); where that is not excluded the solution is a candidate.

    Raises
    ------
    NoClosedForm
        If somebody leads: a leader's plan without end is not solved.
    NoStabilisingSolution
        If none is stated; the message says why.
    OutsideDomain
        If sums without end have no limit.

    References
    ----------
    Engwerda, J. C. (2005). LQ Dynamic Optimization and Differential Games, chapter 7. Wiley.
    """
    if len(game.period.stages) > 1:
        raise NoClosedForm(
            "a leader's plan without end is not solved: it depends on what it has promised before; give a horizon, or "
            'use information="feedback"'
        )
    period = quadratic_period(game, exact)
    require_limits(period)
    with flint.ctx.workprec(_BITS):
        products = period.without_constants()
        modes = stable_modes(products)
        near = prices_near(products)
        planned = [one for one in (_planned(period, products, values) for values in near) if one is not None]
        only = modes == products.known and len(planned) == 1
        kept: list[StationaryPoint] = []
        refused: list[str] = []
        for one in planned:
            try:
                kept.append(_stated(game, exact, period, one, None if modes == products.known and not only else modes))
            except NoInteriorOptimum as reason:
                refused.append(str(reason))
    if not kept:
        raise NoStabilisingSolution(_none_stated(game, exact, modes, len(near), refused))
    return sorted_solutions(game, exact, kept, complete=only)


def _none_stated(
    game: DifferenceGame, exact: Mapping[sp.Symbol, Fraction], modes: int | None, found: int, refused: list[str]
) -> str:
    stocks = len(game.stocks)
    where = shown_point(exact) or "the numbers it is declared with"
    if modes is not None and modes < stocks:
        why = f"{modes} of the modes of plans are stable, fewer than the {stocks} stock(s), so that not all can settle"
    elif modes is not None and modes > stocks and not found:
        why = (
            f"{modes} modes are stable with {stocks} stock(s), and no choice of them follows from the planned stocks "
            "alone"
        )
    elif modes is not None and not found:
        why = "no choice of stable modes moves all stocks: there is one that nobody can steady"
    else:
        why = (
            "; ".join(dict.fromkeys(refused)) or "solutions of the conditions are not told apart, or not seen to settle"
        )
    return f"{game.label}: no plans without end are stated at {where}: {why}; give a horizon"


def _planned(period: QuadraticPeriod, products: QuadraticPeriod, near: Any) -> _Planned | None:
    """Return plans near some prices; None where they are not certain, or stocks are not seen to settle."""
    squares = enclosed_prices(products, near)
    if squares is None:
        return None
    try:
        prices = squares if any(f == 1 for f in period.factors.values()) else _with_constants(period, squares)
        plain = products if prices is squares else period
        laws, _ = planned_period(plain, prices, ball)
    except ZeroDivisionError:
        return None
    if plain is products:
        zero = flint.arb(0)
        laws = [[zero, *row] for row in laws]
        prices = {name: [[zero, *row] for row in rows] for name, rows in prices.items()}
    _, closed = closed_loop(period, laws)
    if contracting_form([list(row[1:]) for row in closed[1:]]) is None:
        return None
    return _Planned(laws=laws, prices=prices)


def _with_constants(period: QuadraticPeriod, squares: Prices) -> Prices:
    """Return prices with the constants that they have one period earlier too, which is affine in them."""
    places = [(name, k) for name, rows in squares.items() for k in range(len(rows))]

    def with_numbers(numbers: list[Any]) -> Prices:
        known = dict(zip(places, numbers, strict=True))
        return {name: [[known[name, k], *row] for k, row in enumerate(rows)] for name, rows in squares.items()}

    def before(numbers: list[Any]) -> list[Any]:
        _, earlier = planned_period(period, with_numbers(numbers), ball)
        return [earlier[name][k][0] for name, k in places]

    size = len(places)
    base = before([flint.arb(0)] * size)
    columns = [
        [a - b for a, b in zip(before([flint.arb(int(i == j)) for i in range(size)]), base, strict=True)]
        for j in range(size)
    ]
    left = [[int(i == j) - columns[j][i] for j in range(size)] for i in range(size)]
    solution = flint.arb_mat(left).solve(flint.arb_mat([[value] for value in base]))
    return with_numbers([solution[i, 0] for i in range(size)])


def _stated(
    game: DifferenceGame,
    exact: Mapping[sp.Symbol, Fraction],
    period: QuadraticPeriod,
    planned: _Planned,
    modes: int | None,
) -> StationaryPoint:
    """Return plans as a result.

    Raises
    ------
    NoInteriorOptimum
        If a declared sign is broken along the path.
    """
    names = [decision.name for stage in game.period.stages for decision in stage.decisions]
    everything, closed = closed_loop(period, planned.laws)
    where = game.ring.exact_point(exact)
    start = {state.name: value.evaluate(where) for state, value in game.start.items()}
    path, last = watched(game, closed, planned.laws, names, start)
    by_name = dict(zip((*(state.name for state in game.stocks), *names), everything[1:], strict=True))
    later = undecided_later(game, closed, by_name, last)
    require_followed(game, broken_on_path(game, path), "")
    calm = replace(period, variances=())
    worths = {player.name: worth(calm, everything, closed, player.name) for player in game.players}
    own_worths = {name: worth(calm, everything, closed, name) for name in period.deciders}
    best = [
        (name, no_plan_is_better(calm, name, planned.laws, planned.prices[name], own_worths[name]))
        for name in period.deciders
    ]
    laws = {name: linear(game.stocks, row) for name, row in zip(names, planned.laws, strict=True)}
    strategies = Frozen({decision.name: laws[decision.name] for decision in game.decisions})
    shocks = {player.name: _worth_of_shocks(period, player.name) for player in game.players}
    return stationary_point(
        game,
        exact,
        closed,
        start,
        strategies=strategies,
        responses=strategies,
        values={name: _raised(form, shocks[name]) for name, form in worths.items()},
        findings=planned_stationary_findings(game, best=best, modes=modes, later=later),
    )


def _raised(form: Matrix, constant: Any) -> Matrix:
    rows = [list(row) for row in form]
    rows[0][0] = rows[0][0] + constant
    return rows


def _worth_of_shocks(period: QuadraticPeriod, player: str) -> Any:
    """Return what shocks add to a player's payoff: no plan answers to them, and stocks carry them on by themselves.

    Raises
    ------
    OutsideDomain
        If they grow faster than payoffs are discounted.
    """
    if not period.variances:
        return flint.arb(0)
    factor, size = ball(period.factors[player]), period.known - 1
    carried = [[ball(entry) for entry in row[1 : 1 + size]] for row in period.motion[1:]]
    root = factor.sqrt()
    if contracting_form([[root * entry for entry in row] for row in carried]) is None:
        raise OutsideDomain(
            "plans do not answer to shocks, and the stocks carry these on faster than payoffs are discounted, so that "
            'sums have no limit; use information="feedback", or give a horizon'
        )
    pairs = [(i, j) for i in range(size) for j in range(size)]
    left = [[int((i, j) == (k, m)) - factor * carried[k][i] * carried[m][j] for k, m in pairs] for i, j in pairs]
    flow = [[ball(period.payoffs[player][1 + i][1 + j])] for i, j in pairs]
    curvature = flint.arb_mat(left).solve(flint.arb_mat(flow))
    added = sum((ball(v) * curvature[pairs.index((i, i)), 0] for i, v in enumerate(period.variances)), flint.arb(0))
    return factor / (1 - factor) * added
