"""What is established of an equilibrium in terms of a root: findings about each of its statements."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from lsec_models.errors import NoClosedForm
from lsec_models.games.evidence.evidence import About, Finding, Row, Status, found
from lsec_models.games.static.results.evidence_subject import digest, rows_of_moves
from lsec_models.games.static.results.implicit import ImplicitEquilibrium
from lsec_models.solve.interior.existence.contradictory_assumptions import is_inhabited
from lsec_models.solve.interior.implicit.feasible_range import FeasibleRange
from lsec_models.solve.interior.implicit.first_mover import FirstMover
from lsec_models.solve.interior.implicit.later_movers import LaterMovers
from lsec_models.solve.interior.implicit.only_root import OnlyRoot
from lsec_models.solve.interior.implicit.range_pieces import answered_piece, range_pieces

_PEAK = "single-peaked payoff: it rises up to the root and falls after it"
_ONCE = "the first-order condition turns its sign once between the ends: certificate"
_CONCAVE = "strictly concave quadratic payoff: first-order conditions are enough"
_STOPS = "; where a later mover stops at a bound it falls on"
_STAY = "later movers stay off their bounds, whatever is decided before"
_FALLS_ON = "the first mover's payoff falls on where a later mover stops at a bound"
_ANSWERED = "after every history: one best answer, at a bound where one binds"


def implicit_findings(
    equilibrium: ImplicitEquilibrium, *, first: FirstMover, feasible: FeasibleRange, only: OnlyRoot
) -> tuple[Finding, ...]:
    """Return what is established of an equilibrium whose first decision is a root.

    1. It exists where its conditions hold: the root is proved to be the only one between ends, and between these all
       later answers are inside their bounds.
    2. The first mover's payoff rises up to the root and falls after it, also where a later mover stops at a bound. So
       the root is its only best decision.
    3. Each later mover's answer is its only best one after every history: strictly concave quadratic payoffs, or, where
       the second stage's mover stops at a bound, everything else yields less.

    What is not shown to be so is open, with the reason.
    """
    if equilibrium.root != only.root:
        return ()
    try:
        pieces = [answered_piece(first, piece) for piece in range_pieces(feasible)]
        later = tuple(
            LaterMovers(first=first, feasible=feasible, domain=equilibrium.domain, answered=piece) for piece in pieces
        )
        unknown = ""
    except NoClosedForm as reason:
        later, unknown = (), str(reason)
    examined = _Examined(first=first, pieces=later, unknown=unknown, proof=digest(only.proof.text()))
    return (_existence(equilibrium, examined.proof), *examined.moves(), *examined.others())


@dataclass(frozen=True, kw_only=True)
class _Examined:
    """The pieces of the first decision's range, the one with all answers inside their bounds first."""

    first: FirstMover
    pieces: tuple[LaterMovers, ...]
    unknown: str
    proof: str

    def moves(self) -> list[Finding]:
        """Return what is known of each move."""
        rows = rows_of_moves(self.first.game)
        leading = self.unsound or self.not_falling
        findings = [_shown(rows[0], _PEAK + (_STOPS if len(self.pieces) > 1 else ""), leading, self.proof)]
        for row in rows[1:]:
            reasons = [self.unknown]
            if self.pieces:
                numbers = range(len(self.first.game.stages), row.stage - 1, -1)
                reasons += [self.pieces[0].why_undefined(), *map(self.pieces[0].why_not_best_in, numbers)]
            findings.append(_shown(row, _CONCAVE, next(filter(None, reasons), "")))
        return findings

    def others(self) -> list[Finding]:
        """Return what is known off the path, at others' bounds, and of other equilibria."""
        off, bounds, complete = (Row(about=about) for about in (About.OFF_PATH, About.BOUNDS, About.COMPLETE))
        if not self.first.later:
            alone = "nobody moves later"
            return [
                found(off, Status.PROVED, alone),
                found(bounds, Status.PROVED, alone),
                _shown(complete, _PEAK, self.unsound or self.not_falling, self.proof),
            ]
        means = _STAY if len(self.pieces) == 1 else _FALLS_ON
        return [
            _shown(off, _ANSWERED, self.unsound),
            _shown(bounds, means, self.unsound or self.not_falling),
            _shown(complete, "one best answer after every history, and one peak", self.unsound or self.not_falling),
        ]

    @cached_property
    def unsound(self) -> str:
        """Why later answers are not known to be as stated, or payoffs not to be defined."""
        reasons = (piece.why_undefined() or piece.why_not_best() for piece in self.pieces)
        return self.unknown or next(filter(None, reasons), "")

    @cached_property
    def not_falling(self) -> str:
        """Why the first mover may gain where a later mover stops at a bound."""
        if all(piece.first_loses_by_going_on() for piece in self.pieces[1:]):
            return ""
        return f"{self.first.move.player} may gain where a later mover stops at a bound; ask audit"


def _existence(equilibrium: ImplicitEquilibrium, proof: str) -> Finding:
    row = Row(about=About.EXISTS)
    inhabited = is_inhabited(equilibrium.domain)
    return _shown(row, _ONCE, "" if inhabited else "no point of the domain was met: it may be empty", proof)


def _shown(row: Row, means: str, reason: str, proof: str = "") -> Finding:
    """Return that a row is proved by these means, unless there is a reason why it is not."""
    if reason:
        return found(row, Status.OPEN, detail=reason)
    return found(row, Status.PROVED, means, proofs=(proof,) if proof else ())
