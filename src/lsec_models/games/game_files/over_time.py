"""Games over time in game files: the section of each stock, how payoffs are discounted, and when the game ends."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import sympy as sp

from lsec_models.algebra.domains.symbols import State, states
from lsec_models.errors import ParseError, excerpt_of, nearest, require_known
from lsec_models.games.difference.game import DifferenceGame
from lsec_models.games.differential.game import DifferentialGame
from lsec_models.games.game_files.bounded_texts import Entries, check_name
from lsec_models.games.game_files.players import declare_decisions, read_order, read_players
from lsec_models.games.game_files.sections import (
    MAX_ASSUMED,
    check_sections,
    declare_definitions,
    declare_parameters,
    table_of,
)
from lsec_models.games.static.game import Slot
from lsec_models.games.static.player import Player

_IN_PERIODS, _IN_CONTINUOUS_TIME = "discount_factor", "discount"
# How a stock moves, by how payoffs are discounted.
_MOVES = {_IN_PERIODS: "next", _IN_CONTINUOUS_TIME: "speed"}
_STATE_KEYS = {_IN_PERIODS: ("next", "start", "sign", "shock"), _IN_CONTINUOUS_TIME: ("speed", "start", "sign")}
_SIGNS = ("real", "nonnegative", "positive")
_SECTIONS = (
    "parameters",
    "definitions",
    "states",
    "players",
    "horizon",
    "information",
    "order",
    "cooperative",
    "meanings",
)
_MORE_SECTIONS = {_IN_PERIODS: ("assuming",), _IN_CONTINUOUS_TIME: ("assuming", "report")}


def read_over_time(data: Mapping[str, Any]) -> DifferentialGame | DifferenceGame:
    """Return the game over time that a file describes: in periods, or in continuous time.

    Raises
    ------
    ParseError, UnknownName, DeclarationError, NotRational
        If an entry is not what it must be.
    """
    kinds = [key for key in (_IN_PERIODS, _IN_CONTINUOUS_TIME) if key in data]
    if len(kinds) != 1:
        raise ParseError(
            f"a game with states has either {_IN_PERIODS}, in periods, or {_IN_CONTINUOUS_TIME}, a rate in continuous "
            f"time, and this one has {'both' if kinds else 'neither'}"
        )
    [kind] = kinds
    check_sections(data, (*_SECTIONS, kind, *_MORE_SECTIONS[kind]))
    entries = Entries()
    declare_parameters(entries, table_of(data, "parameters"))
    stocks = _declare_stocks(entries, kind, table_of(data, "states"))
    sections = table_of(data, "players")
    chosen = declare_decisions(entries, sections)
    declare_definitions(entries, data, entries.expression)
    return _declared(
        entries,
        kind,
        data,
        stocks,
        players=read_players(entries, sections, chosen, entries.expression, {}),
        order=read_order(entries, data, chosen),
        assuming=entries.relations("assuming", data.get("assuming", []), *MAX_ASSUMED),
        report={name: entries.expression(f"report.{name}", text) for name, text in table_of(data, "report").items()},
    )


def _declare_stocks(entries: Entries, kind: str, table: Mapping[str, Any]) -> dict[State, Mapping[str, Any]]:
    """Declare the stocks, and return the section of each."""
    moves = _MOVES[kind]
    stocks: dict[State, Mapping[str, Any]] = {}
    for name, section in table.items():
        where = f"states.{name}"
        check_name("states", name)
        if not isinstance(section, dict):
            raise ParseError(f'{where}: this must be a section; write [{where}] with {moves} = "..."')
        for key in section:
            if key not in _STATE_KEYS[kind]:
                raise ParseError(
                    f"{where}: there is no entry {excerpt_of(key)} with {kind}; {nearest(key, _STATE_KEYS[kind])}"
                )
        if moves not in section:
            raise ParseError(f'{where}: how it moves is missing; add {moves} = "..."')
        sign = section.get("sign", "real")
        if sign not in _SIGNS:
            raise ParseError(f"{where}.sign: {excerpt_of(sign)} is not a sign; {nearest(str(sign), _SIGNS)}")
        stock = states(name, **{sign: True})
        entries.declare(where, name, stock)
        stocks[stock] = section
    return stocks


def _declared(
    entries: Entries,
    kind: str,
    data: Mapping[str, Any],
    stocks: Mapping[State, Mapping[str, Any]],
    *,
    players: Sequence[Player],
    order: Sequence[Slot] | None,
    assuming: Sequence[sp.Basic],
    report: Mapping[str, sp.Expr],
) -> DifferenceGame | DifferentialGame:
    """Return the game that sections describe; parameters, definitions and what players decide are declared."""

    def told(key: str) -> dict[State, sp.Expr]:
        return {
            stock: entries.expression(f"states.{stock}.{key}", section[key])
            for stock, section in stocks.items()
            if key in section
        }

    cooperative = data.get("cooperative", False)
    if not isinstance(cooperative, bool):
        raise ParseError("cooperative: this must be true or false, without quotes")
    shared: dict[str, Any] = {
        "states": told(_MOVES[kind]),
        "players": players,
        "initial": told("start"),
        "information": data.get("information", "feedback"),
        "order": order,
        "cooperative": cooperative,
        "assuming": assuming,
        kind: _discounted(entries, kind, data[kind], [player.name for player in players]),
    }
    if kind == _IN_CONTINUOUS_TIME:
        end = entries.expression("horizon", data["horizon"]) if "horizon" in data else None
        return DifferentialGame(**shared, horizon=end, report=report)
    end = data.get("horizon")
    if end is not None and type(end) is not int:
        raise ParseError("horizon: this must be a whole number of periods, without quotes")
    return DifferenceGame(**shared, horizon=end, shocks=told("shock"))


def _discounted(entries: Entries, kind: str, given: object, names: Sequence[str]) -> Any:
    """Return how payoffs are discounted: one expression, or one for each player."""
    if not isinstance(given, dict):
        return entries.expression(kind, given)
    for name in given:
        require_known(name, names, f"{kind}: {excerpt_of(name)} does not play")
    return {name: entries.expression(f"{kind}.{name}", text) for name, text in given.items()}
