"""Proofs that a game has no equilibria beside its regimes, inside each region.

Where later movers have one answer after every history (:mod:`.one_answer`), an equilibrium is a best decision of the
leader, and what is answered to it. A leader of one decision has its best at a stationary point or an end of a piece of
answers, or all along a piece where its payoff is flat. So it is enough that every such point other than the regime's
own pays strictly less, or is out of reach; and that interchangeable movers cannot split their total otherwise on the
path. On the border of two regions both regimes hold, and the leader is indifferent.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from lsec_models.algebra.domains.domain import Domain
from lsec_models.algebra.polynomials.ratio import Ratio
from lsec_models.algebra.polynomials.signs import Sign
from lsec_models.games.static.game import Game
from lsec_models.solve.corners.branch import Label
from lsec_models.solve.corners.branches import Responses
from lsec_models.solve.corners.deviation import MoverProblem
from lsec_models.solve.corners.identical_movers import Group
from lsec_models.solve.corners.one_answer import why_not_one_answer
from lsec_models.solve.corners.proof import Prover, inner
from lsec_models.solve.corners.regimes import Draft, alternatives, rival_of
from lsec_models.solve.quadratic import affine_at


def why_not_all(
    game: Game,
    responses: Responses,
    prover: Prover,
    within: Domain,
    drafts: Sequence[Draft],
    cells: Mapping[Label, Sequence[Domain]],
) -> str:
    """Return why there may be other equilibria inside regions of regimes; empty if it is proved that there are none.

    Parameters
    ----------
    game : Game
    responses : Responses
        Over the parameters.
    prover : Prover
    within : Domain
        The part of the parameters that is spoken of.
    drafts : sequence of Draft
        The regimes, each of which must be proved to be an equilibrium in its region.
    cells : Mapping from tuple to sequence of Domain
        The region of each regime, by label.
    """
    stages = range(len(responses.model.stages))
    for number in reversed(stages[1:] or stages):
        if why := why_not_one_answer(game, responses, prover, within, number):
            return why
    if len(stages) == 1:
        return ""
    (leader, own), *others = responses.movers(0)
    if others or len(own) > 1:
        return "the first movers decide several things"
    for draft in drafts:
        for cell in cells[draft.label]:
            if _may_be_split(responses, draft, cell):
                return "identical players may split their total in other ways"
            if _may_be_indifferent(responses, draft, cell) or not _is_best_alone(responses, prover, draft, cell):
                return f"{leader} may earn as much by another decision"
    return ""


def _may_be_indifferent(responses: Responses, draft: Draft, cell: Domain) -> bool:
    """Whether the leader's payoff may be flat along a piece of later answers, and no less there than on the path."""
    inside = inner(cell)
    ((leader, _),) = responses.movers(0)
    for later in responses.all(1):
        (square, slope), (_, constant) = responses.stage_game(0, later.label).payoffs[leader]
        if any(inside.sign(value).is_nonzero for value in (square, slope)):
            continue
        loss = draft.exact[leader] - constant / (responses.model.one + responses.model.one)
        if not (square.is_zero() and slope.is_zero() and inside.sign(loss).is_positive):
            return True
    return False


def _is_best_alone(responses: Responses, prover: Prover, draft: Draft, cell: Domain) -> bool:
    """Whether every other stationary point of the leader's is out of reach, or pays strictly less, inside a cell."""
    for alternative in alternatives(responses, draft):
        if alternative.stage > 0:
            break
        problem = MoverProblem.of(responses.stage_game(0, alternative.later), draft.path, alternative.player)
        choice = problem.stationary_on(alternative.ids)
        if choice is None or choice[0] == draft.path[0]:
            continue
        rival = rival_of(responses, draft, alternative)
        if rival is not None and not prover.excludes(cell, rival, strictly=True):
            return False
    return True


def _may_be_split(responses: Responses, draft: Draft, cell: Domain) -> bool:
    """Whether movers who decide alike on the path may share their total otherwise.

    They can only if one of them would gain by more on no piece of later answers that is valid on the path, would lose
    by less on some, and neither is so by indifference.
    """
    inside = inner(cell)
    last = len(responses.model.stages) - 1
    for number, groups in ((number, groups) for number, groups in responses.alike.items() if number < last):
        prefix = draft.path[: responses.model.stages[number].stop]
        for group in groups:
            signs = [inside.sign(value) for value in _marginal_payoffs(responses, group, number, prefix, inside)]
            if not (all(s.is_nonnegative for s in signs) or all(s.is_nonpositive for s in signs)):
                return True
    return False


def _marginal_payoffs(
    responses: Responses, group: Group, number: int, prefix: Sequence[Ratio], inside: Domain
) -> Iterator[Ratio]:
    """Yield a representative's derivative on each piece of later answers that may be valid on the path."""
    for piece in responses.all(number + 1):
        if not any(inside.sign(affine_at(side.row, prefix)) is Sign.NEGATIVE for side in piece.sides):
            payoff = responses.stage_game(number, piece.label).payoffs[group.players[0]]
            yield affine_at(payoff[group.decisions[0][0]], prefix)
