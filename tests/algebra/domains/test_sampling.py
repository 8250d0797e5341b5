from __future__ import annotations

import pickle
from dataclasses import replace
from fractions import Fraction
from itertools import islice

import pytest
import sympy as sp
from hypothesis import assume, event, given
from hypothesis import strategies as st

from lsec_models import parameters
from lsec_models.algebra.domains.chart import chart_of
from lsec_models.algebra.domains.chart_samples import chart_stream, slack_stream, to_digits
from lsec_models.algebra.domains.condition import Condition
from lsec_models.algebra.domains.domain import Domain
from lsec_models.algebra.domains.relations import condition_of, domain_of
from lsec_models.algebra.domains.sampling import exact_stream, sample, stream
from lsec_models.algebra.polynomials.ring import ring_of
from lsec_models.algebra.polynomials.signs import Kind
from lsec_models.errors import ContradictoryAssumptions, SamplingFailed
from strategies import domains, examples

A, B, C = parameters("a b c", positive=True)
R = parameters("r", real=True)


def number(value: Fraction) -> sp.Rational:
    return sp.Rational(value.numerator, value.denominator)


def violations(domain: Domain, point: dict[sp.Symbol, Fraction]) -> list[str]:
    """What a point violates, by SymPy's arithmetic alone."""
    values = {symbol: number(value) for symbol, value in point.items()}
    found = [str(s) for s, v in values.items() if (s.is_positive and v <= 0) or (s.is_nonnegative and v < 0)]
    for condition in domain.conditions:
        value = domain.ring.expression(condition.polynomial).subs(values)
        if value < 0 or (condition.strict and value == 0):
            found.append(str(condition))
    return found


@pytest.mark.slow
@examples(120)
@given(domains())
def test_every_draw_is_admissible(domain: Domain) -> None:
    assume(len(domain.chart.residual) <= 1)
    try:
        points = sample(domain, 4, seed=3)
    except (ContradictoryAssumptions, SamplingFailed) as refused:
        event(type(refused).__name__)
        assume(False)
    for point in points:
        assert violations(domain, point) == []
        assert domain.failures(point) == ()
        assert tuple(point) == domain.ring.symbols


@examples(25)
@given(st.integers(0, 10**6), st.tuples(*[st.sampled_from(Kind)] * 3))
def test_slacks_are_drawn_with_the_same_numbers_over_one_denominator(seed: int, kinds: tuple[Kind, ...]) -> None:
    chart = replace(chart_of(ring_of([A, B, C]), (Kind.POSITIVE,) * 3, ()), kinds=kinds)
    for values, where in islice(slack_stream(chart, seed), 20):
        assert tuple(where) == tuple(values.values())


RELATIONS = [
    [],
    [A > B * C],
    [A > B * C, B < 1, C >= 2],
    [R < A, R > -A],
    [R >= 0, R < 1],
    [A * B > C**2],
    [2 * A * B - R**2 > 0, A < 5],
    [A + B > C, A + C > B, B + C > A],
    [A**2 + B**2 < 1],
]


@pytest.mark.parametrize("relations", RELATIONS, ids=str)
def test_typical_domains_are_sampled(relations: list[sp.Basic]) -> None:
    domain = domain_of([A, B, C, R], relations)
    points = sample(domain, 50, seed=0)
    assert len(points) == 50
    assert all(violations(domain, point) == [] for point in points)
    assert len({tuple(point.values()) for point in points}) > 45


def test_equal_seeds_give_equal_points_and_others_give_others() -> None:
    domain = domain_of([A, B, C], [A > B * C])
    assert sample(domain, 20, seed=5) == sample(domain, 20, seed=5)
    assert sample(domain, 20, seed=5) == list(islice(stream(domain, 5), 20))
    assert sample(domain, 20, seed=5)[:7] == sample(domain, 7, seed=5)
    assert sample(domain, 20, seed=5) != sample(domain, 20, seed=6)


