"""A game with smooth payoffs at many points of its parameters at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from lsec_models.games.static.game import Game
from lsec_models.solve.numerical.deviations import best_deviations
from lsec_models.solve.numerical.newton import Numbers
from lsec_models.solve.numerical.smooth_game import Answers
from lsec_models.solve.numerical.solutions import GAIN, SAME, starts_at
from lsec_models.solve.numerical.subgames import Subgames

STARTS = 4
# At every point of so many other decisions are tried.
TRIED_AT_EVERY = 256
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

    Parameters
    ----------
    game : Game
    parameters : mapping from str to array of shape (points,)
    """
    subgames = Subgames(game)
    points = len(next(iter(parameters.values())))
    given = starts_at(subgames, parameters, STARTS)
    answers = subgames.answered_with({}, 0, given)
    for held in subgames.at_ends(0):
        missing = np.flatnonzero(~answers.found.reshape(points, STARTS).any(axis=1))
        if not missing.size:
            break
        places = (missing[:, None] * STARTS + np.arange(STARTS)).ravel()
        some = subgames.answered_with(held, 0, {name: value[places] for name, value in given.items()})
        answers = _replaced(answers, places, some)
    found = answers.found.reshape(points, STARTS)
    first = np.argmax(found, axis=1)
    chosen = np.arange(points) * STARTS + first
    values = {name: answers.values[name][chosen] for name in subgames.inside.symbols}
    several = np.zeros(points, dtype=bool)
    for decision in game.decisions:
        other = answers.values[decision.name].reshape(points, STARTS)
        here = values[decision.name][:, None]
        unlike = np.abs(other - here) > SAME * np.maximum(np.maximum(np.abs(other), np.abs(here)), SAME)
        several |= (unlike & found).any(axis=1)
    is_found = np.asarray(found.any(axis=1))
    refuted = np.zeros(points, dtype=bool)
    tried = np.flatnonzero(is_found)[::TRIED_AT_EVERY]
    if tried.size:
        there = {name: value[tried] for name, value in values.items()}
        gains = [deviations.gains for deviations in best_deviations(subgames, there, _TRIED_ALONG)]
        refuted[tried] = np.max(gains, axis=0) > GAIN
    return FoundAtPoints(values=values | subgames.payoffs(values), found=is_found, several=several, refuted=refuted)


def _replaced(whole: Answers, places: NDArray[np.intp], part: Answers) -> Answers:
    values = {name: value.copy() for name, value in whole.values.items()}
    found = whole.found.copy()
    for name in values.keys() & part.values.keys():
        values[name][places] = part.values[name]
    found[places] = part.found
    return Answers(values=values, found=found)
