"""Formulas for web pages, each with buttons that copy it as LaTeX, Python and Wolfram Language."""

from __future__ import annotations

import keyword
from collections.abc import Iterable, Mapping
from html import escape

import sympy as sp
from sympy.printing.str import StrPrinter

from lsec_models.algebra.condition import Condition
from lsec_models.games.differential.feedback import FeedbackEquilibrium, RootCondition
from lsec_models.games.evidence import HasEvidence
from lsec_models.games.static.equilibrium import Equilibrium
from lsec_models.games.static.piecewise import PiecewiseEquilibrium
from lsec_models.show.export.export_mathematica import mathematica_of
from lsec_models.show.export.formulas import inline_html, text_to_html, to_latex


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
    return {"LaTeX": to_latex(formula), "Python": _python(formula), "Mathematica": mathematica_of(formula)}


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
    shown = escape(f"{equal_to}{to_latex(formula)}")
    displayed = rf'<div class="math notranslate nohighlight">\[{shown}\]</div>'
    return f'<div class="lsec-formula">{displayed}{_buttons(formula)}</div>'


def equilibrium_html(found: Equilibrium | PiecewiseEquilibrium | FeedbackEquilibrium) -> str:
    """Return an equilibrium as a table of formulas, each with its buttons, and where it holds.

    Parameters
    ----------
    found : Equilibrium, PiecewiseEquilibrium or FeedbackEquilibrium

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
    >>> equilibrium_html(led).count("<tr>")
    2
    """
    if isinstance(found, PiecewiseEquilibrium):
        return _piecewise(found)
    if isinstance(found, FeedbackEquilibrium):
        return _feedback(found)
    rows = {name: found[name] for name in found.exact}
    where = _holds_where(found.domain.conditions, found.holds_where)
    return _table(found.title, rows, _words(found)) + where + _said(found)


def _piecewise(found: PiecewiseEquilibrium) -> str:
    parts = []
    for regime in found.regimes:
        rows = {name: regime[name] for name in regime.exact}
        cells = [_holds_where(piece.asked, "holds where") for piece in regime.pieces]
        parts.append(_table(f"Regime: {regime.name}", rows, _words(found)) + "<p>or</p>".join(cells))
    parts.append(f"<p><small>{escape(str(found.tiling))}</small></p>" + _said(found))
    return f"<p><strong>Piecewise equilibrium of {escape(found.label)}</strong></p>" + "".join(parts)


def _feedback(found: FeedbackEquilibrium) -> str:
    values = {f"value of {player}": value for player, value in found.values.items()}
    rest = {f"steady state of {state}": level for state, level in found.steady_state.items()}
    rows = {**found.strategies, **values, **rest}
    words = {name: name for name in (*values, *rest)}
    conditions: list[Condition | RootCondition] = [*found.domain.conditions, *found.root_conditions]
    where = _holds_where(conditions, found.holds_where)
    return _table(found.title, rows, words) + where + _said(found)


def _table(title: str, rows: Mapping[str, sp.Expr], words: Mapping[str, str]) -> str:
    body = "".join(
        f'<tr><th scope="row">{_name(name, words)}</th><td>{_math(formula)}</td><td>{_buttons(formula)}</td></tr>'
        for name, formula in rows.items()
    )
    return f'<table class="lsec-equilibrium"><caption>{escape(title)}</caption><tbody>{body}</tbody></table>'


def _holds_where(conditions: Iterable[Condition | RootCondition], introduced: str) -> str:
    items = [f"<li>{_math(c.relation)} <small>({text_to_html(c.origin)})</small></li>" for c in conditions]
    words = f"It {introduced}" if introduced.startswith("holds") else introduced.capitalize()
    return f"<p>{words}</p><ul>{''.join(items)}</ul>" if items else f"<p>{words[:-5]}for all parameters.</p>"


def _said(found: HasEvidence) -> str:
    return f"<p><small>{escape(found.evidence.line())}</small></p>"


def _words(found: Equilibrium | PiecewiseEquilibrium) -> dict[str, str]:
    """What is not a symbol of the model: profits and reported quantities are named in words."""
    profits = {player.name: f"profit of {player.name.replace('_', ' ')}" for player in found.game.players}
    return profits | {name: name.replace("_", " ") for name in found.game.report}


def _name(name: str, words: Mapping[str, str]) -> str:
    return escape(words[name]) if name in words else _math(sp.Symbol(name))


def _math(formula: sp.Basic) -> str:
    return inline_html(to_latex(formula))


def _buttons(formula: sp.Basic) -> str:
    buttons = "".join(
        f'<button type="button" data-copy="{escape(text)}" aria-label="Copy as {kind}">{kind}</button>'
        for kind, text in copies(formula).items()
    )
    return f'<span class="lsec-copy" role="group" aria-label="Copy this formula">{buttons}</span>'


def _python(formula: sp.Basic) -> str:
    reserved = {s: sp.Symbol(f"{s.name}_") for s in formula.free_symbols if keyword.iskeyword(s.name)}
    return str(_PythonPrinter().doprint(formula.xreplace(reserved)))


class _PythonPrinter(StrPrinter):
    """SymPy's printer of Python, but a fraction that stands alone is one: Python reads 1/2 as a float."""

    def _print_Rational(self, number: sp.Rational) -> str:  # noqa: N802 (SymPy calls it by this name)
        return f"Rational({number.p}, {number.q})"
