"""Polynomial rings: the symbols of a game and exact integer polynomials in them (python-flint)."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cache, cached_property, lru_cache
from itertools import pairwise
from typing import Any

import flint
import sympy as sp
from flint import fmpz_mpoly as Polynomial

from lsec_models.algebra.polynomials.ordered_operations import ordered_product, ordered_sum, whole_power
from lsec_models.errors import DeclarationError

__all__ = ["ExactPoint", "Key", "Polynomial", "Ring", "key_of", "quadratic_parts", "ring_of"]

Key = tuple[tuple[Any, ...], tuple[Any, ...]]
MAX_KEPT = 500


@dataclass(frozen=True, slots=True)
class ExactPoint:
    """A rational point as integers over one denominator: polynomials made homogeneous are evaluated in integers.

    Attributes
    ----------
    coordinates : tuple of flint.fmpz
        The numerators in the order of a ring's symbols, and the common denominator as the last.
    denominator : int
    """

    coordinates: tuple[flint.fmpz, ...]
    denominator: int

    def __iter__(self) -> Iterator[Fraction]:
        """Yield the numbers of the point, in the order of the ring's symbols."""
        return (Fraction(int(numerator), self.denominator) for numerator in self.coordinates[:-1])


class Ring:
    """Integer polynomials in a fixed tuple of symbols, sorted by name.

    Rings are cached: two rings with the same symbols are the same object. Get one with :func:`ring_of`.

    Attributes
    ----------
    symbols : tuple of sympy.Symbol
        The variables, sorted by name.
    index : dict
        Position of each symbol.
    counting : tuple of sympy.Symbol
        Those that are declared integer.
    """

    def __init__(self, symbols: tuple[sp.Symbol, ...]) -> None:
        self.symbols = symbols
        self.names = tuple(symbol.name for symbol in symbols)
        self.index = {symbol: i for i, symbol in enumerate(symbols)}
        self.counting = tuple(symbol for symbol in symbols if symbol.is_integer)
        self.context = flint.fmpz_mpoly_ctx.get(tuple(map(_ascii, self.names)), flint.Ordering.lex)
        self.generators: tuple[Polynomial, ...] = self.context.gens()
        self.zero: Polynomial = self.context.constant(0)
        self.one: Polynomial = self.context.constant(1)
        self._expressions: dict[Key, sp.Expr] = {}
        self._homogeneous: dict[int, tuple[Polynomial, Polynomial, int]] = {}
        self._parts: dict[tuple[int, int], tuple[Polynomial, dict[int, Polynomial]]] = {}

    def __repr__(self) -> str:
        return f"Ring({' '.join(self.names)})"

    def __reduce__(self) -> tuple[Any, ...]:
        return ring_of, (self.symbols,)

    def from_terms(self, terms: Mapping[tuple[int, ...], int]) -> Polynomial:
        """Return the polynomial with these coefficients, keyed by exponents in the order of `symbols`."""
        return self.context.from_dict(dict(terms))

    def convert(self, polynomial: Polynomial) -> Polynomial:
        """Return `polynomial`, of any ring whose used symbols are ours, in this ring."""
        if polynomial.context() is self.context:
            return polynomial
        return polynomial.project_to_context(self.context)

    def exact_point(self, values: Mapping[sp.Symbol, Fraction]) -> ExactPoint:
        """Return a point, given by symbol, in the form that polynomials are evaluated at."""
        return self.exact_place([values[s] for s in self.symbols])

    def exact_place(self, numbers: Iterable[Fraction]) -> ExactPoint:
        """Return a point, given in the order of `symbols`, in the form that polynomials are evaluated at."""
        ratios = [number.as_integer_ratio() for number in numbers]
        common = math.lcm(*[bottom for _, bottom in ratios])
        tops = [flint.fmpz(top * (common // bottom)) for top, bottom in ratios]
        return ExactPoint((*tops, flint.fmpz(common)), common)

    def evaluate(self, polynomial: Polynomial, point: ExactPoint) -> Fraction:
        """Return the exact value at a point (see :meth:`exact_point`)."""
        return Fraction(*self.evaluate_over(polynomial, point))

    def evaluate_over(self, polynomial: Polynomial, point: ExactPoint) -> tuple[int, int]:
        """Return the exact value at a point as numerator and positive denominator, not in lowest terms."""
        homogeneous, degree = self.homogeneous(polynomial)
        return int(homogeneous(*point.coordinates)), point.denominator**degree

    def sign_at(self, polynomial: Polynomial, point: ExactPoint) -> int:
        """Return the exact sign at a point: -1, 0 or 1."""
        value = self.homogeneous(polynomial)[0](*point.coordinates)
        return int(value > 0) - int(value < 0)

    def along(
        self,
        polynomial: Polynomial,
        symbol: sp.Symbol,
        values: Mapping[sp.Symbol, Fraction],
        where: ExactPoint | None = None,
    ) -> flint.fmpq_poly:
        """Return a polynomial as one in `symbol` alone, with values for the other symbols it uses.

        `where` is the same point, whatever the symbol's own coordinate, where it is known already.
        """
        if where is None:
            others = {other for other in self.used(polynomial) if other != symbol}
            where = self.exact_place(values[s] if s in others else Fraction(0) for s in self.symbols)
        parts = self._kept_parts(polynomial, self.index[symbol])
        coefficients = [flint.fmpq(0)] * (1 + max(parts, default=0))
        for power, part in parts.items():
            homogeneous, degree = self.homogeneous(part)
            coefficients[power] = flint.fmpq(homogeneous(*where.coordinates), where.denominator**degree)
        return flint.fmpq_poly(coefficients)

    def _kept_parts(self, polynomial: Polynomial, i: int) -> dict[int, Polynomial]:
        """Return what :meth:`by_powers` does; it is kept, as the same few polynomials are asked at many points."""
        kept, parts = self._parts.get((id(polynomial), i), (None, {}))
        if kept is not polynomial:
            if len(self._parts) >= MAX_KEPT:
                self._parts.clear()
            parts = self.by_powers(polynomial, i)
            self._parts[id(polynomial), i] = polynomial, parts
        return parts

    def by_powers(self, polynomial: Polynomial, i: int) -> dict[int, Polynomial]:
        """Return the coefficients of a polynomial in variable number `i`, by power; zeros left out."""
        parts: dict[int, dict[tuple[int, ...], int]] = {}
        for powers, coefficient in polynomial.terms():
            parts.setdefault(int(powers[i]), {})[(*powers[:i], 0, *powers[i + 1 :])] = coefficient
        return {power: self.from_terms(terms) for power, terms in parts.items()}

    def inserted(self, polynomial: Polynomial, i: int, top: Polynomial, bottom: Polynomial) -> Polynomial:
        """Return a polynomial with ``top/bottom`` for variable number `i`, times ``bottom`` to the degree in it."""
        degree = int(polynomial.degrees()[i])
        if degree <= 0:
            return polynomial
        if degree == 1:
            slope = polynomial.derivative(i)
            return slope * top + (polynomial - slope * self.generators[i]) * bottom
        parts = self.by_powers(polynomial, i)
        total, below = parts[degree], self.one
        for power in reversed(range(degree)):
            total, below = total * top, below * bottom
            if power in parts:
                total = total + parts[power] * below
        return total

    def homogeneous(self, polynomial: Polynomial) -> tuple[Polynomial, int]:
        """Return the polynomial with one more variable in which all terms have one degree, and that degree.

        It is kept: converting costs more than evaluating.
        """
        kept, found, degree = self._homogeneous.get(id(polynomial), (None, None, 0))
        if kept is not polynomial:
            if len(self._homogeneous) >= MAX_KEPT:
                self._homogeneous.clear()
            terms = polynomial.to_dict()
            degree = max((int(sum(powers)) for powers in terms), default=0)
            found = self._homogeneous_context.from_dict({(*n, degree - sum(n)): c for n, c in terms.items()})
            self._homogeneous[id(polynomial)] = polynomial, found, degree
        return found, degree

    @cached_property
    def _homogeneous_context(self) -> Any:
        return flint.fmpz_mpoly_ctx.get((*map(_ascii, self.names), "$"), flint.Ordering.lex)

    def expression(self, polynomial: Polynomial) -> sp.Expr:
        """Return the expanded SymPy expression of `polynomial`."""
        key = key_of(polynomial)
        found = self._expressions.get(key)
        if found is None:
            if len(self._expressions) >= MAX_KEPT:
                self._expressions.clear()
            found = ordered_sum(self.monomial(powers, int(c)) for powers, c in polynomial.terms())
            self._expressions[key] = found
        return found

    def monomial(self, powers: tuple[int, ...], coefficient: int = 1) -> sp.Expr:
        """Return ``coefficient * prod(symbol ** power)``, with a coefficient that is not 0."""
        parts = [whole_power(symbol, int(n)) for symbol, n in zip(self.symbols, powers, strict=True) if n]
        return ordered_product(parts if coefficient == 1 else [sp.Integer(coefficient), *parts])

    def used(self, polynomial: Polynomial) -> tuple[sp.Symbol, ...]:
        """Return the symbols that occur in `polynomial`."""
        return tuple(s for s, degree in zip(self.symbols, polynomial.degrees(), strict=True) if degree > 0)


def key_of(polynomial: Polynomial) -> Key:
    """Return what is equal, and hashes equal, for equal polynomials of one ring.

    Its text would do as well, but python-flint 0.9 never frees the text of a polynomial.
    """
    return tuple(polynomial.monoms()), tuple(polynomial.coeffs())


def factored(polynomial: Polynomial) -> tuple[int, list[tuple[Polynomial, int]]]:
    """Return ``(constant, [(factor, exponent), ...])``, every factor irreducible with positive leading coefficient.

    The short factors come first; FLINT gives them in an order that differs from run to run.

    Examples
    --------
    >>> x, y = ring_of(sp.symbols("x y")).generators
    >>> factored(2 * x**2 - 2 * x * y)
    (2, [(x, 1), (x - y, 1)])
    """
    constant, powers = _factored(HashedPolynomial(polynomial))
    return constant, list(powers)


def factoring_units(polynomial: Polynomial) -> int:
    """Return the units of work that factoring a polynomial is charged with: its terms times its degree."""
    return len(polynomial) * (1 + max(0, int(polynomial.total_degree())))


def ring_of(symbols: Iterable[sp.Symbol]) -> Ring:
    """Return the ring in these symbols.

    Raises
    ------
    DeclarationError
        If two different symbols have one name (for instance, the same letter with other assumptions).
    """
    ordered = tuple(sorted(set(symbols), key=lambda symbol: symbol.name))
    for left, right in pairwise(ordered):
        if left.name == right.name:
            meanings = " and ".join(sorted((_describe(left), _describe(right))))
            raise DeclarationError(
                f"symbol {left.name!r} is used with two meanings ({meanings}): "
                "declare it once and use that one symbol everywhere"
            )
    return _cached_ring(ordered)


def quadratic_parts(ring: Ring, polynomial: Polynomial, i: int) -> tuple[Polynomial, Polynomial, Polynomial]:
    """Return A, B, C of a polynomial of degree two, ``A*x**2 + B*x + C`` in variable number `i`."""
    zero = [ring.zero if j == i else g for j, g in enumerate(ring.generators)]
    slope = polynomial.derivative(i)
    linear = slope.compose(*zero, ctx=ring.context)
    return slope.derivative(i) / 2, linear, polynomial.compose(*zero, ctx=ring.context)


@cache
def _cached_ring(symbols: tuple[sp.Symbol, ...]) -> Ring:
    return Ring(symbols)


class HashedPolynomial:
    """A polynomial as a key; python-flint's are not hashable."""

    __slots__ = ("_hash", "polynomial")

    def __init__(self, polynomial: Polynomial) -> None:
        self.polynomial = polynomial
        self._hash = hash(key_of(polynomial))

    def __hash__(self) -> int:
        return self._hash

    def __eq__(self, other: object) -> bool:
        return (
            isinstance(other, HashedPolynomial)
            and self.polynomial.context() is other.polynomial.context()
            and bool(self.polynomial == other.polynomial)
        )


@lru_cache(MAX_KEPT)
def _factored(key: HashedPolynomial) -> tuple[int, tuple[tuple[Polynomial, int], ...]]:
    # Solving and charting meet the same few polynomials again and again, and nothing costs as much as factoring.
    constant, powers = _split_off(key.polynomial)
    ordered = powers if len(powers) < 2 else sorted(powers, key=lambda power: _order_of(power[0]))
    return constant, tuple(ordered)


def _split_off(polynomial: Polynomial) -> tuple[int, list[tuple[Polynomial, int]]]:
    """Return constant and powers: what is linear in a variable, without common factors, is irreducible."""
    context, degrees = polynomial.context(), polynomial.degrees()
    if len(polynomial) < 2 or 1 not in degrees:
        return _factored_by_flint(polynomial)
    i = degrees.index(1)
    slope = polynomial.derivative(i)
    common = slope.gcd(polynomial - slope * context.gen(i))
    irreducible, sign = polynomial / common, 1
    if irreducible.leading_coefficient() < 0:
        irreducible, sign = -irreducible, -1
    constant, powers = _split_off(common)
    return sign * constant, [*powers, (irreducible, 1)]


def _factored_by_flint(polynomial: Polynomial) -> tuple[int, list[tuple[Polynomial, int]]]:
    try:
        constant, powers = polynomial.factor()
    except OverflowError:
        # python-flint 0.9 overflows in sorting the factors of integer polynomials when a coefficient exceeds a C int.
        constant, powers = _factored_over_rationals(polynomial)
    return int(constant), [(factor, int(n)) for factor, n in powers]


def _factored_over_rationals(polynomial: Polynomial) -> tuple[int, list[tuple[Polynomial, int]]]:
    context = polynomial.context()
    terms = {powers: flint.fmpq(value) for powers, value in polynomial.to_dict().items()}
    rational = flint.fmpq_mpoly_ctx.from_context(context).from_dict(terms)
    powers = [
        (context.from_dict({key: int(value.p) for key, value in factor.to_dict().items()}), int(n))
        for factor, n in rational.factor()[1]
    ]
    leading = math.prod(int(factor.leading_coefficient()) ** n for factor, n in powers)
    return int(polynomial.leading_coefficient()) // leading, powers


def _order_of(polynomial: Polynomial) -> tuple[int, list[tuple[int, ...]], list[int]]:
    return len(polynomial), polynomial.monoms(), polynomial.coeffs()


def _ascii(name: str) -> str:
    """FLINT takes ASCII names only; and no symbol may print like a polynomial, as one named ``x*y`` would."""
    if name.isascii() and name.isidentifier():
        return name
    return "".join(c if c.isascii() and c.isalpha() else f"${ord(c):x}$" for c in name)


def _describe(symbol: sp.Symbol) -> str:
    given = [name for name in ("positive", "nonnegative", "real") if getattr(symbol, f"is_{name}")]
    return f"{type(symbol).__name__.lower()}, {given[0] if given else 'no sign'}"
