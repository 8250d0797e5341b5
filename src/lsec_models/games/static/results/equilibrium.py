"""What an equilibrium of a static game is for all parameters: exact quantities and where they hold."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from typing import Any

import sympy as sp

from lsec_models.algebra.description import Described, Description
from lsec_models.algebra.domains.condition import Condition
from lsec_models.algebra.domains.domain import Domain
from lsec_models.algebra.polynomials.ratio import Ratio
from lsec_models.algebra.polynomials.ring import ExactPoint, Ring
from lsec_models.errors import OutsideDomain, require_known
from lsec_models.games.evidence.evidence import Evidence, Finding
from lsec_models.games.frozen import Frozen, values_by_name
from lsec_models.games.result import Solved
from lsec_models.games.static.game import Game
from lsec_models.games.static.order import Stage
from lsec_models.games.static.results.audits import Audit, joined
from lsec_models.games.static.results.evidence_subject import of_quantities, rows_of_game
from lsec_models.games.static.results.point_equilibrium import PointEquilibrium, shown_values
from lsec_models.games.static.results.result_names import called
from lsec_models.games.static.results.simulations import Simulation
from lsec_models.games.summary.named_factors import with_named_factors
from lsec_models.games.summary.summary import Summary, quantities_of


@dataclass(frozen=True, kw_only=True, repr=False)
class Minor(Described):
    """A leading principal minor of minus a player's own Hessian; all must be positive for strict concavity.

    Attributes
    ----------
    player : str
        Whose payoff.
    size : int
        How many of the player's decisions in the stage it takes.
    value : Ratio
        The determinant at the equilibrium.
    everywhere : bool
        Whether it is free of the stage's own decisions, so that concavity is global and not only at the solution.
    """

    player: str
    size: int
    value: Ratio
    everywhere: bool

    def description(self) -> Description:
        """Return the determinant that must be positive."""
        where = "everywhere" if self.everywhere else "at the equilibrium"
        notes = ((self.value.expression(), f"must be positive ({where})"),)
        return Description(title=f"Leading minor {self.size} of {self.player}", notes=notes)


@dataclass(frozen=True, kw_only=True, repr=False)
class SolvedStage(Described):
    """One stage of backward induction.

    Attributes
    ----------
    stage : Stage
        Who chose what.
    method : str
        How the first-order conditions were solved: ``"linear"`` or ``"elimination"``.
    responses : dict
        Each decision of the stage as a function of parameters and of the decisions of earlier stages.
    minors : tuple of Minor
        The second-order conditions.
    """

    stage: Stage
    method: str
    responses: Mapping[str, Ratio]
    minors: tuple[Minor, ...]

    def description(self) -> Description:
        """Return the best responses, and what must be positive for payoffs to be concave."""
        return Description(
            title=str(self.stage),
            columns=("decision", "best response"),
            rows=tuple((sp.Symbol(name), value) for name, value in self.best_responses.items()),
            notes=tuple(
                (f"second-order condition of {minor.player}:", minor.value.expression(), "> 0") for minor in self.minors
            ),
        )

    @cached_property
    def best_responses(self) -> Mapping[str, sp.Expr]:
        """The responses as SymPy expressions."""
        return Frozen({name: value.expression() for name, value in self.responses.items()})


def nothing_found(_: StaticEquilibrium) -> tuple[Finding, ...]:
    """Return no finding, so that all that is stated is open."""
    return ()


@dataclass(frozen=True, kw_only=True, repr=False)
class StaticEquilibrium(Solved[PointEquilibrium]):
    """What all equilibria of static games that hold for all parameters of a domain have in common.

    Attributes
    ----------
    game : Game
        What was solved.
    exact : Mapping from str to Ratio
        Every quantity: decisions by name, payoffs by player, reported quantities by name; in lowest terms.
    stages : tuple of SolvedStage
        Best responses and second-order conditions, leaders first.
    conditions : tuple of Condition
        What interiority asks of the parameters beyond the game's assumptions: second-order conditions (innermost
        stage first), non-negativity, constraints. Conditions that hold by assumption are left out.
    examine : callable
        Finds out what is established of the equilibrium, when its evidence is first asked for.
    audits : tuple of Audit or Simulation
        What :func:`lsec_models.audit` found, in the order in which it was asked.
    """

    game: Game
    exact: Mapping[str, Ratio]
    stages: tuple[SolvedStage, ...]
    conditions: tuple[Condition, ...]
    examine: Callable[[Any], tuple[Finding, ...]] = field(default_factory=lambda: nothing_found, compare=False)
    audits: tuple[Audit | Simulation, ...] = field(default=(), compare=False)

    @property
    def ring(self) -> Ring:
        """The ring of the parameters."""
        return self.game.domain.ring

    @cached_property
    def decisions(self) -> Mapping[str, sp.Expr]:
        """Equilibrium decisions by name."""
        return Frozen({name: self[name] for name in self.game.shown_decisions})

    @cached_property
    def payoffs(self) -> Mapping[str, sp.Expr]:
        """Equilibrium payoffs by player."""
        return Frozen({name: self[name] for name in self.game.shown_players})

    @cached_property
    def report(self) -> Mapping[str, sp.Expr]:
        """Reported quantities by name."""
        return Frozen({name: self[name] for name in self.game.report})

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The quantities, without what only stands for copies of a player."""
        return tuple(name for name in self.exact if name not in self.game.hidden)

    @cached_property
    def domain(self) -> Domain:
        """Where the equilibrium holds, by assumptions and conditions, without those that follow from the others."""
        return self.game.domain.where(self.conditions).reduced()

    @property
    def region(self) -> Domain:
        """Where all symbols of its quantities are: the domain, if these are parameters only."""
        return self.domain

    @cached_property
    def asked(self) -> tuple[Condition, ...]:
        """The conditions of the domain that the game does not assume."""
        return tuple(c for c in self.domain.conditions if c not in self.game.domain.conditions)

    @cached_property
    def subject(self) -> str:
        """A digest of the game, the quantities and where they hold, to which evidence refers."""
        return of_quantities(self.game, self.exact, self.domain)

    @cached_property
    def evidence(self) -> Evidence:
        """How far it is established that this is an equilibrium, examined when it is first asked for."""
        own = Evidence(subject=self.subject, required=rows_of_game(self.game), findings=self.examine(self))
        return joined(own, self.audits)

    @property
    def title(self) -> str:
        """What it is called with its power structure, an equilibrium where that is established and else a candidate."""
        return f"{called(self).capitalize()} of {self.label}"

    def __getitem__(self, name: str) -> sp.Expr:
        """Return a quantity (decision, player's payoff, or reported quantity) as a factored SymPy expression."""
        if str(name) not in self.exact:
            require_known(str(name), self.names, f"no quantity {str(name)!r} at this equilibrium")
        return self.exact[str(name)].expression()

    def __iter__(self) -> object:
        return iter(self.names)

    def _at(self, point: Mapping[sp.Symbol, Fraction]) -> PointEquilibrium:
        at = values_by_name(point)
        values = shown_values(self.game, self.values_at(point))
        return PointEquilibrium(game=self.game, point=at, values=values, source=self)

    @abstractmethod
    def values_at(self, point: Mapping[sp.Symbol, Fraction]) -> Mapping[str, sp.Expr]:
        """Return every quantity at an exact point, whether or not conditions hold there.

        Raises
        ------
        OutsideDomain
            If one of them has a pole there.
        """

    @abstractmethod
    def numbers_at(self, point: Mapping[sp.Symbol, Fraction]) -> Mapping[str, Fraction]:
        """Return every quantity at an exact point, to more digits than a float has.

        Raises
        ------
        OutsideDomain
            If one of them has a pole there.
        """

    def summary(self) -> Summary:
        """Return what it says, in the form from which every format is written."""
        said = Summary(
            kind=self.kind,
            title=self.title,
            label=self.label,
            evidence=self.evidence,
            parameters=self.ring.symbols,
            quantities=quantities_of(self.game, self.exact),
            conditions=self.domain.conditions,
            holds_where=self.holds_where,
        )
        return with_named_factors(said, self.region)


