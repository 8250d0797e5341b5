"""Papers as plain text: all of them in a table, and one with its games."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping, Sequence

from lsec_models.games.choice.declaration import Choice
from lsec_models.games.evolutionary.game import EvolutionaryGame
from lsec_models.papers.folder.ledger import read_claims
from lsec_models.papers.folder.modules import PaperGame
from lsec_models.papers.folder.paper import LEVELS, Paper
from lsec_models.show.export.text_table import text_table

_WIDTH = 80
_GAP = 2
_MODELS_ROOM = 20
_LEAST = 12  # A reference has as many columns, even where keys are long.
_NONE = "-"


def papers_text(papers: Sequence[Paper]) -> str:
    """Return a table of papers, one line each: key, reference, models of the catalogue, number of claims.

    References are shortened to names and the year, and of many models the first is named.

    Examples
    --------
    >>> from lsec_models.papers import find_papers
    >>> print(papers_text(find_papers(["fisher1996quick"])))
    PAPER            REFERENCE                                     MODELS     CLAIMS
    fisher1996quick  Fisher, Raman 1996. Reducing the Cost of...   inventory  12
    """
    rows = [(paper.key, _models(paper), str(len(read_claims(paper)))) for paper in papers]
    head = ("PAPER", "MODELS", "CLAIMS")
    taken = sum(max(map(len, column)) + _GAP for column in zip(head, *rows, strict=True))
    room = max(_WIDTH - taken, _LEAST)
    told = [(key, _reference(paper, room), *more) for paper, (key, *more) in zip(papers, rows, strict=True)]
    return text_table(("PAPER", "REFERENCE", "MODELS", "CLAIMS"), told, _WIDTH)


def paper_text(paper: Paper, games: Mapping[str, PaperGame]) -> str:
    """Return one paper: what it is, whose the statements are, its models, and its games with the order of moves."""
    first = next(iter(games), "LABEL")
    return "\n\n".join(
        [
            f"{paper.key}\n{_filled(paper.citation)}",
            _filled(f"Level: {paper.level} ({LEVELS[paper.level]})"),
            _filled(paper.provenance),
            _filled(f"Models: {', '.join(paper.models) or 'none of the catalogue'}"),
            f"Claims: {len(read_claims(paper))}",
            text_table(("GAME", "ORDER"), [(label, _order(game)) for label, game in games.items()], _WIDTH),
            f'In Python: lsec.solve(lsec.load("{paper.key}")["{first}"])',
        ]
    )


def _reference(paper: Paper, room: int) -> str:
    """Return the family names of two authors or the first of several, the year, and the words of the title that fit."""
    first, *others = [author.partition(",")[0] for author in paper.authors]
    who = ", ".join((first, *others)) if len(others) <= 1 else f"{first} et al."
    if others and len(f"{who} {paper.year}") > room:
        who = f"{first} et al."
    told = f"{who} {paper.year}"
    longer = textwrap.shorten(f"{told}. {paper.title}", room, placeholder=" ...")
    return longer if len(longer) > len(f"{told}. ...") else told


def _models(paper: Paper) -> str:
    named = ", ".join(paper.models)
    if len(paper.models) <= 1 or len(named) <= _MODELS_ROOM:
        return named or _NONE
    return f"{paper.models[0]} + {len(paper.models) - 1}"


def _order(game: PaperGame) -> str:
    if isinstance(game, EvolutionaryGame):
        return ", ".join(game.populations)
    if isinstance(game, Choice):
        return game.by if isinstance(game.by, str) else ", ".join(game.by)
    return game.label


def _filled(text: str) -> str:
    return textwrap.fill(text, _WIDTH, break_long_words=False, break_on_hyphens=False)
