"""Live pages in a real browser: what a reader sees after moving a slider is what Python computes."""

from __future__ import annotations

import csv
import json
import random
import re
from collections.abc import Iterator, Mapping
from fractions import Fraction
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlencode

import pytest

from browser import chromium, console_errors, outside_requests, resize
from live_pages import (
    BACKBONES,
    backbone,
    is_close,
    leadership_options,
    leadership_page,
    random_settings,
    said_by_python,
)
from lsec_models.errors import OutsideDomain
from lsec_models.live import live_page
from lsec_models.live.content import Labels
from lsec_models.live.page import LivePage

pytestmark = pytest.mark.slow

SETTINGS = 20
TYPED = 2
CURVE_POINTS = 6
PHONE = (360, 740)


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with chromium() as started:
        resize(started, 1200, 900)
        yield started


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("pages")


class Opened:
    """A page in the browser, moved as a reader moves it."""

    def __init__(self, browser: Any, page: LivePage, folder: Path, link: str = "") -> None:
        self.browser, self.page = browser, page
        self.address = page.save(folder / f"{page.title.replace(' ', '_').strip('?')}.html").as_uri()
        browser.get("about:blank")
        self.open(link)

    def open(self, link: str) -> None:
        self.browser.get(self.address + link)

    def find(self, selector: str) -> Any:
        return self.browser.find_element("css selector", f".lsec-live {selector}")

    def choose(self, selector: str, label: str) -> None:
        from selenium.webdriver.support.select import Select

        Select(self.find(selector)).select_by_visible_text(label)

    def pick(self, labels: Labels) -> None:
        for i, (label, known) in enumerate(zip(labels, self.page.switches.values(), strict=True)):
            self.find(f"[data-switch='{i}'] option[value='{known.index(label)}']").click()

    def type(self, name: str, text: str) -> None:
        from selenium.webdriver.common.keys import Keys

        self.find(f"[data-number='{self.position(name)}']").send_keys(Keys.CONTROL, "a", Keys.NULL, text)

    def press(self, name: str, key: str) -> None:
        self.find(f"[data-slider='{self.position(name)}']").send_keys(key)

    def position(self, name: str) -> int:
        return [slider.name for slider in self.page.sliders].index(name)

    def settings(self) -> dict[str, Fraction]:
        script = "return [...document.querySelectorAll('.lsec-live [data-number]')].map((field) => field.value)"
        texts = self.browser.execute_script(script)
        return {slider.name: Fraction(text) for slider, text in zip(self.page.sliders, texts, strict=True)}

    def values(self) -> dict[str, float]:
        script = """return Object.fromEntries([...document.querySelectorAll(".lsec-live-table tbody tr")]
            .filter((row) => row.children[1].dataset.value !== undefined)
            .map((row) => [row.dataset.quantity, Number(row.children[1].dataset.value)]))"""
        return self.browser.execute_script(script)

    def status(self) -> str:
        return self.find(".lsec-live-status").text

    def notice(self) -> str:
        return self.find(".lsec-live-notice").text

    def failing(self) -> str:
        return "; ".join(json.loads(self.find(".lsec-live-status").get_attribute("data-failures")))

    def curve(self) -> list[Mapping[str, float]]:
        """Return the points of the first curve, which is what the page says that it drew."""
        script = "return document.querySelector('.lsec-live').lsecLive.curves()[0].pieces.flat()"
        return self.browser.execute_script(script)

    def drawn(self) -> list[tuple[float, float]]:
        """Return the points of the first curve, read from the picture's pixels."""
        svg = self.find(".lsec-live-plot > svg")
        left, right, top, bottom, x_low, x_high, y_low, y_high = (
            float(svg.get_attribute(f"data-{name}"))
            for name in ("left", "right", "top", "bottom", "x-low", "x-high", "y-low", "y-high")
        )
        paths = self.browser.find_elements("css selector", ".lsec-live-plot .lsec-live-curve-0")
        pixels = [pair for path in paths for pair in re.findall(r"[ML](\S+) (-?[\d.]+)", path.get_attribute("d"))]
        return [
            (
                x_low + (float(x) - left) / (right - left) * (x_high - x_low),
                y_low + (bottom - float(y)) / (bottom - top) * (y_high - y_low),
            )
            for x, y in pixels
        ]

    def resolution(self) -> tuple[float, float]:
        """Return how much of each axis a hundredth of a pixel is."""
        svg = self.find(".lsec-live-plot > svg")
        numbers = {
            name: float(svg.get_attribute(f"data-{name}"))
            for name in ("left", "right", "top", "bottom", "x-low", "x-high", "y-low", "y-high")
        }
        return (
            0.01 * (numbers["x-high"] - numbers["x-low"]) / (numbers["right"] - numbers["left"]),
            0.01 * (numbers["y-high"] - numbers["y-low"]) / (numbers["bottom"] - numbers["top"]),
        )

    def assert_quiet(self) -> None:
        assert console_errors(self.browser) == []
        assert outside_requests(self.browser) == []


