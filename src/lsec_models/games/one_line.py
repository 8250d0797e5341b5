"""Whether a name, or words, are one line of text: what is told of several has one on each line."""

from __future__ import annotations

import unicodedata
from typing import TypeGuard

# Marks that break lines or are not text: control characters, halves of pairs, and separators of lines and paragraphs.
_NO_TEXT = ("Cc", "Cs", "Zl", "Zp")


def is_one_line(text: object) -> TypeGuard[str]:
    r"""Whether it is one line of text that is not blank.

    Examples
    --------
    >>> [is_one_line(text) for text in ("wholesale price", "1\u00a0000 €", " ", "live\nchannel", 3)]
    [True, True, False, False, False]
    """
    return (
        isinstance(text, str)
        and bool(text.strip())
        and not any(unicodedata.category(mark) in _NO_TEXT for mark in text)
    )
