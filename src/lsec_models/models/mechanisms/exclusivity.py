"""Two brands and two streamers: who shows what, by contracts that nobody else sees.

Players. Two brands, first and second, and two streamers, one and other. ``links`` says who works with whom:
``exclusive`` (the first brand at one, the second at the other), ``all`` (both brands multi-home), ``first_exclusive``
(the first brand at one alone, the second at both), ``common`` (both brands at one alone) and ``single`` (the first
brand multi-homes, the second is not shown).

Demand. Brand i at streamer j is sold in the quantity d_ij, at the price ``alpha - d_ij - sigma*(the same brand at the
other streamer) - tau*(the other brand at the same streamer) - sigma*tau*(the other brand at the other streamer)``:
sigma says how alike audiences are, tau how alike brands. A unit costs c.

Timing. Each pair that works together agrees on a wholesale price w_ij and a slot fee F_ij, which the brand pays, by
Nash bargaining, the streamer with the power beta; all pairs at once, each given what it believes of the others
(Nash-in-Nash). Contracts are secret: a streamer keeps to what it believes of its rival's contracts, whatever it is
offered (passive beliefs). Then both streamers decide what they sell, at once: who sold later would see what its rival
sells, and so what it was offered. Without agreement a pair sells nothing of that brand at that streamer, all other
contracts stay, this streamer answers, and the other one does not see it. Who works with whom is given, and seen by all:
were that secret too, a brand that is exclusive would always gain by going to the other streamer as well.

Units. alpha, c, w_ij and prices money for a unit; F_ij and payoffs money for a season; d_ij units for a season; sigma,
tau and beta pure numbers.

What is exact
-------------
With passive beliefs each pair agrees on ``w_ij = c``, whatever the links: a price above cost would only lower what
the two have together, and nobody else sees it. What is left is who competes with whom, and what each link adds. Both
brands gain by exclusivity exactly if ``(1 + tau)*(2 + sigma)**2 > 2*(1 - tau)*(2 + sigma*tau)**2``; a brand whose
rival multi-homes gains by being exclusive exactly if ``(2 + sigma)**2 > 8``, whatever the brands and its power. That
there is no other equilibrium stays open, as the evidence says.

Lineage. Horn and Wolinsky (1988), RAND Journal of Economics 19(3); secret contracts: Hart and Tirole (1990), Brookings
Papers on Economic Activity: Microeconomics, and McAfee and Schwartz (1994), American Economic Review 84(1); a common
retailer: Choi (1991), Marketing Science 10(4). The game of two brands and two streamers is ours.
"""

from __future__ import annotations

from collections.abc import Mapping

import sympy as sp

from lsec_models.algebra.domains.symbols import decisions, parameters
from lsec_models.errors import require_known
from lsec_models.games.bargaining.declaration import Bargain
from lsec_models.games.frozen import Frozen
from lsec_models.games.static.game import Game
from lsec_models.games.static.player import Player
from lsec_models.models.parts.baseline import baseline
from lsec_models.models.parts.chains import game_of_chain

alpha, c, beta, sigma, tau = parameters("alpha c beta sigma tau", positive=True)

BRANDS: Mapping[str, str] = Frozen({"1": "first", "2": "second"})
STREAMERS: Mapping[str, str] = Frozen({"1": "one", "2": "other"})
LINKS: Mapping[str, tuple[str, ...]] = Frozen(
    {
        "exclusive": ("11", "22"),
        "all": ("11", "12", "21", "22"),
        "first_exclusive": ("11", "21", "22"),
        "common": ("11", "21"),
        "single": ("11", "12"),
    }
)
"""Which brand (first figure) is shown by which streamer (second figure)."""

BASELINE = baseline({"alpha": "10", "c": "2", "beta": "0.4", "sigma": "0.5", "tau": "0.25"})


def exclusivity(links: str = "exclusive") -> Game:
    """Return the game; see the module's docstring.

    Parameters
    ----------
    links : str
        Who works with whom, of ``LINKS``.

    Returns
    -------
    Game
        Reported: demand (all units), consumer_surplus and chain_profit.

    Raises
    ------
    UnknownName
        If there are no such links.

    Examples
    --------
    >>> from lsec_models import solve
    >>> solve(exclusivity())["first"]
    (1 - beta)*(alpha - c)**2/(sigma*tau + 2)**2
    """
    require_known(links, LINKS, f"no links {links!r}")
    pairs = LINKS[links]
    sold = {pair: decisions(f"d_{pair}") for pair in pairs}
    prices = {pair: decisions(f"w_{pair}") for pair in pairs}
    fees = {pair: decisions(f"F_{pair}", real=True) for pair in pairs}
    worth = {pair: alpha - sp.Add(*(alike(pair, other) * sold[other] for other in pairs)) for pair in pairs}
    brands = [
        Player(
            name,
            decides=[],
            payoff=sp.Add(*((prices[one] - c) * sold[one] - fees[one] for one in pairs if one[0] == number)),
        )
        for number, name in BRANDS.items()
        if any(one[0] == number for one in pairs)
    ]
    streamers = [
        Player(
            name,
            decides=[sold[one] for one in pairs if one[1] == number],
            payoff=sp.Add(*((worth[one] - prices[one]) * sold[one] + fees[one] for one in pairs if one[1] == number)),
        )
        for number, name in STREAMERS.items()
        if any(one[1] == number for one in pairs)
    ]
    agreements = tuple(
        Bargain(
            [BRANDS[pair[0]], STREAMERS[pair[1]]],
            over=[prices[pair], fees[pair]],
            weights=[1 - beta, beta],
            breakdown={sold[pair]: 0},
            secret=True,
        )
        for pair in pairs
    )
    return game_of_chain(
        [*brands, *streamers],
        [agreements, tuple(player.name for player in streamers)],
        [alpha > c, beta < 1, sigma < 1, tau < 1],
        {
            "demand": sp.Add(*sold.values()),
            "consumer_surplus": sp.Add(*((alpha - worth[pair]) * sold[pair] for pair in pairs)) / 2,
        },
    )


def alike(pair: str, other: str) -> sp.Expr:
    """Return how much a unit of another brand or streamer lowers a price.

    Parameters
    ----------
    pair, other : str
        Each a brand at a streamer, of ``LINKS``.

    Examples
    --------
    >>> alike("11", "11"), alike("11", "12"), alike("11", "21"), alike("11", "22")
    (1, sigma, tau, sigma*tau)
    """
    return (sp.S.One if pair[0] == other[0] else tau) * (sp.S.One if pair[1] == other[1] else sigma)
