"""What an equilibrium is whose first movers respect constraints on later answers: regimes, slack or binding."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

from lsec_models.games.evidence.evidence import About, Evidence, Finding, Row, Status, found
from lsec_models.games.static.results.audits import joined
from lsec_models.games.static.results.evidence_subject import rows_of_bargains, rows_of_moves
from lsec_models.games.static.results.piecewise import PiecewiseEquilibrium
from lsec_models.games.static.results.tiling import Tiling

_COVERING = {"proved": Status.PROVED, "sampled": Status.CHECKED}


@dataclass(frozen=True, kw_only=True, repr=False)
class SlacknessTiling(Tiling):
    """How it is known that regimes of complementary slackness tile the domain.

    Its `deviations` are the moves of the first stage in each regime; what is excluded by proof is shown by weak
    duality: no feasible decision has a payoff above the Lagrangian, and the stated one maximises that.

    Attributes
    ----------
    moves : str
        What the deviations are deviations from, in words.
    """

    moves: str = "first moves within their limits"

    def __str__(self) -> str:
        proved = self.deviations - len(self.unproved)
        lines = [
            f"covering: {self.covering}; disjoint: {self.disjoint}; {self.moves} proved optimal: {proved} of "
            f"{self.deviations}; regions tried at {self.points} random points"
        ]
        lines += [f"not proved: {words}" for words in self.unproved[:3]]
        if self.jumps:
            lines.append(f"not proved: later answers ({self.jumps})")
        lines += map(str, (*self.gaps[:3], *self.overlaps[:3]))
        return "\n".join(lines)


@dataclass(frozen=True, kw_only=True, repr=False)
class ConstrainedEquilibrium(PiecewiseEquilibrium):
    """An equilibrium whose first movers respect constraints on later answers, such as participation: its regimes.

    In each regime every limit of a first mover is slack or binds; `Regime.multipliers` says what it is worth to its
    owner to relax it by a unit. Attributes are those of
    :class:`~lsec_models.games.static.results.piecewise.PiecewiseEquilibrium`.
    """

    @cached_property
    def evidence(self) -> Evidence:
        """How far what is stated is established: each statement as far as in the regime where it is least."""
        tiling, rows = self.tiling, (*rows_of_bargains(self.game), *rows_of_moves(self.game))
        covering = found(
            Row(about=About.COVER),
            _COVERING.get(tiling.covering, Status.OPEN),
            "cut into parts that lie in one region" if tiling.covering == "proved" else "random points",
            points=tiling.points if tiling.covering == "sampled" else 0,
            detail=str(tiling.gaps[0]) if tiling.gaps else "",
        )
        exists = self._least(Row(about=About.EXISTS))
        disjoint = found(
            Row(about=About.DISJOINT),
            {"proved": Status.PROVED, "overlapping": Status.REFUTED}.get(tiling.disjoint, Status.OPEN),
            detail=str(tiling.overlaps[0]) if tiling.overlaps else "",
        )
        others = [self._least(Row(about=about)) for about in (About.OFF_PATH, About.BOUNDS, About.COMPLETE)]
        own = Evidence(
            subject=self.subject,
            required=(Row(about=About.EXISTS), *rows, *(one.row for one in others), covering.row, disjoint.row),
            findings=(
                min(exists, replace(covering, about=About.EXISTS), key=lambda finding: finding.status),
                *map(self._least, rows),
                *others,
                covering,
                disjoint,
            ),
        )
        return joined(own, self.audits)

    def _least(self, row: Row) -> Finding:
        """Return how far a statement is established in the regime where it is least."""
        known = [(regime.name, piece.evidence.finding(row)) for regime in self.regimes for piece in regime.pieces]
        name, least = min(known, key=lambda pair: pair[1].status)
        part = {"part": "inside regions"} if row.about is About.COMPLETE and least.status is Status.PROVED else {}
        if least.status is Status.PROVED:
            means = "; ".join(dict.fromkeys(finding.means for _, finding in known))
            return found(row, Status.PROVED, means, **part)
        return replace(least, detail=f"{name}: {least.detail}" if least.detail else f"{name}")

    @property
    def title(self) -> str:
        """What it is called with its power structure, a candidate where a regime is not established in its region."""
        established = all(piece.evidence.established for piece in self.pieces)
        return f"Piecewise {'equilibrium' if established else 'candidate'} of {self.label}"


@dataclass(frozen=True, kw_only=True, repr=False)
class BargainedEquilibrium(ConstrainedEquilibrium):
    """An equilibrium of a game that begins with bargains: its regimes say whose outside option binds.

    Attributes are those of :class:`~lsec_models.games.static.results.piecewise.PiecewiseEquilibrium`.
    """
