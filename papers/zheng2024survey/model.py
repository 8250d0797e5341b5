"""The games that the survey's statements are decided in, by label."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache
from typing import Any

import sympy as sp

from lsec_models import DifferentialGame, Equilibrium, EvolutionaryGame, Game, Player, decisions, solve
from lsec_models.games.evolutionary.rest_points import RestPoints
from lsec_models.models import load
from lsec_models.models.mechanisms.inventory import a, b, c, e, eta, g, given_w, h, p, phi, s
from lsec_models.models.mechanisms.regulation import regulation
from lsec_models.models.parts.contracts import contract

from . import agencies, asked_again, hosts, operations, together
from .appeal_and_care import appeal_and_care

SHARE_KEPT = contract("revenue_sharing").share
COMMISSION = contract("commission").share
MODELS = (
    "inventory",
    "promotion",
    "content",
    "live_pricing",
    "after_sales",
    "customer_relationship",
    "consumer_demand",
    "streamer_training",
    "partnership",
    "information_sharing",
    "product_selection",
    "logistics",
    "technology",
    "business_model",
    "regulation",
    "dynamic_quality",
    "levers",
    "exclusivity",
)
# What the classics leave out.
PLAIN: Mapping[sp.Symbol, sp.Expr] = {s: sp.S.Zero, g: sp.S.Zero}


def equilibria() -> Mapping[str, Any]:
    """Return every equilibrium that claims speak of, by label."""
    parts = (
        appeal_and_care,
        operations.equilibria,
        together.equilibria,
        hosts.equilibria,
        agencies.equilibria,
        asked_again.equilibria,
        telling,
        partners,
        stock,
        contest,
        buyers,
        populations,
        goodwill,
        training,
    )
    return {label: found for part in parts for label, found in part().items()}


def games() -> Mapping[str, Game | DifferentialGame | EvolutionaryGame]:
    """Return each model that statements are decided in, by its name and as it is without options."""
    return {model: load(model) for model in MODELS}


@cache
def stock() -> Mapping[str, Equilibrium]:
    """Return the equilibria of the show with a stock.

    ``owner`` is one owner, ``commission`` the usual terms; with ``_plain`` without salvage and goodwill loss, as
    ``commission_work_first`` is, where the streamer moves first. Terms that coordinate: ``buy_back``, ``cost_sharing``
    (a buy-back whose manufacturer also bears the part b/p of the cost of effort), ``revenue_sharing``. ``price_only``
    and ``owner_alone`` have no effort, and demand from zero to twice its mean.
    """
    wholesale = c + b * (p - c) / p
    bought_back = load("inventory", contract="wholesale", buy_back=True)
    shared_revenue = load("inventory", contract="revenue_sharing")
    (passed_on,) = SHARE_KEPT.free_symbols
    games = {
        "owner": load("inventory", contract="none"),
        "owner_on_demand": load("inventory", contract="none", supply="on_demand"),
        "owner_quick": load("inventory", contract="none", supply="quick_response"),
        "commission": load("inventory"),
        "quick": load("inventory", supply="quick_response"),
        "on_demand": load("inventory", supply="on_demand"),
        "owner_plain": _agreed(load("inventory", contract="none"), PLAIN),
        "commission_plain": _agreed(load("inventory"), PLAIN, [COMMISSION < 1, (1 - COMMISSION) * p > c]),
        "commission_work_first": _agreed(
            load("inventory", order=["streamer", "manufacturer"]), PLAIN, [COMMISSION < 1, (1 - COMMISSION) * p > c]
        ),
        "buy_back": _agreed(bought_back, {given_w: wholesale, **PLAIN}, [b < p]),
        "cost_sharing": _agreed(_with_shared_cost(bought_back, b / p), {given_w: wholesale, **PLAIN}, [b < p]),
        "revenue_sharing": _agreed(shared_revenue, {given_w: SHARE_KEPT * c, **PLAIN}, [passed_on < 1]),
        "price_only": _price_only(apart=True),
        "owner_alone": _price_only(apart=False),
    }
    return {name: solve(game) for name, game in games.items()}


@cache
def contest() -> Mapping[str, Equilibrium]:
    """Return the contests for recommendation: of two streamers, three, n alike, and where effort is worth something."""
    return {
        "two": solve(load("promotion")),
        "three": solve(load("promotion", streamers="three")),
        "alike": solve(load("promotion", streamers="alike")),
        "attention": solve(load("promotion", attention=True)),
    }


@cache
def buyers() -> Mapping[str, Equilibrium]:
    """Return the sellers to patient buyers, in one or two shows, and to trusting ones."""
    return {
        "one_show": solve(load("consumer_demand", commitment="show")),
        "flexible": solve(load("consumer_demand")),
        "responsive": solve(load("consumer_demand", shock=True)),
        "trust": solve(load("consumer_demand", segments="trust")),
    }


@cache
def populations() -> Mapping[str, RestPoints]:
    """Return the rest points of streamers and platforms: with own or pooled fines, and with consumers."""
    return {
        "watched": solve(regulation(consumers=False)),
        "pooled": solve(regulation(consumers=False, pooled=True)),
        "complaining": solve(regulation()),
    }


@cache
def training() -> Mapping[str, Equilibrium]:
    """Return the training of a streamer who may leave, by contract; ``agency_`` by an agency."""
    contracts = {"untied": "none", "tied": "exit_penalty", "shared": "shared_cost", "trained_by_owner": "one_owner"}
    by_agency = {f"agency_{name}": contracts[name] for name in ("untied", "tied")}
    return {
        **{name: solve(load("streamer_training", contract=contract)) for name, contract in contracts.items()},
        **{
            name: solve(load("streamer_training", contract=contract, trainer="agency"))
            for name, contract in by_agency.items()
        },
    }


@cache
def telling() -> Mapping[str, Any]:
    """Return a streamer that tells what it sees of demand, or keeps it; and two rivals of whom one or both may tell."""
    chosen = {
        **{f"resold_{sharing}": ("reselling", sharing) for sharing in ("none", "told")},
        **{f"agency_{sharing}": ("agency", sharing) for sharing in ("none", "told")},
        **{f"rivals_{sharing}": ("rivals", sharing) for sharing in ("none", "first", "second", "both")},
    }
    return {name: solve(load("information_sharing", how=how, sharing=who)) for name, (how, who) in chosen.items()}


@cache
def partners() -> Mapping[str, Any]:
    """Return what brand and streamer agree on, by story: a price, both sides' work, rival brands, a lowest price."""
    chosen: dict[str, dict[str, str]] = {
        "bought": {},
        "bought_with_fee": {"contract": "two_part_tariff"},
        "deal": {"story": "effort"},
        "deal_shared": {"story": "effort", "contract": "profit_sharing"},
        "deal_owner": {"story": "effort", "contract": "one_owner"},
        "deal_alone": {"story": "effort", "sides": "streamer"},
        "two_brands": {"story": "rivals"},
        "one_brand": {"story": "rivals", "contract": "exclusive"},
        "one_brand_sold": {"story": "rivals", "contract": "auction"},
        "no_clause": {"story": "clause"},
        "clause": {"story": "clause", "contract": "lowest_price"},
        "unrepresented": {"story": "agency"},
        "represented": {"story": "agency", "contract": "agency"},
    }
    return {name: solve(load("partnership", **options)) for name, options in chosen.items()}


