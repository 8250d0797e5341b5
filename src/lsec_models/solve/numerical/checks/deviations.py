"""Whether anybody gains by another decision, at a grid of them: every later stage is answered anew."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from lsec_models.games.static.order import Move
from lsec_models.solve.numerical.graph.compiled_values import Numbers
from lsec_models.solve.numerical.subgames.sobol_points import sobol_points
from lsec_models.solve.numerical.subgames.subgames import Subgames

# Each decision is tried from a tenth to ten times what it is, or that far away.
_FAR = 10.0
_NEAR = 1e-3
# Where later movers answer, these multiples are tried too, or so far away.
_BEYOND = _FAR * 1.25 ** np.arange(1, 11)
_FURTHER = np.array([1e-3, *(1 / _BEYOND[::-1]), *_BEYOND, 1e3])
# A decision that nobody answers is tried at powers of ten too, and so is one that is as good as zero.
_POWERS = 10.0 ** np.arange(-12, 13)
_ZERO = 1e-9
_NOTHING = 1e-300
# Between two ends, these shares of the way from one to the other are tried to both sides of what is decided too.
_NEARER = 10.0 ** np.arange(-4, 0, 0.25)
# Several decisions are tried far away together too, each from a thousandth to a thousand times what it is: scrambled
# Sobol points, a power of two of them, about one to so many of the grid.
_TOGETHER, _TOGETHER_FAR = 25, 1e3
# Where an answer changes so many times as much as beside it, it jumps, and what is best may be just before that: there
# so many more are tried in between, so often, each time at so many jumps.
_JUMP, _BETWEEN, _TIMES, _MOST_JUMPS = 8.0, 15, 3, 3
# What is gained counts from here on: relative to what is typically lost, and to payoffs, whose digits end.
_GAINED, _ROUNDED = 1e-9, 1e-13
_TYPICAL = 0.25


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
        Relative to its payoff; negative where every other decision is worse, infinite where payoffs are.
    refutes : array of bool
        Where it gains, by more than numbers are inexact: whatever is added to its payoff, or is a factor of it.
    tried : array of int
        How many decisions were tried that are allowed, and after which payoffs are defined.
    undefined : array of int
        After how many others that are allowed, no further away than ten times, its payoff is not a number.
    unanswered : array of int
        After how many others no answer of later movers was found; those that are further away than ten times, where
        often nothing is left that is a number, do not count.
    first_unanswered : dict from str to array of shape (points,)
        The first of these; NaN where there is none.
    """

    player: str
    stage: int
    decisions: Mapping[str, Numbers]
    gains: Numbers
    refutes: NDArray[np.bool_]
    tried: NDArray[np.int64]
    undefined: NDArray[np.int64]
    unanswered: NDArray[np.int64]
    first_unanswered: Mapping[str, Numbers]


class _Outcome(NamedTuple):
    """What follows decisions that are tried, of shape (tried, points): later answers with an axis before these.

    `found` is where a decision is allowed and answered, `missing` where one that is allowed is not.
    """

    found: NDArray[np.bool_]
    missing: NDArray[np.bool_]
    after: Numbers
    answers: Numbers

    def and_then(self, other: _Outcome) -> _Outcome:
        """Return what follows these decisions and others."""
        joined = [np.concatenate(pair, axis=-2) for pair in zip(self, other, strict=True)]
        return _Outcome(*joined)


def best_deviations(
    subgames: Subgames,
    values: Mapping[str, Numbers],
    counts: Mapping[int, int],
    others: Sequence[Mapping[str, Numbers]] = (),
) -> list[Deviations]:
    """Return the best deviation of each move, leaders first; not of those who only stand for copies.

    Parameters
    ----------
    subgames : Subgames
    values : mapping from str to array of shape (points,)
        Parameters and all decisions.
    counts : mapping from int to int
        How many decisions are tried along each axis, by the number of decisions of a move; the last one for more.
    others : sequence of mappings from str to array of shape (points,)
        Decisions that each mover tries too, such as those of other candidates.
    """
    return [
        _best_of(subgames, values, place, move, counts, others)
        for place, stage in enumerate(subgames.game.stages)
        for move in stage.moves
        if move.player not in subgames.game.hidden
    ]


