"""Relations between a first decision and a payoff, once the second decision is eliminated."""

from __future__ import annotations

from fractions import Fraction

import flint

from lsec_models.algebra.numbers.real_roots import RealRoot
from lsec_models.algebra.polynomials.ring import Polynomial
from lsec_models.solve.polynomial.numbers.exact_values import all_roots_of, univariate
from lsec_models.solve.polynomial.payoffs import Quotient, V, eliminated, leading, with_numbers


def value_relation(curve: Polynomial, payoff: Quotient) -> Polynomial:
    """Return a polynomial in (x, v) that vanishes where v is a payoff on a curve."""
    relation = V * payoff.denominator - payoff.numerator
    return eliminated(curve, relation, "y") if relation.degrees()[1] > 0 else relation


def far_relation(payoff: Quotient) -> Polynomial | None:
    """Return the same for the payoff far out, where that is finite."""
    above, below = int(payoff.numerator.degrees()[1]), int(payoff.denominator.degrees()[1])
    if above > below:
        return None
    top = leading(payoff.numerator, 1) if above == below else payoff.numerator * 0
    return V * leading(payoff.denominator, 1) - top


def roots_at(relation: Polynomial, number: Fraction) -> list[RealRoot]:
    """Return the real x at which a polynomial in (x, v) vanishes for v a rational number."""
    found = at_number(relation, 2, number)
    return all_roots_of(found) if found.degree() > 0 else []


def at_number(relation: Polynomial, place: int, number: Fraction) -> flint.fmpz_poly:
    """Return a polynomial in (x, v) with a rational number for one of them."""
    return univariate(with_numbers(relation, {place: number}), 2 - place)


def in_x(polynomial: Polynomial, root: RealRoot) -> flint.fmpq_poly:
    """Return the value of a polynomial in x at a root, in the field of the root."""
    return flint.fmpq_poly(univariate(polynomial, 0)) % flint.fmpq_poly(root.minimal)
