"""Feedback equilibria at one point of the parameters, and their paths over time."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING, Any

import sympy as sp

from lsec_models.algebra.domains.symbols import State
from lsec_models.algebra.polynomials.ratio import Ratio
from lsec_models.errors import NoClosedForm, found_in
from lsec_models.games.differential.evidence import dynamic_evidence
from lsec_models.games.differential.game import DifferentialGame, flow_name
from lsec_models.games.differential.linear_motion import motion
from lsec_models.games.differential.off_path import OffPath
from lsec_models.games.differential.solutions_over_time import SolutionsOverTime
from lsec_models.games.differential.summary_at_point import summary_at_point
from lsec_models.games.evidence.evidence import Evidence, Finding
from lsec_models.games.frozen import Frozen
from lsec_models.games.over_time import GameOverTime
from lsec_models.games.result import Result
from lsec_models.games.summary.summary import (
    SPEED,
    START,
    STEADY,
    STRATEGY,
    VALUE,
    Quantity,
    Summary,
)

if TYPE_CHECKING:
    from lsec_models.games.differential.feedback_table import FeedbackTable

TIME = sp.Symbol("t", nonnegative=True)


@dataclass(frozen=True, kw_only=True, repr=False)
class FeedbackPoint(Result):
    """A feedback equilibrium at one point of the parameter space, or a candidate for one: `evidence` says which.

    All expressions are in the states, with exact coefficients where a closed form was evaluated, else with floats.

    Attributes
    ----------
    game : DifferentialGame
        What was solved.
    point : Mapping from str to Fraction
        The parameters.
    strategies, responses : Mapping from str to sympy.Expr
        Each decision as a function of the states; responses also of what was decided before at the instant.
    values : Mapping from str to sympy.Expr
        The value function of each player.
    flows : Mapping from str to sympy.Expr
        The payoff of each player per unit of time.
    report : Mapping from str to sympy.Expr
        Reported quantities.
    closed_loop : Mapping from str to sympy.Expr
        How fast each stock changes.
    steady_state, start : Mapping from str to sympy.Expr
        Where the stocks settle, and where they begin.
    findings : tuple of Finding
        What is established of it.
    within : tuple of two sympy.Expr or None
        Of one state: the lowest and the highest state at which strategies and values hold as they are printed, the
        steady state among them; None where there is no end. Beyond, a decision rests at its bound, or leaves it.
    beyond : OffPath, optional
        What is decided at the reachable states outside `within`, where other laws hold there. The path may begin there.
    """

    game: DifferentialGame
    point: Mapping[str, Fraction]
    strategies: Mapping[str, sp.Expr]
    responses: Mapping[str, sp.Expr]
    values: Mapping[str, sp.Expr]
    flows: Mapping[str, sp.Expr]
    report: Mapping[str, sp.Expr]
    closed_loop: Mapping[str, sp.Expr]
    steady_state: Mapping[str, sp.Expr]
    start: Mapping[str, sp.Expr]
    findings: tuple[Finding, ...] = ()
    within: tuple[sp.Expr | None, sp.Expr | None] = (None, None)
    beyond: OffPath | None = field(default=None, repr=False)

    @cached_property
    def evidence(self) -> Evidence:
        """How far what is stated is established."""
        stated = (self.point, self.strategies, self.values)
        return dynamic_evidence(self.game, self.findings, *stated, self.within)

    @cached_property
    def payoffs(self) -> Mapping[str, sp.Expr]:
        """Discounted payoffs from the initial stocks on, by player."""
        if self._begins_beyond:
            return Frozen({name: sp.Float(float(self._beyond_at_start(name))) for name in self.values})
        return Frozen({name: sp.simplify(value.subs(self._at(self.start))) for name, value in self.values.items()})

    @cached_property
    def decisions(self) -> Mapping[str, sp.Expr]:
        """The decisions in the steady state."""
        there = self._at(self.steady_state)
        return Frozen({name: sp.simplify(law.subs(there)) for name, law in self.strategies.items()})

    @cached_property
    def eigenvalues(self) -> tuple[complex, ...]:
        """Those of the closed loop, the slowest first; their real parts are negative."""
        import numpy as np

        stocks = self.game.stocks
        matrix = [[float(sp.diff(law, state)) for state in stocks] for law in self.closed_loop.values()]
        return tuple(sorted((complex(x) for x in np.linalg.eigvals(matrix)), key=lambda x: -x.real))

    @property
    def speed(self) -> float:
        """How fast the stocks approach the steady state, per unit of time."""
        return -self.eigenvalues[0].real

    @cached_property
    def paths(self) -> Mapping[str, sp.Expr]:
        """Every state, decision, report and payoff flow along the equilibrium path, as functions of ``time``.

        Raises
        ------
        NoClosedForm
            If the path begins where other laws hold than those that are printed.
        """
        if self._begins_beyond:
            raise NoClosedForm(
                "the path begins where a decision is at its bound, or leaves it, so that it has no closed form; "
                "integrate it, simulate(solution) of lsec_models.audits.dynamic.simulation"
            )
        stocks = self.game.stocks
        matrix = sp.Matrix([[sp.diff(law, state) for state in stocks] for law in self.closed_loop.values()])
        laws = {**self.strategies, **self.report, **{flow_name(name): flow for name, flow in self.flows.items()}}
        return laws_over_time(self.game, matrix, list(self.start.values()), list(self.steady_state.values()), laws)

    @property
    def time(self) -> sp.Symbol:
        """The symbol for time in `paths`."""
        return TIME

    @cached_property
    def _quantities(self) -> Mapping[str, sp.Expr]:
        there = self._at(self.steady_state)
        reports = {name: sp.simplify(law.subs(there)) for name, law in self.report.items()}
        return Frozen({**self.decisions, **reports, **self.steady_state, **self.payoffs})

    def __getitem__(self, name: str) -> sp.Expr:
        """Return a quantity: decisions, states, reports in the steady state, a player's payoff from the start on."""
        return found_in(self._quantities, str(name), f"no quantity {str(name)!r} at this equilibrium")

    def summary(self) -> Summary:
        """Return what it says, in the form from which every format is written."""
        ends = zip(("from", "to"), self.within, strict=True)
        held = " ".join(f"{word} {next(iter(self.start))} = {end}" for word, end in ends if end is not None)
        return summary_at_point(
            self,
            "feedback equilibrium at a point",
            f"Feedback {self.kind} of {self.label}",
            quantities=dynamic_quantities(
                self.game, self.strategies, self.values, self.closed_loop, self.start, self.steady_state
            ),
            notes=(f"these laws hold {held}",) if held else (),
        )

    @property
    def _begins_beyond(self) -> bool:
        low, high = self.within
        (start, *_) = self.start.values()
        return self.beyond is not None and bool(
            (low is not None and start < low) or (high is not None and start > high)
        )

    def _beyond_at_start(self, player: str) -> float:
        import numpy as np

        assert self.beyond is not None, "the path begins beyond"
        (start, *_) = self.start.values()
        return float(self.beyond.value(player, np.array(float(start))))

    def _at(self, values: Mapping[str, sp.Expr]) -> dict[State, sp.Expr]:
        return {state: values[state.name] for state in self.game.stocks}


