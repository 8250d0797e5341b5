"""Movers of one stage who are interchangeable: exchanging two of them, with their decisions, leaves the game as it is.

The game's matrices are compared entry by entry, so that what is found is exact, over all parameters or at one point. A
mover who decides in several stages is interchangeable with nobody: an exchange would change the histories too.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass
from itertools import permutations

from lsec_models.solve.quadratic import LinearConstraint, LinearQuadratic, is_zero

_MAX_REARRANGED = 4

Places = tuple[int, ...]


@dataclass(frozen=True, kw_only=True)
class Group:
    """Movers of one stage who are interchangeable.

    Attributes
    ----------
    players : tuple of str
        The first of them represents all.
    decisions : tuple of tuple of int
        The decisions of each, those that correspond to each other at the same place.
    """

    players: tuple[str, ...]
    decisions: tuple[Places, ...]

    @property
    def words(self) -> str:
        """The players in words."""
        *first, last = self.players
        return f"{', '.join(first)} and {last}"

    @property
    def leading(self) -> dict[int, int]:
        """For each decision of each player, the decision of the representative that corresponds to it."""
        return {v: first for own in self.decisions for v, first in zip(own, self.decisions[0], strict=True)}


def identical_movers(model: LinearQuadratic, number: int) -> tuple[Group, ...]:
    """Return the groups of interchangeable movers of a stage, each of two or more.

    Parameters
    ----------
    model : LinearQuadratic
    number : int
        The stage; 0 for the leaders.
    """
    found: list[Group] = []
    for player, own in model.stages[number].movers:
        if _decides_elsewhere(model, number, player):
            continue
        for i, group in enumerate(found):
            arranged = _exchangeable(model, number, (group.players[0], group.decisions[0]), (player, own))
            if arranged is not None:
                found[i] = Group(players=(*group.players, player), decisions=(*group.decisions, arranged))
                break
        else:
            found.append(Group(players=(player,), decisions=(own,)))
    return tuple(group for group in found if len(group.players) > 1)


def up_to_exchange(groups: Sequence[Group], path: Sequence[Hashable]) -> tuple[Hashable, ...]:
    """Return a path with the decisions of each group in a fixed order, whoever of it makes them.

    Two paths have the same one if an exchange of interchangeable movers carries one into the other.
    """
    standard = list(path)
    for group in groups:
        parts = sorted((tuple(path[v] for v in own) for own in group.decisions), key=str)
        for own, part in zip(group.decisions, parts, strict=True):
            for v, value in zip(own, part, strict=True):
                standard[v] = value
    return tuple(standard)


def same_limits(model: LinearQuadratic, number: int, group: Group, limit: LinearConstraint) -> list[LinearConstraint]:
    """Return what a constraint of the representative is for each player of a group."""
    found = []
    for player, decisions in zip(group.players, group.decisions, strict=True):
        places, players = _exchange(model, (group.players[0], group.decisions[0]), (player, decisions))
        image = _moved(limit, places, players)
        found.append(next(x for x in model.stages[number].limits if _key(x.row, x.players, x) == image))
    return found


def _decides_elsewhere(model: LinearQuadratic, number: int, player: str) -> bool:
    return any(player in dict(stage.movers) for i, stage in enumerate(model.stages) if i != number)


def _exchangeable(
    model: LinearQuadratic, number: int, first: tuple[str, Places], second: tuple[str, Places]
) -> Places | None:
    """Return the decisions of a second mover as they correspond to those of a first; None if they do not."""
    (_, own), (other, theirs) = first, second
    if len(own) != len(theirs):
        return None
    for arranged in _arrangements(theirs):
        places, players = _exchange(model, first, (other, arranged))
        if _keeps_payoffs(model, places, players) and _keeps_limits(model, number, places, players):
            return arranged
    return None


def _exchange(
    model: LinearQuadratic, first: tuple[str, Places], second: tuple[str, Places]
) -> tuple[list[int], dict[str, str]]:
    """Return where each decision goes, and who takes the place of whom, if two movers are exchanged."""
    places = list(range(len(model.names)))
    for v, w in zip(first[1], second[1], strict=True):
        places[v], places[w] = w, v
    return places, {first[0]: second[0], second[0]: first[0]}


def _arrangements(places: Places) -> Iterator[Places]:
    return permutations(places) if len(places) <= _MAX_REARRANGED else iter([places])


def _keeps_payoffs(model: LinearQuadratic, places: Sequence[int], players: dict[str, str]) -> bool:
    """Whether an exchange carries each payoff into that of the player who takes the place."""
    moved = [*places, len(places)]
    for player, matrix in model.payoffs.items():
        image = model.payoffs[players.get(player, player)]
        for i, row in enumerate(matrix):
            if any(not is_zero(entry - image[moved[i]][moved[j]]) for j, entry in enumerate(row)):
                return False
    return True


def _keeps_limits(model: LinearQuadratic, number: int, places: Sequence[int], players: dict[str, str]) -> bool:
    """Whether an exchange carries the constraints of the stage into each other, and leaves each later one as it is."""
    for i, stage in enumerate(model.stages):
        images = [_moved(limit, places, players) for limit in stage.limits]
        now = [_key(limit.row, limit.players, limit) for limit in stage.limits]
        if images != now if i != number else Counter(images) != Counter(now):
            return False
    return True


def _moved(limit: LinearConstraint, places: Sequence[int], players: dict[str, str]) -> tuple[object, ...]:
    row = [limit.row[places[v]] for v in range(len(limit.row) - 1)] + [limit.row[-1]]
    return _key(row, [players.get(player, player) for player in limit.players], limit)


def _key(row: Sequence[object], players: Sequence[str], limit: LinearConstraint) -> tuple[object, ...]:
    return (*row, tuple(sorted(players)), limit.strict, limit.foresees)
