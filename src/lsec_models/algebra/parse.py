"""Read expressions, relations and claims from text that nobody vouches for.

Text from game files and the command line is read by a grammar of its own, never by ``eval`` or ``sympify``.
It can only become arithmetic over the names that the caller hands in::

    claim       loosest first:  a <=> b   a => b   a or b   a and b   not a   relation   ( claim )
    relation    expression < expression, also <= > >= == !=, and chains such as 0 < x <= 1
    expression  + - * / as usual, -a, a ^ n or a ** n with a literal integer n, ( expression )
    atom        12   0.3   1e-3   sqrt(2)   name   name.name

``=>`` associates to the right, ``<=>`` does not chain. A dotted name is one name, looked up whole: the dot
never reaches into an object. The words ``and``, ``or``, ``not`` and ``sqrt`` are reserved; every other name is
free, ``lambda`` included. Decimals are exact: ``0.3`` is 3/10.

All work is bounded: characters, tokens, brackets, stacked operations, exponents and digits. Pending operators
wait on explicit stacks, so that no text, however deep, uses up Python's own.
"""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import IntEnum
from functools import cmp_to_key
from itertools import pairwise
from typing import Any

import sympy as sp
from sympy.logic.boolalg import Boolean

from lsec_models.errors import LsecError, ParseError, UnknownName, excerpt

_MAX_CHARACTERS = 20_000
# SymPy caches a thousand sort keys: to order or to print a larger expression takes time exponential in its depth.
_MAX_TOKENS = 2_000
_MAX_BRACKETS = 200
# SymPy's own methods recurse, several frames for each level of an expression: a deeper one could be read, but
# neither compared nor printed within Python's default recursion limit.
_MAX_HEIGHT = 100
_MAX_EXPONENT = _MAX_DEGREE = 64
_MAX_DIGITS = 1_000
# SymPy factors what stands under a root, which takes long for long numbers.
_MAX_ROOT_DIGITS = 30


def parse_expression(text: str, symbols: Mapping[str, sp.Expr]) -> sp.Expr:
    """Read an arithmetic expression exactly.

    Parameters
    ----------
    text : str
        Expression over integers, decimals, ``sqrt`` of a rational number and the names in ``symbols``.
    symbols : Mapping[str, sympy.Expr]
        What each name stands for: a symbol or any other expression. Names may be dotted (``led.price``).

    Returns
    -------
    sympy.Expr
        The expression, evaluated as SymPy does by itself, neither expanded nor simplified.

    Raises
    ------
    ParseError
        If the text leaves the grammar or one of its bounds.
    UnknownName
        If a name is not in ``symbols``.

    Examples
    --------
    >>> a, rate = sp.symbols("a lambda")
    >>> parse_expression("0.5*a - lambda^2/4", {"a": a, "lambda": rate})
    a/2 - lambda**2/4
    """
    return _read(text, symbols, _Binding.SUM)


def parse_relation(text: str, symbols: Mapping[str, sp.Expr]) -> Boolean:
    """Read one comparison, or one chain of comparisons such as ``0 < x <= 1``.

    A comparison whose sides differ by a rational number is decided at once. Every other one is kept as it
    stands, whatever is assumed about its symbols: to decide it is the task of a proof.

    Parameters
    ----------
    text : str
        Two or more expressions joined by ``<``, ``<=``, ``>``, ``>=``, ``==`` or ``!=``.
    symbols : Mapping[str, sympy.Expr]
        What each name stands for.

    Returns
    -------
    sympy.logic.boolalg.Boolean
        A relation, the conjunction of the links of a chain, or SymPy's ``true`` or ``false``.

    Raises
    ------
    ParseError
        If the text leaves the grammar or one of its bounds.
    UnknownName
        If a name is not in ``symbols``.

    Examples
    --------
    >>> parse_relation("x^2 >= 0.5", {"x": sp.Symbol("x", positive=True)})
    x**2 >= 1/2
    >>> parse_relation("0 < 1 <= 1/2", {})
    False
    """
    return _read(text, symbols, _Binding.COMPARE)


