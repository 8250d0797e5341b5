"""The search for a proof of one goal, cheapest ideas first."""

from __future__ import annotations

from collections.abc import Callable
from itertools import combinations
from typing import Any

from lsec_models.algebra.polynomials.ring import Polynomial, factored, factoring_units, quadratic_parts
from lsec_models.algebra.polynomials.signs import Kind
from lsec_models.prove.certificates.json_terms import to_terms
from lsec_models.prove.search.engines.engines import ENGINES, ask
from lsec_models.prove.search.equations import by_equations
from lsec_models.prove.search.exact_points.equation_points import points_of
from lsec_models.prove.search.goal import Goal
from lsec_models.prove.search.identities.identity import by_coefficients, by_linear_programming
from lsec_models.prove.search.identities.visible import Proof, identity_step, visible
from lsec_models.prove.search.positivstellensatz.binomial_squares import by_binomial_squares
from lsec_models.prove.search.positivstellensatz.quadratic_squares import by_quadratic_squares
from lsec_models.prove.search.positivstellensatz.sparse_products import by_sparse_products
from lsec_models.prove.search.positivstellensatz.sums_of_squares import MAX_VARIABLES, by_sums_of_squares
from lsec_models.prove.search.proof_search import OUT_OF_WORK, ProofSearch
from lsec_models.prove.search.reductions.elimination import equations_of
from lsec_models.prove.search.reductions.rescale import rescaled
from lsec_models.prove.search.reductions.slacks import difficulty, solved_for, steps, usual_path
from lsec_models.work import OutOfWork

_GOAL_UNITS = 5_000_000
_CASE_UNITS = 1_000_000
_SQUARES_UNITS = 1_500_000
_MAX_CASES = 1
_BEAM = 3
_QUICK_POINTS = 25
_POLYA_VARIABLES = 5
_POLYA_TERMS = 1500
_POLYA_POWER = 12
_SPLIT_DEPTH = 3
_SPLIT_VARIABLES = 4


def derive(goal: Goal, search: ProofSearch) -> Proof | None:
    """Return a proof of a goal, or None where none was found.

    1. Coefficients in sight; else split the target into irreducible factors and prove the sign of each.
    2. Equations among the conditions are solved, and multiples of them added (:mod:`.equations`).
    3. For an irreducible target: squares, where it is quadratic. Give up where random points contradict it; remove
       scaling symmetries; search slack coordinates (a beam) for visible coefficients or a division by one condition.
       This has a slice of its own, and with many variables begins with squares of two monomials each.
    4. Linear programming for a sum of products of conditions; completing the square; splitting by the order of two
       variables; sums of squares.
    5. Ask two independent SMT engines; only their agreement counts.

    Raises
    ------
    OutOfWork
        If the phase has no work left.
    OutOfTime
        If the clock runs out.
    """
    known = search.proofs.get(goal.key)
    if known is not None:
        return known
    found = visible(goal, search.work) or _derived(goal, search)
    if found is not None:
        search.proofs[goal.key] = found
    return found


def _derived(goal: Goal, search: ProofSearch) -> Proof | None:
    if equations_of(goal):
        return by_equations(goal, search, derive) or _by_engines(goal, search)
    if not goal.target.is_zero():
        search.work.charge(factoring_units(goal.target))
        constant, powers = factored(goal.target)
        if len(powers) > 1 or (powers and (powers[0][1] > 1 or abs(constant) > 1)):
            return _by_factors(goal, constant, powers, search)
        proof = by_quadratic_squares(goal, search.work)
        if proof is not None:
            return proof
        if _points_contradict(goal, search):
            search.note("random points contradict it")
            return None
    if goal.key not in search.exhausted:
        try:
            phase = search.phase(_GOAL_UNITS)
            found = _by_rescaling(goal, phase) or _by_methods(goal, phase)
        except OutOfWork:
            search.note(OUT_OF_WORK)
            found = None
        if found is not None:
            return found
        search.exhausted.add(goal.key)
    return _by_engines(goal, search)


