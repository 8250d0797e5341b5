"""What the symbols of a game stand for: in a few words, and in which unit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

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
