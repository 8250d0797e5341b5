"""All stabilising solutions of the coupled Riccati equations at one point of the parameter space."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

import sympy as sp

from lsec_models.algebra.numbers.exact_numbers import to_sympy
from lsec_models.algebra.polynomials.ratio import Ratio
from lsec_models.algebra.polynomials.ring import Polynomial, Ring, ring_of
from lsec_models.errors import LsecError, NoStabilisingSolution, NotPolynomial
from lsec_models.games.differential.feedback_at_point import FeedbackPoint, FeedbackSolutions
from lsec_models.games.differential.feedback_table import FeedbackTable
from lsec_models.games.differential.game import DifferentialGame, flow_name, speed_name
from lsec_models.games.differential.hjb import CoefficientSystem
from lsec_models.games.evidence.evidence import Status
from lsec_models.games.frozen import Frozen, values_by_name
from lsec_models.games.summary.summary import shown_point
from lsec_models.solve.differential.enclosure import encloses_one_solution
from lsec_models.solve.differential.feedback.declared_signs import (
    NotResolved,
    NotWithinBounds,
    RestingRegime,
    at_rest,
    regimes,
    within_bounds,
)
from lsec_models.solve.differential.feedback.findings import Ground
from lsec_models.solve.differential.feedback.on_a_grid.equilibrium_on_a_grid import NotOnAGrid, solve_on_a_grid
from lsec_models.solve.differential.feedback.own_problem import gains_without_bound
from lsec_models.solve.differential.feedback.riccati_solutions import (
    Numbers,
    _matrix,
    at_numbers,
    completed,
    coupled_solutions,
)
from lsec_models.solve.differential.feedback.scalar_quadratic import Affine, ScalarQuadratic, scalar_quadratic
from lsec_models.solve.differential.undetermined_coefficients import coefficient_system

_SHOWN_DIGITS = 20
_RADIUS = Fraction(1, 10**40)


def solve_at(game: DifferentialGame, point: Mapping[str | sp.Symbol, object]) -> FeedbackSolutions:
    """Return all stationary feedback equilibria with a stable closed loop at one point of the parameter space.

    1. Insert the numbers, exactly, into the equations for the coefficients of the highest power of the states.
    2. One state: a lexicographic Groebner basis, with a generic linear form of the unknowns as its last variable,
       leaves one equation in that form; all its real roots are isolated exactly, and the other unknowns are polynomials
       in the root. Nothing is missed.
       Several states: Newton's method from many starts (:mod:`lsec_models.solve.differential.feedback.riccati_newton`).
       That list need not be complete.
    3. Solve the other equations, which are linear, in rational numbers (roots to sixty digits).
    4. Keep the solutions with a stable closed loop that meet the conditions of the instant (second-order conditions,
       signs of decisions) at the start and in the steady state.
    5. Of a linear-quadratic game with one state whose players move at once, do this for every set of decisions that
       rest at zero in the steady state, and keep the solutions whose decisions respect their declared signs wherever
       deviations can lead, or which have a continuation there
       (:mod:`lsec_models.solve.differential.feedback.declared_signs`).
    6. Where none is kept, or value functions are not polynomials, a game with one state is solved on a grid of states,
       where that is certain enough: a candidate in numbers
       (:mod:`lsec_models.solve.differential.feedback.on_a_grid`).

    Parameters
    ----------
    game : DifferentialGame
    point : mapping
        A number for every parameter, by name or symbol.

    Returns
    -------
    FeedbackSolutions
        At least one.

    Raises
    ------
    NoStabilisingSolution
        If there is none; the message says which condition fails for each solution, and at which state a bound is met.
    OutsideDomain
        If the point violates an assumption of the game.

    References
    ----------
    Engwerda, J. (2005). LQ Dynamic Optimization and Differential Games, chapter 8. Wiley.
    """
    exact = game.admissible_point(point)
    scalar = scalar_quadratic(game, exact)
    try:
        found, refused, complete = _examined(game, exact, scalar)
    except NotPolynomial as error:
        return _on_a_grid(game, exact, scalar, error)
    if not found:
        none = NoStabilisingSolution(
            f"{game.label}: none of {len(refused)} real solution(s) of the Hamilton-Jacobi-Bellman equations is stated "
            f"as an equilibrium at {_shown(exact)}" + (": " if refused else "") + "; ".join(refused)
        )
        return _on_a_grid(game, exact, scalar, none)
    fastest_first = sorted(found, key=lambda solution: -solution.speed)
    return _listed(game, exact, tuple(fastest_first), complete=complete)


def _listed(
    game: DifferentialGame, point: Numbers, found: tuple[FeedbackPoint | FeedbackTable, ...], *, complete: bool
) -> FeedbackSolutions:
    names = values_by_name(point)
    return FeedbackSolutions(game=game, point=names, solutions=found, complete=complete)


def _on_a_grid(
    game: DifferentialGame, point: Numbers, scalar: ScalarQuadratic | None, error: LsecError
) -> FeedbackSolutions:
    """Return what a grid of states finds where no formula is stated; else raise why, and why not on a grid."""
    try:
        return _listed(game, point, (solve_on_a_grid(game, point, scalar),), complete=False)
    except NotOnAGrid as reason:
        raise type(error)(f"{error}; {reason}") from None


def _examined(
    game: DifferentialGame, point: Numbers, scalar: ScalarQuadratic | None
) -> tuple[list[FeedbackPoint], list[str], bool]:
    """Return the solutions that are kept, why each other one is not, and whether these are all there are."""
    found: list[FeedbackPoint] = []
    refused: list[str] = []
    complete = True
    for resting in regimes(game, scalar):
        regime = RestingRegime(game=game, resting=resting, point=Frozen(point), scalar=scalar)
        system = coefficient_system(at_rest(game, resting))
        tops, all_found = coupled_solutions(system, point)
        complete = complete and all_found
        for top in tops:
            numbers = completed(system, {**point, **top})
            steady = None if numbers is None else _rest(system, numbers)
            if numbers is None or steady is None:
                refused.append(f"{regime.words}nothing brings the stocks to rest (the closed loop is singular)")
                continue
            candidate = _evaluated(regime, system, numbers, steady)
            if any(_same(candidate, known) for known in found):
                continue
            refusal = _refusal(regime, system, candidate, numbers, steady)
            if not refusal:
                laws, slopes = _affine_parts(regime, system, numbers)
                ground = _ground(regime, system, numbers, all_found)
                try:
                    found.append(within_bounds(regime, candidate, laws, slopes, ground))
                except NotWithinBounds as reason:
                    refusal = str(reason)
                    complete = complete and not isinstance(reason, NotResolved)
            if refusal:
                refused.append(regime.words + refusal)
    return found, refused, complete


def _same(one: FeedbackPoint, other: FeedbackPoint) -> bool:
    """Whether two solutions are one: a decision that is free may be zero in every state."""
    return one.strategies == other.strategies and one.values == other.values


def _evaluated(regime: RestingRegime, system: CoefficientSystem, numbers: Numbers, steady: Numbers) -> FeedbackPoint:
    game, stocks = regime.game, ring_of(system.stocks)
    chosen = ring_of((*system.stocks, *game.decisions))
    still = dict.fromkeys((d.name for d in regime.resting), sp.S.Zero)

    def there(function: Ratio, ring: Ring = stocks) -> sp.Expr:
        return _in_digits(at_numbers(function, numbers, ring))

    laws = {name: there(law) for name, law in system.laws.items()} | still
    return FeedbackPoint(
        game=game,
        point=values_by_name(regime.point),
        strategies=Frozen({d.name: laws[d.name] for d in game.decisions}),
        responses=Frozen(
            {d.name: still.get(d.name, sp.S.Zero) for d in regime.resting}
            | {d.name: there(system.responses[d.name], chosen) for d in game.decisions if d.name not in still}
        ),
        values=Frozen({name: there(system.values[name]) for name in game.rates}),
        flows=Frozen({name: laws[flow_name(name)] for name in game.rates}),
        report=Frozen({name: laws[name] for name in game.report}),
        closed_loop=Frozen({state.name: laws[speed_name(state)] for state in system.stocks}),
        steady_state=Frozen({s.name: sp.N(to_sympy(x), _SHOWN_DIGITS) for s, x in steady.items()}),
        start=Frozen(
            {s.name: sp.Rational(*_number(v, regime.point).as_integer_ratio()) for s, v in game.start.items()}
        ),
    )


def _affine_parts(
    regime: RestingRegime, system: CoefficientSystem, numbers: Numbers
) -> tuple[dict[str, Affine], dict[str, Affine]]:
    """Return each decision and each decider's slope as constant and coefficient; empty unless there is one state."""
    if regime.scalar is None:
        return {}, {}
    (state,) = system.stocks
    ring = ring_of(system.stocks)
    origin = ring.exact_point({state: Fraction(0)})

    def parts(function: Ratio) -> Affine:
        return function.evaluate(origin), function.derivative(state).evaluate(origin)

    laws = {
        d.name: (Fraction(0), Fraction(0))
        if d in regime.resting
        else parts(at_numbers(system.laws[d.name], numbers, ring))
        for d in regime.game.decisions
    }
    slopes = {}
    for unit in regime.scalar.deciders:
        players = [p.name for p in regime.game.players if unit in (p.name, regime.game.coalition)]
        own = [parts(at_numbers(system.values[name], numbers, ring).derivative(state)) for name in players]
        slopes[unit] = sum((a for a, _ in own), Fraction(0)), sum((b for _, b in own), Fraction(0))
    return laws, slopes


