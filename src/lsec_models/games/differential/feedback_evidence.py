"""The evidence of a stationary feedback equilibrium: what it must answer, and what was found out about each."""

from __future__ import annotations

from collections.abc import Iterable

from lsec_models.games.differential.game import DifferentialGame
from lsec_models.games.evidence import About, Evidence, Finding, Row
from lsec_models.games.static.evidence_subject import digest, rows_of_moves, signs


def evidence_of_feedback(game: DifferentialGame, findings: Iterable[Finding], *stated: object) -> Evidence:
    """Return the evidence of a stationary feedback equilibrium.

    Parameters
    ----------
    game : DifferentialGame
        With an infinite horizon.
    findings : iterable of Finding
        What was found out; what nobody looked at is open.
    *stated : object
        The quantities and the domain or point; they print as the same text only where they are the same.
    """
    return Evidence(
        subject=digest(signs(game.instant.ring), game, *stated),
        required=(
            Row(about=About.EXISTS),
            *rows_of_moves(game.instant.stages),
            Row(about=About.OFF_PATH),
            Row(about=About.TRANSVERSALITY),
            Row(about=About.STABLE),
            Row(about=About.COMPLETE),
        ),
        findings=tuple(findings),
    )
