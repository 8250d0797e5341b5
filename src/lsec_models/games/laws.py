"""Laws: how what differs from buyer to buyer, or is not known before, is distributed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import sympy as sp

from lsec_models.algebra.exact_numbers import to_sympy
from lsec_models.algebra.parameter_point import exact_number
from lsec_models.errors import DeclarationError


@dataclass(frozen=True)
class Uniform:
    """Every number between two ends is equally likely.

    Attributes
    ----------
    low, high : sympy.Expr
        Numbers, or expressions in parameters.
    """

    low: sp.Expr
    high: sp.Expr

    @property
    def length(self) -> sp.Expr:
        """How far the ends are apart."""
        return self.high - self.low

    def __str__(self) -> str:
        return f"uniform({self.low}, {self.high})"


def uniform(low: Any, high: Any) -> Uniform:
    """Return the uniform law between two ends.

    Parameters
    ----------
    low, high : number or sympy.Expr

    Raises
    ------
    DeclarationError
        If an end is no number or expression, or the first is not below the second.

    Examples
    --------
    >>> print(uniform(0, 1))
    uniform(0, 1)
    >>> uniform(1, 0)
    Traceback (most recent call last):
    lsec_models.errors.DeclarationError: uniform(1, 0): the lower end must be below the upper one; swap them
    """
    first, last = (_end(end, f"uniform({low}, {high})") for end in (low, high))
    if (last - first).is_nonpositive:
        raise DeclarationError(f"uniform({low}, {high}): the lower end must be below the upper one; swap them")
    return Uniform(first, last)


def _end(end: object, shown: str) -> sp.Expr:
    if isinstance(end, sp.Expr) and end.free_symbols:
        return end
    return to_sympy(exact_number(end, f"an end of {shown}"))
