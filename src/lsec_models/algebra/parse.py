"""Read expressions, relations and claims from text that nobody vouches for.

Game files and the command line hand over text. It is read here by a grammar of its own, never by ``eval`` or
``sympify``, so that a text can only ever become arithmetic over the names that the caller put into ``symbols``::

    claim       one of, loosest first:  a <=> b   a => b   a or b   a and b   not a   relation   ( claim )
    relation    expression < expression, likewise <= > >= == !=, and chains such as 0 < x <= 1
    expression  + - * / with the usual precedence, -a, a ^ n or a ** n with a literal integer n, ( expression )
    atom        12   0.3   1e-3   sqrt(2)   name   name.name

``=>`` associates to the right, ``<=>`` does not associate. A dotted name is one name, looked up whole: the dot never
reaches into an object. The words ``and``, ``or``, ``not`` and ``sqrt`` are reserved; every other identifier, ``lambda``
included, is free. Decimals are exact: ``0.3`` is 3/10.

Every dimension of the work is bounded: length, tokens, brackets, stacked operations, exponents and digits. The
operators wait on explicit stacks, so that no text, however deep, uses up Python's own.
"""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import IntEnum
from itertools import takewhile

import sympy as sp
from sympy.logic.boolalg import Boolean

from lsec_models.errors import ParseError, UnknownName

__all__ = ["parse_claim", "parse_expression", "parse_relation"]

_MAX_CHARACTERS = 20_000
_MAX_TOKENS = 10_000
_MAX_BRACKETS = 200
# SymPy's own methods recurse several frames for each level of an expression: deeper ones could be read, but
# neither compared nor printed within Python's default recursion limit.
_MAX_HEIGHT = 100
_MAX_EXPONENT = 64
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
        What each name stands for: a symbol, or any other expression. Names may be dotted (``led.price``).

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
    >>> a, q = sp.symbols("a lambda")
    >>> parse_expression("0.5*a - lambda^2/4", {"a": a, "lambda": q})
    a/2 - lambda**2/4
    """
    return _Reader(text, symbols, loosest=_Binding.SUM).read(_is_expression, "an expression, such as a - b*p")


def parse_relation(text: str, symbols: Mapping[str, sp.Expr]) -> Boolean:
    """Read one comparison, or one chain of comparisons such as ``0 < x <= 1``.

    A comparison of two sides that differ by a rational number is decided at once; every other one is kept as it is
    stated, whatever is assumed about its symbols, because deciding it is the task of a proof.

    Parameters
    ----------
    text : str
        Two or more expressions (see ``parse_expression``) joined by ``<``, ``<=``, ``>``, ``>=``, ``==`` or ``!=``.
    symbols : Mapping[str, sympy.Expr]
        What each name stands for.

    Returns
    -------
    Boolean
        A SymPy relation, the conjunction of the links of a chain, or SymPy's ``true`` or ``false``.

    Raises
    ------
    ParseError
        If the text leaves the grammar or one of its bounds.
    UnknownName
        If a name is not in ``symbols``.

    Examples
    --------
    >>> x = sp.Symbol("x")
    >>> parse_relation("0 < x <= 1/2", {"x": x})
    (0 < x) & (x <= 1/2)
    >>> parse_relation("1 < 0.5", {})
    False
    """
    return _Reader(text, symbols, loosest=_Binding.COMPARE).read(_is_truth, "a comparison, such as a > b*c")


def parse_claim(text: str, symbols: Mapping[str, sp.Expr]) -> Boolean:
    """Read a Boolean combination of comparisons.

    Parameters
    ----------
    text : str
        Comparisons (see ``parse_relation``) joined by ``not``, ``and``, ``or``, ``=>`` and ``<=>``, tightest first.
    symbols : Mapping[str, sympy.Expr]
        What each name stands for.

    Returns
    -------
    Boolean
        The claim as SymPy's ``Not``, ``And``, ``Or``, ``Implies``, ``Equivalent``, a relation, ``true`` or ``false``.

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
    return _Reader(text, symbols, loosest=_Binding.IFF).read(_is_truth, "a claim, such as a > b => p > c")


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
_WORDS = ("and", "or", "not", "sqrt")


