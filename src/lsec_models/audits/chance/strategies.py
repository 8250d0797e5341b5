"""Strategies that are played in drawn worlds, and what others do after somebody deviates.

With signals, every decision follows its affine rule, in what its owner sees and was decided before. Without, decisions
are numbers; after a deviation later stages are solved anew by nested optimisation, and what is decided when something
random is known follows its answer to each draw.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
import sympy as sp

from lsec_models.algebra.domains.symbols import Decision
from lsec_models.audits.chance.worlds import evaluated
from lsec_models.audits.search.nested import NestedGame
from lsec_models.audits.search.nested_induction import Outcome
from lsec_models.evaluate.compiled import Floats
from lsec_models.games.static.bounds import by_owner
from lsec_models.games.static.chance.declaration import solved_at_points_only
from lsec_models.games.static.game import Game
from lsec_models.games.static.order import Move
from lsec_models.games.static.representative import with_single_movers

_SLACK = 1e-9


@dataclass(frozen=True, kw_only=True)
class Shift:
    """By how much a decision deviates: a constant, and weights on what its owner sees, earlier decisions among it."""

    constant: float = 0.0
    weights: Mapping[str, float] = field(default_factory=dict)

    def at(self, known: Mapping[str, Floats]) -> Any:
        """Return it in each world."""
        return self.constant + sum(weight * known[name] for name, weight in self.weights.items())

    def __str__(self) -> str:
        terms = [f"{self.constant:+.3g}"] if self.constant or not self.weights else []
        return " ".join([*terms, *(f"{weight:+.3g}*{name}" for name, weight in self.weights.items())])


class Strategies(ABC):
    """What everybody does in a game at numbers."""

    game: Game

    @abstractmethod
    def decided(self, worlds: Mapping[str, Floats], shifts: Mapping[str, Shift]) -> dict[str, Floats] | None:
        """Return all decisions in each world if some deviate; None where it is not known what others do then."""

    @property
    @abstractmethod
    def sizes(self) -> Mapping[str, float]:
        """A typical size of each decision."""

    def units(self, move: Move, known: Sequence[str]) -> Iterator[tuple[str, Shift]]:
        """Yield each direction in which what is decided in a move may deviate, known being what its owner sees."""
        del known
        for decision in move.decisions:
            yield decision.name, Shift(constant=1.0)

    def leaps(self, move: Move) -> Iterator[Mapping[str, Shift]]:
        """Yield deviations that are tried besides, however far they are."""
        del move
        yield from ()

    def earned(
        self, players: Iterable[str], worlds: Mapping[str, Floats], shifts: Mapping[str, Shift]
    ) -> dict[str, Floats] | None:
        """Return payoffs in each world if some decisions deviate."""
        decided = self.decided(worlds, shifts)
        if decided is None:
            return None
        declared = {player.name: player.payoff for player in self.game.players}
        number = len(next(iter(worlds.values())))
        return {name: evaluated(declared[name], {**worlds, **decided}) + np.zeros(number) for name in players}


@dataclass(frozen=True, kw_only=True)
class AffineRules(Strategies):
    """Rules in terms of signals and of what was decided before.

    Attributes
    ----------
    game : Game
    rules : Mapping from str to sympy.Expr
    """

    game: Game
    rules: Mapping[str, sp.Expr]

    def units(self, move: Move, known: Sequence[str]) -> Iterator[tuple[str, Shift]]:
        """Yield the constant of each rule, and each weight."""
        for decision in move.decisions:
            yield decision.name, Shift(constant=1.0)
            yield from ((decision.name, Shift(weights={name: 1.0})) for name in known)

    def decided(self, worlds: Mapping[str, Floats], shifts: Mapping[str, Shift]) -> dict[str, Floats]:
        """Return all decisions in each world, stage by stage."""
        decided: dict[str, Floats] = {}
        for stage in self.game.stages:
            before = {**worlds, **decided}
            for decision in stage.decisions:
                shift = shifts[decision.name].at(before) if decision.name in shifts else 0.0
                decided[decision.name] = evaluated(self.rules[decision.name], before) + shift
        return decided

    @cached_property
    def sizes(self) -> Mapping[str, float]:
        """The largest number in a rule."""
        return {
            name: max([1e-3, *(abs(float(c)) for c in rule.as_coefficients_dict().values())])
            for name, rule in self.rules.items()
        }


@dataclass(frozen=True, kw_only=True)
class Numbers(Strategies):
    """Numbers that are decided before anything is known, and answers to draws.

    Attributes
    ----------
    game : Game
    chosen : Mapping from str to float
    answers : Mapping from Decision to sympy.Expr
        In the order in which they are given.
    """

    game: Game
    chosen: Mapping[str, float]
    answers: Mapping[Decision, sp.Expr]
    known: dict[tuple[tuple[str, float], ...], Mapping[str, float] | None] = field(
        default_factory=dict, repr=False, compare=False
    )

    def decided(self, worlds: Mapping[str, Floats], shifts: Mapping[str, Shift]) -> dict[str, Floats] | None:
        """Return all decisions in each world; what is decided late is kept between its ends."""
        made = self._made({name: shift.constant for name, shift in shifts.items() if name in self.chosen})
        if made is None:
            return None
        decided: dict[str, Floats] = {name: np.asarray(number) for name, number in made.items()}
        for decision in (d for stage in self.game.stages for d in stage.decisions if d in self.answers):
            answer = evaluated(self.answers[decision], {**worlds, **decided})
            if decision.name in shifts:
                answer = self._between(decision, answer + shifts[decision.name].at(worlds), {**worlds, **decided})
            decided[decision.name] = answer
        return decided

    @cached_property
    def sizes(self) -> Mapping[str, float]:
        """What is decided, or a tenth of the largest decision where that is more."""
        largest = max([abs(number) for number in self.chosen.values()], default=0.0) or 1.0
        late = {decision.name: largest for decision in self.answers}
        return {name: max(abs(number), largest / 10) for name, number in self.chosen.items()} | late

    def _made(self, moved: Mapping[str, float]) -> Mapping[str, float] | None:
        """Return what is decided before anything is known, later stages solved anew after what deviates."""
        if not moved:
            return self.chosen
        key = tuple(moved.items())
        if key not in self.known:
            self.known[key] = self._answered({name: self.chosen[name] + by for name, by in moved.items()})
        return self.known[key]

    def _answered(self, moved: Mapping[str, float]) -> Mapping[str, float] | None:
        number = next(s.number for s in self.game.stages if {d.name for d in s.decisions} & set(moved))
        late = {d.name for stage in self.game.stages[number:] for d in stage.decisions} & set(self.chosen)
        made = {name: moved.get(name, value) for name, value in self.chosen.items() if name not in late}
        answered = self._solved(made) if late else made
        return answered if answered is not None and self._is_feasible(answered, moved) else None

    def _solved(self, made: Mapping[str, float]) -> Mapping[str, float] | None:
        """Return all decisions when some stages have been played, where later movers have one answer only."""
        if solved_at_points_only(self.game):
            return None
        found = self._search.solution({}, made)
        return found.decisions if found.outcome == Outcome.SOLVED and not found.several else None

    @cached_property
    def _search(self) -> NestedGame:
        return NestedGame(with_single_movers(self.game))

    def _is_feasible(self, made: Mapping[str, float], moved: Iterable[str]) -> bool:
        """Whether decisions respect their ends, signs and the game's constraints, as far as these are known."""
        symbols = {decision.name: decision for decision in self.game.decisions}
        images = {symbols[name]: number for name, number in made.items()}
        limits = [relation for _, own in by_owner(self.game.constraints) for relation in own]
        for name in moved:
            low, high = symbols[name].ends
            limits += [symbols[name] >= low] if low is not None else []
            limits += [symbols[name] <= high] if high is not None else []
        gaps = [sp.sympify(limit.gts - limit.lts).subs(images) for limit in limits if isinstance(limit, sp.Rel)]
        return all(float(gap) >= -_SLACK for gap in gaps if not gap.free_symbols)

    def _between(self, decision: Decision, number: Floats, known: Mapping[str, Floats]) -> Floats:
        low, high = (None if end is None else evaluated(sp.sympify(end), known) for end in decision.ends)
        return np.clip(number, low, high) if (low, high) != (None, None) else number
