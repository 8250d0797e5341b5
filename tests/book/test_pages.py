"""All generated pages together."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

pytest.importorskip("jupyter_book", reason="the extra 'book' is not installed")

import yaml

from lsec_models.book import pages as all_pages
from lsec_models.book.gallery import CHAPTERS
from lsec_models.papers import Reproduction
from sphinx_pages import documents

pytestmark = pytest.mark.slow

CONTENTS = Path(__file__).parents[2] / "book" / "_toc.yml"


KINDS = ("gallery_pages", "ledger_pages", "notation_pages", "reference_pages")


@pytest.fixture(scope="module")
def kinds() -> dict[str, dict[str, str]]:
    """What each kind of pages is, as all pages were made of it; filled by them."""
    return {}


@pytest.fixture(scope="module")
def pages(kinds: dict[str, dict[str, str]]) -> dict[str, str]:
    def kept(name: str, make: Callable[..., dict[str, str]]) -> Callable[..., dict[str, str]]:
        return lambda *given: kinds.setdefault(name, make(*given))

    with pytest.MonkeyPatch.context() as patch:
        for name in KINDS:
            patch.setattr(all_pages, name, kept(name, getattr(all_pages, name)))
        return all_pages.generated_pages(Reproduction(papers=(), out=Path("reproduction")))


def test_no_page_hides_another(pages, kinds):
    assert set(kinds) == set(KINDS)
    assert len(pages) == sum(map(len, kinds.values()))
    assert pages == {name: text for kind in kinds.values() for name, text in kind.items()}


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
