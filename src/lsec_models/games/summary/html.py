"""A summary as HTML: tables of formulas, and where they hold."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from html import escape

import sympy as sp

from lsec_models.algebra.algebraic_functions.parametric_root import ParametricRoot
from lsec_models.algebra.description import caption_html, words_html
from lsec_models.algebra.mathml import mathml_of
from lsec_models.games.summary.numbers import PRECISION, aligned_at_point, decimal, is_all, is_number
from lsec_models.games.summary.summary import Asked, NamedFactor, Quantity, Summary, SummaryBranch

_SHOWN, _PAGE, _NARROWEST = 20, 90, 15
_DECIMAL = "text-align:right;font-variant-numeric:tabular-nums"
_WIDE = "colspan='2' "


def _inline_mathml(formula: sp.Basic) -> str:
    return mathml_of(formula, fold_short_frac=True)


@dataclass(frozen=True, kw_only=True)
class Typesetting:
    """How formulas are put on a page.

    Attributes
    ----------
    math : callable
        Writes a formula; as MathML, which needs nothing, if nothing else is said.
    inline : callable
        Writes a formula in a sentence, fractions of numbers on the line.
    words : callable
        Writes words.
    beside : callable, optional
        What stands beside a formula, such as buttons that copy it.
    """

    math: Callable[[sp.Basic], str] = mathml_of
    inline: Callable[[sp.Basic], str] = _inline_mathml
    words: Callable[[str], str] = words_html
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
    if regions and _fit_beside_each_other(summary.branches):
        parts = [_side_by_side(summary, write)]
        if write.beside:
            each = "".join(branch_html(branch, summary.branch_kind, write) for branch in summary.branches)
            parts.append(f"<details><summary>Each {summary.branch_kind} to copy</summary>{each}</details>")
    elif regions:
        parts = [f"<p><strong>{words_html(summary.title)}</strong></p>"]
        parts += [branch_html(branch, summary.branch_kind, write) for branch in summary.branches]
    elif summary.branches:
        parts = [_one_a_row(summary, write)]
    else:
        parts = [_table(summary.title, summary.quantities, write, at_point=not summary.holds_where)]
    parts += [_definition(one, write) for one in summary.definitions]
    parts += [_named_factor(one, write) for one in summary.factors]
    if summary.holds_where and not summary.branches:
        parts.append(_where(summary.conditions, summary.holds_where, write))
    parts += [f"<p>{words_html(note)}</p>" for note in summary.notes]
    return "".join([*parts, f"<p><small>{words_html(summary.evidence.line())}</small></p>"])


def branch_html(branch: SummaryBranch, kind: str, typesetting: Typesetting | None = None) -> str:
    """Return one of the alternatives that a result consists of, and where it holds."""
    write = typesetting or Typesetting()
    title = f"{kind.capitalize()}: {branch.name}"
    head = _table(title, branch.quantities, write) if branch.quantities else f"<p>{words_html(title)}</p>"
    cells = "<p>or</p>".join(_where(cell, branch.holds_where, write) for cell in branch.cells)
    return head + cells + (f"<p>{words_html(branch.note)}</p>" if branch.note else "")


def _fit_beside_each_other(branches: Sequence[SummaryBranch]) -> bool:
    """Return whether branches have the same quantities, and formulas short enough for columns of one table."""
    said = [[quantity for quantity in branch.quantities if quantity.is_said] for branch in branches]
    if not said[0] or len({tuple(quantity.name for quantity in quantities) for quantities in said}) > 1:
        return False
    formulas = [[quantity.readable for quantity in quantities] for quantities in said]
    regions = [[asked.relation for cell in branch.cells for asked in cell] for branch in branches]
    columns = [max(map(_width, [*column, *region])) for column, region in zip(formulas, regions, strict=True)]
    return sum(max(column, _NARROWEST) for column in columns) <= _PAGE


def _width(formula: sp.Basic) -> int:
    """Return about how many characters wide a formula is, numerators above denominators."""
    if isinstance(formula, sp.Add):
        return sum(3 + _width(term) for term in formula.args)
    if isinstance(formula, sp.Expr):
        return max(len(str(part)) for part in formula.as_numer_denom())
    return len(str(formula))


def _side_by_side(summary: Summary, write: Typesetting) -> str:
    """Return one table: a column for each branch, a row for each quantity, and where each branch holds below.

    Each cell names its branch: on a phone, where cells stand below each other, no head does.
    """
    left = "style='text-align:left;vertical-align:top'"
    several = len(summary.branches) > 1
    begun = [
        f'<td data-of="{escape(branch.name)}" {left}>' if several else f"<td {left}>" for branch in summary.branches
    ]

    def row_of(head: str, cells: Iterable[str]) -> str:
        values = "".join(f"{begin}{cell}</td>" for begin, cell in zip(begun, cells, strict=True))
        return f'<tr><th scope="row">{head}</th>{values}</tr>'

    corner = f'<th scope="col">{words_html(summary.branch_kind)}</th>'
    names = "".join(f'<th scope="col" {left}>{words_html(branch.name)}</th>' for branch in summary.branches)
    rows = [f"<tr>{corner}{names}</tr>"]
    for row in zip(*([q for q in branch.quantities if q.is_said] for branch in summary.branches), strict=True):
        rows.append(row_of(_name(row[0], write), (write.math(quantity.readable) for quantity in row)))
    held = words_html(summary.branches[0].holds_where)
    rows.append(row_of(held, (_region(branch, write) for branch in summary.branches)))
    if any(branch.note for branch in summary.branches):
        rows.append(row_of("note", (words_html(branch.note) for branch in summary.branches)))
    return _tabled(summary.title, rows)


def _region(branch: SummaryBranch, write: Typesetting) -> str:
    cells = ["<br>".join(_condition(asked, write) for asked in cell) or "all parameters" for cell in branch.cells]
    return "<br>or<br>".join(cells)


def _one_a_row(summary: Summary, write: Typesetting) -> str:
    """Return the branches of what stands at one point, one a row."""
    rows = []
    for branch in summary.branches[:_SHOWN]:
        said = [f"{_name(q, write)} = {_number(q, write)}" for q in branch.quantities if q.is_said]
        said += [words_html(branch.note)] if branch.note else []
        if said:
            value = f"<td style='text-align:left'>{', '.join(said)}</td>"
            rows.append(f'<tr><th scope="row">{words_html(branch.name)}</th>{value}</tr>')
        else:
            rows.append(f"<tr><td {_WIDE}style='text-align:left'>{words_html(branch.name)}</td></tr>")
    more = len(summary.branches) - len(rows)
    below = f"<p>and {more} more</p>" if more else ""
    return _tabled(summary.title, rows) + below


def _number(quantity: Quantity, write: Typesetting) -> str:
    """Return a value in a line: a number that is not a decimal is followed by one."""
    formula = write.math(quantity.readable)
    bare = not is_number(quantity.value) or is_all(quantity.value)
    return formula if bare else f"{formula} ({decimal(quantity.value)})"


def _table(title: str, quantities: Iterable[Quantity], write: Typesetting, *, at_point: bool = False) -> str:
    """Return a row for each quantity; where they are numbers, decimals come first, with their precision below."""
    said = [quantity for quantity in quantities if quantity.is_said]
    numbers = [quantity for quantity in said if is_number(quantity.value)]
    if not numbers or not (at_point or len(numbers) == len(said)):
        return _tabled(title, (_row(quantity, write) for quantity in said))
    aligned = iter(aligned_at_point([decimal(quantity.value) for quantity in numbers]))
    rows = [_row(one, write, next(aligned) if is_number(one.value) else "", columns=2) for one in said]
    below = "" if all(is_all(quantity.value) for quantity in numbers) else f"<p><small>{PRECISION}</small></p>"
    return _tabled(title, rows) + below


def _tabled(title: str, rows: Iterable[str]) -> str:
    return f'<table class="lsec-equilibrium">{caption_html(title)}<tbody>{"".join(rows)}</tbody></table>'


def _row(quantity: Quantity, write: Typesetting, number: str = "", *, columns: int = 1) -> str:
    """Return a row, a number before its exact value; beside numbers, what is none spans the columns of both."""
    beside = f"<td>{write.beside(quantity.value)}</td>" if write.beside else ""
    formula, left = write.math(quantity.readable), "style='text-align:left'"
    if number:
        exact = "" if is_all(quantity.value) else f"= {formula}"
        value = f'<td class="number" style="{_DECIMAL}">{number}</td><td {left}>{exact}</td>'
    else:
        value = f"<td {_WIDE if columns > 1 else ''}{left}>{formula}</td>"
    return f'<tr><th scope="row">{_name(quantity, write)}</th>{value}{beside}</tr>'


def _name(quantity: Quantity, write: Typesetting) -> str:
    alone = quantity.symbol is not None and quantity.label == quantity.name
    return write.math(quantity.symbol) if alone else words_html(quantity.label.replace("_", " "))


def _named_factor(named: NamedFactor, write: Typesetting) -> str:
    sign = " &gt; 0" if named.positive else ""
    return f"<p>where {write.math(named.symbol)} = {write.math(named.value)}{sign}</p>"


def _definition(root: ParametricRoot, write: Typesetting) -> str:
    if root.closed_form is not None:
        return f"<p>where {write.math(root.symbol)} = {write.math(root.closed_form)}</p>"
    low, high = map(write.math, root.ends)
    equation = f"the only root of {write.math(root.equation)} between {low} and {high}"
    return f"<p>where {write.math(root.symbol)} is {equation}</p>"


def _where(conditions: Sequence[Asked], words: str, write: Typesetting) -> str:
    introduced = f"It {words}" if words.startswith(("holds", "is")) else words[0].upper() + words[1:]
    items = "".join(f"<li>{_condition(condition, write)}</li>" for condition in conditions)
    return f"<p>{introduced}</p><ul>{items}</ul>" if items else f"<p>{introduced[:-5]}for all parameters.</p>"


def _condition(condition: Asked, write: Typesetting) -> str:
    origin = write.words(condition.origin)
    if condition.relation in (sp.true, sp.false):
        return f"{origin}: never" if condition.relation == sp.false else origin
    return f"{write.math(condition.relation)} <small>({origin})</small>"
