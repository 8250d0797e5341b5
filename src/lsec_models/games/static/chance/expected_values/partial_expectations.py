"""Expected values beyond a kink, of a normal and of an exponential number, in closed form.

With z = (x - mean)/deviation standard normal and t the kink, the integrals T_j of z^j beyond t are
T_0 = (1 - erf(t/sqrt(2)))/2, T_1 = exp(-t^2/2)/sqrt(2 pi) and T_j = t^(j - 1) T_1 + (j - 1) T_(j - 2). Of an
exponential number they are exp(-t/mean) times a polynomial in t.
"""

from __future__ import annotations

from math import comb

import sympy as sp

from lsec_models.games.laws import Exponential, Normal


def moment_beyond(law: Normal | Exponential, power: int, kink: sp.Expr) -> sp.Expr:
    """Return the expected value of a power of the number where it is above a kink, and of zero elsewhere.

    Parameters
    ----------
    law : Normal or Exponential
    power : int
    kink : sympy.Expr
        Of an exponential number it must not be negative.

    Examples
    --------
    >>> from lsec_models.games.laws import exponential, normal
    >>> moment_beyond(normal(0, 1), 1, sp.Integer(0))
    sqrt(2)/(2*sqrt(pi))
    >>> moment_beyond(exponential(2), 1, sp.Symbol("t"))
    (t + 2)*exp(-t/2)
    """
    if isinstance(law, Exponential):
        terms = (sp.ff(power, j) * law.mean**j * kink ** (power - j) for j in range(power + 1))
        return sp.Add(*terms) * sp.exp(-kink / law.mean)
    deviation = sp.sqrt(law.variance)
    beyond = _standard((kink - law.mean) / deviation, power)
    return sp.Add(*(comb(power, j) * law.mean ** (power - j) * deviation**j * beyond[j] for j in range(power + 1)))


def _standard(kink: sp.Expr, power: int) -> list[sp.Expr]:
    density = sp.exp(-(kink**2) / 2) / sp.sqrt(2 * sp.pi)
    beyond = [(1 - sp.erf(kink / sp.sqrt(2))) / 2, density]
    for j in range(2, power + 1):
        beyond.append(kink ** (j - 1) * density + (j - 1) * beyond[j - 2])
    return beyond
