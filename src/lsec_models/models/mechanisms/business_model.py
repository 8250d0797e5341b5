"""Social and cross-industry commerce: buyers who draw buyers, a bonus for those who refer others, a bundle of goods.

Network (``story="network"``). A product is worth more, the more buyers it has: demand is
``phi*a - b*price + nu*N``, where N is the number of buyers that is expected, and comes true. The manufacturer makes a
unit at the cost c, and sells at w; the streamer adds the margin m, and the platform its fee f. Shared revenue, a
two-part tariff or a commission, under which the manufacturer sets the price p, are contracts as elsewhere; the brand's
own host (``streamer="self_run"``) is paid a wage. Expectations are ``passive``: they do not move when somebody changes
a price; or ``responsive``: buyers see prices, and foresee how many buy, ``N = (phi*a - b*price)/(1 - nu)``.

Sellers (``story="sellers"``). n sellers, alike, sell quantities q at the price ``a + nu*N - (all quantities)``; N is
what all sell (``networks="compatible"``) or what each one sells (``"own"``), as buyers expect it.

Referral (``story="referral"``). A brand whose list price p is given sells to ``phi*a - b*p`` buyers. It may pay a bonus
B for each new buyer who is brought: the part B/H of buyers refer, since a new buyer costs who refers between 0 and H,
evenly; each of these brings r others. With ``lever="price"`` it lowers the price instead, to what is best.

Bundle (``story="bundle"``). Two goods, of different industries, are worth to each buyer two independent values, uniform
on [0, 1]; a unit of each costs c. They are sold ``apart``, at one price each, or ``together``, at one price p for both.

Timing. As ``order`` says; at once without it. Everybody knows all parameters.

Units. Prices, c, B and H are money for a unit, a and N units for a season (of sellers and of a bundle, values are
prices); nu and r pure numbers; payoffs of a bundle are for one buyer of each pair of values.

What is exact
-------------
With passive expectations n sellers sell ``(a - c)/(n + 1 - n*nu)`` each of compatible goods, and
``(a - c)/(n + 1 - nu)`` of others. With responsive expectations prices do not depend on nu, nor do the parts of profit
that each has in a chain without fixed payments, whoever leads. A bonus is better than the best price cut exactly if
``r*b*D*M**2 > H*(b*M - D)**2``, with the margin ``M = p - c`` and ``D = phi*a - b*p``, where the list price is too
high, ``b*M > D``. No more than all buyers refer if ``p - c <= 2*H``. The bundle's demand is ``1 - p**2/2`` up to the
price 1; its best price lies there if ``4*c <= 1``. With responsive expectations all profits but fixed payments are
``1/(1 - nu)`` times those of the chain without a network, in which nobody who leads gains by driving a later margin to
zero; the solver does not see that this carries over, and calls a chain with a leader a candidate.

Lineage. Katz and Shapiro (1985), American Economic Review 75(3); bundles: Adams and Yellen (1976), Quarterly Journal of
Economics 90(3). The chain, and the bonus, are ours. Content that is free and lives on advertising is not modelled.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

import sympy as sp

from lsec_models.algebra.domains.symbols import Decision, decisions, parameters
from lsec_models.errors import DeclarationError, require_known
from lsec_models.games.frozen import Frozen
from lsec_models.games.static.copies import others, total
from lsec_models.games.static.game import Game, Slot
from lsec_models.games.static.player import Player
from lsec_models.models.parts.agreements import agreement, refuse_contract, worth_selling
from lsec_models.models.parts.baseline import baseline
from lsec_models.models.parts.contracts import Contract, w
from lsec_models.models.parts.streamers import StreamerType, type_of

a, b, c, nu, phi, given_p, dearest, r, W, T = parameters("a b c nu phi p H r W T", positive=True)
n = parameters("n", integer=True)
m, f, p, q, B = decisions("m f p q B")
N = decisions("N", real=True)

STORIES = ("network", "sellers", "referral", "bundle")
EXPECTATIONS = ("passive", "responsive")
NETWORKS = ("compatible", "own")
LEVERS = ("bonus", "price")
SOLD = ("apart", "together")

BASELINE = baseline(
    {
        "a": "10",
        "b": "1",
        "c": "2",
        "nu": "0.5",
        "phi": "1",
        "n": "2",
        "p": "8",
        "H": "4",
        "r": "2",
        "lambda": "0.2",
        "psi": "0.2",
        "A": "1",
        "G": "1",
        "F": "1",
        "W": "1",
        "T": "2",
    }
)
# Of a bundle, costs are measured by the highest value.
BASELINE_BUNDLE: Mapping[str, Fraction] = Frozen({"c": Fraction("0.2")})


def business_model(
    story: str = "network",
    contract: str | Contract | None = None,
    streamer: str | StreamerType | None = None,
    order: Sequence[Slot] | None = None,
    expectations: str = "passive",
    networks: str = "compatible",
    lever: str = "bonus",
    sold: str = "apart",
) -> Game:
    """Return the game; see the module's docstring.

    Parameters
    ----------
    story : str
        ``network``, ``sellers``, ``referral`` or ``bundle``.
    contract : str or Contract, optional
        Of a network: any of the catalogue's; ``wholesale`` without a word. With a guarantee, where all decide
        at once, no method solves it yet.
    streamer : str or StreamerType, optional
        Of a network: a type adds a slot fee F, the wage W of the brand's own host or the technology cost T of a virtual
        one.
    order : sequence, optional
        The timing, leaders first.
    expectations : str
        Of a network: ``passive`` or ``responsive``.
    networks : str
        Of sellers: ``compatible`` or ``own``.
    lever : str
        Of a referral: ``bonus``, or a lower ``price`` instead.
    sold : str
        Of a bundle: ``apart`` or ``together``.

    Returns
    -------
    Game
        Reported of a network: demand, price, consumer_surplus and chain_profit; of a referral and a bundle
        consumer_surplus.

    Raises
    ------
    UnknownName
        If there is no such story, contract, type, kind of expectations or networks, lever or way to sell.
    DeclarationError
        If an option belongs to another story.

    Examples
    --------
    >>> from lsec_models import solve
    >>> solve(business_model("sellers"))["q"]
    (-a + c)/(n*nu - n - 1)
    >>> solve(business_model("referral"))["B"]
    -c/2 + p/2
    """
    for value, known, what in (
        (story, STORIES, "story"),
        (expectations, EXPECTATIONS, "kind of expectations"),
        (networks, NETWORKS, "kind of networks"),
        (lever, LEVERS, "lever"),
        (sold, SOLD, "way to sell two goods"),
    ):
        require_known(value, known, f"no {what} {value!r}")
    asked = {
        "contract": (contract is not None, "network"),
        "streamer": (streamer is not None, "network"),
        "expectations": (expectations != EXPECTATIONS[0], "network"),
        "networks": (networks != NETWORKS[0], "sellers"),
        "lever": (lever != LEVERS[0], "referral"),
        "sold": (sold != SOLD[0], "bundle"),
    }
    for option, (given, home) in asked.items():
        if given and story != home:
            raise DeclarationError(f"{option}= goes with story={home!r}; leave it out")
    if story == "network":
        kind = type_of(streamer)
        return _network(contract, kind, order, responsive=expectations == "responsive")
    if story == "sellers":
        return _sellers(order, compatible=networks == "compatible")
    return _referral(order, lever) if story == "referral" else _bundle(order, together=sold == "together")


def _network(
    words: str | Contract | None, kind: StreamerType | None, order: Sequence[Slot] | None, *, responsive: bool
) -> Game:
    owner = kind is not None and kind.employed
    if owner:
        refuse_contract(words, "the brand's own host has no contract")
    agreed = agreement(words or "wholesale", kind)
    own_price = p if owner or not agreed.title else w + m
    asked = phi * a - b * (own_price + f)
    demand = asked / (1 - nu) if responsive else asked + nu * N
    takings = own_price * demand
    income = sp.S.Zero if owner else agreed.pay(takings, demand)
    technology = T if kind is not None and kind.technology_cost else sp.S.Zero
    decided: list[Decision] = [p] if owner or not agreed.title else [w]
    players = [Player("manufacturer", decides=decided, payoff=takings - income - c * demand - (W if owner else 0))]
    if not owner:
        players.append(Player("streamer", decides=[m] if agreed.title else [], payoff=income - technology))
    players.append(Player("platform", decides=[f], payoff=f * demand))
    usual: list[Slot] = [tuple(player.name for player in players if player.decides)]
    return Game(
        players=players,
        order=order or usual,
        assuming=[*worth_selling(agreed, phi * a, b * c), nu < 1],
        expectations={} if responsive else {N: demand},
        report={
            "demand": demand,
            "price": own_price + f,
            "consumer_surplus": demand**2 / (2 * b),
            "chain_profit": sp.Add(*(player.payoff for player in players)),
        },
    )


def _sellers(order: Sequence[Slot] | None, *, compatible: bool) -> Game:
    seller = Player("seller", decides=[q], payoff=(a + nu * N - q - others(q) - c) * q, copies=n)
    return Game(
        players=[seller],
        order=order,
        assuming=[a > c, nu < 1],
        expectations={N: total(q) if compatible else total(q) / n},
    )


def _referral(order: Sequence[Slot] | None, lever: str) -> Game:
    if lever == "price":
        demand = phi * a - b * p
        brand = Player("manufacturer", decides=[p], payoff=(p - c) * demand)
        surplus, known = demand**2 / (2 * b), [phi * a > b * c]
    else:
        demand = phi * a - b * given_p
        brought = demand * B / dearest * r
        brand = Player("manufacturer", decides=[B], payoff=(given_p - c) * demand + (given_p - c - B) * brought)
        # Those who are brought are like those who come, and who refers gains what the bonuses exceed its cost by.
        surplus = (demand + brought) * demand / (2 * b) + r * demand * B**2 / (2 * dearest)
        known = [given_p > c, phi * a > b * given_p, given_p - c <= 2 * dearest]
    return Game(players=[brand], order=order, assuming=known, report={"consumer_surplus": surplus})


def _bundle(order: Sequence[Slot] | None, *, together: bool) -> Game:
    if together:
        profit, surplus = (p - 2 * c) * (1 - p**2 / 2), 1 - p + p**3 / 6
    else:
        profit, surplus = 2 * (p - c) * (1 - p), (1 - p) ** 2
    brand = Player("manufacturer", decides=[p], payoff=profit)
    return Game(
        players=[brand],
        order=order,
        assuming=[4 * c <= 1],
        constraints=[p <= 1],
        report={"consumer_surplus": surplus},
    )
