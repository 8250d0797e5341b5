"""A claim whose truth is known, and how a claim is evaluated at a point, exactly and without the prover."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import sympy as sp
from sympy.core.relational import Relational

from claims.exact import Number, constant, number

Point = Mapping[sp.Symbol, sp.Expr]
_COMPARE = {
    sp.Gt: lambda sign: sign > 0,
    sp.Ge: lambda sign: sign >= 0,
    sp.Lt: lambda sign: sign < 0,
    sp.Le: lambda sign: sign <= 0,
    sp.Eq: lambda sign: sign == 0,
    sp.Ne: lambda sign: sign != 0,
}
# What is wrong to say of a true claim, of a false one, and of one that divides by zero somewhere; see claims.verdicts.
_NEVER = frozenset({"contradictory", "misplaced", "crashed"})
WRONG_OF_TRUE = _NEVER | {"refuted", "mixed", "undefined"}
WRONG_OF_FALSE = _NEVER | {"proved", "undefined"}
WRONG_OF_UNDEFINED = _NEVER | {"proved"}


class Undefined(ZeroDivisionError):
    """Something is divided by zero."""


@dataclass(frozen=True, kw_only=True)
class Known:
    """A claim whose truth is known.

    Attributes
    ----------
    family : str
        How it was made.
    claim : SymPy Boolean, or a callable without arguments that returns it
    given : tuple
        SymPy relations, equilibria.
    counterexample : dict or None
        For a false claim: an admissible point, rational or algebraic, at which it fails.
    meaning : SymPy Boolean or None
        The same claim in plain words, where the prover is given something else: a piecewise equilibrium's quantity,
        or a claim that has yet to be built.
    wrong : frozenset of str or None
        The verdicts that are wrong; without it what is wrong of any true or false claim.
    effort : str or float
        How hard to try.
    """

    family: str
    claim: Any
    given: tuple[Any, ...] = ()
    counterexample: Point | None = None
    meaning: Any = None
    wrong: frozenset[str] | None = None
    effort: str | float = "quick"

    @property
    def forbidden(self) -> frozenset[str]:
        """The verdicts that are wrong."""
        if self.wrong is not None:
            return self.wrong
        return WRONG_OF_TRUE if self.counterexample is None else WRONG_OF_FALSE


def gt(left: sp.Expr, right: Any = 0) -> Any:
    return sp.Gt(left, right, evaluate=False)


def ge(left: sp.Expr, right: Any = 0) -> Any:
    return sp.Ge(left, right, evaluate=False)


def lt(left: sp.Expr, right: Any = 0) -> Any:
    return sp.Lt(left, right, evaluate=False)


def le(left: sp.Expr, right: Any = 0) -> Any:
    return sp.Le(left, right, evaluate=False)


def eq(left: sp.Expr, right: Any = 0) -> Any:
    return sp.Eq(left, right, evaluate=False)


def ne(left: sp.Expr, right: Any = 0) -> Any:
    return sp.Ne(left, right, evaluate=False)


def both(*claims: Any) -> Any:
    return sp.And(*claims, evaluate=False)


def either(*claims: Any) -> Any:
    return sp.Or(*claims, evaluate=False)


def is_admissible(known: Known) -> bool:
    """Whether the counterexample is in its symbols' ranges and satisfies what is given."""
    point = known.counterexample or {}
    signs = {symbol: constant(value).sign() for symbol, value in point.items()}
    in_range = all(sign > 0 if s.is_positive else sign >= 0 or not s.is_nonnegative for s, sign in signs.items())
    relations = [relation for relation in known.given if isinstance(relation, sp.Basic)]
    return in_range and all(holds(relation, point) for relation in relations)


def fails_there(known: Known) -> bool:
    """Whether the claim is false, or not defined, at the counterexample."""
    try:
        return not holds(known.claim if known.meaning is None else known.meaning, known.counterexample or {})
    except Undefined:
        return True


def holds(claim: Any, point: Point) -> bool:
    """Evaluate a claim at a point, exactly; every part of it has to be defined there.

    Raises
    ------
    Undefined
        If a part divides by zero.
    """
    if claim in (sp.true, sp.false):
        return bool(claim)
    if isinstance(claim, Relational):
        return bool(_COMPARE[claim.func](_order(claim.lhs, claim.rhs, point)))
    parts = [holds(part, point) for part in claim.args]
    return {
        sp.And: lambda: all(parts),
        sp.Or: lambda: any(parts),
        sp.Not: lambda: not parts[0],
        sp.Implies: lambda: not parts[0] or parts[1],
        sp.Equivalent: lambda: len(set(parts)) == 1,
    }[claim.func]()


def sign_at(expression: sp.Expr, point: Point) -> int:
    """Return the sign of an expression at a point, exactly."""
    return _order(expression, sp.S.Zero, point)


def _order(left: sp.Expr, right: sp.Expr, point: Point) -> int:
    """Return -1, 0 or 1 as `left` is less than, equal to or greater than `right`."""
    (top, bottom), (above, below) = _value(left, point), _value(right, point)
    return (top * below + number(-1) * above * bottom).sign() * bottom.sign() * below.sign()


def _value(expression: sp.Expr, point: Point) -> tuple[Number, Number]:
    """Return numerator and denominator."""
    if expression.is_Symbol:
        return constant(point[expression]), number(1)
    if expression.is_Add or expression.is_Mul:
        (top, bottom), *others = (_value(part, point) for part in expression.args)
        for above, below in others:
            top = top * below + above * bottom if expression.is_Add else top * above
            bottom = bottom * below
        return top, bottom
    if isinstance(expression, sp.Pow) and expression.exp.is_Integer:
        top, bottom = _value(expression.base, point)
        if expression.exp >= 0:
            return top ** int(expression.exp), bottom ** int(expression.exp)
        if top.sign() == 0:
            raise Undefined(str(expression))
        return bottom ** int(-expression.exp), top ** int(-expression.exp)
    if isinstance(expression, sp.Pow) and expression.base.is_Rational and 2 * expression.exp == -1:
        return number(1), constant(1 / expression)
    if isinstance(expression, sp.Piecewise):
        return _value(next(value for value, where in expression.args if holds(where, point)), point)
    return constant(expression), number(1)
