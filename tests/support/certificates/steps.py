"""The steps of certificates and the places in them, wherever they stand."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any


def steps_of(value: Any) -> Iterator[dict[str, Any]]:
    """Yield each step of a certificate, or of a part of one, before those that it needs."""
    if isinstance(value, dict):
        if "rule" in value:
            yield value
        for part in value.values():
            yield from steps_of(part)
    elif isinstance(value, list):
        for part in value:
            yield from steps_of(part)


def places_in(value: Any) -> Iterator[tuple[Any, Any]]:
    """Yield each list or record of a certificate with a position in it."""
    for key, part in value.items() if isinstance(value, dict) else enumerate(value):
        yield value, key
        if isinstance(part, dict | list):
            yield from places_in(part)
