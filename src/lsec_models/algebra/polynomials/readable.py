"""Polynomial inequalities as a person would write them."""

from __future__ import annotations

import sympy as sp

from lsec_models.algebra.polynomials.ring import Polynomial, Ring


def readable(ring: Ring, polynomial: Polynomial, *, strict: bool) -> sp.Basic:
    """Return ``polynomial > 0`` (or ``>= 0``) with positive terms only on each side, divided by what shortens it.

    Only symbols that are declared positive are divided by, so that the inequality keeps its meaning.

    Returns
    -------
    sympy.core.relational.Relational
        Unevaluated, so that it never collapses to true; for instance ``gamma**2/k > mu**2/eta``.

    Examples
    --------
    >>> from lsec_models.algebra.polynomials.ratio import ratio
    >>> from lsec_models.algebra.polynomials.ring import ring_of
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
    """Return the exponents of the monomial to divide by: each symbol that then occurs in fewer terms."""
    terms = polynomial.monoms()
    positive = [bool(symbol.is_positive) for symbol in ring.symbols]
    if len(terms) < 2:
        return (0,) * len(positive)
    ratios = _two_ratios(terms, positive)
    return ratios or tuple(_shift([t[i] for t in terms]) if allowed else 0 for i, allowed in enumerate(positive))


def _shift(powers: list[int]) -> int:
    """Return the power of one symbol whose removal leaves it in fewer terms; 0 where that does not help."""
    used = [n for n in powers if n]
    lowest = min(used, default=0)
    return lowest if sum(n != lowest for n in powers) < len(used) else 0


def _two_ratios(terms: list[tuple[int, ...]], positive: list[bool]) -> tuple[int, ...] | None:
    """Return the divisor that makes ``eta*gamma**2 > k*mu**2`` read ``gamma**2/k > mu**2/eta``, where that fits."""
    if len(terms) != 2 or any(max(powers) < 2 for powers in terms):
        return None
    linear = [[i for i, n in enumerate(powers) if n == 1 and positive[i]] for powers in terms]
    if any(len(found) != 1 for found in linear) or linear[0] == linear[1]:
        return None
    return tuple(int(i in (linear[0][0], linear[1][0])) for i in range(len(positive)))
