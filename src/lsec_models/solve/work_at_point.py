"""What solving a game at a point may cost: said once for a question, asked wherever a size or a count has a limit."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from lsec_models.work import Work

_ASKED: ContextVar[Work | None] = ContextVar("what the question at hand may cost", default=None)


@contextmanager
def costing(work: Work) -> Iterator[None]:
    """Let limits inside be those of some work: of its effort, and stopped by its clock.

    Parameters
    ----------
    work : Work

    Examples
    --------
    >>> with costing(Work.of("thorough")):
    ...     at_most(400)
    3200
    >>> at_most(400)
    400
    """
    token = _ASKED.set(work)
    try:
        yield
    finally:
        _ASKED.reset(token)


def at_most(count: int) -> int:
    """Return a limit of normal effort, scaled to that of the question.

    Raises
    ------
    OutOfTime
        If the clock of the question has run out.
    """
    work = _ASKED.get()
    if work is None:
        return count
    work.check_clock()
    return work.scaled(count)


def check_clock() -> None:
    """Stop the question at hand where its clock has run out.

    Raises
    ------
    OutOfTime
    """
    at_most(1)
