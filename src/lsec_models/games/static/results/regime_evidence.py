"""What a piecewise equilibrium rests on: what its tiling records, and not more."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from lsec_models.games.evidence.evidence import About, Evidence, Finding, Row, Status, found
from lsec_models.games.static.results.evidence_subject import digest, of_quantities, of_static_game, rows_of_moves

if TYPE_CHECKING:
    from lsec_models.games.static.results.piecewise import PiecewiseEquilibrium
from lsec_models.games.static.results.tiling import Gap, Overlap, Tiling

_STATUSES = {"proved": Status.PROVED, "sampled": Status.CHECKED, "overlapping": Status.REFUTED}
_SAMPLED = "the whole game solved at random points"
_PROVED = "certificates, or two engines that agree"


def digest_of_regimes(solved: PiecewiseEquilibrium) -> str:
    """Return a digest of the game, the quantities of each piece and its cell."""
    pieces = [of_quantities(solved.game, piece.exact, piece.domain) for piece in solved.pieces]
    return digest(of_static_game(solved.game), pieces)


def evidence_of_regimes(solved: PiecewiseEquilibrium) -> Evidence:
    """Return the evidence of a piecewise equilibrium.

    Moves are proved optimal where every deviation to a first-order point is excluded and it is proved that later movers
    have single answers, which do not jump; else they are checked, at as many points as the game was solved at.
    """
    tiling = solved.tiling
    moves = rows_of_moves(solved.game)
    exists, off_path = Row(about=About.EXISTS), Row(about=About.OFF_PATH)
    covering = _covering(solved)
    disjoint = Row(about=About.DISJOINT)
    return Evidence(
        subject=solved.subject,
        required=(
            exists,
            *moves,
            off_path,
            Row(about=About.COMPLETE),
            Row(about=About.COVER),
            disjoint,
        ),
        findings=(
            replace(covering, about=About.EXISTS),
            *(_optimal(row, tiling) for row in moves),
            _answered(off_path, tiling),
            _complete(Row(about=About.COMPLETE), tiling),
            covering,
            _recorded(disjoint, tiling.disjoint, tiling.points, tiling.overlaps),
        ),
    )


def _covering(solved: PiecewiseEquilibrium) -> Finding:
    """Return whether the whole domain is covered; a proof about a part of it is said in the detail."""
    tiling = solved.tiling
    recorded = _recorded(Row(about=About.COVER), tiling.covering, tiling.points, tiling.gaps)
    if recorded.status is not Status.PROVED or tiling.covers(solved.domain):
        return recorded
    beyond = [str(condition) for condition in tiling.within.conditions if condition not in solved.domain.conditions]
    return replace(recorded, status=Status.OPEN, detail=f"proved where {'; '.join(beyond)}")


def _optimal(row: Row, tiling: Tiling) -> Finding:
    if tiling.doubts:
        return found(row, Status.REFUTED, _SAMPLED, detail=tiling.doubts[0])
    if tiling.is_sound:
        return found(row, Status.PROVED, _PROVED, detail=_excluded(tiling))
    return found(row, Status.CHECKED, _SAMPLED, points=tiling.points, detail=_excluded(tiling))


def _answered(row: Row, tiling: Tiling) -> Finding:
    if tiling.jumps:
        return found(row, Status.CHECKED, _SAMPLED, points=tiling.points, detail=tiling.jumps)
    return found(row, Status.PROVED, _PROVED, detail="; ".join(("single answers, which do not jump", *tiling.alike)))


def _complete(row: Row, tiling: Tiling) -> Finding:
    if tiling.others:
        return found(row, Status.OPEN, detail=tiling.others)
    return found(row, Status.PROVED, _PROVED, part="inside regions", detail="what holds on a border is found at points")


def _excluded(tiling: Tiling) -> str:
    proved = tiling.deviations - len(tiling.unproved)
    return f"{proved} of {tiling.deviations} deviations across regimes excluded by proof"


def _recorded(row: Row, word: str, points: int, against: tuple[Gap, ...] | tuple[Overlap, ...]) -> Finding:
    status = _STATUSES.get(word, Status.OPEN)
    means = _PROVED if status is Status.PROVED else _SAMPLED
    return found(
        row, status, means, points=points if status is Status.CHECKED else 0, detail="; ".join(map(str, against[:1]))
    )
