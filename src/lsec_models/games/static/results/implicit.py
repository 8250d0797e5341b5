"""An equilibrium whose first decision is the root of a polynomial: all else is a rational function of that root."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property

import sympy as sp

from lsec_models.algebra.algebraic_functions.parametric_root import ParametricRoot
from lsec_models.algebra.domains.domain import Domain
from lsec_models.algebra.numbers.real_roots import RealRoot
from lsec_models.algebra.polynomials.ratio import Ratio
from lsec_models.games.frozen import Frozen
from lsec_models.games.static.results.equilibrium import StaticEquilibrium, no_value
from lsec_models.games.static.results.evidence_subject import digest, of_quantities
from lsec_models.games.summary.summary import Summary

_BITS = 120


@dataclass(frozen=True, kw_only=True, repr=False)
class ImplicitEquilibrium(StaticEquilibrium):
    """An interior subgame-perfect equilibrium in terms of a root, or a candidate for one: `evidence` says which.

    Attributes
    ----------
    root : ParametricRoot
        What the first mover decides: the only root of a polynomial between two ends. The quantities in `exact` are
        rational functions of the parameters and of its symbol.
    """

    root: ParametricRoot

    @property
    def definitions(self) -> Mapping[sp.Symbol, ParametricRoot]:
        """What the symbols in its quantities stand for that are not parameters."""
        return Frozen({self.root.symbol: self.root})

    @property
    def region(self) -> Domain:
        """The domain, with all values that the root's symbol may take between its ends."""
        return self.root.region

    @cached_property
    def subject(self) -> str:
        """A digest of the game, the quantities, the root and where they hold, to which evidence refers."""
        return digest(of_quantities(self.game, self.exact, self.domain), self.root)

    def values_at(self, point: Mapping[sp.Symbol, Fraction]) -> Mapping[str, sp.Expr]:
        """Return every quantity at an exact point, as an algebraic number, whether or not conditions hold there.

        Raises
        ------
        OutsideDomain
            If one of them has a pole there, or there is not one root.
        """
        return Frozen({name: value.expression() for name, value in self._roots_at(point).items()})

    def numbers_at(self, point: Mapping[sp.Symbol, Fraction]) -> Mapping[str, Fraction]:
        """Return the same, rounded to more digits than a float has."""
        narrow = {name: value.narrowed(_BITS).interval for name, value in self._roots_at(point).items()}
        return Frozen({name: (low + high) / 2 for name, (low, high) in narrow.items()})

    def _roots_at(self, point: Mapping[sp.Symbol, Fraction]) -> dict[str, RealRoot]:
        root = self.root.at(point)
        return {name: self._value(name, value, point, root) for name, value in self.exact.items()}

    def _value(self, name: str, value: Ratio, point: Mapping[sp.Symbol, Fraction], root: RealRoot) -> RealRoot:
        try:
            return self.root.value(value, point, root)
        except ZeroDivisionError:
            raise no_value(name, value) from None

    def summary(self) -> Summary:
        """Return what it says, in the form from which every format is written."""
        return replace(super().summary(), definitions=(self.root,))
