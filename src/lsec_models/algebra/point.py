"""Points of a parameter space, as people give them."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from numbers import Rational, Real

import sympy as sp

from lsec_models.algebra.ring import Ring
from lsec_models.errors import DeclarationError, UnknownName, nearest


def point_of(ring: Ring, values: Mapping[str | sp.Symbol, object]) -> dict[sp.Symbol, Fraction]:
    """Return a point with one exact number for every symbol of `ring`.

    Parameters
    ----------
    ring : Ring
    values : mapping
        Numbers (int, float, Fraction, SymPy or NumPy) by name or symbol. Floats are read as the decimal they print
        as: 0.3 is 3/10.

    Raises
    ------
    UnknownName
        If a name is not a symbol of the ring.
    DeclarationError
        If a symbol has no value, or a value is not a finite number.
    """
    symbols = dict(zip(ring.names, ring.symbols, strict=True))
    point: dict[sp.Symbol, Fraction] = {}
    for key, value in values.items():
        name = str(key)
        if name not in symbols:
            raise UnknownName(f"no parameter {name!r}; {nearest(name, symbols)}")
        point[symbols[name]] = exact_number(value, name)
    missing = [name for name, symbol in symbols.items() if symbol not in point]
    if missing:
        raise DeclarationError(f"no value for {', '.join(missing)}; give a number for every parameter")
    return {symbol: point[symbol] for symbol in ring.symbols}


def exact_number(value: object, what: str) -> Fraction:
    """Return a number as an exact fraction.

    Raises
    ------
    DeclarationError
        If it is not a finite rational number.
    """
    if isinstance(value, sp.Expr) and value.is_Rational:
        return Fraction(int(value.p), int(value.q))
    if isinstance(value, Rational) and not isinstance(value, bool):
        return Fraction(int(value.numerator), int(value.denominator))
    if isinstance(value, Real | sp.Float) and not isinstance(value, bool):
        try:
            return Fraction(str(float(value)))
        except ValueError:
            pass
    raise DeclarationError(f"{what} = {value!r} is not a finite rational number")
