"""The games of this folder: 13 power structures of three players, 3 of two, and the integrated chain."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

import sympy as sp

from lsec_models import Equilibrium, Game, parameters, power_structures, solve
from lsec_models.algebra.polynomials.ratio import Ratio, ratio
from lsec_models.algebra.polynomials.ring import Ring, ring_of
from lsec_models.games.static.order import order_label
from lsec_models.games.static.results.piecewise import PiecewiseEquilibrium
from lsec_models.models.channels import power_structures as declared
from lsec_models.models.channels.power_structures import a, b, bilateral, c, eta, gamma, integrated, k, mu, tau, upsilon

from . import bounded
from .general_formula import Formula, Order, general_formula

PLAYERS: Mapping[str, str] = {"M": "manufacturer", "S": "streamer", "P": "platform"}
INVESTMENTS: Mapping[str, str] = {"M": "q", "S": "e", "P": "t"}
TRILATERAL: Mapping[str, Order] = {order_label(order): order for order in power_structures("MSP")}
BILATERAL: Mapping[str, Order] = {order_label(order): order for order in power_structures("MS")}
CHAIN = "integrated chain"

EFFECT: Mapping[str, sp.Symbol] = {"M": gamma, "S": mu, "P": tau}
COST: Mapping[str, sp.Symbol] = {"M": k, "S": eta, "P": upsilon}
STRENGTH: Mapping[str, sp.Symbol] = dict(zip("MSP", parameters("s_M s_S s_P", positive=True), strict=True))
SYMBOLS = (a, b, c, k, eta, upsilon, gamma, mu, tau, *STRENGTH.values())


def equilibria() -> Mapping[str, Equilibrium | PiecewiseEquilibrium]:
    """Return every equilibrium that claims speak of, by label: all 17 games, and those under bounds."""
    return {**interior(), **bounded.equilibria()}


@cache
def interior() -> Mapping[str, Equilibrium]:
    """Return all 17 games solved from their first-order conditions, by label."""
    return {label: solve(game) for label, game in games().items()}


def games() -> Mapping[str, Game]:
    """Return all 17 games as declared, by label."""
    found = {label: declared.power_structures(_named(order)) for label, order in TRILATERAL.items()}
    found |= {label: bilateral(_named(order)) for label, order in BILATERAL.items()}
    return {**found, CHAIN: integrated()}


def formula_of(label: str, ring: Ring) -> Formula:
    """Return the general formula for one of the 17 games, over a ring of the model's own parameters.

    The integrated chain is one player with one margin, whose strength is the sum of all three: its investments share
    one margin, and each adds its own term to the recursion.
    """
    return _formula(label, {player: ratio(ring, strength(player)) for player in players_of(label)})


@cache
def in_strengths(label: str) -> Formula:
    """Return the general formula for one of the 17 games with the strengths as symbols."""
    ring = strength_ring(players_of(label))
    return _formula(label, {player: ratio(ring, STRENGTH[player]) for player in players_of(label)})


def order_of(label: str) -> Order:
    """Return a power structure by its label."""
    return TRILATERAL[label] if label in TRILATERAL else BILATERAL[label]


def players_of(label: str) -> tuple[str, ...]:
    """Return the initials of those who invest: all three in the chain too."""
    if label == CHAIN:
        return tuple(PLAYERS)
    return tuple(initial for initial in PLAYERS if any(initial in block for block in order_of(label)))


def strength(player: str) -> sp.Expr:
    """Return s_i in the model's parameters."""
    return EFFECT[player] ** 2 / (b * COST[player])


def strength_ring(players: tuple[str, ...]) -> Ring:
    """Return the ring of these players' strengths."""
    return ring_of([STRENGTH[player] for player in players])


def total_strength(players: tuple[str, ...]) -> Ratio:
    """Return the sum of the strengths as a polynomial."""
    return ratio(strength_ring(players), sp.Add(*(STRENGTH[player] for player in players)))


def _formula(label: str, strengths: Mapping[str, Ratio]) -> Formula:
    if label == CHAIN:
        return general_formula([["chain"]], {"chain": strengths["M"] + strengths["S"] + strengths["P"]})
    return general_formula(order_of(label), strengths)


def _named(order: Order) -> list[tuple[str, ...]]:
    return [tuple(PLAYERS[initial] for initial in block) for block in order]
