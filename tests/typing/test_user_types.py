"""A user's file against the installed package: it passes ``mypy --strict``, and a wrong line in it does not."""

from __future__ import annotations

import subprocess
import sys
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import pytest

pytest.importorskip("mypy", reason="the extra 'dev' is not installed")
USER = Path(__file__).with_name("user.py")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    try:
        version("lsec_models")
    except PackageNotFoundError:
        pytest.skip("the package is not installed, so that a type checker does not find it")
    return tmp_path_factory.mktemp("user")


def complaints(text: str, folder: Path) -> str:
    (folder / "user.py").write_text(text, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "mypy", "--strict", "user.py"], cwd=folder, capture_output=True, text=True, check=False
    )
    assert done.returncode in (0, 1), done.stderr
    return "\n".join(line for line in done.stdout.splitlines() if ": error:" in line)


@pytest.mark.slow
def test_a_users_file_passes_and_each_wrong_line_is_seen(folder: Path) -> None:
    text = USER.read_text(encoding="utf-8")
    assert complaints(text, folder) == ""
    wrong = [
        ("corners=False), Equilibrium", "corners=True), Equilibrium"),
        ("RestPointsAt)", "RestPoints)"),
        ('at={"b": 0.65}', "at=0.65"),
        ("lsec.solve(matrix)", 'lsec.solve(matrix, ties="against")'),
        ("text: str = lsec.to_latex", "text: int = lsec.to_latex"),
    ]
    spoilt = text
    for before, after in wrong:
        assert text.count(before) == 1, before
        spoilt = spoilt.replace(before, after)
    seen = {int(line.split(":")[1]) for line in complaints(spoilt, folder).splitlines()}
    changed = {
        n for n, lines in enumerate(zip(text.splitlines(), spoilt.splitlines(), strict=True), 1) if len({*lines}) > 1
    }
    assert len(changed) == len(wrong)
    assert seen == changed
