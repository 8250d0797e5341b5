"""A summary as displayed LaTeX formulas (amsmath)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import sympy as sp

from lsec_models.algebra.domains.latex import latex_of
from lsec_models.games.summary.summary import Asked, Summary, SummaryBranch


def aligned(summary: Summary, *, said: bool = False) -> str:
    r"""Return the rows of an ``aligned`` or ``align*`` environment: quantities, then where they hold.

    Of branches that have regions, each quantity is written by cases.

    Parameters
    ----------
    summary : Summary
    said : bool
        Whether title and evidence are rows too.

    Examples
    --------
    >>> from lsec_models import Game, Player, decisions, parameters, solve
    >>> a, b = parameters("a b", positive=True)
    >>> p = decisions("p")
    >>> led = solve(Game(players=[Player("firm", decides=[p], payoff=p * (a - b * p))], assuming=[a > b]))
    >>> print(aligned(led.summary()))
    p^* &= \frac{a}{2 b} \\
    \pi_{\text{firm}}^* &= \frac{a^{2}}{4 b} \\
    &a > b
    """
    rows = [f"{q.latex} &= {latex_of(q.readable)}" for q in summary.quantities if q.is_said]
    rows += _by_cases(summary) if any(branch.cells for branch in summary.branches) else _one_by_one(summary.branches)
    rows += [rf"&\text{{where }} {root.latex}" for root in summary.definitions]
    rows += [rf"&\text{{where }} {factor.latex}" for factor in summary.factors]
    rows += [] if summary.branches else [f"&{_written(condition)}" for condition in summary.conditions]
    if said:
        rows = [_words(summary.title), *rows, _words(f"({summary.evidence.line()})")]
    return " \\\\\n".join(rows)


def _by_cases(summary: Summary) -> Iterator[str]:
    if not summary.common_names:
        yield from (f"{_words(branch.name)} {_region(branch)}" for branch in summary.branches if branch.cells)
    for name in summary.common_names:
        found = [(q, branch) for branch in summary.branches for q in branch.quantities if q.name == name]
        cases = " \\\\\n".join(f"{latex_of(quantity.readable)} & {_region(branch)}" for quantity, branch in found)
        yield f"{found[0][0].latex} &= \\begin{{cases}}\n{cases}\n\\end{{cases}}"


def _region(branch: SummaryBranch) -> str:
    cells = [r",\ ".join(map(_written, cell)) or r"\text{the game is defined}" for cell in branch.cells]
    return r"\text{if } " + r"\text{ or }".join(cells)


def _one_by_one(branches: Iterable[SummaryBranch]) -> Iterator[str]:
    for branch in branches:
        yield _words(": ".join(filter(None, [branch.name, branch.note])))
        yield from (f"{q.latex} &= {latex_of(q.readable)}" for q in branch.quantities if q.is_said)


def _written(condition: Asked) -> str:
    if condition.relation in (sp.true, sp.false):
        return _text(f"{condition.origin}{': never' if condition.relation == sp.false else ''}")
    return latex_of(condition.relation)


def _words(words: str) -> str:
    return f"&{_text(words)}"


def _text(words: str) -> str:
    written = words.replace("_", r"\_")
    return rf"\text{{{written}}}"
