"""Running papers: derive every result anew, compare with what is recorded, write everything down."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from lsec_models.files import write_atomically
from lsec_models.papers.folder.fingerprint import fingerprint
from lsec_models.papers.folder.ledger import read_claims
from lsec_models.papers.folder.modules import load_figures, load_results
from lsec_models.papers.folder.paper import Paper
from lsec_models.papers.folder.search import find_papers
from lsec_models.papers.output import prepare_output
from lsec_models.papers.report.bibtex import bibtex
from lsec_models.papers.report.pages import write_report
from lsec_models.papers.run.compare import read_recorded, to_json
from lsec_models.papers.run.outcome import CheckedClaim, DerivedResult, DrawnFigure, ReproducedPaper, Reproduction
from lsec_models.papers.run.processes import Done, RunStep, StepKind, perform, steps_of
from lsec_models.papers.run.progress import Progress, silent
from lsec_models.papers.run.steps import Job
from lsec_models.papers.run.store import Store
from lsec_models.work import Effort, Work

FORMAT = "lsec-results-1"


def reproduce(
    names: Sequence[str] = (),
    *,
    out: Path,
    papers: Path | None = None,
    fresh: bool = False,
    record: bool = False,
    ledgers_only: bool = False,
    effort: Effort = "normal",
    jobs: int = 1,
    progress: Progress = silent,
) -> Reproduction:
    """Reproduce papers.

    1. Find the papers; see :func:`find_papers`.
    2. Derive each result, decide each claim and draw each figure, unless `out` holds it, as it was written, from an
       earlier run of the same sources. Certificates are verified in every run.
    3. With `record`, make the derived values the recorded ones; else compare them. Verdicts are always compared.
    4. Write tables, certificates, ``cite.bib``, ``results.json``, and ``report.html`` with a page for each paper.

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
    jobs : int
        In how many processes to work, at most; what comes out is the same. A script that asks for several starts with
        ``if __name__ == "__main__":``, since each process reads it.
    progress : callable
        How to show how far the run is; see :mod:`lsec_models.papers.run.progress`.

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
    prints = {paper.key: fingerprint(paper, effort) for paper in found}
    open_job = partial(_job, {paper.key: paper for paper in found}, out, prints, effort, not ledgers_only)
    opened = {paper.key: open_job(paper.key) for paper in found}
    for job in opened.values() if fresh else ():
        job.store.forget()
    steps = sorted(
        (step for job in opened.values() for step in steps_of(job)), key=lambda s: s.kind != StepKind.EVIDENCE
    )
    done: dict[str, dict[StepKind, list[Done]]] = {key: {kind: [] for kind in StepKind} for key in opened}
    with progress(len(steps)) as begin:
        outcomes = perform(steps, opened, open_job, jobs)
        for step in steps:
            begin(_words(opened[step.paper], step))
            done[step.paper][step.kind].append(next(outcomes))
    reproduced = [_assembled(job, done[key]) for key, job in opened.items()]
    reproduction = Reproduction(
        papers=tuple(_recorded_anew(paper) if record else paper for paper in reproduced), out=out
    )
    _write(reproduction)
    return reproduction


def _job(
    papers: Mapping[str, Paper], out: Path, fingerprints: Mapping[str, str], effort: Effort, results: bool, key: str
) -> Job:
    """Read what is written before any code of the folder runs."""
    paper = papers[key]
    recorded = read_recorded(paper) if results else {}
    claims = read_claims(paper)
    return Job(
        paper=paper,
        folder=out / key,
        store=Store(folder=out / key / "steps", fingerprint=fingerprints[key]),
        results={result.name: result for result in load_results(paper)} if results else {},
        drawings={drawing.name: drawing for drawing in load_figures(paper)} if results else {},
        claims={claim.id: claim for claim in claims},
        recorded=recorded,
        effort=effort,
    )


def _words(job: Job, step: RunStep) -> str:
    if step.kind is StepKind.EVIDENCE:
        return f"{step.paper} equilibria and their evidence"
    if step.kind is StepKind.RESULT:
        return f"{step.paper} {step.name}: {job.results[step.name].title}"
    return f"{step.paper} {step.kind.value} {step.name}"


def _assembled(job: Job, done: Mapping[StepKind, Sequence[Done]]) -> ReproducedPaper:
    evidence: Mapping[str, Any] = (
        done[StepKind.EVIDENCE][0].found if done[StepKind.EVIDENCE] else {"lines": {}, "failure": ""}
    )
    results = [
        DerivedResult(result=result, **part.found)
        for result, part in zip(job.results.values(), done[StepKind.RESULT], strict=True)
    ]
    claims = [
        CheckedClaim(claim=claim, **part.found)
        for claim, part in zip(job.claims.values(), done[StepKind.CLAIM], strict=True)
    ]
    figures = [
        DrawnFigure(drawing=drawing, **part.found)
        for drawing, part in zip(job.drawings.values(), done[StepKind.FIGURE], strict=True)
    ]
    orphans = sorted(name for name in job.recorded if name not in job.results)
    remarks = [f"{name}: recorded, but no result of that name is declared" for name in orphans]
    return ReproducedPaper(
        paper=job.paper,
        results=tuple(_with_names_of_their_own(results)),
        claims=tuple(claims),
        figures=tuple(figures),
        damages=tuple(words for kind in StepKind for part in done[kind] for words in part.damages),
        remarks=(*remarks, *filter(None, [evidence["failure"]])),
        rests_on=tuple(evidence["lines"].items()),
    )


def _with_names_of_their_own(results: Sequence[DerivedResult]) -> Iterator[DerivedResult]:
    """Yield results; one whose table is called as that of another fails."""
    taken: dict[str, str] = {}
    for part in results:
        failure = ""
        for table in part.tables:
            if table.name in taken:
                failure = f"{part.result.name}: a table of {taken[table.name]} is called {table.name!r} too; rename one"
            taken.setdefault(table.name, part.result.name)
        yield DerivedResult(result=part.result, failure=failure) if failure else part


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
    papers = {
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
    return {"format": FORMAT, "papers": papers}
