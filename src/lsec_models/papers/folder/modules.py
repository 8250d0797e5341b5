"""Running the Python files of a paper folder."""

from __future__ import annotations

import hashlib
import importlib
import os
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType
from typing import Any, TypeAlias, TypeVar

from lsec_models.errors import PaperError
from lsec_models.games.choice.declaration import Choice
from lsec_models.games.choice.equilibrium import ChoiceEquilibrium
from lsec_models.games.differential.game import DifferentialGame
from lsec_models.games.evolutionary.game import EvolutionaryGame
from lsec_models.games.frozen import Frozen
from lsec_models.games.static.game import Game
from lsec_models.games.static.results.bayesian_equilibrium import BayesianEquilibrium
from lsec_models.games.static.results.equilibrium import Equilibrium
from lsec_models.games.static.results.implicit import ImplicitEquilibrium
from lsec_models.games.static.results.piecewise import PiecewiseEquilibrium
from lsec_models.papers.folder.fingerprint import digest_of_folder
from lsec_models.papers.folder.own_code import OwnCodeFailed, run_own_code
from lsec_models.papers.folder.paper import Paper
from lsec_models.papers.folder.registry import Drawing, Figures, NumberedResult, Results

PaperGame: TypeAlias = Game | DifferentialGame | EvolutionaryGame | Choice

T = TypeVar("T")

Registry = TypeVar("Registry", Results, Figures)


def load_results(paper: Paper) -> list[NumberedResult]:
    """Return the results that the paper's ``results.py`` declares in ``RESULTS``.

    Raises
    ------
    PaperError
        If there is no such file or name, or it cannot be run.
    """
    return list(_registry(paper, "results", Results))


def load_figures(paper: Paper) -> list[Drawing]:
    """Return the figures that the paper's ``figures.py``, if it has one, declares in ``FIGURES``.

    Raises
    ------
    PaperError
        If the file has no such name, or cannot be run.
    """
    if not (paper.folder / "figures.py").exists():
        return []
    return list(_registry(paper, "figures", Figures))


def load_equilibria(paper: Paper) -> Mapping[str, Equilibrium]:
    """Return what the function ``equilibria`` of the paper's ``model.py`` returns: equilibria by label.

    Raises
    ------
    PaperError
        If there is no such file or function, or it cannot be run.
    """
    missing = "has claims but no model.py; define equilibria() there"
    return _by_label(paper, "equilibria", missing, _is_equilibrium, "give what solve returns")


def load_games(paper: Paper) -> Mapping[str, PaperGame]:
    """Return what the function ``games`` of the paper's ``model.py`` returns: games as declared, by label.

    Raises
    ------
    PaperError
        If there is no such file or function, or it cannot be run.
    """
    missing = "has no model.py; define games() there, which returns games by label"
    return Frozen(_by_label(paper, "games", missing, _is_game, "give what solve takes"))


def _by_label(
    paper: Paper, name: str, missing: str, is_kind: Callable[[object], bool], way_out: str
) -> Mapping[str, Any]:
    """Return what a function of ``model.py`` returns, a mapping by label to things of a kind."""
    file = paper.folder / "model.py"
    if not file.exists():
        raise PaperError(f"{paper.folder} {missing}")
    module = _run(file, lambda: _imported(paper, "model"))
    define = getattr(module, name, None)
    if not callable(define):
        raise PaperError(f"{file} must define {name}(), which returns {name} by label")
    found = _run(file, define)
    if not isinstance(found, Mapping) or not all(isinstance(label, str) for label in found):
        raise PaperError(f"{file}: {name}() must return a dictionary of {name} by label")
    for label, one in found.items():
        if not is_kind(one):
            raise PaperError(f"{file}: {name}() gives something of type {type(one).__name__} for {label!r}; {way_out}")
    return found


def _is_game(found: object) -> bool:
    return isinstance(found, PaperGame)


def _is_equilibrium(found: object) -> bool:
    if isinstance(
        found, Equilibrium | ImplicitEquilibrium | PiecewiseEquilibrium | ChoiceEquilibrium | BayesianEquilibrium
    ):
        return True
    # Imported here, since it takes long and few papers are about dynamic games or populations.
    from lsec_models.games.differential.feedback import FeedbackEquilibrium
    from lsec_models.games.evolutionary.rest_points import RestPoints

    return isinstance(found, FeedbackEquilibrium | RestPoints)


def _registry(paper: Paper, name: str, kind: type[Registry]) -> Registry:
    file = paper.folder / f"{name}.py"
    if not file.exists():
        raise PaperError(f"{paper.folder} has no {name}.py; declare the paper's {name} there")
    module = _run(file, lambda: _imported(paper, name))
    found = getattr(module, name.upper(), None)
    if not isinstance(found, kind):
        raise PaperError(f"{file} must define {name.upper()} = {kind.__name__}()")
    return found


def _run(file: Path, work: Callable[[], T]) -> T:
    """Run the paper's own code; its errors become errors of the paper."""
    try:
        return run_own_code(work)
    except OwnCodeFailed as failure:
        raise PaperError(
            f"{file}: {failure}" if failure.says_what else f"{file} cannot be run: {failure.words}"
        ) from failure


def _imported(paper: Paper, name: str) -> ModuleType:
    """Import a file of the folder as a module of a package of its own, so that its files can import each other.

    Another content is another package: what was imported before a file changed is not used after it.
    """
    place = hashlib.sha256(os.fsencode(paper.folder.resolve())).hexdigest()[:12]
    package = f"_lsec_paper_{place}_{digest_of_folder(paper)[:12]}"
    if package not in sys.modules:
        parent = ModuleType(package)
        parent.__path__ = [str(paper.folder.resolve())]
        sys.modules[package] = parent
    with _no_bytecode():
        importlib.invalidate_caches()
        return importlib.import_module(f"{package}.{name}")


@contextmanager
def _no_bytecode() -> Iterator[None]:
    """A paper folder may be read-only, and is compared file by file: leave nothing in it."""
    before, sys.dont_write_bytecode = sys.dont_write_bytecode, True
    try:
        yield
    finally:
        sys.dont_write_bytecode = before
