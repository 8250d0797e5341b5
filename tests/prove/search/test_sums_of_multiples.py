"""Sums of multiples of polynomials: which multiples are tried, and with which exact weights they add up."""

from __future__ import annotations

from itertools import product

import sympy as sp
from hypothesis import given
from hypothesis import strategies as st

from lsec_models.algebra.polynomials.ring import ring_of
from lsec_models.prove.search.identities.exact_weights import exact_weights
from lsec_models.prove.search.identities.monomial_support import Limits, growing_support, multiplied
from lsec_models.work import Work

RING = ring_of(sp.symbols("x y"))
NUMBERS = st.integers(-5, 5)
POWERS = st.tuples(st.integers(0, 2), st.integers(0, 2))
POLYNOMIALS = st.dictionaries(POWERS, NUMBERS.filter(bool), min_size=1, max_size=3).map(RING.from_terms)


@given(st.lists(st.lists(NUMBERS, min_size=3, max_size=3), min_size=1, max_size=4), st.data())
def test_weights_add_up_to_what_is_wanted_wherever_some_do(rows_of_columns, data):
    columns = [dict(enumerate(column)) for column in rows_of_columns]
    mixed = data.draw(st.lists(NUMBERS, min_size=len(columns), max_size=len(columns)))
    wanted = {i: sum(w * column[i] for w, column in zip(mixed, columns, strict=True)) for i in range(3)}
    found = exact_weights(columns, wanted, range(3))
    assert found is not None
    assert all(sum(weight * columns[j][i] for j, weight in found.items()) == wanted[i] for i in range(3))


@given(st.lists(st.lists(NUMBERS, min_size=2, max_size=2), min_size=1, max_size=3), st.tuples(NUMBERS, NUMBERS))
def test_there_are_no_weights_exactly_where_the_rank_rises(given_columns, given_wanted):
    columns = [dict(enumerate(column)) for column in given_columns]
    matrix = sp.Matrix(given_columns).T
    solvable = matrix.rank() == matrix.row_join(sp.Matrix(given_wanted)).rank()
    assert (exact_weights(columns, dict(enumerate(given_wanted)), range(2)) is not None) == solvable


@given(POLYNOMIALS, st.lists(POLYNOMIALS, min_size=1, max_size=2))
def test_the_first_round_has_all_multiples_with_a_term_of_the_target(target, polynomials):
    limits = Limits(rounds=1, columns=1000, rows=1000, terms_a_unit=5)
    found = next(growing_support(target, polynomials, Work.of(), limits), [])
    wanted = {tuple(map(int, powers)) for powers in target.monoms()}
    expected = {
        (number, factor)
        for number, polynomial in enumerate(polynomials)
        for factor in product(range(3), repeat=2)
        if wanted & set(multiplied(polynomial, factor))
    }
    assert set(found) == expected


def test_what_is_not_admitted_and_what_is_too_many_is_left_out():
    x, y = RING.generators
    limits = Limits(rounds=3, columns=1000, rows=1000, terms_a_unit=5)
    only = growing_support(x * y, [x - y], Work.of(), limits, lambda _number, factor: factor[0] == 0)
    assert list(only)[-1] == [(0, (0, 1))]
    narrow = Limits(rounds=3, columns=1, rows=1000, terms_a_unit=5)
    assert list(growing_support(x * y, [x - y], Work.of(), narrow)) == []
    low = Limits(rounds=3, columns=1000, rows=2, terms_a_unit=5)
    assert list(growing_support(x * y, [x - y], Work.of(), low)) == []
