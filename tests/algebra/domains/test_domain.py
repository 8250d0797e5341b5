from __future__ import annotations

import operator
import pickle
from collections import Counter
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
import sympy as sp
from hypothesis import given
from hypothesis import strategies as st

from lsec_models import parameters
from lsec_models.algebra.domains.condition import Condition
from lsec_models.algebra.domains.domain import Domain
from lsec_models.algebra.domains.relations import domain_of, flattened
from lsec_models.algebra.polynomials.ratio import Ratio, ratio
from lsec_models.algebra.polynomials.ring import Polynomial
from lsec_models.algebra.polynomials.signs import Kind, Sign
from lsec_models.errors import ContradictoryAssumptions, DeclarationError, NotRational
from strategies import (
    Grid,
    conditions,
    domains,
    examples,
    grid_of,
    nonnegative_polynomials,
    parameter_rings,
    polynomials,
)

A, B, C = parameters("a b c", positive=True)
N = parameters("n", nonnegative=True)
R = parameters("r", real=True)

POSSIBLE = {
    Sign.POSITIVE: {1},
    Sign.NONNEGATIVE: {0, 1},
    Sign.ZERO: {0},
    Sign.NONPOSITIVE: {-1, 0},
    Sign.NEGATIVE: {-1},
    Sign.UNKNOWN: {-1, 0, 1},
}


def signs_on(grid: Grid, mask: np.ndarray, function: Ratio) -> set[int]:
    """The signs of a function at the points of a grid where it is finite."""
    top, bottom = grid.values(function.numerator)[mask], grid.values(function.denominator)[mask]
    finite = bottom != 0
    return {int(s) for s in np.sign(top[finite]) * np.sign(bottom[finite])}


@st.composite
def domains_with_functions(draw: Any) -> tuple[Domain, Ratio]:
    """A domain and a function whose sign its conditions may, or may just not, settle."""
    domain = draw(domains())
    ring = domain.ring

    def part() -> Polynomial:
        plain = draw(polynomials(ring))
        if not domain.conditions or draw(st.booleans()):
            return plain
        condition = draw(st.sampled_from(domain.conditions)).polynomial
        shape = draw(st.sampled_from(["itself", "times", "plus", "minus", "square"]))
        return {
            "itself": condition,
            "times": condition * plain,
            "plus": condition * draw(nonnegative_polynomials(ring)) + draw(nonnegative_polynomials(ring)),
            "minus": -condition - draw(nonnegative_polynomials(ring)),
            "square": condition * condition * (plain + 1),
        }[shape]

    top, bottom = part() * draw(st.sampled_from([1, -1])), part()
    return domain, Ratio(ring, top, bottom if not bottom.is_zero() else None)


@pytest.mark.slow
def test_no_sign_is_ever_wrong() -> None:
    """Nor is that an empty exercise: on most domains that the grid reaches, something definite is said."""
    counts: Counter[str] = Counter()

    @examples(350)
    @given(domains_with_functions())
    def try_to_refute(case: tuple[Domain, Ratio]) -> None:
        domain, function = case
        sign = domain.sign(function)
        grid = grid_of(domain.ring)
        inside = grid.inside(domain)
        counts["refutable" if inside.any() and sign is not Sign.UNKNOWN else "idle"] += 1
        assert signs_on(grid, inside, function) <= POSSIBLE[sign]

    try_to_refute()
    assert counts["refutable"] > counts.total() / 5


@pytest.mark.slow
@examples(125)
@given(domains_with_functions())
def test_a_core_has_the_sign_of_its_function(case: tuple[Domain, Ratio]) -> None:
    domain, function = case
    if function.is_zero():
        return
    grid = grid_of(domain.ring)
    inside = grid.inside(domain)
    core = np.sign(grid.values(domain.core(function)))[inside]
    product = np.sign(grid.values(function.numerator * function.denominator))[inside]
    assert (core[product != 0] == product[product != 0]).all()
    zeros = np.zeros(len(product), dtype=bool)
    for factor in domain.possible_zeros(function):
        zeros |= grid.values(factor)[inside] == 0
    assert (product[(core != 0) & ~zeros] != 0).all(), "where it vanishes, so does the core or a possible zero"


@pytest.mark.slow
@examples(250)
@given(domains())
def test_reduction_keeps_the_set(domain: Domain) -> None:
    reduced = domain.reduced()
    assert set(reduced.conditions) <= set(domain.conditions)
    grid = grid_of(domain.ring)
    assert (grid.inside(reduced) == grid.inside(domain)).all()


@pytest.mark.slow
@examples(200)
@given(parameter_rings(), st.data())
def test_conditions_show_what_they_ask(ring: Any, data: st.DataObject) -> None:
    condition = data.draw(conditions(ring))
    relation = condition.relation
    grid = grid_of(ring)
    comparison = {
        sp.StrictGreaterThan: operator.gt,
        sp.GreaterThan: operator.ge,
        sp.StrictLessThan: operator.lt,
        sp.LessThan: operator.le,
        sp.Unequality: operator.ne,
    }[relation.func]
    left, right = (
        sp.lambdify(ring.symbols, side, "numpy")(*grid.columns) + 0 * grid.columns[0] for side in relation.args
    )
    # The relation may divide by a symbol, which rounds: zeros are told apart by the kind of inequality alone.
    clear = grid.values(condition.polynomial) != 0
    assert (comparison(left, right) == grid.meets(condition))[clear].all()
    assert condition.strict is (relation.func in (sp.StrictGreaterThan, sp.StrictLessThan, sp.Unequality))