def parse_claim(text: str, symbols: Mapping[str, sp.Expr]) -> Boolean:
    """Read a Boolean combination of comparisons.

    Parameters
    ----------
    text : str
        Comparisons joined by ``not``, ``and``, ``or``, ``=>`` and ``<=>``, tightest first.
    symbols : Mapping[str, sympy.Expr]
        What each name stands for.

    Returns
    -------
    sympy.logic.boolalg.Boolean
        The claim in SymPy's connectives, each comparison read as by :func:`parse_relation`.

    Raises
    ------
    ParseError
        If the text leaves the grammar or one of its bounds.
    UnknownName
        If a name is not in ``symbols``.

    Examples
    --------
    >>> x, y = sp.symbols("x y")
    >>> parse_claim("x > 0 and y > 0 => x + y > 0", {"x": x, "y": y})
    Implies((x > 0) & (y > 0), x + y > 0)
    """
    return _read(text, symbols, _Binding.IFF)


class _Binding(IntEnum):
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


_COMPARISONS: dict[str, Callable[..., Boolean]] = {
    "<": sp.Lt,
    "<=": sp.Le,
    ">": sp.Gt,
    ">=": sp.Ge,
    "==": sp.Eq,
    "!=": sp.Ne,
}
_CHAINS = ({"<", "<=", "=="}, {">", ">=", "=="})
_PREFIX = {"-": _Binding.SIGN, "not": _Binding.NOT}
_INFIX = {
    "<=>": _Binding.IFF,
    "=>": _Binding.IMPLIES,
    "or": _Binding.OR,
    "and": _Binding.AND,
    **dict.fromkeys(_COMPARISONS, _Binding.COMPARE),
    "+": _Binding.SUM,
    "-": _Binding.SUM,
    "*": _Binding.PRODUCT,
    "/": _Binding.PRODUCT,
}
_POWER = ("^", "**")
_RESERVED = ("and", "or", "not", "sqrt")


@dataclass(frozen=True, kw_only=True, slots=True)
class _Token:
    """A word of the text (``kind``: number, name, operator or end) and the index at which it starts."""

    kind: str
    text: str
    at: int


@dataclass(frozen=True, kw_only=True, slots=True)
class _Operator:
    """An operator that waits for its operands."""

    text: str
    binding: _Binding
    at: int


@dataclass(frozen=True, kw_only=True, slots=True)
class _Value:
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


@dataclass(frozen=True, kw_only=True, slots=True)
class _Bracket:
    """What has been read since a bracket was opened, or since the text began."""

    at: int
    is_root: bool = False
    operands: list[_Value] = field(default_factory=list)
    operators: list[_Operator] = field(default_factory=list)


class _Refusal(Exception):
    """Something at one place of the text that cannot be accepted."""

    def __init__(self, at: int, complaint: str, error: type[LsecError] = ParseError) -> None:
        super().__init__(complaint)
        self.at = at
        self.complaint = complaint
        self.error = error


def _read(text: str, symbols: Mapping[str, sp.Expr], loosest: _Binding) -> Any:
    _check_length(text)
    try:
        return _Reader(list(_tokens(text)), symbols, loosest).read()
    except _Refusal as refusal:
        raise refusal.error(_located(text, refusal.at, refusal.complaint)) from None


