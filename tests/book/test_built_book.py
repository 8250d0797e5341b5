"""Every page of the book in a real browser. LSEC_BOOK names the folder that `lsec book` wrote its pages to."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlencode, urlparse

import pytest

from brute_force.margins import Chain
from pages.browser import console_errors, outside, requested, resize
from pages.live_pages import backbone, is_close, random_settings, said_by_python

# One static and one over time: that each page computes as Python does is asked of pages alone.
LIGHT = ("power_structures", "dynamic_quality")
_MEGABYTE = 1_000_000
_LONGEST, _LONGEST_LEDGER = 12_000, 13_500  # pixels of a page
_BOOK = os.environ.get("LSEC_BOOK", "")
_ALL = sorted(Path(_BOOK).resolve().rglob("*.html")) if _BOOK else []
# Sphinx writes these itself; no author of the book can change them.
_OF_SPHINX = {"genindex.html", "prf-prf.html", "search.html"}
_PAGES = [page for page in _ALL if "_static" not in page.parts and page.name not in _OF_SPHINX]
_CHAPTERS = {chapter.stem for chapter in (Path(__file__).parents[2] / "book").glob("*.md")}
_TYPESET = """
const done = arguments[arguments.length - 1];
const mathjax = window.MathJax && MathJax.startup ? MathJax.startup.promise : Promise.resolve();
mathjax.then(() => done(document.querySelectorAll("mjx-merror, [data-mjx-error]").length));
"""
_CONTRAST = (Path(__file__).parent / "contrast.js").read_text(encoding="utf-8")
_CLIPPED = (Path(__file__).parent / "clipped.js").read_text(encoding="utf-8")
_NAMELESS = """
const drawn = "svg[role=img]:not([aria-hidden=true], [aria-label], :has(title))";
const kinds = ["img:not([alt])", "img[alt='']", drawn];
const pictures = document.querySelectorAll(kinds.map((kind) => `main ${kind}`).join());
return [...pictures].map((picture) => picture.outerHTML.slice(0, 120));
"""
_DRAWN_ANEW = """
const done = arguments[arguments.length - 1];
document.head.insertAdjacentHTML("beforeend", "<style>* { transition: none !important; }</style>");
requestAnimationFrame(() => requestAnimationFrame(() => done(document.documentElement.dataset.theme)));
"""

# A table that is not read as one is a paragraph of bars.
_BARS = """
const cells = (text) => text.split("|").length - 1;
return [...document.querySelectorAll("main p:not(:has(mjx-container))")]
  .filter((paragraph) => cells(paragraph.textContent) > 6)
  .map((paragraph) => paragraph.textContent.slice(0, 120));
"""

# Of a chapter's live page, by its number.
_SHOWN = """
return Object.fromEntries([...document.querySelectorAll(".lsec-live-table")[arguments[0]].querySelectorAll("tbody tr")]
  .filter((row) => row.children[1].dataset.value !== undefined)
  .map((row) => [row.dataset.quantity, Number(row.children[1].dataset.value)]));
