"""The games of the article: retailers who may show what they know of demand to their manufacturer, and two rivals."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from functools import cache

from lsec_models import Choice, Game, Player, decisions, normal, parameters, random, signal, solve
from lsec_models.games.static.chance.information.signal import Signal
from lsec_models.games.static.results.bayesian_equilibrium import BayesianEquilibrium

a, V, s = parameters("a V s", positive=True)
g = parameters("g", real=True)
theta = random("theta", normal(0, V))
NUMBERS = (2, 3, 4)
_PRODUCTS = {"quantities": -g, "prices": g}


@cache
def equilibria() -> Mapping[str, BayesianEquilibrium]:
    """Return every game solved, by label: n4_k1 has four retailers of whom one shares what it sees."""
    return {label: solve(game) for label, game in games().items()}


def games() -> Mapping[str, Game]:
    """Return every game as declared, by the same labels."""
    chains = {f"n{n}_k{k}": chain(n, k) for n in NUMBERS for k in range(n + 1)}
    duopolies = {
        f"{over}_{words}": duopoly(over, showing)
        for over in _PRODUCTS
        for words, showing in (("none", ()), ("first", (0,)), ("second", (1,)), ("both", (0, 1)))
    }
    return {**chains, **duopolies}


def told(n: int) -> list[Signal]:
    """Return what each of n retailers sees of the intercept of demand; s is the noise as a share of its variance."""
    return [signal(f"Y_{i}", of=theta, noise=s * V) for i in range(1, n + 1)]


def chain(n: int, k: int) -> Game:
    """Return the game of a manufacturer and n retailers, of whom the first k share what they see with everybody."""
    seen, w = told(n), decisions("w", real=True)
    quantities = [decisions(f"q_{i}", real=True) for i in range(1, n + 1)]
    price = a + theta - sum(quantities)
    retailers = [
        Player(f"R{i}", decides=[q], payoff=(price - w) * q, sees=list(dict.fromkeys([*seen[:k], own])))
        for i, (q, own) in enumerate(zip(quantities, seen, strict=True), start=1)
    ]
    manufacturer = Player("M", decides=[w], payoff=w * sum(quantities), sees=seen[:k])
    return Game(players=[manufacturer, *retailers], order=["M", tuple(retailer.name for retailer in retailers)])


def duopoly(over: str, showing: Collection[int]) -> Game:
    """Return the game of two firms, of whom some show the other what they see; without costs.

    Parameters
    ----------
    over : str
        What they compete in, ``"quantities"`` or ``"prices"``: in quantities a product's price falls in g times the
        other quantity, in prices its demand rises in g times the other price.
    showing : collection of int
    """
    seen, own = told(2), decisions("x_1 x_2", real=True)
    firms = [
        Player(
            f"F{i + 1}",
            decides=[own[i]],
            payoff=(a + theta - own[i] + _PRODUCTS[over] * own[1 - i]) * own[i],
            sees=seen if 1 - i in showing else [seen[i]],
        )
        for i in (0, 1)
    ]
    return Game(players=firms, assuming=[g > -1, g < 1])


def decided_before(over: str) -> Choice:
    """Return the choice of two firms, before they see anything, of whether to show what they will see."""
    among = {
        (first, second): duopoly(over, [i for i, word in enumerate((first, second)) if word == "show"])
        for first in ("keep", "show")
        for second in ("keep", "show")
    }
    return Choice(by=["F1", "F2"], among=among)
