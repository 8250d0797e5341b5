"""Property tests draw from the seed that is printed with a failure, wherever they run."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import core, settings

FAILING = """
from pathlib import Path

from hypothesis import given, strategies

@given(strategies.integers())
def test_that_fails(drawn):
    with Path("drawn").open("a") as file:
        print(drawn, file=file)
    assert drawn < 1000
"""


def failed(folder: Path, seed: int, server: dict[str, str]) -> tuple[str, str]:
    """Return what a failing property test printed and drew, run twice in one folder."""
    tests = folder / "tests"
    tests.mkdir(parents=True)
    shutil.copy(Path(__file__).parent / "conftest.py", tests)
    (tests / "test_failing.py").write_text(FAILING)
    plain = {name: value for name, value in os.environ.items() if name not in ("CI", "PYTEST_ADDOPTS")}
    run = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "tests"]
    done = subprocess.run(
        run, cwd=folder, env=plain | server | {"LSEC_SEED": str(seed)}, capture_output=True, text=True, check=False
    )
    assert done.returncode == 1, done.stdout + done.stderr
    return done.stdout, (folder / "drawn").read_text()


@pytest.mark.slow
def test_the_seed_that_a_failure_says_repeats_it_on_a_server_too(tmp_path: Path) -> None:
    said, drawn = failed(tmp_path / "here", 7, {})
    assert "property tests drew from seed 7: LSEC_SEED=7 repeats their examples" in said
    _, there = failed(tmp_path / "there", 7, {"CI": "true"})
    assert there == drawn
    _, others = failed(tmp_path / "others", 8, {"CI": "true"})
    assert others != drawn


def test_examples_depend_on_the_seed_alone(request: pytest.FixtureRequest) -> None:
    assert (settings.default.derandomize, settings.default.database, settings.default.deadline) == (False, None, None)
    assert core.global_force_seed == int(request.config.option.hypothesis_seed)


def test_no_property_test_draws_from_elsewhere() -> None:
    elsewhere = re.compile(r"derandomize|reproduce_failure|database=|hypothesis import .*\bseed\b")
    own = Path(__file__)
    texts = {file: file.read_text(encoding="utf-8") for file in own.parent.rglob("*.py")}
    assert sum("@given(" in text for text in texts.values()) > 40
    assert {file.name for file, text in texts.items() if elsewhere.search(text)} == {own.name, "conftest.py"}
