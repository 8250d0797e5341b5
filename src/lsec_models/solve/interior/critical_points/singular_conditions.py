"""Why the linear first-order conditions of a stage determine nothing: which payoff, which decisions, and what to do."""

from __future__ import annotations

from collections.abc import Mapping

import sympy as sp

from lsec_models.algebra.polynomials.linear import determinant
from lsec_models.algebra.polynomials.ratio import Ratio
from lsec_models.errors import NoFixedPoint
from lsec_models.games.static.game import Game
from lsec_models.games.static.order import Move, Stage

_Marginal = Mapping[sp.Symbol, Ratio]


def why_singular(game: Game, stage: Stage, marginal: Mapping[sp.Symbol, Ratio]) -> str:
    """Return why first-order conditions have no only solution, and the way out.

    1. A payoff that is linear in one decision.
    2. An expectation that any number fulfils, or none.
    3. A payoff that does not bend in some direction of its owner's own decisions: level there, where decisions are
       interchangeable, or of a slope that is not zero.
    4. Otherwise best replies of several players are parallel.

    Parameters
    ----------
    game : Game
    stage : Stage
    marginal : mapping from decision to Ratio
        What a unit of it adds to its owner's payoff, linear in the decisions of the stage.

    Raises
    ------
    NoFixedPoint
        If it is due to an expectation.
    """
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
    for move in stage.moves:
        direction = _not_bending(move, marginal)
        along = sum((marginal[d] * part for d, part in direction.items()), Ratio.constant(game.ring, 0))
        if direction and not any(along.depends_on(decision) for decision in stage.decisions):
            return f"{where}: {_of_one_payoff(move, direction, along)}"
    names = ", ".join(decision.name for decision in stage.decisions)
    players = " and ".join(move.player for move in stage.moves)
    if len(stage.moves) == 1:
        return (
            f"{where}: the first-order conditions do not determine {names}: the payoff of {players} is level nowhere, "
            "or all along a line; look at its ends with corners=True or at a point, or give what bends it a parameter"
        )
    return (
        f"{where}: the first-order conditions do not determine {names} (their matrix is singular): best replies of "
        f"{players} to each other run in parallel, so that they meet nowhere, or all along a line; look at the sign "
        "and the size of what one decision adds to the payoff of another player, or give it a parameter"
    )


def no_fixed_point(game: Game, symbol: str) -> str:
    """Return what to say of an expectation that no number fulfils, or any number does."""
    return (
        f"the expectation {symbol} = {game.expected[symbol]} has no fixed point, or every number is one: what is "
        f"expected moves one for one with {symbol}; weaken that effect, or give it a parameter for its strength"
    )


def _not_bending(move: Move, marginal: _Marginal) -> dict[sp.Symbol, Ratio]:
    """Return a direction of a player's decisions in which all its marginal payoffs stay; empty if there is none.

    It is what the cofactors of the last row give where the first leading minor vanishes.
    """
    for size in range(2, len(move.decisions) + 1):
        own = move.decisions[:size]
        hessian = [[marginal[x].derivative(y) for y in own] for x in own]
        ring = marginal[own[0]].ring
        if determinant(ring, hessian).is_zero():
            rest = hessian[:-1]
            minors = [determinant(ring, [[*row[:i], *row[i + 1 :]] for row in rest]) for i in range(size)]
            return {decision: minors[i] if i % 2 == 0 else -minors[i] for i, decision in enumerate(own)}
    return {}


def _of_one_payoff(move: Move, direction: Mapping[sp.Symbol, Ratio], along: Ratio) -> str:
    """Return what to say of a payoff with this slope in a direction in which it does not bend."""
    moved = [decision for decision, part in direction.items() if not part.is_zero()]
    names = " and ".join(decision.name for decision in moved)
    paces = ", ".join(f"{d} by {(direction[d] / direction[moved[-1]]).expression()}" for d in moved)
    if along.is_zero():
        return (
            f"the first-order conditions do not determine {names} (their matrix is singular): the payoff of "
            f"{move.player!r} stays the same as they move together, {paces}; are these decisions interchangeable, such "
            "as two margins of one player? Merge them or give each its own cost"
        )
    return (
        f"the payoff of {move.player!r} is not strictly concave in {names}: as they move together, {paces}, it rises "
        f"without end one way unless {along.expression()} = 0; look at the sign with which one of them enters what the "
        "other earns, or add a cost that is strictly convex in them"
    )
