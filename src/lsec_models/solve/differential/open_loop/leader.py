"""A leader who commits to a path of decisions: its canonical system has the followers' costates among the states."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import sympy as sp

from lsec_models.algebra.domains.symbols import Decision, Parameter
from lsec_models.errors import DeclarationError, NoInteriorOptimum
from lsec_models.games.differential.game import DifferentialGame
from lsec_models.solve.differential.instant_game import declared_flow, rate_of, slope_symbols
from lsec_models.solve.differential.linear_quadratic_game import ControlProblem, LinearQuadraticGame
from lsec_models.solve.differential.open_loop.canonical_system import Numbers, OpenLoopSystem, inserted


@dataclass(frozen=True, kw_only=True)
class Leadership:
    """What a leader's problem comes to.

    Attributes
    ----------
    leader : str
    system : OpenLoopSystem
        States, the followers' costates, and the leader's costates of both.
    problem : ControlProblem
        The leader's, its states the stocks and the followers' costates.
    """

    leader: str
    system: OpenLoopSystem
    problem: ControlProblem


def leadership(lq: LinearQuadraticGame, numbers: Numbers) -> Leadership:
    """Return the problem of one leader who announces a path at the start and keeps to it.

    1. The followers' first-order conditions give their decisions in stocks, own costates and the leader's decisions.
    2. The leader maximises subject to how stocks and the followers' costates move. The latter start anywhere and end at
       zero, so that what they are worth to the leader starts at zero and ends anywhere.

    Raises
    ------
    DeclarationError
        If more than one player moves first, a player moves twice, or there are more than two moves.
    NoInteriorOptimum
        If the followers' decisions are not determined by their first-order conditions.

    References
    ----------
    Simaan, M. and Cruz, J. B. (1973). On the Stackelberg strategy in nonzero-sum games. Journal of Optimization Theory
    and Applications 11(5), 533-555.
    """
    game = lq.game
    leader, own, others = _movers(game)
    costates = {unit: symbols for unit, symbols in slope_symbols(game).items() if unit != leader}
    speeds = [sp.sympify(speed).subs(numbers) for speed in game.states.values()]
    aims = {
        unit: sp.expand(
            declared_flow(game, unit).subs(numbers)
            + sp.Add(*(own_costates[x] * f for x, f in zip(game.stocks, speeds, strict=True)))
        )
        for unit, own_costates in costates.items()
    }
    answers = _solved([sp.diff(aims[unit], d) for unit, places in others.items() for d in places], others, game)
    watched = [costates[unit][x] for unit in costates for x in game.stocks]
    states = [*game.stocks, *watched]
    moves = [sp.expand(speed.subs(answers)) for speed in speeds]
    for unit, own_costates in costates.items():
        rate = rate_of(game, unit).expression().subs(numbers)
        moves += [sp.expand((rate * own_costates[x] - sp.diff(aims[unit], x)).subs(answers)) for x in game.stocks]
    flow = sp.expand(declared_flow(game, leader).subs(numbers).subs(answers))
    problem = _own_problem(states, list(own), moves, flow, lq.rates[leader])
    worth = [Parameter(f"leader's worth[{state.name}]", real=True) for state in states]
    hamiltonian = sp.expand(flow + sp.Add(*(w * move for w, move in zip(worth, moves, strict=True))))
    decided = _solved([sp.diff(hamiltonian, d) for d in own], {leader: own}, game)
    rate = lq.rates[leader]
    motion = [*moves, *(rate * w - sp.diff(hamiltonian, state) for w, state in zip(worth, states, strict=True))]
    chosen = {**{d: sp.expand(law.subs(decided)) for d, law in answers.items()}, **decided}
    size, n = len(states), len(game.stocks)
    return Leadership(
        leader=leader,
        problem=problem,
        system=inserted(
            game,
            numbers,
            [*states, *worth],
            [sp.expand(move.subs(decided)) for move in motion],
            chosen,
            begins_at_zero=range(size + n, 2 * size),
        ),
    )


def _movers(game: DifferentialGame) -> tuple[str, tuple[Decision, ...], Mapping[str, tuple[Decision, ...]]]:
    first, *rest = game.instant.stages
    later = {move.player: tuple(move.decisions) for stage in rest for move in stage.moves}
    (lead, *more) = first.moves
    if more or len(rest) != 1 or lead.player in later:
        raise DeclarationError(
            f"{game.label}: commitment to a path is solved for one leader and followers who answer at once, each "
            'moving once; change order=, or use information="feedback"'
        )
    return lead.player, tuple(lead.decisions), later


def _solved(
    conditions: list[sp.Expr], owned: Mapping[str, tuple[Decision, ...]], game: DifferentialGame
) -> dict[sp.Symbol, sp.Expr]:
    unknowns = [d for decisions in owned.values() for d in decisions]
    matrix, right = sp.linear_eq_to_matrix(conditions, unknowns)
    if matrix.det() == 0:
        raise NoInteriorOptimum(
            f"{game.label}: the first-order conditions do not determine {', '.join(map(str, unknowns))}; add costs "
            "that are strictly convex in them"
        )
    return dict(zip(unknowns, matrix.inv() * right, strict=True))


def _own_problem(
    states: list[sp.Symbol], own: list[Decision], moves: list[sp.Expr], flow: sp.Expr, rate: sp.Rational
) -> ControlProblem:
    motion = sp.Matrix(moves).jacobian([*states, *own])
    curve, n = sp.hessian(flow, [*states, *own]), len(states)
    return ControlProblem(
        drift=motion[:, :n],
        effect=motion[:, n:],
        state_curve=curve[:n, :n],
        cross_curve=curve[:n, n:],
        decision_curve=curve[n:, n:],
        rate=rate,
    )
