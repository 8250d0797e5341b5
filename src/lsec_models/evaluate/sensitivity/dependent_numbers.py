"""Numbers that depend on other parameters: in which order they are known, and what they are."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from graphlib import CycleError, TopologicalSorter

import numpy as np
import sympy as sp

from lsec_models.algebra.domains.parameter_point import given_values
from lsec_models.algebra.numbers.exact_numbers import to_sympy
from lsec_models.errors import DeclarationError
from lsec_models.evaluate.compiled import Floats, compiled
from lsec_models.evaluate.grid import Key, numbers_by_name
from lsec_models.games.static.smooth_payoffs import is_smooth


def number_or_expression(value: object, what: str) -> sp.Expr:
    """Return a number, exactly, or an expression in parameters.

    Raises
    ------
    DeclarationError
        If it is neither, or an expression of anything but sums, products, powers, exp, log and erf.
    """
    if not isinstance(value, sp.Expr) or not value.free_symbols:
        return to_sympy(numbers_by_name({what: value})[what])
    if not is_smooth(value):
        raise DeclarationError(f"{what} = {value}: write it with sums, products, powers, exp and log of parameters")
    return value


def names_in(expressions: Collection[sp.Expr]) -> list[str]:
    """Return the names of the symbols in expressions, sorted.

    Examples
    --------
    >>> names_in(sp.symbols("k c"))
    ['c', 'k']
    """
    return sorted({symbol.name for expression in expressions for symbol in expression.free_symbols})


def known_first(needs: Mapping[str, Collection[str]], known: Collection[str], words: str) -> list[str]:
    """Return names so that each comes after those that it needs.

    Parameters
    ----------
    needs : mapping from str to collection of str
    known : collection of str
        Names that nothing has to be known for.
    words : str
        What the numbers are of, and where one could be given, for messages: ``"range"`` of ``"between="``.

    Raises
    ------
    DeclarationError
        If one needs a name that is neither among them nor known, or needs itself, by others or at once.

    Examples
    --------
    >>> known_first({"gamma": ["c", "k"], "c": []}, ["k"], "range")
    ['c', 'gamma']
    """
    for name, needed in needs.items():
        for missing in needed:
            if missing not in needs and missing not in known:
                raise DeclarationError(
                    f"the {words} of {name} depends on {missing}, of which nothing is given; give {missing} a "
                    f"{words} too, or a number in at="
                )
    try:
        order = list(TopologicalSorter({name: sorted(needs[name]) for name in sorted(needs)}).static_order())
    except CycleError as circle:
        _, around = circle.args
        raise DeclarationError(
            f"each {words} depends on another, in a circle: {' > '.join(reversed(around))}; write one with numbers only"
        ) from None
    return [name for name in order if name in needs]


def held_numbers(at: Mapping[Key, object]) -> dict[str, Floats]:
    """Return the numbers of parameters that are held fixed, as floats, by name."""
    return {name: np.array(float(value)) for name, value in numbers_by_name(given_values(at)).items()}


def said_at(expressions: Collection[sp.Expr], known: Mapping[str, Floats], shape: tuple[int, ...], place: int) -> str:
    """Return in words what expressions depend on at one of the points at which they have values.

    Parameters
    ----------
    expressions : collection of sympy.Expr
    known : mapping from str to array
        Arrays that broadcast to the shape.
    shape : tuple of int
    place : int
        In the order of the points, one after the other.

    Examples
    --------
    >>> c, k = sp.symbols("c k")
    >>> said_at([c * k], {"c": np.array([1.0, 1.5]), "k": np.array(4.0)}, (2,), 1)
    'c = 1.5, k = 4'
    """
    there = {name: np.broadcast_to(known[name], shape).flat[place] for name in names_in(expressions)}
    return ", ".join(f"{name} = {value:.6g}" for name, value in there.items())


def values_at(expressions: Sequence[sp.Expr], known: Mapping[str, Floats]) -> list[Floats]:
    """Return the values of expressions where the symbols of these names have known values; NaN where there is none."""
    if not names_in(expressions):
        return [np.array(float(expression)) for expression in expressions]
    symbols = sorted(set().union(*(expression.free_symbols for expression in expressions)), key=str)
    return compiled(symbols, expressions)([known[symbol.name] for symbol in symbols])
