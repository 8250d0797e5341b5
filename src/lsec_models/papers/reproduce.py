"""Running papers: derive every result anew, compare with what is recorded, write everything down."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from lsec_models.files import write_atomically
from lsec_models.papers.bibtex import bibtex
from lsec_models.papers.compare import read_recorded, to_json
from lsec_models.papers.fingerprint import fingerprint
from lsec_models.papers.ledger import open_ledger
from lsec_models.papers.modules import load_figures, load_results
from lsec_models.papers.outcome import ReproducedPaper, Reproduction
from lsec_models.papers.output import prepare_output
from lsec_models.papers.paper import Paper
from lsec_models.papers.progress import Begin, Progress, silent
from lsec_models.papers.report import write_report
from lsec_models.papers.search import find_papers
from lsec_models.papers.steps import Job, decided, derived, drawn, established
from lsec_models.papers.store import Store
from lsec_models.work import Effort, Work


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
    2. Derive each result, decide each claim and draw each figure, unless `out` holds it, as it was written, from an
       earlier run of the same sources. Certificates are verified in every run.
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
        If a paper folder is incomplete or inconsistent, or `out` is a paper's own folder or leads elsewhere. A result
        that fails does not raise: it is a problem of its paper, and the others go on.
    UnknownName
        If there is no paper of a name.
    OSError
        If something cannot be written.
    """
    Work.of(effort)
    found = find_papers(names, papers)
    prepare_output(out, found)
    jobs = [_job(paper, out / paper.key, effort, fresh=fresh, results=not ledgers_only) for paper in found]
    with progress(sum(job.steps for job in jobs)) as begin:
        done = [_run(job, begin) for job in jobs]
    done = [_recorded_anew(paper) if record else paper for paper in done]
    reproduction = Reproduction(papers=tuple(done), out=out)
    _write(reproduction)
    return reproduction


def _job(paper: Paper, folder: Path, effort: Effort, *, fresh: bool, results: bool) -> Job:
    """Read what is written before any code of the folder runs."""
    store = Store(folder=folder / "steps", fingerprint=fingerprint(paper, effort))
    recorded = read_recorded(paper) if results else {}
    ledger = open_ledger(paper)
    if fresh:
        store.forget()
    return Job(
        paper=paper,
        folder=folder,
        store=store,
        results=load_results(paper) if results else (),
        drawings=load_figures(paper) if results else (),
        recorded=recorded,
        ledger=ledger,
        effort=effort,
    )


def _run(job: Job, begin: Begin) -> ReproducedPaper:
    results, claims, figures = [], [], []
    tables: dict[str, str] = {}
    for result in job.results:
        begin(f"{job.paper.key} {result.name}: {result.title}")
        results.append(derived(job, result, tables))
        tables |= {table.name: result.name for table in results[-1].tables}
    for claim in job.ledger.claims:
        begin(f"{job.paper.key} claim {claim.id}")
        claims.append(decided(job, claim))
    for drawing in job.drawings:
        begin(f"{job.paper.key} figure {drawing.name}")
        figures.append(drawn(job, drawing))
    lines, failure = established(job)
    known = {result.name for result in job.results}
    orphans = sorted(name for name in job.recorded if name not in known)
    remarks = [f"{name}: recorded, but no result of that name is declared" for name in orphans]
    return ReproducedPaper(
        paper=job.paper,
        results=tuple(results),
        claims=tuple(claims),
        figures=tuple(figures),
        damages=tuple(job.damages),
        remarks=(*remarks, *filter(None, [failure])),
        rests_on=tuple(lines.items()),
    )


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
