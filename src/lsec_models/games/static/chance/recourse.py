"""Decisions that are made when something random is known: the best answer to each draw, in closed form.

Of one decision in which the payoff is concave and quadratic, the answer is the stationary point, or the end that is
nearest to it; of one in which it is linear up to a kink and linear beyond it, the kink or an end. Signs on which that
rests are proved on all that is known of parameters, decisions and draws.
"""

from __future__ import annotations

import sympy as sp

from lsec_models.algebra.domains.domain import Domain
from lsec_models.algebra.domains.symbols import Decision
from lsec_models.algebra.polynomials.signs import Sign
from lsec_models.errors import DeclarationError
from lsec_models.games.static.chance.known_signs import sign_of
from lsec_models.games.static.kinks import PositiveParts, has_kinks


def best_answer(payoff: sp.Expr, decision: Decision, domain: Domain) -> sp.Expr:
    """Return the only best decision after every history and draw.

    Parameters
    ----------
    payoff : sympy.Expr
        Of who decides.
    decision : Decision
    domain : Domain
        What is known of everything else.

    Raises
    ------
    DeclarationError
        If it has no such closed form, or a sign is not known on which it rests; says which.
    """
    if decision.is_positive:
        raise _no_answer(decision, "it is declared positive, so that it has no lowest value; declare it nonnegative")
    low, high = decision.ends
    parts = PositiveParts(symbol.name for symbol in payoff.free_symbols)
    smooth = parts.written(payoff) if has_kinks(payoff) else payoff
    given: dict[sp.Basic, sp.Expr] = {}
    own: dict[Decision, sp.Expr] = {}
    for part, function in parts.of.items():
        inner = function.xreplace(given)
        if {decision, *own} & inner.free_symbols:
            own[part] = inner
        else:
            given[part] = sp.Max(0, inner)
    smooth = smooth.xreplace(given)
    if not own:
        return _within(_stationary(smooth, decision, domain), low, high)
    return _at_kink(smooth, decision, own, domain, low, high)


def room_for(decision: Decision) -> sp.Basic:
    """Return that the lowest value of a decision is not above its highest one."""
    low, high = decision.ends
    return sp.true if low is None or high is None else sp.Le(low, high)


def _stationary(payoff: sp.Expr, decision: Decision, domain: Domain) -> sp.Expr:
    polynomial = payoff.as_poly(decision)
    if polynomial is None or polynomial.degree() != 2:
        raise _no_answer(decision, f"{payoff} is not quadratic in it")
    curvature, slope = polynomial.coeff_monomial(decision**2), polynomial.coeff_monomial(decision)
    if sign_of(curvature, domain) is not Sign.NEGATIVE:
        raise _no_answer(decision, f"it is not known that {curvature} < 0")
    return sp.cancel(-slope / (2 * curvature))


def _at_kink(
    payoff: sp.Expr,
    decision: Decision,
    kinks: dict[Decision, sp.Expr],
    domain: Domain,
    low: sp.Expr | None,
    high: sp.Expr | None,
) -> sp.Expr:
    """Return where a payoff is highest that is linear on either side of one place."""
    places = set()
    above, below = {}, {}
    for part, inner in kinks.items():
        slope = sp.diff(inner, decision)
        if decision in slope.free_symbols or set(kinks) & inner.free_symbols:
            written = inner.xreplace({other: sp.Max(0, function) for other, function in kinks.items()})
            raise _no_answer(decision, f"the kink where {written} changes its sign is not linear in it")
        rises = sign_of(slope, domain)
        if not rises.is_nonzero:
            raise _no_answer(decision, f"the sign of {slope} is not known")
        places.add(sp.cancel(decision - inner / slope))
        above[part], below[part] = (inner, sp.S.Zero) if rises is Sign.POSITIVE else (sp.S.Zero, inner)
    if len(places) > 1:
        raise _no_answer(decision, f"the payoff has kinks at {' and '.join(sorted(map(str, places)))}")
    left, right = (sp.expand(sp.diff(sp.expand(payoff.xreplace(side)), decision)) for side in (below, above))
    for slope in (left, right):
        if decision in slope.free_symbols or has_kinks(slope):
            raise _no_answer(decision, f"its slope {slope} is not constant beside the kink")
    signs = sign_of(left, domain), sign_of(right, domain)
    if signs == (Sign.POSITIVE, Sign.NEGATIVE):
        return _within(places.pop(), low, high)
    if signs == (Sign.NEGATIVE, Sign.NEGATIVE) and low is not None:
        return low
    if signs == (Sign.POSITIVE, Sign.POSITIVE) and high is not None:
        return high
    raise _no_answer(
        decision, f"before and beyond the kink at {places.pop()} the payoff has the slopes {left} and {right}"
    )


def _within(place: sp.Expr, low: sp.Expr | None, high: sp.Expr | None) -> sp.Expr:
    if high is not None:
        place = sp.Min(place, high)
    return place if low is None else sp.Max(place, low)


def _no_answer(decision: Decision, reason: str) -> DeclarationError:
    return DeclarationError(
        f"{decision} is decided when something random is known, and has no closed form for all draws: {reason}; add to "
        "assuming= what decides it, write the payoff quadratic or with a single kink in it, or insert the answer"
    )
