"""A difference game over a grid of parameters, solved at each point."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

import sympy as sp

from lsec_models.errors import NoInteriorOptimum, NoStabilisingSolution, OutsideDomain
from lsec_models.evaluate.point_by_point.points import CANDIDATE, FoundAtPoint, evidence_at_points, outside
from lsec_models.games.difference.game import DifferenceGame
from lsec_models.games.difference.stationary import StationaryPoint, StationarySolutions
from lsec_models.solve.difference.dispatch import solve_difference

NONE, SEVERAL = "no solution is stated", "several solutions"
ENDLESS = "sums without end have no limit"


def quantities_of(game: DifferenceGame) -> dict[str, dict[str, str]]:
    """Return what is swept, with attributes: decisions and stocks at first, or where they settle, and payoffs."""
    when = "in the first period" if game.horizon is not None else "in the steady state"
    found = {
        decision.name: {"latex": sp.latex(decision), "kind": "decision", "player": player.name, "when": when}
        for player in game.players
        for decision in player.decides
    }
    if game.horizon is None:
        found |= {state.name: {"latex": sp.latex(state), "kind": "report", "when": when} for state in game.stocks}
    for player in game.players:
        words = player.name.replace("_", " ")
        latex, long_name = rf"\pi_{{\text{{{words}}}}}", f"payoff of {words}"
        found[player.name] = {"latex": latex, "long_name": long_name, "kind": "payoff", "player": player.name}
    return found


def difference_game_at(game: DifferenceGame, point: Mapping[str, Fraction]) -> FoundAtPoint:
    """Return what a difference game is at a point."""
    exact = {symbol: point[symbol.name] for symbol in game.parameters}
    failing = outside(game.domain, game.parameters, point) or next(game.failing(exact), "")
    if failing:
        return FoundAtPoint(failing=failing)
    try:
        found = solve_difference(game, at=point)
    except OutsideDomain:
        return FoundAtPoint(failing=ENDLESS)
    except (NoInteriorOptimum, NoStabilisingSolution):
        return FoundAtPoint(failing=NONE)
    if isinstance(found, StationarySolutions) and len(found) > 1:
        return FoundAtPoint(failing=SEVERAL)
    one = found[0] if isinstance(found, StationarySolutions) else found
    if one.kind != "equilibrium":
        return FoundAtPoint(failing=CANDIDATE)
    steady: Mapping[str, sp.Expr] = one.steady_state if isinstance(one, StationaryPoint) else {}
    return FoundAtPoint(values={**one.decisions, **steady, **one.payoffs})


def evidence_of_periods(game: DifferenceGame, met: Mapping[str, int]) -> str:
    """Return in one line how far it is established what a game is at points; `met` as for `evidence_at_points`."""
    among = "" if game.horizon is not None else " (among affine strategies that were found)"
    return evidence_at_points(met, how="solved", among=among)