@dataclass(frozen=True, kw_only=True, slots=True)
class _Token:
    kind: str
    text: str
    at: int


@dataclass(frozen=True, kw_only=True, slots=True)
class _Value:
    """A finished operand: what it is, where it starts, its operations on top of each other, its nested power."""

    content: sp.Basic
    at: int
    height: int = 0
    power: int = 1


@dataclass(frozen=True, kw_only=True, slots=True)
class _Operator:
    text: str
    binding: _Binding
    at: int


@dataclass(kw_only=True, slots=True)
class _Bracket:
    """What has been read since one opening bracket, or since the start of the text."""

    at: int
    root: bool = False
    operands: list[_Value] = field(default_factory=list)
    operators: list[_Operator] = field(default_factory=list)


def _is_expression(value: _Value) -> bool:
    return isinstance(value.content, sp.Expr)


def _is_truth(value: _Value) -> bool:
    # A SymPy symbol counts as a Boolean too, and here it is a number.
    return isinstance(value.content, Boolean) and not _is_expression(value)


class _Reader:
    """Operator-precedence parser of one text.

    An operand is followed by an infix operator or by the end. An arriving operator first lets everything that binds
    tighter build its value; operators that bind alike wait and are built together, so that a long sum or chain of
    comparisons is one step.
    """

    def __init__(self, text: str, symbols: Mapping[str, sp.Expr], *, loosest: _Binding) -> None:
        self._text = _of_bounded_length(text)
        self._symbols = symbols
        self._loosest = loosest
        self._tokens = list(_tokens(text))
        self._next = 0
        self._brackets = [_Bracket(at=0)]

    def read(self, accepts: Callable[[_Value], bool], wanted: str) -> sp.Basic:
        while True:
            self._read_operand()
            self._read_postfix()
            if self._peek().kind == "end":
                break
            self._read_infix()
        if len(self._brackets) > 1:
            raise self._refusal(self._brackets[-1].at, "this bracket is never closed; add the missing ')'")
        value = self._close()
        if not accepts(value):
            raise self._refusal(value.at, f"this is not {wanted}")
        return value.content

    # Reading, token by token.

    def _peek(self) -> _Token:
        return self._tokens[self._next]

    def _take(self) -> _Token:
        token = self._peek()
        self._next += 1
        return token

    def _read_operand(self) -> None:
        while True:
            token = self._take()
            if token.text in _PREFIX:
                self._push_operator(token, _PREFIX[token.text])
            elif token.text == "(":
                self._open(token.at, root=False)
            elif token.text == "sqrt" and self._peek().text == "(":
                self._take()
                self._open(token.at, root=True)
            else:
                self._brackets[-1].operands.append(self._atom(token))
                return

    def _atom(self, token: _Token) -> _Value:
        if token.kind == "number":
            return _Value(content=self._number(token), at=token.at)
        if token.kind != "name" or token.text in _WORDS:
            raise self._refusal(token.at, _operand_missing(token))
        if self._peek().text == "(":
            raise self._refusal(
                token.at,
                f"{_quoted(token.text)} cannot be called, the only function is sqrt; "
                "write '*' if a product is meant",
            )
        if token.text not in self._symbols:
            raise UnknownName(_located(self._text, token.at, _unknown(token.text, self._symbols)))
        return _Value(content=self._symbols[token.text], at=token.at)

    def _read_postfix(self) -> None:
        while True:
            token = self._peek()
            if token.text == ")":
                self._take()
                self._close_bracket(token)
            elif token.text in _POWER:
                self._take()
                self._raise_to(self._exponent(), token)
            else:
                return

    def _read_infix(self) -> None:
        token = self._take()
        binding = _INFIX.get(token.text)
        if binding is None:
            raise self._refusal(
                token.at,
                f"an operator is missing before {_quoted(token.text)}; a product is written with '*'",
            )
        self._reduce_tighter_than(binding)
        self._push_operator(token, binding)

    def _push_operator(self, token: _Token, binding: _Binding) -> None:
        if binding < self._loosest:
            raise self._refusal(token.at, _out_of_place(token.text, self._loosest))
        self._brackets[-1].operators.append(_Operator(text=token.text, binding=binding, at=token.at))

    def _open(self, at: int, *, root: bool) -> None:
        self._check_brackets(len(self._brackets), at)
        self._brackets.append(_Bracket(at=at, root=root))

    def _check_brackets(self, count: int, at: int) -> None:
        if count > _MAX_BRACKETS:
            raise self._refusal(
                at,
                f"more than {_MAX_BRACKETS} brackets are open here; name a part of the formula and use the name",
            )

    def _close_bracket(self, token: _Token) -> None:
        if len(self._brackets) == 1:
            raise self._refusal(token.at, "this bracket was never opened; remove it, or add the missing '('")
        value = self._close()
        bracket = self._brackets.pop()
        content = self._root(value) if bracket.root else value.content
        self._brackets[-1].operands.append(
            _Value(content=content, at=bracket.at, height=value.height, power=value.power)
        )

    def _close(self) -> _Value:
        self._reduce_tighter_than(None)
        return self._brackets[-1].operands[0]

    def _exponent(self) -> int:
        """Read a literal integer, possibly signed and in brackets: ``2``, ``-2``, ``(-2)``, ``-(2)``."""
        sign, opened = 1, 0
        while (token := self._take()).text in ("-", "("):
            if token.text == "-":
                sign = -sign
            else:
                opened += 1
                self._check_brackets(len(self._brackets) - 1 + opened, token.at)
        if not token.text.isdecimal() or any(self._take().text != ")" for _ in range(opened)):
            raise self._refusal(
                token.at, "an exponent is a literal integer, such as x^2 or x^(-1); write one"
            )
        if len(token.text) > _MAX_DIGITS or int(token.text) > _MAX_EXPONENT:
            raise self._refusal(
                token.at,
                f"the exponent {_quoted(token.text)} exceeds {_MAX_EXPONENT} in absolute value; use a smaller one",
            )
        if self._peek().text in _POWER:
            raise self._refusal(
                self._peek().at,
                "a power of a power can be read in two ways; write (x^2)^3 or multiply the exponents",
            )
        return sign * int(token.text)

    # Building, operator by operator.

    def _reduce_tighter_than(self, binding: _Binding | None) -> None:
        bracket = self._brackets[-1]
        while bracket.operators and (binding is None or bracket.operators[-1].binding > binding):
            tightest = bracket.operators[-1].binding
            run = list(takewhile(lambda operator: operator.binding == tightest, reversed(bracket.operators)))[
                ::-1
            ]
            count = 1 if tightest in _PREFIX.values() else len(run) + 1
            operands = bracket.operands[-count:]
            del bracket.operators[-len(run) :]
            bracket.operands[-count:] = [self._build(run, operands)]

    def _build(self, run: list[_Operator], operands: list[_Value]) -> _Value:
        match run[0].binding:
            case _Binding.SIGN:
                return self._negated(run, operands)
            case _Binding.PRODUCT:
                return self._product(run, operands)
            case _Binding.SUM:
                return self._sum(run, operands)
            case _Binding.COMPARE:
                return self._comparison(run, operands)
            case _:
                return self._connective(run, operands)

    def _negated(self, run: list[_Operator], operands: list[_Value]) -> _Value:
        (value,) = self._expressions(operands)
        content = -value.content if len(run) % 2 else value.content
        return self._value(content, run[0].at, height=value.height + 1, power=value.power)

    def _product(self, run: list[_Operator], operands: list[_Value]) -> _Value:
        first, *others = self._expressions(operands)
        factors, height = [first.content], first.height
        for operator, value in zip(run, others, strict=True):
            divides = operator.text == "/"
            if divides:
                self._check_divisor(value, operator.at)
            factors.append(value.content**-1 if divides else value.content)
            height = max(height, value.height + divides)
        content = self._fold(sp.Mul, factors, run[0].at)
        return self._value(content, first.at, height=height + 1, power=_highest_power(operands))

    def _sum(self, run: list[_Operator], operands: list[_Value]) -> _Value:
        first, *others = self._expressions(operands)
        terms, height = [first.content], first.height
        for operator, value in zip(run, others, strict=True):
            subtracted = operator.text == "-"
            terms.append(-value.content if subtracted else value.content)
            height = max(height, value.height + subtracted)
        content = self._fold(sp.Add, terms, run[0].at)
        return self._value(content, first.at, height=height + 1, power=_highest_power(operands))

    def _fold(self, build: Callable[..., sp.Expr], parts: list[sp.Expr], at: int) -> sp.Expr:
        # All at once, the numbers among thousands of parts could grow without a check; one by one, the time would
        # grow with the square of their number. Up to eight parts keep the form that SymPy gives them.
        while len(parts) > 1:
            parts = [self._bounded(build(*parts[i : i + 8]), at) for i in range(0, len(parts), 8)]
        return parts[0]

    def _comparison(self, run: list[_Operator], operands: list[_Value]) -> _Value:
        values = self._expressions(operands)
        signs = {operator.text for operator in run}
        if len(run) > 1 and not any(signs <= chain for chain in _CHAINS):
            raise self._refusal(
                run[1].at, "a chain runs in one direction and has no '!='; join single comparisons with 'and'"
            )
        links = [
            _compared(_COMPARISONS[operator.text], values[i].content, values[i + 1].content)
            for i, operator in enumerate(run)
        ]
        return self._value(sp.And(*links), values[0].at, height=_greatest_height(values) + 1)

    def _connective(self, run: list[_Operator], operands: list[_Value]) -> _Value:
        for value in operands:
            if not _is_truth(value):
                raise self._refusal(value.at, _no_comparison(run[0].text))
        binding, contents = run[0].binding, [value.content for value in operands]
        at = min(run[0].at, operands[0].at)
        height = _greatest_height(operands) + 1
        if binding is _Binding.NOT:
            return self._value(sp.Not(*contents) if len(run) % 2 else contents[0], at, height=height)
        if binding is _Binding.AND:
            return self._value(sp.And(*contents), at, height=height)
        if binding is _Binding.OR:
            return self._value(sp.Or(*contents), at, height=height)
        if binding is _Binding.IMPLIES:
            return self._implication(operands, at)
        if len(run) > 1:
            raise self._refusal(
                run[1].at, "'<=>' does not chain; put one of the two equivalences into brackets"
            )
        return self._value(sp.Equivalent(*contents), at, height=height)

    def _implication(self, operands: list[_Value], at: int) -> _Value:
        *premises, conclusion = operands
        for premise in reversed(premises):
            height = max(premise.height, conclusion.height) + 1
            conclusion = self._value(sp.Implies(premise.content, conclusion.content), at, height=height)
        return conclusion

    def _raise_to(self, exponent: int, token: _Token) -> None:
        operands = self._brackets[-1].operands
        (base,) = self._expressions(operands[-1:])
        if exponent < 0:
            self._check_divisor(base, token.at)
        power = max(1, base.power * abs(exponent))
        if power > _MAX_EXPONENT:
            raise self._refusal(
                token.at,
                f"nested powers multiply to {power}, above {_MAX_EXPONENT}; use smaller exponents",
            )
        content = self._bounded(base.content**exponent, token.at)
        operands[-1] = self._value(content, base.at, height=base.height + 1, power=power)

    def _root(self, value: _Value) -> sp.Expr:
        content = value.content
        if not (isinstance(content, sp.Rational) and content >= 0):
            raise self._refusal(
                value.at, "sqrt takes a rational number that is not negative; square both sides instead"
            )
        if _longer_than(_MAX_ROOT_DIGITS, content):
            raise self._refusal(
                value.at, f"sqrt takes a number of at most {_MAX_ROOT_DIGITS} digits; round it"
            )
        return sp.sqrt(content)

    def _number(self, token: _Token) -> sp.Rational:
        mantissa, _, exponent = token.text.lower().partition("e")
        whole, _, fraction = mantissa.partition(".")
        # The length comes first: Python refuses to convert very long digit strings.
        if len(token.text) > _MAX_DIGITS or len(whole + fraction) + abs(int(exponent or 0)) > _MAX_DIGITS:
            raise self._refusal(
                token.at, f"the number {_quoted(token.text)} has more than {_MAX_DIGITS} digits; round it"
            )
        return sp.Integer(whole + fraction) * sp.Integer(10) ** (int(exponent or 0) - len(fraction))

    # Checks, all of which quote the text.

    def _expressions(self, operands: list[_Value]) -> list[_Value]:
        for value in operands:
            if not _is_expression(value):
                raise self._refusal(
                    value.at,
                    "a comparison or claim cannot be computed with; use 'and' or 'or', or correct the brackets",
                )
        return operands

    def _check_divisor(self, value: _Value, at: int) -> None:
        if value.content is sp.S.Zero:
            raise self._refusal(at, "this divides by zero; correct the divisor")

    def _value(self, content: sp.Basic, at: int, *, height: int, power: int = 1) -> _Value:
        if height > _MAX_HEIGHT:
            raise self._refusal(
                at,
                f"more than {_MAX_HEIGHT} operations stand inside each other here; name a part and use the name",
            )
        if isinstance(content, sp.Rational):
            return _Value(content=content, at=at)
        return _Value(content=content, at=at, height=height, power=power)

    def _bounded(self, expression: sp.Expr, at: int) -> sp.Expr:
        """Refuse numbers that have grown too long; the parts of the operands were checked when they were built."""
        for term in sp.Add.make_args(expression):
            for factor in sp.Mul.make_args(term):
                if factor.is_Rational and _longer_than(_MAX_DIGITS, factor):
                    raise self._refusal(
                        at, f"a number grows beyond {_MAX_DIGITS} digits here; use smaller numbers"
                    )
                if factor.is_Pow and factor.base.is_Rational and _longer_than(_MAX_ROOT_DIGITS, factor.base):
                    raise self._refusal(
                        at, f"a number under a root grows beyond {_MAX_ROOT_DIGITS} digits; use fewer roots"
                    )
        return expression

    def _refusal(self, at: int, complaint: str) -> ParseError:
        return ParseError(_located(self._text, at, complaint))


