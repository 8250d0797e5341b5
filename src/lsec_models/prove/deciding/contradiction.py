"""Domains on which nothing is admissible: that they are empty is proved, and said by which conditions."""

from __future__ import annotations

from itertools import product

from lsec_models.algebra.domains.condition import Condition
from lsec_models.algebra.domains.domain import Domain
from lsec_models.errors import ContradictoryAssumptions
from lsec_models.prove.deciding.clauses import ENGINE_UNITS, PROOF_UNITS, checked_proof, goal_of, phase_of
from lsec_models.prove.results.verdicts import Contradictory, Proved
from lsec_models.prove.search.engines.engines import ask
from lsec_models.prove.search.exact_points.falsify import as_conditions
from lsec_models.prove.search.premises import derive_from
from lsec_models.prove.search.proof_search import ProofSearch
from lsec_models.prove.search.search import derive
from lsec_models.prove.statements.statement import Statement


def contradiction(stated: Statement, search: ProofSearch) -> Contradictory | None:
    """Return the verdict that nothing is admissible, if that can be proved."""
    proof = None
    with phase_of(search, PROOF_UNITS) as phase:
        proof = _emptiness(stated, stated.given, phase)
    if proof is None:
        return None
    return Contradictory(claim=stated.claim, clash=_clash(stated, search), proofs={"": proof})


def _emptiness(stated: Statement, conditions: tuple[Condition, ...], search: ProofSearch) -> Proved | None:
    """Return the proof that some of the domain's conditions exclude each other: that zero is positive there."""
    false = stated.impossible(conditions)
    everywhere, goal = Domain(ring=false.ring), goal_of(false, [], false.ring.zero, strict=True)
    proof = derive(goal, search) or derive_from(goal, range(len(goal.conditions)), everywhere, search)
    return None if proof is None else checked_proof(false, [{"aim": 0, "proofs": [proof]}], search)


def has_admissible_point(stated: Statement, search: ProofSearch) -> bool:
    """Whether z3 says that something is admissible: else whatever is proved might be empty words."""
    search.note("no admissible point found at random")
    for choice in product(*stated.alternatives):
        assumed = [condition for atom in choice for condition in as_conditions(stated, atom)]
        goal, holds = goal_of(stated, assumed, stated.ring.zero, strict=True), None
        if search.engines:
            with phase_of(search, ENGINE_UNITS) as phase:
                answer = ask("z3", goal, phase.work)
                if not answer.available:
                    search.note(answer.complaint)
                holds = answer.holds
        if holds is False:
            return True
    return False


def _clash(stated: Statement, search: ProofSearch) -> str:
    """Say which conditions exclude each other: those that none can be spared of, as far as work allows to find out."""
    try:
        stated.domain.require_nonempty()
    except ContradictoryAssumptions as error:
        return str(error)
    clashing = stated.given
    with phase_of(search, PROOF_UNITS) as phase:
        for condition in stated.given:
            fewer = tuple(c for c in clashing if c is not condition)
            if _emptiness(stated, fewer, phase) is not None:
                clashing = fewer
    return "no parameters satisfy together: " + "; ".join(map(str, clashing))