def _points_contradict(goal: Goal, search: ProofSearch) -> bool:
    search.work.charge(_QUICK_POINTS * goal.terms)
    return any(goal.fails_at(point) for point in points_of(goal, _QUICK_POINTS, seed=5))


def _by_factors(goal: Goal, constant: int, powers: list[tuple[Polynomial, int]], search: ProofSearch) -> Proof | None:
    """Prove the sign of each irreducible factor by itself; what is left open is tried as one product."""
    signs = _signs_at_a_point(goal, [f for f, _ in powers], search)
    items: list[dict[str, Any]] = []
    total, open_factors = (1 if constant > 0 else -1), []
    for (factor, n), sign in zip(powers, signs, strict=True):
        if n % 2 == 0 and not goal.strict:
            items.append({"factor": to_terms(factor), "power": n, "sign": 0, "proof": None})
            continue
        sign, proof = _proved_sign(goal, factor, [sign] if sign else [1, -1], search)
        if proof is None and n % 2 == 0:
            nonzero = _nonzero(goal, factor, n, search)
            if nonzero is None:
                return None
            items.append({"factor": to_terms(factor**n), "power": 1, "sign": 1, "proof": nonzero})
            continue
        if proof is None:
            open_factors.append((factor, n, sign))
            continue
        items.append({"factor": to_terms(factor), "power": n, "sign": sign, "proof": proof})
        total *= sign if n % 2 else 1
    if open_factors:
        return _with_open_product(goal, constant, items, total, open_factors, search)
    if total < 0:
        return None
    return {"rule": "factors", "constant": str(constant), "items": items}


def _nonzero(goal: Goal, factor: Polynomial, power: int, search: ProofSearch) -> Proof | None:
    """Prove that an even power is positive: where it is zero, conditions exclude each other."""
    if search.cases >= _MAX_CASES:
        return None
    search.note("the case in which a factor is zero")
    goal, position = goal.aim(factor**power, strict=True), len(goal.conditions)
    zero = goal.assuming(factor, strict=False, origin="case").assuming(-factor, strict=False, origin="case")
    try:
        proof = by_equations(zero, search.case(_CASE_UNITS), derive)
    except OutOfWork:
        proof = None
    if proof is None:
        return None
    itself = {"coefficient": "1", "monomial": [0] * len(goal.ring.names), "conditions": [[position, power]]}
    holds = {"rule": "identity", "sum": [itself]}
    return {"rule": "cases", "polynomial": to_terms(factor), "above": holds, "zero": proof, "below": holds}


def _with_open_product(
    goal: Goal,
    constant: int,
    items: list[dict[str, Any]],
    total: int,
    open_factors: list[tuple[Polynomial, int, int]],
    search: ProofSearch,
) -> Proof | None:
    if len(open_factors) < 2 or any(n != 1 for _, n, _ in open_factors):
        return None
    product = goal.ring.one
    for factor, _, _ in open_factors:
        product = product * factor
    proof = _by_engines(goal.aim(product * total, strict=goal.strict), search)
    if proof is None:
        return None
    return {
        "rule": "factors",
        "constant": str(constant),
        "items": [*items, {"factor": to_terms(product), "power": 1, "sign": total, "proof": proof}],
    }


def _proved_sign(
    goal: Goal, factor: Polynomial, candidates: list[int], search: ProofSearch
) -> tuple[int, Proof | None]:
    for sign in candidates:
        proof = derive(goal.aim(factor * sign, strict=goal.strict), search)
        if proof is not None:
            return sign, proof
    return candidates[0], None


def _signs_at_a_point(goal: Goal, factors: list[Polynomial], search: ProofSearch) -> list[int]:
    """Return the sign of each factor at a random point of the set; 0 for each where none was found."""
    search.work.charge(_QUICK_POINTS * (goal.terms + sum(map(len, factors))))
    for point in points_of(goal, _QUICK_POINTS, seed=7):
        where = goal.ring.exact_point(point)
        signs = [goal.ring.sign_at(factor, where) for factor in factors]
        if all(signs):
            return signs
    return [0] * len(factors)


