"""Tests that share what is made once are one process's; pages of the whole book go to either."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from shared_work import group_of

TESTS = Path(__file__).parent


def groups(folder: str, word: str) -> set[str]:
    """Return the groups of the files of a folder that use a word by itself."""
    files = [
        file
        for file in (TESTS / folder).glob("test_*.py")
        if re.search(rf"(?<![.\w]){word}(?![.\w])", file.read_text())
    ]
    assert len(files) > 1
    return {group_of(f"tests/{folder}/{file.name}::test_one") for file in files}


@pytest.mark.parametrize(("folder", "word"), [("book", "generated"), ("live", "backbone")])
def test_files_that_share_work_are_one_group(folder: str, word: str) -> None:
    assert len(groups(folder, word)) == 1


def test_other_files_stay_by_themselves_and_each_page_of_the_book_too() -> None:
    one, other = (f"tests/book/test_built_book.py::test_a_page[{page}]" for page in ("corners", "a::b"))
    assert (group_of(one), group_of(other)) == (one, other)
    assert group_of("tests/solve/declarations/test_kinks.py::test_one[0]") == "tests/solve/declarations/test_kinks.py"
    assert group_of("src/lsec_models/files.py::lsec_models.files.digest") == "src/lsec_models/files.py"
