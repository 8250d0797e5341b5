"""Bargains in game files: the tables that stand in the order."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import sympy as sp

from lsec_models.algebra.domains.symbols import Decision, decisions
from lsec_models.errors import ParseError, UnknownName, excerpt_of, nearest
from lsec_models.games.bargaining.declaration import Bargain
from lsec_models.games.game_files.bounded_texts import Entries, check_name
from lsec_models.games.game_files.sections import names_in

_KEYS = ("bargain", "over", "real", "weights", "disagreement", "outside", "breakdown", "readjust", "secret")
_PAIRS = ("weights", "disagreement", "outside")
_ANSWERS = ("readjust", "secret")


def declare_terms(entries: Entries, order: object) -> list[Decision]:
    """Declare what bargains are over, so that payoffs can use it, and return it.

    Raises
    ------
    ParseError, UnknownName, DeclarationError
        If that is not a list of names, or a name has a meaning already.
    """
    terms = []
    for table in _tables(order):
        if "bargain" not in table:
            raise ParseError(
                'order: a stage must be a name or a list of names, such as ["a", ["b", "c"]], or a bargain, such as '
                '{bargain = ["a", "b"], over = ["w"]}'
            )
        for key in table:
            if key not in _KEYS:
                raise ParseError(f"order: a bargain has no entry {excerpt_of(key)}; {nearest(key, _KEYS)}")
        names, free = _names(table, "over"), _names(table, "real")
        for name in free:
            if name not in names:
                raise UnknownName(f"order.real: {excerpt_of(name)} is not bargained over; {nearest(name, names)}")
        for name in names:
            check_name("order.over", name)
            term = decisions(name, real=True) if name in free else decisions(name, nonnegative=True)
            entries.declare("order.over", name, term)
            terms.append(term)
    return terms


def read_bargain(entries: Entries, table: Mapping[str, Any]) -> Bargain:
    """Return a bargain, its terms and what is decided later being declared.

    Raises
    ------
    ParseError, UnknownName, DeclarationError
        If an entry is not what it must be.
    """
    more: dict[str, Any] = {}
    for key in _PAIRS:
        if key in table:
            if not isinstance(table[key], list):
                raise ParseError(f'order.{key}: this must be a list of two, such as ["beta", "1 - beta"]')
            more[key] = [entries.expression(f"order.{key}[{i}]", text) for i, text in enumerate(table[key])]
    for key in _ANSWERS:
        if key in table:
            if not isinstance(table[key], bool):
                raise ParseError(f"order.{key}: this must be true or false, without quotes")
            more[key] = table[key]
    breakdown = table.get("breakdown", {})
    if not isinstance(breakdown, dict):
        raise ParseError('order.breakdown: this must be a table, such as {q = "0"}')
    fixed = {
        _symbol(entries, name): entries.expression(f"order.breakdown.{name}", to) for name, to in breakdown.items()
    }
    over = [_symbol(entries, name) for name in _names(table, "over")]
    return Bargain(_names(table, "bargain"), over=over, breakdown=fixed, **more)


def _tables(order: object) -> Iterator[Mapping[str, Any]]:
    for slot in order if isinstance(order, list) else ():
        for entry in slot if isinstance(slot, list) else (slot,):
            if isinstance(entry, dict):
                yield entry


def _names(table: Mapping[str, Any], key: str) -> list[str]:
    return names_in(f"order.{key}", table.get(key, []))


def _symbol(entries: Entries, name: str) -> sp.Expr:
    return entries.expression("order", name)
