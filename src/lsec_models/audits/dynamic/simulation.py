"""Paths of a differential game, integrated step by step."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import xarray as xr

from lsec_models.audits.dynamic.policy import Array, Deviation, Policy
from lsec_models.errors import DeclarationError, ExplosiveSimulation
from lsec_models.games.differential.feedback_at_point import FeedbackPoint
from lsec_models.games.differential.finite_horizon import FinitePoint
from lsec_models.games.differential.game import flow_name
from lsec_models.games.summary.summary import shown_point

_BOUND = 1e12
_ROUNDING = 1e-9
STEPS = 800
Deviations = Callable[[float], dict[str, Deviation]]


@dataclass(frozen=True, kw_only=True)
class Run:
    """What a simulation gives.

    Attributes
    ----------
    times : array of shape (steps + 1,)
    stocks : array of shape (steps + 1, paths, states)
    payoffs : array of shape (paths, players)
        Discounted to time 0, what is earned after the last step included.
    outside : array of shape (paths,)
        How far below zero stocks are that are declared nonnegative, summed over time, discounted at the lowest rate.
    """

    times: Array
    stocks: Array
    payoffs: Array
    outside: Array


def simulate(
    solution: FeedbackPoint | FinitePoint, *, until: float | None = None, steps: int | None = None
) -> xr.Dataset:
    """Integrate the equilibrium path numerically.

    The classical Runge-Kutta method with equal steps on the declared dynamics; discounted payoffs are integrated along.

    Parameters
    ----------
    solution : FeedbackPoint or FinitePoint
        An equilibrium at one point of the parameter space.
    until : float, optional
        The last time. Without it: the end of the game, or when the stocks are at rest.
    steps : int, optional
        Without it: 800, or as many as the fastest motion asks for.

    Returns
    -------
    xarray.Dataset
        Along ``time``: every state, decision, reported quantity and payoff flow by name. Its attribute ``payoffs`` has
        each player's payoff discounted to time 0; over an infinite horizon the last flow is taken to go on for ever.

    Raises
    ------
    ExplosiveSimulation
        If a stock leaves every bound.
    DeclarationError
        If there is no time or no step to simulate.
    """
    policy = Policy(solution)
    end = policy.horizon if until is None else float(until)
    if steps is None:
        steps = policy.steps(end, STEPS) if np.isfinite(end) and end > 0 else STEPS
    if not (np.isfinite(end) and end > 0 and steps >= 1):
        raise DeclarationError(f"simulate until {end} in {steps} steps: both must be positive and finite")
    done = run(policy, np.linspace(0.0, end, steps + 1))
    stocks = done.stocks[:, 0, :]
    decisions = np.stack([policy.decide(t, x) for t, x in zip(done.times, stocks, strict=True)])
    game = policy.game
    columns = {state.name: stocks[:, i] for i, state in enumerate(game.stocks)}
    columns |= {d.name: decisions[:, i] for i, d in enumerate(game.decisions)}
    columns |= {name: policy.reports(stocks, decisions)[:, i] for i, name in enumerate(game.report)}
    columns |= {flow_name(p.name): policy.flows(stocks, decisions)[:, i] for i, p in enumerate(game.players)}
    payoffs = {player.name: float(done.payoffs[0, i]) for i, player in enumerate(game.players)}
    return xr.Dataset(
        {name: ("time", column) for name, column in columns.items()},
        coords={"time": done.times},
        attrs={"payoffs": payoffs, "order": game.label},
    )


def run(policy: Policy, times: Array, *, paths: int = 1, deviations: Deviations | None = None) -> Run:
    """Integrate several paths at once, players deviating as they like.

    Parameters
    ----------
    policy : Policy
    times : array
        Where steps begin and end. Deviations are over by the last time; over an infinite horizon, the flow there goes
        on for ever.
    paths : int
    deviations : callable, optional
        Returns, for the time at which a step begins, what is done instead during that step (see :meth:`Policy.decide`).

    Raises
    ------
    ExplosiveSimulation
        If a stock leaves every bound.
    """
    rates = np.array([policy.rates[player.name] for player in policy.game.players])
    end = float(times[-1])
    stocks = np.broadcast_to(policy.start, (paths, len(policy.start))).astype(float)
    payoffs = np.zeros((paths, len(rates)))
    trace, outside = [stocks], np.zeros(paths)
    nonnegative = [i for i, state in enumerate(policy.game.stocks) if state.is_nonnegative]
    for begin, finish in pairwise(times):
        deviating = None if deviations is None else deviations(float(begin))
        stocks, gained = _step(policy, begin, finish - begin, stocks, deviating, rates)
        payoffs = payoffs + gained
        below = np.maximum(-stocks[:, nonnegative] - _ROUNDING * (1 + np.abs(policy.start[nonnegative])), 0.0)
        outside = outside + (finish - begin) * np.exp(-rates.min() * finish) * below.sum(axis=1)
        if not np.abs(stocks).max() < _BOUND:
            names = [s.name for i, s in enumerate(policy.game.stocks) if not np.abs(stocks[:, i]).max() < _BOUND]
            where = shown_point(policy.solution.point)
            raise ExplosiveSimulation(
                f"{', '.join(names)} leaves every bound by time {finish:.6g} at {where}: the closed loop is not stable "
                "along this path, or the steps are too long; take more steps or another solution"
            )
        trace.append(stocks)
    if isinstance(policy.solution, FeedbackPoint):
        last = policy.flows(stocks, policy.decide(end, stocks))
        payoffs = payoffs + np.exp(-rates * end) * last / rates
    return Run(times=times, stocks=np.stack(trace), payoffs=payoffs, outside=outside)


def _step(
    policy: Policy, begin: float, step: float, stocks: Array, deviating: dict[str, Deviation] | None, rates: Array
) -> tuple[Array, Array]:
    """Return the stocks after one step of the classical Runge-Kutta method, and what is gained in it."""

    def slope(time: float, x: Array) -> tuple[Array, Array]:
        decisions = policy.decide(time, x, deviating)
        return policy.speeds(x, decisions), np.exp(-rates * time) * policy.flows(x, decisions)

    with np.errstate(over="ignore", invalid="ignore"):
        k1, g1 = slope(begin, stocks)
        k2, g2 = slope(begin + step / 2, stocks + step / 2 * k1)
        k3, g3 = slope(begin + step / 2, stocks + step / 2 * k2)
        k4, g4 = slope(begin + step, stocks + step * k3)
    return stocks + step / 6 * (k1 + 2 * k2 + 2 * k3 + k4), step / 6 * (g1 + 2 * g2 + 2 * g3 + g4)
