"""All real solutions of the coupled Riccati equations of a game at one point, and the coefficients that follow."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

import flint
import sympy as sp

from lsec_models.algebra.numbers.exact_numbers import to_fmpq, to_fraction
from lsec_models.algebra.numbers.root_balls import root_balls
from lsec_models.algebra.polynomials.ratio import Ratio
from lsec_models.algebra.polynomials.ring import Ring, ring_of
from lsec_models.errors import NotConverged
from lsec_models.games.differential.hjb import CoefficientSystem
from lsec_models.solve.differential.feedback.riccati_newton import stationary_points

_DIGITS = 60
_BITS = 400
_FORMS = 6
Numbers = Mapping[sp.Symbol, Fraction]


def coupled_solutions(system: CoefficientSystem, point: Numbers) -> tuple[Sequence[Numbers], bool]:
    """Return the real solutions for the coefficients of the highest power, and whether they are all there are."""
    unknowns, residuals = system.blocks[0]
    ring = ring_of(unknowns)
    equations = [at_numbers(residual, point, ring) for residual in residuals]
    if len(system.stocks) == 1:
        return _isolated(equations, unknowns), True
    return stationary_points(system, equations), False


def _isolated(equations: Sequence[Ratio], unknowns: Sequence[sp.Symbol]) -> list[Numbers]:
    if len(unknowns) == 1:
        return [{unknowns[0]: root} for root, _ in _real_roots(_univariate(equations[0]))]
    expressions = [equation.expression() for equation in equations]
    form = sp.Dummy("form")
    for attempt in range(1, _FORMS + 1):
        combination = sum((attempt * i + i * i + 1) * unknown for i, unknown in enumerate(unknowns))
        basis = sp.groebner([*expressions, form - combination], *unknowns, form, order="lex", domain=sp.QQ)
        solved = _in_shape_position(basis, unknowns, form)
        if solved is not None:
            eliminant, images = solved
            # Reduced by the factor that a root belongs to, an unknown that is a rational number is seen as one.
            return [
                {unknown: _value(image % factor, root) for unknown, image in images.items()}
                for root, factor in _real_roots(eliminant)
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


def _real_roots(polynomial: flint.fmpq_poly) -> list[tuple[Fraction, flint.fmpq_poly]]:
    """Return all real roots, each once with the irreducible factor that it is a root of; FLINT isolates them.

    Rational ones are exact, others to sixty digits.
    """
    if polynomial.degree() < 1:
        return []
    found = []
    with flint.ctx.workprec(_BITS):
        for factor, _ in polynomial.numer().factor()[1]:
            irreducible = flint.fmpq_poly(factor)
            if factor.degree() == 1:
                found.append((Fraction(-int(factor[0]), int(factor[1])), irreducible))
                continue
            for root in root_balls(factor):
                found.append((Fraction(root.mid().str(_DIGITS, radius=False)), irreducible))
    return sorted(found, key=lambda pair: pair[0])


def _value(polynomial: flint.fmpq_poly, at: Fraction) -> Fraction:
    return to_fraction(polynomial(to_fmpq(at)))


def completed(system: CoefficientSystem, numbers: Numbers) -> Numbers | None:
    """Solve the linear blocks in rational numbers; None if one is singular."""
    known = dict(numbers)
    for unknowns, residuals in system.blocks[1:]:
        ring = ring_of(unknowns)
        equations = [at_numbers(residual, known, ring) for residual in residuals]
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
    return flint.fmpq_mat([[to_fmpq(x) for x in row] for row in rows])


def at_numbers(function: Ratio, numbers: Numbers, ring: Ring) -> Ratio:
    """Insert numbers and keep the symbols of a smaller ring."""
    whole = function.ring
    images = {s: Ratio.constant(whole, v) for s, v in numbers.items() if s in whole.index and s not in ring.index}
    return function.substitute(images).convert(ring)
