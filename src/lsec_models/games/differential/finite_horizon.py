"""Feedback equilibria over a finite horizon: strategies and values as functions of time and the states."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from typing import Any

import sympy as sp

from lsec_models.algebra.domains.condition import Condition
from lsec_models.algebra.domains.domain import Domain
from lsec_models.algebra.numbers.exact_numbers import to_sympy
from lsec_models.errors import UnknownName, found_in, require_known
from lsec_models.games.differential.evidence import dynamic_evidence
from lsec_models.games.differential.feedback_at_point import TIME, dynamic_quantities
from lsec_models.games.differential.game import DifferentialGame
from lsec_models.games.evidence.evidence import Evidence, Finding
from lsec_models.games.frozen import Frozen, values_by_name
from lsec_models.games.over_time import given_stocks
from lsec_models.games.result import Result, Solved
from lsec_models.games.summary.summary import Summary, at_point, payoff_quantities


@dataclass(frozen=True, kw_only=True, repr=False)
class FiniteFeedback(Solved["FinitePoint"]):
    """The feedback equilibrium of a linear-state game over a finite horizon, in closed form.

    Attributes
    ----------
    game : DifferentialGame
    strategies, responses : Mapping from str to sympy.Expr
        Each decision as a function of ``time``; responses also of what was decided before at the instant.
    values : Mapping from str to sympy.Expr
        The value function of each player, in ``time`` and the states.
    closed_loop : Mapping from str to sympy.Expr
        How fast each stock changes, in ``time`` and the states.
    flows : Mapping from str to sympy.Expr
        The payoff of each player per unit of time.
    conditions : tuple of Condition
        What the equilibrium asks of the parameters beyond the game's assumptions.
    findings : tuple of Finding
        What is established of it.
    """

    game: DifferentialGame
    strategies: Mapping[str, sp.Expr]
    responses: Mapping[str, sp.Expr]
    values: Mapping[str, sp.Expr]
    closed_loop: Mapping[str, sp.Expr]
    flows: Mapping[str, sp.Expr]
    conditions: tuple[Condition, ...]
    findings: tuple[Finding, ...] = field(repr=False)

    @property
    def time(self) -> sp.Symbol:
        """The symbol for time."""
        return TIME

    @cached_property
    def domain(self) -> Domain:
        """Where the equilibrium holds."""
        return self.game.domain.where(self.conditions).reduced()

    @cached_property
    def evidence(self) -> Evidence:
        """How far what is stated is established."""
        return dynamic_evidence(self.game, self.findings, self.strategies, self.values, self.domain)

    @cached_property
    def payoffs(self) -> Mapping[str, sp.Expr]:
        """Discounted payoffs from the initial stocks on, by player."""
        begun = {TIME: sp.S.Zero, **{state: start.expression() for state, start in self.game.start.items()}}
        return Frozen({name: value.subs(begun) for name, value in self.values.items()})

    @property
    def decisions(self) -> Mapping[str, sp.Expr]:
        """The decisions as functions of time."""
        return self.strategies

    def __getitem__(self, name: str) -> sp.Expr:
        """Return a decision as a function of time, or a player's payoff from the start on."""
        return _quantity(name, self.strategies, self.payoffs, self.closed_loop)

    def summary(self) -> Summary:
        """Return what it says, in the form from which every format is written."""
        start = {state.name: value for state, value in self.game.start.items()}
        return Summary(
            kind="finite-horizon equilibrium",
            title=f"Feedback {self.kind} of {self.label} until {self.game.horizon}",
            label=self.label,
            evidence=self.evidence,
            parameters=self.game.ring.symbols,
            states=(TIME, *self.game.stocks),
            quantities=dynamic_quantities(self.game, self.strategies, self.values, self.closed_loop, start),
            conditions=self.domain.conditions,
            holds_where=self.holds_where,
        )

    def _at(self, point: Mapping[sp.Symbol, Fraction]) -> FinitePoint:
        numbers = {symbol: to_sympy(x) for symbol, x in point.items()}

        def there(laws: Mapping[str, sp.Expr]) -> Mapping[str, sp.Expr]:
            return Frozen({name: law.subs(numbers).doit() for name, law in laws.items()})

        return FinitePoint(
            game=self.game,
            point=values_by_name(point),
            horizon=float(sp.sympify(self.game.horizon).subs(numbers)),
            symbols=(TIME,),
            coefficients=_time,
            strategies=there(self.strategies),
            responses=there(self.responses),
            values=there(self.values),
            closed_loop=there(self.closed_loop),
            flows=there(self.flows),
            findings=self.findings,
        )


