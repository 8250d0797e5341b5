"""Read expressions, relations and claims from text that nobody vouches for.

Text from game files and the command line is read by a grammar of its own, never by ``eval`` or ``sympify``.
It can only become arithmetic over the names that the caller hands in::

    claim       loosest first:  a <=> b   a => b   a or b   a and b   not a   relation   ( claim )
    relation    expression < expression, also <= > >= == !=, and chains such as 0 < x <= 1
    expression  + - * / as usual, -a, a ^ n or a ** n with a literal integer n, ( expression )
    atom        12   0.3   1e-3   sqrt(2)   name   name.name

Payoffs of game files, which :func:`parse_smooth_expression` reads, have more::

    expression  also a ^ n where n is any atom, or -n
    atom        also exp ( expression )   log ( expression )   sqrt ( expression )

``=>`` associates to the right, ``<=>`` does not chain. A dotted name is one name, looked up whole: the dot
never reaches into an object. The words ``and``, ``or``, ``not`` and ``sqrt`` are reserved; every other name is
free, ``lambda`` included, and ``exp`` and ``log`` where no bracket follows. Decimals are exact: ``0.3`` is 3/10.

All work is bounded: characters, tokens, brackets, stacked operations, exponents and digits. Pending operators
wait on explicit stacks, so that no text, however deep, uses up Python's own.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import sympy as sp
from sympy.logic.boolalg import Boolean

from lsec_models.algebra.parsing.bounds import check_length
from lsec_models.algebra.parsing.grammar import Reader
from lsec_models.algebra.parsing.tokens import Refusal, tokens
from lsec_models.algebra.parsing.values import Precedence
from lsec_models.errors import excerpt


def parse_expression(text: str, symbols: Mapping[str, sp.Expr]) -> sp.Expr:
    """Read an arithmetic expression exactly.

    Parameters
    ----------
    text : str
        Expression over integers, decimals, ``sqrt`` of a rational number and the names in ``symbols``.
    symbols : Mapping[str, sympy.Expr]
        What each name stands for: a symbol or any other expression. Names may be dotted (``led.price``).

    Returns
    -------
    sympy.Expr
        The expression, evaluated as SymPy does by itself, neither expanded nor simplified.

    Raises
    ------
    ParseError
        If the text leaves the grammar or one of its bounds.
    UnknownName
        If a name is not in ``symbols``.

    Examples
    --------
    >>> a, rate = sp.symbols("a lambda")
    >>> parse_expression("0.5*a - lambda^2/4", {"a": a, "lambda": rate})
    a/2 - lambda**2/4
    """
    return _read(text, symbols, Precedence.SUM)


def parse_smooth_expression(text: str, symbols: Mapping[str, sp.Expr]) -> sp.Expr:
    """Read an expression that may have exponentials, logarithms, roots and free powers.

    Parameters
    ----------
    text : str
        As for :func:`parse_expression`, with ``exp(...)``, ``log(...)`` and ``sqrt(...)`` of expressions, and exponents
        that are names, decimals, or expressions in brackets.
    symbols : Mapping[str, sympy.Expr]
        What each name stands for.

    Returns
    -------
    sympy.Expr
        The expression. Functions and free powers stay as they are written: SymPy does not merge them.

    Raises
    ------
    ParseError
        If the text leaves the grammar or one of its bounds, or has the logarithm or a root of a number that has none.
    UnknownName
        If a name is not in ``symbols``.

    Examples
    --------
    >>> p, beta = sp.symbols("p beta")
    >>> parse_smooth_expression("exp(1 - 2*p)/(1 + p^(-beta))", {"p": p, "beta": beta})
    exp(1 - 2*p)/(1 + p**(-beta))
    """
    return _read(text, symbols, Precedence.SUM, is_smooth=True)


def parse_relation(text: str, symbols: Mapping[str, sp.Expr]) -> Boolean:
    """Read one comparison, or one chain of comparisons such as ``0 < x <= 1``.

    A comparison whose sides differ by a rational number is decided at once. Every other one is kept as it
    stands, whatever is assumed about its symbols: to decide it is the task of a proof.

    Parameters
    ----------
    text : str
        Two or more expressions joined by ``<``, ``<=``, ``>``, ``>=``, ``==`` or ``!=``.
    symbols : Mapping[str, sympy.Expr]
        What each name stands for.

    Returns
    -------
    sympy.logic.boolalg.Boolean
        A relation, the conjunction of the links of a chain, or SymPy's ``true`` or ``false``.

    Raises
    ------
    ParseError
        If the text leaves the grammar or one of its bounds.
    UnknownName
        If a name is not in ``symbols``.

    Examples
    --------
    >>> parse_relation("x^2 >= 0.5", {"x": sp.Symbol("x", positive=True)})
    x**2 >= 1/2
    >>> parse_relation("0 < 1 <= 1/2", {})
    False
    """
    return _read(text, symbols, Precedence.COMPARE)


def parse_claim(text: str, symbols: Mapping[str, sp.Expr]) -> Boolean:
    """Read a Boolean combination of comparisons.

    Parameters
    ----------
    text : str
        Comparisons joined by ``not``, ``and``, ``or``, ``=>`` and ``<=>``, tightest first.
    symbols : Mapping[str, sympy.Expr]
        What each name stands for.

    Returns
    -------
    sympy.logic.boolalg.Boolean
        The claim in SymPy's connectives, each comparison read as by :func:`parse_relation`.

    Raises
    ------
    ParseError
        If the text leaves the grammar or one of its bounds.
    UnknownName
        If a name is not in ``symbols``.

    Examples
    --------
    >>> x, y = sp.symbols("x y")
    >>> parse_claim("x > 0 and y > 0 => x + y > 0", {"x": x, "y": y})
    Implies((x > 0) & (y > 0), x + y > 0)
    """
    return _read(text, symbols, Precedence.IFF)


def _read(text: str, symbols: Mapping[str, sp.Expr], loosest: Precedence, *, is_smooth: bool = False) -> Any:
    check_length(text)
    try:
        return Reader(list(tokens(text)), symbols, loosest, is_smooth=is_smooth).read()
    except Refusal as refusal:
        raise refusal.error(_located(text, refusal.at, refusal.complaint)) from None


def _located(text: str, at: int, complaint: str) -> str:
    """Put a complaint above the place that it is about."""
    before = text[:at].split("\n")
    line_start = at - len(before[-1])
    line_end = line_start + len(text[line_start:].split("\n", 1)[0])
    line, column = text[line_start:line_end], at - line_start + 1
    number = f"line {len(before)}, " if len(before) > 1 else ""
    return f"{number}column {column}: {complaint}\n{excerpt(line, column)}"
