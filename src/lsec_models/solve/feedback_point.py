"""All stabilising solutions of the coupled Riccati equations at one point of the parameter space."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

import flint
import sympy as sp

from lsec_models.algebra.point import point_of
from lsec_models.algebra.ratio import Ratio
from lsec_models.algebra.ring import Polynomial, Ring, ring_of
from lsec_models.errors import NoStabilisingSolution, NotConverged, OutsideDomain
from lsec_models.games.differential import DifferentialGame, flow_name, speed_name
from lsec_models.games.feedback import FeedbackPoint, FeedbackSolutions
from lsec_models.games.frozen import Frozen
from lsec_models.games.hjb import CoefficientSystem
from lsec_models.solve.feedback_hjb import coefficient_system
from lsec_models.solve.feedback_own_problem import gains_without_bound
from lsec_models.solve.riccati_newton import stationary_points

_DIGITS = 60
_ROUNDING = 1e-58
_BITS = 400
_SHOWN_DIGITS = 20
_FORMS = 6
Numbers = dict[sp.Symbol, Fraction]


def solve_at(game: DifferentialGame, point: Mapping[str | sp.Symbol, object]) -> FeedbackSolutions:
    """Return all stationary feedback equilibria with a stable closed loop at one point of the parameter space.

    1. Insert the numbers, exactly, into the equations for the coefficients of the highest power of the states.
    2. One state: a lexicographic Groebner basis, with a generic linear form of the unknowns as its last variable,
       leaves one equation in that form; all its real roots are isolated exactly, and the other unknowns are polynomials
       in the root. Nothing is missed.
       Several states: Newton's method from many starts (:mod:`lsec_models.solve.riccati_newton`). That list need not be
       complete.
    3. Solve the other equations, which are linear, in rational numbers (roots to sixty digits).
    4. Keep the solutions with a stable closed loop that meet the conditions of the instant (second-order conditions,
       signs of decisions) at the start and in the steady state.

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
        If there is none; the message says which condition fails for each solution.
    OutsideDomain
        If the point violates an assumption of the game.

    References
    ----------
    Engwerda, J. (2005). LQ Dynamic Optimization and Differential Games, chapter 8. Wiley.
    """
    exact = point_of(game.ring, point)
    failures = game.domain.failures(exact)
    failures += tuple(
        f"discount rate of {name} is not positive"
        for name, rate in game.rates.items()
        if rate.evaluate(game.ring.exact_point(exact)) <= 0
    )
    if failures:
        raise OutsideDomain(f"{game.label}: {_shown(exact)} is not admissible: " + "; ".join(failures))
    system = coefficient_system(game)
    tops, complete = _tops(system, exact)
    found: list[FeedbackPoint] = []
    refused: list[str] = []
    for top in tops:
        numbers = _completed(system, {**exact, **top})
        if numbers is None:
            refused.append("the closed loop is singular")
            continue
        candidate = _evaluated(system, exact, numbers)
        refusal = _refusal(system, candidate, numbers)
        if refusal:
            refused.append(refusal)
        else:
            found.append(candidate)
    if not found:
        raise NoStabilisingSolution(
            f"{game.label}: none of {len(tops)} real solution(s) of the Hamilton-Jacobi-Bellman equations is an "
            f"equilibrium at {_shown(exact)}" + (": " if refused else "") + "; ".join(refused)
        )
    found.sort(key=lambda solution: -solution.speed)
    return FeedbackSolutions(
        game=game,
        point=Frozen({symbol.name: value for symbol, value in exact.items()}),
        solutions=tuple(found),
        complete=complete,
    )


def _tops(system: CoefficientSystem, point: Numbers) -> tuple[list[Numbers], bool]:
    """Return the real solutions for the coefficients of the highest power, and whether they are all there are."""
    unknowns, residuals = system.blocks[0]
    ring = ring_of(unknowns)
    equations = [_at(residual, point, ring) for residual in residuals]
    if len(system.stocks) == 1:
        return _isolated(equations, unknowns), True
    return stationary_points(system, equations), False


def _isolated(equations: Sequence[Ratio], unknowns: Sequence[sp.Symbol]) -> list[Numbers]:
    if len(unknowns) == 1:
        return [{unknowns[0]: root} for root in _real_roots(_univariate(equations[0]))]
    expressions = [equation.expression() for equation in equations]
    form = sp.Dummy("form")
    for attempt in range(1, _FORMS + 1):
        combination = sum((attempt * i + i * i + 1) * unknown for i, unknown in enumerate(unknowns))
        basis = sp.groebner([*expressions, form - combination], *unknowns, form, order="lex", domain=sp.QQ)
        solved = _in_shape_position(basis, unknowns, form)
        if solved is not None:
            eliminant, images = solved
            return [
                {unknown: _value(image, eliminant, root) for unknown, image in images.items()}
                for root in _real_roots(eliminant)
            ]
    names = ", ".join(symbol.name for symbol in unknowns)
    raise NotConverged(f"the equations for {names} have solutions that no linear form tells apart; perturb a parameter")


def _in_shape_position(
    basis: Any, unknowns: Sequence[sp.Symbol], form: sp.Symbol
) -> tuple[flint.fmpq_poly, dict[sp.Symbol, flint.fmpq_poly]] | None:
    """Return the equation in the last variable, and the others as polynomials in it; None in another shape."""
    if list(basis.exprs) == [1]:
        return flint.fmpq_poly([1]), {}
    polynomials = list(basis.polys)
    if len(polynomials) != len(unknowns) + 1:
        return None
    images = {}
    for unknown, polynomial in zip(unknowns, polynomials, strict=False):
        rest = (unknown - polynomial.as_expr()).expand()
        if rest.free_symbols - {form}:
            return None
        images[unknown] = _flint(rest, form)
    if polynomials[-1].as_expr().free_symbols != {form}:
        return None
    return _flint(polynomials[-1].as_expr(), form), images


def _flint(expression: sp.Expr, variable: sp.Symbol) -> flint.fmpq_poly:
    coefficients = sp.Poly(expression, variable, domain=sp.QQ).all_coeffs()[::-1]
    return flint.fmpq_poly([flint.fmpq(int(c.p), int(c.q)) for c in coefficients])


def _univariate(equation: Ratio) -> flint.fmpq_poly:
    coefficients = {int(powers[0]): int(c) for powers, c in equation.numerator.terms()}
    return flint.fmpq_poly([coefficients.get(n, 0) for n in range(max(coefficients, default=0) + 1)])


def _real_roots(polynomial: flint.fmpq_poly) -> list[Fraction]:
    """Return all real roots, each once, to sixty digits; FLINT isolates them exactly."""
    if polynomial.degree() < 1:
        return []
    with flint.ctx.workprec(_BITS):
        roots = (polynomial / polynomial.gcd(polynomial.derivative())).numer().complex_roots()
        return [Fraction(root.real.mid().str(_DIGITS, radius=False)) for root, _ in roots if root.imag.contains(0)]


def _value(polynomial: flint.fmpq_poly, eliminant: flint.fmpq_poly, at: Fraction) -> Fraction:
    """Return a polynomial at a root given to sixty digits; zero, not what rounding leaves of it, where it vanishes.

    It vanishes at the root if its common factor with the equation does, that is if the rest of the equation does not.
    """
    square_free = eliminant / eliminant.gcd(eliminant.derivative())
    rest = square_free / square_free.gcd(polynomial)
    with flint.ctx.workprec(_BITS):
        ball = flint.arb(flint.fmpq(at.numerator, at.denominator)) * flint.arb(1, _ROUNDING)
        if rest.degree() < square_free.degree() and not flint.arb_poly(rest)(ball).contains(0):
            return Fraction(0)
    value = polynomial(flint.fmpq(at.numerator, at.denominator))
    return Fraction(int(value.p), int(value.q))


def _completed(system: CoefficientSystem, numbers: Numbers) -> Numbers | None:
    """Solve the linear blocks in rational numbers; None if one is singular."""
    known = dict(numbers)
    for unknowns, residuals in system.blocks[1:]:
        ring = ring_of(unknowns)
        equations = [_at(residual, known, ring) for residual in residuals]
        origin = dict.fromkeys(unknowns, Fraction(0))
        where = ring.exact_point(origin)
        matrix = [[equation.derivative(unknown).evaluate(where) for unknown in unknowns] for equation in equations]
        right = [-equation.evaluate(where) for equation in equations]
        try:
            solution = _matrix(matrix).solve(_matrix([[entry] for entry in right]))
        except ZeroDivisionError:
            return None
        known |= {u: Fraction(int(solution[i, 0].p), int(solution[i, 0].q)) for i, u in enumerate(unknowns)}
    return known


def _matrix(rows: Sequence[Sequence[Fraction]]) -> flint.fmpq_mat:
    return flint.fmpq_mat([[flint.fmpq(x.numerator, x.denominator) for x in row] for row in rows])


def _evaluated(system: CoefficientSystem, point: Numbers, numbers: Numbers) -> FeedbackPoint:
    game, stocks = system.game, ring_of(system.stocks)
    chosen = ring_of((*system.stocks, *game.decisions))

    def there(function: Ratio, ring: Ring = stocks) -> sp.Expr:
        return _in_digits(_at(function, numbers, ring))

    laws = {name: there(law) for name, law in system.laws.items()}
    speeds = {state.name: laws[speed_name(state)] for state in system.stocks}
    return FeedbackPoint(
        game=game,
        point=Frozen({symbol.name: value for symbol, value in point.items()}),
        strategies=Frozen({d.name: laws[d.name] for d in game.decisions}),
        responses=Frozen({name: there(value, chosen) for name, value in system.responses.items()}),
        values=Frozen({name: there(system.values[name]) for name in game.rates}),
        flows=Frozen({name: laws[flow_name(name)] for name in game.rates}),
        report=Frozen({name: laws[name] for name in game.report}),
        closed_loop=Frozen(speeds),
        steady_state=Frozen(_rest(system, numbers)),
        start=Frozen({s.name: sp.Rational(*_number(v, point).as_integer_ratio()) for s, v in game.start.items()}),
    )


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


def _rest(system: CoefficientSystem, numbers: Numbers) -> dict[str, sp.Expr]:
    ring = ring_of(system.stocks)
    where = ring.exact_point(dict.fromkeys(system.stocks, Fraction(0)))
    speeds = [_at(system.laws[speed_name(state)], numbers, ring) for state in system.stocks]
    matrix = _matrix([[speed.derivative(state).evaluate(where) for state in system.stocks] for speed in speeds])
    right = _matrix([[-speed.evaluate(where)] for speed in speeds])
    try:
        solution = matrix.solve(right)
    except ZeroDivisionError:
        raise NoStabilisingSolution(
            f"{system.game.label}: nothing brings the stocks to rest (the closed loop is singular); let them decay"
        ) from None
    return {
        state.name: sp.N(sp.Rational(int(solution[i, 0].p), int(solution[i, 0].q)), _SHOWN_DIGITS)
        for i, state in enumerate(system.stocks)
    }


def _refusal(system: CoefficientSystem, candidate: FeedbackPoint, numbers: Numbers) -> str:
    """Return, in words, why a solution is no equilibrium; empty if it is one."""
    rate = -candidate.speed
    if rate >= 0:
        return f"its closed loop is not stable (a stock moves at the rate {rate:.6g})"
    ends = {"at the start": candidate.start, "in the steady state": candidate.steady_state}
    asked = [(requirement.value, requirement.strict, requirement.origin) for requirement in system.requirements]
    for state in system.stocks:
        if state.is_nonnegative:
            stock = Ratio(system.ring, system.ring.generators[system.ring.index[state]])
            asked.append((stock, bool(state.is_positive), f"{state} is not negative"))
    for value, strict, origin in asked:
        for where, states in ends.items():
            at = {**numbers, **{s: Fraction(str(sp.Rational(states[s.name]))) for s in system.stocks}}
            number = _number(value, at)
            if number < 0 or (strict and number == 0):
                return f"{origin} fails {where}"
    gainer = gains_without_bound(system, candidate)
    return f"{gainer!r} gains without bound against the others' strategies" if gainer else ""


def _at(function: Ratio, numbers: Numbers, ring: Ring) -> Ratio:
    """Insert numbers and keep the symbols of a smaller ring."""
    whole = function.ring
    images = {s: Ratio.constant(whole, v) for s, v in numbers.items() if s in whole.index and s not in ring.index}
    return function.substitute({s: v for s, v in images.items() if function.depends_on(s)}).convert(ring)


def _number(function: Ratio, numbers: Numbers) -> Fraction:
    zero = Fraction(0)
    return function.evaluate(function.ring.exact_point({s: numbers.get(s, zero) for s in function.ring.symbols}))


def _shown(point: Numbers) -> str:
    return ", ".join(f"{symbol} = {value}" for symbol, value in point.items()) or "the numbers it is declared with"
