"""Claims in the words of a certificate, read back: SymPy's way of writing, by a grammar of its own, never evaluated."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

import sympy as sp
from sympy.core.relational import Relational
from sympy.logic.boolalg import Boolean

from lsec_models.errors import CoqError, excerpt_of

_MAX_CHARACTERS = 200_000
_MAX_DEPTH = 30
_MAX_DIGITS = 1000
_MAX_POWER = 1000
_TOKEN = re.compile(r"\s*(?:([0-9]+)|([A-Za-z_][A-Za-z0-9_]*)|(\*\*|<=|>=|[-+*/()<>&|~,]))", re.ASCII)
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*", re.ASCII)
_RELATIONS: Mapping[str, Any] = {"<": sp.Lt, "<=": sp.Le, ">": sp.Gt, ">=": sp.Ge}
_COMPARED: Mapping[str, Any] = {"Eq": sp.Eq, "Ne": sp.Ne}
_MOVED: Mapping[str, Callable[[sp.Expr, sp.Symbol], sp.Expr]] = {
    "Derivative": sp.diff,
    "Difference": lambda function, symbol: function.subs(symbol, symbol + 1) - function,
}
_JOINED: Mapping[str, Any] = {"Equivalent": sp.Equivalent, "Implies": sp.Implies, "And": sp.And, "Or": sp.Or}


def read_claim(text: str, symbols: Mapping[str, sp.Symbol]) -> Boolean:
    """Read a claim as SymPy writes it.

    Parameters
    ----------
    text : str
    symbols : mapping from str to sympy.Symbol
        What each name stands for.

    Raises
    ------
    CoqError
        If it is none, is too long, or has a name that could be read as a formula.

    Examples
    --------
    >>> x, y = sp.symbols("x y", positive=True)
    >>> read_claim("(x/y > 1) & Eq(y**2, sqrt(2)*x)", {"x": x, "y": y})
    (x/y > 1) & Eq(y**2, sqrt(2)*x)
    """
    if len(text) > _MAX_CHARACTERS:
        raise CoqError(f"the words of the claim are longer than {_MAX_CHARACTERS} characters")
    for name in symbols:
        if name in text and not _NAME.fullmatch(name):
            raise CoqError(f"the words of the claim have {excerpt_of(name)}, which could be more than one name")
    return _Reader(_tokens(text), symbols).claim()


def _tokens(text: str) -> list[str]:
    found, end = [], 0
    while end < len(text.rstrip()):
        match = _TOKEN.match(text, end)
        if match is None:
            raise CoqError(
                f"the words of the claim have {excerpt_of(text[end : end + 20])}, which is not a part of a formula"
            )
        found.append(match.group(match.lastindex or 0))
        end = match.end()
    return found


class _Reader:
    """Reads tokens from the left; each method takes what binds more tightly than the one before it."""

    def __init__(self, tokens: list[str], symbols: Mapping[str, sp.Symbol]) -> None:
        self._tokens, self._symbols = [*reversed(tokens)], symbols
        self._depth = 0

    def claim(self) -> Boolean:
        """Return all of it as a claim."""
        found = self._logical(self._either())
        if self._tokens:
            raise CoqError(f"the words of the claim go on with {self._tokens[-1]!r} where they should end")
        return found

    def _next(self) -> str:
        return self._tokens[-1] if self._tokens else ""

    def _take(self, wanted: str = "") -> str:
        if not self._tokens or (wanted and self._tokens[-1] != wanted):
            raise CoqError(f"the words of the claim lack {wanted or 'something'!r} before {self._next()!r}")
        return self._tokens.pop()

    def _logical(self, found: Any) -> Boolean:
        if not isinstance(found, Boolean) or isinstance(found, sp.Symbol):
            raise CoqError("the words of the claim have a number where something should be true or false")
        return found

    def _number(self, found: Any) -> sp.Expr:
        if not isinstance(found, sp.Expr):
            raise CoqError("the words of the claim have a claim where a number should be")
        return found

    def _either(self) -> Any:
        return self._joined(self._both, "|", sp.Or)

    def _both(self) -> Any:
        return self._joined(self._negated, "&", sp.And)

    def _joined(self, part: Callable[[], Any], sign: str, kind: Any) -> Any:
        self._depth += 1
        if self._depth > 2 * _MAX_DEPTH:
            raise CoqError("the words of the claim are nested too deeply")
        parts = [part()]
        while self._next() == sign:
            self._take()
            parts.append(part())
        self._depth -= 1
        return parts[0] if len(parts) == 1 else kind(*map(self._logical, parts), evaluate=False)

    def _negated(self) -> Any:
        times = 0
        while self._next() == "~":
            self._take()
            times += 1
        found = self._compared()
        for _ in range(times):
            found = sp.Not(self._logical(found), evaluate=False)
        return found

    def _compared(self) -> Any:
        left = self._sum()
        if self._next() not in _RELATIONS:
            return left
        kind = _RELATIONS[self._take()]
        return _relation(kind, self._number(left), self._number(self._sum()))

    def _sum(self) -> Any:
        if self._next() not in ("-", "+"):
            first = self._product()
            if self._next() not in ("-", "+"):
                return first
            terms = [self._number(first)]
        else:
            terms = []
        while self._next() in ("-", "+"):
            sign = self._take()
            term = self._number(self._product())
            terms.append(-term if sign == "-" else term)
        return sp.Add(*terms)

    def _product(self) -> Any:
        first = self._power()
        if self._next() not in ("*", "/"):
            return first
        factors = [self._number(first)]
        while self._next() in ("*", "/"):
            sign = self._take()
            factor = self._number(self._power())
            if sign == "/" and factor.is_zero:
                raise CoqError("the words of the claim divide by zero")
            factors.append(1 / factor if sign == "/" else factor)
        return sp.Mul(*factors)

    def _power(self) -> Any:
        base = self._atom()
        if self._next() != "**":
            return base
        self._take()
        bracketed = self._next() == "("
        if bracketed:
            self._take()
        sign = -1 if self._next() == "-" and self._take() else 1
        exponent = self._take()
        if not exponent.isdecimal() or len(exponent) > 4 or int(exponent) > _MAX_POWER:
            raise CoqError(
                f"the words of the claim have the exponent {exponent[:20]!r}, which is not a small whole number"
            )
        if bracketed:
            self._take(")")
        return self._number(base) ** (sign * int(exponent))

    def _atom(self) -> Any:
        token = self._take()
        if token == "(":
            found = self._either()
            self._take(")")
            return found
        if token.isdecimal():
            if len(token) > _MAX_DIGITS:
                raise CoqError("the words of the claim have a number that is too long")
            return sp.Integer(int(token))
        if token in self._symbols:
            return self._symbols[token]
        if token in ("True", "False"):
            return sp.true if token == "True" else sp.false
        if self._next() == "(":
            return self._applied(token)
        raise CoqError(f"the words of the claim have {token!r}, which is not a parameter of the certificate")

    def _applied(self, name: str) -> Any:
        self._take("(")
        parts = [self._either()]
        while self._next() == ",":
            self._take()
            parts.append(self._either())
        self._take(")")
        if name in _COMPARED and len(parts) == 2:
            return _relation(_COMPARED[name], *map(self._number, parts))
        if name in _JOINED and (name != "Implies" or len(parts) == 2):
            return _JOINED[name](*map(self._logical, parts), evaluate=False)
        if name == "Not" and len(parts) == 1:
            return sp.Not(self._logical(parts[0]), evaluate=False)
        if name == "sqrt" and len(parts) == 1 and isinstance(parts[0], sp.Rational) and parts[0] >= 0:
            return sp.sqrt(parts[0])
        if name in _MOVED and len(parts) == 2 and isinstance(parts[1], sp.Symbol):
            self._require_fixed(self._number(parts[0]), parts[1])
            return _MOVED[name](parts[0], parts[1])
        raise CoqError(f"the words of the claim have {name!r}, which is not read here")

    def _require_fixed(self, function: sp.Expr, moved: sp.Symbol) -> None:
        """Refuse the slope of what moves along: how decisions of a game that is given do is a variable of its own."""
        for symbol in function.free_symbols:
            slope = re.compile(f"d+{re.escape(symbol.name)}_d{re.escape(moved.name)}")
            if any(slope.fullmatch(name) for name in self._symbols):
                raise CoqError(f"{symbol.name} moves with {moved.name}, by conditions that are given")


def _relation(kind: Any, left: sp.Expr, right: sp.Expr) -> Relational:
    return kind(left, right, evaluate=False)
