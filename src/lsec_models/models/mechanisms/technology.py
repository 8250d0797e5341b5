"""New technology: who adopts it, a virtual host against a human one, a host that is built as a threat, joint research.

Adoption (``story="adoption"``). Two brands, first and second, sell quantities of the same good at the price
``a - d_1 - d_2``, with unit cost c. A brand that adopts the technology makes a unit at ``c - Delta``, and pays K.
``adopters`` says who does: ``none``, ``first``, ``second`` or ``both``; who does is a choice among these games.

Host (``story="host"``). The price p is given. A show sells ``phi*(a + mu*e)`` units; live effort e costs
``eta*e**2/2``. A human streamer works on a contract: a commission, a slot fee, a guarantee, or it buys at the given
price w. A
``virtual`` host is run by the brand at the fixed cost T: its influence is phi_v, and the cost of its effort eta_v. The
brand's own host (``streamer="self_run"``) is human and paid the wage W.

Threat (``story="threat"``). Before it bargains with a human streamer, under whom the show is worth P, the brand builds
a virtual host, z of it at the cost ``k*z**2/2``, under which the show would be worth ``v*z``, less than P. The
streamer's bargaining power is beta. The virtual host is what the brand has while they disagree
(``fallback="disagreement"``), or what it may take instead (``"outside"``): then it gets what it can take, or else its
part of P, whichever is more.

Research (``story="research"``). Brands as in adoption, but unit costs are ``c - x_i - beta*x_j``: own research and, by
spillovers beta, the rival's; where nobody leads they are not below 0 at the equilibrium, which is assumed, and else is
yours to check. Research costs ``k*x_i**2/2``. It is decided ``apart``, or ``joint``, by one laboratory for the profit
of both; ``merged`` is one owner, who sells as a monopolist too, and ``planner`` maximises welfare.

Timing. Adoption: quantities at once; threat: building, then the bargain, whose outcome is written in; research, then
quantities, whose outcome is written in. Everybody knows all parameters.

Units. Prices, c, Delta, x_i are money for a unit; quantities units for a season; K, T, W, P and payoffs money for a
season.

What is exact
-------------
With ``A = a - c`` a brand adopts beside an adopter exactly if ``9*K <= 4*A*Delta``, and beside one that does not
exactly if ``9*K <= 4*A*Delta + 4*Delta**2``. Both adopt, and would be better off if neither did, where
``2*A*Delta + Delta**2 < 9*K <= 4*A*Delta``. A threat is built at ``z = beta*v/k`` though never used; as an outside
option only where it binds, ``v**2 > 2*k*(1 - beta)*P``. Research apart is
``2*(2 - beta)*A/(9*k - 2*(2 - beta)*(1 + beta))``, joint research ``2*(1 + beta)*A/(9*k - 2*(1 + beta)**2)``; it is
more, and buyers gain by it, exactly if ``beta > 1/2``. With ``k >= 2``, which is assumed, nobody gains by so much
research that a rival sells nothing: there more of it costs more than it brings, ``(A + x_i + beta*x_j)/2 < k*x_i``.

Lineage. d'Aspremont and Jacquemin (1988), American Economic Review 78(5); outside options: Binmore, Rubinstein and
Wolinsky (1986), RAND Journal of Economics 17(2). The games of hosts are ours.
"""

from __future__ import annotations

from collections.abc import Sequence

import sympy as sp

from lsec_models.algebra.domains.symbols import decisions, parameters
from lsec_models.errors import DeclarationError, require_known
from lsec_models.games.static.game import Game, Slot
from lsec_models.games.static.player import Player
from lsec_models.models.parts.agreements import agreement, gains_by_a_unit, refuse_contract
from lsec_models.models.parts.baseline import baseline
from lsec_models.models.parts.contracts import Contract, w
from lsec_models.models.parts.streamers import StreamerType, type_of

a, c, p, phi, mu, eta, phi_v, eta_v, given_w = parameters("a c p phi mu eta phi_v eta_v w", positive=True)
saving, adopting, beta, k, v, worth, T, W = parameters("Delta K beta k v P T W", positive=True)
d_1, d_2, e, z, x, x_1, x_2 = decisions("d_1 d_2 e z x x_1 x_2")

