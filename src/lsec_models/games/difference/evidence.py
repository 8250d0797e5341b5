"""What an equilibrium of a game in discrete time must answer, and its evidence."""

from __future__ import annotations

from collections.abc import Iterable

from lsec_models.games.difference.game import DifferenceGame
from lsec_models.games.evidence import About, Evidence, Finding, Row
from lsec_models.games.static.evidence_subject import digest, rows_of_moves, signs


def difference_evidence(game: DifferenceGame, findings: Iterable[Finding], *stated: object) -> Evidence:
    """Return the evidence of an equilibrium of a difference game.

    Parameters
    ----------
    game : DifferenceGame
    findings : iterable of Finding
        What is established; a row that none is about is open.
    *stated : object
        The point and the quantities; they print as the same text only where they are the same.
    """
    return Evidence(
        subject=digest(signs(game.period.ring), game, *stated),
        required=required_rows(game),
        findings=tuple(findings),
    )


def required_rows(game: DifferenceGame) -> tuple[Row, ...]:
    """Return the statements: existence, optimality of each move, off the path, transversality, stability, completeness.

    Examples
    --------
    >>> from lsec_models import Player, decisions, states
    >>> x, u = states("x"), decisions("u", real=True)
    >>> firm = Player("firm", decides=[u], payoff=x - u**2)
    >>> for row in required_rows(DifferenceGame(states={x: x / 2 + u}, players=[firm], discount_factor=0.9)):
    ...     print(row)
    exists at each admissible point
    optimal: firm in u, stage 1
    off the path: later answers exist and are optimal
    transversality: nothing is left to gain at the end, or in the long run
    stable: the states settle
    complete: no other equilibrium
    """
    settles = (Row(about=About.STABLE),) if game.horizon is None else ()
    return (
        Row(about=About.EXISTS),
        *rows_of_moves(game.period),
        Row(about=About.OFF_PATH),
        Row(about=About.TRANSVERSALITY),
        *settles,
        Row(about=About.COMPLETE),
    )
