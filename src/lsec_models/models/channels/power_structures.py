"""Product quality in a live-streaming chain under every power structure.

Players and decisions: a manufacturer sets wholesale price w and quality q, a streamer margin m and live effort e, a
platform unit fee f and traffic support t. Demand is ``a - b*(w + m + f) + gamma*q + mu*e + tau*t``; quality, effort
and traffic cost ``k*q**2/2``, ``eta*e**2/2``, ``upsilon*t**2/2``; a unit costs c. Everybody knows all parameters, and
who moves later sees what was chosen before. Prices and margins are money for a unit, a and demand are units for a
season.

Where a streamer lives on a commission, the interior equilibrium is not subgame perfect in all of its domain: a leader
can gain by a price so high that the streamer's margin m meets its bound at zero. :func:`lsec_models.audit` finds such
parameters; at the types' own numbers there are none.

Lineage: a reconstruction of the question of Zhang, Chen, Wan and Qiu (2023), Choice of product quality in supply chain
of live-streaming e-commerce under different power structures, Australian Journal of Management; the functional forms
are ours. Who leads whom in a chain: Choi (1991), Marketing Science 10(4).
"""

from __future__ import annotations

from collections.abc import Sequence

import sympy as sp

from lsec_models.algebra.domains.symbols import decisions, parameters
from lsec_models.games.static.game import Game, Slot
from lsec_models.games.static.player import Player
from lsec_models.models.parts.baseline import baseline
from lsec_models.models.parts.streamers import StreamerType, type_of

a, b, c, k, eta, upsilon = parameters("a b c k eta upsilon", positive=True)
gamma, mu, tau = parameters("gamma mu tau", positive=True)
phi, F, W, T = parameters("phi F W T", positive=True)
commission = parameters("lambda", positive=True)
w, q, m, e, f, t = decisions("w q m e f t")

PLAYERS = ("manufacturer", "streamer", "platform")

BASELINE = baseline(
    {"a": "20", "b": "1", "c": "2", "k": "2", "eta": "2", "upsilon": "2", "gamma": "0.8", "mu": "0.8", "tau": "0.8"}
)


def power_structures(
    order: Sequence[Slot] | None = None, streamer: str | StreamerType | None = None, *, platform: bool = True
) -> Game:
    """Return the game of manufacturer, streamer and platform.

    Parameters
    ----------
    order : sequence, optional
        The power structure, leaders first; all at once without it.
    streamer : str or StreamerType, optional
        A type adds its contract: influence phi scales the market, commission lambda is paid on the manufacturer's
        revenue ``w * demand``, slot fee F, wage W and technology cost T are fixed payments. An employed host
        (``self_run``) sets no margin: the manufacturer chooses the live effort itself. Without a type the streamer
        lives on its margin alone.
    platform : bool
        Whether a platform plays; without it, f and t are zero.

    Returns
    -------
    Game
        Reported: demand, price, chain_profit, consumer_surplus (``demand**2 / (2*b)``, the area under linear demand).

    Raises
    ------
    UnknownName
        If there is no such type.
    DeclarationError, UnknownName
        If the order does not fit the players.

    Examples
    --------
    >>> from lsec_models import solve
    >>> solve(power_structures(platform=False))["demand"]
    b*eta*k*(a - b*c)/(3*b*eta*k - eta*gamma**2 - k*mu**2)
    """
    kind = type_of(streamer)
    demand = _demand(kind, platform)
    players = _players(kind, demand, platform)
    return Game(
        players=players,
        order=order,
        assuming=_assumptions(kind),
        report=_report(players, demand, _price(kind, platform)),
    )


def bilateral(order: Sequence[Slot] | None = None, streamer: str | StreamerType | None = None) -> Game:
    """Return the game of manufacturer and streamer alone; see :func:`power_structures`."""
    return power_structures(order, streamer, platform=False)


def integrated(order: Sequence[Slot] | None = None, streamer: str | StreamerType | None = None) -> Game:
    """Return the chain with one owner, who sets retail price p, quality, effort and traffic.

    Parameters
    ----------
    order : sequence, optional
        Nothing but ``["chain"]`` makes sense.
    streamer : str or StreamerType, optional
        As for :func:`power_structures`; payments inside the chain cancel.

    Returns
    -------
    Game
        With the single player ``chain``.
    """
    kind = type_of(streamer)
    p = decisions("p")
    demand = _market(kind) - b * p + gamma * q + mu * e + tau * t
    costs = k * q**2 / 2 + eta * e**2 / 2 + upsilon * t**2 / 2
    chain = Player("chain", decides=[p, q, e, t], payoff=(p - c) * demand - costs - _outside_payments(kind))
    return Game(players=[chain], order=order, assuming=_assumptions(kind), report=_report([chain], demand, p))


def _market(kind: StreamerType | None) -> sp.Expr:
    return a if kind is None else phi * a


def _demand(kind: StreamerType | None, platform: bool) -> sp.Expr:
    return _market(kind) - b * _price(kind, platform) + gamma * q + mu * e + (tau * t if platform else 0)


def _price(kind: StreamerType | None, platform: bool) -> sp.Expr:
    margin = 0 if kind is not None and kind.employed else m
    return w + margin + (f if platform else 0)


def _assumptions(kind: StreamerType | None) -> list[sp.Basic]:
    market = [_market(kind) > b * c]
    if kind is not None and kind.commission:
        market.append(commission < 1)
    if kind is not None and kind.technology_cost:
        market.append(phi <= 1)
    return market


def _players(kind: StreamerType | None, demand: sp.Expr, platform: bool) -> list[Player]:
    making, hosting = k * q**2 / 2, eta * e**2 / 2
    slot_fee = F if kind is not None and kind.slot_fee else 0
    share = commission if kind is not None and kind.commission else 0
    technology = T if kind is not None and kind.technology_cost else 0
    if kind is not None and kind.employed:
        players = [Player("manufacturer", decides=[w, q, e], payoff=(w - c) * demand - making - hosting - W)]
    else:
        players = [
            Player("manufacturer", decides=[w, q], payoff=((1 - share) * w - c) * demand - making - slot_fee),
            Player("streamer", decides=[m, e], payoff=(m + share * w) * demand - hosting + slot_fee - technology),
        ]
    if platform:
        players.append(Player("platform", decides=[f, t], payoff=f * demand - upsilon * t**2 / 2))
    return players


def _outside_payments(kind: StreamerType | None) -> sp.Expr:
    """What leaves the chain: the wage of an employed host, the technology of a virtual one."""
    if kind is None:
        return sp.S.Zero
    return (W if kind.employed else sp.S.Zero) + (T if kind.technology_cost else sp.S.Zero)


def _report(players: Sequence[Player], demand: sp.Expr, price: sp.Expr) -> dict[str, sp.Expr]:
    return {
        "demand": demand,
        "price": price,
        "chain_profit": sp.Add(*(player.payoff for player in players)),
        "consumer_surplus": demand**2 / (2 * b),
    }
