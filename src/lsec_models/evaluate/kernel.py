"""An equilibrium as NumPy functions: its quantities, and which condition fails where."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import sympy as sp
from numpy.typing import NDArray

from lsec_models.algebra.domain import Domain
from lsec_models.algebra.signs import Kind
from lsec_models.evaluate.compiled import Compiled, Floats, compiled
from lsec_models.games.differential.feedback import FeedbackEquilibrium
from lsec_models.games.static.equilibrium import Equilibrium

INSIDE = -1
DECLARED = "[declared sign]"
_NEAR = 1e-9


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


@dataclass(frozen=True, kw_only=True)
class Kernel:
    """The compiled form of an equilibrium; get one with :func:`kernel_of`.

    Attributes
    ----------
    equilibrium : Equilibrium
        What was compiled.
    requirements : tuple of KernelCondition
        Everything that is asked of the parameters: declared signs first, then the conditions of the domain.
    """

    equilibrium: Equilibrium | FeedbackEquilibrium
    requirements: tuple[KernelCondition, ...]
    _quantities: Compiled = field(repr=False)
    _polynomials: Compiled = field(repr=False)

    def quantities(self, point: Mapping[str, Floats]) -> dict[str, Floats]:
        """Return every quantity of the equilibrium by name, inside the domain or not.

        Parameters
        ----------
        point : mapping from str to array
            Every parameter by name; the arrays must broadcast against each other.

        Returns
        -------
        dict from str to array
            Where a formula divides by zero: infinity or NaN.
        """
        values = self._quantities(self._ordered(point))
        shape = np.broadcast_shapes(*(value.shape for value in values), *(np.shape(v) for v in point.values()))
        return {name: np.broadcast_to(v, shape) for name, v in zip(self.equilibrium.exact, values, strict=True)}

    def violated(self, point: Mapping[str, Floats]) -> NDArray[np.intp]:
        """Return the number of the first of `requirements` that fails, or ``INSIDE`` (-1) where all hold.

        Decided in floating point: within rounding of a boundary the answer may be either. A polynomial that overflows
        to NaN does not count as failing.

        Parameters
        ----------
        point : mapping from str to array
            As for :meth:`quantities`.
        """
        values = self._polynomials(self._ordered(point))
        first = np.full(np.broadcast_shapes(*(np.shape(v) for v in point.values())), INSIDE, dtype=np.intp)
        for number, (requirement, value) in reversed(list(enumerate(zip(self.requirements, values, strict=True)))):
            fails = value <= 0 if requirement.strict else value < 0
            first = np.where(fails, number, first)
        return first

    def is_near(self, point: Mapping[str, Floats]) -> NDArray[np.bool_]:
        """Return where every requirement holds, or is missed by no more than rounding can explain."""
        near = np.ones(np.broadcast_shapes(*(np.shape(v) for v in point.values())), dtype=bool)
        for value in self._polynomials(self._ordered(point)):
            finite = np.abs(value[np.isfinite(value)])
            near = near & ~(value < -_NEAR * (finite.max() if finite.size else 1.0))
        return near

    def _ordered(self, point: Mapping[str, Floats]) -> Sequence[Floats]:
        return [point[name] for name in self.equilibrium.ring.names]


def kernel_of(equilibrium: Equilibrium | FeedbackEquilibrium) -> Kernel:
    """Return the compiled form of an equilibrium.

    Parameters
    ----------
    equilibrium : Equilibrium or FeedbackEquilibrium

    Returns
    -------
    Kernel

    Examples
    --------
    >>> from lsec_models import Game, Player, decisions, parameters, solve
    >>> a, b = parameters("a b", positive=True)
    >>> p = decisions("p")
    >>> kernel = kernel_of(solve(Game(players=[Player("monopolist", decides=[p], payoff=p * (a - b * p))])))
    >>> point = {"a": np.array([1.0, 2.0]), "b": np.array(1.0)}
    >>> kernel.quantities(point)["p"]
    array([0.5, 1. ])
    >>> kernel.violated(point | {"b": np.array(0.0)}), kernel.requirements[1].words
    (array([1, 1]), 'b > 0  [declared sign]')
    """
    symbols, requirements = equilibrium.ring.symbols, _requirements(equilibrium.domain)
    return Kernel(
        equilibrium=equilibrium,
        requirements=requirements,
        _quantities=compiled(symbols, [equilibrium[name] for name in equilibrium.exact]),
        _polynomials=compiled(symbols, [requirement.polynomial for requirement in requirements]),
    )


def _requirements(domain: Domain) -> tuple[KernelCondition, ...]:
    signs = [
        _declared_sign(symbol, strict=kind is Kind.POSITIVE)
        for symbol, kind in zip(domain.ring.symbols, domain.kinds, strict=True)
        if kind is not Kind.FREE
    ]
    conditions = [
        KernelCondition(polynomial=domain.ring.expression(c.polynomial), strict=c.strict, words=str(c))
        for c in domain.conditions
    ]
    return (*signs, *conditions)


def _declared_sign(symbol: sp.Symbol, *, strict: bool) -> KernelCondition:
    return KernelCondition(polynomial=symbol, strict=strict, words=f"{symbol} {'>' if strict else '>='} 0  {DECLARED}")
