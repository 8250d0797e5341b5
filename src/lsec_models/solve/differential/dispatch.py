"""Differential games: from a declaration to an equilibrium."""

from __future__ import annotations

from lsec_models.algebra.domains.parameter_point import Point
from lsec_models.errors import DeclarationError
from lsec_models.games.differential.feedback import FeedbackEquilibrium
from lsec_models.games.differential.feedback_at_point import FeedbackSolutions
from lsec_models.games.differential.finite_horizon import FiniteFeedback, FinitePoint
from lsec_models.games.differential.game import DifferentialGame
from lsec_models.games.differential.open_loop import OpenLoopPoint
from lsec_models.solve.differential.feedback.closed_form import solve_exactly
from lsec_models.solve.differential.feedback.riccati_at_point import solve_at
from lsec_models.solve.differential.finite_horizon.linear_state import solve_finite
from lsec_models.solve.differential.finite_horizon.riccati_backwards import solve_finite_at
from lsec_models.solve.differential.open_loop.maximum_principle import solve_open_loop, solve_open_loop_at

Solved = FeedbackEquilibrium | FeedbackSolutions | FiniteFeedback | FinitePoint | OpenLoopPoint


def solve_differential(game: DifferentialGame, at: Point | None = None) -> Solved:
    """Return the equilibrium of a differential game, in closed form or at one point of the parameter space.

    | information | horizon | without `at` | with `at` |
    |---|---|---|---|
    | feedback | infinite | :class:`FeedbackEquilibrium`, exact | :class:`FeedbackSolutions`: all that are stable |
    | feedback | finite | :class:`FiniteFeedback`, exact, linear-state games | :class:`FinitePoint` |
    | open loop | any | as feedback, linear-state games | :class:`OpenLoopPoint`, signs kept, a leader by commitment |

    Strategies are sought among those that value functions of degree two or less support. Signs that are declared of
    decisions and states are part of the problem, on the path and off it:

    - Feedback over an infinite horizon: a rival does not play less than zero off the path either, and somebody may gain
      by driving a stock to where it would. With `at`, in a linear-quadratic game with one state whose players move at
      once, every set of decisions at rest is tried, and a solution is kept only if it holds, or is continued, at all
      states that deviations lead to (:mod:`lsec_models.solve.differential.feedback.declared_signs`). Elsewhere such a
      solution is a candidate. Where none is kept, and where payoffs are not quadratic in one state, a table is looked
      for on a grid of states (:mod:`lsec_models.solve.differential.feedback.on_a_grid`), a candidate too.
    - Open loop: a stock that one decider alone moves may also rest at zero, on the way or for ever.
    - Otherwise an equilibrium keeps the signs, decisions of linear-state games also at zero, or is refused with when or
      where it would not.

    What is established of a result, and among which strategies it is the only one, its `evidence` says.

    Parameters
    ----------
    game : DifferentialGame
    at : mapping, optional
        A number for every parameter, by name or symbol; floats are read as the decimal they print as.

    Raises
    ------
    NoClosedForm
        If there is no closed form; give `at`.
    NotPolynomial
        If no value functions of degree two or less solve the Hamilton-Jacobi-Bellman equations, and at a point no grid
        of states finds others.
    NoStabilisingSolution
        If no solution has a stable closed loop, or none respects the declared signs of decisions wherever deviations
        lead; the message says at which state a bound is met.
    NoInteriorOptimum
        If a decision has no interior optimum within an instant, or a condition holds for no admissible parameters.
    OutsideDomain
        If `at` violates an assumption of the game.

    References
    ----------
    Dockner, E., Jorgensen, S., Van Long, N. and Sorger, G. (2000). Differential Games in Economics and Management
    Science. Cambridge University Press.

    Examples
    --------
    Nerlove and Arrow (1962) with a quadratic advertising cost:

    >>> from lsec_models import Player, decisions, parameters
    >>> from lsec_models.algebra.domains.symbols import states
    >>> r, delta, margin = parameters("r delta margin", positive=True)
    >>> G, A = states("G"), decisions("A")
    >>> firm = Player("firm", decides=[A], payoff=margin * G - A**2 / 2)
    >>> optimal = solve_differential(DifferentialGame(states={G: A - delta * G}, players=[firm], discount=r))
    >>> optimal.strategies["A"], optimal.steady_state["G"], optimal.speed
    (margin/(delta + r), margin/(delta*(delta + r)), delta)
    """
    if not isinstance(game, DifferentialGame):
        raise DeclarationError(f"solve_differential takes a DifferentialGame, not {type(game).__name__}")
    if game.information == "open_loop":
        return solve_open_loop(game) if at is None else solve_open_loop_at(game, at)
    if game.horizon is not None:
        return solve_finite(game) if at is None else solve_finite_at(game, at)
    return solve_exactly(game) if at is None else solve_at(game, at)
