"""Game files: a game as plain TOML text, read by the safe parser."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, TypeVar

import sympy as sp

from lsec_models.algebra.parse import parse_expression, parse_relation
from lsec_models.algebra.symbols import decisions, parameters
from lsec_models.errors import DeclarationError, LsecError, ParseError, UnknownName, nearest
from lsec_models.games.static import Game, Player, Slot

_MAX_BYTES = 200_000
_MAX_NAMES = 500
_SECTIONS = ("parameters", "players", "definitions", "report", "order", "assuming", "constraints")
_SIGNS = ("positive", "nonnegative", "real")
_PLAYER_KEYS = ("decides", "real", "payoff")
Read = TypeVar("Read")


def read_game(source: str | Path) -> Game:
    """Read a game file.

    Parameters
    ----------
    source : str or Path
        A path (a Path, or a string without a line break), or the text itself.

    Returns
    -------
    Game

    Raises
    ------
    ParseError
        If the text is no TOML, too large, lacks a section, or an expression does not follow the grammar; the message
        names the entry.
    UnknownName, DeclarationError, ContradictoryAssumptions, NotRational
        As for :class:`Game`.

    Notes
    -----
    The sections are ``[parameters]`` (lists ``positive``, ``nonnegative``, ``real``), ``[players.NAME]`` (``decides``,
    ``payoff``, and ``real`` for decisions that may be negative), and, where wanted, ``[definitions]`` (abbreviations,
    each may use those above it), ``[report]``, ``order`` (leaders first; an inner list moves simultaneously),
    ``assuming`` and ``constraints``.

    Examples
    --------
    >>> game = read_game('''
    ... order = ["manufacturer", "retailer"]
    ... assuming = ["a > b*c"]
    ... [parameters]
    ... positive = ["a", "b", "c"]
    ... [definitions]
    ... demand = "a - b*(w + m)"
    ... [players.manufacturer]
    ... decides = ["w"]
    ... payoff = "(w - c)*demand"
    ... [players.retailer]
    ... decides = ["m"]
    ... payoff = "m*demand"
    ... ''')
    >>> game.players[0].payoff
    (w - c)*(a - b*(m + w))
    """
    data = _data(source)
    for section in data:
        if section not in _SECTIONS:
            raise ParseError(f"game file: there is no section {section!r}; {nearest(section, _SECTIONS)}")
    chosen = _decisions(_table(data, "players", required=True))
    symbols: dict[str, sp.Expr] = {**_parameters(_table(data, "parameters")), **_owned(chosen)}
    for name, text in _table(data, "definitions").items():
        if name in symbols:
            raise DeclarationError(f"game file: the definition {name!r} has the name of a symbol; rename it")
        symbols[name] = _entry(f"definitions.{name}", text, symbols, parse_expression)
    players = [
        Player(
            name, decides=own, payoff=_entry(f"players.{name}.payoff", _payoff(data, name), symbols, parse_expression)
        )
        for name, own in chosen.items()
    ]
    return Game(
        players=players,
        order=_order(data, chosen) if "order" in data else None,
        assuming=_relations(data, "assuming", symbols),
        report={
            name: _entry(f"report.{name}", text, symbols, parse_expression)
            for name, text in _table(data, "report").items()
        },
        constraints=_relations(data, "constraints", symbols),
    )


def _data(source: str | Path) -> Mapping[str, Any]:
    text = source if isinstance(source, str) and "\n" in source else _text(Path(source))
    if len(text) > _MAX_BYTES:
        raise ParseError(f"game file: {len(text)} characters are more than the {_MAX_BYTES} that are read; shorten it")
    try:
        return tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise ParseError(
            f"game file: not valid TOML ({type(error).__name__}: {str(error)[:200]}); correct it"
        ) from None


def _text(path: Path) -> str:
    try:
        if path.stat().st_size > _MAX_BYTES:
            raise ParseError(f"game file {path.name}: larger than the {_MAX_BYTES} bytes that are read; shorten it")
        return path.read_text(encoding="utf-8")
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else "it is not UTF-8 text"
        raise ParseError(f"game file {path.name[:100]!r}: {reason}; give the path of a readable .toml file") from None


def _table(data: Mapping[str, Any], name: str, *, required: bool = False) -> Mapping[str, Any]:
    table = data.get(name, {})
    if not isinstance(table, dict) or (required and not table):
        raise ParseError(f"game file: section [{name}] is missing or is no table; see Game.from_toml")
    return table


def _names(owner: str, names: object) -> list[str]:
    if not isinstance(names, list) or not all(isinstance(name, str) and name.isidentifier() for name in names):
        raise ParseError(f'game file: {owner} must be a list of names, such as ["a", "b"]')
    if len(names) > _MAX_NAMES:
        raise ParseError(f"game file: {owner} has more than {_MAX_NAMES} names; shorten it")
    return names


def _parameters(table: Mapping[str, Any]) -> dict[str, sp.Symbol]:
    declared: dict[str, sp.Symbol] = {}
    for sign, names in table.items():
        if sign not in _SIGNS:
            raise ParseError(f"game file: parameters.{sign} is no sign; {nearest(sign, _SIGNS)}")
        for name in _names(f"parameters.{sign}", names):
            if name in declared:
                raise DeclarationError(f"game file: parameter {name!r} is declared twice; keep one")
            declared[name] = parameters(name, **{sign: True})
    return declared


def _decisions(players: Mapping[str, Any]) -> dict[str, list[sp.Symbol]]:
    chosen: dict[str, list[sp.Symbol]] = {}
    for name, player in players.items():
        if not isinstance(player, dict):
            raise ParseError(f"game file: players.{name} is no table; write [players.{name}]")
        for key in player:
            if key not in _PLAYER_KEYS:
                raise ParseError(f"game file: players.{name} has no entry {key!r}; {nearest(key, _PLAYER_KEYS)}")
        free = _names(f"players.{name}.real", player.get("real", []))
        decides = _names(f"players.{name}.decides", player.get("decides", []))
        chosen[name] = [decisions(d, **{"real" if d in free else "nonnegative": True}) for d in decides]
    return chosen


def _owned(chosen: Mapping[str, list[sp.Symbol]]) -> dict[str, sp.Symbol]:
    return {decision.name: decision for own in chosen.values() for decision in own}


def _payoff(data: Mapping[str, Any], player: str) -> object:
    if "payoff" not in data["players"][player]:
        raise ParseError(f'game file: players.{player} has no payoff; add payoff = "..."')
    return data["players"][player]["payoff"]


def _entry(name: str, text: object, symbols: Mapping[str, sp.Expr], parse: Callable[..., Read]) -> Read:
    if isinstance(text, int | float) and not isinstance(text, bool):
        text = str(text)
    if not isinstance(text, str):
        raise ParseError(f'game file: {name} must be text, such as "a - b*p"')
    try:
        return parse(text, symbols)
    except LsecError as error:
        raise type(error)(f"game file, {name}: {error}") from None


def _relations(data: Mapping[str, Any], section: str, symbols: Mapping[str, sp.Expr]) -> list[Any]:
    texts = data.get(section, [])
    if not isinstance(texts, list):
        raise ParseError(f'game file: {section} must be a list of inequalities, such as ["a > b*c"]')
    return [_entry(f"{section}[{i}]", text, symbols, parse_relation) for i, text in enumerate(texts)]


def _order(data: Mapping[str, Any], chosen: Mapping[str, list[sp.Symbol]]) -> list[Slot]:
    known: dict[str, Any] = {**_owned(chosen), **{name: name for name in chosen}}

    def named(entry: object) -> Any:
        if not isinstance(entry, str) or entry not in known:
            raise UnknownName(
                f"game file: order names {entry!r}, neither a player nor a decision; {nearest(str(entry), known)}"
            )
        return known[entry]

    slots = data["order"]
    if not isinstance(slots, list):
        raise ParseError('game file: order must be a list, leaders first, such as ["manufacturer", "retailer"]')
    return [tuple(named(e) for e in slot) if isinstance(slot, list) else named(slot) for slot in slots]
