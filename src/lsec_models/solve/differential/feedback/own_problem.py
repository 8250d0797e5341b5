"""Several states: does each decider's own problem, the others' strategies given, lead to the solution?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import sympy as sp

from lsec_models.algebra.domains.symbols import Decision
from lsec_models.errors import NoStabilisingSolution
from lsec_models.games.differential.feedback_at_point import FeedbackPoint
from lsec_models.games.differential.game import DifferentialGame
from lsec_models.games.differential.hjb import CoefficientSystem
from lsec_models.games.static.player import Player
from lsec_models.solve.differential.finite_horizon.riccati_backwards import integrated_finite
from lsec_models.solve.differential.instant_game import declared_flow, rate_of

_RELAXATIONS = 20.0
_SAME = 1e-4


def gains_without_bound(system: CoefficientSystem, candidate: FeedbackPoint) -> str:
    """Return which decider could gain without bound against the others' strategies; empty if nobody could.

    With one state an exact condition says so (:mod:`lsec_models.solve.differential.bounded_gain`). With
    several, each decider's own Riccati equation, the strategies of the others inserted, is integrated backwards from
    zero over a long horizon: it must come to the decider's value function. A stabilising solution for which it does not
    is best only among strategies that keep the stocks bounded.

    Parameters
    ----------
    system : CoefficientSystem
    candidate : FeedbackPoint
        With a stable closed loop.
    """
    game = system.game
    if len(system.stocks) == 1 or system.degree < 2:
        return ""
    for unit in system.deciders:
        try:
            best = integrated_finite(_own_problem(system, candidate, unit), {})
        except NoStabilisingSolution:
            return unit
        reached = dict(zip(best.symbols, best.coefficients(0.0), strict=True))
        value = sp.Add(*(v for name, v in candidate.values.items() if unit in (name, game.coalition)))
        gap = sp.hessian(best.values[unit].subs(reached) - value, system.stocks)
        size = max(1.0, *(abs(float(entry)) for entry in sp.hessian(value, system.stocks)))
        if max(abs(float(entry)) for entry in gap) > _SAME * size:
            return unit
    return ""


def _own_problem(system: CoefficientSystem, candidate: FeedbackPoint, unit: str) -> DifferentialGame:
    game = system.game
    numbers = {s: sp.Rational(*candidate.point[s.name].as_integer_ratio()) for s in game.ring.symbols}
    owned = {player.name: tuple(player.decides) for player in game.players}.get(unit, game.decisions)
    flow = declared_flow(game, unit).subs(numbers)
    speeds = {state: sp.sympify(speed).subs(numbers) for state, speed in game.states.items()}
    free = {decision: Decision(decision.name, real=True) for decision in owned}
    for images in (*_given(system, candidate, owned), free):
        flow, speeds = flow.subs(images), {state: speed.subs(images) for state, speed in speeds.items()}
    return DifferentialGame(
        states=speeds,
        players=[Player(unit, decides=list(free.values()), payoff=flow)],
        discount=rate_of(game, unit).expression().subs(numbers),
        initial=dict.fromkeys(speeds, 0),
        horizon=_RELAXATIONS / candidate.speed,
    )


def _given(
    system: CoefficientSystem, candidate: FeedbackPoint, owned: tuple[Decision, ...]
) -> Iterator[Mapping[sp.Symbol, sp.Expr]]:
    """Yield the responses of the others to insert, the latest stage first."""
    for stage in reversed(system.game.instant.stages):
        yield {d: candidate.responses[d.name] for d in stage.decisions if d not in owned}
