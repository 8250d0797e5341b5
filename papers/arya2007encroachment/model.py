"""The games of the article: with and without the manufacturer's own channel, and its three variations."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

import sympy as sp

from lsec_models import Equilibrium, Game, Player, decisions, parameters, solve
from lsec_models.games.static.results.piecewise import PiecewiseEquilibrium

a, b, c, k, beta = parameters("a b c k beta", positive=True)
w, q_r, q_m, gain_m, gain_r = decisions("w q_r q_m gain_m gain_r")

W, ordered = parameters("w q", positive=True)

SYMBOLS = (a, b, c, k, beta)
DETERRENCE = "q_m = 0 (brink)"

_PRICE = a - b * (q_r + q_m)
_MANUFACTURER = w * q_r + (_PRICE - c) * q_m
_RETAILER = (_PRICE - w) * q_r
_ALONE = (a - c) ** 2 / (4 * b)


@cache
def equilibria() -> Mapping[str, Equilibrium]:
    """Return every game solved for its interior equilibrium, and the deterrence regime of encroachment, by label."""
    (deterrence,) = channel().regime(DETERRENCE).pieces
    return {label: solve(game) for label, game in games().items()} | {"deterrence": deterrence}


def games() -> Mapping[str, Game]:
    """Return every game as declared, by label."""
    return {
        "no_channel": no_encroachment(),
        "encroachment": encroachment(),
        "simultaneous": encroachment().with_order([w, ("retailer", q_m)]),
        "differentiated": differentiated(),
        "bargained_no_channel": bargained_without_channel(),
        "bargained": bargained(),
    }


@cache
def channel() -> PiecewiseEquilibrium:
    """Return encroachment solved with its corners: what a channel does also where it sells nothing."""
    return solve(encroachment(), corners=True)


def encroachment() -> Game:
    """Return the game in which the manufacturer sells through its own channel after the retailer."""
    return Game(
        players=[
            Player("manufacturer", decides=[w, q_m], payoff=_MANUFACTURER),
            Player("retailer", decides=[q_r], payoff=_RETAILER),
        ],
        order=[w, "retailer", q_m],
        constraints=[q_m >= 0],
        report=_reported(_MANUFACTURER, _RETAILER, q_r + q_m),
    )


def no_encroachment() -> Game:
    """Return the game without a channel of the manufacturer's own."""
    manufacturer, retailer = (payoff.subs(q_m, 0) for payoff in (_MANUFACTURER, _RETAILER))
    return Game(
        players=[
            Player("manufacturer", decides=[w], payoff=manufacturer),
            Player("retailer", decides=[q_r], payoff=retailer),
        ],
        order=["manufacturer", "retailer"],
        report=_reported(manufacturer, retailer, q_r),
    )


def differentiated() -> Game:
    """Return encroachment with products that are imperfect substitutes (and b = 1)."""
    return Game(
        players=[
            Player("manufacturer", decides=[w, q_m], payoff=w * q_r + (a - q_m - k * q_r - c) * q_m),
            Player("retailer", decides=[q_r], payoff=(a - q_r - k * q_m - w) * q_r),
        ],
        order=[w, "retailer", q_m],
        assuming=[k <= 1],
        constraints=[q_m >= 0],
    )


def bargained() -> Game:
    """Return encroachment with the wholesale price from Nash's bargaining solution."""
    return _bargained(_MANUFACTURER, _RETAILER, _ALONE, [q_m])


def bargained_without_channel() -> Game:
    """Return the game without the manufacturer's own channel, the wholesale price from Nash's bargaining solution."""
    manufacturer, retailer = (payoff.subs(q_m, 0) for payoff in (_MANUFACTURER, _RETAILER))
    return _bargained(manufacturer, retailer, sp.S.Zero, [])


@cache
def channel_at_any_price() -> PiecewiseEquilibrium:
    """Return the quantities that follow a wholesale price, which is a parameter here, with their corners."""
    return solve(_after_the_wholesale_price(encroachment(), ["retailer", q_m]), corners=True)


def retailer_after_an_order() -> tuple[sp.Expr, sp.Expr]:
    """Return the retailer's payoff at any order and wholesale price: if the channel stays idle, and if it sells.

    It sells the quantity that the manufacturer's first-order condition gives. The order is measured by how far it
    lowers the price: b q_r.
    """
    held = {w: W, q_r: ordered / b}
    players = [
        Player("manufacturer", decides=[q_m], payoff=_MANUFACTURER.subs(held)),
        Player("retailer", decides=[], payoff=_RETAILER.subs(held)),
    ]
    return _RETAILER.subs({**held, q_m: 0}), solve(Game(players=players, order=["manufacturer"]))["retailer"]


def no_encroachment_at_any_price() -> Equilibrium:
    """Return the same without a channel."""
    return solve(_after_the_wholesale_price(no_encroachment(), ["retailer"]))


def _after_the_wholesale_price(game: Game, order: list[str | sp.Symbol]) -> Game:
    players = [
        Player(p.name, decides=[d for d in p.decides if d != w], payoff=p.payoff.subs(w, W)) for p in game.players
    ]
    return Game(players=players, order=order, constraints=game.constraints, assuming=[c < a] if q_m in order else [])


def _bargained(manufacturer: sp.Expr, retailer: sp.Expr, alone: sp.Expr, direct: list[sp.Symbol]) -> Game:
    gains = {"manufacturer_gain": manufacturer - alone, "retailer_gain": retailer}
    weighted = beta * gain_r * gains["manufacturer_gain"] + (1 - beta) * gain_m * gains["retailer_gain"]
    misjudged = (gain_m - gains["manufacturer_gain"]) ** 2 + (gain_r - gains["retailer_gain"]) ** 2
    return Game(
        players=[
            Player("mediator", decides=[w], payoff=weighted),
            Player("expectations", decides=[gain_m, gain_r], payoff=-misjudged),
            Player("retailer", decides=[q_r], payoff=retailer),
            Player("manufacturer", decides=direct, payoff=manufacturer),
        ],
        order=[("mediator", "expectations"), ("retailer",), *[("manufacturer",) for _ in direct]],
        assuming=[beta <= 1],
        constraints=[quantity >= 0 for quantity in direct],
        report=gains,
    )


def _reported(manufacturer: sp.Expr, retailer: sp.Expr, sold: sp.Expr) -> dict[str, sp.Expr]:
    return {"consumer_surplus": b * sold**2 / 2, "industry_profit": manufacturer + retailer}
