"""What is established of equilibria in discrete time, as rows of their evidence."""

from __future__ import annotations

from collections.abc import Sequence

from lsec_models.games.difference.game import DifferenceGame
from lsec_models.games.differential.evidence import not_asked
from lsec_models.games.evidence import About, Finding, Row, Status, found
from lsec_models.games.static.evidence_subject import rows_of_moves

_INDUCTION = "backward induction: in each period payoffs are strictly concave in own decisions, by ball arithmetic"
_ONE_EACH = "backward induction: the game of each period has one pure equilibrium, whatever the stocks"
_PLANS = "payoffs are strictly concave in own plans, by ball arithmetic"
_ONE_PLAN = "within open-loop strategies: the first-order conditions have one solution"
_AT_END = "nothing has a value after the last period"
_BOUNDS = "a decision is declared nonnegative: equilibria in which a bound is met are not looked for"
_STOCKS = "a stock is declared nonnegative: what deviations would make it is not examined"
_FOLLOWERS = (
    "a follower's decision is declared nonnegative: what holds where a deviation drives it to zero is not examined"
)


def feedback_findings(game: DifferenceGame, elsewhere: str) -> tuple[Finding, ...]:
    """Return what backward induction establishes.

    Parameters
    ----------
    game : DifferenceGame
    elsewhere : str
        Where a strategy asks for a decision below its declared sign, in words; there is one decider then.
    """
    signed = any(d.is_nonnegative for d in game.decisions)
    stocked = any(s.is_nonnegative for s in game.stocks)
    followed = any(d.is_nonnegative for stage in game.period.stages[1:] for d in stage.decisions)
    off = elsewhere or (_FOLLOWERS if followed else _STOCKS if stocked else "")
    moved = _moves(game, Status.VERIFIED, _INDUCTION, leaders=_FOLLOWERS if followed else "")
    return (
        found(Row(about=About.EXISTS), Status.VERIFIED, _INDUCTION),
        *moved,
        found(
            Row(about=About.OFF_PATH), Status.OPEN if off else Status.VERIFIED, "" if off else _INDUCTION, detail=off
        ),
        found(Row(about=About.TRANSVERSALITY), Status.PROVED, _AT_END),
        _complete(signed or stocked, _ONE_EACH, _BOUNDS if signed else _STOCKS),
    )


def planned_findings(game: DifferenceGame) -> tuple[Finding, ...]:
    """Return what is established of plans made at the start."""
    signed = any(d.is_nonnegative for d in game.decisions)
    stocked = any(s.is_nonnegative for s in game.stocks)
    followed = any(d.is_nonnegative for stage in game.period.stages[1:] for d in stage.decisions)
    return (
        found(Row(about=About.EXISTS), Status.VERIFIED, _PLANS),
        *_moves(game, Status.VERIFIED, _PLANS, leaders=_FOLLOWERS if followed else ""),
        not_asked(committed=len(game.period.stages) > 1),
        found(Row(about=About.TRANSVERSALITY), Status.PROVED, _AT_END),
        _complete(signed or stocked, _ONE_PLAN, _BOUNDS if signed else _STOCKS),
    )


def stationary_findings(
    game: DifferenceGame, *, best: Sequence[tuple[str, bool]], listed: bool, elsewhere: str
) -> tuple[Finding, ...]:
    """Return what is established of a stationary solution whose coefficients are enclosed.

    Parameters
    ----------
    game : DifferenceGame
    best : sequence of (decider, bool)
        Whether what finite horizons are worth at most tends to the value of each decider.
    listed : bool
        Whether all affine solutions are known.
    elsewhere : str
        Where a strategy asks for a decision below its declared sign, in words.
    """
    enclosed = "value functions solve the Bellman equations: coefficients enclosed by Krawczyk's test"
    limit = "the Bellman equation holds, and what finite horizons are worth at most tends to its value"
    known = dict(best)
    stocked = any(s.is_nonnegative for s in game.stocks)
    followed = any(d.is_nonnegative for stage in game.period.stages[1:] for d in stage.decisions)
    doubt = "whether a deviation that lasts for ever gains is not decided"

    def led(row: Row) -> bool:
        return followed and row.stage < len(game.period.stages)

    moves = [
        found(
            row,
            Status.VERIFIED if known[row.player] and not led(row) else Status.OPEN,
            limit if known[row.player] and not led(row) else "",
            detail=_FOLLOWERS if led(row) else "" if known[row.player] else doubt,
        )
        for row in rows_of_moves(game.period)
    ]
    everybody = all(known.values())
    off = elsewhere or (_FOLLOWERS if followed else _STOCKS if stocked else "" if everybody else doubt)
    return (
        found(Row(about=About.EXISTS), Status.VERIFIED, enclosed),
        *moves,
        found(Row(about=About.OFF_PATH), Status.OPEN if off else Status.VERIFIED, "" if off else limit, detail=off),
        found(
            Row(about=About.TRANSVERSALITY),
            Status.VERIFIED if everybody else Status.OPEN,
            limit if everybody else "",
            detail="" if everybody else doubt,
        ),
        found(Row(about=About.STABLE), Status.VERIFIED, "a quadratic form falls from period to period (Stein)"),
        found(
            Row(about=About.COMPLETE),
            Status.OPEN,
            detail="other than affine strategies are not looked for"
            + ("; all affine ones with a stable closed loop are listed" if listed else "; other affine ones may exist"),
        ),
    )


def _moves(game: DifferenceGame, status: Status, means: str, *, leaders: str) -> list[Finding]:
    """Return a finding for each move; what speaks against leaders keeps theirs open."""
    last = len(game.period.stages)
    return [
        found(row, Status.OPEN, detail=leaders) if leaders and row.stage < last else found(row, status, means)
        for row in rows_of_moves(game.period)
    ]


def _complete(bounded: bool, means: str, doubt: str) -> Finding:
    row = Row(about=About.COMPLETE)
    return found(row, Status.OPEN, detail=doubt) if bounded else found(row, Status.VERIFIED, means)
