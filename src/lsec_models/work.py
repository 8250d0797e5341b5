"""Work: what a question may cost, counted so that an idle machine and a busy one count the same.

A unit is about one term of a polynomial, handled once in exact arithmetic. Each phase of a question has a fixed slice,
so that a verdict never depends on the time that passed, on what was asked before, or on who else uses the machine. A
limit in seconds is a safety net and nothing else: where it is reached, :class:`~lsec_models.errors.OutOfTime` is
raised, and whoever asked is told that the answer was interrupted.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from fractions import Fraction
from typing import TypeVar

from lsec_models.errors import DeclarationError, OutOfTime

T = TypeVar("T")
Effort = str | float
EFFORTS = {"quick": Fraction(1, 8), "normal": Fraction(1), "thorough": Fraction(8)}
_interruptions = 0
_DEADLINE: ContextVar[float] = ContextVar("when the clock of the question at hand runs out", default=math.inf)


class OutOfWork(Exception):
    """A phase has used up its slice; raised by :meth:`Work.charge` for the phase to catch."""


class Work:
    """Units that may still be spent, and a clock that may interrupt.

    Attributes
    ----------
    effort : str or float
        What the whole question was asked with: ``"quick"``, ``"normal"``, ``"thorough"``, or a multiple of normal.
    spent : int
        Units charged so far, to this slice and to slices of it.

    Examples
    --------
    >>> whole = Work.of("normal")
    >>> phase = whole.slice(100)
    >>> phase.charge(60)
    >>> phase.charge(60)
    Traceback (most recent call last):
    lsec_models.work.OutOfWork
    >>> whole.spent
    60
    """

    def __init__(
        self, effort: Effort, scale: Fraction, limit: float, deadline: float, parent: Work | None = None
    ) -> None:
        self.effort = effort
        self.spent = 0
        self._scale = scale
        self._limit = limit
        self._deadline = deadline
        self._parent = parent

    @classmethod
    def of(cls, effort: Effort = "normal", seconds: float | None = None) -> Work:
        """Return the work of a whole question, of which phases take slices.

        Parameters
        ----------
        effort : str or float
            ``"quick"``, ``"normal"``, ``"thorough"``, or how many times the slices of ``"normal"``.
        seconds : float, optional
            The safety net; none without it.

        Raises
        ------
        DeclarationError
            If the effort is neither, or the seconds are not positive.
        """
        scale, deadline = _scale(effort), _DEADLINE.get()
        if seconds is None:
            return cls(effort, scale, math.inf, deadline)
        if isinstance(seconds, bool) or not isinstance(seconds, int | float) or not seconds > 0:
            raise DeclarationError(
                f"seconds = {seconds!r}: give a positive number, without quotes, as in seconds=60; or None for no limit"
            )
        return cls(effort, scale, math.inf, min(deadline, time.monotonic() + seconds))

    def slice(self, units: int) -> Work:
        """Return the work of a phase: so many units, times the effort; what it spends counts here too."""
        return Work(self.effort, self._scale, self.scaled(units), self._deadline, self)

    def lighter(self, times: int) -> Work:
        """Return the work of a lesser question: slices are so many times smaller, and what it spends counts here."""
        return Work(self.effort, self._scale / times, math.inf, self._deadline, self)

    @contextmanager
    def watching(self) -> Iterator[None]:
        """Let the clock of this question interrupt whatever is begun inside, also what has work of its own.

        Examples
        --------
        >>> with Work.of(seconds=1e-9).watching():
        ...     Work.of("thorough").slice(100).charge(1)
        Traceback (most recent call last):
        lsec_models.errors.OutOfTime: the limit in seconds was reached
        """
        token = _DEADLINE.set(min(self._deadline, _DEADLINE.get()))
        try:
            yield
        finally:
            _DEADLINE.reset(token)

    def scaled(self, count: int) -> int:
        """Return a count for normal effort, scaled to this effort; at least one."""
        return max(1, int(count * self._scale))

    @property
    def is_used_up(self) -> bool:
        """Whether more was asked for than was left."""
        return self._limit <= self.spent

    def charge(self, units: int) -> None:
        """Spend units, before the work is done.

        Raises
        ------
        OutOfWork
            If this slice, or one it is part of, has fewer left; it then has none left.
        OutOfTime
            If the clock has run out.
        """
        self.check_clock()
        owner: Work | None = self
        while owner is not None:
            if owner.spent + units > owner._limit:
                owner._limit = owner.spent
                raise OutOfWork
            owner = owner._parent
        owner = self
        while owner is not None:
            owner.spent += units
            owner = owner._parent

    def check_clock(self) -> None:
        """Raise :class:`OutOfTime` if the clock has run out."""
        if self._deadline < math.inf and time.monotonic() > self._deadline:
            raise interruption("the limit in seconds was reached")

    @property
    def seconds_left(self) -> float | None:
        """Seconds until the clock runs out, at least zero; None without a clock."""
        return None if self._deadline == math.inf else max(0.0, self._deadline - time.monotonic())


def interruption(reason: str) -> OutOfTime:
    """Return the error that says what interrupted an answer, and count it; see :func:`uninterrupted`."""
    global _interruptions
    _interruptions += 1
    return OutOfTime(reason)


def uninterrupted(compute: Callable[[], T]) -> T:
    """Return what a computation returns, for keeping and comparing.

    Raises
    ------
    OutOfTime
        If anything in it was interrupted, also where it returned nevertheless.
    """
    before = _interruptions
    found = compute()
    if _interruptions != before:
        raise OutOfTime("interrupted before there was an answer, which is therefore not kept; run it again")
    return found


def _scale(effort: Effort) -> Fraction:
    if isinstance(effort, str) and effort in EFFORTS:
        return EFFORTS[effort]
    is_number = isinstance(effort, int | float | Fraction) and not isinstance(effort, bool)
    if is_number and 0 < effort < math.inf:  # type: ignore[operator]
        return Fraction(effort)
    raise DeclarationError(
        f"effort = {effort!r}: give {', '.join(map(repr, EFFORTS))}, or a positive number: how many times 'normal'"
    )
