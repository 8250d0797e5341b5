"""Polynomials whose signs decide labels, on a line or in a plane."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

import flint

from lsec_models.algebra.numbers.exact_numbers import to_fmpq
from lsec_models.algebra.numbers.real_roots import between
from lsec_models.algebra.polynomials.ring import Key, Polynomial, factored, key_of


@dataclass(frozen=True, eq=False)
class LabelPolynomial:
    """A polynomial whose sign matters.

    Attributes
    ----------
    polynomial : Polynomial
    guards : tuple of Polynomial
        Its sign matters only where none of these is negative; each of them is watched itself.
    """

    polynomial: Polynomial
    guards: tuple[Polynomial, ...] = ()


def factors_by_parity(polynomials: Iterable[Polynomial]) -> tuple[list[Polynomial], list[Polynomial]]:
    """Return the irreducible factors at which one of the polynomials changes its sign, and the others, each once."""
    found: dict[Key, tuple[Polynomial, bool]] = {}
    for polynomial in polynomials:
        for factor, power in factored(polynomial)[1] if not polynomial.is_constant() else ():
            key = key_of(factor)
            found[key] = factor, bool(power % 2) or (key in found and found[key][1])
    odd = [factor for factor, turns in found.values() if turns]
    return odd, [factor for factor, turns in found.values() if not turns]


def clear_of(polynomials: Iterable[flint.fmpz_poly], low: Fraction, high: Fraction) -> Fraction:
    """Return a short fraction strictly between two others at which none of the polynomials vanishes."""
    found = between(low, high)
    while any(polynomial(to_fmpq(found)) == 0 for polynomial in polynomials):
        found = between(low, found)
    return found
