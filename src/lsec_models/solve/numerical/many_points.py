"""A game with smooth payoffs at many points of its parameters at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from lsec_models.games.static.game import Game
from lsec_models.solve.numerical.deviations import best_deviations
from lsec_models.solve.numerical.newton import Numbers
from lsec_models.solve.numerical.smooth_game import Answers
from lsec_models.solve.numerical.solutions import NO_SIZE, SAME, moves_at_once, starts_at
from lsec_models.solve.numerical.subgames import Subgames

STARTS = 4
# At every point of so many other decisions are tried.
TRIED_AT_EVERY = 256
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


def numerical_solutions_at_points(game: Game, parameters: Mapping[str, Numbers]) -> FoundAtPoints:
    """Return what is found at many points: as at one, from fewer starts, other decisions tried at some points only.

    Ends are looked at where nothing is found inside all of them, and always where players move at once. Where
    one of those points is refuted at which other decisions are tried, they are tried at all points.

    Parameters
    ----------
    game : Game
    parameters : mapping from str to array of shape (points,)
    """
    subgames = Subgames(game)
    points = len(next(iter(parameters.values())))
    given = starts_at(subgames, parameters, STARTS)
    answers = [subgames.answered_with({}, 0, given)]
    if moves_at_once(game):
        answers.append(subgames.answered_with({}, 0, given, is_climbing=False))
    missing = np.flatnonzero(~_found(answers, points).any(axis=1) | moves_at_once(game))
    if missing.size:
        places = (missing[:, None] * STARTS + np.arange(STARTS)).ravel()
        starts = {name: value[places] for name, value in given.items()}
        nothing = replace(answers[0], found=np.zeros_like(answers[0].found))
        answers += [nothing.completed(places, subgames.answered_with(held, 0, starts)) for held in subgames.at_ends(0)]
    found = _found(answers, points)
    place = np.arange(points), np.argmax(found, axis=1)
    decided = {name: _together([one.values[name] for one in answers], points) for name in subgames.inside.symbols}
    values = {name: every[place] for name, every in decided.items()}
    several = np.zeros(points, dtype=bool)
    sizes = {d.name: np.maximum(np.abs(decided[d.name]), np.abs(values[d.name])[:, None]) for d in game.decisions}
    with np.errstate(invalid="ignore"):
        least = np.maximum(NO_SIZE, SAME * np.max(list(sizes.values()), axis=0))
        for decision in game.decisions:
            apart = np.abs(decided[decision.name] - values[decision.name][:, None])
            several |= ((apart > SAME * np.maximum(sizes[decision.name], least)) & found).any(axis=1)
    is_found = np.asarray(found.any(axis=1))
    refuted = np.zeros(points, dtype=bool)
    places = np.flatnonzero(is_found)
    if _refute(subgames, values, places[::TRIED_AT_EVERY], refuted):
        _refute(subgames, values, places, refuted)
    return FoundAtPoints(values=values | subgames.payoffs(values), found=is_found, several=several, refuted=refuted)


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
    return np.concatenate([one.found.reshape(points, STARTS) for one in answers], axis=1)


def _together(values: Sequence[Numbers], points: int) -> Numbers:
    return np.concatenate([value.reshape(points, STARTS) for value in values], axis=1)