STORIES = ("adoption", "host", "threat", "research")
ADOPTERS = ("none", "first", "second", "both")
FALLBACKS = ("disagreement", "outside")
RESEARCH = ("apart", "joint", "merged", "planner")

BASELINE = baseline(
    {
        "a": "10",
        "c": "4",
        "Delta": "1",
        "K": "2",
        "p": "8",
        "phi": "1",
        "mu": "1",
        "eta": "1",
        "phi_v": "0.9",
        "eta_v": "0.5",
        "w": "6",
        "beta": "0.4",
        "k": "3",
        "v": "4",
        "P": "10",
        "lambda": "0.2",
        "psi": "0.2",
        "F": "4",
        "A": "4",
        "G": "18",
        "W": "1",
        "T": "20",
    }
)


def technology(
    story: str = "adoption",
    order: Sequence[Slot] | None = None,
    adopters: str = "none",
    contract: str | Contract | None = None,
    streamer: str | StreamerType | None = None,
    fallback: str = "disagreement",
    research: str = "apart",
) -> Game:
    """Return the game; see the module's docstring.

    Parameters
    ----------
    story : str
        ``adoption``, ``host``, ``threat`` or ``research``.
    order : sequence, optional
        The timing, leaders first.
    adopters : str
        Of adoption: ``none``, ``first``, ``second`` or ``both``.
    contract : str or Contract, optional
        Of a human host: any of the catalogue's; ``commission`` without a word. Ask a guarantee with ``corners=True``.
    streamer : str or StreamerType, optional
        Of a host: without a type a human on the contract; ``self_run`` and ``virtual`` hosts are run by the brand.
    fallback : str
        Of a threat: ``disagreement`` or ``outside``; ask the latter with ``corners=True``, since it has a kink.
    research : str
        ``apart``, ``joint``, ``merged`` or ``planner``.

    Returns
    -------
    Game
        Reported of adoption and research: consumer_surplus and welfare; of a host demand and chain_profit; of a threat
        chain_profit.

    Raises
    ------
    UnknownName
        If there is no such story, adopters, contract, type, fallback or research.
    DeclarationError
        If an option belongs to another story.

    Examples
    --------
    >>> from lsec_models import solve
    >>> solve(technology("threat"))["z"]
    beta*v/k
    >>> solve(technology("host", streamer="virtual"))["e"]
    mu*phi_v*(-c + p)/eta_v
    """
    for value, known, what in (
        (story, STORIES, "story"),
        (adopters, ADOPTERS, "adopters"),
        (fallback, FALLBACKS, "fallback"),
        (research, RESEARCH, "research"),
    ):
        require_known(value, known, f"no {what} {value!r}")
    asked = {
        "adopters": (adopters != ADOPTERS[0], "adoption"),
        "contract": (contract is not None, "host"),
        "streamer": (streamer is not None, "host"),
        "fallback": (fallback != FALLBACKS[0], "threat"),
        "research": (research != RESEARCH[0], "research"),
    }
    for option, (given, home) in asked.items():
        if given and story != home:
            raise DeclarationError(f"{option}= goes with story={home!r}; leave it out")
    if story == "host":
        kind = type_of(streamer)
        return _host(kind, contract, order)
    if story == "threat":
        return _threat(order, outside=fallback == "outside")
    return _adoption(adopters, order) if story == "adoption" else _research(research, order)


def _adoption(adopters: str, order: Sequence[Slot] | None) -> Game:
    adopts = {name: adopters in (name, "both") for name in ("first", "second")}
    players = [
        Player(
            name,
            decides=[own],
            payoff=(a - d_1 - d_2 - c + (saving if adopts[name] else 0)) * own - (adopting if adopts[name] else 0),
        )
        for name, own in zip(adopts, (d_1, d_2), strict=True)
    ]
    return _market(players, order, [a > c + saving, c > saving], d_1 + d_2)


