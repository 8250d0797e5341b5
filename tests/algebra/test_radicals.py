"""Roots of polynomials in radicals, against the signs of the polynomial beside them."""

from __future__ import annotations

from fractions import Fraction

import pytest
import sympy as sp
from hypothesis import given, settings
from hypothesis import strategies as st

from lsec_models import Game, Player, decisions, parameters, solve
from lsec_models.algebra.algebraic_functions.radicals import root_in_radicals
from lsec_models.algebra.domains.relations import domain_of
from lsec_models.algebra.polynomials.ratio import ratio
from lsec_models.algebra.polynomials.ring import ring_of

a, c, h, k = SYMBOLS = parameters("a c h k", positive=True)
x = decisions("x", real=True)
NEAR = sp.Rational(1, 10**6)


def closed(falling: sp.Expr, low: sp.Expr, high: sp.Expr | None = None, assuming=()) -> sp.Expr | None:
    """Return the root of an expression between two ends, in radicals."""
    ring, domain = ring_of([*SYMBOLS, x]), domain_of(SYMBOLS, list(assuming))
    written = ratio(ring, falling)
    ends = (ratio(domain.ring, low), None if high is None else ratio(domain.ring, high))
    return root_in_radicals(domain, ring, x, written.numerator, ends)


@pytest.mark.slow
@settings(max_examples=40)
@given(
    power=st.sampled_from([2, 3, 4]),
    degree=st.sampled_from([1, 2]),
    bend=st.sampled_from([-1, 0, 1]),
    side=st.sampled_from([-1, 1]),
    centre=st.sampled_from([0, h, -h, 1, 2 * h / k]),
    values=st.lists(st.fractions(Fraction(1, 5), 5, max_denominator=6), min_size=4, max_size=4),
)
def test_the_polynomial_falls_at_what_is_said_to_be_its_root(power, degree, bend, side, centre, values):
    """Around a centre, a distance to one side of which some power solves an equation of degree one or two."""
    distance = side * (x - centre)
    own = (a + bend * k * distance**power) if degree == 2 else a
    falling = side * (own - c * distance ** (degree * power))
    found = closed(falling, centre, None) if side > 0 else closed(falling, centre - 100 * a, centre)
    assert found is not None
    at = dict(zip(SYMBOLS, map(sp.Rational, values), strict=True))
    root = found.subs(at)
    assert sp.N(root - sp.sympify(centre).subs(at)) * side > 0
    before, after = (falling.subs(at).subs(x, sp.N(root, 40) + step) for step in (-NEAR, NEAR))
    assert before > 0 > after


def test_where_the_side_or_the_power_is_not_told_no_radicals_are_given():
    assert closed(a - c * (x - h) ** 4 + k * (x - h) ** 2, 0) == h + sp.sqrt(k + sp.sqrt(4 * a * c + k**2)) / sp.sqrt(
        2 * c
    )
    assert closed(k * (x - h) ** 2 - c * (x - h) ** 4 - a, 0) is None
    assert closed(k * (x - h) ** 2 - c * (x - h) ** 4 - a, h) is not None
    assert closed(a - c * (x - h) ** 3, 0) is None
    assert closed(a - x - c * x**3, 0) is None
    assert closed(a - c * x**6 - k * x**3 - h * x**9, 0) is None


def test_a_leading_coefficient_that_vanishes_at_the_numbers_that_are_tried_hides_no_radicals():
    """The first ones are a = 3 and c = 6."""
    spare = c - 2 * a
    assert closed(h - spare * x**4, 0, assuming=[c > 2 * a]) == (h / spare) ** sp.Rational(1, 4)
    assert closed(spare * (h - x**4), 0, assuming=[c > 2 * a]) == h ** sp.Rational(1, 4)


@pytest.mark.slow
def test_a_biquadratic_condition_is_solved_in_nested_square_roots():
    maker = Player("maker", decides=[q := decisions("q")], payoff=a * q - k * q**3 / 3 - c * q**5 / 5)
    found = solve(Game(players=[maker]))
    assert sp.simplify(found.root.closed_form**2 - (sp.sqrt(k**2 + 4 * a * c) - k) / (2 * c)) == 0
    assert found.evidence.established
    assert found.at(a=3, c=2, k=1)["q"] == 1
    assert "q_star = sqrt(2)*sqrt(-k + sqrt(4*a*c + k**2))/(2*sqrt(c))" in str(found)


@pytest.mark.slow
def test_a_share_is_one_minus_a_radical_below_it():
    share = decisions("lam", within=(0, 1))
    kept = 1 - share
    host = Player("host", decides=[share], payoff=a * kept - k * kept**3 / 3 - c * kept**5 / 5)
    found = solve(Game(players=[host], assuming=[c + k > a]))
    assert sp.simplify((1 - found.root.closed_form) ** 2 - (sp.sqrt(k**2 + 4 * a * c) - k) / (2 * c)) == 0
