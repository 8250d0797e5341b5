"""Decisions that a choice among modes follows, searched numerically: every mode is played anew after each trial.

Nothing here uses a solver or a closed form of the package. A follower who is indifferent, but for rounding, chooses the
mode that the leader likes better.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import sympy as sp

from lsec_models.audits.search.bargained_terms import moves_after_first
from lsec_models.audits.search.feasible_interval import feasible_inequalities
from lsec_models.audits.search.line_maximum import Lanes, peaks
from lsec_models.audits.search.nested import NestedGame
from lsec_models.audits.search.nested_induction import Outcome, Play
from lsec_models.audits.search.nested_results import DeviationGain
from lsec_models.audits.search.numerical_game import CompiledGame, GameAtPoint
from lsec_models.errors import DeclarationError
from lsec_models.evaluate.compiled import Floats
from lsec_models.games.choice.sequential import followed_by, mode_games
from lsec_models.games.frozen import Frozen
from lsec_models.games.static.game import Game

_INDIFFERENT = 1e-10
_HOLDS = 1e-9
_GRIDS = {1: 33, 2: 29}
_FINEST_GRID = 11


class FollowedDecisions:
    """A game that a choice follows, compiled once, to be searched at many points.

    Parameters
    ----------
    game : Game
        One player decides in it, in one stage.

    Raises
    ------
    DeclarationError
        If several decide before the choice.
    """

    def __init__(self, game: Game) -> None:
        assert game.then is not None
        stages = [stage for stage in game.stages if stage.moves]
        if len(stages) != 1 or len(stages[0].moves) != 1:
            raise DeclarationError(
                f"audit: several decide before the choice in {game.label}; audit a game in which one does, the others' "
                "decisions fixed as parameters"
            )
        self.game, self.follower, (self.move,) = game, str(game.then.by), stages[0].moves
        alone = replace(game, then=None, report={"all parameters": sp.Add(*game.parameters)})
        self._alone = CompiledGame(alone)
        self._modes = {name: NestedGame(followed_by(game, mode, {})) for name, mode in mode_games(game).items()}

    @property
    def chooser(self) -> str:
        """What the follower decides, in words: its modes."""
        return " or ".join(self._modes)

    def mode_of(self, numbers: Mapping[str, float], parameters: Mapping[sp.Symbol, float]) -> str:
        """Return the mode whose payoffs, as declared, claimed ones are nearest to.

        Parameters
        ----------
        numbers : mapping from str to float
            Decisions and payoffs, as claimed.
        parameters : mapping from sympy.Symbol to float
        """
        having = [name for name, nested in self._modes.items() if _decides_all(nested, numbers)]
        return min(having, key=lambda name: _distance(numbers, self._payoffs_in(name, numbers, parameters)))

    def payoffs(self, numbers: Mapping[str, float], parameters: Mapping[sp.Symbol, float]) -> Mapping[str, float]:
        """Return declared payoffs by player at claimed decisions, in the mode that they belong to."""
        return self._payoffs_in(self.mode_of(numbers, parameters), numbers, parameters)

    def deviation_gains(
        self, numbers: Mapping[str, float], parameters: Mapping[sp.Symbol, float]
    ) -> tuple[DeviationGain, ...]:
        """Return what the leader, the follower, and who moves in the mode gain at most by deviating.

        The follower moves in the stage after the leader's; who moves in the mode, one stage later than in it.
        """
        name = self.mode_of(numbers, parameters)
        claimed, known = _claimed(self._modes[name], numbers), _known(self._modes[name], parameters)
        gross = max(self._modes[name].gross_payoffs(claimed, known).values())
        there, earned = _Played(self, parameters, gross), self._payoffs_in(name, numbers, parameters)
        moves = moves_after_first(self._modes[name].game)
        later = self._modes[name].deviation_gains(claimed, known, moves=moves)
        return (
            self._of_leader(there, numbers, earned),
            self._of_follower(there, name, numbers, earned),
            *(replace(gain, stage=gain.stage + 1) for gain in later),
        )

    def _of_leader(self, there: _Played, numbers: Mapping[str, float], earned: Mapping[str, float]) -> DeviationGain:
        claimed = np.array([[numbers[decision.name]] for decision in self.move.decisions])
        best, outcome = there.best()
        value, before = float(there.leader_value(best)[0]), earned[self.move.player]
        jointly = float(there.leader_value(claimed)[0])
        # Where nothing that the leader does matters, it goes as far as it likes without gaining.
        outcome = Outcome.SOLVED if outcome is Outcome.UNBOUNDED and value <= before else outcome
        return DeviationGain(
            player=self.move.player,
            stage=1,
            outcome=outcome,
            relative_gain=np.inf if jointly == -np.inf else (value - before) / _unit(before, numbers),
            gain=value - before,
            change=Frozen(
                {
                    decision.name: (float(claimed[row, 0]), float(best[row, 0]))
                    for row, decision in enumerate(self.move.decisions)
                }
            ),
            broken=(),
            jump=False,
            holes=False,
        )

    def _of_follower(
        self, there: _Played, name: str, numbers: Mapping[str, float], earned: Mapping[str, float]
    ) -> DeviationGain:
        claimed = np.array([[numbers[decision.name]] for decision in self.move.decisions])
        liked = {mode: float(have[0]) for mode, (have, _) in there.values(claimed).items()}
        best = max(liked, key=lambda mode: liked[mode])
        names, gain = list(self._modes), liked[best] - earned[self.follower]
        return DeviationGain(
            player=self.follower,
            stage=2,
            outcome=Outcome.SOLVED if np.isfinite(liked[best]) else Outcome.NO_EQUILIBRIUM,
            relative_gain=gain / _unit(earned[self.follower], numbers),
            gain=gain,
            change=Frozen({self.chooser: (float(names.index(name) + 1), float(names.index(best) + 1))}),
            broken=(),
            jump=False,
            holes=False,
        )

    def _payoffs_in(
        self, name: str, numbers: Mapping[str, float], parameters: Mapping[sp.Symbol, float]
    ) -> Mapping[str, float]:
        nested = self._modes[name]
        arena = CompiledGame(nested.game).at(_known(nested, parameters))
        claimed = np.array([[numbers[decision.name]] for decision in nested.game.decisions])
        return {player.name: float(arena.payoff(player.name, claimed)[0]) for player in nested.game.players}


class _Played:
    """A game that a choice follows, at one point: what leader and follower have after decisions of the leader.

    The follower is indifferent where payoffs differ by next to nothing of `gross`, the gross magnitude of claimed ones.
    """

    def __init__(self, followed: FollowedDecisions, parameters: Mapping[sp.Symbol, float], gross: float) -> None:
        self._followed, self._gross = followed, gross
        self._leader = followed.move.player
        alone = followed._alone.at(parameters)
        self._feasible = feasible_inequalities(alone, alone.stages[0], followed.move)
        self._grid = _GRIDS.get(len(followed.move.decisions), _FINEST_GRID)
        arenas = {
            name: CompiledGame(nested.game).at(_known(nested, parameters)) for name, nested in followed._modes.items()
        }
        self._plays = {name: Play(arena) for name, arena in arenas.items()}

    def values(self, decided: Floats) -> dict[str, tuple[Floats, Floats]]:
        """Return, by mode, what follower and leader have after decisions of the leader, (decisions, histories).

        Minus infinity for both where a mode has no equilibrium, for the leader where it may not decide so.
        """
        found = {}
        for name, play in self._plays.items():
            arena = play.arena
            choices = np.zeros((len(arena.game.decisions), decided.shape[1]))
            rows = [arena.game.decisions.index(decision) for decision in self._followed.move.decisions]
            choices[rows] = decided
            played = play.onwards(2, choices)
            solved = played.outcome == Outcome.SOLVED
            liked = np.where(solved, arena.payoff(self._followed.follower, played.choices), -np.inf)
            had = arena.payoff(self._leader, played.choices)
            found[name] = liked, np.where(solved & _permitted(arena, self._leader, played.choices), had, -np.inf)
        return found

    def leader_value(self, decided: Floats) -> Floats:
        """Return what the leader has where the follower chooses what it likes best, (histories,)."""
        values = self.values(decided)
        liked, had = (np.array([pair[side] for pair in values.values()]) for side in (0, 1))
        most = np.max(liked, axis=0)
        reach = most - _INDIFFERENT * (self._gross + np.abs(np.where(np.isfinite(most), most, 0.0)))
        best = np.max(np.where(liked >= reach, had, -np.inf), axis=0)
        return np.asarray(np.where(np.isfinite(most), best, -np.inf))

    def best(self) -> tuple[Floats, Outcome]:
        """Return the leader's best decisions, (decisions, 1), and what became of the search."""
        decided, unbounded, empty = self._best(0, np.zeros((len(self._feasible), 1)))
        outcome = Outcome.UNBOUNDED if unbounded[0] else Outcome.INFEASIBLE if empty[0] else Outcome.SOLVED
        return decided, outcome

    def _best(self, depth: int, decided: Floats) -> tuple[Floats, Lanes, Lanes]:
        """Choose the decisions from number `depth` on, each with the best of those after it."""
        if depth == len(self._feasible):
            nowhere = np.zeros(decided.shape[1], dtype=np.intp)
            return decided, nowhere, nowhere
        confined = self._feasible[depth]

        def value(places: Floats, lanes: Lanes) -> Floats:
            trial = np.repeat(decided[:, lanes], places.shape[1], axis=1)
            trial[confined.row] = places.ravel()
            after, _, _ = self._best(depth + 1, trial)
            return self.leader_value(after).reshape(places.shape)

        found = peaks(value, *confined.interval(decided), grid=self._grid)
        now = decided.copy()
        now[confined.row] = found.at
        after, unbounded, empty = self._best(depth + 1, now)
        return after, unbounded | found.unbounded, empty | found.empty


