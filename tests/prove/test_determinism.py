"""Verdicts and certificates depend on the work done, and on nothing else: the same bytes however they come about."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

from busy import busy

SCRIPT = Path(__file__).parents[1] / "support" / "verdict_bytes.py"
FEW = (4, 12, 16)


def decided(*words: str, hash_seed: str = "0") -> str:
    """Return what the script prints, decided in a process of its own."""
    command = [sys.executable, str(SCRIPT), *words]
    environment = os.environ | {"PYTHONHASHSEED": hash_seed}
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=True).stdout


@cache
def as_usual() -> str:
    return decided()


@pytest.mark.slow
def test_every_kind_of_verdict_is_among_them() -> None:
    words = " ".join(found[0] for found in json.loads(as_usual()))
    for status in (
        "proved (certificate checked)",
        "two engines agree",
        "mixed: holds iff",
        "contradictory",
        "by regime",
    ):
        assert status in words
    assert "interrupted" not in words


@pytest.mark.slow
@pytest.mark.parametrize(("words", "hash_seed"), [("reversed jumping-clock", "1"), ("two-workers", "3")])
def test_order_clock_company_and_hashes_change_nothing(words: str, hash_seed: str) -> None:
    assert decided(*words.split(), hash_seed=hash_seed) == as_usual()


@pytest.mark.slow
@pytest.mark.parametrize("number", FEW)
def test_a_claim_alone_is_decided_as_among_others(number: int) -> None:
    assert json.loads(decided(str(number))) == [json.loads(as_usual())[number]]


@pytest.mark.slow
def test_a_busy_machine_changes_nothing() -> None:
    """Few claims, since the machine is busy for whoever else runs tests, too."""
    usual = json.loads(as_usual())
    with busy(2):
        found = json.loads(decided(*map(str, FEW[::2])))
    assert found == [usual[number] for number in FEW[::2]]
