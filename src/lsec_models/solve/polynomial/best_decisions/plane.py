"""A first and a second decision, and why they may have no equilibrium."""

from __future__ import annotations

from dataclasses import dataclass

from lsec_models.algebra.polynomials.ring import Polynomial
from lsec_models.solve.polynomial.payoffs import PiecewisePayoffs


@dataclass(frozen=True, eq=False, kw_only=True)
class Plane:
    """A first and a second decision.

    Attributes
    ----------
    first, second : str
        Who decides.
    first_limits : tuple of polynomials in x
        At least zero where the first decision is allowed.
    strict : tuple of polynomials in x
        Those of them that must not be zero either.
    limits : tuple of polynomials in (x, y)
        At least zero where the second one is; y has constant coefficients in them.
    pieces : PiecewisePayoffs
    names : tuple of str
        Of the two decisions, for messages.
    is_together : bool
        Whether one player decides both at once.
    """

    first: str
    second: str
    first_limits: tuple[Polynomial, ...]
    limits: tuple[Polynomial, ...]
    pieces: PiecewisePayoffs
    names: tuple[str, str]
    strict: tuple[Polynomial, ...] = ()
    is_together: bool = False


class NoEquilibrium(Exception):
    """There is no equilibrium; the message says why."""
