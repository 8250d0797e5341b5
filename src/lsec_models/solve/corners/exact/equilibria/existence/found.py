"""What is known of the equilibria of a game at a point."""

from __future__ import annotations

from dataclasses import dataclass

from lsec_models.solve.corners.exact.equilibria.existence.continua import EquilibriumPolyhedron
from lsec_models.solve.corners.exact.replies.placed_pieces import Path

FAVOURED = "later movers who are indifferent favour who moves before them"
FORCED = "later movers who are indifferent choose what is approached: otherwise there is no best reply to them"
WHERE_NEEDED = (
    "later movers who are indifferent choose what is approached where there is no best reply to them otherwise"
)
AGAINST = "after a deviation later movers who may choose do it against who deviated"
ANSWERS = "payoffs bounded, and their best reached, after every history"

LIMITS = "an answer after almost all first decisions; after the others, what these approach is one (Harris 1985)"


@dataclass(frozen=True, kw_only=True)
class Found:
    """What is known of the equilibria at a point.

    Attributes
    ----------
    paths : tuple of path
    continua : tuple of EquilibriumPolyhedron
    none : str
        Why there is no equilibrium; empty where there is one, or it is not known.
    unresolved : str
        What is not settled.
    unanswered : str
        Why there may be a history after which later movers have no answer; empty where each has one.
    answers : str
        How it is known that each has one.
    incomplete : str
        Why there may be other equilibria.
    selections : tuple of str
        For each path, which of several equilibria later movers keep to; empty where that makes no difference.
    ties : str
        What later movers do who are indifferent.
    approached : path
        What the first mover approaches and does not reach, if that is why nothing is settled.
    histories : int
        After how many histories the answers were found.
    questions : int
        How many were put to engines.
    """

    paths: tuple[Path, ...] = ()
    continua: tuple[EquilibriumPolyhedron, ...] = ()
    none: str = ""
    unresolved: str = ""
    unanswered: str = ""
    answers: str = ""
    incomplete: str = ""
    selections: tuple[str, ...] = ()
    ties: str = FAVOURED
    approached: Path = ()
    histories: int = 0
    questions: int = 0
