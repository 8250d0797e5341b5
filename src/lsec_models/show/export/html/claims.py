"""Formal statements of claims for web pages: comparisons as MathML, as they were written, connectives as words."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import IntEnum
from html import escape

import sympy as sp
from sympy.printing.mathml import mathml


class _Binding(IntEnum):
    """How tightly a part holds together, loosest first."""

    EQUIVALENCE = 1
    IMPLICATION = 2
    OR = 3
    AND = 4
    NOT = 5
    COMPARISON = 6
    SUM = 7
    PRODUCT = 8
    POWER = 9
    ATOM = 10


@dataclass(frozen=True)
class _Part:
    html: str
    binding: _Binding


class _Unreadable(Exception):
    """A text outside the grammar."""


_TOKEN = re.compile(
    r"\s*(?:(?P<number>\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)|(?P<name>[A-Za-z]\w*(?:\.[A-Za-z]\w*)*)"
    r"|(?P<sign><=>|=>|<=|>=|==|!=|\*\*|[-+*/^()<>&|~,]))"
)
_COMPARISONS = {"<": "&lt;", ">": "&gt;", "<=": "≤", ">=": "≥", "==": "=", "!=": "≠"}
_CONNECTIVES: Mapping[str, tuple[_Binding, str]] = {
    "<=>": (_Binding.EQUIVALENCE, "if and only if"),
    "=>": (_Binding.IMPLICATION, "implies"),
    "or": (_Binding.OR, "or"),
    "|": (_Binding.OR, "or"),
    "and": (_Binding.AND, "and"),
    "&": (_Binding.AND, "and"),
}
_FORMS = {
    "increasing": "is increasing in",
    "decreasing": "is decreasing in",
    "independent": "does not depend on",
    "crosses_once": "turns from negative to positive exactly once in",
}
_RELATIONS = {"Eq": "=", "Ne": "≠"}
_DEEPEST, _LONGEST = 60, 20_000


def statement_html(text: str, form: str = "statement") -> str:
    """Return the formal statement of a claim.

    Parameters
    ----------
    text : str
        A claim in the package's grammar or as SymPy prints conditions; for the other forms ``QUANTITY in PARAMETER``.
    form : str
        ``"statement"``, or ``"increasing"``, ``"decreasing"``, ``"independent"``, ``"crosses_once"``.

    Returns
    -------
    str
        HTML with MathML; a text that cannot be read stands there as it is, as code.

    Examples
    --------
    >>> statement_html("x > 0 or y > 0")
    '<math ...>...<mo>&gt;</mo><mn>0</mn></math> or <math ...>...<mn>0</mn></math>'
    >>> statement_html("x >")
    '<code>x &gt;</code>'
    """
    try:
        if form == "statement":
            return _standing(_read(text))
        quantity, _, parameter = text.rpartition(" in ")
        return f"{_standing(_read(quantity))} {_FORMS[form]} {_standing(_read(parameter))}"
    except _Unreadable:
        return f"<code>{escape(text)}</code>"


def _read(text: str) -> _Part:
    if len(text) > _LONGEST:
        raise _Unreadable
    reader = _Reader(_tokens(text))
    part = reader.claim(_Binding.EQUIVALENCE)
    if reader.next:
        raise _Unreadable
    return part


def _tokens(text: str) -> list[str]:
    found, at = [], 0
    while at < len(text.rstrip()):
        match = _TOKEN.match(text, at)
        if match is None:
            raise _Unreadable
        found.append(match.group().strip())
        at = match.end()
    return found


class _Reader:
    """Recursive descent, one method for each way in which operators bind."""

    def __init__(self, tokens: list[str]) -> None:
        self._tokens = tokens
        self._at = 0
        self._depth = 0

    @property
    def next(self) -> str:
        """The token to come; empty at the end."""
        return self._tokens[self._at] if self._at < len(self._tokens) else ""

    def claim(self, loosest: _Binding) -> _Part:
        """Read comparisons joined by connectives that bind at least as tightly."""
        left = self._negation()
        while self.next in _CONNECTIVES and _CONNECTIVES[self.next][0] >= loosest:
            binding, words = _CONNECTIVES[self._take()]
            # An implication groups to the right, everything else to the left.
            right = self.claim(binding if binding is _Binding.IMPLICATION else _Binding(binding + 1))
            # In words nobody knows which connective binds tighter: brackets say it, but in a chain of 'and' or of 'or'.
            chains = left.binding is binding and binding in (_Binding.AND, _Binding.OR)
            first = _claim_in(left, binding if chains else _Binding.NOT)
            joined = f"{first} {words} {_claim_in(right, _Binding.NOT)}"
            left = _Part(joined, binding)
        return left

    def _negation(self) -> _Part:
        if self.next in ("not", "~"):
            self._take()
            return _Part(f"not {_claim_in(self._deeper(self._negation), _Binding.COMPARISON)}", _Binding.NOT)
        return self._comparison()

    def _comparison(self) -> _Part:
        part = self._sum()
        if self.next not in _COMPARISONS:
            return part
        links = [_number(part)]
        while self.next in _COMPARISONS:
            links += [f"<mo>{_COMPARISONS[self._take()]}</mo>", _number(self._sum())]
        return _Part("".join(links), _Binding.COMPARISON)

    def _sum(self) -> _Part:
        if self.next == "-":
            self._take()
            part = _Part(f"<mo>−</mo>{_in(self._deeper(self._product), _Binding.PRODUCT)}", _Binding.SUM)
        else:
            part = self._product()
        while self.next in ("+", "-"):
            sign = "−" if self._take() == "-" else "+"
            right = _in(self._product(), _Binding.PRODUCT)
            part = _Part(f"{_in(part, _Binding.SUM)}<mo>{sign}</mo>{right}", _Binding.SUM)
        return part

    def _product(self) -> _Part:
        part = self._signed()
        while self.next in ("*", "/"):
            sign = self._take()
            right = self._signed()
            if sign == "/":
                part = _Part(f"<mfrac>{_row(_number(part))}{_row(_number(right))}</mfrac>", _Binding.PRODUCT)
            else:
                first, second = _in(part, _Binding.PRODUCT), _in(right, _Binding.POWER)
                between = "<mo>·</mo>" if re.match(r"(<msup><mrow>)?<mn>", second) else "<mo>&#8290;</mo>"
                part = _Part(f"{first}{between}{second}", _Binding.PRODUCT)
        return part

    def _signed(self) -> _Part:
        if self.next != "-":
            return self._power()
        self._take()
        return _Part(f"<mo>−</mo>{_in(self._deeper(self._signed), _Binding.PRODUCT)}", _Binding.SUM)

    def _power(self) -> _Part:
        base = self._atom()
        if self.next not in ("^", "**"):
            return base
        self._take()
        exponent = self._signed() if self.next == "-" else self._atom()
        return _Part(
            f"<msup>{_row(_in(base, _Binding.ATOM))}{_row(_in(exponent, _Binding.SUM))}</msup>", _Binding.POWER
        )

    def _atom(self) -> _Part:
        token = self._take()
        if token == "(":
            return self._bracketed(lambda: self.claim(_Binding.EQUIVALENCE))
        if token[:1].isdigit():
            return _Part(f"<mn>{token}</mn>", _Binding.ATOM)
        if not token[:1].isalpha() or token in (*_CONNECTIVES, "not"):
            raise _Unreadable
        if self.next != "(":
            return _named(token)
        self._take()
        return self._bracketed(lambda: self._applied(token))

    def _applied(self, function: str) -> _Part:
        arguments = [_number(self._sum())]
        while self.next == ",":
            self._take()
            arguments.append(_number(self._sum()))
        if function in _RELATIONS and len(arguments) == 2:
            return _Part(f"<mo>{_RELATIONS[function]}</mo>".join(arguments), _Binding.COMPARISON)
        if function == "sqrt" and len(arguments) == 1:
            return _Part(f"<msqrt>{arguments[0]}</msqrt>", _Binding.ATOM)
        if function == "Abs" and len(arguments) == 1:
            return _Part(f"<mrow><mo>|</mo>{arguments[0]}<mo>|</mo></mrow>", _Binding.ATOM)
        inside = "<mo>,</mo>".join(arguments)
        return _Part(f"<mi>{escape(function)}</mi>{_bracket(inside)}", _Binding.ATOM)

    def _bracketed(self, read: Callable[[], _Part]) -> _Part:
        part = self._deeper(read)
        if self._take() != ")":
            raise _Unreadable
        return part

    def _deeper(self, read: Callable[[], _Part]) -> _Part:
        self._depth += 1
        if self._depth > _DEEPEST:
            raise _Unreadable
        part = read()
        self._depth -= 1
        return part

    def _take(self) -> str:
        token = self.next
        if not token:
            raise _Unreadable
        self._at += 1
        return token


def _named(name: str) -> _Part:
    """Set a name: decisions and parameters as symbols, players and reports as words, the equilibrium above."""
    label, _, stem = name.rpartition(".")
    first = stem.split("_")[0]
    letters = mathml(sp.Symbol(stem), printer="presentation")
    is_symbol = len(first) == 1 or mathml(sp.Symbol(first), printer="presentation") != f"<mi>{first}</mi>"
    base = letters if is_symbol else f"<mtext>{escape(stem.replace('_', ' '))}</mtext>"
    if not label:
        return _Part(base, _Binding.ATOM)
    above = f"<mtext>{escape(label)}</mtext>"
    if base.startswith("<msub>"):
        return _Part(base.replace("<msub>", "<msubsup>").replace("</msub>", f"{above}</msubsup>"), _Binding.POWER)
    return _Part(f"<msup>{_row(base)}{above}</msup>", _Binding.POWER)


def _standing(part: _Part) -> str:
    return f'<math displaystyle="true">{part.html}</math>' if part.binding >= _Binding.COMPARISON else part.html


def _claim_in(part: _Part, needed: _Binding) -> str:
    if part.binding > _Binding.COMPARISON:
        raise _Unreadable
    return _standing(part) if part.binding >= needed else f"({_standing(part)})"


def _number(part: _Part) -> str:
    if part.binding <= _Binding.COMPARISON:
        raise _Unreadable
    return part.html


def _in(part: _Part, needed: _Binding) -> str:
    return _number(part) if part.binding >= needed else _bracket(_number(part))


def _bracket(inside: str) -> str:
    return f"<mrow><mo>(</mo>{inside}<mo>)</mo></mrow>"


def _row(inside: str) -> str:
    return f"<mrow>{inside}</mrow>"
