"""A bar for work that takes a while, where somebody watches."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from typing import TypeVar

from rich.console import Console
from rich.progress import track

T = TypeVar("T")


def tracked(items: Sequence[T], words: str) -> Iterable[T]:
    """Yield items, with a bar that shows how far they are and disappears at the end."""
    if not _watched():
        return items
    # Standard output is for what is computed, which may go into a file.
    return track(items, words, console=Console(stderr=True), transient=True)


def _watched() -> bool:
    """Whether somebody sees the bar: in a notebook or a file it would only leave marks."""
    return sys.stderr.isatty()
