"""What comes out of a run over papers."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from lsec_models.papers.paper import Paper
from lsec_models.papers.registry import Drawing, Json, Result
from lsec_models.show.table import Table


@dataclass(frozen=True, kw_only=True)
class DerivedResult:
    """A result and what came out.

    Attributes
    ----------
    result : Result
    value : JSON value
        None if it could not be computed.
    tables : tuple of Table
    problems : tuple of str
        In words: why it could not be computed, or where it differs from what is recorded. Empty if it agrees.
    """

    result: Result
    value: Json
    tables: tuple[Table, ...]
    problems: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class DrawnFigure:
    """A figure and its files; no files and a problem if it could not be drawn."""

    drawing: Drawing
    svg: Path | None
    png: Path | None
    problems: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class ReproducedPaper:
    """A paper with its results and figures.

    Attributes
    ----------
    paper : Paper
    results : tuple of DerivedResult
    figures : tuple of DrawnFigure
    orphans : tuple of str
        Recorded entries that no result derives any more, in words.
    """

    paper: Paper
    results: tuple[DerivedResult, ...]
    figures: tuple[DrawnFigure, ...]
    orphans: tuple[str, ...] = ()

    @property
    def problems(self) -> tuple[str, ...]:
        """Everything that keeps the paper from being reproduced."""
        parts = (*self.results, *self.figures)
        return (*(problem for part in parts for problem in part.problems), *self.orphans)


@dataclass(frozen=True, kw_only=True)
class Reproduction:
    """A run over papers.

    Attributes
    ----------
    papers : tuple of ReproducedPaper
    out : Path
        The folder with ``report.html``, ``results.json`` and, for each paper, ``figures`` and ``tables``.
    """

    papers: tuple[ReproducedPaper, ...]
    out: Path

    @property
    def agrees(self) -> bool:
        """Whether every recorded result was derived anew and is equal, and nothing else was derived."""
        return not any(paper.problems for paper in self.papers)
