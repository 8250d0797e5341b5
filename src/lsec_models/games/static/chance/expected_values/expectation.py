"""Expected values, exactly: of polynomials in what is random under any law, of kinks under uniform and discrete ones.

Kinks under normal and exponential laws have closed forms too, with the error function and exponentials
(:mod:`lsec_models.games.static.chance.expected_values.partial_expectations`); they are written where somebody asks for
them.

Of a positive part (g)^+ with g linear in the random number x, of slope b, an antiderivative of x^n ((g)^+)^m is
P((g)^+), where P(u) is the integral of ((v - g(0))/b)^n v^m / b from 0 to u, whatever the sign of b. Its difference
between the ends of a uniform law is a polynomial in positive parts again, now of what is decided alone: sales
Min(Q, D) become a smooth function of Q with a border at each end of the law. Products of several positive parts are
integrated between the places where they vanish (:mod:`lsec_models.games.static.chance.expected_values.kink_products`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from math import comb

import sympy as sp

from lsec_models.errors import DeclarationError
from lsec_models.games.laws import Discrete, Exponential, Normal, Sample, Uniform
from lsec_models.games.static.chance.expected_values.kink_products import product_of_kinks
from lsec_models.games.static.chance.expected_values.kinks_of_draws import kinks_of, too_intricate
from lsec_models.games.static.chance.expected_values.partial_expectations import moment_beyond
from lsec_models.games.static.chance.polynomial_in import polynomial_in
from lsec_models.games.static.chance.random_symbol import Random

MOST_VALUES = 30


def _positive_part(function: sp.Expr) -> sp.Expr:
    return sp.Max(0, function)


def expected(
    expression: sp.Expr,
    drawn: Iterable[Random],
    positive_part: Callable[[sp.Expr], sp.Expr] = _positive_part,
    *,
    rational: bool = True,
) -> sp.Expr:
    """Return the expected value of an expression.

    Parameters
    ----------
    expression : sympy.Expr
        May have Min, Max and continuous Piecewise.
    drawn : iterable of Random
        Over what it is expected; independent of each other.
    positive_part : callable, optional
        Writes the positive part of a function of which nothing is random, by what is known of its sign.
    rational : bool
        Whether to refuse what is not rational in decisions: kinks under normal and exponential laws.

    Raises
    ------
    DeclarationError
        If it is not polynomial in what is random, or has kinks that are not integrated in closed form; says what to
        write instead.

    Examples
    --------
    >>> from lsec_models import decisions, parameters, random, uniform
    >>> Q, B = decisions("Q"), parameters("B", positive=True)
    >>> demand = random("D", uniform(0, B))
    >>> expected(demand**2, [demand])
    B**2/3
    >>> sp.factor(expected(sp.Min(Q, demand), [demand]).subs(Q, B / 2))
    3*B/8
    """
    for symbol in sorted(drawn, key=lambda symbol: symbol.name):
        if symbol in expression.free_symbols:
            expression = _over(expression, symbol, positive_part, rational=rational)
    return expression


def is_kinked_in(expression: sp.Basic, symbol: Random) -> bool:
    """Return whether an expression has a kink whose place depends on what is random."""
    return any(symbol in kink.free_symbols for kink in expression.atoms(sp.Min, sp.Max, sp.Piecewise))


def _over(
    expression: sp.Expr, symbol: Random, positive_part: Callable[[sp.Expr], sp.Expr], *, rational: bool
) -> sp.Expr:
    law = symbol.law
    is_listed = isinstance(law, Discrete | Sample)
    if not is_kinked_in(expression, symbol) and not (is_listed and polynomial_in(expression, (symbol,)) is None):
        terms = _terms(expression, (symbol,), expression)
        return sp.Add(*(coefficient * law.moment(power) for (power,), coefficient in terms))
    if isinstance(law, Discrete | Sample):
        return sp.Add(*(p * expression.subs(symbol, value) for value, p in _values(law, symbol, expression).items()))
    integral: Callable[..., sp.Expr] = _integral if isinstance(law, Uniform) else _integral_beyond
    if rational and not isinstance(law, Uniform):
        raise DeclarationError(
            f"{symbol} has the law {law}, under which {expression} has no rational expected value; solve the game at a "
            "point, solve(game, at={...}), or take uniform(...), discrete(...) or a sample(...) of it"
        )
    smooth, sides = kinks_of(expression, symbol, positive_part)
    total = sp.S.Zero
    for (power, *powers), coefficient in _terms(smooth, (symbol, *sides), expression):
        kinked = [(sides[side], m) for side, m in zip(sides, powers, strict=True) if m]
        if len(kinked) > 1:
            value = product_of_kinks(symbol, power, kinked, positive_part)
        elif kinked:
            value = integral(law, symbol, power, *kinked[0], positive_part)
        else:
            value = law.moment(power)
        total += coefficient * value
    return total


def _values(law: Discrete | Sample, symbol: Random, expression: sp.Expr) -> Mapping[sp.Expr, sp.Expr]:
    """Return the probability of each value."""
    if isinstance(law, Discrete):
        return law.probabilities
    counts: dict[sp.Expr, sp.Expr] = {}
    for number in law.data:
        value = sp.Rational(*number.as_integer_ratio())
        counts[value] = counts.get(value, 0) + sp.Rational(1, len(law.data))
    if len(counts) > MOST_VALUES:
        raise DeclarationError(
            f"{symbol} has {len(counts)} different values, and {expression} a kink at each; at most {MOST_VALUES} are "
            "written out where more than one decision is made: take uniform(...) or discrete(...)"
        )
    return counts


def _terms(
    expression: sp.Expr, symbols: tuple[sp.Symbol, ...], declared: sp.Expr
) -> list[tuple[tuple[int, ...], sp.Expr]]:
    """Return a polynomial as powers of symbols with coefficients."""
    polynomial = polynomial_in(expression, symbols)
    if polynomial is None:
        raise DeclarationError(
            f"{declared} is not a polynomial in {symbols[0]}, which is random; multiply what is random, add it, "
            "or take discrete(...)"
        )
    return list(polynomial.terms())


def _integral(
    law: Uniform,
    symbol: Random,
    power: int,
    inner: sp.Expr,
    times: int,
    positive_part: Callable[[sp.Expr], sp.Expr],
) -> sp.Expr:
    """Return the expected value of x^power ((g)^+)^times."""
    slope, constant = inner.coeff(symbol, 1), inner.coeff(symbol, 0)

    def antiderivative(end: sp.Expr) -> sp.Expr:
        part = positive_part(sp.expand(constant + slope * end))
        return sp.Add(
            *(
                comb(power, j) * (-constant) ** (power - j) * part ** (j + times + 1) / (j + times + 1)
                for j in range(power + 1)
            )
        )

    return (antiderivative(law.high) - antiderivative(law.low)) / (slope ** (power + 1) * law.length)


def _integral_beyond(
    law: Normal | Exponential,
    symbol: Random,
    power: int,
    inner: sp.Expr,
    times: int,
    positive_part: Callable[[sp.Expr], sp.Expr],
) -> sp.Expr:
    """Return the expected value of x^power ((g)^+)^times, of a slope whose sign is known."""
    slope, constant = inner.coeff(symbol, 1), inner.coeff(symbol, 0)
    if not (slope.is_positive or slope.is_negative):
        raise too_intricate(inner, symbol)
    kink = -constant / slope
    kink = positive_part(kink) if isinstance(law, Exponential) else kink
    terms = sp.Poly(sp.expand(symbol**power * inner**times), symbol).terms()
    beyond = sp.Add(*(coefficient * moment_beyond(law, n, kink) for (n,), coefficient in terms))
    if slope.is_positive:
        return beyond
    return sp.Add(*(coefficient * law.moment(n) for (n,), coefficient in terms)) - beyond
