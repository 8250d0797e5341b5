"""What is published: the wheel, built from the source distribution, with papers and book in it, and nothing else."""

from __future__ import annotations

import os
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

import lsec_models

ROOT = Path(__file__).parent.parent
NAME = f"lsec_models-{lsec_models.__version__}"
# In bytes, a third above today's.
LARGEST_WHEEL, LARGEST_SOURCES = 3_100_000, 3_500_000
OUTSIDE = {"__pycache__", ".mypy_cache", ".pytest_cache", ".hypothesis"}

PROGRAM = """
import lsec_models
from lsec_models.book.sources import find_sources
from lsec_models.papers.folder.search import find_papers

print(lsec_models.__file__)
print(find_sources() / "_toc.yml")
print(*sorted(paper.key for paper in find_papers()))
"""


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of the distributions: what ``LSEC_DIST`` names, or what is built here."""
    if "LSEC_DIST" in os.environ:
        return Path(os.environ["LSEC_DIST"])
    pytest.importorskip("build", reason="the extra 'test' is not installed")
    folder = tmp_path_factory.mktemp("dist")
    command = [sys.executable, "-m", "build", "--no-isolation", "--outdir", str(folder), str(ROOT)]
    subprocess.run(command, check=True, capture_output=True)
    return folder


@pytest.fixture(scope="module")
def in_wheel(built: Path) -> set[str]:
    with zipfile.ZipFile(built / f"{NAME}-py3-none-any.whl") as wheel:
        return set(wheel.namelist())


@pytest.fixture(scope="module")
def in_sources(built: Path) -> set[str]:
    with tarfile.open(built / f"{NAME}.tar.gz") as sources:
        return {member.name.removeprefix(f"{NAME}/") for member in sources if member.isfile()}


def below(*parts: str) -> set[str]:
    """Return the files of a folder of the repository, relative to it, that are not cache."""
    folder = ROOT.joinpath(*parts)
    files = (file.relative_to(folder) for file in folder.rglob("*") if file.is_file())
    return {file.as_posix() for file in files if not OUTSIDE & set(file.parts)}


@pytest.mark.slow
def test_the_wheel_holds_the_package_its_papers_and_its_book_and_nothing_else(in_wheel: set[str]) -> None:
    wanted = {f"lsec_models/{name}" for name in below("src", "lsec_models")}
    wanted |= {f"lsec_models/_papers/{name}" for name in below("papers")}
    wanted |= {f"lsec_models/_book/{name}" for name in below("book")}
    information = {name for name in in_wheel if name.startswith(f"{NAME}.dist-info/")}
    assert in_wheel - information == wanted
    assert f"{NAME}.dist-info/licenses/LICENSE" in information
    assert "lsec_models/py.typed" in in_wheel


@pytest.mark.slow
def test_the_sources_hold_what_builds_and_tests_the_package(in_sources: set[str]) -> None:
    folders = ("src", "tests", "papers", "book", "referee", "benchmarks", ".ci", ".github")
    assert {f"{folder}/{name}" for folder in folders for name in below(folder)} <= in_sources
    beside = {file.name for file in ROOT.iterdir() if file.is_file() and not file.name.startswith(".")}
    assert {"LICENSE", "README.md", "CHANGELOG.md", "SECURITY.md", "pyproject.toml"} <= beside & in_sources
    assert {name for name in in_sources if OUTSIDE & set(Path(name).parts)} == set()


@pytest.mark.slow
def test_distributions_stay_small(built: Path) -> None:
    assert (built / f"{NAME}-py3-none-any.whl").stat().st_size <= LARGEST_WHEEL
    assert (built / f"{NAME}.tar.gz").stat().st_size <= LARGEST_SOURCES


@pytest.mark.slow
def test_the_wheel_finds_its_own_papers_and_book(built: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(built / f"{NAME}-py3-none-any.whl") as wheel:
        wheel.extractall(tmp_path / "installed")
    (tmp_path / "elsewhere").mkdir()
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM],
        cwd=tmp_path / "elsewhere",
        env=os.environ | {"PYTHONPATH": str(tmp_path / "installed")},
        capture_output=True,
        text=True,
        check=True,
    )
    package, contents, papers = done.stdout.splitlines()
    assert Path(package) == tmp_path / "installed" / "lsec_models" / "__init__.py"
    assert Path(contents) == tmp_path / "installed" / "lsec_models" / "_book" / "_toc.yml"
    assert papers.split() == sorted(folder.name for folder in (ROOT / "papers").iterdir() if folder.is_dir())