def _in_digits(function: Ratio) -> sp.Expr:
    """Return a function with coefficients in digits, the leading one below the bar being 1.

    Exact coefficients may have hundreds of digits: too many for a float, unless their common size is divided out.
    """
    lead = int(function.denominator.leading_coefficient())

    def part(polynomial: Polynomial) -> sp.Expr:
        terms = (function.ring.monomial(powers) * sp.Rational(int(c), lead) for powers, c in polynomial.terms())
        return sp.N(sp.Add(*terms), _SHOWN_DIGITS)

    above, below = part(function.numerator), part(function.denominator)
    return above if function.denominator.is_constant() else above / below


def _rest(system: CoefficientSystem, numbers: Numbers) -> Numbers | None:
    """Return the steady state; None if nothing brings the stocks to rest."""
    ring = ring_of(system.stocks)
    where = ring.exact_point(dict.fromkeys(system.stocks, Fraction(0)))
    speeds = [at_numbers(system.laws[speed_name(state)], numbers, ring) for state in system.stocks]
    matrix = _matrix([[speed.derivative(state).evaluate(where) for state in system.stocks] for speed in speeds])
    right = _matrix([[-speed.evaluate(where)] for speed in speeds])
    try:
        solution = matrix.solve(right)
    except ZeroDivisionError:
        return None
    return {state: Fraction(int(solution[i, 0].p), int(solution[i, 0].q)) for i, state in enumerate(system.stocks)}


