"""The games of what draws viewers and what keeps buyers: content, prices during the show, returns, loyalty."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache
from typing import Any

import sympy as sp

from lsec_models import DifferentialGame, Equilibrium, Game, parameters, solve
from lsec_models.models import load
from lsec_models.models.mechanisms.after_sales import a as market
from lsec_models.models.mechanisms.after_sales import beta, kappa, s, t, z
from lsec_models.models.mechanisms.content import given_commission as commission
from lsec_models.models.mechanisms.content import n
from lsec_models.models.mechanisms.customer_relationship import R_s, psi
from lsec_models.models.mechanisms.live_pricing import a, b, c
from lsec_models.models.parts.streamers import STREAMER_TYPES

refund_by_law = parameters("r", positive=True)
_LED = {
    "at_once": [("manufacturer", "streamer", "platform")],
    "led": ["manufacturer", ("streamer", "platform")],
    "led_by_streamer": ["streamer", ("manufacturer", "platform")],
}


def appeal_and_care() -> Mapping[str, Any]:
    """Return all equilibria of this module, by label."""
    parts = (content, prices_in_a_show, returns, loyalty)
    return {label: found for part in parts for label, found in part().items()}


@cache
def content() -> Mapping[str, Any]:
    """Return shows with content: by who pays, by type of streamer, before or after terms are settled, and priced.

    Where prices are decided the streamer pays for content, ``by_maker`` the manufacturer; ``bare`` ones have none.
    """
    payers = ("streamer", "brand", "brands", "shared", "bonus", "owner")
    found: dict[str, Any] = {f"content_{payer}": solve(load("content", payer=payer)) for payer in payers}
    for kind in ("top", "ordinary", "virtual"):
        for payer in ("streamer", "brand"):
            found[f"content_{kind}_{payer}"] = of_type(load("content", payer=payer, streamer=kind), kind, [n >= 1])
    found["content_own_host"] = solve(load("content", streamer="self_run"))
    for payer in ("streamer", "brand"):
        found[f"deal_before_{payer}"] = solve(load("content", story="deal", payer=payer, timing="before"))
    found["deal_after"] = solve(load("content", story="deal"))
    for name, order in _LED.items():
        priced = load("content", story="priced", payer="streamer", order=order)
        found[f"priced_{name}"] = solve(priced)
        found[f"bare_{name}"] = solve(_without_content(priced))
    for name in ("at_once", "led"):
        priced = load("content", story="priced", payer="manufacturer", order=_LED[name])
        found[f"priced_{name}_by_maker"] = solve(priced)
    return found


@cache
def prices_in_a_show() -> Mapping[str, Any]:
    """Return shows whose second price is adjusted to what the first half told, or kept.

    By agency (``live``, and by type of streamer), by reselling (``live_resold``) and of a chain of three
    (``live_chain``); ``lines_below`` and ``lines_above`` are those of unknown slope.
    """
    found: dict[str, Any] = {}
    for pricing in ("adjusted", "kept"):
        found[f"live_{pricing}"] = solve(load("live_pricing", pricing=pricing))
        found[f"live_resold_{pricing}"] = solve(load("live_pricing", pricing=pricing, sold="reselling"))
        for name, order in _LED.items():
            found[f"live_chain_{name}_{pricing}"] = solve(
                load("live_pricing", pricing=pricing, sold="chain", order=order)
            )
        for kind in ("top", "ordinary", "virtual", "self_run"):
            game = load("live_pricing", pricing=pricing, streamer=kind)
            part = STREAMER_TYPES[kind].commission
            found[f"live_{kind}_{pricing}"] = of_type(game, kind, [(1 - sp.Rational(part)) * a > b * c])
    for crossing in ("below", "above"):
        for pricing in ("adjusted", "kept", "myopic"):
            game = load("live_pricing", story="slope", pricing=pricing, crossing=crossing)
            found[f"lines_{crossing}_{pricing}"] = solve(game)
    return found


@cache
def returns() -> Mapping[str, Any]:
    """Return refunds and what streamers exaggerate.

    ``refund_`` games by power structure have a given policy, ``best`` ones that of what a returned unit is worth less
    freight. ``refund_law`` is one owner at a given refund r with free freight, or with freight that buyers pay.
    ``hype`` is exaggeration by commission, ``flat`` where returns do not depend on it, ``as_net`` at a gross rate that
    is the net one times what is kept.
    """
    worth_sending = [s > t, s < 1 + t, 2 * market > b]
    found: dict[str, Any] = {"refund_alike": solve(load("after_sales", who="alike"))}
    for name, order in _LED.items():
        game = load("after_sales", order=order)
        found[f"refund_{name}"] = solve(game)
        found[f"refund_{name}_best"] = solve(_at(game, {z: s - t}, worth_sending))
    found["refund_owner"] = solve(load("after_sales", who="owner", refund="decided"))
    for words, part in (("free", sp.S.Zero), ("paid", sp.S.One)):
        decided = load("after_sales", who="owner", refund="decided")
        found[f"refund_owner_{words}"] = solve(_at(decided, {beta: part}, worth_sending))
        law = _at(load("after_sales", who="owner"), {z: refund_by_law - part * t}, worth_sending)
        found[f"refund_law_{words}"] = solve(
            replace(law, assuming=[*law.assuming, refund_by_law <= 1, refund_by_law > t])
        )
    found["hype_net"] = solve(load("after_sales", story="exaggeration", commission="net"), corners=True)
    found["hype_net_some"] = solve(load("after_sales", story="exaggeration", commission="net"))
    found["hype_net_flat"] = solve(load("after_sales", story="exaggeration", commission="net", disappointed=False))
    found["hype_gross"] = solve(load("after_sales", story="exaggeration"))
    found["hype_owner"] = solve(load("after_sales", story="exaggeration", commission="none"))
    for words, disappointed in (("as_net", True), ("flat_as_net", False)):
        gross = load("after_sales", story="exaggeration", disappointed=disappointed)
        found[f"hype_gross_{words}"] = solve(_at(gross, {commission: kappa * commission}, gross.assuming))
    for kind in ("top", "ordinary", "virtual"):
        found[f"hype_{kind}"] = of_type(load("after_sales", story="exaggeration", streamer=kind), kind)
    return found


@cache
def loyalty() -> Mapping[str, Any]:
    """Return brand and streamer with loyal customers, in a contract that ends at random.

    ``loyal_owner`` is one owner, in ``loyal_led`` the brand moves first, ``loyal_lasting`` is a contract without end,
    in ``loyal_left`` followers are worth nothing to the streamer afterwards; and by type of streamer.
    """
    partners = load("customer_relationship")
    found: dict[str, Any] = {
        "loyal": solve(partners),
        "loyal_owner": solve(load("customer_relationship", mode="centralised")),
        "loyal_led": solve(load("customer_relationship", order=["manufacturer", "streamer"])),
        "loyal_lasting": solve(over_time_at(partners, {psi: sp.S.Zero})),
        "loyal_left": solve(over_time_at(partners, {R_s: sp.S.Zero})),
    }
    for kind in ("top", "ordinary", "virtual", "self_run"):
        game = load("customer_relationship", streamer=kind)
        found[f"loyal_{kind}"] = solve(over_time_at(game, numbers_of(game, kind), known=[]))
    return found


def of_type(game: Game, kind: str, known: Sequence[sp.Basic] = ()) -> Equilibrium:
    """Return the equilibrium of a game at the numbers of a streamer type."""
    return solve(_at(game, numbers_of(game, kind), known))


def numbers_of(game: Game | DifferentialGame, kind: str) -> dict[sp.Symbol, sp.Expr]:
    """Return the numbers of a streamer type, for the parameters that a game has of them."""
    own = STREAMER_TYPES[kind]
    numbers = {"phi": own.influence, "eta": own.effort_cost, "lambda": own.commission}
    # Beside a human streamer those of a virtual host have names of their own.
    numbers |= {"phi_v": own.influence, "eta_v": own.effort_cost}
    return {symbol: sp.Rational(numbers[symbol.name]) for symbol in game.parameters if symbol.name in numbers}


def over_time_at(
    game: DifferentialGame, values: Mapping[sp.Symbol, sp.Expr], known: Sequence[sp.Basic] | None = None
) -> DifferentialGame:
    """Return a game over time at values of parameters, with its own assumptions if no others are known."""
    return replace(
        game,
        players=[replace(player, payoff=sp.sympify(player.payoff).subs(values)) for player in game.players],
        states={state: sp.sympify(speed).subs(values) for state, speed in game.states.items()},
        discount=sp.sympify(game.discount).subs(values),
        assuming=game.assuming if known is None else known,
    )


def _without_content(game: Game) -> Game:
    """Return a game whose content brings nothing: nobody pays for any."""
    (gamma,) = (symbol for symbol in game.parameters if symbol.name == "gamma")
    return _at(game, {gamma: sp.S.Zero}, game.assuming)


def _at(game: Game, values: Mapping[sp.Symbol, sp.Expr], known: Sequence[sp.Basic]) -> Game:
    players = [replace(player, payoff=sp.sympify(player.payoff).subs(values)) for player in game.players]
    report = {name: value.subs(values) for name, value in game.report.items()}
    return Game(players=players, order=list(game.order), assuming=list(known), report=report)