"""

pytestmark = pytest.mark.skipif(
    not _BOOK,
    reason="no book to look at: build it with 'lsec book' and set LSEC_BOOK to the folder with its index.html",
)


def opened(browser: Any, page: Path) -> int:
    """Open a page; return how many of its formulas could not be typeset."""
    resize(browser, 1300, 900)
    console_errors(browser)
    requested(browser)
    browser.get(page.as_uri())
    return int(browser.execute_async_script(_TYPESET))


def seen(browser: Any, width: int, *, dark: bool = False) -> str:
    """Look at the same page in other colours, or on another screen; return the colours in which it is drawn."""
    resize(browser, width, 900, dark=dark)
    return str(browser.execute_async_script(_DRAWN_ANEW))


def test_there_is_a_book() -> None:
    names = {page.relative_to(Path(_BOOK).resolve()).as_posix() for page in _PAGES}
    assert {"index.html", "ledgers.html", "notation.html", "reference.html"} <= names
    assert not [page for page in _PAGES if not page.read_text(encoding="utf-8").strip()]


def test_every_figure_of_a_chapter_is_there() -> None:
    """A cell that draws nothing leaves no trace of its caption."""
    sources = Path(__file__).parents[2] / "book"
    for name in sorted(_CHAPTERS & {page.stem for page in _PAGES}):
        declared = set(
            re.findall(r"^ +figure: .* name: ([\w-]+)\}$", (sources / f"{name}.md").read_text("utf-8"), re.M)
        )
        shown = set(re.findall(r'<figure [^>]*id="([\w-]+)"', (Path(_BOOK) / f"{name}.html").read_text("utf-8")))
        assert declared <= shown, name


@pytest.mark.parametrize("page", _PAGES, ids=lambda page: page.stem)
def test_a_page_by_day_by_night_and_on_a_phone(browser: Any, page: Path) -> None:
    assert opened(browser, page) == 0, "formulas that cannot be typeset"
    assert console_errors(browser) == []
    asked = requested(browser)
    assert outside(asked) == []
    files = {Path(unquote(urlparse(url).path)) for url in asked if url.startswith("file:")}
    weight = sum(file.stat().st_size for file in files if "mathjax" not in file.parts and file.is_file())
    assert weight < 3 * _MEGABYTE
    assert browser.execute_script(_NAMELESS) == [], "pictures without words"
    assert browser.execute_script(_BARS) == [], "tables that are not shown as such"
    assert browser.execute_script(_CLIPPED)["clipped"] == [], "code or formulas that are cut off"
    assert browser.execute_script(_CONTRAST) == []
    height = browser.execute_script("return document.documentElement.scrollHeight")
    assert height <= (_LONGEST_LEDGER if page.parent.name == "ledgers" else _LONGEST), "a page to be divided"
    assert seen(browser, 1300, dark=True) == "dark"
    assert browser.execute_script(_CONTRAST) == [], "in the dark"
    assert seen(browser, 390) == "light"
    assert browser.execute_script(_CLIPPED)["clipped"] == [], "code or formulas that are cut off on a phone"
    seen(browser, 375)
    assert browser.execute_script("return document.documentElement.scrollWidth") <= 375, "a page to scroll sideways"


def test_the_index_of_questions_is_seen_whole_on_a_phone(browser: Any) -> None:
    opened(browser, Path(_BOOK).resolve() / "how_do_i.html")
    seen(browser, 390)
    each = "(table) => [table.scrollWidth, table.parentElement.clientWidth]"
    found = browser.execute_script(f"return [...document.querySelectorAll('article table')].map({each})")
    assert found
    assert all(width <= room for width, room in found)


def test_buttons_copy(browser: Any) -> None:
    opened(browser, Path(_BOOK).resolve() / "index.html")
    browser.execute_script("navigator.clipboard.writeText = async (text) => { window.copied = text; };")
    buttons = browser.find_elements("css selector", "button[data-copy]")[:3]
    assert [button.text for button in buttons] == ["LaTeX", "Python", "Mathematica"]
    for button in buttons:
        text = button.get_attribute("data-copy")
        browser.execute_script("arguments[0].click()", button)
        assert browser.execute_script("return window.copied") == text
        assert text


@pytest.mark.parametrize("name", LIGHT)
def test_a_live_page_computes_in_the_book_what_python_computes(browser: Any, name: str) -> None:
    live = backbone(name)
    page = Path(_BOOK).resolve() / f"live_{name}.html"
    for labels, settings in random_settings(live, 5, seed=3):
        numbers = {slider: str(float(value)) for slider, value in settings.items()}
        browser.get("about:blank")
        browser.get(f"{page.as_uri()}#{urlencode(dict(zip(live.switches, labels, strict=True)) | numbers)}")
        exact, failing = said_by_python(live, labels, settings)
        shown = browser.execute_script(_SHOWN, 0)
        assert shown.keys() == exact.keys(), failing
        assert all(is_close(shown[quantity], exact[quantity]) for quantity in exact)


@pytest.mark.parametrize(
    ("order", "settings"),
    [
        ("manufacturer = streamer = platform", {"interior": (0.2, 1), "m = 0": (0.7, 1)}),
        ("manufacturer > streamer = platform", {"interior": (0.1, 1), "m = 0 (brink)": (0.3, 1), "m = 0": (0.6, 2)}),
        ("streamer > manufacturer = platform", {"interior": (0.4, 1.5), "m = 0": (0.85, 1)}),
        (
            "platform > manufacturer = streamer",
            {"interior": (0.4, 0.5), "m = 0 (brink)": (0.43, 0.5), "m = 0": (0.7, 1)},
        ),
    ],
)
def test_beside_a_platform_nobody_gains_in_any_regime(
    browser: Any, order: str, settings: dict[str, tuple[float, float]]
) -> None:
    """The corners of three players take long to prove: the page that was built is asked, and best replies by hand."""
    page = Path(_BOOK).resolve() / "live_power_structures_bilateral.html"
    name = "where-does-the-streamer-s-margin-meet-zero-beside-a-platform"
    for regime, (share, phi) in settings.items():
        asked = {"live": name, "power structure": order, "lambda": str(share), "phi": str(phi)}
        browser.get("about:blank")
        browser.get(f"{page.as_uri()}#{urlencode(asked)}")
        status = browser.find_elements("css selector", ".lsec-live-status")[1].text
        assert status.endswith(f"inside the domain; regime: {regime}"), status
        shown = browser.execute_script(_SHOWN, 1)
        chain = Chain(share=share, phi=phi)
        assert chain.largest_gain(order, shown) < 1e-9
        assert chain.largest_gain(order, shown | {"w": shown["w"] + 0.1}) > 1e-6, "what is not best is seen"
