"""Random games that are not quadratic, with parameters left free: quality, capacity, effort, commissions."""

from __future__ import annotations

import random
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction

import sympy as sp

from families.static import Declared, declared
from lsec_models import Game, Player, decisions, parameters

a, b, c, k = parameters("a b c k", positive=True)
w, x, y, q, p, e = decisions("w x y q p e")
share = decisions("lam", within=(0, 1))


@dataclass(frozen=True, kw_only=True)
class FreeGame:
    """A game with free parameters.

    Attributes
    ----------
    game : Game
    fixed : Mapping from str to Fraction
        The parameters that are numbers.
    over : Mapping from str to tuple of Fraction
        The others, with the ends between which they move.
    """

    game: Game
    fixed: Mapping[str, Fraction]
    over: Mapping[str, tuple[Fraction, Fraction]]

    def declared(self, point: Mapping[str, Fraction]) -> Declared:
        """Return the game at a point as plain data for a search that shares no code with the package."""
        numbers = {s: sp.Rational(point[s.name]) for s in self.game.parameters}
        bounds: dict[str, list[sp.Basic]] = {}
        for bound in self.game.bounds:
            bounds.setdefault(bound.players[0], []).append(bound.function.expression().subs(numbers) >= 0)
        return declared(
            {player.name: player.decides for player in self.game.players},
            {player.name: sp.sympify(player.payoff).subs(numbers) for player in self.game.players},
            [stage.decisions for stage in self.game.stages],
            bounds,
            linear_quadratic=False,
        )


def _number(rng: random.Random, *choices: int) -> sp.Rational:
    return sp.Rational(rng.choice(choices or (1, 2, 3, 5)), rng.choice((1, 1, 2, 3)))


def quality_before_quantity(rng: random.Random) -> Game:
    """A maker decides quality at a convex cost, a shop the quantity, up to its room."""
    power, cost, price = rng.choice((2, 3, 4)), _number(rng), _number(rng, 1, 2, 3)
    maker = Player("maker", decides=[x], payoff=price * q - cost * x**power * k)
    shop = Player("shop", decides=[q], payoff=q * (a + b * x - price - q))
    caps = rng.choice(([], [q <= c], [x <= c], [x <= c, q <= a]))
    return Game(players=[maker, shop], order=["maker", "shop"], constraints=caps)


def price_before_quantity(rng: random.Random) -> Game:
    """A wholesale price with a cost that is not quadratic, and a quantity up to a capacity."""
    power = rng.choice((3, 4))
    maker = Player("maker", decides=[w], payoff=w * q - k * w**power / 20)
    shop = Player("shop", decides=[q], payoff=q * (a - b * q - w))
    caps = rng.choice(([], [q <= c], [w <= c]))
    return Game(players=[maker, shop], order=["maker", "shop"], constraints=caps)


def effort_times_price(rng: random.Random) -> Game:
    """One seller: effort that raises demand, then a price; or two in this order."""
    power, gain = rng.choice((2, 3, 4)), _number(rng)
    demand = a + gain * e - b * p if rng.random() < 0.5 else (a - b * p) * (1 + gain * e)
    own = rng.random() < 0.5
    players = (
        [Player("firm", decides=[e, p], payoff=(p - 1) * demand - k * e**power)]
        if own
        else [
            Player("host", decides=[e], payoff=c * p * demand / 10 - k * e**power),
            Player("firm", decides=[p], payoff=(p - 1) * demand),
        ]
    )
    caps = rng.choice(([e <= 2], [e <= c]))
    return Game(players=players, order=[e, p], constraints=caps)


def commission(rng: random.Random) -> Game:
    """A share of revenue, decided by somebody, before a price."""
    demand = a - p
    cost = rng.choice((c, sp.Integer(1), c / 2))
    extra = rng.choice((sp.Integer(0), k * share * (1 - share), -k * share**3))
    host = Player("host", decides=[share], payoff=share * p * demand + extra)
    maker = Player("maker", decides=[p], payoff=((1 - share) * p - cost) * demand)
    return Game(players=[host, maker], order=["host", "maker"], constraints=[p <= a])


