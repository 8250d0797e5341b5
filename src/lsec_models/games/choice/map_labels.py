"""Views of a solved choice: what to write on a map of the parameter space."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from lsec_models.errors import UnknownName, nearest, require_known
from lsec_models.games.choice.at_point import ChoicePoint
from lsec_models.games.choice.declaration import Choice, ModeName, mode_label


@dataclass(frozen=True, kw_only=True)
class View:
    """A way to label a point.

    Attributes
    ----------
    name : str
        What the labels tell.
    label : callable
        From a ChoicePoint to a label. A cluster is sent it.
    compared : tuple of (player, mode, mode)
        Whose payoffs in which modes are compared, beyond what decides the choice itself.
    """

    name: str
    label: Callable[[ChoicePoint], str]
    compared: tuple[tuple[str, ModeName, ModeName], ...] = ()


def chosen() -> View:
    """Return the view of what is picked."""
    return View(name="mode chosen", label=_chosen)


def preferred_by(choice: Choice, player: str) -> View:
    """Return the view of what a player would pick among the modes that can be had.

    Raises
    ------
    UnknownName
        If nobody of that name plays.
    """
    _check_players(choice, [player])
    return View(
        name=f"mode preferred by {player}", label=partial(_preferred, player), compared=_all_pairs(choice, [player])
    )


def agreement(choice: Choice, players: Sequence[str]) -> View:
    """Return the view of who would have wanted another mode than the one picked.

    Raises
    ------
    UnknownName
        If nobody of that name plays.
    """
    _check_players(choice, players)
    return View(
        name="mode chosen, and who objects",
        label=partial(_objections, tuple(players)),
        compared=_all_pairs(choice, players),
    )


def gains(choice: Choice, players: Sequence[str], against: ModeName) -> View:
    """Return the view of who gains and who loses from the mode picked, compared with another one.

    Raises
    ------
    UnknownName
        If there is no such player or mode.
    """
    _check_players(choice, players)
    if against not in choice.among:
        raise UnknownName(f"no mode {against!r}; {nearest(mode_label(against), map(mode_label, choice.among))}")

    pairs = tuple((player, mode, against) for player in players for mode in choice.among if mode != against)
    name = f"who gains compared with {mode_label(against)}"
    return View(name=name, label=partial(_gains, tuple(players), against), compared=pairs)


def _chosen(point: ChoicePoint) -> str:
    return point.label


def _preferred(player: str, point: ChoicePoint) -> str:
    best = point.preferred_by(player)
    return " = ".join(map(mode_label, best)) if best else point.label


def _objections(players: Sequence[str], point: ChoicePoint) -> str:
    if not point.chosen:
        return point.label
    wishes = {player: point.preferred_by(player) for player in players}
    others = [
        f"{player} prefers {' = '.join(map(mode_label, wish))}"
        for player, wish in wishes.items()
        if wish and not set(wish) & set(point.chosen)
    ]
    return f"{point.label}; " + (", ".join(others) if others else "agreed")


def _gains(players: Sequence[str], against: ModeName, point: ChoicePoint) -> str:
    if not point.chosen:
        return point.label
    if against in point.chosen:
        return f"{mode_label(against)} is chosen"
    if against not in point.available:
        return f"{mode_label(against)} is not available"
    return _changes(point, players, against)


def _changes(point: ChoicePoint, players: Sequence[str], against: ModeName) -> str:
    before, after = point.values[against], point.values[point.chosen[0]]
    words: dict[str, list[str]] = {"gain": [], "lose": [], "indifferent": []}
    for player in players:
        if player in before and player in after:
            change = after[player] - before[player]
            words["gain" if change > 0 else "lose" if change < 0 else "indifferent"].append(player)
    if len(words["gain"]) == len(players):
        return "win-win" if len(players) > 1 else f"{players[0]} gains"
    parts = []
    for verb, names in words.items():
        if names:
            inflected = verb if verb == "indifferent" or len(names) > 1 else f"{verb}s"
            parts.append(f"{' and '.join(names)} {inflected}")
    return ", ".join(parts)


def _all_pairs(choice: Choice, players: Sequence[str]) -> tuple[tuple[str, ModeName, ModeName], ...]:
    modes = list(choice.among)
    return tuple((p, one, other) for p in players for i, one in enumerate(modes) for other in modes[i + 1 :])


def _check_players(choice: Choice, players: Sequence[str]) -> None:
    for player in players:
        require_known(player, choice.players, f"no player {player!r}")
