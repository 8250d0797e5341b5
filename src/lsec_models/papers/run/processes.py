"""The steps of a run, one after the other here or in several processes: what comes out is the same."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, fields
from enum import Enum
from functools import cache
from multiprocessing import get_context, parent_process
from typing import Any

from lsec_models.errors import PaperError
from lsec_models.papers.run.steps import Job, decided, derived, drawn, established

_exit = os._exit  # Code of a paper, while it runs, finds another function in its place.
_STEPS_PER_PROCESS = 8  # A process takes seconds until it has imported everything and solved a paper's games.


class StepKind(Enum):
    """What a step does."""

    EVIDENCE = "evidence"
    RESULT = "result"
    CLAIM = "claim"
    FIGURE = "figure"


@dataclass(frozen=True, kw_only=True)
class RunStep:
    """A step of a run.

    Attributes
    ----------
    paper : str
        A citation key.
    kind : StepKind
    name : str
        Of the result, claim or figure.
    """

    paper: str
    kind: StepKind
    name: str = ""


@dataclass(frozen=True, kw_only=True)
class Done:
    """What came of a step.

    Attributes
    ----------
    found : mapping
        The attributes of what :mod:`lsec_models.papers.run.outcome` says of it, but for what the paper declares.
    damages : tuple of str
        What an earlier run finished and was no longer as it was.
    """

    found: Mapping[str, Any]
    damages: tuple[str, ...]


Open = Callable[[str], Job]


def steps_of(job: Job) -> Iterator[RunStep]:
    """Yield the steps of a paper, the evidence of the equilibria that claims speak of first."""
    for kind, names in (
        (StepKind.EVIDENCE, [""] if job.claims else []),
        (StepKind.RESULT, job.results),
        (StepKind.CLAIM, job.claims),
        (StepKind.FIGURE, job.drawings),
    ):
        yield from (RunStep(paper=job.paper.key, kind=kind, name=name) for name in names)


def perform(steps: Sequence[RunStep], jobs: Mapping[str, Job], open_job: Open, processes: int) -> Iterator[Done]:
    """Yield what comes of each step, in their order.

    Parameters
    ----------
    steps : sequence of RunStep
    jobs : mapping from str to Job
        By citation key.
    open_job : callable
        Returns such a job, in another process.
    processes : int
        At most so many; fewer where there is little to do.

    Raises
    ------
    PaperError
        If a process ends before its step does.
    """
    processes = min(processes, len(steps) // _STEPS_PER_PROCESS)
    if processes <= 1:
        yield from (_done(jobs[step.paper], step) for step in steps)
        return
    pool = ProcessPoolExecutor(processes, get_context("spawn"), _enter, (open_job,))
    try:
        for number, done in enumerate(pool.map(_done_there, steps), start=1):
            if number == len(steps):
                pool.shutdown()  # A pool that still closes when Python ends prints an error after all is done.
            yield done
    except BrokenProcessPool:
        raise PaperError(
            "a process that worked on a step ended before it was done (killed, out of memory, or by code of a paper); "
            "run again with --jobs 1 to see at which step"
        ) from None
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


def available_processors() -> int:
    """Return how many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _done(job: Job, step: RunStep) -> Done:
    job.damages.clear()
    found: Any
    if step.kind is StepKind.EVIDENCE:
        lines, failure = established(job)
        attributes = {"lines": lines, "failure": failure}
    else:
        if step.kind is StepKind.RESULT:
            found = derived(job, job.results[step.name])
        elif step.kind is StepKind.CLAIM:
            found = decided(job, job.claims[step.name])
        else:
            found = drawn(job, job.drawings[step.name])
        declared = {"result", "claim", "drawing"}
        attributes = {field.name: getattr(found, field.name) for field in fields(found) if field.name not in declared}
    return Done(found=attributes, damages=tuple(job.damages))


_opened_here: Open | None = None


def _enter(open_job: Open) -> None:
    """Prepare a process, which ends with the one that started it."""
    global _opened_here
    _opened_here = cache(open_job)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = parent_process()
    assert parent is not None
    parent.join()
    _exit(1)


def _done_there(step: RunStep) -> Done:
    assert _opened_here is not None
    return _done(_opened_here(step.paper), step)
