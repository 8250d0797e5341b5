"""Kinks whose places depend on one random number, each written once.

Proportional functions have one kink between them, (-g)^+ = (g)^+ - g: what is sold, Min(q, D), and what is missed,
Max(0, D - q), are both linear in the positive part of q - D.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress

import sympy as sp

from lsec_models.errors import DeclarationError
from lsec_models.games.static.chance.expected_values.piecewise_linear import PiecewiseLinear
from lsec_models.games.static.chance.polynomial_in import polynomial_in
from lsec_models.games.static.chance.random_symbol import Random
from lsec_models.games.static.kinks import PositiveParts


def kinks_of(
    expression: sp.Expr, symbol: sp.Symbol, positive_part: Callable[[sp.Expr], sp.Expr]
) -> tuple[sp.Expr, dict[sp.Symbol, sp.Expr]]:
    """Return an expression with symbols for positive parts that depend on what is random, and of what they are.

    Parameters
    ----------
    expression : sympy.Expr
    symbol : Random
        Or what stands for a function of it.
    positive_part : callable
        Writes the positive part of a function that does not depend on what is random.

    Raises
    ------
    DeclarationError
        If a kink is not linear in what is random.

    Examples
    --------
    >>> from lsec_models import decisions, random, uniform
    >>> q, demand = decisions("q"), random("D", uniform(0, 1))
    >>> kinks_of(sp.Min(q, demand) + sp.Max(0, demand - q), demand, lambda function: sp.Max(0, function))
    (D, {kink_1: -q + D})
    """
    parts = PositiveParts(other.name for other in expression.free_symbols)
    smooth = parts.written(expression)
    images: dict[sp.Basic, sp.Expr] = {}
    sides = _Sides(symbol)
    for part, declared in parts.of.items():
        function = sp.expand(declared.xreplace(images))
        inner = [side for side in sides.of if side in function.free_symbols]
        if not inner and symbol not in function.free_symbols:
            images[part] = positive_part(function)
        elif not inner and _is_linear(function, symbol):
            images[part] = sides.positive_part(function, part)
        elif inner and (image := _flat(function, inner, sides)) is not None:
            images[part] = image
        elif len(inner) == 1:
            images[part] = _nested(function, inner[0], sides.of[inner[0]], expression, symbol)
        else:
            raise too_intricate(expression, symbol)
    return smooth.xreplace(images), sides.of


class _Sides:
    """Functions that are linear in one number, with symbols for their positive parts; proportional ones have one."""

    def __init__(self, symbol: sp.Symbol) -> None:
        self.symbol = symbol
        self.of: dict[sp.Symbol, sp.Expr] = {}

    def positive_part(self, function: sp.Expr, name: sp.Symbol | None = None) -> sp.Expr:
        """Return the positive part of a linear function, by the symbol of a proportional one if there is any."""
        for side, known in self.of.items():
            share = sp.cancel(function / known)
            if share.is_positive:
                return share * side
            if share.is_negative:
                return -share * (side - known)
        side = sp.Dummy("kink", nonnegative=True) if name is None else name
        self.of[side] = function
        return side

    def place(self, side: sp.Symbol) -> tuple[sp.Expr, sp.Expr]:
        """Return where a function is zero, and its slope."""
        slope = self.of[side].coeff(self.symbol, 1)
        return sp.cancel(-self.of[side].coeff(self.symbol, 0) / slope), slope


def _flat(function: sp.Expr, inner: Sequence[sp.Symbol], sides: _Sides) -> sp.Expr | None:
    """Return the positive part of a function with kinks without kinks in kinks, where places differ by numbers."""
    polynomial = polynomial_in(function, (sides.symbol, *inner))
    if polynomial is None or polynomial.total_degree() > 1:
        return None
    rise = polynomial.coeff_monomial(sides.symbol)
    base, _ = sides.place(inner[0])
    kinks = []
    for side in inner:
        place, slope = sides.place(side)
        kinks.append((polynomial.coeff_monomial(side), slope, sp.expand(place - base)))
    constant = sp.expand(polynomial.coeff_monomial(1) + rise * base)
    if not all(number.is_Rational for number in (constant, rise, *(part for kink in kinks for part in kink))):
        return None
    flat, away = PiecewiseLinear.of(constant, rise, kinks).positive_part(), sp.expand(sides.symbol - base)
    bends = (weight * sides.positive_part(sp.expand(away - place)) for place, weight in flat.bends)
    return sp.expand(flat.constant + flat.slope * away) + sp.Add(*bends)


def in_single_kinks(expression: sp.Expr, drawn: Iterable[Random]) -> sp.Expr:
    """Return an expression with each kink in what is random once, and none in another, as far as that is seen.

    Examples
    --------
    >>> from lsec_models import decisions, normal, random
    >>> q, demand = decisions("q"), random("D", normal(0, 1))
    >>> in_single_kinks(sp.Min(demand, q + sp.Max(0, demand - q)), [demand])
    D
    """
    for symbol in drawn:
        # Kinks in lognormal demand are linear in that demand, not in its logarithm.
        moved = [part for part in expression.atoms(sp.Pow, sp.exp, sp.log) if symbol in part.free_symbols]
        place = sp.Dummy(symbol.name, real=True)
        written = expression.xreplace({moved[0]: place}) if len(moved) == 1 else expression.xreplace({symbol: place})
        with suppress(DeclarationError):
            smooth, sides = kinks_of(written, place, lambda function: sp.Max(0, function))
            written = sp.expand(smooth).xreplace({side: sp.Max(0, function) for side, function in sides.items()})
            if symbol not in written.free_symbols:
                expression = written.xreplace({place: moved[0] if len(moved) == 1 else symbol})
    return expression


def too_intricate(expression: sp.Expr, symbol: sp.Symbol) -> DeclarationError:
    """Return why kinks are not integrated over what is random."""
    return DeclarationError(
        f"{expression}: the expected value over {symbol} is written out where each kink is linear in {symbol}, with a "
        f"slope of known sign where several are multiplied; declare {symbol} discrete(...), or report the parts by "
        "themselves"
    )


def _is_linear(function: sp.Expr, symbol: sp.Symbol) -> bool:
    """Whether a function is linear in a symbol, and depends on it."""
    polynomial = polynomial_in(function, (symbol,))
    return polynomial is not None and polynomial.degree() == 1


def _nested(function: sp.Expr, side: sp.Symbol, inner: sp.Expr, expression: sp.Expr, symbol: sp.Symbol) -> sp.Expr:
    """Return the positive part of k*g + b*(g)^+ in terms of g and of (g)^+, which is `side`."""
    slope = sp.diff(function, side)
    share = sp.cancel((function - slope * side) / inner)
    if {side, symbol} & (slope.free_symbols | share.free_symbols):
        raise too_intricate(expression, symbol)
    return sp.Max(0, share + slope) * side + sp.Max(0, -share) * (side - inner)
