"""Equilibria of difference games with a last period: strategies, values and paths, period by period."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from numbers import Integral

import sympy as sp

from lsec_models.algebra.domains.parameter_point import exact_number
from lsec_models.algebra.numbers.exact_numbers import to_sympy
from lsec_models.errors import DeclarationError, UnknownName, require_known
from lsec_models.games.difference.game import EXPECTED, DifferenceGame
from lsec_models.games.differential.evidence import dynamic_evidence, kind_of
from lsec_models.games.differential.summary_at_point import summary_at_point
from lsec_models.games.evidence.evidence import Evidence, Finding
from lsec_models.games.frozen import Frozen
from lsec_models.games.over_time import given_stocks
from lsec_models.games.result import Result
from lsec_models.games.summary.summary import STRATEGY, Quantity, Summary, payoff_quantities

Laws = Mapping[str, sp.Expr]


@dataclass(frozen=True, kw_only=True, repr=False)
class PeriodsPoint(Result):
    """An equilibrium over finitely many periods at one point of the parameter space.

    Attributes
    ----------
    game : DifferenceGame
    point : Mapping from str to Fraction
        The parameters.
    strategies : tuple of Mapping from str to sympy.Expr
        For each period, each decision as a function of the stocks; empty where decisions are planned at the start.
    responses : tuple of Mapping from str to sympy.Expr
        The same, also in what was decided before in the period.
    values : tuple of Mapping from str to sympy.Expr
        For each period, what the rest of the game is worth to each player, discounted to that period; empty likewise.
    paths : Mapping from str to tuple of sympy.Expr
        Stocks (also what is left after the last period), decisions, and payoffs of each period, by name: what is
        expected of them where there are shocks.
    payoffs : Mapping from str to sympy.Expr
        Discounted sums by player.
    findings : tuple of Finding
        What is established of it.
    """

    game: DifferenceGame
    point: Mapping[str, Fraction]
    strategies: tuple[Laws, ...]
    responses: tuple[Laws, ...]
    values: tuple[Laws, ...]
    paths: Mapping[str, tuple[sp.Expr, ...]]
    payoffs: Mapping[str, sp.Expr]
    findings: tuple[Finding, ...] = field(repr=False)

    @cached_property
    def evidence(self) -> Evidence:
        """How far what is stated is established."""
        return dynamic_evidence(self.game, self.findings, self.point, self.paths, self.strategies, self.values)

    @property
    def kind(self) -> str:
        """``"equilibrium"`` where that is established, of plans within plans; else ``"candidate"``."""
        return kind_of(self.game, self.evidence)

    @property
    def decisions(self) -> Mapping[str, sp.Expr]:
        """The decisions of the first period."""
        return Frozen({decision.name: self.paths[decision.name][0] for decision in self.game.decisions})

    def __getitem__(self, name: str) -> sp.Expr:
        """Return a player's payoff, discounted to period 0.

        Raises
        ------
        UnknownName
            If there is none; the message says how to read what moves in time.
        """
        if name in self.paths and name not in self.payoffs:
            raise UnknownName(f"{name!r} moves in time; read it period by period, paths[{name!r}]")
        require_known(str(name), {**self.paths, **self.payoffs}, f"no quantity {str(name)!r} at this equilibrium")
        return self.payoffs[str(name)]

    def strategy(self, decision: str, period: int, states: Mapping[str, object]) -> float:
        """Return a decision in a period at given stocks, by name of the state."""
        return self._at(self.strategies, decision, period, states)

    def value(self, player: str, period: int, states: Mapping[str, object]) -> float:
        """Return a player's payoff from a period on, discounted to that period, at given stocks."""
        return self._at(self.values, player, period, states)

    def _at(self, laws: tuple[Laws, ...], name: str, period: int, states: Mapping[str, object]) -> float:
        if not laws:
            raise DeclarationError("decisions are planned at the start, whatever the stocks are; read `paths`")
        if not isinstance(period, Integral) or not 0 <= period < len(laws):
            raise DeclarationError(f"period {period!r} is not one of 0 to {len(laws) - 1}; give one of them")
        require_known(str(name), laws[period], f"no {str(name)!r} here")
        stocks = given_stocks(self.game, states).items()
        numbers = {state: to_sympy(exact_number(value, f"value of {state}")) for state, value in stocks}
        return float(laws[period][str(name)].subs(numbers))

    def summary(self) -> Summary:
        """Return what it says, in the form from which every format is written."""
        information = "Open-loop" if self.game.information == "open_loop" else "Feedback"
        symbols = {decision.name: decision for decision in self.game.decisions}
        first = self.strategies[0] if self.strategies else {}
        return summary_at_point(
            self,
            "equilibrium over periods at a point",
            f"{information} {self.kind} of {self.label} over {self.game.horizon} periods",
            quantities=(
                *(Quantity(name=n, role=STRATEGY, value=law, symbol=symbols[n]) for n, law in first.items()),
                *payoff_quantities(self.payoffs),
            ),
            notes=(
                *(("strategies are those of the first period; the attribute strategies has all",) if first else ()),
                *((EXPECTED,) if self.game.shocks else ()),
            ),
        )