def one_decision(rng: random.Random) -> Game:
    """A polynomial or a quotient of one decision between bounds."""
    payoff = sum((rng.randint(-4, 4) * x**n for n in range(1, rng.randint(3, 5))), sp.Integer(0))
    term = rng.choice((a * x, a * x**2, a * x * (x - 2), a / (1 + x), -((a - x) ** 2) * x))
    payoff = payoff + term
    if rng.random() < 0.3:
        payoff = payoff / (1 + x**2)
    return Game(players=[Player("firm", decides=[x], payoff=payoff)], constraints=[x <= rng.choice((2, 3, b))])


def reply_of_higher_degree(rng: random.Random) -> Game:
    """A price before a quantity whose cost is cubic, or an effort before a price against curved demand."""
    if rng.random() < 0.5:
        maker = Player("maker", decides=[w], payoff=(w - _number(rng, 0, 1)) * q)
        shop = Player("shop", decides=[q], payoff=q * (a - q - w) - k * q**3 / 3)
        return Game(players=[maker, shop], order=["maker", "shop"], constraints=rng.choice(([], [q <= c])))
    host = Player("host", decides=[e], payoff=p * (a + e - p) / 5 - k * e ** rng.choice((2, 3)))
    firm = Player("firm", decides=[p], payoff=(p - 1) * (a + e - p) - p**4 / 50)
    return Game(players=[host, firm], order=["host", "firm"], constraints=[e <= c])


def commission_before_two_prices(rng: random.Random) -> Game:
    """A commission, a wholesale price and a margin on top of it."""
    cost = rng.choice((c, sp.Integer(1)))
    players = [
        Player("host", decides=[share], payoff=share * p * (a - p - x)),
        Player("maker", decides=[p], payoff=((1 - share) * p - cost) * (a - p - x)),
        Player("shop", decides=[x], payoff=x * (a - p - x)),
    ]
    return Game(players=players, order=["host", "maker", "shop"], constraints=[p <= a, p + x <= a])


def two_at_once(rng: random.Random) -> Game:
    """Two sellers at once: quantities at convex costs, efforts for a prize, or complements, each up to a capacity."""
    kind, cost = rng.choice(("quantities", "efforts", "complements")), _number(rng)
    if kind == "quantities":
        first = x * (a - x - y) - k * x**3 / 9
        second = y * (a - x - y) - cost * y ** rng.choice((2, 3))
    elif kind == "efforts":
        first, second = a * x / (x + y + 1) - k * x, b * y / (x + y + 1) - cost * y
    else:
        first, second = a * x * y - k * x**4 / 4, x * y + b * y - cost * y ** rng.choice((3, 4))
    caps = rng.choice(([x <= c, y <= 2], [x <= 3, y <= c], [x <= 2, y <= 3]))
    return Game(
        players=[Player("A", decides=[x], payoff=first), Player("B", decides=[y], payoff=second)], constraints=caps
    )


FAMILIES: Mapping[str, Callable[[random.Random], Game]] = {
    "quality before quantity": quality_before_quantity,
    "price before quantity": price_before_quantity,
    "effort times price": effort_times_price,
    "a commission": commission,
    "one decision": one_decision,
    "a reply of higher degree": reply_of_higher_degree,
    "a commission before two prices": commission_before_two_prices,
    "two at once": two_at_once,
}


def free_game(family: str, seed: int, count: int = 1) -> FreeGame:
    """Return a random game of a family with so many free parameters, or all that it has if these are fewer."""
    rng = random.Random(zlib.crc32(f"{family} {seed}".encode()))
    game = FAMILIES[family](rng)
    names = [symbol.name for symbol in game.parameters]
    free = rng.sample(names, min(count, len(names)))
    return FreeGame(
        game=game,
        fixed={n: Fraction(rng.randint(1, 12), rng.choice((1, 2, 3))) for n in names if n not in free},
        over={n: (Fraction(0), Fraction(rng.choice((2, 5, 12)))) for n in free},
    )
