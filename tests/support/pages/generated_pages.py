"""The pages of the book that no one writes, made once and kept by what made them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from unittest.mock import patch

from lsec_models.papers import Reproduction

KINDS = ("gallery_pages", "ledger_pages", "notation_pages", "reference_pages")


@dataclass(frozen=True, kw_only=True)
class Generated:
    """All pages by path, and by the name of the function that made them.

    Attributes
    ----------
    pages : dict from str to str
    kinds : dict from str to dict from str to str
    """

    pages: dict[str, str]
    kinds: dict[str, dict[str, str]]


def generate() -> Generated:
    """Make all pages as a book does, of a run over no papers."""
    from lsec_models.book.generated import pages

    kinds: dict[str, dict[str, str]] = {}

    def kept(name: str, make: Callable[..., dict[str, str]]) -> Callable[..., dict[str, str]]:
        return lambda *given: kinds.setdefault(name, make(*given))

    with patch.multiple(pages, **{name: kept(name, getattr(pages, name)) for name in KINDS}):
        together = pages.generated_pages(Reproduction(papers=(), out=Path("reproduction")))
    return Generated(pages=together, kinds=kinds)
