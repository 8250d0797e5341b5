"""Players and the order of their decisions in game files."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import sympy as sp

from lsec_models.algebra.domains.symbols import Decision, decisions
from lsec_models.errors import ParseError, excerpt_of, found_in, nearest, require_known
from lsec_models.games.game_files.bargains import read_bargain
from lsec_models.games.game_files.bounded_texts import Entries
from lsec_models.games.game_files.chance import risk_of, seen_by
from lsec_models.games.game_files.sections import checked_names
from lsec_models.games.static.chance.random_symbol import Drawn
from lsec_models.games.static.copies import others, total
from lsec_models.games.static.game import Slot
from lsec_models.games.static.player import Player

_KEYS = ("decides", "real", "within", "payoff", "copies", "sees", "risk")
_SIGNED = {"nonnegative": True}
_SUMS = {"others": others, "total": total}


def declare_decisions(entries: Entries, players: Mapping[str, Any]) -> dict[str, list[Decision]]:
    """Declare what players decide, and return it by player.

    Raises
    ------
    ParseError, UnknownName, DeclarationError
        If an entry is not what it must be.
    """
    if not players:
        raise ParseError("players: nobody plays; write [players.NAME] with decides and payoff")
    return {name: _declare_player(entries, f"players.{name}", player) for name, player in players.items()}


def read_players(
    entries: Entries,
    sections: Mapping[str, Any],
    chosen: Mapping[str, list[Decision]],
    expression: Callable[[str, object], sp.Expr],
    nature: Mapping[str, Drawn],
) -> list[Player]:
    """Return the players, whose decisions are declared.

    Parameters
    ----------
    entries : Entries
    sections : mapping
        The section of each player.
    chosen : mapping from str to list of Decision
        What each decides.
    expression : callable
        Reads a payoff.
    nature : mapping from str to what is drawn
        What can be seen.

    Raises
    ------
    ParseError, UnknownName, DeclarationError, NotRational
        If an entry is not what it must be.
    """
    return [
        Player(
            name,
            decides=own,
            payoff=expression(f"players.{name}.payoff", sections[name]["payoff"]),
            copies=entries.expression(f"players.{name}.copies", sections[name].get("copies", 1)),
            sees=seen_by(f"players.{name}.sees", sections[name].get("sees", []), nature),
            risk=risk_of(entries, f"players.{name}.risk", sections[name].get("risk")),
        )
        for name, own in chosen.items()
    ]


def read_order(
    entries: Entries,
    data: Mapping[str, Any],
    chosen: Mapping[str, list[Decision]],
    beside: Sequence[Decision | Drawn] = (),
) -> list[Slot] | None:
    """Return who decides after whom, None where the file does not say it.

    Parameters
    ----------
    entries : Entries
    data : mapping
        The sections, of which `order` is one, or is missing.
    chosen : mapping from str to list of Decision
        What each player decides.
    beside : sequence
        What else may have a slot: expectations, and what is random.

    Raises
    ------
    ParseError, UnknownName, DeclarationError
        If an entry is not what it must be.
    """
    if "order" not in data:
        return None
    slots = data["order"]
    known: dict[str, Any] = {decision.name: decision for own in (*chosen.values(), beside) for decision in own}
    known |= {name: name for name in chosen}

    def named(entry: object) -> Any:
        if isinstance(entry, dict):
            return read_bargain(entries, entry)
        if not isinstance(entry, str):
            raise ParseError('order: a stage must be a name or a list of names, such as ["a", ["b", "c"]]')
        return found_in(known, entry, f"order: {excerpt_of(entry)} is neither a player nor a decision")

    if not isinstance(slots, list):
        raise ParseError('order: this must be a list, leaders first, such as ["manufacturer", "retailer"]')
    return [tuple(named(entry) for entry in slot) if isinstance(slot, list) else named(slot) for slot in slots]


def _declare_player(entries: Entries, where: str, player: object) -> list[Decision]:
    if not isinstance(player, dict):
        raise ParseError(f"{where}: this must be a section; write [{where}] above its entries")
    for key in player:
        if key not in _KEYS:
            raise ParseError(f"{where}: there is no entry {excerpt_of(key)}; {nearest(key, _KEYS)}")
    if "payoff" not in player:
        raise ParseError(f'{where}: the payoff is missing; add payoff = "..."')
    decides = checked_names(f"{where}.decides", player.get("decides", []))
    free = checked_names(f"{where}.real", player.get("real", []))
    for name in free:
        require_known(name, decides, f"{where}.real: {name!r} is not among its decisions")
    ends = _ends(entries, f"{where}.within", player.get("within", {}), decides)
    chosen = [
        decisions(name, within=ends.get(name), **({"real": True} if name in free else {} if name in ends else _SIGNED))
        for name in decides
    ]
    for decision in chosen:
        entries.declare(f"{where}.decides", decision.name, decision)
        if "copies" in player:
            for verb, summed in _SUMS.items():
                entries.declare(f"{where}.decides", f"{verb}.{decision.name}", summed(decision))
    return chosen


def _ends(
    entries: Entries, where: str, table: object, decides: list[str]
) -> dict[str, tuple[sp.Expr | None, sp.Expr | None]]:
    """Return the ends of decisions by name."""
    if not isinstance(table, dict):
        raise ParseError(f'{where}: this must be a section, such as within.lam = ["0", "1"]')
    found = {}
    for name, ends in table.items():
        require_known(name, decides, f"{where}: {excerpt_of(name)} is not among its decisions")
        if not isinstance(ends, list) or len(ends) != 2:
            raise ParseError(f'{where}.{name}: this must be two ends, such as ["0", "1"]; "" where there is none')
        low, high = (None if end == "" else entries.expression(f"{where}.{name}", end) for end in ends)
        found[name] = low, high
    return found
