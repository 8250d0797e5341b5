"""Strategies of a signalling game that are played in drawn worlds: each type's signal, and answers to signals.

Each type may deviate by itself, to the other type's signal too. After a signal that nobody sends the receiver takes the
sender for the worse type, and gives its best reply to that: the vertex of its declared payoff, which is quadratic in
what it decides.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import cast

import numpy as np
import sympy as sp

from lsec_models.algebra.domains.symbols import Decision
from lsec_models.audits.chance.strategies import Shift, Strategies
from lsec_models.evaluate.compiled import Floats
from lsec_models.games.static.chance.expected_values.expectation import expected
from lsec_models.games.static.chance.information.signalling import Signalling, signalling_in
from lsec_models.games.static.game import Game
from lsec_models.games.static.order import Move

_SAME = 1e-9
_FAR = (0.0, 0.5, 1.5, 2.0, 3.0)


@dataclass(frozen=True, kw_only=True)
class TypedStrategies(Strategies):
    """What each type of the sender signals, and what is answered.

    Attributes
    ----------
    game : Game
        At numbers.
    signals : Mapping from sympy.Expr to float
        By type.
    answers : Mapping from float to float
        By signal, of those that some type sends.
    worse : sympy.Expr
        The type that is believed after all others.
    """

    game: Game
    signals: Mapping[sp.Expr, float]
    answers: Mapping[float, float]
    worse: sp.Expr

    def decided(self, worlds: Mapping[str, Floats], shifts: Mapping[str, Shift]) -> dict[str, Floats] | None:
        """Return signals and answers in each world; None where a deviation is out of what may be decided."""
        signal, response = self._parts.signal, self._parts.response
        types = {self._event(kind): self._is_of(kind, worlds) for kind in self.signals}
        sent = np.asarray(sum(types[self._event(kind)] * own for kind, own in self.signals.items()))
        if signal.name in shifts:
            sent = sent + shifts[signal.name].at(types)
        answered = np.zeros_like(sent)
        for value in np.unique(sent):
            answered[sent == value] = self._answer(float(value))
        if response.name in shifts:
            answered = answered + shifts[response.name].at(
                {self._after(own): self._is_near(sent, own).astype(float) for own in self.answers}
            )
        if not (self._is_within(signal, sent) and self._is_within(response, answered)):
            return None
        return {signal.name: sent, response.name: answered}

    @cached_property
    def sizes(self) -> Mapping[str, float]:
        """The largest of what is decided on the path, and one where that is nothing."""
        return {
            self._parts.signal.name: max(map(abs, self.signals.values())) or 1.0,
            self._parts.response.name: max(map(abs, self.answers.values())) or 1.0,
        }

    def units(self, move: Move, known: Sequence[str]) -> Iterator[tuple[str, Shift]]:
        """Yield what one type alone signals, and what is answered to one signal alone."""
        del known
        [decision] = move.decisions
        is_sender = decision == self._parts.signal
        for event in map(self._event, self.signals) if is_sender else map(self._after, self.answers):
            yield decision.name, Shift(weights={event: 1.0})

    def leaps(self, move: Move) -> Iterator[Mapping[str, Shift]]:
        """Yield the other type's signal, for each type, and signals far from its own."""
        signal = self._parts.signal
        if move.player != self._parts.sender:
            return
        ends = [float(end) for end in signal.ends if end is not None]
        far = [step * self.sizes[signal.name] for step in _FAR]
        for kind, own in self.signals.items():
            for other in dict.fromkeys([*self.signals.values(), *ends, *far]):
                if other != own:
                    yield {signal.name: Shift(weights={self._event(kind): other - own})}

    @cached_property
    def _parts(self) -> Signalling:
        return signalling_in(self.game)

    def _event(self, kind: sp.Expr) -> str:
        return f"({self._parts.kind} is {kind})"

    def _after(self, sent: float) -> str:
        return f"({self._parts.signal} is {sent!r})"

    def _is_of(self, kind: sp.Expr, worlds: Mapping[str, Floats]) -> Floats:
        return np.isclose(worlds[self._parts.kind.name], float(kind), rtol=_SAME, atol=0).astype(float)

    def _is_near(self, sent: Floats | float, own: float) -> np.ndarray:
        return np.abs(sent - own) <= _SAME * self.sizes[self._parts.signal.name]

    def _is_within(self, decision: Decision, numbers: Floats) -> bool:
        low, high = decision.ends
        slack = _SAME * self.sizes[decision.name]
        return bool(
            (low is None or (numbers >= float(low) - slack).all())
            and (high is None or (numbers <= float(high) + slack).all())
        )

    def _answer(self, sent: float) -> float:
        on_path = next((answer for own, answer in self.answers.items() if self._is_near(sent, own)), None)
        return self._reply_to_worse(sent) if on_path is None else on_path

    def _reply_to_worse(self, sent: float) -> float:
        """Return the vertex of what the receiver expects if the sender is of the worse type, between its ends."""
        unit = self.sizes[self._parts.response.name]
        low, middle, high = (float(self._believed(sent, step * unit)) for step in (-1, 0, 1))
        reply = unit * (high - low) / (2 * (2 * middle - low - high))
        least, most = (None if end is None else float(end) for end in self._parts.response.ends)
        return float(np.clip(reply, -np.inf if least is None else least, np.inf if most is None else most))

    @cached_property
    def _believed(self) -> Callable[[float, float], float]:
        """What the receiver expects after a signal and an answer, if the sender is of the worse type."""
        parts = self._parts
        payoff = next(player.payoff for player in self.game.players if player.name == parts.receiver)
        of_worse = expected(payoff.subs(parts.kind, self.worse), self.game.random, rational=False)
        return cast(Callable[[float, float], float], sp.lambdify((parts.signal, parts.response), of_worse, "math"))
