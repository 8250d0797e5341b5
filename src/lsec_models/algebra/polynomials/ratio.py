"""Rational functions in lowest terms, with exact integer coefficients."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

import sympy as sp

from lsec_models.algebra.numbers.exact_numbers import to_fraction, to_sympy
from lsec_models.algebra.polynomials.ordered_operations import ordered_product, whole_power
from lsec_models.algebra.polynomials.ring import ExactPoint, Key, Polynomial, Ring, factored, key_of, ring_of
from lsec_models.errors import NotRational


class Ratio:
    """A quotient of two coprime polynomials of one ring; the denominator's leading coefficient is positive.

    Arithmetic is exact and every result is again in lowest terms, so that equal functions are equal objects.
    """

    __slots__ = ("_factors", "denominator", "numerator", "ring")

    def __init__(self, ring: Ring, numerator: Polynomial, denominator: Polynomial | None = None) -> None:
        if denominator is None:
            denominator = ring.one
        elif not denominator.is_one():
            common = numerator.gcd(denominator)
            if not common.is_one():
                numerator, denominator = numerator / common, denominator / common
            if denominator.leading_coefficient() < 0:
                numerator, denominator = -numerator, -denominator
        self._factors: tuple[Fraction, tuple[tuple[Polynomial, int], ...]] | None = None
        self.ring = ring
        self.numerator = numerator
        self.denominator = denominator

    @classmethod
    def constant(cls, ring: Ring, value: int | Fraction) -> Ratio:
        """Return the constant function `value`."""
        value = Fraction(value)
        return cls(ring, ring.context.constant(value.numerator), ring.context.constant(value.denominator))

    @classmethod
    def variable(cls, ring: Ring, symbol: sp.Symbol) -> Ratio:
        """Return the function that is a symbol."""
        return cls(ring, ring.generators[ring.index[symbol]])

    @classmethod
    def _coprime(cls, ring: Ring, numerator: Polynomial, denominator: Polynomial) -> Ratio:
        """Return a quotient that is known to be in lowest terms: common factors are the costly part."""
        made = cls(ring, numerator)
        made.denominator = denominator
        return made

    def __add__(self, other: Ratio) -> Ratio:
        if other.denominator.is_one():
            return self._coprime(self.ring, self.numerator + other.numerator * self.denominator, self.denominator)
        if self.denominator.is_one():
            return other + self
        if self.denominator == other.denominator:
            return Ratio(self.ring, self.numerator + other.numerator, self.denominator)
        return Ratio(
            self.ring,
            self.numerator * other.denominator + other.numerator * self.denominator,
            self.denominator * other.denominator,
        )

    def __neg__(self) -> Ratio:
        return self._coprime(self.ring, -self.numerator, self.denominator)

    def __sub__(self, other: Ratio) -> Ratio:
        return self + (-other)

    def __mul__(self, other: Ratio) -> Ratio:
        return Ratio(self.ring, self.numerator * other.numerator, self.denominator * other.denominator)

    def __truediv__(self, other: Ratio) -> Ratio:
        if other.numerator.is_zero():
            raise ZeroDivisionError("division by a rational function that is identically zero")
        return Ratio(self.ring, self.numerator * other.denominator, self.denominator * other.numerator)

    def __pow__(self, exponent: int) -> Ratio:
        if exponent < 0:
            return Ratio.constant(self.ring, 1) / self ** (-exponent)
        return self._coprime(self.ring, self.numerator**exponent, self.denominator**exponent)

    def __eq__(self, other: object) -> bool:
        return (
            isinstance(other, Ratio)
            and self.ring is other.ring
            and self.numerator == other.numerator
            and self.denominator == other.denominator
        )

    def __hash__(self) -> int:
        return hash((self.ring.names, key_of(self.numerator), key_of(self.denominator)))

    def __repr__(self) -> str:
        return f"({self.numerator})/({self.denominator})"

    def __reduce__(self) -> tuple[object, ...]:
        return _rebuild, (self.ring, self.numerator.to_dict(), self.denominator.to_dict())

    def is_zero(self) -> bool:
        """Whether the function vanishes identically."""
        return bool(self.numerator.is_zero())

    def depends_on(self, symbol: sp.Symbol) -> bool:
        """Whether `symbol` occurs, in lowest terms."""
        i = self.ring.index.get(symbol)
        return i is not None and bool(self.numerator.degrees()[i] > 0 or self.denominator.degrees()[i] > 0)

    def derivative(self, symbol: sp.Symbol) -> Ratio:
        """Return the partial derivative with respect to `symbol`."""
        i = self.ring.index[symbol]
        top = self.numerator.derivative(i)
        if self.denominator.degrees()[i] <= 0:
            return Ratio(self.ring, top, self.denominator)
        bottom = self.denominator.derivative(i)
        return Ratio(self.ring, top * self.denominator - self.numerator * bottom, self.denominator * self.denominator)

    def substitute(self, images: Mapping[sp.Symbol, Ratio]) -> Ratio:
        """Return the function with each symbol of `images` that occurs replaced by its image, all at once.

        Raises
        ------
        ZeroDivisionError
            If the denominator vanishes identically after the replacement.
        """
        images = {s: image.convert(self.ring) for s, image in images.items() if self.depends_on(s)}
        if not images:
            return self
        if len(images) == 1 and self.denominator.is_one():
            return self._inserted(*images.popitem())
        common, tops = _over_common_denominator(self.ring, images)
        numerator, top_degree = _substituted(self.ring, self.numerator, tops, common)
        denominator, bottom_degree = _substituted(self.ring, self.denominator, tops, common)
        if denominator.is_zero():
            raise ZeroDivisionError("the denominator vanishes identically after the substitution")
        if top_degree < bottom_degree:
            numerator *= common ** (bottom_degree - top_degree)
        elif bottom_degree < top_degree:
            denominator *= common ** (top_degree - bottom_degree)
        return Ratio(self.ring, numerator, denominator)

    def _inserted(self, symbol: sp.Symbol, image: Ratio) -> Ratio:
        """Return a polynomial with an image for one symbol: its leading coefficient tells whether factors cancel."""
        i = self.ring.index[symbol]
        degree, leading = int(self.numerator.degrees()[i]), self.numerator
        top, bottom = image.numerator, image.denominator
        if bottom.is_one():
            return Ratio(self.ring, self.ring.inserted(self.numerator, i, top, bottom))
        for _ in range(degree):
            leading = leading.derivative(i)
        made = self._coprime if leading.gcd(bottom).is_one() else Ratio
        return made(self.ring, self.ring.inserted(self.numerator, i, top, bottom), bottom**degree)

    def convert(self, ring: Ring) -> Ratio:
        """Return the same function in another ring that has all symbols it uses."""
        if ring is self.ring:
            return self
        return self._coprime(ring, ring.convert(self.numerator), ring.convert(self.denominator))

    def evaluate(self, point: ExactPoint) -> Fraction:
        """Return the exact value at a point (see :meth:`Ring.exact_point`).

        Raises
        ------
        ZeroDivisionError
            If the denominator vanishes there.
        """
        return Fraction(*self.evaluate_over(point))

    def evaluate_over(self, point: ExactPoint) -> tuple[int, int]:
        """Return the exact value at a point as numerator and denominator, of any sign and not in lowest terms."""
        top, over = self.ring.evaluate_over(self.numerator, point)
        bottom, under = self.ring.evaluate_over(self.denominator, point)
        return top * under, bottom * over

    def factors(self) -> tuple[Fraction, tuple[tuple[Polynomial, int], ...]]:
        """Return ``(constant, ((factor, exponent), ...))``: irreducible factors, negative exponents below the bar."""
        if self._factors is None:
            top, above = factored(self.numerator)
            bottom, below = factored(self.denominator)
            self._factors = Fraction(top, bottom), (*above, *((factor, -n) for factor, n in below))
        return self._factors

    def expression(self) -> sp.Expr:
        """Return the SymPy expression, factored."""
        if self.numerator.is_zero():
            return sp.S.Zero
        constant, powers = self.factors()
        bases = [(self.ring.expression(f), n) for f, n in powers]
        if constant < 0:
            constant, bases = _absorb_sign(constant, bases)
        parts = [whole_power(base, n) for base, n in bases]
        if constant == 1:
            return ordered_product(parts)
        if len(parts) == 1 and parts[0].is_Add:
            return sp.Mul(to_sympy(constant), parts[0])  # A number is multiplied out.
        return ordered_product([to_sympy(constant), *parts])


def ratio(ring: Ring, expression: sp.Expr) -> Ratio:
    """Return a SymPy expression as an exact rational function.

    Parameters
    ----------
    ring : Ring
        A ring that has every symbol of `expression`.
    expression : sympy.Expr
        Rational in its symbols; floats are read as the decimal they print as (0.3 is 3/10).

    Raises
    ------
    NotRational
        If a part of it (an irrational number, a function, a symbolic exponent) is not rational.

    Examples
    --------
    >>> from lsec_models.algebra.polynomials.ring import ring_of
    >>> x, y = sp.symbols("x y")
    >>> ratio(ring_of([x, y]), (x**2 - y**2) / (x - y) + 0.5).expression()
    x + y + 1/2
    """
    if isinstance(expression, str):
        raise NotRational(
            f"{_shortened(expression)!r} is text; read it with parse_expression of lsec_models.algebra.parsing.parse"
        )
    return _convert(ring, sp.sympify(expression), expression)


def factored_form(expression: sp.Expr) -> sp.Expr:
    """Return a rational expression as equilibria are shown: one fraction in lowest terms, factor by factor.

    Examples
    --------
    >>> r, s = sp.symbols("r s")
    >>> factored_form(r**2 - s**2), factored_form(-s / 2 + r / 2)
    ((r - s)*(r + s), r/2 - s/2)
    """
    return ratio(ring_of(expression.free_symbols), expression).expression()


def _convert(ring: Ring, node: sp.Expr, whole: sp.Expr) -> Ratio:
    if node.is_Symbol and node in ring.index:
        return Ratio(ring, ring.generators[ring.index[node]])
    if node.is_Rational:
        return Ratio.constant(ring, to_fraction(node))
    if node.is_Float and node.is_finite:
        return Ratio.constant(ring, Fraction(str(node)))
    if node.is_Add:
        return _sum([_convert(ring, part, whole) for part in node.args])
    if node.is_Mul:
        product = _convert(ring, node.args[0], whole)
        for part in node.args[1:]:
            product = product * _convert(ring, part, whole)
        return product
    if node.is_Pow and is_whole(node.exp):
        base = _convert(ring, node.base, whole)
        if node.exp.is_negative and base.is_zero():
            raise NotRational(f"{whole}: the part {node} divides by {node.base}, which is identically zero")
        return base ** int(node.exp)
    raise NotRational(
        f"{_shortened(whole)}: the part {_shortened(node)} is not a rational function of the declared symbols with "
        "rational coefficients; write it with +, -, *, / and integer powers"
    )


def is_whole(exponent: sp.Expr) -> bool:
    """Whether an exponent is a whole number, written as such or as a decimal: 2 or 2.0."""
    return bool(exponent.is_Integer or (exponent.is_Float and float(exponent).is_integer()))


def _sum(parts: list[Ratio]) -> Ratio:
    """Add numerators over equal denominators first: most sums are polynomials with a few fractions."""
    groups: dict[Key, Ratio] = {}
    for part in parts:
        key = key_of(part.denominator)
        groups[key] = groups[key] + part if key in groups else part
    total, *rest = groups.values()
    for part in rest:
        total = total + part
    return total


def _over_common_denominator(ring: Ring, images: Mapping[sp.Symbol, Ratio]) -> tuple[Polynomial, dict[int, Polynomial]]:
    common = ring.one
    for image in images.values():
        if common != image.denominator:
            common = common * (image.denominator / common.gcd(image.denominator))
    tops = {ring.index[s]: image.numerator * (common / image.denominator) for s, image in images.items()}
    return common, tops


def _substituted(
    ring: Ring, polynomial: Polynomial, tops: Mapping[int, Polynomial], common: Polynomial
) -> tuple[Polynomial, int]:
    """Return ``common**d * polynomial(tops/common)`` and ``d``, the degree of `polynomial` in the replaced symbols."""
    degrees = polynomial.degrees()
    used = [i for i in tops if degrees[i] > 0]
    if not used:
        return polynomial, 0
    if len(used) == 1:
        return ring.inserted(polynomial, used[0], tops[used[0]], common), int(degrees[used[0]])
    degree = max(sum(powers[i] for i in used) for powers in polynomial.monoms())
    arguments = [tops.get(i, generator) for i, generator in enumerate(ring.generators)]
    if common.is_one():
        return polynomial.compose(*arguments, ctx=ring.context), degree
    by_degree: dict[int, dict[tuple[int, ...], int]] = {}
    for powers, coefficient in polynomial.terms():
        by_degree.setdefault(sum(powers[i] for i in tops), {})[powers] = coefficient
    total = ring.zero
    for part_degree, terms in by_degree.items():
        part = ring.from_terms(terms).compose(*arguments, ctx=ring.context)
        total = total + (part if part_degree == degree else part * common ** (degree - part_degree))
    return total, degree


def _absorb_sign(constant: Fraction, bases: list[tuple[sp.Expr, int]]) -> tuple[Fraction, list[tuple[sp.Expr, int]]]:
    """Write ``-(x - y)`` as ``(y - x)`` where a factor with both signs stands in an odd power."""
    for i, (base, n) in enumerate(bases):
        if n % 2 and base.is_Add and any(term.could_extract_minus_sign() for term in base.args):
            return -constant, [*bases[:i], (-base, n), *bases[i + 1 :]]
    return constant, bases


def _shortened(expression: object, width: int = 120) -> str:
    text = str(expression)
    return text if len(text) <= width else text[: width - 3] + "..."


def _rebuild(ring: Ring, numerator: dict[tuple[int, ...], int], denominator: dict[tuple[int, ...], int]) -> Ratio:
    return Ratio._coprime(ring, ring.from_terms(numerator), ring.from_terms(denominator))
