"""Decisions at which all conditions hold at many points at once, found from some starts, and compared."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from typing import NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from lsec_models.solve.numerical.candidates.alike import are_alike
from lsec_models.solve.numerical.candidates.simultaneous_moves import moves_at_once, moves_one_by_one
from lsec_models.solve.numerical.candidates.starts import MOST_STARTS, STARTS, middle_start, some_starts, starts_at
from lsec_models.solve.numerical.checks.deviations import best_deviations
from lsec_models.solve.numerical.graph.compiled_values import Numbers
from lsec_models.solve.numerical.subgames.active_sets import at_ends, brinks
from lsec_models.solve.numerical.subgames.answers import Answers
from lsec_models.solve.numerical.subgames.subgames import Subgames

Search: TypeAlias = Callable[[Mapping[str, Numbers]], Answers]
SearchAtPoints: TypeAlias = "Callable[[Subgames, Mapping[str, Numbers]], Candidates]"

# Who moves first has the better of two candidates where it earns more by this share.
BETTER = 1e-9
# How many other decisions are tried along each axis, by the number of decisions of a move.
TRIED_ALONG = {1: 81, 2: 21, 3: 7}
# Of several candidates of players who move at once, so many are tried to be refuted, at so many points at once.
_MOST_TRIED, TRIED_AT_ONCE = 4, 64


class Candidates(NamedTuple):
    """Decisions at many points.

    Attributes
    ----------
    values : mapping from str to array of shape (points,)
    is_found, several, tied : arrays of bool
        Where there are some; where there are different ones; where none of these is better than all others for who
        moves first and alone or, where others move at once, more than one is not refuted.
    """

    values: Mapping[str, Numbers]
    is_found: NDArray[np.bool_]
    several: NDArray[np.bool_]
    tied: NDArray[np.bool_]

    def again(
        self,
        subgames: Subgames,
        parameters: Mapping[str, Numbers],
        wanted: NDArray[np.bool_],
        search: SearchAtPoints | None = None,
    ) -> Candidates:
        """Return what is found, at some of the points by another search: from several starts without it."""
        places = np.flatnonzero(wanted)
        if not places.size:
            return self
        part = (search or from_several_starts)(subgames, {name: value[places] for name, value in parameters.items()})
        values = {name: np.array(self.values[name]) for name in part.values if name in self.values}
        for name, value in values.items():
            value[places] = part.values[name]
        marks = [mark.copy() for mark in self[1:]]
        for mark, new in zip(marks, part[1:], strict=True):
            mark[places] = new
        return Candidates(values, *marks)


def from_one_start(subgames: Subgames, parameters: Mapping[str, Numbers]) -> Candidates:
    """Return what is found inside all bounds from the start in the middle."""
    found = subgames.answered_with({}, 0, middle_start(subgames, parameters))
    never = np.zeros(len(found.found), dtype=bool)
    return Candidates(found.values, found.found, never, never)


def from_several_starts(subgames: Subgames, parameters: Mapping[str, Numbers], *, starts: int = STARTS) -> Candidates:
    """Return what is found from several starts at each point, inside all bounds, and at ends and brinks if need be."""
    game, points = subgames.game, len(next(iter(parameters.values())))
    given = some_starts(subgames, parameters, starts)
    answers = [subgames.answered_with({}, 0, given)]
    if moves_at_once(game):
        answers.append(subgames.answered_with({}, 0, given, is_climbing=False))
    missing = _missing(answers, points) | moves_at_once(game)
    answers += _elsewhere(
        given, missing, starts, (partial(subgames.answered_with, held, 0) for held in at_ends(subgames.game, 0))
    )
    missing = _missing(answers, points)
    answers += _elsewhere(
        given, missing, starts, (partial(subgames.answered_at, *one, 0) for one in brinks(subgames.game, 0))
    )
    return _compared(subgames, answers, points)


def from_most_starts(subgames: Subgames, parameters: Mapping[str, Numbers], *, widest: float) -> Candidates:
    """Return what is found inside all bounds from as many starts as at one point."""
    given = starts_at(subgames, parameters, MOST_STARTS, widest=widest)
    return _compared(subgames, [subgames.answered_with({}, 0, given)], len(next(iter(parameters.values()))))


def from_ends(subgames: Subgames, parameters: Mapping[str, Numbers]) -> Candidates:
    """Return what is found from several starts where some decisions stop at ends, or somebody at a brink if need be."""
    points = len(next(iter(parameters.values())))
    given = some_starts(subgames, parameters)
    answers = [Answers(values=given, found=np.zeros(points * STARTS, dtype=bool))]
    answers += [subgames.answered_with(held, 0, given) for held in at_ends(subgames.game, 0)]
    missing = _missing(answers, points)
    answers += _elsewhere(
        given, missing, STARTS, (partial(subgames.answered_at, *one, 0) for one in brinks(subgames.game, 0))
    )
    return _compared(subgames, answers, points)


def step_by_step(subgames: Subgames, parameters: Mapping[str, Numbers]) -> Candidates:
    """Return what is found from the start in the middle, all later movers answering anew after each step."""
    answers = subgames.answered_step_by_step(middle_start(subgames, parameters))
    return _compared(subgames, [answers], len(answers.found))


def _compared(subgames: Subgames, answers: Sequence[Answers], points: int) -> Candidates:
    """Return the best, or else the first, of several answers at each point, and whether others are different."""
    found, one_by_one = _found(answers, points), moves_one_by_one(subgames.game)
    earned = _of_first_mover(subgames, answers, found) if one_by_one else found.astype(float)
    place = np.arange(points), np.argmax(earned, axis=1)
    # Where nobody is held at an end, or everybody at the same ones, there are multipliers too.
    known = [name for name in answers[0].values if all(name in one.values for one in answers)]
    decided = {name: _together([one.values[name] for one in answers], points) for name in known}
    values = {name: every[place] for name, every in decided.items()}
    names = [decision.name for decision in subgames.game.decisions]
    others = found & ~are_alike(decided, _at_each_start(values), names)
    if not one_by_one:
        tied = np.asarray(others.any(axis=1))
        kept, several = _only_one_kept(subgames, decided, values, found & tied[:, None])
        return Candidates(kept, np.asarray(found.any(axis=1)), tied, several)
    with np.errstate(invalid="ignore"):
        best = earned[place][:, None]
        ties = others & (earned >= best - BETTER * np.abs(best))
    return Candidates(values, *(np.asarray(mark.any(axis=1)) for mark in (found, others, ties)))


def _only_one_kept(
    subgames: Subgames, decided: Mapping[str, Numbers], values: Mapping[str, Numbers], left: NDArray[np.bool_]
) -> tuple[Mapping[str, Numbers], NDArray[np.bool_]]:
    """Return, of different candidates, the one that is not refuted, and where it is not the only one.

    Parameters
    ----------
    subgames : Subgames
    decided, values : mapping from str to array
        All decisions, of shape (points, starts); one of them at each point.
    left : array of bool, of shape (points, starts)
        Where different ones are found.
    """
    values, left = {name: value.copy() for name, value in values.items()}, left.copy()
    several, kept = left.any(axis=1), np.zeros(len(left), dtype=int)
    names = [decision.name for decision in subgames.game.decisions]
    for _ in range(_MOST_TRIED):
        # Where two are not refuted nothing more is to be known.
        places = np.flatnonzero(left.any(axis=1) & (kept < 2))
        for some in (places[i : i + TRIED_AT_ONCE] for i in range(0, len(places), TRIED_AT_ONCE)):
            first = np.argmax(left[some], axis=1)
            there = {name: every[some, first] for name, every in decided.items()}
            stands = ~np.any([one.refutes for one in best_deviations(subgames, there, TRIED_ALONG)], axis=0)
            is_first = stands & (kept[some] == 0)
            for name, value in there.items():
                values[name][some[is_first]] = value[is_first]
            kept[some] += stands
            tried = {name: every[some] for name, every in decided.items()}
            left[some] &= ~are_alike(tried, _at_each_start(there), names)
    return values, several & ((kept != 1) | left.any(axis=1))


def _at_each_start(values: Mapping[str, Numbers]) -> dict[str, Numbers]:
    """Return numbers of shape (points, 1), beside those of all starts."""
    return {name: value[:, None] for name, value in values.items()}


def _of_first_mover(subgames: Subgames, answers: Sequence[Answers], found: NDArray[np.bool_]) -> Numbers:
    """Return what the first mover earns where something is found, of shape (points, starts)."""
    mover = subgames.game.stages[0].moves[0].player
    earned = _together([subgames.payoff(mover, one.values) for one in answers], len(found))
    return np.where(found & np.isfinite(earned), earned, -np.inf)


def _elsewhere(
    given: Mapping[str, Numbers], missing: NDArray[np.bool_], count: int, searches: Iterable[Search]
) -> list[Answers]:
    """Return what searches find from the starts of some points, so many at each."""
    places = (np.flatnonzero(missing)[:, None] * count + np.arange(count)).ravel()
    if not places.size:
        return []
    nothing = Answers(values=given, found=np.zeros(len(missing) * count, dtype=bool))
    starts = {name: value[places] for name, value in given.items()}
    return [nothing.completed(places, search(starts)) for search in searches]


def _found(answers: Sequence[Answers], points: int) -> NDArray[np.bool_]:
    """Return where something is found, of shape (points, starts)."""
    return np.concatenate([one.found.reshape(points, -1) for one in answers], axis=1)


def _missing(answers: Sequence[Answers], points: int) -> NDArray[np.bool_]:
    return np.asarray(~_found(answers, points).any(axis=1))


def _together(values: Sequence[Numbers], points: int) -> Numbers:
    return np.concatenate([value.reshape(points, -1) for value in values], axis=1)
