"""The entries of a game file: names and texts that nobody vouches for, read within bounds on all that is computed."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeVar

import sympy as sp
from sympy.core.relational import Relational
from sympy.logic.boolalg import Boolean

from lsec_models.algebra.parsing.parse import parse_expression, parse_relation, parse_smooth_expression
from lsec_models.algebra.polynomials.ratio import is_whole
from lsec_models.algebra.polynomials.size import size_of
from lsec_models.errors import DeclarationError, LsecError, ParseError, UnknownName, excerpt_of

_MAX_ENTRIES = 400
MAX_NAME = 50
# What one text may come to with its definitions written in: no more than the parser accepts without definitions.
_MAX_LENGTH = 2_000
_MAX_DEGREE = 64
# What all texts together may come to when they are multiplied out; the games of the catalogue have about 150 terms.
_MAX_TERMS = 10_000
# Whole numbers above this belong into a text, where the parser counts their digits.
_MAX_NUMBER = 10**15
# What is a function in Python, and how a file says it.
_CALLED = re.compile(r"\b([Mm]in|[Mm]ax|[Pp]iecewise|others|total)\s*\(")
_SUM = "in a file, write {name}.q for a decision q of a player with copies"
_KINK = 'in a file, name it in [definitions], as in sold = {{{name} = ["q", "a - p"]}}, and write the name here'
_CASES = 'in a file, name it in [definitions], as in cost = {{piecewise = [["0", "q < 1"], ["q - 1"]]}}'
_IN_FILES = {"others": _SUM, "total": _SUM, "min": _KINK, "max": _KINK, "piecewise": _CASES}
Read = TypeVar("Read", sp.Expr, Boolean)


@dataclass
class _Counted:
    """What was read so far: names and texts, and terms multiplied out."""

    entries: int = 0
    terms: int = 0


class Entries:
    """Reads one entry after the other, and counts what they come to; errors begin with the entry.

    A definition is read where it stands and is written into the texts that use it, so that each could double the one
    before: thirty lines would ask for a billion terms. Therefore every text is measured, with its definitions written
    in, before anything is multiplied out.
    """

    def __init__(self) -> None:
        self._values: dict[str, sp.Expr] = {}
        self._counted = _Counted()

    def inside(self) -> Entries:
        """Return what reads the entries of a part, which knows all names so far and keeps its own; both are counted."""
        part = Entries()
        part._values, part._counted = dict(self._values), self._counted
        return part

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
                f"{where}: the name {name!r} has a meaning already; rename one of the two, or leave one out"
            )
        self._values[name] = value

    def expression(self, where: str, text: object) -> sp.Expr:
        """Return the expression that a text stands for.

        Raises
        ------
        ParseError
            If it does not follow the grammar, or comes to too much.
        UnknownName, excerpt_of
            If it uses a name that has not been declared before.
        """
        return self._expression(where, text, parse_expression)

    def smooth_expression(self, where: str, text: object) -> sp.Expr:
        """Return the expression that a text stands for, in which exp, log, roots and free powers have a place.

        Raises
        ------
        ParseError, UnknownName
            As for :meth:`expression`.
        """
        return self._expression(where, text, parse_smooth_expression)

    def _expression(self, where: str, text: object, parse: Callable[[str, Mapping[str, sp.Expr]], sp.Expr]) -> sp.Expr:
        called = _CALLED.search(text) if isinstance(text, str) else None
        if called:
            name = called[1]
            raise ParseError(f"{where}: {name}(...) is Python; {_IN_FILES[name.lower()].format(name=name.lower())}")
        expression = self._read(where, text, parse)
        self._measure(where, expression)
        return expression

    def relations(self, where: str, texts: object, comparisons: int, terms: int) -> list[Boolean]:
        """Return the relations that a list of texts stands for, chains and all.

        Raises
        ------
        ParseError
            If it is no such list, a text does not follow the grammar, or they come to too much, in particular to more
            than this many comparisons, or terms multiplied out.
        UnknownName, excerpt_of
            If a text uses a name that has not been declared before.
        """
        if not isinstance(texts, list):
            raise ParseError(f'{where}: this must be a list of comparisons, such as ["a > b*c"]')
        relations: list[Boolean] = []
        links, terms_before = 0, self._counted.terms
        for i, text in enumerate(texts):
            relations.append(self._read(f"{where}[{i}]", text, parse_relation))
            for link in _links(relations[-1]):
                self._measure(f"{where}[{i}]", link.lhs - link.rhs)
                links += 1
            _check(f"{where}[{i}]", links, comparisons, f"comparisons in {where}")
            _check(f"{where}[{i}]", self._counted.terms - terms_before, terms, f"terms in {where}, multiplied out")
        return relations

    def _read(self, where: str, text: object, parse: Callable[[str, Mapping[str, sp.Expr]], Read]) -> Read:
        self._count(where)
        if type(text) is int and abs(text) <= _MAX_NUMBER:
            text = str(text)
        if not isinstance(text, str):
            raise ParseError(f'{where}: this must be text in quotes, such as "a - b*p"')
        try:
            return parse(text, self._values)
        except LsecError as error:
            above = isinstance(error, UnknownName) and where.startswith("definitions.")
            hint = " (a definition knows those above it)" if above else ""
            raise type(error)(f"{where}{hint}: {error}") from None

    def _count(self, where: str) -> None:
        self._counted.entries += 1
        _check(where, self._counted.entries, _MAX_ENTRIES, "names and texts in all")

    def _measure(self, where: str, expression: sp.Expr) -> None:
        size = size_of(expression)
        _check(where, size.length, _MAX_LENGTH, "symbols and operations, its definitions written in")
        for measured in (size, *map(size_of, _inside_functions(expression))):
            self._counted.terms += measured.terms
            _check(where, measured.degree, _MAX_DEGREE, "factors in a term, its definitions written in")
            _check(where, self._counted.terms, _MAX_TERMS, "terms in all up to here, multiplied out")


def _check(where: str, found: int, most: int, what: str) -> None:
    if found > most:
        raise ParseError(f"{where}: more than {most:,} {what}; simplify, or declare the game in Python")


def _inside_functions(expression: sp.Expr) -> list[sp.Expr]:
    """Return arguments, bases and exponents, of which the functions around them count as one symbol."""
    return [
        argument
        for part in sp.preorder_traversal(expression)
        if isinstance(part, sp.exp | sp.log) or (part.is_Pow and not is_whole(part.exp))
        for argument in part.args
        if not argument.is_Rational
    ]


def _links(relation: Boolean) -> list[Relational]:
    return [link for link in sp.And.make_args(relation) if isinstance(link, Relational)]


def check_name(where: str, name: str) -> None:
    """Require a name that texts can use.

    Raises
    ------
    ParseError
        If the grammar has no such name.
    """
    if len(name) > MAX_NAME or not _is_name(name):
        raise ParseError(
            f"{where}: {excerpt_of(name)} is not a name; names have up to {MAX_NAME} letters (a to z), digits and "
            "underscores, begin with a letter, and are not 'and', 'or', 'not' or 'sqrt'"
        )


def _is_name(name: str) -> bool:
    # The grammar knows best. What it has in addition, dotted names and blanks around them, is for claims.
    try:
        return name.isidentifier() and parse_expression(name, {name: sp.S.One}) == 1
    except LsecError:
        return False
