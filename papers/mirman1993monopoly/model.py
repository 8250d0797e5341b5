"""A monopolist that does not know its demand, and may choose today what tells it more for tomorrow."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

import sympy as sp

from lsec_models import Equilibrium, Game, Player, decisions, parameters, solve

A, A_1, A_2, B_1, B_2, r, h, delta = parameters("A A_1 A_2 B_1 B_2 r h delta", positive=True)
x, x_1, x_2, x_0 = decisions("x x_1 x_2 x_0", real=True)

_KNOWN = (r < 1,)


@cache
def equilibria() -> Mapping[str, Equilibrium]:
    """Return every game solved, by label."""
    return {label: solve(game) for label, game in games().items()}


def games() -> Mapping[str, Game]:
    """Return every game as declared, by label."""
    shift = A_1 - A_2
    return {
        "myopic": myopic(),
        "above": looking_ahead((_line(A_1, B_1), _line(A_2, B_2)), shift - (B_1 - B_2) * x),
        "below": looking_ahead((_line(A_1, B_1), _line(A_2, B_2)), (B_1 - B_2) * x - shift),
        "quantity": looking_ahead((_line(A, B_1), _line(A, B_2)), (B_2 - B_1) * x, B_1 < B_2),
        "price": looking_ahead(_sold_at_prices(), (1 / B_1 - 1 / B_2) * (A - x), B_1 < B_2),
        "level": looking_ahead((_line(A_1, B_1), _line(A_2, B_1)), A_1 - A_2, A_1 > A_2),
    }


def myopic() -> Game:
    """Return the decision of who does not look ahead."""
    payoff = _expected((_line(A_1, B_1), _line(A_2, B_2)), x, x)
    return Game(players=[Player("seller", decides=[x], payoff=payoff)], assuming=_KNOWN)


def looking_ahead(lines: tuple[sp.Lambda, sp.Lambda], apart: sp.Expr, *known: sp.Rel) -> Game:
    """Return decisions of today and of tomorrow, where today's tells the line with the chance apart/(2 h).

    Who decides tomorrow was told the first line, the second one, or neither.
    """
    told, untold = _expected(lines, x_1, x_2), _expected(lines, x_0, x_0)
    chance = apart / (2 * h)
    ahead = _expected(lines, x, x) + delta * (chance * told + (1 - chance) * untold)
    return Game(
        players=[
            Player("seller", decides=[x], payoff=ahead),
            Player("told_first", decides=[x_1], payoff=lines[0](x_1)),
            Player("told_second", decides=[x_2], payoff=lines[1](x_2)),
            Player("told_neither", decides=[x_0], payoff=untold),
        ],
        order=["seller", ("told_first", "told_second", "told_neither")],
        assuming=[*_KNOWN, *known],
        report={"moved": x - x_0, "chance": chance, "worth": told - untold, "today": _expected(lines, x, x)},
    )


def _line(level: sp.Expr, slope: sp.Expr) -> sp.Lambda:
    """Return what a decision brings on a line."""
    z = sp.Dummy("z")
    return sp.Lambda(z, z * (level - slope * z))


def _sold_at_prices() -> tuple[sp.Lambda, sp.Lambda]:
    """Return what a price brings where the price of x units is A - B_1 x or A - B_2 x."""
    return _line(A / B_1, 1 / B_1), _line(A / B_2, 1 / B_2)


def _expected(lines: tuple[sp.Lambda, sp.Lambda], first: sp.Expr, second: sp.Expr) -> sp.Expr:
    return r * lines[0](first) + (1 - r) * lines[1](second)
