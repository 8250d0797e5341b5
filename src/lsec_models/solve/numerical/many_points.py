"""A game with smooth payoffs at many points of its parameters at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial

import numpy as np
from numpy.typing import NDArray

from lsec_models.games.static.game import Game
from lsec_models.solve.numerical.candidates.at_many_points import (
    Candidates,
    SearchAtPoints,
    from_most_starts,
    from_one_start,
    from_several_starts,
    step_by_step,
)
from lsec_models.solve.numerical.candidates.checked_candidates import checked_candidates, from_neighbours
from lsec_models.solve.numerical.candidates.neighbours import across_jumps, across_turns, some_of
from lsec_models.solve.numerical.candidates.simultaneous_moves import moves_at_once, moves_one_by_one
from lsec_models.solve.numerical.candidates.starts import FAR_START, LARGEST_START, MOST_STARTS
from lsec_models.solve.numerical.graph.compiled_values import Numbers
from lsec_models.solve.numerical.regimes import regimes_at
from lsec_models.solve.numerical.subgames.in_natural_units import in_natural_units
from lsec_models.solve.numerical.subgames.subgames import Subgames

# There are several starts at one point of so many, which costs little; other decisions are tried at one of so many.
SEVERAL_AT_EVERY, TRIED_AT_EVERY = 16, 256
# Where players move at once, as many starts as at one point are taken at one of so many.
MOST_AT_EVERY = 256


@dataclass(frozen=True, kw_only=True)
class FoundAtPoints:
    """What is found at many points.

    Attributes
    ----------
    values : dict from str to array of shape (points,)
        Decisions, payoffs and reported quantities.
    found, several, tied, refuted : arrays of bool
        Where some decisions meet all conditions; where different ones do; where none of these is better than all others
        for who moves first and alone or, where others move at once, more than one is not refuted; where somebody gains
        by another decision.
    regime : array of int
        The place in `regimes` of which decisions stop at which ends; it means nothing where nothing is found.
    regimes : list of str
    """

    values: Mapping[str, Numbers]
    found: NDArray[np.bool_]
    several: NDArray[np.bool_]
    tied: NDArray[np.bool_]
    refuted: NDArray[np.bool_]
    regime: NDArray[np.intp]
    regimes: list[str]


def numerical_solutions_at_points(
    game: Game, parameters: Mapping[str, Numbers], shape: tuple[int, int] | None = None, *, is_compiled: bool = False
) -> FoundAtPoints:
    """Return what is found at many points: as at one, from fewer starts, other decisions tried at some points only.

    1. Each point is solved by itself from one start, so that no branch is followed beyond a fold: steps from the point
       before, in snake order, take 3.8 us instead of 6.4 of the 24 that a point of a chain of three stages takes in
       machine code, and passed over a second hill that is found so. Several starts are taken at some points, to both
       sides of a jump of decisions from one point to the next, where nothing is found, everywhere if different
       candidates are found at one of them, and always where players move at once. Then as many as at one point are
       taken at some points, beside jumps, and where the determinant of all marginal payoffs' slopes has the sign that
       no equilibrium has that is the only one, or another sign than beside; and everywhere if these find more.
    2. Ends are looked at where nothing is found inside all of them, and always where players move at once; brinks where
       nothing is found at ends. Where there is nothing either, as many starts are taken as at one point, far ones too;
       then later movers answer anew after each step.
    3. Of different candidates who moves first and alone has its best. Other decisions are tried at some points; at all
       if one of these is refuted, or different candidates are found. What gains is a start, once more; where that leads
       nowhere ends are looked at, and brinks. Where players move at once, one is kept if all others are refuted.

    Parameters
    ----------
    game : Game
    parameters : mapping from str to array of shape (points,)
    shape : pair of int, optional
        In how many rows and columns points stand; in one row without it.
    is_compiled : bool
        Whether answers inside all bounds are found in machine code.
    """
    subgames, parameters = in_natural_units(game, parameters, is_compiled=is_compiled)
    points = len(next(iter(parameters.values())))
    shape = shape or (1, points)
    found = _found(subgames, parameters, shape)
    near, far = (partial(from_most_starts, widest=widest) for widest in (LARGEST_START, FAR_START))
    searches: list[SearchAtPoints] = [near, far, step_by_step]
    for search in searches:
        found = found.again(subgames, parameters, ~found.is_found, search)
    found, refuted = checked_candidates(subgames, found, some_of(points, TRIED_AT_EVERY) | bool(found.several.any()))
    if moves_one_by_one(game):
        found = from_neighbours(subgames, found, refuted, shape)
    regime, regimes = regimes_at(subgames, found.values)
    return FoundAtPoints(
        values=subgames.declared(found.values),
        found=found.is_found,
        several=found.several,
        tied=found.tied,
        refuted=refuted,
        regime=regime,
        regimes=regimes,
    )


def found_inside(
    subgames: Subgames, parameters: Mapping[str, Numbers]
) -> tuple[Mapping[str, Numbers], NDArray[np.bool_]]:
    """Return what is found inside all bounds at many points, and where: from one start, and from most where it fails.

    Parameters
    ----------
    subgames : Subgames
    parameters : mapping from str to array of shape (points,)
    """
    found = from_one_start(subgames, parameters)
    searches: list[SearchAtPoints] = [partial(from_most_starts, widest=LARGEST_START), step_by_step]
    for search in searches:
        found = found.again(subgames, parameters, ~found.is_found, search)
    return found.values, found.is_found


def _found(subgames: Subgames, parameters: Mapping[str, Numbers], shape: tuple[int, int]) -> Candidates:
    """Return what is found inside all bounds, at ends and at brinks, from as many starts as there is reason for."""
    points = shape[0] * shape[1]
    if not moves_at_once(subgames.game):
        first = from_one_start(subgames, parameters)
        checked = some_of(points, SEVERAL_AT_EVERY) | _is_suspect(subgames, first, shape) | ~first.is_found
        found = first.again(subgames, parameters, checked)
        return found.again(subgames, parameters, ~checked) if found.several.any() else found
    found = from_several_starts(subgames, parameters)
    most = partial(from_several_starts, starts=MOST_STARTS)
    wanted = (some_of(points, MOST_AT_EVERY) | _is_suspect(subgames, found, shape)) & ~found.tied
    found = found.again(subgames, parameters, wanted, most)
    # Equilibria to which few starts lead are missed at other points as well.
    more = ~wanted & ~found.tied
    return found.again(subgames, parameters, more, most) if found.several[wanted].any() else found


def _is_suspect(subgames: Subgames, found: Candidates, shape: tuple[int, int]) -> NDArray[np.bool_]:
    """Return where there may be other candidates: beside jumps, where a determinant's sign turns or tells of others."""
    signs = [np.where(found.is_found, sign, np.nan) for sign in subgames.orientations(found.values)]
    suspect = np.any([np.zeros(len(found.is_found), dtype=bool), *(sign < 0 for sign in signs)], axis=0)
    declared = subgames.declared(found.values)
    for here, _ in (
        across_jumps([declared[d.name] for d in subgames.game.decisions], shape),
        across_turns(signs, shape),
    ):
        suspect[here] = True
    return np.asarray(suspect, dtype=bool)