@dataclass(frozen=True, kw_only=True, repr=False)
class Equilibrium(StaticEquilibrium):
    """An interior subgame-perfect equilibrium in closed form, or a candidate for one: `evidence` says which.

    Its attributes are those of :class:`StaticEquilibrium`; quantities are rational functions of the parameters.
    """

    def values_at(self, point: Mapping[sp.Symbol, Fraction]) -> Mapping[str, sp.Rational]:
        """Return every quantity at an exact point, whether or not conditions hold there.

        Raises
        ------
        OutsideDomain
            If one of them has a pole there.
        """
        return Frozen({name: sp.Rational(*v.as_integer_ratio()) for name, v in self.numbers_at(point).items()})

    def numbers_at(self, point: Mapping[sp.Symbol, Fraction]) -> Mapping[str, Fraction]:
        """Return the same as fractions."""
        where = self.ring.exact_point(dict(point))
        return Frozen({name: _number(name, value, where) for name, value in self.exact.items()})


def _number(name: str, value: Ratio, where: ExactPoint) -> Fraction:
    try:
        return value.evaluate(where)
    except ZeroDivisionError:
        raise no_value(name, value) from None


def no_value(name: str, value: Ratio) -> OutsideDomain:
    """Return the error that says that a quantity has a pole."""
    return OutsideDomain(f"{name} does not exist there: the denominator of {value.expression()} is zero")
