from __future__ import annotations

import os
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest
import sympy as sp

from lsec_models import parameters
from lsec_models.algebra.domains.parameter_point import exact_number, point_of
from lsec_models.algebra.polynomials.ring import ring_of
from lsec_models.errors import DeclarationError, UnknownName

A, B = parameters("a b", positive=True)
RING = ring_of([A, B])


@pytest.mark.parametrize(
    ("value", "exact"),
    [
        (3, Fraction(3)),
        (0.3, Fraction(3, 10)),
        (1e-9, Fraction(1, 10**9)),
        (-1.5e3, Fraction(-1500)),
        (Fraction(1, 3), Fraction(1, 3)),
        (sp.Rational(2, 7), Fraction(2, 7)),
        (sp.Integer(-4), Fraction(-4)),
        (sp.Float("0.1"), Fraction(1, 10)),
        (np.float64(0.1), Fraction(1, 10)),
        (np.int64(12), Fraction(12)),
        (10**40, Fraction(10**40)),
        (np.float32(0.1), Fraction(1, 10)),
        (np.float16(0.3), Fraction(3, 10)),
        (np.longdouble("0.1"), Fraction(1, 10)),
        (sp.Float("0.1234567890123456789", 19), Fraction(1234567890123456789, 10**19)),
        (Decimal("0.1"), Fraction(1, 10)),
        ("3", Fraction(3)),
        (" 7/2 ", Fraction(7, 2)),
        ("0.5", Fraction(1, 2)),
        ("-1e3", Fraction(-1000)),
    ],
)
def test_numbers_of_every_kind_are_read_exactly(value: object, exact: Fraction) -> None:
    assert exact_number(value, "a") == exact
    assert isinstance(exact_number(value, "a"), Fraction)


@pytest.mark.parametrize(
    "value",
    [
        float("nan"),
        float("inf"),
        -float("inf"),
        sp.nan,
        sp.oo,
        sp.pi,
        sp.sqrt(2),
        sp.I,
        A,
        Decimal("nan"),
        None,
        True,
        1j,
        [1],
    ],
)
def test_what_is_no_rational_number_is_refused_by_name(value: object) -> None:
    with pytest.raises(DeclarationError, match=r"commission = .*not a finite rational number"):
        exact_number(value, "commission")


@pytest.mark.parametrize(
    "text", ["", "x", "1+1", "1/2/3", "0x10", "1_000", "\N{ARABIC-INDIC DIGIT THREE}", "sqrt(2)", "nan"]
)
def test_text_that_is_no_number_is_refused_with_what_to_write(text: str) -> None:
    with pytest.raises(
        DeclarationError, match=r"commission = .*not a number; write an integer, .* as in 10, 0\.3, 2e-3 or 1/3"
    ):
        exact_number(text, "commission")
    assert [exact_number(shown, "commission") for shown in ("10", "0.3", "2e-3", "1/3")] == [
        Fraction(10),
        Fraction(3, 10),
        Fraction(1, 500),
        Fraction(1, 3),
    ]


def test_text_is_never_run(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "system", lambda _: pytest.fail("a number ran a command"))
    with pytest.raises(DeclarationError, match="the text is not a number"):
        exact_number("__import__('os').system('true')", "a")


def test_a_number_that_divides_by_zero_is_refused() -> None:
    with pytest.raises(DeclarationError, match="a = '1/0' divides by zero"):
        exact_number("1/0", "a")


def test_points_come_in_the_order_of_the_ring() -> None:
    assert point_of(RING, {"b": 2, A: 0.5}) == {A: Fraction(1, 2), B: Fraction(2)}
    assert list(point_of(RING, {"b": 2, "a": 1})) == [A, B]


@pytest.mark.parametrize(
    ("values", "error", "words"),
    [
        ({"a": 1}, DeclarationError, "no value for b"),
        ({}, DeclarationError, "no value for a, b"),
        ({"a": 1, "b": 1, "gama": 2}, UnknownName, "no parameter 'gama'"),
        ({"a": 1, "b": "x"}, DeclarationError, "b = 'x'"),
        ({"a": 1, A: 1, "b": 1}, DeclarationError, "a is given twice"),
        (None, DeclarationError, "no value for a, b"),
        (3, DeclarationError, "3 is not a point; give numbers by name, as in {'a': 10, 'b': '1/2'} or a=10"),
    ],
)
def test_incomplete_points_are_refused(values: dict[str, object], error: type[Exception], words: str) -> None:
    with pytest.raises(error, match=words):
        point_of(RING, values)


def test_the_nearest_name_is_offered() -> None:
    ring = ring_of(parameters("gamma commission", positive=True))
    with pytest.raises(UnknownName, match="did you mean 'gamma'"):
        point_of(ring, {"gama": 1, "commission": 1})
