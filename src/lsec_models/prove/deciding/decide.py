"""The verb of the room: prove a claim, or refute it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any, Literal

import sympy as sp

from lsec_models.errors import ClaimError, DeclarationError, OutOfTime
from lsec_models.games.static.game import Game
from lsec_models.games.summary.summary import shown_point
from lsec_models.prove.deciding.clauses import PROOF_UNITS, phase_of, proof_of_clauses, proved_clauses
from lsec_models.prove.deciding.contradiction import contradiction, has_admissible_point
from lsec_models.prove.deciding.equality_cases import equality_cases, exact_condition, nowhere_zero
from lsec_models.prove.deciding.points import (
    ask_for_a_point,
    counterexample_of,
    search_further,
    try_few_points,
    try_first_points,
    try_many_points,
)
from lsec_models.prove.deciding.untouched import Untouched, give_up_engines
from lsec_models.prove.results.stated import results_in
from lsec_models.prove.results.verdicts import Interrupted, Mixed, Proved, Refuted, Undecided, Verdict
from lsec_models.prove.search.exact_points.falsify import PointsTried
from lsec_models.prove.search.proof_search import ProofSearch
from lsec_models.prove.special_claims.at_equilibria import at_equilibria
from lsec_models.prove.special_claims.at_root import decide_at_root, is_at_root
from lsec_models.prove.special_claims.by_regime import by_regime, is_piecewise
from lsec_models.prove.special_claims.crossing import decide_crossing
from lsec_models.prove.statements.claim_to_statement import statement
from lsec_models.prove.statements.claims import CrossesOnce
from lsec_models.prove.statements.statement import Statement
from lsec_models.prove.statements.what_is_given import items_of
from lsec_models.signature import explained
from lsec_models.work import Effort, Work

_GLANCE_UNITS = 300_000


@explained
def prove(
    claim: object,
    given: object = (),
    *,
    effort: Effort = "normal",
    seconds: float | None = None,
    engines: bool | Literal["first"] = True,
) -> Verdict:
    """Decide a claim over the whole admissible domain.

    1. Evaluate it exactly at low-discrepancy admissible points: a claim that fails somewhere is refuted, or mixed
       where it also holds somewhere.
    2. Try what proves a claim at sight; else ask z3, with a part of its limit, about the claim as it stands: a point
       at which it says that the claim fails is evaluated exactly.
    3. Search a proof, clause by clause (:mod:`lsec_models.prove.search.search`), and let the checker verify it.
    4. Unless z3 has found that there is none, look for counterexamples where factors vanish, and ask z3 again.
    5. Let z3 and cvc5 agree, on parts of the proof or on the claim as it stands; else evaluate at many more points.

    The order does not depend on how long anything takes, and a certificate is preferred to agreement.

    Parameters
    ----------
    claim : SymPy Boolean
        An inequality, equation or inequation between rational functions of parameters (square roots of rational
        numbers allowed), :func:`increasing`, :func:`decreasing`, :func:`independent`, or a combination by And, Or, Not,
        Implies, Equivalent; or :func:`crosses_once`, by itself.
    given : Equilibrium, ImplicitEquilibrium, PiecewiseEquilibrium, FeedbackEquilibrium, RestPoints, Game, Domain, SymPy
        relation or combination of relations, or iterable of these
        What may be assumed; of an equilibrium, where it holds. Equations, such as first-order conditions, stand as they
        are: they are solved for variables, and multiples of them added, as steps of the certificate. A game of one
        stage that is given itself stands for its first- and second-order conditions: claims about its decisions are
        about every regular interior equilibrium (:mod:`lsec_models.prove.statements.first_order`), and are refuted only
        at points that are shown to be one (:mod:`lsec_models.prove.special_claims.at_equilibria`). A claim about a
        piecewise equilibrium is decided regime by regime, one about a root by what defines the root
        (:mod:`lsec_models.prove.special_claims.at_root`).
    effort : str or float
        ``"quick"``, ``"normal"``, ``"thorough"``, or how many times the work of normal. It is counted in work done,
        never in time, so that how busy a machine is changes no verdict.
    seconds : float, optional
        A safety net, without which a verdict takes as long as its work does. Where it is reached the verdict is
        "interrupted": the clock is looked at while the claim is read, coordinates of what is given are sought and
        proofs are searched, between steps of bounded work.
    engines : bool or "first"
        Whether SMT solvers may be asked. With ``"first"`` they begin, side by side, once the claim is read, and are
        heard after a few points, before a certificate is sought: that is faster where they agree, and leaves a verdict
        that nobody can check by hand.

    Returns
    -------
    Proved, Refuted, Mixed, Contradictory, Undecided, Interrupted or ByRegime

    Raises
    ------
    ClaimError
        If the claim cannot be read, or divides by something that vanishes in the domain; the message says where.
    NotRational
        If a part is not rational.
    DeclarationError
        If `effort`, `seconds` or `engines` is nothing of the above.

    Examples
    --------
    >>> x, y = sp.symbols("x y", positive=True)
    >>> print(prove(x / y + y / x >= 2))
    proved (certificate checked); equal exactly where Eq(x, y)
    >>> print(prove(x > y).condition)
    x > y
    >>> print(prove(x > 2, given=[sp.Eq(x * y, 1), y < sp.Rational(1, 2)]))
    proved (certificate checked)
    >>> print(prove(x / y + y / x > 1, engines="first"))
    proved (two engines agree)
    """
    work = Work.of(effort, seconds)
    if engines not in (True, False, "first"):
        raise DeclarationError(f'engines = {engines!r}: give True, False or "first"')
    assumed = items_of(given)
    games = [item for item in assumed if isinstance(item, Game)]

    def decided(stated: Statement) -> Verdict:
        best = partial(decide, work=Work.of("quick", seconds), engines=False)
        return at_equilibria(decide(stated, work, engines=engines), games, best, effort)

    try:
        with work.watching():
            found = _found(claim, assumed, decided, effort)
    except OutOfTime as stop:
        found = Interrupted(claim=claim, reason=str(stop))
    return replace(found, about=results_in(assumed))


def _found(claim: object, assumed: list[Any], decided: Callable[[Statement], Verdict], effort: Effort) -> Verdict:
    """Read a claim as what it is about, and decide it."""
    if is_piecewise(claim, assumed):
        return by_regime(claim, assumed, decided)
    if is_at_root(assumed):
        return decide_at_root(claim, assumed, decided, effort)
    if isinstance(claim, CrossesOnce):
        return decide_crossing(claim, assumed, decided, effort)
    return decided(statement(claim, assumed))


def decide(stated: Statement, work: Work, *, engines: bool | Literal["first"] = True) -> Verdict:
    """Decide a claim that was read already, with slices of the work; see :func:`prove`."""
    search, untouched = ProofSearch(work=work, engines=bool(engines)), Untouched(stated)
    try:
        with work.watching():
            if engines == "first":
                untouched.begin(search)
            if not stated.equations and stated.domain.chart.clash is not None:
                return contradiction(stated, search) or _left_open(stated, PointsTried(), search)
            return _decided(untouched, search, agreement_first=engines == "first")
    except OutOfTime as stop:
        return Interrupted(claim=stated.claim, reason=str(stop))
    finally:
        give_up_engines()


def _decided(untouched: Untouched, search: ProofSearch, *, agreement_first: bool) -> Verdict:
    stated, tried = untouched.stated, PointsTried()
    well_defined = _proved_denominators(stated, search)
    if well_defined is None:
        return _left_open(stated, tried, search)
    if stated.equations:
        untouched.ask(tried, search, first=True)
    proved = None
    if tried.is_consistent and agreement_first:
        proved = _agreed(untouched, well_defined, tried, search)
    give_up_engines()
    if proved is None and tried.is_consistent:
        try_first_points(stated, tried, search, after_few=agreement_first)
    if proved is None and tried.is_consistent:
        proved = _proof(untouched, well_defined, tried, search)
    if proved is not None:
        if tried.points == 0 and not has_admissible_point(stated, search):
            return _left_open(stated, tried, search)
        equality = None if agreement_first else equality_cases(stated, search)
        return replace(proved, equality=equality, witness=tried.witness)
    if tried.is_consistent:
        try_many_points(stated, tried, search)
    if tried.counterexample is not None:
        return _refutation(stated, tried, search)
    return _left_open(stated, tried, search)


def _agreed(
    untouched: Untouched, well_defined: list[dict[str, Any]], tried: PointsTried, search: ProofSearch
) -> Proved | None:
    """Return what engines agree on after a few points, before a certificate is sought.

    Both are at work since the claim was read. An engine that runs into its net has not agreed yet.
    """
    try_few_points(untouched.stated, tried, search)
    if not tried.is_consistent:
        return None
    proved = untouched.agreement(well_defined, search)
    try:
        untouched.ask(tried, search, first=False)
        return proved if tried.is_consistent and untouched.is_confirmed(search) else None
    except OutOfTime:
        search.work.check_clock()
        return None


def _proof(
    untouched: Untouched, well_defined: list[dict[str, Any]], tried: PointsTried, search: ProofSearch
) -> Proved | None:
    """Return a proof, with a certificate rather than by agreement; what is tried may find a counterexample."""
    stated = untouched.stated
    with phase_of(search, _GLANCE_UNITS) as phase:
        proved = proof_of_clauses(stated, well_defined, phase.glance(_GLANCE_UNITS))
        if proved is not None:
            return proved
    untouched.ask(tried, search, first=True)
    if not tried.is_consistent:
        return None
    with phase_of(search, PROOF_UNITS, engines=False) as phase:
        proved = proof_of_clauses(stated, well_defined, phase)
        if proved is not None:
            return proved
    if not untouched.holds:
        search_further(stated, tried, search)
    if not tried.is_consistent:
        return None
    # What is left when equations are solved is harder for engines than the claim as it stands; other parts are easier.
    whole = partial(untouched.agreed, well_defined, search)
    parts = partial(_with_engines, stated, well_defined, search)
    return (whole() or parts()) if stated.equations else (parts() or whole())


def _with_engines(stated: Statement, well_defined: list[dict[str, Any]], search: ProofSearch) -> Proved | None:
    """Return a proof of which parts may rest on engines."""
    with phase_of(search, PROOF_UNITS) as phase:
        return proof_of_clauses(stated, well_defined, phase)
    return None


def _left_open(stated: Statement, tried: PointsTried, search: ProofSearch) -> Verdict:
    found = contradiction(stated, search) if tried.points == 0 else None
    if found is not None:
        return found
    return Undecided(claim=stated.claim, tried=tuple(search.tried), points=tried.points, effort=search.work.effort)


def _refutation(stated: Statement, tried: PointsTried, search: ProofSearch) -> Verdict:
    assert tried.counterexample is not None
    opposite = None
    if tried.witness is None:
        with phase_of(search, PROOF_UNITS) as phase:
            opposite = _opposite(stated, phase)
    if tried.witness is None and opposite is None:
        try_many_points(stated, tried, search, share=10)
        if tried.witness is None:
            ask_for_a_point(stated, tried, search, negate=False)
    if tried.witness is None:
        return Refuted(claim=stated.claim, counterexample=tried.counterexample, opposite=opposite)
    return Mixed(
        claim=stated.claim,
        counterexample=tried.counterexample,
        witness=tried.witness,
        condition=exact_condition(stated),
    )


def _opposite(stated: Statement, search: ProofSearch) -> Proved | None:
    """Prove that the claim fails everywhere; only for claims whose negation is a conjunction of clauses."""
    if len(stated.clauses) != 1:
        return None
    clauses = tuple((atom.negated(),) for atom in stated.clauses[0])
    negated = replace(stated, claim=sp.Not(stated.claim), clauses=clauses)
    well_defined = _proved_denominators(negated, search)
    proved = None if well_defined is None else proof_of_clauses(negated, well_defined, search)
    return None if proved is None else replace(proved, equality=equality_cases(negated, search))


def _proved_denominators(stated: Statement, search: ProofSearch) -> list[dict[str, Any]] | None:
    """Return the proofs that nothing the claim divides by vanishes, or None where one was not found.

    Raises
    ------
    ClaimError
        Naming what vanishes, and where.
    """
    proved = []
    for denominator in stated.denominators:
        expression = stated.with_roots(stated.ring.expression(denominator))
        probe, found = nowhere_zero(stated, denominator), None
        with phase_of(search, PROOF_UNITS) as phase:
            found = proved_clauses(probe, phase)
        if found is None:
            zero = counterexample_of(probe, search)
            if zero is not None:
                raise ClaimError(
                    f"the claim divides by {expression}, which vanishes at {shown_point(zero)}; give what excludes "
                    "that (given=, such as the equilibria that the claim is about), or multiply the claim out"
                )
            search.note(f"showing that {expression}, which the claim divides by, is never zero")
            return None
        proved += found
    return proved
