"""The games of the article: who collects used products, each of which saves the manufacturer some cost."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

import sympy as sp

from lsec_models import Equilibrium, Game, Player, decisions, parameters, solve

f, beta, C_L, Delta, b_0 = parameters("f beta C_L Delta b_0", positive=True)
c_m = parameters("c_m", nonnegative=True)
q = decisions("q")
w, tau = decisions("w tau", real=True)
b = decisions("b", within=(0, Delta))

PRICE = (f - q) / beta
EFFORT = C_L * tau**2
MARKET = f - beta * c_m
"""What would be sold at the price c_m."""
SOME_NOT_RETURNED = Delta * MARKET < 4 * C_L - beta * Delta**2
"""That one owner, who collects most, would collect less than all."""


@cache
def equilibria() -> Mapping[str, Equilibrium]:
    """Return every game solved, by label."""
    solved = {label: solve(game) for label, game in games().items()}
    return {**solved, "third_party": solve(transfer_decided(solved["third_party_at"]))}


def games() -> Mapping[str, Game]:
    """Return the games as declared, by label.

    The choice of what a third party gets is made as the game with that given is solved, and is not among them.
    """
    retailer_bound = b_0 * MARKET < 8 * C_L - 2 * beta * Delta * b_0
    return {
        "one_owner": one_owner(),
        "manufacturer": manufacturer_collects(),
        "retailer": retailer_collects(Delta, SOME_NOT_RETURNED),
        "retailer_at": retailer_collects(b_0, retailer_bound, beta * b_0**2 < 4 * C_L),
        "third_party_at": third_party_collects(),
        "nobody": nobody_collects(),
    }


def one_owner() -> Game:
    """Return the choice of quantity and share by one owner of everything."""
    owner = Player("owner", decides=[q, tau], payoff=(PRICE - c_m + Delta * tau) * q - EFFORT)
    return _game([owner], SOME_NOT_RETURNED)


def manufacturer_collects() -> Game:
    """Return the game in which the manufacturer collects from buyers."""
    maker = Player("manufacturer", decides=[w, tau], payoff=(w - c_m + Delta * tau) * q - EFFORT)
    return _game([maker, _shop()], SOME_NOT_RETURNED)


def retailer_collects(transfer: sp.Expr, *known: sp.Rel) -> Game:
    """Return the game in which the retailer collects, and gets a transfer for each used product."""
    maker = Player("manufacturer", decides=[w], payoff=(w - c_m + (Delta - transfer) * tau) * q)
    shop = Player("retailer", decides=[q, tau], payoff=(PRICE - w + transfer * tau) * q - EFFORT)
    return _game([maker, shop], *known)


def third_party_collects() -> Game:
    """Return the game in which a third party collects, and gets the transfer b_0 for each used product."""
    maker = Player("manufacturer", decides=[w], payoff=(w - c_m + (Delta - b_0) * tau) * q)
    collector = Player("collector", decides=[tau], payoff=b_0 * tau * q - EFFORT)
    return _game([maker, _shop(), collector], SOME_NOT_RETURNED, b_0 <= Delta)


def transfer_decided(given: Equilibrium) -> Game:
    """Return the manufacturer's choice of what a third party gets, where it knows what each transfer leads to."""
    shown = ("w", "q", "tau", "p", "retailer", "collector", "buyers")
    payoff = given["manufacturer"].subs(b_0, b)
    return Game(
        players=[Player("manufacturer", decides=[b], payoff=payoff)],
        assuming=[f > beta * c_m, SOME_NOT_RETURNED],
        report={name: given[name].subs(b_0, b) for name in shown},
    )


def nobody_collects() -> Game:
    """Return the game without used products."""
    return _game([Player("manufacturer", decides=[w], payoff=(w - c_m) * q), _shop()])


def _shop() -> Player:
    return Player("retailer", decides=[q], payoff=(PRICE - w) * q)


def _game(players: list[Player], *known: sp.Rel) -> Game:
    """Return the game in which the first player leads, and report the price and what buyers gain."""
    leader, *others = (player.name for player in players)
    return Game(
        players=players,
        order=[leader, tuple(others)] if others else [leader],
        assuming=[f > beta * c_m, *known],
        report={"p": PRICE, "buyers": q**2 / (2 * beta)},
    )
