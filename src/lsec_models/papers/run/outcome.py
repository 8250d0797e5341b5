"""What comes out of a run over papers."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from lsec_models.papers.folder.ledger import Claim
from lsec_models.papers.folder.paper import Paper
from lsec_models.papers.folder.registry import Drawing, Json, NumberedResult
from lsec_models.show.export.table import Table


@dataclass(frozen=True, kw_only=True)
class DerivedResult:
    """A result and what came out.

    Attributes
    ----------
    result : NumberedResult
    value : JSON value
    tables : tuple of Table
    differences : tuple of str
        Where the value differs from what is recorded, in words.
    failure : str
        Why there is no value, in words; empty if there is one.
    """

    result: NumberedResult
    value: Json = None
    tables: tuple[Table, ...] = ()
    differences: tuple[str, ...] = ()
    failure: str = ""

    @property
    def agrees(self) -> bool:
        """Whether the result was derived and equals the record."""
        return not self.failure and not self.differences


@dataclass(frozen=True, kw_only=True)
class DrawnFigure:
    """A figure and its files; without files it could not be drawn, and `failure` says why."""

    drawing: Drawing
    svg: Path | None = None
    png: Path | None = None
    failure: str = ""


@dataclass(frozen=True, kw_only=True)
class CheckedClaim:
    """A claim of the ledger and what the machine says of it.

    Attributes
    ----------
    claim : Claim
    verdict : str
        ``proved``, ``refuted``, ``mixed``, ``contradictory`` or ``undecided``; empty where there is none.
    exactly : str
        Where a mixed claim holds, or where a proved weak inequality is an equality.
    evidence : str
        The verdict in words, with the kind of proof or an exact point.
    failure : str
        Why there is no verdict, in words; empty if there is one.
    """

    claim: Claim
    verdict: str = ""
    exactly: str = ""
    evidence: str = ""
    failure: str = ""

    @property
    def differences(self) -> tuple[str, ...]:
        """Where the verdict differs from the recorded one, in words."""
        if self.failure:
            return ()
        name, recorded = f"claim {self.claim.id}", self.claim.expected
        if self.verdict != recorded:
            return (f"{name}: recorded {recorded}, but the machine says {self.evidence}",)
        if self.exactly != self.claim.exactly:
            return (f"{name}: recorded '{self.claim.exactly}' as exact condition, derived '{self.exactly}'",)
        return ()

    @property
    def remaining_evidence(self) -> str:
        """The verdict in words without its exact condition, which is shown as a formula of its own."""
        repeated = f"holds iff {self.exactly}; " if self.verdict == "mixed" else f"; equal exactly where {self.exactly}"
        return self.evidence.replace(repeated, "")

    @property
    def agrees(self) -> bool:
        """Whether the verdict is the recorded one."""
        return not self.failure and not self.differences


@dataclass(frozen=True, kw_only=True)
class ReproducedPaper:
    """A paper with its results, claims and figures.

    Attributes
    ----------
    paper : Paper
    results : tuple of DerivedResult
    claims : tuple of CheckedClaim
    figures : tuple of DrawnFigure
    damages : tuple of str
        What an earlier run had finished and was no longer as it was written, so that it was made anew.
    remarks : tuple of str
        What else is wrong: recorded entries that no result derives, or a record that was not written.
    rests_on : tuple of (str, str)
        The equilibria that claims speak of, by label, each with its evidence in one line.
    """

    paper: Paper
    results: tuple[DerivedResult, ...]
    claims: tuple[CheckedClaim, ...]
    figures: tuple[DrawnFigure, ...]
    damages: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()
    rests_on: tuple[tuple[str, str], ...] = ()

    @property
    def errata(self) -> tuple[CheckedClaim, ...]:
        """The printed claims that do not hold as they are printed."""
        return tuple(part for part in self.claims if part.claim.erratum)

    @property
    def problems(self) -> tuple[str, ...]:
        """Everything that keeps the paper from being reproduced: what failed first, then what differs."""
        failures = [part.failure for part in self.results]
        failures += [part.failure for part in self.claims]
        failures += [part.failure for part in self.figures]
        different = [words for part in self.results for words in part.differences]
        different += [words for part in self.claims for words in part.differences]
        return (*filter(None, failures), *self.damages, *self.remarks, *different)


@dataclass(frozen=True, kw_only=True)
class Reproduction:
    """A run over papers.

    Attributes
    ----------
    papers : tuple of ReproducedPaper
    out : Path
        The folder with ``report.html``, ``results.json`` and, for each paper, its own ``report.html``, ``figures`` and
        ``tables``.
    """

    papers: tuple[ReproducedPaper, ...]
    out: Path

    @property
    def agrees(self) -> bool:
        """Whether every recorded result was derived anew and is equal, and nothing else was derived."""
        return not any(paper.problems for paper in self.papers)
