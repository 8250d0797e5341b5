"""The numbered results: each is derived anew at every run; its docstring is what it states."""

from __future__ import annotations

from itertools import combinations
from typing import Any

import sympy as sp

from lsec_models.algebra.polynomials.ratio import ratio
from lsec_models.papers import Results
from lsec_models.papers.folder.audited import audited
from lsec_models.show.export.closed_forms import closed_form

from . import atlas, tables
from .general_formula import Formula, coefficients
from .leading import leading, profit
from .model import BILATERAL, CHAIN, PLAYERS, STRENGTH, TRILATERAL, in_strengths, interior, total_strength
from .rankings import against_chain, all_hold_when_moderate, ranking
from .streamers import commission_entry, neutral_exactly_when_manufacturer_first, orders_of, type_entry
from .verification import agreement, consequences, same_domain

RESULTS = Results()


@RESULTS.add(
    "R1",
    title="Equilibrium under each of the 13 power structures",
    tables=tables.closed_forms("closed_forms", "three players"),
)
def closed_forms() -> dict[str, Any]:
    """Every structure has one interior subgame-perfect equilibrium, in closed form.

    It is found by backward induction from the first-order conditions, in exact arithmetic. The conditions are those
    under which every player's payoff is strictly concave in its own decisions and demand is positive.
    """
    return {label: closed_form(interior()[label]) for label in TRILATERAL}


@RESULTS.add(
    "R2",
    title="Equilibrium without a platform, and of the integrated chain",
    tables=tables.closed_forms("closed_forms_bilateral_and_chain", "two players, and the integrated chain"),
)
def closed_forms_of_the_others() -> dict[str, Any]:
    """The three structures of manufacturer and streamer alone (no fee, no traffic support), and the integrated chain.

    The chain has one owner, who sets price, quality, effort and traffic.
    """
    return {label: closed_form(interior()[label]) for label in (*BILATERAL, CHAIN)}


@RESULTS.add("R3", title="One general formula for all power structures", tables=tables.general_formula)
def general_formula() -> dict[str, Any]:
    """Write s_M = γ²/(b k), s_S = μ²/(b η), s_P = τ²/(b υ) for the strengths of the three investments.

    Go through the blocks of the power structure from the last mover up. Below the last block Φ = 1; above a block of
    n players, Φ above = (1 + n) · (Φ below) − (sum of s over the block). Call Φ₀ the value above the first block, and
    Φ_i the value below the block of player i.

    Then demand is D = (a − b c)/Φ₀. Player i takes the margin Φ_i D/b, invests (its effect on demand)/(b × its cost) ×
    D, and earns (Φ_i − s_i/2) D²/b. This is the equilibrium exactly where a > b c, Φ is positive above every block,
    and 2 Φ_i > s_i for every i.

    Why: suppose the later blocks turn a demand X, as it would be without their margins and investments, into X/Φ. A
    player of the block above then faces D = (X − b Σm + Σ g x)/Φ, and its two first-order conditions give m = Φ D/b
    and x = g D/(b × cost). Inserted, X = ((1 + n) Φ − Σ s) D, which is the same statement one block up; below the last
    block it holds with Φ = 1. Nothing in this depends on the number of players.

    The integrated chain is one player with one margin and all three investments: Φ₀ = 2 − (s_M + s_S + s_P). The table
    shows that the recursion, computed on its own, returns every quantity and the conditions of each of the 17 games
    solved from their first-order conditions.
    """
    return {label: _formula_entry(label) for label in interior()}


@RESULTS.add("R4", title="How position moves the coefficients", tables=tables.coefficients)
def position_coefficients() -> dict[str, Any]:
    """In Φ₀ the constant is the product of (1 + size) over all blocks.

    The coefficient of a player's strength is that product over the blocks strictly ahead of its own: 1 for a leader,
    doubled by each single player ahead, tripled by two who move together. The same investment therefore lowers Φ₀, and
    raises demand, the more the later its owner moves. Each additional stage, on the other hand, raises the constant:
    from 4 (all at once) to 6 (two stages) and 8 (three stages).
    """
    found: dict[str, Any] = {}
    for label, order in TRILATERAL.items():
        constant, of_players = coefficients(order)
        phi = in_strengths(label).above[0]
        expected = constant - sp.Add(*(n * STRENGTH[player] for player, n in of_players.items()))
        found[label] = {"constant": constant, **of_players, "equals_recursion": phi == ratio(phi.ring, expected)}
    return found


