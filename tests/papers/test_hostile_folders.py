"""Whatever is wrong with a paper folder is told in a sentence, and nothing is written but below --out."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from hostile_folders import CASES, write_paper
from lsec_models.cli import main


def contents(folder: Path) -> dict[str, bytes | None]:
    return {str(path.relative_to(folder)): path.read_bytes() if path.is_file() else None for path in folder.rglob("*")}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    folder = tmp_path / "papers" / "small2024"
    write_paper(folder)
    return folder


COMMAND = ["reproduce", "--papers", "../papers", "--out", "out"]


def test_the_folder_that_is_spoilt_is_in_order(folder: Path) -> None:
    assert main(COMMAND) == 0
    assert not list(folder.rglob("__pycache__"))


@pytest.mark.slow
@pytest.mark.parametrize("name", CASES)
def test_what_is_wrong_with_a_folder_is_told(folder: Path, name: str, capfd: pytest.CaptureFixture[str]) -> None:
    spoil, status, words = CASES[name]
    spoil(folder)
    before = contents(folder.parent.parent)
    assert main(COMMAND) == status
    captured = capfd.readouterr()
    assert words in captured.out + captured.err
    assert "Traceback" not in captured.out + captured.err
    assert "all agree" not in captured.out
    if status == 2:
        assert captured.out == ""
        (told,) = [
            part for part in re.split(r"^lsec: ", captured.err, flags=re.M)[1:] if not part.startswith("runs the")
        ]
        assert len(told) < 1000
    after = contents(folder.parent.parent)
    assert {path: content for path, content in after.items() if not path.startswith("here/out")} == before


def test_there_are_enough_of_them() -> None:
    assert len(CASES) >= 60