@cache
def goodwill() -> Mapping[str, Any]:
    """Return joint promotion: each advertises alone, or the brand offers to bear a part of the streamer's cost."""
    return {
        "apart": solve(load("dynamic_quality", mode="nash")),
        "joint": solve(load("dynamic_quality", mode="cost_sharing")),
    }


def _agreed(game: Game, terms: Mapping[sp.Symbol, sp.Expr], known: Sequence[sp.Basic] = ()) -> Game:
    """Return a game at terms that are expressions."""
    return Game(
        players=[replace(player, payoff=player.payoff.subs(terms)) for player in game.players],
        order=list(game.order),
        assuming=[p > c, h <= 1, *known],
        report={name: value.subs(terms) for name, value in game.report.items()},
    )


def _with_shared_cost(game: Game, part: sp.Expr) -> Game:
    maker, streamer = game.players
    cost = part * eta * e**2 / 2
    players = [replace(maker, payoff=maker.payoff - cost), replace(streamer, payoff=streamer.payoff + cost)]
    return replace(game, players=players)


def _price_only(*, apart: bool) -> Game:
    """Return the game of a wholesale price; demand begins at zero, so that y = 0 orders nothing."""
    w, y = decisions("w y")
    mean = phi * a
    takings = p * mean * (1 - (1 - y) ** 2)
    if apart:
        players = [
            Player("manufacturer", decides=[w], payoff=(w - c) * 2 * mean * y),
            Player("streamer", decides=[y], payoff=takings - w * 2 * mean * y),
        ]
    else:
        players = [Player("manufacturer", decides=[y], payoff=takings - c * 2 * mean * y)]
    order = [player.name for player in players]
    return Game(players=players, order=order, assuming=[p > c])
