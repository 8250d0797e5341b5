"""Feedback equilibria in closed form: linear-state games, and coupled Riccati equations that radicals solve."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

import sympy as sp

from lsec_models.algebra.algebraic_functions.square_root import ROOT, reduced, square_root
from lsec_models.algebra.domains.sampling import sample
from lsec_models.algebra.domains.symbols import State
from lsec_models.algebra.polynomials.linear import SingularSystem, common_root
from lsec_models.algebra.polynomials.ratio import Ratio
from lsec_models.algebra.polynomials.ring import Polynomial, Ring, factored, quadratic_parts, ring_of
from lsec_models.errors import LsecError, NoClosedForm, NoInteriorOptimum, NoStabilisingSolution
from lsec_models.games.differential.feedback import FeedbackEquilibrium, Root
from lsec_models.games.differential.game import DifferentialGame
from lsec_models.games.differential.hjb import CoefficientSystem, Requirement
from lsec_models.solve.differential.feedback.assembly import assembled
from lsec_models.solve.differential.instant_game import (
    Instant,
    in_numbers,
    law_names,
    linear_slopes,
    rate_of,
    responses_of,
    solve_instant,
)
from lsec_models.solve.differential.undetermined_coefficients import coefficient_system

_DRAWS = 40
_METHODS = {1: "linear values", 2: "quadratic values"}
Solution = dict[sp.Symbol, Ratio]


def solve_exactly(game: DifferentialGame) -> FeedbackEquilibrium:
    """Return the stationary feedback equilibrium of a game in closed form.

    Linear-state games: the slopes of the value functions do not depend on what players do, so that the game within
    an instant is solved once. Otherwise:

    1. Collect the equations for the coefficients of value functions
       (:mod:`lsec_models.solve.differential.undetermined_coefficients`).
    2. Solve those of the highest power of the states: linear, quadratic, or two quadratic ones by a resultant whose
       factors of degree one and two are taken.
    3. All other equations are linear once these are inserted.
    4. Of several solutions, take the one whose conditions hold at some of the admissible parameters that are tried,
       a stable closed loop among them.

    Raises
    ------
    NoClosedForm
        If there is no solution in radicals of degree two, or more than one may be the equilibrium.
    NoStabilisingSolution
        If the closed loop is stable for no admissible parameters.
    """
    slopes = linear_slopes(game)
    if slopes is not None:
        return _linear_state(game, slopes)
    system = coefficient_system(game)
    found, failures = [], []
    for top, root in _tops(system):
        try:
            found.append(_completed(system, top, root))
        except (NoStabilisingSolution, NoInteriorOptimum) as failure:
            failures.append(failure)
    return _selected(game, found, failures)


def _linear_state(game: DifferentialGame, slopes: Mapping[str, Mapping[State, Ratio]]) -> FeedbackEquilibrium:
    expressions = {unit: {x: slope.expression() for x, slope in slopes[unit].items()} for unit in game.deciders}
    instant = solve_instant(game, expressions)
    ring = ring_of((*game.parameters, *game.stocks))
    wide = ring_of((*ring.symbols, *game.decisions))
    static = instant.equilibrium
    return assembled(
        game,
        method="linear-state",
        root=None,
        laws={name: static.exact[name].convert(ring) for name in law_names(game)},
        worth={name: _linear_worth(instant, name, slopes[name]).convert(ring) for name in game.rates},
        requirements=[
            Requirement(value=Ratio(ring, ring.convert(c.polynomial)), strict=c.strict, origin=c.origin)
            for c in static.conditions
        ],
        replies={name: value.convert(wide) for name, value in responses_of(instant)},
        instant=static,
    )


def _linear_worth(instant: Instant, player: str, slopes: Mapping[State, Ratio]) -> Ratio:
    ring = ring_of((*instant.equilibrium.ring.symbols, *instant.game.parameters, *instant.game.stocks))
    rate = rate_of(instant.game, player).convert(ring)
    linear = constant = Ratio.constant(ring, 0)
    for state, slope in slopes.items():
        linear = linear + slope.convert(ring) * Ratio.variable(ring, state)
        constant = constant + slope.convert(ring) * instant.speed(state).convert(ring)
    constant = (instant.flow(player).convert(ring) + constant - rate * linear) / rate
    return linear + constant


def _tops(system: CoefficientSystem) -> Iterator[tuple[Solution, Root | None]]:
    """Yield the solutions of the equations of the highest power, in radicals of degree two at most."""
    unknowns, residuals = system.blocks[0]
    ring = ring_of((*system.game.parameters, *unknowns))
    equations = [ring.convert(residual.numerator) for residual in residuals]
    if all(_degree(ring, equation, unknowns) <= 1 for equation in equations):
        yield _linear_solution(ring, equations, unknowns), None
    elif len(unknowns) == 1:
        yield from _roots(system.game, ring, equations[0], unknowns[0])
    elif len(unknowns) == 2:
        yield from _pairs(system.game, ring, equations, unknowns)
    else:
        raise NoClosedForm(
            f"{system.game.label}: {len(unknowns)} coupled quadratic equations have no closed form; "
            + in_numbers(system.game)
        )


def _roots(
    game: DifferentialGame, ring: Ring, equation: Polynomial, unknown: sp.Symbol
) -> Iterator[tuple[Solution, Root | None]]:
    """Yield the roots, if all irreducible factors have degree two or less."""
    i = ring.index[unknown]
    for factor, _ in factored(equation)[1]:
        if factor.degrees()[i] == 1:
            yield _linear_solution(ring, [factor], (unknown,)), None
        elif factor.degrees()[i] > 2:
            raise NoClosedForm(
                f"the coupled Riccati equations come down to an irreducible one of degree {factor.degrees()[i]}, which "
                f"square roots do not solve; {in_numbers(game)}"
            )
        elif factor.degrees()[i] == 2:
            a, b, c = quadratic_parts(ring, factor, i)
            root = square_root(ring, b * b - 4 * a * c)
            wide = ring_of((*ring.symbols, ROOT))
            radicand = Ratio(ring, root.inside).convert(ring_of(s for s in ring.symbols if s in ring.used(root.inside)))
            step = Ratio(wide, wide.convert(root.outside) * wide.generators[wide.index[ROOT]])
            for signed in (step, -step):
                value = (signed - Ratio(wide, wide.convert(b))) / Ratio(wide, wide.convert(2 * a))
                yield {unknown: value}, Root(symbol=ROOT, radicand=radicand)


def _pairs(
    game: DifferentialGame, ring: Ring, equations: list[Polynomial], unknowns: tuple[sp.Symbol, ...]
) -> Iterator[tuple[Solution, Root | None]]:
    """Yield the solutions of two quadratic equations, if square roots give them all."""
    first, second = unknowns
    i = ring.index[second]
    (a, b, c), (d, e, f) = (quadratic_parts(ring, equation, i) for equation in equations)
    cross, mixed = a * f - d * c, a * e - d * b
    linear = a.is_zero() and d.is_zero()
    resultant = b * f - e * c if linear else cross * cross - mixed * (b * f - e * c)
    # Where one equation is linear in the second unknown, it gives it; else what eliminating the square leaves does.
    top, bottom = (c, b) if a.is_zero() else (f, e) if d.is_zero() else (cross, mixed)
    for solution, root in _roots(game, ring, resultant, first):
        wide = solution[first].ring
        inside = None if root is None else wide.convert(root.radicand.numerator)
        above, below = (reduced(Ratio(wide, wide.convert(p)).substitute(solution), inside) for p in (top, bottom))
        if below.is_zero():
            raise NoClosedForm(f"the equation that gives {second.name} is degenerate; {in_numbers(game)}")
        solution = {**solution, second: reduced(-above / below, inside)}
        if all(reduced(Ratio(wide, wide.convert(e)).substitute(solution), inside).is_zero() for e in equations):
            yield solution, root


def _completed(system: CoefficientSystem, top: Solution, root: Root | None) -> FeedbackEquilibrium:
    """Solve the equations that are linear once those of the highest power are solved."""
    game, solution = system.game, dict(top)
    inside = None if root is None else root.radicand.numerator
    ring = ring_of((*system.ring.symbols, *(() if root is None else (root.symbol,))))
    for unknowns, residuals in system.blocks[1:]:
        equations = [reduced(residual.convert(ring).substitute(solution), inside).numerator for residual in residuals]
        found = _linear_solution(ring, equations, unknowns)
        solution |= {unknown: reduced(value, inside) for unknown, value in found.items()}

    def inserted(function: Ratio) -> Ratio:
        wide = ring_of({*function.ring.symbols, *ring.symbols})
        return reduced(function.convert(wide).substitute(solution), inside)

    states = ring_of((*game.parameters, *game.stocks, *(() if root is None else (root.symbol,))))
    return assembled(
        game,
        method=_METHODS[system.degree],
        root=root,
        laws={name: inserted(law).convert(states) for name, law in system.laws.items()},
        worth={name: inserted(system.values[name]).convert(states) for name in game.rates},
        requirements=[
            Requirement(value=inserted(r.value).convert(states), strict=r.strict, origin=r.origin)
            for r in system.requirements
        ],
        replies={name: inserted(value) for name, value in system.responses.items()},
    )


def _selected(
    game: DifferentialGame, found: list[FeedbackEquilibrium], failures: Sequence[LsecError]
) -> FeedbackEquilibrium:
    if not found:
        raise (
            failures[0]
            if failures
            else NoClosedForm(
                f"{game.label}: the coupled Riccati equations have no solution in square roots; {in_numbers(game)}"
            )
        )
    if len(found) > 1:
        points = sample(game.domain, _DRAWS, seed=1)
        held = [candidate for candidate in found if any(_holds(candidate, point) for point in points)]
        if len(held) != 1:
            raise NoClosedForm(
                f"{game.label}: {len(found)} solutions in closed form, {len(held)} of them with a stable closed loop "
                f"at some of {_DRAWS} admissible parameters tried; {in_numbers(game)}"
            )
        found = held
    return found[0]


def _holds(candidate: FeedbackEquilibrium, point: Mapping[sp.Symbol, Fraction]) -> bool:
    return candidate.domain.contains(point) and all(c.holds_at(point) for c in candidate.root_conditions)


def _linear_solution(ring: Ring, equations: Sequence[Polynomial], unknowns: Sequence[sp.Symbol]) -> Solution:
    try:
        return common_root(ring, equations, unknowns)
    except SingularSystem:
        names = ", ".join(symbol.name for symbol in unknowns)
        raise NoStabilisingSolution(f"the Hamilton-Jacobi-Bellman equations do not determine {names}") from None


def _degree(ring: Ring, equation: Polynomial, unknowns: Sequence[sp.Symbol]) -> int:
    places = [ring.index[unknown] for unknown in unknowns]
    return max((sum(int(powers[i]) for i in places) for powers in equation.monoms()), default=0)
