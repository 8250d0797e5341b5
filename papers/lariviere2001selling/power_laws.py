"""A price-only contract where demand, up to 1, has a power law: the chance that it is below x is x^k.

The supplier that sets the price names the order by it: whatever is ordered, the price is the one at which it is. So its
problem has one decision, the order, at the price of the reply, ``at_price_k2`` and ``at_price_k3``.
"""

from __future__ import annotations

from collections.abc import Mapping

import sympy as sp

from lsec_models import Game, Player, decisions, parameters

p, c, w_0, k = parameters("p c w_0 k", positive=True)
q = decisions("q", within=(0, 1))
POWERS = (2, 3)


def games() -> Mapping[str, Game]:
    """Return the chain's order, the retailer's and the supplier's, by label and power."""
    return {f"{label}_k{power}": game for power in POWERS for label, game in _games(sp.Integer(power)).items()}


def sold(power: sp.Expr) -> sp.Expr:
    """Return what is sold of an order on average: the chances that demand is above each x up to it, added up."""
    x = sp.Symbol("x", positive=True)
    return sp.integrate(1 - x**power, (x, 0, q))


def named(power: sp.Expr) -> sp.Expr:
    """Return the price at which an order is placed: the revenue of its last unit."""
    return p * (1 - q**power)


def for_any_power() -> dict[str, sp.Expr]:
    """Return what holds for every k: orders, the part of profit that is left, and that it rises in k.

    Both profits are concave in the order, hence highest where their slopes are zero. The margin is d = p - c.
    """
    d = sp.Symbol("d", positive=True)
    chain, supplier = (profit.subs(c, p - d) for profit in (p * sold(k) - c * q, (named(k) - c) * q))
    whole, apart = (d / p) ** (1 / k), (d / (p * (k + 1))) ** (1 / k)
    left = chain.subs(q, apart) / chain.subs(q, whole)
    printed = (k + 2) / (k + 1) * (k + 1) ** (-1 / k)
    faster = sp.log(1 + k) - 2 * k / (k + 2)
    return {
        "slope of the chain's profit at (1 - c/p)^(1/k)": sp.simplify(sp.diff(chain, q).subs(q, whole)),
        "slope of the supplier's profit at ((1 - c/p)/(k + 1))^(1/k)": sp.simplify(sp.diff(supplier, q).subs(q, apart)),
        "how the first slope changes": _shortest(sp.diff(chain, q, 2)),
        "how the second slope changes": _shortest(sp.diff(supplier, q, 2)),
        "part of profit that is left": printed,
        "what it differs by from profits at these orders": sp.simplify(left - printed),
        "k^2 times the slope of its logarithm, less log(1 + k) - 2 k/(k + 2)": sp.simplify(
            k**2 * sp.diff(sp.log(printed), k) - faster
        ),
        "slope of log(1 + k) - 2 k/(k + 2), which is zero at k = 0": sp.factor(sp.diff(faster, k)),
        "part of profit that is left as k tends to zero": sp.limit(printed, k, 0, "+"),
        "part of profit that is left as k grows": sp.limit(printed, k, sp.oo),
    }


def _shortest(expression: sp.Expr) -> sp.Expr:
    return sp.powsimp(sp.simplify(expression))


def _games(power: sp.Expr) -> dict[str, Game]:
    expected, price = sold(power), named(power)
    retailer = {"w": price, "retailer": p * expected - price * q}
    return {
        "chain": _alone("chain", f"x_{power}", p * expected - c * q, p > c),
        "at_price": _alone("retailer", f"y_{power}", p * expected - w_0 * q, p > w_0, w_0 > c),
        "price_only": _alone("supplier", f"q_{power}", (price - c) * q, p > c, report=retailer),
    }


def _alone(
    player: str, order: str, payoff: sp.Expr, *known: sp.Rel, report: Mapping[str, sp.Expr] | None = None
) -> Game:
    """Return the choice of an order, which has a name of its own, as its root must have in a claim."""
    own = decisions(order, within=(0, 1))
    reported = {name: formula.subs(q, own) for name, formula in (report or {}).items()}
    return Game(players=[Player(player, decides=[own], payoff=payoff.subs(q, own))], assuming=known, report=reported)
