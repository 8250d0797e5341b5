"""The first-order conditions of the last stages of a game, stacked into one square system.

A follower's payoff depends on its decision directly and through what later stages answer. The answers are given by
equations; their derivative enters the follower's first-order condition through multipliers (the adjoint of those
equations), which become unknowns of their own. So no response is ever solved for in symbols, and derivatives are exact.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import sympy as sp

from lsec_models.games.static.game import Game
from lsec_models.games.static.order import Move, Stage


@dataclass(frozen=True, kw_only=True)
class MoveBlock:
    """Where one move stands in the system.

    Attributes
    ----------
    own : tuple of int
        Places of the player's decisions among the unknowns, and of its first-order conditions among the equations.
    inner : tuple of int
        Places of what the player takes into account as reacting to it: the decisions and multipliers of later stages,
        and its own multipliers.
    """

    own: tuple[int, ...]
    inner: tuple[int, ...]


@dataclass(frozen=True, kw_only=True)
class StackedSystem:
    """Equations of the last stages of a game; unknown and equation number i belong together.

    Attributes
    ----------
    unknowns : list of sympy.Symbol
        Decisions of these stages and multipliers, last stage first.
    equations : list of sympy.Expr
        Each to be zero. The one of a decision that may not be negative is its marginal payoff where its switch is 0,
        and the decision itself where the switch is 1, that is, where the decision is held at zero.
    marginals : dict from int to sympy.Expr
        The marginal payoff of each decision, by its place.
    switches : dict from int to sympy.Symbol
        The switch of each decision that may not be negative, by its place.
    blocks : list of MoveBlock
        One for each move.
    """

    unknowns: list[sp.Symbol] = field(default_factory=list)
    equations: list[sp.Expr] = field(default_factory=list)
    marginals: dict[int, sp.Expr] = field(default_factory=dict)
    switches: dict[int, sp.Symbol] = field(default_factory=dict)
    blocks: list[MoveBlock] = field(default_factory=list)


def stacked_system(game: Game, stages: Sequence[Stage]) -> StackedSystem:
    """Return the system of the last stages of a game.

    1. Begin with the last stage: every marginal payoff is zero.
    2. Go one stage up. With E(z) = 0 the equations so far, give each mover multipliers v with ``E_z' v = payoff_z``;
       its marginal payoff in a decision x, later stages answering, is then ``payoff_x - E_x' v``.
    3. Append multipliers and decisions to the unknowns, those equations to the equations, and repeat.

    Parameters
    ----------
    game : Game
    stages : sequence of Stage
        Some last stages of the game, in order.

    Returns
    -------
    StackedSystem

    References
    ----------
    Simaan, M. and Cruz, J. B. (1973). On the Stackelberg strategy in nonzero-sum games. Journal of Optimization Theory
    and Applications 11, 533-555.
    """
    payoffs = {player.name: player.payoff for player in game.players}
    system = StackedSystem()
    for stage in reversed(stages):
        later, answers = list(system.unknowns), list(system.equations)
        for move in stage.moves:
            _append(system, move, payoffs[move.player], later, answers)
    return system


def _append(system: StackedSystem, move: Move, payoff: sp.Expr, later: list[sp.Symbol], answers: list[sp.Expr]) -> None:
    multipliers = [sp.Dummy(f"v{i}") for i in range(len(later))]
    places = range(len(system.unknowns), len(system.unknowns) + len(later))
    for unknown, multiplier in zip(later, multipliers, strict=True):
        system.unknowns.append(multiplier)
        system.equations.append(_adjoint(answers, multipliers, unknown) - sp.diff(payoff, unknown))
    own = []
    for decision in move.decisions:
        own.append(len(system.unknowns))
        marginal = sp.diff(payoff, decision) - _adjoint(answers, multipliers, decision)
        system.marginals[own[-1]] = marginal
        system.unknowns.append(decision)
        system.equations.append(_switched(system, own[-1], decision, marginal))
    system.blocks.append(MoveBlock(own=tuple(own), inner=(*range(len(later)), *places)))


def _adjoint(equations: list[sp.Expr], multipliers: list[sp.Symbol], unknown: sp.Symbol) -> sp.Expr:
    return sp.Add(*(sp.diff(e, unknown) * v for e, v in zip(equations, multipliers, strict=True)))


def _switched(system: StackedSystem, place: int, decision: sp.Symbol, marginal: sp.Expr) -> sp.Expr:
    if not decision.is_nonnegative:
        return marginal
    switch = system.switches[place] = sp.Dummy(f"held_{decision.name}")
    return (1 - switch) * marginal + switch * decision
