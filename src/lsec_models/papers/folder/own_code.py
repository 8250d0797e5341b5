"""Running the code of a paper folder: whatever it does to end the run is a failure of that paper.

This guards against slips, not against malice: a paper folder is code, and runs with all that its user may do. What it
does below Python, or in a thread that outlives it, is not noticed here.
"""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from pathlib import Path
from typing import Any, TypeVar

from lsec_models.errors import LsecError

T = TypeVar("T")
_ENDINGS = ("_exit", "execv", "execve")  # The other forms of exec call these.


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
    2. What it raises is a failure, ``SystemExit`` and its kin included; only Ctrl-C stops the run. ``os._exit`` and
       ``os.exec`` raise.
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
    lsec_models.papers.folder.own_code.OwnCodeFailed: 0
    """
    with _same_process(), _same_state(), _no_ending(), redirect_stderr(sys.stderr), redirect_stdout(sys.stderr):
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
def _no_ending() -> Iterator[None]:
    """Let the functions that end a process at once raise, but in copies of the process, which they end."""
    process, originals = os.getpid(), {name: getattr(os, name) for name in _ENDINGS}

    def refusing(name: str) -> Callable[..., Any]:
        def refuse(*arguments: Any) -> Any:
            if os.getpid() != process:
                return originals[name](*arguments)
            raise RuntimeError(f"the code calls os.{name}, which would end the whole run; take it out")

        return refuse

    for name in _ENDINGS:
        setattr(os, name, refusing(name))
    try:
        yield
    finally:
        for name, original in originals.items():
            setattr(os, name, original)


def _said(error: BaseException) -> str:
    try:
        return str(error)
    except Exception:
        return "an error that cannot be put into words"


def _encodable(text: str) -> str:
    """Return a text that any file and terminal takes."""
    return text.encode("utf-8", "backslashreplace").decode()
