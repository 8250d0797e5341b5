"""Payoffs that are smooth and not rational: with exp, log, the error function, and powers that are no whole numbers."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from typing import TYPE_CHECKING

import sympy as sp

from lsec_models.algebra.polynomials.ratio import ratio
from lsec_models.algebra.polynomials.ring import Ring
from lsec_models.errors import DeclarationError, NotRational

if TYPE_CHECKING:
    from lsec_models.games.static.game import Game

_SMOOTH = (sp.Add, sp.Mul, sp.Pow, sp.exp, sp.log, sp.erf)


def is_smooth(expression: sp.Expr) -> bool:
    """Whether an expression is made of numbers, symbols, sums, products, powers, exponentials, log and erf.

    Examples
    --------
    >>> p, beta = sp.symbols("p beta")
    >>> is_smooth(sp.exp(-p) * p**-beta), is_smooth(sp.sin(p)), is_smooth(sp.Max(p, 0))
    (True, False, False)

    A free power of a negative number is no real number:

    >>> is_smooth((-2) ** p), is_smooth(p * sp.cbrt(-8))
    (False, False)
    """
    return all(
        part.is_Symbol
        or part.is_Rational
        or (part.is_Float and part.is_finite)
        or part in (sp.E, sp.pi)
        or (isinstance(part, _SMOOTH) and not _is_no_real_number(part))
        for part in sp.preorder_traversal(expression)
    )


def _is_no_real_number(part: sp.Basic) -> bool:
    """Whether a part is a power of a negative number, or of zero, that is not known to be whole."""
    return part.is_Pow and part.base.is_number and not part.base.is_positive and not part.exp.is_integer


def require_smooth(game: Game, ring: Ring, declared: Mapping[str, sp.Expr]) -> None:
    """Require of payoffs, some of which are not rational, that all are smooth, and the game nothing but stages.

    Raises
    ------
    NotRational
        If one is neither rational nor smooth.
    DeclarationError
        If there are bargains, a choice that follows, or decisions that are given.
    """
    for expression in declared.values():
        try:
            ratio(ring, expression)
        except NotRational:
            if not is_smooth(expression) or _divides_by_zero(ring, expression):
                raise
            found = expression
    if game.bargains or game.then is not None or game.given:
        raise DeclarationError(
            f"{found} is no rational function; payoffs with exp, log or free powers go with stages of decisions, "
            "without a bargain, then= or given="
        )


def _divides_by_zero(ring: Ring, expression: sp.Expr) -> bool:
    """Whether some rational part of an expression is identically zero, and divided by."""
    for part in sp.preorder_traversal(expression):
        if part.is_Pow and part.exp.is_negative and part.base.is_rational_function():
            with suppress(NotRational):
                if ratio(ring, part.base).is_zero():
                    return True
    return False
