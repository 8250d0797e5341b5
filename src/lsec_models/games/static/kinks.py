"""Kinks in payoffs (Min, Max, Piecewise), written as positive parts that a last mover settles.

The positive part r of g is the one decision r >= 0 that is best for somebody who loses the square of r - g: it exists
after every history, is unique and moves continuously. With Max(f, g) = f + (g - f)^+ and Min(f, g) = f - (f - g)^+ a
game with kinks becomes a smooth one with bounds.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import count

import sympy as sp
from sympy.core.relational import Relational

from lsec_models.algebra.domains.symbols import Decision
from lsec_models.algebra.occurring import has_any
from lsec_models.errors import DeclarationError

KINKED = (sp.Min, sp.Max, sp.Piecewise)


def has_kinks(expression: object) -> bool:
    """Return whether an expression has Min, Max or Piecewise."""
    return isinstance(expression, sp.Basic) and has_any(expression, KINKED)


class PositiveParts:
    """The positive parts that stand for kinks, each under a symbol of its own.

    Parameters
    ----------
    taken : iterable of str
        Names that they cannot have.

    Examples
    --------
    >>> from lsec_models import decisions
    >>> p, q = decisions("p q")
    >>> parts = PositiveParts([])
    >>> parts.written(p * sp.Min(q, 10 - p)), parts.written(sp.Max(0, p + q - 10))
    (p*(-kink_1 + q), kink_1)
    >>> parts.of
    {kink_1: p + q - 10}
    """

    def __init__(self, taken: Iterable[str]) -> None:
        used = set(taken)
        self._names = (name for name in (f"kink_{i}" for i in count(1)) if name not in used)
        self.of: dict[Decision, sp.Expr] = {}
        self.words: dict[Decision, str] = {}
        self.levels: dict[Decision, int] = {}

    def written(self, expression: sp.Expr) -> sp.Expr:
        """Return an expression without kinks.

        Raises
        ------
        DeclarationError
            If a Piecewise has a gap, jumps, or has conditions that are not inequalities.
        """
        if not has_kinks(expression):
            return expression
        if isinstance(expression, sp.Piecewise):
            return self._cases(expression)
        if not isinstance(expression, sp.Min | sp.Max):
            return expression.func(*map(self.written, expression.args))
        (first, *others), sign = map(self.written, expression.args), 1 if isinstance(expression, sp.Max) else -1
        value = first
        for declared, other in zip(expression.args[1:], others, strict=True):
            before = expression.args[: expression.args.index(declared)]
            low = expression.func(*before, evaluate=False) if len(before) > 1 else before[0]
            words = f"{expression.func(low, declared, evaluate=False)} is {low}"
            value = value + sign * self._part(sign * (other - value), words)
        return value

    def _part(self, function: sp.Expr, words: str) -> sp.Expr:
        """Return the positive part of a function; of one that is known with the other sign, by what is known."""
        function = sp.expand(function)
        for symbol, known in self.of.items():
            if known == function:
                return symbol
            if sp.expand(known + function) == 0:
                return function + symbol
        symbol = Decision(next(self._names), nonnegative=True)
        self.of[symbol] = function
        self.words[symbol] = words
        inner = [self.levels[part] for part in function.free_symbols & set(self.of) - {symbol}]
        self.levels[symbol] = 1 + max(inner, default=0)
        return symbol

    def _cases(self, cases: sp.Piecewise) -> sp.Expr:
        *before, (last, otherwise) = [(self.written(value), condition) for value, condition in cases.args]
        if otherwise != sp.true and not (len(before) == 1 and sp.Not(before[0][1]) == otherwise):
            raise DeclarationError(
                f"{cases} has a gap: it says nothing where none of its conditions holds; end it with a last case "
                "(expression, True)"
            )
        value, wider = last, None
        for inside, condition in before[::-1]:
            where = _positive_where(cases, condition)
            _require_nested(cases, where, wider)
            slope, left = sp.div(*(sp.expand(part) for part in (inside - last, where)))
            if left != 0 and not (inside - last).is_rational_function():
                raise DeclarationError(
                    f"{cases}: with exp, log or free powers it is not seen whether the payoff jumps where {condition} "
                    "changes; write it with Min and Max, or declare the cases as modes of a Choice"
                )
            if left != 0:
                raise DeclarationError(
                    f"{cases} jumps where {condition} changes; payoffs with kinks are continuous: declare the cases as "
                    "modes of a Choice, or give them the same value at the border"
                )
            value = value + slope * self._part(where, f"{where} is at most 0")
            last, wider = inside, where
        return value


def _positive_where(cases: sp.Piecewise, condition: object) -> sp.Expr:
    """Return the function that is positive where a case holds."""
    if isinstance(condition, sp.Gt | sp.Ge | sp.Lt | sp.Le):
        assert isinstance(condition, Relational)
        return condition.gts - condition.lts
    raise DeclarationError(
        f"{cases}: the condition {condition} is not an inequality; write one (<, <=, >, >=) for each case, in "
        "their order"
    )


def _require_nested(cases: sp.Piecewise, inner: sp.Expr, outer: sp.Expr | None) -> None:
    """Refuse cases of which an earlier one is not within the next: the first that holds counts."""
    if outer is None:
        return
    quotient, constant = sp.div(sp.expand(outer), sp.expand(inner))
    if not (quotient.is_positive and constant.is_nonnegative):
        raise DeclarationError(
            f"{cases}: it is not seen that each case lies within the next one's condition, as in x < 1, x < 2, True; "
            "write it with Min and Max"
        )