def _compared(relation: Callable[..., Boolean], left: sp.Expr, right: sp.Expr) -> Boolean:
    # SymPy would go on and try to decide the rest from the assumptions on the symbols, which takes a time
    # exponential in the depth of nested fractions, and expands powers of sums of roots.
    difference = left - right
    if difference.is_Rational:
        return relation(difference, 0)
    return relation(left, right, evaluate=False)


def _longer_than(digits: int, number: sp.Rational) -> bool:
    return bool(max(abs(number.p), number.q) >= 10**digits)


def _highest_power(values: list[_Value]) -> int:
    return max(value.power for value in values)


def _greatest_height(values: list[_Value]) -> int:
    return max(value.height for value in values)


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
    ".": "a decimal has digits on both sides of its point",
    "\N{MINUS SIGN}": "minus is written '-'",
    "\N{MULTIPLICATION SIGN}": "a product is written '*'",
    "\N{MIDDLE DOT}": "a product is written '*'",
    "\N{LESS-THAN OR EQUAL TO}": "at most is written '<='",
    "\N{GREATER-THAN OR EQUAL TO}": "at least is written '>='",
    "\N{NOT EQUAL TO}": "unequal is written '!='",
    "\N{RIGHTWARDS DOUBLE ARROW}": "implication is written '=>'",
    "\N{SUPERSCRIPT TWO}": "a square is written '^2'",
}


