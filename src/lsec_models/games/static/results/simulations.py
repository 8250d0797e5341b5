"""What a simulation of a result with chance found, and what that says about it."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from lsec_models.algebra.description import Described, Description
from lsec_models.games.evidence.evidence import About, Evidence, Finding, Row, Status, found
from lsec_models.games.summary.summary import shown_point

_DEVIATIONS = "simulation: deviations found in some worlds, tried in others"
_PAYOFFS = "simulation: mean payoffs in drawn worlds"
_MAY_BE_UNTRIED = 0.1
_COLUMNS = ("player", "stage", "decisions", "gain between", "and", "untried points")


@dataclass(frozen=True, kw_only=True)
class SimulatedMove:
    """The deviation of one player in one stage that seems to gain most.

    Attributes
    ----------
    player : str
    stage : int
    decisions : tuple of str
    low : float
        The lower confidence bound of what it gains, as a share of the payoff; NaN where no deviation could be tried.
    high : float
        The upper one.
    change : str
        The deviation in words.
    at : Mapping from str to Fraction
        The parameters at which it is found.
    untried : int
        At how many points no deviation could be tried, since later movers have no single answer there.
    """

    player: str
    stage: int
    decisions: tuple[str, ...]
    low: float
    high: float
    change: str
    at: Mapping[str, Fraction]
    untried: int

    @property
    def row(self) -> Row:
        """The statement that the move is optimal."""
        return Row(about=About.OPTIMAL, player=self.player, decisions=self.decisions, stage=self.stage)


@dataclass(frozen=True, kw_only=True)
class SimulatedPayoff:
    """How far a stated payoff is from its mean in drawn worlds.

    Attributes
    ----------
    player : str
    difference : float
        Stated less simulated, as a share of the payoff.
    error : float
        The confidence bound of the difference.
    at : Mapping from str to Fraction
        The parameters at which it exceeds its bound most.
    """

    player: str
    difference: float
    error: float
    at: Mapping[str, Fraction]

    @property
    def is_known(self) -> bool:
        """Whether the payoff has a mean in the worlds that were drawn, and that a bound."""
        return math.isfinite(self.difference) and math.isfinite(self.error)

    @property
    def agrees(self) -> bool:
        """Whether the difference is within its bound."""
        return self.is_known and abs(self.difference) <= self.error

    @property
    def excess(self) -> float:
        """How far the difference is beyond its bound; infinite where nothing is known of it."""
        return abs(self.difference) - self.error if self.is_known else math.inf


@dataclass(frozen=True, kw_only=True, repr=False)
class Simulation(Described):
    """What a simulation found.

    Attributes
    ----------
    subject : str
        A digest of the equilibrium that was audited.
    tolerance : float
        Which relative gain counts as none.
    power_structure : str
        The order of moves, in words.
    points : int
        At how many parameters.
    worlds : int
        How often all that is random was drawn at each: a deviation is chosen in half of these worlds, and its gain
        measured in the others, each world with and without it.
    seed : int
        Equal seeds draw equal worlds.
    error : float
        How likely it is at most that any bound is wrong.
    moves : tuple of SimulatedMove
    payoffs : tuple of SimulatedPayoff
    """

    subject: str
    tolerance: float
    power_structure: str
    points: int
    worlds: int
    seed: int
    error: float
    moves: tuple[SimulatedMove, ...]
    payoffs: tuple[SimulatedPayoff, ...]

    def passed(self) -> bool:
        """Return whether nobody gains beyond the confidence bounds, and stated payoffs are within theirs.

        A move for which no deviation could be tried at more than a tenth of the points never counts as fine.
        """
        tried = all(move.untried <= _MAY_BE_UNTRIED * self.points for move in self.moves)
        return tried and not any(map(self._gains, self.moves)) and all(payoff.agrees for payoff in self.payoffs)

    def _gains(self, move: SimulatedMove) -> bool:
        return move.low > self.tolerance

    @property
    def evidence(self) -> Evidence:
        """What it says of the equilibrium; a gain above its confidence bound refutes a move, none checks it."""
        return Evidence(subject=self.subject, required=(), findings=(*map(self._found, self.moves), self._accurate()))

    def _found(self, move: SimulatedMove) -> Finding:
        points = self.points - move.untried
        status = Status.OPEN if not points else Status.REFUTED if self._gains(move) else Status.CHECKED
        detail = f"the best deviation that was found, {move.change}, gains between {move.low:.2g} and {move.high:.2g}"
        where = f" at {shown_point(move.at)}" if move.at else ""
        gain = move.low if status is Status.REFUTED else None
        return found(
            move.row, status, _DEVIATIONS, points=points, gain=gain, detail=detail + where if move.change else ""
        )

    def _accurate(self) -> Finding:
        worst = max(self.payoffs, key=lambda p: p.excess)
        detail = f"{worst.player}: stated less simulated {worst.difference:.2g}, within {worst.error:.2g}"
        status = Status.CHECKED if worst.agrees else Status.REFUTED if worst.is_known else Status.OPEN
        detail = detail if worst.agrees else detail.replace("within", "and at most")
        return found(Row(about=About.ACCURATE), status, _PAYOFFS, points=self.points, detail=detail)

    def description(self) -> Description:
        """Return each move with the bounds of its best deviation, and how far payoffs are from their means."""
        rows = [
            (m.player, str(m.stage), ", ".join(m.decisions), f"{m.low:.2g}", f"{m.high:.2g}", str(m.untried))
            for m in self.moves
        ]
        notes = [
            (f"payoff of {p.player}: stated less simulated {p.difference:.2g}, at most {p.error:.2g}",)
            for p in self.payoffs
        ]
        return Description(
            title=f"Simulation of {self.power_structure}: {self.points} points, {self.worlds} worlds at each",
            columns=_COLUMNS,
            rows=tuple(rows),
            notes=tuple(notes),
        )
