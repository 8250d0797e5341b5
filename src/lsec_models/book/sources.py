"""Where the book's sources are, and the folder that Sphinx builds from: those, generated pages, the papers' figures."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from lsec_models.errors import BookError
from lsec_models.files import files_below, write_atomically
from lsec_models.papers.folder.search import usual_places

CONFIGURATION, CONTENTS = "_config.yml", "_toc.yml"


def find_sources(folder: Path | None = None) -> Path:
    """Return the folder with the book's chapters.

    Parameters
    ----------
    folder : Path, optional
        Without it: ``book`` in the current folder, or in the nearest parent that has one, no higher than the root of
        the project (see :func:`lsec_models.papers.folder.search.usual_places`); else the sources that came with the
        package; else those of the repository it is installed from.

    Raises
    ------
    BookError
        If there is none.
    """
    places = [folder] if folder is not None else list(usual_places("book"))
    for place in places:
        if (place / CONFIGURATION).is_file() and (place / CONTENTS).is_file():
            return place
    raise BookError(
        f"no sources of a book in {folder or './book or above'}: a book is a folder with {CONFIGURATION} and "
        f"{CONTENTS}; name it with --sources DIR"
    )


def write_sources(target: Path, sources: Path, generated: Mapping[str, str], figures: Mapping[str, Path]) -> None:
    """Make a folder hold the book's sources and nothing else.

    A file whose content is there already is not touched, so that Sphinx reads again only what has changed.

    Parameters
    ----------
    target : Path
    sources : Path
    generated : mapping from str to str
        Pages by path, relative to `target`.
    figures : mapping from str to Path
        Files by path, relative to `target`.

    Raises
    ------
    BookError
        If a generated page would hide a chapter.
    """
    wanted = {file.relative_to(sources).as_posix(): file.read_bytes() for file in _files(sources)}
    hidden = sorted(set(wanted) & set(generated))
    if hidden:
        raise BookError(f"{', '.join(hidden)} in {sources} would be replaced by a generated page; rename the chapter")
    wanted |= {name: text.encode() for name, text in generated.items()}
    wanted |= {name: file.read_bytes() for name, file in figures.items()}
    for file in _files(target):
        if file.relative_to(target).as_posix() not in wanted:
            file.unlink()
    for name, content in wanted.items():
        file = target / name
        if not (file.is_file() and file.read_bytes() == content):
            write_atomically(file, content)


def _files(folder: Path) -> Iterator[Path]:
    return files_below(folder, without={"_build", "__pycache__", ".ipynb_checkpoints"})