def _of_bounded_length(text: str) -> str:
    if not isinstance(text, str):
        raise ParseError(
            f"an expression is read from text, not from {type(text).__name__}; put it into quotes"
        )
    if len(text) > _MAX_CHARACTERS:
        raise ParseError(
            f"{_quoted(text)} has {len(text):,} characters, more than {_MAX_CHARACTERS:,}; "
            "name parts of the formula and use the names"
        )
    return text


def _tokens(text: str) -> Iterator[_Token]:
    at = 0
    for _ in range(2 * _MAX_TOKENS):
        match = _PATTERN.match(text, at)
        if match is None:
            break
        if match.lastgroup != "space":
            yield _Token(kind=str(match.lastgroup), text=match.group(), at=at)
        at = match.end()
    if at < len(text):
        raise ParseError(_located(text, at, _foreign(text[at])))
    yield _Token(kind="end", text="", at=at)


# What the messages say.


def _located(text: str, at: int, complaint: str) -> str:
    start_of_line = text.rfind("\n", 0, at) + 1
    end_of_line = text.find("\n", at) if "\n" in text[at:] else len(text)
    start, end = max(start_of_line, at - 40), min(end_of_line, at + 40)
    # Control and direction marks must not act on the reader's terminal, nor move the caret.
    excerpt = "".join(character if character.isprintable() else "?" for character in text[start:end])
    line = text.count("\n", 0, at) + 1
    where = f"line {line}, column {at - start_of_line + 1}" if line > 1 else f"column {at + 1}"
    return f"{where}: {complaint}\n    {excerpt}\n    {' ' * (at - start)}^"


