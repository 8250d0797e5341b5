"""What papers' folders record of their closed forms: each of them is established."""

from __future__ import annotations

from collections.abc import Mapping

from lsec_models.papers import find_papers
from recorded import PAPERS, recorded


def test_every_closed_form_that_is_recorded_is_established() -> None:
    listed = [recorded(paper.key).get("R1") for paper in find_papers(folder=PAPERS)]
    forms = [form for entries in listed if isinstance(entries, Mapping) for form in entries.values()]
    said = [form["established"] for form in forms if isinstance(form, Mapping) and "established" in form]
    assert said
    assert set(said) == {True}
