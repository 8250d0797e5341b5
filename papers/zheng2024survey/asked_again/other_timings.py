"""The mechanisms with another timing: the ledger asks its headlines again in these games.

What is not said to be other is as in the model of the catalogue, and so are the letters.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

import sympy as sp

from lsec_models import Game, Player, decisions, parameters, random, signal, solve
from lsec_models.games.bargaining.declaration import Bargain
from lsec_models.games.laws import normal
from lsec_models.games.static.chance.information.signal import Signal
from lsec_models.models import load
from lsec_models.models.mechanisms.customer_relationship import R_s
from lsec_models.models.mechanisms.logistics import f, m, w
from lsec_models.models.mechanisms.logistics import x as speed

from ..appeal_and_care import numbers_of, over_time_at

beta = parameters("beta", positive=True)
_MAKER_FIRST = ["manufacturer", "streamer"]
_HIRED = ("top", "ordinary", "virtual")


def equilibria() -> Mapping[str, Any]:
    """Return the equilibria of these games, by label."""
    parts = (
        other_orders,
        other_orders_by_type,
        followers_left,
        told_at_once,
        agreed_before_training,
        agreed_quantity,
        led_contest,
        decided_supervision,
    )
    return {label: found for part in parts for label, found in part().items()}


@cache
def other_orders() -> Mapping[str, Any]:
    """Return what the catalogue gives in another order.

    ``platform_leads_by_``, ``pair_at_once_by_`` and ``promised_first_by_`` are deliveries by who delivers.
    ``stock_led`` is a service level that the streamer sees, ``content_brand_first`` content before effort,
    ``host_led_by_`` deliveries where the streamer leads, ``adoption_led_by_`` a first brand that leads in quantities,
    ``net_led`` a manufacturer that leads, ``net_chain_`` three who move one after another, ``announced`` a price of
    tomorrow that is set first.
    """
    host_leads = ["streamer", ("manufacturer", "platform")]
    chosen: dict[str, tuple[str, dict[str, Any]]] = {
        "stock_led": ("inventory", {"order": _MAKER_FIRST}),
        "content_brand_first": ("content", {"payer": "brand", "order": ["brand", "streamer"]}),
        **{
            f"host_led_by_{runner}": ("logistics", {"order": host_leads, "runner": runner})
            for runner in ("manufacturer", "streamer", "platform")
        },
        **{
            f"adoption_led_by_{who}": ("technology", {"order": ["first", "second"], "adopters": who})
            for who in ("none", "first", "second", "both")
        },
        "net_led": ("business_model", {"order": ["manufacturer", ("streamer", "platform")]}),
        **{
            f"net_chain_{first}_first": (
                "business_model",
                {"expectations": "responsive", "order": [first, second, "streamer"]},
            )
            for first, second in (("manufacturer", "platform"), ("platform", "manufacturer"))
        },
        "announced": ("consumer_demand", {"order": ["seller_tomorrow", "seller"]}),
        "research_led": ("technology", {"story": "research", "order": ["first", "second"]}),
        "paid_led_by_streamer": (
            "logistics",
            {"platform": False, "contract": "commission", "runner": "streamer", "order": _MAKER_FIRST},
        ),
        "spike_led": ("logistics", {"story": "spike", "order": _MAKER_FIRST}),
        "content_brands_first": ("content", {"payer": "brands", "order": ["brand", "streamer"]}),
        "net_own_host_led": ("business_model", {"streamer": "self_run", "order": ["manufacturer", "platform"]}),
        **{
            f"platform_leads_by_{runner}": (
                "logistics",
                {"order": ["platform", ("manufacturer", "streamer")], "runner": runner},
            )
            for runner in ("manufacturer", "streamer")
        },
        **{
            f"pair_at_once_by_{runner}": ("logistics", {"platform": False, "runner": runner})
            for runner in ("manufacturer", "streamer")
        },
        **{
            f"promised_first_by_{runner}": (
                "logistics",
                {"order": [speed, (w, m, f)], "runner": runner},
            )
            for runner in ("manufacturer", "streamer")
        },
    }
    return {label: solve(load(model, **options)) for label, (model, options) in chosen.items()}


@cache
def other_orders_by_type() -> Mapping[str, Any]:
    """Return what the catalogue gives in another order at the numbers of types, as ``GAME_by_TYPE``.

    ``content_first`` are brands that show content before streamers work, ``made_first`` ones that make products before
    these are vetted, ``stock_led`` ones whose service level is seen, ``net_led`` ones that lead streamer and platform,
    ``promise_led`` and ``spike_led`` ones that lead in deliveries.
    """
    chosen: dict[str, tuple[str, dict[str, Any], tuple[str, ...]]] = {
        "content_first": ("content", {"payer": "brand", "order": ["brand", "streamer"]}, _HIRED),
        "made_first": ("product_selection", {"order": _MAKER_FIRST}, _HIRED),
        "stock_led": ("inventory", {"order": _MAKER_FIRST}, _HIRED[:1]),
        "promise_led": ("logistics", {"platform": False, "order": _MAKER_FIRST}, _HIRED[:1]),
        "spike_led": ("logistics", {"story": "spike", "order": _MAKER_FIRST}, _HIRED),
        "net_led": ("business_model", {"order": ["manufacturer", ("streamer", "platform")]}, _HIRED[:1]),
        "net_led_own_host": ("business_model", {"order": ["manufacturer", "platform"]}, ("self_run",)),
    }
    found = {}
    for name, (model, options, kinds) in chosen.items():
        for kind in kinds:
            game = load(model, **options, streamer=kind)
            found[f"{name}_by_{kind}"] = solve(game.with_values(numbers_of(game, kind)))
    return found


@cache
def followers_left() -> Mapping[str, Any]:
    """Return brands that move first at each instant.

    In ``loyal_led_left`` followers are worth nothing to the streamer afterwards, ``loyal_led_ordinary`` is at the
    numbers of an ordinary streamer.
    """
    partners = load("customer_relationship", order=_MAKER_FIRST)
    ordinary = load("customer_relationship", order=_MAKER_FIRST, streamer="ordinary")
    return {
        "loyal_led_left": solve(over_time_at(partners, {R_s: sp.S.Zero})),
        "loyal_led_ordinary": solve(over_time_at(ordinary, numbers_of(ordinary, "ordinary"), known=[])),
    }


@cache
def told_at_once() -> Mapping[str, Any]:
    """Return a streamer who tells what it sees, or not, where both set their margins at once; or who sees nothing."""
    a, b, c, V, s = parameters("a b c V s", positive=True)
    w, m = decisions("w m", real=True)
    zeta = random("zeta", normal(0, V))
    seen = [signal("Y", of=zeta, noise=s * V)]
    demand = a + zeta - b * (w + m)

    def margins(by_manufacturer: list[Signal], by_streamer: list[Signal]) -> Game:
        players = [
            Player("manufacturer", decides=[w], payoff=(w - c) * demand, sees=by_manufacturer),
            Player("streamer", decides=[m], payoff=m * demand, sees=by_streamer),
        ]
        return Game(players=players, order=[("manufacturer", "streamer")], assuming=[a > b * c])

    games = {
        "margins_none": margins([], seen),
        "margins_told": margins(seen, seen),
        "margins_blind": margins([], []),
    }
    return {label: solve(game) for label, game in games.items()}


@cache
def agreed_before_training() -> Mapping[str, Any]:
    """Return training after an agreement on the streamer's pay that binds both."""
    v, c = parameters("v c", positive=True)
    u = parameters("u", nonnegative=True)
    h, F = decisions("h"), decisions("F", real=True)
    players = [
        Player("brand", decides=[h], payoff=v * h - c * h**2 / 2 - F),
        Player("streamer", decides=[], payoff=F),
    ]
    agreement = Bargain(("brand", "streamer"), over=[F], weights=(1 - beta, beta), disagreement=[0, u])
    game = Game(players=players, order=[agreement, "brand"], assuming=[beta < 1, v**2 > 2 * c * u])
    return {"trained_agreed": solve(game)}


