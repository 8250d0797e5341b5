"""Direct transcription: a player's best piecewise constant path of decisions, the others' strategies given."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise

import numpy as np

from lsec_models.algebra.domains.symbols import Decision
from lsec_models.audits.dynamic.policy import Array, Deviation, Policy
from lsec_models.audits.dynamic.simulation import run
from lsec_models.errors import ExplosiveSimulation, NotConverged, UnknownName, nearest
from lsec_models.games.differential.feedback_at_point import FeedbackPoint

_SUBSTEPS = 4
_REST = 40
_BEND = 3.0
_FIRST = 0.1
_PUNISHMENT = 100.0
_MULTIPLES = (0.0, 1.0, 3.0, 10.0, 30.0, -1.0, -10.0)
Bounds = Mapping[str, tuple[float, float]]


@dataclass(frozen=True, kw_only=True)
class BestResponse:
    """The best path that was found.

    Attributes
    ----------
    edges : array of shape (pieces + 1,)
        When the pieces begin and end; short ones first.
    levels : array of shape (decisions, pieces)
        The decisions of the player.
    payoff : float
        What it earns, discounted to time 0.
    kept : float
        What keeping to the strategy earns in the same simulation.
    on_top : bool
        Whether the levels are added to what the strategy says, rather than taken instead of it.
    """

    edges: Array = field(repr=False)
    levels: Array = field(repr=False)
    payoff: float
    kept: float
    on_top: bool


def best_reply(policy: Policy, decider: str, *, pieces: int = 24, bounds: Bounds | None = None) -> BestResponse:
    """Return the best piecewise constant path of one player's decisions, the others keeping to their strategies.

    The discounted payoff of the simulated path is maximised over the levels (L-BFGS-B, differences of simulations run
    at once as its gradient) from a start that knows no more of the equilibrium than its size: the best among some
    constant levels, zero one of them. Over an infinite
    horizon the player returns to its strategy after the last piece, and the stocks come to rest; the flow there goes
    on for ever. Where the stocks run away unless the player steadies them, the levels are added to its strategy
    instead, and the start is a shock of the same size in all pieces.

    A stock that is declared nonnegative is not driven below zero: how far a path goes below, summed over time, is
    subtracted from its payoff a hundred times, in units of the payoff from the start. What is left of a gain is one
    that some path earns.

    Parameters
    ----------
    policy : Policy
    decider : str
        A player with decisions, or the coalition.
    pieces : int
    bounds : mapping from decision to (lowest, highest), optional
        Decisions declared nonnegative are at least zero in any case.

    Returns
    -------
    BestResponse

    Raises
    ------
    UnknownName
        If nobody who decides is called like that.
    NotConverged
        If the optimiser stops without an optimum.
    """
    own = [d for d in policy.game.decisions if policy.owners[d.name] == decider]
    if not own:
        raise UnknownName(f"{decider!r} decides nothing; {nearest(decider, set(policy.owners.values()))}")
    try:
        return _optimised(_Problem(policy, own, pieces, bounds, on_top=False))
    except ExplosiveSimulation:
        return _optimised(_Problem(policy, own, pieces, bounds, on_top=True))


class _Problem:
    """Payoffs of one player as a function of the levels of its decisions, many at once."""

    def __init__(
        self, policy: Policy, own: list[Decision], pieces: int, bounds: Bounds | None, *, on_top: bool
    ) -> None:
        self.policy, self.own, self.pieces, self.on_top = policy, own, pieces, on_top
        self.edges, self.times = _grid(policy, pieces)
        self.size = len(own) * pieces
        self.limits = {d.name: limits_of(d, bounds) for d in own}
        self.members = policy.game.members(policy.owners[own[0].name])
        rate = policy.rates[policy.game.players[self.members[0]].name]
        # How much a piece counts: a quadratic cost is equally steep in all levels that are scaled by it.
        self.weights = np.sqrt(np.tile(np.exp(-rate * self.edges[:-1]) * np.diff(self.edges), len(own)))

    def payoffs(self, levels: Array) -> Array:
        """Return the payoff for each row of levels."""
        shaped = levels.reshape(len(levels), len(self.own), self.pieces)

        def deviations(time: float) -> dict[str, Deviation]:
            piece = int(np.searchsorted(self.edges, time, side="right")) - 1
            if piece == self.pieces:
                return {}
            return {d.name: self._deviation(shaped[:, i, piece]) for i, d in enumerate(self.own)}

        done = run(self.policy, self.times, paths=len(levels), deviations=deviations)
        earned: Array = done.payoffs[:, self.members].sum(axis=1) - _PUNISHMENT * self.size_of_payoff * done.outside
        return earned

    @cached_property
    def size_of_payoff(self) -> float:
        """The payoff without deviating in absolute terms, at least one."""
        return max(1.0, abs(self.kept()))

    def kept(self) -> float:
        """Return the payoff without deviating."""
        return float(run(self.policy, self.times).payoffs[0, self.members].sum())

    def _deviation(self, level: Array) -> Deviation:
        def changed(name: str, value: Array) -> Array:
            decided: Array = np.clip(value * self.on_top + level, *self.limits[name])
            return decided

        return changed


def _optimised(problem: _Problem) -> BestResponse:
    from scipy.optimize import minimize

    size, weights = problem.size, problem.weights
    start = np.full(size, _FIRST) if problem.on_top else _best_constant(problem)
    scale = max(1.0, abs(float(problem.payoffs(start[None])[0])))

    def loss(scaled: Array) -> tuple[float, Array]:
        levels = scaled / weights
        step = 1e-4 * np.maximum(1.0, np.abs(levels))
        around = problem.payoffs(np.concatenate([levels[None], levels + np.diag(step), levels - np.diag(step)]))
        slopes = (around[1 : size + 1] - around[size + 1 :]) / (2 * step)
        return -float(around[0]) / scale, -slopes / weights / scale

    limits = np.repeat([problem.limits[d.name] for d in problem.own], problem.pieces, axis=0) * weights[:, None]
    limits = np.full_like(limits, [-np.inf, np.inf]) if problem.on_top else limits
    first = np.clip(start * weights, *limits.T)
    options = {"maxiter": 200, "ftol": 1e-12, "gtol": 1e-8}
    found = minimize(loss, first, jac=True, method="L-BFGS-B", bounds=limits, options=options)
    if not np.isfinite(found.fun):
        raise NotConverged(f"a best reply in {problem.own[0]} was not found: {found.message}")
    return BestResponse(
        edges=problem.edges,
        levels=(found.x / weights).reshape(len(problem.own), problem.pieces),
        payoff=-float(found.fun) * scale,
        kept=problem.kept(),
        on_top=problem.on_top,
    )


def _best_constant(problem: _Problem) -> Array:
    """Return the levels of the best constant path: all zero, or some multiple of what is decided at the start."""
    policy = problem.policy
    places = [policy.game.decisions.index(d) for d in problem.own]
    usual = np.maximum(np.abs(policy.decide(0.0, policy.start[None, :])[0, places]), 1e-3)
    tried = np.repeat(np.outer(_MULTIPLES, usual), problem.pieces, axis=1)
    limits = np.repeat([problem.limits[d.name] for d in problem.own], problem.pieces, axis=0)
    tried = np.clip(tried, *limits.T)
    with np.errstate(all="ignore"):
        worth = np.array([_finite_payoff(problem, levels) for levels in tried])
    best: Array = tried[int(worth.argmax())]
    return best


def _finite_payoff(problem: _Problem, levels: Array) -> float:
    try:
        return float(problem.payoffs(levels[None])[0])
    except ExplosiveSimulation:
        if levels.any():
            return -np.inf
        raise


def limits_of(decision: Decision, bounds: Bounds | None) -> tuple[float, float]:
    """Return between which levels a decision may be."""
    lowest, highest = (-np.inf, np.inf) if bounds is None else bounds.get(decision.name, (-np.inf, np.inf))
    return (max(0.0, lowest) if decision.is_nonnegative else lowest), highest


def _grid(policy: Policy, pieces: int) -> tuple[Array, Array]:
    """Return the edges of the pieces, short ones first, and the times of the simulation, edges among them."""
    endless = isinstance(policy.solution, FeedbackPoint)
    last = policy.horizon / 2 if endless else policy.horizon
    edges = last * np.expm1(_BEND * np.linspace(0.0, 1.0, pieces + 1)) / np.expm1(_BEND)
    inner = [np.linspace(a, b, policy.steps(b - a, _SUBSTEPS), endpoint=False) for a, b in pairwise(edges)]
    steps = policy.steps(policy.horizon - last, _REST)
    rest = np.linspace(last, policy.horizon, steps + 1) if endless else edges[-1:]
    return edges, np.concatenate([*inner, rest])
