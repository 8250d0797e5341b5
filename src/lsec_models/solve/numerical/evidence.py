"""What is established of candidates that nothing refutes, and by what."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import TypeAlias

import flint
import numpy as np

from lsec_models.games.evidence.evidence import About, Finding, Row, Status, found
from lsec_models.games.static.game import Game
from lsec_models.games.static.results.evidence_subject import rows_of_moves
from lsec_models.solve.numerical.candidates.simultaneous_moves import moves_at_once
from lsec_models.solve.numerical.candidates.starts import MOST_STARTS
from lsec_models.solve.numerical.checks.best_replies import is_certainly_best
from lsec_models.solve.numerical.checks.deviations import Deviations
from lsec_models.solve.numerical.checks.enclosure import LEAST, RADIUS, certain_box
from lsec_models.solve.numerical.checks.judged_candidate import JudgedCandidate
from lsec_models.solve.numerical.reasons import listed, refuted
from lsec_models.solve.numerical.regimes import is_brink, is_interior
from lsec_models.solve.numerical.subgames.subgames import Subgames
from lsec_models.solve.numerical.units.in_units import Units, shown

Box: TypeAlias = Mapping[str, flint.arb]

_SEARCH = "first- and second-order conditions of all stages, by Newton's method"
_ENCLOSED = (
    f"first- and second-order conditions hold within {float(RADIUS):.0e} of each number, relative to it or to "
    f"{LEAST} of the largest decision, where numbers are about one, by intervals"
)
_STOPPED = (
    "first- and second-order conditions by Newton's method and, where somebody stops at a brink, steps to either side"
)
_BEST = "no other decision between its ends earns more, by intervals"
_LEFT_OUT = (
    "at {} other decisions the payoff is not a number, and they were left out; "
    "decisions(..., within=(low, high)) says between which ends it is one"
)
_TRIED = "other decisions, all later stages answered anew"
_NOBODY = "nobody moves later"
_OTHERS = (
    f"from {MOST_STARTS} starts no other one was found, but there are others, unless somebody would go on beyond an "
    "end: the signs of how marginal payoffs fall do not add up to 1"
)
_NOT_LOOKED_FOR = (
    "who moves at once after others may answer in several ways, of which those that are not stable were not looked for"
)


def findings_of(
    subgames: Subgames,
    kept: Sequence[JudgedCandidate],
    checked: Sequence[JudgedCandidate],
    exact: Mapping[str, Fraction],
    units: Units,
) -> list[Finding]:
    """Return what is established of several equilibria alike, the least of what is of each, and whether they are all.

    Parameters
    ----------
    subgames : Subgames
    kept : sequence of JudgedCandidate
        Candidates that nothing refutes.
    checked : sequence of JudgedCandidate
        All candidates.
    exact : mapping from str to Fraction
        Parameters.
    units : mapping from str to Fraction
    """
    game, boxes = subgames.game, _certain_boxes(subgames, kept, exact)
    best = _best_for_certain(subgames, boxes)
    is_stopped = any(is_brink(decision.name, one.values) for one in kept for decision in game.decisions)
    how = _STOPPED if is_stopped else _SEARCH
    exists = Row(about=About.EXISTS)
    findings = [
        found(exists, Status.VERIFIED, _ENCLOSED) if boxes else found(exists, Status.CHECKED, how, points=len(kept))
    ]
    for row, of_move in zip(rows_of_moves(game), zip(*(one.tried for one in kept), strict=True), strict=True):
        is_last = row.stage == game.stages[-1].number
        findings.append(found(row, Status.VERIFIED, _BEST) if is_last and row.player in best else _tried(row, of_move))
    findings.append(_off_path(game, [deviations for one in kept for deviations in one.tried], units))
    return [*findings, _complete(game, refuted(game, checked, units), _adds_up_to(subgames, kept))]


def _tried(row: Row, of_move: Sequence[Deviations]) -> Finding:
    """Return how many other decisions of a mover were tried, and what is gained by the best of them."""
    judged = sum(int(deviations.tried[0]) for deviations in of_move)
    gain = max(0.0, *(float(deviations.gains[0]) for deviations in of_move))
    undefined = sum(int(deviations.undefined[0]) for deviations in of_move)
    detail = _LEFT_OUT.format(undefined) if undefined else ""
    return found(row, Status.CHECKED, _TRIED, points=judged, gain=gain, detail=detail)


def _certain_boxes(
    subgames: Subgames,
    kept: Sequence[JudgedCandidate],
    exact: Mapping[str, Fraction],
) -> list[Box]:
    """Return a box for each candidate in which all conditions are certain to hold; none if one has none."""
    if not all(is_interior(subgames, one.values) for one in kept):
        return []
    boxes = [certain_box(subgames.inside, one.values, exact) for one in kept]
    return [] if None in boxes else [box for box in boxes if box is not None]


def _best_for_certain(subgames: Subgames, boxes: Sequence[Box]) -> frozenset[str]:
    """Return who moves last and certainly has no better decision between its ends, at any candidate."""
    last = [move for move in subgames.game.stages[-1].moves if boxes and move.player not in subgames.game.hidden]
    return frozenset(
        move.player for move in last if all(is_certainly_best(subgames.inside, move, box) for box in boxes)
    )


def _off_path(game: Game, tried: Sequence[Deviations], units: Units) -> Finding:
    """Return whether later movers answer every other decision that was tried, and else after which one they do not.

    Where players of one stage only decide, nobody is left to answer; kinks have to be settled there too.
    """
    row, silent = Row(about=About.OFF_PATH), [deviations for deviations in tried if deviations.unanswered[0]]
    unanswered = sum(int(deviations.unanswered[0]) for deviations in silent)
    histories = unanswered + sum(int(deviations.tried[0]) for deviations in tried)
    if not silent and len({row.stage for row in rows_of_moves(game)}) == 1:
        return found(row, Status.PROVED, _NOBODY)
    if not silent:
        return found(row, Status.CHECKED, _SEARCH, points=histories)
    first = shown(silent[0].first_unanswered, units)
    detail = f"no answer was found after {unanswered} of {histories} other decisions, such as {first}"
    return found(row, Status.OPEN, detail=detail)


def _adds_up_to(subgames: Subgames, kept: Sequence[JudgedCandidate]) -> float:
    """Return what the signs of all determinants add up to: 1 of all equilibria, if nobody would stop at an end.

    Also 1 where that says nothing: where one player moves at a time, or somebody stops at an end.
    """
    if len(subgames.game.stages) > 1 or not all(is_interior(subgames, one.values) for one in kept):
        return 1.0
    signs = [sign for one in kept for sign in subgames.orientations(one.values)]
    return float(np.sum(signs)) if signs else 1.0


def _complete(game: Game, gains: Sequence[str], adds_up_to: float) -> Finding:
    """Return whether there may be other equilibria, and what was refuted."""
    row, detail = Row(about=About.COMPLETE), f"refuted: {listed(gains)}" if gains else ""
    if adds_up_to != 1:
        return found(row, Status.OPEN, detail="; ".join(filter(None, (_OTHERS, detail))))
    if not game.alike and not moves_at_once(game, 1):
        return found(row, Status.CHECKED, "starts from which no other one was found", points=MOST_STARTS, detail=detail)
    none = f"from {MOST_STARTS} starts no other one was found"
    if game.alike:
        none = f"{none} in which all copies decide alike; others were not looked for"
    if moves_at_once(game, 1):
        none = f"{none}; {_NOT_LOOKED_FOR}"
    return found(row, Status.OPEN, detail="; ".join(filter(None, (none, detail))))
