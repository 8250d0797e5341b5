"""The seed of property tests: the same for the same source, another one when anything of it changes.

What is imported and collected stays, and is not looked through for garbage.
"""

from __future__ import annotations

import gc
import hashlib
import os
from collections.abc import Generator, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

# On a server of CI, Hypothesis would draw from a digest of each test; elsewhere, first what once failed there. Neither
# is what the seed repeats. How long an example takes decides nothing.
settings.register_profile("drawn from the seed", derandomize=False, database=None, deadline=None)
settings.load_profile("drawn from the seed")

SOURCE = Path(__file__).parent.parent / "src"


@cache
def seed() -> str:
    """Return what property tests draw from: ``LSEC_SEED``, or a digest of the package's source."""
    source = hashlib.sha256()
    for file in sorted(SOURCE.rglob("*.py")):
        source.update(file.read_bytes())
    return os.environ.get("LSEC_SEED", str(int(source.hexdigest()[:8], 16)))


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    """Hand the seed to Hypothesis, unless its own option names one."""
    if config.option.hypothesis_seed is None:
        config.option.hypothesis_seed = seed()


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """Keep what is imported and collected out of the search for garbage: it stays to the end."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.freeze()
        gc.enable()


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """Start a real browser, for the tests of a file."""
    from pages.browser import chromium, resize

    with chromium() as started:
        resize(started, 1200, 900)
        yield started


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """With several processes, one takes what shares something that is made once; another ``--dist`` stays."""
    if config.option.dist != "loadfile":
        return None
    from shared_work import SharedWork

    return SharedWork(config, log)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say, with failures, how to repeat the draws of property tests."""
    if terminalreporter.stats.get("failed"):
        drawn = terminalreporter.config.option.hypothesis_seed
        terminalreporter.write_line(f"property tests drew from seed {drawn}: LSEC_SEED={drawn} repeats their examples")