def _quoted(text: str) -> str:
    return ascii(text if len(text) <= 40 else f"{text[:37]}...")


def _foreign(character: str) -> str:
    name = "" if character.isascii() else f" ({unicodedata.name(character, 'unnamed character')})"
    instead = _INSTEAD.get(
        character, "only unaccented letters, digits, operators and round brackets are read"
    )
    return f"{_quoted(character)}{name} has no meaning here; {instead}"


def _unknown(name: str, symbols: Mapping[str, sp.Expr]) -> str:
    near = difflib.get_close_matches(name, symbols, n=3, cutoff=0.5)
    if near:
        way_out = f"did you mean {' or '.join(map(_quoted, near))}?"
    elif symbols:
        way_out = f"the names that can be used begin with {', '.join(map(_quoted, sorted(symbols)[:10]))}"
    else:
        way_out = "no name is declared, so use numbers, or declare it"
    return f"the name {_quoted(name)} is unknown; {way_out}"


def _operand_missing(token: _Token) -> str:
    if token.text == "sqrt":
        return "sqrt takes a number in brackets; write it as in sqrt(2)"
    found = _quoted(token.text) if token.text else "the end of the text"
    return f"{found} stands where a number, a name or a bracket is expected; complete or remove the operation"


def _out_of_place(operator: str, loosest: _Binding) -> str:
    if loosest is _Binding.COMPARE:
        return f"{_quoted(operator)} does not belong to a single comparison; write one comparison, such as a >= b"
    return f"{_quoted(operator)} does not belong to an expression; compare two expressions elsewhere"


def _no_comparison(connective: str) -> str:
    slip = ", or '>=' if at least is meant" if connective == "=>" else ""
    return f"{_quoted(connective)} takes comparisons, and this is none; write one, such as x > 0{slip}"
