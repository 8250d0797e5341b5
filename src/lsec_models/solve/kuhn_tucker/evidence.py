"""What is established of one regime of complementary slackness: weak duality, and what is known of the Lagrangians."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from lsec_models.games.evidence.evidence import About, Finding, Row, Status, found
from lsec_models.games.static.results.equilibrium import Equilibrium
from lsec_models.games.static.results.evidence_subject import rows_of_moves
from lsec_models.solve.interior.evidence import interior_findings, later_findings
from lsec_models.solve.interior.optimality.best_reply import best_reply
from lsec_models.solve.interior.optimality.own_problem import on_the_path
from lsec_models.solve.interior.optimality.subgames import subgames_of
from lsec_models.solve.kuhn_tucker.lagrangian import LagrangianGame

_DUALITY = "weak duality, Lagrangian: "
_LUMP_SUM = "the Lagrangian, like later answers, does not change with it"


def regime_findings(
    equilibrium: Equilibrium, *, priced: LagrangianGame, solved: Equilibrium | None
) -> tuple[Finding, ...]:
    """Return what is established of a regime.

    1. Existence, later moves and later answers are those of any interior equilibrium.
    2. A first mover is optimal if its decisions maximise its Lagrangian, later answers inserted and what drives later
       movers to bounds included. Where these do not determine them, the problem with its limits is looked at itself.
    3. There is no other equilibrium where one first mover's Lagrangian has one maximum, and its lump sums are priced.

    Parameters
    ----------
    equilibrium : Equilibrium
        Of the constrained game, on its region.
    priced : LagrangianGame
    solved : Equilibrium, optional
        Of the game of the Lagrangians; None where nothing is decided in it.
    """
    later = later_findings(equilibrium)
    of_priced = () if solved is None else interior_findings(replace(solved, conditions=equilibrium.domain.conditions))
    first = list(_first_moves(equilibrium, priced, of_priced))
    bounds = _bounds(equilibrium, priced, of_priced)
    return (*later, *first, bounds, _complete(equilibrium, priced, [*later, *first, bounds], of_priced))


def _first_moves(equilibrium: Equilibrium, priced: LagrangianGame, of_priced: tuple[Finding, ...]) -> Iterator[Finding]:
    game, stage = equilibrium.game, equilibrium.game.stages[0]
    for row, move in zip(rows_of_moves(game, [stage]), stage.moves, strict=True):
        left = [decision for decision in move.decisions if decision not in priced.fixed]
        if any(decision in priced.level for decision in move.decisions):
            yield _of_the_problem_itself(equilibrium, row)
        elif not left:
            yield found(row, Status.PROVED, _DUALITY + _LUMP_SUM)
        else:
            known = next(
                f for f in of_priced if f.about is About.OPTIMAL and set(f.decisions) == {d.name for d in left}
            )
            yield found(row, known.status, _DUALITY + known.means if known.means else "", detail=known.detail)


def _of_the_problem_itself(equilibrium: Equilibrium, row: Row) -> Finding:
    """Return whether a first mover is optimal among all decisions that meet its limits, later answers inserted."""
    game, subgames = equilibrium.game, subgames_of(equilibrium)
    if subgames is None:
        return found(row, Status.OPEN, detail="the stages do not lead to the stated decisions")
    if _later_bounds(equilibrium):
        return found(row, Status.OPEN, detail="more may be gained by driving later movers to a bound")
    move = next(move for move in game.stages[0].moves if move.player == row.player)
    reply = best_reply(on_the_path(equilibrium, equilibrium.domain, subgames, move))
    return found(row, reply.status, reply.means, detail=reply.reason)


def _later_bounds(equilibrium: Equilibrium) -> bool:
    game = equilibrium.game
    later = [decision for stage in game.stages[1:] for decision in stage.decisions]
    return any(d.is_nonnegative for d in later) or any(bound.stage > 1 for bound in game.bounds)


def _bounds(equilibrium: Equilibrium, priced: LagrangianGame, of_priced: tuple[Finding, ...]) -> Finding:
    row = Row(about=About.BOUNDS)
    if len(equilibrium.game.stages) == 1:
        return found(row, Status.PROVED, "nobody moves later")
    if not _later_bounds(equilibrium):
        return found(row, Status.PROVED, "later movers have no bounds")
    if priced.level:
        return found(row, Status.OPEN, detail="the Lagrangian does not determine what the first mover decides")
    if all(decision in priced.transfers for decision in equilibrium.game.stages[0].decisions):
        return found(row, Status.PROVED, "later answers do not change with what the first movers decide")
    known = next(finding for finding in of_priced if finding.about is About.BOUNDS)
    return found(row, known.status, _DUALITY + known.means if known.means else "", detail=known.detail)


def _complete(
    equilibrium: Equilibrium, priced: LagrangianGame, needed: list[Finding], of_priced: tuple[Finding, ...]
) -> Finding:
    row, game = Row(about=About.COMPLETE), equilibrium.game
    if len(game.stages[0].moves) > 1:
        return found(row, Status.OPEN, detail="several first movers with limits; other profiles are not looked for")
    owner = game.stages[0].moves[0].player
    without = [d.name for d in priced.transfers if not game.ratios[owner].depends_on(d)]
    if without:
        names = ", ".join(without)
        return found(
            row, Status.REFUTED, detail=f"{owner} is indifferent to {names}: a continuum, of which one is shown"
        )
    if priced.level:
        return found(row, Status.OPEN, detail="the Lagrangian does not determine what the first mover decides")
    if any(finding.status < Status.PROVED for finding in needed):
        return found(row, Status.OPEN, detail="optimality is not proved")
    known = next((finding for finding in of_priced if finding.about is About.COMPLETE), None)
    if known is not None and any(decision not in priced.fixed for decision in game.decisions):
        return found(row, known.status, _DUALITY + known.means if known.means else "", detail=known.detail)
    return found(row, Status.PROVED, "what is priced has no slack")
