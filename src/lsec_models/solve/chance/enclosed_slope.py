"""Rigorous signs of expressions with exponentials and the error function, by ball arithmetic."""

from __future__ import annotations

from fractions import Fraction
from math import prod

import flint
import sympy as sp

from lsec_models.algebra.enclosures.balls import ball

_BITS = 256


def sign_on(expression: sp.Expr, symbol: sp.Symbol, low: Fraction, high: Fraction, bits: int = _BITS) -> int:
    """Return the sign that an expression has everywhere between two numbers, 1 or -1; 0 where that is not certain.

    Raises
    ------
    NotImplementedError
        If something other than numbers, sums, products, powers, exponentials and error functions stands in it.

    Examples
    --------
    >>> x = sp.Symbol("x")
    >>> sign_on(sp.exp(-x) - sp.Rational(1, 2), x, Fraction(69, 100), Fraction(69314, 100000))
    1
    """
    with flint.ctx.workprec(bits):
        middle, radius = (low + high) / 2, (high - low) / 2
        value = _value(expression, symbol, ball(middle) + ball(radius) * flint.arb(0, 1))
        return 1 if value > 0 else -1 if value < 0 else 0


def _value(expression: sp.Expr, symbol: sp.Symbol, at: flint.arb) -> flint.arb:
    if expression == symbol:
        return at
    if expression.is_Rational:
        return flint.arb(int(expression.p)) / int(expression.q)
    if expression == sp.pi:
        return flint.arb.pi()
    if expression.is_Pow and expression.exp.is_Rational and not isinstance(expression, sp.exp):
        base, power = _value(expression.base, symbol, at), expression.exp
        root = base if power.q == 1 else base.sqrt() if power.q == 2 else base.root(int(power.q))
        raised = prod([root] * abs(int(power.p)), start=flint.arb(1))
        return raised if power.p > 0 else 1 / raised
    parts = [_value(part, symbol, at) for part in expression.args]
    if expression.is_Add:
        return sum(parts, flint.arb(0))
    if expression.is_Mul:
        return prod(parts, start=flint.arb(1))
    if isinstance(expression, sp.exp):
        return parts[0].exp()
    if isinstance(expression, sp.erf):
        return parts[0].erf()
    raise NotImplementedError(f"{expression.func} has no enclosure")
