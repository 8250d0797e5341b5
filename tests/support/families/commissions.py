"""Twelve games in which somebody chooses a commission, before or after the price, with effort or not, and three more.

A manufacturer sells at a price p, at a unit cost c. Who decides the commission `lam` receives this share of revenue.
With effort, a streamer raises demand by e at the cost k e**2 / 2, and is paid the commission or, where that goes to
somebody else, a given share of revenue. In the other three the manufacturer has a second price, at its own channel.
"""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

import sympy as sp

from families.static import Declared, declared
from lsec_models import Game, Player, decisions, parameters

a, c, k = parameters("a c k", positive=True)
share, price, effort, second = decisions("lam", within=(0, 1)), *decisions("p e p_2")
GIVEN = sp.Rational(1, 5)


@dataclass(frozen=True)
class Commission:
    """One of the games.

    Attributes
    ----------
    game : Game
    """

    game: Game

    def points(self, count: int, seed: int) -> list[dict[str, Fraction]]:
        """Return points of the parameters at which somebody would buy at cost."""
        dice = random.Random(seed)
        found = []
        for _ in range(count):
            drawn = {
                "a": Fraction(dice.randint(20, 60), 4),
                "c": Fraction(dice.randint(1, 16), 8),
                "k": Fraction(dice.randint(2, 20), 4),
            }
            found.append({parameter.name: drawn[parameter.name] for parameter in self.game.parameters})
        return found

    def declared(self, point: Mapping[str, Fraction]) -> Declared:
        """Return the game at a point as plain data."""
        game = self.game.with_values(point)
        limits: dict[str, list[sp.Basic]] = {}
        for player in game.players:
            own = [relation for relation in game.constraints if relation.has(*player.decides)]
            own += [decision <= decision.within[1] for decision in player.decides if decision.within[1] is not None]
            limits[player.name] = own
        plain = {d: decisions(d.name) for d in game.decisions}
        return declared(
            {player.name: [plain[d] for d in player.decides] for player in game.players},
            {player.name: player.payoff.xreplace(plain) for player in game.players},
            # Of one mover, deciding one after the other is deciding together.
            [[plain[decision]] for stage in game.stages for decision in stage.decisions],
            {name: [relation.xreplace(plain) for relation in own] for name, own in limits.items()},
            linear_quadratic=False,
        )


def commission_games() -> dict[str, Commission]:
    """Return the games by what they are."""
    found = {}
    for decider in ("streamer", "platform", "manufacturer"):
        for timing in ("before", "after"):
            for with_effort in (False, True):
                words = f"{decider}, {timing} the price, {'with' if with_effort else 'without'} effort"
                found[words] = Commission(_game(decider, timing, with_effort))
        found[f"{decider}, before two prices"] = Commission(_two_channels(decider))
    return found


def _game(decider: str, timing: str, with_effort: bool) -> Game:
    demand = a - price + (effort if with_effort else 0)
    revenue = price * demand
    paid = share if decider == "streamer" else GIVEN
    taken = sp.Integer(0) if decider == "manufacturer" else share
    costs = (GIVEN if with_effort and decider != "streamer" else 0) + taken
    kept = {"manufacturer": (1 - share if decider == "manufacturer" else 1 - costs) * revenue - c * demand}
    own: dict[str, list[sp.Symbol]] = {"manufacturer": [price]}
    if decider == "manufacturer":
        # It offers a commission to the streamer, or to a platform that only receives it.
        own["manufacturer"].append(share)
        paid = share
    else:
        own[decider] = [share]
        kept[decider] = share * revenue
    if with_effort:
        own.setdefault("streamer", []).append(effort)
        kept["streamer"] = paid * revenue - k * effort**2 / 2
    order = [share, price] if timing == "before" else [price, share]
    return Game(
        players=[Player(name, decides=own[name], payoff=kept[name]) for name in own],
        order=[*order, *([effort] if with_effort else [])],
        constraints=[price <= a],
    )


def _two_channels(decider: str) -> Game:
    """The manufacturer sells by itself at a second price too, and each channel draws buyers from the other."""
    live, shop = a - price + second / 2, a - second + price / 2
    taken = {"streamer": [share], "platform": [share]}.get(decider)
    profit = (1 - share) * price * live + second * shop - c * (live + shop)
    players = [Player("manufacturer", decides=[price, second] + ([] if taken else [share]), payoff=profit)]
    if taken:
        players.append(Player(decider, decides=taken, payoff=share * price * live))
    return Game(players=players, order=[share, (price, second)], constraints=[price <= a, second <= a])
