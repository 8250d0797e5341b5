"""The rules of proofs, each re-computed in exact arithmetic.

What each claims, for a target p on the set where the conditions hold:

- ``identity``: p equals a sum of products ``coefficient * monomial * conditions`` with positive coefficients.
- ``factors``: p is a product of factors whose signs are proved one by one.
- ``rescale``: all polynomials are quasi-homogeneous, so that chosen positive variables may be set to 1; a positive
  variable that occurs in powers of x**d only is renamed.
- ``slack``: a condition, linear in x with a slope of visible sign, makes x its bound plus (minus, times) a slack.
- ``square``: p = A*x**2 + B*x + C with A > 0, and 4*A*C - B**2 has the sign wanted.
- ``squares``: the same as ``identity``, each product times the square of a polynomial.
- ``split``: p is proved where h >= 0 and where h <= 0.
- ``cases``: p is proved where h > 0, where h = 0 and where h < 0.
- ``solve``: an equation, linear in x with a slope that is proved not to vanish, is solved for x, which is inserted.
- ``modulo``: p plus multiples of equations has the sign wanted.
- ``multiply``: p times something positive has the sign wanted.
- ``trim``: a condition is a product; factors of proved sign, and even powers where it is strict, are left out of it.
- ``engines``: independent engines said so. The checker cannot verify this; it hands the step back.

An equation is a pair of conditions, one the negative of the other.

Where a condition is moved or negated, factors of visible sign are left out of it; the certificate lists which ones, in
the order in which they are needed (``partings``), and the checker multiplies them back.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from fractions import Fraction
from typing import Any

from lsec_models.prove.certificates.checker_arithmetic import (
    MAX_POWER,
    Algebra,
    Exponents,
    fields,
    integer,
    monomial_sign,
    rational,
    require,
    sequence,
    text,
    visible_sign,
    whole,
)
from lsec_models.prove.certificates.goals import Condition, PlacedGoal, ProofPlace
from lsec_models.prove.certificates.steps import OpenStep, Step

_RELATIONS = (">", ">=", "=", "!=")
_ENGINES = frozenset({"z3", "cvc5"})
_MAX_DEPTH = 200
_MAX_WEIGHT = 10**18
_WORK_FOR_A_STEP = 1000


class Rules:
    """All rules, each a method that takes a goal and the other fields of a step.

    They count steps, and collect those that rest on engines.
    """

    def __init__(self, algebra: Algebra, on_step: Callable[[Step], None] | None) -> None:
        self._on_step = on_step
        self.steps = 0
        self.open_steps: list[OpenStep] = []
        self._algebra = algebra
        self._depth = 0
        self._rules: dict[str, tuple[Callable[..., None], tuple[str, ...]]] = {
            "identity": (self._identity, ("sum",)),
            "squares": (self._squares, ("sum",)),
            "factors": (self._factors, ("constant", "items")),
            "rescale": (self._rescale, ("weights", "ones", "roots", "proof")),
            "slack": (self._slack, ("condition", "symbol", "proof")),
            "square": (self._square, ("symbol", "leading", "discriminant")),
            "split": (self._split, ("polynomial", "above", "below")),
            "cases": (self._cases, ("polynomial", "above", "zero", "below")),
            "solve": (self._solve, ("equation", "symbol", "sign", "slope", "proof")),
            "modulo": (self._modulo, ("multiples", "proof")),
            "multiply": (self._multiply, ("factor", "positive", "product")),
            "trim": (self._trim, ("condition", "constant", "rest", "items", "proof")),
            "engines": (self._engines, ("agree",)),
        }

    def clause(self, place: ProofPlace, clause: object) -> None:
        """Verify a disjunction: one atom follows where the others fail."""
        written, aim, proofs = fields(clause, "atoms", "aim", "proofs")
        atoms = [fields(atom, "polynomial", "relation") for atom in sequence(written)]
        require(all(relation in _RELATIONS for _, relation in atoms), "an atom has an unknown relation")
        chosen = whole(aim, 0, len(atoms) - 1, "an aim")
        polynomials = [self._algebra.polynomial(terms) for terms, _ in atoms]
        targets, assumed = self._targets(polynomials[chosen], atoms[chosen][1]), []
        for i, (_, relation) in enumerate(atoms):
            if i != chosen:
                assumed += self._negated(polynomials[i], relation, place.ranges)
        require(len(sequence(proofs)) == len(targets), "a clause has the wrong number of proofs")
        for (target, strict), proof in zip(targets, proofs, strict=True):
            self._proof(PlacedGoal(place.where(*assumed), target, strict), proof)

    def _targets(self, polynomial: Any, relation: str) -> list[Condition]:
        """Return what is to be proved for an atom to hold."""
        if relation == "=":
            return [(polynomial, False), (-polynomial, False)]
        if relation == "!=":
            return [(self._algebra.power(polynomial, 2), True)]
        return [(polynomial, relation == ">")]

    def _negated(self, polynomial: Any, relation: str, ranges: tuple[str, ...]) -> list[Condition]:
        """Return the conditions that hold where an atom fails."""
        if relation == "=":
            return [(self._algebra.power(polynomial, 2), True)]
        core = self._algebra.core(-polynomial, ranges)
        if relation == "!=":
            return [(-core, False), (core, False)]
        return [(core, relation == ">=")]

    def _proof(self, goal: PlacedGoal, proof: object) -> None:
        rule = proof.get("rule") if type(proof) is dict else None
        require(type(rule) is str and rule in self._rules, f"there is no rule {str(rule)[:40]!r}")
        apply, names = self._rules[str(rule)]
        _, *values = fields(proof, "rule", *names)
        self.steps += 1
        self._depth += 1
        require(self._depth <= _MAX_DEPTH, "the proof is nested too deeply")
        self._algebra.spend(_WORK_FOR_A_STEP + len(goal.place.conditions) + sum(map(len, goal.polynomials)))
        if self._on_step is not None:
            self._on_step(self._told(goal, proof))
        apply(goal, *values)
        self._depth -= 1

    def _told(self, goal: PlacedGoal, proof: Any) -> Step:
        terms, place = self._algebra.terms, goal.place
        return Step(
            depth=self._depth - 1,
            names=place.names,
            ranges=place.ranges,
            conditions=tuple(c and (terms(c[0]), c[1]) for c in place.conditions),
            target=terms(goal.target),
            strict=goal.strict,
            proof=proof,
        )

    def _identity(self, goal: PlacedGoal, summands: object) -> None:
        """A summand is at least zero, and positive where its monomial and all its conditions are."""
        place = goal.place
        products: dict[tuple[tuple[int, int], ...], list[tuple[Exponents, Fraction]]] = {}
        positive = False
        for summand in sequence(summands):
            coefficient, monomial, pairs = fields(summand, "coefficient", "monomial", "conditions")
            weight, powers = rational(coefficient), self._algebra.exponents(monomial)
            used = tuple(_factor(place, pair) for pair in sequence(pairs))
            sign = monomial_sign(powers, place.ranges)
            require(weight > 0, "an identity has a coefficient that is not positive")
            require(sign >= 0, "a monomial of an identity can be negative")
            positive = positive or (sign > 0 and all(place.condition(position)[1] for position, _ in used))
            products.setdefault(used, []).append((powers, weight))
        scale = self._algebra.common_denominator([w for terms in products.values() for _, w in terms])
        total = self._algebra.constant(0)
        for used, terms in products.items():
            total = self._algebra.plus(total, self._with(place, used, self._algebra.combination(terms, scale)))
        self._require_shown(goal, total, scale, "an identity", positive=positive)

    def _squares(self, goal: PlacedGoal, summands: object) -> None:
        """A summand is at least zero; it is positive where all of it is, and what is squared is a constant."""
        total, positive, parts = self._algebra.constant(0), False, []
        for summand in sequence(summands):
            coefficient, monomial, terms, pairs = fields(summand, "coefficient", "monomial", "root", "conditions")
            weight, powers, root = (
                rational(coefficient),
                self._algebra.exponents(monomial),
                self._algebra.polynomial(terms),
            )
            used = [_factor(goal.place, pair) for pair in sequence(pairs)]
            sign = monomial_sign(powers, goal.place.ranges)
            require(weight > 0 and sign >= 0, "a term of a sum of squares can be negative")
            strict = all(goal.place.condition(position)[1] for position, _ in used)
            positive = positive or (sign > 0 and strict and visible_sign(root, goal.place.ranges)[1])
            parts.append((weight, powers, root, used))
        scale = self._algebra.common_denominator([weight for weight, *_ in parts])
        for weight, powers, root, used in parts:
            term = self._algebra.times(
                self._algebra.combination([(powers, weight)], scale), self._algebra.power(root, 2)
            )
            total = self._algebra.plus(total, self._with(goal.place, used, term))
        self._require_shown(goal, total, scale, "a sum of squares", positive=positive)

    def _with(self, place: ProofPlace, used: Iterable[tuple[int, int]], term: Any) -> Any:
        """Return a term times powers of conditions."""
        for position, power in used:
            term = self._algebra.times(term, self._algebra.power(place.condition(position)[0], power))
        return term

    def _require_shown(self, goal: PlacedGoal, total: Any, scale: int, name: str, *, positive: bool) -> None:
        """Require that a sum, which is at least zero or positive, is the target times a positive number."""
        scaled = self._algebra.times(goal.target, self._algebra.constant(scale))
        require(total == scaled, f"the two sides of {name} differ")
        require(positive or not goal.strict, f"{name} shows 'at least zero' where 'positive' is claimed")

    def _factors(self, goal: PlacedGoal, constant: object, items: object) -> None:
        product, sign = self._product(goal.place, constant, items, strict=goal.strict, even=not goal.strict)
        require(product == goal.target, "the factors do not multiply to the target")
        require(sign > 0, "the factors' signs multiply to minus")

    def _product(
        self, place: ProofPlace, constant: object, items: object, *, strict: bool, even: bool
    ) -> tuple[Any, int]:
        """Verify the sign of each factor; return the product of all, and of their signs.

        Parameters
        ----------
        strict : bool
            Whether the signs are to be strict.
        even : bool
            Whether even powers may stand without a proof.
        """
        number = integer(constant)
        require(number != 0, "a product has the factor zero")
        product, total = self._algebra.constant(number), 1 if number > 0 else -1
        for item in sequence(items):
            terms, exponent, given, proof = fields(item, "factor", "power", "sign", "proof")
            factor, power = self._algebra.polynomial(terms), whole(exponent, 1, MAX_POWER, "a power")
            sign = whole(given, -1, 1, "a sign")
            product = self._algebra.times(product, self._algebra.power(factor, power))
            if sign == 0:
                require(even and power % 2 == 0, "a factor of open sign stands where it may not")
                require(proof is None, "a factor of open sign has a proof")
            else:
                self._proof(PlacedGoal(place, factor * sign, strict), proof)
                total *= sign if power % 2 else 1
        return product, total

    def _rescale(self, goal: PlacedGoal, weights: object, ones: object, roots: object, proof: object) -> None:
        """For t > 0, the map x_i -> t**w_i * x_i keeps all ranges and signs.

        As the determinant is not zero, such maps take every point to one at which the chosen variables are one.
        """
        place = goal.place
        unit, degrees = [place.variable(name) for name in sequence(ones)], self._degrees(place, roots)
        require(len({*unit, *degrees}) == len(unit) + len(degrees), "a variable is rescaled twice")
        require(all(place.ranges[i] == "positive" for i in (*unit, *degrees)), "a rescaled variable is not positive")
        rows = [[whole(w, -_MAX_WEIGHT, _MAX_WEIGHT, "a weight") for w in sequence(row)] for row in sequence(weights)]
        require(len(rows) == len(unit), "symmetries and variables set to one differ in number")
        require(all(len(row) == len(place.names) for row in rows), "a symmetry has the wrong number of weights")
        symmetric = all(self._algebra.is_homogeneous(p, row) for row in rows for p in goal.polynomials)
        require(symmetric, "a polynomial is not quasi-homogeneous")
        determinant = self._algebra.determinant([[row[i] for i in unit] for row in rows])
        require(determinant != 0, "the symmetries cannot move the variables to one")
        self._proof(goal.moved(lambda polynomial: self._algebra.renamed(polynomial, unit, degrees)), proof)

    def _degrees(self, place: ProofPlace, roots: object) -> dict[int, int]:
        """Return the powers that variables are to stand for."""
        require(type(roots) is dict, "roots are not a record")
        assert isinstance(roots, dict)
        return {place.variable(name): whole(power, 1, MAX_POWER, "a power") for name, power in roots.items()}

    def _slack(self, goal: PlacedGoal, condition: object, symbol: object, proof: object) -> None:
        """Every point of the place has its slack; so what holds for all slacks in range holds on the place."""
        place, position, i = goal.place, goal.place.position(condition), goal.place.variable(symbol)
        top, bottom, allowed = self._image(place, position, i)
        ranges = (*place.ranges[:i], allowed, *place.ranges[i + 1 :])

        def move(polynomial: Any) -> Any:
            if polynomial.degrees()[i] <= 0:
                return polynomial
            return self._algebra.core(self._algebra.inserted(polynomial, i, top, bottom), ranges)

        smaller = replace(goal, place=replace(place.with_condition(position, None), ranges=ranges))
        self._proof(smaller.moved(move), proof)

    def _image(self, place: ProofPlace, position: int, i: int) -> tuple[Any, Any, str]:
        """Return numerator and denominator (positive) of variable number `i` in its slack, and the slack's range.

        The slack is x - bound where x > bound. Where x < bound it is bound - x; for positive x, bound/x - 1; for
        nonnegative x, x/(bound - x), so that x may not be the bound.
        """
        polynomial, strict = place.condition(position)
        require(polynomial.degrees()[i] == 1, "a slack's condition is not linear in its variable")
        slope, x = polynomial.derivative(i), self._algebra.variable(i)
        rest = polynomial - slope * x
        sign, surely = visible_sign(slope, place.ranges)
        require(surely, "a slack's slope has no visible sign")
        allowed = "positive" if strict else "nonnegative"
        if sign > 0:
            return slope * x - rest, slope, allowed
        if place.ranges[i] == "free":
            return slope * x + rest, -slope, allowed
        if place.ranges[i] == "positive":
            return rest, -slope * (x + 1), allowed
        require(strict, "a weak upper bound on a nonnegative variable has no slack")
        return rest * x, -slope * (x + 1), "nonnegative"

    def _square(self, goal: PlacedGoal, symbol: object, leading: object, discriminant: object) -> None:
        """Since ``4*A*p = (2*A*x + B)**2 + (4*A*C - B**2)``."""
        parts = self._algebra.by_power(goal.target, goal.place.variable(symbol))
        require(max(parts, default=0) <= 2, "a square has a degree above two")
        c, b, a = (parts.get(power, self._algebra.constant(0)) for power in range(3))
        self._proof(PlacedGoal(goal.place, a, True), leading)
        least = 4 * self._algebra.times(a, c) - self._algebra.power(b, 2)
        self._proof(replace(goal, target=least), discriminant)

    def _split(self, goal: PlacedGoal, terms: object, above: object, below: object) -> None:
        polynomial = self._algebra.polynomial(terms)
        self._proof(replace(goal, place=goal.place.where((polynomial, False))), above)
        self._proof(replace(goal, place=goal.place.where((-polynomial, False))), below)

    def _cases(self, goal: PlacedGoal, terms: object, above: object, zero: object, below: object) -> None:
        polynomial = self._algebra.polynomial(terms)
        self._proof(replace(goal, place=goal.place.where((polynomial, True))), above)
        self._proof(replace(goal, place=goal.place.where((polynomial, False), (-polynomial, False))), zero)
        self._proof(replace(goal, place=goal.place.where((-polynomial, True))), below)

    def _solve(
        self, goal: PlacedGoal, equation: object, symbol: object, given: object, slope: object, proof: object
    ) -> None:
        """Everywhere in the place, the variable is what the equation says; where it had a range, that has to be in it.

        What is inserted has a positive denominator: the slope times its sign or, where that is open, its square.
        """
        place, i = goal.place, goal.place.variable(symbol)
        first, second = place.equation(equation)
        polynomial, sign = place.condition(first)[0], whole(given, -1, 1, "a sign")
        require(polynomial.degrees()[i] == 1, "an equation is not linear in the variable that it is solved for")
        pivot, x = polynomial.derivative(i), self._algebra.variable(i)
        factor = self._algebra.constant(sign) if sign else pivot
        top, bottom = (self._algebra.times(part, factor) for part in (pivot * x - polynomial, pivot))
        self._proof(PlacedGoal(place, bottom, True), slope)
        smaller = place.with_condition(first, None).with_condition(second, None)
        if place.ranges[i] != "free":
            smaller = smaller.where((x, place.ranges[i] == "positive"))

        def move(other: Any) -> Any:
            if other.degrees()[i] <= 0:
                return other
            return self._algebra.core(self._algebra.inserted(other, i, top, bottom), place.ranges)

        self._proof(replace(goal, place=smaller).moved(move), proof)

    def _modulo(self, goal: PlacedGoal, multiples: object, proof: object) -> None:
        """What is added is zero in the place."""
        target = goal.target
        for multiple in sequence(multiples):
            equation, terms = fields(multiple, "equation", "polynomial")
            zero = goal.place.condition(goal.place.equation(equation)[0])[0]
            target = self._algebra.plus(target, self._algebra.times(self._algebra.polynomial(terms), zero))
        self._proof(replace(goal, target=target), proof)

    def _multiply(self, goal: PlacedGoal, terms: object, positive: object, product: object) -> None:
        factor = self._algebra.polynomial(terms)
        self._proof(PlacedGoal(goal.place, factor, True), positive)
        self._proof(replace(goal, target=self._algebra.times(goal.target, factor)), product)

    def _trim(
        self, goal: PlacedGoal, condition: object, constant: object, terms: object, items: object, proof: object
    ) -> None:
        """At every point of the place, the rest times the sign of what is left out has the sign of the condition.

        Where the condition is strict, none of its factors vanishes, so that even powers are positive.
        """
        position, rest = goal.place.position(condition), self._algebra.polynomial(terms)
        polynomial, strict = goal.place.condition(position)
        product, sign = self._product(goal.place, constant, items, strict=True, even=strict)
        require(self._algebra.times(product, rest) == polynomial, "the factors do not multiply to the condition")
        self._proof(replace(goal, place=goal.place.with_condition(position, (rest * sign, strict))), proof)

    def _engines(self, goal: PlacedGoal, agree: object) -> None:
        names = [text(name) for name in sequence(agree)]
        known = set(names) <= _ENGINES and len(names) == len(set(names)) >= 2
        require(known, "a step rests on fewer than two known engines")
        terms = self._algebra.terms
        conditions = tuple((terms(c[0]), c[1]) for c in goal.place.conditions if c is not None)
        target = terms(goal.target)
        step = OpenStep(ranges=goal.place.ranges, conditions=conditions, target=target, strict=goal.strict)
        self.open_steps.append(step)


def _factor(place: ProofPlace, pair: object) -> tuple[int, int]:
    """Return the position of a condition and a power of it."""
    position, power = sequence(pair)
    return place.position(position), whole(power, 1, MAX_POWER, "a power")
