"""Audits of differential games: is this an equilibrium, by ways that share nothing with the solver?"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
import sympy as sp

from lsec_models.algebra.domains.parameter_point import blank_point
from lsec_models.audits.dynamic.hjb_residual import hjb_residuals
from lsec_models.audits.dynamic.policy import Array, Deviation, Policy
from lsec_models.audits.dynamic.simulation import run
from lsec_models.audits.dynamic.transcription import BestResponse, best_reply, limits_of
from lsec_models.errors import DeclarationError
from lsec_models.games.differential.feedback import FeedbackEquilibrium
from lsec_models.games.differential.feedback_at_point import FeedbackPoint
from lsec_models.games.differential.finite_horizon import FiniteFeedback, FinitePoint
from lsec_models.games.refusals import refusal
from lsec_models.signature import explained

Bounds = Mapping[str, tuple[float, float]]
_PIECES = 12
_STEPS = 300
_BATCH = 500


@dataclass(frozen=True, kw_only=True)
class AuditedPlayer:
    """What was found about one decider.

    Attributes
    ----------
    player : str
        A player, or all together.
    value : float
        What the value function says at the initial stocks.
    simulated : float
        The discounted payoff of the simulated path.
    random_gain : float
        The most that a random piecewise constant deviation gains; negative where all lose.
    reply : BestResponse
        The best deviation that direct transcription finds, which knows nothing of the equilibrium.
    """

    player: str
    value: float
    simulated: float
    random_gain: float
    reply: BestResponse

    @property
    def simulation_error(self) -> float:
        """How far simulation and value function are apart, relative to the size of the value (at least one)."""
        return abs(self.simulated - self.value) / max(1.0, abs(self.value))

    @property
    def optimised_gain(self) -> float:
        """What the optimised deviation gains over keeping to the strategy."""
        return self.reply.payoff - self.reply.kept


@dataclass(frozen=True, kw_only=True)
class DynamicAudit:
    """The audit of an equilibrium of a differential game.

    Attributes
    ----------
    players : tuple of AuditedPlayer
        The deciders.
    draws : int
        How many random deviations were tried for each.
    residuals : Mapping from str to sympy.Expr, or None
        What the Hamilton-Jacobi-Bellman equations leave over (zero), where there is a closed form.
    """

    players: tuple[AuditedPlayer, ...]
    draws: int
    residuals: Mapping[str, sp.Expr] | None

    @property
    def largest_gain(self) -> float:
        """The most that anybody gains by deviating, relative to the size of the value (at least one)."""
        gains = [(max(p.random_gain, p.optimised_gain), p.value) for p in self.players]
        return max(gain / max(1.0, abs(value)) for gain, value in gains)

    @property
    def simulation_error(self) -> float:
        """How far simulations and value functions are apart at most, relative."""
        return max(player.simulation_error for player in self.players)

    @property
    def is_exact(self) -> bool:
        """Whether the Hamilton-Jacobi-Bellman equations hold identically, as far as they were read in closed form."""
        return self.residuals is not None and all(residual == 0 for residual in self.residuals.values())


@explained
def audit_differential(
    equilibrium: FeedbackEquilibrium | FeedbackPoint | FiniteFeedback | FinitePoint,
    *,
    at: Mapping[str | sp.Symbol, object] | None = None,
    draws: int = 200,
    seed: int = 0,
    pieces: int = 24,
    bounds: Bounds | None = None,
) -> DynamicAudit:
    """Check an equilibrium of a differential game at one point of the parameter space.

    1. In closed form: insert value functions and strategies into the Hamilton-Jacobi-Bellman equations as declared
       (:func:`hjb_residuals`).
    2. Simulate the closed loop on the declared dynamics, and compare discounted payoffs with the value functions.
    3. Let each decider deviate at random: a piecewise constant path over the first half of the time, levels or shocks
       on its own strategy, on three scales. The others keep to their strategies, at zero where a decision declared
       nonnegative would be less; those who move after it at the same instant respond. A path that drives a stock
       declared nonnegative below zero does not count.
    4. Let each decider optimise a piecewise constant path of its decisions from scratch
       (:func:`lsec_models.audits.dynamic.transcription.best_reply`).

    Parameters
    ----------
    equilibrium : FeedbackEquilibrium, FeedbackPoint, FiniteFeedback or FinitePoint
    at : mapping, optional
        The parameters, where the equilibrium is a closed form.
    draws : int
        Random deviations for each decider.
    seed : int
    pieces : int
        Pieces of the optimised path.
    bounds : mapping from decision to (lowest, highest), optional
        Within which deviations are looked for, such as ``{"phi": (0, 0.99)}`` for a share; decisions declared
        nonnegative are at least zero in any case.

    Returns
    -------
    DynamicAudit

    Raises
    ------
    DeclarationError
        If parameters are missing, or given although they are fixed.
    OutsideDomain
        If the equilibrium does not hold there.
    ExplosiveSimulation
        If a path leaves every bound.
    """
    residuals = hjb_residuals(equilibrium) if isinstance(equilibrium, FeedbackEquilibrium) else None
    policy = Policy(_solution(equilibrium, at))
    rng = np.random.default_rng(seed)
    times = np.linspace(0.0, policy.horizon, policy.steps(policy.horizon, _STEPS) + 1)
    base = run(policy, times).payoffs[0]
    audited = []
    for decider in dict.fromkeys(policy.owners.values()):
        members = policy.game.members(decider)
        simulated = float(base[members].sum())
        begun = sum(float(policy.value(policy.game.players[i].name, 0.0, policy.start)) for i in members)
        random = _random_payoffs(policy, decider, times, draws, rng, bounds)[:, members].sum(axis=1)
        audited.append(
            AuditedPlayer(
                player=decider,
                value=begun,
                simulated=simulated,
                random_gain=float(random.max() - simulated) if draws else -np.inf,
                reply=best_reply(policy, decider, pieces=pieces, bounds=bounds),
            )
        )
    return DynamicAudit(players=tuple(audited), draws=draws, residuals=residuals)


def _solution(equilibrium: object, at: Mapping[str | sp.Symbol, object] | None) -> FeedbackPoint | FinitePoint:
    if isinstance(equilibrium, FeedbackEquilibrium | FiniteFeedback):
        if at is None:
            symbols = equilibrium.game.ring.symbols
            raise DeclarationError(f"a closed form is audited at one point; give at={blank_point(symbols)}")
        return equilibrium.at(at)
    if not isinstance(equilibrium, FeedbackPoint | FinitePoint):
        raise refusal("audit_differential", "feedback equilibria", equilibrium)
    if at is not None:
        raise DeclarationError("this equilibrium stands at one point already; leave out at=")
    return equilibrium


def _random_payoffs(
    policy: Policy, decider: str, times: Array, draws: int, rng: np.random.Generator, bounds: Bounds | None
) -> Array:
    payoffs = [np.zeros((0, len(policy.game.players)))]
    for begin in range(0, draws, _BATCH):
        size = min(_BATCH, draws - begin)
        deviations = _random_deviations(policy, decider, size, rng, bounds)
        done = run(policy, times, paths=size, deviations=deviations)
        # A path that leaves the declared states is none that a deviation may take.
        payoffs.append(np.where(done.outside[:, None] > 0, -np.inf, done.payoffs))
    return np.concatenate(payoffs)


def _random_deviations(
    policy: Policy, decider: str, size: int, rng: np.random.Generator, bounds: Bounds | None
) -> Callable[[float], dict[str, Deviation]]:
    own = [decision for decision in policy.game.decisions if policy.owners[decision.name] == decider]
    edges = np.sort(rng.uniform(0.0, policy.horizon / 2, (_PIECES - 1, size)), axis=0)
    present = policy.decide(0.0, policy.start[None, :])[0]
    usual = {d.name: max(abs(float(present[i])), 1e-3) for i, d in enumerate(policy.game.decisions)}
    scales = 10.0 ** rng.integers(-2, 1, size)
    shocks = {d.name: usual[d.name] * scales * rng.standard_normal((_PIECES, size)) for d in own}
    from_scratch = rng.random(size) < 0.5
    limits = {d.name: limits_of(d, bounds) for d in own}

    def deviations(time: float) -> dict[str, Deviation]:
        if time >= policy.horizon / 2:
            return {}
        piece = (edges <= time).sum(axis=0)

        def changed(name: str, value: Array) -> Array:
            shock = shocks[name][piece, np.arange(size)]
            changed_to: Array = np.clip(np.where(from_scratch, usual[name] + shock, value + shock), *limits[name])
            return changed_to

        return {d.name: changed for d in own}

    return deviations
