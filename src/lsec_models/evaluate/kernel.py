"""What an equilibrium asks of the parameters, one inequality after the other."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import sympy as sp
from numpy.typing import NDArray

from lsec_models.algebra.domains.domain import Domain
from lsec_models.algebra.polynomials.signs import Kind

INSIDE = -1
Places = NDArray[np.int16]
DECLARED = "[declared sign]"


@dataclass(frozen=True, kw_only=True)
class KernelCondition:
    """The inequality ``polynomial > 0`` (strict) or ``polynomial >= 0``, asked of the parameters.

    Attributes
    ----------
    polynomial : sympy.Expr
        What must be positive.
    strict : bool
        Whether zero is excluded.
    words : str
        The inequality as people write it, and where it comes from.
    """

    polynomial: sp.Expr
    strict: bool
    words: str

    def fails(self, value: Any) -> Any:
        """Whether the inequality fails where the polynomial has a value, or where it has those of an array."""
        return value <= 0 if self.strict else value < 0


def requirements_of(domain: Domain) -> tuple[KernelCondition, ...]:
    """Return everything that a domain asks of the parameters: declared signs first, then its conditions.

    Examples
    --------
    >>> from lsec_models import Game, Player, decisions, parameters
    >>> a, b = parameters("a b", positive=True)
    >>> p = decisions("p")
    >>> firm = Player("monopolist", decides=[p], payoff=p * (a - b * p))
    >>> [requirement.words for requirement in requirements_of(Game(players=[firm], assuming=[a > b]).domain)]
    ['a > 0  [declared sign]', 'b > 0  [declared sign]', 'a > b  [assumption]']
    """
    signs = [
        _declared_sign(symbol, strict=kind is Kind.POSITIVE)
        for symbol, kind in zip(domain.ring.symbols, domain.kinds, strict=True)
        if kind is not Kind.FREE
    ]
    return (*signs, *conditions_of(domain))


def conditions_of(domain: Domain) -> tuple[KernelCondition, ...]:
    """Return what a domain asks beyond the declared signs."""
    return tuple(
        KernelCondition(polynomial=domain.ring.expression(c.polynomial), strict=c.strict, words=str(c))
        for c in domain.conditions
    )


def enter_places(conditions: Places, codes: Places, into: Places) -> None:
    """Enter at each point the place of the condition that fails, by its code.

    Parameters
    ----------
    conditions : array of int16
        The place of each condition; the last one is `INSIDE`, the code of points at which all hold.
    codes, into : array of int16
        Of one shape.
    """
    holds = conditions.size - 1
    if np.array_equal(conditions[:holds], np.arange(holds)):
        # A processor subtracts many numbers at a time, and looks them up one by one.
        np.multiply(codes == holds, np.int16(holds - INSIDE), out=into)
        np.subtract(codes, into, out=into)
    else:
        np.take(conditions, codes, out=into, mode="clip")


def _declared_sign(symbol: sp.Symbol, *, strict: bool) -> KernelCondition:
    return KernelCondition(polynomial=symbol, strict=strict, words=f"{symbol} {'>' if strict else '>='} 0  {DECLARED}")
