"""Optimal control with one state and several steady states: stable paths, basins, and the thresholds between them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property

import numpy as np
import sympy as sp

from lsec_models.algebra.domains.parameter_point import point_of
from lsec_models.errors import (
    DeclarationError,
    DegenerateProblem,
    NoStablePath,
    NoSteadyState,
    NotConverged,
    OutsideDomain,
    SeveralSolutions,
)
from lsec_models.games.evidence.evidence import About, Evidence, Status
from lsec_models.games.frozen import Frozen
from lsec_models.games.one_state import OneStateProblem, evidence_of_one_state
from lsec_models.games.result import Result
from lsec_models.games.summary.summary import STEADY, Quantity, Summary, SummaryBranch, at_point
from lsec_models.solve.one_state.canonical_system import CanonicalSystem, Floats
from lsec_models.solve.one_state.evidence import findings_of
from lsec_models.solve.one_state.root_isolation import Unknown, zeros
from lsec_models.solve.one_state.saddle_paths import Accuracy, StablePath, stable_branches
from lsec_models.solve.one_state.skiba_points import Basin, SkibaPoint, best_branches, thresholds_between
from lsec_models.solve.one_state.steady_states import SteadyState, SteadyStateType, steady_states

_FINE = Accuracy(tolerance=1e-11, offset=3e-6)
_COARSE = Accuracy(tolerance=1e-8, offset=3e-5)


@dataclass(frozen=True, kw_only=True)
class StatePath:
    """An optimal path.

    Attributes
    ----------
    times, state, control, costate : array
        Of one length.
    target : SteadyState
        Where it leads.
    """

    times: Floats
    state: Floats
    control: Floats
    costate: Floats
    target: SteadyState


@dataclass(frozen=True, kw_only=True, repr=False)
class OneStateSolution(Result):
    """The solution of a one-state problem at one point of the parameter space.

    It is the best of all paths that end in a saddle inside the interval of states. Whether no other path that stays in
    the interval is better, its `evidence` says.

    Attributes
    ----------
    problem : OneStateProblem
        With numbers in place of its parameters.
    point : Mapping from str to Fraction
        The parameters.
    steady_states : tuple of SteadyState
        All of them, sorted by state.
    basins : tuple of Basin
        Which path is best from which states.
    thresholds : tuple of SkibaPoint
        The states at which the long-run steady state changes.
    branches : tuple of StablePath
        All stable paths, the best and the others.
    endings : tuple of str
        Where each stable path comes from.
    """

    problem: OneStateProblem
    point: Mapping[str, Fraction]
    steady_states: tuple[SteadyState, ...]
    basins: tuple[Basin, ...]
    thresholds: tuple[SkibaPoint, ...]
    branches: tuple[StablePath, ...]
    endings: tuple[str, ...]
    _system: CanonicalSystem

    @cached_property
    def evidence(self) -> Evidence:
        """How far what is stated is established, examined when it is first asked for."""
        basins = [(basin.low, basin.high, basin.target.state) for basin in self.basins]
        findings = findings_of(self._system, self.basins, self.thresholds, self.endings)
        return evidence_of_one_state(self.problem, findings, basins, [threshold.state for threshold in self.thresholds])

    @property
    def label(self) -> str:
        """What is chosen, and what it moves."""
        return f"{self.problem.control} steering {self.problem.state}"

    @property
    def complete(self) -> bool:
        """Whether it is established that there is no other optimal path."""
        return self.evidence.status(About.COMPLETE) >= Status.VERIFIED

    @property
    def targets(self) -> tuple[SteadyState, ...]:
        """The steady states to which best paths lead."""
        return tuple(dict.fromkeys(basin.target for basin in self.basins))

    def __len__(self) -> int:
        return len(self.targets)

    def __iter__(self) -> Iterator[SteadyState]:
        return iter(self.targets)

    def only(self) -> SteadyState:
        """Return the one steady state to which the best path leads from everywhere.

        Raises
        ------
        SeveralSolutions
            If there are several; the message names the thresholds between them.
        """
        if len(self.targets) != 1:
            between = ", ".join(f"{threshold.state:.6g}" for threshold in self.thresholds)
            raise SeveralSolutions(
                f"best paths of {self.label} lead to {len(self.targets)} steady states, with thresholds at {between}; "
                "look at each in `basins`"
            )
        return self.targets[0]

    def summary(self) -> Summary:
        """Return what it says, in the form from which every format is written."""
        state, control = self.problem.state, self.problem.control
        return Summary(
            kind="one-state solution",
            title=f"Best of the stable paths found, {self.label}{at_point(self.point)}",
            label=self.label,
            evidence=self.evidence,
            states=(state, control),
            point=self.point,
            branches=tuple(
                SummaryBranch(
                    name=f"from {state} = {basin.low:.6g} to {basin.high:.6g}",
                    quantities=(
                        Quantity(name=state.name, role=STEADY, symbol=state, value=sp.Float(basin.target.state, 6)),
                        Quantity(
                            name=control.name, role=STEADY, symbol=control, value=sp.Float(basin.target.control, 6)
                        ),
                    ),
                )
                for basin in self.basins
            ),
            notes=tuple(f"threshold at {state} = {one.state:.6g}: {one.kind.value}" for one in self.thresholds),
        )

    def basin(self, state: float) -> Basin:
        """Return the basin of a state; at a threshold, the one above it.

        Raises
        ------
        OutsideDomain
            If the state is outside the interval that was studied.
        NoStablePath
            If no path leads from it to a steady state in the interval.
        """
        low, high = self._system.states
        if not low <= state <= high:
            raise OutsideDomain(
                f"{self.problem.state} = {state:g} is outside the interval from {low:g} to {high:g} that was studied; "
                "widen between="
            )
        for basin in reversed(self.basins):
            if basin.low <= state <= basin.high:
                return basin
        raise NoStablePath(
            f"from {self.problem.state} = {state:g} no path to a steady state between {low:g} and {high:g} was found "
            f"({'; '.join(self.endings)}); "
            + (
                _held_at_an_end(self.problem)
                or "widen between=, or look for parameters with a steady state that it reaches"
            )
        )

    def value(self, state: float | Floats) -> Floats:
        """Return what the problem is worth from a state or an array of states (errors: as :meth:`basin`)."""
        return self._mapped(state, lambda x, p: self._system.value(x, p))

    def policy(self, state: float | Floats) -> Floats:
        """Return the best control in a state or an array of states (errors: as :meth:`basin`)."""
        return self._mapped(state, lambda x, p: self._system.control(x, p))

    def costate(self, state: float | Floats) -> Floats:
        """Return the slope of the value in a state or an array of states (errors: as :meth:`basin`)."""
        return self._mapped(state, lambda _, p: p)

    def control(self, state: float, costate: float) -> float:
        """Return the control that maximises the Hamiltonian, NaN where none does."""
        return self._system.control(state, costate)

    def flow(self, state: float, control: float) -> tuple[float, float]:
        """Return how fast state and control change on a path through a state with this control; NaN where undefined.

        Only where no bound of the control binds, so that the control tells the costate.
        """
        return self._system.flow(state, control)

    def path(self, state: float, times: Sequence[float] | Floats) -> StatePath:
        """Return the best path from a state.

        Parameters
        ----------
        state : float
            Where it starts; at a threshold, the path to the upper basin is taken.
        times : sequence of float
            At least zero.

        Returns
        -------
        StatePath

        Raises
        ------
        OutsideDomain, NoStablePath
            As :meth:`basin`.
        DeclarationError
            If a time is negative or not finite.
        """
        moments = np.atleast_1d(np.asarray(times, dtype=float))
        if not (np.isfinite(moments).all() and (moments >= 0).all()):
            raise DeclarationError(f"times: {times!r} must be finite numbers that are at least zero")
        basin = self.basin(state)
        states, costates = basin.branch.travel(state, moments)
        controls = np.array([self._system.control(x, p) for x, p in zip(states, costates, strict=True)])
        return StatePath(times=moments, state=states, control=controls, costate=costates, target=basin.target)

    def _mapped(self, state: float | Floats, function: Callable[[float, float], float]) -> Floats:
        states = np.asarray(state, dtype=float)
        values = [function(float(x), self.basin(float(x)).branch.costate(float(x))) for x in states.ravel()]
        return np.array(values).reshape(states.shape)


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
        held = _held_at_an_end(system.problem)
        if held is None:
            raise
        raise type(refusal)(f"{refusal}; {held}") from None
    basins = best_branches(system, branches)
    return OneStateSolution(
        problem=system.problem,
        point=Frozen({symbol.name: value for symbol, value in point_of(problem.domain.ring, at).items()}),
        steady_states=rests,
        basins=basins,
        thresholds=_measured(system, thresholds_between(system, basins), tolerance),
        branches=tuple(branches),
        endings=tuple(endings),
        _system=system,
    )


def _held_at_an_end(problem: OneStateProblem) -> str | None:
    """Return what to ask where the state may come to an end of its interval in finite time and stay there; else None.

    It can stay where some admissible control keeps it, and others would drive it further.
    """
    low, high = problem.control_ends
    for end, outwards in zip(problem.between, (-1, 1), strict=True):
        speed = problem.dynamics.subs(problem.state, end)
        try:
            held = zeros([speed], [Unknown(symbol=problem.control, low=low, high=high)])
        except (DegenerateProblem, DeclarationError):
            continue
        for (control,) in held:
            push = float(sp.diff(speed, problem.control).subs(problem.control, control)) * outwards
            open_ends = (low is None or control > float(low), high is None or control < float(high))
            if (push < 0 and open_ends[0]) or (push > 0 and open_ends[1]):
                return (
                    f"{problem.state} can be kept at the end {end} of its interval, where the optimum may come to in "
                    "finite time without a steady state of the canonical system; "
                    "value_iteration(problem, {...}, controls=(lowest, highest)) of "
                    "lsec_models.audits.dynamic.value_iteration finds such paths on a grid"
                )
    return None


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
