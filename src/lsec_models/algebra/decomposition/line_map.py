"""Exact maps of a line: which label holds between which real algebraic thresholds."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import pairwise
from typing import Generic, TypeVar

import flint
import sympy as sp

from lsec_models.algebra.decomposition.asking import Asking
from lsec_models.algebra.decomposition.label_polynomials import clear_of, factors_by_parity
from lsec_models.algebra.numbers.exact_numbers import to_fmpq, to_fraction
from lsec_models.algebra.numbers.real_roots import RealRoot, distinct, real_roots, root_bound
from lsec_models.algebra.polynomials.ring import Polynomial, Ring
from lsec_models.errors import DeclarationError

L = TypeVar("L", bound=Hashable)


@dataclass(frozen=True, kw_only=True)
class LabelledInterval(Generic[L]):
    """An open interval on which one label holds.

    Attributes
    ----------
    low, high : RealRoot
        Its ends.
    label
    sample : Fraction
        A point inside.
    """

    low: RealRoot
    high: RealRoot
    label: L
    sample: Fraction


@dataclass(frozen=True, kw_only=True)
class LineMap(Generic[L]):
    """An interval cut into labelled pieces; neighbours differ.

    Attributes
    ----------
    symbol : sympy.Symbol
    pieces : tuple of LabelledInterval
        In increasing order.
    caveat : str
        What the labels rest on that is not established, in words; empty where there is nothing to say.
    described : dict from str to dict
        By name, what symbols stand for, as attributes of a dataset, ``long_name`` and ``units``; no part of the map.
    """

    symbol: sp.Symbol
    pieces: tuple[LabelledInterval[L], ...]
    caveat: str = ""
    described: dict[str, dict[str, str]] = field(default_factory=dict, compare=False, repr=False)

    @property
    def thresholds(self) -> tuple[RealRoot, ...]:
        """Where one piece ends and the next begins."""
        return tuple(piece.low for piece in self.pieces[1:])

    def __str__(self) -> str:
        return "\n".join(
            f"{piece.label} for {self.symbol} from {float(piece.low):.6g} to {float(piece.high):.6g}"
            for piece in self.pieces
        )

    def __repr__(self) -> str:
        """Return the pieces, and what they rest on that is not established."""
        return f"{self}\n{self.caveat}" if self.caveat else str(self)


def line(
    ring: Ring,
    polynomials: Iterable[Polynomial],
    over: tuple[Fraction | None, Fraction | None],
    label: Callable[[Fraction], L],
    *,
    ask: Asking[Fraction, L] = map,
) -> LineMap[L]:
    """Cut an interval at the points at which a polynomial changes its sign, and merge pieces with equal labels.

    Parameters
    ----------
    ring : Ring
        Of the one symbol.
    polynomials : iterable of Polynomial
        All whose sign matters.
    over : tuple of Fraction or None
        The interval; None stands for a number beyond every root.
    label : callable
        Gives the label at a point; it must depend on the signs of the polynomials alone.
    ask : callable, optional
        Returns what `label` gives at each of several points, in their order; it may ask other processes.

    Returns
    -------
    LineMap

    Raises
    ------
    DeclarationError
        If the interval is empty, or the ring has not one symbol.

    Examples
    --------
    >>> from lsec_models.algebra.polynomials.ring import ring_of
    >>> ring = ring_of(sp.symbols("x,"))
    >>> unit = line(ring, [ring.generators[0] ** 2 - 2], (Fraction(0), None), lambda x: x**2 > 2)
    >>> [str(threshold) for threshold in unit.thresholds], [piece.label for piece in unit.pieces]
    (['sqrt(2)'], [False, True])
    """
    if len(ring.symbols) != 1:
        raise DeclarationError(f"a line has one coordinate, not {len(ring.symbols)}; fix the other parameters")
    factors, squares = ([_univariate(factor) for factor in part] for part in factors_by_parity(polynomials))
    low, high = _ends(factors, over, ring.symbols[0])
    roots = [root for factor in factors for root in real_roots(factor, to_fmpq(low), to_fmpq(high))]
    ends = distinct([RealRoot.rational(low), *roots, RealRoot.rational(high)])
    pieces: list[LabelledInterval[L]] = []
    samples = [clear_of(squares, left.interval[1], right.interval[0]) for left, right in pairwise(ends)]
    for (left, right), sample, found in zip(pairwise(ends), samples, ask(label, samples), strict=True):
        if pieces and pieces[-1].label == found:
            last = pieces.pop()
            pieces.append(LabelledInterval(low=last.low, high=right, label=found, sample=last.sample))
        else:
            pieces.append(LabelledInterval(low=left, high=right, label=found, sample=sample))
    return LineMap(symbol=ring.symbols[0], pieces=tuple(pieces))


def _ends(
    factors: list[flint.fmpz_poly], over: tuple[Fraction | None, Fraction | None], symbol: sp.Symbol
) -> tuple[Fraction, Fraction]:
    given = [abs(end) for end in over if end is not None]
    far = max([*map(to_fraction, map(root_bound, factors)), *given], default=Fraction(0)) + 1
    low, high = (far * sign if end is None else end for end, sign in zip(over, (-1, 1), strict=True))
    if low >= high:
        raise DeclarationError(f"the range of {symbol}, from {low} to {high}, is empty; give (low, high), low < high")
    return low, high


def _univariate(polynomial: Polynomial) -> flint.fmpz_poly:
    terms = {int(powers[0]): coefficient for powers, coefficient in polynomial.terms()}
    return flint.fmpz_poly([terms.get(i, 0) for i in range(max(terms) + 1)])
