"""Where what is linear in a root is positive, zero or negative, in terms of parameters alone."""

from __future__ import annotations

from dataclasses import dataclass

import sympy as sp


@dataclass(frozen=True, kw_only=True)
class RootLine:
    """What is linear in a root, at all parameters.

    Attributes
    ----------
    rises : bool
        Whether it rises in the root, or falls.
    at_low : sympy.Expr
        Its value at the lower end.
    at_high : sympy.Expr or None
        That at the higher end; None where there is none.
    defining : sympy.Expr
        The polynomial that defines the root, where the line vanishes.
    """

    rises: bool
    at_low: sp.Expr
    at_high: sp.Expr | None
    defining: sp.Expr

    @property
    def turned(self) -> sp.Expr:
        """What has the sign of the line at the root, where the line turns its sign between the ends."""
        return self.defining if self.rises else -self.defining

    @property
    def crosses(self) -> list[sp.Basic]:
        """What holds where the line turns its sign between the ends."""
        side = sp.Lt if self.rises else sp.Gt
        ends = [side(self.at_low, 0, evaluate=False)]
        opposite = sp.Gt if self.rises else sp.Lt
        return ends if self.at_high is None else [*ends, opposite(self.at_high, 0, evaluate=False)]


def located_by(relation: str, line: RootLine) -> sp.Basic:
    """Return when a line is positive (and so on) at a root.

    A line that rises is positive at the root where its zero lies below the root: below the lower end, or at a number
    below the higher end at which the defining polynomial is still positive. One that falls, the other way round.
    """
    positive, negative = (line.at_low, line.at_high) if line.rises else (line.at_high, line.at_low)
    beyond = sp.false if positive is None else sp.Ge(positive, 0, evaluate=False)
    within = sp.true if negative is None else sp.Gt(negative, 0, evaluate=False)
    if relation in (">", ">="):
        inside = (sp.Gt if relation == ">" else sp.Ge)(line.turned, 0, evaluate=False)
        return sp.Or(beyond, sp.And(within, inside, evaluate=False), evaluate=False)
    inner = sp.true if positive is None else sp.Lt(positive, 0, evaluate=False)
    equal = sp.And(within, inner, sp.Eq(line.defining, 0, evaluate=False), evaluate=False)
    return equal if relation == "=" else sp.Not(equal, evaluate=False)


def compared(value: sp.Expr, relation: str) -> sp.Basic:
    """Return that a value is in a relation to zero, as it is written."""
    made: sp.Basic = {">": sp.Gt, ">=": sp.Ge, "=": sp.Eq, "!=": sp.Ne}[relation](value, 0, evaluate=False)
    return made