@pytest.mark.parametrize("name", BACKBONES)
def test_after_every_move_the_page_shows_what_python_computes(browser: Any, folder: Path, name: str) -> None:
    from selenium.webdriver.common.keys import Keys

    page = backbone(name)
    opened = Opened(browser, page, folder)
    rng = random.Random(11)
    inside = 0
    for number, (labels, settings) in enumerate(random_settings(page, SETTINGS, seed=7)):
        opened.pick(labels)
        moved = rng.sample(sorted(settings), TYPED)
        for slider in moved:
            opened.type(slider, str(float(settings[slider])))
        if number % 4 == 0:
            before = opened.settings()[moved[0]]
            opened.press(moved[0], Keys.ARROW_LEFT)
            opened.press(moved[0], Keys.ARROW_DOWN)
            assert before == page.sliders[opened.position(moved[0])].low or opened.settings()[moved[0]] < before
        exact, failing = said_by_python(page, labels, opened.settings())
        assert opened.failing() == failing
        assert opened.status().startswith(("outside", "✗ outside") if failing else ("inside", "✓ inside"))
        shown = opened.values()
        assert shown.keys() == exact.keys()
        assert all(is_close(shown[quantity], exact[quantity]) for quantity in exact), (labels, opened.settings())
        inside += not failing
    assert inside >= SETTINGS // 3
    opened.assert_quiet()


@pytest.mark.parametrize(
    ("name", "labels", "quantity", "over"),
    [
        ("power_structures", ("streamer > manufacturer = platform", "top"), "price", "k"),
        ("power_structures", ("manufacturer = platform", "own host"), "q", "gamma"),
        ("power_structures_bilateral", ("manufacturer > streamer",), "m", "lambda"),
        ("channel_choice", ("reselling",), "manufacturer", "phi"),
        ("channel_choice", ("agency",), "d_r", "sigma"),
        ("dynamic_quality", ("two way sharing", "any (margin alone)"), "manufacturer", "rho_M"),
    ],
)
def test_the_curve_is_the_one_python_computes(
    browser: Any, folder: Path, name: str, labels: Labels, quantity: str, over: str
) -> None:
    page = backbone(name)
    where = urlencode({**dict(zip(page.switches, labels, strict=True)), "plot": quantity, "over": over})
    opened = Opened(browser, page, folder, f"#{where}")
    points, drawn = opened.curve(), opened.drawn()
    assert len(points) > 60
    near_x, near_y = opened.resolution()
    for i in random.Random(5).sample(range(1, len(points) - 1), CURVE_POINTS):
        settings = opened.settings() | {over: Fraction(repr(points[i]["x"]))}
        exact, failing = said_by_python(page, labels, settings)
        assert not failing
        assert is_close(points[i]["y"], exact[quantity])
        assert abs(drawn[i][0] - points[i]["x"]) < near_x
        assert abs(drawn[i][1] - float(exact[quantity])) < near_y
    opened.assert_quiet()


