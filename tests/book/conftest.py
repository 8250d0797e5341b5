from __future__ import annotations

import os
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from pages.generated_pages import Generated, generate
from pages.small_book import write_chapters, write_paper
from pages.sphinx_pages import documents

if TYPE_CHECKING:
    from docutils import nodes


@pytest.fixture(scope="session")
def generated() -> Generated:
    """All pages that no one writes, of a run over no papers."""
    return generate()


@pytest.fixture(scope="session")
def read(generated: Generated, tmp_path_factory: pytest.TempPathFactory) -> dict[str, nodes.document]:
    """The pages that no one writes as Sphinx understands them, with the chapters that they name."""
    from lsec_models.book.generated.gallery import CHAPTERS

    chapters = {f"{name}.md": f"# {name}\n" for name in ("contributing", *CHAPTERS.values())}
    return documents(generated.pages | chapters, tmp_path_factory.mktemp("generated"))


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
