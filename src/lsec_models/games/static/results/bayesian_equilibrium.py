"""Equilibria of games with signals: decisions that are affine in what their owner sees, and expected payoffs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property

import sympy as sp

from lsec_models.algebra.domains.condition import Condition
from lsec_models.algebra.domains.domain import Domain
from lsec_models.algebra.numbers.exact_numbers import to_sympy
from lsec_models.algebra.polynomials.ratio import Ratio
from lsec_models.algebra.polynomials.ring import Ring
from lsec_models.errors import found_in
from lsec_models.games.evidence.evidence import About, Evidence, Finding, Row
from lsec_models.games.frozen import Frozen, values_by_name
from lsec_models.games.result import Result, Solved
from lsec_models.games.static.game import Game
from lsec_models.games.static.results.audits import joined
from lsec_models.games.static.results.evidence_subject import digest, rows_of_moves
from lsec_models.games.static.results.simulations import Simulation
from lsec_models.games.summary.summary import DECISION, PAYOFF, REPORT, Quantity, Summary, at_point

_KIND = "bayesian equilibrium"


@dataclass(frozen=True, kw_only=True, repr=False)
class BayesianEquilibrium(Solved["BayesianPoint"]):
    """The equilibrium of a linear-quadratic game with normal signals, in strategies that are affine in signals.

    Attributes
    ----------
    game : Game
    strategies : Mapping from str to sympy.Expr
        Each decision in terms of the signals that its owner sees.
    responses : Mapping from str to sympy.Expr
        Each decision in terms of these signals and of what was decided before, also after deviations.
    exact : Mapping from str to Ratio
        What each player expects before any signal is seen, and the expected value of each reported quantity.
    conditions : tuple of Condition
        What it asks of the parameters beyond the game's assumptions.
    findings : tuple of Finding
        What is established of it.
    audits : tuple of Simulation
        What :func:`lsec_models.audit` found, in the order in which it was asked.
    """

    game: Game
    strategies: Mapping[str, sp.Expr]
    responses: Mapping[str, sp.Expr]
    exact: Mapping[str, Ratio]
    conditions: tuple[Condition, ...]
    findings: tuple[Finding, ...] = field(repr=False)
    audits: tuple[Simulation, ...] = field(default=(), compare=False)

    @property
    def ring(self) -> Ring:
        """The ring of the parameters."""
        return self.game.domain.ring

    @cached_property
    def domain(self) -> Domain:
        """Where the equilibrium holds."""
        return self.game.domain.where(self.conditions).reduced()

    @cached_property
    def subject(self) -> str:
        """A digest of the game, where it is solved, and strategies, to which evidence refers."""
        return _subject(self.game, str(self.domain), self.strategies)

    @cached_property
    def evidence(self) -> Evidence:
        """How far what is stated is established."""
        return joined(_evidence(self.game, self.findings, self.subject), self.audits)

    @property
    def names(self) -> tuple[str, ...]:
        """The quantities that are numbers for given parameters: expected payoffs and reported quantities."""
        return tuple(self.exact)

    @property
    def decisions(self) -> Mapping[str, sp.Expr]:
        """Each decision in terms of signals, as `strategies` has it."""
        return self.strategies

    @cached_property
    def payoffs(self) -> Mapping[str, sp.Expr]:
        """Expected payoffs before any signal is seen, by player."""
        return Frozen({player.name: self.exact[player.name].expression() for player in self.game.players})

    def __getitem__(self, name: str) -> sp.Expr:
        """Return a decision in terms of signals, an expected payoff, or the expected value of a reported quantity."""
        known = {**self.strategies, **{name: value.expression() for name, value in self.exact.items()}}
        return found_in(known, str(name), f"no quantity {str(name)!r} at this equilibrium")

    def summary(self) -> Summary:
        """Return what it says, in the form from which every format is written."""
        return Summary(
            kind=_KIND,
            title=f"Bayesian {self.kind} in affine strategies of {self.label}",
            label=self.label,
            evidence=self.evidence,
            parameters=self.ring.symbols,
            states=tuple(self.game.signals),
            quantities=_quantities(self.game, self.strategies, self.exact),
            conditions=self.domain.conditions,
            holds_where=self.holds_where,
        )

    def _at(self, point: Mapping[sp.Symbol, Fraction]) -> BayesianPoint:
        numbers = {symbol: to_sympy(value) for symbol, value in point.items()}
        exact = self.ring.exact_point(dict(point))
        return BayesianPoint(
            game=self.game,
            point=values_by_name(point),
            strategies=Frozen({name: rule.subs(numbers) for name, rule in self.strategies.items()}),
            responses=Frozen({name: rule.subs(numbers) for name, rule in self.responses.items()}),
            expected=Frozen({name: to_sympy(value.evaluate(exact)) for name, value in self.exact.items()}),
            findings=self.findings,
        )


@dataclass(frozen=True, kw_only=True, repr=False)
class BayesianPoint(Result):
    """The equilibrium of a game with signals at one point of the parameters.

    Attributes
    ----------
    game : Game
    point : Mapping from str to Fraction
        The parameters.
    strategies, responses : Mapping from str to sympy.Expr
        As in :class:`BayesianEquilibrium`, in numbers and signals.
    expected : Mapping from str to sympy.Rational
        Expected payoffs and reported quantities.
    findings : tuple of Finding
        What is established of it.
    audits : tuple of Simulation
        What :func:`lsec_models.audit` found, in the order in which it was asked.
    """

    game: Game
    point: Mapping[str, Fraction]
    strategies: Mapping[str, sp.Expr]
    responses: Mapping[str, sp.Expr]
    expected: Mapping[str, sp.Rational]
    findings: tuple[Finding, ...] = field(repr=False)
    audits: tuple[Simulation, ...] = field(default=(), compare=False)

    @cached_property
    def subject(self) -> str:
        """A digest of the game, the point and strategies, to which evidence refers."""
        return _subject(self.game, str(dict(self.point)), self.strategies)

    @cached_property
    def evidence(self) -> Evidence:
        """How far what is stated is established."""
        return joined(_evidence(self.game, self.findings, self.subject), self.audits)

    @property
    def decisions(self) -> Mapping[str, sp.Expr]:
        """Each decision in terms of signals, as `strategies` has it."""
        return self.strategies

    @cached_property
    def payoffs(self) -> Mapping[str, sp.Rational]:
        """Expected payoffs before any signal is seen, by player."""
        return Frozen({player.name: self.expected[player.name] for player in self.game.players})

    @cached_property
    def values(self) -> Mapping[str, sp.Expr]:
        """Every quantity by name."""
        return Frozen({**self.strategies, **self.expected})

    def __getitem__(self, name: str) -> sp.Expr:
        """Return a decision in terms of signals, an expected payoff, or the expected value of a reported quantity."""
        return found_in(self.values, str(name), f"no quantity {str(name)!r} at this equilibrium")

    def summary(self) -> Summary:
        """Return what it says, in the form from which every format is written."""
        return Summary(
            kind=f"{_KIND} at a point",
            title=f"Bayesian {self.kind} in affine strategies of {self.label}{at_point(self.point)}",
            label=self.label,
            evidence=self.evidence,
            point=self.point,
            states=tuple(self.game.signals),
            quantities=_quantities(self.game, self.strategies, self.expected),
        )


def _subject(game: Game, where: str, strategies: Mapping[str, sp.Expr]) -> str:
    return digest(game, where, sorted((name, str(rule)) for name, rule in strategies.items()))


def _evidence(game: Game, findings: tuple[Finding, ...], subject: str) -> Evidence:
    return Evidence(
        subject=subject,
        required=(
            Row(about=About.EXISTS),
            *rows_of_moves(game),
            Row(about=About.OFF_PATH),
            Row(about=About.COMPLETE),
        ),
        findings=findings,
    )


def _quantities(
    game: Game, strategies: Mapping[str, sp.Expr], expected: Mapping[str, Ratio | sp.Expr]
) -> tuple[Quantity, ...]:
    symbols = {decision.name: decision for decision in game.decisions}
    decided = [Quantity(name=n, role=DECISION, value=rule, symbol=symbols[n]) for n, rule in strategies.items()]
    players = {player.name for player in game.players}
    values = [
        Quantity(
            name=name,
            role=PAYOFF if name in players else REPORT,
            value=value.expression() if isinstance(value, Ratio) else value,
            exact=value if isinstance(value, Ratio) else None,
        )
        for name, value in expected.items()
    ]
    return (*decided, *values)