@dataclass(frozen=True, kw_only=True, repr=False)
class FeedbackSolutions(SolutionsOverTime[DifferentialGame, "FeedbackPoint | FeedbackTable"]):
    """All solutions with a stable closed loop that were found at one point of the parameter space.

    Attributes
    ----------
    game : DifferentialGame
    point : Mapping from str to Fraction
        The parameters.
    solutions : tuple of FeedbackPoint or FeedbackTable
        The fastest to converge first. A table, alone, where there is no formula: found on a grid of states.
    complete : bool
        Whether there can be no other one in value functions of this degree around the steady state: true where all
        real roots were isolated exactly, false where iterations from many starts looked for them, or where one was left
        out because it is not resolved what holds beyond a bound.
    """

    plural = "feedback solutions"

    def stated(self, one: FeedbackPoint | FeedbackTable) -> object:
        """Return the value functions of a solution; of a table, its payoffs."""
        return one.values if isinstance(one, FeedbackPoint) else one.payoffs


def dynamic_quantities(
    game: GameOverTime,
    strategies: Mapping[str, Any],
    values: Mapping[str, Any],
    speeds: Mapping[str, Any],
    start: Mapping[str, Any],
    steady: Mapping[str, Any] = Frozen({}),
    write: Callable[[Ratio], sp.Expr] = Ratio.expression,
    read: Callable[[Ratio], sp.Expr] | None = None,
) -> tuple[Quantity, ...]:
    """Return what is known of an equilibrium over time as quantities of a summary.

    Parameters
    ----------
    game : GameOverTime
    strategies, values, speeds, start, steady : mapping from str to sympy.Expr or Ratio
        By name of decision, player and state.
    write : callable, optional
        Turns an exact function into an expression.
    read : callable, optional
        Turns an exact function into what people read, where that is another expression.
    """
    parts = {STRATEGY: strategies, VALUE: values, SPEED: speeds, START: start, STEADY: steady}
    symbols: dict[str, sp.Symbol] = {str(s): s for s in (*game.decisions, *game.stocks)}
    return tuple(
        Quantity(
            name=name,
            role=role,
            value=write(law) if isinstance(law, Ratio) else sp.sympify(law),
            symbol=None if role == VALUE else symbols[name],
            exact=law if isinstance(law, Ratio) else None,
            shown=read(law) if read is not None and isinstance(law, Ratio) else None,
        )
        for role, laws in parts.items()
        for name, law in laws.items()
    )


def laws_over_time(
    game: DifferentialGame,
    matrix: sp.Matrix,
    start: list[sp.Expr],
    steady: list[sp.Expr],
    laws: Mapping[str, sp.Expr],
) -> Mapping[str, sp.Expr]:
    """Return states and laws as functions of time."""
    rest = sp.Matrix(steady)
    path = rest + motion(matrix, TIME).exponential * (sp.Matrix(start) - rest)
    along = dict(zip(game.stocks, path, strict=True))
    states = {state.name: value for state, value in along.items()}
    return Frozen({**states, **{name: law.xreplace(along) for name, law in laws.items()}})
