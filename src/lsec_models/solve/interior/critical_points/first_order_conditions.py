"""One stage of a game: all first-order conditions at once, solved exactly."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import sympy as sp

from lsec_models.algebra.polynomials.linear import SingularSystem, common_root
from lsec_models.algebra.polynomials.ratio import Ratio
from lsec_models.algebra.polynomials.ring import Polynomial, Ring
from lsec_models.errors import NoInteriorOptimum
from lsec_models.games.static.game import Game
from lsec_models.games.static.order import Stage
from lsec_models.solve.interior.critical_points.elimination import solve_by_elimination
from lsec_models.solve.interior.critical_points.singular_conditions import why_singular


@dataclass(frozen=True, kw_only=True)
class StageSolution:
    """The decisions of a stage as functions of parameters and earlier decisions, and how they were found."""

    responses: dict[sp.Symbol, Ratio]
    method: str


def solve_stage(game: Game, stage: Stage, payoffs: Mapping[str, Ratio]) -> StageSolution:
    """Solve the first-order conditions of all players of a stage together.

    Parameters
    ----------
    game : Game
    stage : Stage
    payoffs : mapping from player to Ratio
        With the responses of later stages inserted.

    Raises
    ------
    NoInteriorOptimum
        If the conditions are singular: they contradict each other, or leave a decision open.
    NoFixedPoint
        If that is so of an expectation.
    NoClosedForm
        If they are not linear and have no unique admissible rational solution.
    """
    unknowns = stage.decisions
    marginal = {d: payoffs[move.player].derivative(d) for move in stage.moves for d in move.decisions}
    conditions = [marginal[decision].numerator for decision in unknowns]
    if not all(_is_linear(game.ring, condition, unknowns) for condition in conditions):
        return StageSolution(responses=solve_by_elimination(game, stage, marginal), method="elimination")
    try:
        return StageSolution(responses=common_root(game.ring, conditions, unknowns), method="linear")
    except SingularSystem:
        raise NoInteriorOptimum(why_singular(game, stage, marginal)) from None


def _is_linear(ring: Ring, polynomial: Polynomial, unknowns: tuple[sp.Symbol, ...]) -> bool:
    places = [ring.index[unknown] for unknown in unknowns]
    return all(sum(powers[i] for i in places) <= 1 for powers in polynomial.monoms())
