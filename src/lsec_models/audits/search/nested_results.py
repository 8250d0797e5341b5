"""What nested optimisation finds: decisions at a point, and what each player gains at most by deviating."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from lsec_models.audits.search.nested_induction import Outcome


@dataclass(frozen=True, kw_only=True)
class NestedSolution:
    """What nested optimisation found at one parameter point, from a history on.

    Attributes
    ----------
    outcome : Outcome
        Whether it is solved, and why not.
    decisions : Mapping from str to float
        All decisions by name; meaningless where it is not solved.
    payoffs : Mapping from str to float
        Payoffs by player.
    binding : tuple of str
        The constraints that bind, as declared; ``x >= 0`` for a decision at zero.
    attained : bool
        False where a strict constraint binds: then there is no best choice, only ever better ones.
    jump : bool
        Whether some mover's best choice lies right beside a jump of its payoff: a later mover is indifferent, and does
        what the earlier one prefers.
    several : bool
        Whether several equilibria of some stage were seen on the path. Of an earlier stage with several movers not all
        need be seen.
    holes : bool
        Whether some history off the path has no continuation equilibrium. It was ruled out, as if nobody wanted to go
        there.
    """

    outcome: Outcome
    decisions: Mapping[str, float]
    payoffs: Mapping[str, float]
    binding: tuple[str, ...]
    attained: bool
    jump: bool
    several: bool
    holes: bool

    @property
    def plain(self) -> bool:
        """Whether it is solved and nothing is special: one equilibrium, attained, and found in every subgame."""
        return self.outcome == Outcome.SOLVED and self.attained and not (self.several or self.holes or self.jump)


@dataclass(frozen=True, kw_only=True)
class DeviationGain:
    """What one player gains at most by deviating in one stage from decisions that are claimed to be an equilibrium.

    Attributes
    ----------
    player : str
        Who deviates.
    stage : int
        When; 1 for the leaders.
    outcome : Outcome
        Whether the search succeeded; where not, the gains mean nothing.
    relative_gain : float
        The gain as a share of the payoff without deviation, or of its gross terms where they cancel; infinite where the
        claimed decisions break a constraint that the player must respect.
    gain : float
        The gain in units of the payoff.
    change : Mapping from str to (float, float)
        Each decision of the player in the stage, as claimed and after the deviation.
    broken : tuple of str
        Constraints of the player in that stage that the claimed decisions break.
    jump : bool
        Whether the best deviation lies right beside a jump.
    holes : bool
        Whether some deviation that was tried has no continuation equilibrium.
    """

    player: str
    stage: int
    outcome: Outcome
    relative_gain: float
    gain: float
    change: Mapping[str, tuple[float, float]]
    broken: tuple[str, ...]
    jump: bool
    holes: bool
