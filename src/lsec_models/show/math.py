"""Exact expressions as text, LaTeX and MathML, and back from text."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import sympy as sp
from sympy.printing.mathml import mathml

from lsec_models.algebra.parse import parse_expression, parse_relation
from lsec_models.algebra.ratio import ratio
from lsec_models.algebra.ring import ring_of


def read_math(text: str, symbols: Iterable[sp.Symbol]) -> sp.Basic:
    """Read an expression or a relation, as this package prints it, in factored form.

    Parameters
    ----------
    text : str
        Such as ``"k*(a - b*c)/(4*b*k - gamma**2)"`` or ``"2*b > gamma**2/k"``.
    symbols : iterable of sympy.Symbol
        What its names stand for.

    Returns
    -------
    sympy.Expr or sympy.core.relational.Relational

    Raises
    ------
    ParseError, UnknownName
        If it is neither, or uses another name.

    Examples
    --------
    >>> a, b = sp.symbols("a b", positive=True)
    >>> read_math("(a**2 - b**2)/(2*(a - b))", [a, b])
    (a + b)/2
    >>> read_math("a/b >= 2", [a, b])
    a/b >= 2
    """
    names: Mapping[str, sp.Symbol] = {symbol.name: symbol for symbol in symbols}
    if any(sign in text for sign in "<>=!"):
        return parse_relation(text, names)
    return ratio(ring_of(names.values()), parse_expression(text, names)).expression()


def to_text(expression: sp.Basic) -> str:
    """Return text that :func:`read_math` and the package's parser read.

    Examples
    --------
    >>> x = sp.Symbol("x")
    >>> to_text(sp.Ne(x, 0)), to_text(x**2 / 2)
    ('x != 0', 'x**2/2')
    """
    if isinstance(expression, sp.Eq | sp.Ne):
        return f"{expression.lhs} {'==' if isinstance(expression, sp.Eq) else '!='} {expression.rhs}"
    return str(expression)


def to_latex(expression: sp.Basic) -> str:
    """Return LaTeX, without dollar signs.

    Examples
    --------
    >>> to_latex(sp.Symbol("gamma") ** 2 / 2)
    '\\\\frac{\\\\gamma^{2}}{2}'
    """
    return str(sp.latex(expression))


def to_mathml(expression: sp.Basic) -> str:
    """Return a ``<math>`` element of presentation MathML.

    Examples
    --------
    >>> to_mathml(sp.Symbol("gamma"))
    '<math><mi>&#947;</mi></math>'
    """
    return f"<math>{_printed(expression)}</math>"


def _printed(expression: Any) -> str:
    return str(mathml(expression, printer="presentation"))
