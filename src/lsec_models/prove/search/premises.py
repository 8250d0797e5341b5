"""Premises: what a clause's other atoms let us assume, freed of the factors whose sign the domain settles.

A premise such as ``f * g**2 * h > 0``, with h positive on the domain, says no more than ``f > 0`` (and g nonzero); only
in that form is it of use as a condition.
"""

from __future__ import annotations

from collections.abc import Sequence

from lsec_models.algebra.domains.domain import Domain
from lsec_models.algebra.polynomials.signs import Sign
from lsec_models.prove.search.goal import Goal
from lsec_models.prove.search.identities.visible import Proof
from lsec_models.prove.search.proof_search import ProofSearch
from lsec_models.prove.search.reductions.trimming import trimmed
from lsec_models.prove.search.search import derive

_SIGNS = {Sign.POSITIVE: 1, Sign.NEGATIVE: -1}


def derive_from(goal: Goal, premises: Sequence[int], domain: Domain, search: ProofSearch) -> Proof | None:
    """Return a proof of a goal, or None where none was found.

    Parameters
    ----------
    goal : Goal
    premises : sequence of int
        The positions of the conditions to be trimmed first.
    domain : Domain
        What knows the signs of factors.
    search : ProofSearch
    """
    trims = []
    for position in premises:
        found = trimmed(
            goal, position, lambda f: _SIGNS.get(domain.factor_sign(f), 0), lambda wanted: derive(wanted, search)
        )
        if found is not None:
            goal, step = found
            trims.append(step)
    proof = derive(goal, search)
    if proof is None:
        return None
    for step in reversed(trims):
        proof = step | {"proof": proof}
    return proof
