"""What somebody must respect, as a polynomial of all decisions."""

from __future__ import annotations

from dataclasses import dataclass

from lsec_models.algebra.polynomials.ring import Polynomial
from lsec_models.solve.polynomial.payoffs import Quotient


@dataclass(frozen=True, kw_only=True)
class PolynomialConstraint:
    """A constraint, or a declared sign, as a polynomial that is at least zero where it is met.

    Attributes
    ----------
    words : str
    polynomial : Polynomial
    written : Quotient
        The function that was declared, of which the polynomial has the sign.
    players : tuple of str
        Who must respect it.
    strict : bool
    variable : int
        The last decision in it; below zero where one player decides everything in it, or foresees the later answers.
    """

    words: str
    polynomial: Polynomial
    written: Quotient
    players: tuple[str, ...]
    strict: bool
    variable: int
