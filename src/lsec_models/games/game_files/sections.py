"""What the sections of all game files share: which there are, lists of names, parameters, and definitions."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import sympy as sp

from lsec_models.algebra.domains.symbols import parameters
from lsec_models.errors import ParseError, excerpt_of, nearest
from lsec_models.games.game_files.bounded_texts import MAX_NAME, Entries, check_name

# At most this many comparisons, and terms when they are multiplied out. Of what is assumed, slack coordinates are
# looked for in a time that grows with the fourth power of the number of comparisons, or faster.
MAX_ASSUMED = (16, 200)
_OF_THE_WHOLE = (
    "order",
    "assuming",
    "constraints",
    "information",
    "cooperative",
    "horizon",
    "discount",
    "discount_factor",
    "dynamics",
    "noise",
    "mutation",
)
_SIGNS = ("positive", "nonnegative", "real", "integer")
_KINKS = {"min": sp.Min, "max": sp.Max}
_MAX_CASES = 10


def check_places(data: Mapping[str, Any]) -> None:
    """Require that entries of the whole game stand above the first section: below its head they are the section's.

    Raises
    ------
    ParseError
        If one stands in a section that has no such entry.
    """
    tables = {name: table for name, table in data.items() if isinstance(table, dict)}
    described = tables.get("players", {}).items()
    closed = {"parameters": tables.get("parameters", {})}
    closed |= {f"players.{name}": player for name, player in described if isinstance(player, dict)}
    named = {name: tables.get(name, {}) for name in ("definitions", "report")}
    for where, table in {**closed, **named}.items():
        for key, value in table.items():
            if key in _OF_THE_WHOLE and (where in closed or not isinstance(value, str)):
                raise ParseError(
                    f"{where}.{key}: below [{where}] this is an entry of that section; move it up, above the first "
                    "section"
                )


def check_sections(data: Mapping[str, Any], known: tuple[str, ...]) -> None:
    """Require that a file, or a part of it, has no other sections than those that are known.

    Raises
    ------
    ParseError
        If it has another.
    """
    for section in data:
        if section not in known:
            raise ParseError(f"there is no section {excerpt_of(section)}; {nearest(section, known)}")


def table_of(data: Mapping[str, Any], section: str) -> Mapping[str, Any]:
    """Return a section, empty where it is missing.

    Raises
    ------
    ParseError
        If it is not a section, or has an entry whose name is none.
    """
    table = data.get(section, {})
    if not isinstance(table, dict):
        raise ParseError(f"{section}: this must be a section; write [{section}] above its entries")
    for name in table:
        if len(name) > MAX_NAME or not name.isprintable():
            raise ParseError(f"{section}: {excerpt_of(name)} is not a name; use up to {MAX_NAME} printable characters")
    return table


def names_in(where: str, names: object) -> list[str]:
    """Return a list of names.

    Raises
    ------
    ParseError
        If it is not a list, or has something else than texts.
    """
    if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
        raise ParseError(f'{where}: this must be a list of names, such as ["a", "b"]')
    return names


def checked_names(where: str, names: object) -> list[str]:
    """Return a list of names of symbols.

    Raises
    ------
    ParseError
        If it is not a list, or has something else than names that expressions can use.
    """
    for name in (found := names_in(where, names)):
        check_name(where, name)
    return found


def declare_parameters(entries: Entries, signs: Mapping[str, Any]) -> None:
    """Declare parameters, by the lists of their signs.

    Raises
    ------
    ParseError, DeclarationError
        If an entry is not what it must be.
    """
    for sign, names in signs.items():
        if sign not in _SIGNS:
            raise ParseError(f"parameters: {excerpt_of(sign)} is not a sign; {nearest(sign, _SIGNS)}")
        for name in checked_names(f"parameters.{sign}", names):
            entries.declare(f"parameters.{sign}", name, parameters(name, **{sign: True}))


def declare_definitions(
    entries: Entries, data: Mapping[str, Any], expression: Callable[[str, object], sp.Expr]
) -> None:
    """Declare the abbreviations, each of which may use those above it.

    Raises
    ------
    ParseError, DeclarationError, NotRational
        If an entry is not what it must be.
    """
    for name, text in table_of(data, "definitions").items():
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
    condition = entries.relations(where, case[1:], 1, MAX_ASSUMED[1])
    return entries.expression(where, case[0]), condition[0] if condition else sp.true
