"""Assumptions that no parameters satisfy, where only a proof shows it."""

from __future__ import annotations

from fractions import Fraction

import sympy as sp

from lsec_models.algebra.domains.domain import Domain
from lsec_models.algebra.domains.sampling import sample
from lsec_models.algebra.polynomials.ratio import Ratio
from lsec_models.errors import ContradictoryAssumptions, SamplingFailed
from lsec_models.prove.deciding.decide import decide
from lsec_models.prove.results.verdicts import Contradictory, Refuted
from lsec_models.prove.statements.claim_to_statement import sign_statement
from lsec_models.work import Work

_LIGHTER = 16


def is_inhabited(domain: Domain) -> bool:
    """Return whether a point of a domain is known: one drawn at random, or else one that a proof search meets.

    Raises
    ------
    ContradictoryAssumptions
        If its conditions exclude each other visibly.
    """
    try:
        return bool(sample(domain, 1))
    except SamplingFailed:
        return proved_point(domain) is not None


def clash(domain: Domain) -> str:
    """Return which conditions of a domain are proved to exclude each other, in words; empty where none are.

    The work is fixed: a sixteenth of what :func:`lsec_models.prove` has.
    """
    true = sign_statement(Ratio.constant(domain.ring, 1), ">", domain, "one")
    verdict = decide(true, Work.of("normal").lighter(_LIGHTER))
    return verdict.clash if isinstance(verdict, Contradictory) else ""


def proved_point(domain: Domain) -> dict[sp.Symbol, Fraction] | None:
    """Return a point of a domain that a proof search meets; None where it meets none whose numbers are rational.

    Points drawn at random lie around one; a domain far from there, in other units say, is found all the same. The work
    is that of :func:`clash`.
    """
    false = sign_statement(Ratio.constant(domain.ring, -1), ">", domain, "minus one")
    verdict = decide(false, Work.of("normal").lighter(_LIGHTER))
    if not isinstance(verdict, Refuted):
        return None
    values = {s: verdict.counterexample[s.name] for s in domain.ring.symbols}
    if not all(value.is_Rational for value in values.values()):
        return None
    return {s: Fraction(int(value.p), int(value.q)) for s, value in values.items()}


def require_consistent(domain: Domain) -> None:
    """Raise if no parameters satisfy the assumptions: where no point is met at random, a proof of that is looked for.

    Raises
    ------
    ContradictoryAssumptions
        Naming the assumptions.
    """
    # What slack coordinates use up, all of it, leaves points in sight.
    if domain.chart.residual and not is_inhabited(domain):
        words = clash(domain)
        if words:
            raise ContradictoryAssumptions(f"{words}; drop or correct one of them")
