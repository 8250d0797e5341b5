"""Lines for who reads at a terminal; a file or a pipe gets each of them whole."""

from __future__ import annotations

import textwrap
from typing import TextIO

COLUMNS = 80


def folded(line: str, stream: TextIO) -> str:
    """Return a line broken between words at 80 columns, where a terminal shows it.

    Parameters
    ----------
    line : str
        A text of several lines is laid out already, and stays as it is.
    stream : file
        Where it will be printed.

    Examples
    --------
    >>> import io
    >>> folded("word " * 30, io.StringIO()) == "word " * 30
    True
    """
    if "\n" in line or not stream.isatty():
        return line
    return textwrap.fill(line, COLUMNS, subsequent_indent="    ", break_long_words=False, break_on_hyphens=False)
