"""Stationary equilibria of difference games without end, at one point of the parameters."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property

import sympy as sp

from lsec_models.algebra.numbers.exact_numbers import to_sympy
from lsec_models.errors import DeclarationError, OutsideDomain, found_in, require_known
from lsec_models.games.difference.game import EXPECTED, DifferenceGame
from lsec_models.games.differential.evidence import dynamic_evidence, kind_of
from lsec_models.games.differential.feedback_at_point import dynamic_quantities
from lsec_models.games.differential.solutions_over_time import SolutionsOverTime
from lsec_models.games.differential.summary_at_point import summary_at_point
from lsec_models.games.evidence.evidence import Evidence, Finding
from lsec_models.games.frozen import Frozen
from lsec_models.games.result import Result
from lsec_models.games.summary.summary import (
    Summary,
    payoff_quantities,
)


@dataclass(frozen=True, kw_only=True, repr=False)
class StationaryPoint(Result):
    """A stationary equilibrium, or a candidate for one: `evidence` says which.

    Attributes
    ----------
    game : DifferenceGame
    point : Mapping from str to Fraction
        The parameters.
    strategies : Mapping from str to sympy.Expr
        Each decision as a function of the stocks; of plans made at the start, of the stocks as they are planned: plans
        do not answer when somebody deviates, or chance does.
    responses : Mapping from str to sympy.Expr
        The same, also of what was decided before in the period.
    values : Mapping from str to sympy.Expr
        What the game is worth to each player, as a function of the stocks.
    closed_loop : Mapping from str to sympy.Expr
        The stocks of the next period.
    steady_state, start : Mapping from str to sympy.Expr
        Where the stocks settle, and where they begin.
    findings : tuple of Finding
        What is established of it.
    """

    game: DifferenceGame
    point: Mapping[str, Fraction]
    strategies: Mapping[str, sp.Expr]
    responses: Mapping[str, sp.Expr]
    values: Mapping[str, sp.Expr]
    closed_loop: Mapping[str, sp.Expr]
    steady_state: Mapping[str, sp.Expr]
    start: Mapping[str, sp.Expr]
    findings: tuple[Finding, ...] = field(default=(), repr=False)

    @cached_property
    def evidence(self) -> Evidence:
        """How far what is stated is established."""
        return dynamic_evidence(self.game, self.findings, self.point, self.strategies, self.values)

    @property
    def kind(self) -> str:
        """``"equilibrium"`` where that is established, of plans within plans; else ``"candidate"``."""
        return kind_of(self.game, self.evidence)

    @cached_property
    def payoffs(self) -> Mapping[str, sp.Expr]:
        """Discounted payoffs from the initial stocks on, by player."""
        return self._at(self.values, self.start)

    @cached_property
    def decisions(self) -> Mapping[str, sp.Expr]:
        """The decisions in the steady state."""
        return self._at(self.strategies, self.steady_state)

    @cached_property
    def eigenvalues(self) -> tuple[complex, ...]:
        """Those of the closed loop, the slowest first; all are within the unit circle."""
        import numpy as np

        matrix = [[float(sp.diff(law, state)) for state in self.game.stocks] for law in self.closed_loop.values()]
        return tuple(sorted((complex(x) for x in np.linalg.eigvals(matrix)), key=abs, reverse=True))

    @cached_property
    def variances(self) -> Mapping[str, float]:
        """The variance of each stock in the long run, by name, which is zero where no shock hits it or what moves it.

        Plans do not answer to shocks: stocks carry them on by themselves.

        Raises
        ------
        OutsideDomain
            If they grow without bound.
        """
        import numpy as np
        from scipy.linalg import solve_discrete_lyapunov

        stocks = self.game.stocks
        planned = self.game.information == "open_loop"
        exact = {symbol: self.point[symbol.name] for symbol in self.game.parameters}
        numbers = {symbol: to_sympy(value) for symbol, value in exact.items()}
        laws = [sp.sympify(law).subs(numbers) for law in (self.game.states if planned else self.closed_loop).values()]
        matrix = np.array([[float(sp.diff(law, state)) for state in stocks] for law in laws])
        where = self.game.ring.exact_point(exact)
        if np.abs(np.linalg.eigvals(matrix)).max() >= 1 and self.game.shocks:
            raise OutsideDomain(
                "plans do not answer to shocks, and the stocks carry these on for ever, so that variances grow without "
                'bound; use information="feedback"'
            )
        shocks = np.diag([float(value.evaluate(where)) for value in self.game.variances.values()])
        spread = solve_discrete_lyapunov(matrix, shocks)
        return Frozen({state.name: float(spread[i, i]) for i, state in enumerate(stocks)})

    def path(self, name: str, periods: int) -> tuple[float, ...]:
        """Return a stock or a decision along the equilibrium path, in periods 0 to `periods` - 1, without shocks."""
        require_known(str(name), {**self.closed_loop, **self.strategies}, f"no path of {str(name)!r}")
        if not isinstance(periods, int) or periods < 1:
            raise DeclarationError(f"periods = {periods!r}: give a number of periods, at least 1")
        stocks, found = dict(self.start), []
        for _ in range(periods):
            found.append(float({**stocks, **self._at(self.strategies, stocks)}[str(name)]))
            stocks = dict(self._at(self.closed_loop, stocks))
        return tuple(found)

    def __getitem__(self, name: str) -> sp.Expr:
        """Return a quantity: decisions and stocks in the steady state, a player's payoff from the start on."""
        found = {**self.decisions, **self.steady_state, **self.payoffs}
        return found_in(found, str(name), f"no quantity {str(name)!r} at this equilibrium")

    def summary(self) -> Summary:
        """Return what it says, in the form from which every format is written."""
        planned = self.game.information == "open_loop"
        return summary_at_point(
            self,
            "stationary equilibrium at a point",
            f"{'Open-loop' if planned else 'Feedback'} {self.kind} of {self.label}",
            quantities=(
                *dynamic_quantities(self.game, self.strategies, self.values, {}, self.start, self.steady_state),
                *payoff_quantities(self.payoffs),
            ),
            notes=(
                *(("decisions are planned at the start, and stand as functions of the planned stocks",) * planned),
                *((EXPECTED,) if self.game.shocks else ()),
            ),
        )

    def _at(self, laws: Mapping[str, sp.Expr], stocks: Mapping[str, sp.Expr]) -> Mapping[str, sp.Expr]:
        numbers = {state: stocks[state.name] for state in self.game.stocks}
        return Frozen({name: sp.sympify(law).subs(numbers) for name, law in laws.items()})


@dataclass(frozen=True, kw_only=True, repr=False)
class StationarySolutions(SolutionsOverTime[DifferenceGame, StationaryPoint]):
    """All stationary solutions with a stable closed loop that were found at one point of the parameter space.

    Attributes
    ----------
    game : DifferenceGame
    point : Mapping from str to Fraction
        The parameters.
    solutions : tuple of StationaryPoint
        The fastest to converge first.
    complete : bool
        Whether there can be no other one with affine strategies: true where all real solutions of the coupled
        equations were isolated (one stock), false where iterations from many starts looked for them. Of plans: no other
        one along which stocks settle.
    """

    plural = "stationary solutions"

    def stated(self, one: StationaryPoint) -> object:
        """Return the values of a solution."""
        return one.values
