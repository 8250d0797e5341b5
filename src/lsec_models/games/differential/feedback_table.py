"""A feedback equilibrium in numbers: decisions and values in a table along the line of states."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import sympy as sp

from lsec_models.errors import DeclarationError, found_in, require_known
from lsec_models.games.differential.evidence import dynamic_evidence
from lsec_models.games.differential.game import DifferentialGame
from lsec_models.games.differential.summary_at_point import summary_at_point
from lsec_models.games.evidence.evidence import Evidence, Finding
from lsec_models.games.frozen import Frozen
from lsec_models.games.result import Result
from lsec_models.games.summary.summary import DECISION, PAYOFF, STEADY, Quantity, Summary

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    Array = NDArray[np.float64]


@dataclass(frozen=True, kw_only=True, repr=False)
class FeedbackTable(Result):
    """A stationary feedback equilibrium of a game with one state at one point, a candidate: found on a grid of states.

    Where a rival's decision meets its bound, or jumps, or payoffs are not quadratic, strategies have no formula. Then
    they stand in a table.

    Attributes
    ----------
    game : DifferentialGame
    point : Mapping from str to Fraction
        The parameters.
    states : array
        Rising, from the lowest to the highest that was looked at.
    decisions_at, values_at : Mapping from str to array
        What is decided, and what the rest of the game is worth to each player, in these states.
    start, steady_state : Mapping from str to float
        Where the stock begins, and where it settles, or rests at a bound.
    payoffs : Mapping from str to float
        Discounted payoffs from the start on, by player.
    uncertainty : float
        How far two finer and finer pairs of grids are apart, relative to the size of the values.
    findings : tuple of Finding
        What is established of it.
    """

    game: DifferentialGame
    point: Mapping[str, Fraction]
    states: Array
    decisions_at: Mapping[str, Array]
    values_at: Mapping[str, Array]
    start: Mapping[str, float]
    steady_state: Mapping[str, float]
    payoffs: Mapping[str, float]
    uncertainty: float
    findings: tuple[Finding, ...] = field(repr=False)
    _speed: Callable[[Array, list[Array]], Array] = field(repr=False)

    @cached_property
    def evidence(self) -> Evidence:
        """How far what is stated is established."""
        return dynamic_evidence(self.game, self.findings, self.point, self.payoffs, self.steady_state)

    @cached_property
    def decisions(self) -> Mapping[str, float]:
        """The decisions where the stock settles."""
        (rest,) = self.steady_state.values()
        return {name: float(self.decision(name, rest)) for name in self.decisions_at}

    def decision(self, name: str, states: ArrayLike) -> Array:
        """Return a decision at some states, linearly between those of the table.

        Raises
        ------
        UnknownName
            If there is no such decision.
        DeclarationError
            If a state is outside the table.
        """
        return self._read(self.decisions_at, name, states)

    def value(self, player: str, states: ArrayLike) -> Array:
        """Return what the rest of the game is worth to a player at some states (errors: as :meth:`decision`)."""
        return self._read(self.values_at, player, states)

    def path(self, name: str, times: ArrayLike) -> Array:
        """Return the state or a decision along the path from the start, at some times.

        Raises
        ------
        UnknownName
            If it is neither.
        DeclarationError
            If a time is negative.
        """
        at = np.asarray(times, dtype=float)
        if not (at >= 0).all():
            raise DeclarationError("times must be at least zero; leave out the others")
        known = (*self.steady_state, *self.decisions_at)
        require_known(name, known, f"no path of {name!r}")
        state = self._followed(np.ravel(at)).reshape(at.shape)
        return state if name in self.steady_state else self.decision(name, state)

    @property
    def values(self) -> Mapping[str, float]:
        """Payoffs by player, and the stock and the decisions where it settles."""
        return Frozen({**self.payoffs, **self.steady_state, **self.decisions})

    def __getitem__(self, name: str) -> float:
        """Return a decision or a stock in the steady state, or a player's payoff."""
        return found_in(self.values, str(name), f"no quantity {str(name)!r} in the table")

    def summary(self) -> Summary:
        """Return what it says, in the form from which every format is written."""
        roles = ((PAYOFF, self.payoffs), (STEADY, self.steady_state), (DECISION, self.decisions))
        symbols = {str(symbol): symbol for symbol in (*self.game.stocks, *self.game.decisions)}
        return summary_at_point(
            self,
            "feedback equilibrium in a table",
            f"Feedback {self.kind} of {self.label} on a grid",
            quantities=tuple(
                Quantity(name=name, role=role, symbol=symbols.get(name), value=sp.Float(value, 6))
                for role, numbers in roles
                for name, value in numbers.items()
            ),
            notes=("decisions are those in the steady state",),
        )

    def _read(self, table: Mapping[str, Array], name: str, states: ArrayLike) -> Array:
        require_known(name, table, f"no {name!r} in the table")
        at = np.asarray(states, dtype=float)
        if not ((at >= self.states[0]) & (at <= self.states[-1])).all():
            raise DeclarationError(
                f"the table holds states from {self.states[0]:.6g} to {self.states[-1]:.6g}; ask between them"
            )
        return np.asarray(np.interp(at, self.states, table[name]))

    def _followed(self, times: Array) -> Array:
        """Return the state at some times, by how long it takes from one state of the table to the next."""
        (begin,), (rest,) = self.start.values(), self.steady_state.values()
        low, high = sorted((begin, rest))
        between = self.states[(self.states > low) & (self.states < high)]
        states = np.concatenate([[begin], between if begin <= rest else between[::-1], [rest]])
        speeds = np.interp(states, self.states, self._speed(self.states, list(self.decisions_at.values())))
        with np.errstate(divide="ignore", invalid="ignore"):
            each = 2 * np.diff(states) / (speeds[1:] + speeds[:-1])
        taken = np.append(0.0, np.cumsum(np.where(np.isfinite(each), np.maximum(each, 0.0), 0.0)))
        return np.asarray(np.interp(times, taken, states))