class _Reader:
    """Operator-precedence parser.

    An arriving operator first lets everything that binds tighter build its value. Operators that bind alike
    wait for each other and are built together, so that a long sum, or a chain of comparisons, is one step.
    """

    def __init__(self, tokens: list[_Token], symbols: Mapping[str, sp.Expr], loosest: _Binding) -> None:
        self._tokens = tokens
        self._next = 0
        self._symbols = symbols
        self._loosest = loosest
        self._brackets = [_Bracket(at=0)]
        self._build = _Builder()

    def read(self) -> Any:
        self._read_operand()
        while self._peek().kind != "end":
            self._read_infix()
            self._read_operand()
        if len(self._brackets) > 1:
            raise _Refusal(self._brackets[-1].at, "this bracket is never closed; add the missing ')'")
        value = self._innermost()
        if _is_number(value) != (self._loosest is _Binding.SUM):
            raise _Refusal(value.at, f"this is not {_wanted(self._loosest)}; write one")
        return self._build.finished(value)

    def _peek(self) -> _Token:
        return self._tokens[self._next]

    def _take(self) -> _Token:
        self._next += 1
        return self._tokens[self._next - 1]

    def _read_operand(self) -> None:
        """Read an atom with all signs and brackets before it, and all brackets and powers after it."""
        while self._peek().text in ("-", "not", "(", "sqrt"):
            token = self._take()
            if token.text in _PREFIX:
                self._push(token, _PREFIX[token.text])
            else:
                self._open(token)
        self._brackets[-1].operands.append(self._atom())
        while self._peek().text in (")", *_POWER):
            token = self._take()
            if token.text == ")":
                self._close(token)
            else:
                self._raise(token)

    def _read_infix(self) -> None:
        token = self._take()
        if token.text not in _INFIX:
            raise _Refusal(token.at, f"an operator is missing before {_quoted(token.text)}; a product takes '*'")
        self._build_tighter_than(_INFIX[token.text])
        self._push(token, _INFIX[token.text])

    def _push(self, token: _Token, binding: _Binding) -> None:
        if binding < self._loosest:
            wanted = _wanted(self._loosest)
            raise _Refusal(token.at, f"{_quoted(token.text)} has no place here; this must be {wanted}")
        self._brackets[-1].operators.append(_Operator(text=token.text, binding=binding, at=token.at))

    def _open(self, token: _Token) -> None:
        is_root = token.text == "sqrt"
        if is_root and self._take().text != "(":
            raise _Refusal(token.at, "sqrt takes a number in brackets; write it as in sqrt(2)")
        _check_brackets(len(self._brackets), token.at)
        self._brackets.append(_Bracket(at=token.at, is_root=is_root))

    def _close(self, token: _Token) -> None:
        if len(self._brackets) == 1:
            raise _Refusal(token.at, "this bracket was never opened; remove it, or add the missing '('")
        value = self._innermost()
        bracket = self._brackets.pop()
        if bracket.is_root:
            value = _root(value)
        self._brackets[-1].operands.append(replace(value, at=bracket.at))

    def _atom(self) -> _Value:
        token = self._take()
        if token.kind == "number":
            return _Value(content=_number(token), at=token.at)
        if token.kind != "name" or token.text in _RESERVED:
            found = _quoted(token.text) if token.text else "the text ends"
            raise _Refusal(token.at, f"{found} where a number, a name or a bracket is expected; write one")
        if self._peek().text == "(":
            raise _Refusal(token.at, f"{_quoted(token.text)} is no function, only sqrt is; a product takes '*'")
        if token.text not in self._symbols:
            raise _Refusal(token.at, _unknown(token.text, self._symbols), UnknownName)
        return self._build.named(self._symbols[token.text], token.at)

    def _raise(self, operator: _Token) -> None:
        exponent = self._exponent()
        if self._peek().text in _POWER:
            raise _Refusal(self._peek().at, "a power of a power needs brackets; write (x^2)^3, or x^6")
        operands = self._brackets[-1].operands
        operands[-1] = self._build.power(operands[-1], exponent, operator.at)

    def _exponent(self) -> int:
        """Read a literal integer with its signs and brackets: ``2``, ``-2``, ``(-2)``, ``-(2)``."""
        sign, opened = 1, 0
        while (token := self._take()).text in ("-", "("):
            if token.text == "-":
                sign = -sign
            else:
                opened += 1
                _check_brackets(len(self._brackets) - 1 + opened, token.at)
        if not token.text.isdecimal() or any(self._take().text != ")" for _ in range(opened)):
            raise _Refusal(token.at, "an exponent is a literal integer, as in x^2 or x^(-1); write one")
        if len(token.text) > _MAX_DIGITS or int(token.text) > _MAX_EXPONENT:
            raise _Refusal(token.at, f"the exponent {_quoted(token.text)} is above {_MAX_EXPONENT}; use a smaller one")
        return sign * int(token.text)

    def _innermost(self) -> _Value:
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


