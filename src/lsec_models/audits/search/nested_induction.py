"""Backward induction by search: every stage maximises over what later stages do, and they are solved anew each time."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

from lsec_models.audits.search.feasible_interval import feasible_inequalities
from lsec_models.audits.search.last_stage import last_stage
from lsec_models.audits.search.line_maximum import Lanes, peaks
from lsec_models.audits.search.numerical_game import GameAtPoint
from lsec_models.evaluate.compiled import Floats
from lsec_models.games.static.order import Move

_GRIDS = {0: 33, 1: 33, 2: 29, 3: 17}
_FINEST_GRID = 11
_STEP = 1e-3
_NEWTON = 6
_DAMPED = 40
_DAMPED_EACH = 4
_AT_REST = 1e-10
_NEARLY = 1e-7
_NOTABLE = 1e-3
_GAINS = 1e-6
_LEAST_UNIT = 1e-9
_FAR = 10.0
_APART = 1e-6
_BATCH = 40_000


class Outcome(IntEnum):
    """What became of a stage and those after it."""

    SOLVED = 0
    NO_EQUILIBRIUM = 1
    UNBOUNDED = 2
    INFEASIBLE = 3

    @property
    def words(self) -> str:
        """The outcome as people say it."""
        return {
            Outcome.SOLVED: "solved",
            Outcome.NO_EQUILIBRIUM: "no equilibrium found",
            Outcome.UNBOUNDED: "a payoff without bound",
            Outcome.INFEASIBLE: "constraints that cannot hold together",
        }[self]


@dataclass(frozen=True, kw_only=True)
class Played:
    """Continuations of some histories.

    Attributes
    ----------
    choices : array, (decisions, histories)
        All decisions.
    outcome : array of int, (histories,)
        An :class:`Outcome`.
    jump : array of bool, (histories,)
        Whether some mover's best choice lies right beside a jump of its payoff: a later mover is indifferent there.
    several : array of bool, (histories,)
        Whether several equilibria of some stage were seen on the path.
    holes : array of bool, (histories,)
        Whether some history off the path, tried in the search, has no equilibrium after it.
    """

    choices: Floats
    outcome: NDArray[np.int8]
    jump: NDArray[np.bool_]
    several: NDArray[np.bool_]
    holes: NDArray[np.bool_]


class Play:
    """Solves a game at one parameter point, from any history.

    Parameters
    ----------
    arena : GameAtPoint
    """

    def __init__(self, arena: GameAtPoint) -> None:
        self.arena = arena
        self._last = last_stage(arena)
        searched = arena.stages if self._last is None else arena.stages[:-1]
        levels = sum(len(stage.decisions) for stage in searched)
        self._grid = _GRIDS.get(levels, _FINEST_GRID)
        self._feasible = {
            (stage.number, move.player): feasible_inequalities(arena, stage, move)
            for stage in arena.stages
            for move in stage.moves
        }
        self._curved = [limit for limit in arena.limits if limit.slopes is None]

    def onwards(self, stage: int, choices: Floats) -> Played:
        """Solve the stages from number `stage` on.

        Parameters
        ----------
        stage : int
            The first stage to solve; one more than there are to solve none.
        choices : array, (decisions, histories)
            The decisions of earlier stages; those of later ones are overwritten.
        """
        if stage > len(self.arena.stages):
            return _unplayed(choices)
        if stage == len(self.arena.stages) and self._last is not None:
            found = self._last.replies(choices)
            alone = len(self.arena.stages[-1].moves) == 1
            failure = Outcome.INFEASIBLE if alone else Outcome.NO_EQUILIBRIUM
            outcome = np.where(found.found, Outcome.SOLVED, failure).astype(np.int8)
            return replace(_unplayed(found.choices), outcome=outcome, several=found.several & found.found)
        if len(self.arena.stages[stage - 1].moves) == 1:
            return self.best_reply(stage, self.arena.stages[stage - 1].moves[0], choices)
        return self._together(stage, choices)

    def best_reply(self, stage: int, move: Move, choices: Floats) -> Played:
        """Let one mover maximise its payoff, its rivals' decisions of the same stage as they are, later stages anew."""
        return self._chosen(stage, move, 0, choices)

    def _chosen(self, stage: int, move: Move, depth: int, choices: Floats) -> Played:
        """Choose the decisions of a move from number `depth` on, each with the best of those after it."""
        if depth == len(move.decisions):
            return self._permitted(stage, move, self.onwards(stage + 1, choices))
        confined = self._feasible[stage, move.player][depth]
        holes = np.zeros(choices.shape[1], dtype=bool)

        def value(places: Floats, lanes: Lanes) -> Floats:
            trial = np.repeat(choices[:, lanes], places.shape[1], axis=1)
            trial[confined.row] = places.ravel()
            values, missing = self._valued(stage, move, depth + 1, trial)
            np.logical_or.at(holes, np.repeat(lanes, places.shape[1]), missing)
            return values.reshape(places.shape)

        best = peaks(value, *confined.interval(choices), grid=self._grid)
        after = choices.copy()
        after[confined.row] = best.at
        played = self._chosen(stage, move, depth + 1, after)
        empty = np.where(holes, Outcome.NO_EQUILIBRIUM, Outcome.INFEASIBLE)
        outcome = np.where(best.empty, empty, np.where(best.unbounded, Outcome.UNBOUNDED, played.outcome))
        return replace(
            played, outcome=outcome.astype(np.int8), jump=played.jump | best.jump, holes=played.holes | holes
        )

    def _valued(self, stage: int, move: Move, depth: int, choices: Floats) -> tuple[Floats, NDArray[np.bool_]]:
        """Return the mover's payoff, minus infinity where there is none, and where an equilibrium is missing."""
        values, missing = np.empty(choices.shape[1]), np.empty(choices.shape[1], dtype=bool)
        for at in range(0, choices.shape[1], _BATCH):
            part = slice(at, at + _BATCH)
            played = self._chosen(stage, move, depth, choices[:, part])
            payoff = self.arena.payoff(move.player, played.choices)
            values[part] = np.where(played.outcome == Outcome.SOLVED, payoff, -np.inf)
            missing[part] = played.holes | (played.outcome == Outcome.NO_EQUILIBRIUM)
            missing[part] |= played.outcome == Outcome.UNBOUNDED
        return values, missing

    def _permitted(self, stage: int, move: Move, played: Played) -> Played:
        """Rule out choices that break a constraint which is not affine, and so does not bound the grid."""
        mine = [limit for limit in self._curved if limit.stage == stage and move.player in limit.players]
        if not mine:
            return played
        broken = np.any(~(self.arena.values(mine, played.choices) >= 0), axis=0)
        return replace(played, outcome=np.where(broken, Outcome.INFEASIBLE, played.outcome).astype(np.int8))

    # ---- several movers in one stage ---------------------------------------------------------------------------

    def _together(self, stage: int, choices: Floats) -> Played:
        """Find decisions that are best replies to each other, from several starts; see :meth:`_at_rest`."""
        rows = self.arena.rows(self.arena.stages[stage - 1])
        lanes = choices.shape[1]
        answer, found = choices.copy(), np.zeros(lanes, dtype=bool)
        several = np.zeros(lanes, dtype=bool)
        for at in (np.zeros(len(rows)), *(_FAR * np.eye(len(rows)))):
            # Where only one history is asked for, it is on the path: there other equilibria are looked for, too.
            open_ = np.flatnonzero(~found) if lanes > 1 else np.arange(lanes)
            if not len(open_):
                break
            start = choices[:, open_]
            start[rows] = at[:, None]
            rest, settled = self._at_rest(stage, rows, start)
            fresh = settled & ~found[open_]
            distance = np.max(np.abs(rest[rows] - answer[rows][:, open_]), axis=0)
            apart = distance > _APART * (1 + np.max(np.abs(rest[rows]), axis=0))
            several[open_] |= settled & found[open_] & apart
            answer[:, open_[fresh]] = rest[:, fresh]
            found[open_[fresh]] = True
        played = self.onwards(stage + 1, answer)
        outcome = np.where(found, played.outcome, Outcome.NO_EQUILIBRIUM).astype(np.int8)
        return replace(played, outcome=outcome, several=played.several | several)

    def _at_rest(self, stage: int, rows: list[int], start: Floats) -> tuple[Floats, NDArray[np.bool_]]:
        """Return where best replies lead, and whether they came to rest there.

        Newton's method on ``best reply - decisions``, with differences as derivatives: best replies are piecewise
        linear where payoffs are piecewise quadratic. Where that does not settle, best replies are followed half way
        each time. A rest point is an equilibrium: each best reply is the outcome of a global search.
        """
        now, settled = start.copy(), np.zeros(start.shape[1], dtype=bool)
        before = np.full(start.shape[1], np.inf)
        damped = _DAMPED if start.shape[1] == 1 else _DAMPED_EACH
        turns = _NEWTON + damped + (_NEWTON if start.shape[1] == 1 else 0)
        for turn in range(turns):
            open_ = np.flatnonzero(~settled)
            if not len(open_):
                break
            here = now[:, open_]
            reply, replied = self._replies(stage, here)
            gap = reply[rows] - here[rows]
            distance = np.max(np.abs(gap), axis=0) / (1 + np.max(np.abs(here[rows]), axis=0))
            # Replies are no more exact than the search behind them: nearly at rest and no nearer than before will do.
            stuck = (distance <= _NEARLY) & (distance >= before[open_] / 4)
            still = replied & ((distance <= _AT_REST) | stuck)
            stays = self._stays(stage, reply, still & np.any(np.abs(gap) > _NOTABLE * np.abs(reply[rows]), axis=0))
            still &= stays
            before[open_] = distance
            settled[open_] = still
            is_damped = _NEWTON <= turn < _NEWTON + damped or not np.all(stays)
            step = gap / 2 if is_damped else self._newton(stage, rows, here, reply, gap)
            # Once at rest, the replies themselves are the more precise.
            here[rows] = np.where(still, reply[rows], here[rows] + step)
            now[:, open_] = here
        return now, settled

    def _stays(self, stage: int, replies: Floats, doubtful: NDArray[np.bool_]) -> NDArray[np.bool_]:
        """Return whether nobody gains beside some replies, which is asked where they are doubtful.

        Beside a pole, as of a share of efforts that are all but nothing, a small step gains much.
        """
        stays, lanes = np.ones(len(doubtful), dtype=bool), np.flatnonzero(doubtful)
        if not len(lanes):
            return stays
        here = replies[:, lanes]
        payoffs = self.arena.payoffs(self.onwards(stage + 1, here).choices)
        unit = np.maximum(np.sum(np.abs(payoffs), axis=0), _LEAST_UNIT)
        for move in self.arena.stages[stage - 1].moves:
            best = self.arena.payoff(move.player, self.best_reply(stage, move, here).choices)
            stays[lanes] &= best - payoffs[self.arena.player(move.player)] <= _GAINS * unit
        return stays

    def _newton(self, stage: int, rows: list[int], here: Floats, reply: Floats, gap: Floats) -> Floats:
        size = len(rows)
        width = _STEP * (1 + np.abs(here[rows]))
        moved = np.repeat(here[:, None, :], size, axis=1)
        for number, row in enumerate(rows):
            moved[row, number] += width[number]
        replies, _ = self._replies(stage, moved.reshape(len(here), -1))
        replies = replies.reshape(moved.shape)[rows]
        slopes = (replies - reply[rows][:, None, :]) / width[None, :, :]
        matrix = np.eye(size)[:, :, None] - slopes
        matrix = np.moveaxis(matrix, 2, 0)
        regular = np.abs(np.linalg.det(matrix)) > 1e-9
        matrix[~regular] = np.eye(size)
        step = np.linalg.solve(matrix, gap.T[:, :, None])[:, :, 0].T
        return np.asarray(step)

    def _replies(self, stage: int, choices: Floats) -> tuple[Floats, NDArray[np.bool_]]:
        """Return each mover's best reply to the others, in the rows of its decisions, and whether all have one."""
        after, replied = choices.copy(), np.ones(choices.shape[1], dtype=bool)
        for move in self.arena.stages[stage - 1].moves:
            played, rows = self.best_reply(stage, move, choices), self.arena.rows(move)
            solved = played.outcome == Outcome.SOLVED
            after[rows] = np.where(solved, played.choices[rows], choices[rows])
            replied &= solved
        return after, replied


def _unplayed(choices: Floats) -> Played:
    no = np.zeros(choices.shape[1], dtype=bool)
    return Played(choices=choices, outcome=np.zeros(len(no), dtype=np.int8), jump=no, several=no, holes=no)
