"""From text to words: numbers, names and operators, each with its place."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from lsec_models.errors import LsecError, ParseError

# SymPy caches a thousand sort keys: to order or to print a larger expression takes time exponential in its depth.
_MAX_TOKENS = 2_000


@dataclass(frozen=True, kw_only=True, slots=True)
class Token:
    """A word of the text (``kind``: number, name, operator or end) and the index at which it starts."""

    kind: str
    text: str
    at: int


class Refusal(Exception):
    """Something at one place of the text that cannot be accepted."""

    def __init__(self, at: int, complaint: str, error: type[LsecError] = ParseError) -> None:
        super().__init__(complaint)
        self.at = at
        self.complaint = complaint
        self.error = error


_PATTERN = re.compile(
    r"""(?P<space>    [ \t\r\n]+ )
      | (?P<number>   [0-9]+ (?:\.[0-9]+)? (?:[eE][+-]?[0-9]+)? )
      | (?P<name>     [A-Za-z][A-Za-z0-9_]* (?:\.[A-Za-z][A-Za-z0-9_]*)* )
      | (?P<operator> <=> | => | <= | >= | == | != | \*\* | [-+*/^()<>] )""",
    re.VERBOSE,
)
_INSTEAD = {
    "=": "equality is written '=='",
    "!": "negation is written 'not', and unequal '!='",
    "~": "negation is written 'not'",
    "&": "conjunction is written 'and'",
    "|": "disjunction is written 'or'",
    "[": "brackets are round",
    "{": "brackets are round",
    "_": "a name begins with a letter",
    ".": "a decimal has digits on both sides of its point, a dotted name letters",
    "\N{MINUS SIGN}": "minus is written '-'",
    "\N{MULTIPLICATION SIGN}": "a product is written '*'",
    "\N{MIDDLE DOT}": "a product is written '*'",
    "\N{LESS-THAN OR EQUAL TO}": "at most is written '<='",
    "\N{GREATER-THAN OR EQUAL TO}": "at least is written '>='",
    "\N{NOT EQUAL TO}": "unequal is written '!='",
    "\N{RIGHTWARDS DOUBLE ARROW}": "implication is written '=>'",
    "\N{SUPERSCRIPT TWO}": "a square is written '^2'",
}


def tokens(text: str) -> Iterator[Token]:
    """Yield the words of a text; the last is its end."""
    at = count = 0
    while at < len(text):
        match = _PATTERN.match(text, at)
        if match is None:
            raise Refusal(at, _foreign(text[at]))
        if match.lastgroup != "space":
            count += 1
            yield Token(kind=str(match.lastgroup), text=match.group(), at=at)
        if count > _MAX_TOKENS:
            raise Refusal(at, f"more than {_MAX_TOKENS:,} words and signs; name parts and use their names")
        at = match.end()
    yield Token(kind="end", text="", at=at)


def quoted(text: str) -> str:
    """Return a part of a text as messages show it."""
    return ascii(text if len(text) <= 40 else f"{text[:37]}...")


def _foreign(mark: str) -> str:
    name = "" if mark.isascii() else f" ({unicodedata.name(mark, 'unnamed character')})"
    instead = _INSTEAD.get(mark, "use unaccented letters, digits, operators and round brackets")
    return f"{quoted(mark)}{name} has no meaning here; {instead}"
