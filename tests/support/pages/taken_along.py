"""The files that a live page hands to a reader who asks for its numbers and its picture."""

from __future__ import annotations

from typing import Any

_SPY = """
    window.saved = [];
    HTMLAnchorElement.prototype.click = function () { window.saved.push([this.download, this.href]); };
    for (const kind of ["csv", "png"]) document.querySelector(`.lsec-live [data-role='${kind}']`).click();
"""
_READ = """
    const done = arguments[arguments.length - 1];
    const wait = () => window.saved.length < 2 ? setTimeout(wait, 50) : Promise.all(window.saved.map(
        async ([name, url]) => { const blob = await (await fetch(url)).blob(); const bytes = new Uint8Array(
        await blob.arrayBuffer()); return [name, blob.type, [...bytes.slice(0, 8)], name.endsWith("csv") ?
        await blob.text() : bytes.length]; })).then(done);
    wait();
"""


def taken_along(browser: Any) -> list[Any]:
    """Return name, type, first bytes, and text or length, of the CSV and of the PNG."""
    browser.execute_script(_SPY)
    return browser.execute_async_script(_READ)  # type: ignore[no-any-return]
