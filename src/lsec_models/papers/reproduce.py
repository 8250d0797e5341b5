"""Running papers: derive every result anew, compare with what is recorded, write everything down."""

from __future__ import annotations

import hashlib
import traceback
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, TypeVar

from lsec_models.papers.bibtex import bibtex
from lsec_models.papers.compare import checked_value, differences, read_recorded, to_json
from lsec_models.papers.fingerprint import fingerprint
from lsec_models.papers.ledger import Claim, Ledger, open_ledger, outcome
from lsec_models.papers.modules import load_figures, load_results
from lsec_models.papers.outcome import CheckedClaim, DerivedResult, DrawnFigure, ReproducedPaper, Reproduction
from lsec_models.papers.paper import Paper
from lsec_models.papers.progress import Begin, Progress, silent
from lsec_models.papers.registry import Drawing, Json, Result
from lsec_models.papers.report import write_report
from lsec_models.papers.search import find_papers
from lsec_models.papers.store import Store
from lsec_models.prove.verdicts import Proved
from lsec_models.show.files import write_atomically
from lsec_models.show.save import save_figure
from lsec_models.show.style import styled
from lsec_models.show.table import Table
from lsec_models.work import Effort, Work, uninterrupted

T = TypeVar("T")


@dataclass(frozen=True, kw_only=True)
class _Job:
    paper: Paper
    folder: Path
    store: Store
    results: Sequence[Result]
    drawings: Sequence[Drawing]
    ledger: Ledger
    effort: Effort
    recorded: Mapping[str, Json] = field(default_factory=dict)

    @property
    def steps(self) -> int:
        return len(self.results) + len(self.ledger.claims) + len(self.drawings)


def reproduce(
    names: Sequence[str] = (),
    *,
    out: Path,
    papers: Path | None = None,
    fresh: bool = False,
    record: bool = False,
    ledgers_only: bool = False,
    effort: Effort = "normal",
    progress: Progress = silent,
) -> Reproduction:
    """Reproduce papers.

    1. Find the papers; see :func:`find_papers`.
    2. Derive each result, decide each claim and draw each figure, unless `out` holds it from an earlier run of the
       same sources.
    3. With `record`, make the derived values the recorded ones; else compare them. Verdicts are always compared.
    4. Write tables, certificates, ``cite.bib``, ``results.json`` and ``report.html``.

    Parameters
    ----------
    names : sequence of str
        Citation keys; all papers without any.
    out : Path
        Where everything is written.
    papers : Path, optional
        The folder that holds the paper folders.
    fresh : bool
        Derive everything again.
    record : bool
        Write ``recorded.json`` into the paper folders, if everything could be derived.
    ledgers_only : bool
        Decide the claims and nothing else.
    effort : str or float
        How much work the decision of a claim may take; see :func:`lsec_models.prove`.
    progress : callable
        How to show how far the run is; see :mod:`lsec_models.papers.progress`.

    Returns
    -------
    Reproduction

    Raises
    ------
    PaperError
        If a paper folder is incomplete or inconsistent. A result that fails does not raise: it is a problem of its
        paper, and the others go on.
    UnknownName
        If there is no paper of a name.
    OSError
        If something cannot be written.
    """
    Work.of(effort)
    jobs = [_job(paper, out / paper.key, effort, fresh=fresh) for paper in find_papers(names, papers)]
    if ledgers_only:
        jobs = [replace(job, results=(), drawings=(), recorded={}) for job in jobs]
    with progress(sum(job.steps for job in jobs)) as begin:
        done = [_run(job, begin) for job in jobs]
    done = [_recorded_anew(paper) if record else paper for paper in done]
    reproduction = Reproduction(papers=tuple(done), out=out)
    _write(reproduction)
    return reproduction


def _job(paper: Paper, folder: Path, effort: Effort, *, fresh: bool) -> _Job:
    store = Store(folder=folder / "steps", fingerprint=fingerprint(paper, effort))
    if fresh:
        store.forget()
    return _Job(
        paper=paper,
        folder=folder,
        store=store,
        results=load_results(paper),
        drawings=load_figures(paper),
        recorded=read_recorded(paper),
        ledger=open_ledger(paper),
        effort=effort,
    )


def _run(job: _Job, begin: Begin) -> ReproducedPaper:
    results, claims, figures = [], [], []
    for result in job.results:
        begin(f"{job.paper.key} {result.name}: {result.title}")
        results.append(_derived(job, result))
    for claim in job.ledger.claims:
        begin(f"{job.paper.key} claim {claim.id}")
        claims.append(_decided(job, claim))
    for drawing in job.drawings:
        begin(f"{job.paper.key} figure {drawing.name}")
        figures.append(_drawn(job, drawing))
    evidence, failure = _attempt(job, "evidence", lambda: _evidence(job))
    known = {result.name for result in job.results}
    orphans = sorted(name for name in job.recorded if name not in known)
    remarks = [f"{name}: recorded, but no result of that name is declared" for name in orphans]
    return ReproducedPaper(
        paper=job.paper,
        results=tuple(results),
        claims=tuple(claims),
        figures=tuple(figures),
        remarks=(*remarks, *filter(None, [failure])),
        rests_on=tuple((evidence or {}).items()),
    )


