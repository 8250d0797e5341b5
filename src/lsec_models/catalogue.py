"""The catalogue that is one: models by name, and the games of papers by citation key."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Literal, overload

from lsec_models.errors import DeclarationError, PaperError, require_known
from lsec_models.games.differential.game import DifferentialGame
from lsec_models.games.evolutionary.game import EvolutionaryGame
from lsec_models.games.static.game import Game
from lsec_models.models import catalogue as models

if TYPE_CHECKING:
    from pathlib import Path

    from lsec_models.papers.folder.paper import Paper


# fmt: off
@overload
def load(name: Literal["dynamic_quality", "customer_relationship"], **options: Any) -> DifferentialGame: ...
@overload
def load(name: Literal["regulation"], **options: Any) -> EvolutionaryGame: ...
@overload
def load(
    name: Literal[
        "arya2007encroachment", "bergstrom1986private", "bulow1982durable", "cachon2005revenue", "choi1991price",
        "daspremont1988research", "fisher1996quick", "ha2016quality", "ha2022structures", "holmstrom1987aggregation",
        "horn1988bilateral", "katz1985network", "lariviere2001selling", "lazear1981tournaments", "li2002sharing",
        "mayang2024channel", "mcguire1983industry", "mirman1993monopoly", "monahan1984quantity", "mussa1978quality",
        "pasternack1985pricing", "petruzzi1999pricing", "savaskan2004closed", "singh1984price", "su2009returns",
        "tullock1980rents", "zhang2023power",
    ],
    **options: Any,
) -> Mapping[str, Game]: ...
@overload
def load(
    name: Literal["tan2021incentives", "tsebelis1989abuse"], **options: Any
) -> Mapping[str, EvolutionaryGame]: ...
@overload
def load(
    name: Literal["sethi1983dynamic", "zhang2023dynamic"], **options: Any
) -> Mapping[str, DifferentialGame]: ...
@overload
def load(
    name: Literal["zheng2024survey"], **options: Any
) -> Mapping[str, Game | DifferentialGame | EvolutionaryGame]: ...
@overload
def load(name: str, **options: Any) -> Game: ...
# fmt: on
def load(name: str, **options: Any) -> Any:
    """Return a model of the catalogue by its name, or the games of a paper by its citation key.

    Parameters
    ----------
    name : str
        A model, as ``lsec models`` lists them, or a paper of ``lsec models --papers``: one that
        :func:`lsec_models.papers.find_papers` finds. A model goes before a paper of the same name. A paper folder is
        code, and is run: load only those that you trust.
    **options
        The model's options, such as ``order=["streamer", ("manufacturer", "platform")]`` or ``streamer="top"``. A paper
        has none.

    Returns
    -------
    Game, DifferentialGame, EvolutionaryGame, or a mapping
        Of a paper, what ``games()`` of its ``model.py`` returns: its games as declared, by label. Nothing is solved.
        The docstring of ``games()`` says which of them are solved with corners. A type checker takes a paper of your
        own for a game.

    Raises
    ------
    UnknownName
        If there is no such model, paper or streamer type.
    DeclarationError
        If the model has no such option, or options are given for a paper.
    PaperError
        If the paper's folder is incomplete, or its code cannot be run.

    Examples
    --------
    >>> load("power_structures", order=["streamer", ("manufacturer", "platform")], streamer="top").parameters
    (F, a, b, c, eta, gamma, k, lambda, mu, phi, tau, upsilon)
    >>> games = load("fisher1996quick")
    >>> list(games), games["once"].parameters
    (['once', 'twice'], (B, c, p, s))
    """
    if is_model(name):
        return models.load(name, **options)
    paper = paper_named(name)
    for option in options:
        raise DeclarationError(
            f"paper {name!r} takes no option {option!r}; leave it out, and change one of the games that are returned"
        )
    from lsec_models.papers.folder.modules import load_games

    return load_games(paper)


def is_model(name: object) -> bool:
    """Return whether a name is a model's, or looks like a game file, of which the catalogue of models says the rest."""
    return isinstance(name, str) and (name in models.CATALOGUE or name.endswith(".toml"))


def is_paper(name: object) -> bool:
    """Return whether a name is a paper's citation key, and no model's."""
    return isinstance(name, str) and not is_model(name) and name in _folders_of_papers()


def paper_named(name: object) -> Paper:
    """Return the paper of a citation key that is not a model's name.

    Raises
    ------
    UnknownName
        If there is none; the message says the nearest models and papers.
    PaperError
        If its ``paper.toml`` cannot be read.
    """
    from lsec_models.papers.folder.paper import read_paper

    folders = _folders_of_papers()
    require_known(name, {*models.CATALOGUE, *folders}, f"no model or paper {name!r} in the catalogue")
    return read_paper(folders[str(name)])


def _folders_of_papers() -> Mapping[str, Path]:
    from lsec_models.papers.folder.search import paper_folders

    try:
        return paper_folders()
    except PaperError:
        return {}
