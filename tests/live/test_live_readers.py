"""Live pages for all readers, in a real browser: on a phone, by the keyboard, in the dark, twice in one page."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from lsec_models.live import live_page
from pages.browser import console_errors, resize
from pages.live_pages import BACKBONES, backbone, leadership_options, leadership_page
from pages.opened_page import Opened

pytestmark = pytest.mark.slow

PHONE = (360, 740)


def test_the_picture_follows_the_width_of_the_window(browser: Any, folder: Path) -> None:
    from selenium.webdriver.support.ui import WebDriverWait

    opened = Opened(browser, leadership_page(), folder)
    try:
        resize(browser, *PHONE)
        picture = ".lsec-live-plot > svg"
        WebDriverWait(browser, 10).until(lambda _: float(opened.find(picture).get_attribute("data-right")) < PHONE[0])
        opened.assert_quiet()
    finally:
        resize(browser, 1200, 900)


@pytest.mark.parametrize("name", BACKBONES)
def test_a_phone_needs_no_sideways_scrolling(browser: Any, folder: Path, name: str) -> None:
    resize(browser, *PHONE)
    try:
        Opened(browser, backbone(name), folder)
        assert browser.execute_script("return document.documentElement.scrollWidth") == PHONE[0]
        # A comparison makes the table wide; it scrolls by itself.
        wide = """return [...document.querySelectorAll(".lsec-live *")]
            .filter((e) => !e.closest("svg") && !e.parentElement.closest(".lsec-live-tables"))
            .filter((e) => e.getBoundingClientRect().right > innerWidth + 0.5)
            .map((e) => e.outerHTML.slice(0, 80))"""
        assert browser.execute_script(wide) == []
    finally:
        resize(browser, 1200, 900)


@pytest.mark.parametrize("name", BACKBONES)
def test_menus_show_all_words_of_what_is_chosen(browser: Any, folder: Path, name: str) -> None:
    cut = """
        const pen = document.createElement("canvas").getContext("2d");
        const arrow = 16;
        return [...document.querySelectorAll(".lsec-live select")].filter((menu) => {
            const style = getComputedStyle(menu);
            pen.font = style.font;
            const room = menu.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight) - arrow;
            return menu.checkVisibility() && pen.measureText(menu.selectedOptions[0].text).width > room;
        }).map((menu) => menu.selectedOptions[0].text);
    """
    Opened(browser, backbone(name), folder)
    assert browser.execute_script(cut) == []


@pytest.mark.parametrize("name", BACKBONES)
def test_every_control_is_reached_by_the_keyboard_and_has_a_name(browser: Any, folder: Path, name: str) -> None:
    from selenium.webdriver.common.keys import Keys

    opened = Opened(browser, backbone(name), folder)
    every = "[...document.querySelectorAll('.lsec-live :is(select, input, button)')]"
    controls = browser.execute_script(f"return {every}.filter((control) => control.checkVisibility())")
    assert all(control.accessible_name.strip() for control in controls)
    assert len({control.accessible_name for control in controls}) == len(controls)
    reached = []
    for _ in controls:
        browser.switch_to.active_element.send_keys(Keys.TAB)
        reached.append(browser.switch_to.active_element.id)
    assert set(reached) == {control.id for control in controls}
    assert opened.find("[role='status']").get_attribute("aria-live") == "polite"


_WEAKEST_CONTRAST = """
const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
const rgba = (colour) => {
  canvas.clearRect(0, 0, 1, 1);
  canvas.fillStyle = colour;
  canvas.fillRect(0, 0, 1, 1);
  return [...canvas.getImageData(0, 0, 1, 1).data];
};
const over = (top, below) => top.slice(0, 3).map((x, i) => (x * top[3] + below[i] * (255 - top[3])) / 255);
const background = (element) => {
  if (!element) return [255, 255, 255];
  return over(rgba(getComputedStyle(element).backgroundColor), background(element.parentElement));
};
const light = (colour) => {
  const [r, g, b] = colour.map((x) => (x / 255 <= 0.03928 ? x / 255 / 12.92 : ((x / 255 + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
};
const contrast = (element) => {
  const style = getComputedStyle(element);
  const below = background(element);
  const [one, other] = [light(over(rgba(element.closest("svg") ? style.fill : style.color), below)), light(below)];
  return (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
};
const worded = [...document.querySelectorAll(".lsec-live *:not(script, style, option, noscript)")].filter(
  (e) => e.checkVisibility() && [...e.childNodes].some((n) => n.nodeType === 3 && n.textContent.trim()),
);
return Math.min(...worded.map(contrast));
"""


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_words_stand_out_from_their_background(browser: Any, folder: Path, dark: bool) -> None:
    resize(browser, 1200, 900, dark=dark)
    try:
        opened = Opened(browser, backbone("channel_choice"), folder, "#u=20&sigma=0.8&gamma=1")
        assert browser.execute_script(_WEAKEST_CONTRAST) >= 4.5
        opened.open("#u=0")
        assert browser.execute_script(_WEAKEST_CONTRAST) >= 4.5
    finally:
        resize(browser, 1200, 900)


def test_two_pages_on_one_do_not_disturb_each_other(browser: Any, folder: Path) -> None:
    from selenium.webdriver.common.keys import Keys

    one, two = leadership_page().html, live_page(**_named("Another page")).html
    both = folder / "both.html"
    head = "<!doctype html><html lang='en'><meta charset='utf-8'><link rel='icon' href='data:,'>"
    both.write_text(head + one + two + one)
    browser.get("about:blank")
    browser.get(f"{both.as_uri()}#live=who-leads-2&gamma=1.5")
    names = browser.execute_script("return [...document.querySelectorAll('.lsec-live')].map((e) => e.dataset.name)")
    assert names == ["who-leads", "another-page", "who-leads-2"]
    fields = browser.find_elements("css selector", "[data-number='0']")
    assert [field.get_property("value") for field in fields] == ["0.5", "0.5", "1.5"]
    fields[1].send_keys(Keys.END, "9")
    assert [field.get_property("value") for field in fields] == ["0.5", "0.59", "1.5"]
    ids = browser.execute_script("return [...document.querySelectorAll('[id]')].map((e) => e.id)")
    assert len(set(ids)) == len(ids)
    assert console_errors(browser) == []


def _named(title: str) -> dict[str, Any]:
    return {"equilibria": dict(leadership_page().equilibria), **leadership_options(), "title": title}


def test_a_notebook_that_inserts_the_page_and_then_runs_its_script(browser: Any, folder: Path) -> None:
    empty = folder / "notebook.html"
    empty.write_text("<!doctype html><html lang='en'><link rel='icon' href='data:,'><div id='output'></div>")
    browser.get(empty.as_uri())
    insert = """
        const output = document.getElementById("output");
        output.innerHTML = arguments[0];
        for (const old of output.querySelectorAll("script")) {
          const script = document.createElement("script");
          script.textContent = old.textContent;
          old.replaceWith(script);
        }"""
    browser.execute_script(insert, leadership_page().html)
    assert browser.find_element("css selector", ".lsec-live-status").text == "inside the domain"
    assert browser.find_element("css selector", ".lsec-live-plot svg")
    assert console_errors(browser) == []