def _evidence(job: _Job) -> Mapping[str, str]:
    """Return what is established of each equilibrium that claims speak of, in one line each."""
    kept = job.store.get("evidence")
    if kept is not None:
        return dict(kept["value"])
    found = {label: equilibrium.evidence.line() for label, equilibrium in job.ledger.equilibria.items()}
    job.store.put("evidence", found)
    return found


def _derived(job: _Job, result: Result) -> DerivedResult:
    def derive() -> tuple[Json, tuple[Table, ...]]:
        kept = job.store.get(result.name)
        value = checked_value(result.name, uninterrupted(result.compute)) if kept is None else kept["value"]
        tables = tuple(result.tables(value))
        if kept is None:
            job.store.put(result.name, value)
        return value, tables

    found, failure = _attempt(job, result.name, derive)
    if found is None:
        return DerivedResult(result=result, failure=failure)
    value, tables = found
    different = _compared(job.recorded, result.name, value)
    return DerivedResult(result=result, value=value, tables=tables, differences=different)


def _compared(recorded: Mapping[str, Json], name: str, value: Json) -> tuple[str, ...]:
    if name not in recorded:
        return (f"{name}: derived, but nothing is recorded; review it and record it with --record",)
    return tuple(differences(recorded[name], value, name))


def _decided(job: _Job, claim: Claim) -> CheckedClaim:
    step = f"claim-{claim.id}"

    def decide() -> dict[str, str]:
        kept = job.store.get(step)
        if kept is not None:
            return dict(kept["value"])
        verdict = uninterrupted(lambda: job.ledger.verdict(claim, effort=job.effort))
        if isinstance(verdict, Proved):
            write_atomically(job.folder / "certificates" / f"{claim.id}.json", verdict.text())
        found = outcome(verdict)
        job.store.put(step, found)
        return found

    found, failure = _attempt(job, step, decide)
    return CheckedClaim(claim=claim, failure=failure) if found is None else CheckedClaim(claim=claim, **found)


def _drawn(job: _Job, drawing: Drawing) -> DrawnFigure:
    stem = job.folder / "figures" / drawing.name

    def draw() -> tuple[Path, Path]:
        files = stem.with_name(f"{stem.name}.svg"), stem.with_name(f"{stem.name}.png")
        kept = job.store.get(f"figure-{drawing.name}")
        if kept is not None and kept["value"] == [_checksum(file) for file in files]:
            return files
        with styled():
            figure = uninterrupted(drawing.draw)
        files = save_figure(figure, stem)
        job.store.put(f"figure-{drawing.name}", [_checksum(file) for file in files])
        return files

    files, failure = _attempt(job, f"figure-{drawing.name}", draw)
    if files is None:
        return DrawnFigure(drawing=drawing, failure=failure)
    return DrawnFigure(drawing=drawing, svg=files[0], png=files[1])


def _attempt(job: _Job, step: str, work: Callable[[], T]) -> tuple[T | None, str]:
    """Run the paper's own code; where it fails, keep the traceback for its author and let the run go on."""
    log = job.folder / "errors" / f"{step}.txt"
    try:
        found = work()
    except OSError:
        raise
    except Exception as error:
        write_atomically(log, traceback.format_exc())
        return None, f"{step}: failed with {type(error).__name__}: {error} (traceback in {log})"
    log.unlink(missing_ok=True)
    return found, ""


def _checksum(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest() if file.exists() else ""


def _recorded_anew(done: ReproducedPaper) -> ReproducedPaper:
    """Make the derived values the recorded ones, unless one could not be derived."""
    if any(part.failure for part in done.results):
        return replace(done, remarks=(*done.remarks, "nothing was recorded, because not every result was derived"))
    write_atomically(done.paper.recorded_file, to_json({part.result.name: part.value for part in done.results}))
    return replace(done, results=tuple(replace(part, differences=()) for part in done.results), remarks=())


def _write(reproduction: Reproduction) -> None:
    for done in reproduction.papers:
        write_atomically(reproduction.out / done.paper.key / "cite.bib", bibtex(done.paper))
        for table in (table for part in done.results for table in part.tables):
            stem = reproduction.out / done.paper.key / "tables" / table.name
            write_atomically(stem.with_suffix(".csv"), table.csv())
            write_atomically(stem.with_suffix(".tex"), table.latex())
    write_atomically(reproduction.out / "results.json", to_json(_summary(reproduction)))
    write_report(reproduction, reproduction.out / "report.html")


def _summary(reproduction: Reproduction) -> dict[str, Any]:
    return {
        done.paper.key: {
            "citation": done.paper.citation,
            "level": done.paper.level,
            "reproduced": not done.problems,
            "results": {
                part.result.name: {
                    "title": part.result.title,
                    "statement": part.result.statement,
                    "value": part.value,
                    "agrees_with_record": part.agrees,
                }
                for part in done.results
            },
            "rests_on": dict(done.rests_on),
            "claims": {
                part.claim.id: {
                    "words": part.claim.words,
                    "level": part.claim.level,
                    "verdict": part.verdict,
                    "exactly": part.exactly,
                    "evidence": part.evidence,
                    "erratum": part.claim.erratum,
                    "agrees_with_record": part.agrees,
                }
                for part in done.claims
            },
        }
        for done in reproduction.papers
    }
