"""Power structures: who moves first, as ordered partitions."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from lsec_models.algebra.description import Printed
from lsec_models.algebra.domains.symbols import Decision
from lsec_models.errors import DeclarationError
from lsec_models.games.sequence_fields import sequence_field

# What stands between movers where people write an order as text.
_BETWEEN = (">", "=", ",")


def entries_by_slot(order: Sequence[Any] | None) -> list[tuple[Any, ...]]:
    """Return who or what stands in each slot of an order, one or several; nothing where there is no order.

    Examples
    --------
    >>> entries_by_slot(["manufacturer", ("streamer", "platform")])
    [('manufacturer',), ('streamer', 'platform')]
    """
    return [slot if isinstance(slot, tuple) else (slot,) for slot in order or ()]


@dataclass(frozen=True, repr=False)
class Move(Printed):
    """What one player decides in one stage.

    Attributes
    ----------
    player : str
        The player's name.
    decisions : tuple of Decision
        Chosen together, knowing all earlier stages.
    """

    player: str
    decisions: tuple[Decision, ...]

    def __str__(self) -> str:
        return f"{self.player} ({', '.join(decision.name for decision in self.decisions)})"


@dataclass(frozen=True, repr=False)
class Stage(Printed):
    """The moves that are made simultaneously.

    Attributes
    ----------
    number : int
        1 for the leaders.
    moves : tuple of Move
        At most one for each player.
    """

    number: int
    moves: tuple[Move, ...]

    @property
    def decisions(self) -> tuple[Decision, ...]:
        """All decisions of the stage."""
        return tuple(d for move in self.moves for d in move.decisions)

    def __str__(self) -> str:
        return f"stage {self.number}: {' and '.join(map(str, self.moves))}"


def power_structures(players: Iterable[str]) -> tuple[tuple[tuple[str, ...], ...], ...]:
    """Return every power structure of `players`: all ordered partitions, leaders first.

    Parameters
    ----------
    players : iterable of str

    Returns
    -------
    tuple of tuple of tuple of str
        Each has one tuple for each stage; players in one tuple move simultaneously. There are 1, 3, 13, 75, ... for
        1, 2, 3, 4, ... players (the Fubini numbers). The simultaneous game comes first.

    Raises
    ------
    DeclarationError
        If it is given anything else, such as a game.

    Examples
    --------
    >>> power_structures(["M", "S"])
    ((('M', 'S'),), (('M',), ('S',)), (('S',), ('M',)))
    """
    if not isinstance(players, Iterable):
        kind = type(players).__name__
        raise DeclarationError(f"power_structures takes names, as in power_structures(['M', 'S']), not a {kind}")
    names = tuple(players)
    if not names:
        return ((),)
    return tuple(
        (leaders, *rest)
        for size in range(len(names), 0, -1)
        for leaders in combinations(names, size)
        for rest in power_structures(name for name in names if name not in leaders)
    )


def order_label(order: Iterable[object]) -> str:
    """Return a power structure as people write it: ``M > S = P`` for M first, then S and P together.

    Examples
    --------
    >>> order_label(["M", ("S", "P")])
    'M > S = P'
    """
    return " > ".join(" = ".join(map(str, slot)) if isinstance(slot, tuple | list) else str(slot) for slot in order)


def slots_of(order: object, owners: Mapping[str, Sequence[Decision]]) -> tuple[Any, ...]:
    """Return the slots of an order, those of several movers as tuples.

    Parameters
    ----------
    order : sequence
        As :class:`Game` takes it.
    owners : mapping from str to sequence of Decision
        What each player decides.

    Raises
    ------
    DeclarationError
        If it is not a sequence, or a slot is a text such as ``"A > B"``; the message says how to write that.
    """

    def instead(text: str) -> str:
        return f"order={_order_in(text, owners)}"

    slots = sequence_field(order, "order", instead)
    for slot in slots:
        if isinstance(slot, str) and any(sign in slot for sign in _BETWEEN) and slot not in owners:
            raise DeclarationError(f"order names {slot!r}, which is several movers; write {instead(slot)}")
    return tuple(tuple(slot) if isinstance(slot, list | tuple) else slot for slot in slots)


def _order_in(text: str, owners: Mapping[str, Sequence[Decision]]) -> str:
    """Return a power structure such as ``"A > B = C"`` as it is written in Python."""
    decided = {decision.name for decisions in owners.values() for decision in decisions} - set(owners)
    signs = (">", "[=,]") if any(sign in text for sign in ">=(") else (",", "=")
    named = [[name.strip(" ()[]") for name in re.split(signs[1], slot)] for slot in text.split(signs[0])]
    slots = [[name if name in decided else _in_full(name, owners) for name in slot] for slot in named]
    words = [", ".join(name if name in decided else repr(name) for name in slot) for slot in slots]
    return f"[{', '.join(f'({one})' if len(slot) > 1 else one for slot, one in zip(slots, words, strict=True))}]"


def _in_full(name: str, owners: Iterable[str]) -> str:
    """Return the player that a name begins, such as ``"M"``, if there is one; else the name."""
    begun = [owner for owner in owners if name and owner.casefold().startswith(name.casefold())]
    return begun[0] if len(begun) == 1 else name
