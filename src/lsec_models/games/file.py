"""Game files: a game as plain TOML text, read by the safe parser."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import sympy as sp

from lsec_models.algebra.symbols import Decision, decisions, parameters
from lsec_models.errors import LsecError, ParseError, excerpt_of, found_in, nearest, require_known
from lsec_models.games.bargaining.declaration import Bargain
from lsec_models.games.choice.declaration import Choice
from lsec_models.games.difference.game import DifferenceGame
from lsec_models.games.differential.game import DifferentialGame
from lsec_models.games.evolutionary.dynamics import REPLICATOR
from lsec_models.games.evolutionary.game import EvolutionaryGame
from lsec_models.games.file_bargains import declare_terms, read_bargain
from lsec_models.games.file_chance import declare_nature, risk_of, seen_by
from lsec_models.games.file_entries import MAX_NAME, Entries, check_name
from lsec_models.games.file_over_time import IN_CONTINUOUS_TIME, IN_PERIODS, declare_stocks, game_over_time
from lsec_models.games.static.chance.random_symbol import Drawn
from lsec_models.games.static.copies import others, total
from lsec_models.games.static.game import Game, Slot
from lsec_models.games.static.player import Player
from lsec_models.toml import line_of, read_toml, without_format

FORMAT = 1
_MAX_BYTES = 50_000
# The TOML reader takes quadratic time and memory for keys with many dots.
_MAX_DOTS = 200
# At most this many comparisons, and terms when they are multiplied out. Of what is assumed, slack coordinates are
# looked for in a time that grows with the fourth power of the number of comparisons, or faster.
_MAX_ASSUMED = (16, 200)
_MAX_CONSTRAINTS = (100, 2_000)
# Lists in lists; a table has one level for each population.
_MAX_DEEP = 8
_OF_A_GAME = ("players", "definitions", "report", "order", "assuming", "constraints")
_SECTIONS = ("parameters", "random", "signals", *_OF_A_GAME, "then", "expectations")
_THEN_KEYS = ("by", "among")
_OVER_TIME = ("parameters", "definitions", "states", "players", "horizon", "information", "order", "cooperative")
_ENDS_OVER_TIME = {IN_PERIODS: ("assuming",), IN_CONTINUOUS_TIME: ("assuming", "report")}
_OF_POPULATIONS = ("parameters", "populations", "definitions", "payoffs", "assuming", "dynamics", "noise", "mutation")
_LONGEST_PATH = 100
_SIGNS = ("positive", "nonnegative", "real", "integer")
_SIGNED = {"nonnegative": True}
_PLAYER_KEYS = ("decides", "real", "within", "payoff", "copies", "sees", "risk")
_SUMS = {"others": others, "total": total}
_KINKS = {"min": sp.Min, "max": sp.Max}
_MAX_CASES = 10


def read_game(source: str | Path) -> Game | EvolutionaryGame | DifferentialGame | DifferenceGame:
    """Read a game file.

    Parameters
    ----------
    source : str or Path
        A path (a Path, or a string without a line break), or the text itself.

    Returns
    -------
    Game; EvolutionaryGame where the file has populations in place of players; where it has states, DifferentialGame
    with ``discount``, DifferenceGame with ``discount_factor``

    Raises
    ------
    ParseError
        If the text is no TOML, lacks a section, an expression does not follow the grammar, or the file, or what it
        asks to compute, is too large; the message names the file and the entry, and shows the place.
    UnknownName, DeclarationError, ContradictoryAssumptions, NotRational
        As for :class:`Game`.

    Notes
    -----
    The sections are ``[parameters]`` (lists ``positive``, ``nonnegative``, ``real``, ``integer``), ``[players.NAME]``
    (``decides``, ``payoff``, ``real`` for decisions that may be negative, and ``within`` for decisions with ends, as in
    ``within.lam = ["0", "1"]``, an empty text where there is no end), and, where wanted, ``[definitions]``
    (abbreviations, each may use those above it), ``[report]``, ``order`` (leaders first; an inner list moves
    simultaneously), ``assuming`` and ``constraints`` (a list, or a section with a list for each player who must respect
    them). Numbers need no quotes.

    The first slot of ``order`` may be a bargain, or a list of them: ``{bargain = ["maker", "shop"], over = ["w", "F"],
    real = ["F"], weights = ["beta", "1 - beta"]}``, with ``disagreement``, ``outside``, ``breakdown``, ``readjust`` and
    ``secret`` where wanted. A choice that follows all decisions is ``[then]`` with ``by`` and a section
    ``[then.among.MODE]`` for each mode, which has the sections of a game but for parameters, and knows all names above.

    A player of whom there are several has ``copies``; texts that follow call its decision q summed over the others
    ``others.q``, and over all ``total.q``. ``[expectations]`` says what each expectation must equal. A definition may
    be a kink: ``sold = {min = ["q", "a - p"]}``, ``max``, or ``{piecewise = [["0", "q < 1"], ["q - 1"]]}``.

    In payoffs, reports and the definitions of a game of stages, ``exp(...)``, ``log(...)``, ``sqrt(...)`` and exponents
    such as ``p^(-beta)`` have a place: such a game is solved in numbers, at a point.

    ``[random]`` gives what is drawn a law: ``D = {uniform = ["0", "B"]}``, ``normal``, ``exponential``, ``discrete`` or
    ``sample``, and ``[signals]`` says of what somebody may see a signal: ``s = {of = "zeta", noise = "1/t"}``. Both may
    stand in the order, where they become known, and in the list ``sees`` of a player. A player who shuns risk has an
    entry ``risk = {CARA = "rho"}``, or ``risk = {MeanVariance = "rho"}``.

    ``format = 1`` above all sections says for which format of game files it was written; a file without it is of that.

    A game of populations has ``[populations]`` in place of ``[players.NAME]``, each with a list of its strategies, and
    ``[payoffs]``, each with its table as lists in lists; of a single population, own strategies are the rows. Above the
    sections may stand ``dynamics = "logit"`` with ``noise = "1/10"``, ``dynamics = "imitation"`` with ``mutation``, or
    ``dynamics = "best response"``.

    A game over time has a section ``[states.NAME]`` for each stock: with ``discount_factor`` its ``next`` value, and
    where wanted ``shock``, a variance; with ``discount``, a rate, its ``speed``. Both have ``start`` and ``sign``
    (``"nonnegative"``, ``"positive"``) where wanted. Beside ``order`` stand ``horizon`` (of periods a whole number
    without quotes), ``information = "open_loop"`` and ``cooperative = true``. How payoffs are discounted may be a
    section with an entry for each player.

    Nothing in the file is executed. Time and memory are bounded by its length, the number of its entries, and the size
    of each expression, also when definitions are written in and everything is multiplied out.

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
    name, text = _content(source)
    # Decimals stay as they are written, for the parser to read exactly.
    data = read_toml(text, name, ParseError, decimals_as_text=True)
    try:
        data = without_format(data, FORMAT, "game files", ParseError)
        read = _populations if "populations" in data else _over_time if "states" in data else _game
        return read(data)
    except LsecError as error:
        raise type(error)(f"{name}{_line(text, str(error))}: {error}") from None


