"""Rest points of populations for all parameters at once: shares in closed form, where they rest and are stable."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING

import sympy as sp

from lsec_models.algebra.domains.condition import Condition
from lsec_models.algebra.domains.domain import Domain
from lsec_models.algebra.polynomials.ratio import Ratio
from lsec_models.algebra.polynomials.ring import Ring
from lsec_models.errors import found_in
from lsec_models.games.evidence.evidence import About, Evidence, Finding, Status
from lsec_models.games.evolutionary.at_point import RestPointsAt
from lsec_models.games.evolutionary.audits import RestPointsAudit
from lsec_models.games.evolutionary.game import EvolutionaryGame
from lsec_models.games.evolutionary.stability_maps import Given, stability_along, stability_over
from lsec_models.games.frozen import Frozen
from lsec_models.games.result import Solved
from lsec_models.games.static.results.audits import joined
from lsec_models.games.static.results.evidence_subject import digest, signs
from lsec_models.games.summary.named_factors import with_named_factors
from lsec_models.games.summary.summary import PAYOFF, SHARE, Quantity, Summary, SummaryBranch

if TYPE_CHECKING:
    from lsec_models.algebra.decomposition.line_map import LineMap
    from lsec_models.algebra.decomposition.planar_map import PlanarMap


@dataclass(frozen=True, kw_only=True)
class RestPoint:
    """A state in which no share changes, in closed form.

    Attributes
    ----------
    name : str
        What is played, by population.
    exact : mapping from str to Ratio
        The share of every strategy.
    earned : mapping from str to Ratio
        What members of each population earn on average.
    domain : Domain
        Where it rests and exactly these strategies are played: the game's domain and `rests_where`.
    rests_where : tuple of Condition
        That all shares of what is played are positive.
    leaving : mapping from str to Ratio
        The eigenvalue of each strategy that is not played, by its name: what it would earn, less what is earned.
    hurwitz : tuple of Ratio
        All positive exactly where the eigenvalues of the dynamics among what is played lie left of the imaginary axis;
        computed for a single population.
    stable_where : tuple of Condition or None
        Where, in its domain, it is asymptotically stable; None where it is nowhere, or nothing is known.
    exactly : bool
        Whether it is asymptotically stable exactly there. Else that is open where an eigenvalue vanishes, which
        ``at(point)`` answers, and it is unstable elsewhere.
    because : str
        Why it is stable nowhere.
    evolutionarily_stable_where : tuple of Condition or None
        Where it is evolutionarily stable, as far as strict inequalities show it.
    """

    name: str
    exact: Mapping[str, Ratio]
    earned: Mapping[str, Ratio]
    domain: Domain
    rests_where: tuple[Condition, ...]
    leaving: Mapping[str, Ratio]
    hurwitz: tuple[Ratio, ...] = ()
    stable_where: tuple[Condition, ...] | None
    exactly: bool
    because: str = ""
    evolutionarily_stable_where: tuple[Condition, ...] | None = None

    @property
    def shares(self) -> Mapping[str, sp.Expr]:
        """The share of every strategy."""
        return Frozen({name: share.expression() for name, share in self.exact.items()})

    @property
    def payoffs(self) -> Mapping[str, sp.Expr]:
        """What members of each population earn on average."""
        return Frozen({name: earned.expression() for name, earned in self.earned.items()})

    @property
    def eigenvalues(self) -> Mapping[str, sp.Expr]:
        """The eigenvalue of each strategy that is not played, by its name."""
        return Frozen({name: value.expression() for name, value in self.leaving.items()})

    @property
    def can_be_stable(self) -> bool:
        """Whether it is asymptotically stable somewhere, as far as is known."""
        return self.stable_where is not None

    @property
    def words(self) -> str:
        """Its stability in one line."""
        if self.stable_where is None:
            return (
                f"nowhere asymptotically stable: {self.because}" if self.exactly else f"stability open: {self.because}"
            )
        if not self.stable_where:
            said = "asymptotically stable"
        else:
            exactly = "exactly " if self.exactly else ""
            said = f"asymptotically stable {exactly}where {_joined(self.stable_where)}"
        if self.evolutionarily_stable_where is None or self.evolutionarily_stable_where == self.stable_where:
            return said
        where = _joined(self.evolutionarily_stable_where)
        return f"{said}; evolutionarily stable{f' where {where}' if where else ''}"

    def branch(self) -> SummaryBranch:
        """Return what it says, as a part of the summary of all rest points."""
        one = Ratio.constant(self.domain.ring, 1)
        mixed = {name: share for name, share in self.exact.items() if not share.is_zero() and share != one}
        return SummaryBranch(
            name=self.name,
            quantities=(*_quantities(SHARE, mixed), *_quantities(PAYOFF, self.earned)),
            cells=(self.rests_where,),
            note=self.words,
            holds_where="rests where",
        )


@dataclass(frozen=True, kw_only=True)
class Tie:
    """Where rest points may fill a face, or part of it.

    Attributes
    ----------
    name : str
        What is played inside the face.
    vanishing : tuple of sympy.Expr
        All of these are zero there: first, where there is a closed form, the determinant of the face's equations.
    """

    name: str
    vanishing: tuple[sp.Expr, ...]

    def __str__(self) -> str:
        return f"{self.name}: {' and '.join(f'{one} = 0' for one in self.vanishing)}"


@dataclass(frozen=True, kw_only=True, repr=False)
class RestPoints(Solved[RestPointsAt]):
    """The rest points of an evolutionary game for all its parameters.

    Attributes
    ----------
    game : EvolutionaryGame
    points : tuple of RestPoint
    ties : tuple of Tie
        Where further rest points may lie, which ``at(point)`` finds.
    unresolved : tuple of (str, str)
        The faces on which rest points have no rational closed form, by what is played there, each with the reason;
        ``at(point)`` solves them as far as it can.
    findings : tuple of Finding
        What is established of them.
    solver : callable
        Finds the rest points at an exact point.
    audits : tuple of RestPointsAudit
        What `audit` found.
    """

    game: EvolutionaryGame
    points: tuple[RestPoint, ...]
    ties: tuple[Tie, ...]
    unresolved: tuple[tuple[str, str], ...]
    findings: tuple[Finding, ...] = field(compare=False)
    solver: Callable[[EvolutionaryGame, Mapping[sp.Symbol, Fraction]], RestPointsAt] = field(compare=False)
    audits: tuple[RestPointsAudit, ...] = field(default=(), compare=False)

    @property
    def kind(self) -> str:
        """``"rest points"``."""
        return "rest points"

    @property
    def domain(self) -> Domain:
        """The admissible parameters of the game."""
        return self.game.domain

    @property
    def ring(self) -> Ring:
        """The parameters."""
        return self.game.ring

    @property
    def decisions(self) -> Mapping[str, Mapping[str, sp.Expr]]:
        """The shares at each rest point, by its name."""
        return Frozen({one.name: one.shares for one in self.points})

    @property
    def payoffs(self) -> Mapping[str, Mapping[str, sp.Expr]]:
        """What members of each population earn at each rest point, by its name."""
        return Frozen({one.name: one.payoffs for one in self.points})

    @cached_property
    def evidence(self) -> Evidence:
        """How far what is stated is established."""
        stated = [(one.name, sorted((n, str(v)) for n, v in one.shares.items()), one.words) for one in self.points]
        own = Evidence(
            subject=digest(signs(self.game.ring), self.game, dict(self.game.payoffs), str(self.domain), stated),
            required=tuple(finding.row for finding in self.findings),
            findings=self.findings,
            rests_on=self.game.rests_on,
            needed=(About.RESTS,),
        )
        return joined(own, self.audits)

    @property
    def stable(self) -> tuple[RestPoint, ...]:
        """Those that are asymptotically stable somewhere."""
        return tuple(one for one in self.points if one.can_be_stable)

    @property
    def complete(self) -> bool:
        """Whether it is established that there is no other rest point, at any admissible parameters."""
        return self.evidence.status(About.ALL_REST) >= Status.VERIFIED

    def along(
        self,
        parameter: str | sp.Symbol,
        *,
        at: Given = Frozen({}),  # noqa: B008 (it cannot be changed)
        over: tuple[object, object] | None = None,
        shown: str = "stable",
    ) -> LineMap[str]:
        """Return where what is stable changes as one parameter moves (bifurcations), exactly.

        Parameters
        ----------
        parameter : str or sympy.Symbol
            Which moves.
        at : mapping
            A number for each other parameter.
        over : tuple of two numbers, optional
            Where it moves; without, through all values of its declared sign.
        shown : str
            ``"stable"``: which rest points are asymptotically stable; or ``"rest points"``: which there are.

        Returns
        -------
        LineMap
            `pieces` with labels, `thresholds` between them as real algebraic numbers. What holds at a threshold itself,
            or where one of the `ties` does, ``at`` says.

        Raises
        ------
        UnknownName, DeclarationError
            If a parameter is unknown, missing or given twice, or the range is empty.
        NoClosedForm
            If stability is not decided by signs of eigenvalues, some rest points have no closed form, or, for ``"rest
            points"``, one of the `ties` holds at the given numbers.

        Examples
        --------
        >>> from lsec_models import EvolutionaryGame, parameters, solve
        >>> V, C = parameters("V C", positive=True)
        >>> contest = EvolutionaryGame(populations={"birds": ["hawk", "dove"]}, payoffs=[[(V - C) / 2, V], [0, V / 2]])
        >>> print(solve(contest).along("V", at={"C": 3}, over=(0, 5)))
        hawk + dove for V from 0 to 3
        hawk for V from 3 to 5
        """
        return stability_along(self, parameter, at, over, shown)

    def regions(
        self,
        x: str | sp.Symbol,
        y: str | sp.Symbol,
        *,
        at: Given = Frozen({}),  # noqa: B008 (it cannot be changed)
        over: Mapping[str | sp.Symbol, tuple[object, object]],
        shown: str = "stable",
    ) -> PlanarMap[str]:
        """Return the exact map of what is stable over two parameters.

        What is stable in a cell is read off the signs of a few polynomials, which leaves nothing to share out: there is
        no `client`.

        Parameters
        ----------
        x, y : str or sympy.Symbol
            The axes.
        at : mapping
            A number for each other parameter.
        over : mapping
            The range of each axis.
        shown : str
            As in :meth:`along`.

        Returns
        -------
        PlanarMap
            Draw it with ``plot``.

        Raises
        ------
        UnknownName, DeclarationError
            If a parameter is unknown, missing or given twice, or a range is empty or missing.
        NoClosedForm
            As :meth:`along`.
        """
        return stability_over(self, x, y, at, over, shown)

    def __getitem__(self, name: str) -> RestPoint:
        """Return the rest point in which a set of strategies is played, such as ``"hawk + dove"``."""
        by_name = {one.name: one for one in self.points}
        return found_in(by_name, name, f"no rest point {name!r} in closed form")

    def _part_names(self, said: Summary) -> tuple[str, ...]:
        return tuple(branch.name for branch in said.branches)

    def summary(self) -> Summary:
        """Return what it says, in the form from which every format is written."""
        notes = [f"further rest points may lie on {tie}" for tie in self.ties]
        plain = Summary(
            kind="rest points",
            title=f"Rest points of {self.label}",
            label=self.label,
            evidence=self.evidence,
            parameters=self.game.parameters,
            conditions=self.domain.conditions,
            branches=tuple(one.branch() for one in self.points),
            branch_kind="solution",
            notes=(*notes, *(f"not in closed form: {name}: {why}" for name, why in self.unresolved)),
        )
        return with_named_factors(plain, self.domain)

    def _at(self, point: Mapping[sp.Symbol, Fraction]) -> RestPointsAt:
        return self.solver(self.game, point)

    def _refusal(self) -> str:
        return f"{self.label} is not defined"


def _quantities(role: str, values: Mapping[str, Ratio]) -> tuple[Quantity, ...]:
    return tuple(
        Quantity(name=name, role=role, value=value.expression(), exact=value) for name, value in values.items()
    )


def _joined(conditions: tuple[Condition, ...]) -> str:
    return " and ".join(str(condition.relation) for condition in conditions)