def _research(how: str, order: Sequence[Slot] | None) -> Game:
    size, shown = a - c, 1 + beta
    # Research brings unit costs to zero at most.
    paid = {
        "apart": 2 * (2 - beta) * shown * a <= 9 * k * c,
        "joint": 2 * shown**2 * a <= 9 * k * c,
        "merged": shown**2 * a <= 4 * k * c,
        "planner": shown**2 * a <= 2 * k * c,
    }
    known = [a > c, beta <= 1, k >= 2, paid[how]]
    if how in ("merged", "planner"):
        most = size + (1 + beta) * x
        sold = most / 2 if how == "merged" else most
        profit = (most - sold) * sold - k * x**2
        owner = Player("first", decides=[x], payoff=profit + (sold**2 / 2 if how == "planner" else 0))
        return Game(players=[owner], order=order, assuming=known, report={"consumer_surplus": sold**2 / 2})
    own, rival = (x, x) if how == "joint" else (x_1, x_2)
    sales = [(size + (2 - beta) * mine + (2 * beta - 1) * others) / 3 for mine, others in ((own, rival), (rival, own))]
    payoffs = [sold**2 - k * mine**2 / 2 for sold, mine in zip(sales, (own, rival), strict=True)]
    mine_decided = ([], []) if how == "joint" else ([x_1], [x_2])
    players = [
        Player(name, decides=decided, payoff=payoff)
        for name, decided, payoff in zip(("first", "second"), mine_decided, payoffs, strict=True)
    ]
    if how == "joint":
        players = [Player("laboratory", decides=[x], payoff=sp.Add(*payoffs)), *players]
    return _market(players, order, known, sp.Add(*sales))


def _market(players: Sequence[Player], order: Sequence[Slot] | None, known: Sequence[sp.Basic], sold: sp.Expr) -> Game:
    brands = [player for player in players if player.name != "laboratory"]
    surplus = sold**2 / 2
    return Game(
        players=players,
        order=order,
        assuming=known,
        report={"consumer_surplus": surplus, "welfare": surplus + sp.Add(*(brand.payoff for brand in brands))},
    )


def _host(kind: StreamerType | None, words: str | Contract | None, order: Sequence[Slot] | None) -> Game:
    virtual = kind is not None and bool(kind.technology_cost)
    own = virtual or (kind is not None and kind.employed)
    if own:
        refuse_contract(words, "a host that the brand runs has no contract")
    influence, cost = (phi_v, eta_v) if virtual else (phi, eta)
    demand, working = influence * (a + mu * e), cost * e**2 / 2
    if own:
        paid = T if virtual else W
        players = [Player("manufacturer", decides=[e], payoff=(p - c) * demand - working - paid)]
        return _show(players, order, [p > c], demand)
    agreed = agreement(words or "commission", kind, called={w: given_w})
    paid = agreed.pay(p * demand, demand)
    players = [
        Player("manufacturer", decides=[], payoff=(p - c) * demand - paid),
        Player("streamer", decides=[e], payoff=paid - working),
    ]
    received = agreed.variable_pay(p, sp.S.One)
    return _show(players, order, [*gains_by_a_unit(agreed, p), p > c + received], demand)


def _show(players: Sequence[Player], order: Sequence[Slot] | None, known: Sequence[sp.Basic], demand: sp.Expr) -> Game:
    together = sp.Add(*(player.payoff for player in players))
    return Game(players=players, order=order, assuming=known, report={"demand": demand, "chain_profit": together})


def _threat(order: Sequence[Slot] | None, *, outside: bool) -> Game:
    building, fallen_back = k * z**2 / 2, v * z
    divided = fallen_back + (1 - beta) * (worth - fallen_back)
    gained = sp.Max((1 - beta) * worth, fallen_back) if outside else divided
    players = [
        Player("manufacturer", decides=[z], payoff=gained - building),
        Player("streamer", decides=[], payoff=worth - gained),
    ]
    return Game(
        players=players,
        order=order,
        assuming=[beta < 1, k * worth > v**2],
        report={"chain_profit": worth - building},
    )
