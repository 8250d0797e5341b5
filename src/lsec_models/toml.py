"""TOML texts, read with errors that name the file and show the place."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from lsec_models.errors import LsecError, excerpt, excerpt_of
from lsec_models.version import __version__

_PLACE = re.compile(r" \(at (?:line (?P<line>\d+), column (?P<column>\d+)|end of document)\)$")
_LONGEST = 200
_MOST_CANDIDATES = 50
_OTHER = "called-otherwise-for-a-moment"
# What is said of a value without quotes: of all that begins with no digit, and of all that begins with one.
_UNQUOTED = ("Invalid value", "Expected newline or end of document after a statement")


def read_toml(text: str, name: str, error: type[LsecError], *, decimals_as_text: bool = False) -> dict[str, Any]:
    """Return what a TOML text says.

    Parameters
    ----------
    text : str
    name : str
        What messages call it: the file's name.
    error : type of LsecError
        What to raise.
    decimals_as_text : bool
        Whether decimals stay as they are written, to be read exactly.

    Raises
    ------
    LsecError
        Of that type, if the text is not TOML; the message names line and column, and shows the line with a caret.

    Examples
    --------
    >>> read_toml("a = 1\\nb 2", "chain.toml", LsecError)
    Traceback (most recent call last):
        ...
    lsec_models.errors.LsecError: chain.toml, line 2, column 3: not valid TOML: Expected '=' ...; correct it
        b 2
          ^
    """
    try:
        return tomllib.loads(text, parse_float=str if decimals_as_text else float)
    except RecursionError:
        raise error(f"{name}: not valid TOML: brackets stand too deep inside each other; use fewer") from None
    except ValueError as refusal:
        raise error(_located(text, name, str(refusal))) from None


def read_toml_file(file: Path, error: type[LsecError]) -> dict[str, Any]:
    """Return what a TOML file says; see :func:`read_toml`.

    Raises
    ------
    LsecError
        Of type `error`, if it is not TOML in UTF-8.
    FileNotFoundError
        If there is none.
    """
    if file.exists() and not file.is_file():
        raise error(f"{file} is not a file; put the text there, or name another place")
    try:
        text = file.read_text(encoding="utf-8")
    except UnicodeDecodeError as refusal:
        raise error(
            f"{file} is not a text in UTF-8 ({refusal.reason} at byte {refusal.start}); save it as one"
        ) from None
    return read_toml(text, str(file), error)


def without_format(content: Mapping[str, Any], known: int, file: str, error: type[LsecError]) -> dict[str, Any]:
    """Return what a file says but for the number of its format, which must be one that is known; 1 where it has none.

    Parameters
    ----------
    content : mapping
    known : int
        The newest number; older ones are read too.
    file : str
        What messages call the file.
    error : type of LsecError
        What to raise.

    Raises
    ------
    LsecError
        Of that type, if the number is not known.

    Examples
    --------
    >>> without_format({"format": 1, "key": "small2024"}, 1, "paper.toml", LsecError)
    {'key': 'small2024'}
    """
    found = content.get("format", 1)
    if type(found) is not int or not 1 <= found <= known:
        raise error(
            f"format: {excerpt_of(found)} is not a format of {file} that lsec_models {__version__} reads; install the "
            f"version that it is for, or write it in format = {known}"
        )
    return {name: value for name, value in content.items() if name != "format"}


def line_of(text: str, path: str) -> int | None:
    """Return the line of a TOML text at which an entry or a table begins; None where that is not certain.

    Parameters
    ----------
    text : str
        TOML that can be read.
    path : str
        Keys with dots between them.

    Notes
    -----
    A line is where the entry stands if the entry alone is gone once that line calls it otherwise. What looks like it,
    in a comment or inside a text, makes no difference to what the text says, and a table of that name takes more along.

    Examples
    --------
    >>> line_of("# b = 1\\n[a]\\nb = 2", "a.b"), line_of("a.b = 1", "a.c"), line_of("[a.b]\\nc = 1", "a")
    (3, None, 1)
    """
    if not _has(text, path):
        return None
    above, _, key = path.rpartition(".")
    entry = re.compile(rf"^\s*(?:[\w.\"'-]*\.)?[\"']?({re.escape(key)})[\"']?\s*=")
    table = re.compile(rf"^\s*\[\s*(?:[\w.\"'-]*\.)?[\"']?({re.escape(key)})[\"']?\s*[\].]")
    lines = text.split("\n")
    candidates = [(i, found) for i, line in enumerate(lines) if (found := entry.match(line) or table.match(line))]
    for i, found in candidates[:_MOST_CANDIDATES]:
        renamed = f"{lines[i][: found.start(1)]}{_OTHER}{lines[i][found.end(1) :]}"
        changed = "\n".join([*lines[:i], renamed, *lines[i + 1 :]])
        if _has(changed, path) is False and (not above or _has(changed, above)):
            return i + 1
    return None


def _has(text: str, path: str) -> bool | None:
    """Whether a text has an entry; None if it cannot be read."""
    try:
        found: object = tomllib.loads(text)
    except (ValueError, RecursionError):
        return None
    for key in path.split("."):
        if not isinstance(found, dict) or key not in found:
            return False
        found = found[key]
    return True


def _located(text: str, name: str, refusal: str) -> str:
    place = _PLACE.search(refusal)
    reason = (refusal[: place.start()] if place else refusal)[:_LONGEST].rstrip()
    quotes = 'names and expressions stand in quotes, as in payoff = "p*q"'
    way_out = quotes if reason in _UNQUOTED else "correct it"
    complaint = f"not valid TOML: {reason}; {way_out}"
    if place is None:
        return f"{name}: {complaint}"
    lines = text.replace("\r\n", "\n").rstrip().split("\n")
    if place["line"] is None or int(place["line"]) > len(lines):
        line, column, where = len(lines), len(lines[-1]) + 1, "end of document"
    else:
        line, column, where = int(place["line"]), int(place["column"]), f"column {place['column']}"
    return f"{name}, line {line}, {where}: {complaint}\n{excerpt(lines[line - 1], column)}"
