"""S-expressions: the brackets of SMT-LIB, read with bounds and without recursion."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lsec_models.errors import SmtLibError, excerpt_of

Expression = str | list["Expression"]
_MAX_CHARACTERS = 2_000_000
_MAX_BRACKETS = 200
_TOKEN = re.compile(
    r'(?P<blank>(?:\s|;[^\n]*)+)|(?P<bracket>[()])|(?P<quoted>\|[^|]*\||"(?:[^"]|"")*")|(?P<plain>[^\s()|";]+)'
)
_SIMPLE = re.compile(r"[A-Za-z~!@$%^&*_+=<>.?/-][A-Za-z0-9~!@$%^&*_+=<>.?/-]*", re.ASCII)
_OPERATORS = frozenset(["+", "-", "*", "/", "=", "<", ">", "<=", ">=", "=>", "ite", "xor", "distinct", "par", "as"])
_WORDS = frozenset(["and", "or", "not", "let", "true", "false", "assert", "forall", "exists", "match", "_", "!"])
_THEORY = frozenset(["Real", "Bool", "Int", "abs", "div", "mod", "to_real", "to_int", "is_int"])


def needs_no_bars(name: str) -> bool:
    """Whether a name may stand in SMT-LIB as it is: no number, nothing with blanks, and nothing with a meaning."""
    return _SIMPLE.fullmatch(name) is not None and name not in _OPERATORS | _WORDS | _THEORY


def expressions(text: str) -> list[Expression]:
    """Return the S-expressions of a text; a symbol between bars is one without them, unless it needs them.

    Raises
    ------
    SmtLibError
        If brackets do not match, nest too deeply, or the text is too long.

    Examples
    --------
    >>> expressions("(assert (> x 0)) ; a comment")
    [['assert', ['>', 'x', '0']]]
    """
    if len(text) > _MAX_CHARACTERS:
        raise SmtLibError(f"the text has {len(text)} characters; at most {_MAX_CHARACTERS} are read: split it")
    stack: list[list[Expression]] = [[]]
    for line, token in _tokens(text):
        if token == "(":
            if len(stack) > _MAX_BRACKETS:
                raise SmtLibError(f"line {line}: brackets are nested more than {_MAX_BRACKETS} deep; name parts of it")
            stack.append([])
        elif token == ")":
            if len(stack) == 1:
                raise SmtLibError(f"line {line}: a bracket is closed that was not opened; this is not SMT-LIB")
            done = stack.pop()
            stack[-1].append(done)
        else:
            stack[-1].append(token[1:-1] if token[0] == "|" and needs_no_bars(token[1:-1]) else token)
    if len(stack) > 1:
        raise SmtLibError("the text ends before its brackets are closed; this is not SMT-LIB, or a part of it")
    return stack[0]


def _tokens(text: str) -> Iterator[tuple[int, str]]:
    position, line = 0, 1
    while position < len(text):
        found = _TOKEN.match(text, position)
        if found is None:
            raise SmtLibError(f"line {line}: {excerpt_of(text[position : position + 40])} is never closed")
        if found.lastgroup != "blank":
            yield line, found.group()
        line += found.group().count("\n")
        position = found.end()
