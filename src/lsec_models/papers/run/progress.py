"""How far a run is: a bar on a terminal, plain lines elsewhere."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext

Begin = Callable[[str], None]
Progress = Callable[[int], AbstractContextManager[Begin]]


def silent(total: int) -> AbstractContextManager[Begin]:  # noqa: ARG001
    """Show nothing."""
    return nullcontext(lambda _: None)


def shown(total: int) -> AbstractContextManager[Begin]:
    """Show each step on standard error as it begins.

    Parameters
    ----------
    total : int
        How many steps there are.

    Returns
    -------
    context manager
        Gives a function to call with the name of each step that begins.
    """
    return _bar(total) if sys.stderr.isatty() else _lines(total)


@contextmanager
def _lines(total: int) -> Iterator[Begin]:
    begun = 0

    def begin(step: str) -> None:
        nonlocal begun
        begun += 1
        print(f"[{begun}/{total}] {step}", file=sys.stderr, flush=True)

    yield begin


@contextmanager
def _bar(total: int) -> Iterator[Begin]:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn
    from rich.progress import Progress as Bar

    columns = (BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(), TextColumn("{task.description}", markup=False))
    with Bar(*columns, console=Console(stderr=True)) as bar:
        task = bar.add_task("", total=total)
        begun = 0

        def begin(step: str) -> None:
            nonlocal begun
            bar.update(task, completed=begun, description=step)
            begun += 1

        yield begin
        bar.update(task, completed=total, description="done")
