"""The games of this folder: the modes, variants that single claims need, and contracts with given shares."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from functools import cache
from typing import Any

import sympy as sp

from lsec_models import Equilibrium, Game, Player, parameters, solve
from lsec_models.games.differential.feedback import FeedbackEquilibrium
from lsec_models.games.differential.game import DifferentialGame
from lsec_models.games.static.results.piecewise import PiecewiseEquilibrium
from lsec_models.models import load
from lsec_models.models.over_time.dynamic_quality import F, G, T, commission, eta, p, phi, psi_e, psi_q, q, rho_M, rho_S
from lsec_models.models.parts.streamers import streamer_type
from lsec_models.solve.differential.dispatch import solve_differential

from . import bounded

MODES = ("centralised", "nash", "stackelberg", "cost_sharing", "quality_sharing", "two_way_sharing")
DISTINCT = ("centralised", "two_way_sharing", "cost_sharing", "quality_sharing", "nash")
TYPES = ("top", "ordinary", "virtual")
VARIANTS: Mapping[str, Mapping[str, Any]] = {
    "": {},
    "_direct": {"direct": True},
    "_commission": {"split": "commission"},
    "_stock": {"split": "commission", "quality": "stock", "direct": True},
}
# The shares at which both efforts are those of one owner.
COORDINATING: Mapping[sp.Symbol, sp.Expr] = {psi_e: rho_M / (rho_M + rho_S), psi_q: rho_S / (rho_M + rho_S)}


def equilibria() -> Mapping[str, FeedbackEquilibrium | Equilibrium | PiecewiseEquilibrium]:
    """Return every equilibrium that claims speak of, by label.

    Those of :func:`feedback_equilibria`; those of :func:`bounded.equilibria`; and ``price_top`` and ``price_ordinary``:
    the live price that the manufacturer sets at a given goodwill, G_top or G_ordinary, where the price is its decision
    and the commission that of the type.
    """
    prices = {f"price_{kind}": _price_at_goodwill(kind) for kind in ("top", "ordinary")}
    return {**feedback_equilibria(), **bounded.equilibria(), **prices}


@cache
def feedback_equilibria() -> Mapping[str, FeedbackEquilibrium]:
    """Return every equilibrium over time that results and claims speak of, by label."""
    return {label: solved(game) for label, game in games().items()}


def games() -> Mapping[str, DifferentialGame]:
    """Return the games over time as declared, by label.

    The modes by their names; with ``_direct``, quality and effort also sell at once; with ``_commission``, revenue is
    divided by commission; with ``_stock``, moreover quality is a stock of its own. ``effort_contract``,
    ``quality_contract`` and ``two_way_contract`` have given shares psi_e and psi_q; ``effort_coordinated``,
    ``quality_coordinated`` and ``coordinated`` have those under which the shared effort is that of one owner. ``top``,
    ``ordinary`` and ``virtual`` are nash at the types' terms.
    """
    found = {
        f"{mode}{suffix}": load("dynamic_quality", mode=mode, **options)
        for suffix, options in VARIANTS.items()
        for mode in MODES
    }
    for name, mode in (("effort", "cost_sharing"), ("quality", "quality_sharing"), ("two_way", "two_way_sharing")):
        found[f"{name}_contract"] = load("dynamic_quality", mode=mode, shares="fixed")
    found["effort_coordinated"] = substituted(found["effort_contract"], COORDINATING)
    found["quality_coordinated"] = substituted(found["quality_contract"], COORDINATING)
    found["coordinated"] = substituted(found["two_way_contract"], COORDINATING)
    found |= {kind: _at_terms(kind) for kind in TYPES}
    return found


def solved(game: DifferentialGame) -> FeedbackEquilibrium:
    """Return the closed form of a game that has one."""
    equilibrium = solve_differential(game)
    assert isinstance(equilibrium, FeedbackEquilibrium), "a stationary game without numbers gives a closed form"
    return equilibrium


def substituted(game: DifferentialGame, values: Mapping[sp.Symbol, sp.Expr]) -> DifferentialGame:
    """Return a game with expressions in the place of some of its parameters."""

    def put(expression: sp.Basic) -> sp.Basic:
        return expression.xreplace(dict(values))

    assumed = [put(relation) for relation in game.assuming]
    return replace(
        game,
        players=[Player(one.name, decides=one.decides, payoff=put(one.payoff)) for one in game.players],
        assuming=[relation for relation in assumed if sp.simplify(relation) is not sp.true],
        report={name: put(value) for name, value in game.report.items()},
    )


def exact(value: Fraction) -> sp.Rational:
    """Return a fraction as SymPy's rational number."""
    return sp.Rational(value.numerator, value.denominator)


def _price_at_goodwill(kind: str) -> Equilibrium:
    """Return the best price at an instant: without direct effects the future does not depend on it."""
    manufacturer, _ = load("dynamic_quality", streamer=kind, price=True).players
    terms = {commission: exact(streamer_type(kind).commission), G: parameters(f"G_{kind}", nonnegative=True)}
    payoff = manufacturer.payoff.subs({**terms, q: 0, F: 0})
    return solve(Game(players=[Player(manufacturer.name, decides=[p], payoff=payoff)]))


def _at_terms(kind: str) -> DifferentialGame:
    terms = streamer_type(kind)
    numbers = {phi: terms.influence, eta: terms.effort_cost, commission: terms.commission}
    numbers |= {F: terms.slot_fee, T: terms.technology_cost}
    game = load("dynamic_quality", streamer=kind)
    return substituted(game, {symbol: exact(value) for symbol, value in numbers.items()})
