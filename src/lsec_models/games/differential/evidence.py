"""What an equilibrium of a game over time must answer, and its evidence."""

from __future__ import annotations

from collections.abc import Iterable

from lsec_models.games.evidence.evidence import About, Evidence, Finding, Row, Status, found
from lsec_models.games.over_time import GameOverTime
from lsec_models.games.static.results.evidence_subject import digest, rows_of_moves, signs

NOT_ASKED = "not asked: open-loop decisions are fixed at the start and not subgame perfect"
INCONSISTENT = "; time-inconsistent: the leader is bound by its word, and would choose another path later on"


def dynamic_evidence(game: GameOverTime, findings: Iterable[Finding], *stated: object) -> Evidence:
    """Return the evidence of an equilibrium of a game over time.

    Parameters
    ----------
    game : GameOverTime
    findings : iterable of Finding
        What is established; a row that none is about is open.
    *stated : object
        The quantities and the domain or point; they print as the same text only where they are the same.
    """
    return Evidence(
        subject=digest(signs(game.static_game.ring), game, *stated),
        required=required_rows(game),
        findings=tuple(findings),
    )


def required_rows(game: GameOverTime) -> tuple[Row, ...]:
    """Return the statements: existence, optimality of each move, off the path, transversality, stability, completeness.

    Examples
    --------
    >>> from lsec_models import DifferentialGame, Player, decisions, states
    >>> x, u = states("x"), decisions("u")
    >>> firm = Player("firm", decides=[u], payoff=x - u**2)
    >>> for row in required_rows(DifferentialGame(states={x: u}, players=[firm], discount=0, horizon=1)):
    ...     print(row)
    exists at each admissible point
    optimal: firm in u, stage 1
    off the path: later answers exist and are optimal
    transversality: nothing is left to gain at the end, or in the long run
    complete: no other equilibrium
    """
    settles = (Row(about=About.STABLE),) if game.horizon is None else ()
    return (
        Row(about=About.EXISTS),
        *rows_of_moves(game.static_game),
        Row(about=About.OFF_PATH),
        Row(about=About.TRANSVERSALITY),
        *settles,
        Row(about=About.COMPLETE),
    )


def not_asked(*, committed: bool) -> Finding:
    """Return the finding that open-loop strategies say nothing off the path; `committed` if somebody leads."""
    detail = NOT_ASKED + (INCONSISTENT if committed else "")
    return found(Row(about=About.OFF_PATH), Status.OPEN, detail=detail)


def kind_of(game: GameOverTime, evidence: Evidence) -> str:
    """Return ``"equilibrium"`` where that is established, of plans within plans; else ``"candidate"``."""
    asked = (About.EXISTS, About.OPTIMAL, *((About.OFF_PATH,) if game.information == "feedback" else ()))
    return "equilibrium" if min(map(evidence.status, asked)) >= Status.VERIFIED else "candidate"
