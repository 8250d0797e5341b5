"""What an equilibrium is of decisions that a choice among modes follows: which mode they bring about, and how."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

from lsec_models.games.choice.equilibrium import ChoiceEquilibrium
from lsec_models.games.evidence import About, Evidence, Status
from lsec_models.games.static.game import Game
from lsec_models.games.summary import Summary


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
    """

    game: Game
    follower: str
    after_decisions: tuple[tuple[str, Evidence], ...]

    @property
    def label(self) -> str:
        """Who moves before the choice, and who chooses."""
        return self.game.label

    @cached_property
    def evidence(self) -> Evidence:
        """How far what is stated is established, resting on each mode, on the path and off it."""
        found = self._of_compared(super().evidence)
        for label, below in self.after_decisions:
            found = found.resting(f"{label} after all decisions", below)
        return found

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
