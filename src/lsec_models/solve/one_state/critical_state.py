"""The critical state: how much it takes not to fall back to the lowest steady state, and how that moves."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

import sympy as sp

from lsec_models.algebra.domains.parameter_point import Point, exact_number
from lsec_models.errors import DeclarationError, NoStablePath, require_known
from lsec_models.games.one_state import OneStateProblem
from lsec_models.solve.one_state.optimal_paths import solve_one_state
from lsec_models.solve.one_state.solution import OneStateSolution


@dataclass(frozen=True, kw_only=True)
class CriticalCurve:
    """The critical state over one parameter.

    Attributes
    ----------
    parameter : str
    values : tuple of float
        Of the parameter.
    states : tuple of float
        The critical state at each; see :func:`critical_state` for what infinite ones mean.
    """

    parameter: str
    values: tuple[float, ...]
    states: tuple[float, ...]


@dataclass(frozen=True, kw_only=True)
class Directions:
    """At how many points the critical state falls, rises or stays when a parameter is raised a little.

    A count at points, not a proof for those between them.

    Attributes
    ----------
    parameter : str
    falls, rises, stays : int
        Points with a finite critical state before and after; a move within twice the measured uncertainty is none.
    infinite : int
        Points left out because there is no finite critical state before or after.
    """

    parameter: str
    falls: int
    rises: int
    stays: int
    infinite: int


def critical_state(problem: OneStateProblem, at: Point) -> float:
    """Return the state above which the best path does not lead to the lowest steady state.

    Parameters
    ----------
    problem : OneStateProblem
    at : mapping
        A number for every parameter.

    Returns
    -------
    float
        Infinity if every state leads to the lowest steady state, minus infinity if none does.

    Raises
    ------
    NoStablePath
        If some state in the interval leads to no steady state, so that there is no saying.
    LsecError
        As :func:`lsec_models.solve.one_state.optimal_paths.solve_one_state`.

    Examples
    --------
    >>> from lsec_models import decisions, parameters
    >>> r, s = parameters("r s", positive=True)
    >>> x, u = sp.Symbol("x"), decisions("u", real=True)
    >>> problem = OneStateProblem(state=x, control=u, payoff=-(u**2) / 2 - ((x - s) ** 2 - 1) ** 2 / 4, dynamics=u,
    ...                           discount=r, between=(s - 2, s + 2))
    >>> round(critical_state(problem, {"r": 0.05, "s": 3}), 9)
    3.0
    """
    return _critical(solve_one_state(problem, at))[0]


def critical_curve(
    problem: OneStateProblem, over: Mapping[str | sp.Symbol, Sequence[object]], at: Point
) -> CriticalCurve:
    """Return the critical state at several values of one parameter.

    Parameters
    ----------
    problem : OneStateProblem
    over : mapping
        One parameter, with its values.
    at : mapping
        A number for every other parameter.

    Raises
    ------
    DeclarationError
        If `over` does not name exactly one parameter, or `at` names it too.
    LsecError
        As :func:`critical_state`.
    """
    if len(over) != 1:
        raise DeclarationError(f"over names {len(over)} parameters; a curve needs exactly one, {{name: values}}")
    ((key, values),) = over.items()
    name = _known(problem, key)
    fixed = {str(other): value for other, value in at.items()}
    if name in fixed:
        raise DeclarationError(f"parameter {name!r} is given twice; put it into over= or into at=, once")
    exact = [exact_number(value, f"a value of {name}") for value in values]
    states = tuple(critical_state(problem, {**fixed, name: value}) for value in exact)
    return CriticalCurve(parameter=name, values=tuple(map(float, exact)), states=states)


def critical_directions(
    problem: OneStateProblem, parameter: str | sp.Symbol, points: Sequence[Point], by: object = Fraction(1, 100)
) -> Directions:
    """Count at how many points a little more of a parameter lowers the critical state.

    Parameters
    ----------
    problem : OneStateProblem
    parameter : str or sympy.Symbol
    points : sequence of mapping
        Each with a number for every parameter.
    by : number
        How much more.

    Raises
    ------
    UnknownName
        If there is no such parameter.
    LsecError
        As :func:`critical_state`.
    """
    name, more = _known(problem, parameter), exact_number(by, "by")
    counts = {"falls": 0, "rises": 0, "stays": 0, "infinite": 0}
    for point in points:
        before = {str(key): value for key, value in point.items()}
        after = {**before, name: exact_number(before[name], name) + more}
        (low, doubt), (high, other) = (_critical(solve_one_state(problem, at)) for at in (before, after))
        if not (math.isfinite(low) and math.isfinite(high)):
            counts["infinite"] += 1
        elif abs(high - low) <= 2 * (doubt + other):
            counts["stays"] += 1
        else:
            counts["falls" if high < low else "rises"] += 1
    return Directions(parameter=name, **counts)


def _known(problem: OneStateProblem, key: str | sp.Symbol) -> str:
    names = [parameter.name for parameter in problem.parameters]
    require_known(str(key), names, f"no parameter {str(key)!r}")
    return str(key)


def _critical(solution: OneStateSolution) -> tuple[float, float]:
    """Return the critical state and its uncertainty."""
    lowest, first = solution.steady_states[0], solution.basins[0]
    if first.target is not lowest:
        return -math.inf, 0.0
    for threshold in solution.thresholds:
        return threshold.state, threshold.uncertainty
    low, high = (float(end) for end in solution.problem.between)
    gaps = [one.high for one, other in pairwise(solution.basins) if one.high != other.low]
    if gaps or first.low > low or solution.basins[-1].high < high:
        raise NoStablePath(
            f"from some states of {solution.problem.state} no path to a steady state was found "
            f"({'; '.join(solution.endings)}), so that there may or may not be a critical one; widen between="
        )
    return math.inf, 0.0
