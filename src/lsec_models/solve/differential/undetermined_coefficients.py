"""Undetermined coefficients: from a differential game to equations for the coefficients of its value functions."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import combinations_with_replacement

import sympy as sp

from lsec_models.algebra.domains.symbols import Parameter, State
from lsec_models.algebra.polynomials.ratio import Ratio
from lsec_models.algebra.polynomials.ring import Ring, ring_of
from lsec_models.errors import NotPolynomial
from lsec_models.games.differential.game import DifferentialGame
from lsec_models.games.differential.hjb import CoefficientSystem, Requirement
from lsec_models.games.differential.state_polynomials import Powers, collected, monomial
from lsec_models.games.frozen import Frozen
from lsec_models.solve.differential.bounded_gain import with_bounded_gains
from lsec_models.solve.differential.instant_game import (
    Instant,
    law_names,
    rate_of,
    responses_of,
    slope_symbols,
    solve_instant,
    units_of,
)


def coefficient_system(game: DifferentialGame) -> CoefficientSystem:
    """Return the equations for the coefficients of value functions of the lowest degree that fits, one or two.

    1. Solve the game within an instant for given slopes of the value functions.
    2. Insert the slopes of polynomials with unknown coefficients, of degree one, else two.
    3. Collect, for each player, the coefficients of the powers of the states in ``flow + slopes * speeds - rate *
       value``.
    4. Require that nobody gains without bound (:mod:`lsec_models.solve.differential.bounded_gain`).

    Raises
    ------
    NotPolynomial
        If powers of the states are left that no polynomial of degree two can balance.
    NoInteriorOptimum, NoClosedForm
        From the game within an instant.
    """
    slopes = slope_symbols(game)
    instant = solve_instant(game, slopes)
    left: list[str] = []
    for degree in (1, 2):
        system, left = _with_degree(instant, slopes, degree)
        if system is not None:
            return with_bounded_gains(system)
    raise NotPolynomial(
        f"the Hamilton-Jacobi-Bellman equations of {game.label} leave {', '.join(left)}, which no value functions of "
        "degree two balance; the exact solver takes games that are linear or linear-quadratic in the states after the "
        "decisions of the instant are inserted"
    )


def _with_degree(
    instant: Instant, slopes: Mapping[str, Mapping[State, sp.Symbol]], degree: int
) -> tuple[CoefficientSystem | None, list[str]]:
    game, static = instant.game, instant.equilibrium
    units = units_of(game)
    coefficients = {unit: _coefficients(game, unit, degree) for unit in units}
    unknowns = [symbol for own in coefficients.values() for symbol in own.values()]
    ring = ring_of((*game.parameters, *game.stocks, *unknowns))
    values = {unit: _polynomial(ring, game.stocks, own) for unit, own in coefficients.items()}
    wide = ring_of((*ring.symbols, *(symbol for own in slopes.values() for symbol in own.values()), *game.decisions))
    images = {
        symbol: values[unit].derivative(state).convert(wide)
        for unit, own in slopes.items()
        for state, symbol in own.items()
    }

    def inserted(function: Ratio, target: Ring) -> Ratio:
        return function.convert(wide).substitute(images).convert(target)

    residuals: dict[str, Mapping[Powers, Ratio]] = {}
    for unit in units:
        gain = inserted(instant.flow(unit), ring)
        for state in game.stocks:
            gain = gain + values[unit].derivative(state) * inserted(instant.speed(state), ring)
        by_power = collected(gain - rate_of(game, unit).convert(ring) * values[unit], game.stocks)
        if by_power is None:
            return None, [f"a quotient of the states in the equation of {unit!r}"]
        high = [powers for powers, value in by_power.items() if powers not in coefficients[unit]]
        if high:
            return None, [f"{monomial(game.stocks, high[0])} in the equation of {unit!r}"]
        zero, two = Ratio.constant(ring, 0), Ratio.constant(ring, 2)
        # A square stands in a value function with one half, and so in how fast that changes.
        residuals[unit] = {
            powers: by_power.get(powers, zero) * two if max(powers) == 2 else by_power.get(powers, zero)
            for powers in coefficients[unit]
        }
    system = CoefficientSystem(
        game=game,
        degree=degree,
        deciders=game.deciders,
        values=Frozen(values),
        coefficients=Frozen(coefficients),
        residuals=Frozen(residuals),
        laws=Frozen({name: inserted(static.exact[name], ring) for name in law_names(game)}),
        requirements=tuple(
            Requirement(value=inserted(Ratio(c.ring, c.polynomial), ring), strict=c.strict, origin=c.origin)
            for c in static.conditions
        ),
        responses=Frozen(
            {name: inserted(value, ring_of((*ring.symbols, *game.decisions))) for name, value in responses_of(instant)}
        ),
    )
    return system, []


def _coefficients(game: DifferentialGame, unit: str, degree: int) -> Mapping[Powers, sp.Symbol]:
    """Return a symbol for each monomial of the states up to a degree, the highest first."""
    found: dict[Powers, sp.Symbol] = {}
    for total in range(degree, -1, -1):
        for chosen in combinations_with_replacement(game.stocks, total):
            powers = tuple(chosen.count(state) for state in game.stocks)
            names = "*".join(state.name for state in chosen) or "1"
            found[powers] = Parameter(f"value[{unit}, {names}]", real=True)
    return found


def _polynomial(ring: Ring, states: tuple[State, ...], coefficients: Mapping[Powers, sp.Symbol]) -> Ratio:
    """Return the polynomial; squares carry the factor one half, so that slopes have the coefficients themselves."""
    total = Ratio.constant(ring, 0)
    for powers, symbol in coefficients.items():
        term = Ratio.variable(ring, symbol)
        for state, power in zip(states, powers, strict=True):
            term = term * Ratio.variable(ring, state) ** power
        total = total + (term / Ratio.constant(ring, 2) if max(powers) == 2 else term)
    return total
