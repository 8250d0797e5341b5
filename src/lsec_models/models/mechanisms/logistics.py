"""Who delivers, and how fast: a promised delivery time, carriers with volume discounts, and a spike that congests.

Promise (``story="promise"``). Delivery beats the usual time by x days, its *speed*, which buyers want: demand is
``phi*a - b*(price + f) + l*x``. Speed costs whoever runs the logistics, the ``runner``, ``k*x**2/2``. The manufacturer
makes a unit at the cost c; the platform's fee on a unit is f. Under ``wholesale`` the manufacturer sells at w and the
streamer adds the margin m, so that the price is ``w + m``; a two-part tariff or shared revenue changes what the
streamer pays. Under a ``commission`` the manufacturer sets the price p, and the streamer receives lambda of it. A
brand's own host (``streamer="self_run"``) is paid a wage, and the manufacturer sets the price.

Carriers (``story="carriers"``). The manufacturer decides how much it sells, d at the price ``(phi*a - d)/b``, and then
who delivers: a ``small`` carrier at c_1 for a unit, or a ``large`` one at ``c_2 < c_1``, which takes no less than D_0
units. Since one player decides both, the choice of a carrier is one between two games.

Spike (``story="spike"``). The price p is given; live effort e brings demand ``phi*(a + mu*e)`` at the cost
``eta*e**2/2``. The capacity for deliveries is K units, at kappa for a unit (``capacity="decided"``, at once with
effort), or given. What exceeds it waits, at the cost g times half of its square to the manufacturer, in refunds. The
streamer lives on a commission, or another contract, and buys at the given price w under title; a brand's own host is
one owner.

Timing. As ``order`` says; promise and spike at once without it. Everybody knows all parameters. The usual time is long
enough for x days to be saved.

Units. Prices, c, c_1, c_2, kappa are money for a unit; x is days, l units for a day, k money for a day squared; D_0, K
and d are units for a season; g is money for a unit squared.

What is exact
-------------
If all decide at once, each has the same margin, and speed, price and demand do not depend on who runs the logistics:
``x = l*(phi*a - b*c)/(4*b*k - l**2)`` with three players. If the manufacturer leads, speed is higher where a follower
runs them: what a leader does for demand, followers answer with higher margins. The large carrier is taken where the
market is large, and also before, by selling exactly D_0 units: this is so for ``phi*a`` up to ``2*D_0 + b*c_2``, from
``2*D_0 + b*c_1 - 2*sqrt(b*D_0*(c_1 - c_2))`` on. A capacity that is decided leaves the queue ``kappa/g``, whatever the
influence.

Lineage. Promised delivery times: So and Song (1998), European Journal of Operational Research 111(1); all-units
discounts: Monahan (1984), Management Science 30(6). The games of a show are ours.
"""

from __future__ import annotations

from collections.abc import Sequence

import sympy as sp

from lsec_models.algebra.domains.symbols import Decision, decisions, parameters
from lsec_models.errors import DeclarationError, require_known
from lsec_models.games.static.game import Game, Slot
from lsec_models.games.static.player import Player
from lsec_models.models.parts.agreements import agreement, gains_by_a_unit, worth_selling
from lsec_models.models.parts.baseline import baseline
from lsec_models.models.parts.contracts import Contract, w
from lsec_models.models.parts.streamers import StreamerType, type_of

a, b, c, wanted, k, phi, mu, eta = parameters("a b c l k phi mu eta", positive=True)
c_1, c_2, least, g, kappa, given_p, held = parameters("c_1 c_2 D_0 g kappa p K", positive=True)
W, T, given_w = parameters("W T w", positive=True)
m, f, p, x, d, e, K = decisions("m f p x d e K")

STORIES = ("promise", "carriers", "spike")
RUNNERS = ("manufacturer", "streamer", "platform")
CARRIERS = ("small", "large")
CAPACITIES = ("decided", "given")

BASELINE = baseline(
    {
        "a": "20",
        "b": "1",
        "c": "2",
        "l": "1",
        "k": "2",
        "phi": "1",
        "mu": "1",
        "eta": "1",
        "c_1": "4",
        "c_2": "2",
        "D_0": "10",
        "g": "0.5",
        "kappa": "1",
        "p": "10",
        "K": "15",
        "lambda": "0.2",
        "psi": "0.2",
        "A": "4",
        "G": "20",
        "w": "7",
        "F": "4",
        "W": "1",
        "T": "2",
    }
)


