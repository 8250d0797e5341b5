"""The how-to index: at least 25 questions, each with a link that leads to a heading, and names that exist."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import lsec_models
import lsec_models.live

BOOK = Path(__file__).parents[2] / "book"
ROW = re.compile(
    r"^\| (?P<question>[^|]+\?) \| (?P<line>[^|]*) \| \[\]\((?P<page>\w+\.md)(?:#(?P<anchor>[\w-]+))?\) \|$"
)
ROWS = [
    found
    for line in (BOOK / "how_do_i.md").read_text(encoding="utf-8").splitlines()
    if line.startswith("|") and not line.startswith(("|---", "| How do I"))
    for found in [ROW.match(line)]
]
LINKS = [found for found in ROWS if found]


def headings(page: str) -> list[str]:
    """Return the anchors of a page, code left out."""
    text = re.sub(
        r"^(`{3,}|~{3,}).*?^\1$", "", (BOOK / page).read_text(encoding="utf-8"), flags=re.MULTILINE | re.DOTALL
    )
    return [slug(title) for title in re.findall(r"^#+ (.+)$", text, re.MULTILINE)]


def test_there_are_at_least_25_questions_and_every_row_is_one() -> None:
    assert all(ROWS)
    assert len({found["question"] for found in LINKS}) == len(LINKS) >= 25


def slug(heading: str) -> str:
    """Return the anchor that MyST gives a heading."""
    return re.sub(r"[^\w-]", "", heading.lower().strip().replace(" ", "-"))


@pytest.mark.parametrize("row", LINKS, ids=lambda row: row["question"])
def test_a_link_leads_to_a_heading(row: re.Match[str]) -> None:
    assert (BOOK / row["page"]).is_file()
    assert row["anchor"] is None or row["anchor"] in headings(row["page"])


@pytest.mark.parametrize("row", LINKS, ids=lambda row: row["question"])
def test_names_exist(row: re.Match[str]) -> None:
    for name in re.findall(r"\blsec\.(\w+)", row["line"]):
        assert name in lsec_models.__all__
    for name in re.findall(r"`([A-Z]\w+)\(", row["line"]):
        assert name in lsec_models.__all__
    for name in re.findall(r"`([a-z]\w+)\(", row["line"]):
        assert hasattr(lsec_models.live, name)
