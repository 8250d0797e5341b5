"""The proposition that no feasible decision is better than the stated one, proved or refuted as any other claim.

Decisions stand in it as further variables; a counterexample is a deviation that gains.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, replace

from lsec_models.algebra.polynomials.ratio import Ratio
from lsec_models.algebra.polynomials.ring import Polynomial, factored, key_of
from lsec_models.errors import ClaimError
from lsec_models.prove.deciding.decide import decide
from lsec_models.prove.results.verdicts import Mixed, Point, Proved, Refuted, Verdict
from lsec_models.prove.statements.claim_to_statement import sign_statement
from lsec_models.prove.statements.statement import Statement
from lsec_models.solve.interior.optimality.own_problem import OwnProblem
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

    1. That the payoff is defined for all feasible decisions is part of the proposition.
    2. Where that is not shown, a deviation is looked for among decisions at which it is.

    The work is fixed: of each, a sixteenth of what :func:`lsec_models.prove` has.
    """
    try:
        advantage, region = problem.advantage, problem.where_answered()
    except ZeroDivisionError:
        return NoBetter()
    if len(advantage.numerator) + len(advantage.denominator) > _MAX_TERMS:
        return NoBetter()
    where_defined = replace(sign_statement(advantage, ">=", region, "advantage"), denominators=())
    stated = replace(where_defined, denominators=_denominators(advantage, problem.divisors))
    verdict = _verdict(stated)
    if isinstance(verdict, Proved):
        return NoBetter(proved=True)
    if not isinstance(verdict, Refuted | Mixed) and not problem.is_defined:
        verdict = _verdict(where_defined)
    return NoBetter(deviation=verdict.counterexample if isinstance(verdict, Refuted | Mixed) else None)


def _verdict(stated: Statement) -> Verdict | None:
    # What the claim divides by vanishes somewhere: then it is not a claim.
    with suppress(ClaimError):
        return decide(stated, Work.of("normal").lighter(_LIGHTER))
    return None


def _denominators(advantage: Ratio, divisors: tuple[Ratio, ...]) -> tuple[Polynomial, ...]:
    """Return the irreducible factors of all that must not vanish: denominators, and what is divided by."""
    polynomials = [advantage.denominator, *(part for d in divisors for part in (d.numerator, d.denominator))]
    factors = {key_of(factor): factor for polynomial in polynomials for factor, _ in factored(polynomial)[1]}
    return tuple(factors.values())
