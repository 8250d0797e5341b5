"""Proofs of the clauses of a claim, each atom where the others fail, put together into a checked certificate."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from lsec_models.algebra.domains.chart import without_positive_factors
from lsec_models.algebra.domains.condition import Condition
from lsec_models.algebra.polynomials.ring import Polynomial
from lsec_models.errors import CertificateError
from lsec_models.prove.results.verdicts import Proved
from lsec_models.prove.search.exact_points.falsify import as_conditions
from lsec_models.prove.search.goal import Goal
from lsec_models.prove.search.premises import derive_from
from lsec_models.prove.search.proof_search import OUT_OF_WORK, ProofSearch
from lsec_models.prove.statements.statement import Atom, Statement
from lsec_models.prove.verification.certificate import certificate_of
from lsec_models.work import OutOfWork

PROOF_UNITS = 15_000_000
ENGINE_UNITS = 1_000_000


@contextmanager
def phase_of(search: ProofSearch, units: int, *, engines: bool = True) -> Iterator[ProofSearch]:
    """Open a phase with a slice of its own, which ends, with a note, where its work does."""
    try:
        yield search.phase(units, engines=engines)
    except OutOfWork:
        search.note(OUT_OF_WORK)


def proof_of_clauses(stated: Statement, well_defined: list[dict[str, Any]], search: ProofSearch) -> Proved | None:
    """Return the claim, proved clause by clause, if all are and the checker agrees."""
    proofs = proved_clauses(stated, search)
    return None if proofs is None else checked_proof(stated, [*well_defined, *proofs], search)


def proved_clauses(stated: Statement, search: ProofSearch) -> list[dict[str, Any]] | None:
    """Return a proof of each clause of a statement, or None where one was not found."""
    proofs = []
    for clause in stated.clauses:
        proved = proved_clause(stated, clause, search)
        if proved is None:
            return None
        proofs.append(proved)
    return proofs


def checked_proof(stated: Statement, proofs: list[dict[str, Any]], search: ProofSearch) -> Proved | None:
    """Return what is proved, if the checker agrees."""
    try:
        certificate, checked = certificate_of(stated, proofs)
    except CertificateError as error:
        search.note(f"a proof that the checker rejected ({error})")
        return None
    return Proved(claim=stated.claim, certificate=certificate, exact=checked.exact)


def proved_clause(stated: Statement, clause: tuple[Atom, ...], search: ProofSearch) -> dict[str, Any] | None:
    """Prove one atom where the others fail; try the atoms in turn, the last (a conclusion) first."""
    for aim in reversed(range(len(clause))):
        proofs = []
        for goal in targets_of(stated, clause, aim):
            premises = range(len(stated.conditions), len(goal.conditions))
            proof = derive_from(goal, premises, stated.domain, search)
            if proof is None:
                break
            proofs.append(proof)
        else:
            return {"aim": aim, "proofs": proofs}
    return None


def targets_of(stated: Statement, clause: tuple[Atom, ...], aim: int) -> list[Goal]:
    """Return what is to be proved of one atom of a clause where the others fail."""
    assumed = [c for i, atom in enumerate(clause) if i != aim for c in _negated(stated, atom)]
    return [goal_of(stated, assumed, target, strict=strict) for target, strict in _targets(clause[aim])]


def _targets(atom: Atom) -> list[tuple[Polynomial, bool]]:
    p = atom.polynomial
    if atom.relation == "!=":
        return [(p * p, True)]
    return [(p, False), (-p, False)] if atom.relation == "=" else [(p, atom.relation == ">")]


def _negated(stated: Statement, atom: Atom) -> list[Condition]:
    """Return the conditions that hold where an atom fails, without factors of visible sign."""
    conditions = as_conditions(stated, atom.negated())
    if atom.relation == "=":
        return conditions
    kinds = stated.domain.kinds
    return [
        Condition(
            ring=stated.ring,
            polynomial=without_positive_factors(stated.ring, c.polynomial, kinds),
            strict=c.strict,
            origin=c.origin,
        )
        for c in conditions
    ]


def goal_of(stated: Statement, assumed: list[Condition], target: Polynomial, *, strict: bool) -> Goal:
    """Return what is to be proved: that a polynomial is positive, or at least zero, under conditions."""
    conditions = (*stated.conditions, *assumed)
    return Goal(ring=stated.ring, kinds=stated.domain.kinds, conditions=conditions, target=target, strict=strict)
