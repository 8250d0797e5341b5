"""Two workers whose noise is normal, of variance 1, at k = 1: is the symmetric effort a best reply to itself?

Outputs differ by a normal number of variance 2, whose density at zero is 1/(2 sqrt(pi)): first-order conditions say
that effort is S/(2 sqrt(pi)). As both have the same marginal gain whatever their efforts, no equilibrium is asymmetric.

Effort that is less by y brings S (y/(2 sqrt(pi)) - a(y)) - y^2/2, where a(y), the chance that is lost, is concave with
the slope 1/(2 sqrt(pi)) at zero: the more, the larger S is. So what is an equilibrium at one spread is one at all
smaller spreads, and what is none is none at larger ones.
"""

from __future__ import annotations

from fractions import Fraction

import sympy as sp

from lsec_models import Game, Player, decisions, normal, probability, random, solve
from lsec_models.games.static.results.solutions import Solutions
from lsec_models.solve.chance.enclosed_slope import sign_on

e_1, e_2 = decisions("e_1 e_2")

CONCAVE_UP_TO = 2 * sp.sqrt(2 * sp.pi * sp.E)
"""Up to this spread payoffs are concave in a worker's own effort: that of the density is nowhere steeper."""
_DEEPEST = 30


def tournament(spread: int) -> Solutions:
    """Return what is found, in numbers, between two workers at a spread of prizes."""
    noise = [random(f"n_{i}", normal(0, 1)) for i in (1, 2)]
    wins = probability(e_1 + noise[0] > e_2 + noise[1])
    players = [
        Player("first", decides=[e_1], payoff=spread * wins - e_1**2 / 2),
        Player("second", decides=[e_2], payoff=spread * (1 - wins) - e_2**2 / 2),
    ]
    return solve(Game(players=players), at={})


def is_equilibrium(spread: int) -> bool | None:
    """Return whether the symmetric effort is the best reply to itself, by balls; None where that is not seen.

    1. More effort is worse: the marginal gain falls and the marginal cost rises.
    2. From a little less effort on up to it the payoff is concave, and so higher at its end.
    3. All lower efforts are tiled: in each tile the gain over the symmetric effort is negative, or somewhere positive.
    """
    e = sp.Dummy("e", positive=True)
    effort = spread / (2 * sp.sqrt(sp.pi))
    worth = spread * (1 + sp.erf((e - effort) / 2)) / 2 - e**2 / 2
    gain = worth - (sp.Rational(spread, 2) - effort**2 / 2)
    near = Fraction(str(sp.N(effort - sp.Rational(1, 2), 12)))
    low, top = max(near, Fraction(0)), Fraction(str(sp.N(effort, 12))) + Fraction(1, 10**6)
    if sign_on(sp.diff(gain, e, 2), e, low, top) != -1:
        return None
    return _is_negative(gain, e, Fraction(0), low)


def _is_negative(gain: sp.Expr, e: sp.Symbol, low: Fraction, high: Fraction, depth: int = 0) -> bool | None:
    """Return whether a function is negative on all of an interval; None where that is not seen."""
    if low == high or sign_on(gain, e, low, high) == -1:
        return True
    middle = (low + high) / 2
    if sign_on(gain, e, middle, middle) == 1:
        return False
    if depth == _DEEPEST:
        return None
    parts = [_is_negative(gain, e, *ends, depth + 1) for ends in ((low, middle), (middle, high))]
    return False if False in parts else None if None in parts else True
