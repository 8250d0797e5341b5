"""What an equilibrium is of decisions that a choice among modes follows: which mode they bring about, and how."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property

import sympy as sp

from lsec_models.games.choice.at_point import ChoicePoint
from lsec_models.games.choice.equilibrium import ChoiceEquilibrium
from lsec_models.games.choice.sequential import mode_games
from lsec_models.games.evidence.evidence import About, Evidence, Finding, Row, Status, found
from lsec_models.games.static.game import Game
from lsec_models.games.static.results.audits import Audit, joined
from lsec_models.games.static.results.evidence_subject import rows_of_moves
from lsec_models.games.summary.summary import Summary

_INDUCED = "what the leader has in each mode that it can bring about, its other decisions compared"
_LIKED = "the mode is liked best after each decision, as the leader's constraint says"


@dataclass(frozen=True, kw_only=True, repr=False)
class FollowedEquilibrium(ChoiceEquilibrium):
    """The subgame-perfect equilibrium of decisions, a mode that somebody chooses after them, and the mode's game.

    The leader compares what it has by bringing about each mode, with the best of the decisions after which the follower
    likes that mode best. `modes` are the equilibria of these problems, `choice` is the leader's comparison.

    Attributes
    ----------
    game : Game
        What was solved.
    follower : str
        Who chooses the mode.
    after_decisions : tuple of (str, Evidence)
        What the follower's comparison rests on: each mode's equilibrium after all that may be decided before.
    audits : tuple of Audit
        What :func:`lsec_models.audit` found, in the order in which it was asked.
    """

    game: Game
    follower: str
    after_decisions: tuple[tuple[str, Evidence], ...]
    audits: tuple[Audit, ...] = ()

    def decided_at(self, point: Mapping[sp.Symbol, Fraction]) -> ChoicePoint:
        """Return what is chosen at an exact point, and by which decisions; assumptions are not checked."""
        return replace(super().decided_at(point), decided=tuple(d.name for d in self.game.decisions))

    @property
    def label(self) -> str:
        """Who moves before the choice, and who chooses."""
        return self.game.label

    @cached_property
    def evidence(self) -> Evidence:
        """How far what is stated is established, resting on each mode, on the path and off it."""
        known = super().evidence
        own = self._of_compared(replace(known, findings=(*known.findings, *self._of_moves())))
        for label, below in self.after_decisions:
            own = own.resting(f"{label} after all decisions", below)
        return joined(own, self.audits)

    @property
    def subject(self) -> str:
        """A digest of what was solved and of what was found, to which evidence refers."""
        return super().evidence.subject

    def _of_moves(self) -> Iterator[Finding]:
        """Yield that each move is optimal: the leader's in every mode, the choice of a mode, and those in each mode."""
        solved = [mode.evidence for mode in self.modes.values() if mode.solved is not None]
        for row in rows_of_moves(self.game):
            yield found(row, _least(solved, row), _INDUCED)
        chosen, last = (" or ".join(mode_games(self.game)),), self.game.stages[-1].number + 1
        row = Row(about=About.OPTIMAL, player=self.follower, decisions=chosen, stage=last)
        known = all(below.established for _, below in self.after_decisions)
        yield found(row, Status.PROVED if known else Status.OPEN, _LIKED if known else "")
        for name, mode in mode_games(self.game).items():
            after = [below for label, below in self.after_decisions if label == name]
            for row in rows_of_moves(mode) if after else ():
                yield found(replace(row, stage=last + row.stage), _least(after, row), f"equilibrium of mode {name!r}")

    def _of_compared(self, known: Evidence) -> Evidence:
        """Return evidence as far as all modes are compared: of one that is not, the leader might have more."""
        missing = "; ".join(f"{name}: {mode.reason}" for name, mode in self.modes.items() if mode.solved is None)
        if not missing:
            return known
        return replace(
            known,
            findings=tuple(
                replace(finding, status=Status.OPEN, means="", detail=missing)
                if finding.about in (About.EXISTS, About.OPTIMAL)
                else finding
                for finding in known.findings
            ),
        )

    @property
    def ties(self) -> str:
        """How the follower's indifference is resolved, in words."""
        (leader,) = self.choice.choosers
        return (
            f"where {self.follower} is indifferent it chooses the mode shown: where its constraint alone binds, with "
            f"a positive multiplier, and {leader} likes that mode better than the other one, only so is there "
            "an equilibrium"
        )

    def summary(self) -> Summary:
        """Return what it says, in the form from which every format is written."""
        said = super().summary()
        return replace(said, title=f"{self.kind.capitalize()} of {self.label}", notes=(*said.notes, self.ties))


def _least(known: Sequence[Evidence], row: Row) -> Status:
    """Return how far a move is established where it is least."""
    made = (About.OPTIMAL, row.player, row.stage)
    statuses = [f.status for below in known for f in below.rows if (f.about, f.player, f.stage) == made]
    return min(statuses, default=Status.OPEN)
