"""All generated pages together."""

from __future__ import annotations

from pathlib import Path

import pytest

pytest.importorskip("jupyter_book", reason="the extra 'book' is not installed")

import yaml

from lsec_models.book.gallery import CHAPTERS, gallery_pages
from lsec_models.book.ledgers import ledger_pages
from lsec_models.book.notation import notation_pages
from lsec_models.book.pages import generated_pages
from lsec_models.book.reference import reference_pages
from lsec_models.papers import Reproduction
from sphinx_pages import documents

pytestmark = pytest.mark.slow

CONTENTS = Path(__file__).parents[2] / "book" / "_toc.yml"


@pytest.fixture(scope="module")
def pages() -> dict[str, str]:
    return generated_pages(Reproduction(papers=(), out=Path("reproduction")))


def test_no_page_hides_another(pages):
    kinds = [
        gallery_pages(),
        ledger_pages(Reproduction(papers=(), out=Path("reproduction"))),
        notation_pages(),
        reference_pages(),
    ]
    assert len(pages) == sum(map(len, kinds))
    assert pages == {name: text for kind in kinds for name, text in kind.items()}


def test_sphinx_has_nothing_to_complain_of(pages, tmp_path):
    chapters = {f"{name}.md": f"# {name}\n" for name in ("contributing", *CHAPTERS.values())}
    found = documents(pages | chapters, tmp_path)
    assert set(found) > {name for name in pages if name.endswith(".md")}


def test_every_page_stands_in_the_contents(pages):
    contents = yaml.safe_load(CONTENTS.read_text(encoding="utf-8"))
    listed = [section for part in contents["parts"] for chapter in part["chapters"] for section in _all(chapter)]
    for name in (name for name in pages if name.endswith(".md")):
        assert any(Path(name.removesuffix(".md")).match(pattern) for pattern in listed), name


def _all(chapter: dict) -> list[str]:
    return [
        chapter.get("file", chapter.get("glob")),
        *(name for section in chapter.get("sections", ()) for name in _all(section)),
    ]
