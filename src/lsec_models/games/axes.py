"""The parameters that move in a map or a figure, and the ranges over which they do."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

import sympy as sp

from lsec_models.algebra.domains.parameter_point import exact_number, given_values
from lsec_models.algebra.polynomials.ring import Ring
from lsec_models.errors import DeclarationError, described, require_known


def axes_of(ring: Ring, names: Sequence[str | sp.Symbol], at: Mapping[str | sp.Symbol, object]) -> list[sp.Symbol]:
    """Return the parameters that move, by name.

    Raises
    ------
    UnknownName
        If there is no such parameter.
    DeclarationError
        If one is named twice, or a number is given for it too.
    """
    symbols = {symbol.name: symbol for symbol in ring.symbols}
    fixed, given = given_values(at), list(map(str, names))
    for name in given:
        if given.count(name) > 1:
            raise DeclarationError(f"{name} moves twice; name two different parameters")
        require_known(name, symbols, f"no parameter {name!r}")
        if name in fixed:
            raise DeclarationError(f"{name} moves, and at= fixes it too; leave it out of at=")
    return [symbols[str(name)] for name in names]


def range_of(over: object, name: str) -> tuple[Fraction | None, Fraction | None]:
    """Return the ends of a range, None where there is none.

    Raises
    ------
    DeclarationError
        If it is not a pair of numbers.
    """
    if not isinstance(over, tuple | list) or len(over) != 2:
        raise DeclarationError(f"the range of {name}: {over!r}; write (low, high)")
    low, high = (None if end is None else exact_number(end, f"range of {name}") for end in over)
    return low, high


def spans_of(
    axes: Sequence[sp.Symbol], over: Mapping[str | sp.Symbol, tuple[object, object]]
) -> dict[sp.Symbol, tuple[Fraction, Fraction]]:
    """Return the ends between which each of the parameters moves.

    Raises
    ------
    DeclarationError
        If one has no range, an end is missing, a range is empty or is given twice or for another parameter.
    """
    if not isinstance(over, Mapping):
        raise DeclarationError(f"over = {described(over)}: give ranges by name, as in over={{'gamma': (0, 1), ...}}")
    given = given_values(over)
    for symbol in axes:
        if symbol.name not in given:
            raise DeclarationError(f"no range for {symbol.name}; write over={{{symbol.name!r}: (low, high), ...}}")
    stray = set(given) - {symbol.name for symbol in axes}
    if stray:
        raise DeclarationError(f"a range for {', '.join(sorted(stray))}, which is not an axis; put its value into at=")
    spans = {}
    for symbol in axes:
        between = given[symbol.name]
        low, high = range_of(between, symbol.name)
        if low is None or high is None:
            raise DeclarationError(f"the range of {symbol.name}: {between!r}; a map needs two numbers, (low, high)")
        _require_some(symbol.name, low, high)
        spans[symbol] = low, high
    return spans


def exact_ranges(given: Mapping[str | sp.Symbol, object], argument: str) -> dict[str, tuple[Fraction, Fraction]]:
    """Return the exact ends of ranges that are given by parameter, the lower one first.

    Raises
    ------
    DeclarationError
        If one is not a pair of numbers, or is empty; `argument` is what it was given as.
    """
    if not isinstance(given, Mapping):
        raise DeclarationError(f"{argument} = {given!r}: give ranges by name, as in {argument}={{'gamma': (0, 1)}}")
    ranges = {}
    for name, ends in given_values(given).items():
        if not isinstance(ends, tuple | list) or len(ends) != 2:
            raise DeclarationError(f"the range of {name}: {ends!r}; write {argument}={{{name!r}: (low, high)}}")
        low, high = (exact_number(end, f"range of {name}") for end in ends)
        _require_some(name, low, high)
        ranges[name] = (low, high)
    return ranges


def _require_some(name: str, low: Fraction, high: Fraction) -> None:
    if low >= high:
        raise DeclarationError(f"the range of {name}, from {low} to {high}, is empty; give (low, high), low < high")
