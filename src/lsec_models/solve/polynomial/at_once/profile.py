"""Decisions in the field of one root, and the exact values of functions there."""

from __future__ import annotations

from dataclasses import dataclass

import flint

from lsec_models.algebra.numbers.real_roots import RealRoot
from lsec_models.algebra.polynomials.ring import Polynomial
from lsec_models.solve.polynomial.numbers.exact_values import in_field
from lsec_models.solve.polynomial.numbers.extension import Element, Extension


@dataclass(frozen=True, eq=False)
class Profile:
    """Decisions in the field of one root.

    Attributes
    ----------
    field : Extension
    decided : tuple of elements
        By the number of the variable, from one.
    """

    field: Extension
    decided: tuple[Element, ...]

    def value(self, above: Element, below: Element) -> RealRoot:
        """Return a quotient of two elements."""
        element = above * self.field.inverse(below) % self.field.modulus
        return in_field(self.field, element, lambda bits: self.field.value(element, bits))

    def element(self, polynomial: Polynomial) -> Element:
        """Return a polynomial of the decisions."""
        return self.by_powers(polynomial, ()).get((), flint.fmpq_poly([0]))

    def by_powers(self, polynomial: Polynomial, own: tuple[int, ...]) -> dict[tuple[int, ...], Element]:
        """Return a polynomial of the decisions as one in some of them, counted from zero, the others given."""
        found: dict[tuple[int, ...], Element] = {}
        for powers, number in polynomial.terms():
            term = flint.fmpq_poly([int(number)])
            for i, element in enumerate(self.decided):
                if i not in own and powers[1 + i]:
                    term = term * element ** int(powers[1 + i]) % self.field.modulus
            key = tuple(int(powers[1 + i]) for i in own)
            found[key] = found.get(key, flint.fmpq_poly([0])) + term
        return found
