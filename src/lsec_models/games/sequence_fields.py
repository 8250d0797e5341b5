"""Fields of declarations that are sequences, and what to write where somebody gives something else."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from lsec_models.errors import DeclarationError, described

_SHORT = 40


def sequence_field(value: object, what: str, instead: Callable[[str], str]) -> tuple[Any, ...]:
    """Return a sequence as a tuple.

    Parameters
    ----------
    value : object
    what : str
        What it is, for messages.
    instead : callable
        From a text that was given, what to write in its place.

    Raises
    ------
    DeclarationError
        If it is a text, or no sequence.
    """
    if isinstance(value, str):
        raise DeclarationError(f"{what}: {value!r} is text, not a sequence; write {instead(value)}")
    if not isinstance(value, Iterable):
        shown = repr(value)
        if len(shown) > _SHORT:
            raise DeclarationError(f"{what}: {described(value)}, no sequence; write it in square brackets")
        raise DeclarationError(f"{what}: {shown} is not a sequence; write [{shown}]")
    return tuple(value)


def relation_sequence(value: object, what: str) -> tuple[Any, ...]:
    """Return a sequence of relations as a tuple; see :func:`sequence_field`."""
    return sequence_field(value, what, lambda text: f"[{text}] without quotes, with the declared symbols")


def player_sequence(value: object) -> tuple[Any, ...]:
    """Return a sequence of players as a tuple; see :func:`sequence_field`."""
    return sequence_field(value, "players", lambda text: f"[Player({text!r}, decides=..., payoff=...), ...]")
