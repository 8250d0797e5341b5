"""What numerical paths near rest points show, and what that says about what is stated of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from lsec_models.algebra.description import Described, Description
from lsec_models.games.evidence.evidence import About, Evidence, Finding, Row, Status, found
from lsec_models.games.summary.summary import shown_point

_PATHS = "audit: numerical paths from near each rest point"
_SPEED = "audit: speed of all shares by the declared payoffs"
_COLUMNS = ("rest point", "rests at", "judged", "refuted", "unclear", "largest speed")


@dataclass(frozen=True, kw_only=True, repr=False)
class AuditedRestPoint(Described):
    """What paths near one rest point show, over all draws.

    Attributes
    ----------
    name : str
        What is played.
    rests : int
        Draws at which it is stated to rest.
    judged : int
        Those of them at which paths bear out, or refute, what is stated of its stability.
    refuted : int
        Those at which they refute it.
    unclear : int
        Those at which they show neither, as where eigenvalues are near zero.
    seen : str
        What was seen where it was refuted first; empty where it was not.
    at : Mapping from str to Fraction
        The parameters there.
    speed : float
        The largest speed of a share at the rest point, in units of the largest difference of payoffs.
    fastest : Mapping from str to Fraction
        The parameters at which it has it.
    """

    name: str
    rests: int
    judged: int
    refuted: int
    unclear: int
    seen: str
    at: Mapping[str, Fraction]
    speed: float
    fastest: Mapping[str, Fraction]

    @property
    def row(self) -> tuple[str, ...]:
        """What was found, in cells."""
        return self.name, str(self.rests), str(self.judged), str(self.refuted), str(self.unclear), f"{self.speed:.2g}"

    def description(self) -> Description:
        """Return what was found."""
        return Description(title=f"Rest point {self.name}", columns=_COLUMNS, rows=(self.row,))


@dataclass(frozen=True, kw_only=True, repr=False)
class RestPointsAudit(Described):
    """What an audit of rest points found.

    Attributes
    ----------
    subject : str
        A digest of the rest points that were audited.
    tolerance : float
        Which speed at a rest point, in units of the largest difference of payoffs, is too large.
    label : str
        The game in words.
    draws : int
        At how many random admissible parameters.
    seed : int
        Equal seeds give equal draws and starts.
    points : tuple of AuditedRestPoint
    """

    subject: str
    tolerance: float
    label: str
    draws: int
    seed: int
    points: tuple[AuditedRestPoint, ...]

    def passed(self, *, unclear: float = 0.1) -> bool:
        """Return whether nothing is refuted, nothing moves at rest points, and few statements are without verdict.

        Parameters
        ----------
        unclear : float
            The share of statements that may be without verdict.
        """
        asked = sum(one.judged + one.unclear for one in self.points)
        return (
            not any(one.refuted for one in self.points)
            and all(one.speed <= self.tolerance for one in self.points)
            and sum(one.unclear for one in self.points) <= unclear * asked
        )

    @property
    def evidence(self) -> Evidence:
        """What it says of the rest points; a statement that paths contradict is refuted, others are checked."""
        return Evidence(subject=self.subject, required=(), findings=(self._at_rest(), self._stable()))

    def _at_rest(self) -> Finding:
        worst = max(self.points, key=lambda one: one.speed)
        moves, row = worst.speed > self.tolerance, Row(about=About.RESTS)
        detail = f"at {worst.name} a share has speed {worst.speed:.2g} at {shown_point(worst.fastest)}" if moves else ""
        return found(row, Status.REFUTED if moves else Status.CHECKED, _SPEED, points=self.draws, detail=detail)

    def _stable(self) -> Finding:
        row, judged = Row(about=About.STABILITY), sum(one.judged for one in self.points)
        wrong = next((one for one in self.points if one.refuted), None)
        if wrong is not None:
            detail = f"{wrong.name}: {wrong.seen} at {shown_point(wrong.at)}"
            return found(row, Status.REFUTED, _PATHS, points=self.draws, detail=detail)
        unclear = sum(one.unclear for one in self.points)
        detail = f"{unclear} of {judged + unclear} statements unclear" if unclear else ""
        return found(row, Status.CHECKED if judged else Status.OPEN, _PATHS, points=self.draws, detail=detail)

    def description(self) -> Description:
        """Return each rest point with what was found."""
        seen = [(f"{one.name}: {one.seen} at {shown_point(one.at)}",) for one in self.points if one.refuted]
        return Description(
            title=f"Audit of rest points of {self.label}: {self.draws} draws",
            columns=_COLUMNS,
            rows=tuple(one.row for one in self.points),
            notes=tuple(seen),
        )
