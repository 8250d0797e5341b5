"""A bar for work that takes a while, where somebody watches."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from typing import TypeVar

from rich.progress import track

T = TypeVar("T")


def tracked(items: Sequence[T], words: str) -> Iterable[T]:
    """Yield items, with a bar that shows how far they are and disappears at the end."""
    return track(items, words, transient=True, disable=not _watched())


def _watched() -> bool:
    """Whether somebody sees the bar: in a notebook or a file it would only leave marks."""
    return sys.stderr.isatty()
