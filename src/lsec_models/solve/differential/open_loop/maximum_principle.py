"""Open-loop equilibria by Pontryagin's maximum principle."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np
import sympy as sp

from lsec_models.algebra.numbers.exact_numbers import to_fraction, to_sympy
from lsec_models.errors import DeclarationError, LsecError, NoInteriorOptimum, NoStabilisingSolution, NotConverged
from lsec_models.games.differential.feedback import FeedbackEquilibrium
from lsec_models.games.differential.finite_horizon import FiniteFeedback
from lsec_models.games.differential.game import DifferentialGame, flow_name
from lsec_models.games.differential.open_loop import OpenLoopPoint
from lsec_models.games.frozen import Frozen, values_by_name
from lsec_models.solve.differential.feedback.closed_form import solve_exactly
from lsec_models.solve.differential.finite_horizon.linear_state import solve_finite
from lsec_models.solve.differential.instant_game import in_numbers, linear_slopes, rate_of
from lsec_models.solve.differential.linear_quadratic_game import LinearQuadraticGame, linear_quadratic_at
from lsec_models.solve.differential.linear_state import linear_state
from lsec_models.solve.differential.open_loop.boundary_values import SolvedPath, discounted, path_to_rest, path_until
from lsec_models.solve.differential.open_loop.canonical_system import (
    OpenLoopSystem,
    bounded_system,
    canonical_system,
    named_quantities,
    unbounded_system,
)
from lsec_models.solve.differential.open_loop.evidence import SecondOrder, findings_of, findings_on_dates, second_order
from lsec_models.solve.differential.open_loop.leader import Leadership, leadership
from lsec_models.solve.differential.open_loop.stocks_at_bounds import NotOnDates, path_on_dates
from lsec_models.solve.differential.open_loop.straightened_state import straightened_concavity

if TYPE_CHECKING:
    from numpy.typing import NDArray

_BELOW = 1e-6


def solve_open_loop(game: DifferentialGame) -> FeedbackEquilibrium | FiniteFeedback:
    """Return the open-loop equilibrium of a linear-state game in closed form.

    By the maximum principle the costate of a player in ``payoff = a x + g(u)``, ``speed = A x + B(u)`` moves by
    ``costate' = (r - A^T) costate - a``, which no decision enters: the costates are the slopes of the feedback value
    functions, the game within an instant is the same, and so are the decisions. Without states in them, the feedback
    strategies are functions of time only.

    Raises
    ------
    NoClosedForm, DeclarationError
        If the game is not linear in the states; give the parameters.

    References
    ----------
    Dockner, E., Feichtinger, G. and Jorgensen, S. (1985). Tractable classes of nonzero-sum open-loop Nash differential
    games. Journal of Optimization Theory and Applications 45(2), 179-197.
    """
    if game.horizon is not None:
        return solve_finite(game)
    if linear_slopes(game) is None:
        raise DeclarationError(
            f"{game.label}: an open-loop equilibrium has a closed form where the game is linear in the states; this "
            f"one is not; {in_numbers(game)}"
        )
    return solve_exactly(game)


def solve_open_loop_at(game: DifferentialGame, point: Mapping[str | sp.Symbol, object]) -> OpenLoopPoint:
    """Return the open-loop equilibrium (or joint optimum) at one point, as a boundary-value problem.

    1. Each decider's own problem, the paths of the others given, must be strictly concave: then first-order conditions
       are enough (:mod:`lsec_models.solve.differential.own_concavity`). Else the payoff has no maximum, or it is not
       known. Of games that are not linear-quadratic this is looked at afterwards, where one state can be measured so
       that it shows (:mod:`lsec_models.solve.differential.open_loop.straightened_state`).
    2. Decisions maximise each Hamiltonian given the costates (the game within an instant). States and costates move by
       the canonical equations: a player's costate by its own Hamiltonian's derivative in the states, the others'
       decisions fixed. A leader commits to a path (:mod:`lsec_models.solve.differential.open_loop.leader`).
    3. States start where they start. Over a finite horizon costates end at zero. Over an infinite one, the path must
       end in the stable subspace of the steady state.
    4. ``scipy.integrate.solve_bvp`` solves it to a relative tolerance of 1e-8.
    5. Where a decision declared nonnegative would be negative, decisions rest at zero in linear-quadratic games
       (:mod:`lsec_models.solve.differential.decisions_at_bounds`). Where a state declared nonnegative would end below
       zero, and one decider alone moves it, it ends at zero instead; where that is not enough, it rests at zero on a
       grid of dates (:mod:`lsec_models.solve.differential.open_loop.stocks_at_bounds`). So it is over an infinite
       horizon where nothing would come to rest without bounds.

    Raises
    ------
    DeclarationError
        If somebody moves first in a game that is neither linear-quadratic nor linear in the states.
    NoStabilisingSolution
        If the steady state has too few stable directions, or none was found.
    NotConverged
        If the boundary-value solver fails.
    NoInteriorOptimum
        If somebody's payoff has no maximum, or is not known to have one; or if a bound is met in a way that is not
        solved: the message says which and when.
    OutsideDomain
        If the point violates an assumption of the game.

    References
    ----------
    Dockner, E., Jorgensen, S., Van Long, N. and Sorger, G. (2000). Differential Games in Economics and Management
    Science, chapter 4. Cambridge University Press.
    """
    problem = _declared(game, point)
    test = second_order(problem.game, problem.lq, problem.led, problem.horizon)
    try:
        path = _within_bounds(problem, problem.follow(problem.system()))
    except _StockBelow as met:
        return _stock_on_dates(problem, test, str(met))
    except (NoStabilisingSolution, NotConverged) as error:
        # Without bounds nothing may come to rest that does so at a bound.
        return _rest_on_dates(problem, test, error)
    if problem.lq is None:
        test = SecondOrder(straightened_concavity(game, problem.numbers, path))
    return OpenLoopPoint(
        game=game,
        point=values_by_name(problem.point),
        until=path.until,
        names=path.system.names,
        payoffs=Frozen(_payoffs(problem, path)),
        residual=float(path.solution.rms_residuals.max()),
        findings=findings_of(problem.game, test, path, problem.horizon, committed=problem.is_bound_by_its_word),
        _paths=path,
    )


@dataclass(frozen=True, kw_only=True)
class _Declared:
    """A game with numbers for its parameters."""

    game: DifferentialGame
    point: Mapping[sp.Symbol, Fraction]
    numbers: Mapping[sp.Symbol, sp.Rational]
    horizon: Fraction | None
    lq: LinearQuadraticGame | None
    led: Leadership | None

    @property
    def committed(self) -> bool:
        """Whether somebody moves first."""
        return len(self.game.instant.stages) > 1

    @property
    def is_bound_by_its_word(self) -> bool:
        """Whether a leader would choose another path later on; not so where stocks do not enter decisions."""
        return self.committed and linear_state(self.game) is None

    def system(self) -> OpenLoopSystem:
        """Return the canonical system without bounds."""
        if self.led is not None:
            return self.led.system
        declared = canonical_system if self.lq is None or self.committed else unbounded_system
        return declared(self.game, self.numbers)

    def follow(self, system: OpenLoopSystem, near: SolvedPath | None = None) -> SolvedPath:
        """Return the path over the horizon."""
        if self.horizon is None:
            return path_to_rest(self.game.label, system, near)
        return path_until(self.game.label, system, float(self.horizon), near)


def _declared(game: DifferentialGame, point: Mapping[str | sp.Symbol, object]) -> _Declared:
    exact = game.admissible_point(point)
    numbers = {symbol: to_sympy(value) for symbol, value in exact.items()}
    horizon = None if game.horizon is None else sp.Rational(sp.nsimplify(game.horizon, rational=True).subs(numbers))
    lq = linear_quadratic_at(game, numbers)
    committed = len(game.instant.stages) > 1
    if committed and lq is None and linear_state(game) is None:
        raise DeclarationError(
            f"{game.label}: commitment to a path is solved where the game is linear-quadratic or linear in the states; "
            'this one is neither; use information="feedback", or let all move at once'
        )
    return _Declared(
        game=game,
        point=exact,
        numbers=numbers,
        horizon=None if horizon is None else to_fraction(horizon),
        lq=lq,
        led=leadership(lq, numbers) if committed and lq is not None else None,
    )


class _StockBelow(Exception):
    """A path on which a stock does not keep its declared sign; the message says which, and when."""


def _stock_on_dates(problem: _Declared, test: SecondOrder, words: str) -> OpenLoopPoint:
    try:
        return _on_dates(problem, test)
    except NotOnDates as reason:
        shorter = "set a horizon" if problem.horizon is None else "shorten the horizon"
        raise NoInteriorOptimum(
            f"{problem.game.label}: {words}, but declared nonnegative or positive; {reason}; declare it real=True, or "
            f"{shorter}"
        ) from None


def _rest_on_dates(problem: _Declared, test: SecondOrder, error: LsecError) -> OpenLoopPoint:
    symbols: tuple[sp.Symbol, ...] = (*problem.game.stocks, *problem.game.decisions)
    if problem.horizon is not None or not any(symbol.is_nonnegative for symbol in symbols):
        raise error
    try:
        return _on_dates(problem, test)
    except NotOnDates as reason:
        raise type(error)(f"{error}; with bounds, {reason}") from None


def _on_dates(problem: _Declared, test: SecondOrder) -> OpenLoopPoint:
    """Return the path on which stocks rest at zero, on a grid of dates."""
    game, horizon = problem.game, problem.horizon
    symbols: tuple[sp.Symbol, ...] = (*game.stocks, *game.decisions)
    if problem.lq is None or problem.committed or any(symbol.is_positive for symbol in symbols):
        raise NotOnDates(
            "a stock at its bound is solved where all signs that are declared are nonnegative, the game is "
            "linear-quadratic, and all move at once"
        )
    path, payoffs = path_on_dates(game, problem.lq, problem.numbers, horizon)
    named = named_quantities(game, problem.numbers)
    quantities = sp.lambdify([*game.stocks, *game.decisions], list(named.values()), modules="numpy", dummify=True)

    def along(times: NDArray[np.float64]) -> NDArray[np.float64]:
        stocks, decided = path(times)
        return np.stack([value + 0.0 * times for value in quantities(*stocks, *decided)])

    return OpenLoopPoint(
        game=game,
        point=values_by_name(problem.point),
        until=path.until,
        names=tuple(named),
        payoffs=Frozen(payoffs),
        residual=path.uncertainty,
        findings=findings_on_dates(game, test, path.uncertainty, len(path.dates), horizon),
        _paths=along,
    )


def _within_bounds(problem: _Declared, path: SolvedPath) -> SolvedPath:
    """Return the path on which decisions and states keep their declared signs."""
    met = _decision_below(problem.game, path)
    if met is not None and not problem.committed and problem.lq is not None:
        bounded = bounded_system(problem.game, problem.numbers)
        if bounded is not None:
            path = problem.follow(bounded, path)
            met = _decision_below(problem.game, path)
    if met is not None:
        raise NoInteriorOptimum(
            f"no interior open-loop equilibrium of {problem.game.label}: {met}, but declared nonnegative or positive, "
            "and a regime in which it rests at zero is solved only where all move at once, payoffs are quadratic and "
            "the game of an instant has one solution; declare it real=True, or change parameters"
        )
    ended: tuple[int, ...] = ()
    while (below := _state_below(problem.game, path)) is not None:
        i, words = below
        again = _ending_at_zero(problem, path, (*ended, i)) if i not in ended else None
        if again is None:
            raise _StockBelow(words)
        ended, path = (*ended, i), again
    return path


def _ending_at_zero(problem: _Declared, path: SolvedPath, states: Sequence[int]) -> SolvedPath | None:
    """Return the path on which states end at zero because their only movers keep them from falling below."""
    if problem.horizon is None or problem.lq is None or problem.committed:
        return None
    costates = {}
    for state in states:
        movers = problem.lq.movers(state)
        if len(movers) != 1 or problem.game.stocks[state].is_positive:
            return None
        place = problem.game.deciders.index(next(iter(movers)))
        costates[state] = len(problem.game.stocks) * (1 + place) + state
    for declared in (unbounded_system, bounded_system):
        system = declared(problem.game, problem.numbers)
        if system is None:
            return None
        try:
            found = problem.follow(system.ending_at_zero(costates), path)
        except NotConverged:
            return None
        if _decision_below(problem.game, found) is None:
            return found if all(found.end(costate) >= -_BELOW for costate in costates.values()) else None
        path = found
    return None


def _decision_below(game: DifferentialGame, path: SolvedPath) -> str | None:
    """Return which decision is below its declared sign, and when, in words."""
    times, quantities = path.nodes
    for decision in game.decisions:
        values = quantities[path.system.names.index(decision.name)]
        allowed = 0.0 if decision.is_positive else -_BELOW * max(1.0, float(abs(values).max()))
        if decision.is_nonnegative and (values.min() < allowed or (decision.is_positive and values.min() == 0)):
            time = float(times[int(values.argmin())])
            return f"{decision} is {values.min():.6g} at time {time:.6g}"
    return None


def _state_below(game: DifferentialGame, path: SolvedPath) -> tuple[int, str] | None:
    """Return which state is below its declared sign, and since when, in words."""
    times, quantities = path.nodes
    for i, state in enumerate(game.stocks):
        values = quantities[i]
        below = values < -_BELOW * max(1.0, float(abs(values).max()))
        if state.is_nonnegative and below.any():
            first = float(times[int(below.argmax())])
            return i, f"{state} falls below zero at about time {first:.4g} (to {values.min():.6g})"
    return None


def _payoffs(problem: _Declared, path: SolvedPath) -> dict[str, float]:
    game = problem.game
    flows = {player.name: path.system.names.index(flow_name(player.name)) for player in game.players}
    rates = {name: float(rate_of(game, name).expression().subs(problem.numbers)) for name in flows}
    found: dict[str, float] = discounted(path, flows, rates, for_ever=problem.horizon is None)
    return found
