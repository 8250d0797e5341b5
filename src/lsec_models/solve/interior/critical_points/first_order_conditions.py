"""One stage of a game: all first-order conditions at once, solved exactly."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import sympy as sp

from lsec_models.algebra.polynomials.linear import SingularSystem, common_root
from lsec_models.algebra.polynomials.ratio import Ratio
from lsec_models.algebra.polynomials.ring import Polynomial, Ring
from lsec_models.errors import NoFixedPoint, NoInteriorOptimum
from lsec_models.games.static.game import Game
from lsec_models.games.static.order import Stage
from lsec_models.solve.interior.critical_points.elimination import solve_by_elimination


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
        raise NoInteriorOptimum(_why_singular(game, stage, marginal)) from None


def no_fixed_point(game: Game, symbol: str) -> str:
    """Return what to say of an expectation that no number fulfils, or any number does."""
    return (
        f"the expectation {symbol} = {game.expected[symbol]} has no fixed point, or every number is one: what is "
        f"expected moves one for one with {symbol}; weaken that effect, or give it a parameter for its strength"
    )


def _is_linear(ring: Ring, polynomial: Polynomial, unknowns: tuple[sp.Symbol, ...]) -> bool:
    places = [ring.index[unknown] for unknown in unknowns]
    return all(sum(powers[i] for i in places) <= 1 for powers in polynomial.monoms())


def _why_singular(game: Game, stage: Stage, marginal: Mapping[sp.Symbol, Ratio]) -> str:
    where = f"{stage} of {game.label}"
    for move in stage.moves:
        for decision in move.decisions:
            if not marginal[decision].depends_on(decision) and decision.name not in game.expected:
                return (
                    f"{where}: the payoff of {move.player!r} is linear in {decision}, so that first-order conditions "
                    "do not determine it; add a cost that is strictly convex in it, or fix it as a parameter"
                )
    expected = [decision.name for decision in stage.decisions if decision.name in game.expected]
    if expected:
        raise NoFixedPoint(no_fixed_point(game, expected[0]))
    names = ", ".join(decision.name for decision in stage.decisions)
    return (
        f"{where}: the first-order conditions do not determine {names} (their matrix is singular); are two decisions "
        "interchangeable, such as two margins of one player? Merge them or give each its own cost"
    )
