"""Rest points of populations at one point of the parameters: exact shares, stability, and what is not resolved."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from fractions import Fraction
from functools import cached_property

import sympy as sp

from lsec_models.errors import OutsideDomain, SeveralSolutions, UnknownName, found_in, nearest
from lsec_models.games.evidence.evidence import About, Evidence, Status
from lsec_models.games.evolutionary.game import EvolutionaryGame
from lsec_models.games.frozen import Frozen
from lsec_models.games.numbered_results import NumberedResults
from lsec_models.games.result import Result
from lsec_models.games.summary.numbers import rounded
from lsec_models.games.summary.summary import SHARE, Quantity, Summary, SummaryBranch, at_point, payoff_quantities


class Stability(Enum):
    """What is established of the states near a rest point."""

    ASYMPTOTICALLY_STABLE = "asymptotically stable"
    STABLE = "stable, not asymptotically"
    UNSTABLE = "unstable"
    NOT_ASYMPTOTICALLY_STABLE = "not asymptotically stable"
    OPEN = "stability open"


@dataclass(frozen=True, kw_only=True, repr=False)
class RestPointAt(Result):
    """A state of the populations in which no share changes, at one point of the parameters.

    Attributes
    ----------
    game : EvolutionaryGame
    point : mapping from str to Fraction
        The parameters.
    name : str
        What is played, by population.
    shares : mapping from str to sympy.Expr
        The share of every strategy: rational numbers, or quadratic ones such as ``2 - sqrt(3)``. Of imitation with
        mutation algebraic numbers. With more than two free shares, and of logit, decimals: to thirty digits, or as many
        as are certain.
    payoffs : mapping from str to sympy.Expr
        What members of each population earn on average.
    stability : Stability
    because : str
        How that is known, or why it is open.
    shape : str
        ``"sink"``, ``"source"`` or ``"saddle"`` where all eigenvalues of the linearised dynamics lie off the imaginary
        axis: all to its left, all to its right, or on both sides; else ``"non-hyperbolic"``. Empty where they were not
        computed.
    evolutionarily_stable : bool or None
        Whether it is evolutionarily stable: of a single population, no small share of mutants earns as much; of several
        populations, everybody would lose by another strategy (a strict equilibrium). None of dynamics with noise or
        mutation, where that is not asked.
    evidence : Evidence
        That of all the rest points it is one of.
    """

    game: EvolutionaryGame
    point: Mapping[str, Fraction]
    name: str
    shares: Mapping[str, sp.Expr]
    payoffs: Mapping[str, sp.Expr]
    stability: Stability
    because: str
    shape: str
    evolutionarily_stable: bool | None
    evidence: Evidence = field(compare=False)

    @property
    def kind(self) -> str:
        """``"rest point"``."""
        return "rest point"

    @property
    def label(self) -> str:
        """What is played."""
        return self.name

    @property
    def is_pure(self) -> bool:
        """Whether every population plays one strategy."""
        return all(share in (0, 1) for share in self.shares.values())

    @property
    def values(self) -> Mapping[str, sp.Expr]:
        """Shares and payoffs."""
        return Frozen({**self.shares, **self.payoffs})

    @property
    def decisions(self) -> Mapping[str, sp.Expr]:
        """The shares."""
        return self.shares

    @property
    def words(self) -> str:
        """Its stability in one line."""
        marks = filter(None, (self.shape, "evolutionarily stable" if self.evolutionarily_stable else ""))
        return f"{', '.join((self.stability.value, *marks))}: {self.because}"

    def branch(self) -> SummaryBranch:
        """Return what it says, as a part of the summary of all rest points."""
        mixed = {name: share for name, share in self.shares.items() if share not in (0, 1)}
        return SummaryBranch(name=self.name, quantities=share_quantities(mixed), note=self.words)

    def summary(self) -> Summary:
        """Return what it says, in the form from which every format is written."""
        return Summary(
            kind=self.kind,
            title=f"Rest point {self.name} of {self.game.label}{at_point(self.point)}",
            label=self.label,
            evidence=self.evidence,
            point=self.point,
            quantities=(*share_quantities(self.shares), *payoff_quantities(self.payoffs)),
            notes=(self.words,),
        )

    def __getitem__(self, name: str) -> sp.Expr:
        """Return a share or a payoff by name."""
        return found_in(self.values, str(name), f"no quantity {str(name)!r} at this rest point")


@dataclass(frozen=True, kw_only=True)
class RestContinuum:
    """Rest points that fill a polytope; none of them is asymptotically stable.

    Attributes
    ----------
    name : str
        What is played inside it.
    vertices : tuple of mappings from str to sympy.Expr
        Shares; every mean of them, with positive weights, is a rest point in which all of `name` is played.
    """

    name: str
    vertices: tuple[Mapping[str, sp.Expr], ...]

    def __str__(self) -> str:
        corners = "; ".join(
            ", ".join(f"{name} = {share}" for name, share in corner.items() if share) for corner in self.vertices
        )
        return f"{self.name}: a continuum, all means of ({corners})"


@dataclass(frozen=True, kw_only=True, repr=False, eq=False)
class RestPointsAt(NumberedResults[RestPointAt]):
    """All rest points of an evolutionary game at one point of its parameters: a sequence of those that stand alone.

    States at the border of a continuum that are rest points with fewer strategies are in the sequence too.

    Attributes
    ----------
    game : EvolutionaryGame
    point : mapping from str to Fraction
    found : tuple of RestPointAt
    continua : tuple of RestContinuum
    unresolved : tuple of (str, str)
        The faces on which rest points were not found, by what is played there, each with the reason.
    evidence : Evidence
    """

    game: EvolutionaryGame
    point: Mapping[str, Fraction]
    found: tuple[RestPointAt, ...]
    continua: tuple[RestContinuum, ...]
    unresolved: tuple[tuple[str, str], ...]
    evidence: Evidence

    @property
    def kind(self) -> str:
        """``"rest points"``."""
        return "rest points"

    @property
    def complete(self) -> bool:
        """Whether it is established that there is no other rest point."""
        return self.evidence.status(About.ALL_REST) >= Status.VERIFIED

    @cached_property
    def stable(self) -> tuple[RestPointAt, ...]:
        """Those that are asymptotically stable; the evidence says whether they are all."""
        return tuple(one for one in self.found if one.stability is Stability.ASYMPTOTICALLY_STABLE)

    def named(self, name: str) -> RestPointAt:
        """Return the rest points in which a set of strategies is played, such as ``"hawk + dove"``.

        Raises
        ------
        UnknownName
            If none rests there alone.
        SeveralSolutions
            If several do.
        """
        having = [one for one in self.found if one.name == name]
        if not having:
            raise UnknownName(f"no rest point {name!r}{at_point(self.point)}; {nearest(name, [p.name for p in self])}")
        if len(having) > 1:
            raise SeveralSolutions(f"{len(having)} rest points play {name}; pick one of the sequence")
        return having[0]

    def only(self) -> RestPointAt:
        """Return the one asymptotically stable rest point.

        Raises
        ------
        OutsideDomain
            If there is none, or it is not established that there is no other.
        SeveralSolutions
            If there are several.
        """
        if len(self.stable) > 1:
            raise SeveralSolutions(f"{len(self.stable)} stable rest points: {self}; look at `stable`")
        if not self.stable or self.evidence.status(About.ALL_STABLE) < Status.VERIFIED:
            raise OutsideDomain(f"not one rest point is known to be the only stable one: {self}; look at `stable`")
        return self.stable[0]

    @property
    def _listed(self) -> tuple[RestPointAt, ...]:
        return self.found

    def _by_number(self, name: str) -> str:
        if any(one.name == name for one in self):
            return f"rest points at a point are numbered; by what is played there: named({name!r})"
        return super()._by_number(name)

    def __str__(self) -> str:
        return f"Rest points of {self.label}{at_point(self.point)}"

    def summary(self) -> Summary:
        """Return what it says, in the form from which every format is written."""
        filled = (SummaryBranch(name=str(one)) for one in self.continua)
        return Summary(
            kind="rest points at a point",
            title=str(self),
            label=self.label,
            evidence=self.evidence,
            point=self.point,
            branches=(*(one.branch() for one in self.found), *filled),
            notes=tuple(f"not resolved: {name}: {why}" for name, why in self.unresolved),
        )


def share_quantities(shares: Mapping[str, sp.Expr]) -> tuple[Quantity, ...]:
    """Return shares as quantities; roots of long polynomials are shown as decimals."""
    return tuple(
        Quantity(name=name, role=SHARE, value=value, shown=rounded(value.evalf()) if value.has(sp.CRootOf) else None)
        for name, value in ((name, sp.sympify(share)) for name, share in shares.items())
    )