class _Builder:
    """Makes values out of operands."""

    def __init__(self) -> None:
        self._sums = _Sums()
        self._named: dict[sp.Expr, tuple[sp.Expr, int]] = {}

    def named(self, content: sp.Expr, at: int) -> _Value:
        """Return what a name stands for."""
        if not isinstance(content, sp.Expr):
            return _Value(content=content, at=at)
        if content not in self._named:
            self._named[content] = (self._sums.hidden(content), _height(content))
        hidden, height = self._named[content]
        return _Value(content=hidden, at=at, height=height, degree=0 if content.is_Rational else 1)

    def finished(self, value: _Value) -> Any:
        """Return the content of a value in terms of the declared names."""
        return self._sums.restored(value.content) if _is_number(value) else value.content

    def power(self, base: _Value, exponent: int, at: int) -> _Value:
        """Return a value to a literal exponent."""
        _check_numbers([base])
        if exponent < 0:
            _check_divisor(base, at)
        degree = base.degree * abs(exponent)
        _check_degree(degree, at)
        content = _bounded(self._sums.power(base.content, exponent), at)
        return _above([base], base.at, content, degree=degree)

    def run(self, operators: list[_Operator], operands: list[_Value]) -> _Value:
        """Return what a run of operators that bind alike makes of its operands."""
        binding = operators[0].binding
        if binding <= _Binding.NOT:
            _check_truths(operators, operands)
            return _connected(operators, operands)
        _check_numbers(operands)
        if binding is _Binding.COMPARE:
            return self._comparison(operators, operands)
        if binding is _Binding.SUM:
            return self._sum(operators, operands)
        if binding is _Binding.PRODUCT:
            return self._product(operators, operands)
        content = -operands[0].content if len(operators) % 2 else operands[0].content
        return _above(operands, operators[0].at, content)

    def _product(self, operators: list[_Operator], operands: list[_Value]) -> _Value:
        at = operators[0].at
        degree = sum(operand.degree for operand in operands)
        _check_degree(degree, at)
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

    def _sum(self, operators: list[_Operator], operands: list[_Value]) -> _Value:
        terms = [operands[0].content]
        for operator, operand in zip(operators, operands[1:], strict=True):
            terms.append(-operand.content if operator.text == "-" else operand.content)
        content = _folded(sp.Add, terms, operators[0].at)
        subtracts = any(operator.text == "-" for operator in operators)
        return _above(operands, operands[0].at, content, levels=1 + subtracts)

    def _comparison(self, operators: list[_Operator], operands: list[_Value]) -> _Value:
        signs = {operator.text for operator in operators}
        if len(operators) > 1 and not any(signs <= chain for chain in _CHAINS):
            raise _Refusal(operators[1].at, "a chain has one direction and no '!='; join comparisons with 'and'")
        links = [
            self._compared(_COMPARISONS[operator.text], left, right)
            for operator, (left, right) in zip(operators, pairwise(operands), strict=True)
        ]
        return _above(operands, operands[0].at, sp.And(*links))

    def _compared(self, relation: Callable[..., Boolean], left: _Value, right: _Value) -> Boolean:
        difference = left.content - right.content
        if difference.is_Rational:
            return relation(difference, 0)
        # SymPy would ask the assumptions on the symbols for a decision, which can take exponential time.
        return relation(self.finished(left), self.finished(right), evaluate=False)


def _folded(build: Callable[..., sp.Expr], parts: list[sp.Expr], at: int) -> sp.Expr:
    # All at once, the numbers in a long sum could grow unchecked; one by one, it would take quadratic time. Up to
    # eight parts get exactly the form that SymPy gives them.
    while len(parts) > 1:
        parts = [_bounded(build(*parts[i : i + 8]), at) for i in range(0, len(parts), 8)]
    return parts[0]


def _connected(operators: list[_Operator], operands: list[_Value]) -> _Value:
    binding = operators[0].binding
    if binding is _Binding.IMPLIES:
        return _implication(operands)
    contents = [operand.content for operand in operands]
    if binding is _Binding.NOT:
        negated = sp.Not(contents[0]) if len(operators) % 2 else contents[0]
        return _above(operands, operators[0].at, negated)
    if binding is _Binding.IFF and len(operators) > 1:
        raise _Refusal(operators[1].at, "'<=>' does not chain; put one of the two equivalences into brackets")
    connective = {_Binding.AND: sp.And, _Binding.OR: sp.Or, _Binding.IFF: sp.Equivalent}[binding]
    return _above(operands, operands[0].at, connective(*contents))


def _implication(operands: list[_Value]) -> _Value:
    *premises, result = operands
    for premise in reversed(premises):
        result = _above([premise, result], premise.at, sp.Implies(premise.content, result.content))
    return result