@RESULTS.add("R5", title="Demand decides what the chain and consumers care about", tables=tables.consequences)
def consequences_of_demand() -> list[dict[str, Any]]:
    """In every structure each investment is the same fixed multiple of demand D.

    So quality, live effort, traffic, demand and consumer surplus rank all structures alike. With s the sum of the
    strengths, the retail price is c + (a − b c − (1 − s) D)/b: more demand goes with a lower price if s < 1 and with a
    higher price if s > 1, whatever the structures compared. Chain profit is ((a − b c) D − (1 − s/2) D²)/b, for s < 2 a
    parabola in D whose top is the integrated chain.
    """
    found: dict[sp.Eq, dict[str, bool]] = {}
    for label in interior():
        for relation, holds in consequences(label).items():
            found.setdefault(relation, {})[label] = holds
    return [{"relation": relation, "holds": games} for relation, games in found.items()]


@RESULTS.add(
    "R6",
    title="Ranking of demand (and quality, effort, traffic, consumer surplus)",
    tables=tables.ranking("demand", "Demand, quality, effort, traffic and consumer surplus"),
)
def ranking_of_demand() -> dict[str, Any]:
    """All 78 pairs of structures, compared exactly over the strengths for which both equilibria exist.

    No pair has one order throughout; for each pair the order is decided by one linear inequality in the strengths,
    given with an exact example of either kind. If all strengths are moderate (below 1), all 13 equilibria exist, and
    moving all at once gives more demand than any other structure.
    """
    return {
        "all_exist_when_moderate": all_hold_when_moderate(tuple(TRILATERAL)),
        "pairs": ranking(lambda formula: formula.demand),
    }


@RESULTS.add("R7", title="Ranking of chain profit and of price", tables=tables.ranking_checks)
def ranking_of_chain_profit_and_price() -> dict[str, Any]:
    """In the units of R3, the prices of two structures differ by −(1 − s) times the difference of their demands.

    Price therefore ranks against demand where the strengths sum to less than 1, and like demand where they sum to more.

    Chain profits differ by 1 − (1 − s/2)(sum of the two demands) times that difference. The factor is positive: at
    once if s ≥ 2, and else because no structure reaches the demand 1/(2 − s) of the integrated chain (R12). So chain
    profit ranks all structures as demand does: the structure that serves consumers best serves the chain best.

    Both identities are checked for all 78 pairs.
    """
    pairs = [(in_strengths(left), in_strengths(right)) for left, right in combinations(TRILATERAL, 2)]
    return {
        "pairs": len(pairs),
        "price_identity": sum(_price_follows_demand(left, right) for left, right in pairs),
        "chain_profit_identity": sum(_chain_profit_follows_demand(left, right) for left, right in pairs),
    }


@RESULTS.add(
    "R8",
    title="Ranking of the manufacturer's profit",
    tables=tables.ranking("profit_manufacturer", "Profit of the manufacturer"),
)
def ranking_of_manufacturer_profit() -> dict[str, Any]:
    """All 78 pairs of structures, compared exactly for the manufacturer's profit.

    Where the order turns, the polynomial inequality that decides it is given with an exact example of either kind.
    """
    return {"pairs": ranking(profit("M"))}


@RESULTS.add(
    "R9",
    title="Ranking of the streamer's profit",
    tables=tables.ranking("profit_streamer", "Profit of the streamer"),
)
def ranking_of_streamer_profit() -> dict[str, Any]:
    """All 78 pairs of structures, compared exactly for the streamer's profit; read as R8."""
    return {"pairs": ranking(profit("S"))}


@RESULTS.add(
    "R10",
    title="Ranking of the platform's profit",
    tables=tables.ranking("profit_platform", "Profit of the platform"),
)
def ranking_of_platform_profit() -> dict[str, Any]:
    """All 78 pairs of structures, compared exactly for the platform's profit; read as R8."""
    return {"pairs": ranking(profit("P"))}


@RESULTS.add("R11", title="What leading is worth", tables=tables.leading)
def worth_of_leading() -> dict[str, Any]:
    """Each player's profit when it moves first against its profit at every other place, the others' order kept.

    For moderate strengths leading pays: a player earns more first than at any other place, whatever the order of the
    others.

    Against moving together with those who would follow next, leading never costs, at any strength, and gains nothing
    only where the strengths of the others sum to their number. Against following, leading can cost once strengths are
    large: there is a second-mover advantage, and the table gives the exact inequality.
    """
    games = {"two": "MS", "three": "MSP"}
    return {size: {player: leading(player, players) for player in players} for size, players in games.items()}