def _line(text: str, complaint: str) -> str:
    """Return the line of the entry that a complaint begins with, if it begins with one."""
    entry = re.match(r"([\w.]+)(?:\[\d+\])?(?: \(.*?\))?:", complaint)
    line = line_of(text, entry[1]) if entry else None
    return "" if line is None else f", line {line}"


def _game(data: Mapping[str, Any]) -> Game:
    _check_sections(data, _SECTIONS)
    entries = Entries()
    _declare_parameters(entries, _table(data, "parameters"))
    return _stages(entries, data)


def _stages(entries: Entries, data: Mapping[str, Any], given: Sequence[Decision] = ()) -> Game:
    """Return the game that sections describe; `given` are the decisions made before it."""
    nature = declare_nature(entries, _table(data, "random"), _table(data, "signals"))
    players = _table(data, "players")
    chosen = _declare_decisions(entries, players)
    terms = declare_terms(entries, data.get("order", []))
    expected = _declare_expectations(entries, _table(data, "expectations"))
    _declare_definitions(entries, data, entries.smooth_expression)
    made = [*terms, *(decision for own in chosen.values() for decision in own)]
    return Game(
        players=[
            Player(
                name,
                decides=own,
                payoff=entries.smooth_expression(f"players.{name}.payoff", players[name]["payoff"]),
                copies=entries.expression(f"players.{name}.copies", players[name].get("copies", 1)),
                sees=seen_by(f"players.{name}.sees", players[name].get("sees", []), nature),
                risk=risk_of(entries, f"players.{name}.risk", players[name].get("risk")),
            )
            for name, own in chosen.items()
        ],
        order=(
            _order(data["order"], chosen, [*expected, *nature.values()], lambda slot: read_bargain(entries, slot))
            if "order" in data
            else None
        ),
        assuming=entries.relations("assuming", data.get("assuming", []), *_MAX_ASSUMED),
        report={
            name: entries.smooth_expression(f"report.{name}", text) for name, text in _table(data, "report").items()
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
    for name, mode in _table(given, "among").items():
        if not isinstance(mode, dict):
            raise ParseError(f"then.among.{name}: this must be a section; write [then.among.{name}.players.NAME]")
        _check_sections(mode, _OF_A_GAME)
        modes[name] = _stages(entries.inside(), mode, made)
    return Choice(by=given["by"], among=modes)


def _over_time(data: Mapping[str, Any]) -> DifferentialGame | DifferenceGame:
    kinds = [key for key in (IN_PERIODS, IN_CONTINUOUS_TIME) if key in data]
    if len(kinds) != 1:
        raise ParseError(
            f"a game with states has either {IN_PERIODS}, in periods, or {IN_CONTINUOUS_TIME}, a rate in continuous "
            f"time, and this one has {'both' if kinds else 'neither'}"
        )
    [kind] = kinds
    _check_sections(data, (*_OVER_TIME, kind, *_ENDS_OVER_TIME[kind]))
    entries = Entries()
    _declare_parameters(entries, _table(data, "parameters"))
    stocks = declare_stocks(entries, kind, _table(data, "states"))
    sections = _table(data, "players")
    chosen = _declare_decisions(entries, sections)
    _declare_definitions(entries, data, entries.expression)
    return game_over_time(
        entries,
        kind,
        data,
        stocks,
        players=[
            Player(
                name,
                decides=own,
                payoff=entries.expression(f"players.{name}.payoff", sections[name]["payoff"]),
                copies=entries.expression(f"players.{name}.copies", sections[name].get("copies", 1)),
                sees=seen_by(f"players.{name}.sees", sections[name].get("sees", []), {}),
                risk=risk_of(entries, f"players.{name}.risk", sections[name].get("risk")),
            )
            for name, own in chosen.items()
        ],
        order=_order(data["order"], chosen, [], lambda slot: read_bargain(entries, slot)) if "order" in data else None,
        assuming=entries.relations("assuming", data.get("assuming", []), *_MAX_ASSUMED),
        report={name: entries.expression(f"report.{name}", text) for name, text in _table(data, "report").items()},
    )


def _populations(data: Mapping[str, Any]) -> EvolutionaryGame:
    _check_sections(data, _OF_POPULATIONS)
    entries = Entries()
    _declare_parameters(entries, _table(data, "parameters"))
    _declare_definitions(entries, data, entries.expression)

    def read(where: str, part: object, deep: int = 0) -> Any:
        if deep > _MAX_DEEP:
            raise ParseError(f"{where}: lists in lists more than {_MAX_DEEP} deep; give one for each population")
        if isinstance(part, list):
            return [read(f"{where}[{i}]", inner, deep + 1) for i, inner in enumerate(part)]
        return entries.expression(where, part)

    return EvolutionaryGame(
        populations=_table(data, "populations"),
        payoffs={name: read(f"payoffs.{name}", table) for name, table in _table(data, "payoffs").items()},
        assuming=entries.relations("assuming", data.get("assuming", []), *_MAX_ASSUMED),
        dynamics=data.get("dynamics", REPLICATOR),
        **{name: entries.expression(name, data[name]) for name in ("noise", "mutation") if name in data},
    )


def _check_sections(data: Mapping[str, Any], known: tuple[str, ...]) -> None:
    for section in data:
        if section not in known:
            raise ParseError(f"there is no section {excerpt_of(section)}; {nearest(section, known)}")


def _declare_definitions(
    entries: Entries, data: Mapping[str, Any], expression: Callable[[str, object], sp.Expr]
) -> None:
    for name, text in _table(data, "definitions").items():
        check_name("definitions", name)
        where = f"definitions.{name}"
        value = _kink(entries, where, text) if isinstance(text, dict) else expression(where, text)
        entries.declare("definitions", name, value)


def _kink(entries: Entries, where: str, table: Mapping[str, Any]) -> sp.Expr:
    """Return the smallest or largest of some expressions, or the cases of a function."""
    ((kind, parts),) = table.items() if len(table) == 1 else [("", None)]
    if kind not in (*_KINKS, "piecewise") or not isinstance(parts, list) or not parts:
        raise ParseError(
            f'{where}: this must be text in quotes, {{min = ["q", "k"]}}, {{max = ...}} or {{piecewise = ...}}'
        )
    if len(parts) > _MAX_CASES:
        raise ParseError(f"{where}: more than {_MAX_CASES} parts; name some of them by a definition above")
    if kind == "piecewise":
        cases = [_case(entries, f"{where}[{i}]", part) for i, part in enumerate(parts)]
        return sp.Piecewise(*cases, evaluate=False)
    read = [entries.expression(f"{where}[{i}]", part) for i, part in enumerate(parts)]
    # SymPy would ask the assumptions on the symbols which one is larger, which can take exponential time.
    found: sp.Expr = _KINKS[kind](*read, evaluate=False) if len(read) > 1 else read[0]
    return found


def _case(entries: Entries, where: str, case: object) -> tuple[sp.Expr, sp.Basic]:
    if not isinstance(case, list) or len(case) not in (1, 2):
        raise ParseError(f'{where}: this must be a value and its condition, as in ["q - 1", "q < 2"]; the last a value')
    condition = entries.relations(where, case[1:], 1, _MAX_ASSUMED[1])
    return entries.expression(where, case[0]), condition[0] if condition else sp.true


def _declare_expectations(entries: Entries, table: Mapping[str, Any]) -> list[Decision]:
    expected = []
    for name in table:
        check_name("expectations", name)
        expected.append(decisions(name, real=True))
        entries.declare("expectations", name, expected[-1])
    return expected


def _content(source: str | Path) -> tuple[str, str]:
    """Return what messages call the file, and its text."""
    name, text = ("game file", source) if isinstance(source, str) and "\n" in source else _from_disk(source)
    _check_length(name, len(text))
    for number, line in enumerate(text.split("\n"), start=1):
        if line.count(".") > _MAX_DOTS:
            raise ParseError(f"{name}, line {number}: more than {_MAX_DOTS} dots; break the line")
    return name, text


def _from_disk(source: str | Path) -> tuple[str, str]:
    name = f"game file {excerpt_of(str(source), _LONGEST_PATH)}"
    try:
        path = Path(source)
        # A device or a pipe may never end.
        if path.exists() and not path.is_file():
            raise ValueError("not a file")
        with path.open("rb") as file:
            content = file.read(_MAX_BYTES + 1)
        _check_length(name, len(content))
        return name, content.decode("utf-8-sig")
    except (OSError, TypeError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise ParseError(f"{name}: {reason}; give the path of a .toml file in UTF-8, or the lines themselves") from None


def _check_length(name: str, length: int) -> None:
    if length > _MAX_BYTES:
        raise ParseError(f"{name}: longer than the {_MAX_BYTES:,} bytes that are read; shorten it")


def _table(data: Mapping[str, Any], section: str) -> Mapping[str, Any]:
    table = data.get(section, {})
    if not isinstance(table, dict):
        raise ParseError(f"{section}: this must be a section; write [{section}] above its entries")
    for name in table:
        if len(name) > MAX_NAME or not name.isprintable():
            raise ParseError(f"{section}: {excerpt_of(name)} is no name; use up to {MAX_NAME} printable characters")
    return table


def _declare_parameters(entries: Entries, signs: Mapping[str, Any]) -> None:
    for sign, names in signs.items():
        if sign not in _SIGNS:
            raise ParseError(f"parameters: {excerpt_of(sign)} is no sign; {nearest(sign, _SIGNS)}")
        for name in _names(f"parameters.{sign}", names):
            entries.declare(f"parameters.{sign}", name, parameters(name, **{sign: True}))


def _declare_decisions(entries: Entries, players: Mapping[str, Any]) -> dict[str, list[Decision]]:
    if not players:
        raise ParseError("players: nobody plays; write [players.NAME] with decides and payoff")
    return {name: _declare_player(entries, f"players.{name}", player) for name, player in players.items()}


def _declare_player(entries: Entries, where: str, player: object) -> list[Decision]:
    if not isinstance(player, dict):
        raise ParseError(f"{where}: this must be a section; write [{where}] above its entries")
    for key in player:
        if key not in _PLAYER_KEYS:
            raise ParseError(f"{where}: there is no entry {excerpt_of(key)}; {nearest(key, _PLAYER_KEYS)}")
    if "payoff" not in player:
        raise ParseError(f'{where}: the payoff is missing; add payoff = "..."')
    decides = _names(f"{where}.decides", player.get("decides", []))
    free = _names(f"{where}.real", player.get("real", []))
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


def _names(where: str, names: object) -> list[str]:
    if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
        raise ParseError(f'{where}: this must be a list of names, such as ["a", "b"]')
    for name in names:
        check_name(where, name)
    return names


def _order(
    slots: object,
    chosen: Mapping[str, list[Decision]],
    others: list[Decision | Drawn],
    bargain: Callable[[Mapping[str, Any]], Bargain],
) -> list[Slot]:
    known: dict[str, Any] = {decision.name: decision for own in (*chosen.values(), others) for decision in own}
    known |= {name: name for name in chosen}

    def named(entry: object) -> Any:
        if isinstance(entry, dict):
            return bargain(entry)
        if not isinstance(entry, str):
            raise ParseError('order: a stage must be a name or a list of names, such as ["a", ["b", "c"]]')
        return found_in(known, entry, f"order: {excerpt_of(entry)} is neither a player nor a decision")

    if not isinstance(slots, list):
        raise ParseError('order: this must be a list, leaders first, such as ["manufacturer", "retailer"]')
    return [tuple(named(entry) for entry in slot) if isinstance(slot, list) else named(slot) for slot in slots]
