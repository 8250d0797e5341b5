"""The steps of a run over a paper: results, claims, figures; each is taken from an earlier run that finished it.

What an earlier run finished is taken only as it was written: a step carries a digest of its content, a figure and a
certificate have the checksums that their steps kept, and proofs and points are checked again. Where something was
changed, or is missing, the step is done anew and the run says so.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar

from lsec_models.errors import DeclarationError, PaperError
from lsec_models.files import write_atomically
from lsec_models.papers.folder.ledger import Claim, Ledger, open_ledger
from lsec_models.papers.folder.own_code import OwnCodeFailed, run_own_code
from lsec_models.papers.folder.paper import Paper
from lsec_models.papers.folder.registry import Drawing, Json, NumberedResult
from lsec_models.papers.run.compare import checked_value, differences, recorded_form
from lsec_models.papers.run.decisions import (
    are_texts,
    certificate_text,
    is_as_written,
    kept_form,
    require_standing,
    said_in,
)
from lsec_models.papers.run.outcome import CheckedClaim, DerivedResult, DrawnFigure
from lsec_models.papers.run.store import Damaged, StepValue, Store, checksum_of, require_unchanged
from lsec_models.show.export.table import Table
from lsec_models.show.figures.layout.save import rendered
from lsec_models.show.figures.layout.style import styled
from lsec_models.work import Effort, uninterrupted

T = TypeVar("T")


@dataclass(frozen=True, kw_only=True)
class Job:
    """What is to be done for a paper.

    Attributes
    ----------
    paper : Paper
    folder : Path
        Where to write.
    store : Store
        What earlier runs finished.
    results : mapping from str to NumberedResult
    drawings : mapping from str to Drawing
    claims : mapping from str to Claim
    effort : str or float
        For the decision of claims.
    recorded : mapping from str to JSON value
        What each result must equal.
    damages : list of str
        What earlier runs finished and is no longer as it was, in words; filled while the run goes on.
    """

    paper: Paper
    folder: Path
    store: Store
    results: Mapping[str, NumberedResult]
    drawings: Mapping[str, Drawing]
    claims: Mapping[str, Claim]
    effort: Effort
    recorded: Mapping[str, Json] = field(default_factory=dict)
    damages: list[str] = field(default_factory=list)

    @cached_property
    def ledger(self) -> Ledger:
        """The claims with the equilibria that they speak of, which are solved when they are first asked for."""
        return open_ledger(self.paper, self.claims.values())


def derived(job: Job, result: NumberedResult) -> DerivedResult:
    """Derive a result and its tables, and compare it with the record."""
    step = f"result-{result.name}"
    kept = _kept_result(job, step)

    def derive() -> dict[str, Any]:
        value = checked_value(result.name, uninterrupted(result.compute))
        tables = [table.to_json() for table in _checked_tables(result, result.tables(value))]
        return {"value": recorded_form(value), "tables": tables}

    if kept is None:
        found, failure = _attempt(job, step, result.name, derive)
        if found is None:
            return DerivedResult(result=result, failure=failure)
        job.store.put(step, found)
        kept = found["value"], tuple(map(Table.from_json, found["tables"]))
    value, tables = kept
    return DerivedResult(result=result, value=value, tables=tables, differences=_compared(job, result.name, value))


def decided(job: Job, claim: Claim) -> CheckedClaim:
    """Decide a claim, or take an earlier decision, whose proof or points are checked again."""
    step, name, file = f"claim-{claim.id}", f"claim {claim.id}", job.folder / "certificates" / f"{claim.id}.json"
    kept, doubt = _kept(job, step), ""
    if kept is not None:
        found, failure = _attempt(job, step, name, lambda: _doubt(job, claim, kept.value, file))
        if found == "":
            return CheckedClaim(claim=claim, **said_in(kept.value))
        if found is None:
            return CheckedClaim(claim=claim, failure=failure)
        doubt = found
    verdict, failure = _attempt(
        job, step, name, lambda: uninterrupted(lambda: job.ledger.verdict(claim, effort=job.effort))
    )
    if verdict is None:
        return CheckedClaim(claim=claim, failure=failure)
    value, certificate = kept_form(verdict), certificate_text(verdict)
    # Where all is as it was, it could only not be checked today: an engine did not confirm, or a point is irrational.
    if doubt and not (kept == StepValue(value=value) and is_as_written(file, certificate)):
        job.damages.append(f"{doubt}; the claim was decided anew")
    if certificate:
        write_atomically(file, certificate)
    else:
        file.unlink(missing_ok=True)
    job.store.put(step, value)
    return CheckedClaim(claim=claim, **said_in(value))


def _doubt(job: Job, claim: Claim, value: Json, file: Path) -> str:
    """Return why an earlier decision does not stand; empty where it does."""
    try:
        require_standing(job.ledger, claim, value, file, job.effort)
    except Damaged as damage:
        return str(damage)
    return ""


def drawn(job: Job, drawing: Drawing) -> DrawnFigure:
    """Draw a figure, or take the files of an earlier drawing."""
    step, folder = f"figure-{drawing.name}", job.folder / "figures"
    svg, png = folder / f"{drawing.name}.svg", folder / f"{drawing.name}.png"
    if _kept(job, step, [svg, png]) is not None:
        return DrawnFigure(drawing=drawing, svg=svg, png=png)

    def draw() -> Mapping[str, bytes]:
        with styled():
            return rendered(uninterrupted(drawing.draw))

    found, failure = _attempt(job, step, f"figure {drawing.name}", draw)
    if found is None:
        return DrawnFigure(drawing=drawing, failure=failure)
    for file, content in ((svg, found["svg"]), (png, found["png"])):
        write_atomically(file, content)
    job.store.put(step, [checksum_of(svg), checksum_of(png)])
    return DrawnFigure(drawing=drawing, svg=svg, png=png)


def established(job: Job) -> tuple[Mapping[str, str], str]:
    """Return what is established of each equilibrium that claims speak of, in a line each; or why that is not known."""
    kept = _kept(job, "evidence")
    labels = job.ledger.equilibria
    if (
        kept is not None
        and isinstance(kept.value, Mapping)
        and are_texts(kept.value)
        and kept.value.keys() == labels.keys()
    ):
        return {label: str(kept.value[label]) for label in labels}, ""  # In the order of the model, not of the file.
    if kept is not None:
        job.damages.append("what was kept of the equilibria's evidence is of another kind; the step was done anew")

    def lines() -> dict[str, str]:
        return {label: equilibrium.evidence.line() for label, equilibrium in labels.items()}

    found, failure = _attempt(job, "evidence", "evidence", lines)
    if found is None:
        return {}, failure
    job.store.put("evidence", found)
    return found, ""


def _kept(job: Job, step: str, files: Sequence[Path] = ()) -> StepValue | None:
    """Return what an earlier run finished; where that, or a file that belongs to it, is damaged, note it."""
    try:
        kept = job.store.get(step)
        if kept is not None and files:
            require_unchanged(files, kept.value)
        return kept
    except Damaged as damage:
        job.damages.append(f"{damage}; the step was done anew")
        return None


def _kept_result(job: Job, step: str) -> tuple[Json, tuple[Table, ...]] | None:
    """Return the value and the tables of a result that an earlier run derived."""
    kept = _kept(job, step)
    if kept is None:
        return None
    try:
        found: Any = kept.value
        return found["value"], tuple(Table.from_json(table) for table in found["tables"])
    except (LookupError, TypeError, ValueError, DeclarationError):
        job.damages.append(f"what was kept of {step} is not a result; the step was done anew")
        return None


def _checked_tables(result: NumberedResult, found: Iterable[Table]) -> tuple[Table, ...]:
    tables = tuple(found)
    for table in tables:
        if not isinstance(table, Table):
            raise PaperError(f"result {result.name}: its tables must be of Table, not {type(table).__name__}")
    return tables


def _compared(job: Job, name: str, value: Json) -> tuple[str, ...]:
    if name not in job.recorded:
        return (f"{name}: derived, but nothing is recorded; review it and record it with --record",)
    return tuple(differences(job.recorded[name], value, name))


def _attempt(job: Job, step: str, name: str, work: Callable[[], T]) -> tuple[T | None, str]:
    """Run code of the paper; where it fails, keep the traceback for its author and let the run go on."""
    log = job.folder / "errors" / f"{step}.txt"
    try:
        found = run_own_code(work)
    except OwnCodeFailed as failure:
        write_atomically(log, failure.trace)
        return None, f"{name}: failed with {failure.words} (traceback in {log})"
    log.unlink(missing_ok=True)
    return found, ""
