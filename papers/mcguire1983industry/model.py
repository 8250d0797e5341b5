"""Two manufacturers of substitutes, each of which sells itself or through a retailer of its own."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from lsec_models import Choice, Equilibrium, Game, Player, decisions, parameters, solve

theta = parameters("theta", positive=True)
WHOLESALE = decisions("w_1 w_2")
PRICES = decisions("p_1 p_2")

ITSELF, RETAILER = "itself", "retailer"
MAKERS = ("manufacturer_1", "manufacturer_2")
LINKS: Mapping[str, tuple[str, str]] = {
    "integrated": (ITSELF, ITSELF),
    "one_retailer": (RETAILER, ITSELF),
    "retailers": (RETAILER, RETAILER),
}


@cache
def equilibria() -> Mapping[str, Equilibrium]:
    """Return every game solved, by label."""
    return {label: solve(game) for label, game in games().items()}


def games() -> Mapping[str, Game]:
    """Return the game for each way of selling as declared, by label; in 'one_retailer' it is the first who has one."""
    return {label: industry(*links) for label, links in LINKS.items()}


def industry(*links: str) -> Game:
    """Return the game in which each of the two sells as ``links`` says: ``ITSELF``, or through a ``RETAILER``."""
    sold = [1 - PRICES[i] + theta * PRICES[1 - i] for i in range(2)]
    players, first, last = [], [], []
    for i, (maker, link) in enumerate(zip(MAKERS, links, strict=True)):
        own = WHOLESALE[i] if link == RETAILER else PRICES[i]
        players.append(Player(maker, decides=[own], payoff=own * sold[i]))
        (first if link == RETAILER else last).append(maker)
        if link == RETAILER:
            retailer = f"retailer_{i + 1}"
            players.append(Player(retailer, decides=[PRICES[i]], payoff=(PRICES[i] - WHOLESALE[i]) * sold[i]))
            last.append(retailer)
    order = [tuple(movers) for movers in (first, last) if movers]
    return Game(players=players, order=order, assuming=[theta < 1], report={"q_1": sold[0], "q_2": sold[1]})


def ways_of_selling() -> Choice:
    """Return the choice that both manufacturers make at once, before any price, seen by all."""
    ways = (ITSELF, RETAILER)
    return Choice(by=MAKERS, among={(one, two): industry(one, two) for one in ways for two in ways})
