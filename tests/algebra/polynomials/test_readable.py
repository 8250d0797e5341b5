from __future__ import annotations

import pytest
import sympy as sp
from hypothesis import given, settings
from hypothesis import strategies as st

from lsec_models.algebra.polynomials.ratio import ratio
from lsec_models.algebra.polynomials.readable import readable
from lsec_models.algebra.polynomials.ring import ring_of
from lsec_models.algebra.readable_text import readable_text

a, b, c, eta, k, gamma, mu = SYMBOLS = sp.symbols("a b c eta k gamma mu", positive=True)
x = sp.Symbol("x", real=True)
RING = ring_of([*SYMBOLS, x])


@pytest.mark.parametrize(
    ("polynomial", "shown"),
    [
        (a - b * c, "a > b*c"),
        (2 * b * k - gamma**2, "2*b*k > gamma**2"),
        (eta * gamma**2 - k * mu**2, "gamma**2/k > mu**2/eta"),
        (4 * b * eta * k - eta * gamma**2 - k * mu**2, "4*b > gamma**2/k + mu**2/eta"),
        (a, "a > 0"),
        (-a, "0 > a"),
        (a * x - b * x, "a*x > b*x"),
        (x**2 - a, "x**2 > a"),
    ],
)
def test_people_would_write_it_so(polynomial: sp.Expr, shown: str) -> None:
    assert str(readable(RING, ratio(RING, polynomial).numerator, strict=True)) == shown


def test_weak_inequalities_stay_weak() -> None:
    assert readable(RING, ratio(RING, a - b).numerator, strict=False).func is sp.GreaterThan


@pytest.mark.slow
@settings(max_examples=60)
@given(
    st.lists(st.tuples(st.integers(-5, 5).filter(bool), st.tuples(*[st.integers(0, 3)] * 8)), min_size=1, max_size=5),
    st.tuples(*[st.fractions(min_value="1/7", max_value=7, max_denominator=9)] * 8),
)
def test_it_means_the_same(terms: list[tuple[int, tuple[int, ...]]], values: tuple[object, ...]) -> None:
    polynomial = sum(n * sp.prod(s**p for s, p in zip((*SYMBOLS, x), powers, strict=True)) for n, powers in terms)
    point = {s: sp.Rational(str(value)) for s, value in zip((*SYMBOLS, x), values, strict=True)}
    relation = readable(RING, ratio(RING, sp.expand(polynomial)).numerator, strict=True)
    assert bool(relation.lhs.subs(point) > relation.rhs.subs(point)) == bool(sp.sympify(polynomial).subs(point) > 0)


@given(st.text(alphabet="ab2 *^->=()_,", max_size=40))
def test_signs_in_words_keep_the_letters_and_are_settled_at_once(words: str) -> None:
    found = readable_text(words)
    assert readable_text(found) == found
    assert [c for c in found if c in "ab()_,"] == [c for c in words if c in "ab()_,"]


@pytest.mark.parametrize("words", ["non-negative", "--set k=1", "a - b", "well-known, if any", "E * F"])
def test_words_stay_words(words: str) -> None:
    assert readable_text(words).replace("−", "-") == words
