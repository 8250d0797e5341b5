"""A summary as lines of text, as a result prints itself."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal

import sympy as sp

from lsec_models.games.summary.line_width import fitted
from lsec_models.games.summary.summary import Asked, Quantity, Summary, SummaryBranch

WIDTH = 100
_SCREEN, _SHOWN, _INTRODUCED = 40, 20, 20
ALWAYS = "all parameters are as declared"


def text(summary: Summary, width: int | None = None, parts: str = "") -> str:
    """Return the title, quantities, where they hold, branches, notes, and how far all of it is established.

    Parameters
    ----------
    summary : Summary
    width : int, optional
        Longer lines are broken between the terms of sums and between words, a longer product between its factors.
    parts : str, optional
        How parts of it are asked for, in words. A text of more than 40 lines says how many they are, and this.

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
    *lines, evidence = _lines(summary)
    whole, last = ([*_fitted(part, width)] for part in (lines, [evidence]))
    number = len(whole) + len(last)
    if parts and number > _SCREEN:
        indent = " " * (len(evidence) - len(evidence.lstrip()))
        whole += _fitted([f"{indent}{number} lines; {parts}"], width)
    return "\n".join([*whole, *last])


def equations(summary: Summary) -> list[str]:
    """Return the quantities alone, each as an equation that stands for itself, without names of factors."""
    return [f"{quantity.name} = {_value(quantity.value)}" for quantity in summary.quantities]


def _fitted(parts: Iterable[str], width: int | None) -> Iterable[str]:
    lines = [line for part in parts for line in part.splitlines()]
    return fitted(lines, width) if width else lines


def _lines(summary: Summary) -> Iterator[str]:
    yield f"{summary.title} ({summary.method})" if summary.method else summary.title
    yield from _equations(summary.quantities)
    if not summary.branches:
        yield from (f"  where {named}" for named in (*summary.definitions, *summary.factors))
    if summary.holds_where and not summary.branches:
        yield from _conditions(summary.holds_where, summary.conditions, ALWAYS)
    regions = any(branch.cells for branch in summary.branches)
    shown = summary.branches if regions else summary.branches[:_SHOWN]
    yield from (_branch(branch, indent="" if regions else "  ") for branch in shown)
    yield from [f"  and {len(summary.branches) - len(shown)} more"] if len(shown) < len(summary.branches) else []
    named = [f"where {factor}" for factor in summary.factors if summary.branches]
    yield from (f"{'' if regions else '  '}{line}" for line in (*named, *summary.notes, summary.evidence.line()))


def _equations(quantities: Iterable[Quantity]) -> Iterator[str]:
    return (f"  {q.label} = {_value(q.readable)}" for q in quantities if q.is_said)


def branch_text(branch: SummaryBranch) -> str:
    """Return a branch in lines of at most 100 columns: name, quantities, and where it holds."""
    return "\n".join(_fitted([_branch(branch)], WIDTH))


def _branch(branch: SummaryBranch, indent: str = "") -> str:
    """Return a branch; what stands at one point is one line if it fits."""
    if not branch.cells:
        values = ", ".join(f"{q.label} = {q.readable}" for q in branch.quantities if q.is_said)
        line = ": ".join(filter(None, [branch.name, values])) + (f" ({branch.note})" if branch.note else "")
        if len(indent + line) <= WIDTH or not values:
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
