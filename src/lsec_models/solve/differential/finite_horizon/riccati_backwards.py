"""Finite horizons at one point: the Riccati equations integrated backwards."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

import sympy as sp

from lsec_models.algebra.numbers.exact_numbers import to_sympy
from lsec_models.algebra.polynomials.ratio import Ratio
from lsec_models.algebra.polynomials.ring import ring_of
from lsec_models.errors import NoClosedForm, NoInteriorOptimum, NoStabilisingSolution
from lsec_models.games.differential.finite_horizon import FinitePoint
from lsec_models.games.differential.game import DifferentialGame, flow_name, speed_name
from lsec_models.games.differential.hjb import CoefficientSystem
from lsec_models.games.frozen import Frozen, values_by_name
from lsec_models.solve.differential.finite_horizon.evidence import finite_findings
from lsec_models.solve.differential.finite_horizon.linear_state import solve_finite
from lsec_models.solve.differential.linear_state import linear_state
from lsec_models.solve.differential.undetermined_coefficients import coefficient_system

_TOLERANCE = 1e-11
_BOUND = 1e12
_CHECKED = 200
_SLACK = 1e-9
_BELOW = 1e-6
_LOOKED_AT = 40


def solve_finite_at(game: DifferentialGame, point: Mapping[str | sp.Symbol, object]) -> FinitePoint:
    """Return the feedback equilibrium over a finite horizon at one point, the coefficients integrated backwards.

    1. The coefficients of the value functions are zero at the end; going back in time they change as fast as the
       Hamilton-Jacobi-Bellman equations say (:func:`integrated_finite`).
    2. States and decisions must keep their declared signs along the path, and where several decide, decisions at all
       stocks: else what each expects the others to do off the path cannot be done.
    3. Where an interior decision is negative in a linear-state game, the closed form may have it rest at zero
       (:mod:`lsec_models.solve.differential.finite_horizon.linear_state`).

    Raises
    ------
    NoStabilisingSolution
        If values grow without bound before time 0: no equilibrium over this horizon.
    NoInteriorOptimum
        If a condition of the instant (second order) fails at one of 200 times along the path, or a bound is met: the
        message says which, and when or at which stocks.
    OutsideDomain
        If the point violates an assumption of the game.
    """
    exact = game.admissible_point(point)
    try:
        found = integrated_finite(game, exact)
    except NoInteriorOptimum:
        if linear_state(game) is None:
            raise
        with suppress(NoClosedForm, NoInteriorOptimum):
            return solve_finite(game).at(exact)
        raise
    _require_stocks(found)
    below = _below_zero_somewhere(found)
    if below and len(game.deciders) > 1:
        raise NoInteriorOptimum(
            f"{game.label}: {below}, but declared nonnegative, so that the others count on decisions that cannot be "
            "taken; feedback strategies with bounds over a finite horizon are not solved: declare it real=True, or use "
            'information="open_loop"'
        )
    return replace(found, findings=finite_findings(game, below))


def integrated_finite(game: DifferentialGame, exact: Mapping[sp.Symbol, Fraction]) -> FinitePoint:
    """Return value functions and strategies over a finite horizon, bounds off the path and of states left out.

    LSODA, relative tolerance 1e-11.

    Parameters
    ----------
    game : DifferentialGame
    exact : mapping from parameter to Fraction
    """
    system = coefficient_system(game)
    horizon = float(sp.sympify(game.horizon).subs({s: to_sympy(x) for s, x in exact.items()}))
    coefficients = _integrated(system, exact, horizon)
    _check_path(system, exact, coefficients)
    states = ring_of((*game.stocks, *system.unknowns))
    chosen = ring_of((*states.symbols, *game.decisions))

    def there(function: Ratio, *, respond: bool = False) -> sp.Expr:
        images = {s: Ratio.constant(function.ring, v) for s, v in exact.items()}
        return function.substitute(images).convert(chosen if respond else states).expression()

    return FinitePoint(
        game=game,
        point=values_by_name(exact),
        horizon=horizon,
        symbols=system.unknowns,
        coefficients=coefficients,
        strategies=Frozen({d.name: there(system.laws[d.name]) for d in game.decisions}),
        responses=Frozen({name: there(value, respond=True) for name, value in system.responses.items()}),
        values=Frozen({name: there(system.values[name]) for name in game.rates}),
        closed_loop=Frozen({x.name: there(system.laws[speed_name(x)]) for x in game.stocks}),
        flows=Frozen({name: there(system.laws[flow_name(name)]) for name in game.rates}),
        findings=(),
    )


def _require_stocks(found: FinitePoint) -> None:
    """Require that stocks declared nonnegative are so along the path."""
    import numpy as np
    from scipy.integrate import solve_ivp

    game = found.game
    watched = [i for i, x in enumerate(game.stocks) if x.is_nonnegative]
    if not watched:
        return
    symbols = [*game.stocks, *found.symbols]
    speeds = sp.lambdify(symbols, list(found.closed_loop.values()), modules="numpy", dummify=True)
    times = np.linspace(0.0, found.horizon, _CHECKED)
    path = solve_ivp(
        lambda t, x: speeds(*x, *found.coefficients(t)),
        (0.0, found.horizon),
        [float(value) for value in found.start.values()],
        t_eval=times,
        rtol=1e-9,
        atol=1e-9,
    )
    for i in watched:
        below = path.y[i] < -_BELOW * max(1.0, float(np.abs(path.y[i]).max()))
        if below.any():
            raise NoInteriorOptimum(
                f"{game.label}: {game.stocks[i]} falls below zero at about time {times[int(below.argmax())]:.4g}, but "
                'is declared nonnegative; declare it real=True, shorten the horizon, or use information="open_loop", '
                "where a stock that one decider alone moves may run out in the end"
            )


def _below_zero_somewhere(found: FinitePoint) -> str:
    """Return, in words, where a strategy asks for a decision below its declared sign; empty if nowhere."""
    game = found.game
    begun = {x: sp.Rational(value) for x, value in zip(game.stocks, found.start.values(), strict=True)}
    for decision in game.decisions:
        law = found.strategies[decision.name]
        if not decision.is_nonnegative or not law.free_symbols & set(game.stocks):
            continue
        for k in range(_LOOKED_AT):
            time = found.horizon * k / _LOOKED_AT
            now = law.subs(dict(zip(found.symbols, found.coefficients(time), strict=True)))
            for x in game.stocks:
                slope = float(sp.diff(now, x))
                if slope < -_SLACK or (slope > _SLACK and not x.is_nonnegative):
                    turn = float(begun[x] - now.subs(begun) / slope)
                    side = "below" if slope > 0 else "above"
                    return f"the strategy of {decision} is negative for {x} {side} {turn:.6g} at time {time:.4g}"
            if now.subs(dict.fromkeys(game.stocks, 0)) < -_SLACK:
                return f"the strategy of {decision} is negative where all stocks are zero at time {time:.4g}"
    return ""


@dataclass(frozen=True)
class _Backwards:
    """Coefficients as a function of time, from a solution in time to go."""

    solution: Any
    horizon: float

    def __call__(self, time: float) -> Sequence[float]:
        return [float(value) for value in self.solution(self.horizon - time)]


def _integrated(system: CoefficientSystem, point: Mapping[sp.Symbol, Fraction], horizon: float) -> _Backwards:
    import numpy as np
    from scipy.integrate import solve_ivp

    ring = ring_of(system.unknowns)
    residuals = [system.residuals[unit][powers] for unit, own in system.coefficients.items() for powers in own]
    numbers = []
    for residual in residuals:
        images = {s: Ratio.constant(residual.ring, v) for s, v in point.items()}
        numbers.append(residual.substitute(images).convert(ring).expression())
    speeds = sp.lambdify([system.unknowns], numbers, modules="numpy", cse=True, dummify=True)

    def escaped(_: float, z: Any) -> float:
        return float(_BOUND - np.abs(z).max())

    escaped.terminal = True  # type: ignore[attr-defined]
    path = solve_ivp(
        lambda _, z: speeds(z),
        (0.0, horizon),
        np.zeros(len(residuals)),
        method="LSODA",
        rtol=_TOLERANCE,
        atol=_TOLERANCE,
        events=escaped,
        dense_output=True,
    )
    if path.t[-1] < horizon:
        raise NoStabilisingSolution(
            f"{system.game.label}: the value functions grow without bound {path.t[-1]:.6g} before the end, so that "
            f"there is no equilibrium over a horizon of {horizon:g}; shorten it, or make controls more expensive"
        )
    return _Backwards(path.sol, horizon)


def _check_path(system: CoefficientSystem, point: Mapping[sp.Symbol, Fraction], coefficients: _Backwards) -> None:
    """Follow the stocks, and require the conditions of the instant along the way."""
    import numpy as np
    from scipy.integrate import solve_ivp

    game = system.game
    symbols = [*system.stocks, *system.unknowns]
    asked = [requirement for requirement in system.requirements if requirement.along]
    numbers = {symbol: to_sympy(value) for symbol, value in point.items()}
    speeds, values = (
        sp.lambdify(symbols, [f.expression().subs(numbers) for f in functions], modules="numpy", dummify=True)
        for functions in ([system.laws[speed_name(x)] for x in system.stocks], [r.value for r in asked])
    )
    start = [float(value.expression().subs(numbers)) for value in game.start.values()]
    times = np.linspace(0.0, coefficients.horizon, _CHECKED)
    path = solve_ivp(
        lambda t, x: speeds(*x, *coefficients(t)),
        (0.0, coefficients.horizon),
        start,
        t_eval=times,
        rtol=1e-9,
        atol=1e-9,
    )
    for time, stocks in zip(times, path.y.T, strict=True):
        for requirement, value in zip(asked, values(*stocks, *coefficients(time)), strict=True):
            if value < -_SLACK or (requirement.strict and value <= 0):
                raise NoInteriorOptimum(
                    f"no interior equilibrium of {game.label} over this horizon: {requirement.origin} fails at time "
                    f"{time:.6g}"
                )
