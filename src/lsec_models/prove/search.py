"""The search for a proof of one goal, cheapest ideas first."""

from __future__ import annotations

import time
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field, replace
from itertools import combinations
from typing import Any

from lsec_models.algebra.ring import Polynomial, factored, quadratic_parts
from lsec_models.algebra.signs import Kind
from lsec_models.prove.engines import ENGINES, ask
from lsec_models.prove.goal import Goal
from lsec_models.prove.identity import Product, by_coefficients, by_division, by_linear_programming
from lsec_models.prove.rescale import rescaled
from lsec_models.prove.slacks import difficulty, solved_for, steps, usual_path
from lsec_models.prove.terms import to_terms

Proof = dict[str, Any]

_BEAM = 3
_QUICK_POINTS = 25
_POLYA_VARIABLES = 5
_POLYA_TERMS = 1500
_POLYA_POWER = 12
_SPLIT_DEPTH = 3
_SPLIT_VARIABLES = 4


@dataclass
class Budget:
    """How long a search may take, and what it has tried.

    Attributes
    ----------
    deadline : float
        On the clock of ``time.monotonic``.
    engine_seconds : float
        For each question to an engine.
    engines : bool
        Whether SMT engines may be asked.
    tried : list of str
        In words, for verdicts that stay undecided.
    proofs : dict
        The proofs of goals found so far.
    exhausted : set
        The goals for which everything but engines was tried in vain.
    """

    deadline: float
    engine_seconds: float
    engines: bool = True
    tried: list[str] = field(default_factory=list)
    proofs: dict[Hashable, Proof] = field(default_factory=dict)
    exhausted: set[Hashable] = field(default_factory=set)

    def without_engines(self, share: float) -> Budget:
        """Return a budget of a share of the time that is left, without engines; what is found counts for both."""
        return replace(self, engines=False, deadline=time.monotonic() + share * self.left)

    @property
    def left(self) -> float:
        """Seconds left."""
        return self.deadline - time.monotonic()

    def note(self, words: str) -> None:
        """Remember what was tried, once."""
        if words not in self.tried:
            self.tried.append(words)


def derive(goal: Goal, budget: Budget) -> Proof | None:
    """Return a proof of a goal, or None where none was found in time.

    1. Coefficients in sight; else split the target into irreducible factors and prove the sign of each.
    2. For an irreducible target: give up where random points contradict it; remove scaling symmetries; search slack
       coordinates (a beam) for visible coefficients or a division by one condition.
    3. Linear programming for a sum of products of conditions; completing the square; splitting by the order of two
       variables.
    4. Ask two independent SMT engines; only their agreement counts.
    """
    known = budget.proofs.get(goal.key)
    if known is not None:
        return known
    found = _visible(goal) or _derived(goal, budget)
    if found is not None:
        budget.proofs[goal.key] = found
    return found


def _derived(goal: Goal, budget: Budget) -> Proof | None:
    constant, powers = factored(goal.target)
    if len(powers) > 1 or (powers and (powers[0][1] > 1 or abs(constant) > 1)):
        return _by_factors(goal, constant, powers, budget)
    if any(goal.fails_at(point) for point in goal.points(_QUICK_POINTS, seed=5)):
        budget.note("random points contradict it")
        return None
    if goal.key not in budget.exhausted:
        found = _by_rescaling(goal, budget) or _by_search(goal, budget)
        if found is not None:
            return found
        if budget.left > 0:
            budget.exhausted.add(goal.key)
    return _by_engines(goal, budget)


def _visible(goal: Goal) -> Proof | None:
    for method in (by_coefficients, by_division):
        products = method(goal)
        if products is not None:
            return _identity(products)
    return None


def _identity(products: list[Product]) -> Proof:
    return {
        "rule": "identity",
        "sum": [
            {"coefficient": str(p.coefficient), "monomial": list(p.monomial), "conditions": [list(x) for x in p.powers]}
            for p in products
        ],
    }


