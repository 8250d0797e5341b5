"""Experiments of a seller who offers a lot at the price that clears it, and of one who announces later prices first.

In each half of a show the price is one of two lines of the lot, equally likely: ``a + x - (b + y)*q`` or
``a - x - (b - y)*q``, which cross at the lot ``x/y``. The noise, uniform on [-h, h], is one of the price. What is not
said to be other is as in the story slope of the model live_pricing, and so are the letters.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

import sympy as sp

from lsec_models import Equilibrium, Game, Player, decisions, parameters, solve
from lsec_models.models import load

a, b, x, y, h, delta = parameters("a b x y h delta", positive=True)
q_1, q_h, q_l, q_0 = decisions("q_1 q_h q_l q_0")
_LATER = ("later_high", "later_low", "later_blind")


@cache
def equilibria() -> Mapping[str, Any]:
    """Return the equilibria of these games, by label.

    ``lots_`` are first lots that look ahead (``adjusted``) or do not (``myopic``); in ``lots_beyond_`` the myopic lot
    is larger than that at which the lines cross, so that its price is lower, in ``lots_within_`` it is smaller.
    ``lines_below_planned_`` and ``lines_above_planned_`` are sellers of the model whose later prices are announced
    first.
    """
    found: dict[str, Any] = {
        f"lots_{side}_{pricing}": _lots(ahead=pricing == "adjusted", beyond=side == "beyond")
        for side in ("beyond", "within")
        for pricing in ("adjusted", "myopic")
    }
    for crossing in ("below", "above"):
        for pricing in ("adjusted", "myopic"):
            planned = load("live_pricing", story="slope", crossing=crossing, pricing=pricing, order=[_LATER, "seller"])
            found[f"lines_{crossing}_planned_{pricing}"] = solve(planned)
    return found


def _lots(*, ahead: bool, beyond: bool) -> Equilibrium:
    lines = {q_h: (a + x, b + y), q_l: (a - x, b - y)}
    mean = [((size, slope), sp.Rational(1, 2)) for size, slope in lines.values()]
    earned_blind = sp.Add(*(part * q_0 * (size - slope * q_0) for (size, slope), part in mean))
    earned_told = sp.Add(*(lot * (size - slope * lot) for lot, (size, slope) in lines.items())) / 2
    now = sp.Add(*(part * q_1 * (size - slope * q_1) for (size, slope), part in mean))
    told = (y * q_1 - x if beyond else x - y * q_1) / h
    then = told * earned_told + (1 - told) * earned_blind
    selves = [
        *(
            Player(f"later_{words}", decides=[lot], payoff=lot * (lines[lot][0] - lines[lot][1] * lot))
            for words, lot in (("high", q_h), ("low", q_l))
        ),
        Player("later_blind", decides=[q_0], payoff=earned_blind),
    ]
    seller = Player("seller", decides=[q_1], payoff=now + delta * then if ahead else now)
    surplus_told = sp.Add(*(slope * lot**2 / 2 for lot, (_, slope) in lines.items())) / 2
    surplus = b * q_1**2 / 2 + delta * (told * surplus_told + (1 - told) * b * q_0**2 / 2)
    game = Game(
        players=[seller, *selves],
        order=["seller", _LATER],
        assuming=[delta <= 1, x < a, y < b, *_seen_at_times(beyond=beyond)],
        report={"p_1": a - b * q_1, "told": told, "consumer_surplus": surplus},
    )
    return solve(game)


def _seen_at_times(*, beyond: bool) -> list[sp.Basic]:
    """Return what keeps prices positive, and the chance that the line is told within [0, 1], at lots on offer."""
    if not beyond:
        return [2 * b * x > a * y, 2 * b * x < a * (b + y), x <= h]
    worth = (b * x - a * y) ** 2 / (4 * b * (b**2 - y**2))
    largest = a / (2 * b) + delta * worth * y / (2 * b * h)
    return [2 * b * x < a * y, y * largest <= x + h, (b + y) * largest < a + x]
