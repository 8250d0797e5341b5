"""What all pages that compute in a browser have: they show themselves, and are written to a file."""

from __future__ import annotations

from abc import ABC, abstractmethod
from pathlib import Path

from lsec_models.files import write_atomically
from lsec_models.live.templates import document


class BrowserPage(ABC):
    """A page that needs nothing outside, and shows itself in Jupyter and in the book.

    Attributes
    ----------
    title : str
        What stands above the page.
    """

    title: str

    @property
    @abstractmethod
    def html(self) -> str:
        """The page as one element, to stand in any HTML page; it needs nothing outside."""

    def save(self, path: str | Path) -> Path:
        """Write a self-contained file that opens from disk.

        Parameters
        ----------
        path : str or Path
            Its folders are made; an interruption leaves the old file or the new one.

        Returns
        -------
        Path
        """
        written = Path(path)
        write_atomically(written, document(self.title, self.html))
        return written

    def _repr_html_(self) -> str:
        return self.html
