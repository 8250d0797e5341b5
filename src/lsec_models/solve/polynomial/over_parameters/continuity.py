"""Whether the best decision runs on through a critical value of a parameter, or jumps there."""

from __future__ import annotations

from fractions import Fraction

import flint

from lsec_models.algebra.numbers.exact_numbers import to_fmpq, to_fraction
from lsec_models.algebra.numbers.real_roots import RealRoot, distinct, number_between
from lsec_models.algebra.polynomials.ring import Polynomial
from lsec_models.solve.polynomial.best_decisions.place import DecidedPlace
from lsec_models.solve.polynomial.numbers.exact_values import all_roots_of, univariate
from lsec_models.solve.polynomial.numbers.extension import FIRST_BITS
from lsec_models.solve.polynomial.numbers.extension_roots import RootsOverExtension
from lsec_models.solve.polynomial.over_parameters.branch_form import BranchForm
from lsec_models.solve.polynomial.payoffs import with_numbers
from lsec_models.solve.polynomial.problem import Problem

_LAST_BITS = 1 << 12


def runs_on(
    problem: Problem, here: DecidedPlace, forms: tuple[BranchForm, BranchForm], low: RealRoot, high: RealRoot
) -> bool:
    """Whether the only best decisions on both sides of a critical value tend to the only ones there.

    1. Two rational numbers of the decision part the one at the critical value from all others on the curves there.
    2. Near enough, no curve crosses these numbers: whatever lies between them tends to the decision in question.
    3. What later movers answer on either side is there the same number.

    Parameters
    ----------
    problem : Problem
        In the parameter as x.
    here : DecidedPlace
        At the critical value.
    forms : tuple of BranchForm
        Of the best decisions on both sides.
    low, high : RealRoot
        The critical values beside it, or ends of the line.
    """
    curves = [form.curve for form in forms]
    if not all(_are_places(here, curve) for curve in curves) or not _are_answers_equal(here, *forms):
        return False
    below, above = (to_fraction(here.reply.roots.samples[here.reply.number + side]) for side in (0, 1))
    crossed = [with_numbers(curve, {1: number}) for curve in curves for number in (below, above)]
    if any(polynomial.is_zero() for polynomial in crossed):
        return False
    roots = [root for polynomial in crossed for root in all_roots_of(univariate(polynomial, 0))]
    left = distinct([low, *(root for root in roots if low < root < here.x)])[-1]
    right = distinct([high, *(root for root in roots if here.x < root < high)])[0]
    if any(root == here.x for root in roots):
        return False
    sides = (number_between(left, here.x), number_between(here.x, right))
    return all(_is_between(problem, side, below, above) for side in sides)


def _are_answers_equal(here: DecidedPlace, left: BranchForm, right: BranchForm) -> bool:
    """Whether later answers, as written on both sides, are defined and equal at a place."""
    for number, one in left.images.items():
        other = right.images[number]
        if here.vanishes(one.denominator) or here.vanishes(other.denominator):
            return False
        if not here.vanishes(one.numerator * other.denominator - other.numerator * one.denominator):
            return False
    return True


def _are_places(here: DecidedPlace, curve: Polynomial) -> bool:
    """Whether all decisions on a curve are among those that are told apart."""
    written = here.field.polynomial(curve)
    if len(written) < 2:
        return False
    roots = RootsOverExtension(here.field, here.field.squarefree(written))
    return sum(here.reply.roots.are_roots_of(written)) == len(roots)


def _is_between(problem: Problem, given: Fraction, below: Fraction, above: Fraction) -> bool:
    places, _ = problem.equilibria(RealRoot.rational(given))
    if len(places) != 1:
        return False
    low, high = (flint.arb(to_fmpq(end)) for end in (below, above))
    bits = FIRST_BITS
    while bits <= _LAST_BITS:
        ball = places[0].reply.ball(bits)
        if ball < low or ball > high:
            return False
        if low < ball < high:
            return True
        bits *= 2
    return False