class _Sums:
    """Symbols in the place of the sums inside products and powers.

    Of a sum of two terms under a power, SymPy asks whether a term is infinite. To find out it follows the
    assumptions on the symbols into the terms, isolates the roots of polynomials and multiplies out powers, however
    long that takes. Of a symbol without assumptions it has nothing to ask. What is restored in the end has the form
    that SymPy would have given it.
    """

    def __init__(self) -> None:
        self._symbols: dict[sp.Expr, sp.Dummy] = {}
        self._sums: dict[sp.Expr, sp.Expr] = {}
        self._restored: dict[sp.Expr, sp.Expr] = {}

    def power(self, base: sp.Expr, exponent: int) -> sp.Expr:
        """Return a power."""
        return self._opened(self._closed(base) ** exponent)

    def product(self, *factors: sp.Expr) -> sp.Expr:
        """Return a product."""
        # SymPy would ask whether the other factors are finite.
        return sp.S.Zero if sp.S.Zero in factors else self._opened(sp.Mul(*map(self._closed, factors)))

    def hidden(self, expression: sp.Expr) -> sp.Expr:
        """Return an expression from elsewhere with symbols for the sums in its products."""
        if expression.is_Add:
            hidden = sp.Add(*map(self.hidden, expression.args))
        elif expression.is_Mul:
            hidden = self.product(*map(self.hidden, expression.args))
        elif expression.is_Pow and expression.exp.is_Integer:
            hidden = self.power(self.hidden(expression.base), expression.exp)
        else:
            return expression
        if hidden.args:
            self._restored[hidden] = expression
        return hidden

    def restored(self, expression: sp.Expr) -> sp.Expr:
        """Return an expression with its sums."""
        if expression not in self._restored:
            found = self._sums.get(expression)
            self._restored[expression] = self._rebuilt(expression) if found is None else self.restored(found)
        return self._restored[expression]

    def _closed(self, factor: sp.Expr) -> sp.Expr:
        if not factor.is_Add:
            return factor
        if factor not in self._symbols:
            self._symbols[factor] = sp.Dummy()
            self._sums[self._symbols[factor]] = factor
        return self._symbols[factor]

    def _opened(self, product: sp.Expr) -> sp.Expr:
        # A multiple of one sum is a sum again, as SymPy has it.
        number, rest = product.as_coeff_Mul()
        return number * self._sums[rest] if rest in self._sums else product

    def _rebuilt(self, expression: sp.Expr) -> sp.Expr:
        args = [self.restored(part) for part in expression.args]
        if all(new is old for new, old in zip(args, expression.args, strict=True)):
            return expression
        if expression.is_Pow:
            return sp.Pow(*args, evaluate=False)
        # SymPy's own order: a number, then the rest as `compare` has it.
        numbers = args[: int(args[0].is_Number)]
        rest = sorted(args[len(numbers) :], key=cmp_to_key(sp.Basic.compare))
        return expression.func(*numbers, *rest, evaluate=False)


# What is built, and its bounds.


def _root(value: _Value) -> _Value:
    if not isinstance(value.content, sp.Rational) or value.content < 0:
        raise _Refusal(value.at, "sqrt takes a rational number that is not negative; square the relation instead")
    if _has_more_digits(value.content, _MAX_ROOT_DIGITS):
        raise _Refusal(value.at, f"sqrt takes at most {_MAX_ROOT_DIGITS} digits; round the number")
    return replace(value, content=sp.sqrt(value.content), degree=1)


def _number(token: _Token) -> sp.Rational:
    mantissa, _, exponent = token.text.lower().partition("e")
    whole, _, fraction = mantissa.partition(".")
    # The length comes first, because Python refuses to convert very long digit strings.
    if len(token.text) > _MAX_DIGITS or len(whole + fraction) + abs(int(exponent or 0)) > _MAX_DIGITS:
        raise _Refusal(token.at, f"{_quoted(token.text)} has more than {_MAX_DIGITS} digits; round it")
    return sp.Integer(whole + fraction) * sp.Integer(10) ** (int(exponent or 0) - len(fraction))


def _above(operands: list[_Value], at: int, content: Any, *, levels: int = 1, degree: int | None = None) -> _Value:
    """Return the value of ``content``, which ``levels`` operations make of the operands."""
    height = levels + max(operand.height for operand in operands)
    if height > _MAX_HEIGHT:
        raise _Refusal(at, f"at most {_MAX_HEIGHT} operations can stand inside each other; use fewer levels")
    if degree is None:
        degree = max(operand.degree for operand in operands)
    return _Value(content=content, at=at, height=height, degree=degree)


def _height(expression: sp.Basic) -> int:
    heights: dict[sp.Basic, int] = {}

    def height(part: sp.Basic) -> int:
        if part not in heights:
            heights[part] = 1 + max(map(height, part.args)) if part.args else 0
        return heights[part]

    return height(expression)


def _bounded(expression: sp.Expr, at: int) -> sp.Expr:
    """Refuse numbers that have grown too long in this step; earlier steps have been checked."""
    for term in sp.Add.make_args(expression):
        for factor in sp.Mul.make_args(term):
            if factor.is_Rational and _has_more_digits(factor, _MAX_DIGITS):
                raise _Refusal(at, f"a number grows beyond {_MAX_DIGITS} digits here; use smaller numbers")
            if factor.is_Pow and factor.base.is_Rational and _has_more_digits(factor.base, _MAX_ROOT_DIGITS):
                raise _Refusal(at, f"a root grows beyond {_MAX_ROOT_DIGITS} digits here; use smaller numbers")
    return expression


