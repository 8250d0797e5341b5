"""Two levers at a time under another form of demand.

Content and traffic multiply demand, ``(phi*a - b*price)*(1 + gamma*x)*(1 + tau*t)``; they are decided before margins,
which do not answer them, so that it could as well be at once. Vetting and service that are decided are for a product
that costs nothing to make, whose price p the brand decides: ``phi*(a - b*p)`` are sold, and what defects cost are parts
of the price. That price does not answer what they cost, and is decided after them. Where vetting and service are given
and prices decided, a defect that stays drives the part l of buyers away, at any price. Training and traffic add to
sales, ``v*(1 + h + t)``, here and elsewhere.

What is not said to be other is as in the model levers, and so are the letters.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

import sympy as sp

from lsec_models import Equilibrium, Game, Player, decisions, parameters, solve
from lsec_models.models.mechanisms.levers import PAIRS

a, b, c, phi, gamma, tau, k, upsilon = parameters("a b c phi gamma tau k upsilon", positive=True)
delta, harm, spent, vetted, served, kappa, g, L = parameters("delta l r x z kappa g L", positive=True)
v, mu, beta, commission = parameters("v mu beta lambda", positive=True)
chi = parameters("chi", nonnegative=True)
w, m, f, p, h, t = decisions("w m f p h t")
x, z = decisions("x z", within=(0, 1))
content = decisions("x")
_CONTENT, _CARE, _TRAINING = PAIRS.values()


@cache
def equilibria() -> Mapping[str, Equilibrium]:
    """Return the equilibria of these games, by label and which of two levers there are.

    ``shown_times_`` are content and promotion, ``refunded_`` vetting and service at parts of a price, ``cared_times_``
    these where they are given, ``taught_plus_`` training and traffic.
    """
    games = {f"shown_times_{which}": _shown(*_there(which, _CONTENT)) for which in ("both", "neither", *_CONTENT)}
    games |= {f"refunded_{which}": _refunded(*_there(which, _CARE)) for which in ("both", *_CARE)}
    games |= {f"cared_times_{which}": _cared(*_there(which, _CARE)) for which in ("both", "neither", *_CARE)}
    games |= {f"taught_plus_{which}": _taught(_there(which, _TRAINING)[1]) for which in ("both", "training")}
    return {label: solve(game) for label, game in games.items()}


def _there(which: str, pair: tuple[str, str]) -> tuple[bool, bool]:
    first, second = (which in ("both", lever) for lever in pair)
    return first, second


def _shown(showing: bool, sending: bool) -> Game:
    shown, sent = content if showing else sp.S.Zero, t if sending else sp.S.Zero
    alone = phi * a - b * (w + m + f)
    demand = alone * (1 + gamma * shown) * (1 + tau * sent)
    players = [
        Player("manufacturer", decides=[w], payoff=(w - c) * demand),
        Player("streamer", decides=[m, *shown.free_symbols], payoff=m * demand - k * shown**2 / 2),
        Player("platform", decides=[f, *sent.free_symbols], payoff=f * demand - upsilon * sent**2 / 2),
    ]
    # Levers raise each other, and come to an end.
    ends = 256 * b**2 * k * upsilon > (gamma * tau * (phi * a - b * c) ** 2) ** 2
    levers = tuple(lever for lever in (shown, sent) if lever != 0)
    return Game(
        players=players,
        order=[*([levers] if levers else []), (w, m, f)],
        assuming=[phi * a > b * c, *([ends] if showing and sending else [])],
        report={
            "consumer_surplus": alone * demand / (2 * b),
            "chain_profit": sp.Add(*(player.payoff for player in players)),
        },
    )


def _refunded(vetting: bool, service: bool) -> Game:
    seen, good = x if vetting else sp.S.Zero, z if service else sp.S.Zero
    takings, stay = p * phi * (a - b * p), delta * (1 - seen)
    borne = spent * good + g * (1 - good)
    players = [
        Player(
            "manufacturer",
            decides=[p, *good.free_symbols],
            payoff=takings * (1 - commission - stay * borne) - k * good**2 / 2,
        ),
        Player(
            "streamer",
            decides=[*seen.free_symbols],
            payoff=takings * (commission - stay * (1 - good) * L) - kappa * seen**2 / 2,
        ),
    ]
    most = phi * a**2 / (4 * b)
    known = [delta < 1, commission + delta * g < 1]
    known += [kappa > most * delta * L] if vetting else []
    known += [spent < g, k > most * delta * (g - spent)] if service else []
    return Game(players=players, order=[tuple(one for one in (seen, good) if one != 0), p], assuming=known)


def _cared(vetting: bool, service: bool) -> Game:
    sold = delta * (1 - vetted) if vetting else delta
    good = served if service else sp.S.Zero
    demand = (phi * a - b * (w + m + f)) * (1 - harm * sold * (1 - good))
    players = [
        Player("manufacturer", decides=[w], payoff=(w - c - spent * sold * good) * demand),
        Player("streamer", decides=[m], payoff=m * demand),
        Player("platform", decides=[f], payoff=f * demand),
    ]
    known = [delta < 1, harm <= 1, *([vetted < 1] if vetting else []), *([served < 1] if service else [])]
    return Game(
        players=players,
        order=[("manufacturer", "streamer", "platform")],
        assuming=[phi * a > b * (c + spent * delta * good), *known],
    )


def _taught(sending: bool) -> Game:
    sent = t if sending else sp.S.Zero
    sales, elsewhere = v * (1 + h + sent), kappa * (1 + h + chi * sent)
    gain = (1 - mu) * sales - elsewhere
    players = [
        Player("brand", decides=[h], payoff=(1 - beta) * gain - c * h**2 / 2),
        Player("streamer", decides=[], payoff=elsewhere + beta * gain),
        Player("platform", decides=[*sent.free_symbols], payoff=mu * sales - upsilon * sent**2 / 2),
    ]
    return Game(players=players, order=[(h, *sent.free_symbols)], assuming=[mu < 1, beta < 1, (1 - mu) * v > kappa])