def test_both_signs_of_a_real_parameter_are_drawn() -> None:
    signs = {point[R] > 0 for point in sample(domain_of([R], []), 40)}
    assert signs == {True, False}


def test_an_empty_domain_says_which_assumptions_clash() -> None:
    domain = Domain(ring=ring_of([A, B, C]))
    domain = domain.where(condition_of(domain, relation, "test") for relation in (A > B, B > A, C > 1))
    with pytest.raises(ContradictoryAssumptions, match="a > b") as caught:
        sample(domain, 1)
    assert "b > a" in str(caught.value)
    assert "c > 1" not in str(caught.value)


def test_a_thin_domain_fails_in_words_and_not_forever() -> None:
    distance = (A**2 - B**3) ** 2 + (A**3 - 2 * B) ** 2
    thin = domain_of([A, B], [distance * 10**12 < 1])
    with pytest.raises(SamplingFailed, match="may be empty or very thin"):
        sample(thin, 1)


@pytest.mark.parametrize(("added", "words"), [(1, r"violated: .*\[given\] \(in slack"), (40, "violated: 1 longer")])
def test_conditions_that_are_violated_are_written_where_they_are_short(added: int, words: str) -> None:
    ring = ring_of([R, sp.Symbol("s", real=True)])
    x, y = ring.generators
    polynomial = -sum((x ** (2 * i) * y**2 for i in range(added)), start=ring.one + (x - 9 * y) ** 2)
    never = Condition(ring=ring, polynomial=polynomial, strict=True, origin="given")
    with pytest.raises(SamplingFailed, match=words):
        next(chart_stream(chart_of(ring, (Kind.FREE, Kind.FREE), (never,))))


@pytest.mark.slow
@examples(50)
@given(st.floats(min_value=-1e9, max_value=1e9), st.integers(1, 6))
def test_a_number_of_few_digits_is_the_decimal_number_that_is_written(value: float, digits: int) -> None:
    assert to_digits(value, digits) == Fraction(f"{value:.{digits - 1}e}")


def test_no_draws_no_points() -> None:
    assert sample(domain_of([A], []), 0) == []


def test_a_domain_that_was_sampled_can_be_pickled() -> None:
    x, y = sp.symbols("x y", positive=True)
    domain = domain_of([x, y], [x > y])
    points = sample(domain, 5)
    assert sample(pickle.loads(pickle.dumps(domain)), 5) == points


@pytest.mark.parametrize(
    ("conditions", "equal"),
    [
        ([A >= B, B >= A], A - B),
        ([A + B >= C, C >= A + B], A + B - C),
        ([A * B >= C, C >= A * B], A * B - C),
        ([A >= 2 * B, 2 * B >= A, B >= C**2, C**2 >= B], (A - 2 * B) ** 2 + (B - C**2) ** 2),
    ],
)
def test_two_inequalities_may_say_that_something_is_equal(conditions: list[sp.Basic], equal: sp.Expr) -> None:
    domain = domain_of([A, B, C], conditions)
    points = sample(domain, 20)
    assert all(domain.contains(point) and equal.subs(point) == 0 for point in points)
    assert len({tuple(point.values()) for point in points}) == 20


N = parameters("n", integer=True)


@pytest.mark.parametrize(
    "given", [[], [A > B], [A**2 + B**2 > C**2, A < 1], [R**2 < 2, A > R], [A > N * B, N < 9], [A >= B, B >= A]]
)
def test_points_stand_at_the_places_where_polynomials_are_evaluated(given: list[sp.Basic]) -> None:
    domain = domain_of({A, B, *(s for relation in given for s in relation.free_symbols)}, given)
    drawn = list(islice(exact_stream(domain), 40))
    assert [point for point, _ in drawn] == sample(Domain(ring=domain.ring, conditions=domain.conditions), 40)
    for point, place in drawn:
        assert list(place) == [point[symbol] for symbol in domain.ring.symbols]
        assert violations(domain, point) == []
        assert all(value.denominator == 1 for symbol, value in point.items() if symbol.is_integer)
