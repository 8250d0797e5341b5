"""The canonical system of a one-state problem: what Pontryagin's maximum principle asks of state and costate.

With the Hamiltonian ``H(x, u, p) = payoff + p * dynamics`` the control maximises H at every instant, and

    x' = dynamics,    p' = discount * p - dH/dx.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import sympy as sp
from numpy.typing import NDArray

from lsec_models.errors import NoInteriorOptimum
from lsec_models.games.one_state import OneStateProblem

Floats = NDArray[np.float64]
Function = Callable[..., tuple[float, ...]]

COSTATE = sp.Dummy("p", real=True)
_NEWTON_STEPS = 60
_WIDENINGS = 60
_ACCURACY = 4e-16
_BINDING = 1e-12
_UNDEFINED = (ZeroDivisionError, OverflowError, ValueError, TypeError)


@dataclass(frozen=True, kw_only=True)
class CanonicalSystem:
    """State and costate dynamics at one point of the parameter space, as numbers.

    Attributes
    ----------
    problem : OneStateProblem
        Without parameters (see :meth:`OneStateProblem.at`).
    """

    problem: OneStateProblem

    def __post_init__(self) -> None:
        if self.symbolic["H_uu"] == 0:
            raise NoInteriorOptimum(
                f"the control {self.problem.control} enters payoff and dynamics linearly, so that the best control "
                "jumps between its ends; add a cost that is strictly convex in it"
            )

    @cached_property
    def discount(self) -> float:
        """The discount rate."""
        return float(self.problem.discount)

    @cached_property
    def states(self) -> tuple[float, float]:
        """The ends of the interval of states."""
        low, high = self.problem.between
        return float(low), float(high)

    @cached_property
    def controls(self) -> tuple[float, float]:
        """The smallest and the largest control; infinite without bound."""
        low, high = self.problem.control_ends
        return -math.inf if low is None else float(low), math.inf if high is None else float(high)

    @cached_property
    def symbolic(self) -> dict[str, sp.Expr]:
        """Payoff, dynamics and the derivatives of the Hamiltonian in state, control and `COSTATE`."""
        x, u, g, f = self.problem.state, self.problem.control, self.problem.payoff, self.problem.dynamics
        hamiltonian = g + COSTATE * f
        first = {"H_x": sp.diff(hamiltonian, x), "H_u": sp.diff(hamiltonian, u)}
        second = {
            "H_xx": sp.diff(hamiltonian, x, x),
            "H_xu": sp.diff(hamiltonian, x, u),
            "H_uu": sp.expand(sp.diff(hamiltonian, u, u)),
        }
        return {"g": g, "f": f, "f_x": sp.diff(f, x), "f_u": sp.diff(f, u)} | first | second

    def control(self, state: float, costate: float) -> float:
        """Return the control that maximises the Hamiltonian, or NaN where none does.

        A stationary point counts where the Hamiltonian is strictly concave in the control; outside the bounds, the
        nearer bound counts where the Hamiltonian falls away from it.
        """
        try:
            found = self._stationary(state, costate)
            low, high = self.controls
            if math.isnan(found) or low <= found <= high:
                return found
            end = low if found < low else high
            slope = self._slopes(state, end, costate)[0]
            return end if (slope <= 0 if end == low else slope >= 0) else math.nan
        except _UNDEFINED:
            return math.nan

    def velocity(self, state: float, costate: float) -> tuple[float, float]:
        """Return the time derivatives of state and costate, NaN where no control maximises the Hamiltonian."""
        control = self.control(state, costate)
        if math.isnan(control):
            return math.nan, math.nan
        try:
            rate, force = self._field(state, control, costate)
            return float(rate), self.discount * costate - float(force)
        except _UNDEFINED:
            return math.nan, math.nan

    def flow(self, state: float, control: float) -> tuple[float, float]:
        """Return the time derivatives of state and control where the control tells the costate, else NaN.

        The first-order condition gives the costate, and its derivative in time gives the control's.
        """
        try:
            payoff_slope, _ = self._slopes(state, control, 0.0)
            together, _ = self._slopes(state, control, 1.0)
            costate = -payoff_slope / (together - payoff_slope)
            rate, force = self._field(state, control, costate)
            _, f_u, _, h_xu, h_uu, _ = self._curvature(state, control, costate)
            change = self.discount * costate - force
            return float(rate), float(-(h_xu * rate + f_u * change) / h_uu)
        except _UNDEFINED:
            return math.nan, math.nan

    def value(self, state: float, costate: float) -> float:
        """Return the maximised Hamiltonian over the discount rate: what a stable path through the point is worth.

        Along a path, ``d/dt exp(-r t) H = -r exp(-r t) payoff``; integrated up to the steady state, where the left
        side vanishes, this says that ``H / r`` is the discounted payoff (Skiba 1978; Wagener 2003).
        """
        control = self.control(state, costate)
        if math.isnan(control):
            return math.nan
        try:
            payoff, rate = self._stage(state, control)
            return float(payoff + costate * rate) / self.discount
        except _UNDEFINED:
            return math.nan

    def jacobian(self, state: float, control: float, costate: float) -> Floats:
        """Return the Jacobian of the canonical system, given the maximising control.

        Where a bound of the control binds, the control does not respond; elsewhere it responds as the first-order
        condition says.
        """
        f_x, f_u, h_xx, h_xu, h_uu, h_u = self._curvature(state, control, costate)
        low, high = self.controls
        binds = control in (low, high) and abs(h_u) > _BINDING * (1 + abs(h_uu))
        by_state, by_costate = (0.0, 0.0) if binds else (-h_xu / h_uu, -f_u / h_uu)
        own = f_x + f_u * by_state
        return np.array([[own, f_u * by_costate], [-h_xx - h_xu * by_state, self.discount - own]])

    @cached_property
    def _field(self) -> Function:
        return self._compiled("f", "H_x")

    @cached_property
    def _stage(self) -> Function:
        function = self._compiled("g", "f")
        return lambda state, control: function(state, control, 0.0)

    @cached_property
    def _slopes(self) -> Function:
        return self._compiled("H_u", "H_uu")

    @cached_property
    def _curvature(self) -> Function:
        return self._compiled("f_x", "f_u", "H_xx", "H_xu", "H_uu", "H_u")

    def _compiled(self, *names: str) -> Function:
        symbols = [self.problem.state, self.problem.control, COSTATE]
        function: Function = sp.lambdify(
            symbols, [self.symbolic[name] for name in names], modules="math", cse=True, dummify=True
        )
        return function

    @cached_property
    def _stationary(self) -> Callable[[float, float], float]:
        """The stationary point of the Hamiltonian: in closed form where its slope is linear in the control."""
        numerator = sp.numer(sp.together(self.symbolic["H_u"]))
        u = self.problem.control
        if not numerator.is_polynomial(u) or sp.degree(numerator, u) != 1:
            return self._searched
        slope, constant = sp.Poly(numerator, u).all_coeffs()
        formula = sp.lambdify([self.problem.state, COSTATE], -constant / slope, modules="math", cse=True, dummify=True)

        def closed(state: float, costate: float) -> float:
            found = float(formula(state, costate))
            low, high = self.controls
            inside = min(max(found, low), high)
            return found if inside != found or self._slopes(state, found, costate)[1] < 0 else math.nan

        return closed

    def _searched(self, state: float, costate: float) -> float:
        """Find the stationary point by Newton's method, kept inside a bracket on which the slope falls."""
        low, high = self._bracket(state, costate)
        if not low < high:
            return low + high - low
        guess = (low + high) / 2
        for _ in range(_NEWTON_STEPS):
            slope, curvature = self._slopes(state, guess, costate)
            if slope > 0:
                low = guess
            else:
                high = guess
            step = guess - slope / curvature if curvature < 0 else math.nan
            new = step if low < step < high else (low + high) / 2
            if abs(new - guess) <= _ACCURACY * (1 + abs(guess)):
                break
            guess = new
        return guess if self._slopes(state, guess, costate)[1] < 0 else math.nan

    def _bracket(self, state: float, costate: float) -> tuple[float, float]:
        """Return two controls between which the Hamiltonian has its peak; one control twice if that is a bound."""
        low, high = self.controls
        start = min(max(low, 1.0 if low < 1.0 < high else low), high) if math.isfinite(low) else min(0.0, high)
        if math.isinf(low):
            low = self._widened(state, costate, start, -1.0)
        elif self._slopes(state, low + _ACCURACY * (1 + abs(low)), costate)[0] <= 0:
            return low, low
        if math.isinf(high):
            high = self._widened(state, costate, start, 1.0)
        elif self._slopes(state, high, costate)[0] >= 0:
            return high, high
        return low, high

    def _widened(self, state: float, costate: float, start: float, direction: float) -> float:
        """Go outwards until the Hamiltonian falls in that direction."""
        for power in range(_WIDENINGS):
            end = start + direction * 2.0 ** (power - 10)
            if self._slopes(state, end, costate)[0] * direction < 0:
                return end
        return math.nan
