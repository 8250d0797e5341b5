"""Second-order tests of linear-quadratic control problems: is a stationary path the best one?"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

import flint
import numpy as np
import sympy as sp
from scipy.linalg import solve_continuous_are

from lsec_models.algebra.enclosures.balls import is_positive_definite
from lsec_models.games.evidence.evidence import Status
from lsec_models.solve.differential.linear_quadratic_game import ControlProblem
from lsec_models.solve.differential.riccati_enclosure import riccati_existence

_MARGINS = (Fraction(1, 10), Fraction(1, 100), Fraction(1, 1000), Fraction(1, 10**5))
_DIGITS = 10**9
_LONG = 60
_PENALTIES = (1, 100, 10_000)
NOT_CONCAVE = "its flow is not strictly concave in its own decisions"
JOINT = "the Hamiltonian is concave in stocks and decisions together, exactly"
RICCATI = "the Riccati equation from the free end exists over the whole horizon, by interval arithmetic"
CERTIFICATE = "a rational quadratic form bounds all gains, exactly"


@dataclass(frozen=True)
class Concavity:
    """What is known of the curvature of a decider's payoff in its own path.

    Attributes
    ----------
    status : Status
        PROVED or VERIFIED where the payoff is strictly concave, REFUTED where it has no maximum, else OPEN.
    means : str
    escape : float or None
        How much time to go is too much, where it is not concave.
    """

    status: Status
    means: str = ""
    escape: float | None = None


def concavity(problem: ControlProblem, horizon: Fraction | None) -> Concavity:
    """Return whether a decider's payoff is strictly concave in its path of decisions, the end of the stocks free.

    Where it is, a path that meets the first-order conditions is the best of all, also where decisions have bounds.

    1. The Hamiltonian is concave in stocks and decisions together (Mangasarian): exact elimination.
    2. Some positive semidefinite P makes the flow plus the change of ``exp(-rt) x'Px`` a negative semidefinite form, so
       that nothing gains by letting stocks grow, over any horizon. Floats propose P, exact elimination decides.
    3. Else, the Riccati equation ``P' = rP - A'P - PA - Q + (PB + S) R^{-1} (PB + S)'``, ``P(T) = 0``, has a solution
       on all of [0, T]. If it leaves every bound before, the payoff has no maximum; so it is with one stock over an
       infinite horizon. Conjugate points, the test for a fixed end, come later and are not enough.

    Parameters
    ----------
    problem : ControlProblem
    horizon : Fraction or None

    References
    ----------
    Mangasarian, O. L. (1966). Sufficient conditions for the optimal control of nonlinear systems. SIAM Journal on
    Control 4(1), 139-152.

    Engwerda, J. (2005). LQ Dynamic Optimization and Differential Games, section 5.1. Wiley.
    """
    if not (-problem.decision_curve).is_positive_definite:
        return Concavity(Status.OPEN, NOT_CONCAVE)
    if (-problem.flow_curve).is_positive_semidefinite:
        return Concavity(Status.PROVED, JOINT)
    if any(_certifies(problem, form) for form in _proposed(problem)):
        return Concavity(Status.PROVED, CERTIFICATE)
    length = Fraction(_LONG) / _fastest(problem) if horizon is None else horizon
    known = riccati_existence(problem.hamiltonian_matrix(), sp.zeros(*problem.state_curve.shape), length)
    if known.exists and horizon is not None:
        return Concavity(Status.VERIFIED, RICCATI)
    # Of several stocks without an end, what is left at a date may cost more than was gained before it.
    refuted = known.exists is False and (horizon is not None or problem.drift.rows == 1)
    return Concavity(Status.REFUTED if refuted else Status.OPEN, escape=known.until)


def leading_concavity(problem: ControlProblem, stocks: int, horizon: Fraction | None) -> Concavity:
    """Return whether the payoff of a leader who commits to a path is strictly concave in it.

    Its states are the stocks, which start where they start, and the followers' costates, which must end at zero and
    start anywhere. Besides the Hamiltonian's concavity: for some K the Riccati equation from ``-K`` at the end of the
    costates has a solution, and is negative definite in them at the start.

    Parameters
    ----------
    problem : ControlProblem
    stocks : int
        How many of the states are stocks.
    horizon : Fraction or None
    """
    if not (-problem.decision_curve).is_positive_definite:
        return Concavity(Status.OPEN, NOT_CONCAVE)
    if (-problem.flow_curve).is_positive_semidefinite:
        return Concavity(Status.PROVED, JOINT)
    size = problem.drift.rows
    for penalty in _PENALTIES if horizon is not None else ():
        end = sp.diag(*(0 if i < stocks else -penalty for i in range(size)))
        known = riccati_existence(problem.hamiltonian_matrix(), end, horizon or Fraction(0))
        if known.last is not None and _is_negative_definite(known.last, stocks):
            return Concavity(Status.VERIFIED, RICCATI)
    return Concavity(Status.OPEN)


def _is_negative_definite(value: flint.arb_mat, first: int) -> bool:
    block = [[-entry for entry in row[first:]] for row in value.tolist()[first:]]
    return is_positive_definite(block) is True


def _certifies(problem: ControlProblem, form: sp.Matrix) -> bool:
    """Whether the flow plus the change of a discounted positive form is a negative semidefinite form."""
    a, b = problem.drift, problem.effect
    moved = sp.BlockMatrix(
        [[a.T * form + form * a - problem.rate * form, form * b], [b.T * form, sp.zeros(b.cols, b.cols)]]
    )
    left = -(problem.flow_curve + sp.Matrix(moved))
    return bool(form.is_positive_semidefinite and left.is_positive_semidefinite)


def _proposed(problem: ControlProblem) -> list[sp.Matrix]:
    """Return rational forms that may certify: value functions of slightly larger payoffs."""
    a, b, q, s, r = (
        np.array(matrix.tolist(), dtype=float)
        for matrix in (
            problem.drift - problem.rate / 2 * sp.eye(problem.drift.rows),
            problem.effect,
            problem.state_curve,
            problem.cross_curve,
            problem.decision_curve,
        )
    )
    size = max(float(np.abs(q).max()), float(np.abs(s).max()), 1e-9)
    found = []
    for margin in _MARGINS:
        raised = q + float(margin) * size * np.eye(len(q))
        try:
            form = -solve_continuous_are(a, b, -raised, -r, s=-s)
        except (np.linalg.LinAlgError, ValueError):
            continue
        rounded = [[sp.Rational(round(float(x) * _DIGITS), _DIGITS) for x in row] for row in (form + form.T) / 2]
        found.append(sp.Matrix(rounded))
    return found


def _fastest(problem: ControlProblem) -> Fraction:
    matrix = np.array(problem.hamiltonian_matrix().tolist(), dtype=float)
    return Fraction(max(float(np.abs(np.linalg.eigvals(matrix)).max()), 1e-6)).limit_denominator(10**6) or Fraction(1)
