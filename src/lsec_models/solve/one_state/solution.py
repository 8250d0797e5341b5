"""The solution of an optimal control problem with one state: policies, values, basins and paths."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

import numpy as np
import sympy as sp

from lsec_models.errors import DeclarationError, NoStablePath, OutsideDomain, SeveralSolutions, UnknownNumber
from lsec_models.games.evidence.evidence import About, Evidence, Status
from lsec_models.games.one_state import OneStateProblem, evidence_of_one_state
from lsec_models.games.result import OF_FORMULAS, Result
from lsec_models.games.summary.summary import STEADY, Quantity, Summary, SummaryBranch, at_point
from lsec_models.solve.one_state.canonical_system import CanonicalSystem, Floats
from lsec_models.solve.one_state.evidence import findings_of
from lsec_models.solve.one_state.held_ends import held_at_an_end
from lsec_models.solve.one_state.saddle_paths import StablePath
from lsec_models.solve.one_state.skiba_points import Basin, SkibaPoint
from lsec_models.solve.one_state.steady_states import SteadyState

_AT_A_STATE = "ask at a state, policy(state), value(state) or path(state, times)"


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

    def __getitem__(self, number: int) -> SteadyState:
        """Return one of the steady states to which best paths lead, by number.

        Raises
        ------
        UnknownNumber
            If there are fewer.
        DeclarationError
            If it is asked for by a name: what is chosen, and what that is worth, depends on the state.
        """
        if isinstance(number, str):
            raise DeclarationError(f"no number is called {number!r} here; {_AT_A_STATE}")
        if not -len(self) <= number < len(self):
            last = len(self) - 1
            raise UnknownNumber(f"no steady state {number}; they are numbered from 0, and the last one is {last}")
        return self.targets[number]

    def _instead_of(self, name: str) -> str:
        return super()._instead_of(name) if name in OF_FORMULAS else _AT_A_STATE

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
                held_at_an_end(self.problem)
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
