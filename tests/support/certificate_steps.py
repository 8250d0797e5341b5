"""The steps of certificates, wherever they stand in them."""

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
