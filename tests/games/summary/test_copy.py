"""LaTeX to copy below a result in a notebook, in a real browser, and where handlers are stripped."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from lsec_models.games.summary.copy import latex_to_copy
from lsec_models.games.summary.latex import aligned
from pages.browser import console_errors, outside, requested
from results import KINDS, capped, chain


def text_in(page: str) -> str:
    (pre,) = re.findall(r"<details.*?<pre[^>]*>.*?</pre></details>", page, re.DOTALL)
    element = ElementTree.fromstring(pre).find("pre")
    assert element is not None
    return "".join(element.itertext())


@pytest.mark.parametrize("kind", KINDS)
def test_every_result_has_its_latex_with_what_it_rests_on(kind: str) -> None:
    found = KINDS[kind]()
    text = text_in(found._repr_html_())
    assert text == f"\\begin{{align*}}\n{aligned(found.summary(), said=True)}\n\\end{{align*}}"
    assert found.summary().evidence.line().replace("_", r"\_") in text


def test_what_is_too_long_is_left_to_to_latex(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("lsec_models.games.summary.copy._LONGEST", 100)
    assert latex_to_copy(chain().summary()) == ""


@pytest.mark.slow
@pytest.mark.parametrize("clipboard", [True, False], ids=["clipboard", "refused"])
def test_the_button_copies_without_a_network(browser: Any, tmp_path: Path, clipboard: bool) -> None:
    page = tmp_path / "saved.html"
    page.write_text(f"<!doctype html><meta charset='utf-8'><body>{capped()._repr_html_()}</body>", encoding="utf-8")
    console_errors(browser)
    requested(browser)
    browser.get(page.as_uri())
    refuse = "" if clipboard else "throw new Error('refused');"
    browser.execute_script(
        "Object.defineProperty(navigator, 'clipboard', {value: {writeText: async (text) => "
        f"{{ {refuse} window.copied = text; }}}}}});"
        "document.execCommand = (what) => { window.copied = String(getSelection()); return true; };"
    )
    browser.find_element("css selector", "details.lsec-latex summary").click()
    button = browser.find_element("css selector", "details.lsec-latex button")
    button.click()
    copied = browser.execute_script("return window.copied")
    assert copied.split() == text_in(capped()._repr_html_()).split()
    assert button.text == "copied"
    assert console_errors(browser) == []
    assert outside(requested(browser)) == []


@pytest.mark.slow
def test_without_handlers_the_text_is_there_to_be_selected(browser: Any, tmp_path: Path) -> None:
    page = tmp_path / "sanitised.html"
    kept = re.sub(r' onclick="[^"]*"', "", chain()._repr_html_())
    page.write_text(f"<!doctype html><meta charset='utf-8'><body>{kept}</body>", encoding="utf-8")
    browser.get(page.as_uri())
    browser.find_element("css selector", "details.lsec-latex summary").click()
    shown = browser.find_element("css selector", "details.lsec-latex pre")
    assert shown.is_displayed()
    assert shown.text.split() == text_in(chain()._repr_html_()).split()