def _by_factors(goal: Goal, constant: int, powers: list[tuple[Polynomial, int]], budget: Budget) -> Proof | None:
    """Prove the sign of each irreducible factor by itself; what is left open is tried as one product."""
    signs = _signs_at_a_point(goal, [f for f, _ in powers])
    items: list[dict[str, Any]] = []
    total, open_factors = (1 if constant > 0 else -1), []
    for (factor, n), sign in zip(powers, signs, strict=True):
        if n % 2 == 0 and not goal.strict:
            items.append({"factor": to_terms(factor), "power": n, "sign": 0, "proof": None})
            continue
        sign, proof = _proved_sign(goal, factor, [sign] if sign else [1, -1], budget)
        if proof is None:
            open_factors.append((factor, n, sign))
            continue
        items.append({"factor": to_terms(factor), "power": n, "sign": sign, "proof": proof})
        total *= sign if n % 2 else 1
    if open_factors:
        return _with_open_product(goal, constant, items, total, open_factors, budget)
    if total < 0:
        return None
    return {"rule": "factors", "constant": str(constant), "items": items}


def _with_open_product(
    goal: Goal,
    constant: int,
    items: list[dict[str, Any]],
    total: int,
    open_factors: list[tuple[Polynomial, int, int]],
    budget: Budget,
) -> Proof | None:
    if len(open_factors) < 2 or any(n != 1 for _, n, _ in open_factors):
        return None
    product = goal.ring.one
    for factor, _, _ in open_factors:
        product = product * factor
    proof = _by_engines(goal.aim(product * total, strict=goal.strict), budget)
    if proof is None:
        return None
    return {
        "rule": "factors",
        "constant": str(constant),
        "items": [*items, {"factor": to_terms(product), "power": 1, "sign": total, "proof": proof}],
    }


def _proved_sign(goal: Goal, factor: Polynomial, candidates: list[int], budget: Budget) -> tuple[int, Proof | None]:
    for sign in candidates:
        proof = derive(goal.aim(factor * sign, strict=goal.strict), budget)
        if proof is not None:
            return sign, proof
    return candidates[0], None


def _signs_at_a_point(goal: Goal, factors: list[Polynomial]) -> list[int]:
    """Return the sign of each factor at a random point of the set; 0 for each where none was found."""
    for point in goal.points(_QUICK_POINTS, seed=7):
        where = goal.ring.exact_point(point)
        values = [goal.ring.evaluate(factor, where) for factor in factors]
        if all(values):
            return [1 if value > 0 else -1 for value in values]
    return [0] * len(factors)


def _by_rescaling(goal: Goal, budget: Budget) -> Proof | None:
    found = rescaled(goal)
    if found is None:
        return None
    step, smaller = found
    proof = _visible(smaller) or _by_search(smaller, budget)
    if proof is None:
        return None
    weights = [list(row) for row in step.weights]
    return {"rule": "rescale", "weights": weights, "ones": list(step.ones), "roots": step.roots, "proof": proof}


def _by_search(goal: Goal, budget: Budget) -> Proof | None:
    methods: list[Callable[[Goal, Budget], Proof | None]]
    methods = [_by_usual_slacks, _by_multiplier, _by_slacks, _by_products, _by_square, _by_splitting]
    for method in methods:
        if budget.left <= 0:
            return None
        found = method(goal, budget)
        if found is not None:
            return found
    return None


def _by_usual_slacks(goal: Goal, budget: Budget) -> Proof | None:
    """Follow the path to slack coordinates that suits the conditions, whatever the target; it is found once for all."""
    budget.note("positive coefficients in slack coordinates")
    path: list[tuple[int, str]] = []
    for position, symbol in usual_path(goal):
        after = solved_for(goal, position, symbol)
        if after is None:
            return None
        goal, path = after, [*path, (position, symbol.name)]
        proof = _visible(goal)
        if proof is not None:
            return _after_slacks(path, proof)
    proof = _by_multiplier(goal, budget) if path else None
    return None if proof is None else _after_slacks(path, proof)


def _by_multiplier(goal: Goal, budget: Budget) -> Proof | None:
    """Multiply by powers of one plus the target's variables until coefficients show the sign.

    References
    ----------
    Polya, G. (1928). Ueber positive Darstellung von Polynomen. Vierteljschr. Naturforsch. Ges. Zuerich 73, 141-145.
    """
    budget.note("multiplying by powers of one plus the variables (Polya)")
    used = [i for i, degree in enumerate(goal.target.degrees()) if degree > 0]
    if not 0 < len(used) <= _POLYA_VARIABLES or any(goal.kinds[i] is Kind.FREE for i in used):
        return None
    step = sum((goal.ring.generators[i] for i in used), goal.ring.one)
    multiplier, product = step, goal.target * step
    while len(product) <= _POLYA_TERMS and multiplier.total_degree() <= _POLYA_POWER:
        shown, positive = by_coefficients(goal.aim(product, strict=goal.strict)), goal.aim(multiplier, strict=True)
        if shown is not None:
            proof = _identity(by_coefficients(positive) or [])
            return {
                "rule": "multiply",
                "factor": to_terms(multiplier),
                "positive": proof,
                "product": _identity(shown),
            }
        multiplier, product = multiplier * step, product * step
    return None


