"""Difference games: from a declaration to an equilibrium."""

from __future__ import annotations

from lsec_models.algebra.domains.parameter_point import Point, blank_point
from lsec_models.errors import NoClosedForm
from lsec_models.games.difference.game import DifferenceGame
from lsec_models.games.difference.periods import PeriodsPoint
from lsec_models.games.difference.stationary import StationarySolutions
from lsec_models.solve.difference.finite_horizon import feedback_over_periods, plans_over_periods
from lsec_models.solve.difference.plans.plans_without_end import plans_without_end
from lsec_models.solve.difference.stationary import stationary_solutions


def solve_difference(game: DifferenceGame, at: Point | None = None) -> PeriodsPoint | StationarySolutions:
    """Return the equilibrium of a linear-quadratic difference game at one point of the parameter space.

    | information | horizon | result |
    |---|---|---|
    | feedback | finite | :class:`PeriodsPoint`: the subgame-perfect equilibrium, by backward induction |
    | open loop | finite | :class:`PeriodsPoint`: plans made at the start, a leader's by commitment |
    | feedback | infinite | :class:`StationarySolutions`: stationary ones with a stable closed loop |
    | open loop | infinite | the same: plans along which stocks settle, nobody leading |

    All numbers are enclosed by ball arithmetic; what decides (concavity, stability) is certain, or refused as not
    resolved.

    Parameters
    ----------
    game : DifferenceGame
    at : mapping, optional
        A number for every parameter; a game without parameters needs none.

    Raises
    ------
    NoClosedForm
        If parameters have no numbers, or a leader's plan has no last period.
    NoInteriorOptimum
        If somebody has no best decision, or a declared sign would be broken.
    NoStabilisingSolution
        If no stationary solution has a stable closed loop, or stocks settle along no plan.
    NotQuadratic
        If the game is not linear-quadratic.
    OutsideDomain
        If the point violates an assumption of the game, something divides by zero, a discount factor is not in (0, 1]
        there, or sums without end have no limit.

    Examples
    --------
    >>> from lsec_models import Player, decisions, parameters, states
    >>> delta, margin = parameters("delta margin", positive=True)
    >>> G, A = states("G"), decisions("A")
    >>> firm = Player("firm", decides=[A], payoff=margin * G - A**2 / 2)
    >>> goodwill = DifferenceGame(states={G: (1 - delta) * G + A}, players=[firm], discount_factor=0.9, horizon=3)
    >>> found = solve_difference(goodwill, at={"delta": 0.5, "margin": 1, "G_0": 0})
    >>> [float(A) for A in found.paths["A"]]
    [1.305, 0.9, 0.0]
    """
    if at is None and game.parameters:
        raise NoClosedForm(
            f"a difference game is solved at one point; write solve(game, at={blank_point(game.parameters)})"
        )
    exact = game.admissible_point(at or {})
    if game.information == "feedback":
        return stationary_solutions(game, exact) if game.horizon is None else feedback_over_periods(game, exact)
    return plans_without_end(game, exact) if game.horizon is None else plans_over_periods(game, exact)
