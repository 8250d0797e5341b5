"""Where the payoff of who moves before another rises up to a jump of the other's answer, and falls there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from lsec_models.games.static.order import Move
from lsec_models.solve.numerical.checks.deviations import Deviations
from lsec_models.solve.numerical.graph.compiled_values import Numbers
from lsec_models.solve.numerical.subgames.answers import Answers
from lsec_models.solve.numerical.subgames.subgames import Subgames

# A jump is looked for so far to either side of a decision, relative to it, or to a thousandth, and then between two
# decisions, so many at once and so often that no floats are left between them.
_ASIDE, _SMALL = np.geomspace(1e-9, 0.5, 30), 1e-3
_BETWEEN, _ROUNDS = 16, 13
# Answers that are further apart than this, relative to themselves, are different ones.
_APART = 1e-4


@dataclass(frozen=True, kw_only=True)
class Jump:
    """Where an answer jumps, to the harm of who moves before.

    Attributes
    ----------
    player, indifferent : str
        Who moves before; who answers, and earns the same by both answers.
    before : mapping from str to array of shape (1,)
        The decision, and all answers by which who moves before earns more.
    beyond : mapping from str to array of shape (1,)
        The other answers.
    earned, left : array of shape (1,)
        What who moves before earns by either.
    """

    player: str
    indifferent: str
    before: Mapping[str, Numbers]
    beyond: Mapping[str, Numbers]
    earned: Numbers
    left: Numbers


def jump_beside(subgames: Subgames, values: Mapping[str, Numbers], best: Deviations) -> Jump | None:
    """Return where an answer jumps beside the best of many decisions at one point; None if no jump is seen there.

    1. Beside the decision the payoff of its mover falls most where the answer jumps.
    2. Both answers are followed, each from itself, until who answers earns the same by either: halving.

    Who decides has one decision, and earns by the first answer more than at the given decisions and by the other
    answer; one player moves next.

    Parameters
    ----------
    subgames : Subgames
    values : mapping from str to array of shape (1,)
        Parameters and all decisions.
    best : Deviations
        Of one mover at that point.
    """
    [place] = [i for i, stage in enumerate(subgames.game.stages) if stage.number == best.stage]
    next_moves = [move for stage in subgames.game.stages[place + 1 : place + 2] for move in stage.moves]
    if len(next_moves) != 1 or len(best.decisions) != 1:
        return None
    [(name, [middle])] = best.decisions.items()
    line = _Line(subgames, values, best.player, name, place, next_moves[0])
    for side in (1, -1):
        steps = side * max(abs(middle), _SMALL) * _ASIDE
        jump = line.jump(np.array([*(middle - steps[::-1]), middle, *(middle + steps)]))
        if jump:
            return jump
    return None


class _Both(NamedTuple):
    """Two answers to the same decisions, each followed from itself."""

    one: Answers
    other: Answers


class _Line:
    """Decisions of one mover, everything before as it is, and what is answered."""

    def __init__(
        self, subgames: Subgames, values: Mapping[str, Numbers], player: str, name: str, place: int, answers: Move
    ) -> None:
        self._subgames, self._values = subgames, values
        self._player, self._name, self._place, self._next = player, name, place, answers.player
        self._later = [d.name for stage in subgames.game.stages[place + 1 :] for d in stage.decisions]

    def jump(self, line: Numbers) -> Jump | None:
        """Return the jump that is met along some decisions."""
        answers = self._subgames.answered(self._place + 1, self._given(line, self._values))
        earned = np.where(answers.found, self._earned(self._player, answers), np.nan)
        falls = earned[:-1] - earned[1:]
        if not (np.isfinite(falls) & (falls > 0)).any():
            return None
        fall = int(np.nanargmax(falls))
        starts = [{n: answers.values[n][[i]] for n in self._later} for i in (fall, fall + 1)]
        for _ in range(_ROUNDS):
            gaps = self._gaps(self._followed(line, starts))
            turns = np.flatnonzero((gaps[:-1] > 0) & (gaps[1:] <= 0))
            if not turns.size:
                return None
            place = int(turns[0])
            line = np.linspace(line[place], line[place + 1], _BETWEEN + 1)
        return self._jump_at(line[:1], starts)

    def _jump_at(self, decision: Numbers, starts: list[dict[str, Numbers]]) -> Jump | None:
        both = self._followed(decision, starts)
        before, beyond = ({name: one.values[name] for name in self._later} for one in both)
        earned, left = (self._earned(self._player, one) for one in both)
        pairs = [(before[name][0], beyond[name][0]) for name in self._later]
        apart = any(abs(one - other) > _APART * max(abs(one), abs(other)) for one, other in pairs)
        refuted = self._subgames.payoff(self._player, self._values)[0]
        if not (apart and earned[0] > max(left[0], refuted)):
            return None
        return Jump(
            player=self._player,
            indifferent=self._next,
            before={self._name: decision} | before,
            beyond=beyond,
            earned=earned,
            left=left,
        )

    def _followed(self, line: Numbers, starts: list[dict[str, Numbers]]) -> _Both:
        """Return what two answers become along a line, each a maximum of who answers near itself."""
        given = [self._given(line, {**self._values, **start}) for start in starts]
        return _Both(*(self._subgames.answered_with({}, self._place + 1, one) for one in given))

    def _gaps(self, both: _Both) -> Numbers:
        """Return how much more who answers earns by the first answer; NaN where one of them is not found."""
        one, other = (self._earned(self._next, answers) for answers in both)
        return np.where(both.one.found & both.other.found, one - other, np.nan)

    def _given(self, line: Numbers, values: Mapping[str, Numbers]) -> dict[str, Numbers]:
        return {name: np.repeat(values[name], len(line)) for name in self._subgames.inside.symbols} | {self._name: line}

    def _earned(self, player: str, answers: Answers) -> Numbers:
        return self._subgames.payoff(player, answers.values)
