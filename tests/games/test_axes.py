"""Axes and ranges of maps and figures: what moves, between which numbers, and what is refused."""

from __future__ import annotations

from fractions import Fraction
from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lsec_models import decisions, parameters
from lsec_models.algebra.polynomials.ring import ring_of
from lsec_models.errors import DeclarationError, UnknownName
from lsec_models.games.axes import axes_of, exact_ranges, range_of, spans_of

a, b, c = parameters("a b c", positive=True)


def test_axes_are_parameters_without_a_number():
    assert axes_of(ring_of((a, b, c)), ["b", a], {"c": 1}) == [b, a]
    with pytest.raises(UnknownName, match="no parameter 'd'"):
        axes_of(ring_of((a, b)), ["d"], {})
    with pytest.raises(DeclarationError, match="b moves, and at= fixes it too"):
        axes_of(ring_of((a, b)), ["b"], {b: 1})
    with pytest.raises(DeclarationError, match="b moves twice; name two different parameters"):
        axes_of(ring_of((a, b)), ["b", b], {})
    with pytest.raises(DeclarationError, match="is not a point; give numbers by name"):
        axes_of(ring_of((a, b)), ["b"], [1])


@pytest.mark.parametrize(
    ("over", "words"),
    [
        ({"a": (0, 1)}, "no range for b; write over={'b': "),
        ({"a": (0, 1), "b": (0, 1), "c": (0, 1)}, "a range for c, which is not an axis"),
        ({"a": (0, 1), "b": (0, None)}, "a map needs two numbers"),
        ({"a": (0, 1), "b": 3}, r"the range of b: 3; write \(low, high\)"),
        ({"a": (0, 1), a: (1, 2), "b": (0, 1)}, "a is given twice; leave one out"),
        ([("a", 0, 1)], r"over = \[\('a', 0, 1\)\] is a list: give ranges by name, as in over="),
        (None, "over = None: give ranges by name"),
    ],
    ids=["missing", "no axis", "without end", "no pair", "twice", "list", "nothing"],
)
def test_a_map_needs_two_numbers_for_each_axis_and_none_for_others(over, words):
    with pytest.raises(DeclarationError, match=words):
        spans_of([a, b], over)


@given(st.fractions(), st.fractions())
def test_a_range_has_the_ends_that_were_given_or_is_empty(low, high):
    assert range_of((low, None), "a") == (low, None)
    if low < high:
        assert spans_of([a], {a: (low, high)}) == {a: (low, high)}
        assert exact_ranges({"a": [str(low), high]}, "over") == {"a": (low, high)}
    else:
        for read in (partial(exact_ranges, argument="over"), partial(spans_of, [a])):
            with pytest.raises(DeclarationError, match=r"is empty; give \(low, high\), low < high"):
                read({a: (low, high)})


def test_the_way_out_names_the_argument():
    with pytest.raises(DeclarationError, match=r"the range of a: 5; write between={'a': \(low, high\)}"):
        exact_ranges({"a": 5}, "between")


def test_a_decision_that_may_not_be_negative_has_a_lowest_end():
    assert decisions("p").ends == (0, None)
    assert decisions("p", real=True).ends == (None, None)
    assert decisions("p", within=(-1, c)).ends == (-1, c)
    assert decisions("p", within=(Fraction(1, 2), None)).ends == (Fraction(1, 2), None)
