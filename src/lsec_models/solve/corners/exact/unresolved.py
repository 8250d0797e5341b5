"""How the exact solution at a point may end without an answer."""

from __future__ import annotations

from typing import Any


class Unresolved(Exception):
    """The exact solution at a point came to something that it does not settle; the message says what."""


class Infeasible(Unresolved):
    """A history after which constraints leave somebody no choice at all, so that nobody may bring it about."""


class NotReached(Unresolved):
    """A payoff of the first mover that is approached along one answer of later movers, and not reached with it.

    Attributes
    ----------
    limit : tuple
        The path that is approached.
    """

    def __init__(self, limit: tuple[Any, ...], words: str) -> None:
        super().__init__(words)
        self.limit = limit


class NoReply(Exception):
    """Somebody has no best reply after a history that others can bring about, so that there is no equilibrium.

    Attributes
    ----------
    number : int
        The stage, 0 for the leaders.
    path : tuple
        A path with the history.
    """

    def __init__(self, number: int, path: tuple[Any, ...], words: str) -> None:
        super().__init__(words)
        self.number, self.path = number, path
