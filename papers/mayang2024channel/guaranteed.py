"""A slot fee against guaranteed sales, and a commission that is decided.

The guarantee. The manufacturer pays the streamer a slot fee and no commission. The streamer guarantees that the live
quantity d_l sells at a price, and pays the fee back if it does not. At given sales of the retailer a price needs one
effort: who names it names the effort, and the retailer answers the effort that it expects. The streamer keeps the
guarantee for a fee of at least the cost of that effort; it takes part for the cost and its reservation profit u. So the
manufacturer, who names everything, has what both earn less u.
"""

from __future__ import annotations

from collections.abc import Mapping

import sympy as sp

from lsec_models import Game, Player, decisions, parameters
from lsec_models.models import load
from lsec_models.models.channels.channel_choice import W
from lsec_models.models.channels.two_channels import c, d_l, e, sigma, theta
from lsec_models.models.parts.contracts import w

from .substitution import substituted
from .symbols import commission, eta

u = parameters("u", positive=True)
rate = decisions("lambda_d")


def games() -> Mapping[str, Game]:
    """Return the games, by label; without unit cost.

    ``guaranteed`` has the guarantee. The others are agencies whose channels are apart (sigma = theta = 0): ``apart`` at
    a given commission; ``apart_streamer`` with one that the streamer decides before anything else; ``apart_fee`` with
    one that is settled together with a slot fee (of either sign), which divides what both earn in any way, so that the
    commission is the best for the pair. Payoffs are those before the fee there.
    """
    agency = substituted(load("channel_choice", mode="agency"), {c: sp.S.Zero, W: sp.S.Zero})
    apart = substituted(agency, {sigma: sp.S.Zero, theta: sp.S.Zero})
    return {
        "guaranteed": _guaranteed(agency),
        "apart": apart,
        "apart_streamer": _decided(apart, {"streamer": ["streamer"]}),
        "apart_fee": _decided(apart, {"pair": ["manufacturer", "streamer"]}),
    }


def _guaranteed(agency: Game) -> Game:
    maker, retailer, streamer = agency.players
    return Game(
        players=[
            Player("manufacturer", decides=[*maker.decides, e], payoff=maker.payoff + streamer.payoff - u),
            retailer,
            Player("streamer", decides=[], payoff=u),
        ],
        order=["manufacturer", "retailer"],
        assuming=[relation for relation in agency.assuming if commission not in relation.free_symbols],
        report={**agency.report, "fee": u + eta * e**2 / 2},
    )


def _decided(game: Game, by: Mapping[str, list[str]]) -> Game:
    """Return an agency whose commission is decided first, by a player or a pair who look to these payoffs together."""

    def put(value: sp.Expr) -> sp.Expr:
        return sp.sympify(value).xreplace({commission: rate})

    payoffs = {one.name: put(one.payoff) for one in game.players}
    ((name, whose),) = by.items()
    own = {one.name: (*([rate] if one.name == name else []), *one.decides) for one in game.players}
    players = [Player(each, decides=decided, payoff=payoffs[each]) for each, decided in own.items()]
    if name not in own:
        players.append(Player(name, decides=[rate], payoff=sp.Add(*(payoffs[each] for each in whose))))
    return Game(
        players=players,
        order=[rate, (w, d_l), ("retailer", e)],
        assuming=[relation for relation in game.assuming if commission not in relation.free_symbols],
        report={label: put(value) for label, value in game.report.items()},
    )
