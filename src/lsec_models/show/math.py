"""Exact expressions as text, LaTeX and MathML, and back from text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from html import escape
from typing import Any, TypeAlias

import sympy as sp
from sympy.printing.mathml import mathml

from lsec_models.algebra.parse import parse_expression, parse_relation
from lsec_models.algebra.ratio import ratio
from lsec_models.algebra.ring import ring_of


@dataclass(frozen=True)
class WrittenSum:
    """A sum whose terms are shown in the order in which they are given, not in SymPy's.

    Examples
    --------
    >>> s, t = sp.symbols("s t")
    >>> to_text(WrittenSum((sp.Integer(4), -t, -2 * s)))
    '4 - t - 2*s'
    """

    terms: tuple[sp.Expr, ...]


Formula: TypeAlias = sp.Basic | WrittenSum


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
    >>> read_math("(a**2 - b**2)/(a*(a - b))", [a, b])
    (a + b)/a
    >>> read_math("a/b >= 2", [a, b])
    a/b >= 2
    """
    names: Mapping[str, sp.Symbol] = {symbol.name: symbol for symbol in symbols}
    if any(sign in text for sign in "<>=!"):
        return parse_relation(text, names)
    return ratio(ring_of(names.values()), parse_expression(text, names)).expression()


def to_text(formula: Formula) -> str:
    """Return text that :func:`read_math` and the package's parser read.

    Examples
    --------
    >>> x = sp.Symbol("x")
    >>> to_text(sp.Ne(x, 0)), to_text(x**2 / 2)
    ('x != 0', 'x**2/2')
    """
    if isinstance(formula, sp.Eq | sp.Ne):
        return f"{formula.lhs} {'==' if isinstance(formula, sp.Eq) else '!='} {formula.rhs}"
    expression, order = _printable(formula)
    return str(sp.sstr(expression, **order))


def to_latex(formula: Formula) -> str:
    """Return LaTeX, without dollar signs.

    Examples
    --------
    >>> to_latex(sp.Symbol("gamma") ** 2 / 2)
    '\\\\frac{\\\\gamma^{2}}{2}'
    """
    expression, order = _printable(formula)
    return str(sp.latex(expression, **order))


def to_mathml(formula: Formula) -> str:
    """Return a ``<math>`` element of presentation MathML.

    Examples
    --------
    >>> to_mathml(sp.Symbol("gamma"))
    '<math displaystyle="true"><mi>&#947;</mi></math>'
    """
    expression, order = _printable(formula)
    return f'<math displaystyle="true">{mathml(expression, printer="presentation", **order)}</math>'


def text_to_html(text: str) -> str:
    """Return text for HTML, with one letter or number after an underscore set as a subscript.

    Examples
    --------
    >>> text_to_html("2 Φ_i > s_i")
    '2 Φ<sub>i</sub> &gt; s<sub>i</sub>'
    """
    return re.sub(r"(?<![\w])([^\W\d_])_(\w)(?!\w)", r"\1<sub>\2</sub>", escape(text))


def _printable(formula: Formula) -> tuple[sp.Basic, dict[str, Any]]:
    if isinstance(formula, WrittenSum):
        return sp.Add(*formula.terms, evaluate=False), {"order": "none"}
    return formula, {}
