"""Polynomial inequalities as a person would write them."""

from __future__ import annotations

from itertools import product

import sympy as sp

from lsec_models.algebra.ring import Polynomial, Ring

_MAX_SYMBOLS = 12


def readable(ring: Ring, polynomial: Polynomial, *, strict: bool) -> sp.Basic:
    """Return ``polynomial > 0`` (or ``>= 0``) with positive terms only on each side, divided by what shortens it.

    Only symbols that are declared positive are divided by, so that the inequality keeps its meaning.

    Returns
    -------
    sympy.core.relational.Relational
        Unevaluated, so that it never collapses to true; for instance ``gamma**2/k > mu**2/eta``.

    Examples
    --------
    >>> from lsec_models.algebra.ratio import ratio
    >>> from lsec_models.algebra.ring import ring_of
    >>> eta, k, g, mu = sp.symbols("eta k gamma mu", positive=True)
    >>> ring = ring_of([eta, k, g, mu])
    >>> readable(ring, ratio(ring, eta * g**2 - k * mu**2).numerator, strict=True)
    gamma**2/k > mu**2/eta
    """
    divisor = _divisor(ring, polynomial)
    sides: tuple[list[sp.Expr], list[sp.Expr]] = ([], [])
    for powers, coefficient in polynomial.terms():
        shifted = tuple(n - d for n, d in zip(powers, divisor, strict=True))
        sides[coefficient < 0].append(ring.monomial(shifted, abs(int(coefficient))))
    relation = sp.StrictGreaterThan if strict else sp.GreaterThan
    return relation(sp.Add(*sides[0]), sp.Add(*sides[1]), evaluate=False)


def _divisor(ring: Ring, polynomial: Polynomial) -> tuple[int, ...]:
    """Return the exponents of the monomial that leaves the fewest symbols to read; 1 unless it helps."""
    terms = polynomial.monoms()
    degrees = polynomial.degrees()
    candidates = [i for i, s in enumerate(ring.symbols) if s.is_positive and degrees[i] > 0][:_MAX_SYMBOLS]
    best: tuple[int, ...] = (0,) * len(ring.symbols)
    fewest = _occurrences(terms, best)
    compares_two_ratios = len(terms) == 2 and all(sum(map(bool, powers)) > 1 < max(powers) for powers in terms)
    for chosen in product((0, 1), repeat=len(candidates)):
        divisor = [0] * len(ring.symbols)
        for i, take in zip(candidates, chosen, strict=True):
            divisor[i] = take * min(powers[i] for powers in terms if powers[i])
        count = _occurrences(terms, tuple(divisor))
        if count < fewest or (count == fewest and compares_two_ratios and _is_fairer(terms, divisor, best)):
            best, fewest = tuple(divisor), count
    return best


def _occurrences(terms: list[tuple[int, ...]], divisor: tuple[int, ...]) -> int:
    return sum(n != d for powers in terms for n, d in zip(powers, divisor, strict=True))


def _is_fairer(terms: list[tuple[int, ...]], divisor: list[int], best: tuple[int, ...]) -> bool:
    """Whether both sides become ratios, as in ``gamma**2/k > mu**2/eta``, with a linear symbol below each bar."""
    balanced = all(sum(n < d for n, d in zip(powers, divisor, strict=True)) == 1 for powers in terms)
    return balanced and not any(best) and max(divisor) == 1
