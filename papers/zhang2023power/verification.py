"""The general formula, and what follows from it, checked against each solved game by exact computation."""

from __future__ import annotations

from collections.abc import Mapping

import sympy as sp

from lsec_models import Equilibrium
from lsec_models.algebra.domains.condition import Condition
from lsec_models.algebra.domains.domain import Domain
from lsec_models.algebra.polynomials.ratio import Ratio, ratio
from lsec_models.models.channels.power_structures import a, b, c

from .general_formula import Formula
from .model import CHAIN, COST, EFFECT, INVESTMENTS, PLAYERS, formula_of, interior, players_of, strength


def formula_quantities(label: str) -> dict[str, Ratio]:
    """Return every quantity of a game as the general formula gives it, in the model's own parameters."""
    equilibrium = interior()[label]
    formula = formula_of(label, equilibrium.ring)
    market, slope, cost = (ratio(equilibrium.ring, value) for value in (a - b * c, b, c))
    money = market * market / slope
    demand = market * formula.demand
    found = {
        "demand": demand,
        "price": cost + market / slope * formula.price,
        "chain_profit": money * formula.chain_profit,
        "consumer_surplus": demand * demand / (slope + slope),
    }
    for player in players_of(label):
        found[INVESTMENTS[player]] = ratio(equilibrium.ring, EFFECT[player] / (b * COST[player])) * demand
    return found | _of_each_player(label, formula, market / slope, money, cost)


def agreement(label: str) -> dict[str, bool]:
    """Return for each quantity of a game whether formula and solved equilibrium are one function."""
    exact = interior()[label].exact
    found = formula_quantities(label)
    return {name: found[name] == value for name, value in exact.items()}


def same_domain(label: str) -> bool:
    """Whether the formula's conditions and the solved game's imply each other."""
    equilibrium = interior()[label]
    formula = formula_of(label, equilibrium.ring)
    own = _in_parameters(formula, equilibrium)
    return _implies(own, equilibrium.domain) and _implies(equilibrium.domain, own)


def consequences(label: str) -> dict[sp.Eq, bool]:
    """Return which relations between demand D and the other quantities hold identically in a game."""
    q, e, t, p, s, D, CS, Pi = sp.symbols("q e t p s D CS Pi")
    shown = {"q": q, "e": e, "t": t}
    equilibrium = interior()[label]
    exact, ring = equilibrium.exact, equilibrium.ring
    demand, market, slope = exact["demand"], ratio(ring, a - b * c), ratio(ring, b)
    total = ratio(ring, sp.Add(*(strength(player) for player in players_of(label))))
    one, half = ratio(ring, sp.S.One), ratio(ring, sp.S.Half)
    claims = {
        sp.Eq(shown[INVESTMENTS[player]], EFFECT[player] * D / (b * COST[player])): exact[INVESTMENTS[player]]
        == ratio(ring, EFFECT[player] / (b * COST[player])) * demand
        for player in players_of(label)
    }
    claims[sp.Eq(CS, D**2 / (2 * b))] = exact["consumer_surplus"] == demand * demand / (slope + slope)
    claims[sp.Eq(p, c + (a - b * c - (1 - s) * D) / b)] = (
        exact["price"] == ratio(ring, c) + (market - (one - total) * demand) / slope
    )
    claims[sp.Eq(Pi, ((a - b * c) * D - (1 - s / 2) * D**2) / b)] = (
        exact["chain_profit"] == (market * demand - (one - half * total) * demand * demand) / slope
    )
    return claims


def _of_each_player(label: str, formula: Formula, unit: Ratio, money: Ratio, cost: Ratio) -> dict[str, Ratio]:
    if label == CHAIN:
        return {"p": cost + unit * formula.price, "chain": money * formula.chain_profit}
    margins: Mapping[str, str] = {"M": "w", "S": "m", "P": "f"}
    found = {margins[player]: unit * formula.margin(player) for player in players_of(label)}
    found["w"] = cost + found["w"]
    return found | {PLAYERS[player]: money * formula.profit(player) for player in players_of(label)}


def _in_parameters(formula: Formula, equilibrium: Equilibrium) -> Domain:
    """Return where the formula holds; the denominators of its conditions are products of positive parameters."""
    return equilibrium.game.domain.where(formula.domain.conditions)


def _implies(given: Domain, asked: Domain) -> bool:
    return all(_holds(given, condition) for condition in asked.conditions)


def _holds(given: Domain, condition: Condition) -> bool:
    sign = given.sign(Ratio(given.ring, condition.polynomial))
    return sign.is_positive or (not condition.strict and sign.is_nonnegative)
