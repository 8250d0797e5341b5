"""A game with smooth payoffs at many points of its parameters at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from lsec_models.games.static.game import Game
from lsec_models.solve.numerical.checks.deviations import best_deviations
from lsec_models.solve.numerical.graph.compiled_values import Numbers
from lsec_models.solve.numerical.smooth_game import Answers
from lsec_models.solve.numerical.solutions import NO_SIZE, SAME, moves_at_once
from lsec_models.solve.numerical.starts import FAR_START, LARGEST_START, MOST_STARTS, middle_start, starts_at
from lsec_models.solve.numerical.subgames import Subgames

Search: TypeAlias = Callable[[Mapping[str, Numbers]], Answers]

STARTS = 4
# There are that many starts at one point of so many, which costs little; other decisions are tried at one of so many.
# Both are done at so many at least.
SEVERAL_AT_EVERY, TRIED_AT_EVERY, AT_LEAST = 16, 256, 16
# Where players move at once, as many starts as at one point are taken at one of so many.
MOST_AT_EVERY = 256
# Decisions jump where they change so many times as much as they usually do from one point to the next, and by more than
# this share.
_JUMP, _LEAST_JUMP = 8.0, 1e-3
_GOLDEN = (5**0.5 - 1) / 2
# So many points are refuted, or not, at once.
_TRIED_AT_ONCE = 64
_TRIED_ALONG = {1: 81, 2: 21, 3: 7}


@dataclass(frozen=True, kw_only=True)
class FoundAtPoints:
    """What is found at many points.

    Attributes
    ----------
    values : dict from str to array of shape (points,)
        Decisions, payoffs and reported quantities.
    found, several, refuted : arrays of bool
        Where some decisions meet all conditions; where different ones do; where somebody gains by another decision.
    """

    values: Mapping[str, Numbers]
    found: NDArray[np.bool_]
    several: NDArray[np.bool_]
    refuted: NDArray[np.bool_]


def numerical_solutions_at_points(
    game: Game, parameters: Mapping[str, Numbers], *, is_compiled: bool = False
) -> FoundAtPoints:
    """Return what is found at many points: as at one, from fewer starts, other decisions tried at some points only.

    1. Each point is solved by itself from one start, so that no branch is followed beyond a fold. Several starts are
       taken at some points, to both sides of a jump of decisions from one point to the next, where nothing is found,
       everywhere if different candidates are found at one of them, and always where players move at once. Then as many
       as at one point are taken at some points, and everywhere if these find more.
    2. Ends are looked at where nothing is found inside all of them, and always where players move at once; brinks where
       nothing is found at ends. Where there is nothing either, as many starts are taken as at one point, far ones too.
    3. Other decisions are tried at some points; if one of these is refuted, at all.

    Parameters
    ----------
    game : Game
    parameters : mapping from str to array of shape (points,)
    is_compiled : bool
        Whether answers inside all bounds are found in machine code.
    """
    subgames = Subgames(game, is_compiled=is_compiled)
    points = len(next(iter(parameters.values())))
    checked = _some_of(points, SEVERAL_AT_EVERY)
    if moves_at_once(game):
        found = _from_several_starts(subgames, parameters)
        wanted = _some_of(points, MOST_AT_EVERY) & ~found.several
        found = found.again(subgames, parameters, wanted, _most_at_once)
        # Equilibria to which few starts lead are missed at other points as well.
        if found.several[wanted].any():
            found = found.again(subgames, parameters, ~wanted & ~found.several, _most_at_once)
    else:
        first = subgames.answered_with({}, 0, middle_start(subgames, parameters))
        alone = _Candidates(first.values, first.found, np.zeros(points, dtype=bool))
        checked |= _beside_jumps([first.values[decision.name] for decision in game.decisions])
        found = alone.again(subgames, parameters, checked | ~first.found)
        if found.several.any():
            found = found.again(subgames, parameters, ~checked & first.found)
    for widest in (LARGEST_START, FAR_START):
        found = found.again(subgames, parameters, ~found.is_found, partial(_from_most_starts, widest=widest))
    refuted = np.zeros(points, dtype=bool)
    if _refute(subgames, found.values, np.flatnonzero(found.is_found & _some_of(points, TRIED_AT_EVERY)), refuted):
        _refute(subgames, found.values, np.flatnonzero(found.is_found), refuted)
    values = {name: found.values[name] for name in subgames.inside.symbols} | subgames.payoffs(found.values)
    return FoundAtPoints(values=values, found=found.is_found, several=found.several, refuted=refuted)


def found_inside(
    subgames: Subgames, parameters: Mapping[str, Numbers]
) -> tuple[Mapping[str, Numbers], NDArray[np.bool_]]:
    """Return what is found inside all bounds at many points, and where: from one start, and from most where it fails.

    Parameters
    ----------
    subgames : Subgames
    parameters : mapping from str to array of shape (points,)
    """
    first = subgames.answered_with({}, 0, middle_start(subgames, parameters))
    alone = _Candidates(first.values, first.found, np.zeros(len(first.found), dtype=bool))
    found = alone.again(subgames, parameters, ~first.found, partial(_from_most_starts, widest=LARGEST_START))
    return found.values, found.is_found


def _some_of(points: int, every: int) -> NDArray[np.bool_]:
    """Return which points to check, one of so many: spread so that they are not all in one column of a grid."""
    count = max(AT_LEAST, -(-points // every))
    chosen = np.full(points, points <= 3 * count)
    chosen[(points * (np.arange(count) * _GOLDEN % 1)).astype(int)] = True
    return chosen


def _beside_jumps(decided: Sequence[Numbers]) -> NDArray[np.bool_]:
    """Return which points are beside a jump: there one start may lead to the worse of two candidates."""
    beside = np.zeros(len(decided[0]), dtype=bool)
    with np.errstate(all="ignore"):
        for values in decided:
            sizes = np.maximum(np.abs(values[1:]), np.abs(values[:-1]))
            steps = np.abs(np.diff(values)) / np.where(sizes > 0, sizes, 1.0)
            usual = np.nanmedian(steps) if np.isfinite(steps).any() else 0.0
            jumps = steps > max(_JUMP * usual, _LEAST_JUMP)
            beside[1:] |= jumps
            beside[:-1] |= jumps
    return beside


class _Candidates(NamedTuple):
    """Decisions at many points, where there are some, and where different ones."""

    values: Mapping[str, Numbers]
    is_found: NDArray[np.bool_]
    several: NDArray[np.bool_]

    def again(
        self,
        subgames: Subgames,
        parameters: Mapping[str, Numbers],
        wanted: NDArray[np.bool_],
        search: Callable[[Subgames, Mapping[str, Numbers]], _Candidates] | None = None,
    ) -> _Candidates:
        """Return what is found, at some of the points by another search: from several starts without it."""
        places = np.flatnonzero(wanted)
        if not places.size:
            return self
        part = (search or _from_several_starts)(subgames, {name: value[places] for name, value in parameters.items()})
        values = {name: np.array(self.values[name]) for name in part.values if name in self.values}
        is_found, several = self.is_found.copy(), self.several.copy()
        for name, value in values.items():
            value[places] = part.values[name]
        is_found[places], several[places] = part.is_found, part.several
        return _Candidates(values, is_found, several)


def _from_several_starts(subgames: Subgames, parameters: Mapping[str, Numbers], *, starts: int = STARTS) -> _Candidates:
    game, points = subgames.game, len(next(iter(parameters.values())))
    given = starts_at(subgames, parameters, starts)
    for name, value in middle_start(subgames, parameters).items():
        given[name][::starts] = value
    answers = [subgames.answered_with({}, 0, given)]
    if moves_at_once(game):
        answers.append(subgames.answered_with({}, 0, given, is_climbing=False))
    missing = _missing(answers, points) | moves_at_once(game)
    answers += _elsewhere(
        given, missing, starts, (partial(subgames.answered_with, held, 0) for held in subgames.at_ends(0))
    )
    missing = _missing(answers, points)
    answers += _elsewhere(
        given, missing, starts, (partial(subgames.answered_at, *one, 0) for one in subgames.brinks(0))
    )
    return _compared(subgames, answers, points)


def _most_at_once(subgames: Subgames, parameters: Mapping[str, Numbers]) -> _Candidates:
    return _from_several_starts(subgames, parameters, starts=MOST_STARTS)


def _from_most_starts(subgames: Subgames, parameters: Mapping[str, Numbers], *, widest: float) -> _Candidates:
    given = starts_at(subgames, parameters, MOST_STARTS, widest=widest)
    return _compared(subgames, [subgames.answered_with({}, 0, given)], len(next(iter(parameters.values()))))


def _compared(subgames: Subgames, answers: Sequence[Answers], points: int) -> _Candidates:
    """Return the first of several answers at each point that is one, and whether others are different."""
    found = _found(answers, points)
    place = np.arange(points), np.argmax(found, axis=1)
    # Where nobody is held at an end, or everybody at the same ones, there are multipliers too.
    known = [name for name in answers[0].values if all(name in one.values for one in answers)]
    decided = {name: _together([one.values[name] for one in answers], points) for name in known}
    values = {name: every[place] for name, every in decided.items()}
    several = np.zeros(points, dtype=bool)
    names = [decision.name for decision in subgames.game.decisions]
    sizes = {name: np.maximum(np.abs(decided[name]), np.abs(values[name])[:, None]) for name in names}
    with np.errstate(invalid="ignore"):
        least = np.maximum(NO_SIZE, SAME * np.max(list(sizes.values()), axis=0))
        for name in names:
            apart = np.abs(decided[name] - values[name][:, None])
            several |= ((apart > SAME * np.maximum(sizes[name], least)) & found).any(axis=1)
    return _Candidates(values, np.asarray(found.any(axis=1)), several)


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


def _refute(
    subgames: Subgames, values: Mapping[str, Numbers], places: NDArray[np.intp], refuted: NDArray[np.bool_]
) -> bool:
    """Note at which of some points somebody gains by another decision; return whether there is any."""
    for start in range(0, len(places), _TRIED_AT_ONCE):
        some = places[start : start + _TRIED_AT_ONCE]
        there = {name: value[some] for name, value in values.items()}
        refuted[some] = np.any([d.refutes for d in best_deviations(subgames, there, _TRIED_ALONG)], axis=0)
    return bool(refuted[places].any())


def _found(answers: Sequence[Answers], points: int) -> NDArray[np.bool_]:
    """Return where something is found, of shape (points, starts)."""
    return np.concatenate([one.found.reshape(points, -1) for one in answers], axis=1)


def _missing(answers: Sequence[Answers], points: int) -> NDArray[np.bool_]:
    return np.asarray(~_found(answers, points).any(axis=1))


def _together(values: Sequence[Numbers], points: int) -> Numbers:
    return np.concatenate([value.reshape(points, -1) for value in values], axis=1)
