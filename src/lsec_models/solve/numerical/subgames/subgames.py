"""What later movers answer, in numbers: inside bounds and at ends of decisions, after many histories at once."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from functools import lru_cache, partial, reduce

import numpy as np
from numpy.typing import NDArray

from lsec_models.games.static.game import Game
from lsec_models.solve.numerical.first_order.stacked_conditions import Binding, Brink, multiplier_of_bound
from lsec_models.solve.numerical.graph.compiled_values import Numbers
from lsec_models.solve.numerical.subgames.active_sets import End, at_ends, brinks
from lsec_models.solve.numerical.subgames.answers import Answers, one_after_another
from lsec_models.solve.numerical.subgames.compiled_game import CompiledSmoothGame
from lsec_models.solve.numerical.subgames.feasible_set import FeasibleSet
from lsec_models.solve.numerical.subgames.small_steps import AHEAD, pays_less
from lsec_models.solve.numerical.subgames.smooth_game import SmoothGame
from lsec_models.solve.numerical.subgames.tried_starts import best_tried
from lsec_models.solve.numerical.units.in_units import unit_of

_REMEMBERED = 64
_BETTER = 1e-12
_OTHER_STARTS = (0.125, 8.0)


class Subgames:
    """A smooth game of which every subgame can be answered, after many histories, at many parameters.

    Parameters
    ----------
    game : Game
        Of single movers.
    is_compiled : bool
        Whether what is decided inside all bounds is found in machine code; where somebody stops at an end it never is.
    has_units : bool, optional
        Whether decisions and payoffs are in units that are given as parameters are.

    Attributes
    ----------
    game : Game
    inside : SmoothGame
        The game in which nobody stops at an end.
    feasible : FeasibleSet
        What its movers may decide.
    """

    def __init__(self, game: Game, *, is_compiled: bool = False, has_units: bool = False) -> None:
        self.game, self._has_units = game, has_units
        self.inside = _compiled_solver(game, has_units) if is_compiled else self._solver()
        self.feasible = FeasibleSet(self.inside)

    def payoffs(self, values: Mapping[str, Numbers]) -> dict[str, Numbers]:
        """Return every payoff, in its unit, and reported quantity by name."""
        return self.inside.payoffs(values)

    def declared(self, values: Mapping[str, Numbers]) -> dict[str, Numbers]:
        """Return decisions and all that is computed of them in the units in which they were declared."""
        numbers = {decision.name: values[decision.name] for decision in self.game.decisions} | self.payoffs(values)
        return {name: value * values.get(unit_of(name), 1.0) for name, value in numbers.items()}

    def payoff(self, player: str, values: Mapping[str, Numbers]) -> Numbers:
        """Return the payoff of one player."""
        return self.inside.payoff(player, values)

    def answered(self, first: int, given: Mapping[str, Numbers]) -> Answers:
        """Return what is decided from a stage on, inside all bounds where that is found, else at ends.

        Later movers are looked for from several starts; of what is found the first mover, if it moves alone, has its
        best. Who moves last, alone, starts from the best of many decisions too, and its ends count beside them.

        Parameters
        ----------
        first : int
            The place of the stage, from 0.
        given : mapping from str to array of shape (points,)
            Parameters, decisions of earlier stages, and starts for all others.
        """
        later = [decision.name for stage in self.game.stages[first:] for decision in stage.decisions]
        # A logarithm does not move away from zero.
        stuck, ends = [name for name in later if name in self.inside.positive], self.feasible.ends(given)
        given = dict(given) | {
            name: np.where(given[name] == 0, np.minimum(1.0, ends[name][1] / 2), given[name]) for name in stuck
        }
        alone = self._moves_last_alone(first)
        best = self._best_after_trying(first, given) if alone else self._best_of_several(first, given)
        for held in at_ends(self.game, first):
            if alone and len(held) == 1:
                best = self._better_at_end(held, first, given, best)
                continue
            missing = np.flatnonzero(~best.found)
            if not missing.size:
                break
            some = {name: value[missing] for name, value in given.items()}
            best = best.completed(missing, self.answered_with(held, first, some))
        for brink, end in brinks(self.game, first):
            missing = np.flatnonzero(~best.found)
            if not missing.size:
                break
            some = {name: value[missing] for name, value in given.items()}
            best = best.completed(missing, self.answered_at(brink, end, first, some))
        return best

    def with_answers(self, number: int, given: Mapping[str, Numbers]) -> Mapping[str, Numbers]:
        """Return numbers with what is decided after the stage of a number instead, where that is found.

        Parameters
        ----------
        number : int
            As stages are numbered in results.
        given : mapping from str to array of shape (points,)
            Parameters and all decisions.
        """
        later = [place for place, stage in enumerate(self.game.stages) if stage.number > number]
        if not later:
            return given
        answers = self.answered(later[0], given)
        return {name: np.where(answers.found, answers.values.get(name, value), value) for name, value in given.items()}

    def _moves_last_alone(self, first: int) -> bool:
        """Whether one player moves in a stage, and afterwards at most kinks are settled."""
        later = [move.player for stage in self.game.stages[first + 1 :] for move in stage.moves]
        return len(self.game.stages[first].moves) == 1 and self.game.hidden.issuperset(later)

    def _several(self, first: int, given: Mapping[str, Numbers]) -> list[Mapping[str, Numbers]]:
        """Return starts: what is given, and decisions of later movers that are several times smaller and larger."""
        later = {decision.name for stage in self.game.stages[first:] for decision in stage.decisions}
        moved = later & self.inside.positive
        return [
            {name: value * factor if name in moved else value for name, value in given.items()}
            for factor in (1.0, *_OTHER_STARTS)
        ]

    def _best_of_several(self, first: int, given: Mapping[str, Numbers]) -> Answers:
        starts = self._several(first, given)
        together = self.answered_with({}, first, one_after_another(starts))
        return reduce(partial(self._better, first), together.parts(len(starts)))

    def _best_after_trying(self, first: int, given: Mapping[str, Numbers]) -> Answers:
        """Return the answers of who moves last from the best of many decisions.

        There are several starts where that is the smallest or the largest of them, and where it leads nowhere: neither
        to a maximum, nor to where the payoff is no less and too flat for numbers to tell one.
        """
        start, at_edge = self._best_tried(first, given)
        places = np.flatnonzero(at_edge)
        some = {name: value[places] for name, value in given.items()}
        points, starts = len(at_edge), [start, *self._several(first, some)]
        together = self.answered_with({}, first, one_after_another(starts))
        best = together.between(0, points)
        for end in range(points + len(places), len(together.found) + 1, max(1, len(places))):
            best = self._improved(first, best, places, together.between(end - len(places), end))
        missing = np.flatnonzero(~best.found & ~at_edge & ~self._rests(first, best, start))
        if missing.size:
            some = {name: value[missing] for name, value in given.items()}
            best = best.completed(missing, self._best_of_several(first, some))
        return best

    def _best_tried(
        self, first: int, given: Mapping[str, Numbers], held: Collection[str] = (), *, is_far: bool = True
    ) -> tuple[dict[str, Numbers], NDArray[np.bool_]]:
        """Return the best of many decisions of who moves last, some held, and where it is at an edge of these."""
        [move] = self.game.stages[first].moves
        free = [decision for decision in move.decisions if decision.name not in held]
        there = {name: given[name] for name in self.inside.symbols}
        payoff = partial(self.payoff, move.player)
        tried, at_edge = best_tried(free, there, self.feasible.ends(given), payoff, is_far=is_far)
        return dict(given) | tried, at_edge

    def _better_at_end(
        self, held: Mapping[str, End], first: int, given: Mapping[str, Numbers], best: Answers
    ) -> Answers:
        """Return answers and, where that is better, those of who moves last and stops with a decision at an end.

        All its other decisions are tried there first. Nothing more is looked for where the best of them is worse than
        what is found, or than where the payoff is too flat to tell, and it pays to leave the end.
        """
        [(name, end)] = held.items()
        [move] = self.game.stages[first].moves
        moved = self.feasible.with_held(given, held)
        there, _ = self._best_tried(first, moved, held, is_far=False)
        is_worse = self.payoff(move.player, there) < self.payoff(move.player, best.values)
        leaves = is_worse & ~self._stays(there, name, end, self._solver(held))
        leaves &= best.found | self._rests(first, best, there)
        places = np.flatnonzero(~leaves)
        some = {name: value[places] for name, value in given.items()}
        return self._improved(first, best, places, self.answered_with(held, first, some)) if places.size else best

    def _rests(self, first: int, best: Answers, start: Mapping[str, Numbers]) -> NDArray[np.bool_]:
        """Return where first-order conditions of who moves last hold, and it earns no less, but nothing is found."""
        rests = ~best.found
        places = np.flatnonzero(rests)
        if places.size:
            [player] = [move.player for move in self.game.stages[first].moves]
            here = {name: value[places] for name, value in best.values.items()}
            there = {name: start[name][places] for name in self.inside.symbols}
            rests[places] = self.inside.settles(first, here) & (self.payoff(player, here) >= self.payoff(player, there))
        return rests

    def _improved(self, first: int, best: Answers, places: NDArray[np.intp], part: Answers) -> Answers:
        """Return answers and, at some of the points where they are better, others."""
        before = Answers(values={name: v[places] for name, v in best.values.items()}, found=best.found[places])
        return best.completed(places, self._better(first, before, part))

    def answered_with(
        self, held: Mapping[str, End], first: int, given: Mapping[str, Numbers], *, is_climbing: bool = True
    ) -> Answers:
        """Return what is decided from a stage on where some stop at ends, and those who decide them want to."""
        solver = self._solver(held) if held else self.inside
        answers = solver.answered(first, self.feasible.with_held(given, held), is_climbing=is_climbing)
        return self._allowed(solver, first, answers, held)

    def answered_step_by_step(self, given: Mapping[str, Numbers]) -> Answers:
        """Return what all decide inside all bounds, all later movers answering anew after each step of earlier ones."""
        solver = self._solver()
        return self._allowed(solver, 0, solver.answered_step_by_step(0, given), {})

    def orientations(self, values: Mapping[str, Numbers]) -> list[Numbers]:
        """Return, for each stage in which several move at once, the sign of how marginal payoffs fall in all decisions.

        NaN where somebody stops at an end.
        """
        inside = self._solver()
        if all(len(stage.moves) < 2 for stage in inside.stages):
            return []
        stopped = np.any([values[n] == end for n, ends in self.feasible.ends(values).items() for end in ends], axis=0)
        return [np.where(stopped, np.nan, signs) for signs in inside.orientations(values)]

    def answered_at(self, brink: Brink, end: End, first: int, given: Mapping[str, Numbers]) -> Answers:
        """Return what is decided from a stage on where somebody stops just where a later decision leaves its end.

        Who stops there gains by no small step to either side in any of its decisions, all later movers answering
        anew, and loses by some.
        """
        held = {brink.decision: end}
        solver = self._solver(held, brink)
        answers = self._allowed(solver, first, solver.answered(first, self.feasible.with_held(given, held)), held)
        found, places = answers.found.copy(), np.flatnonzero(answers.found)
        if places.size:
            some = {name: value[places] for name, value in answers.values.items()}
            found[places] = self._stops_there(some, brink)
        return Answers(values=answers.values, found=found)

    def answered_where(self, binding: Binding, held: Mapping[str, End], given: Mapping[str, Numbers]) -> Answers:
        """Return what all decide where constraints on later answers bind the first mover, of no negative worth.

        Whether another first decision is better, with others in force, is not asked.
        """
        solver = self._solver(held, binding)
        worth = [multiplier_of_bound(bound) for bound in binding.bounds]
        there = self.feasible.with_held(given, held)
        there |= {name: np.ones_like(next(iter(given.values()))) for name in worth}
        first = {decision.name for decision in self.game.stages[0].decisions}
        answers = self._allowed(solver, 0, solver.answered(0, there), held, free_to_leave=first)
        with np.errstate(invalid="ignore"):
            found = answers.found & np.all([answers.values[name] >= 0 for name in worth], axis=0)
        return Answers(values=answers.values, found=found)

    def _allowed(
        self,
        solver: SmoothGame,
        first: int,
        answers: Answers,
        held: Mapping[str, End],
        *,
        free_to_leave: Collection[str] = (),
    ) -> Answers:
        """Return answers that are feasible, and at which nobody gains by leaving an end, some decisions apart."""
        found = answers.found & self.feasible.is_allowed(first, answers.values, held)
        for name, end in held.items():
            if name not in free_to_leave:
                found &= self._stays(answers.values, name, end, solver)
        return Answers(values=answers.values, found=found)

    def _stops_there(self, values: Mapping[str, Numbers], brink: Brink) -> NDArray[np.bool_]:
        """Return where a mover gains by no small step to either side, and loses by one of them in each direction."""
        [move] = self.game.stages[brink.stage].moves
        before = self.payoff(move.player, values)
        stops = np.ones(before.shape, dtype=bool)
        for decision in move.decisions:
            width = np.maximum(1.0, np.abs(values[decision.name]))
            for side in (-1, 1):
                moved = [dict(values) | {decision.name: values[decision.name] + side * a * width} for a in AHEAD]
                answers = [self.answered(brink.stage + 1, one) for one in moved]
                after = [np.where(one.found, self.payoff(move.player, one.values), np.nan) for one in answers]
                stops &= pays_less(before, after)
        return stops

    def _solver(self, held: Collection[str] = (), stop: Brink | Binding | None = None) -> SmoothGame:
        """Return the game in which some decisions stay at their ends."""
        return _smooth_game(self.game, frozenset(held), stop, self._has_units)

    def _better(self, first: int, one: Answers, other: Answers) -> Answers:
        moves = self.game.stages[first].moves
        take = other.found & ~one.found
        if len(moves) == 1:
            mover = moves[0].player
            before, after = self.payoff(mover, one.values), self.payoff(mover, other.values)
            take |= other.found & one.found & (after > before + _BETTER * np.abs(before))
        values = {name: np.where(take, other.values.get(name, value), value) for name, value in one.values.items()}
        return Answers(values=values, found=one.found | other.found)

    def _stays(self, values: Mapping[str, Numbers], name: str, end: End, solver: SmoothGame) -> NDArray[np.bool_]:
        """Return where who decides gains nothing by leaving an end a little, later stages answering."""
        [(place, player)] = [
            (place, move.player)
            for place, stage in enumerate(self.game.stages)
            for move in stage.moves
            if name in {decision.name for decision in move.decisions}
        ]
        low, high = self.feasible.ends(values)[name]
        width = np.where(np.isfinite(high - low), high - low, np.maximum(1.0, np.abs(values[name])))
        before = self.payoff(player, values)
        aside = width if end == "low" else -width
        left = one_after_another([dict(values) | {name: values[name] + ahead * aside} for ahead in AHEAD])
        if place + 1 < len(self.game.stages):
            left = dict(solver.answered(place + 1, left).values)
        return pays_less(before, np.split(self.payoff(player, left), len(AHEAD)), is_one_point=width == 0)


@lru_cache(_REMEMBERED)
def _smooth_game(game: Game, held: frozenset[str], stop: Brink | Binding | None, has_units: bool) -> SmoothGame:
    return SmoothGame(game, held, stop, has_units=has_units)


@lru_cache(_REMEMBERED)
def _compiled_solver(game: Game, has_units: bool) -> SmoothGame:
    return CompiledSmoothGame(game, has_units=has_units)