@pytest.mark.slow
@examples(150)
@given(domains())
def test_emptiness_is_only_claimed_of_empty_sets_and_explained_by_a_least_subset(domain: Domain) -> None:
    try:
        domain.require_nonempty()
    except ContradictoryAssumptions as clash:
        message = str(clash)
    else:
        return
    grid = grid_of(domain.ring)
    assert not grid.inside(domain).any()
    named = [c for c in domain.conditions if str(c) in message]
    assert named
    assert not grid.inside(Domain(ring=domain.ring, conditions=tuple(named))).any()


@pytest.mark.slow
@examples(150)
@given(domains(), st.data())
def test_failures_are_the_violated_conditions(domain: Domain, data: st.DataObject) -> None:
    numbers = st.sampled_from([Fraction(n, 2) for n in range(-4, 7)])
    point = {s: data.draw(numbers) for s in domain.ring.symbols}
    words = domain.failures(point)
    exact = {s: sp.Rational(v.numerator, v.denominator) for s, v in point.items()}
    expected = sum(bool((s.is_positive and v <= 0) or (s.is_nonnegative and v < 0)) for s, v in point.items())
    for condition in domain.conditions:
        value = domain.ring.expression(condition.polynomial).subs(exact)
        if value < 0 or (condition.strict and value == 0):
            expected += 1
            assert str(condition) in words
    assert len(words) == expected


@pytest.mark.parametrize(
    ("relations", "expression", "expected"),
    [
        ([], A + B, Sign.POSITIVE),
        ([], A - B, Sign.UNKNOWN),
        ([], (A - B) ** 2, Sign.NONNEGATIVE),
        ([], -((A - B) ** 2) / C, Sign.NONPOSITIVE),
        ([], A * N, Sign.NONNEGATIVE),
        ([], A / (A - B) ** 2, Sign.NONNEGATIVE),
        ([], R, Sign.UNKNOWN),
        ([], R**2 + A, Sign.POSITIVE),
        ([A > B], A - B, Sign.POSITIVE),
        ([A > B], B - A, Sign.NEGATIVE),
        ([A > B], (A - B) ** 2, Sign.POSITIVE),
        ([A >= B], A - B, Sign.NONNEGATIVE),
        ([A >= B], (A - B) ** 2, Sign.NONNEGATIVE),
        ([A > B, B > C], A - C, Sign.POSITIVE),
        ([A > B, B >= C], A - C, Sign.POSITIVE),
        ([A >= B, B >= C], A - C, Sign.NONNEGATIVE),
        ([A > B * C], A**2 - B**2 * C**2, Sign.POSITIVE),
        ([A > 2, B > 2], A * B - A - B, Sign.POSITIVE),
        ([C < 1], 1 - C**2, Sign.POSITIVE),
        ([C < 1], C - 1, Sign.NEGATIVE),
        ([C <= 1], 2 - C, Sign.POSITIVE),
        ([C <= 1], 1 - C, Sign.NONNEGATIVE),
        ([2 * A * B > C**2], 3 * A * B - C**2, Sign.POSITIVE),
        ([2 * A * B > C**2], A * B - C**2, Sign.UNKNOWN),
        ([R > -1, R < 1], 1 - R**2, Sign.POSITIVE),
        ([A > B], (A - B) / (B - A - C), Sign.NEGATIVE),
        ([A > B], A * 0, Sign.ZERO),
    ],
    ids=str,
)
def test_signs_that_a_person_sees(relations: list[sp.Basic], expression: sp.Expr, expected: Sign) -> None:
    domain = domain_of([A, B, C, N, R], relations)
    assert domain.sign(ratio(domain.ring, expression)) is expected


@pytest.mark.parametrize(
    ("relations", "left"),
    [
        ([A > B, A > C, B > C], [A > B, B > C]),
        ([A > B, A > 2 * B], [A > 2 * B]),
        ([A >= B, A > B], [A > B]),
        ([A + B > 0, A > B], [A > B]),
        ([A > B, B > A / 2], [A > B, 2 * B > A]),
        ([2 * A * B > C**2, 3 * A * B > C**2], [2 * A * B > C**2]),
    ],
    ids=str,
)
def test_reduction_drops_what_follows(relations: list[sp.Basic], left: list[sp.Basic]) -> None:
    symbols = [A, B, C]
    assert set(domain_of(symbols, relations).reduced().conditions) == set(domain_of(symbols, left).conditions)


