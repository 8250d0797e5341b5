"""What the checker reads with and computes with: exact fields, and integer polynomials whose cost is counted.

Part of the trusted base: a field is of exactly the type it should be, or the certificate is refused; and whatever a
certificate says, reading it and computing with it takes bounded time and memory.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from fractions import Fraction
from math import lcm
from typing import Any, NoReturn

import flint

from lsec_models.errors import CertificateError

MAX_POWER = 1000
RANGES = ("positive", "nonnegative", "free")
_MAX_VARIABLES = 200
_MAX_DIGITS = 4000
_MAX_BITS = 100_000
_MAX_DEGREE = 10_000
_MAX_WORK = 100_000_000
_WORK_FOR_A_CALL = 100
_WORK_FOR_A_TERM = 100
_INTEGER = re.compile(r"0|-?[1-9][0-9]*")

Exponents = tuple[int, ...]
Parting = Callable[[Any, tuple[str, ...]], object]


def refuse(complaint: str) -> NoReturn:
    """Refuse the certificate."""
    raise CertificateError(f"the certificate does not prove its claim: {complaint}")


def require(holds: bool, complaint: str) -> None:
    """Refuse the certificate unless something holds."""
    if not holds:
        refuse(complaint)


def fields(record: object, *names: str) -> list[Any]:
    """Return the values of a record that has these fields and no others."""
    if type(record) is not dict or len(record) != len(names) or not all(map(record.__contains__, names)):
        refuse(f"a record has not just the fields {', '.join(names)}")
    return [record[name] for name in names]


def sequence(value: object) -> Sequence[Any]:
    """Return a list (or a tuple, which JSON writes as a list)."""
    if type(value) is not list and type(value) is not tuple:
        refuse("what should be a list is none")
    return value


def text(value: object) -> str:
    """Return a text."""
    if type(value) is not str:
        refuse("what should be text is none")
    return value


def whole(value: object, low: int, high: int, name: str) -> int:
    """Return an integer between bounds; ``True`` and ``1.0`` are none."""
    if type(value) is not int or not low <= value <= high:
        refuse(f"{name} is not an integer from {low} to {high}")
    return value


def flag(value: object) -> bool:
    """Return a truth value; ``1`` is none."""
    if type(value) is not bool:
        refuse("a strictness is neither true nor false")
    return value


def integer(value: object) -> int:
    """Return an integer that is written as Python writes it."""
    digits = text(value)
    if len(digits) > _MAX_DIGITS or not _INTEGER.fullmatch(digits):
        refuse(f"{digits[:40]!r} is not an integer, or it is written in another way, or too long")
    return int(digits)


def rational(value: object) -> Fraction:
    """Return a rational number that is written as Python writes it: in lowest terms, as an integer where it is one."""
    top, slash, bottom = text(value).partition("/")
    if not slash:
        return Fraction(integer(top))
    number = Fraction(integer(top), max(integer(bottom), 1))
    require(str(number) == value, "a fraction is not in lowest terms")
    return number


def monomial_sign(powers: Exponents, ranges: Sequence[str]) -> int:
    """Return 1 where a monomial is positive, 0 where at least zero, -1 where it can be negative."""
    sign = 1
    for power, allowed in zip(powers, ranges, strict=True):
        if power and allowed != "positive":
            if allowed == "free" and power % 2:
                return -1
            sign = 0
    return sign


def visible_sign(polynomial: Any, ranges: Sequence[str]) -> tuple[int, bool]:
    """Return (1 or -1, strict) where all coefficients agree over monomials that are nonnegative; else (0, False)."""
    coefficients = polynomial.coeffs()
    signs = {coefficient > 0 for coefficient in coefficients}
    if len(signs) != 1:
        return 0, False
    kinds = {monomial_sign(powers, ranges) for powers in polynomial.monoms()}
    if -1 in kinds:
        return 0, False
    return 1 if signs.pop() else -1, 1 in kinds


class Algebra:
    """Integer polynomials in numbered variables; it counts what they cost and stops where that is too much.

    Parameters
    ----------
    variables : int
    parting : callable
        Says how a polynomial, on given ranges, is a product of what has a visible sign and of a core; see :meth:`core`.
    """

    def __init__(self, variables: int, parting: Parting) -> None:
        require(variables <= _MAX_VARIABLES, "it is too large: too many variables")
        self._variables = variables
        self._context = flint.fmpz_mpoly_ctx.get(tuple(f"x{i}" for i in range(variables)), flint.Ordering.lex)
        self._left = _MAX_WORK
        self._parting = parting
        self._cores: dict[Any, Any] = {}

    def spend(self, work: int) -> None:
        """Count work: about one for each machine word that is computed."""
        self._left -= work
        require(self._left >= 0, "it is too large: checking it would take too long")

    def exponents(self, values: object) -> Exponents:
        """Return the exponents of a monomial. FLINT would read a negative one as a positive one."""
        powers = tuple(sequence(values))
        require(len(powers) == self._variables, "a monomial has the wrong number of exponents")
        for power in powers:
            if type(power) is not int or not 0 <= power <= MAX_POWER:
                refuse(f"an exponent is not an integer from 0 to {MAX_POWER}")
        return powers

    def polynomial(self, terms: object) -> Any:
        """Return the polynomial that is written as a list of ``[coefficient, exponents]``."""
        found: dict[Exponents, int] = {}
        for term in sequence(terms):
            require(len(sequence(term)) == 2, "a term is not a coefficient and exponents")
            coefficient, powers = integer(term[0]), self.exponents(term[1])
            require(coefficient != 0 and powers not in found, "a monomial occurs twice, or with coefficient zero")
            found[powers] = coefficient
        return self.from_terms(found)

    def from_terms(self, terms: Mapping[Exponents, Any]) -> Any:
        """Return the polynomial with these coefficients."""
        return self._context.from_dict(dict(terms))

    def terms(self, polynomial: Any) -> dict[Exponents, int]:
        """Return the coefficients of a polynomial, by exponents."""
        self.spend(_WORK_FOR_A_TERM * len(polynomial))
        return {tuple(map(int, powers)): int(coefficient) for powers, coefficient in polynomial.terms()}

    def common_denominator(self, numbers: Sequence[Fraction]) -> int:
        """Return the least common multiple of denominators."""
        common = 1
        for number in numbers:
            common = lcm(common, number.denominator)
            require(common.bit_length() <= _MAX_BITS, "it is too large: its fractions have no small common denominator")
        self.spend(len(numbers) * (common.bit_length() // 64))
        return common

    def combination(self, terms: Iterable[tuple[Exponents, Fraction]], scale: int) -> Any:
        """Return `scale` times the sum of terms; it must be a multiple of their denominators."""
        found: dict[Exponents, int] = {}
        for powers, weight in terms:
            found[powers] = found.get(powers, 0) + weight.numerator * (scale // weight.denominator)
        return self.from_terms(found)

    def determinant(self, rows: Sequence[Sequence[int]]) -> Any:
        """Return the determinant of a square matrix."""
        self.spend(len(rows) ** 3)
        return flint.fmpz_mat(rows).det() if rows else 1

    def constant(self, value: int) -> Any:
        """Return a constant polynomial."""
        return self._context.constant(value)

    def variable(self, i: int) -> Any:
        """Return variable number `i` as a polynomial."""
        return self._context.gen(i)

    def plus(self, left: Any, right: Any) -> Any:
        """Return a sum."""
        self.spend(_WORK_FOR_A_CALL + (len(left) + len(right)) * (self._variables + _words(left) + _words(right)))
        return left + right

    def times(self, left: Any, right: Any) -> Any:
        """Return a product."""
        require(left.total_degree() + right.total_degree() <= _MAX_DEGREE, "it is too large: its degrees have no end")
        self.spend(_WORK_FOR_A_CALL + len(left) * len(right) * (self._variables + _words(left) * _words(right)))
        return left * right

    def power(self, base: Any, exponent: int) -> Any:
        """Return a power."""
        result = base
        for _ in range(exponent - 1):
            result = self.times(result, base)
        return result

    def by_power(self, polynomial: Any, i: int) -> dict[int, Any]:
        """Return the coefficients of a polynomial in variable number `i`, by power; there may be gaps."""
        self.spend(_WORK_FOR_A_TERM * len(polynomial))
        parts: dict[int, dict[Exponents, Any]] = {}
        for powers, coefficient in polynomial.terms():
            parts.setdefault(powers[i], {})[(*powers[:i], 0, *powers[i + 1 :])] = coefficient
        return {power: self.from_terms(terms) for power, terms in parts.items()}

    def inserted(self, polynomial: Any, i: int, top: Any, bottom: Any) -> Any:
        """Return ``bottom**d * polynomial`` with variable number `i` replaced by top/bottom; d is its degree there."""
        parts = self.by_power(polynomial, i)
        degree = max(parts, default=0)
        total, scale = parts.get(degree, polynomial), self.constant(1)
        for power in reversed(range(degree)):
            total, scale = self.times(total, top), self.times(scale, bottom)
            if power in parts:
                total = self.plus(total, self.times(parts[power], scale))
        return total

    def renamed(self, polynomial: Any, ones: Sequence[int], roots: Mapping[int, int]) -> Any:
        """Return a polynomial with some variables set to one, and others standing for a power of theirs."""
        self.spend(_WORK_FOR_A_TERM * len(polynomial))
        divisors = [0 if i in ones else roots.get(i, 1) for i in range(self._variables)]
        terms: dict[Exponents, Any] = {}
        for powers, coefficient in polynomial.terms():
            pure = all(d == 0 or n % d == 0 for n, d in zip(powers, divisors, strict=True))
            require(pure, "a variable is not a pure power")
            key = tuple(n // d if d else 0 for n, d in zip(powers, divisors, strict=True))
            terms[key] = terms.get(key, 0) + coefficient
        return self.from_terms(terms)

    def is_homogeneous(self, polynomial: Any, weights: Sequence[int]) -> bool:
        """Whether all monomials of a polynomial have the same weighted degree."""
        self.spend(_WORK_FOR_A_TERM * len(polynomial))
        degrees = {sum(w * n for w, n in zip(weights, powers, strict=True)) for powers in polynomial.monoms()}
        return len(degrees) <= 1

    def core(self, polynomial: Any, ranges: tuple[str, ...]) -> Any:
        """Return a polynomial of the same sign: what is left when factors of visible, strict sign are left out.

        Which these are is written in the certificate, and multiplied back here. The first time that a polynomial is met
        with these ranges takes the next entry.
        """
        sign, strict = visible_sign(polynomial, ranges)
        if polynomial.is_zero() or strict:
            return self.constant(sign)
        key = ranges, tuple(polynomial.monoms()), tuple(polynomial.coeffs())
        if key not in self._cores:
            self._cores[key] = self._parted(polynomial, ranges, self._parting(polynomial, ranges))
        return self._cores[key]

    def _parted(self, polynomial: Any, ranges: tuple[str, ...], parts: object) -> Any:
        """Return a core as an entry says it, or the polynomial itself where it says nothing."""
        if parts is None:
            return polynomial
        constant, left_out, terms = fields(parts, "constant", "left_out", "core")
        number, core = integer(constant), self.polynomial(terms)
        require(number != 0, "a product has the factor zero")
        product, total = self.constant(number), 1 if number > 0 else -1
        for item in sequence(left_out):
            written, exponent = fields(item, "factor", "power")
            factor, power = self.polynomial(written), whole(exponent, 1, MAX_POWER, "a power")
            sign, strict = visible_sign(factor, ranges)
            require(strict, "a factor that is left out has no visible sign")
            product, total = self.times(product, self.power(factor, power)), total * sign**power
        require(self.times(product, core) == polynomial, "factors do not multiply to the polynomial")
        return core * total


def _words(polynomial: Any) -> int:
    """Return how many machine words the largest coefficient takes."""
    bits: int = max(map(abs, polynomial.coeffs()), default=0).bit_length()
    return bits // 64 + 1
