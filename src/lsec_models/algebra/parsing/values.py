"""Operands, and what operators make of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import IntEnum
from itertools import pairwise
from typing import Any

import sympy as sp
from sympy.logic.boolalg import Boolean

from lsec_models.algebra.parsing.bounds import (
    MAX_DIGITS,
    MAX_HEIGHT,
    MAX_ROOT_DIGITS,
    bounded,
    check_degree,
    check_exponent,
    has_more_digits,
    height_of,
)
from lsec_models.algebra.parsing.sums import Sums
from lsec_models.algebra.parsing.tokens import Refusal, Token, quoted


class Precedence(IntEnum):
    """How tightly an operator holds its operands, loosest first."""

    IFF = 1
    IMPLIES = 2
    OR = 3
    AND = 4
    NOT = 5
    COMPARE = 6
    SUM = 7
    PRODUCT = 8
    SIGN = 9


COMPARISONS: dict[str, Callable[..., Boolean]] = {
    "<": sp.Lt,
    "<=": sp.Le,
    ">": sp.Gt,
    ">=": sp.Ge,
    "==": sp.Eq,
    "!=": sp.Ne,
}
_CHAINS = ({"<", "<=", "=="}, {">", ">=", "=="})


@dataclass(frozen=True, kw_only=True, slots=True)
class Operator:
    """An operator that waits for its operands."""

    text: str
    binding: Precedence
    at: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Value:
    """A finished operand.

    Attributes
    ----------
    content : sympy.Expr or sympy.logic.boolalg.Boolean
        What it is.
    at : int
        Where it starts.
    height : int
        How many operations stand inside each other, those behind its names included.
    degree : int
        How many names at most, counted as often as they occur, one of its terms would multiply and divide by.
    """

    content: Any
    at: int
    height: int = 0
    degree: int = 0


class Builder:
    """Makes values out of operands.

    Parameters
    ----------
    is_smooth : bool
        Whether functions of names, and free powers, are among them.
    """

    def __init__(self, *, is_smooth: bool = False) -> None:
        self._sums = Sums(hides_functions=is_smooth)
        self._named: dict[sp.Expr, tuple[sp.Expr, int]] = {}

    def named(self, content: sp.Expr, at: int) -> Value:
        """Return what a name stands for."""
        if not isinstance(content, sp.Expr):
            return Value(content=content, at=at)
        if content not in self._named:
            self._named[content] = (self._sums.hidden(content), height_of(content))
        hidden, height = self._named[content]
        return Value(content=hidden, at=at, height=height, degree=0 if content.is_Rational else 1)

    def finished(self, value: Value) -> Any:
        """Return the content of a value in terms of the declared names."""
        return self._sums.restored(value.content) if is_number(value) else value.content

    def power(self, base: Value, exponent: int, at: int) -> Value:
        """Return a value to a literal exponent."""
        _check_numbers([base])
        if exponent < 0:
            _check_divisor(base, at)
        degree = base.degree * abs(exponent)
        check_degree(degree, at)
        content = bounded(self._sums.power(base.content, exponent), at)
        return _above([base], base.at, content, degree=degree)

    def function(self, name: str, argument: Value) -> Value:
        """Return ``exp``, ``log`` or ``sqrt`` of a value."""
        _check_numbers([argument])
        number = argument.content
        if name == "sqrt":
            if number.is_Rational and number >= 0:
                return root_of(argument)
            if number.is_Rational:
                raise Refusal(argument.at, "sqrt takes no negative number; correct it")
            half = Value(content=sp.S.Half, at=argument.at)
            return self.free_power(argument, half, argument.at)
        if name == "log" and number.is_Rational and number <= 0:
            raise Refusal(argument.at, "log takes what is positive; correct it")
        if number == (0 if name == "exp" else 1):
            return replace(argument, content=1 - number)
        function = {"exp": sp.exp, "log": sp.log}[name]
        content = function(self._sums.restored(number), evaluate=False)
        return _above([argument], argument.at, self._sums.function(content), degree=1)

    def free_power(self, base: Value, exponent: Value, at: int) -> Value:
        """Return a value to an exponent that is any expression."""
        _check_numbers([base, exponent])
        if exponent.content.is_Rational:
            check_exponent(exponent.content, exponent.at)
            if exponent.content.is_Integer:
                return self.power(base, int(exponent.content), at)
        if base.content.is_Rational:
            if base.content <= 0:
                raise Refusal(base.at, "only a positive number has a power that is not whole; correct one of the two")
            if has_more_digits(base.content, MAX_ROOT_DIGITS):
                raise Refusal(base.at, f"such a power takes at most {MAX_ROOT_DIGITS} digits; round the number")
            if exponent.content.is_Rational:
                return replace(base, content=bounded(sp.Pow(base.content, exponent.content), at), degree=1)
        parts = [self._sums.restored(value.content) for value in (base, exponent)]
        content = self._sums.function(sp.Pow(*parts, evaluate=False))
        return _above([base, exponent], base.at, content, degree=1)

    def negated(self, value: Value, at: int) -> Value:
        """Return a value with a sign before it."""
        return self.run([Operator(text="-", binding=Precedence.SIGN, at=at)], [value])

    def run(self, operators: list[Operator], operands: list[Value]) -> Value:
        """Return what a run of operators that bind alike makes of its operands."""
        binding = operators[0].binding
        if binding <= Precedence.NOT:
            _check_truths(operators, operands)
            return _connected(operators, operands)
        _check_numbers(operands)
        if binding is Precedence.COMPARE:
            return self._comparison(operators, operands)
        if binding is Precedence.SUM:
            return self._sum(operators, operands)
        if binding is Precedence.PRODUCT:
            return self._product(operators, operands)
        content = -operands[0].content if len(operators) % 2 else operands[0].content
        return _above(operands, operators[0].at, content)

    def _product(self, operators: list[Operator], operands: list[Value]) -> Value:
        at = operators[0].at
        degree = sum(operand.degree for operand in operands)
        check_degree(degree, at)
        factors = [operands[0].content]
        for operator, operand in zip(operators, operands[1:], strict=True):
            if operator.text == "/":
                _check_divisor(operand, operator.at)
                factors.append(self._sums.power(operand.content, -1))
            else:
                factors.append(operand.content)
        content = _folded(self._sums.product, factors, at)
        divides = any(operator.text == "/" for operator in operators)
        return _above(operands, operands[0].at, content, levels=1 + divides, degree=degree)

    def _sum(self, operators: list[Operator], operands: list[Value]) -> Value:
        terms = [operands[0].content]
        for operator, operand in zip(operators, operands[1:], strict=True):
            terms.append(-operand.content if operator.text == "-" else operand.content)
        content = _folded(sp.Add, terms, operators[0].at)
        subtracts = any(operator.text == "-" for operator in operators)
        return _above(operands, operands[0].at, content, levels=1 + subtracts)

    def _comparison(self, operators: list[Operator], operands: list[Value]) -> Value:
        signs = {operator.text for operator in operators}
        if len(operators) > 1 and not any(signs <= chain for chain in _CHAINS):
            raise Refusal(operators[1].at, "a chain has one direction and no '!='; join comparisons with 'and'")
        links = [
            self._compared(COMPARISONS[operator.text], left, right)
            for operator, (left, right) in zip(operators, pairwise(operands), strict=True)
        ]
        return _above(operands, operands[0].at, sp.And(*links))

    def _compared(self, relation: Callable[..., Boolean], left: Value, right: Value) -> Boolean:
        difference = left.content - right.content
        if difference.is_Rational:
            return relation(difference, 0)
        # SymPy would ask the assumptions on the symbols for a decision, which can take exponential time.
        return relation(self.finished(left), self.finished(right), evaluate=False)


def _folded(build: Callable[..., sp.Expr], parts: list[sp.Expr], at: int) -> sp.Expr:
    # All at once, the numbers in a long sum could grow unchecked; one by one, it would take quadratic time. Up to
    # eight parts get exactly the form that SymPy gives them.
    while len(parts) > 1:
        parts = [bounded(build(*parts[i : i + 8]), at) for i in range(0, len(parts), 8)]
    return parts[0]


def _connected(operators: list[Operator], operands: list[Value]) -> Value:
    binding = operators[0].binding
    if binding is Precedence.IMPLIES:
        return _implication(operands)
    contents = [operand.content for operand in operands]
    if binding is Precedence.NOT:
        negated = sp.Not(contents[0]) if len(operators) % 2 else contents[0]
        return _above(operands, operators[0].at, negated)
    if binding is Precedence.IFF and len(operators) > 1:
        raise Refusal(operators[1].at, "'<=>' does not chain; put one of the two equivalences into brackets")
    connective = {Precedence.AND: sp.And, Precedence.OR: sp.Or, Precedence.IFF: sp.Equivalent}[binding]
    return _above(operands, operands[0].at, connective(*contents))


def _implication(operands: list[Value]) -> Value:
    *premises, result = operands
    for premise in reversed(premises):
        result = _above([premise, result], premise.at, sp.Implies(premise.content, result.content))
    return result


def root_of(value: Value) -> Value:
    """Return the square root of a rational number."""
    if not isinstance(value.content, sp.Rational) or value.content < 0:
        raise Refusal(value.at, "sqrt takes a rational number that is not negative; square the relation instead")
    if has_more_digits(value.content, MAX_ROOT_DIGITS):
        raise Refusal(value.at, f"sqrt takes at most {MAX_ROOT_DIGITS} digits; round the number")
    return replace(value, content=sp.sqrt(value.content), degree=1)


def number_of(token: Token) -> sp.Rational:
    """Return a number exactly as it is written."""
    mantissa, _, exponent = token.text.lower().partition("e")
    whole, _, fraction = mantissa.partition(".")
    # The length comes first, because Python refuses to convert very long digit strings.
    if len(token.text) > MAX_DIGITS or len(whole + fraction) + abs(int(exponent or 0)) > MAX_DIGITS:
        raise Refusal(token.at, f"{quoted(token.text)} has more than {MAX_DIGITS} digits; round it")
    return sp.Integer(whole + fraction) * sp.Integer(10) ** (int(exponent or 0) - len(fraction))


def _above(operands: list[Value], at: int, content: Any, *, levels: int = 1, degree: int | None = None) -> Value:
    """Return the value of ``content``, which ``levels`` operations make of the operands."""
    height = levels + max(operand.height for operand in operands)
    if height > MAX_HEIGHT:
        raise Refusal(at, f"at most {MAX_HEIGHT} operations can stand inside each other; use fewer levels")
    if degree is None:
        degree = max(operand.degree for operand in operands)
    return Value(content=content, at=at, height=height, degree=degree)


def is_number(value: Value) -> bool:
    """Whether a value is an expression, not a relation or a claim."""
    # The order matters: a SymPy symbol counts as a Boolean too.
    return isinstance(value.content, sp.Expr)


def _check_numbers(operands: list[Value]) -> None:
    for operand in operands:
        if not is_number(operand):
            raise Refusal(operand.at, "a comparison is not a number; use 'and', 'or' or '<=>', or move a bracket")


def _check_truths(operators: list[Operator], operands: list[Value]) -> None:
    for operand in operands:
        if is_number(operand):
            slip = ", or '>=' for at least" if operators[0].text == "=>" else ""
            raise Refusal(operand.at, f"{quoted(operators[0].text)} takes comparisons; write one, as in x > 0{slip}")


def _check_divisor(divisor: Value, at: int) -> None:
    if divisor.content is sp.S.Zero:
        raise Refusal(at, "this divides by zero; correct the divisor")
