"""Whether the regimes of a piecewise equilibrium tile its domain: what they leave out, and where two of them hold."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from lsec_models.algebra.description import Printed
from lsec_models.algebra.domains.domain import Domain
from lsec_models.games.summary.summary import shown_point


@dataclass(frozen=True, kw_only=True, repr=False)
class Gap(Printed):
    """A point of the domain at which no regime is an equilibrium.

    Attributes
    ----------
    point : Mapping from str to Fraction
    reason : str
        What the game lacks there, in words.
    """

    point: Mapping[str, Fraction]
    reason: str

    def __str__(self) -> str:
        return f"no regime at {shown_point(self.point)}: {self.reason}"


@dataclass(frozen=True, kw_only=True, repr=False)
class Overlap(Printed):
    """A point at which several regimes with different decisions are equilibria, or a continuum of decisions is.

    Attributes
    ----------
    point : Mapping from str to Fraction
    regimes : tuple of str
    """

    point: Mapping[str, Fraction]
    regimes: tuple[str, ...]

    def __str__(self) -> str:
        return f"several equilibria at {shown_point(self.point)}: {' and '.join(self.regimes)}"


@dataclass(frozen=True, kw_only=True, repr=False)
class Tiling(Printed):
    """How it is known that the regimes tile the domain.

    What is proved here rests on certificates that exact arithmetic re-checks, or on two engines (z3 and cvc5) that
    agree; regions are taken closed, and that they tile says nothing about their boundaries. Equilibria that no random
    point met may exist in a small part of the domain even so; what holds at one point is found anew by solving the game
    there.

    Attributes
    ----------
    within : Domain
        The part of the domain in which the second-order conditions of all regimes hold; elsewhere some payoff is not
        concave.
    points : int
        Random admissible points at which the whole game was solved exactly, every deviation considered.
    covering : str
        Of `within`: ``"proved"``, ``"sampled"`` (each of the points lies in a regime) or ``"incomplete"`` (see `gaps`).
    disjoint : str
        Whether the regimes that were found are: ``"proved"``, ``"sampled"`` or ``"overlapping"`` (see `overlaps`).
    deviations : int
        Deviations across regimes that had to be excluded; of regimes that are images of each other by an exchange of
        interchangeable players, those from one of them.
    unproved : tuple of str
        Those that are excluded at the points only, not by proof.
    gaps : tuple of Gap
    overlaps : tuple of Overlap
    jumps : str
        Why later movers may have no answer after some history, several, or one that jumps, so that there may be
        deviations beside those counted; empty where it is proved that they have exactly one, which does not jump.
    doubts : tuple of str
        Points at which a regime does not agree with the exact solution, and no deviation says why.
    alike : tuple of str
        Which interchangeable movers are proved to decide alike, in words, so that one of them speaks for all.
    others : str
        Why there may be equilibria beside the regimes inside their regions; empty where it is proved that there are
        none.
    """

    within: Domain
    points: int
    covering: str
    disjoint: str
    deviations: int
    unproved: tuple[str, ...]
    gaps: tuple[Gap, ...]
    overlaps: tuple[Overlap, ...]
    jumps: str
    doubts: tuple[str, ...]
    alike: tuple[str, ...]
    others: str

    @property
    def open(self) -> tuple[str, ...]:
        """What keeps it from being proved that each regime is an equilibrium in the whole of its region, in words."""
        return (*self.doubts, *self.unproved, *filter(None, [self.jumps]))

    @property
    def is_sound(self) -> bool:
        """Whether it is proved that each regime is an equilibrium in the whole of its region."""
        return not self.open

    def covers(self, domain: Domain) -> bool:
        """Whether it is proved that the regimes cover the whole of a domain, not only where payoffs are concave."""
        return self.covering == "proved" and set(self.within.conditions) <= set(domain.conditions)

    @property
    def is_proved(self) -> bool:
        """Whether covering, disjointness and optimality are all proved."""
        return self.covering == self.disjoint == "proved" and self.is_sound

    def __str__(self) -> str:
        excluded = self.deviations - len(self.unproved)
        lines = [
            f"covering: {self.covering}; disjoint: {self.disjoint}; {excluded} of {self.deviations} deviations "
            f"excluded by proof; the game solved at {self.points} random points"
        ]
        asked = [str(condition) for condition in self.within.conditions if not condition.origin.startswith("assum")]
        if asked:
            lines.append("within: " + "; ".join(asked))
        lines += [f"proved: {words}" for words in self.alike]
        lines += [f"refuted: {words}" for words in self.doubts[:3]]
        lines += [f"not proved: {words}" for words in self.unproved[:3]]
        if self.jumps:
            lines.append(f"not proved: single answers of later movers ({self.jumps})")
        lines += map(str, (*self.gaps[:3], *self.overlaps[:3]))
        return "\n".join(lines)
