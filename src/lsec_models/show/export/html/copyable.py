"""Formulas for web pages, each with buttons that copy it as LaTeX, Python and Wolfram Language."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

import sympy as sp

from lsec_models.algebra.domains.latex import latex_of
from lsec_models.algebra.domains.symbols import latex_of_name
from lsec_models.algebra.readable_text import greek_letter
from lsec_models.games.result import Result
from lsec_models.games.summary.html import Typesetting, html
from lsec_models.prove.results.html import html_of
from lsec_models.prove.results.stated import Stated
from lsec_models.show.export.formulas import inline_html, text_to_html, text_to_latex, to_latex
from lsec_models.show.export.interchange.mathematica import mathematica_of
from lsec_models.show.export.interchange.python import python_of
from lsec_models.show.export.latex_formulas import aligned_cell

_WIDEST = 56


def copies(formula: sp.Basic) -> Mapping[str, str]:
    """Return a formula as text for three kinds of readers.

    Parameters
    ----------
    formula : sympy.Expr or sympy.core.relational.Relational

    Returns
    -------
    mapping from str to str
        ``LaTeX`` without dollar signs; ``Python`` for SymPy, in which whole numbers stay exact and a name that Python
        reserves has an underscore appended; ``Mathematica`` with names that the Wolfram Language allows.

    Examples
    --------
    >>> share, k = sp.symbols("lambda k")
    >>> copies((1 - share) * k + sp.Rational(1, 2))["Python"]
    'k*(1 - lambda_) + Rational(1, 2)'
    """
    return {"LaTeX": to_latex(formula), "Python": python_of(formula), "Mathematica": mathematica_of(formula)}


def formula_html(formula: sp.Basic, name: str = "") -> str:
    """Return a displayed formula with its buttons.

    Parameters
    ----------
    formula : sympy.Expr or sympy.core.relational.Relational
    name : str
        LaTeX of what it is equal to; shown, but not copied.

    Returns
    -------
    str
        HTML, to be typeset by MathJax; the buttons work on a page that loads the book's ``copy.js``.

    Examples
    --------
    >>> "<button" in formula_html(sp.Symbol("q") ** 2)
    True
    """
    equal_to = f"{name} = " if name else ""
    shown = escape(f"{equal_to}{_broken(formula)}")
    displayed = rf'<div class="math notranslate nohighlight">\[{shown}\]</div>'
    return f'<div class="lsec-formula">{displayed}{_buttons(formula)}</div>'


def formulas_html(found: Mapping[Any, Any] | Sequence[Any]) -> str | None:
    r"""Return several formulas below each other, each named where it has a name; None of what has other things in it.

    Parameters
    ----------
    found : mapping from name to formula, or sequence of formulas
        Numbers alone are read as they are printed: nothing is returned of them.

    Examples
    --------
    >>> q = sp.Symbol("q")
    >>> r"\text{chain profit} = q^{2}" in formulas_html({"chain_profit": q**2, "q": q})
    True
    >>> formulas_html([q, "words"]), formulas_html((sp.Integer(1), sp.Rational(1, 2)))
    (None, None)
    """
    named = found.items() if isinstance(found, Mapping) else [("", formula) for formula in found]
    if not all(isinstance(formula, sp.Expr) for _, formula in named) or not any(f.free_symbols for _, f in named):
        return None
    return "".join(formula_html(formula, _name_of(str(name))) for name, formula in named)


def _name_of(name: str) -> str:
    """Return a name as LaTeX: that of a symbol as one, a word as a word."""
    first = name.partition("_")[0]
    is_word = len(first) > 1 and greek_letter(first) == first
    return rf"\text{{{text_to_latex(name)}}}" if is_word else latex_of_name(name) if name else ""


def result_html(found: Result) -> str:
    """Return a result as tables of formulas, each with its buttons, and where it holds.

    Parameters
    ----------
    found : Result
        What `solve` returns, or a part of it.

    Returns
    -------
    str
        HTML, as :func:`formula_html`.

    Examples
    --------
    >>> from lsec_models import Game, Player, decisions, parameters, solve
    >>> a, b = parameters("a b", positive=True)
    >>> p = decisions("p")
    >>> led = solve(Game(players=[Player("monopolist", decides=[p], payoff=p * (a - b * p))]))
    >>> result_html(led).count("<tr>")
    2
    """
    return html(found.summary(), Typesetting(math=_math, words=text_to_html, beside=_buttons))


def stated_html(found: Stated) -> str:
    """Return what proofs state, a verdict, ranking, sign table or threshold, its formulas typeset by MathJax.

    Parameters
    ----------
    found : Stated

    Examples
    --------
    >>> from lsec_models import thresholds
    >>> a, c = sp.symbols("a c", positive=True)
    >>> print(stated_html(thresholds(a - 2 * c, c)))
    <p><span class="math notranslate nohighlight">\\(c = \\dfrac{a}{2}\\)</span> (+ to −)</p>
    """
    return html_of(found, Typesetting(math=_math, inline=_inline, words=text_to_html))


def _math(formula: sp.Basic) -> str:
    return inline_html(_broken(formula))


def _broken(formula: sp.Basic) -> str:
    """Return LaTeX that fits into the column of a page."""
    return aligned_cell(to_latex(formula), _WIDEST)


def _inline(formula: sp.Basic) -> str:
    return inline_html(latex_of(formula, fold_short_frac=True))


def _buttons(formula: sp.Basic) -> str:
    buttons = "".join(
        f'<button type="button" data-copy="{escape(text)}" aria-label="Copy as {kind}">{kind}</button>'
        for kind, text in copies(formula).items()
    )
    return f'<span class="lsec-copy" role="group" aria-label="Copy this formula">{buttons}</span>'
