"""Finished steps of a run, so that an interrupted one goes on where it stopped."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lsec_models.papers.compare import to_json
from lsec_models.papers.registry import Json
from lsec_models.show.files import write_atomically


@dataclass(frozen=True, kw_only=True)
class Store:
    """A folder with one file for each finished step.

    Attributes
    ----------
    folder : Path
    fingerprint : str
        What the values depend on; a value kept under another fingerprint counts as absent.
    """

    folder: Path
    fingerprint: str

    def get(self, step: str) -> Mapping[str, Any] | None:
        """Return what :meth:`put` kept as ``{"value": ...}``, or None."""
        try:
            kept = json.loads(self._file(step).read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return None
        if not isinstance(kept, dict) or kept.get("fingerprint") != self.fingerprint or "value" not in kept:
            return None
        return kept

    def put(self, step: str, value: Json) -> None:
        """Keep the value of a finished step."""
        write_atomically(self._file(step), to_json({"fingerprint": self.fingerprint, "value": value}))

    def forget(self) -> None:
        """Drop everything that is kept."""
        for file in self.folder.glob("*.json"):
            file.unlink()

    def _file(self, step: str) -> Path:
        return self.folder / f"{step}.json"
