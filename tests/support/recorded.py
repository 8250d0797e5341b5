"""What the folders of papers record."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

PAPERS = Path(__file__).parents[2] / "papers"


def recorded(key: str) -> Any:
    """Return the values of a paper's results, by their labels, as they are recorded."""
    return json.loads((PAPERS / key / "recorded.json").read_text(encoding="utf-8"))
