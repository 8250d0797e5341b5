"""Links to live pages in a real browser: they carry the settings, and a broken one does no harm."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlencode

import pytest

from pages.live_pages import BACKBONES, backbone, is_close, leadership_page, said_by_python
from pages.opened_page import Opened

pytestmark = pytest.mark.slow


def test_a_link_carries_the_settings(browser: Any, folder: Path) -> None:
    page = leadership_page()
    opened = Opened(browser, page, folder)
    opened.pick(("simultaneous",))
    opened.type("gamma", "1.25")
    opened.choose("[data-role='plot']", "demand")
    opened.choose("[data-role='over']", "k")
    link = browser.execute_script("return document.querySelector('.lsec-live').lsecLive.link()")
    shown = opened.values()
    entries = parse_qs(link.split("#")[1])
    assert entries["gamma"] == ["1.25"]
    assert entries["power structure"] == ["simultaneous"]
    browser.get("about:blank")
    browser.get(link)
    assert opened.values() == shown
    assert opened.settings() == {"gamma": Fraction(5, 4), "k": Fraction(2)}
    assert opened.find("[data-role='plot']").get_property("value") == "demand"
    assert opened.find("[data-role='over']").get_property("value") == "k"
    assert opened.notice() == ""
    opened.assert_quiet()


def test_a_link_can_say_that_nothing_is_compared(browser: Any, folder: Path) -> None:
    page = backbone("dynamic_quality")
    opened = Opened(browser, page, folder)
    assert len(page.compare) == 3
    assert browser.find_elements("css selector", ".lsec-live-plot .lsec-live-curve-3")
    for _ in page.compare:
        opened.choose("[data-with='0']", "nothing")
    link = browser.execute_script("return document.querySelector('.lsec-live').lsecLive.link()")
    browser.get("about:blank")
    browser.get(link)
    assert not browser.find_elements("css selector", ".lsec-live-plot .lsec-live-curve-1")
    assert opened.notice() == ""


@pytest.mark.parametrize(("link", "influence"), [("#streamer=top", 3), ("#phi=1.5&streamer=top", Fraction(3, 2))])
def test_a_label_in_a_link_brings_its_numbers_unless_the_link_has_others(
    browser: Any, folder: Path, link: str, influence: Fraction
) -> None:
    opened = Opened(browser, backbone("power_structures"), folder, link)
    assert (opened.settings()["phi"], opened.settings()["eta"]) == (influence, 1)


def test_labels_of_a_link_are_read_together(browser: Any, folder: Path) -> None:
    page = backbone("power_structures")
    labels = ("manufacturer > platform", "own host")
    opened = Opened(browser, page, folder, f"#{urlencode(dict(zip(page.switches, labels, strict=True)))}")
    assert opened.notice() == ""
    assert opened.values().keys() == said_by_python(page, labels, opened.settings())[0].keys()
    opened.open("#power+structure=manufacturer+%3E+streamer&streamer=own+host")
    browser.refresh()
    assert "there is no “manufacturer > streamer”; ignored" in opened.notice()


def test_the_address_follows_the_settings(browser: Any, folder: Path) -> None:
    from selenium.webdriver.support.ui import WebDriverWait

    opened = Opened(browser, leadership_page(), folder)
    assert "#" not in browser.current_url
    opened.type("k", "3.5")
    WebDriverWait(browser, 10).until(lambda b: "k=3.5" in b.current_url)


@pytest.mark.parametrize(
    ("link", "words", "settings"),
    [
        ("#gamma=99", "γ = 99 lies beyond the slider; 4 is used", {"gamma": 4, "k": 2}),
        ("#gamma=-1e3&k=1.5", "γ = -1e3 lies beyond the slider; 0 is used", {"gamma": 0, "k": 1.5}),
        ("#gamma=1;alert(1)", "γ: “1;alert(1)” is not a number; ignored", {"gamma": 0.5, "k": 2}),
        ("#k=Infinity", "k: “Infinity” is not a number; ignored", {"gamma": 0.5, "k": 2}),
        ("#power+structure=anarchy", "power structure: there is no “anarchy”; ignored", {"gamma": 0.5, "k": 2}),
        ("#nonsense=1", "“nonsense=1” means nothing on this page; ignored", {"gamma": 0.5, "k": 2}),
        ("#plot=%3Cimg%20src=x%20onerror=alert(1)%3E", "<img src=x onerror=alert(1)>", {"gamma": 0.5, "k": 2}),
        ("#section-in-a-book", "", {"gamma": 0.5, "k": 2}),
        ("#live=another-page&gamma=99", "", {"gamma": 0.5, "k": 2}),
    ],
)
def test_a_broken_link_says_so_and_does_no_harm(
    browser: Any, folder: Path, link: str, words: str, settings: Mapping[str, float]
) -> None:
    opened = Opened(browser, leadership_page(), folder, link)
    assert words in opened.notice()
    assert bool(words) == bool(opened.notice())
    assert opened.settings() == {name: Fraction(value) for name, value in settings.items()}
    assert not browser.find_elements("css selector", ".lsec-live img")
    opened.assert_quiet()


def test_the_python_it_copies_gives_the_numbers_it_shows(browser: Any, folder: Path) -> None:
    opened = Opened(browser, leadership_page(), folder)
    opened.type("gamma", "1.7")
    text = browser.execute_script("return document.querySelector('.lsec-live').lsecLive.python()")
    scope: dict[str, Any] = {}
    exec(text, scope)
    shown = opened.values()
    assert shown.keys() == scope["point"].values.keys()
    assert all(is_close(shown[name], Fraction(str(value))) for name, value in scope["point"].values.items())


@pytest.mark.parametrize("name", BACKBONES)
def test_the_python_of_a_backbone_page_gives_its_numbers(browser: Any, folder: Path, name: str) -> None:
    opened = Opened(browser, backbone(name), folder)
    if name == "channel_choice":
        opened.pick(("agency",))
    text = browser.execute_script("return document.querySelector('.lsec-live').lsecLive.python()")
    scope: dict[str, Any] = {}
    exec(text, scope)
    assert "lsec.load(" in text
    for player, value in scope["point"].payoffs.items():
        assert is_close(opened.values()[player], Fraction(str(value)))


def test_buttons_copy_and_reset(browser: Any, folder: Path) -> None:
    opened = Opened(browser, leadership_page(), folder)
    opened.type("gamma", "1.7")
    for button, words in (("link", "Link copied"), ("python", "Python copied")):
        opened.find(f"[data-role='{button}']").click()
        _wait_until_said(opened, words)
    opened.find("[data-role='reset']").click()
    assert opened.settings() == {"gamma": Fraction(1, 2), "k": 2}


def _wait_until_said(opened: Opened, words: str) -> None:
    from selenium.webdriver.support.ui import WebDriverWait

    said = opened.find(".lsec-live-said")
    WebDriverWait(opened.browser, 10).until(lambda _: said.text == words, f"the page did not say {words!r}")
