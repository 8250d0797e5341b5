"""Where an inequality is an equality, by factors that vanish somewhere, and where exactly it holds."""

from __future__ import annotations

from dataclasses import replace

import sympy as sp

from lsec_models.algebra.domains.condition import Condition
from lsec_models.algebra.polynomials.readable import readable
from lsec_models.algebra.polynomials.ring import Polynomial, factored
from lsec_models.algebra.polynomials.signs import Sign
from lsec_models.prove.deciding.clauses import PROOF_UNITS, phase_of, proof_of_clauses
from lsec_models.prove.deciding.points import LOCUS_POINTS, ZERO_UNITS, counterexample_of
from lsec_models.prove.search.exact_points.falsify import PointsTried, search_where_least, search_zero_sets
from lsec_models.prove.search.proof_search import ProofSearch
from lsec_models.prove.statements.statement import Statement


def nowhere_zero(stated: Statement, polynomial: Polynomial) -> Statement:
    """Return the statement that a polynomial vanishes nowhere on the domain."""
    return replace(stated, claim=sp.true, clauses=stated.nonzero(polynomial), denominators=())


def equality_cases(stated: Statement, search: ProofSearch) -> tuple[sp.Basic, ...] | None:
    """For a single weak inequality, say where it is an equality."""
    if len(stated.clauses) != 1 or len(stated.clauses[0]) != 1 or stated.clauses[0][0].relation != ">=":
        return None
    if stated.claim is sp.true:
        return None
    atom = stated.clauses[0][0]
    if atom.function.is_zero():
        return (sp.true,)
    places = []
    for factor, _ in factored(atom.function.numerator)[1]:
        vanishes = _vanishes(stated, factor, search)
        if vanishes is None:
            return None
        places += [_equation(stated, factor)] if vanishes else []
    return tuple(places)


def _vanishes(stated: Statement, factor: Polynomial, search: ProofSearch) -> bool | None:
    """Whether a polynomial is zero somewhere on the domain: an exact zero, a proof that there is none, or None."""
    probe = nowhere_zero(stated, factor)
    tried, proved = PointsTried(), None
    if stated.domain.factor_sign(factor) is not Sign.POSITIVE:
        with phase_of(search, ZERO_UNITS) as phase:
            search_where_least(probe, tried, phase.work)
        with phase_of(search, ZERO_UNITS) as phase:
            search_zero_sets(probe, tried, phase.work, points=LOCUS_POINTS)
    if tried.counterexample is not None:
        return True
    with phase_of(search, PROOF_UNITS) as phase:
        proved = proof_of_clauses(probe, [], phase)
    if proved is not None:
        return False
    return None if counterexample_of(probe, search) is None else True


def _equation(stated: Statement, factor: Polynomial) -> sp.Basic:
    inequality = readable(stated.ring, factor, strict=True)
    left, right = (stated.with_roots(side) for side in inequality.args)
    return sp.Eq(left, right, evaluate=False)


def exact_condition(stated: Statement) -> sp.Basic | None:
    """For a single inequality, return exactly where it holds, without factors of known sign."""
    if len(stated.clauses) != 1 or len(stated.clauses[0]) != 1:
        return None
    atom = stated.clauses[0][0]
    if atom.relation not in (">", ">=") or stated.domain.possible_zeros(atom.function):
        return None
    core = stated.domain.core(atom.function)
    relation = Condition(ring=stated.ring, polynomial=core, strict=atom.relation == ">", origin="").relation
    return relation.func(*map(stated.with_roots, relation.args), evaluate=False)
