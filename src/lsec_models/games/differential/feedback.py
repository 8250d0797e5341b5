"""What an equilibrium of a differential game is: strategies, value functions, where the stocks go, where it holds."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING, Any, cast

import sympy as sp

from lsec_models.algebra.condition import Condition
from lsec_models.algebra.domain import Domain
from lsec_models.algebra.ratio import Ratio
from lsec_models.algebra.ring import Ring
from lsec_models.algebra.symbols import State
from lsec_models.errors import NoClosedForm, SeveralSolutions, UnknownName, nearest
from lsec_models.games.differential.evidence import dynamic_evidence
from lsec_models.games.differential.game import DifferentialGame, flow_name, speed_name
from lsec_models.games.differential.linear_motion import motion
from lsec_models.games.differential.off_path import OffPath
from lsec_models.games.differential.square_root import parts, reduced
from lsec_models.games.differential.state_polynomials import collected, monomial
from lsec_models.games.evidence import Evidence, Finding, Row
from lsec_models.games.frozen import Frozen
from lsec_models.games.result import Result, Solved
from lsec_models.games.summary import (
    SPEED,
    START,
    STEADY,
    STRATEGY,
    VALUE,
    Quantity,
    Summary,
    SummaryBranch,
    at_point,
)

if TYPE_CHECKING:
    from lsec_models.games.differential.feedback_table import FeedbackTable

TIME = sp.Symbol("t", nonnegative=True)


@dataclass(frozen=True, kw_only=True)
class Root:
    """The square root that a closed form has besides rational functions.

    Attributes
    ----------
    symbol : sympy.Symbol
        What stands for it in exact functions.
    radicand : Ratio
        What it is the root of, a function of the parameters.
    """

    symbol: sp.Symbol
    radicand: Ratio

    @property
    def expression(self) -> sp.Expr:
        """The root as SymPy writes it."""
        return sp.sqrt(self.radicand.expression())


@dataclass(frozen=True, kw_only=True)
class RootCondition:
    """The inequality ``value > 0`` (strict) or ``value >= 0`` between functions with a square root.

    Attributes
    ----------
    value : sympy.Expr
        What must be positive.
    strict : bool
        Whether zero is excluded.
    origin : str
        Where the condition comes from, in words.
    """

    value: sp.Expr
    strict: bool
    origin: str

    @property
    def relation(self) -> sp.Basic:
        """The inequality as SymPy shows it."""
        kind = sp.StrictGreaterThan if self.strict else sp.GreaterThan
        return kind(self.value, sp.S.Zero, evaluate=False)

    def holds_at(self, point: Mapping[sp.Symbol, Fraction]) -> bool:
        """Whether it holds at an exact point."""
        value = self.value.subs({symbol: sp.Rational(*x.as_integer_ratio()) for symbol, x in point.items()})
        return bool(value > 0) or (not self.strict and sp.simplify(value) == 0)

    def __str__(self) -> str:
        return f"{self.relation}  [{self.origin}]"


def nothing_found(_: FeedbackEquilibrium) -> tuple[Finding, ...]:
    """Return no finding, so that all that is stated is open."""
    return ()


@dataclass(frozen=True, kw_only=True, repr=False)
class FeedbackEquilibrium(Solved["FeedbackPoint"]):
    """A stationary feedback equilibrium in closed form, or a candidate for one: `evidence` says which.

    The stocks are on their way to a stable steady state.

    Attributes
    ----------
    game : DifferentialGame
        What was solved.
    method : str
        How: ``"linear-state"``, ``"linear values"`` or ``"quadratic values"``.
    root : Root or None
        The square root that the formulas have, if any.
    laws : Mapping from str to Ratio
        As functions of the states: every decision, reported quantity, payoff flow and speed by name.
    worth : Mapping from str to Ratio
        The value function of each player.
    steady : Mapping from State to Ratio
        The steady state.
    replies : Mapping from str to Ratio
        Each decision as a function of the states and of what was decided before it at the same instant.
    conditions : tuple of Condition
        What the equilibrium asks of the parameters beyond the game's assumptions: second-order conditions, a stable
        closed loop (so that discounted values vanish in the long run), signs at the start and in the steady state.
    root_conditions : tuple of RootCondition
        Conditions that no polynomial inequality says.
    examine : callable
        Finds out what is established of it, when its evidence is first asked for.
    """

    game: DifferentialGame
    method: str
    root: Root | None
    laws: Mapping[str, Ratio]
    worth: Mapping[str, Ratio]
    steady: Mapping[State, Ratio]
    replies: Mapping[str, Ratio]
    conditions: tuple[Condition, ...]
    root_conditions: tuple[RootCondition, ...] = ()
    examine: Callable[[FeedbackEquilibrium], tuple[Finding, ...]] = field(
        default_factory=lambda: nothing_found, compare=False, repr=False
    )

    @property
    def ring(self) -> Ring:
        """The ring of the parameters."""
        return self.game.ring

    @cached_property
    def strategies(self) -> Mapping[str, sp.Expr]:
        """Each decision as a function of the states."""
        return Frozen({d.name: self.expression(self.laws[d.name]) for d in self.game.decisions})

    @cached_property
    def responses(self) -> Mapping[str, sp.Expr]:
        """Each decision as a function of the states and of what was decided before it at the same instant."""
        return Frozen({name: self.expression(value) for name, value in self.replies.items()})

    @cached_property
    def values(self) -> Mapping[str, sp.Expr]:
        """The value function of each player, its discounted payoff from here on, as a function of the states."""
        return Frozen({name: self.expression(value) for name, value in self.worth.items()})

    @cached_property
    def closed_loop(self) -> Mapping[State, sp.Expr]:
        """How fast each stock changes when all follow their strategies, as a function of the states."""
        speeds: Any = Frozen({state: self.expression(self.laws[speed_name(state)]) for state in self.game.stocks})
        return cast("Mapping[State, sp.Expr]", speeds)

    @cached_property
    def flows(self) -> Mapping[str, sp.Expr]:
        """The payoff of each player per unit of time, as a function of the states."""
        return Frozen({name: self.expression(self.laws[flow_name(name)]) for name in self.worth})

    @cached_property
    def steady_state(self) -> Mapping[str, sp.Expr]:
        """Where the stocks settle, by name of the state."""
        return Frozen({state.name: self.expression(value) for state, value in self.steady.items()})

    @cached_property
    def decisions(self) -> Mapping[str, sp.Expr]:
        """The decisions in the steady state; of a linear-state game, at all times."""
        return Frozen({d.name: self[d.name] for d in self.game.decisions})

    @cached_property
    def payoffs(self) -> Mapping[str, sp.Expr]:
        """Discounted payoffs from the initial stocks on, by player."""
        return Frozen({name: self[name] for name in self.worth})

    @cached_property
    def report(self) -> Mapping[str, sp.Expr]:
        """Reported quantities in the steady state."""
        return Frozen({name: self[name] for name in self.game.report})

    @cached_property
    def exact(self) -> Mapping[str, Ratio]:
        """Every quantity in the parameters (decisions, states and reports in the steady state, payoffs from the start).

        Raises
        ------
        NoClosedForm
            If they are not rational functions.
        """
        if self.root is not None:
            raise NoClosedForm(
                f"the equilibrium of {self.label} has the root {self.root.expression}, so that its quantities are not "
                "rational functions; read them as SymPy expressions, equilibrium[name]"
            )
        return Frozen({name: value.convert(self.ring) for name, value in self._quantities.items()})

    @cached_property
    def speed(self) -> sp.Expr:
        """How fast the stocks approach the steady state, as the smallest rate of convergence, per unit of time."""
        rates = [-rate for rate in motion(self._matrix, TIME).rates]
        return rates[0] if len(rates) == 1 else sp.Min(*map(sp.re, rates))

    @cached_property
    def paths(self) -> Mapping[str, sp.Expr]:
        """Every state, decision, report and payoff flow along the equilibrium path, as functions of ``time``."""
        start = [value.expression() for value in self.game.start.values()]
        laws = [*self.strategies.items(), *self._reports.items(), *((flow_name(n), f) for n, f in self.flows.items())]
        return _along(self.game, self._matrix, start, list(self.steady_state.values()), dict(laws))

    @property
    def time(self) -> sp.Symbol:
        """The symbol for time in `paths`."""
        return TIME

    @cached_property
    def domain(self) -> Domain:
        """Where the equilibrium holds, as far as polynomial inequalities say it (see `root_conditions`)."""
        return self.game.domain.where(self.conditions).reduced()

    @cached_property
    def evidence(self) -> Evidence:
        """How far it is established that this is an equilibrium, examined when it is first asked for."""
        stated = (self.strategies, self.values, self.domain, self.root_conditions)
        return dynamic_evidence(self.game, self.examine(self), *stated)

    @property
    def title(self) -> str:
        """What it is called, an equilibrium where that is established and else a candidate."""
        information = "Open-loop" if self.game.information == "open_loop" else "Feedback"
        return f"{information} {self.kind} of {self.label}"

    def expression(self, value: Ratio) -> sp.Expr:
        """Return one of the exact functions as a SymPy expression, a polynomial in the states by their powers."""
        states = [state for state in self.game.stocks if state in value.ring.index and value.depends_on(state)]
        by_powers = collected(value, states) if states else None
        if by_powers is None:
            return self._plain(value)
        return sp.Add(*(self._plain(c) * monomial(states, powers) for powers, c in sorted(by_powers.items())))

    def _plain(self, value: Ratio) -> sp.Expr:
        if self.root is None or self.root.symbol not in value.ring.index:
            return value.expression()
        rational, irrational = parts(value, value.ring.convert(self.root.radicand.numerator))
        return rational.expression() + irrational.expression() * self.root.expression

    def _failures(self, point: Mapping[sp.Symbol, Fraction]) -> Iterator[str]:
        return (str(condition) for condition in self.root_conditions if not condition.holds_at(point))

    def _at(self, point: Mapping[sp.Symbol, Fraction]) -> FeedbackPoint:
        numbers = {symbol: sp.Rational(*x.as_integer_ratio()) for symbol, x in point.items()}

        def there(laws: Mapping[str, sp.Expr]) -> Mapping[str, sp.Expr]:
            return Frozen({name: sp.expand(law.subs(numbers)) for name, law in laws.items()})

        return FeedbackPoint(
            game=self.game,
            point=Frozen({symbol.name: value for symbol, value in point.items()}),
            strategies=there(self.strategies),
            responses=there(self.responses),
            values=there(self.values),
            flows=there(self.flows),
            report=there(self._reports),
            closed_loop=there({state.name: law for state, law in self.closed_loop.items()}),
            steady_state=there(self.steady_state),
            start=there({state.name: value.expression() for state, value in self.game.start.items()}),
            findings=self.evidence.findings,
        )

    def __getitem__(self, name: str) -> sp.Expr:
        """Return a quantity: decisions, states, reports in the steady state, a player's payoff from the start on."""
        if str(name) not in self._quantities:
            raise UnknownName(f"no quantity {str(name)!r} at this equilibrium; {nearest(str(name), self._quantities)}")
        return self.expression(self._quantities[str(name)])

    def __iter__(self) -> Iterator[str]:
        return iter(self._quantities)

    def summary(self) -> Summary:
        """Return what it says, in the form from which every format is written."""
        game = self.game
        speeds = {state.name: self.laws[speed_name(state)] for state in game.stocks}
        begun = {state.name: value for state, value in game.start.items()}
        rest = {state.name: value for state, value in self.steady.items()}
        strategies = {decision.name: self.laws[decision.name] for decision in game.decisions}
        return Summary(
            kind="feedback equilibrium",
            title=self.title,
            label=self.label,
            evidence=self.evidence,
            parameters=self.ring.symbols,
            states=game.stocks,
            quantities=dynamic_quantities(game, strategies, self.worth, speeds, begun, rest, write=self.expression),
            conditions=(*self.domain.conditions, *self.root_conditions),
            holds_where=self.holds_where,
            method=self.method,
            root=None if self.root is None else (self.root.symbol, self.root.radicand),
        )

    @cached_property
    def _quantities(self) -> Mapping[str, Ratio]:
        settled = {name: self._reduced(law) for name, law in _inserted_all(self.laws, self.steady).items()}
        begun = {name: self._reduced(law) for name, law in _inserted_all(self.worth, self.game.start).items()}
        names = [*(decision.name for decision in self.game.decisions), *self.game.report]
        steady = {state.name: value for state, value in self.steady.items()}
        return Frozen({**{name: settled[name] for name in names}, **steady, **begun})

    def _reduced(self, value: Ratio) -> Ratio:
        return value if self.root is None else reduced(value, self.root.radicand.numerator)

    @cached_property
    def _reports(self) -> Mapping[str, sp.Expr]:
        return Frozen({name: self.expression(self.laws[name]) for name in self.game.report})

    @cached_property
    def _matrix(self) -> sp.Matrix:
        stocks = self.game.stocks
        laws = [self.laws[speed_name(state)] for state in stocks]
        return sp.Matrix([[self.expression(law.derivative(state)) for state in stocks] for law in laws])


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
        return _along(self.game, matrix, list(self.start.values()), list(self.steady_state.values()), laws)

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
        if str(name) not in self._quantities:
            raise UnknownName(f"no quantity {str(name)!r} at this equilibrium; {nearest(str(name), self._quantities)}")
        return self._quantities[str(name)]

    def summary(self) -> Summary:
        """Return what it says, in the form from which every format is written."""
        ends = zip(("from", "to"), self.within, strict=True)
        held = " ".join(f"{word} {next(iter(self.start))} = {end}" for word, end in ends if end is not None)
        return Summary(
            kind="feedback equilibrium at a point",
            title=f"Feedback {self.kind} of {self.label}{at_point(self.point)}",
            label=self.label,
            evidence=self.evidence,
            states=self.game.stocks,
            point=self.point,
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
class FeedbackSolutions(Result):
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

    game: DifferentialGame
    point: Mapping[str, Fraction]
    solutions: tuple[FeedbackPoint | FeedbackTable, ...]
    complete: bool

    @cached_property
    def evidence(self) -> Evidence:
        """How far what is stated of all solutions together is established."""
        values = [one.values if isinstance(one, FeedbackPoint) else one.payoffs for one in self.solutions]
        least: dict[Row, Finding] = {}
        for finding in (finding for solution in self.solutions for finding in solution.evidence.rows):
            known = least.get(finding.row)
            least[finding.row] = finding if known is None or finding.status < known.status else known
        findings = least.values()
        return dynamic_evidence(self.game, findings, self.point, values)

    def only(self) -> FeedbackPoint | FeedbackTable:
        """Return the one solution.

        Raises
        ------
        SeveralSolutions
            If there are several.
        """
        if len(self.solutions) != 1:
            raise SeveralSolutions(f"{len(self.solutions)} solutions of {self.label}; look at each, as in solutions[0]")
        return self.solutions[0]

    def summary(self) -> Summary:
        """Return what it says, in the form from which every format is written."""
        counted = f"{len(self)} solution{'' if len(self) == 1 else 's'}"
        return Summary(
            kind="feedback solutions",
            title=f"{counted} of {self.label}{at_point(self.point)}",
            label=self.label,
            evidence=self.evidence,
            states=self.game.stocks,
            point=self.point,
            branches=tuple(
                SummaryBranch(name=f"feedback {one.kind} {number}", quantities=one.summary().quantities)
                for number, one in enumerate(self.solutions, start=1)
            ),
        )

    def __len__(self) -> int:
        return len(self.solutions)

    def __iter__(self) -> Iterator[FeedbackPoint | FeedbackTable]:
        return iter(self.solutions)

    def __getitem__(self, number: int) -> FeedbackPoint | FeedbackTable:
        return self.solutions[number]


def dynamic_quantities(
    game: DifferentialGame,
    strategies: Mapping[str, Any],
    values: Mapping[str, Any],
    speeds: Mapping[str, Any],
    start: Mapping[str, Any],
    steady: Mapping[str, Any] = Frozen({}),
    write: Callable[[Ratio], sp.Expr] = Ratio.expression,
) -> tuple[Quantity, ...]:
    """Return what is known of an equilibrium over time as quantities of a summary.

    Parameters
    ----------
    game : DifferentialGame
    strategies, values, speeds, start, steady : mapping from str to sympy.Expr or Ratio
        By name of decision, player and state.
    write : callable, optional
        Turns an exact function into an expression.
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
        )
        for role, laws in parts.items()
        for name, law in laws.items()
    )


def _along(
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


def _inserted_all(functions: Mapping[str, Ratio], values: Mapping[State, Ratio]) -> dict[str, Ratio]:
    found = {}
    for name, function in functions.items():
        images = {s: v.convert(function.ring) for s, v in values.items() if function.depends_on(s)}
        found[name] = function.substitute(images)
    return found
