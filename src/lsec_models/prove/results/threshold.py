"""A threshold: the exact point in one parameter at which a function turns its sign."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

import sympy as sp

from lsec_models.prove.results.stated import Citable, Resting, Stated, resting_words


@dataclass(frozen=True, kw_only=True, repr=False)
class Threshold(Resting):
    """A point in one parameter at which a function turns its sign.

    Attributes
    ----------
    symbol : sympy.Symbol
        The parameter.
    value : sympy.Expr or None
        The point in terms of the other parameters; None where it is a root of degree three or more.
    equation : SymPy equation
        What the point solves.
    turns : str
        ``"- to +"`` or ``"+ to -"`` as the parameter rises, or ``"either"`` where that depends on the others, or on
        which root of degree three or more it is (:func:`lsec_models.prove.crosses_once` tells whether there is one).
    where : tuple of SymPy relations
        What the other parameters must satisfy for the point to lie in the domain.
    example : mapping from str to Fraction, or None
        Other parameters at which it does; None where it is open whether there are any.
    about : tuple
        The results that were given.
    """

    symbol: sp.Symbol
    value: sp.Expr | None
    equation: sp.Basic
    turns: str
    where: tuple[sp.Basic, ...]
    example: dict[str, Fraction] | None
    about: tuple[Citable, ...] = ()

    def __str__(self) -> str:
        point = f"{self.symbol} = {self.value}" if self.value is not None else str(self.equation)
        exists = f" where {', '.join(map(str, self.where))}" if self.where else ""
        candidates = [result for result in self.about if not result.evidence.established]
        doubt = "" if self.example is not None else "; whether it lies in the domain is open"
        return f"{point} ({self.turns}){exists}{doubt}" + (f"; {resting_words(candidates)}" if candidates else "")


class Thresholds(Stated, tuple[Threshold, ...]):
    """The thresholds of a function in one parameter, a line each."""

    __slots__ = ()

    def __str__(self) -> str:
        return "\n".join(map(str, self)) or "the sign never turns"
