"""What a result is called: an equilibrium or a candidate, and symmetric where others are not excluded."""

from __future__ import annotations

from lsec_models.games.evidence.evidence import About, Status
from lsec_models.games.result import Result

_PLURALS = {"equilibrium": "equilibria", "candidate": "candidates"}


def called(result: Result, *, many: bool = False) -> str:
    """Return what a result is called: symmetric where it is not excluded that copies of a player decide differently."""
    symmetric = result.game.alike and result.evidence.status(About.COMPLETE) < Status.VERIFIED
    return f"{'symmetric ' if symmetric else ''}{_PLURALS[result.kind] if many else result.kind}"
