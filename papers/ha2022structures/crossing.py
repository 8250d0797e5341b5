"""A polynomial that changes its sign exactly once between two numbers, whatever its other parameters are: proved.

By Descartes' rule of signs a polynomial in t whose coefficients change sign once has exactly one positive root, a
simple one. The interval from low to high is mapped to t > 0, and the sign of each coefficient is proved.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import sympy as sp

from lsec_models import prove

_ONCE = re.compile(r"-+\??\++|\++\??-+")


def sign_pattern(
    polynomial: sp.Expr, symbol: sp.Symbol, low: sp.Rational, high: sp.Rational | None, given: Sequence[sp.Basic]
) -> str:
    """Return the signs of the coefficients after the interval is mapped to t > 0, highest power of t first.

    Parameters
    ----------
    polynomial : sympy.Expr
    symbol : sympy.Symbol
        In which its sign is asked.
    low, high : sympy.Rational
        The open interval; without `high` it has no end.
    given : sequence of SymPy inequalities
        What its other parameters satisfy.

    Returns
    -------
    str
        ``"+"``, ``"-"`` or ``"?"`` for each coefficient, the last being that of its sign at `low`.

    Examples
    --------
    >>> x, y = sp.symbols("x y", positive=True)
    >>> sign_pattern(x**2 - y, x, sp.S(1), None, [y > 1])
    '++-'
    >>> sign_pattern(x**2 - y, x, sp.S(0), sp.S(1), [y < 1])
    '+--'
    """
    t = sp.Dummy("t", positive=True)
    image = low + t if high is None else (low + high * t) / (1 + t)
    mapped = sp.numer(sp.together(polynomial.subs(symbol, image)))
    return "".join(_sign(coefficient, given) for coefficient in sp.Poly(sp.expand(mapped), t).all_coeffs())


def changes_once(pattern: str) -> bool:
    """Whether the coefficients change sign exactly once, whatever the sign of an undecided one is.

    Examples
    --------
    >>> [changes_once(pattern) for pattern in ("--++", "-?+", "-+-", "-??+", "++")]
    [True, True, False, False, False]
    """
    return _ONCE.fullmatch(pattern) is not None


def _sign(coefficient: sp.Expr, given: Sequence[sp.Basic]) -> str:
    if coefficient.is_Rational:
        return "+" if coefficient > 0 else "-" if coefficient < 0 else "?"
    if prove(sp.Gt(coefficient, 0, evaluate=False), given):
        return "+"
    return "-" if prove(sp.Lt(coefficient, 0, evaluate=False), given) else "?"
