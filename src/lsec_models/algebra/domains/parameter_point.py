"""Points of a parameter space, and the numbers in them, as people give them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from decimal import Decimal
from fractions import Fraction
from numbers import Rational, Real
from typing import TypeAlias

import sympy as sp

from lsec_models.algebra.numbers.exact_numbers import to_fraction
from lsec_models.algebra.polynomials.ring import Ring
from lsec_models.errors import DeclarationError, LsecError, require_known

Point: TypeAlias = "Mapping[str | sp.Symbol, object]"

NUMBERS_AS_TEXT = "an integer, a decimal or a fraction of integers (at most 40 digits each), as in 10, 0.3, 2e-3 or 1/3"
_NUMBER = re.compile(
    r"(?P<top>[+-]?(\d{1,40}(\.\d{0,40})?|\.\d{1,40}))([eE](?P<power>[+-]?\d{1,2})|/(?P<below>\d{1,40}))?"
)
_SHOWN = 60
_DOUBLE = 53


def point_of(ring: Ring, values: Point | None, named: Mapping[str, object] | None = None) -> dict[sp.Symbol, Fraction]:
    """Return a point with one exact number for every symbol of `ring`.

    Parameters
    ----------
    ring : Ring
    values : mapping or None
        Numbers by name or symbol (see :func:`exact_number`).
    named : mapping, optional
        More of them, by name.

    Raises
    ------
    UnknownName
        If a name is not a symbol of the ring.
    DeclarationError
        If a symbol has no value or two, or a value is not a finite number.
    """
    symbols = {symbol.name: symbol for symbol in ring.symbols}
    point: dict[sp.Symbol, Fraction] = {}
    for name, value in given_values(values, named).items():
        require_known(name, symbols, f"no parameter {name!r}")
        point[symbols[name]] = exact_number(value, name)
    missing = [name for name, symbol in symbols.items() if symbol not in point]
    if missing:
        raise DeclarationError(f"no value for {', '.join(missing)}; give a number for every parameter")
    return {symbol: point[symbol] for symbol in ring.symbols}


def given_values(values: Point | None, named: Mapping[str, object] | None = None) -> dict[str, object]:
    """Return values by name, from a mapping and from what was written as ``name=value``.

    Raises
    ------
    DeclarationError
        If `values` is not a mapping, or gives one name two values.
    """
    if values is not None and not isinstance(values, Mapping):
        raise DeclarationError(
            f"{_shortened(repr(values))} is not a point; give numbers by name, as in {{'a': 10, 'b': '1/2'}} or a=10"
        )
    found: dict[str, object] = {}
    for key, value in [*(values or {}).items(), *(named or {}).items()]:
        if str(key) in found:
            raise DeclarationError(f"{key} is given twice; leave one out")
        found[str(key)] = value
    return found


def blank_point(symbols: Iterable[sp.Symbol]) -> str:
    """Return how a point is written, with a place for each number.

    Examples
    --------
    >>> blank_point(sp.symbols("a b"))
    "{'a': ..., 'b': ...}"
    """
    return f"{{{', '.join(f'{symbol.name!r}: ...' for symbol in symbols)}}}"


def exact_number(value: object, what: str) -> Fraction:
    """Return a number as an exact fraction.

    Parameters
    ----------
    value : int, float, Fraction, Decimal, SymPy or NumPy number, or str
        Floats of any precision are read as the decimal they print as: 0.3 is 3/10. Text is an integer, a decimal or a
        fraction of integers, such as ``"7/2"``; it is never run.
    what : str
        What the number is, for messages.

    Raises
    ------
    DeclarationError
        If it is not a finite rational number.

    Examples
    --------
    >>> exact_number("7/2", "a"), exact_number(0.3, "a"), exact_number("1e3", "a")
    (Fraction(7, 2), Fraction(3, 10), Fraction(1000, 1))
    """
    if isinstance(value, str):
        return number_of_text(value, what)
    if isinstance(value, sp.Expr) and value.is_Rational:
        return to_fraction(value)
    if isinstance(value, Rational) and not isinstance(value, bool):
        return Fraction(int(value.numerator), int(value.denominator))
    if isinstance(value, Real | sp.Float | Decimal) and not isinstance(value, bool):
        try:
            return Fraction(_decimal(value))
        except ValueError:
            pass
    raise DeclarationError(
        f"{what} = {_shortened(repr(value))} is not a finite rational number; give {NUMBERS_AS_TEXT}"
    )


def number_in(text: str) -> Fraction | None:
    """Return the number that a text is, exactly; None if it is none.

    Raises
    ------
    ZeroDivisionError
        If it divides by zero.
    """
    match = _NUMBER.fullmatch(text.strip()) if text.isascii() else None
    if match is None:
        return None
    return Fraction(match["top"]) / int(match["below"] or 1) * Fraction(10) ** int(match["power"] or 0)


def number_of_text(text: str, what: str, error: type[LsecError] = DeclarationError) -> Fraction:
    """Return the number that a text is; `what` is what messages call it, and `error` what they are raised as."""
    try:
        number = number_in(text)
    except ZeroDivisionError:
        raise error(f"{what} = {_shortened(repr(text))} divides by zero; give a finite number") from None
    if number is None:
        raise error(f"{what} = {_shortened(repr(text))}: the text is not a number; write {NUMBERS_AS_TEXT}")
    return number


def _decimal(value: object) -> str:
    """Return the shortest decimal that a float prints as, at its own precision."""
    is_double = isinstance(value, float) or (isinstance(value, sp.Float) and value._prec <= _DOUBLE)
    return str(float(value)) if is_double else str(value)  # type: ignore[arg-type]


def _shortened(text: str) -> str:
    return text if len(text) <= _SHOWN else text[: _SHOWN - 3] + "..."
