"""Where the canonical system of a one-state problem comes to rest, and what happens nearby."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

import numpy as np
import sympy as sp

from lsec_models.errors import DegenerateProblem, NoSteadyState
from lsec_models.solve.one_state.canonical_system import CanonicalSystem, Floats
from lsec_models.solve.one_state.root_isolation import Unknown, zeros

_SAME = 1e-9
_FLAT = 1e-9


class SteadyStateType(Enum):
    """What paths of the canonical system do near a steady state. The eigenvalues add up to the discount rate."""

    SADDLE = "saddle"
    NODE = "unstable node"
    FOCUS = "unstable focus"


@dataclass(frozen=True, kw_only=True)
class SteadyState:
    """A rest point of the canonical system.

    Attributes
    ----------
    state, control, costate : float
        Where it is.
    value : float
        What staying there for ever is worth.
    stability : SteadyStateType
    eigenvalues : tuple of complex
        Of the canonical system's Jacobian, the one with the smaller real part first.
    binds : bool
        Whether a bound of the control binds there.
    """

    state: float
    control: float
    costate: float
    value: float
    stability: SteadyStateType
    eigenvalues: tuple[complex, complex]
    binds: bool


def steady_states(system: CanonicalSystem) -> tuple[SteadyState, ...]:
    """Return all steady states in the interval of states, sorted by state.

    Three kinds are sought one after the other: with the control strictly between its bounds, at its lower and at its
    upper bound (where the Hamiltonian must not rise inwards).

    Parameters
    ----------
    system : CanonicalSystem

    Returns
    -------
    tuple of SteadyState

    Raises
    ------
    NoSteadyState
        If there is none.
    DegenerateProblem
        If they fill a curve, or an eigenvalue is zero (two of them merge).
    """
    found: list[SteadyState] = []
    for state, control, costate, binds in (*_interior(system), *_at_bounds(system)):
        if not any(math.isclose(state, s.state, abs_tol=_SAME) and _alike(control, s.control) for s in found):
            found.append(_described(system, state, control, costate, binds))
    if not found:
        low, high = system.states
        raise NoSteadyState(
            f"no steady state with {system.problem.state} between {low:g} and {high:g}: widen between=, or look for "
            f"parameters at which {system.problem.dynamics} can be kept at zero"
        )
    return tuple(sorted(found, key=lambda s: (s.state, s.control)))


def _alike(one: float, other: float) -> bool:
    return math.isclose(one, other, rel_tol=_SAME, abs_tol=_SAME)


Rest = tuple[float, float, float, bool]


def _interior(system: CanonicalSystem) -> Iterator[Rest]:
    """Solve dynamics = 0 together with the costate equation, the costate taken from the first-order condition."""
    x, u, g, f = system.problem.state, system.problem.control, system.problem.payoff, system.problem.dynamics
    r = system.problem.discount
    resting = (r - sp.diff(f, x)) * sp.diff(g, u) + sp.diff(g, x) * sp.diff(f, u)
    low, high = system.problem.control_ends
    unknowns = [Unknown(symbol=x, low=system.problem.between[0], high=system.problem.between[1])]
    unknowns.append(Unknown(symbol=u, low=low, high=high))
    for state, control in zeros([f, sp.expand_func(resting)], unknowns):
        costate = _costate(system, state, control)
        if math.isclose(system.control(state, costate), control, rel_tol=1e-7, abs_tol=1e-7):
            yield state, control, costate, False


def _costate(system: CanonicalSystem, state: float, control: float) -> float:
    """Return the costate at rest, from the better conditioned of the two equations that hold there."""
    place = {system.problem.state: state, system.problem.control: control}
    x, u, g, f = system.problem.state, system.problem.control, system.problem.payoff, system.problem.dynamics
    force, own = float(sp.diff(g, x).subs(place)), float(system.problem.discount - sp.diff(f, x).subs(place))
    if abs(own) > _FLAT:
        return force / own
    slope = float(sp.diff(f, u).subs(place))
    return -float(sp.diff(g, u).subs(place)) / slope if slope else math.nan


def _at_bounds(system: CanonicalSystem) -> Iterator[Rest]:
    x, u, g, f = system.problem.state, system.problem.control, system.problem.payoff, system.problem.dynamics
    unknown = Unknown(symbol=x, low=system.problem.between[0], high=system.problem.between[1])
    for end in system.problem.control_ends:
        if end is None:
            continue
        fixed = f.subs(u, end)
        if fixed.has(sp.zoo, sp.nan, sp.oo):
            continue
        for (state,) in zeros([fixed], [unknown]):
            own = float((system.problem.discount - sp.diff(f, x)).subs({x: state, u: end}))
            force = sp.diff(g, x).subs({x: state, u: end})
            if abs(own) > _FLAT and force.is_finite:
                costate = float(force) / own
                if system.control(state, costate) == float(end) and math.isfinite(system.value(state, costate)):
                    yield state, float(end), costate, True


def _described(system: CanonicalSystem, state: float, control: float, costate: float, binds: bool) -> SteadyState:
    eigenvalues = np.linalg.eigvals(system.jacobian(state, control, costate))
    first, second = sorted((complex(value) for value in eigenvalues), key=lambda value: (value.real, value.imag))
    scale = max(abs(first), abs(second))
    if scale == 0 or min(abs(first), abs(second)) < _FLAT * scale:
        raise DegenerateProblem(
            f"the steady state {system.problem.state} = {state:.9g} has the eigenvalue zero: two steady states merge "
            "there; move the parameters a little"
        )
    return SteadyState(
        state=state,
        control=control,
        costate=costate,
        value=system.value(state, costate),
        stability=_stability(first),
        eigenvalues=(first, second),
        binds=binds,
    )


def _stability(first: complex) -> SteadyStateType:
    if first.imag:
        return SteadyStateType.FOCUS
    return SteadyStateType.SADDLE if first.real < 0 else SteadyStateType.NODE


def stable_direction(system: CanonicalSystem, saddle: SteadyState) -> Floats:
    """Return the unit vector, in state and costate, along which paths enter a saddle from higher states."""
    values, vectors = np.linalg.eig(system.jacobian(saddle.state, saddle.control, saddle.costate))
    vector = np.real(vectors[:, int(np.argmin(np.real(values)))])
    direction: Floats = vector if vector[0] >= 0 else -vector
    return direction
