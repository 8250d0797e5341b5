"""The verb of the room: prove a claim, or refute it."""

from __future__ import annotations

import time
from dataclasses import replace
from typing import Any

import sympy as sp

from lsec_models.algebra.chart import without_positive_factors
from lsec_models.algebra.condition import Condition
from lsec_models.algebra.ratio import Ratio
from lsec_models.algebra.readable import readable
from lsec_models.algebra.ring import Polynomial, factored
from lsec_models.algebra.signs import Sign
from lsec_models.errors import CertificateError, ClaimError, ContradictoryAssumptions
from lsec_models.prove.by_regime import by_regime, is_piecewise
from lsec_models.prove.certificate import certificate_of
from lsec_models.prove.check import check
from lsec_models.prove.claims import Atom, Statement, statement
from lsec_models.prove.engines import ask
from lsec_models.prove.falsify import Evidence, as_conditions, ask_engine, sample_points, search_zero_sets
from lsec_models.prove.goal import Goal
from lsec_models.prove.premises import derive_from
from lsec_models.prove.search import Budget
from lsec_models.prove.verdicts import Contradictory, Mixed, Point, Proved, Refuted, Undecided, Verdict, shown

_FIRST_POINTS = 100
_MORE_POINTS = 20000
_FIRST_LOCUS_POINTS = 6
_LOCUS_POINTS = 40
_FIRST_SHARE = 0.4
_LEAST_SECONDS = 0.1
_ENGINE_SECONDS = 5.0


def prove(claim: object, given: object = (), *, seconds: float = 20.0, engines: bool = True) -> Verdict:
    """Decide a claim over the whole admissible domain.

    1. Evaluate it exactly at low-discrepancy admissible points: a claim that fails somewhere is refuted, or mixed
       where it also holds somewhere.
    2. Else search a proof, clause by clause (:mod:`lsec_models.prove.search`), and let the checker verify it.
    3. Else look for counterexamples where factors vanish, ask z3 for one, and evaluate at many more points.

    Parameters
    ----------
    claim : SymPy Boolean
        An inequality, equation or inequation between rational functions of parameters (square roots of rational
        numbers allowed), :func:`increasing`, :func:`decreasing`, :func:`independent`, or a combination by And, Or, Not,
        Implies, Equivalent.
    given : Equilibrium, PiecewiseEquilibrium, Domain, SymPy inequality, or iterable of these
        What may be assumed; of an equilibrium, where it holds. A claim about a piecewise equilibrium is decided regime
        by regime.
    seconds : float
        Time limit.
    engines : bool
        Whether SMT solvers may be asked.

    Returns
    -------
    Proved, Refuted, Mixed, Contradictory, Undecided or ByRegime

    Raises
    ------
    ClaimError
        If the claim can not be read, or divides by something that vanishes in the domain; the message says where.
    NotRational
        If a part is not rational.

    Examples
    --------
    >>> x, y = sp.symbols("x y", positive=True)
    >>> print(prove(x / y + y / x >= 2))
    proved (certificate checked); equal exactly where Eq(x, y)
    >>> print(prove(x > y).condition)
    x > y
    """
    assumed = list(given) if isinstance(given, list | tuple | set) else [given]
    if is_piecewise(claim, assumed):
        return by_regime(claim, assumed, lambda c, g: prove(c, g, seconds=seconds, engines=engines))
    try:
        stated = statement(claim, given)
    except ContradictoryAssumptions as error:
        return Contradictory(claim=_shown_claim(claim), clash=str(error))
    return decide(stated, seconds=seconds, engines=engines)


def decide(stated: Statement, *, seconds: float, engines: bool = True) -> Verdict:
    """Decide a claim that was read already; see :func:`prove`."""
    start = time.monotonic()
    budget = Budget(deadline=start + seconds, engine_seconds=min(_ENGINE_SECONDS, seconds / 3), engines=engines)
    if stated.domain.chart.clash is not None:
        return Contradictory(claim=stated.claim, clash=_clash(stated, budget))
    return _decided(stated, budget, start)


def _decided(stated: Statement, budget: Budget, start: float) -> Verdict:
    evidence = Evidence()
    well_defined = _proved_denominators(stated, budget)
    if well_defined is None:
        return _left_open(stated, evidence, budget, start)
    _search_points(stated, evidence, budget)
    proved = _proof(stated, well_defined, budget.without_engines(_FIRST_SHARE)) if evidence.is_consistent else None
    if proved is None and evidence.is_consistent:
        _search_further(stated, evidence, budget)
    if proved is None and evidence.is_consistent:
        proved = _proof(stated, well_defined, budget)
    if proved is not None:
        if evidence.points == 0 and not _is_inhabited(stated, budget):
            return _left_open(stated, evidence, budget, start)
        return replace(proved, equality=_equality(stated, budget))
    if evidence.is_consistent:
        sample_points(stated, evidence, start=_FIRST_POINTS, count=_MORE_POINTS, deadline=budget.deadline)
    if evidence.counterexample is not None:
        return _refutation(stated, evidence, budget)
    return _left_open(stated, evidence, budget, start)