def logistics(
    story: str = "promise",
    contract: str | Contract | None = None,
    streamer: str | StreamerType | None = None,
    order: Sequence[Slot] | None = None,
    runner: str = "manufacturer",
    carrier: str = "small",
    capacity: str = "decided",
    platform: bool = True,
) -> Game:
    """Return the game; see the module's docstring.

    Parameters
    ----------
    story : str
        ``promise``, ``carriers`` or ``spike``.
    contract : str or Contract, optional
        Any of the catalogue's; ``wholesale`` of a promise without a word, and of a spike ``commission``. Of a spike a
        wholesale price w is given, as the price is. Ask a guarantee of a spike at a
        point; of a promise, where prices are decided at once, no method solves it yet.
    streamer : str or StreamerType, optional
        Of promise and spike: a type adds a slot fee F, the wage W of the brand's own host or the technology cost T of a
        virtual one.
    order : sequence, optional
        The timing, leaders first.
    runner : str
        Of a promise: who runs the logistics.
    carrier : str
        Of carriers: ``small`` or ``large``; ask the latter with ``corners=True``, since its least volume may bind.
    capacity : str
        Of a spike: ``decided`` or ``given``.
    platform : bool
        Of a promise: whether a platform plays.

    Returns
    -------
    Game
        Reported of a promise: demand, price (with the fee), consumer_surplus and chain_profit; of carriers price and
        consumer_surplus; of a spike demand, waiting and chain_profit.

    Raises
    ------
    UnknownName
        If there is no such story, contract, type, runner, carrier or capacity.
    DeclarationError
        If the options do not go together.

    Examples
    --------
    >>> from lsec_models import solve
    >>> solve(logistics(runner="platform"))["x"]
    l*(a*phi - b*c)/(4*b*k - l**2)
    >>> solve(logistics("spike"))["waiting"]
    kappa/g
    """
    for value, known, what in (
        (story, STORIES, "story"),
        (runner, RUNNERS, "runner"),
        (carrier, CARRIERS, "carrier"),
        (capacity, CAPACITIES, "capacity"),
    ):
        require_known(value, known, f"no {what} {value!r}")
    kind = type_of(streamer)
    _check(story, contract, kind, runner, carrier, capacity, platform=platform)
    if story == "carriers":
        return _carriers(order, large=carrier == "large")
    usual = "wholesale" if story == "promise" else "commission"
    agreed = agreement(contract or usual, kind, called={w: given_w} if story == "spike" else {})
    if story == "spike":
        return _spike(agreed, kind, order, decided=capacity == "decided")
    return _promise(agreed, kind, order, runner, platform=platform)


def _promise(
    agreed: Contract, kind: StreamerType | None, order: Sequence[Slot] | None, runner: str, *, platform: bool
) -> Game:
    owner = kind is not None and kind.employed
    own_price = p if owner or not agreed.title else w + m
    fee = f if platform else sp.S.Zero
    demand = phi * a - b * (own_price + fee) + wanted * x
    takings = own_price * demand
    income = sp.S.Zero if owner else agreed.pay(takings, demand)
    earned: dict[str, sp.Expr] = {"manufacturer": takings - income - c * demand}
    decided: dict[str, list[Decision]] = {"manufacturer": [w] if not owner and agreed.title else [p]}
    if owner:
        earned["manufacturer"] -= W
    else:
        earned["streamer"], decided["streamer"] = income - _technology(kind), [m] if agreed.title else []
    if platform:
        earned["platform"], decided["platform"] = fee * demand, [f]
    earned[runner] -= k * x**2 / 2
    decided[runner].append(x)
    players = [Player(name, decides=decided[name], payoff=payoff) for name, payoff in earned.items()]
    return Game(
        players=players,
        order=order,
        assuming=[phi * a > b * c] if owner else worth_selling(agreed, phi * a, b * c),
        report={
            "demand": demand,
            "price": own_price + fee,
            "consumer_surplus": demand**2 / (2 * b),
            "chain_profit": sp.Add(*(player.payoff for player in players)),
        },
    )


def _carriers(order: Sequence[Slot] | None, *, large: bool) -> Game:
    price, cost = (phi * a - d) / b, c_2 if large else c_1
    maker = Player("manufacturer", decides=[d], payoff=(price - cost) * d)
    return Game(
        players=[maker],
        order=order,
        assuming=[c_2 < c_1, phi * a > b * c_1],
        constraints=[d >= least] if large else [],
        report={"price": price, "consumer_surplus": d**2 / (2 * b)},
    )


def _spike(agreed: Contract, kind: StreamerType | None, order: Sequence[Slot] | None, *, decided: bool) -> Game:
    space = K if decided else held
    demand = phi * (a + mu * e)
    waiting = demand - space
    takings, working = given_p * demand, eta * e**2 / 2
    costs = c * demand + g * waiting**2 / 2 + (kappa * space if decided else 0)
    capacity = [K] if decided else []
    if kind is not None and kind.employed:
        players = [Player("manufacturer", decides=[e, *capacity], payoff=takings - costs - working - W)]
        known = [given_p - c - (kappa if decided else 0) > 0]
    else:
        paid = agreed.pay(takings, demand)
        maker, streamer = takings - paid - costs, paid - working - _technology(kind)
        players = [
            Player("manufacturer", decides=capacity, payoff=maker),
            Player("streamer", decides=[e], payoff=streamer),
        ]
        known = [(1 - agreed.share) * given_p + agreed.unit_price - c > 0, *gains_by_a_unit(agreed, given_p)]
    return Game(
        players=players,
        order=order,
        assuming=[*known, phi * a > (kappa / g if decided else held)],
        report={
            "demand": demand,
            "waiting": waiting,
            "chain_profit": sp.Add(*(player.payoff for player in players)),
        },
    )


def _technology(kind: StreamerType | None) -> sp.Expr:
    return T if kind is not None and kind.technology_cost else sp.S.Zero


def _check(
    story: str,
    contract: str | Contract | None,
    kind: StreamerType | None,
    runner: str,
    carrier: str,
    capacity: str,
    *,
    platform: bool,
) -> None:
    promise = {"runner": runner != RUNNERS[0], "platform": not platform}
    shown = {"contract": contract is not None, "streamer": kind is not None}
    foreign = {
        "promise": {"carrier": carrier != CARRIERS[0], "capacity": capacity != CAPACITIES[0]},
        "carriers": {**promise, **shown, "capacity": capacity != CAPACITIES[0]},
        "spike": {**promise, "carrier": carrier != CARRIERS[0]},
    }
    for option, asked in foreign[story].items():
        if asked:
            raise DeclarationError(f"{option}= has no meaning in story={story!r}; leave it out")
    if runner == "platform" and not platform:
        raise DeclarationError("a game without a platform has none to run the logistics; choose another runner")
    if kind is not None and kind.employed and (runner == "streamer" or contract is not None):
        raise DeclarationError("the brand's own host has no contract and runs nothing itself; leave both out")
