"""Returns of what the live channel sells: who bears their cost, and of what the commission is a share.

Of the units that a show sells the part kappa is kept. The rest is sent back for a full refund, which costs somebody l
for each unit (freight, lost value); what came back is as new to the manufacturer. Live sales d_l are the units that are
kept, so that ``(1/kappa - 1)*d_l`` units come back, and demand is that of the model without returns. Retail sales are
kept.
"""

from __future__ import annotations

from collections.abc import Mapping

import sympy as sp

from lsec_models import Game, Player, parameters
from lsec_models.models import load
from lsec_models.models.channels.channel_choice import W
from lsec_models.models.channels.two_channels import c, d_l

from .substitution import substituted
from .symbols import commission

kappa, sent_back = parameters("kappa l", positive=True)


def games() -> Mapping[str, Game]:
    """Return the modes with returns, by label; without unit cost and wage.

    ``self_run_returns`` and ``agency_returns``: the manufacturer bears their cost, and an agent has its share of what
    is kept. ``agency_returns_gross``: the share is one of all that is sold, sent back or not.
    ``agency_returns_streamer`` and ``reselling_returns``: the streamer bears their cost.
    """
    agency = load("channel_choice", mode="agency")
    gross = substituted(agency, {commission: commission / kappa})
    played = {
        "self_run_returns": _with_returns(load("channel_choice", mode="self_run"), "manufacturer"),
        "agency_returns": _with_returns(agency, "manufacturer"),
        "agency_returns_gross": _with_returns(gross, "manufacturer"),
        "agency_returns_streamer": _with_returns(agency, "streamer"),
        "reselling_returns": _with_returns(load("channel_choice", mode="reselling"), "streamer"),
    }
    return {label: substituted(game, {c: sp.S.Zero, W: sp.S.Zero}) for label, game in played.items()}


def _with_returns(game: Game, bearer: str) -> Game:
    cost = sent_back * (1 / kappa - 1) * d_l
    players = [
        Player(one.name, decides=one.decides, payoff=one.payoff - (cost if one.name == bearer else 0))
        for one in game.players
    ]
    return Game(players=players, order=game.order, assuming=[*game.assuming, kappa < 1], report=_without_chain(game))


def _without_chain(game: Game) -> Mapping[str, sp.Expr]:
    """Return what is reported that the cost of returns does not enter."""
    return {name: value for name, value in game.report.items() if name not in ("chain_profit", "welfare")}
