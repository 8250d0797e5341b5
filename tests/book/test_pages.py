"""All generated pages together."""

from __future__ import annotations

from pathlib import Path

import pytest

pytest.importorskip("jupyter_book", reason="the extra 'book' is not installed")

import yaml

from pages.generated_pages import KINDS

pytestmark = pytest.mark.slow

CONTENTS = Path(__file__).parents[2] / "book" / "_toc.yml"


def test_no_page_hides_another(generated):
    assert set(generated.kinds) == set(KINDS)
    assert len(generated.pages) == sum(map(len, generated.kinds.values()))
    assert generated.pages == {name: text for kind in generated.kinds.values() for name, text in kind.items()}


def test_sphinx_has_nothing_to_complain_of(generated, read):
    assert set(read) > {name for name in generated.pages if name.endswith(".md")}


def test_every_page_stands_in_the_contents(generated):
    contents = yaml.safe_load(CONTENTS.read_text(encoding="utf-8"))
    listed = [section for part in contents["parts"] for chapter in part["chapters"] for section in _all(chapter)]
    for name in (name for name in generated.pages if name.endswith(".md")):
        assert any(Path(name.removesuffix(".md")).match(pattern) for pattern in listed), name


def _all(chapter: dict) -> list[str]:
    return [
        chapter.get("file", chapter.get("glob")),
        *(name for section in chapter.get("sections", ()) for name in _all(section)),
    ]
