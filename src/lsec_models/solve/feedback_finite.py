"""Finite horizons: linear-state games in closed form, all others by integrating the Riccati equations backwards."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

import sympy as sp

from lsec_models.algebra.point import point_of
from lsec_models.algebra.ratio import Ratio
from lsec_models.algebra.ring import ring_of
from lsec_models.algebra.symbols import Parameter, State
from lsec_models.errors import NoClosedForm, NoInteriorOptimum, NoStabilisingSolution, OutsideDomain
from lsec_models.games.differential import DifferentialGame, flow_name, speed_name
from lsec_models.games.feedback import TIME
from lsec_models.games.finite import FiniteFeedback, FinitePoint
from lsec_models.games.frozen import Frozen
from lsec_models.games.hjb import CoefficientSystem
from lsec_models.solve.feedback_hjb import coefficient_system
from lsec_models.solve.feedback_instant import (
    deciders,
    in_numbers,
    law_names,
    linear_slopes,
    rate_of,
    responses_of,
    solve_instant,
)

_TOLERANCE = 1e-11
_BOUND = 1e12
_CHECKED = 200
_SLACK = 1e-9


def solve_finite(game: DifferentialGame) -> FiniteFeedback:
    """Return the feedback equilibrium over a finite horizon in closed form.

    What a unit of a stock is worth at time t is its worth without end times ``1 - exp(-(r + delta)(T - t))``, delta
    being the decay of the stock; the game within an instant is solved with these shares between 0 and 1 as parameters.

    Raises
    ------
    NoClosedForm
        If the game is not linear in the states, stocks move each other, or deciders discount at different rates.
    NoInteriorOptimum
        From the game within an instant.
    """
    slopes = linear_slopes(game)
    decay = _decay(game)
    if slopes is None or decay is None:
        raise NoClosedForm(
            f"{game.label}: over a finite horizon only games that are linear in the states, each moved by the "
            f"decisions and its own decay, have a closed form; {in_numbers(game)}"
        )
    rates = {rate_of(game, unit) for unit in deciders(game)}
    if len(rates) > 1:
        raise NoClosedForm(f"{game.label}: deciders discount at different rates; {in_numbers(game)}")
    left = {state: Parameter(f"left[{state.name}]", positive=True) for state in game.stocks}
    speeds = {state: next(iter(rates)).expression() + decay[state].expression() for state in game.stocks}
    within = _within(game, left)
    instant = solve_instant(
        within, {u: {x: slope.expression() * left[x] for x, slope in slopes[u].items()} for u in deciders(game)}
    )
    static = instant.equilibrium
    ring = ring_of((*game.parameters, *left.values(), *game.stocks))
    conditions = tuple(c for c in static.conditions if not any(_has(c.ring, c.polynomial, s) for s in left.values()))
    if len(conditions) < len(static.conditions):
        raise NoClosedForm(f"{game.label}: a condition of the instant changes over time; {in_numbers(game)}")
    horizon = sp.sympify(game.horizon)
    shares = {left[x]: 1 - sp.exp(-speeds[x] * (horizon - TIME)) for x in game.stocks}

    def over_time(function: Ratio) -> sp.Expr:
        return function.expression().xreplace(shares)

    laws = {name: static.exact[name].convert(ring) for name in law_names(game)}
    values = {}
    for name in game.rates:
        own = {x: rate_of(game, name).expression() + decay[x].expression() for x in game.stocks}
        linear = (slopes[name][x].expression() * (1 - sp.exp(-own[x] * (horizon - TIME))) * x for x in game.stocks)
        decays = {left[x]: speeds[x] for x in game.stocks}, own
        values[name] = sp.Add(*linear) + _constant(game, name, laws, slopes[name], decays)
    return FiniteFeedback(
        game=game,
        strategies=Frozen({d.name: over_time(laws[d.name]) for d in game.decisions}),
        responses=Frozen({name: over_time(value) for name, value in responses_of(instant)}),
        values=Frozen(values),
        closed_loop=Frozen({x.name: over_time(laws[speed_name(x)]) for x in game.stocks}),
        flows=Frozen({name: over_time(laws[flow_name(name)]) for name in game.rates}),
        conditions=tuple(c.convert(game.ring) for c in conditions),
    )


def solve_finite_at(game: DifferentialGame, point: Mapping[str | sp.Symbol, object]) -> FinitePoint:
    """Return the feedback equilibrium over a finite horizon at one point, the coefficients integrated backwards.

    The coefficients of the value functions are zero at the end; going back in time they change as fast as the
    Hamilton-Jacobi-Bellman equations say (:class:`CoefficientSystem`). LSODA, relative tolerance 1e-11.

    Raises
    ------
    NoStabilisingSolution
        If they grow without bound before time 0 (a conjugate point): no equilibrium over this horizon.
    NoInteriorOptimum
        If a condition of the instant (second order, sign of a decision) fails at one of 200 times along the path.
    OutsideDomain
        If the point violates an assumption of the game.
    """
    exact = point_of(game.ring, point)
    failures = game.domain.failures(exact)
    if failures:
        raise OutsideDomain(f"{game.label} has no meaning there: " + "; ".join(failures))
    system = coefficient_system(game)
    horizon = float(sp.sympify(game.horizon).subs({s: sp.Rational(*x.as_integer_ratio()) for s, x in exact.items()}))
    coefficients = _integrated(system, exact, horizon)
    _check_path(system, exact, coefficients)
    states = ring_of((*game.stocks, *system.unknowns))
    chosen = ring_of((*states.symbols, *game.decisions))

    def there(function: Ratio, *, respond: bool = False) -> sp.Expr:
        images = {s: Ratio.constant(function.ring, v) for s, v in exact.items() if function.depends_on(s)}
        return function.substitute(images).convert(chosen if respond else states).expression()

    return FinitePoint(
        game=game,
        point=Frozen({symbol.name: value for symbol, value in exact.items()}),
        horizon=horizon,
        symbols=system.unknowns,
        coefficients=coefficients,
        strategies=Frozen({d.name: there(system.laws[d.name]) for d in game.decisions}),
        responses=Frozen({name: there(value, respond=True) for name, value in system.responses.items()}),
        values=Frozen({name: there(system.values[name]) for name in game.rates}),
        closed_loop=Frozen({x.name: there(system.laws[speed_name(x)]) for x in game.stocks}),
        flows=Frozen({name: there(system.laws[flow_name(name)]) for name in game.rates}),
    )


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
        images = {s: Ratio.constant(residual.ring, v) for s, v in point.items() if residual.depends_on(s)}
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
    numbers = {symbol: sp.Rational(*value.as_integer_ratio()) for symbol, value in point.items()}
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


def _decay(game: DifferentialGame) -> dict[State, Ratio] | None:
    """Return how fast each stock decays by itself, None if stocks move each other."""
    found = {}
    for state in game.stocks:
        speed = game.instant.ratios[speed_name(state)]
        if any(speed.depends_on(other) for other in game.stocks if other != state):
            return None
        own = -speed.derivative(state)
        if any(own.depends_on(symbol) for symbol in (*game.stocks, *game.decisions)):
            return None
        found[state] = own.convert(game.ring)
    return found


def _within(game: DifferentialGame, left: Mapping[State, sp.Symbol]) -> DifferentialGame:
    return replace(game, assuming=(*game.assuming, *(share < 1 for share in left.values())))


def _constant(
    game: DifferentialGame,
    player: str,
    laws: Mapping[str, Ratio],
    slopes: Mapping[State, Ratio],
    decays: tuple[Mapping[sp.Symbol, sp.Expr], Mapping[State, sp.Expr]],
) -> sp.Expr:
    """Return what of a value function does not depend on the states: a sum of exponentials, integrated term by term.

    `decays` has the rates at which the shares of the deciders, and of the player's own slopes, approach one.
    """
    shared, own = decays
    gone = dict.fromkeys(game.stocks, sp.S.Zero)
    missing = {left: sp.Dummy(left.name) for left in shared}
    owned = {x: sp.Dummy(x.name) for x in own}
    gain = laws[flow_name(player)].expression().subs(gone)
    for x in game.stocks:
        gain += slopes[x].expression() * (1 - owned[x]) * laws[speed_name(x)].expression().subs(gone)
    exponentials = [*missing.values(), *owned.values()]
    try:
        polynomial = sp.Poly(gain.xreplace({left: 1 - gap for left, gap in missing.items()}), *exponentials)
    except sp.PolynomialError:
        raise NoClosedForm(
            f"{game.label}: the value of {player!r} over a finite horizon is no sum of exponentials; "
            + in_numbers(game)
        ) from None
    speeds = [*shared.values(), *own.values()]
    rate = game.rates[player].expression()
    to_go = sp.sympify(game.horizon) - TIME
    total = sp.S.Zero
    for powers, coefficient in polynomial.terms():
        fall = sp.factor(sp.Add(*(n * speed for n, speed in zip(powers, speeds, strict=True))))
        gap = sp.factor(rate - fall)
        late = sp.exp(-rate * to_go)
        grown = to_go * late if gap == 0 else (sp.exp(-fall * to_go) - late) / gap
        total += sp.factor(coefficient) * grown
    return total


def _has(ring: Any, polynomial: Any, symbol: sp.Symbol) -> bool:
    return symbol in ring.index and polynomial.degrees()[ring.index[symbol]] > 0