def test_the_curve_over_time_is_the_equilibrium_path(browser: Any, folder: Path) -> None:
    page = backbone("dynamic_quality")
    opened = Opened(browser, page, folder, "#plot=G&over=t&G_0=30&delta=0.2")
    labels = page.start
    point = {**page.fixed[labels], **opened.settings()}
    equilibrium = page.equilibria[labels]
    path = equilibrium.at({n: v for n, v in point.items() if n in equilibrium.ring.names}).paths["G"]
    points = opened.curve()
    assert len(points) == 241
    for shown in points[:: len(points) // CURVE_POINTS]:
        assert shown["y"] == pytest.approx(float(path.subs(equilibrium.time, shown["x"])), rel=1e-9)
    assert opened.values()["G"] < points[-1]["y"] < points[0]["y"] == 30


def test_moving_a_slider_redraws_curve_and_marker(browser: Any, folder: Path) -> None:
    from selenium.webdriver.common.keys import Keys

    page = leadership_page()
    opened = Opened(browser, page, folder, "#plot=q&over=gamma")
    before = opened.curve()
    opened.press("k", Keys.ARROW_RIGHT)
    assert opened.settings()["k"] > 2
    assert opened.curve() != before
    marker = opened.find(".lsec-live-marker-0").get_attribute("cx")
    opened.press("gamma", Keys.END)
    assert opened.settings()["gamma"] == 4
    assert not browser.find_elements("css selector", ".lsec-live-marker-0")
    opened.press("gamma", Keys.HOME)
    opened.press("gamma", Keys.PAGE_UP)
    assert opened.find(".lsec-live-marker-0").get_attribute("cx") != marker


def test_the_picture_has_words(browser: Any, folder: Path) -> None:
    opened = Opened(browser, leadership_page(), folder, "#plot=q&over=gamma&with=simultaneous&gamma=0.5")
    picture = opened.find(".lsec-live-plot > svg")
    assert picture.get_attribute("role") == "img"
    words = picture.get_attribute("aria-label")
    assert words == "q over γ from 0 to 4. manufacturer leads: 0.516129 at γ = 0.5; simultaneous: 0.695652 at γ = 0.5."


def test_the_vertical_axis_and_crossings_have_their_words(browser: Any, folder: Path) -> None:
    opened = Opened(browser, leadership_page(), folder, "#plot=price&over=gamma&with=simultaneous&gamma=0.5")
    assert opened.find(".lsec-live-quantity").text == "price"
    rings = browser.find_elements("css selector", ".lsec-live-ring")
    led, nash = (leadership_page().equilibria[name,] for name in ("manufacturer leads", "simultaneous"))
    places = [float(ring.get_attribute("data-x")) for ring in rings]
    for x in places:
        point = {**leadership_page().fixed["simultaneous",], "k": Fraction(2), "gamma": Fraction(str(x))}
        one, other = (found.at({n: point[n] for n in found.ring.names})["price"] for found in (led, nash))
        assert float(one) == pytest.approx(float(other), rel=1e-9)
    assert places
    words = opened.find(".lsec-live-plot > svg").get_attribute("aria-label")
    assert "Curves cross at γ = " in words


def test_up_to_four_curves_a_column_each(browser: Any, folder: Path) -> None:
    page = backbone("channel_choice")
    opened = Opened(browser, page, folder)
    assert len(browser.find_elements("css selector", ".lsec-live-legend > span")) == 4
    heads = [cell.text for cell in browser.find_elements("css selector", ".lsec-live-table thead th")]
    assert heads == ["quantity", page.start[0], *(labels[0] for labels in page.compare)]
    shown = [row.get_attribute("data-quantity") for row in _visible_rows(browser)]
    assert "d_l" in shown
    assert "live_demand" not in shown, "a row that repeats another"
    link = browser.execute_script("return document.querySelector('.lsec-live').lsecLive.link()")
    browser.get("about:blank")
    browser.get(link)
    assert len(browser.find_elements("css selector", ".lsec-live-legend > span")) == 4
    for _ in page.compare:
        opened.choose("[data-with='0']", "nothing")
    assert len(browser.find_elements("css selector", ".lsec-live-legend > span")) == 1


def _visible_rows(browser: Any) -> list[Any]:
    return browser.find_elements("css selector", ".lsec-live-table tbody tr:not([hidden])")


def test_curves_are_taken_along_as_csv_and_png(browser: Any, folder: Path) -> None:
    opened = Opened(browser, leadership_page(), folder, "#plot=q&over=gamma&with=simultaneous&gamma=0.5")
    browser.execute_script("""
        window.saved = [];
        lsecDownloadSpy = HTMLAnchorElement.prototype.click;
        HTMLAnchorElement.prototype.click = function () { window.saved.push([this.download, this.href]); };
    """)
    opened.find("[data-role='csv']").click()
    opened.find("[data-role='png']").click()
    read = """
        const done = arguments[arguments.length - 1];
        const wait = () => window.saved.length < 2 ? setTimeout(wait, 50) : Promise.all(window.saved.map(
            async ([name, url]) => { const blob = await (await fetch(url)).blob(); const bytes = new Uint8Array(
            await blob.arrayBuffer()); return [name, blob.type, [...bytes.slice(0, 8)], name.endsWith("csv") ?
            await blob.text() : bytes.length]; })).then(done);
        wait();
    """
    (csv_name, _, _, text), (png_name, kind, start, size) = browser.execute_async_script(read)
    assert (csv_name, png_name) == ("who-leads-q-over-gamma.csv", "who-leads-q-over-gamma.png")
    head, *rows = csv.reader(text.splitlines())
    assert head == ["gamma", "q: manufacturer leads", "q: simultaneous"]
    assert len(rows) == 241
    page = leadership_page()
    for row in rows[1::48]:
        for number, name in zip(row[1:], ("manufacturer leads", "simultaneous"), strict=True):
            found = page.equilibria[name,]
            point = {**page.fixed[name,], "k": Fraction(2), "gamma": Fraction(row[0])}
            try:
                exact = found.at({n: point[n] for n in found.ring.names})["q"]
            except OutsideDomain:
                assert number == ""
            else:
                assert float(number) == pytest.approx(float(exact), rel=1e-9)
    assert (kind, bytes(start)) == ("image/png", b"\x89PNG\r\n\x1a\n")
    assert size > 3000
    opened.assert_quiet()


def test_outside_the_domain_the_reason_is_said_and_no_number_is_shown(browser: Any, folder: Path) -> None:
    opened = Opened(browser, leadership_page(), folder)
    opened.type("gamma", "3")
    assert opened.status().startswith("outside the domain because second-order condition of manufacturer")
    assert opened.status().endswith("4·b·k > γ² fails")
    assert opened.values() == {}
    cells = browser.find_elements("css selector", ".lsec-live-table tbody tr:not([hidden]) td[data-column='now']")
    assert {cell.text for cell in cells} == {"—"}
    assert len(opened.curve()) > 100
    assert opened.find(".lsec-live-gap")
    opened.type("gamma", "0")
    assert opened.status() == "outside the domain because γ is declared positive, given 0"


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
        ("#gamma=1;alert(1)", "γ: “1;alert(1)” is no number; ignored", {"gamma": 0.5, "k": 2}),
        ("#k=Infinity", "k: “Infinity” is no number; ignored", {"gamma": 0.5, "k": 2}),
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


def test_typed_nonsense_changes_nothing_and_too_much_is_cut(browser: Any, folder: Path) -> None:
    from selenium.webdriver.common.keys import Keys

    opened = Opened(browser, leadership_page(), folder)
    opened.type("gamma", "77")
    assert "γ = 77 lies beyond the slider; 4 is used" in opened.notice()
    opened.type("k", "2" + Keys.TAB)
    assert opened.notice() == ""
    assert opened.settings() == {"gamma": 4, "k": 2}


def test_a_streamer_type_brings_its_terms(browser: Any, folder: Path) -> None:
    page = backbone("power_structures")
    opened = Opened(browser, page, folder)
    opened.choose("[data-switch='1']", "top")
    settings = opened.settings()
    assert (settings["phi"], settings["eta"], settings["lambda"]) == (3, 1, Fraction(1, 5))
    opened.choose("[data-switch='1']", "own host")
    assert "“own host” goes with another power structure: now “manufacturer = platform”" in opened.notice()
    assert (
        opened.values().keys()
        == said_by_python(page, ("manufacturer = platform", "own host"), opened.settings())[0].keys()
    )


def test_the_table_of_modes_marks_what_the_manufacturer_picks(browser: Any, folder: Path) -> None:
    page = backbone("channel_choice")
    chosen = {}
    for u in ("0.5", "20"):
        opened = Opened(browser, page, folder, f"#phi=1&u={u}")
        payoffs = {}
        for (mode,) in page.equilibria:
            exact, failing = said_by_python(page, (mode,), opened.settings())
            row = opened.find(f".lsec-live-choice [data-label='{mode}']")
            cell = row.find_element("css selector", "[data-player='manufacturer']")
            assert bool(failing) == (cell.get_attribute("data-value") is None)
            if not failing:
                assert is_close(float(cell.get_attribute("data-value")), exact["manufacturer"])
                if mode not in ("reselling", "agency") or exact["streamer"] >= Fraction(u):
                    payoffs[mode] = exact["manufacturer"]
        marked = browser.find_elements("css selector", ".lsec-live-choice [data-chosen='true']")
        assert [row.get_attribute("data-label") for row in marked] == [max(payoffs, key=lambda mode: payoffs[mode])]
        chosen[u] = marked[0].get_attribute("data-label")
    assert chosen["0.5"] != chosen["20"]


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
        assert _eventually(browser, lambda: opened.find(".lsec-live-said").text) == words
    opened.find("[data-role='reset']").click()
    assert opened.settings() == {"gamma": Fraction(1, 2), "k": 2}


def _eventually(browser: Any, text: Any) -> str:
    from selenium.webdriver.support.ui import WebDriverWait

    return WebDriverWait(browser, 10).until(lambda _: text())
