"""Questions in SMT-LIB (QF_NRA) as claims: that the last assertion fails wherever those before it hold."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import sympy as sp
from sympy.logic.boolalg import Boolean

from lsec_models.errors import SmtLibError, excerpt_of
from lsec_models.prove.smtlib.builders import BUILDERS, RELATIONS, is_name, is_truth, refuse, shown
from lsec_models.prove.smtlib.expressions import Expression, expressions
from lsec_models.prove.statements.claim_to_statement import divisors_of
from lsec_models.prove.statements.radicals import rebuilt

_NUMERAL = re.compile(r"(0|[1-9][0-9]*)(\.[0-9]+)?", re.ASCII)
_MAX_DIGITS = 1000
_MAX_SYMBOLS = 200
_MAX_PARTS = 50_000
_MAX_COMPARISONS = 500
_DIGITS_OF_A_PART = 20
_LOGICS = ("QF_NRA", "QF_LRA", "QF_RDL", "QF_NIRA", "ALL")
_SILENT = {
    "set-info",
    "set-option",
    "get-model",
    "get-value",
    "get-info",
    "get-objectives",
    "minimize",
} | {
    "maximize",
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
        If it is not SMT-LIB, or uses what is not read: another logic, functions with arguments, quantifiers,
        incremental commands, quotients that cancel, or if it is too large with its definitions written out.

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
        if command == ["exit"]:
            break
        script.run(command)
    return script.question()


# What names stand for in a part of an expression, each with its length.
_Local = Mapping[str, tuple[Any, int]]


@dataclass
class _Script:
    """The declarations, definitions and assertions of a script."""

    names: dict[str, Any] = field(default_factory=dict)
    assertions: list[Any] = field(default_factory=list)
    divisors: list[tuple[Expression, sp.Expr]] = field(default_factory=list)
    lengths: dict[str, int] = field(default_factory=dict)
    parts: int = 0
    comparisons: int = 0
    is_asked: bool = False

    def run(self, command: Expression) -> None:
        if not isinstance(command, list) or not command or not isinstance(command[0], str):
            raise SmtLibError(f"{shown(command)} is not a command of SMT-LIB, which are in brackets, as in (check-sat)")
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
            "check-sat": self._asked,
        }
        run = known.get(str(name))
        if run is None:
            raise SmtLibError(f"the command {excerpt_of(str(name))} is not read; one question a file, in QF_NRA")
        try:
            run(*arguments)
        except TypeError as error:
            if "positional argument" not in str(error):
                raise
            raise SmtLibError(f"{shown(command)} has too few or too many parts") from error

    def question(self) -> Question:
        """Return the question, once everything is read."""
        if not self.assertions:
            raise SmtLibError("nothing is asserted: there is no (assert ...) in it")
        self._require_visible_divisors()
        signs = self._signs()
        *given, last = [rebuilt(assertion, signs) for assertion in self.assertions]
        if not given and not isinstance(last, sp.Not):
            return Question(claim=sp.false, given=_without_truisms([last]))
        claim = last.args[0] if isinstance(last, sp.Not) else _negated(last)
        return Question(claim=claim, given=_without_truisms(given))

    def _require_visible_divisors(self) -> None:
        """Refuse quotients that cancel: of a divisor that is gone, nobody asks whether it is zero.

        In SMT-LIB, a quotient by zero may be any number.
        """
        visible = {divisor for assertion in self.assertions for divisor in divisors_of(assertion)}
        for expression, divisor in self.divisors:
            if not visible.issuperset(divisors_of(1 / divisor)):
                raise SmtLibError(
                    f"{shown(expression)} divides by what cancels, or by what is not used; write it multiplied out"
                )

    def _asked(self) -> None:
        self.is_asked = True

    def _logic(self, logic: Expression) -> None:
        if logic not in _LOGICS:
            raise SmtLibError(f"the logic is {shown(logic)}; read are {', '.join(_LOGICS)}, of real variables")

    def _function(self, name: Expression, arguments: Expression, sort: Expression) -> None:
        if arguments:
            raise SmtLibError(f"{shown(name)} is a function with arguments; only real variables are read")
        self._constant(name, sort)

    def _constant(self, name: Expression, sort: Expression) -> None:
        if sort != "Real":
            raise SmtLibError(f"{shown(name)} is of sort {shown(sort)}; only real variables are read")
        self._name(name, sp.Symbol(str(name).strip("|"), real=True), 1)
        if sum(isinstance(value, sp.Symbol) for value in self.names.values()) > _MAX_SYMBOLS:
            raise SmtLibError(f"more than {_MAX_SYMBOLS} variables are declared; leave out what is not used")

    def _definition(self, name: Expression, arguments: Expression, sort: Expression, body: Expression) -> None:
        if arguments:
            raise SmtLibError(f"{shown(name)} is a function with arguments; write it out where it is used")
        self._named(name, sort, body)

    def _named(self, name: Expression, sort: Expression, body: Expression) -> None:
        if sort not in ("Real", "Bool"):
            raise SmtLibError(f"{shown(name)} is of sort {shown(sort)}; only Real and Bool are read")
        value, length = self._measured(body, {})
        if (sort == "Bool") != is_truth(value):
            raise SmtLibError(f"{shown(name)} is declared {sort}, and its definition is not")
        self._name(name, value, length)

    def _name(self, name: Expression, value: Any, length: int) -> None:
        if not is_name(name) or name in self.names:
            raise SmtLibError(f"{shown(name)} is declared twice, or is not a name that is free")
        self.names[str(name)], self.lengths[str(name)] = value, length

    def _assertion(self, body: Expression) -> None:
        if self.is_asked:
            raise SmtLibError(f"{shown(body)} is asserted after a check-sat; one question a file, so split it")
        value = self._value(body, {})
        if not is_truth(value):
            raise SmtLibError(f"{shown(body)} is asserted, and is not a truth value")
        self.assertions.append(value)

    def _measured(self, expression: Expression, local: _Local) -> tuple[Any, int]:
        """Return what an expression stands for, and how many parts it has with its names written out."""
        before = self.parts
        return self._value(expression, local), self.parts - before

    def _spend(self, parts: int) -> None:
        self.parts += parts
        if self.parts > _MAX_PARTS:
            raise SmtLibError(
                f"it has more than {_MAX_PARTS} parts, names written out as what they stand for; split it"
            )

    def _compare(self, name: str, values: int) -> None:
        if name in ("=", "distinct", *RELATIONS):
            self.comparisons += values * (values - 1) // 2 if name == "distinct" else values - 1
        if self.comparisons > _MAX_COMPARISONS:
            raise SmtLibError(f"it has more than {_MAX_COMPARISONS} comparisons; leave out what is not needed")

    def _value(self, expression: Expression, local: _Local) -> Any:
        """Return what an expression stands for; its brackets are not too many for recursion."""
        self._spend(1)
        if isinstance(expression, str):
            return self._atom(expression, local)
        if not expression or not isinstance(expression[0], str):
            raise SmtLibError(f"{shown(expression)} is not an expression")
        name, *arguments = expression
        if name == "let":
            return self._let(arguments, local)
        if name == "!":
            return self._value(arguments[0], local) if arguments else refuse(expression)
        build = BUILDERS.get(str(name))
        if build is None:
            raise SmtLibError(
                f"the function {excerpt_of(str(name))} is not read; known: {' '.join(sorted(BUILDERS))} let"
            )
        values = [self._value(argument, local) for argument in arguments]
        self._compare(str(name), len(values))
        found = build(expression, values)
        if name == "/":
            self.divisors += [(expression, divisor) for divisor in values[1:] if not divisor.is_Rational]
        return found

    def _atom(self, name: str, local: _Local) -> Any:
        if name in local:
            value, length = local[name]
            self._spend(length - 1)
            return value
        if name in self.names:
            self._spend(self.lengths[name] - 1)
            return self.names[name]
        if name in ("true", "false"):
            return sp.true if name == "true" else sp.false
        if len(name) > _MAX_DIGITS or not _NUMERAL.fullmatch(name):
            raise SmtLibError(f"{excerpt_of(name)} is neither declared nor a number of at most {_MAX_DIGITS} digits")
        self._spend(len(name) // _DIGITS_OF_A_PART)
        return sp.Rational(name)

    def _let(self, arguments: Sequence[Expression], local: _Local) -> Any:
        if len(arguments) != 2 or not isinstance(arguments[0], list):
            raise SmtLibError("a let has not just names with values, and a body")
        bound: dict[str, tuple[Any, int]] = {}
        for pair in arguments[0]:
            if not isinstance(pair, list) or len(pair) != 2 or not is_name(pair[0]) or pair[0] in bound:
                raise SmtLibError(f"{shown(pair)} is not a name with a value, or a second value of the same name")
            bound[str(pair[0])] = self._measured(pair[1], local)
        return self._value(arguments[1], {**local, **bound})

    def _signs(self) -> dict[sp.Symbol, sp.Symbol]:
        """Return variables declared as positive or nonnegative where assertions say so by themselves."""
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
