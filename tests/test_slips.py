"""The slips of the book's pages: each is refused in the words that stand there, and what stands below it works."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from lsec_models.cli import main
from lsec_models.errors import LsecError

BOOK = Path(__file__).parents[1] / "book"
PAGE = "\n".join(
    (BOOK / name).read_text(encoding="utf-8") for name in ("slips.md", "slips_in_results.md", "slips_in_files.md")
)


@dataclass(frozen=True, kw_only=True)
class Slip:
    title: str
    wrong: str
    said: str
    instead: str


FENCE = r"```(?:{})\n(.*?)\n```"
CODE, TEXT = FENCE.format("python|sh"), FENCE.format("text")
ENTRY = re.compile(rf"^\*\*([^*\n]+)\.\*\*\n\n{CODE}\n\n{TEXT}\n\nInstead:\n\n{CODE}$", re.MULTILINE | re.DOTALL)
SLIPS = [Slip(title=t, wrong=w, said=s, instead=i) for t, w, s, i in ENTRY.findall(PAGE)]
(SHARED,) = re.findall(rf"share these lines:\n\n{CODE}", PAGE, re.DOTALL)


@pytest.fixture(scope="module")
def names() -> dict[str, Any]:
    found: dict[str, Any] = {}
    exec(SHARED, found)
    return found


@pytest.fixture(autouse=True)
def _apart(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Write files nowhere else, and leave no figure open."""
    import matplotlib.pyplot as plt

    monkeypatch.chdir(tmp_path)
    plt.switch_backend("agg")
    yield
    plt.close("all")


def said_of(code: str, names: dict[str, Any], capsys: pytest.CaptureFixture[str]) -> str:
    """Return what a line of code or a command is refused with; nothing if it is not."""
    if code.startswith("lsec "):
        status = main(shlex.split(code)[1:])
        return capsys.readouterr().err.strip() if status else ""
    try:
        exec(code, dict(names))
    except LsecError as error:
        return f"{type(error).__name__}: {error}"
    return ""


def test_the_page_is_read_whole() -> None:
    assert len(SLIPS) >= 40
    assert len(SLIPS) == PAGE.count("\nInstead:\n")
    assert len({slip.wrong for slip in SLIPS}) == len(SLIPS)


@pytest.mark.slow
@pytest.mark.parametrize("slip", SLIPS, ids=lambda slip: slip.title)
def test_a_slip(slip: Slip, names: dict[str, Any], capsys: pytest.CaptureFixture[str]) -> None:
    assert said_of(slip.wrong, names, capsys) == slip.said
    assert said_of(slip.instead, names, capsys) == "", "the way out"


def test_the_slip_that_python_hides(names: dict[str, Any]) -> None:
    with pytest.raises(TypeError, match="cannot determine truth value of Relational"):
        exec("a < b < c", dict(names))
