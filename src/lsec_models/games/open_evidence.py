"""The rows of results that nobody examines yet: what they must answer, open, with what is known of each."""

from __future__ import annotations

from lsec_models.games.differential import DifferentialGame
from lsec_models.games.evidence import About, Evidence, Row, Status, found
from lsec_models.games.one_state import OneStateProblem
from lsec_models.games.subject import digest, rows_of_moves, signs

_FIRST_ORDER = "first- and second-order conditions hold; whether they are enough is not examined"
_NOT_ASKED = "not asked: open-loop decisions are fixed at the start and not subgame perfect"


def evidence_over_time(game: DifferentialGame, *stated: object, complete: str = "") -> Evidence:
    """Return the evidence of an equilibrium of a differential game.

    Parameters
    ----------
    game : DifferentialGame
    *stated : object
        The quantities and the domain or point; they print as the same text only where they are the same.
    complete : str
        What is known of other equilibria.
    """
    moves = rows_of_moves(game.instant.stages)
    off_path, other = Row(about=About.OFF_PATH), Row(about=About.COMPLETE)
    steady = (Row(about=About.STABLE),) if game.horizon is None else ()
    details = dict.fromkeys(moves, _FIRST_ORDER)
    if game.information == "open_loop":
        details[off_path] = _NOT_ASKED
    if complete:
        details[other] = complete
    return Evidence(
        subject=digest(signs(game.instant.ring), game, *stated),
        required=(Row(about=About.EXISTS), *moves, off_path, other, *steady),
        findings=tuple(found(row, Status.OPEN, detail=detail) for row, detail in details.items()),
    )


def evidence_of_one_state(problem: OneStateProblem, *stated: object) -> Evidence:
    """Return the evidence of a solution of a one-state problem."""
    best = Row(about=About.OPTIMAL, player="decision maker", decisions=(problem.control.name,))
    detail = "the best of all paths to a saddle inside the interval; whether an optimal path exists is not examined"
    return Evidence(
        subject=digest(problem, *stated),
        required=(Row(about=About.EXISTS), best, Row(about=About.COMPLETE), Row(about=About.ACCURATE)),
        findings=(found(best, Status.OPEN, detail=detail),),
    )
