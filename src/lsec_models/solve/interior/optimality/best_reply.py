"""Is a stated answer a global best reply? A ladder of means, cheapest first; the first that tells is recorded.

1. The payoff is a strictly concave quadratic function of the mover's decisions, and its gradient vanishes.
2. Of one decision, the payoff rises up to the answer and falls after it
   (:mod:`lsec_models.solve.interior.optimality.single_peaked`).
3. Where one decision is all that is open, the whole line is looked at
   (:mod:`lsec_models.solve.interior.optimality.decided_on_the_line`).
4. The proposition that nothing is better (:mod:`lsec_models.solve.interior.optimality.no_better_decision`), within a
   fixed work.
"""

from __future__ import annotations

from dataclasses import dataclass

from lsec_models.games.evidence.evidence import Status
from lsec_models.games.summary.summary import shown_point
from lsec_models.solve.interior.optimality.concavity import why_not_optimal
from lsec_models.solve.interior.optimality.decided_on_the_line import decided_on_the_line, is_on_a_line
from lsec_models.solve.interior.optimality.no_better_decision import no_better_decision
from lsec_models.solve.interior.optimality.own_problem import OwnProblem
from lsec_models.solve.interior.optimality.single_peaked import is_single_peaked

CONCAVE = "strictly concave quadratic payoff: first-order conditions are enough"
PEAK = "single-peaked payoff: it rises up to the solution and falls after it"
LINE = "the payoff is compared with that of every other decision, exactly"
_EXCLUDE = "exclude what it divides by from being zero, by declared signs or a constraint"
PROPOSITION = "proposition: no other decision yields more"


@dataclass(frozen=True)
class BestReply:
    """What is known of one stated answer.

    Attributes
    ----------
    status : Status
        Proved, refuted or open.
    means : str
        What showed it.
    reason : str
        Why it is open, or the deviation that gains.
    """

    status: Status
    means: str = ""
    reason: str = ""


def best_reply(problem: OwnProblem) -> BestReply:
    """Return whether the stated answer of a mover is a best reply wherever it is feasible, as far as that is shown."""
    player = problem.move.player
    try:
        reason = why_not_optimal(problem.signs, problem.move, problem.payoff, problem.answers)
        if not problem.is_defined:
            reason = (
                f"the payoff of {player} is not shown to be defined for all decisions in {problem.names}; {_EXCLUDE}"
            )
        if not reason:
            return BestReply(Status.PROVED, CONCAVE)
        if is_single_peaked(problem):
            return BestReply(Status.PROVED, PEAK)
        return _on_the_line(problem) if is_on_a_line(problem) else _proposed(problem, reason)
    except ZeroDivisionError:
        return BestReply(Status.OPEN, reason=f"the payoff of {player} is not shown to be defined at the solution")


def _on_the_line(problem: OwnProblem) -> BestReply:
    found = decided_on_the_line(problem)
    if found.best:
        return BestReply(Status.PROVED, LINE)
    if found.deviation is not None:
        return BestReply(Status.REFUTED, LINE, f"{problem.move.player} gains at {problem.names} = {found.deviation}")
    where = f"{problem.names} = {found.undefined}"
    reason = f"no decision is better, but the payoff is not defined at {where}; {_EXCLUDE}"
    return BestReply(Status.OPEN, LINE, reason)


def _proposed(problem: OwnProblem, reason: str) -> BestReply:
    found = no_better_decision(problem)
    if found.proved:
        return BestReply(Status.PROVED, PROPOSITION)
    if found.deviation is not None:
        point = shown_point(found.deviation)
        return BestReply(Status.REFUTED, PROPOSITION, f"{problem.move.player} gains at {point}")
    return BestReply(Status.OPEN, reason=reason)
