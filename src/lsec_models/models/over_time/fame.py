"""Fame that feeds on itself: which streamers take off, and which fade (the Matthew effect).

Players and timing. One streamer chooses live effort ``e >= 0`` at every instant, for ever. The manufacturer's terms,
commission, training and subsidy, are given.

State and payoff. Fame A (followers who watch, in thousands) brings live revenue ``rho * A`` per month, of which the
streamer keeps the commission ``lambda``. Effort costs ``eta * e**2 / 2`` per month; the manufacturer bears the share
``psi`` of it. The streamer maximises the stream of ``lambda * rho * A - (1 - psi) * eta * e**2 / 2``, discounted at r.

Dynamics. ``A' = (1 + xi) * kappa * e * A**2 / (h**2 + A**2) - delta * A``: effort wins followers only as far as
somebody sees it, and the share of viewers that a platform's recommendation sends rises in an S-shape with the fame
that is there already, to one half at ``A = h``. Training xi makes effort win more. Followers leave at the rate delta.

Units. Time in months; A and h in thousands of followers; rho in money per thousand followers and month; eta in money
per squared unit of effort and month; kappa in thousands of followers per unit of effort and month.

Sources and choices. The question is that of Zhang, Chen, Wan & Zhang (2024, Management Review 36(4), 142-153), whose
abstract speaks of a critical condition of the Matthew effect beyond which an ordinary streamer moves towards top
status. We know no equations of theirs. Everything here is a reconstruction of ours: one decision maker, quadratic cost,
revenue proportional to fame, and the S-shape, which the shallow-lake literature uses for what feeds on itself (Maler,
Xepapadeas & de Zeeuw 2003, Environmental and Resource Economics 26, 603-624) and which here multiplies effort. The
critical fame is an indifference point in the sense of Skiba (1978, Econometrica 46, 527-539).

What is exact
-------------
With ``a = A / h``, ``v = (1 + xi) * kappa * e / h`` and payoffs in units of ``lambda * rho * h`` the problem becomes

    maximise the discounted stream of  a - v**2 / (2 * M)  where  a' = v * a**2 / (1 + a**2) - delta * a,

so that the critical fame is h times a function of M, delta and r alone, where

    M = (1 + xi)**2 * kappa**2 * lambda * rho / ((1 - psi) * eta * h)

is the *pull* of fame. Commission, training and subsidy move the critical fame through M only: doubling the commission
does what halving the streamer's share of the effort cost does, or raising the productivity of effort by the factor
``sqrt(2)``. No fame, ``A = 0``, is always a steady state and always a saddle (the dynamics have the slope ``-delta``
there). The others are ``h`` times the positive roots a, with positive costate, of

    Q(a) = delta * (r + delta) * a**4 - M * a**3 + 2 * r * delta * a**2 + delta * (r - delta).

For ``r > delta`` the coefficients of Q have the signs + - + + and those of ``Q(-a)`` are all positive, so that by
Descartes' rule Q has no negative root, and two positive ones or none. A negative discriminant means exactly two real
roots: there are two steady states with fame if and only if the discriminant of Q is negative, which is ``M > M0`` with

    M0**2 = 16 * delta**2 * (r * (8 * r**2 - 9 * delta**2) + (4 * r**2 - 3 * delta**2)**(3/2)) / (27 * (r - delta)).

Below that pull every streamer fades. For ``r < delta`` there is a steady state with fame whatever the pull. In both
cases all of them lie below ``h * (1 + M / (delta * (r + delta)))``, from where on Q is positive.
"""

from __future__ import annotations

import sympy as sp

from lsec_models.algebra.domains.symbols import decisions, parameters
from lsec_models.games.one_state import OneStateProblem
from lsec_models.models.parts.baseline import baseline

commission, revenue, effort_cost, productivity, half_fame = parameters("lambda rho eta kappa h", positive=True)
decay, discount = parameters("delta r", positive=True)
training, subsidy = parameters("xi psi", nonnegative=True)
effort = decisions("e")
fame_stock = sp.Symbol("A", nonnegative=True)

BASELINE = baseline(
    {
        "lambda": "1/5",
        "rho": "5",
        "eta": "1",
        "kappa": "1",
        "h": "1",
        "delta": "1/5",
        "r": "3/10",
        "xi": "0",
        "psi": "0",
    }
)


def fame() -> OneStateProblem:
    """Return the streamer's problem; see the module's docstring.

    Returns
    -------
    OneStateProblem
        With fame as its state, from zero to where no steady state can be.

    Examples
    --------
    >>> fame().parameters
    (delta, eta, h, kappa, lambda, psi, r, rho, xi)
    """
    grip = fame_stock**2 / (half_fame**2 + fame_stock**2)
    return OneStateProblem(
        state=fame_stock,
        control=effort,
        payoff=commission * revenue * fame_stock - (1 - subsidy) * effort_cost * effort**2 / 2,
        dynamics=(1 + training) * productivity * effort * grip - decay * fame_stock,
        discount=discount,
        between=(sp.S.Zero, half_fame * (1 + pull() / (decay * (discount + decay)))),
        assuming=[commission < 1, subsidy < 1],
    )


def pull() -> sp.Expr:
    """Return M, the only way in which commission, training, subsidy and revenue move the critical fame.

    Examples
    --------
    >>> pull()
    kappa**2*lambda*rho*(xi + 1)**2/(eta*h*(1 - psi))
    """
    growth = (1 + training) * productivity
    return growth**2 * commission * revenue / ((1 - subsidy) * effort_cost * half_fame)


def smallest_pull() -> sp.Expr:
    """Return M0, the pull up to which every streamer fades, for a discount rate above the decay of fame.

    Examples
    --------
    >>> smallest_pull().subs({discount: 2, decay: 1}).evalf(6)
    7.41858
    """
    r, d = discount, decay
    root = (4 * r**2 - 3 * d**2) ** sp.Rational(3, 2)
    return sp.sqrt(16 * d**2 * (r * (8 * r**2 - 9 * d**2) + root) / (27 * (r - d)))