def _best_of(
    subgames: Subgames,
    values: Mapping[str, Numbers],
    place: int,
    move: Move,
    counts: Mapping[int, int],
    others: Sequence[Mapping[str, Numbers]],
) -> Deviations:
    names = [decision.name for decision in move.decisions]
    count, ends = counts.get(len(names), counts[max(counts)]), subgames.feasible.ends(values)
    lines = [_line(values[name], *ends[name], count) for name in names]
    places = np.indices([len(line) for line in lines]).reshape(len(lines), -1)
    grid = np.stack([line[chosen] for line, chosen in zip(lines, places, strict=True)], axis=1)
    # Kinks are settled after any decision.
    is_answered = any(m.player not in subgames.game.hidden for s in subgames.game.stages[place + 1 :] for m in s.moves)
    far = [_far(values[name], *ends[name], is_answered=is_answered) for name in names]
    decided = [values[name] for name in names]
    together = _together(decided, [ends[name] for name in names], (1 << (len(grid) // _TOGETHER).bit_length()) // 2)
    tried = np.concatenate([grid, *_one_at_a_time(decided, far), together])
    if others:
        tried = np.concatenate([tried, [[other[name] for name in names] for other in others]])
    outcome = _tried(subgames, values, place, move, tried)
    if is_answered and len(names) == 1:
        for _ in range(_TIMES):
            between = _across_jumps(tried[:, 0], outcome)
            if between is None:
                break
            tried = np.concatenate([tried, between[:, None]])
            outcome = outcome.and_then(_tried(subgames, values, place, move, between[:, None]))
    points, near = tried.shape[-1], len(grid)
    missing = outcome.missing
    before = subgames.payoff(move.player, values)
    undefined = outcome.found & np.isnan(outcome.after)
    judged = outcome.found & ~undefined
    if is_answered:
        missing[near:] = False
    after = np.where(judged, outcome.after, -np.inf)
    best = np.argmax(after, axis=0)
    most = after.max(axis=0)
    with np.errstate(invalid="ignore", over="ignore"):
        typical = _typical(np.where(np.isfinite(after), np.abs(after - before), np.nan))
        unit = np.maximum(np.maximum(np.abs(before), _NEAR * typical), _NOTHING)
        largest = np.maximum(np.abs(before), np.where(np.isfinite(most), np.abs(most), 0.0))
        refutes = most - before > np.maximum(_GAINED * typical, _ROUNDED * largest)
        gains = (most - before) / unit
    return Deviations(
        player=move.player,
        stage=subgames.game.stages[place].number,
        decisions={name: tried[best, i, np.arange(points)] for i, name in enumerate(names)},
        gains=gains,
        refutes=refutes,
        tried=judged.sum(axis=0),
        undefined=undefined[:near].sum(axis=0),
        unanswered=missing.sum(axis=0),
        first_unanswered={
            name: np.where(missing.any(axis=0), tried[np.argmax(missing, axis=0), i, np.arange(points)], np.nan)
            for i, name in enumerate(names)
        },
    )


def _tried(subgames: Subgames, values: Mapping[str, Numbers], place: int, move: Move, tried: Numbers) -> _Outcome:
    """Return what follows decisions of a mover, of shape (tried, decisions, points)."""
    many, _, points = tried.shape
    given = {name: np.tile(values[name], many) for name in subgames.inside.symbols}
    given |= {decision.name: tried[:, i].reshape(-1) for i, decision in enumerate(move.decisions)}
    stage = subgames.game.stages[place].number
    allowed = subgames.feasible.may_decide(move.player, stage, given)
    later = [d.name for s in subgames.game.stages[place + 1 :] for d in s.decisions]
    if later:
        answers = subgames.answered(place + 1, given)
        missing = allowed & ~answers.found
        found = allowed & answers.found & subgames.feasible.has_foreseen(move.player, stage, answers.values)
        given = dict(answers.values)
    else:
        found, missing = allowed, np.zeros_like(allowed)
    shape = many, points
    return _Outcome(
        found.reshape(shape),
        missing.reshape(shape),
        subgames.payoff(move.player, given).reshape(shape),
        np.array([given[name] for name in later]).reshape(len(later), *shape),
    )


def _across_jumps(tried: Numbers, outcome: _Outcome) -> Numbers | None:
    """Return decisions between those of which the answers are furthest apart, where these jump; None if none does.

    Parameters
    ----------
    tried : array of shape (tried, points)
    outcome : _Outcome
    """
    order = np.argsort(tried, axis=0)
    lines, points = np.take_along_axis(tried, order, axis=0), np.arange(tried.shape[1])
    found, widths = np.take_along_axis(outcome.found, order, axis=0), np.diff(lines, axis=0)
    height = np.zeros_like(widths)
    with np.errstate(all="ignore"):
        for answer in outcome.answers:
            ordered = np.where(found, np.take_along_axis(answer, order, axis=0), np.nan)
            steps = np.abs(np.diff(ordered, axis=0))
            rates = np.pad(np.where(widths > 0, steps / widths, 0.0), ((1, 1), (0, 0)), mode="edge")
            beside = np.fmax(rates[:-2], rates[2:])
            jumps = (steps > _JUMP * beside * widths) & (steps > _NEAR * np.abs(ordered[1:]))
            height = np.fmax(height, np.where(jumps, steps / np.abs(ordered[1:]), 0.0))
    highest = np.argsort(-height, axis=0)[:_MOST_JUMPS]
    is_jump = height[highest, points] > 0
    if not is_jump.any():
        return None
    low, high = lines[highest, points], np.where(is_jump, lines[highest + 1, points], lines[highest, points])
    shares = np.arange(1, _BETWEEN + 1)[:, None, None] / (_BETWEEN + 1)
    return np.asarray((low + (high - low) * shares).reshape(-1, tried.shape[1]))


def _typical(differences: Numbers) -> Numbers:
    """Return a difference than which a quarter is smaller, at each point, of those that are numbers.

    A few payoffs far away may be so large that nothing else counts beside them.
    """
    ordered = np.sort(differences, axis=0)
    known = np.isfinite(differences).sum(axis=0)
    places = np.minimum((known * _TYPICAL).astype(int), len(ordered) - 1)
    return np.where(known > 0, ordered[places, np.arange(ordered.shape[1])], 0.0)


def _line(values: Numbers, low: Numbers, high: Numbers, count: int) -> Numbers:
    """Return decisions to try, of shape (count, points): evenly between two ends, else near what is decided and far.

    A single end is tried too, where it is not an end of a decision that is searched by its logarithm.
    """
    steps = np.linspace(0.0, 1.0, count)[:, None]
    if np.isfinite(low).all() and np.isfinite(high).all():
        return np.asarray(low + (high - low) * steps)
    if (low == 0).all() and (values > 0).all():
        return np.concatenate([low[None], values * _FAR ** (2 * steps[1:] - 1)])
    far = _FAR * np.maximum(1.0, np.abs(values))
    side = _NEAR ** (1 - steps[::2])
    return np.asarray(np.clip(np.concatenate([values - far * side[::-1], values + far * side]), low, high))


def _far(values: Numbers, low: Numbers, high: Numbers, *, is_answered: bool) -> Numbers:
    """Return decisions at powers of ten from what is decided, or from zero, of shape (decisions, points).

    Between two ends, at shares of the way from one to the other.
    Where later movers answer there are fewer: far away nothing may be left that is a number.
    """
    if (np.isfinite(low) & np.isfinite(high)).all():
        away = _NEARER[:, None] * (high - low)
        return np.asarray(np.clip(np.concatenate([values - away, values + away]), low, high))
    if is_answered and (np.abs(values) > _ZERO).any():
        multiples = _FURTHER[:, None]
        if (low == 0).all():
            return np.asarray(np.minimum(values * multiples, high))
        away = multiples[_FURTHER > 1] * np.maximum(1.0, np.abs(values))
        return np.asarray(np.clip(np.concatenate([values - away, values + away]), low, high))
    powers = _POWERS[:, None]
    if (low == 0).all():
        return np.asarray(np.minimum(powers + 0 * values, high))
    return np.asarray(np.clip(np.concatenate([values - powers, values + powers]), low, high))


def _one_at_a_time(values: Sequence[Numbers], other: Sequence[Numbers]) -> list[Numbers]:
    """Return decisions of which one at a time is another one, each of shape (others, decisions, points)."""
    found = []
    for place, numbers in enumerate(other):
        moved = np.repeat(np.array(values)[None], len(numbers), axis=0)
        moved[:, place] = numbers
        found.append(moved)
    return found


def _together(values: Sequence[Numbers], ends: Sequence[tuple[Numbers, Numbers]], count: int) -> Numbers:
    """Return decisions that are far from what is decided all at once, of shape (count, decisions, points).

    None of one decision alone, nor between ends, where a grid reaches everywhere.
    """
    is_bounded = all(np.isfinite(low).all() and np.isfinite(high).all() for low, high in ends)
    if len(values) == 1 or is_bounded or not count:
        return np.empty((0, len(values), len(values[0])))
    draws = sobol_points(len(values), count)
    far = [
        _far_at(2 * draw[:, None] - 1, value, low, high)
        for draw, value, (low, high) in zip(draws.T, values, ends, strict=True)
    ]
    return np.stack(far, axis=1)


def _far_at(steps: Numbers, values: Numbers, low: Numbers, high: Numbers) -> Numbers:
    """Return decisions of shape (steps, points) by how far they are from what is decided, from -1 to 1."""
    if np.isfinite(low).all() and np.isfinite(high).all():
        return np.asarray(low + (high - low) * (steps + 1) / 2)
    if (low == 0).all() and (values > 0).all():
        return np.asarray(np.minimum(values * _TOGETHER_FAR**steps, high))
    away = np.sinh(steps * np.arcsinh(_TOGETHER_FAR)) * np.maximum(1.0, np.abs(values))
    return np.asarray(np.clip(values + away, low, high))
