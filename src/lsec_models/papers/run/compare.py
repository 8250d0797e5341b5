"""Recorded values against derived ones."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any

import sympy as sp

from lsec_models.errors import PaperError
from lsec_models.files import is_text
from lsec_models.papers.folder.paper import Paper
from lsec_models.papers.folder.registry import Json, Value
from lsec_models.show.export.formulas import to_text

_SHOWN = 160


def to_json(value: Json) -> str:
    """Return JSON that is equal for equal values: sorted keys, indented, one final line end."""
    return json.dumps(value, indent=1, sort_keys=True, ensure_ascii=False, allow_nan=False) + "\n"


def checked_value(name: str, value: Any) -> Any:
    """Return a result's value with its dictionaries in the order of their keys.

    Raises
    ------
    PaperError
        If it holds anything but text, exact numbers, truth values, None, SymPy expressions and relations, lists and
        dictionaries with text as keys.
    """
    problem = next(_unfit(value, ""), None)
    if problem is not None:
        raise PaperError(f"result {name}{problem}; give exact numbers, expressions or text")
    return _ordered(value)


def recorded_form(value: Value) -> Any:
    """Return a value as it is recorded: expressions, relations and fractions as text that the package reads.

    Examples
    --------
    >>> recorded_form({"price": sp.Symbol("a") / 2, "share": Fraction(1, 3), "unique": True})
    {'price': 'a/2', 'share': '1/3', 'unique': True}
    """
    return json.loads(json.dumps(value, default=_text))


def read_recorded(paper: Paper) -> dict[str, Json]:
    """Return what each result must equal; nothing where nothing is recorded yet.

    Raises
    ------
    PaperError
        If the file is not a JSON object.
    """
    if paper.recorded_file.exists() and not paper.recorded_file.is_file():
        raise PaperError(f"{paper.recorded_file} is not a file; remove it, and use --record")
    try:
        recorded = json.loads(paper.recorded_file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (ValueError, RecursionError) as error:
        raise PaperError(
            f"{paper.recorded_file} is not JSON: {error}; restore it, or remove it and use --record"
        ) from None
    if not isinstance(recorded, dict):
        raise PaperError(f"{paper.recorded_file} must be a JSON object with one entry for each result")
    return recorded


def differences(recorded: Json, derived: Json, path: str = "") -> list[str]:
    """Return each place where a derived value differs from the recorded one, in words.

    Examples
    --------
    >>> differences({"demand": "a/2"}, {"demand": "a/3", "price": "b"})
    ['demand: recorded a/2, derived a/3', 'price: derived b, not recorded']
    """
    return list(_differences(recorded, derived, path))


def _differences(recorded: Any, derived: Any, path: str) -> Iterator[str]:
    if isinstance(recorded, dict) and isinstance(derived, dict):
        for key in sorted(recorded.keys() | derived.keys()):
            below = f"{path} / {key}" if path else key
            if key not in derived:
                yield f"{below}: recorded {_shown(recorded[key])}, not derived"
            elif key not in recorded:
                yield f"{below}: derived {_shown(derived[key])}, not recorded"
            else:
                yield from _differences(recorded[key], derived[key], below)
    elif isinstance(recorded, list) and isinstance(derived, list) and len(recorded) == len(derived):
        for i, (before, after) in enumerate(zip(recorded, derived, strict=True), start=1):
            yield from _differences(before, after, f"{path} [{i}]")
    elif type(recorded) is not type(derived) or recorded != derived:
        yield f"{path}: recorded {_shown(recorded)}, derived {_shown(derived)}"


def _text(exact: sp.Basic | Fraction) -> str:
    return to_text(exact) if isinstance(exact, sp.Basic) else str(exact)


def _ordered(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _ordered(value[key]) for key in sorted(value)}
    return [_ordered(part) for part in value] if isinstance(value, list | tuple) else value


def _unfit(value: Any, path: str) -> Iterator[str]:
    if isinstance(value, Mapping):
        for key, part in value.items():
            if type(key) is not str or not is_text(key):
                yield f"{path}: the key {key!r} is not text"
            yield from _unfit(part, f"{path} / {key}")
    elif isinstance(value, list | tuple):
        for i, part in enumerate(value, start=1):
            yield from _unfit(part, f"{path} [{i}]")
    elif isinstance(value, sp.Basic) and value.has(sp.Float, sp.nan, sp.zoo):
        yield f"{path}: {_repr(value)} is not exact"
    elif value is not None and type(value) not in (str, int, bool, Fraction) and not isinstance(value, sp.Basic):
        yield f"{path}: {_repr(value)} is a {type(value).__name__}"
    elif isinstance(value, str) and not is_text(value):
        yield f"{path}: {_repr(value)} has half of a character"


def _repr(value: object) -> str:
    text = repr(value)
    return text if len(text) <= _SHOWN else text[:_SHOWN] + "..."


def _shown(value: Json) -> str:
    text = value if isinstance(value, str) else json.dumps(value, sort_keys=True, ensure_ascii=False)
    return text if len(text) <= _SHOWN else text[:_SHOWN] + "..."
