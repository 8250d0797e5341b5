"""The proposition that no feasible decision is better than the stated one, proved or refuted as any other claim.

Decisions stand in it as further variables; a counterexample is a deviation that gains.
"""

from __future__ import annotations

from dataclasses import dataclass

from lsec_models.errors import ClaimError
from lsec_models.prove.decide import decide
from lsec_models.prove.statement import sign_statement
from lsec_models.prove.verdicts import Mixed, Point, Proved, Refuted
from lsec_models.solve.own_problem import OwnProblem
from lsec_models.work import Work

_MAX_TERMS = 1_500
_LIGHTER = 16


@dataclass(frozen=True)
class NoBetter:
    """What is known of the proposition.

    Attributes
    ----------
    proved : bool
    deviation : mapping from name to number, or None
        Parameters, earlier decisions and own decisions at which the mover gains.
    """

    proved: bool = False
    deviation: Point | None = None


def no_better_decision(problem: OwnProblem) -> NoBetter:
    """Decide whether the stated answer, where it is feasible, yields at least as much as any other decision.

    The work is fixed: a sixteenth of what :func:`lsec_models.prove` has.
    """
    try:
        advantage, region = problem.advantage, problem.where_answered()
    except ZeroDivisionError:
        return NoBetter()
    if len(advantage.numerator) + len(advantage.denominator) > _MAX_TERMS:
        return NoBetter()
    stated = sign_statement(advantage, ">=", region, "advantage")
    try:
        verdict = decide(stated, Work.of("normal").lighter(_LIGHTER))
    except ClaimError:
        # The payoff is undefined at a feasible decision.
        return NoBetter()
    if isinstance(verdict, Refuted | Mixed):
        return NoBetter(deviation=verdict.counterexample)
    return NoBetter(proved=isinstance(verdict, Proved))
