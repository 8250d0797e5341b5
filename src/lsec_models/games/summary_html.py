"""A summary as HTML: tables of formulas, and where they hold."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from html import escape

import sympy as sp

from lsec_models.games.summary import Asked, NamedFactor, Quantity, Summary, SummaryBranch

_SHOWN = 20


def _in_dollars(formula: sp.Basic) -> str:
    return f"${sp.latex(formula)}$"


@dataclass(frozen=True, kw_only=True)
class Typesetting:
    """How formulas are put on a page.

    Attributes
    ----------
    math : callable
        Writes a formula; MathJax of a notebook wants it in dollar signs.
    words : callable
        Writes words.
    beside : callable, optional
        What stands beside a formula, such as buttons that copy it.
    """

    math: Callable[[sp.Basic], str] = _in_dollars
    words: Callable[[str], str] = escape
    beside: Callable[[sp.Basic], str] | None = None


def html(summary: Summary, typesetting: Typesetting | None = None) -> str:
    """Return a table of each branch, or of the whole result, where it holds, and how far it is established.

    Examples
    --------
    >>> from lsec_models import Game, Player, decisions, parameters, solve
    >>> a, b = parameters("a b", positive=True)
    >>> p = decisions("p")
    >>> page = html(solve(Game(players=[Player("firm", decides=[p], payoff=p * (a - b * p))])).summary())
    >>> page.count("<tr>"), "<p>It holds for all parameters.</p>" in page
    (2, True)
    """
    write = typesetting or Typesetting()
    regions = [branch for branch in summary.branches if branch.cells]
    if regions:
        parts = [f"<p><strong>{escape(summary.title)}</strong></p>"]
        parts += [_branch(branch, summary.branch_kind, write) for branch in summary.branches]
    elif summary.branches:
        parts = [_one_a_row(summary, write)]
    else:
        parts = [_table(summary.title, summary.quantities, write)]
    parts += [_named_factor(one, write) for one in summary.factors]
    if summary.holds_where and not summary.branches:
        parts.append(_where(summary.conditions, summary.holds_where, write))
    parts += [f"<p>{escape(note)}</p>" for note in summary.notes]
    return "".join([*parts, f"<p><small>{escape(summary.evidence.line())}</small></p>"])


def _branch(branch: SummaryBranch, kind: str, write: Typesetting) -> str:
    title = f"{kind.capitalize()}: {branch.name}"
    head = _table(title, branch.quantities, write) if branch.quantities else f"<p>{escape(title)}</p>"
    cells = "<p>or</p>".join(_where(cell, branch.holds_where, write) for cell in branch.cells)
    return head + cells + (f"<p>{escape(branch.note)}</p>" if branch.note else "")


def _one_a_row(summary: Summary, write: Typesetting) -> str:
    """Return the branches of what stands at one point, one a row."""
    rows = []
    for branch in summary.branches[:_SHOWN]:
        said = [f"{_name(q, write)} = {write.math(q.readable)}" for q in branch.quantities if q.is_said]
        said += [escape(branch.note)] if branch.note else []
        name = f'<th scope="row">{escape(branch.name)}</th>'
        rows.append(f"<tr>{name}<td style='text-align:left'>{', '.join(said)}</td></tr>")
    more = len(summary.branches) - len(rows)
    below = f"<p>and {more} more</p>" if more else ""
    return _tabled(summary.title, rows) + below


def _table(title: str, quantities: Iterable[Quantity], write: Typesetting) -> str:
    return _tabled(title, (_row(quantity, write) for quantity in quantities if quantity.is_said))


def _tabled(title: str, rows: Iterable[str]) -> str:
    return f'<table class="lsec-equilibrium"><caption>{escape(title)}</caption><tbody>{"".join(rows)}</tbody></table>'


def _row(quantity: Quantity, write: Typesetting) -> str:
    beside = f"<td>{write.beside(quantity.value)}</td>" if write.beside else ""
    value = f"<td style='text-align:left'>{write.math(quantity.readable)}</td>"
    return f'<tr><th scope="row">{_name(quantity, write)}</th>{value}{beside}</tr>'


def _name(quantity: Quantity, write: Typesetting) -> str:
    alone = quantity.symbol is not None and quantity.label == quantity.name
    return write.math(quantity.symbol) if alone else escape(quantity.label.replace("_", " "))


def _named_factor(named: NamedFactor, write: Typesetting) -> str:
    sign = " &gt; 0" if named.positive else ""
    return f"<p>where {write.math(named.symbol)} = {write.math(named.value)}{sign}</p>"


def _where(conditions: Sequence[Asked], words: str, write: Typesetting) -> str:
    introduced = f"It {words}" if words.startswith(("holds", "is")) else words[0].upper() + words[1:]
    items = "".join(f"<li>{_condition(condition, write)}</li>" for condition in conditions)
    return f"<p>{introduced}</p><ul>{items}</ul>" if items else f"<p>{introduced[:-5]}for all parameters.</p>"


def _condition(condition: Asked, write: Typesetting) -> str:
    origin = write.words(condition.origin)
    return origin if condition.relation == sp.true else f"{write.math(condition.relation)} <small>({origin})</small>"
