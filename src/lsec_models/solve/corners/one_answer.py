"""Proofs that the movers of a stage have one answer after every history, from how marginal payoffs fall.

In the last stage that is Rosen's condition: the derivatives of each payoff by the own decisions have a Jacobian whose
symmetric part is negative definite, and constraints bind one mover each. Then there is exactly one equilibrium.

Before that, later answers turn where a constraint comes to bind, and so do marginal payoffs. The rule there is for
movers of one decision each who are interchangeable, or for one alone. Let m be the derivative of a mover's payoff by
its own decision q; interchangeable movers have the same m, a function of q and of their total Q.

1. On each piece of later answers m falls in q with Q held, and does not rise in Q with q held.
2. Each payoff is the least of what it would be on any piece: then it is concave in q, and m falls also where it turns.
3. Of two equilibria with different totals, somebody decides more in that with the larger total, at a lower m. But m is
   at least zero there (less is possible) and at most zero in the other (more is possible). So the total is unique.
4. Where m does not turn, q follows from the total, and all decide alike. Where it does, they may split the total in
   other ways too; equal shares are one of them. Who moves earlier must not care about the split.

References
----------
Rosen (1965), Existence and uniqueness of equilibrium points for concave n-person games, Econometrica 33.
Corchón (1994), Comparative statics for aggregative games: the strong concavity case, Mathematical Social Sciences 28.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import permutations

import sympy as sp

from lsec_models.algebra.domains.domain import Domain
from lsec_models.algebra.polynomials.ratio import Ratio
from lsec_models.games.static.game import Game
from lsec_models.prove.statements.statement import Atom
from lsec_models.solve.collected_conditions import where_sign
from lsec_models.solve.corners.affine_functions import composed, unit_rows
from lsec_models.solve.corners.branch import Branch
from lsec_models.solve.corners.branches import Responses
from lsec_models.solve.corners.identical_movers import identical_movers
from lsec_models.solve.corners.proof import Prover
from lsec_models.solve.quadratic import Matrix, Row, StageShape, difference, is_zero

_MAX_PIECES = 12


def why_not_one_answer(game: Game, responses: Responses, prover: Prover, within: Domain, number: int) -> str:
    """Return why a stage's movers may have several answers after some history; empty if it is proved that they do not.

    Interchangeable movers then decide alike, or in a way that has the same total and makes no difference to others.

    Parameters
    ----------
    game : Game
    responses : Responses
        Over the parameters. The answers of later stages must be known to be single and continuous.
    prover : Prover
    within : Domain
        The part of the parameters that is spoken of.
    number : int
        The stage; 0 for the leaders.
    """
    shape = responses.model.stages[number]
    movers = " and ".join(player for player, _ in shape.movers)
    if any(limit.strict for limit in shape.limits):
        return f"a constraint of {movers} in stage {number + 1} is strict, so that the best may be out of reach"
    if not _is_each_bound_alone(shape):
        return f"a constraint of {movers} in stage {number + 1} binds several of them"
    if number + 1 == len(responses.model.stages):
        if not _is_diagonally_concave(responses, within, number):
            return f"the payoffs of {movers} in stage {number + 1} are not shown to be concave together"
        return ""
    return _why_not_one_total(game, responses, prover, within, number)


def _is_each_bound_alone(shape: StageShape) -> bool:
    owner = {v: player for player, own in shape.movers for v in own}
    return not any(
        limit.foresees or (not is_zero(limit.row[v]) and limit.players != (owner[v],))
        for limit in shape.limits
        for v in owner
    )


def _is_diagonally_concave(responses: Responses, within: Domain, number: int) -> bool:
    """Whether the Jacobian of the derivatives by own decisions has a negative definite symmetric part."""
    payoffs = responses.model.payoffs
    owner = {v: player for player, own in responses.model.stages[number].movers for v in own}
    jacobian = [[payoffs[owner[v]][v][u] for u in owner] for v in owner]
    size = len(owner)
    rows = [[-(jacobian[i][j] + jacobian[j][i]) for j in range(size)] for i in range(size)]
    while rows:
        top = rows[0]
        if not within.sign(top[0]).is_positive:
            return False
        rows = [[x - row[0] * y / top[0] for x, y in zip(row[1:], top[1:], strict=True)] for row in rows[1:]]
    return True


def _why_not_one_total(game: Game, responses: Responses, prover: Prover, within: Domain, number: int) -> str:
    shape = responses.model.stages[number]
    movers = " and ".join(player for player, _ in shape.movers)
    places = [v for _, own in shape.movers for v in own]
    if len(places) > len(shape.movers):
        return f"{movers} decide several things in stage {number + 1}"
    groups = identical_movers(responses.model, number)
    if len(places) > 1 and (not groups or len(groups[0].players) < len(places)):
        return f"{movers} are not interchangeable in stage {number + 1}"
    pieces = responses.all(number + 1)
    if len(pieces) > _MAX_PIECES:
        return f"answers to {movers} have {len(pieces)} pieces, too many to compare"
    player = shape.movers[0][0]
    payoffs = {piece.label: responses.stage_game(number, piece.label).payoffs[player] for piece in pieces}
    if not all(_falls(within, payoff, places) for payoff in payoffs.values()):
        return f"marginal payoffs of {movers} in stage {number + 1} are not shown to fall in what each decides"
    if any(_tells_apart(side.row, places) for piece in pieces for side in piece.sides):
        return f"later answers depend on who of {movers} decides how much"
    for here, other in permutations(pieces, 2):
        gap = difference(payoffs[other.label], payoffs[here.label])
        if not _is_nonnegative_on(game, responses, prover, within, number, here, gap):
            return f"payoffs of {movers} in stage {number + 1} are not shown to be concave where later answers turn"
    if len(places) > 1 and not all(_is_indifferent(responses, number, piece, places) for piece in pieces):
        return f"who moves before {movers} is not indifferent to how they split their total"
    return ""


def _falls(within: Domain, payoff: Matrix, places: Sequence[int]) -> bool:
    """Whether a marginal payoff falls in the own decision with the total held, and does not rise in the total."""
    own = payoff[places[0]][places[0]]
    if len(places) == 1:
        return within.sign(-own).is_positive
    cross = payoff[places[0]][places[1]]
    return within.sign(cross - own).is_positive and within.sign(cross).is_nonpositive


def _tells_apart(row: Row, places: Sequence[int]) -> bool:
    return any(not is_zero(row[v] - row[places[0]]) for v in places[1:])


def _is_indifferent(responses: Responses, number: int, piece: Branch, places: Sequence[int]) -> bool:
    """Whether payoffs of earlier movers depend on the total only; that they are symmetric in the places is known."""
    model, stop = responses.model, responses.model.stages[number].stop
    rows = [*unit_rows(model, stop), *piece.rows, [*[model.zero] * stop, model.one]]
    earlier = dict.fromkeys(player for stage in model.stages[:number] for player, _ in stage.movers)
    first, second = places[:2]
    payoffs = (composed(model, model.payoffs[player], rows) for player in earlier)
    return all(is_zero(payoff[first][first] - payoff[first][second]) for payoff in payoffs)


def _is_nonnegative_on(
    game: Game, responses: Responses, prover: Prover, within: Domain, number: int, piece: Branch, gap: Matrix
) -> bool:
    """Whether a quadratic of the decisions up to a stage is at least zero where a piece of later answers is valid."""
    function = _quadratic(game, gap)
    part: Domain | None = within.over(game.ring)
    limits = (limit.row for stage in responses.model.stages[: number + 1] for limit in stage.limits)
    for row in (*limits, *(side.row for side in piece.sides)):
        part = part and where_sign(part, affine_function(game, row), strict=False, origin="a history")
    if part is None:
        return True
    return part.sign(function).is_nonnegative or prover.implies(
        part, Atom(function.numerator * function.denominator, ">=", function)
    )


def affine_function(game: Game, row: Row) -> Ratio:
    """Return an affine function of decisions, its constant last, as a function of parameters and decisions."""
    pairs = zip(row, _decided(game, len(row) - 1), strict=True)
    return _total(game, (entry.convert(game.ring) * z for entry, z in pairs if not is_zero(entry)))


def _quadratic(game: Game, matrix: Matrix) -> Ratio:
    """Return twice a quadratic function of decisions as a function of parameters and decisions."""
    places = _decided(game, len(matrix) - 1)
    rows = (affine_function(game, row) * x for row, x in zip(matrix, places, strict=True))
    return _total(game, rows)


def _decided(game: Game, count: int) -> list[Ratio]:
    """Return the first decisions, and 1."""
    order: list[sp.Symbol] = [decision for stage in game.stages for decision in stage.decisions]
    ring = game.ring
    return [*(Ratio.variable(ring, d) for d in order[:count]), Ratio.constant(ring, 1)]


def _total(game: Game, terms: Iterable[Ratio]) -> Ratio:
    total = Ratio.constant(game.ring, 0)
    for term in terms:
        total = total + term
    return total
