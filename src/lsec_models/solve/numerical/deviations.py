"""Whether anybody gains by another decision, at a grid of them: every later stage is answered anew."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import product

import numpy as np
from numpy.typing import NDArray

from lsec_models.games.static.order import Move
from lsec_models.solve.numerical.newton import Numbers
from lsec_models.solve.numerical.subgames import Subgames

# Each decision is tried from a tenth to ten times what it is, or that far away.
_FAR = 10.0
_NEAR = 1e-3
_NOTHING = 1e-300


@dataclass(frozen=True, kw_only=True)
class Deviations:
    """The best that a mover was seen to do instead, at many points.

    Attributes
    ----------
    player : str
    stage : int
    decisions : dict from str to array of shape (points,)
        What it decides instead.
    gains : array
        Relative to its payoff; negative where every other decision is worse.
    tried : int
        How many decisions were tried at each point.
    unanswered : array of int
        After how many of them no answer of later movers was found.
    """

    player: str
    stage: int
    decisions: Mapping[str, Numbers]
    gains: Numbers
    tried: int
    unanswered: NDArray[np.int64]


def best_deviations(subgames: Subgames, values: Mapping[str, Numbers], counts: Mapping[int, int]) -> list[Deviations]:
    """Return the best deviation of each move, leaders first; not of those who only stand for copies.

    Parameters
    ----------
    subgames : Subgames
    values : mapping from str to array of shape (points,)
        Parameters and all decisions.
    counts : mapping from int to int
        How many decisions are tried along each axis, by the number of decisions of a move; the last one for more.
    """
    return [
        _best_of(subgames, values, place, move, counts)
        for place, stage in enumerate(subgames.game.stages)
        for move in stage.moves
        if move.player not in subgames.game.hidden
    ]


def _best_of(
    subgames: Subgames, values: Mapping[str, Numbers], place: int, move: Move, counts: Mapping[int, int]
) -> Deviations:
    names = [decision.name for decision in move.decisions]
    count, ends = counts.get(len(names), counts[max(counts)]), subgames.ends(values)
    lines = [_line(values[name], *ends[name], count) for name in names]
    tried = np.array(
        [[line[i] for line, i in zip(lines, places, strict=True)] for places in product(*map(range, map(len, lines)))]
    )
    many, _, points = tried.shape
    given = {name: np.tile(values[name], many) for name in subgames.inside.symbols}
    given |= {name: tried[:, i].reshape(-1) for i, name in enumerate(names)}
    answers = subgames.answered(place + 1, given)
    before = subgames.payoffs(values)[move.player]
    earned = subgames.payoffs(answers.values)[move.player]
    answered = answers.found & np.isfinite(earned)
    after = np.where(answered, earned, -np.inf).reshape(many, points)
    best = np.argmax(after, axis=0)
    seen = np.where(np.isfinite(after), np.abs(after), 0.0).max(axis=0)
    unit = np.maximum(np.maximum(np.abs(before), _NEAR * seen), _NOTHING)
    return Deviations(
        player=move.player,
        stage=subgames.game.stages[place].number,
        decisions={name: tried[best, i, np.arange(points)] for i, name in enumerate(names)},
        gains=(after.max(axis=0) - before) / unit,
        tried=many,
        unanswered=(~answered).reshape(many, points).sum(axis=0),
    )


def _line(values: Numbers, low: Numbers, high: Numbers, count: int) -> Numbers:
    """Return decisions to try, of shape (count, points): evenly between two ends, else near what is decided and far.

    A single end is tried too, where it is no end of a decision that is searched by its logarithm.
    """
    steps = np.linspace(0.0, 1.0, count)[:, None]
    if np.isfinite(low).all() and np.isfinite(high).all():
        return np.asarray(low + (high - low) * steps)
    if (low == 0).all() and (values > 0).all():
        return np.concatenate([low[None], values * _FAR ** (2 * steps[1:] - 1)])
    far = _FAR * np.maximum(1.0, np.abs(values))
    side = _NEAR ** (1 - steps[::2])
    return np.asarray(np.clip(np.concatenate([values - far * side[::-1], values + far * side]), low, high))
