"""How a static game is solved: inside its bounds or at them, at a point, over parameters, with signals."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from functools import partial
from typing import TYPE_CHECKING, Any

import sympy as sp

from lsec_models.algebra.domains.parameter_point import Point
from lsec_models.errors import DeclarationError, NoClosedForm, NotQuadratic, OutOfTime, kind_of
from lsec_models.games.static.chance.information.signalling import private_types
from lsec_models.games.static.game import Game, require_only_stages
from lsec_models.games.static.results.equilibrium import Equilibrium
from lsec_models.games.static.results.implicit import ImplicitEquilibrium
from lsec_models.games.static.results.piecewise import PiecewiseEquilibrium
from lsec_models.games.static.results.solutions import admissible_point
from lsec_models.solve.interior.backward_induction import interior_equilibrium
from lsec_models.work import Work

if TYPE_CHECKING:
    from distributed import Client

    from lsec_models.algebra.decomposition.planar_map import PlanarMap
    from lsec_models.games.static.results.bayesian_equilibrium import BayesianEquilibrium, BayesianPoint
    from lsec_models.games.static.results.regimes_along import RegimesAlong
    from lsec_models.games.static.results.signalling_equilibria import SignallingEquilibria
    from lsec_models.games.static.results.solutions import Solutions, Ties


def solved_with_signals(
    game: Game, at: Point | None, work: Work, *, corners: bool, ties: Ties
) -> BayesianEquilibrium | BayesianPoint | SignallingEquilibria:
    """Return the equilibrium of a game with signals in affine strategies; with a private type, all that there are.

    Parameters
    ----------
    game : Game
    at : mapping, optional
        A number for every parameter; with a private type there is no solution without.
    work : Work
        What signalling equilibria may cost.
    corners, ties
        As `solve` has them, which are refused.
    """
    from lsec_models.solve.chance.affine_strategies.bayesian_equilibrium import bayesian_equilibrium

    if private_types(game) and at is not None:
        return _signalled(game, at, work, ties)
    if corners or ties == "against":
        raise DeclarationError(
            "a game with signals has decisions without ends, so that there are no corners and no ties; leave corners= "
            "and ties= out"
        )
    equilibrium = bayesian_equilibrium(game)
    return equilibrium if at is None else equilibrium.at(at)


def _signalled(game: Game, at: Point, work: Work, ties: Ties) -> SignallingEquilibria:
    """Return the equilibria of a game with a private type; corners are looked at anyway."""
    from lsec_models.solve.chance.signalling.equilibria import signalling_equilibria
    from lsec_models.solve.work_at_point import costing

    if ties == "against":
        raise DeclarationError("each signal has one best response, so that there are no ties; leave ties= out")
    with costing(work):
        return signalling_equilibria(game, admissible_point(game, at))


def interior_or_root(game: Game) -> Equilibrium | ImplicitEquilibrium:
    """Return the interior equilibrium in closed form, or else in terms of a root.

    Parameters
    ----------
    game : Game

    Raises
    ------
    NoClosedForm
        If there is neither; says why of both.
    """
    game = game.representative
    try:
        return interior_equilibrium(game)
    except NoClosedForm as refusal:
        if game.hidden:  # That all copies decide alike, and expectations come true, is not examined at a root.
            raise
        from lsec_models.solve.interior.implicit.implicit_equilibrium import implicit_equilibrium

        try:
            return implicit_equilibrium(game)
        except NoClosedForm as reason:
            raise NoClosedForm(f"{refusal}. Nor is it found in terms of a root: {reason}") from None


def solved_over(
    game: Any,
    at: Point | None,
    over: Mapping[Any, Any],
    work: Work,
    client: Client | str | None,
    *,
    corners: bool,
    ties: Ties,
) -> RegimesAlong | PlanarMap[str]:
    """Return regimes along one parameter, or over two; corners are looked at anyway.

    Parameters
    ----------
    game : Game
    at, over : mapping
        Numbers of all parameters that do not move, and the ends between which the others do.
    work : Work
        What is eliminated and looked at, at most.
    client : distributed.Client or str, optional
    corners, ties
        As `solve` has them, which are refused.
    """
    from lsec_models.solve.polynomial.over_parameters.regimes import regimes_over
    from lsec_models.solve.work_at_point import costing

    if not isinstance(game, Game):
        raise DeclarationError(f"over= is for games, not for {kind_of(game)}; leave it out")
    if ties == "against" or corners:
        raise DeclarationError("with over= bounds are looked at, and ties favour; leave corners= and ties= out")
    with costing(work):
        return regimes_over(game.representative, at or {}, over, work, partial(_solved_at, ties=ties), client)


def solved_at_point(game: Game, at: Point, ties: Ties, work: Work) -> Solutions:
    """Return all equilibria at a point: exact ones, or what is found in numbers where there is no other way.

    Parameters
    ----------
    game : Game
    at : mapping
        A number for every parameter.
    ties : {"favour", "against"}
    work : Work
        What is interrupted beyond it is "not resolved".
    """
    from lsec_models.games.static.results.solutions import interrupted
    from lsec_models.solve.dominated_decisions import with_dominated_decisions_remarked
    from lsec_models.solve.work_at_point import costing

    game = game.representative
    point = admissible_point(game, at)
    if ties == "against" and (game.then is not None or game.bargains):
        raise DeclarationError("ties='against' is answered for games that are stages of decisions; leave it out here")
    try:
        with costing(work):
            return with_dominated_decisions_remarked(_solved_at(game, point, ties))
    except OutOfTime as reason:
        return interrupted(game, point, str(reason))


def _solved_at(game: Game, point: Mapping[sp.Symbol, Fraction], ties: Ties) -> Solutions:
    from lsec_models.solve.bargaining.solutions import bargained_solutions_at
    from lsec_models.solve.chance.vanishing_slopes import without_vanishing_slopes
    from lsec_models.solve.corners.exact.equilibria.solutions import solutions_at
    from lsec_models.solve.interior.optimality.fulfilled_expectations import with_fulfilled_expectations
    from lsec_models.solve.interior.optimality.symmetric_profiles import for_all_copies
    from lsec_models.solve.kuhn_tucker.equilibrium import constrained_solutions_at, foresees_first
    from lsec_models.solve.kuhn_tucker.multipliers_at_point import with_multipliers
    from lsec_models.solve.numerical.solutions import numerical_solutions_at
    from lsec_models.solve.polynomial.solutions import polynomial_solutions_at
    from lsec_models.solve.quadratic import linear_quadratic
    from lsec_models.solve.searched import is_searched, kinks_are_searched
    from lsec_models.solve.sequential_choice.solutions import followed_solutions_at

    if game.then is not None:
        return followed_solutions_at(game, point)
    if game.bargains:
        return bargained_solutions_at(game, point)
    require_only_stages(game, "solve at a point")
    if is_searched(game):
        if ties == "against":
            raise DeclarationError("ties='against' is answered for payoffs that are quadratic in the decisions")
        if game.is_rational and (exact := polynomial_solutions_at(game, point)).status != "open":
            return exact
        return numerical_solutions_at(game, point)
    try:
        model = linear_quadratic(game)
    except NotQuadratic:
        if ties == "against":
            raise DeclarationError(
                "ties='against' is answered for payoffs that are quadratic in the decisions; leave it out here"
            ) from None
        if foresees_first(game):
            return _or_in_numbers(game, point, constrained_solutions_at(game, point))
        found = for_all_copies(with_fulfilled_expectations(polynomial_solutions_at(game, point)))
        if found.status == "open" and kinks_are_searched(game):
            return numerical_solutions_at(game, point)
        return without_vanishing_slopes(found)
    exact = solutions_at(game, model, point, ties)
    if exact.status == "open" and foresees_first(game) and ties == "favour":
        constrained = constrained_solutions_at(game, point)
        exact = _or_in_numbers(game, point, exact if constrained.status == "open" else constrained)
    elif foresees_first(game):
        exact = with_multipliers(exact, game, point)
    return for_all_copies(with_fulfilled_expectations(exact))


def _or_in_numbers(game: Game, point: Mapping[sp.Symbol, Fraction], exact: Solutions) -> Solutions:
    """Return what is exact, or what is found in numbers where that is not resolved."""
    from lsec_models.solve.numerical.solutions import numerical_solutions_at

    if exact.status != "open" or game.hidden:
        return exact
    searched = numerical_solutions_at(game, point)
    return exact if searched.status == "open" else searched


def solved_with_corners(game: Game, work: Work) -> PiecewiseEquilibrium:
    """Return all regimes of a linear-quadratic game, also those in which constraints bind.

    Parameters
    ----------
    game : Game
    work : Work
        What search and proofs may cost.
    """
    from lsec_models.solve.corners.tiling import solve_corners
    from lsec_models.solve.interior.existence.contradictory_assumptions import require_consistent
    from lsec_models.solve.kuhn_tucker.equilibrium import constrained_equilibrium, foresees_first

    game = game.representative
    require_consistent(game.domain)
    return constrained_equilibrium(game, work) if foresees_first(game) else solve_corners(game, work)
