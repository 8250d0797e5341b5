"""What a paper folder says about itself: ``paper.toml``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lsec_models.errors import PaperError, excerpt_of, nearest
from lsec_models.models import CATALOGUE
from lsec_models.papers.folder.names import check_name
from lsec_models.toml import read_toml_file, without_format

FORMAT = 1
LEVELS: Mapping[str, str] = {
    "equation": "every formula, threshold and number of the paper is re-derived",
    "abstract": "statements of the paper's abstract are checked in our model",
    "statement": "qualitative statements of the paper are checked in models of ours",
    "reconstruction": "our own model of the question in the paper's title; every statement is ours",
}


@dataclass(frozen=True, kw_only=True)
class Paper:
    """A paper and its folder.

    Attributes
    ----------
    folder : Path
        Where ``paper.toml`` stands.
    key : str
        The citation key, equal to the folder's name.
    title : str
    journal : str
        With volume, number and pages, where there are any.
    doi : str
        Empty where none is known.
    models : tuple of str
        The models of the catalogue that it is behind, or decides, by name; empty where there are none.
    authors : tuple of str
    year : int
    level : str
        A key of ``LEVELS``: how far the paper itself is reproduced.
    provenance : str
        Where the statements come from.
    modelling_choices : tuple of str
        What we chose, one sentence each.
    """

    folder: Path
    key: str
    title: str
    authors: tuple[str, ...]
    year: int
    journal: str
    level: str
    provenance: str
    modelling_choices: tuple[str, ...]
    doi: str = ""
    models: tuple[str, ...] = ()

    @property
    def recorded_file(self) -> Path:
        """What each result must equal."""
        return self.folder / "recorded.json"

    @property
    def citation(self) -> str:
        """Authors (year). Title. Journal. DOI."""
        place = f" https://doi.org/{self.doi}" if self.doi else ""
        return f"{', '.join(self.authors)} ({self.year}). {self.title}. {self.journal}.{place}"


def read_paper(folder: Path) -> Paper:
    """Read ``paper.toml``; its ``format``, 1 where it says none, is that of the whole folder.

    Raises
    ------
    PaperError
        If it is missing, not TOML, of a format that is not known, an entry is missing, unknown, empty or of the wrong
        type, or the key cannot be the name of a folder on every system.
    """
    file = folder / "paper.toml"
    try:
        entries = read_toml_file(file, PaperError)
    except FileNotFoundError:
        raise PaperError(f"{folder} is not a paper folder: it has no paper.toml") from None
    try:
        entries = without_format(entries, FORMAT, "paper folders", PaperError)
    except PaperError as refusal:
        raise PaperError(f"{file}: {refusal}") from None
    _check_names(file, entries)
    paper = Paper(folder=folder, **{name: _entry(file, name, entries[name]) for name in _TYPES if name in entries})
    if paper.key != folder.name:
        raise PaperError(
            f"{file}: the key {excerpt_of(paper.key)} must be the folder's name {folder.name!r}; rename one of them"
        )
    check_name(f"{file}: key", paper.key)
    for model in paper.models:
        if model not in CATALOGUE:
            raise PaperError(f"{file}: no model {excerpt_of(model)} in the catalogue; {nearest(model, CATALOGUE)}")
    if paper.level not in LEVELS:
        raise PaperError(f"{file}: no level {excerpt_of(paper.level)}; {nearest(paper.level, LEVELS)}")
    return paper


_TYPES: Mapping[str, type] = {
    "key": str,
    "title": str,
    "authors": tuple,
    "year": int,
    "journal": str,
    "doi": str,
    "level": str,
    "provenance": str,
    "modelling_choices": tuple,
    "models": tuple,
}
_OPTIONAL = ("doi", "models")
_WORDS = {str: "a text", int: "a whole number", tuple: "a list of texts"}


def _check_names(file: Path, entries: Mapping[str, Any]) -> None:
    missing = [name for name in _TYPES if name not in entries and name not in _OPTIONAL]
    if missing:
        raise PaperError(f"{file} lacks {', '.join(missing)}; add {'it' if len(missing) == 1 else 'them'}")
    for name in entries:
        if name not in _TYPES:
            raise PaperError(f"{file}: unknown entry {excerpt_of(name)}; {nearest(name, _TYPES)}")


def _entry(file: Path, name: str, value: Any) -> Any:
    wanted = _TYPES[name]
    if wanted is tuple and isinstance(value, list) and all(isinstance(item, str) and item for item in value):
        return tuple(value)
    if wanted is not tuple and type(value) is wanted and value != "":
        return value
    raise PaperError(f"{file}: {name} must be {_WORDS[wanted]}, not {excerpt_of(value)}")
