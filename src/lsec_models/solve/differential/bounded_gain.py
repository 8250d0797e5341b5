"""Is a player's gain bounded when only the others keep to their strategies? One state, quadratic values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import sympy as sp

from lsec_models.algebra.domains.symbols import Decision, Parameter
from lsec_models.algebra.polynomials.ratio import Ratio, ratio
from lsec_models.algebra.polynomials.ring import Ring, quadratic_parts, ring_of
from lsec_models.games.differential.game import speed_name
from lsec_models.games.differential.hjb import CoefficientSystem, Requirement
from lsec_models.games.differential.state_polynomials import collected
from lsec_models.games.static.game import Game
from lsec_models.games.static.player import Player
from lsec_models.solve.differential.instant_game import declared_flow, rate_of
from lsec_models.solve.interior.backward_induction import backward_induction

_OWN = Parameter("own curvature", real=True)
_SLOPE = Parameter("own slope", real=True)


def with_bounded_gains(system: CoefficientSystem) -> CoefficientSystem:
    """Return the system with a requirement for each decider: that nobody gains without bound by letting the stock grow.

    A stable closed loop is not enough where payoffs rise with the square of the stock: each player's strategy must be
    best among all, not only among those that keep the stock bounded. Given the others' strategies (and the responses of
    those who move after it), a player's own Riccati equation is quadratic, and its solution from zero at the end of a
    long horizon tends to the stabilising root exactly if the other root is positive.

    Systems with several states or linear value functions are returned as they are.

    References
    ----------
    Engwerda, J. (2005). LQ Dynamic Optimization and Differential Games, sections 5.5 and 8.3. Wiley.
    """
    if len(system.stocks) > 1 or system.degree < 2:
        return system
    requirements = [requirement for unit in system.deciders for requirement in _bounded(system, unit)]
    return replace(system, requirements=(*system.requirements, *requirements))


def _bounded(system: CoefficientSystem, unit: str) -> list[Requirement]:
    (state,) = system.stocks
    ring = ring_of((*system.ring.symbols, _OWN))
    i = ring.index[_OWN]
    equation = collected(_own_residual(system, unit, ring), system.stocks)
    if equation is None or (2,) not in equation or equation[(2,)].numerator.degrees()[i] < 2:
        return []
    a, b, _ = quadratic_parts(ring, equation[(2,)].numerator, i)
    ours = Ratio.variable(ring, system.coefficients[unit][2,])
    other = -(Ratio(ring, b, a) + ours)
    origin = f"bounded gain of {unit} from {state}"
    return [Requirement(value=other.convert(system.ring), strict=True, origin=origin, along=False)]


def _own_residual(system: CoefficientSystem, unit: str, ring: Ring) -> Ratio:
    """Return the Hamilton-Jacobi-Bellman residual of one player for whom the others' strategies are given."""
    game = system.game
    (state,) = system.stocks
    own = _own_decisions(system, unit)
    wide = ring_of((*ring.symbols, _SLOPE, *game.decisions))
    flow = ratio(wide, declared_flow(game, unit))
    speed = game.instant.ratios[speed_name(state)].convert(wide)
    for images in _given(system, own, wide):
        flow, speed = flow.substitute(images), speed.substitute(images)
    hamiltonian = flow + Ratio.variable(wide, _SLOPE) * speed
    alone = Game(players=[Player(unit, decides=own, payoff=hamiltonian.expression())])
    best = backward_induction(alone).exact[unit]
    curve = Ratio(wide, wide.generators[wide.index[_OWN]] * wide.generators[wide.index[state]])
    best = best.convert(wide).substitute({_SLOPE: curve}).convert(ring)
    square = Ratio(ring, ring.generators[ring.index[_OWN]] * ring.generators[ring.index[state]] ** 2)
    return best - rate_of(game, unit).convert(ring) * square / Ratio.constant(ring, 2)


def _own_decisions(system: CoefficientSystem, unit: str) -> tuple[Decision, ...]:
    players = {player.name: tuple(player.decides) for player in system.game.players}
    return players.get(unit, system.game.decisions)


def _given(system: CoefficientSystem, own: tuple[Decision, ...], wide: Ring) -> list[Mapping[sp.Symbol, Ratio]]:
    """Return the responses of the others to insert, the latest stage first."""
    return [
        {d: system.responses[d.name].convert(wide) for d in stage.decisions if d not in own}
        for stage in reversed(system.game.instant.stages)
    ]
