"""Expected values of products of kinks: all of them are positive between two places, or nowhere.

A positive part (g)^+ with g linear in the random number x is positive above the place where g is zero if g rises in x,
and below it if g falls. A product of several is a polynomial in x from the highest of the first to the lowest of the
second of these places, and zero elsewhere: what is sold times what is left over, or the square of what is earned.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import sympy as sp

from lsec_models.games.laws import Exponential, Normal, Uniform
from lsec_models.games.static.chance.expected_values.kinks_of_draws import too_intricate
from lsec_models.games.static.chance.expected_values.partial_expectations import moment_beyond
from lsec_models.games.static.chance.random_symbol import Random


def product_of_kinks(
    symbol: Random, power: int, kinks: Sequence[tuple[sp.Expr, int]], positive_part: Callable[[sp.Expr], sp.Expr]
) -> sp.Expr:
    """Return the expected value of a power of a random number times powers of positive parts.

    Parameters
    ----------
    symbol : Random
        With a uniform, normal or exponential law.
    power : int
    kinks : sequence of (sympy.Expr, int)
        Functions that are linear in the number, and the powers of their positive parts.
    positive_part : callable
        Writes the positive part of a function of which nothing is random.

    Raises
    ------
    DeclarationError
        If it is not known whether one of the functions rises or falls.

    Examples
    --------
    >>> from lsec_models import random, uniform
    >>> x = random("x", uniform(0, 6))
    >>> product_of_kinks(x, 0, [(x - 2, 1), (5 - x, 1)], lambda function: sp.Max(0, function))
    3/4
    """
    law = symbol.law
    assert isinstance(law, Uniform | Normal | Exponential)
    polynomial = sp.Poly(sp.expand(symbol**power * sp.Mul(*(g**times for g, times in kinks))), symbol)
    low = None if isinstance(law, Normal) else law.lowest
    high = law.high if isinstance(law, Uniform) else None
    for function, _ in kinks:
        slope, constant = function.coeff(symbol, 1), function.coeff(symbol, 0)
        place = sp.cancel(-constant / slope)
        if slope.is_positive:
            low = place if low is None else low + positive_part(sp.expand(place - low))
        elif slope.is_negative:
            high = place if high is None else high - positive_part(sp.expand(high - place))
        else:
            raise too_intricate(function, symbol)
    value = _beyond(law, polynomial, low)
    if high is not None:
        value -= _beyond(law, polynomial, high if low is None else low + positive_part(sp.expand(high - low)))
    return sp.expand(value) if isinstance(law, Uniform) else value


def _beyond(law: Uniform | Normal | Exponential, polynomial: sp.Poly, place: sp.Expr | None) -> sp.Expr:
    """Return the expected value of a polynomial above a place, continued beyond the end of a uniform law."""
    terms = [(n, coefficient) for (n,), coefficient in polynomial.terms()]
    if place is None:
        return sp.Add(*(coefficient * law.moment(n) for n, coefficient in terms))
    if isinstance(law, Uniform):
        rises = ((n + 1, coefficient / (n + 1)) for n, coefficient in terms)
        return sp.Add(*(share * (law.high**n - place**n) for n, share in rises)) / law.length
    return sp.Add(*(coefficient * moment_beyond(law, n, place) for n, coefficient in terms))