def _by_slacks(goal: Goal, budget: Budget) -> Proof | None:
    """Go to slack coordinates step by step, keeping the few most promising goals, until coefficients show the sign."""
    beam: list[tuple[Goal, list[tuple[int, str]]]] = [(goal, [])]
    while beam and budget.left > 0:
        reached = []
        for current, path in beam:
            for position, symbol, after in steps(current):
                longer = [*path, (position, symbol.name)]
                proof = _visible(after)
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


def _by_products(goal: Goal, budget: Budget) -> Proof | None:
    """Write the target as a sum of products of conditions, in these coordinates and in a few slack coordinates."""
    budget.note("sums of products of conditions (linear programming)")
    places: list[tuple[Goal, list[tuple[int, str]]]] = [(goal, [])]
    near = sorted(((difficulty(g), i, s.name, g) for i, s, g in steps(goal)), key=lambda item: item[:3])
    places += [(after, [(position, name)]) for _, position, name, after in near[:2]]
    for extra in (0, 1):
        for place, path in places:
            if budget.left <= 0:
                return None
            products = by_linear_programming(place, extra)
            if products is not None:
                return _after_slacks(path, _identity(products))
    return None


def _by_square(goal: Goal, budget: Budget) -> Proof | None:
    """Complete the square: with ``p = A*v**2 + B*v + C`` and A > 0, p > 0 follows from ``4*A*C - B**2 > 0``."""
    budget.note("completing the square")
    for i, symbol in enumerate(goal.ring.symbols):
        if goal.target.degrees()[i] != 2:
            continue
        a, b, c = quadratic_parts(goal.ring, goal.target, i)
        parts = goal.aim(a, strict=True), goal.aim(4 * a * c - b * b, strict=goal.strict)
        if any(part.fails_at(point) for point in goal.points(_QUICK_POINTS, seed=11) for part in parts):
            continue
        proofs = [derive(part, budget) for part in parts]
        if all(proof is not None for proof in proofs):
            return {"rule": "square", "symbol": symbol.name, "leading": proofs[0], "discriminant": proofs[1]}
    return None


def _by_splitting(goal: Goal, budget: Budget, depth: int = _SPLIT_DEPTH) -> Proof | None:
    """Treat ``x >= y`` and ``x <= y`` apart, for two positive variables of the target."""
    budget.note("splitting by the order of two variables")
    used = [i for i, s in enumerate(goal.ring.symbols) if s in goal.ring.used(goal.target)]
    positive = [i for i in used if goal.kinds[i] is not Kind.FREE]
    for i, j in combinations(positive, 2) if len(positive) <= _SPLIT_VARIABLES else ():
        if budget.left <= 0:
            return None
        difference = goal.ring.generators[i] - goal.ring.generators[j]
        proofs = []
        for side in (difference, -difference):
            case = goal.assuming(side, strict=False, origin="case")
            proof = _by_slacks(case, budget)
            if proof is None and depth > 1:
                proof = _by_splitting(case, budget, depth - 1)
            if proof is None:
                break
            proofs.append(proof)
        if len(proofs) == 2:
            return {"rule": "split", "polynomial": to_terms(difference), "above": proofs[0], "below": proofs[1]}
    return None


def _by_engines(goal: Goal, budget: Budget) -> Proof | None:
    if not budget.engines:
        return None
    found = rescaled(goal)
    smaller = goal if found is None else found[1]
    agreed = []
    for engine in ENGINES:
        seconds = min(budget.engine_seconds, budget.left)
        if seconds <= 0:
            budget.note("time ran out")
            return None
        answer = ask(engine, smaller, seconds)
        budget.note(f"{engine}, {budget.engine_seconds:g} s")
        if answer.holds is not True:
            return None
        agreed.append(engine)
    return {"rule": "engines", "agree": agreed}
