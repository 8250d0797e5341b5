"""What a gamble is worth to whom: chances of events, and certainty equivalents of who shuns risk."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import sympy as sp

from lsec_models.algebra.domains.parameter_point import exact_number
from lsec_models.algebra.numbers.exact_numbers import to_sympy
from lsec_models.errors import DeclarationError, described
from lsec_models.games.laws import Normal, Uniform
from lsec_models.games.static.chance.information.signal import Signal
from lsec_models.games.static.chance.polynomial_in import polynomial_in
from lsec_models.games.static.chance.random_symbol import Drawn, Random


def probability(event: Any) -> sp.Expr:
    """Return how likely an inequality is, as an expression for payoffs and reports.

    One random number of those in it is integrated out, of a uniform law; what else is random stays in the expression,
    and is integrated where that stands in a payoff. Where all that is random is normal, its sum is, too.

    Parameters
    ----------
    event : SymPy inequality
        Linear in a random number with a uniform law, or in all of them if they are normal and independent; or decided
        by the signs of what stands in it.

    Returns
    -------
    sympy.Expr
        Between 0 and 1: with a kink at each end of a uniform law, with the error function of normal ones.

    Raises
    ------
    DeclarationError
        If it is not an inequality, or has no random number of that kind.

    Examples
    --------
    >>> from lsec_models import decisions, normal, random, uniform
    >>> Q, demand = decisions("Q"), random("D", uniform(0, 10))
    >>> stock_out = probability(demand > Q)
    >>> [stock_out.subs(Q, order) for order in (4, 12)]
    [3/5, 0]
    >>> first, second = (random(f"n_{i}", normal(0, 1)) for i in (1, 2))
    >>> probability(Q + first > second)
    erf(Q/2)/2 + 1/2
    """
    if event in (sp.true, sp.false) and isinstance(event, sp.Basic):
        return sp.Integer(bool(event))
    if not isinstance(event, sp.Gt | sp.Ge | sp.Lt | sp.Le):
        raise DeclarationError(
            f"probability: {described(event)}, not an inequality of something random; write probability(D > q)"
        )
    excess = sp.expand(event.gts - event.lts)
    for drawn in sorted(excess.atoms(Random), key=str):
        polynomial = excess.as_poly(drawn)
        if polynomial is None or polynomial.degree() != 1 or not isinstance(drawn.law, Uniform):
            continue
        slope, rest = polynomial.all_coeffs()
        if (slope.is_positive or slope.is_negative) and not slope.atoms(Random):
            return _share_above(drawn.law, -rest / slope, rising=bool(slope.is_positive))
    if (chance := _chance_of_a_normal_sum(excess)) is not None:
        return chance
    raise DeclarationError(
        f"probability: {event} is not linear in a random number with a uniform law, or in normal ones, with slopes of "
        "known signs; declare them so, or write the chance as an expression of your own"
    )


def certainty_equivalent(payoff: sp.Expr, aversion: Any) -> sp.Expr:
    """Return what a payoff with normal risk is worth to somebody with constant absolute risk aversion.

    It is the mean less half of the aversion times the variance, exactly so for exponential utility, before anything of
    it is seen.

    Parameters
    ----------
    payoff : sympy.Expr
        Linear in random numbers, which are normal and independent.
    aversion : number or sympy.Expr
        Of absolute risk.

    Raises
    ------
    DeclarationError
        If the payoff is not linear in what is random, a law is not normal, or a signal stands in it.

    Examples
    --------
    >>> from lsec_models import decisions, normal, parameters, random
    >>> rho, V = parameters("rho V", positive=True)
    >>> s, b, e = decisions("s b e", real=True)
    >>> noise = random("eps", normal(0, V))
    >>> certainty_equivalent(s + b * (e + noise) - e**2 / 2, rho).coeff(b, 2)
    -V*rho/2
    """
    drawn = sorted(payoff.atoms(Random), key=str) if isinstance(payoff, sp.Basic) else []
    if not drawn:
        raise DeclarationError(f"certainty_equivalent: {described(payoff)}, and nothing in it is random; leave it out")
    weight = aversion if isinstance(aversion, sp.Expr) else to_sympy(exact_number(aversion, "an aversion to risk"))
    if told := sorted(payoff.atoms(Signal), key=str):
        raise DeclarationError(
            f"certainty_equivalent: {told[0]} in {payoff} is a signal, and moves with what it is of; write what it "
            "is of, and its noise as something random with a normal law"
        )
    if weight.atoms(Random):
        raise DeclarationError(
            f"certainty_equivalent: the aversion {weight} is random; solve the game for each, or give its number"
        )
    return worth_of_normal_risk(payoff, drawn, weight, "certainty_equivalent")


def worth_of_normal_risk(payoff: sp.Expr, drawn: Sequence[Random], aversion: sp.Expr, what: str) -> sp.Expr:
    """Return the certainty equivalent, over some normal numbers, of a payoff that is linear in them.

    Parameters
    ----------
    payoff : sympy.Expr
    drawn : sequence of Random
        That stand in it; what else is random is as if it were known.
    aversion : sympy.Expr
    what : str
        Whose payoff it is, with which errors begin.

    Raises
    ------
    DeclarationError
        If it is not linear in them, or a law is not normal.
    """
    polynomial = polynomial_in(payoff, drawn)
    if polynomial is None or polynomial.total_degree() > 1:
        raise DeclarationError(
            f"{what}: {payoff} is not linear in what is random, so that its risk is not normal; write it linear, take "
            "risk=MeanVariance(...), or write its expected utility by yourself"
        )
    value = sp.S.Zero
    for symbol in drawn:
        if not isinstance(symbol.law, Normal):
            raise DeclarationError(
                f"{what}: {symbol} has the law {symbol.law}, for which the mean and the variance do not tell what a "
                f"risk is worth; declare random({symbol.name!r}, normal(mean, variance)), or take "
                "risk=MeanVariance(...)"
            )
        slope = polynomial.coeff_monomial(symbol)
        value += slope * symbol.law.mean - aversion * slope**2 * symbol.law.variance / 2
    return sp.expand(value + polynomial.coeff_monomial(1))


def _chance_of_a_normal_sum(excess: sp.Expr) -> sp.Expr | None:
    """Return how likely a sum of normal numbers is positive; None of what is no such sum."""
    drawn = sorted(excess.atoms(Drawn), key=str)
    polynomial = excess.as_poly(*drawn) if drawn else None
    if polynomial is None or polynomial.total_degree() != 1:
        return None
    mean, variance = polynomial.coeff_monomial(1), sp.S.Zero
    for symbol in drawn:
        slope = polynomial.coeff_monomial(symbol)
        if not (isinstance(symbol, Random) and isinstance(symbol.law, Normal) and slope.is_nonzero):
            return None
        mean, variance = mean + slope * symbol.law.mean, variance + slope**2 * symbol.law.variance
    return (1 + sp.erf(mean / sp.sqrt(2 * variance))) / 2


def _share_above(law: Uniform, place: sp.Expr, *, rising: bool) -> sp.Expr:
    """Return how likely a number above a place is, or one below it."""
    share = sp.expand((law.high - place) / law.length if rising else (place - law.low) / law.length)
    return sp.Max(0, share) - sp.Max(0, share - 1)
