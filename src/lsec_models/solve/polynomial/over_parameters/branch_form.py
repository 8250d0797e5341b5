"""The best decision along a parameter as one function: rational, with a square root, or which root of a polynomial."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

import sympy as sp

from lsec_models.algebra.algebraic_functions.parametric_root import RootSymbol
from lsec_models.algebra.numbers.exact_numbers import to_fraction
from lsec_models.algebra.numbers.real_roots import RealRoot, distinct
from lsec_models.algebra.polynomials.ratio import Ratio
from lsec_models.algebra.polynomials.ring import Polynomial, key_of, ring_of
from lsec_models.games.frozen import Frozen
from lsec_models.games.static.results.regimes_along import shown_number
from lsec_models.solve.corners.exact.unresolved import Unresolved
from lsec_models.solve.polynomial.best_decisions.place import DecidedPlace
from lsec_models.solve.polynomial.numbers.exact_values import all_roots_of, univariate
from lsec_models.solve.polynomial.payoffs import Quotient, Y, coefficient, with_numbers
from lsec_models.solve.polynomial.problem import Problem


@dataclass(frozen=True, eq=False, kw_only=True)
class BranchForm:
    """Which root of which polynomial the decision y is, where the parameter is x.

    Attributes
    ----------
    curve : Polynomial
        Irreducible, in (x, y).
    number, count : int
        Which of how many real roots in y, the lowest being 1.
    sign : int
        That of the leading coefficient in y.
    images : Mapping from int to Quotient
        Later decisions, in (x, y).
    sample : Fraction
        The number of the parameter at which this was found.
    """

    curve: Polynomial
    number: int
    count: int
    sign: int
    images: Mapping[int, Quotient]
    sample: Fraction

    @classmethod
    def at(cls, place: DecidedPlace, curves: Sequence[Polynomial]) -> BranchForm:
        """Return the form of an equilibrium at a rational number of the parameter at which nothing changes.

        Parameters
        ----------
        place : DecidedPlace
        curves : sequence of polynomials in (x, y)
            Irreducible; those that vanish there do so all around.
        """
        holding = [c for c in curves if c.degrees()[1] > 0 and place.vanishes(c)]
        if not holding:
            raise Unresolved("a decision that no curve describes")
        curve = min(holding, key=lambda c: (int(c.degrees()[1]), len(c)))
        sample = to_fraction(place.x.low)
        here = univariate(with_numbers(curve, {0: sample}), 1)
        roots = distinct(all_roots_of(here))
        return cls(
            curve=curve,
            number=roots.index(place.y) + 1,
            count=len(roots),
            sign=1 if here.leading_coefficient() > 0 else -1,
            images=place.piece.later,
            sample=sample,
        )

    @cached_property
    def function(self) -> tuple[object, ...]:
        """What it has in common with the form at other numbers where decisions are roots of the same polynomials."""
        later = tuple((n, key_of(q.numerator), key_of(q.denominator)) for n, q in sorted(self.images.items()))
        return key_of(self.curve), later

    @property
    def is_rational(self) -> bool:
        """Whether the decision is a rational function of the parameter."""
        return bool(self.curve.degrees()[1] == 1)

    def written(
        self, problem: Problem, parameter: sp.Symbol, cells: Sequence[tuple[RealRoot, BranchForm]], number: str
    ) -> tuple[Frozen[sp.Expr], sp.Symbol | None, str]:
        """Return every quantity as a function of the parameter and the root, and which root it is, in words.

        Parameters
        ----------
        problem : Problem
            In the parameter as x.
        parameter : sympy.Symbol
        cells : sequence of (RealRoot, BranchForm)
            In all cells of the same piece, in increasing order: where each begins, and its form.
        number : str
            What tells the root from those of other pieces; empty if it is the only one.
        """
        (decision,) = problem.first
        root = RootSymbol(f"{decision.name}{number}_star", real=True)
        images = dict(self.images)
        if self.is_rational:
            level = Quotient.of(-coefficient(self.curve, 1, 0), coefficient(self.curve, 1, 1))
            images = {number: image.inserted({1: level}) for number, image in images.items()} | {1: level}
            ring, words = ring_of([parameter]), ""
        else:
            ring = ring_of([parameter, root])
            words = self._words(parameter, root, cells)
        places = {parameter: 0, root: 1}
        decided = {decision: images.get(1, Quotient.of(Y))}
        decided |= {d: images[number] for d, number in problem.variable.items() if number in self.images}
        functions = {d.name: decided[d] for d in problem.game.decisions}
        for name, declared in problem.game.ratios.items():
            with suppress(Unresolved):
                functions[name] = problem.quotient(declared).inserted(images)
        written = {
            name: Ratio(ring, *(_in_ring(part, places, ring.symbols) for part in (f.numerator, f.denominator)))
            for name, f in functions.items()
        }
        quantities = Frozen({name: value.expression() for name, value in written.items()})
        return quantities, None if self.is_rational else root, words

    def _words(self, parameter: sp.Symbol, root: sp.Symbol, cells: Sequence[tuple[RealRoot, BranchForm]]) -> str:
        forms = [form for _, form in cells]
        if self.curve.degrees()[1] == 2 and len({form.side for form in forms}) == 1:
            return f"= {self._with_square_root(parameter, forms)}"
        equation = ring_of([parameter, root]).expression(_in_ring(self.curve, {parameter: 0, root: 1}))
        if which := _which({(form.number, form.count) for form in forms}):
            return f"is {which} of {equation} = 0"
        changing: list[tuple[RealRoot, str]] = []
        for low, form in cells:
            here = _which({(form.number, form.count)})
            if not changing or changing[-1][1] != here:
                changing.append((low, here))
        (_, first), *later = changing
        beyond = (f"; beyond {parameter} = {shown_number(low)}, {which.rstrip(',')}" for low, which in later)
        return f"is {first} of {equation} = 0{''.join(beyond)}"

    @property
    def side(self) -> int:
        """The sign before the square root, for the higher or lower of two roots."""
        return (1 if self.number == 2 else -1) * self.sign

    def _with_square_root(self, parameter: sp.Symbol, forms: Sequence[BranchForm]) -> sp.Expr:
        """Return the root of a quadratic polynomial, also where the leading coefficient passes through zero."""
        ring = ring_of([parameter])
        c, b, a = (Ratio(ring, _in_ring(coefficient(self.curve, 1, n), {parameter: 0})) for n in range(3))
        inside = (b * b - Ratio.constant(ring, 4) * a * c).expression()
        root = self.side * _without_bars(sp.sqrt(inside), parameter, [form.sample for form in forms])
        if len({form.sign for form in forms}) == 1:
            return (-b.expression() + root) / (2 * a.expression())
        below = b.expression() + root
        side = -1 if below.could_extract_minus_sign() else 1
        return -2 * side * c.expression() / (side * below)


def _without_bars(root: sp.Expr, parameter: sp.Symbol, samples: Sequence[Fraction]) -> sp.Expr:
    """Return a square root with ``x`` or ``-x`` for ``Abs(x)`` where the sign is the same at all samples."""

    def signed(inside: sp.Expr) -> sp.Expr:
        signs = {sp.sign(inside.subs(parameter, sp.Rational(sample))) for sample in samples}
        return signs.pop() * inside if len(signs) == 1 else sp.Abs(inside)

    return root.replace(sp.Abs, signed)


def _which(places: set[tuple[int, int]]) -> str:
    """Return which root it is everywhere, from its number and how many there are; empty if that differs."""
    if all(count == 1 for _, count in places):
        return "the only root"
    if all(number == count for number, count in places):
        return "the highest root"
    if all(number == 1 for number, _ in places):
        return "the lowest root"
    if len(places) == 1:
        ((number, count),) = places
        return f"root {number} of {count}, from below,"
    return ""


def _in_ring(
    polynomial: Polynomial, places: Mapping[sp.Symbol, int], symbols: tuple[sp.Symbol, ...] | None = None
) -> Polynomial:
    """Return a polynomial in the ring of some symbols, which variables stand for."""
    ring = ring_of(places if symbols is None else symbols)
    numbers = [places[symbol] for symbol in ring.symbols]
    return ring.from_terms({tuple(int(p[i]) for i in numbers): int(c) for p, c in polynomial.terms()})
