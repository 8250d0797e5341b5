"""TOML texts, read with errors that name the file and show the place."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

from lsec_models.errors import LsecError, excerpt

_PLACE = re.compile(r" \(at (?:line (?P<line>\d+), column (?P<column>\d+)|end of document)\)$")
_LONGEST = 200


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
        Of that type, if the text is no TOML; the message names line and column, and shows the line with a caret.

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
        Of type `error`, if it is no TOML in UTF-8.
    FileNotFoundError
        If there is none.
    """
    if file.exists() and not file.is_file():
        raise error(f"{file} is no file; put the text there, or name another place")
    try:
        text = file.read_text(encoding="utf-8")
    except UnicodeDecodeError as refusal:
        raise error(
            f"{file} is not a text in UTF-8 ({refusal.reason} at byte {refusal.start}); save it as one"
        ) from None
    return read_toml(text, str(file), error)


def _located(text: str, name: str, refusal: str) -> str:
    place = _PLACE.search(refusal)
    complaint = f"not valid TOML: {(refusal[: place.start()] if place else refusal)[:_LONGEST]}; correct it"
    if place is None:
        return f"{name}: {complaint}"
    lines = text.replace("\r\n", "\n").rstrip().split("\n")
    if place["line"] is None or int(place["line"]) > len(lines):
        line, column, where = len(lines), len(lines[-1]) + 1, "end of document"
    else:
        line, column, where = int(place["line"]), int(place["column"]), f"column {place['column']}"
    return f"{name}, line {line}, {where}: {complaint}\n{excerpt(lines[line - 1], column)}"
