"""One polynomial inequality, and why it is asked for."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import sympy as sp

from lsec_models.algebra.description import Described, Description
from lsec_models.algebra.polynomials.ratio import Ratio
from lsec_models.algebra.polynomials.readable import readable
from lsec_models.algebra.polynomials.ring import ExactPoint, HashedPolynomial, Key, Polynomial, Ring, factored, key_of


@dataclass(frozen=True, kw_only=True, repr=False)
class Condition(Described):
    """The inequality ``polynomial > 0`` (strict) or ``polynomial >= 0``.

    Attributes
    ----------
    ring : Ring
        The ring of the polynomial.
    polynomial : Polynomial
        What must be positive.
    strict : bool
        Whether zero is excluded.
    origin : str
        Where the condition comes from, in words.
    """

    ring: Ring
    polynomial: Polynomial
    strict: bool
    origin: str

    @cached_property
    def key(self) -> tuple[Key, bool]:
        """Equal for conditions that ask the same."""
        return key_of(self.polynomial), self.strict

    @cached_property
    def hashed(self) -> HashedPolynomial:
        """The polynomial as part of a key."""
        return HashedPolynomial(self.polynomial)

    @property
    def relation(self) -> sp.Basic:
        """The inequality as SymPy shows it, each side with positive terms only.

        Returns
        -------
        sympy.core.relational.Relational
            For instance ``2*b*k > gamma**2``; unevaluated, so that it never collapses to true. A square that must
            be positive is shown as ``... != 0``.
        """
        constant, powers = factored(self.polynomial)
        if self.strict and len(powers) == 1 and powers[0][1] == 2 and constant > 0:
            return sp.Unequality(self.ring.expression(powers[0][0]), sp.S.Zero, evaluate=False)
        symbol = sp.StrictGreaterThan if self.strict else sp.GreaterThan
        if len(powers) > 1 or (powers and powers[0][1] > 1):
            return symbol(Ratio(self.ring, self.polynomial).expression(), sp.S.Zero, evaluate=False)
        return readable(self.ring, self.polynomial, strict=self.strict)

    def holds_at(self, point: ExactPoint) -> bool:
        """Whether it holds at an exact point (see :meth:`Ring.exact_point`)."""
        value = self._homogeneous(*point.coordinates)
        return bool(value > 0 if self.strict else value >= 0)

    @cached_property
    def _homogeneous(self) -> Polynomial:
        return self.ring.homogeneous(self.polynomial)[0]

    def convert(self, ring: Ring) -> Condition:
        """Return the same condition over a larger ring."""
        polynomial = ring.convert(self.polynomial)
        return Condition(ring=ring, polynomial=polynomial, strict=self.strict, origin=self.origin)

    def description(self) -> Description:
        """Return the inequality and where it comes from."""
        return Description(title="Condition", notes=((self.relation, f"[{self.origin}]"),))

    @cached_property
    def _words(self) -> str:
        return f"{self.relation}  [{self.origin}]"

    def __str__(self) -> str:
        return self._words

    def __repr__(self) -> str:
        return f"Condition({self})"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Condition) and (self.ring, self.key) == (other.ring, other.key)

    def __hash__(self) -> int:
        return hash((self.ring.names, self.key))

    def __reduce__(self) -> tuple[object, ...]:
        return _rebuild, (self.ring, self.polynomial.to_dict(), self.strict, self.origin)


def _rebuild(ring: Ring, terms: dict[tuple[int, ...], int], strict: bool, origin: str) -> Condition:
    return Condition(ring=ring, polynomial=ring.from_terms(terms), strict=strict, origin=origin)
