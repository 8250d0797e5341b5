"""Evidence in words: one line, an aligned table, HTML."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lsec_models.games.evidence import About, Evidence, Finding

COLUMNS = ("statement", "status", "means", "detail")


def line(evidence: Evidence) -> str:
    """Return how far each kind of statement is established, then what it rests on."""
    kinds = dict.fromkeys(finding.about for finding in evidence.rows)
    parts = [f"{about.value}: {_least(evidence, about).words}" for about in kinds]
    return "; ".join([*parts, *filter(None, [resting_line(evidence)])])


def resting_line(evidence: Evidence) -> str:
    """Return what evidence rests on, each with its line in brackets; empty where it rests on nothing."""
    below = ", ".join(lower.cited(label) for label, lower in evidence.rests_on)
    return f"rests on: {below}" if below else ""


def cells(evidence: Evidence) -> list[tuple[str, str, str, str]]:
    """Return the cells of the table, with those of what it rests on below."""
    return list(_cells(evidence, ""))


def text(evidence: Evidence) -> str:
    """Return an aligned table; what is long stands at the end of its line."""
    rows = [(statement, status, _means(means, detail)) for statement, status, means, detail in cells(evidence)]
    widths = [max(len(row[i]) for row in rows) for i in range(2)] if rows else [0, 0]
    aligned = (f"{one:{widths[0]}}  {two:{widths[1]}}  {three}".rstrip() for one, two, three in rows)
    return "\n".join(aligned) or "nothing is stated"


def html(evidence: Evidence) -> str:
    """Return an HTML table."""
    head = "".join(f'<th scope="col">{name}</th>' for name in COLUMNS)
    body = "".join(
        "<tr>" + "".join(f"<td style='text-align:left'>{escape(cell)}</td>" for cell in row) + "</tr>"
        for row in cells(evidence)
    )
    return f"<table><caption>Evidence</caption><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def _cells(evidence: Evidence, before: str) -> Iterator[tuple[str, str, str, str]]:
    for finding in evidence.rows:
        yield before + str(finding.row), finding.words, finding.means, finding.detail
    for label, below in evidence.rests_on:
        yield from _cells(below, f"{before}{label}: ")


def _means(means: str, detail: str) -> str:
    return f"{means} ({detail})" if means and detail else means or detail


def _least(evidence: Evidence, about: About) -> Finding:
    found = [finding for finding in evidence.rows if finding.about is about]
    return min(found, key=lambda finding: (finding.status, finding.points))
