"""How long, deep and large what is read may be."""

from __future__ import annotations

import sympy as sp

from lsec_models.algebra.parsing.tokens import Refusal, quoted
from lsec_models.errors import ParseError

_MAX_CHARACTERS = 20_000
_MAX_BRACKETS = 200
# SymPy's own methods recurse, several frames for each level of an expression: a deeper one could be read, but
# neither compared nor printed within Python's default recursion limit.
MAX_HEIGHT = 100
MAX_EXPONENT = _MAX_DEGREE = 64
MAX_DIGITS = 1_000
# SymPy factors what stands under a root, which takes long for long numbers.
MAX_ROOT_DIGITS = 30


def height_of(expression: sp.Basic) -> int:
    """Return how many operations of an expression stand inside each other."""
    heights: dict[sp.Basic, int] = {}

    def height(part: sp.Basic) -> int:
        if part not in heights:
            heights[part] = 1 + max(map(height, part.args)) if part.args else 0
        return heights[part]

    return height(expression)


def bounded(expression: sp.Expr, at: int) -> sp.Expr:
    """Refuse numbers that have grown too long in this step; earlier steps have been checked."""
    for term in sp.Add.make_args(expression):
        for factor in sp.Mul.make_args(term):
            if factor.is_Rational and has_more_digits(factor, MAX_DIGITS):
                raise Refusal(at, f"a number grows beyond {MAX_DIGITS} digits here; use smaller numbers")
            if factor.is_Pow and factor.base.is_Rational and has_more_digits(factor.base, MAX_ROOT_DIGITS):
                raise Refusal(at, f"a root grows beyond {MAX_ROOT_DIGITS} digits here; use smaller numbers")
    return expression


def has_more_digits(number: sp.Rational, digits: int) -> bool:
    """Whether numerator or denominator are longer than so many digits."""
    return bool(max(abs(number.p), number.q) >= 10**digits)


def check_exponent(exponent: sp.Rational, at: int) -> None:
    """Refuse an exponent above the bound."""
    if abs(exponent) > MAX_EXPONENT:
        raise Refusal(at, f"the exponent {quoted(str(exponent))} is above {MAX_EXPONENT}; use a smaller one")


def check_degree(degree: int, at: int) -> None:
    """Refuse a degree above the bound."""
    if degree > _MAX_DEGREE:
        raise Refusal(at, f"the degree comes to {degree} here, above {_MAX_DEGREE}; use smaller exponents")


def check_brackets(count: int, at: int) -> None:
    """Refuse more open brackets than the bound."""
    if count > _MAX_BRACKETS:
        raise Refusal(at, f"more than {_MAX_BRACKETS} brackets are open; name a part and use its name")


def check_length(text: object) -> None:
    """Refuse what is not text, or too long."""
    if not isinstance(text, str):
        raise ParseError(f"{quoted(repr(text))} is not text but {type(text).__name__}; put it into quotes")
    if len(text) > _MAX_CHARACTERS:
        size = f"{len(text):,} characters, above {_MAX_CHARACTERS:,}"
        raise ParseError(f"{quoted(text)} has {size}; name parts of it and use their names")
