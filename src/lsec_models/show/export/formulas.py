"""Exact expressions as text, LaTeX and MathML."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from html import escape
from typing import Any, TypeAlias

import sympy as sp

from lsec_models.algebra.domains.latex import latex_of
from lsec_models.algebra.mathml import mathml_of
from lsec_models.algebra.readable_text import GREEK_VARIANTS, readable_text, with_greek_letters

_SUBSCRIPT = r"(?<!\w)([^\W\d_])_(\w)(?![^\W⁰¹²³⁴⁵⁶⁷⁸⁹])"
_EXPONENT = r"(?<=[\w)])\^(?:([^\W\d_])(?!\w)|\(([\w\s+−/-]+)\))"
_BETWEEN_WORDS = re.compile(r"(?<=[^\W\d_]{2})_(?=[^\W\d_]{2}|\d+(?!\w))")
_LATEX_SYMBOLS = {
    "≤": r"\leq",
    "≥": r"\geq",
    "≠": r"\neq",
    "×": r"\times",
    "·": r"\cdot",
    "−": "-",
    "√": r"\surd",
    "∞": r"\infty",
    "→": r"\to",
} | {letter: rf"\{name}" for name, letter in GREEK_VARIANTS.items()}
_LATEX_TEXT = {
    "\\": r"\textbackslash{}",
    "^": r"\textasciicircum{}",
    "\N{NARROW NO-BREAK SPACE}": r"\,",
    "~": r"\textasciitilde{}",
    "<": "$<$",
    ">": "$>$",
} | {special: "\\" + special for special in "&%$#_{}"}


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


@dataclass(frozen=True, kw_only=True)
class WrittenFormula:
    """A formula as it was written: what is left of it where only texts are kept.

    Attributes
    ----------
    text, latex, mathml : str
        As :func:`to_text`, :func:`to_latex` and :func:`to_mathml` give them.
    """

    text: str
    latex: str
    mathml: str


Formula: TypeAlias = sp.Basic | WrittenSum | WrittenFormula


def written(formula: Formula) -> WrittenFormula:
    """Return a formula as it is written in every output.

    Examples
    --------
    >>> written(sp.Symbol("x") / 2)
    WrittenFormula(text='x/2', latex='\\\\frac{x}{2}', mathml='<math ...</math>')
    """
    return WrittenFormula(text=to_text(formula), latex=to_latex(formula), mathml=to_mathml(formula))


def to_text(formula: Formula) -> str:
    """Return text that the package's parser reads.

    Examples
    --------
    >>> x = sp.Symbol("x")
    >>> to_text(sp.Ne(x, 0)), to_text(x**2 / 2)
    ('x != 0', 'x**2/2')
    """
    if isinstance(formula, WrittenFormula):
        return formula.text
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
    if isinstance(formula, WrittenFormula):
        return formula.latex
    expression, order = _printable(formula)
    return latex_of(expression, **order)


def to_mathml(formula: Formula) -> str:
    """Return a ``<math>`` element of presentation MathML.

    Examples
    --------
    >>> to_mathml(sp.Symbol("gamma"))
    '<math displaystyle="true"><mi>&#947;</mi></math>'
    """
    if isinstance(formula, WrittenFormula):
        return formula.mathml
    expression, order = _printable(formula)
    return mathml_of(expression, **order)


def inline_html(latex: str) -> str:
    """Return LaTeX as HTML that MathJax typesets in a line of text.

    Examples
    --------
    >>> inline_html("a < b")
    '<span class="math notranslate nohighlight">\\\\(a &lt; b\\\\)</span>'
    """
    return rf'<span class="math notranslate nohighlight">\({escape(latex)}\)</span>'


def text_to_html(text: str) -> str:
    """Return text for HTML: Greek letters by name as letters, one letter or digit after an underscore as a subscript.

    What stands after ``^``, a letter or a bracket, is raised.

    Examples
    --------
    >>> text_to_html("2 Φ_i > eta_i")
    '2 Φ<sub>i</sub> &gt; η<sub>i</sub>'
    >>> text_to_html("q^k = 2^(-1/k)")
    'q<sup>k</sup> = 2<sup>−1/k</sup>'
    """
    lowered = re.sub(_SUBSCRIPT, r"\1<sub>\2</sub>", escape(readable_text(with_greek_letters(text))))
    return re.sub(_EXPONENT, r"<sup>\1\2</sup>", lowered)


def text_to_latex(text: str) -> str:
    """Return text for LaTeX: special characters escaped, mathematical ones and subscripts in mathematics.

    A name of several words, such as ``chain_profit`` or ``firm_1``, is written with blanks.

    Examples
    --------
    >>> print(text_to_latex("2 Φ_i > γ² & 5 %"))
    2 $\\Phi_{i}$ $>$ $\\gamma$$^{2}$ \\& 5 \\%
    >>> print(text_to_latex("q^k = 2^(-1/k)"))
    q$^{k}$ = 2$^{-1/k}$
    """
    return _latex_of(_BETWEEN_WORDS.sub(" ", readable_text(with_greek_letters(text))))


def spelled_in_latex(text: str) -> str:
    r"""Return text for LaTeX in which names keep their spelling: of a package, a file, an author.

    Examples
    --------
    >>> print(spelled_in_latex("lsec_models & 5 %"))
    lsec\_models \& 5 \%
    """
    return _latex_of(readable_text(with_greek_letters(text)))


def _latex_of(text: str) -> str:
    return re.sub(f"{_SUBSCRIPT}|{_EXPONENT}|(.)", _latex_piece, text, flags=re.DOTALL)


def _latex_piece(found: re.Match[str]) -> str:
    letter, below, above, bracket, character = found.groups()
    if letter:
        return f"${_symbol(letter)}_{{{_symbol(below)}}}$"
    if character is None:
        return f"$^{{{''.join(map(_symbol, above or bracket))}}}$"
    if character in _LATEX_TEXT:
        return _LATEX_TEXT[character]
    symbol = _symbol(character)
    return character if symbol == character else f"${symbol}$"


def _symbol(character: str) -> str:
    """Return a character as LaTeX mathematics has it: Greek letters and raised or lowered digits by name."""
    if character in _LATEX_SYMBOLS:
        return _LATEX_SYMBOLS[character]
    greek = re.fullmatch(r"GREEK (SMALL|CAPITAL) LETTER (\w+)", unicodedata.name(character, ""))
    if greek:
        name = greek[2].lower().replace("lamda", "lambda")
        return "\\" + (name if greek[1] == "SMALL" else name.capitalize())
    kind, _, code = unicodedata.decomposition(character).partition(" ")
    signs = {"<super>": "^", "<sub>": "_"}
    return f"{signs[kind]}{{{_symbol(chr(int(code, 16)))}}}" if kind in signs else character


def _printable(formula: sp.Basic | WrittenSum) -> tuple[sp.Basic, dict[str, Any]]:
    if isinstance(formula, WrittenSum):
        return sp.Add(*formula.terms, evaluate=False), {"order": "none"}
    return formula, {}
