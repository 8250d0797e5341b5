"""Square roots of rational numbers in claims: each is a symbol of its own, with its square and rational bounds."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Any

import flint
import sympy as sp
from sympy.core.relational import Relational
from sympy.logic.boolalg import BooleanFunction

from lsec_models.algebra.domains.condition import Condition
from lsec_models.algebra.enclosures.balls import ball
from lsec_models.algebra.numbers.exact_numbers import to_fraction
from lsec_models.algebra.numbers.rational_roots import out_of_root, root_bounds, small_factors
from lsec_models.algebra.polynomials.ratio import Ratio
from lsec_models.algebra.polynomials.ring import MAX_KEPT, ExactPoint, HashedPolynomial, Polynomial, Ring

_BITS = (64, 256, 1024, 4096)


class Radical(sp.Symbol):
    """A positive symbol that stands for the square root of a positive rational number."""

    def __new__(cls, radicand: sp.Rational) -> Radical:
        """Return the symbol for ``sqrt(radicand)``."""
        name = f"sqrt_{radicand.p}" + (f"_{radicand.q}" if radicand.q != 1 else "")
        root: Radical = sp.Symbol.__new__(cls, name, positive=True)
        root.radicand = to_fraction(radicand)
        return root


class Roots(Mapping[sp.Expr, sp.Expr]):
    """What stands for the square roots of positive rationals in some expressions.

    Square roots of different square-free numbers are independent over the rationals, but their products are not:
    ``sqrt(2)*sqrt(3)`` is ``sqrt(6)``. Where more than one occurs, each is therefore written with roots of primes.

    Attributes
    ----------
    radicals : tuple of Radical
        By name.
    """

    def __init__(self, expressions: Iterable[sp.Basic]) -> None:
        powers = {power for expression in expressions for power in expression.atoms(sp.Pow) if _is_root(power)}
        ordered = sorted(powers, key=str)
        parts = {power: out_of_root(int(power.base.p * power.base.q)) for power in ordered}
        kernels = sorted({kernel for _, kernel in parts.values() if kernel != 1})
        bases = kernels if len(kernels) < 2 else sorted({p for kernel in kernels for p, _ in small_factors(kernel)})
        made = {base: Radical(sp.Integer(base)) for base in bases}
        self.radicals = tuple(sorted(made.values(), key=lambda radical: radical.name))
        self._images = {}
        for power, (outside, kernel) in parts.items():
            factors = [kernel] if len(kernels) < 2 else [p for p, _ in small_factors(kernel)]
            root = sp.Mul(sp.Rational(outside, power.base.q), *(made[factor] for factor in factors if factor != 1))
            self._images[power] = root if power.exp.is_positive else 1 / root

    def __getitem__(self, key: sp.Expr) -> sp.Expr:
        return self._images[key]

    def __iter__(self) -> Any:
        return iter(self._images)

    def __len__(self) -> int:
        return len(self._images)


def rebuilt(expression: Any, images: Mapping[Any, Any]) -> Any:
    """Replace parts of a claim, its relations and connectives staying as they are written.

    SymPy's own replacement evaluates what it rebuilds, by which a relation that divides by zero somewhere can come out
    as simply true.
    """
    if not images:
        return expression
    if isinstance(expression, Relational | BooleanFunction):
        return expression.func(*(rebuilt(part, images) for part in expression.args), evaluate=False)
    return expression.xreplace(dict(images))


def _is_root(power: sp.Pow) -> bool:
    return abs(power.exp) == sp.Rational(1, 2) and power.base.is_Rational and bool(power.base > 0)


def reduced(ring: Ring, polynomial: Polynomial, radicals: tuple[Radical, ...]) -> Polynomial:
    """Replace squares of radicals by what they are; multiply by a positive integer to stay with integers."""
    for radical in radicals:
        i, square = ring.index[radical], radical.radicand
        pairs = max((int(powers[i]) // 2 for powers in polynomial.monoms()), default=0)
        terms: dict[tuple[int, ...], int] = {}
        for powers, coefficient in polynomial.terms():
            half = int(powers[i]) // 2
            key = tuple(int(n) % 2 if j == i else int(n) for j, n in enumerate(powers))
            scale = square.numerator**half * square.denominator ** (pairs - half)
            terms[key] = terms.get(key, 0) + int(coefficient) * scale
        polynomial = ring.from_terms(terms)
    return polynomial


def near_rational(ring: Ring, radicals: Iterable[Radical], conditions: Iterable[Condition]) -> tuple[Condition, ...]:
    """Return conditions with a rational number just below each square root in its place, for drawing points.

    What speaks of square roots alone is left out.
    """
    images = {r: Ratio.constant(ring, root_bounds(r.radicand)[0]) for r in radicals}
    found = []
    for condition in conditions:
        used = set(ring.used(condition.polynomial))
        if used and used <= set(images):
            continue
        replaced = {s: image for s, image in images.items() if s in used}
        top = Ratio(ring, condition.polynomial).substitute(replaced).numerator
        found.append(replace(condition, polynomial=top))
    return tuple(found)


def defining(ring: Ring, radical: Radical) -> list[Condition]:
    """Return what defines a radical: its square, and that it lies between its rational bounds."""
    root = ring.generators[ring.index[radical]]
    low, high = root_bounds(radical.radicand)
    square = root * root * radical.radicand.denominator - radical.radicand.numerator
    definitions: Sequence[tuple[Polynomial, bool]] = (
        (square, False),
        (-square, False),
        (root * low.denominator - low.numerator, True),
        (high.numerator - root * high.denominator, True),
    )
    origin = f"{radical} squared is {radical.radicand}"
    return [Condition(ring=ring, polynomial=p, strict=strict, origin=origin) for p, strict in definitions]


def sign_with_radicals(
    ring: Ring, polynomial: Polynomial, point: ExactPoint, radicals: tuple[Radical, ...]
) -> int | None:
    """Return the sign at a rational point, whose coordinates for radicals do not count; None where it is not told.

    Squares of radicals are reduced; where what is left has several signs, ever tighter balls separate it from zero.
    """
    parts = _by_roots(ring, HashedPolynomial(polynomial), radicals)
    values = {roots: value for roots, part in parts if (value := ring.evaluate(part, point))}
    if all(value > 0 for value in values.values()):
        return 1 if values else 0
    if all(value < 0 for value in values.values()):
        return -1
    for bits in _BITS:
        with flint.ctx.workprec(bits):
            total = flint.arb(0)
            for roots, value in values.items():
                term = ball(value)
                for radical in roots:
                    term *= ball(radical.radicand).sqrt()
                total += term
            if not total.contains(0):
                return 1 if total > 0 else -1
    return None


@lru_cache(MAX_KEPT)
def _by_roots(
    ring: Ring, polynomial: HashedPolynomial, radicals: tuple[Radical, ...]
) -> tuple[tuple[tuple[Radical, ...], Polynomial], ...]:
    """Return what a polynomial, up to a positive number, has beside each product of different radicals."""
    found: dict[tuple[Radical, ...], dict[tuple[int, ...], int]] = {}
    for powers, coefficient in reduced(ring, polynomial.polynomial, radicals).terms():
        roots = tuple(radical for radical in radicals if powers[ring.index[radical]])
        rest = tuple(0 if ring.symbols[i] in roots else int(n) for i, n in enumerate(powers))
        found.setdefault(roots, {})[rest] = int(coefficient)
    return tuple((roots, ring.from_terms(terms)) for roots, terms in found.items())
