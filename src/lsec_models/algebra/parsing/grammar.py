"""The grammar: operator precedence, with pending operators on explicit stacks."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import sympy as sp

from lsec_models.algebra.parsing.bounds import MAX_DIGITS, MAX_EXPONENT, check_brackets
from lsec_models.algebra.parsing.tokens import Refusal, Token, quoted
from lsec_models.algebra.parsing.values import (
    COMPARISONS,
    Builder,
    Operator,
    Precedence,
    Value,
    is_number,
    number_of,
    root_of,
)
from lsec_models.errors import UnknownName

_PREFIX = {"-": Precedence.SIGN, "not": Precedence.NOT}
_INFIX = {
    "<=>": Precedence.IFF,
    "=>": Precedence.IMPLIES,
    "or": Precedence.OR,
    "and": Precedence.AND,
    **dict.fromkeys(COMPARISONS, Precedence.COMPARE),
    "+": Precedence.SUM,
    "-": Precedence.SUM,
    "*": Precedence.PRODUCT,
    "/": Precedence.PRODUCT,
}
_POWER = ("^", "**")
_RESERVED = ("and", "or", "not", "sqrt")
_FUNCTIONS = ("exp", "log", "sqrt")


@dataclass(frozen=True, kw_only=True, slots=True)
class _Bracket:
    """What has been read since a bracket was opened, or since the text began.

    A bracket may be the argument of a function, or the exponent that an operator raises what stands before it to.
    """

    at: int
    function: str = ""
    raises: Token | None = None
    is_negated: bool = False
    operands: list[Value] = field(default_factory=list)
    operators: list[Operator] = field(default_factory=list)


class Reader:
    """Operator-precedence parser.

    An arriving operator first lets everything that binds tighter build its value. Operators that bind alike
    wait for each other and are built together, so that a long sum, or a chain of comparisons, is one step.

    Parameters
    ----------
    tokens : list of Token
    symbols : mapping from str to sympy.Expr
        What each name stands for.
    loosest : Precedence
        The loosest operator that has a place in the text.
    is_smooth : bool
        Whether there are functions of expressions, and exponents that are not literal integers.
    """

    def __init__(
        self, tokens: list[Token], symbols: Mapping[str, sp.Expr], loosest: Precedence, *, is_smooth: bool = False
    ) -> None:
        self._tokens = tokens
        self._next = 0
        self._symbols = symbols
        self._loosest = loosest
        self._brackets = [_Bracket(at=0)]
        self._is_smooth = is_smooth
        self._build = Builder(is_smooth=is_smooth)

    def read(self) -> Any:
        """Read everything up to the end of the text."""
        self._read_operand()
        while self._peek().kind != "end":
            self._read_infix()
            self._read_operand()
        if len(self._brackets) > 1:
            raise Refusal(self._brackets[-1].at, "this bracket is never closed; add the missing ')'")
        value = self._innermost()
        if is_number(value) != (self._loosest is Precedence.SUM):
            raise Refusal(value.at, f"this is not {_wanted(self._loosest)}; write one")
        return self._build.finished(value)

    def _peek(self) -> Token:
        return self._tokens[self._next]

    def _take(self) -> Token:
        self._next += 1
        return self._tokens[self._next - 1]

    def _read_operand(self) -> None:
        """Read an atom with all signs and brackets before it, and all brackets and powers after it."""
        self._read_atom()
        while self._peek().text in (")", *_POWER):
            token = self._take()
            if token.text == ")":
                self._close(token)
            elif self._is_smooth:
                self._read_exponent(token)
            else:
                self._raise(token, self._literal_exponent())

    def _read_atom(self) -> None:
        while self._peek().text in ("-", "not", "(", "sqrt") or self._calls_a_function():
            token = self._take()
            if token.text in _PREFIX:
                self._push(token, _PREFIX[token.text])
            else:
                self._open(token)
        self._brackets[-1].operands.append(self._atom())

    def _calls_a_function(self) -> bool:
        token = self._peek()
        is_called = self._is_smooth and token.text in _FUNCTIONS and self._tokens[self._next + 1].text == "("
        if is_called and token.text in self._symbols:
            raise Refusal(token.at, f"{quoted(token.text)} is a declared name and a function; rename what is declared")
        return is_called

    def _read_infix(self) -> None:
        token = self._take()
        if token.text not in _INFIX:
            raise Refusal(token.at, f"an operator is missing before {quoted(token.text)}; a product takes '*'")
        self._build_tighter_than(_INFIX[token.text])
        self._push(token, _INFIX[token.text])

    def _push(self, token: Token, binding: Precedence) -> None:
        if binding < self._loosest:
            wanted = _wanted(self._loosest)
            raise Refusal(token.at, f"{quoted(token.text)} has no place here; this must be {wanted}")
        self._brackets[-1].operators.append(Operator(text=token.text, binding=binding, at=token.at))

    def _open(self, token: Token) -> None:
        function = token.text if token.text in _FUNCTIONS else ""
        if function and self._take().text != "(":
            raise Refusal(token.at, "sqrt takes a number in brackets; write it as in sqrt(2)")
        check_brackets(len(self._brackets), token.at)
        self._brackets.append(_Bracket(at=token.at, function=function))

    def _close(self, token: Token) -> None:
        if len(self._brackets) == 1:
            raise Refusal(token.at, "this bracket was never opened; remove it, or add the missing '('")
        value = self._innermost()
        bracket = self._brackets.pop()
        if bracket.function:
            value = self._build.function(bracket.function, value) if self._is_smooth else root_of(value)
        value = replace(value, at=bracket.at)
        if bracket.raises is None:
            self._brackets[-1].operands.append(value)
        else:
            self._raise(bracket.raises, self._build.negated(value, bracket.at) if bracket.is_negated else value)

    def _atom(self) -> Value:
        token = self._take()
        if token.kind == "number":
            return Value(content=number_of(token), at=token.at)
        if token.kind != "name" or token.text in _RESERVED:
            found = quoted(token.text) if token.text else "the text ends"
            raise Refusal(token.at, f"{found} where a number, a name or a bracket is expected; write one")
        if self._is_smooth and token.text in _FUNCTIONS and token.text not in self._symbols:
            raise Refusal(token.at, f"{token.text} takes an expression in brackets; write it as in {token.text}(x)")
        if self._peek().text == "(":
            functions = "only exp, log and sqrt are" if self._is_smooth else "only sqrt is"
            raise Refusal(token.at, f"{quoted(token.text)} is not a function, {functions}; a product takes '*'")
        if token.text not in self._symbols:
            raise Refusal(token.at, _unknown(token.text, self._symbols), UnknownName)
        return self._build.named(self._symbols[token.text], token.at)

    def _raise(self, operator: Token, exponent: int | Value) -> None:
        if self._peek().text in _POWER:
            raise Refusal(self._peek().at, "a power of a power needs brackets; write (x^2)^3, or x^6")
        operands = self._brackets[-1].operands
        if isinstance(exponent, int):
            operands[-1] = self._build.power(operands[-1], exponent, operator.at)
        else:
            operands[-1] = self._build.free_power(operands[-1], exponent, operator.at)

    def _read_exponent(self, operator: Token) -> None:
        """Read a number or a name with its signs, or open a bracket or a function, which raises when it is closed."""
        is_negated = False
        while self._peek().text == "-":
            self._take()
            is_negated = not is_negated
        token = self._peek()
        if token.text in ("(", "sqrt") or self._calls_a_function():
            self._open(self._take())
            self._brackets[-1] = replace(self._brackets[-1], raises=operator, is_negated=is_negated)
            self._read_atom()
        elif token.kind in ("number", "name") and token.text not in _RESERVED:
            value = self._atom()
            self._raise(operator, self._build.negated(value, token.at) if is_negated else value)
        else:
            raise Refusal(token.at, "an exponent is a number, a name, or an expression in brackets; write x^(-b)")

    def _literal_exponent(self) -> int:
        """Read a literal integer with its signs and brackets: ``2``, ``-2``, ``(-2)``, ``-(2)``."""
        sign, opened = 1, 0
        while (token := self._take()).text in ("-", "("):
            if token.text == "-":
                sign = -sign
            else:
                opened += 1
                check_brackets(len(self._brackets) - 1 + opened, token.at)
        if not token.text.isdecimal() or any(self._take().text != ")" for _ in range(opened)):
            raise Refusal(token.at, "an exponent is a literal integer, as in x^2 or x^(-1); write one")
        if len(token.text) > MAX_DIGITS or int(token.text) > MAX_EXPONENT:
            raise Refusal(token.at, f"the exponent {quoted(token.text)} is above {MAX_EXPONENT}; use a smaller one")
        return sign * int(token.text)

    def _innermost(self) -> Value:
        """Build everything that waits in the innermost bracket."""
        self._build_tighter_than(0)
        return self._brackets[-1].operands[0]

    def _build_tighter_than(self, binding: int) -> None:
        operands, operators = self._brackets[-1].operands, self._brackets[-1].operators
        while operators and operators[-1].binding > binding:
            tightest = operators[-1].binding
            run = [operators.pop()]
            while operators and operators[-1].binding == tightest:
                run.append(operators.pop())
            run.reverse()
            count = 1 if tightest in _PREFIX.values() else len(run) + 1
            operands[-count:] = [self._build.run(run, operands[-count:])]


def _wanted(loosest: Precedence) -> str:
    return {
        Precedence.SUM: "an expression, such as a - b*p",
        Precedence.COMPARE: "a comparison, such as a >= b*c",
        Precedence.IFF: "a claim, such as a > b => p > c",
    }[loosest]


def _unknown(name: str, symbols: Mapping[str, sp.Expr]) -> str:
    near = difflib.get_close_matches(name, symbols, n=3, cutoff=0.5)
    if near:
        way_out = f"did you mean {' or '.join(map(quoted, near))}?"
    elif symbols:
        way_out = f"use a declared name, such as {', '.join(map(quoted, sorted(symbols)[:10]))}"
    else:
        way_out = "no name is declared here, so use numbers"
    return f"the name {quoted(name)} is unknown; {way_out}"
