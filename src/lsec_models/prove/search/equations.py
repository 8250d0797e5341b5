"""Proofs from equations: they are solved, multiples of them are added, and cases told apart in which slopes vanish."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from itertools import islice

import sympy as sp

from lsec_models.algebra.polynomials.ring import Polynomial, factored, factoring_units
from lsec_models.algebra.polynomials.signs import Kind
from lsec_models.prove.certificates.json_terms import to_terms
from lsec_models.prove.search.exact_points.equation_points import points_of
from lsec_models.prove.search.goal import Goal
from lsec_models.prove.search.identities.membership import membership
from lsec_models.prove.search.identities.visible import Proof, identity_step, visible
from lsec_models.prove.search.positivstellensatz.multiplied_target import by_multiplied_target
from lsec_models.prove.search.positivstellensatz.sparse_products import by_sparse_products
from lsec_models.prove.search.positivstellensatz.sums_of_squares import by_sums_of_squares
from lsec_models.prove.search.proof_search import OUT_OF_WORK, ProofSearch
from lsec_models.prove.search.reductions.elimination import (
    Solution,
    along,
    before,
    elimination,
    equations_of,
    without_equations,
)
from lsec_models.prove.search.reductions.trimming import trimmed
from lsec_models.work import OutOfWork

Derive = Callable[[Goal, ProofSearch], Proof | None]
_POINTS = 25
_MEMBERSHIP_UNITS = 3_000_000
_MULTIPLYING_UNITS = 1_000_000
_SLOPE_UNITS = 1_500_000
_SQUARES_UNITS = 3_000_000
_MAX_MULTIPLIERS = 40
_MAX_SLOPES = 6
_MAX_TERMS = 60


def by_equations(goal: Goal, search: ProofSearch, derive: Derive) -> Proof | None:
    """Return a proof of a goal that has equations among its conditions, or None where none was found.

    1. Solve those that are linear in a variable with a slope whose sign is seen; leave factors of visible sign out of
       the conditions.
    2. Of those that are left, add multiples, so that nothing remains or what is left shows its sign; the target times
       something positive will do.
    3. Solve one whose slope takes a proof of its own to have a sign, and start again.
    4. Do without them.

    Parameters
    ----------
    goal : Goal
    search : ProofSearch
    derive : callable
        What proves a goal.
    """
    search.note("solving equations for variables")
    path, left = along(elimination(goal), goal, search.work)
    left, trims = _with_trimmed_conditions(left, search)
    proof = derive(left, search) if not equations_of(left) else _with_equations_left(left, search, derive)
    if proof is None:
        return None
    for step in reversed(trims):
        proof = step | {"proof": proof}
    return before(path, proof)


def _with_trimmed_conditions(goal: Goal, search: ProofSearch) -> tuple[Goal, list[Proof]]:
    """Leave factors whose sign is seen out of the conditions that elimination has made products."""

    def proof_of(wanted: Goal) -> Proof | None:
        return visible(without_equations(wanted), search.work)

    def sign_of(factor: Polynomial) -> int:
        return next((sign for sign in (1, -1) if proof_of(goal.aim(factor * sign, strict=True)) is not None), 0)

    steps: list[Proof] = []
    for position, condition in goal.open_conditions.items():
        search.work.charge(factoring_units(condition.polynomial))
        powers = [] if condition.polynomial.is_zero() else factored(condition.polynomial)[1]
        found = trimmed(goal, position, sign_of, proof_of) if len(powers) > 1 else None
        if found is not None:
            goal, step = found
            steps.append(step)
    return goal, steps


def _with_equations_left(goal: Goal, search: ProofSearch, derive: Derive) -> Proof | None:
    proof = visible(goal, search.work)
    if proof is not None:
        return proof
    search.work.charge(_POINTS * goal.terms)
    if any(goal.fails_at(point) for point in points_of(goal, _POINTS, seed=5)):
        search.note("random points contradict it")
        return None
    solving = partial(_by_solving, derive=derive)
    for method in (_by_membership, _by_products, _by_multiplying, _by_squares, solving):
        if goal.key in search.exhausted:
            break
        try:
            proof = method(goal, search)
        except OutOfWork:
            search.note(OUT_OF_WORK)
        if proof is not None:
            return proof
    search.exhausted.add(goal.key)
    return derive(without_equations(goal), search)


def _by_membership(goal: Goal, search: ProofSearch) -> Proof | None:
    """Write the target, times something positive, as a sum of multiples of equations and a positive number.

    Where the target is only to be zero, its square, too, will do: where it is negative, so is something times itself.
    """
    search.note("sums of multiples of equations (linear algebra)")
    phase = search.phase(_MEMBERSHIP_UNITS, engines=False)
    proof = _sum_of_multiples(goal, list(_multipliers(goal)), phase)
    if proof is not None or goal.strict or goal.target.is_zero():
        return proof
    below = goal.assuming(-goal.target, strict=True, origin="case")
    multipliers = [-goal.target, *(-goal.target * m for m in list(_multipliers(goal))[1:])]
    contradicted = _sum_of_multiples(below, multipliers, phase)
    if contradicted is None:
        return None
    position = len(goal.conditions)
    itself = {"coefficient": "1", "monomial": [0] * len(goal.ring.names), "conditions": [[position, 1]]}
    holds = {"rule": "identity", "sum": [itself]}
    return {"rule": "cases", "polynomial": to_terms(goal.target), "above": holds, "zero": holds, "below": contradicted}


def _by_products(goal: Goal, search: ProofSearch) -> Proof | None:
    """Write the target as a sum of products of conditions and of multiples of equations."""
    search.note("sums of products of conditions and multiples of equations (linear programming)")
    return by_sparse_products(goal, search.phase(_MEMBERSHIP_UNITS, engines=False).work)


def _by_multiplying(goal: Goal, search: ProofSearch) -> Proof | None:
    """Write the target, times something positive that is sought too, as such a sum."""
    search.note("multiples of the target as sums of products and multiples of equations (linear programming)")
    return by_multiplied_target(goal, search.phase(_MULTIPLYING_UNITS, engines=False).work)


def _by_squares(goal: Goal, search: ProofSearch) -> Proof | None:
    """Write the target as a sum of squares, times conditions, and of multiples of equations."""
    search.note("sums of squares, and of squares times conditions (Gram matrices)")
    return by_sums_of_squares(goal, search.phase(_SQUARES_UNITS, engines=False).work)


def _sum_of_multiples(goal: Goal, multipliers: list[Polynomial], search: ProofSearch) -> Proof | None:
    equations = equations_of(goal)
    left = goal.ring.one if goal.strict else goal.ring.zero
    for multiplier in multipliers:
        positive = visible(goal.aim(multiplier, strict=True), search.work)
        if positive is None:
            continue
        target = goal.target * multiplier - left
        found = membership(goal.ring, target, [equation.polynomial for equation in equations], search.work)
        if found is None:
            continue
        multiples = [
            {"equation": list(equation.pair), "polynomial": to_terms(-multiple)}
            for equation, multiple in zip(equations, found.multiples, strict=True)
            if not multiple.is_zero()
        ]
        rest = visible(goal.aim(left * found.scale, strict=goal.strict), search.work)
        factor = multiplier * found.scale
        proof: Proof = {"rule": "modulo", "multiples": multiples, "proof": rest or identity_step([])}
        if factor == goal.ring.one:
            return proof
        positive = visible(goal.aim(factor, strict=True), search.work)
        return {"rule": "multiply", "factor": to_terms(factor), "positive": positive, "product": proof}
    return None


def _multipliers(goal: Goal) -> Iterator[Polynomial]:
    """Yield what is positive: one, variables and conditions, and products of two, as far as equations meet them."""
    ring = goal.ring
    met = {symbol for equation in equations_of(goal) for symbol in ring.used(equation.polynomial)}
    single = [
        ring.generators[i]
        for i, (symbol, kind) in enumerate(zip(ring.symbols, goal.kinds, strict=True))
        if kind is Kind.POSITIVE and symbol in met
    ]
    single += [
        condition.polynomial
        for condition in without_equations(goal).open_conditions.values()
        if condition.strict
        and not condition.polynomial.is_constant()
        and len(condition.polynomial) <= _MAX_TERMS
        and met & set(ring.used(condition.polynomial))
    ]
    yield ring.one
    yield from single[:_MAX_MULTIPLIERS]
    pairs = (a * b for i, a in enumerate(single) for b in single[: i + 1])
    yield from (pair for pair, _ in zip(pairs, range(_MAX_MULTIPLIERS - len(single)), strict=False))


def _by_solving(goal: Goal, search: ProofSearch, derive: Derive) -> Proof | None:
    """Solve an equation for a variable, once it is proved that the slope has a sign."""
    search.note("solving equations with slopes whose sign is proved")
    bare = without_equations(goal)
    for equation, symbol, slope, sign in islice(_slopes_of_one_sign(goal, search), _MAX_SLOPES):
        try:
            aim = bare.aim(slope * sign, strict=True)
            phase = search.phase(_SLOPE_UNITS, engines=False)
            positive = by_sparse_products(aim, phase.work) or derive(aim, phase)
        except OutOfWork:
            continue
        if positive is None:
            continue
        step = Solution(equation=equation, symbol=symbol, sign=sign, slope=positive)
        after = step.taken(goal, search.work)
        proof = None if after is None else by_equations(after, search, derive)
        if proof is not None:
            return step.before(proof)
    return None


def _slopes_of_one_sign(
    goal: Goal, search: ProofSearch
) -> Iterator[tuple[tuple[int, int], sp.Symbol, Polynomial, int]]:
    """Yield the slopes of equations that have one sign at all points drawn, short ones first, with that sign."""
    found = []
    for number, equation in enumerate(equations_of(goal)):
        degrees = equation.polynomial.degrees()
        for i, symbol in enumerate(goal.ring.symbols):
            if degrees[i] == 1:
                slope = equation.polynomial.derivative(i)
                found.append(((len(slope), number, symbol.name), equation.pair, symbol, slope))
    points = [goal.ring.exact_point(point) for point in points_of(without_equations(goal), _POINTS, seed=13)]
    for _, pair, symbol, slope in sorted(found, key=lambda item: item[0]):
        search.work.charge(_POINTS * len(slope))
        signs = {goal.ring.sign_at(slope, point) for point in points}
        if len(signs) == 1 and 0 not in signs:
            yield pair, symbol, slope, signs.pop()
