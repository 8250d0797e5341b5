"""Quantities of a smooth game inside all bounds at many points of its parameters, with their exact slopes in these."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from lsec_models.games.static.game import Game
from lsec_models.solve.numerical.first_order.small_matrices import linear_solutions, products
from lsec_models.solve.numerical.graph.compiled_values import Numbers
from lsec_models.solve.numerical.many_points import found_inside
from lsec_models.solve.numerical.subgames.subgames import Subgames


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
        self._subgames = Subgames(game)
        self._inside, self._count, self._moved = self._subgames.inside, len(names), moved
        graph, [system, *_] = self._inside.graph, self._inside.systems
        self._system, self._decided = system, [decision.name for decision in game.decisions]
        declared = {player.name: graph.place_of(player.payoff) for player in game.players}
        declared |= {name: graph.place_of(expression) for name, expression in game.report.items()}
        declared |= {name: graph.symbol(name) for name in self._decided}
        places = [declared[name] for name in names]
        conditions = self._inside.stages[0].conditions
        self._values = graph.compiled(
            [*system.unknowns, *system.known],
            [
                *places,
                *(graph.derivative(place, name) for place in places for name in [*moved, *self._decided]),
                *(graph.derivative(condition, name) for condition in conditions for name in moved),
            ],
        )

    def at(self, parameters: Mapping[str, Numbers]) -> Numbers:
        """Return quantities, then the slopes of one after the other, (points, ...); NaN where nothing is found.

        Parameters
        ----------
        parameters : mapping from str to array of shape (points,)
        """
        values, is_found = found_inside(self._subgames, parameters)
        system, points, moved = self._system, len(is_found), len(self._moved)
        x, known = np.array([values[name] for name in system.unknowns]), [values[name] for name in system.known]
        computed = np.array([np.broadcast_to(value, (points,)) for value in self._values([*x, *known])])
        quantities, direct, shifts = np.split(
            computed, np.cumsum([self._count, self._count * (moved + len(self._decided))])
        )
        with np.errstate(all="ignore"):
            _, jacobian = system.evaluated(x, known)
            answers = -linear_solutions(jacobian, shifts.reshape(len(system.unknowns), moved, points))
            answers = answers[[system.unknowns.index(name) for name in self._decided]]
            direct = direct.reshape(self._count, -1, points)
            slopes = direct[:, :moved] + products(direct[:, moved:], answers)
        rows = np.concatenate([quantities, slopes.reshape(-1, points)]).T
        return np.where(is_found[:, None], rows, np.nan)
