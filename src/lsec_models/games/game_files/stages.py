"""Games in stages in game files, and the choices that follow them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from lsec_models.algebra.domains.symbols import Decision, decisions
from lsec_models.errors import ParseError, excerpt_of, nearest
from lsec_models.games.choice.declaration import Choice
from lsec_models.games.game_files.bargains import declare_terms
from lsec_models.games.game_files.bounded_texts import Entries, check_name
from lsec_models.games.game_files.chance import declare_nature, require_seen
from lsec_models.games.game_files.players import declare_decisions, read_order, read_players
from lsec_models.games.game_files.sections import (
    MAX_ASSUMED,
    check_sections,
    declare_definitions,
    declare_parameters,
    table_of,
)
from lsec_models.games.static.game import Game

# As for what is assumed, but nothing is looked for: comparisons, and terms multiplied out.
_MAX_CONSTRAINTS = (100, 2_000)
_OF_A_GAME = ("players", "definitions", "report", "order", "assuming", "constraints")
_SECTIONS = ("parameters", "random", "signals", *_OF_A_GAME, "then", "expectations", "meanings")
_THEN_KEYS = ("by", "among")


def read_stages(data: Mapping[str, Any]) -> Game:
    """Return the game in stages that a file describes.

    Raises
    ------
    ParseError, UnknownName, DeclarationError, ContradictoryAssumptions, NotRational
        If an entry is not what it must be.
    """
    check_sections(data, _SECTIONS)
    entries = Entries()
    declare_parameters(entries, table_of(data, "parameters"))
    return _described(entries, data)


def _described(entries: Entries, data: Mapping[str, Any], given: Sequence[Decision] = ()) -> Game:
    """Return the game that sections describe; `given` are the decisions made before it."""
    nature = declare_nature(entries, table_of(data, "random"), table_of(data, "signals"))
    players = table_of(data, "players")
    chosen = declare_decisions(entries, players)
    terms = declare_terms(entries, data.get("order", []))
    expected = _declare_expectations(entries, table_of(data, "expectations"))
    declare_definitions(entries, data, entries.smooth_expression)
    made = [*terms, *(decision for own in chosen.values() for decision in own)]
    deciding = read_players(entries, players, chosen, entries.smooth_expression, nature)
    require_seen(table_of(data, "signals"), deciding)
    return Game(
        players=deciding,
        order=read_order(entries, data, chosen, [*expected, *nature.values()]),
        assuming=entries.relations("assuming", data.get("assuming", []), *MAX_ASSUMED),
        report={
            name: entries.smooth_expression(f"report.{name}", text) for name, text in table_of(data, "report").items()
        },
        constraints=_constraints(entries, data.get("constraints", [])),
        given=given,
        then=_then(entries, data["then"], made) if "then" in data else None,
        expectations={
            symbol: entries.expression(f"expectations.{symbol}", data["expectations"][symbol.name])
            for symbol in expected
        },
    )


def _constraints(entries: Entries, given: object) -> Any:
    """Return constraints: a list, or a section with a list for each player who must respect them."""
    if not isinstance(given, dict):
        return entries.relations("constraints", given, *_MAX_CONSTRAINTS)
    return {name: entries.relations(f"constraints.{name}", own, *_MAX_CONSTRAINTS) for name, own in given.items()}


def _then(entries: Entries, given: object, made: Sequence[Decision]) -> Choice:
    """Return the choice that follows decisions; its modes know them, and all names above."""
    if not isinstance(given, dict):
        raise ParseError('then: this must be a section; write [then] with by = "..." and sections [then.among.MODE]')
    for key in given:
        if key not in _THEN_KEYS:
            raise ParseError(f"then: there is no entry {excerpt_of(key)}; {nearest(key, _THEN_KEYS)}")
    if not isinstance(given.get("by"), str):
        raise ParseError('then: the name of who chooses is missing; add by = "..."')
    modes = {}
    for name, mode in table_of(given, "among").items():
        if not isinstance(mode, dict):
            raise ParseError(f"then.among.{name}: this must be a section; write [then.among.{name}.players.NAME]")
        check_sections(mode, _OF_A_GAME)
        modes[name] = _described(entries.inside(), mode, made)
    return Choice(by=given["by"], among=modes)


def _declare_expectations(entries: Entries, table: Mapping[str, Any]) -> list[Decision]:
    expected = []
    for name in table:
        check_name("expectations", name)
        expected.append(decisions(name, real=True))
        entries.declare("expectations", name, expected[-1])
    return expected
