"""A monopolist of a good that lasts, and buyers who foresee what it will ask for later."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache

import sympy as sp

from lsec_models import Equilibrium, Game, Player, decisions, parameters, solve
from lsec_models.games.static.results.piecewise import PiecewiseEquilibrium

d, x, d_c, d_f, r = parameters("d x d_c d_f r", positive=True)
q_1, q_2, q_3 = decisions("q_1 q_2 q_3")
_LEFT = 1 - q_1 - q_2
_NONE_LATER, _ALL = sp.S.Zero, sp.S.One
INSIDE = ("renter", "renter_three")


@cache
def equilibria() -> Mapping[str, Equilibrium | PiecewiseEquilibrium]:
    """Return every game solved, by label."""
    return {label: solve(game, corners=label not in INSIDE) for label, game in games().items()}


def games() -> Mapping[str, Game]:
    """Return every game as declared, by label; all but those in ``INSIDE`` are solved with corners."""
    return {
        "renter": renter(1 + d),
        "renter_three": renter(1 + d + d**2),
        "kept": kept(),
        "seller": seller(_ALL),
        "wearing": seller(x),
        "guaranteed": guaranteed(),
        "two_dates": dates(2),
        "three_dates": dates(3),
        "last_date": last_date(),
        "used_once": used_once(),
    }


def renter(periods: sp.Expr) -> Game:
    """Return the choice of how many goods to rent out, the same in all periods, as no period concerns another."""
    return Game(
        players=[Player("owner", decides=[q_1], payoff=periods * q_1 * (1 - q_1))],
        assuming=[d <= 1],
        report={"price": 1 - q_1, "buyers": periods * q_1**2 / 2},
    )


def kept() -> Game:
    """Return the choice of both sales at once, as of who keeps to what it announces."""
    owner = Player("owner", decides=[q_1, q_2], payoff=_foreseen(_ALL) * q_1 + d * _LEFT * q_2)
    return Game(players=[owner], assuming=[d <= 1], constraints=[q_1 + q_2 <= 1], report=_reported(_ALL))


def seller(lasting: sp.Expr) -> Game:
    """Return sales of today and of tomorrow, where a part of today's goods is still there tomorrow."""
    tomorrow = _price(lasting) * q_2
    today = _foreseen(lasting) * q_1 + d * tomorrow
    return _in_turn(today, tomorrow, _reported(lasting), *([lasting <= 1] if lasting == x else []))


def guaranteed() -> Game:
    """Return sales where those who buy today are refunded by what the price of tomorrow lies below 1 - q_1."""
    tomorrow = _LEFT * q_2 - q_1 * (1 - q_1 - _LEFT)
    return _in_turn((1 + d) * (1 - q_1) * q_1 + d * tomorrow, tomorrow, {"buyers": _reported(_ALL)["buyers"]})


def dates(number: int) -> Game:
    """Return sales of today and tomorrow of a good that is used in three periods, and sold in two or three of them.

    Whoever sells in the third sells to half of those who are left then, and at half of what the best of them would pay.
    """
    last_price, last_earned = (_LEFT / 2, _LEFT**2 / 4) if number == 3 else (_LEFT, _NONE_LATER)
    price = _LEFT + d * last_price
    tomorrow = price * q_2 + d * last_earned
    today = (1 - q_1 + d * price) * q_1 + d * tomorrow
    return _in_turn(today, tomorrow, {"sold": 1 - last_price})


def last_date() -> Game:
    """Return the sale of the last date, to the r buyers who are left."""
    seller = Player("last", decides=[q_3], payoff=(r - q_3) * q_3)
    return Game(players=[seller], constraints=[q_3 <= r])


def used_once() -> Game:
    """Return sales of a good that is used once, when it is bought, where buyers and seller discount differently."""
    p_1 = (1 - d_c) * (1 - q_1) + d_c * _LEFT
    tomorrow = _LEFT * q_2
    return _in_turn(p_1 * q_1 + d_f * tomorrow, tomorrow, {"p_1": p_1}, d_c < 1, d_f <= 1)


def _in_turn(today: sp.Expr, tomorrow: sp.Expr, report: Mapping[str, sp.Expr], *known: sp.Rel) -> Game:
    players = [Player("today", decides=[q_1], payoff=today), Player("tomorrow", decides=[q_2], payoff=tomorrow)]
    assumed: Sequence[sp.Rel] = known if d_c in today.free_symbols else [d <= 1, *known]
    return Game(players=players, order=["today", "tomorrow"], assuming=assumed, constraints=[q_1 <= 1], report=report)


def _price(lasting: sp.Expr) -> sp.Expr:
    return 1 - lasting * q_1 - q_2


def _foreseen(lasting: sp.Expr) -> sp.Expr:
    """Return what the last buyer of today pays: what use is worth today, and what is left can be had for tomorrow."""
    return 1 - q_1 + d * lasting * _price(lasting)


def _reported(lasting: sp.Expr) -> dict[str, sp.Expr]:
    there = lasting * q_1 + q_2
    return {"p_1": _foreseen(lasting), "p_2": _price(lasting), "there": there, "buyers": (q_1**2 + d * there**2) / 2}
