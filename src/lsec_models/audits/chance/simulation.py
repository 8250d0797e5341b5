"""Audits by simulation: does anybody gain by another strategy, in worlds that are drawn from the declared laws?

1. Draw worlds: all that is random, and what players see of it. Payoffs are those that were declared, in each world;
   neither expected values nor best answers of the solver are used for them.
2. For each move, look in one half of the worlds for the deviation that gains most: each decision, and with signals each
   weight of its rule, larger and smaller by several steps; with signals also the best affine rule in these worlds. With
   types what each of them signals, and the answer to each signal (:mod:`lsec_models.audits.chance.typed_strategies`).
3. Measure what it gains in the other half, each world with and without it (common random numbers), with confidence
   bounds that hold for rare events too (:mod:`lsec_models.audits.chance.confidence`).
4. With signals do the same after other decisions than those of the equilibrium, for whoever moves later. Who infers
   something from the first one takes any of them for one of the equilibrium: it is asked on the path, where its rule
   may have another weight on that decision too.
5. Compare stated payoffs with their means. To who shuns risk, payoffs are what they are worth in these worlds
   (:mod:`lsec_models.audits.chance.valuation`).

A deviation is chosen without the worlds in which it is measured, so that who is right is accused no more often than the
bounds allow.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from lsec_models.audits.chance.confidence import half_width
from lsec_models.audits.chance.strategies import AffineRules, Shift, Strategies
from lsec_models.audits.chance.valuation import Valuation
from lsec_models.audits.chance.worlds import drawn_worlds, extreme_worlds
from lsec_models.evaluate.compiled import Floats
from lsec_models.games.frozen import Frozen
from lsec_models.games.static.chance.information.revealing import revealing_in
from lsec_models.games.static.order import Move
from lsec_models.games.static.results.simulations import SimulatedMove, SimulatedPayoff, Simulation

_STEPS = (0.02, 0.1, 0.3, 1.0)
_ERROR = 1e-6
_TINY = 1e-12


@dataclass(frozen=True, kw_only=True)
class StatedValues:
    """What a result states at one point.

    Attributes
    ----------
    point : Mapping from str to Fraction
    strategies : Strategies
    payoffs : Mapping from str to float
    """

    point: Mapping[str, Fraction]
    strategies: Strategies
    payoffs: Mapping[str, float]


def simulated(
    stated: Sequence[StatedValues], *, subject: str, label: str, worlds: int, seed: int, tolerance: float
) -> Simulation:
    """Return what worlds say of a result at some points.

    Parameters
    ----------
    stated : sequence of StatedValues
        At least one.
    subject, label : str
        The digest of the result, and the order of moves in words.
    worlds : int
        How many to draw at each point, half of them to look for deviations.
    seed : int
    tolerance : float
        Which relative gain counts as none.
    """
    moves = [(stage.number, move) for stage in stated[0].strategies.game.stages for move in stage.moves]
    error = _ERROR / (len(stated) * (2 * len(moves) + len(stated[0].payoffs)))
    tried: dict[int, list[list[_Tried]]] = {i: [] for i in range(len(moves))}
    compared: dict[str, list[SimulatedPayoff]] = {name: [] for name in stated[0].payoffs}
    for number, there in enumerate(stated):
        at_point = _AtPoint.drawn(there, worlds, np.random.default_rng([seed, number]), error)
        for name in compared:
            compared[name].append(at_point.compared(name))
        for i, (stage, move) in enumerate(moves):
            tried[i].append([one for one in at_point.deviations(stage, move) if math.isfinite(one.low)])
    return Simulation(
        subject=subject,
        tolerance=tolerance,
        power_structure=label,
        points=len(stated),
        worlds=worlds,
        seed=seed,
        error=_ERROR,
        moves=tuple(_reported(stage, move, tried[i]) for i, (stage, move) in enumerate(moves)),
        payoffs=tuple(max(own, key=lambda p: p.excess) for own in compared.values()),
    )


@dataclass(frozen=True, kw_only=True)
class _Tried:
    """A deviation at one point, and the bounds of what it gains."""

    change: str
    low: float
    high: float
    at: Mapping[str, Fraction]


@dataclass(frozen=True, kw_only=True)
class _AtPoint:
    """Worlds at one point."""

    stated: StatedValues
    first: Mapping[str, Floats]
    second: Mapping[str, Floats]
    extremes: Mapping[str, Floats] | None
    history: Mapping[str, Shift]
    error: float

    @classmethod
    def drawn(cls, stated: StatedValues, worlds: int, generator: np.random.Generator, error: float) -> _AtPoint:
        strategies = stated.strategies
        halves = [drawn_worlds(strategies.game, worlds // 2, generator) for _ in range(2)]
        sizes = strategies.sizes.items() if isinstance(strategies, AffineRules) else ()
        return cls(
            stated=stated,
            first=halves[0],
            second=halves[1],
            extremes=None if isinstance(strategies, AffineRules) else extreme_worlds(strategies.game),
            history={name: Shift(constant=generator.normal() * size) for name, size in sizes},
            error=error,
        )

    def compared(self, name: str) -> SimulatedPayoff:
        """Return how far a stated payoff is from its mean."""
        first, second = (self._earned(name, worlds, {}) for worlds in (self.first, self.second))
        assert first is not None
        assert second is not None
        extremes = None if self.extremes is None else self._earned(name, self.extremes, {})
        values, unit = self._valuation(name), _unit(np.concatenate([first, second]))
        anchor = values.anchor(first)
        drawn = second if values.risk else np.concatenate([first, second])
        anchored = values.anchored(drawn, anchor)
        reach = values.reach(drawn, extremes, anchor)
        low, high = values.missed(drawn, extremes, anchor, self.error / 2)
        error = half_width(anchored, reach, self.error / 2 if values.risk else self.error) + (high - low) / 2
        return SimulatedPayoff(
            player=name,
            difference=float(self.stated.payoffs[name] - anchored.mean() - (low + high) / 2) / unit,
            error=error / unit + 1e-9,
            at=self.stated.point,
        )

    def _valuation(self, name: str) -> Valuation:
        risk = next(player.risk for player in self.stated.strategies.game.players if player.name == name)
        earned = self._earned(name, self.first, {})
        return Valuation(risk) if earned is None else Valuation.of(risk, earned)

    def deviations(self, stage: int, move: Move) -> Iterator[_Tried]:
        """Yield the best deviation of a move at the equilibrium, and with signals after other earlier decisions."""
        game = self.stated.strategies.game
        earlier = [decision.name for other in game.stages[: stage - 1] for decision in other.decisions]
        histories: list[dict[str, Shift]] = [{}]
        inferred = self._inferred(move)
        if self.history and (other := [name for name in earlier if name not in inferred]):
            histories.append({name: self.history[name] for name in other})
        for history in histories:
            yield from self._best(move, history)

    def _inferred(self, move: Move) -> tuple[str, ...]:
        """Return the decision from which a mover infers what it does not see, if there is one."""
        game = self.stated.strategies.game
        revealing = revealing_in(game) if game.signals else None
        if revealing is None or move.player == revealing.player:
            return ()
        seen = next(player.sees for player in game.players if player.name == move.player)
        return () if set(revealing.hidden) <= set(seen) else (revealing.decision.name,)

    def _best(self, move: Move, history: Mapping[str, Shift]) -> Iterator[_Tried]:
        name = move.player
        before = self._earned(name, self.first, history)
        if before is None:
            return
        values = self._valuation(name)
        worth = values.worth(before)
        best: tuple[float, Mapping[str, Shift]] | None = None
        for shifts in self._candidates(move, history):
            after = self._earned(name, self.first, {**history, **shifts})
            gain = -math.inf if after is None else values.worth(after) - worth
            if math.isfinite(gain) and (best is None or gain > best[0]):
                best = gain, shifts
        if best is None:
            return
        low, high = self._gain(name, values, history, best[1])
        unit = _unit(before)
        words = ", ".join(f"{decision} by {shift}" for decision, shift in best[1].items())
        yield _Tried(
            change=words + (" after other decisions than in equilibrium" if history else ""),
            low=low / unit,
            high=high / unit,
            at=self.stated.point,
        )

    def _gain(
        self, name: str, values: Valuation, history: Mapping[str, Shift], shifts: Mapping[str, Shift]
    ) -> tuple[float, float]:
        """Return confidence bounds of what a deviation gains, in worlds in which it was not chosen."""
        error = self.error / 3 if values.risk else self.error
        anchored, missed = [], []
        for deviation in (history, {**history, **shifts}):
            first, second = (self._earned(name, worlds, deviation) for worlds in (self.first, self.second))
            assert first is not None
            assert second is not None
            extremes = None if self.extremes is None else self._earned(name, self.extremes, deviation)
            anchor = values.anchor(first)
            missed.append(values.missed(second, extremes, anchor, error))
            reach = values.reach(second, extremes, anchor)
            anchored.append((values.anchored(second, anchor), reach))
        (before, low), (after, high) = anchored
        gains, extreme = after - before, None if low is None or high is None else high - low
        mean, width = float(gains.mean()), half_width(gains, extreme, error)
        (least_before, most_before), (least_after, most_after) = missed
        return mean - width + least_after - most_before, mean + width + most_after - least_before

    def _earned(self, name: str, worlds: Mapping[str, Floats], shifts: Mapping[str, Shift]) -> Floats | None:
        earned = self.stated.strategies.earned([name], worlds, shifts)
        return None if earned is None else earned[name]

    def _candidates(self, move: Move, history: Mapping[str, Shift]) -> Iterator[Mapping[str, Shift]]:
        strategies = self.stated.strategies
        seen = next(player.sees for player in strategies.game.players if player.name == move.player)
        units = list(strategies.units(move, [*(one.name for one in seen), *self._inferred(move)]))
        for decision, unit in units:
            size = strategies.sizes[decision]
            for step in _STEPS:
                for sign in (-1, 1):
                    yield {decision: _times(unit, sign * step * size)}
        yield from strategies.leaps(move)
        if isinstance(strategies, AffineRules):
            yield self._best_affine(move.player, units, history)

    def _best_affine(
        self, name: str, units: Sequence[tuple[str, Shift]], history: Mapping[str, Shift]
    ) -> Mapping[str, Shift]:
        """Return the shift that is best in the first half of the worlds; payoffs are quadratic in it."""
        number = len(units)

        def mean(steps: Floats) -> float:
            earned = self._earned(name, self.first, {**history, **_sum(units, steps)})
            assert earned is not None
            return float(earned.mean())

        eye = np.eye(number)
        base = mean(np.zeros(number))
        ahead, behind = (np.array([mean(sign * one) for one in eye]) for sign in (1, -1))
        curved = np.diag(ahead + behind - 2 * base)
        for i in range(number):
            for j in range(i):
                curved[i, j] = curved[j, i] = mean(eye[i] + eye[j]) - ahead[i] - ahead[j] + base
        return _sum(units, np.linalg.lstsq(-curved, (ahead - behind) / 2, rcond=None)[0])


def _sum(units: Sequence[tuple[str, Shift]], steps: Floats) -> dict[str, Shift]:
    shifts: dict[str, Shift] = {}
    for (decision, unit), step in zip(units, steps, strict=True):
        moved, known = _times(unit, float(step)), shifts.get(decision, Shift())
        shifts[decision] = Shift(constant=known.constant + moved.constant, weights={**known.weights, **moved.weights})
    return shifts


def _times(shift: Shift, number: float) -> Shift:
    return Shift(
        constant=shift.constant * number, weights={name: weight * number for name, weight in shift.weights.items()}
    )


def _unit(drawn: Floats) -> float:
    return float(max(abs(drawn.mean()), drawn.std(), _TINY))


def _reported(stage: int, move: Move, tried: Sequence[Sequence[_Tried]]) -> SimulatedMove:
    """Return the worst of what was tried, by point."""
    worst = max((one for own in tried for one in own), key=lambda one: one.low, default=None)
    return SimulatedMove(
        player=move.player,
        stage=stage,
        decisions=tuple(decision.name for decision in move.decisions),
        low=math.nan if worst is None else worst.low,
        high=math.nan if worst is None else worst.high,
        change="" if worst is None else worst.change,
        at=Frozen({}) if worst is None else worst.at,
        untried=sum(not own for own in tried),
    )
