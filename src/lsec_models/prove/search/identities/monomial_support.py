"""Which multiples of polynomials a target calls for: those with a term that is to vanish, round by round."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from lsec_models.algebra.polynomials.ring import Polynomial
from lsec_models.work import Work

Powers = tuple[int, ...]
Multiple = tuple[int, Powers]


@dataclass(frozen=True, kw_only=True)
class Limits:
    """How far multiples are collected.

    Attributes
    ----------
    rounds, columns, rows : int
        At most so many rounds, multiples, and monomials in them.
    terms_a_unit : int
        How many terms are looked at for a unit of work.
    """

    rounds: int
    columns: int
    rows: int
    terms_a_unit: int


def growing_support(
    target: Polynomial,
    polynomials: Sequence[Polynomial],
    work: Work,
    limits: Limits,
    admits: Callable[[int, Powers], bool] = lambda _number, _factor: True,
) -> Iterator[list[Multiple]]:
    """Yield ever more pairs of a polynomial, by its number, and the monomial to multiply it by.

    Parameters
    ----------
    target : Polynomial
    polynomials : sequence of Polynomial
    work : Work
    limits : Limits
    admits : callable
        Whether a polynomial may be multiplied by a monomial.
    """
    terms = [[tuple(map(int, powers)) for powers in polynomial.monoms()] for polynomial in polynomials]
    rows = {tuple(map(int, powers)) for powers in target.monoms()}
    columns: dict[Multiple, None] = {}
    waiting = sorted(rows)
    for _ in range(limits.rounds):
        new: set[Powers] = set()
        for wanted in waiting:
            for number, monomials in enumerate(terms):
                work.charge(1 + len(monomials) // limits.terms_a_unit)
                for monomial in monomials:
                    factor = tuple(a - b for a, b in zip(wanted, monomial, strict=True))
                    if min(factor, default=0) < 0 or (number, factor) in columns or not admits(number, factor):
                        continue
                    columns[number, factor] = None
                    new.update(tuple(a + b for a, b in zip(factor, m, strict=True)) for m in monomials)
            if len(columns) > limits.columns:
                return
        waiting = sorted(new - rows)
        rows |= new
        if not columns or len(rows) > limits.rows:
            return
        yield list(columns)
        if not waiting:
            return


def multiplied(polynomial: Polynomial, factor: Powers) -> dict[Powers, int]:
    """Return the terms of a polynomial times a monomial."""
    return {tuple(int(a) + b for a, b in zip(powers, factor, strict=True)): int(c) for powers, c in polynomial.terms()}
