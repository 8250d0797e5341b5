"""What each connective, comparison and operation of SMT-LIB builds from its arguments."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from itertools import pairwise
from typing import Any

import sympy as sp
from sympy.logic.boolalg import Boolean

from lsec_models.errors import SmtLibError, excerpt_of
from lsec_models.prove.smtlib.expressions import Expression, needs_no_bars

_SHOWN_PARTS = 4
RELATIONS: dict[str, Callable[..., Any]] = {">": sp.Gt, ">=": sp.Ge, "<": sp.Lt, "<=": sp.Le}


def is_truth(value: Any) -> bool:
    """Return whether a value is true or false, and no number."""
    return isinstance(value, Boolean) and not isinstance(value, sp.Symbol)


def is_name(expression: Expression) -> bool:
    """Whether it may be given a meaning: no number, text or keyword, and nothing that has a meaning already."""
    return isinstance(expression, str) and (needs_no_bars(expression) or expression.startswith("|"))


def shown(expression: Expression) -> str:
    """Return an expression as it stands in a message, its beginning if it is long."""
    return excerpt_of(_beginning(expression))


def _beginning(expression: Expression) -> str:
    if isinstance(expression, str):
        return expression
    more = " ..." if len(expression) > _SHOWN_PARTS else ""
    return f"({' '.join(map(_beginning, expression[:_SHOWN_PARTS]))}{more})"


def refuse(expression: Expression) -> Any:
    """Raise the error that says that arguments do not fit."""
    raise SmtLibError(f"{shown(expression)} has the wrong number of arguments, or of another kind")


def _numbers(expression: Expression, values: Sequence[Any], least: int = 1) -> Sequence[Any]:
    if len(values) < least or any(is_truth(value) for value in values):
        refuse(expression)
    return values


def _truths(expression: Expression, values: Sequence[Any], least: int = 1) -> Sequence[Any]:
    if len(values) < least or not all(map(is_truth, values)):
        refuse(expression)
    return values


def _minus(expression: Expression, values: Sequence[Any]) -> Any:
    first, *others = _numbers(expression, values)
    return first - sp.Add(*others) if others else -first


def _quotient(expression: Expression, values: Sequence[Any]) -> Any:
    first, *others = _numbers(expression, values, 2)
    if any(other == 0 for other in others):
        raise SmtLibError(f"{shown(expression)} divides by zero")
    return first / sp.Mul(*others)


def _equal(expression: Expression, values: Sequence[Any]) -> Any:
    if len(values) == 2 and all(map(is_truth, values)):
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
        refuse(expression)
    return values[0].args[0] if isinstance(values[0], sp.Not) else sp.Not(values[0], evaluate=False)


BUILDERS: dict[str, Callable[[Expression, Sequence[Any]], Any]] = {
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
    **{name: partial(_chain, relation=relation) for name, relation in RELATIONS.items()},
}
