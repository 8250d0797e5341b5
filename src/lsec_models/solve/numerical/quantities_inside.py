"""Quantities of a smooth game inside all bounds at many points of its parameters, with their exact slopes in these."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from lsec_models.games.static.game import Game
from lsec_models.solve.numerical.first_order.small_matrices import linear_solutions, products
from lsec_models.solve.numerical.graph.compiled_values import CompiledValues, Numbers
from lsec_models.solve.numerical.many_points import found_inside
from lsec_models.solve.numerical.subgames.in_natural_units import in_natural_units
from lsec_models.solve.numerical.subgames.smooth_game import SmoothGame


class QuantitiesInside:
    """Quantities where all first- and second-order conditions hold inside all bounds.

    Conditions hold at neighbouring parameters too, so that decisions move with these by the implicit function theorem.

    Parameters
    ----------
    game : Game
        Of smooth payoffs.
    names : sequence of str
        Decisions, payoffs and reported quantities.
    moved : sequence of str
        The parameters in which slopes are asked for.
    """

    def __init__(self, game: Game, names: Sequence[str], moved: Sequence[str]) -> None:
        self._game, self._names, self._moved = game, names, moved
        self._decided = [decision.name for decision in game.decisions]
        self._compiled: dict[SmoothGame, CompiledValues] = {}

    def at(self, parameters: Mapping[str, Numbers]) -> Numbers:
        """Return quantities, then the slopes of one after the other, (points, ...); NaN where nothing is found.

        Parameters
        ----------
        parameters : mapping from str to array of shape (points,)
        """
        subgames, given = in_natural_units(self._game, parameters)
        values, is_found = found_inside(subgames, given)
        system, points, moved = subgames.inside.systems[0], len(is_found), len(self._moved)
        x, known = np.array([values[name] for name in system.unknowns]), [values[name] for name in system.known]
        computed = np.array(
            [np.broadcast_to(value, (points,)) for value in self._values(subgames.inside)([*x, *known])]
        )
        count = len(self._names)
        quantities, direct, shifts = np.split(computed, np.cumsum([count, count * (moved + len(self._decided))]))
        with np.errstate(all="ignore"):
            _, jacobian = system.evaluated(x, known)
            answers = -linear_solutions(jacobian, shifts.reshape(len(system.unknowns), moved, points))
            answers = answers[[system.unknowns.index(name) for name in self._decided]]
            direct = direct.reshape(count, -1, points)
            slopes = direct[:, :moved] + products(direct[:, moved:], answers)
        rows = np.concatenate([quantities, slopes.reshape(-1, points)]).T
        return np.where(is_found[:, None], rows, np.nan)

    def _values(self, inside: SmoothGame) -> CompiledValues:
        """Return quantities as they were declared, their slopes, and those of conditions in parameters."""
        if inside in self._compiled:
            return self._compiled[inside]
        graph, system = inside.graph, inside.systems[0]
        declared = {player.name: player.payoff for player in self._game.players} | dict(self._game.report)
        declared |= {decision.name: decision for decision in self._game.decisions}
        places = [graph.place_of(declared[name]) for name in self._names]
        self._compiled[inside] = graph.compiled(
            [*system.unknowns, *system.known],
            [
                *places,
                *(graph.derivative(place, name) for place in places for name in [*self._moved, *self._decided]),
                *(graph.derivative(one, name) for one in inside.stages[0].conditions for name in self._moved),
            ],
        )
        return self._compiled[inside]
