"""Coupled Riccati equations with several states: Newton's method from many starts."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import sympy as sp

from lsec_models.algebra.polynomials.ratio import Ratio
from lsec_models.games.differential.hjb import CoefficientSystem

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

_STARTS = 400
_STEPS = 60
_SCALES = (0.1, 1.0, 10.0, 100.0)
_SAME = 1e-7
_STILL = 1e-10
_LONG = 200.0


def stationary_points(system: CoefficientSystem, equations: Sequence[Ratio]) -> list[dict[sp.Symbol, Fraction]]:
    """Return the real solutions of quadratic equations that Newton's method finds.

    1. Starts: zero; the coefficients of a long finite horizon (integrated backwards from the end, where nothing has
       a value), which is where the solution that finite horizons tend to is found; and random ones on four scales.
    2. Newton's method from all of them at once; those that converge to rounding are kept, each once.

    The list need not be complete: what is proved is that each entry solves the equations.

    Parameters
    ----------
    system : CoefficientSystem
    equations : sequence of Ratio
        Polynomials in the unknowns of the first block, parameters inserted.
    """
    import numpy as np

    unknowns = system.blocks[0][0]
    forms = _Quadratics(equations, unknowns)
    size = len(unknowns)
    rng = np.random.default_rng(0)
    limit = _finite_horizon(forms, size)
    scale = max(1.0, float(np.abs(limit).max()))
    random = np.concatenate([s * scale * rng.standard_normal((_STARTS // len(_SCALES), size)) for s in _SCALES])
    starts = np.vstack([np.zeros((1, size)), limit[None, :], random])
    found: list[Array] = []
    for solution in _newton(forms, starts):
        if not any(np.abs(solution - other).max() <= _SAME * max(1.0, np.abs(other).max()) for other in found):
            found.append(solution)
    return [{u: Fraction(float(x)) for u, x in zip(unknowns, solution, strict=True)} for solution in found]


class _Quadratics:
    """Quadratic polynomials as arrays: constants, linear and (symmetric) quadratic coefficients."""

    def __init__(self, equations: Sequence[Ratio], unknowns: Sequence[sp.Symbol]) -> None:
        import numpy as np

        size = len(unknowns)
        self.constant = np.zeros(size)
        self.linear = np.zeros((size, size))
        self.quadratic = np.zeros((size, size, size))
        place = {unknown: i for i, unknown in enumerate(unknowns)}
        for k, equation in enumerate(equations):
            below = int(equation.denominator.leading_coefficient())
            symbols = equation.ring.symbols
            for powers, coefficient in equation.numerator.terms():
                factors = [place[s] for s, n in zip(symbols, powers, strict=True) for _ in range(int(n))]
                value = float(Fraction(int(coefficient), below))
                if not factors:
                    self.constant[k] += value
                elif len(factors) == 1:
                    self.linear[k, factors[0]] += value
                else:
                    self.quadratic[k, factors[0], factors[1]] += value / 2
                    self.quadratic[k, factors[1], factors[0]] += value / 2

    def values(self, z: Array) -> Array:
        """Return the values at an array of points."""
        import numpy as np

        quadratic: Array = np.einsum("kij,...i,...j->...k", self.quadratic, z, z)
        return self.constant + z @ self.linear.T + quadratic

    def jacobians(self, z: Array) -> Array:
        """Return the Jacobians at an array of points."""
        import numpy as np

        slopes: Array = np.einsum("kij,...i->...kj", self.quadratic, z)
        return self.linear + 2 * slopes


def _finite_horizon(forms: _Quadratics, size: int) -> Array:
    """Return the coefficients a long time before the end, or where they had grown beyond all use."""
    import numpy as np
    from scipy.integrate import solve_ivp

    def escaped(_: float, z: Any) -> float:
        return float(1e8 - np.abs(z).max())

    escaped.terminal = True  # type: ignore[attr-defined]
    path = solve_ivp(lambda _, z: forms.values(z), (0.0, _LONG), np.zeros(size), method="LSODA", events=escaped)
    last: Array = path.y[:, -1]
    return last if np.abs(last).max() < 1e7 else np.zeros(size)


def _newton(forms: _Quadratics, starts: Array) -> Array:
    import numpy as np

    z, step = starts, np.full_like(starts, np.inf)
    with np.errstate(all="ignore"):
        for _ in range(_STEPS):
            jacobians, values = forms.jacobians(z), forms.values(z)
            regular = np.isfinite(z).all(axis=1) & (np.abs(np.linalg.det(jacobians)) > 0)
            z, jacobians, values = z[regular], jacobians[regular], values[regular]
            step = np.linalg.solve(jacobians, values[..., None])[..., 0]
            z = z - step
        # Where Newton's method runs away, residuals are small relative to the size, but steps are not.
        good = np.isfinite(z).all(axis=1) & (np.abs(step).max(axis=1) <= _STILL * (1 + np.abs(z).max(axis=1)))
    kept: Array = z[good]
    return kept
