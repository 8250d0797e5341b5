"""A game of smooth payoffs, compiled: its subgames are answered from many starts, or at many points, at once."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import count
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lsec_models.games.static.game import Game
from lsec_models.games.static.player import Player
from lsec_models.solve.numerical.first_order.newton import (
    climbed,
    climbed_step_by_step,
    orientations,
    reduced_curvatures,
    settled,
)
from lsec_models.solve.numerical.first_order.small_matrices import linear_solutions
from lsec_models.solve.numerical.first_order.stacked_conditions import (
    Binding,
    Brink,
    MoveConditions,
    StageConditions,
    stacked_conditions,
)
from lsec_models.solve.numerical.first_order.system import System, system_of
from lsec_models.solve.numerical.graph.compiled_values import CompiledValues, Numbers
from lsec_models.solve.numerical.graph.derivative_graph import DerivativeGraph
from lsec_models.solve.numerical.graph.written_code import Place
from lsec_models.solve.numerical.subgames.answers import Answers
from lsec_models.solve.numerical.subgames.positive_decisions import positive_decisions
from lsec_models.solve.numerical.units.in_units import unit_of
from lsec_models.solve.numerical.units.natural_units import units_of

# Less curvature than this, relative to the payoff, is none.
_FLAT = 1e-9
# What moves by no more than this, relative to itself, when it is solved for again has stood still.
_SETTLED = 1e-9
# Below, numbers lose their digits.
LEAST_DIGITS = 1e-300


class SmoothGame:
    """A game whose decisions are where first-order conditions say, or at ends where they are held.

    Parameters
    ----------
    game : Game
        Of single movers.
    held : collection of str
        Decisions that stay at an end, whatever others do.
    stop : Brink or Binding, optional
        One of these that is about to leave it, or constraints that bind a first mover.
    has_units : bool, optional
        Whether decisions and payoffs are in units that are given as parameters are.

    Attributes
    ----------
    game : Game
    positive : frozenset of str
        Decisions that are searched by their logarithms.
    graph : DerivativeGraph
    stages : list of StageConditions
        The conditions of each stage with all later ones.
    symbols : list of str
        The names of all decisions, and then of all parameters, and units.
    """

    def __init__(
        self,
        game: Game,
        held: Collection[str] = (),
        stop: Brink | Binding | None = None,
        *,
        has_units: bool = False,
    ) -> None:
        self.game, self._stop = game, stop
        self.positive = positive_decisions(game)
        units = units_of(game) if has_units else {}
        self.graph = DerivativeGraph(units)
        self.stages = stacked_conditions(game, self.graph, held, stop)
        self.symbols = [*(d.name for d in game.decisions), *(p.name for p in game.parameters), *units.values()]

    @cached_property
    def systems(self) -> list[System]:
        """The system of each stage with all later ones, compiled."""
        return [
            system_of(self.graph, stage, [n for n in self.symbols if n not in stage.unknowns], self.positive)
            for stage in self.stages
        ]

    def answered(self, first: int, given: Mapping[str, Numbers], *, is_climbing: bool = True) -> Answers:
        """Return what is decided from a stage on, found by cascade.

        1. Solve the last stage, earlier decisions as given.
        2. One stage up, start from that answer; multipliers solve linear equations there. Move uphill, all later
           stages answering, then solve all conditions together. Repeat up to the first stage that is asked for.

        Parameters
        ----------
        first : int
            The place of the stage, from 0.
        given : mapping from str to array of shape (points,)
            Parameters, decisions of earlier stages, and starts for all others.
        is_climbing : bool
            Whether the first of these stages moves uphill before its conditions are solved: several movers who do so
            leave an equilibrium that is not stable.
        """
        values = {name: np.array(value, dtype=float) for name, value in given.items()}
        found = np.ones(np.broadcast_shapes(*(value.shape for value in values.values())), dtype=bool)
        for place, stage, system in reversed(list(zip(count(first), self.stages[first:], self.systems[first:]))):
            if system.own:
                x = np.array([values.get(name, np.zeros(found.shape)) for name in system.unknowns])
                known = [values[name] for name in system.known]
                # Who stops goes where that is, and nowhere else.
                climbs = not self._stops_at(place) and (is_climbing or place != first)
                if not self._stops_at(place):
                    _insert_multipliers(system, stage, x, known)
                x = climbed(system, x, known) if climbs else x
                x, found = settled(system, x, known, has_climbed=climbs)
                values |= dict(zip(system.unknowns, x, strict=True))
        return Answers(values=values, found=found & self._are_maxima(first, values, self._curvatures(first, values)))

    def answered_step_by_step(self, first: int, given: Mapping[str, Numbers]) -> Answers:
        """Return what is decided from a stage on, all later movers answering anew after each step uphill.

        It costs many times as much, and finds what the cascade does not where each answer is near what it answers, as
        prices are near costs where demand is steep.

        Parameters
        ----------
        first : int
        given : mapping from str to array of shape (points,)
        """
        stage, system = self.stages[first], self.systems[first]
        if first + 1 == len(self.stages) or not system.own:
            return self.answered(first, given)
        values = dict(self.answered_step_by_step(first + 1, given).values)
        points = np.broadcast_shapes(*map(np.shape, values.values()))
        known = [values[name] for name in system.known]

        def answered(x: Numbers) -> Numbers:
            there = self.answered_step_by_step(first + 1, values | dict(zip(system.unknowns, x, strict=True)))
            x = np.where(there.found, [there.values[name] for name in system.unknowns], x)
            places = [system.unknowns.index(name) for move in stage.moves for name in move.multipliers]
            x[places] = 0.0
            _insert_multipliers(system, stage, x, known)
            return x

        start = np.array([values.get(name, np.zeros(points)) for name in system.unknowns])
        _insert_multipliers(system, stage, start, known)
        x, found = settled(system, climbed_step_by_step(system, start, known, answered), known)
        values |= dict(zip(system.unknowns, x, strict=True))
        return Answers(values=values, found=found & self._are_maxima(first, values, self._curvatures(first, values)))

    def orientations(self, values: Mapping[str, Numbers]) -> list[Numbers]:
        """Return a sign for each stage in which several move at once, at many points.

        That of :func:`lsec_models.solve.numerical.first_order.newton.orientations`; of who moves alone it is known.

        Parameters
        ----------
        values : mapping from str to array of shape (points,)
            Parameters and decisions; multipliers that are missing are computed.
        """
        there, found = dict(values), []
        for stage, system in reversed(list(zip(self.stages, self.systems, strict=True))):
            if system.own:
                x = np.array([there.get(name, np.zeros_like(values[self.symbols[0]])) for name in system.unknowns])
                known = [there[name] for name in system.known]
                _insert_multipliers(system, stage, x, known)
                there |= dict(zip(system.unknowns, x, strict=True))
                if len(stage.moves) > 1:
                    found.append(orientations(system, x, known))
        return found

    def settles(self, first: int, values: Mapping[str, Numbers]) -> NDArray[np.bool_]:
        """Return where first-order conditions from a stage on hold at given numbers, whatever second-order ones do.

        Parameters
        ----------
        first : int
        values : mapping from str to array of shape (points,)
        """
        system = self.systems[first]
        x, known = np.array([values[name] for name in system.unknowns]), [values[name] for name in system.known]
        end, is_settled = settled(system, x, known)
        with np.errstate(invalid="ignore"):
            return np.asarray(is_settled & (np.abs(end - x) <= _SETTLED * np.abs(x)).all(axis=0))

    def place_of_payoff(self, player: Player) -> Place:
        """Return the place of a payoff, in its unit, in the graph."""
        return self.graph.per_unit(self.graph.place_of(player.payoff), player.name)

    def payoffs(self, values: Mapping[str, Any]) -> dict[str, Numbers]:
        """Return every payoff, in its unit, and reported quantity by name."""
        found = self._quantities([values[name] for name in self.symbols])
        points = np.shape(values[self.symbols[0]])
        return {name: np.broadcast_to(value, points) for name, value in zip(self._declared, found, strict=True)}

    def payoff(self, player: str, values: Mapping[str, Any]) -> Numbers:
        """Return the payoff of one player; values may be arrays of several shapes that go together."""
        given = [values[name] for name in self.symbols]
        [found] = self._payoffs[player](given)
        return np.broadcast_to(found, np.broadcast_shapes(*map(np.shape, given)))

    @cached_property
    def _payoffs(self) -> dict[str, CompiledValues]:
        return {
            player.name: self.graph.compiled(self.symbols, [self.place_of_payoff(player)])
            for player in self.game.players
        }

    @cached_property
    def _declared(self) -> dict[str, Place]:
        payoffs = {player.name: self.place_of_payoff(player) for player in self.game.players}
        return payoffs | {name: self.graph.place_of(quantity) for name, quantity in self.game.report.items()}

    @cached_property
    def _quantities(self) -> CompiledValues:
        return self.graph.compiled(self.symbols, [*self._declared.values()])

    def _least(self, move: MoveConditions, values: Mapping[str, Numbers]) -> Numbers:
        """Return the number, in the unit of a mover's payoff, below which payoffs lose their digits."""
        return np.asarray(LEAST_DIGITS / values.get(unit_of(move.player), 1.0))

    def _stops_at(self, place: int) -> bool:
        return self._stop is not None and self._stop.stage == place

    def _curvatures(self, first: int, values: Mapping[str, Numbers]) -> Iterator[Numbers]:
        """Yield the greatest curvature of each mover's payoff from a stage on, at many points."""
        for place, system in enumerate(self.systems[first:], first):
            if system.own and not self._stops_at(place):
                x, known = np.array([values[name] for name in system.unknowns]), [values[name] for name in system.known]
                yield from reduced_curvatures(system, x, known)

    def _are_maxima(
        self, first: int, values: Mapping[str, Numbers], curvatures: Iterable[Numbers]
    ) -> NDArray[np.bool_]:
        """Return where no mover from a stage on has a direction in which its payoff curves upwards, or not at all."""
        asked = [stage for place, stage in enumerate(self.stages[first:], first) if not self._stops_at(place)]
        moves = [move for stage in asked for move in stage.moves]
        with np.errstate(all="ignore"):
            curved = [
                curvature < -np.maximum(_FLAT * np.abs(self.payoff(move.player, values)), self._least(move, values))
                for move, curvature in zip(moves, curvatures, strict=True)
                if not move.is_expectation
            ]
        return np.all(curved, axis=0) if curved else np.ones(values[self.symbols[0]].shape, dtype=bool)


def _insert_multipliers(system: System, stage: StageConditions, x: Numbers, known: Sequence[Any]) -> None:
    """Write the multipliers of a stage's movers, by which later unknowns answer, into a start."""
    places = [system.unknowns.index(name) for move in stage.moves for name in move.multipliers]
    if places:
        conditions, jacobian = system.evaluated(x, known)
        x[places] += linear_solutions(jacobian[places][:, places], -conditions[places, None])[:, 0]
