"""What an equilibrium of a differential game is: strategies, value functions, where the stocks go, where it holds."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from typing import Any, cast

import sympy as sp

from lsec_models.algebra.algebraic_functions.square_root import parts, reduced
from lsec_models.algebra.domains.condition import Condition
from lsec_models.algebra.domains.domain import Domain
from lsec_models.algebra.domains.symbols import State
from lsec_models.algebra.numbers.exact_numbers import to_sympy
from lsec_models.algebra.polynomials.grouped import grouped_form
from lsec_models.algebra.polynomials.ratio import Ratio
from lsec_models.algebra.polynomials.ring import Ring
from lsec_models.errors import NoClosedForm, require_known
from lsec_models.games.differential.evidence import dynamic_evidence
from lsec_models.games.differential.feedback_at_point import TIME, FeedbackPoint, dynamic_quantities, laws_over_time
from lsec_models.games.differential.game import DifferentialGame, flow_name, speed_name
from lsec_models.games.differential.linear_motion import motion
from lsec_models.games.differential.state_polynomials import collected, monomial
from lsec_models.games.evidence.evidence import Evidence, Finding
from lsec_models.games.frozen import Frozen, values_by_name
from lsec_models.games.result import Solved
from lsec_models.games.summary.summary import Summary


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
        value = self.value.subs({symbol: to_sympy(x) for symbol, x in point.items()})
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

    @property
    def names(self) -> tuple[str, ...]:
        """The quantities."""
        return tuple(self.exact)

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
        return laws_over_time(self.game, self._matrix, start, list(self.steady_state.values()), dict(laws))

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

    def expression(self, value: Ratio, write: Callable[[Ratio], sp.Expr] = Ratio.expression) -> sp.Expr:
        """Return one of the exact functions as a SymPy expression, a polynomial in the states by their powers.

        Parameters
        ----------
        value : Ratio
        write : callable, optional
            Turns a rational function of the parameters into an expression.
        """
        states = [state for state in self.game.stocks if state in value.ring.index and value.depends_on(state)]
        by_powers = collected(value, states) if states else None
        if by_powers is None:
            return self._plain(value, write)
        return sp.Add(*(self._plain(c, write) * monomial(states, powers) for powers, c in sorted(by_powers.items())))

    def _plain(self, value: Ratio, write: Callable[[Ratio], sp.Expr]) -> sp.Expr:
        if self.root is None or self.root.symbol not in value.ring.index:
            return write(value)
        rational, irrational = parts(value, value.ring.convert(self.root.radicand.numerator))
        return write(rational) + write(irrational) * self.root.expression

    def _failures(self, point: Mapping[sp.Symbol, Fraction]) -> Iterator[str]:
        return (str(condition) for condition in self.root_conditions if not condition.holds_at(point))

    def _at(self, point: Mapping[sp.Symbol, Fraction]) -> FeedbackPoint:
        numbers = {symbol: to_sympy(x) for symbol, x in point.items()}

        def there(laws: Mapping[str, sp.Expr]) -> Mapping[str, sp.Expr]:
            return Frozen({name: sp.expand(law.subs(numbers)) for name, law in laws.items()})

        return FeedbackPoint(
            game=self.game,
            point=values_by_name(point),
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
        require_known(str(name), self._quantities, f"no quantity {str(name)!r} at this equilibrium")
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
        laws = (strategies, self.worth, speeds, begun, rest)
        return Summary(
            kind="feedback equilibrium",
            title=self.title,
            label=self.label,
            evidence=self.evidence,
            parameters=self.ring.symbols,
            states=game.stocks,
            quantities=dynamic_quantities(game, *laws, write=self.expression, read=self._readable),
            conditions=(*self.domain.conditions, *self.root_conditions),
            holds_where=self.holds_where,
            method=self.method,
            root=None if self.root is None else (self.root.symbol, self.root.radicand),
        )

    def _readable(self, value: Ratio) -> sp.Expr:
        return self.expression(value, grouped_form)

    @cached_property
    def _quantities(self) -> Mapping[str, Ratio]:
        settled = {name: self._reduced(law.substitute(self.steady)) for name, law in self.laws.items()}
        begun = {name: self._reduced(law.substitute(self.game.start)) for name, law in self.worth.items()}
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