@dataclass(frozen=True, kw_only=True, repr=False)
class FinitePoint(Result):
    """A feedback equilibrium over a finite horizon at one point of the parameter space.

    Attributes
    ----------
    game : DifferentialGame
    point : Mapping from str to Fraction
        The parameters.
    horizon : float
        When the game ends.
    symbols : tuple of Symbol
        What the expressions have besides the states.
    coefficients : callable
        Their values at a time between 0 and `horizon`.
    strategies, responses, values, closed_loop, flows : Mapping from str to sympy.Expr
        As in :class:`lsec_models.games.differential.feedback.FeedbackPoint`, in the states and `symbols`.
    findings : tuple of Finding
        What is established of it.
    """

    game: DifferentialGame
    point: Mapping[str, Fraction]
    horizon: float
    symbols: tuple[sp.Symbol, ...]
    coefficients: Callable[[float], Sequence[float]]
    strategies: Mapping[str, sp.Expr]
    responses: Mapping[str, sp.Expr]
    values: Mapping[str, sp.Expr]
    closed_loop: Mapping[str, sp.Expr]
    flows: Mapping[str, sp.Expr]
    findings: tuple[Finding, ...] = field(repr=False)

    @cached_property
    def evidence(self) -> Evidence:
        """How far what is stated is established."""
        return dynamic_evidence(self.game, self.findings, self.point, self.strategies, self.values)

    @cached_property
    def start(self) -> Mapping[str, sp.Expr]:
        """The stocks at time 0."""
        numbers = {s: sp.Rational(*self.point[s.name].as_integer_ratio()) for s in self.game.ring.symbols}
        return Frozen({state.name: value.expression().subs(numbers) for state, value in self.game.start.items()})

    @cached_property
    def payoffs(self) -> Mapping[str, float]:
        """Discounted payoffs from the initial stocks on, by player."""
        return Frozen({name: self.value(name, 0.0, self.start) for name in self.values})

    @property
    def decisions(self) -> Mapping[str, sp.Expr]:
        """The decisions as functions of time and the states, as `strategies` has them."""
        return self.strategies

    def __getitem__(self, name: str) -> Any:
        """Return a decision as a function of time and the states, or a player's payoff from the start on."""
        return _quantity(name, self.strategies, self.payoffs, self.closed_loop)

    def summary(self) -> Summary:
        """Return what it says, in the form from which every format is written."""
        until = f" until {self.horizon:g}"
        return Summary(
            kind="finite-horizon equilibrium at a point",
            title=f"Feedback {self.kind} of {self.label}{until}{at_point(self.point)}",
            label=self.label,
            evidence=self.evidence,
            states=(*self.symbols, *self.game.stocks),
            point=self.point,
            quantities=(
                *dynamic_quantities(self.game, self.strategies, self.values, self.closed_loop, self.start),
                *payoff_quantities(self.payoffs),
            ),
        )

    def strategy(self, decision: str, time: float, states: Mapping[str, object]) -> float:
        """Return a decision at a time and at given stocks, by name of the state."""
        return self._at(self.strategies, decision, time, states)

    def value(self, player: str, time: float, states: Mapping[str, object]) -> float:
        """Return a player's payoff from a time on, discounted to that time, at given stocks."""
        return self._at(self.values, player, time, states)

    def _at(self, laws: Mapping[str, sp.Expr], name: str, time: float, states: Mapping[str, object]) -> float:
        require_known(str(name), laws, f"no {str(name)!r} here")
        # Exact numbers: near a resonance, what is left of two exponentials is far smaller than they are.
        numbers = dict(zip(self.symbols, map(sp.Rational, self.coefficients(time)), strict=True))
        return float(laws[str(name)].subs({**numbers, **given_stocks(self.game, states)}))


def _quantity(
    name: str, decisions: Mapping[str, Any], payoffs: Mapping[str, Any], closed_loop: Mapping[str, Any]
) -> Any:
    found = {**decisions, **payoffs}
    if str(name) in closed_loop:
        raise UnknownName(f"{str(name)!r} moves in time; how it changes is closed_loop[{str(name)!r}]")
    return found_in(found, str(name), f"no quantity {str(name)!r} at this equilibrium")


def _time(time: float) -> Sequence[float]:
    return (time,)
