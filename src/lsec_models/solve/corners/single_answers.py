"""Proofs that later movers have exactly one answer after every history, which does not jump.

Of one mover, two things together are enough. Its payoff is strictly concave in its own decisions as long as those who
move after it stay on one piece of their answers: then it is bounded, and on each piece the first-order point is the
only one and moves continuously with the history. And no two first-order points are valid at the same time inside the
histories where they are: then the best of them is the only one, and where one ends the next begins.

Several movers of a stage have one equilibrium after every history if their marginal payoffs fall fast enough
(:mod:`.one_answer`). In the last stage it is also enough that payoffs are strictly concave, that no two sets of binding
constraints give an equilibrium after one history, and that after every history some set does.

With single answers that do not jump, the best a mover can do on a piece of later answers is a first-order point of that
piece, so that excluding all of these excludes every deviation.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from lsec_models.algebra.domains.domain import Domain
from lsec_models.algebra.polynomials.ratio import Ratio
from lsec_models.games.static.game import Game
from lsec_models.prove.statements.statement import Atom
from lsec_models.solve.collected_conditions import where_sign
from lsec_models.solve.corners.affine_functions import composed, unit_rows
from lsec_models.solve.corners.branch import Branch
from lsec_models.solve.corners.branches import Responses
from lsec_models.solve.corners.one_answer import affine_function, why_not_one_answer
from lsec_models.solve.corners.proof import Prover
from lsec_models.solve.linear_algebra import restricted_minors

_MAX_PAIRS = 400


def why_not_single(game: Game, responses: Responses, prover: Prover, within: Domain) -> str:
    """Return why later movers may have no answer, several, or one that jumps; empty if it is proved that they do not.

    Parameters
    ----------
    game : Game
    responses : Responses
        Over the parameters.
    prover : Prover
    within : Domain
        The part of the parameters that is spoken of.
    """
    last = len(responses.model.stages) - 1
    for number in reversed(range(1, last + 1)):
        if not why_not_one_answer(game, responses, prover, within, number):
            continue
        shape = responses.model.stages[number]
        movers = " and ".join(player for player, _ in shape.movers)
        if len(shape.movers) > 1 and number < last:
            return f"{movers} may have no equilibrium in stage {number + 1} after some history"
        if not all(within.sign(minor).is_positive for minor in _minors(responses, number)):
            return f"the payoff of {movers} in stage {number + 1} is not shown to be strictly concave on every piece"
        pairs = [(a, b) for a, b in combinations(responses.all(number), 2) if a.rows != b.rows]
        if len(pairs) > _MAX_PAIRS:
            return f"{len(pairs)} pairs of answers of {movers} in stage {number + 1} are too many to tell apart"
        histories = within.over(game.ring)
        if not all(_exclude_each_other(game, prover, histories, a, b) for a, b in pairs):
            return f"{movers} may have two answers in stage {number + 1}, between which they jump"
        if len(shape.movers) > 1 and not _is_always_answered(game, responses, prover, histories, number):
            return f"{movers} may have no equilibrium in stage {number + 1} after some history"
    return ""


def _minors(responses: Responses, number: int) -> Iterator[Ratio]:
    """Yield what must be positive for strict concavity of each mover's payoff on each piece of later answers."""
    model = responses.model
    for later in responses.all(number + 1):
        stage = responses.stage_game(number, later.label)
        rows = [*unit_rows(model, stage.shape.stop), [*[model.zero] * stage.shape.stop, model.one]]
        for player, own in stage.movers:
            payoff = composed(model, stage.payoffs[player], rows)
            hessian = [[-payoff[i][j] for j in own] for i in own]
            yield from restricted_minors(model, hessian, [])


def _is_always_answered(game: Game, responses: Responses, prover: Prover, histories: Domain, number: int) -> bool:
    """Whether it is proved that after every history some answer is valid."""
    for stage in responses.model.stages[:number]:
        for limit in stage.limits:
            narrowed = where_sign(histories, affine_function(game, limit.row), strict=False, origin=limit.words)
            if narrowed is None:
                return True
            histories = narrowed
    cells = []
    for branch in responses.all(number):
        cell: Domain | None = histories
        for side in branch.sides:
            cell = cell and where_sign(cell, affine_function(game, side.row), strict=False, origin=side.words)
        cells += [cell] if cell is not None else []
    return not prover.uncovered(histories, cells)


def _exclude_each_other(game: Game, prover: Prover, histories: Domain, first: Branch, second: Branch) -> bool:
    """Whether it is proved that two answers are valid together at most where one of them ends."""
    ends = [affine_function(game, side.row) for branch in (first, second) for side in branch.sides]
    if any(histories.sign(end).is_nonpositive for end in ends):
        return True
    atoms = [Atom(-(end.numerator * end.denominator), ">=", -end) for end in ends]
    return bool(atoms) and prover.implies(histories, *atoms)
