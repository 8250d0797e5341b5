"""Payoffs that are smooth and not rational: exp, log, the error function, and powers that are not whole numbers."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from typing import TYPE_CHECKING

import sympy as sp

from lsec_models.algebra.polynomials.ratio import ratio
from lsec_models.algebra.polynomials.ring import Ring
from lsec_models.errors import DeclarationError, NotRational, NotSmooth

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

    A free power of a negative number is not a real number:

    >>> is_smooth((-2) ** p), is_smooth(p * sp.cbrt(-8))
    (False, False)
    """
    return _rough_part(expression) is None


def _rough_part(expression: sp.Expr) -> sp.Basic | None:
    """Return an innermost part that is not smooth; None where all are."""
    return next((part for part in sp.postorder_traversal(expression) if not _is_smooth_itself(part)), None)


def _is_smooth_itself(part: sp.Basic) -> bool:
    """Whether a part is smooth in its own parts."""
    return (
        part.is_Symbol
        or part.is_Rational
        or (part.is_Float and part.is_finite)
        or part in (sp.E, sp.pi)
        or (isinstance(part, _SMOOTH) and not _is_no_real_number(part))
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
    NotSmooth
        If one has exp, log or free powers, and a part that is not smooth.
    DeclarationError
        If there are bargains, a choice that follows, or decisions that are given.
    """
    for expression in declared.values():
        try:
            ratio(ring, expression)
        except NotRational:
            _require_smooth_parts(expression)
            if not is_smooth(expression) or _divides_by_zero(ring, expression):
                raise
            found = expression
    if game.bargains or game.then is not None or game.given:
        raise DeclarationError(
            f"{found} is not a rational function; payoffs with exp, log or free powers go with stages of decisions, "
            "without a bargain, then= or given="
        )


def _require_smooth_parts(expression: sp.Expr) -> None:
    """Refuse what is not smooth beside what is: there, not being rational is not a fault."""
    rough = _rough_part(expression)
    parts = sp.preorder_traversal(expression)
    is_smooth_elsewhere = any(
        isinstance(part, sp.exp | sp.log | sp.erf) or (part.is_Pow and not part.exp.is_Integer) for part in parts
    )
    if rough is not None and is_smooth_elsewhere:
        raise NotSmooth(
            f"{expression}: the part {rough} is not made of sums, products, powers, exp and log; write it with these, "
            "or, if it caps something, with Min and Max"
        ) from None


def _divides_by_zero(ring: Ring, expression: sp.Expr) -> bool:
    """Whether some rational part of an expression is identically zero, and divided by."""
    for part in sp.preorder_traversal(expression):
        if part.is_Pow and part.exp.is_negative and part.base.is_rational_function():
            with suppress(NotRational):
                if ratio(ring, part.base).is_zero():
                    return True
    return False