@RESULTS.add("R12", title="The integrated chain as a benchmark", tables=tables.against_chain)
def integrated_chain() -> dict[str, Any]:
    """Wherever both exist, one owner of the chain serves more demand and earns more than the players together.

    This holds against every power structure, with higher quality, effort and traffic. The owner's price is lower than
    theirs where the strengths sum to less than 1, and higher where they sum to more: then the owner spends so much on
    the product that consumers pay more and still buy more.
    """
    quantities = {
        "demand": lambda formula: formula.demand,
        "chain_profit": lambda formula: formula.chain_profit,
        "price": lambda formula: formula.price,
    }
    return {label: {name: against_chain(of, label) for name, of in quantities.items()} for label in TRILATERAL}


@RESULTS.add("R13", title="Streamer types", tables=tables.streamer_types)
def streamer_types() -> dict[str, Any]:
    """A top, an ordinary and a virtual streamer under three structures each, and the brand's own host.

    The brand's own host is employed and does not move as a player; manufacturer and platform have three structures.
    The terms of each type are illustrations of ours; closed forms and conditions hold for all terms.
    """
    return {kind: {label: type_entry(kind, label) for label in orders_of(kind)} for kind in tables.KINDS}


@RESULTS.add("R14", title="When a commission is neutral", tables=tables.commission_neutrality)
def commission_neutrality() -> dict[str, Any]:
    """A commission that the streamer takes of the manufacturer's revenue is neutral if the manufacturer moves first.

    If the wholesale price is set before the streamer's margin, the commission rate λ changes only how the retail price
    is split into w and m: quality, effort, traffic, retail price, demand and every profit are free of λ, as long as
    the streamer's margin stays non-negative. In every other structure, where the streamer moves first or at the same
    time, everything depends on λ. Checked for all 13 structures and the 3 without a platform.
    """
    structures = {label: commission_entry(label) for label in (*TRILATERAL, *BILATERAL)}
    return {
        "structures": structures,
        "neutral_exactly_when_manufacturer_moves_before_streamer": neutral_exactly_when_manufacturer_first(structures),
    }


@RESULTS.add("R15", title="Audit: nobody gains by deviating", tables=tables.audit)
def audit_of_all() -> dict[str, Any]:
    """At random admissible parameters every player re-optimises numerically, and finds nothing better.

    Those who move later answer each deviation by solving their own stage again; the closed forms are not used for
    this. The check is of another kind than the derivation, so that a slip in one is not repeated in the other.
    """
    return audited(interior(), draws=10)


def _formula_entry(label: str) -> dict[str, Any]:
    formula, returned = in_strengths(label), agreement(label)
    return {
        "Phi_0": formula.above[0].expression(),
        "below": {player: phi.expression() for player, phi in formula.below.items()},
        "quantities": len(returned),
        "quantities_returned": sum(returned.values()),
        "same_conditions": same_domain(label),
    }


def _price_follows_demand(left: Formula, right: Formula) -> bool:
    s = total_strength(tuple(PLAYERS))
    difference = left.demand - right.demand
    return left.price - right.price == s * difference - difference


def _chain_profit_follows_demand(left: Formula, right: Formula) -> bool:
    s = total_strength(tuple(PLAYERS))
    one, half = ratio(s.ring, sp.S.One), ratio(s.ring, sp.S.Half)
    factor = one - (one - half * s) * (left.demand + right.demand)
    return left.chain_profit - right.chain_profit == factor * (left.demand - right.demand)


@RESULTS.add("R16", title="Atlas: every pair of structures in every quantity", tables=atlas.pairwise_tables)
def atlas_of_pairs() -> dict[str, Any]:
    """All 78 pairs of structures in nine quantities, each decided by machine over all parameters of the model.

    Unlike R6 to R10, which use the general formula in the strengths, this compares the solved games themselves, in
    their own parameters. An order that holds throughout is proved, with a certificate that a checker of its own
    re-computes. Where the order turns, exact points show both sides, and the condition says exactly where it turns.
    """
    return atlas.pairwise()


@RESULTS.add("R17", title="Atlas: comparative statics", tables=atlas.statics_tables)
def atlas_of_statics() -> dict[str, Any]:
    """The sign of the derivative of nine quantities in nine parameters, under each of the 13 structures.

    Quality, effort, traffic, chain profit and consumer surplus move as one expects. Two things do not. A player who
    moves at once with another can be hurt by a more effective, or a cheaper, investment of its own: it pays alone for
    demand in which the others share. A player who is alone in its stage, leading or following, never is. And the retail
    price rises with the unit cost only where the strengths sum to less than 1.
    """
    return {label: atlas.statics(label) for label in TRILATERAL}
