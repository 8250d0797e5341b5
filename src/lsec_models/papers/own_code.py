"""Running the code of a paper folder: whatever it does to end the run is a failure of that paper.

This guards against slips, not against malice: a paper folder is code, and runs with all that its user may do. What it
does below Python (a crash, ``exec``, a thread that ends the process) can not be noticed here.
"""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from pathlib import Path
from typing import NoReturn, TypeVar

from lsec_models.errors import LsecError

T = TypeVar("T")


class OwnCodeFailed(Exception):
    """What the code of a paper raised.

    Attributes
    ----------
    words : str
        The error in words, with its kind.
    says_what : bool
        Whether it was raised on purpose by the package, so that its words are enough.
    trace : str
        The traceback, for the paper's author.
    """

    def __init__(self, error: BaseException) -> None:
        said = _encodable(_said(error))
        super().__init__(said)
        self.says_what = isinstance(error, LsecError)
        self.words = f"{type(error).__name__}: {said}" if said else type(error).__name__
        self.trace = _encodable("".join(traceback.format_exception(error)))


def run_own_code(work: Callable[[], T]) -> T:
    """Return what the code of a paper folder returns.

    1. What it prints goes to standard error: standard output belongs to the command's own answer.
    2. What it raises is a failure, ``SystemExit`` and its kin included; only Ctrl-C stops the run. To call ``os._exit``
       raises.
    3. A copy of the process that it made (``os.fork``) and that comes back ends here.
    4. The working folder, the recursion limit and the standard streams are what they were before.

    Parameters
    ----------
    work : callable

    Raises
    ------
    OwnCodeFailed
        If it raises.
    KeyboardInterrupt
        If the user interrupts it.

    Examples
    --------
    >>> run_own_code(lambda: 1 + 1)
    2
    >>> import sys
    >>> run_own_code(lambda: sys.exit(0))
    Traceback (most recent call last):
    lsec_models.papers.own_code.OwnCodeFailed: 0
    """
    with _same_process(), _same_state(), _no_exit(), redirect_stderr(sys.stderr), redirect_stdout(sys.stderr):
        try:
            return work()
        except KeyboardInterrupt:
            raise
        except BaseException as error:
            raise OwnCodeFailed(error) from error


@contextmanager
def _same_process() -> Iterator[None]:
    process = os.getpid()
    try:
        yield
    finally:
        if os.getpid() != process:
            os._exit(1)


@contextmanager
def _same_state() -> Iterator[None]:
    folder, limit = Path.cwd(), sys.getrecursionlimit()
    try:
        yield
    finally:
        os.chdir(folder)
        sys.setrecursionlimit(limit)


@contextmanager
def _no_exit() -> Iterator[None]:
    """Let ``os._exit`` raise, but in copies of the process, which end with it."""
    process, leave = os.getpid(), os._exit

    def refuse(status: int) -> NoReturn:
        if os.getpid() != process:
            leave(status)
        raise RuntimeError(f"the code calls os._exit({status!r}), which would end the whole run")

    os._exit = refuse
    try:
        yield
    finally:
        os._exit = leave


def _said(error: BaseException) -> str:
    try:
        return str(error)
    except Exception:
        return "an error that can not be put into words"


def _encodable(text: str) -> str:
    """Return a text that any file and terminal takes."""
    return text.encode("utf-8", "backslashreplace").decode()