def _by_rescaling(goal: Goal, search: ProofSearch) -> Proof | None:
    found = rescaled(goal)
    if found is None:
        return None
    step, smaller = found
    proof = visible(smaller, search.work) or _by_methods(smaller, search)
    if proof is None:
        return None
    weights = [list(row) for row in step.weights]
    return {"rule": "rescale", "weights": weights, "ones": list(step.ones), "roots": step.roots, "proof": proof}


def _by_methods(goal: Goal, search: ProofSearch) -> Proof | None:
    methods: list[Callable[[Goal, ProofSearch], Proof | None]]
    methods = [
        _by_binomial_squares,
        _by_usual_slacks,
        _by_multiplier,
        _by_slacks,
        _by_products,
        _by_square,
        _by_splitting,
        _by_sparse_products,
        _by_sums_of_squares,
    ]
    for method in methods:
        found = method(goal, search)
        if found is not None:
            return found
    return None


def _by_usual_slacks(goal: Goal, search: ProofSearch) -> Proof | None:
    """Follow the path to slack coordinates that suits the conditions, whatever the target; it is found once for all."""
    search.note("positive coefficients in slack coordinates")
    path: list[tuple[int, str]] = []
    for position, symbol in usual_path(goal):
        after = solved_for(goal, position, symbol, search.work)
        if after is None:
            return None
        goal, path = after, [*path, (position, symbol.name)]
        proof = visible(goal, search.work)
        if proof is not None:
            return _after_slacks(path, proof)
    proof = _by_multiplier(goal, search) if path else None
    return None if proof is None else _after_slacks(path, proof)


def _by_multiplier(goal: Goal, search: ProofSearch) -> Proof | None:
    """Multiply by powers of one plus the target's variables until coefficients show the sign.

    References
    ----------
    Polya, G. (1928). Ueber positive Darstellung von Polynomen. Vierteljschr. Naturforsch. Ges. Zuerich 73, 141-145.
    """
    search.note("multiplying by powers of one plus the variables (Polya)")
    used = [i for i, degree in enumerate(goal.target.degrees()) if degree > 0]
    if not 0 < len(used) <= _POLYA_VARIABLES or any(goal.kinds[i] is Kind.FREE for i in used):
        return None
    step = sum((goal.ring.generators[i] for i in used), goal.ring.one)
    multiplier, product = step, goal.target * step
    while len(product) <= _POLYA_TERMS and multiplier.total_degree() <= _POLYA_POWER:
        shown, positive = by_coefficients(goal.aim(product, strict=goal.strict)), goal.aim(multiplier, strict=True)
        if shown is not None:
            proof = identity_step(by_coefficients(positive) or [])
            return {
                "rule": "multiply",
                "factor": to_terms(multiplier),
                "positive": proof,
                "product": identity_step(shown),
            }
        search.work.charge(len(step) * (len(multiplier) + len(product)))
        multiplier, product = multiplier * step, product * step
    return None


def _by_slacks(goal: Goal, search: ProofSearch) -> Proof | None:
    """Go to slack coordinates step by step, keeping the few most promising goals, until coefficients show the sign."""
    beam: list[tuple[Goal, list[tuple[int, str]]]] = [(goal, [])]
    while beam:
        reached = []
        for current, path in beam:
            for position, symbol, after in steps(current, search.work):
                longer = [*path, (position, symbol.name)]
                proof = visible(after, search.work)
                if proof is not None:
                    return _after_slacks(longer, proof)
                reached.append((after, longer))
        reached.sort(key=lambda item: difficulty(item[0]))
        beam = reached[:_BEAM]
    return None


def _after_slacks(path: list[tuple[int, str]], proof: Proof) -> Proof:
    for position, name in reversed(path):
        proof = {"rule": "slack", "condition": position, "symbol": name, "proof": proof}
    return proof


