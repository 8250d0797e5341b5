"""What is established of equilibria in discrete time, as rows of their evidence."""

from __future__ import annotations

from collections.abc import Sequence

from lsec_models.games.difference.game import DifferenceGame
from lsec_models.games.differential.evidence import not_asked
from lsec_models.games.evidence.evidence import About, Finding, Row, Status, found
from lsec_models.games.static.results.evidence_subject import rows_of_moves

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
    off = elsewhere or _doubted_answers(game) or (_STOCKS if stocked else "")
    moved = _moves(game, Status.VERIFIED, _INDUCTION, leaders=_doubted_answers(game), all_of_them=_doubted_moves(game))
    return (
        found(Row(about=About.EXISTS), Status.VERIFIED, _INDUCTION),
        *moved,
        _verified_unless(off, About.OFF_PATH, _INDUCTION),
        found(Row(about=About.TRANSVERSALITY), Status.PROVED, _AT_END),
        _complete(signed or stocked, _ONE_EACH, _BOUNDS if signed else _STOCKS),
    )


def planned_findings(game: DifferenceGame) -> tuple[Finding, ...]:
    """Return what is established of plans made at the start."""
    signed = any(d.is_nonnegative for d in game.decisions)
    stocked = any(s.is_nonnegative for s in game.stocks)
    return (
        found(Row(about=About.EXISTS), Status.VERIFIED, _PLANS),
        *_moves(game, Status.VERIFIED, _PLANS, leaders=_doubted_answers(game), all_of_them=""),
        not_asked(committed=len(game.period.stages) > 1),
        found(Row(about=About.TRANSVERSALITY), Status.PROVED, _AT_END),
        _complete(signed or stocked, _ONE_PLAN, _BOUNDS if signed else _STOCKS),
    )


def stationary_findings(
    game: DifferenceGame, *, best: Sequence[tuple[str, bool]], listed: bool, elsewhere: str, later: str
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
    later : str
        Which declared sign is not seen to be kept for ever along the path, in words.
    """
    enclosed = "value functions solve the Bellman equations: coefficients enclosed by Krawczyk's test"
    limit = "the Bellman equation holds, and what finite horizons are worth at most tends to its value"
    known = dict(best)
    stocked = any(s.is_nonnegative for s in game.stocks)
    doubt = "whether a deviation that lasts for ever gains is not decided"
    moves = [
        row if known[row.row.player] or row.status is Status.OPEN else found(row.row, Status.OPEN, detail=doubt)
        for row in _moves(
            game, Status.VERIFIED, limit, leaders=_doubted_answers(game), all_of_them=_doubted_moves(game)
        )
    ]
    everybody = all(known.values())
    off = elsewhere or _doubted_answers(game) or (_STOCKS if stocked else "" if everybody else doubt)
    return (
        _verified_unless(later, About.EXISTS, enclosed),
        *moves,
        _verified_unless(off, About.OFF_PATH, limit),
        _verified_unless("" if everybody else doubt, About.TRANSVERSALITY, limit),
        _stable("on average: shocks keep the stocks around their steady state" if game.shocks else ""),
        found(
            Row(about=About.COMPLETE),
            Status.OPEN,
            detail="other than affine strategies are not looked for"
            + ("; all affine ones with a stable closed loop are listed" if listed else "; other affine ones may exist"),
        ),
    )


def planned_stationary_findings(
    game: DifferenceGame, *, best: Sequence[tuple[str, bool]], modes: int | None, later: str
) -> tuple[Finding, ...]:
    """Return what is established of plans without end whose coefficients are enclosed.

    Parameters
    ----------
    game : DifferenceGame
    best : sequence of (decider, bool)
        Whether no plan earns the decider more than its own.
    modes : int or None
        How many modes of the linear system of plans are stable; None where they, or the solutions, are not all known.
    later : str
        Which declared sign is not seen to be kept for ever along the path, in words.
    """
    enclosed = "stocks, prices and decisions solve the first-order conditions: coefficients enclosed by Krawczyk's test"
    limit = "the Bellman equation of own plans holds, and what finite horizons are worth at most tends to its value"
    doubt = "whether another plan gains in the long run is not decided"
    known = dict(best)
    everybody = all(known.values())
    others = {
        None: "; other plans along which they do may exist",
        len(game.stocks): "; there is no other plan along which they do",
    }
    filled = f"; {modes} modes are stable with {len(game.stocks)} stock(s), so that such plans fill a continuum"
    return (
        _verified_unless(later, About.EXISTS, enclosed),
        *(
            found(row, Status.VERIFIED, limit) if known[row.player] else found(row, Status.OPEN, detail=doubt)
            for row in rows_of_moves(game.period)
        ),
        not_asked(committed=False),
        _verified_unless("" if everybody else doubt, About.TRANSVERSALITY, limit),
        _stable("without shocks" if game.shocks else ""),
        found(
            Row(about=About.COMPLETE),
            Status.OPEN,
            detail="plans along which stocks do not settle are not looked for" + others.get(modes, filled),
        ),
    )


def _verified_unless(doubt: str, about: About, means: str) -> Finding:
    """Return that a statement is verified by some means, or open for the reason why it is not."""
    row = Row(about=about)
    return found(row, Status.OPEN, detail=doubt) if doubt else found(row, Status.VERIFIED, means)


def _stable(detail: str) -> Finding:
    means = "a quadratic form falls from period to period (Stein)"
    return found(Row(about=About.STABLE), Status.VERIFIED, means, detail=detail)


def _doubted_answers(game: DifferenceGame) -> str:
    """Return why later answers may differ after a leader's deviation: something declared nonnegative would be met."""
    if any(d.is_nonnegative for stage in game.period.stages[1:] for d in stage.decisions):
        return _FOLLOWERS
    several = len(game.period.stages) > 1 and len(game.deciders) > 1
    return _STOCKS if several and any(s.is_nonnegative for s in game.stocks) else ""


def _doubted_moves(game: DifferenceGame) -> str:
    """Return why later decisions, which depend on the stocks, may differ after anybody's deviation."""
    several = len(game.deciders) > 1 and (game.horizon is None or game.horizon > 1)
    return _STOCKS if several and any(s.is_nonnegative for s in game.stocks) else ""


def _moves(game: DifferenceGame, status: Status, means: str, *, leaders: str, all_of_them: str) -> list[Finding]:
    """Return a finding for each move; what speaks against leaders, or against all of them, keeps theirs open."""
    last = len(game.period.stages)
    doubts = {row: leaders if leaders and row.stage < last else all_of_them for row in rows_of_moves(game.period)}
    return [found(row, Status.OPEN, detail=why) if why else found(row, status, means) for row, why in doubts.items()]


def _complete(bounded: bool, means: str, doubt: str) -> Finding:
    row = Row(about=About.COMPLETE)
    return found(row, Status.OPEN, detail=doubt) if bounded else found(row, Status.VERIFIED, means)
