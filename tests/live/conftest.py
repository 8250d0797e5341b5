"""A real browser, and a folder for the pages that it opens."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from browser import chromium, resize


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with chromium() as started:
        resize(started, 1200, 900)
        yield started


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("pages")
