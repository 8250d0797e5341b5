"""Long polynomials as a person would write them: by the powers of one symbol, each coefficient in factors."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TypeAlias

import sympy as sp

from lsec_models.algebra.numbers.exact_numbers import to_sympy
from lsec_models.algebra.polynomials.ratio import Ratio
from lsec_models.algebra.polynomials.ring import Polynomial, Ring, factored

_LONG, _MAX_TERMS = 120, 150
_Parts: TypeAlias = tuple[tuple[sp.Expr, Polynomial], ...]
Turn: TypeAlias = Callable[[Polynomial], tuple[Polynomial, int]]


def _as_it_is(factor: Polynomial) -> tuple[Polynomial, int]:
    return factor, 1


def grouped(ring: Ring, polynomial: Polynomial, turned: Turn = _as_it_is) -> sp.Expr:
    """Return a polynomial as a sum of products, where that is shorter than its terms one by one.

    1. Collect by the powers of each symbol in turn, factor the coefficients, and keep the symbol that gives the
       shortest sum.
    2. Do the same in each long factor of a coefficient.

    Parameters
    ----------
    ring : Ring
    polynomial : Polynomial
        What has more than 150 terms, or at most 120 characters, stays as it is.
    turned : callable, optional
        Returns a factor or its opposite, and the sign that was taken out: which of them people read.

    Examples
    --------
    >>> from lsec_models.algebra.polynomials.ratio import ratio
    >>> from lsec_models.algebra.polynomials.ring import ring_of
    >>> a, b, x, y = symbols = sp.symbols("alpha beta xi upsilon")
    >>> expression = a**2 * (x + y) ** 3 + b * (x - y) ** 3 + a * b * (x + 2 * y) ** 2
    >>> grouped(ring_of(symbols), ratio(ring_of(symbols), expression).numerator)
    alpha**2*(upsilon + xi)**3 + alpha*beta*(2*upsilon + xi)**2 - beta*(upsilon - xi)**3
    """
    best = ring.expression(polynomial)
    if not 3 < len(polynomial) <= _MAX_TERMS or len(str(best)) <= _LONG:
        return best
    found = min(_collected(ring, polynomial), key=_length, default=())
    if not found or _length(found) >= _characters(polynomial):
        return best
    return min(
        best, sp.Add(*(_product(ring, power, part, turned) for power, part in found)), key=lambda form: len(str(form))
    )


def grouped_form(value: Ratio) -> sp.Expr:
    """Return a rational function in factors, the long ones grouped.

    Parameters
    ----------
    value : Ratio
        What has at most 120 characters stays as it is.

    Examples
    --------
    >>> from lsec_models.algebra.polynomials.ratio import ratio
    >>> from lsec_models.algebra.polynomials.ring import ring_of
    >>> x, y = sp.symbols("x y")
    >>> grouped_form(ratio(ring_of([x, y]), (x**2 - y**2) / x))
    (x - y)*(x + y)/x
    """
    whole = value.expression()
    if len(str(whole)) <= _LONG:
        return whole
    return to_sympy(value.factors()[0]) * _in_factors(value.ring, value.factors()[1], _as_it_is)


def _collected(ring: Ring, polynomial: Polynomial) -> Iterator[_Parts]:
    """Yield the polynomial by the powers of each symbol that it has in several."""
    for symbol in ring.used(polynomial):
        parts = ring.by_powers(polynomial, ring.index[symbol])
        if len(parts) > 1:
            yield tuple((symbol**n, part) for n, part in parts.items())


def _length(parts: _Parts) -> int:
    """Return about how many characters a sum of products has, before long factors are grouped."""
    return sum(len(str(power)) + sum(_characters(factor) for factor, _ in factored(part)[1]) for power, part in parts)


def _characters(polynomial: Polynomial) -> int:
    names = [len(str(name)) + 1 for name in polynomial.context().names()]
    return sum(3 + sum(names[i] + 3 * (n > 1) for i, n in enumerate(powers) if n) for powers in polynomial.monoms())


def _product(ring: Ring, power: sp.Expr, part: Polynomial, turned: Turn) -> sp.Expr:
    constant, powers = factored(part)
    return sp.Mul(sp.Integer(constant), power, _in_factors(ring, powers, turned))


def _in_factors(ring: Ring, powers: Iterable[tuple[Polynomial, int]], turned: Turn) -> sp.Expr:
    product, sign = [], 1
    for factor, n in powers:
        read, taken_out = turned(factor)
        product.append(grouped(ring, read, turned) ** n)
        sign *= taken_out ** abs(n)
    return sp.Mul(sign, *product)
