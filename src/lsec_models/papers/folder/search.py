"""Where papers are found."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from importlib.resources import files
from pathlib import Path

from lsec_models.errors import PaperError, require_known
from lsec_models.papers.folder.names import check_name
from lsec_models.papers.folder.paper import Paper, read_paper

_ROOT_MARKS = (".git", "pyproject.toml")


def find_papers(names: Sequence[str] = (), folder: Path | None = None) -> list[Paper]:
    """Return papers by citation key, sorted.

    Parameters
    ----------
    names : sequence of str
        Citation keys; all papers without any.
    folder : Path, optional
        The folder that holds the paper folders. Without it: ``papers`` in the current folder, or in the nearest parent
        that has one, no higher than the root of the project (see :func:`usual_places`); else the papers that came with
        the package; else those of the repository it is installed from.

    Returns
    -------
    list of Paper

    Raises
    ------
    PaperError
        If no folder is found, it holds no paper, or two whose keys differ in capitals only.
    UnknownName
        If it has no paper of that name.
    """
    found = paper_folders(folder)
    place = next(iter(found.values())).parent
    for name in names:
        require_known(name, found, f"no paper {name!r} in {place}")
    papers: dict[str, Paper] = {}
    for name in sorted(set(names) or found):
        paper = read_paper(found[name])
        papers[check_name(f"{place}: paper", paper.key, papers)] = paper
    return list(papers.values())


def paper_folders(folder: Path | None = None) -> Mapping[str, Path]:
    """Return the folders of the papers by name, sorted; nothing in them is read.

    Parameters
    ----------
    folder : Path, optional
        As in :func:`find_papers`.

    Raises
    ------
    PaperError
        If no folder is found, or it holds no paper.
    """
    place = _place() if folder is None else folder
    if not place.is_dir():
        raise PaperError(f"{place} is not a folder; name the one that holds the paper folders with --papers DIR")
    found = {path.parent.name: path.parent for path in sorted(place.glob("*/paper.toml"))}
    if not found:
        raise PaperError(f"{place} holds no paper: a paper is a folder with a paper.toml")
    return found


def _place() -> Path:
    for place in usual_places("papers"):
        if any(place.glob("*/paper.toml")):
            return place
    raise PaperError(
        "no papers found in ./papers, nor above up to the root of the project; name the folder that holds them with "
        "--papers DIR"
    )


def usual_places(name: str) -> Iterator[Path]:
    """Yield where a folder of the repository may be, the nearest first; it need not be there.

    Parents are looked into up to the root of the project, the nearest folder with a ``.git`` or a ``pyproject.toml``.
    Outside of a project only the current folder is: what somebody else put above it is not ours to run.

    Parameters
    ----------
    name : str
        Such as ``papers``. In an installed package it has an underscore in front.

    Examples
    --------
    >>> next(usual_places("papers")) == Path.cwd() / "papers"
    True
    """
    yield from (folder / name for folder in _project(Path.cwd()))
    package = Path(str(files("lsec_models")))
    yield package / f"_{name}"
    yield package.parent.parent / name


def _project(here: Path) -> list[Path]:
    """Return a folder and its parents up to the root of its project."""
    above = (here, *here.parents)
    for number, folder in enumerate(above, start=1):
        if any((folder / mark).exists() for mark in _ROOT_MARKS):
            return list(above[:number])
    return [here]