def _search_points(stated: Statement, evidence: Evidence, budget: Budget) -> None:
    """Evaluate at random points, and where a strict claim's squares vanish: what fails mostly fails there."""
    sample_points(stated, evidence, start=0, count=_FIRST_POINTS, deadline=budget.deadline)
    if evidence.is_consistent:
        search_zero_sets(stated, evidence, budget.deadline, points=_FIRST_LOCUS_POINTS, squares=True)


def _search_further(stated: Statement, evidence: Evidence, budget: Budget) -> None:
    """Look where any factor vanishes, and ask z3."""
    search_zero_sets(stated, evidence, budget.deadline, points=_LOCUS_POINTS)
    if evidence.is_consistent and budget.engines:
        ask_engine(stated, evidence, negate=True, seconds=min(budget.engine_seconds, max(budget.left, _LEAST_SECONDS)))


def _left_open(stated: Statement, evidence: Evidence, budget: Budget, start: float) -> Verdict:
    if evidence.points == 0 and _is_empty(stated, budget):
        return Contradictory(claim=stated.claim, clash=_clash(stated, budget))
    seconds = time.monotonic() - start
    return Undecided(claim=stated.claim, tried=tuple(budget.tried), points=evidence.points, seconds=seconds)


def _refutation(stated: Statement, evidence: Evidence, budget: Budget) -> Verdict:
    assert evidence.counterexample is not None
    opposite = None
    if evidence.witness is None:
        opposite = _opposite(stated, budget)
    if evidence.witness is None and opposite is None:
        sample_points(stated, evidence, start=_FIRST_POINTS, count=_MORE_POINTS // 10, deadline=budget.deadline)
        if evidence.witness is None and budget.engines and budget.left > 0:
            ask_engine(stated, evidence, negate=False, seconds=min(budget.engine_seconds, budget.left))
    if evidence.witness is None:
        return Refuted(claim=stated.claim, counterexample=evidence.counterexample, opposite=opposite)
    return Mixed(
        claim=stated.claim,
        counterexample=evidence.counterexample,
        witness=evidence.witness,
        condition=_exact_condition(stated),
    )


def _opposite(stated: Statement, budget: Budget) -> Proved | None:
    """Prove that the claim fails everywhere; only for claims whose negation is a conjunction of clauses."""
    if len(stated.clauses) != 1:
        return None
    clauses = tuple((atom.negated(),) for atom in stated.clauses[0])
    negated = replace(stated, claim=sp.Not(stated.claim), clauses=clauses)
    well_defined = _proved_denominators(negated, budget)
    proved = None if well_defined is None else _proof(negated, well_defined, budget)
    return None if proved is None else replace(proved, equality=_equality(negated, budget))


def _proof(stated: Statement, well_defined: list[dict[str, Any]], budget: Budget) -> Proved | None:
    proofs = list(well_defined)
    for clause in stated.clauses:
        proved = _proved_clause(stated, clause, budget)
        if proved is None:
            return None
        proofs.append(proved)
    certificate = certificate_of(stated, proofs)
    try:
        checked = check(certificate)
    except CertificateError as error:
        budget.note(f"a proof that the checker rejected ({error})")
        return None
    return Proved(claim=stated.claim, certificate=certificate, exact=checked.exact)


def _proved_clause(stated: Statement, clause: tuple[Atom, ...], budget: Budget) -> dict[str, Any] | None:
    """Prove one atom where the others fail; try the atoms in turn, the last (a conclusion) first."""
    for aim in reversed(range(len(clause))):
        assumed = [c for i, atom in enumerate(clause) if i != aim for c in _negated(stated, atom)]
        proofs = []
        for target, strict in _targets(clause[aim]):
            goal = _goal(stated, assumed, target, strict=strict)
            premises = range(len(stated.conditions), len(goal.conditions))
            proof = derive_from(goal, premises, stated.domain, budget)
            if proof is None:
                break
            proofs.append(proof)
        else:
            return {"aim": aim, "proofs": proofs}
    return None


def _targets(atom: Atom) -> list[tuple[Polynomial, bool]]:
    p = atom.polynomial
    return {">": [(p, True)], ">=": [(p, False)], "!=": [(p * p, True)], "=": [(p, False), (-p, False)]}[atom.relation]


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


def _goal(stated: Statement, assumed: list[Condition], target: Polynomial, *, strict: bool) -> Goal:
    conditions = (*stated.conditions, *assumed)
    return Goal(ring=stated.ring, kinds=stated.domain.kinds, conditions=conditions, target=target, strict=strict)


def _proved_denominators(stated: Statement, budget: Budget) -> list[dict[str, Any]] | None:
    """Return the proofs that nothing the claim divides by vanishes, or None where one was not found.

    Raises
    ------
    ClaimError
        Naming what vanishes, and where.
    """
    proved = []
    for denominator in stated.denominators:
        expression = stated.with_roots(stated.ring.expression(denominator))
        probe = _nonzero(stated, denominator)
        found = _proved_clause(probe, probe.clauses[0], budget)
        if found is None:
            zero = _counterexample(probe, budget)
            if zero is not None:
                raise ClaimError(
                    f"the claim divides by {expression}, which vanishes at {shown(zero)}; assume its sign, or multiply "
                    "the claim out"
                )
            budget.note(f"showing that {expression}, which the claim divides by, is never zero")
            return None
        proved.append(found)
    return proved


def _nonzero(stated: Statement, polynomial: Polynomial) -> Statement:
    """Return the statement that a polynomial vanishes nowhere on the domain."""
    clauses = ((Atom(polynomial, "!=", Ratio(stated.ring, polynomial)),),)
    return replace(stated, claim=sp.true, clauses=clauses, denominators=())


def _counterexample(stated: Statement, budget: Budget) -> Point | None:
    """Look for a point at which a statement fails where its factors vanish, and by asking z3."""
    evidence = Evidence()
    search_zero_sets(stated, evidence, budget.deadline, points=_LOCUS_POINTS)
    if evidence.counterexample is None and budget.engines and budget.left > 0:
        ask_engine(stated, evidence, negate=True, seconds=min(budget.engine_seconds, budget.left))
    return evidence.counterexample


def _equality(stated: Statement, budget: Budget) -> tuple[sp.Basic, ...] | None:
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
        vanishes = _vanishes(stated, factor, budget)
        if vanishes is None:
            return None
        places += [_equation(stated, factor)] if vanishes else []
    return tuple(places)


def _vanishes(stated: Statement, factor: Polynomial, budget: Budget) -> bool | None:
    """Whether a polynomial is zero somewhere on the domain: an exact zero, a proof that there is none, or None."""
    probe = _nonzero(stated, factor)
    evidence = Evidence()
    if stated.domain.factor_sign(factor) is not Sign.POSITIVE:
        search_zero_sets(probe, evidence, budget.deadline, points=_LOCUS_POINTS)
    if evidence.counterexample is not None:
        return True
    if _proof(probe, [], budget) is not None:
        return False
    return None if _counterexample(probe, budget) is None else True


def _equation(stated: Statement, factor: Polynomial) -> sp.Basic:
    inequality = readable(stated.ring, factor, strict=True)
    left, right = (stated.with_roots(side) for side in inequality.args)
    return sp.Eq(left, right, evaluate=False)


def _exact_condition(stated: Statement) -> sp.Basic | None:
    """For a single inequality, return exactly where it holds, without factors of known sign."""
    if len(stated.clauses) != 1 or len(stated.clauses[0]) != 1:
        return None
    atom = stated.clauses[0][0]
    if atom.relation not in (">", ">=") or stated.domain.possible_zeros(atom.function):
        return None
    core = stated.domain.core(atom.function)
    relation = Condition(ring=stated.ring, polynomial=core, strict=atom.relation == ">", origin="").relation
    return relation.func(*map(stated.with_roots, relation.args), evaluate=False)


def _is_empty(stated: Statement, budget: Budget) -> bool:
    """Whether it can be proved that nothing is admissible."""
    goal = _goal(stated, [], -stated.ring.one, strict=True)
    everywhere = replace(stated.domain, conditions=())
    return derive_from(goal, range(len(goal.conditions)), everywhere, budget) is not None


def _is_inhabited(stated: Statement, budget: Budget) -> bool:
    """Whether z3 says that something is admissible: else whatever is proved might be empty words."""
    budget.note("no admissible point found at random")
    goal = _goal(stated, [], stated.ring.zero, strict=True)
    seconds = min(budget.engine_seconds, max(budget.left, _LEAST_SECONDS))
    return budget.engines and ask("z3", goal, seconds).holds is False


def _clash(stated: Statement, budget: Budget) -> str:
    """Say which conditions exclude each other: those that none can be spared of, as far as time allows to find out."""
    try:
        stated.domain.require_nonempty()
    except ContradictoryAssumptions as error:
        return str(error)
    clashing = stated.domain.conditions
    for condition in stated.domain.conditions:
        fewer = tuple(c for c in clashing if c is not condition)
        if _is_empty(replace(stated, domain=replace(stated.domain, conditions=fewer)), budget):
            clashing = fewer
    return "no parameters satisfy together: " + "; ".join(map(str, clashing))


def _shown_claim(claim: object) -> sp.Basic:
    return claim if isinstance(claim, sp.Basic) else sp.sympify(bool(claim))
