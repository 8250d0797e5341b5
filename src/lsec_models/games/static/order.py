"""Power structures: who moves first, as ordered partitions."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import combinations

from lsec_models.algebra.description import Printed
from lsec_models.algebra.symbols import Decision


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

    Examples
    --------
    >>> power_structures(["M", "S"])
    ((('M', 'S'),), (('M',), ('S',)), (('S',), ('M',)))
    """
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
