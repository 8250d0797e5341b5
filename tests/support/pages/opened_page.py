"""A live page that a browser has opened, moved as a reader moves it, and what it shows then."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from fractions import Fraction
from pathlib import Path
from typing import Any

from lsec_models.live.content import Labels
from lsec_models.live.page import LivePage
from pages.browser import console_errors, outside_requests


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
