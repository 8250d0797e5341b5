"""Lines for who reads at a terminal; a file or a pipe gets each of them whole."""

from __future__ import annotations

import sys
import textwrap
from typing import TextIO

COLUMNS = 80


def folded(text: str, stream: TextIO) -> str:
    """Return a text broken between words at 80 columns, where a terminal shows it.

    Parameters
    ----------
    text : str
        Lines of it that begin with a blank, such as a place in a file and the caret below it, stay as they are.
    stream : file
        Where it will be printed.

    Examples
    --------
    >>> import io
    >>> folded("word " * 30, io.StringIO()) == "word " * 30
    True
    """
    if not stream.isatty():
        return text
    return "\n".join(line if line[:1].isspace() else _filled(line) for line in text.split("\n"))


def tell(words: str) -> None:
    """Say something beside what is asked for: to standard error, in lines that fit a terminal.

    Parameters
    ----------
    words : str
    """
    print(folded(f"lsec: {words}", sys.stderr), file=sys.stderr)


def commented(text: str) -> str:
    """Return a text as lines of a LaTeX comment.

    Examples
    --------
    >>> print(commented("Equilibrium of a game"))
    % Equilibrium of a game
    """
    return _filled(text, "% ", "%   ")


def _filled(line: str, first: str = "", others: str = "    ") -> str:
    return textwrap.fill(
        line,
        COLUMNS,
        initial_indent=first,
        subsequent_indent=others,
        break_long_words=False,
        break_on_hyphens=False,
    )