def _permitted(arena: GameAtPoint, leader: str, choices: Floats) -> Floats:
    """Return where the leader may decide so, by every constraint of its stage."""
    mine = [limit for limit in arena.limits if limit.stage == 1 and leader in limit.players]
    size = 1 + np.max(np.abs(choices), axis=0)
    return np.asarray(np.all(arena.values(mine, choices) >= -_HOLDS * size, axis=0))


def _decides_all(nested: NestedGame, numbers: Mapping[str, float]) -> bool:
    return all(decision.name in numbers for decision in nested.game.decisions)


def _claimed(nested: NestedGame, numbers: Mapping[str, float]) -> dict[str, float]:
    return {decision.name: numbers[decision.name] for decision in nested.game.decisions}


def _known(nested: NestedGame, parameters: Mapping[sp.Symbol, float]) -> dict[sp.Symbol, float]:
    return {symbol: parameters[symbol] for symbol in nested.game.parameters}


def _distance(numbers: Mapping[str, float], payoffs: Mapping[str, float]) -> float:
    return max(abs(numbers[name] - value) for name, value in payoffs.items() if name in numbers)


def _unit(payoff: float, numbers: Mapping[str, float]) -> float:
    """Return by what gains are measured: the payoff, or the largest number there where it is next to nothing."""
    largest = max(abs(number) for number in numbers.values())
    return abs(payoff) if abs(payoff) > _HOLDS * largest else largest or 1.0
