"""Algebraic numbers as polynomials in the roots that they are made of, reduced by what these are roots of."""

from __future__ import annotations

from collections.abc import Sequence
from math import prod
from typing import TYPE_CHECKING, Any

import flint

if TYPE_CHECKING:
    from lsec_models.solve.corners.exact.numbers.algebraic import Algebraic


class NumberField:
    """Rational expressions in some roots, and polynomials over them in a further unknown.

    Parameters
    ----------
    generators : list of Algebraic
        Roots of polynomials and square roots, each after those that it is made of.
    """

    def __init__(self, generators: list[Algebraic]) -> None:
        self.generators = generators
        names = [f"g{i}" for i in range(len(generators))]
        self.ring = flint.fmpq_mpoly_ctx.get(("x", *reversed(names)), "lex")
        symbols = dict(zip(self.ring.names(), self.ring.gens(), strict=True))
        self._symbols = {id(one): symbols[name] for one, name in zip(generators, names, strict=True)}
        self._known: dict[int, tuple[Any, Any]] = {}
        self._relations: list[Any] = []
        self._sizes: list[tuple[int, int]] = []
        self._one = self.ring.constant(1)
        self._is_whole = True
        for one in generators:
            self._relations.append(self._relation(one))
            self._sizes.append(self._size(one))

    @property
    def degree(self) -> int:
        """A bound on the degree over the rational numbers."""
        return prod(one.degree for one in self.generators)

    def norm(self, coefficients: Sequence[Algebraic]) -> flint.fmpq_poly:
        """Return a rational polynomial that vanishes where one with algebraic coefficients, constant first, does.

        It may vanish everywhere.
        """
        total = self._cleared(coefficients)
        for one, relation in reversed(list(zip(self.generators, self._relations, strict=True))):
            total = total.resultant(relation, str(self._symbols[id(one)]))
        found = [flint.fmpq(0)] * ((len(coefficients) - 1) * self.degree + 1)
        for powers, coefficient in total.terms():
            found[powers[0]] = coefficient
        return flint.fmpq_poly(found)

    def gap(self, number: Algebraic) -> int | None:
        """Return how many bits of accuracy tell a number from zero: 0 if it is zero, None if that is not seen.

        A whole multiple of the number is an algebraic integer, and so are those of the roots.
        """
        above, below = self._quotient(number)
        if above.is_zero():
            return 0
        if not (self._is_whole and below.is_one()):
            return None
        size, multiple = self._bits(above)
        return multiple + size * (self.degree - 1) + 2

    def _bits(self, polynomial: Any) -> tuple[int, int]:
        """Bound, in bits, the conjugates of a whole multiple that is an algebraic integer, and the multiple."""
        terms = [(powers[:0:-1], c) for powers, c in polynomial.terms()]
        common = flint.fmpz(1)
        for _, c in terms:
            common = common.lcm(c.q)
        highest = [max(powers[i] for powers, _ in terms) for i in range(len(self._sizes))]
        multiple = int(common).bit_length() + sum(k * below for k, (_, below) in zip(highest, self._sizes, strict=True))
        sizes = [int(abs(c * common).p).bit_length() + self._bits_of_powers(powers, highest) for powers, c in terms]
        return max(sizes) + len(sizes).bit_length(), multiple

    def _bits_of_powers(self, powers: Sequence[int], highest: Sequence[int]) -> int:
        rows = zip(powers, highest, self._sizes, strict=False)
        return sum(k * above + (most - k) * below for k, most, (above, below) in rows)

    def _size(self, generator: Algebraic) -> tuple[int, int]:
        """Return the same for a root itself."""
        if generator.operation == "root":
            return generator.sizes
        inner, below = self._quotient(generator.parts[0])
        self._is_whole = self._is_whole and below.is_one()
        above, multiple = self._bits(inner)
        return (above + multiple + 1) // 2, multiple

    def _relation(self, generator: Algebraic) -> Any:
        """Return a polynomial that vanishes at a root."""
        symbol = self._symbols[id(generator)]
        if generator.operation == "root":
            return sum((symbol**k * int(c) for k, c in enumerate(generator.parts[0].minimal.coeffs())), self._one * 0)
        above, below = self._quotient(generator.parts[0])
        return below * symbol**2 - above

    def _cleared(self, coefficients: Sequence[Algebraic]) -> Any:
        """Return a multiple of a polynomial without denominators."""
        quotients = [self._quotient(c) for c in coefficients]
        x = self.ring.gens()[0]
        total = self._one * 0
        for k, (above, _) in enumerate(quotients):
            term = above * x**k
            for j, (_, below) in enumerate(quotients):
                term = term if j == k else term * below
            total = total + term
        return total

    def _quotient(self, number: Algebraic) -> tuple[Any, Any]:
        """Return a number as a quotient of polynomials in the roots, each reduced."""
        if id(number) not in self._known:
            above, below = (self._reduced(part) for part in self._written(number))
            if below.is_constant():
                above, below = above / below.leading_coefficient(), self._one
            self._known[id(number)] = above, below
        return self._known[id(number)]

    def _reduced(self, polynomial: Any) -> Any:
        for relation in reversed(self._relations):
            polynomial = divmod(polynomial, relation)[1]
        return polynomial

    def _written(self, number: Algebraic) -> tuple[Any, Any]:
        if number.operation == "number":
            return self.ring.constant(number.parts[0]), self._one
        if number.operation in ("root", "sqrt"):
            return self._symbols[id(number)], self._one
        (a, b), (c, d) = (self._quotient(part) for part in number.parts)
        if number.operation == "+":
            return a * d + c * b, b * d
        return (a * c, b * d) if number.operation == "*" else (a * d, b * c)