def _by_products(goal: Goal, search: ProofSearch) -> Proof | None:
    """Write the target as a sum of products of conditions, in these coordinates and in a few slack coordinates."""
    search.note("sums of products of conditions (linear programming)")
    places: list[tuple[Goal, list[tuple[int, str]]]] = [(goal, [])]
    near = sorted(((difficulty(g), i, s.name, g) for i, s, g in steps(goal, search.work)), key=lambda item: item[:3])
    places += [(after, [(position, name)]) for _, position, name, after in near[:2]]
    for extra in (0, 1):
        for place, path in places:
            products = by_linear_programming(place, extra, search.work)
            if products is not None:
                return _after_slacks(path, identity_step(products))
    return None


def _by_sparse_products(goal: Goal, search: ProofSearch) -> Proof | None:
    search.note("sums of products of conditions, over the target's monomials (linear programming)")
    return by_sparse_products(goal, search.work)


def _by_binomial_squares(goal: Goal, search: ProofSearch) -> Proof | None:
    """Take a target with more variables than other sums of squares are sought in."""
    if len(goal.ring.used(goal.target)) <= MAX_VARIABLES:
        return None
    search.note("squares of differences of two monomials (linear programming)")
    return by_binomial_squares(goal, search.work)


def _by_sums_of_squares(goal: Goal, search: ProofSearch) -> Proof | None:
    search.note("sums of squares, and of squares times conditions (Gram matrices)")
    return by_sums_of_squares(goal, search.phase(_SQUARES_UNITS).work)


def _by_square(goal: Goal, search: ProofSearch) -> Proof | None:
    """Complete the square: with ``p = A*v**2 + B*v + C`` and A > 0, p > 0 follows from ``4*A*C - B**2 > 0``."""
    search.note("completing the square")
    for i, symbol in enumerate(goal.ring.symbols):
        if goal.target.degrees()[i] != 2:
            continue
        a, b, c = quadratic_parts(goal.ring, goal.target, i)
        parts = goal.aim(a, strict=True), goal.aim(4 * a * c - b * b, strict=goal.strict)
        search.work.charge(_QUICK_POINTS * sum(part.terms for part in parts))
        if any(part.fails_at(point) for point in points_of(goal, _QUICK_POINTS, seed=11) for part in parts):
            continue
        proofs = [derive(part, search) for part in parts]
        if all(proof is not None for proof in proofs):
            return {"rule": "square", "symbol": symbol.name, "leading": proofs[0], "discriminant": proofs[1]}
    return None


def _by_splitting(goal: Goal, search: ProofSearch, depth: int = _SPLIT_DEPTH) -> Proof | None:
    """Treat ``x >= y`` and ``x <= y`` apart, for two positive variables of the target."""
    search.note("splitting by the order of two variables")
    used = [i for i, s in enumerate(goal.ring.symbols) if s in goal.ring.used(goal.target)]
    positive = [i for i in used if goal.kinds[i] is not Kind.FREE]
    for i, j in combinations(positive, 2) if len(positive) <= _SPLIT_VARIABLES else ():
        difference = goal.ring.generators[i] - goal.ring.generators[j]
        proofs = []
        for side in (difference, -difference):
            case = goal.assuming(side, strict=False, origin="case")
            proof = _by_slacks(case, search)
            if proof is None and depth > 1:
                proof = _by_splitting(case, search, depth - 1)
            if proof is None:
                break
            proofs.append(proof)
        if len(proofs) == 2:
            return {"rule": "split", "polynomial": to_terms(difference), "above": proofs[0], "below": proofs[1]}
    return None


def _by_engines(goal: Goal, search: ProofSearch) -> Proof | None:
    if not search.engines:
        return None
    found = rescaled(goal)
    smaller = goal if found is None else found[1]
    agreed = []
    for engine in ENGINES:
        answer = ask(engine, smaller, search.work)
        search.note(engine if answer.available else f"agreement unavailable: {answer.complaint}")
        if answer.holds is not True:
            return None
        agreed.append(engine)
    return {"rule": "engines", "agree": agreed}
