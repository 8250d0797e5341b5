"""What a search says of a path."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Finding:
    """What is found about a path that is said to be an equilibrium.

    Attributes
    ----------
    refuted : bool
        Whether it is none, whatever later movers do where they have a choice.
    softly : bool
        Whether it is none if later movers favour the deviator where they have a choice.
    reason : str
        Who gains, where, and how much; or which later mover has no best decision.
    gain : float
        The largest relative gain that was found by the careful count.
    unsure : bool
        Whether something could not be told.
    several : bool
        Whether later movers move at once, so that `softly` may mean no more than that they have several equilibria.
    open_ties : bool
        Whether a mover does not care how far it goes without bound, and an earlier one does: "favour" has no maximum.
    """

    refuted: bool
    softly: bool
    reason: str = ""
    gain: float = 0.0
    unsure: bool = False
    several: bool = False
    open_ties: bool = False


@dataclass(frozen=True, kw_only=True)
class Approximate:
    """An equilibrium that was found by search.

    Attributes
    ----------
    decisions : dict from str to float
    robust : bool
        Whether nothing gains from deviating under any count, also where ties are counted loosely, on finer grids.
    finding : Finding
    """

    decisions: dict[str, float]
    robust: bool
    finding: Finding
