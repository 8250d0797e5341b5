"""Questions in SMT-LIB (QF_NRA) as claims: that the last assertion fails wherever those before it hold."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import pairwise
from typing import Any

import sympy as sp
from sympy.logic.boolalg import Boolean

from lsec_models.errors import SmtLibError, excerpt_of
from lsec_models.prove.smtlib.expressions import Expression, expressions
from lsec_models.prove.statements.radicals import rebuilt

_NUMERAL = re.compile(r"(0|[1-9][0-9]*)(\.[0-9]+)?", re.ASCII)
_MAX_DIGITS = 1000
_MAX_SYMBOLS = 200
_MAX_PARTS = 200_000
_LOGICS = ("QF_NRA", "QF_LRA", "QF_RDL", "QF_NIRA", "ALL")
_RELATIONS: dict[str, Callable[..., Any]] = {">": sp.Gt, ">=": sp.Ge, "<": sp.Lt, "<=": sp.Le}
_SILENT = {
    "set-info",
    "set-option",
    "check-sat",
    "get-model",
    "get-value",
    "get-info",
    "get-objectives",
    "minimize",
} | {
    "maximize",
    "exit",
    "echo",
}


@dataclass(frozen=True, kw_only=True)
class Question:
    """What a file in SMT-LIB asks.

    Attributes
    ----------
    claim : SymPy Boolean
        That the last assertion fails.
    given : tuple of SymPy Booleans
        The other assertions. Those that bound a variable by zero are declared of the variable, and not listed.
    """

    claim: Boolean
    given: tuple[Boolean, ...]


def read_smt2(text: str) -> Question:
    """Read a question in SMT-LIB: real variables, polynomials and fractions, their comparisons, and connectives.

    A solver is asked whether all assertions hold together somewhere; that they do not is the claim that the last one
    fails wherever the others hold. So, where the last one is ``(not hypothesis)``, the claim is the hypothesis.

    Parameters
    ----------
    text : str

    Returns
    -------
    Question

    Raises
    ------
    SmtLibError
        If it is no SMT-LIB, or uses what is not read: another logic, functions with arguments, quantifiers,
        incremental commands.

    Examples
    --------
    >>> question = read_smt2('''
    ... (declare-fun x () Real) (declare-fun y () Real)
    ... (assert (> x 0)) (assert (= (* x y) 1)) (assert (not (> y 0)))
    ... ''')
    >>> question.claim, question.given
    (y > 0, (Eq(x*y, 1),))
    """
    script = _Script()
    for command in expressions(text):
        script.run(command)
    return script.question()


@dataclass
class _Script:
    """The declarations, definitions and assertions of a script."""

    names: dict[str, Any] = field(default_factory=dict)
    assertions: list[Any] = field(default_factory=list)
    parts: int = 0

    def run(self, command: Expression) -> None:
        if not isinstance(command, list) or not command or not isinstance(command[0], str):
            raise SmtLibError(f"{_shown(command)} is no command; this is no SMT-LIB")
        name, *arguments = command
        if name in _SILENT:
            return
        known: dict[str, Callable[..., None]] = {
            "set-logic": self._logic,
            "declare-fun": self._function,
            "declare-const": self._constant,
            "define-fun": self._definition,
            "define-const": self._named,
            "assert": self._assertion,
        }
        run = known.get(str(name))
        if run is None:
            raise SmtLibError(f"the command {excerpt_of(str(name))} is not read; one question a file, in QF_NRA")
        try:
            run(*arguments)
        except TypeError as error:
            if "positional argument" not in str(error):
                raise
            raise SmtLibError(f"{_shown(command)} has too few or too many parts") from error

    def question(self) -> Question:
        """Return the question, once everything is read."""
        if not self.assertions:
            raise SmtLibError("nothing is asserted: there is no (assert ...) in it")
        *given, last = [self._with_signs(assertion) for assertion in self.assertions]
        if not given and not isinstance(last, sp.Not):
            return Question(claim=sp.false, given=_without_truisms([last]))
        claim = last.args[0] if isinstance(last, sp.Not) else _negated(last)
        return Question(claim=claim, given=_without_truisms(given))

    def _logic(self, logic: Expression) -> None:
        if logic not in _LOGICS:
            raise SmtLibError(f"the logic is {_shown(logic)}; read are {', '.join(_LOGICS)}, of real variables")

    def _function(self, name: Expression, arguments: Expression, sort: Expression) -> None:
        if arguments:
            raise SmtLibError(f"{_shown(name)} is a function with arguments; only real variables are read")
        self._constant(name, sort)

    def _constant(self, name: Expression, sort: Expression) -> None:
        if sort != "Real":
            raise SmtLibError(f"{_shown(name)} is of sort {_shown(sort)}; only real variables are read")
        self._name(name, sp.Symbol(str(name), real=True))
        if sum(isinstance(value, sp.Symbol) for value in self.names.values()) > _MAX_SYMBOLS:
            raise SmtLibError(f"more than {_MAX_SYMBOLS} variables are declared; leave out what is not used")

    def _definition(self, name: Expression, arguments: Expression, sort: Expression, body: Expression) -> None:
        if arguments:
            raise SmtLibError(f"{_shown(name)} is a function with arguments; write it out where it is used")
        self._named(name, sort, body)

    def _named(self, name: Expression, sort: Expression, body: Expression) -> None:
        if sort not in ("Real", "Bool"):
            raise SmtLibError(f"{_shown(name)} is of sort {_shown(sort)}; only Real and Bool are read")
        value = self._value(body, {})
        if (sort == "Bool") != _is_truth(value):
            raise SmtLibError(f"{_shown(name)} is declared {sort}, and its definition is not")
        self._name(name, value)

    def _name(self, name: Expression, value: Any) -> None:
        if not isinstance(name, str) or name in self.names:
            raise SmtLibError(f"{_shown(name)} is declared twice, or is no name")
        self.names[name] = value

    def _assertion(self, body: Expression) -> None:
        value = self._value(body, {})
        if not _is_truth(value):
            raise SmtLibError(f"{_shown(body)} is asserted, and is no truth value")
        self.assertions.append(value)

    def _value(self, expression: Expression, local: Mapping[str, Any]) -> Any:
        """Return what an expression stands for; its brackets are not too many for recursion."""
        self.parts += 1
        if self.parts > _MAX_PARTS:
            raise SmtLibError(f"it has more than {_MAX_PARTS} parts; split it")
        if isinstance(expression, str):
            return self._atom(expression, local)
        if not expression or not isinstance(expression[0], str):
            raise SmtLibError(f"{_shown(expression)} is no expression")
        name, *arguments = expression
        if name == "let":
            return self._let(arguments, local)
        if name == "!":
            return self._value(arguments[0], local) if arguments else _refuse(expression)
        build = _BUILDERS.get(str(name))
        if build is None:
            raise SmtLibError(
                f"the function {excerpt_of(str(name))} is not read; known: {' '.join(sorted(_BUILDERS))} let"
            )
        return build(expression, [self._value(argument, local) for argument in arguments])

    def _atom(self, name: str, local: Mapping[str, Any]) -> Any:
        if name in local:
            return local[name]
        if name in self.names:
            return self.names[name]
        if name in ("true", "false"):
            return sp.true if name == "true" else sp.false
        if len(name) > _MAX_DIGITS or not _NUMERAL.fullmatch(name):
            raise SmtLibError(f"{excerpt_of(name)} is neither declared nor a number of at most {_MAX_DIGITS} digits")
        return sp.Rational(name)

    def _let(self, arguments: Sequence[Expression], local: Mapping[str, Any]) -> Any:
        if len(arguments) != 2 or not isinstance(arguments[0], list):
            raise SmtLibError("a let has not just names with values, and a body")
        bound = dict(local)
        for pair in arguments[0]:
            if not isinstance(pair, list) or len(pair) != 2 or not isinstance(pair[0], str):
                raise SmtLibError(f"{_shown(pair)} is no name with a value")
            bound[pair[0]] = self._value(pair[1], local)
        return self._value(arguments[1], bound)

    def _with_signs(self, assertion: Any) -> Any:
        """Declare the variables of an assertion as positive or nonnegative where assertions say so by themselves."""
        return rebuilt(assertion, self._signs)

    @property
    def _signs(self) -> dict[sp.Symbol, sp.Symbol]:
        signs: dict[sp.Symbol, str] = {}
        for assertion in self.assertions[:-1] or self.assertions:
            for part in assertion.args if isinstance(assertion, sp.And) else [assertion]:
                found = _sign(part)
                if found and signs.get(found[0]) != "positive":
                    signs[found[0]] = found[1]
        return {symbol: sp.Symbol(symbol.name, **{word: True}) for symbol, word in signs.items()}


def _sign(part: Any) -> tuple[sp.Symbol, str] | None:
    """Return a variable that a relation bounds by zero from below, and the word for it."""
    if isinstance(part, sp.Gt | sp.Ge | sp.Lt | sp.Le) and isinstance(part.gts, sp.Symbol) and part.lts == 0:
        return part.gts, "positive" if isinstance(part, sp.Gt | sp.Lt) else "nonnegative"
    return None


def _without_truisms(given: Sequence[Any]) -> tuple[Boolean, ...]:
    """Return assertions, conjunctions taken apart, without what is declared of variables."""
    parts = [part for one in given for part in (one.args if isinstance(one, sp.And) else [one])]
    return tuple(part for part in parts if not (_sign(part) and part.gts.is_nonnegative))


def _negated(assertion: Any) -> Any:
    return sp.Not(assertion, evaluate=False) if not isinstance(assertion, sp.logic.boolalg.BooleanAtom) else ~assertion


def _is_truth(value: Any) -> bool:
    return isinstance(value, Boolean) and not isinstance(value, sp.Symbol)


def _shown(expression: Expression) -> str:
    return excerpt_of(expression if isinstance(expression, str) else f"({' '.join(map(_shown, expression[:3]))} ...)")


def _refuse(expression: Expression) -> Any:
    raise SmtLibError(f"{_shown(expression)} has the wrong number of arguments, or of another kind")


def _numbers(expression: Expression, values: Sequence[Any], least: int = 1) -> Sequence[Any]:
    if len(values) < least or any(_is_truth(value) for value in values):
        _refuse(expression)
    return values


def _truths(expression: Expression, values: Sequence[Any], least: int = 1) -> Sequence[Any]:
    if len(values) < least or not all(map(_is_truth, values)):
        _refuse(expression)
    return values


def _minus(expression: Expression, values: Sequence[Any]) -> Any:
    first, *others = _numbers(expression, values)
    return first - sp.Add(*others) if others else -first


def _quotient(expression: Expression, values: Sequence[Any]) -> Any:
    first, *others = _numbers(expression, values, 2)
    if any(other == 0 for other in others):
        raise SmtLibError(f"{_shown(expression)} divides by zero")
    return first / sp.Mul(*others)


def _equal(expression: Expression, values: Sequence[Any]) -> Any:
    if len(values) == 2 and all(map(_is_truth, values)):
        return sp.Equivalent(*values, evaluate=False)
    return _chain(expression, values, relation=sp.Eq)


def _chain(expression: Expression, values: Sequence[Any], relation: Callable[..., Any]) -> Any:
    numbers = _numbers(expression, values, 2)
    return _joined(sp.And, [relation(a, b, evaluate=False) for a, b in pairwise(numbers)])


def _distinct(expression: Expression, values: Sequence[Any]) -> Any:
    numbers = _numbers(expression, values, 2)
    pairs = [sp.Ne(a, b, evaluate=False) for i, a in enumerate(numbers) for b in numbers[:i]]
    return _joined(sp.And, pairs)


def _joined(connective: Any, parts: Sequence[Any]) -> Any:
    return parts[0] if len(parts) == 1 else connective(*parts, evaluate=False)


def _implied(expression: Expression, values: Sequence[Any]) -> Any:
    *premises, conclusion = _truths(expression, values, 2)
    return sp.Implies(_joined(sp.And, premises), conclusion, evaluate=False)


def _not(expression: Expression, values: Sequence[Any]) -> Any:
    if len(_truths(expression, values)) != 1:
        _refuse(expression)
    return values[0].args[0] if isinstance(values[0], sp.Not) else sp.Not(values[0], evaluate=False)


_BUILDERS: dict[str, Callable[[Expression, Sequence[Any]], Any]] = {
    "+": lambda e, v: sp.Add(*_numbers(e, v)),
    "*": lambda e, v: sp.Mul(*_numbers(e, v)),
    "-": _minus,
    "/": _quotient,
    "=": _equal,
    "distinct": _distinct,
    "and": lambda e, v: _joined(sp.And, _truths(e, v)),
    "or": lambda e, v: _joined(sp.Or, _truths(e, v)),
    "not": _not,
    "=>": _implied,
    **{name: partial(_chain, relation=relation) for name, relation in _RELATIONS.items()},
}