def _ground(regime: RestingRegime, system: CoefficientSystem, numbers: Numbers, all_found: bool) -> Ground:
    """Return what is known of a solution: exact, or else enclosed or to sixty digits."""
    residuals = [residual for own in system.residuals.values() for residual in own.values()]
    listed = "all solutions with value functions of this degree were looked at" if all_found else ""
    bounded = Status.CHECKED if len(system.stocks) > 1 else Status.PROVED if regime.scalar else Status.OPEN
    if all(_number(residual, numbers) == 0 for residual in residuals):
        return Ground(numbers=Status.PROVED, means="all coefficients are rational", listed=listed, bounded=bounded)
    ring = ring_of(system.unknowns)
    equations = [at_numbers(residual, regime.point, ring).numerator for residual in residuals]
    if encloses_one_solution(equations, [numbers[s] for s in ring.symbols], _RADIUS):
        means = "all coefficients are enclosed within 1e-40 (Krawczyk's test)"
        return Ground(numbers=Status.VERIFIED, means=means, listed=listed, bounded=bounded)
    means = "coefficients to sixty digits"
    return Ground(numbers=Status.CHECKED, means=means, listed=listed, bounded=min(bounded, Status.CHECKED))


def _refusal(
    regime: RestingRegime, system: CoefficientSystem, candidate: FeedbackPoint, numbers: Numbers, steady: Numbers
) -> str:
    """Return, in words, why a solution is not an equilibrium; empty if it is one."""
    rate = -candidate.speed
    if rate >= 0:
        return f"its closed loop is not stable (a stock moves at the rate {rate:.6g})"
    begin = {s: Fraction(*candidate.start[s.name].as_numer_denom()) for s in system.stocks}
    ends = {"at the start": begin, "in the steady state": steady}
    asked = [(r.value, r.strict, r.origin) for r in system.requirements if r.origin not in regime.signs_elsewhere]
    for state in system.stocks:
        if state.is_nonnegative:
            stock = Ratio.variable(system.ring, state)
            asked.append((stock, bool(state.is_positive), f"{state} is not negative"))
    for value, strict, origin in asked:
        for where, states in ends.items():
            number = _number(value, {**numbers, **states})
            if number < 0 or (strict and number == 0):
                stocks = ", ".join(f"{s} = {float(x):.6g}" for s, x in states.items())
                return f"{origin} fails {where}, {stocks}"
    gainer = gains_without_bound(system, candidate)
    return f"{gainer!r} gains without bound against the others' strategies" if gainer else ""


def _number(function: Ratio, numbers: Numbers) -> Fraction:
    zero = Fraction(0)
    return function.evaluate(function.ring.exact_point({s: numbers.get(s, zero) for s in function.ring.symbols}))


def _shown(point: Numbers) -> str:
    return shown_point(point) or "the numbers it is declared with"
