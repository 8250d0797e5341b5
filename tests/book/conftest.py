from __future__ import annotations

import os
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import pytest

from small_book import write_chapters, write_paper


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """With ``--dist loadgroup`` a file here is one process's, but for the whole book's, whose pages go to either."""
    for item in items:
        if item.path.parent == Path(__file__).parent and item.path.name != "test_built_book.py":
            item.add_marker(pytest.mark.xdist_group(item.path.stem))


@pytest.fixture
def papers(tmp_path: Path) -> Path:
    """A folder with one small paper, recorded."""
    return write_paper(tmp_path)


@pytest.fixture
def sources(tmp_path: Path) -> Path:
    """A book of two chapters."""
    return write_chapters(tmp_path)


@pytest.fixture(scope="session")
def jupyter_book() -> None:
    """Skip where Jupyter Book is not installed, unless the book is what is being tested."""
    try:
        version("jupyter-book")
    except PackageNotFoundError:
        reason = "jupyter-book is not installed (pip install -c constraints.txt -e '.[book]')"
        if "LSEC_BOOK" in os.environ:
            pytest.fail(f"LSEC_BOOK is set, but {reason}")
        pytest.skip(reason)
