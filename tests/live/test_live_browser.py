"""Live pages in a real browser: what a reader sees after moving a slider is what Python computes."""

from __future__ import annotations

import csv
import random
from fractions import Fraction
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest

from lsec_models.errors import OutsideDomain
from lsec_models.live.content import Labels
from pages.live_pages import BACKBONES, backbone, is_close, leadership_page, random_settings, said_by_python
from pages.opened_page import Opened
from pages.taken_along import taken_along

pytestmark = pytest.mark.slow

SETTINGS = 12
TYPED = 2
CURVE_POINTS = 6


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
    (csv_name, _, _, text), (png_name, kind, start, size) = taken_along(browser)
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
