"""What audits of an equilibrium found, and what that says about it."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import reduce

from lsec_models.algebra.description import Described, Description
from lsec_models.games.evidence.evidence import About, Evidence, Finding, HasEvidence, Row, Status, found
from lsec_models.games.summary.summary import shown_point

_WORTH_TELLING = 1e-9
_DEVIATIONS = "audit: best deviations found numerically"
_NUMERICAL_SOLUTION = "audit: the whole game solved numerically"
_COLUMNS = ("player", "stage", "decisions", "relative gain", "gain", "unresolved")


@dataclass(frozen=True, kw_only=True, repr=False)
class AuditedMove(Described):
    """The largest gain of one player in one stage.

    Attributes
    ----------
    player : str
        Who deviates.
    stage : int
        When; 1 for the leaders.
    relative_gain : float
        Largest gain over all resolved draws, as a share of the payoff without deviation; NaN if none is resolved.
    gain : float
        The same gain in units of the payoff.
    at : Mapping from str to Fraction
        The parameters at which it is found, exact.
    change : Mapping from str to (float, float)
        Each decision of the player in the stage, at the equilibrium and after the deviation.
    held_at_zero : tuple of str
        Decisions of later stages that the deviation drives to zero, so that first-order conditions no longer describe
        them.
    by_bounds : bool
        Whether it may be by driving a later mover to a bound that the deviation gains.
    unresolved : int
        Draws without verdict: later stages could not be solved without deviation, or next to it.
    untried : float
        Share of all trial deviations, near and far, after which later stages could not be solved.
    """

    player: str
    stage: int
    relative_gain: float
    gain: float
    at: Mapping[str, Fraction]
    change: Mapping[str, tuple[float, float]]
    held_at_zero: tuple[str, ...]
    by_bounds: bool
    unresolved: int
    untried: float

    def description(self) -> Description:
        """Return the largest gain that was found."""
        return Description(title=f"Move of {self.player}", columns=_COLUMNS, rows=(_row(self),))

    @property
    def row(self) -> Row:
        """The statement that the move is optimal."""
        return Row(about=About.OPTIMAL, player=self.player, decisions=tuple(self.change), stage=self.stage)


@dataclass(frozen=True, kw_only=True, repr=False)
class Audit(Described):
    """What an audit found.

    Attributes
    ----------
    subject : str
        A digest of the equilibrium that was audited.
    tolerance : float
        Which relative gain, or relative discrepancy, is too large.
    asks_bounds : bool
        Whether it asked an interior equilibrium what is gained by driving later movers to a bound.
    power_structure : str
        The order of moves, in words.
    draws : int
        At how many random admissible parameters.
    seed : int
        Equal seeds give equal draws.
    moves : tuple of AuditedMove
        One for each player in each stage in which it moves.
    unresolved : int
        Draws without verdict for some move, or at which the game could not be solved numerically; never counted as
        fine.
    reasons : Mapping from str to int
        Why, and at how many draws.
    largest_discrepancy : float
        Largest relative distance between the closed form and what is computed without it: of decisions, from the
        numerical solution of the whole game; of payoffs and reports, from their declaration at the equilibrium
        decisions.
    discrepant : str
        The quantity that has it.
    discrepant_at : Mapping from str to Fraction
        The parameters at which it has it.
    """

    subject: str
    tolerance: float
    asks_bounds: bool
    power_structure: str
    draws: int
    seed: int
    moves: tuple[AuditedMove, ...]
    unresolved: int
    reasons: Mapping[str, int]
    largest_discrepancy: float
    discrepant: str
    discrepant_at: Mapping[str, Fraction]

    @property
    def worst(self) -> AuditedMove:
        """The move with the largest relative gain."""
        return max(self.moves, key=lambda move: -1.0 if math.isnan(move.relative_gain) else move.relative_gain)

    @property
    def largest_relative_gain(self) -> float:
        """The largest gain of any player, as a share of its payoff without deviation."""
        return self.worst.relative_gain

    @property
    def largest_gain(self) -> float:
        """The same gain in units of the payoff."""
        return self.worst.gain

    def passed(self, tolerance: float | None = None, *, unresolved: float = 0.1) -> bool:
        """Return whether the equilibrium stood the audit.

        Parameters
        ----------
        tolerance : float, optional
            What the largest relative gain and the largest discrepancy may reach; that of the audit if left out.
        unresolved : float
            The share of draws that may be without verdict.
        """
        limit = self.tolerance if tolerance is None else tolerance
        sound = self.largest_relative_gain <= limit and self.largest_discrepancy <= limit
        return sound and self.unresolved <= unresolved * self.draws

    @property
    def evidence(self) -> Evidence:
        """What the audit says of the equilibrium, each statement at the draws that were resolved for it.

        Draws at which nobody gains check a move. A gain above the tolerance refutes it or, where the equilibrium is
        interior and a later mover may have been driven to a bound, that nobody gains by that. A numerical solution that
        differs refutes nothing: it may be another equilibrium.
        """
        by_bounds = [move for move in self.moves if move.relative_gain > self.tolerance and move.by_bounds]
        findings = [self._found(move) for move in self.moves if move not in by_bounds]
        findings += self._bounds(by_bounds) if self.asks_bounds else []
        return Evidence(subject=self.subject, required=(), findings=(*findings, self._accurate()))

    def _bounds(self, gained: list[AuditedMove]) -> list[Finding]:
        kept = [move for move in self.moves if not move.relative_gain > self.tolerance]
        worst = max(gained or kept, key=lambda move: (-move.unresolved, move.relative_gain), default=None)
        return (
            [] if worst is None else [replace(self._found(worst), about=About.BOUNDS, player="", decisions=(), stage=0)]
        )

    def _found(self, move: AuditedMove) -> Finding:
        points = self.draws - move.unresolved
        gains = move.relative_gain > self.tolerance
        status = Status.OPEN if not points else Status.REFUTED if gains else Status.CHECKED
        detail = f"{_change(move)} at {shown_point(move.at)}" if gains else "; ".join(self.reasons)
        gain = None if math.isnan(move.relative_gain) else move.relative_gain
        return found(move.row, status, _DEVIATIONS, points=points, gain=gain, detail=detail)

    def _accurate(self) -> Finding:
        agrees = self.largest_discrepancy <= self.tolerance and self.unresolved < self.draws
        return found(
            Row(about=About.ACCURATE),
            Status.CHECKED if agrees else Status.OPEN,
            _NUMERICAL_SOLUTION,
            points=self.draws - self.unresolved,
            detail=f"largest difference {self.largest_discrepancy:.1g} ({self.discrepant})",
        )

    def description(self) -> Description:
        """Return each move with the largest gain found, and what else was found."""
        reasons = [(f"{reason}: {count}",) for reason, count in self.reasons.items()]
        return Description(
            title=f"Audit of {self.power_structure}: {self.draws} draws, {self.unresolved} unresolved",
            columns=_COLUMNS,
            rows=tuple(map(_row, self.moves)),
            notes=(
                *reasons,
                (f"largest relative gain {self.largest_relative_gain:.3g}{_told(self.worst)}",),
                (f"largest discrepancy {self.largest_discrepancy:.3g} ({self.discrepant})",),
            ),
        )


def joined(evidence: Evidence, audits: Iterable[HasEvidence]) -> Evidence:
    """Return evidence together with what audits of the same result found.

    Raises
    ------
    DeclarationError
        If one of them audited something else.
    """
    return reduce(Evidence.joined, (audit.evidence for audit in audits), evidence)


def _row(move: AuditedMove) -> tuple[str, ...]:
    names = ", ".join(move.change)
    return move.player, str(move.stage), names, f"{move.relative_gain:.3g}", f"{move.gain:.3g}", str(move.unresolved)


def _told(move: AuditedMove) -> str:
    """Return the rest of a sentence about a gain: who, when, how, where; nothing where it is not worth telling."""
    if not move.relative_gain > _WORTH_TELLING:
        return ""
    return f": {move.player} in stage {move.stage}, {_change(move)}\n  at {shown_point(move.at)}"


def _change(move: AuditedMove) -> str:
    changed = ", ".join(f"{name} from {before:.6g} to {after:.6g}" for name, (before, after) in move.change.items())
    driven = f", which drives {', '.join(move.held_at_zero)} to zero" if move.held_at_zero else ""
    return changed + driven