def _has_more_digits(number: sp.Rational, digits: int) -> bool:
    return bool(max(abs(number.p), number.q) >= 10**digits)


def _is_number(value: _Value) -> bool:
    # The order matters: a SymPy symbol counts as a Boolean too.
    return isinstance(value.content, sp.Expr)


def _check_numbers(operands: list[_Value]) -> None:
    for operand in operands:
        if not _is_number(operand):
            raise _Refusal(operand.at, "a comparison is no number; use 'and', 'or' or '<=>', or move a bracket")


def _check_truths(operators: list[_Operator], operands: list[_Value]) -> None:
    for operand in operands:
        if _is_number(operand):
            slip = ", or '>=' for at least" if operators[0].text == "=>" else ""
            raise _Refusal(operand.at, f"{_quoted(operators[0].text)} takes comparisons; write one, as in x > 0{slip}")


def _check_divisor(divisor: _Value, at: int) -> None:
    if divisor.content is sp.S.Zero:
        raise _Refusal(at, "this divides by zero; correct the divisor")


def _check_degree(degree: int, at: int) -> None:
    if degree > _MAX_DEGREE:
        raise _Refusal(at, f"the degree comes to {degree} here, above {_MAX_DEGREE}; use smaller exponents")


def _check_brackets(count: int, at: int) -> None:
    if count > _MAX_BRACKETS:
        raise _Refusal(at, f"more than {_MAX_BRACKETS} brackets are open; name a part and use its name")


def _check_length(text: object) -> None:
    if not isinstance(text, str):
        raise ParseError(f"{_quoted(repr(text))} is no text but {type(text).__name__}; put it into quotes")
    if len(text) > _MAX_CHARACTERS:
        size = f"{len(text):,} characters, above {_MAX_CHARACTERS:,}"
        raise ParseError(f"{_quoted(text)} has {size}; name parts of it and use their names")


# From text to tokens.

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


def _tokens(text: str) -> Iterator[_Token]:
    at = count = 0
    while at < len(text):
        match = _PATTERN.match(text, at)
        if match is None:
            raise _Refusal(at, _foreign(text[at]))
        if match.lastgroup != "space":
            count += 1
            yield _Token(kind=str(match.lastgroup), text=match.group(), at=at)
        if count > _MAX_TOKENS:
            raise _Refusal(at, f"more than {_MAX_TOKENS:,} words and signs; name parts and use their names")
        at = match.end()
    yield _Token(kind="end", text="", at=at)


# What the messages say.


def _located(text: str, at: int, complaint: str) -> str:
    """Put a complaint above the place that it is about."""
    before = text[:at].split("\n")
    line_start = at - len(before[-1])
    line_end = line_start + len(text[line_start:].split("\n", 1)[0])
    line, column = text[line_start:line_end], at - line_start + 1
    number = f"line {len(before)}, " if len(before) > 1 else ""
    return f"{number}column {column}: {complaint}\n{excerpt(line, column)}"


def _quoted(text: str) -> str:
    return ascii(text if len(text) <= 40 else f"{text[:37]}...")


def _wanted(loosest: _Binding) -> str:
    return {
        _Binding.SUM: "an expression, such as a - b*p",
        _Binding.COMPARE: "a comparison, such as a >= b*c",
        _Binding.IFF: "a claim, such as a > b => p > c",
    }[loosest]


def _foreign(mark: str) -> str:
    name = "" if mark.isascii() else f" ({unicodedata.name(mark, 'unnamed character')})"
    instead = _INSTEAD.get(mark, "use unaccented letters, digits, operators and round brackets")
    return f"{_quoted(mark)}{name} has no meaning here; {instead}"


def _unknown(name: str, symbols: Mapping[str, sp.Expr]) -> str:
    near = difflib.get_close_matches(name, symbols, n=3, cutoff=0.5)
    if near:
        way_out = f"did you mean {' or '.join(map(_quoted, near))}?"
    elif symbols:
        way_out = f"use a declared name, such as {', '.join(map(_quoted, sorted(symbols)[:10]))}"
    else:
        way_out = "no name is declared here, so use numbers"
    return f"the name {_quoted(name)} is unknown; {way_out}"
