"""Where there is no browser, tests of pages are skipped with a reason, or fail where a browser was asked for."""

from __future__ import annotations

import sys

import pytest

from pages import browser


@pytest.mark.parametrize("lacking", ["selenium", "chromium", "chromedriver"])
@pytest.mark.parametrize(("asked", "outcome"), [("", "Skipped"), ("required", "Failed")])
def test_a_missing_browser(monkeypatch: pytest.MonkeyPatch, lacking: str, asked: str, outcome: str) -> None:
    monkeypatch.setenv("LSEC_BROWSER", asked)
    if lacking == "selenium":
        monkeypatch.setitem(sys.modules, "selenium", None)
    else:
        pytest.importorskip("selenium", reason="selenium is not installed, and is not what this test takes away")
        known = {"chromium": "chromedriver", "chromedriver": "chromium"}[lacking]
        monkeypatch.setattr(browser.shutil, "which", lambda name: f"/{name}" if name == known else None)
    reason = r"selenium is not installed|apt-get install chromium"
    with pytest.raises(BaseException, match=reason) as raised, browser.chromium():
        pass
    assert raised.type.__name__ == outcome
