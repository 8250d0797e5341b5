"""The entries of a game file: names and texts that nobody vouches for, read within bounds on all that is computed."""

from __future__ import annotations

import reprlib
from collections.abc import Callable, Mapping
from typing import TypeVar

import sympy as sp
from sympy.core.relational import Relational
from sympy.logic.boolalg import Boolean

from lsec_models.algebra.parse import parse_expression, parse_relation
from lsec_models.algebra.size import size_of
from lsec_models.errors import DeclarationError, LsecError, ParseError, UnknownName

_MAX_ENTRIES = 400
MAX_NAME = 50
# What one text may come to with its definitions written in: no more than the parser accepts without definitions.
_MAX_LENGTH = 2_000
_MAX_DEGREE = 64
# What all texts together may come to when they are multiplied out; the games of the catalogue have about 150 terms.
_MAX_TERMS = 10_000
# Whole numbers above this belong into a text, where the parser counts their digits.
_MAX_NUMBER = 10**15
Read = TypeVar("Read", sp.Expr, Boolean)


class Entries:
    """Reads one entry after the other, and counts what they come to.

    A definition is read where it stands and is written into the texts that use it, so that each could double the one
    before: thirty lines would ask for a billion terms. Therefore every text is measured, with its definitions written
    in, before anything is multiplied out.
    """

    def __init__(self) -> None:
        self._values: dict[str, sp.Expr] = {}
        self._entries = 0
        self._terms = 0

    def declare(self, where: str, name: str, value: sp.Expr) -> None:
        """Let the texts that follow use a name.

        Raises
        ------
        ParseError
            If there are too many entries.
        DeclarationError
            If the name has a meaning already.
        """
        self._count(where)
        if name in self._values:
            raise DeclarationError(
                f"game file, {where}: the name {name!r} has a meaning already; rename one of the two"
            )
        self._values[name] = value

    def expression(self, where: str, text: object) -> sp.Expr:
        """Return the expression that a text stands for.

        Raises
        ------
        ParseError
            If it does not follow the grammar, or comes to too much.
        UnknownName
            If it uses a name that has not been declared before.
        """
        expression = self._read(where, text, parse_expression)
        self._measure(where, expression)
        return expression

    def relations(self, where: str, texts: object, most: int) -> list[Boolean]:
        """Return the relations that a list of texts stands for, with at most `most` comparisons in all.

        Raises
        ------
        ParseError
            If it is no such list, a text does not follow the grammar, or they come to too much.
        UnknownName
            If a text uses a name that has not been declared before.
        """
        if not isinstance(texts, list):
            raise ParseError(f'game file, {where}: this must be a list of comparisons, such as ["a > b*c"]')
        relations: list[Boolean] = []
        comparisons = 0
        for i, text in enumerate(texts):
            relations.append(self._read(f"{where}[{i}]", text, parse_relation))
            for link in sp.And.make_args(relations[-1]):
                comparisons += 1
                if comparisons > most:
                    raise ParseError(
                        f"game file, {where}[{i}]: more than {most} comparisons; use fewer, or declare the game in "
                        "Python"
                    )
                if isinstance(link, Relational):
                    self._measure(f"{where}[{i}]", link.lhs - link.rhs)
        return relations

    def _read(self, where: str, text: object, parse: Callable[[str, Mapping[str, sp.Expr]], Read]) -> Read:
        self._count(where)
        if type(text) is int and abs(text) <= _MAX_NUMBER:
            text = str(text)
        if not isinstance(text, str):
            raise ParseError(f'game file, {where}: this must be text in quotes, such as "a - b*p"')
        try:
            return parse(text, self._values)
        except LsecError as error:
            above = isinstance(error, UnknownName) and where.startswith("definitions.")
            hint = " (a definition knows those above it)" if above else ""
            raise type(error)(f"game file, {where}{hint}: {error}") from None

    def _count(self, where: str) -> None:
        self._entries += 1
        if self._entries > _MAX_ENTRIES:
            raise ParseError(
                f"game file, {where}: more than {_MAX_ENTRIES} names and texts; use fewer, or declare the game in "
                "Python"
            )

    def _measure(self, where: str, expression: sp.Expr) -> None:
        size = size_of(expression)
        self._terms += size.terms
        for found, most, what in (
            (size.length, _MAX_LENGTH, "symbols and operations with its definitions written in"),
            (size.degree, _MAX_DEGREE, "factors in a term with its definitions written in"),
            (self._terms, _MAX_TERMS, "terms with all entries above it, multiplied out"),
        ):
            if found > most:
                raise ParseError(
                    f"game file, {where}: more than {most:,} {what}; simplify it, or declare the game in Python"
                )


def shown(value: object) -> str:
    """Return something out of a game file as messages show it: escaped and short."""
    return reprlib.repr(value)


def check_name(where: str, name: object) -> None:
    """Require a name that texts can use.

    Raises
    ------
    ParseError
        If the grammar has no such name.
    """
    if not isinstance(name, str) or len(name) > MAX_NAME or not _is_name(name):
        raise ParseError(
            f"game file, {where}: {shown(name)} is no name; names have up to {MAX_NAME} letters (a to z), digits and "
            "underscores, begin with a letter, and are not 'and', 'or', 'not' or 'sqrt'"
        )


def _is_name(name: str) -> bool:
    # The grammar knows best. What it has in addition, dotted names and blanks around them, is for claims.
    try:
        return name.isidentifier() and parse_expression(name, {name: sp.S.One}) == 1
    except LsecError:
        return False
