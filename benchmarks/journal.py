"""What benchmarks that take long have found so far, kept on disk: a run that was stopped goes on where it was."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

Record = dict[str, Any]


class Journal:
    """Records by their key, a line of JSON each."""

    def __init__(self, path: Path) -> None:
        self._path = path
        lines = path.read_text(encoding="utf-8").splitlines() if path.is_file() else []
        self._known: dict[str, Record] = {}
        for line in lines:
            try:
                record = json.loads(line)
            except ValueError:  # The last line of a run that was killed.
                continue
            self._known[record["key"]] = record

    def find(self, key: str) -> Record | None:
        """Return the record with a key."""
        return self._known.get(key)

    def add(self, record: Record) -> None:
        """Keep a record at once."""
        self._path.parent.mkdir(parents=True, exist_ok=True)
        with self._path.open("a", encoding="utf-8") as file:
            file.write(json.dumps(record) + "\n")
