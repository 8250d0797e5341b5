"""What the symbols of a game stand for: in a few words, and in which unit."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from lsec_models.errors import DeclarationError
from lsec_models.games.frozen import Frozen
from lsec_models.games.one_line import is_one_line


@dataclass(frozen=True)
class Meaning:
    """What a symbol stands for.

    Attributes
    ----------
    words : str
        A few words, without a full stop.
    unit : str
        Such as ``"money/period"``; ``"1"`` for a pure number.
    """

    words: str
    unit: str

    @property
    def attributes(self) -> dict[str, str]:
        """What a dataset says of a variable with this meaning."""
        return {"long_name": self.words, "units": self.unit}


def meaning_field(value: object) -> Frozen[Meaning]:
    """Return what names of a game mean, as the game keeps it.

    Parameters
    ----------
    value : mapping from str or symbol to Meaning or (str, str)

    Raises
    ------
    DeclarationError
        If it is not a mapping, or somewhere not a pair of texts.

    Examples
    --------
    >>> meaning_field({"w": ("wholesale price", "euro")})["w"]
    Meaning(words='wholesale price', unit='euro')
    """
    if not isinstance(value, Mapping):
        raise DeclarationError(f"meanings: {value!r} is not a mapping; write {{'w': ('wholesale price', 'euro')}}")
    return Frozen({str(name): _meaning(str(name), one) for name, one in value.items()})


def agreed_meanings(solved: Iterable[object]) -> Mapping[str, Meaning]:
    """Return what names mean in games and results, as far as all agree that say what a name means.

    Examples
    --------
    >>> from lsec_models import Game, Player, decisions, solve
    >>> p = decisions("p")
    >>> firm = Player("firm", decides=[p], payoff=p * (1 - p))
    >>> one = Game(players=[firm], meanings={"p": ("price", "euro"), "firm": ("profit", "euro")})
    >>> other = Game(players=[firm], meanings={"p": ("fee", "euro")})
    >>> sorted(agreed_meanings([solve(one), other]))
    ['firm']
    """
    said: dict[str, set[Meaning]] = {}
    for game in _games_in(solved):
        for name, meaning in game.meanings.items():
            said.setdefault(name, set()).add(meaning)
    return Frozen({name: next(iter(known)) for name, known in said.items() if len(known) == 1})


def described_axes(*solved: object) -> dict[str, dict[str, str]]:
    """Return what axes stand for in a map of games or results, as attributes of a dataset, by name."""
    return {name: meaning.attributes for name, meaning in agreed_meanings(solved).items()}


def told_meaning(value: object) -> Meaning | None:
    """Return what words and a unit say; None where it is not a pair of two lines of text."""
    said = (value.words, value.unit) if isinstance(value, Meaning) else value
    is_told = isinstance(said, tuple | list) and len(said) == 2 and all(map(is_one_line, said))
    return Meaning(*said) if is_told else None  # type: ignore[misc]


def _meaning(name: str, value: object) -> Meaning:
    meaning = told_meaning(value)
    if meaning is None:
        raise DeclarationError(
            f"meanings of {name!r}: {value!r}; write words and a unit, each in one line, as in ('wholesale price', "
            "'euro'), with '1' for the unit of a pure number"
        )
    return meaning


def _games_in(solved: Iterable[object]) -> Iterator[Any]:
    """Yield games: those of results, of what is chosen among, of what follows, and of who chose."""
    for one in solved:
        if hasattr(one, "among"):
            yield from _games_in(one.among.values())
        elif hasattr(one, "choice"):
            yield from _games_in([one.choice, getattr(one, "game", None)])
        elif getattr(one, "then", None) is not None:
            yield from (one, *_games_in([one.then]))  # type: ignore[attr-defined]
        else:
            game = getattr(one, "game", one)
            yield from [game] if hasattr(game, "meanings") else []
