"""The gallery: every model of the catalogue stands in it, and its answer is what the games say point by point."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest

from lsec_models.book.generated.gallery import CHAPTERS, Shown, ShownPopulations, shown_model
from lsec_models.models import CATALOGUE
from lsec_models.show.figures.curves.lines import sweep_lines
from pages.generated_pages import Generated

pytestmark = pytest.mark.slow

BOOK = Path(__file__).parents[2] / "book"
ALL = {name: shown_model(model) for name, model in CATALOGUE.items()}
SHOWN = {name: shown for name, shown in ALL.items() if isinstance(shown, Shown)}


def value(shown: Shown, words: str, x: Fraction) -> Fraction:
    found = shown.solved[words]
    point = {**shown.at, shown.model.headline.over[0]: x}
    at = found.at({name: point[name] for name in found.ring.names})
    return Fraction(str(at[shown.model.headline.quantity]))


def test_every_model_has_its_section_and_its_picture(generated: Generated) -> None:
    pages = generated.kinds["gallery_pages"]
    texts = [pages[page].replace("\\", "") for page in ("gallery.md", "gallery_mechanisms.md")]
    headings = [[line.removeprefix("## ") for line in text.splitlines() if line.startswith("## ")] for text in texts]
    assert sorted(headings[0] + headings[1]) == sorted(name.replace("_", " ") for name in CATALOGUE)
    for name, model in CATALOGUE.items():
        (text,) = [text for text, names in zip(texts, headings, strict=True) if name.replace("_", " ") in names]
        assert ("mechanisms" in model.build.__module__) == (text is texts[1])
        assert f"(gallery-{name})=" in text
        assert (f"](#gallery-{name})" in texts[0]) == (text is texts[1]), "the gallery names all that are elsewhere"
        assert f"**{model.question}**" in text
        assert ALL[name].answer() in text
        assert all(f"`{option}`" in text for option in model.options)
        assert pages[f"figures/gallery/{name}.svg"].lstrip().startswith("<?xml")
    assert len(pages) == len(CATALOGUE) + 2


@pytest.mark.parametrize("name", SHOWN)
def test_the_answer_is_what_each_game_says_at_points_between_the_ends(name: str) -> None:
    shown = SHOWN[name]
    said = shown.answer()
    for piece in shown.leaders.pieces:
        low, high = (Fraction(str(round(float(end), 9))) for end in (piece.low, piece.high))
        for part in range(1, 8):
            x = low + (high - low) * Fraction(part, 8)
            values = {words: value(shown, words, x) for words in shown.solved}
            assert piece.label == tuple(words for words in values if values[words] == max(values.values()))
        assert all(f"“{words}”" in said for words in piece.label)
        assert all(f"{float(end):.4g}" in said or str(end) in said for end in (piece.low, piece.high))


@pytest.mark.parametrize("name", SHOWN)
def test_what_is_not_established_is_said(name: str) -> None:
    shown = SHOWN[name]
    candidates = [words for words, found in shown.solved.items() if not found.evidence.established]
    _, _, listed = shown.answer().partition("Candidates, not established as equilibria: ")
    assert listed == (", ".join(f"“{words}”" for words in candidates) + "." if candidates else "")


def test_every_module_has_its_chapter() -> None:
    assert set(CHAPTERS) == {shown.module for shown in ALL.values()}
    assert all((BOOK / f"{chapter}.md").is_file() for chapter in CHAPTERS.values())


def test_no_two_curves_of_a_headline_are_the_same() -> None:
    from lsec_models import sweep

    for shown in SHOWN.values():
        parameter, low, high = shown.model.headline.over
        data = sweep(dict(shown.solved), over={parameter: (low, high, 40)}, at=dict(shown.at))
        names = {words: words for words in shown.solved}
        assert len(sweep_lines(data, shown.model.headline.quantity, list(names), names)) >= min(3, len(names))


def test_populations_are_said_to_rest_where_the_point_says_so() -> None:
    shown = ALL["regulation"]
    assert isinstance(shown, ShownPopulations)
    for cost, words in ((Fraction(2), "nothing is stable for"), (Fraction(6), "lax / ignore / complain for")):
        values = {name: shown.model.baseline[name] for name in shown.solved.ring.names} | {"k": cost}
        stable = [point.name for point in shown.solved.at(values).stable]
        assert stable == ([] if cost == 2 else ["lax / ignore / complain"])
        assert words in shown.answer()
