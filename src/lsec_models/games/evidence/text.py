"""Evidence in words: one line, an aligned table, HTML."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from lsec_models.algebra.description import caption_html, words_html

if TYPE_CHECKING:
    from lsec_models.games.evidence.evidence import About, Evidence

COLUMNS = ("statement", "status", "means", "detail")
_LEFT = "style='text-align:left'"


def line(evidence: Evidence) -> str:
    """Return how far each kind of statement is established, then what it rests on."""
    kinds = dict.fromkeys(finding.about for finding in evidence.rows)
    parts = [f"{about.value}: {_least(evidence, about)}" for about in kinds]
    return "; ".join([*parts, *filter(None, [resting_line(evidence)])])


def resting_line(evidence: Evidence) -> str:
    """Return what evidence rests on, each with its line in brackets; empty where it rests on nothing."""
    below = ", ".join(lower.cited(label) for label, lower in evidence.rests_on)
    return f"rests on: {below}" if below else ""


def caveat(evidence: Evidence, asked: Iterable[About]) -> str:
    """Return which of the kinds asked for are not established, or what it rests on; empty where all are."""
    if evidence.established:
        return ""
    kinds = [about for about in asked if evidence.status(about) < evidence.status(about).VERIFIED]
    missing = [f"{about.value} ({_least(evidence, about)})" for about in kinds]
    missing += [f"{label} (a candidate)" for label, below in evidence.rests_on if not below.established]
    return f"not established: {', '.join(missing)}" if missing else "not established: a gain at a later mover's bound"


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
    """Return an HTML table, without columns in which nothing stands."""
    filled = [column for column in zip(COLUMNS, *cells(evidence), strict=True) if any(column[1:])]
    columns, *rows = zip(*filled, strict=True) if filled else [COLUMNS]
    head = "".join(f'<th scope="col" {_LEFT}>{name}</th>' for name in columns)
    body = "".join(f"<tr>{''.join(f'<td {_LEFT}>{words_html(cell)}</td>' for cell in row)}</tr>" for row in rows)
    return f"<table>{caption_html('Evidence')}<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def _cells(evidence: Evidence, before: str) -> Iterator[tuple[str, str, str, str]]:
    for finding in evidence.rows:
        yield before + str(finding.row), finding.words, finding.means, finding.detail
    for label, below in evidence.rests_on:
        yield from _cells(below, f"{before}{label}: ")


def _means(means: str, detail: str) -> str:
    return f"{means} ({detail})" if means and detail else means or detail


def _least(evidence: Evidence, about: About) -> str:
    found = [finding for finding in evidence.rows if finding.about is about]
    return min(found, key=lambda finding: (finding.status, finding.points)).words if found else "open"
