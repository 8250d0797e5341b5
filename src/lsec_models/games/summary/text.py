"""A summary as lines of text, as a result prints itself."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator
from decimal import Decimal

import sympy as sp

from lsec_models.games.summary.summary import Asked, Quantity, Summary, SummaryBranch

_SHOWN, _LINE, _INTRODUCED = 20, 118, 20
_TIED = "\N{NO-BREAK SPACE}=\N{NO-BREAK SPACE}"
ALWAYS = "all parameters are as declared"


def text(summary: Summary, width: int | None = None) -> str:
    """Return the title, quantities, where they hold, branches, notes, and how far all of it is established.

    Parameters
    ----------
    summary : Summary
    width : int, optional
        Longer lines are broken between the terms of sums, and between words.

    Examples
    --------
    >>> from lsec_models import Game, Player, decisions, parameters, solve
    >>> a, b = parameters("a b", positive=True)
    >>> p = decisions("p")
    >>> print(text(solve(Game(players=[Player("firm", decides=[p], payoff=p * (a - b * p))])).summary()))
    Equilibrium of firm
      p = a/(2*b)
      payoff of firm = a**2/(4*b)
      holds where all parameters are as declared
      exists: proved; optimal: proved; off the path: proved; bounds of others: proved; complete: proved
    """
    return "\n".join(_broken("\n".join(_lines(summary)).splitlines(), width))


def equations(summary: Summary) -> list[str]:
    """Return the quantities alone, each as an equation that stands for itself, without names of factors."""
    return [f"{quantity.name} = {_value(quantity.value)}" for quantity in summary.quantities]


def _broken(lines: Iterable[str], width: int | None) -> Iterator[str]:
    for line in lines:
        if not width or len(line) <= width:
            yield line
            continue
        further = line[: len(line) - len(line.lstrip())] + "    "
        tied = line.replace(" = ", _TIED)
        wrapped = textwrap.wrap(tied, width, subsequent_indent=further, break_long_words=False, break_on_hyphens=False)
        yield from (part.replace(_TIED, " = ") for part in wrapped)


def _lines(summary: Summary) -> Iterator[str]:
    yield f"{summary.title} ({summary.method})" if summary.method else summary.title
    yield from _equations(summary.quantities)
    if not summary.branches:
        yield from (f"  where {named}" for named in (*summary.definitions, *summary.factors))
    if summary.holds_where and not summary.branches:
        yield from _conditions(summary.holds_where, summary.conditions, ALWAYS)
    regions = any(branch.cells for branch in summary.branches)
    shown = summary.branches if regions else summary.branches[:_SHOWN]
    yield from (branch_text(branch, indent="" if regions else "  ") for branch in shown)
    yield from [f"  and {len(summary.branches) - len(shown)} more"] if len(shown) < len(summary.branches) else []
    named = [f"where {factor}" for factor in summary.factors if summary.branches]
    yield from (f"{'' if regions else '  '}{line}" for line in (*named, *summary.notes, summary.evidence.line()))


def _equations(quantities: Iterable[Quantity]) -> Iterator[str]:
    return (f"  {q.label} = {_value(q.readable)}" for q in quantities if q.is_said)


def branch_text(branch: SummaryBranch, indent: str = "") -> str:
    """Return a branch: name, quantities, and where it holds; what stands at one point is one line if it fits."""
    if not branch.cells:
        values = ", ".join(f"{q.label} = {q.readable}" for q in branch.quantities if q.is_said)
        line = ": ".join(filter(None, [branch.name, values])) + (f" ({branch.note})" if branch.note else "")
        if len(line) <= _LINE or not values:
            return indent + line
    lines = [branch.name, *_equations(branch.quantities)]
    for number, cell in enumerate(branch.cells):
        words = branch.holds_where if number == 0 else "or where".rjust(len(branch.holds_where))
        lines += _conditions(words, cell, "the game is defined")
    return "\n".join(indent + line for line in [*lines, *([f"  {branch.note}"] if branch.note else [])])


def _conditions(words: str, conditions: Iterable[Asked], without: str) -> Iterator[str]:
    said = [str(condition) for condition in conditions] or [without]
    if len(words) > _INTRODUCED and len(said) > 1:
        yield f"  {words}"
        yield from (f"    {condition}" for condition in said)
    else:
        yield f"  {words} {said[0]}"
        yield from (f"  {' ' * len(words)} {condition}" for condition in said[1:])


def _value(value: sp.Expr) -> str:
    """Return a value, a fraction with what it is about."""
    if not value.is_Rational or value.is_Integer:
        return str(value)
    return f"{value}  ({Decimal(int(value.p)) / Decimal(int(value.q)):.6g})"
