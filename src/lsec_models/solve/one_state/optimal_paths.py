"""Optimal control with one state and several steady states: stable paths, basins, and the thresholds between them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import sympy as sp

from lsec_models.algebra.domains.parameter_point import point_of
from lsec_models.errors import DegenerateProblem, NoStablePath, NoSteadyState, NotConverged
from lsec_models.games.frozen import values_by_name
from lsec_models.games.one_state import OneStateProblem
from lsec_models.solve.one_state.canonical_system import CanonicalSystem
from lsec_models.solve.one_state.held_ends import held_at_an_end
from lsec_models.solve.one_state.saddle_paths import Accuracy, StablePath, stable_branches
from lsec_models.solve.one_state.skiba_points import SkibaPoint, best_branches, thresholds_between
from lsec_models.solve.one_state.solution import OneStateSolution
from lsec_models.solve.one_state.steady_states import SteadyState, SteadyStateType, steady_states

_FINE = Accuracy(tolerance=1e-11, offset=3e-6)
_COARSE = Accuracy(tolerance=1e-8, offset=3e-5)


def solve_one_state(
    problem: OneStateProblem, at: Mapping[str | sp.Symbol, object], *, tolerance: float = 1e-6
) -> OneStateSolution:
    """Solve a one-state problem at one point of the parameter space.

    1. Find all steady states of the canonical system (Pontryagin's maximum principle) and their stability.
    2. Follow the stable paths of every saddle backwards in time.
    3. Along a path that ends in a saddle, the value is the maximised Hamiltonian over the discount rate. In each
       state, take the best path.
    4. Where the best path changes from one saddle to another, solve for equal values: the threshold.
    5. Do 2 to 4 again with steps a thousand times as inaccurate; by how much a threshold moves is its uncertainty.

    Parameters
    ----------
    problem : OneStateProblem
    at : mapping
        A number for every parameter, by name or symbol.
    tolerance : float
        The largest uncertainty of a threshold, as a share of the interval of states.

    Returns
    -------
    OneStateSolution

    Raises
    ------
    UnknownName, DeclarationError, OutsideDomain
        If the point is not one of the problem's parameters (see :meth:`OneStateProblem.at`).
    NoInteriorOptimum
        If the control enters linearly.
    NoSteadyState
        If nothing rests in the interval of states.
    DegenerateProblem
        If steady states merge or fill a curve.
    NoStablePath
        If no steady state can be approached.
    NotConverged
        If a threshold is not as certain as `tolerance` asks.

    References
    ----------
    Skiba (1978), Econometrica 46, 527-539. Dechert & Nishimura (1983), Journal of Economic Theory 31, 332-354.
    Wagener (2003), Journal of Economic Dynamics and Control 27, 1533-1561. Grass, Caulkins, Feichtinger, Tragler &
    Behrens (2008), Optimal Control of Nonlinear Processes, Springer.

    Examples
    --------
    Two wells at -1 and 1; by symmetry neither is better from 0.

    >>> from lsec_models import decisions, parameters
    >>> r = parameters("r", positive=True)
    >>> x, u = sp.Symbol("x"), decisions("u", real=True)
    >>> problem = OneStateProblem(state=x, control=u, payoff=-(u**2) / 2 - (x**2 - 1) ** 2 / 4, dynamics=u,
    ...                           discount=r, between=(-2, 2))
    >>> solution = solve_one_state(problem, at={"r": 0.05})
    >>> [(rest.state, rest.stability.value) for rest in solution.steady_states]
    [(-1.0, 'saddle'), (0.0, 'unstable focus'), (1.0, 'saddle')]
    >>> (threshold,) = solution.thresholds
    >>> abs(threshold.state) < 1e-9, threshold.kind.value
    (True, 'indifference (Skiba, DNSS) point')
    """
    system = CanonicalSystem(problem=problem.at(at))
    try:
        rests = steady_states(system)
        _require_saddle(system, rests)
        branches, endings = stable_branches(system, rests, _FINE)
        _require_branch(system, branches, endings)
    except (NoSteadyState, NoStablePath, DegenerateProblem) as refusal:
        held = held_at_an_end(system.problem)
        if held is None:
            raise
        raise type(refusal)(f"{refusal}; {held}") from None
    basins = best_branches(system, branches)
    return OneStateSolution(
        problem=system.problem,
        point=values_by_name(point_of(problem.domain.ring, at)),
        steady_states=rests,
        basins=basins,
        thresholds=_measured(system, thresholds_between(system, basins), tolerance),
        branches=tuple(branches),
        endings=tuple(endings),
        _system=system,
    )


def _require_saddle(system: CanonicalSystem, rests: Sequence[SteadyState]) -> None:
    if not any(rest.stability is SteadyStateType.SADDLE for rest in rests):
        found = ", ".join(f"{rest.stability.value} at {rest.state:.6g}" for rest in rests)
        raise NoStablePath(
            f"no steady state of {system.problem.state} in the interval is a saddle ({found}), so that no path settles "
            "down there; widen between=, or look at other parameters"
        )


def _require_branch(system: CanonicalSystem, branches: Sequence[StablePath], endings: Sequence[str]) -> None:
    if not branches:
        raise NoStablePath(
            f"no state of {system.problem.state} but the steady states themselves leads to a saddle "
            f"({'; '.join(endings)}); check the sign of the dynamics near them, or widen between="
        )


def _measured(system: CanonicalSystem, found: Sequence[SkibaPoint], tolerance: float) -> tuple[SkibaPoint, ...]:
    """Return the thresholds with the measured uncertainty of each."""
    if not found:
        return ()
    rests = steady_states(system)
    before = thresholds_between(system, best_branches(system, stable_branches(system, rests, _COARSE)[0]))
    if len(found) != len(before):
        raise NotConverged(
            f"with steps a thousand times as inaccurate there are {len(before)} thresholds instead of {len(found)}, so "
            "that none of them is certain; the parameters lie close to a bifurcation: move them a little"
        )
    measured = [
        replace(one, uncertainty=abs(one.state - other.state)) for one, other in zip(found, before, strict=True)
    ]
    width = system.states[1] - system.states[0]
    for threshold in measured:
        if threshold.uncertainty > tolerance * width:
            raise NotConverged(
                f"the threshold {system.problem.state} = {threshold.state:.9g} is certain only to "
                f"{threshold.uncertainty:.1e}, not to {tolerance * width:.1e}; narrow between=, or raise tolerance= of "
                "lsec_models.solve.one_state.optimal_paths.solve_one_state"
            )
    return tuple(measured)
