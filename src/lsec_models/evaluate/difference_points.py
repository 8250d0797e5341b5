"""A difference game over a grid of parameters, solved at each point."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

import numpy as np
import sympy as sp

from lsec_models.errors import NoInteriorOptimum, NoStabilisingSolution, OutsideDomain
from lsec_models.evaluate.field import Field
from lsec_models.evaluate.fused.blocks import Block
from lsec_models.evaluate.grid import Grid
from lsec_models.evaluate.kernel import DECLARED, INSIDE
from lsec_models.evaluate.points import POINTS_AT_ONCE, place_of
from lsec_models.games.difference.game import DifferenceGame
from lsec_models.games.difference.stationary import StationaryPoint, StationarySolutions
from lsec_models.solve.difference.dispatch import solve_difference

NONE, SEVERAL, CANDIDATE = "no solution is stated", "several solutions", "not established"
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


class DifferenceAtPoints:
    """A difference game to be solved at each point of a grid.

    Parameters
    ----------
    game : DifferenceGame
    grid : Grid

    Attributes
    ----------
    conditions, regimes : list of str
        What fails at some point, more as they are met; of regimes there are none.
    """

    block_size = POINTS_AT_ONCE

    def __init__(self, game: DifferenceGame, grid: Grid) -> None:
        self._game, self._grid = game, grid
        self.conditions: list[str] = []
        self.regimes: list[str] = []

    def best(self, quantity: str, *, is_greatest: bool) -> None:
        """Return nothing: a game is not compared with another."""

    def fill(self, block: Block, fields: Sequence[Field], *, coded: bool = True) -> None:  # noqa: ARG002
        """Write what the game's only equilibrium is over a block, into a field of its rows and columns."""
        [field] = fields
        field.violated[...], field.regime[...] = INSIDE, INSIDE
        for value in field.values.values():
            value[...] = np.nan
        for index in np.ndindex(*block.shape):
            failing, found = _at(self._game, self._grid.exact_point(block.place(index, self._grid.shape)))
            if failing:
                field.violated[index] = place_of(self.conditions, failing)
            for name, number in found.items():
                if name in field.values:
                    field.values[name][index] = number


def evidence_of_periods(game: DifferenceGame, met: Mapping[str, int]) -> str:
    """Return in one line how far it is established what a game is at points; `met` as for `evidence_at_points`."""
    holding = met.get("", 0)
    others = "".join(f"; {words} at {count}" for words, count in sorted(met.items()) if words and count)
    alone = "" if game.horizon is not None else " (among affine strategies that were found)"
    return f"solved at {sum(met.values())} points: one equilibrium, established, at {holding}{alone}{others}"


def _at(game: DifferenceGame, point: Mapping[str, Fraction]) -> tuple[str, Mapping[str, float]]:
    """Return why there is no one equilibrium at a point, empty where there is, and what there is."""
    for symbol in game.parameters:
        if (symbol.is_positive and point[symbol.name] <= 0) or (symbol.is_nonnegative and point[symbol.name] < 0):
            return f"{symbol} {'>' if symbol.is_positive else '>='} 0  {DECLARED}", {}
    failures = game.domain.failures({symbol: point[symbol.name] for symbol in game.parameters})
    if failures:
        return failures[0], {}
    without_meaning = next(game.failing({symbol: point[symbol.name] for symbol in game.parameters}), "")
    if without_meaning:
        return without_meaning, {}
    try:
        found = solve_difference(game, at=point)
    except OutsideDomain:
        return ENDLESS, {}
    except (NoInteriorOptimum, NoStabilisingSolution):
        return NONE, {}
    if isinstance(found, StationarySolutions) and len(found) > 1:
        return SEVERAL, {}
    one = found[0] if isinstance(found, StationarySolutions) else found
    if one.kind != "equilibrium":
        return CANDIDATE, {}
    steady: Mapping[str, sp.Expr] = one.steady_state if isinstance(one, StationaryPoint) else {}
    return "", {name: float(value) for name, value in {**one.decisions, **steady, **one.payoffs}.items()}
