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
    tables : tuple of Table
    differences : tuple of str
        Where the value differs from what is recorded, in words.
    failure : str
        Why there is no value, in words; empty if there is one.
    """

    result: Result
    value: Json = None
    tables: tuple[Table, ...] = ()
    differences: tuple[str, ...] = ()
    failure: str = ""

    @property
    def problems(self) -> tuple[str, ...]:
        """What keeps the result from being reproduced; empty if it was derived and equals the record."""
        return (self.failure,) if self.failure else self.differences


@dataclass(frozen=True, kw_only=True)
class DrawnFigure:
    """A figure and its files; without files it could not be drawn, and `failure` says why."""

    drawing: Drawing
    svg: Path | None = None
    png: Path | None = None
    failure: str = ""

    @property
    def problems(self) -> tuple[str, ...]:
        """The failure, if there is one."""
        return (self.failure,) if self.failure else ()


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