@cache
def agreed_quantity() -> Mapping[str, Any]:
    """Return an agreement on the quantity and on what is paid for it in all, in the place of a price before it."""
    a, b, c = parameters("a b c", positive=True)
    d_l, F = decisions("d_l"), decisions("F", real=True)
    price = (a - d_l) / b
    players = [
        Player("manufacturer", decides=[], payoff=F - c * d_l),
        Player("streamer", decides=[], payoff=price * d_l - F),
    ]
    agreement = Bargain(("manufacturer", "streamer"), over=[d_l, F], weights=(1 - beta, beta))
    report = {"chain_profit": (price - c) * d_l}
    bought = Game(players=players, order=[agreement], assuming=[beta < 1, a > b * c], report=report)
    return {"bought_together": solve(bought)}


@cache
def led_contest() -> Mapping[str, Any]:
    """Return a contest whose first streamer moves first, in units of the cost of effort.

    Its effort is g**2, traffic net of the commission is T**2, and a visitor of the second spends r**2: roots are then
    rational.
    """
    T, r, v_1 = parameters("T r v_1", positive=True)
    g, e_2 = decisions("g e_2")
    total = g**2 + e_2
    players = [
        Player("first", decides=[g], payoff=T**2 * v_1 * g**2 / total - g**2),
        Player("second", decides=[e_2], payoff=T**2 * r**2 * e_2 / total - e_2),
    ]
    return {"contest_led": solve(Game(players=players, order=["first", "second"], report={"total_effort": total}))}


@cache
def decided_supervision() -> Mapping[str, Any]:
    """Return streamers who know whether they are supervised, and are lax to the degree x where it pays.

    A platform that leads compares what it has in both.
    """
    g, f, k, d = parameters("g f k d", positive=True)
    nu, mu = parameters("nu mu", nonnegative=True)
    x = decisions("x", within=(0, 1))
    platform = {"supervised": x * (nu * f + d) - k, "unwatched": x * mu * g}
    fined = {"supervised": f, "unwatched": sp.S.Zero}
    return {
        label: solve(
            Game(
                players=[
                    Player("platform", decides=[], payoff=earned),
                    Player("streamer", decides=[x], payoff=x * (g - fined[label])),
                ],
                order=["streamer"],
                assuming=[nu <= 1, mu < 1, f > g],
            ),
            corners=True,
        )
        for label, earned in platform.items()
    }
