"""A real browser for tests of pages: Debian's Chromium, driven by Selenium, with its console and network in view."""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NoReturn

from needed import missing

_FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
    "--force-device-scale-factor=1",
    "--hide-scrollbars",
)
_OWN = ("file:", "data:", "about:", "blob:", "chrome:")


@contextmanager
def chromium() -> Iterator[Any]:
    """Start Chromium and close it again; skip the test where there is none, unless LSEC_BROWSER=required."""
    webdriver = _selenium()
    binary = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    driver = shutil.which("chromedriver")
    if binary is None or driver is None:
        _missing("Chromium and chromedriver are not installed (apt-get install chromium chromium-driver)")
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        options = webdriver.ChromeOptions()
        options.binary_location = binary
        for flag in (*_FLAGS, f"--user-data-dir={profile}"):
            options.add_argument(flag)
        options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
        browser = webdriver.Chrome(options=options, service=webdriver.ChromeService(executable_path=driver))
        try:
            yield browser
        finally:
            browser.quit()


def console_errors(browser: Any) -> list[str]:
    """Return what the console has said since it was last asked, beyond information."""
    return [entry["message"] for entry in browser.get_log("browser") if entry["level"] in ("SEVERE", "WARNING")]


def requested(browser: Any) -> list[str]:
    """Return the addresses that pages have asked for since it was last asked."""
    messages = [json.loads(entry["message"])["message"] for entry in browser.get_log("performance")]
    return [m["params"]["request"]["url"] for m in messages if m["method"] == "Network.requestWillBeSent"]


def outside_requests(browser: Any) -> list[str]:
    """Return those of them that are neither files nor inline data."""
    return outside(requested(browser))


def outside(addresses: list[str]) -> list[str]:
    """Return those addresses that are neither files nor inline data."""
    return [address for address in addresses if not address.startswith(_OWN)]


def resize(browser: Any, width: int, height: int, *, dark: bool = False) -> None:
    """Give the page exactly this many pixels (also fewer than a window can have), in light or dark colours."""
    size = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 600}
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
    scheme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": [scheme]})


def _selenium() -> Any:
    try:
        from selenium import webdriver
    except ImportError:
        _missing("the Python package selenium is not installed (pip install -c constraints.txt -e '.[test]')")
    return webdriver


def _missing(reason: str) -> NoReturn:
    missing("LSEC_BROWSER", reason, f"no browser to test in: {reason}")