@pytest.mark.parametrize(
    ("relation", "polynomial", "strict"),
    [
        (A > B, A - B, True),
        (A < B, B - A, True),
        (A <= B, B - A, False),
        (A / B >= C, A - B * C, False),
        (A / (B + 1) < C, B * C + C - A, True),
        (-A / B > R, -A - B * R, True),
        (0.5 * A > 0.3, 5 * A - 3, True),
        (4 * A > 6 * B, 2 * A - 3 * B, True),
    ],
    ids=str,
)
def test_relations_become_primitive_polynomials(relation: sp.Basic, polynomial: sp.Expr, strict: bool) -> None:
    (condition,) = domain_of([A, B, C, R], [relation]).conditions
    assert sp.expand(condition.ring.expression(condition.polynomial) - polynomial) == 0
    assert condition.strict is strict
    assert condition.origin == "assumption"


def test_division_by_something_negative_turns_the_inequality() -> None:
    domain = domain_of([A, B, C], [A < B, C / (A - B) < 2])
    assert sp.expand(domain.ring.expression(domain.conditions[1].polynomial) - (C - 2 * A + 2 * B)) == 0


@pytest.mark.parametrize(
    ("relations", "error", "words"),
    [
        ([sp.Eq(A, B)], DeclarationError, r"assumption Eq\(a, b\): only inequalities"),
        ([sp.Ne(A, B)], DeclarationError, r"assumption Ne\(a, b\)"),
        ([(A > B) | (A > C)], DeclarationError, r"a > b\) \| \(a > c|a > c\) \| \(a > b"),
        ([A], DeclarationError, "assumption a: only inequalities"),
        (["a > b"], DeclarationError, "assumption number 1 is the text 'a > b'; write it without quotes"),
        ([1 / (A - B) > 1], DeclarationError, "sign of the denominator a - b"),
        ([sp.exp(A) > 1 + R], NotRational, r"exp\(a\)"),
        ([sp.sqrt(A) > B], NotRational, r"sqrt\(a\)"),
        ([A > B, sp.false], ContradictoryAssumptions, "assumption number 2 is false"),
        ([A > B, A == B], DeclarationError, "assumption number 2 is Python's False, not an inequality"),
        ([A != B], DeclarationError, "assumption number 1 is Python's True.*two inequalities"),
        ([A > B, A < 0], ContradictoryAssumptions, "assumption number 2"),
        ([A > B, C > 1, B > A], ContradictoryAssumptions, "a > b.*b > a"),
        ([A * (B + 1) > A * B + A], ContradictoryAssumptions, "0 > 0"),
    ],
    ids=str,
)
def test_bad_relations_are_named(relations: list[object], error: type[Exception], words: str) -> None:
    with pytest.raises(error, match=words):
        domain_of([A, B, C, R], relations)


def test_the_clash_names_no_bystanders() -> None:
    with pytest.raises(ContradictoryAssumptions) as caught:
        domain_of([A, B, C, R], [R > 7, A > 2 * B, B > C, C > A, C < 100])
    message = str(caught.value)
    assert all(part in message for part in ("a > 2*b", "b > c", "c > a"))
    assert "7" not in message
    assert "100" not in message


def test_conjunctions_are_taken_apart_and_truths_left_out() -> None:
    relations = flattened([sp.And(A > B, B > C), sp.true, A > 0], "assumption")
    assert set(relations) == {A > B, B > C}


def test_domains_are_values() -> None:
    domain = domain_of([A, B, C], [A > B, B >= C])
    assert domain == domain_of([C, B, A], [A > B, B >= C])
    assert pickle.loads(pickle.dumps(domain)) == domain
    assert hash(domain) == hash(domain_of([A, B, C], [A > B, B >= C]))
    assert domain != domain_of([A, B, C], [A > B, B > C])
    with pytest.raises(AttributeError):
        domain.conditions = ()  # type: ignore[misc]


def test_further_parameters_are_free() -> None:
    small, large = domain_of([A, B], [A > B]), domain_of([A, B, C, R], []).ring
    wide = small.over(large)
    assert wide.kinds == (Kind.POSITIVE, Kind.POSITIVE, Kind.POSITIVE, Kind.FREE)
    assert wide.sign(ratio(large, A - B)) is Sign.POSITIVE
    assert wide.sign(ratio(large, A - C)) is Sign.UNKNOWN


def test_a_condition_is_asked_once() -> None:
    domain = domain_of([A, B], [A > B, 2 * A > 2 * B, A > B])
    assert len(domain.conditions) == 1


def test_conditions_are_values() -> None:
    (left,), (right,) = domain_of([A, B], [A > B]).conditions, domain_of([A, B], [3 * A > 3 * B], "other").conditions
    assert left == right
    assert hash(left) == hash(right)
    assert left != Condition(ring=left.ring, polynomial=left.polynomial, strict=False, origin=left.origin)
    assert pickle.loads(pickle.dumps(left)) == left


def test_a_condition_can_say_more_than_a_declared_sign() -> None:
    x, y = sp.symbols("x y", nonnegative=True)
    domain = domain_of([x, y], [x > 0])
    assert domain.sign(ratio(domain.ring, x)) is Sign.POSITIVE
    assert domain.sign(ratio(domain.ring, -x * y)) is Sign.NONPOSITIVE
