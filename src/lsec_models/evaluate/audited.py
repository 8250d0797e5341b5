"""What an audit finds."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

_WORTH_TELLING = 1e-9


@dataclass(frozen=True, kw_only=True)
class AuditedMove:
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
    unresolved: int
    untried: float


@dataclass(frozen=True, kw_only=True, repr=False)
class Audit:
    """What an audit found.

    Attributes
    ----------
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

    def passed(self, tolerance: float = 1e-6, *, unresolved: float = 0.1) -> bool:
        """Return whether the equilibrium stood the audit.

        Parameters
        ----------
        tolerance : float
            What the largest relative gain and the largest discrepancy may reach.
        unresolved : float
            The share of draws that may be without verdict.
        """
        sound = self.largest_relative_gain <= tolerance and self.largest_discrepancy <= tolerance
        return sound and self.unresolved <= unresolved * self.draws

    def __repr__(self) -> str:
        rows = [("player", "stage", "decisions", "relative gain", "gain", "unresolved"), *map(_row, self.moves)]
        widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
        table = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]
        reasons = [f"  {reason}: {count}" for reason, count in self.reasons.items()]
        lines = [
            f"Audit of {self.power_structure}: {self.draws} draws, {self.unresolved} unresolved",
            *reasons,
            f"largest relative gain {self.largest_relative_gain:.3g}" + _told(self.worst),
            f"largest discrepancy {self.largest_discrepancy:.3g} ({self.discrepant})",
            *table,
        ]
        return "\n".join(lines)


def _row(move: AuditedMove) -> tuple[str, ...]:
    names = ", ".join(move.change)
    return move.player, str(move.stage), names, f"{move.relative_gain:.3g}", f"{move.gain:.3g}", str(move.unresolved)


def _told(move: AuditedMove) -> str:
    """Return the rest of a sentence about a gain: who, when, how, where; nothing where it is not worth telling."""
    if not move.relative_gain > _WORTH_TELLING:
        return ""
    change = ", ".join(f"{name} from {before:.6g} to {after:.6g}" for name, (before, after) in move.change.items())
    driven = f", which drives {', '.join(move.held_at_zero)} to zero" if move.held_at_zero else ""
    at = ", ".join(f"{name} = {value}" for name, value in move.at.items())
    return f": {move.player} in stage {move.stage}, {change}{driven}\n  at {at}"
