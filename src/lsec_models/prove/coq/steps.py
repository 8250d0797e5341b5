"""The steps of a certificate as a proof of the library: rule by rule, each as what the library knows."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from math import lcm
from typing import Any

import flint

from lsec_models.errors import CoqError
from lsec_models.prove.certificates.checker import Step
from lsec_models.prove.certificates.checker_arithmetic import Algebra, refuse
from lsec_models.prove.coq.polynomials import Polynomials, Terms, constant, number

ENGINES = "a step rests on two engines that agree, and on nothing that Coq could compute again"
_ONE = constant(1)
_PLAIN = f"({_ONE}, {_ONE}, [])"


@dataclass(frozen=True, kw_only=True)
class Place:
    """Where a step stands in Coq.

    Attributes
    ----------
    variables : tuple of int
        The number in Coq of each variable of the certificate.
    next_variable : int
    positions : tuple of int
        The position in Coq of each condition of the certificate; of one that is used up, a past one.
    conditions : int
        How many conditions there are in Coq.
    """

    variables: tuple[int, ...]
    next_variable: int
    positions: tuple[int, ...]
    conditions: int

    def more(self, count: int = 1) -> Place:
        """Return the place with conditions more that the certificate does not list."""
        return replace(self, conditions=self.conditions + count)

    def listed(self, count: int = 1) -> Place:
        """Return the place with conditions more, which the certificate lists."""
        new = range(self.conditions, self.conditions + count)
        return replace(self, positions=(*self.positions, *new), conditions=self.conditions + count)

    def at(self, position: int, found: int) -> Place:
        """Return the place where a condition of the certificate is found elsewhere."""
        return replace(self, positions=(*self.positions[:position], found, *self.positions[position + 1 :]))


class Steps:
    """Writes the steps of one certificate, in the order in which the checker tells of them."""

    def __init__(self, steps: Sequence[Step], polynomials: Polynomials, names: Sequence[str]) -> None:
        self._steps: Iterator[Step] = iter(steps)
        self._coming: list[Step] = []
        self._polynomials = polynomials
        self._names = list(names)
        self._algebra = Algebra(len(names), lambda _, __: refuse("nothing is left out here"))
        self._rules: dict[str, Callable[[Step, Place], str]] = {
            "identity": self._identity,
            "squares": self._squares,
            "factors": self._factors,
            "rescale": self._rescale,
            "slack": self._slack,
            "square": self._square,
            "split": self._split,
            "cases": self._cases,
            "solve": self._solve,
            "modulo": self._modulo,
            "multiply": self._multiply,
            "trim": self._trim,
            "engines": self._engines,
        }

    def ahead(self) -> Step:
        """Return the step that comes next."""
        if not self._coming:
            self._coming.append(next(self._steps))
        return self._coming[0]

    def proof(self, place: Place) -> str:
        """Return the proof that the next step, with those that it needs, is."""
        step = self.ahead()
        self._coming.clear()
        return self._rules[step.proof["rule"]](step, place)

    def polynomial(self, terms: object) -> Any:
        """Return a polynomial as a certificate writes it."""
        return self._algebra.polynomial(terms)

    def core(self, polynomial: Any, wanted: Terms, variables: Sequence[int]) -> str:
        """Return the positive factor by which a polynomial differs from its core."""
        return self._text(self._left_out(polynomial, self._algebra.from_terms(wanted)), variables)

    # Words of the library.

    def _text(self, polynomial: Any, variables: Sequence[int]) -> str:
        terms = {tuple(map(int, powers)): int(c) for powers, c in polynomial.terms()}
        return self._polynomials.written(terms, variables)

    def _left_out(self, polynomial: Any, core: Any) -> Any:
        if polynomial.is_zero():
            return self._algebra.constant(1)
        return polynomial / core

    def _goal(self, step: Step) -> Any:
        return self._algebra.from_terms(step.target)

    def _condition(self, step: Step, position: int) -> Any:
        found = step.conditions[position]
        assert found is not None
        return self._algebra.from_terms(found[0])

    def _have(self, polynomial: Any, strict: bool, place: Place, proof: str, rest: str) -> str:
        return f"(Have {self._text(polynomial, place.variables)} {truth_value(strict)} {proof} {rest})"

    # Rules.

    def _identity(self, step: Step, place: Place) -> str:
        products: dict[tuple[tuple[int, int], ...], dict[tuple[int, ...], Fraction]] = {}
        for summand in step.proof["sum"]:
            used = tuple((position, power) for position, power in summand["conditions"])
            terms, powers = products.setdefault(used, {}), tuple(summand["monomial"])
            terms[powers] = terms.get(powers, Fraction(0)) + Fraction(summand["coefficient"])
        scale = lcm(*(weight.denominator for terms in products.values() for weight in terms.values()))
        written = []
        for used, terms in products.items():
            whole = {powers: int(weight * scale) for powers, weight in terms.items()}
            written.append(_term(self._polynomials.written(whole, place.variables), _ONE, _used(place, used)))
        return _sum(_term(constant(scale), _ONE, []), written)

    def _squares(self, step: Step, place: Place) -> str:
        weights = [Fraction(summand["coefficient"]) for summand in step.proof["sum"]]
        scale = lcm(*(weight.denominator for weight in weights))
        written = []
        for weight, summand in zip(weights, step.proof["sum"], strict=True):
            root = self.polynomial(summand["root"])
            turned = -root if all(int(c) < 0 for c in root.coeffs()) else root
            whole = self._polynomials.written({tuple(summand["monomial"]): int(weight * scale)}, place.variables)
            used = _used(place, summand["conditions"])
            written.append(_term(whole, self._text(turned, place.variables), used))
        return _sum(_term(constant(scale), _ONE, []), written)

    def _factors(self, step: Step, place: Place) -> str:
        return self._with_factors(step.proof, step.strict, place, lambda _, term: _sum(_PLAIN, [term]))

    def _with_factors(
        self,
        proof: Mapping[str, Any],
        strict: bool,
        place: Place,
        then: Callable[[Place, str], str],
        nonzero: Callable[[Place, Any, int], tuple[Place, str, int]] | None = None,
    ) -> str:
        """Show the sign of each factor, and go on with their product, up to its sign, as a term."""
        used: list[tuple[int, int]] = []
        root = self._algebra.constant(1)
        opened: list[str] = []
        for item in proof["items"]:
            factor, power, sign = self.polynomial(item["factor"]), item["power"], item["sign"]
            if sign:
                opened.append(
                    f"(Have {self._text(factor * sign, place.variables)} {truth_value(strict)} {self.proof(place)} "
                )
                used.append((place.conditions, power))
                place = place.more()
            elif nonzero is None:
                root = root * factor ** (power // 2)
            else:
                place, text, position = nonzero(place, factor, power)
                opened.append(text)
                used.append((position, power // 2))
        term = _term(constant(abs(int(proof["constant"]))), self._text(root, place.variables), used)
        return "".join(opened) + then(place, term) + ")" * len(opened)

    def _trim(self, step: Step, place: Place) -> str:
        proof, position = step.proof, step.proof["condition"]
        found = step.conditions[position]
        assert found is not None
        polynomial, strict = self._algebra.from_terms(found[0]), found[1]
        old = place.positions[position]

        def nonzero(at: Place, factor: Any, _: int) -> tuple[Place, str, int]:
            """Show that a square is positive: where its root is zero, the condition is not strict."""
            squared, last = self._text(factor, at.variables), at.conditions + 1
            itself = _sum(_PLAIN, [_term(_ONE, _ONE, [(at.conditions, 2)])])
            multiple = self._text(factor - polynomial / factor, at.variables)
            zero = _sum(_PLAIN, [_term(_ONE, _ONE, [(old, 1)])], [(multiple, at.conditions, last)])
            return (
                at.more(),
                f"(Have (PEpow {squared} 2) true (Cases {squared} {itself} {zero} {itself}) ",
                at.conditions,
            )

        def then(at: Place, term: str) -> str:
            kept = self.ahead().conditions[position]
            assert kept is not None
            rest = self._algebra.from_terms(kept[0])
            shown = _sum(term, [_term(_ONE, _ONE, [(old, 1)])])
            after = at.more().at(position, at.conditions)
            return self._have(rest, strict, at, shown, self.proof(after))

        # What is kept is told by the last step, so the factors are written first.
        return self._with_factors(proof, True, place, then, nonzero)

    def _multiply(self, step: Step, place: Place) -> str:
        factor = self.polynomial(step.proof["factor"])
        positive = self.proof(place)
        after = place.more()
        product = self._goal(self.ahead())
        shown = self.proof(after)
        last = _sum(_term(_ONE, _ONE, [(place.conditions, 1)]), [_term(_ONE, _ONE, [(place.conditions + 1, 1)])])
        inner = self._have(product, step.strict, after, shown, last)
        return self._have(factor, True, place, positive, inner)

    def _square(self, step: Step, place: Place) -> str:
        target, i = self._goal(step), self._names.index(step.proof["symbol"])
        parts = self._algebra.by_power(target, i)
        zero = self._algebra.constant(0)
        leading, middle = parts.get(2, zero), parts.get(1, zero)
        positive = self.proof(place)
        after = place.more()
        least = self._goal(self.ahead())
        shown = self.proof(after)
        root = 2 * leading * self._algebra.variable(i) + middle
        last = _sum(
            _term(constant(4), _ONE, [(place.conditions, 1)]),
            [_term(_ONE, self._text(root, place.variables), []), _term(_ONE, _ONE, [(place.conditions + 1, 1)])],
        )
        return self._have(leading, True, place, positive, self._have(least, step.strict, after, shown, last))

    def _split(self, step: Step, place: Place) -> str:
        text = self._text(self.polynomial(step.proof["polynomial"]), place.variables)
        return f"(Split {text} {self.proof(place.listed())} {self.proof(place.listed())})"

    def _cases(self, step: Step, place: Place) -> str:
        text = self._text(self.polynomial(step.proof["polynomial"]), place.variables)
        return f"(Cases {text} {self.proof(place.listed())} {self.proof(place.listed(2))} {self.proof(place.listed())})"

    def _modulo(self, step: Step, place: Place) -> str:
        target = self._goal(self.ahead())
        zeros = []
        for multiple in step.proof["multiples"]:
            first, second = (place.positions[position] for position in multiple["equation"])
            zeros.append((self._text(-self.polynomial(multiple["polynomial"]), place.variables), first, second))
        shown = self.proof(place)
        return self._have(
            target, step.strict, place, shown, _sum(_PLAIN, [_term(_ONE, _ONE, [(place.conditions, 1)])], zeros)
        )

    def _solve(self, step: Step, place: Place) -> str:
        proof, i = step.proof, self._names.index(step.proof["symbol"])
        first, second = proof["equation"]
        equation, x = self._condition(step, first), self._algebra.variable(i)
        pivot = equation.derivative(i)
        factor = self._algebra.constant(proof["sign"]) if proof["sign"] else pivot
        top, bottom = (pivot * x - equation) * factor, pivot * factor
        pair = place.positions[first], place.positions[second]
        positive = self.proof(place)
        after, opened = place.more(), [f"(Have {self._text(bottom, place.variables)} true {positive} "]
        if proof["sign"] == 0:
            multiple = self._text(pivot, place.variables)
            for turned in (equation * pivot, -equation * pivot):
                order = pair if turned == equation * pivot else pair[::-1]
                shown = _sum(_PLAIN, [], [(multiple, *order)])
                opened.append(f"(Have {self._text(turned, place.variables)} false {shown} ")
                after = after.more()
            pair = after.conditions - 2, after.conditions - 1
        elif proof["sign"] < 0:
            pair = pair[::-1]
        allowed = step.ranges[i]
        if allowed != "free":
            strict = allowed == "positive"
            shown = _sum(_PLAIN, [_term(self._text(x, place.variables), _ONE, [])])
            opened.append(f"(Have {self._text(x, place.variables)} {truth_value(strict)} {shown} ")
            after = after.listed()
        divisor = _term(_ONE, _ONE, [(place.conditions, 1)])
        conditions = [None if c is None or j in (first, second) else c for j, c in enumerate(step.conditions)]
        if allowed != "free":
            conditions.append(({tuple(map(int, x.monoms()[0])): 1}, allowed == "positive"))
        inner = self._inserted(
            replace(step, conditions=tuple(conditions)),
            after,
            i,
            self._text(top, after.variables),
            divisor,
            pair,
            (top, bottom),
            after.variables,
        )
        return "".join(opened) + inner + ")" * len(opened)

    def _slack(self, step: Step, place: Place) -> str:
        proof, i = step.proof, self._names.index(step.proof["symbol"])
        position = proof["condition"]
        found = step.conditions[position]
        assert found is not None
        polynomial, x = self._algebra.from_terms(found[0]), self._algebra.variable(i)
        slope = polynomial.derivative(i)
        rest = polynomial - slope * x
        old = _term(_ONE, _ONE, [(place.positions[position], 1)])
        new = place.next_variable
        variables = (*place.variables[:i], new, *place.variables[i + 1 :])
        rises = all(int(c) > 0 for c in slope.coeffs())
        over = self._text(slope if rises else -slope, place.variables)
        pair = place.conditions, place.conditions + 1
        if rises:
            top, bottom, quotient, pair = slope * x - rest, slope, (old, _term(over, _ONE, [])), pair[::-1]
        elif step.ranges[i] == "free":
            top, bottom, quotient = slope * x + rest, -slope, (old, _term(over, _ONE, []))
        elif step.ranges[i] == "positive":
            by = _term(self._text(-slope * x, place.variables), _ONE, [])
            top, bottom, quotient = rest, -slope * (x + 1), (old, by)
        else:
            by = _term(self._text(-slope * x, place.variables), _ONE, [])
            top, bottom, quotient, pair = rest * x, -slope * (x + 1), (by, old), pair[::-1]
        after = replace(place, variables=variables, next_variable=new + 1).more(2)
        conditions = tuple(None if j == position else c for j, c in enumerate(step.conditions))
        inner = self._inserted(
            replace(step, conditions=conditions),
            after,
            i,
            self._text(top, variables),
            _term(self._text(bottom, variables), _ONE, []),
            pair,
            (top, bottom),
            place.variables,
        )
        return f"(New {new} {quotient[0]} {quotient[1]} {inner})"

    def _inserted(
        self,
        step: Step,
        place: Place,
        i: int,
        top: str,
        bottom: str,
        pair: tuple[int, int],
        quotient: tuple[Any, Any],
        old: Sequence[int],
    ) -> str:
        """Insert top/bottom for variable number `i`, which is `old[i]` in Coq, in all that contains it."""
        coming, positions = self.ahead(), list(place.positions)
        moved: list[str] = []
        for j, found in enumerate(step.conditions):
            polynomial = None if found is None else self._algebra.from_terms(found[0])
            if polynomial is None or polynomial.degrees()[i] <= 0:
                continue
            image = coming.conditions[j]
            assert image is not None
            left_out, core = self._moved(polynomial, i, quotient, image[0], place.variables)
            positions[j] = place.conditions + len(moved)
            moved.append(f"({place.positions[j]}%nat, ({left_out}, {core}))")
        after = replace(place, positions=tuple(positions), conditions=place.conditions + len(moved))
        goal = self._moved(self._goal(step), i, quotient, coming.target, place.variables)
        listed = f"[{'; '.join(moved)}]"
        rest = self.proof(after)
        return f"(Insert {old[i]} {top} {bottom} {_pair(pair)} {listed} ({goal[0]}, {goal[1]}) {rest})"

    def _moved(
        self, polynomial: Any, i: int, quotient: tuple[Any, Any], image: Terms, variables: Sequence[int]
    ) -> tuple[str, str]:
        core = self._algebra.from_terms(image)
        if polynomial.degrees()[i] <= 0:
            return _ONE, self._text(core, variables)
        whole = self._algebra.inserted(polynomial, i, *quotient)
        return self._text(self._left_out(whole, core), variables), self._text(core, variables)

    def _rescale(self, step: Step, place: Place) -> str:
        proof = step.proof
        unit = [self._names.index(name) for name in proof["ones"]]
        opened = []
        current = step
        for i, weights in zip(unit, _weights(proof["weights"], unit), strict=True):
            by_number = dict(zip(place.variables, weights, strict=True))
            listed = "; ".join(number(by_number.get(k, 0)) for k in range(1, place.next_variable))
            opened.append(f"(Unit {place.variables[i]} [{listed}]%Z ")
            pair = place.conditions, place.conditions + 1
            place = place.more(2)
            current, place, text = self._with_one(current, place, i, pair)
            opened.append(text)
        if proof["roots"]:
            return "".join(opened) + self._with_powers(current, place, proof["roots"]) + ")" * len(opened)
        return "".join(opened) + self.proof(place) + ")" * len(opened)

    def _with_one(self, step: Step, place: Place, i: int, pair: tuple[int, int]) -> tuple[Step, Place, str]:
        """Insert one for a variable, in conditions and in the target."""

        def renamed(terms: Terms) -> dict[tuple[int, ...], int]:
            found: dict[tuple[int, ...], int] = {}
            for powers, c in terms.items():
                key = (*powers[:i], 0, *powers[i + 1 :])
                found[key] = found.get(key, 0) + c
            return {powers: c for powers, c in found.items() if c}

        moved: list[str] = []
        positions, conditions = list(place.positions), list(step.conditions)
        for j, found in enumerate(step.conditions):
            if found is not None and any(powers[i] for powers in found[0]):
                one = renamed(found[0])
                conditions[j] = one, found[1]
                text = self._polynomials.written(one, place.variables)
                positions[j] = place.conditions + len(moved)
                moved.append(f"({place.positions[j]}%nat, ({_ONE}, {text}))")
        after = replace(place, positions=tuple(positions), conditions=place.conditions + len(moved))
        target = renamed(step.target)
        goal = self._polynomials.written(target, place.variables)
        text = f"(Insert {place.variables[i]} {_ONE} {_PLAIN} {_pair(pair)} [{'; '.join(moved)}] ({_ONE}, {goal}) "
        return replace(step, conditions=tuple(conditions), target=target), after, text

    def _with_powers(self, step: Step, place: Place, roots: Mapping[str, int]) -> str:
        """Let variables stand for powers of theirs, one after the other."""
        if not roots:
            return self.proof(place)
        (name, power), *others = roots.items()
        i = self._names.index(name)
        new, before = place.next_variable, place.variables
        variables = (*before[:i], new, *before[i + 1 :])
        image = self._text(self._algebra.variable(i) ** power, before)
        pair = place.conditions, place.conditions + 1
        after = replace(place, variables=variables, next_variable=new + 1).more(2)

        def lowered(terms: Terms) -> dict[tuple[int, ...], int]:
            return {(*powers[:i], powers[i] // power, *powers[i + 1 :]): c for powers, c in terms.items()}

        opened, conditions = [], list(step.conditions)
        for j, found in enumerate(step.conditions):
            if found is None or not any(powers[i] for powers in found[0]):
                continue
            terms, strict = lowered(found[0]), found[1]
            conditions[j] = terms, strict
            goal = self._polynomials.written(found[0], before)
            shown = _sum(_PLAIN, [_term(_ONE, _ONE, [(after.positions[j], 1)])])
            inner = f"(Insert {new} {image} {_PLAIN} {_pair(pair)} [] ({_ONE}, {goal}) {shown})"
            opened.append(f"(Have {self._polynomials.written(terms, variables)} {truth_value(strict)} {inner} ")
            after = after.more().at(j, after.conditions)
        target = lowered(step.target)
        text, goal = self._polynomials.written(target, variables), self._polynomials.written(step.target, before)
        lower = replace(step, conditions=tuple(conditions), target=target)
        shown = self._with_powers(lower, after, dict(others))
        back = f"[({after.conditions}%nat, ({_ONE}, {goal}))]"
        last = _sum(_PLAIN, [_term(_ONE, _ONE, [(after.conditions + 1, 1)])])
        final = f"(Insert {new} {image} {_PLAIN} {_pair(pair)} {back} ({_ONE}, {goal}) {last})"
        inner = f"(Have {text} {truth_value(step.strict)} {shown} {final})"
        raised = _term(image, _ONE, [])
        return f"(New {new} {raised} {_PLAIN} {''.join(opened)}{inner}{')' * len(opened)})"

    def _engines(self, _: Step, __: Place) -> str:
        raise CoqError(ENGINES)


def _weights(rows: Sequence[Sequence[int]], unit: Sequence[int]) -> list[list[int]]:
    """Return, for each variable that is set to one, weights under which it moves and the others stay."""
    square = flint.fmpz_mat([[row[i] for i in unit] for row in rows])
    found = []
    for chosen in flint.fmpq_mat(square).inv().tolist():
        common = lcm(*(int(entry.q) for entry in chosen))
        whole = [int(entry.p) * (common // int(entry.q)) for entry in chosen]
        found.append([sum(c * row[j] for c, row in zip(whole, rows, strict=True)) for j in range(len(rows[0]))])
    return found


def _used(place: Place, pairs: Sequence[Sequence[int]]) -> list[tuple[int, int]]:
    return [(place.positions[position], power) for position, power in pairs]


def _term(whole: str, root: str, used: Sequence[tuple[int, int]]) -> str:
    listed = "; ".join(f"({position}%nat, {power}%N)" for position, power in used)
    return f"({whole}, {root}, [{listed}])"


def _sum(multiplier: str, terms: Sequence[str], zeros: Sequence[tuple[str, int, int]] = ()) -> str:
    listed = "; ".join(f"({text}, {_pair((first, second))})" for text, first, second in zeros)
    return f"(Sum {multiplier} [{'; '.join(terms)}] [{listed}])"


def _pair(pair: tuple[int, int]) -> str:
    return f"({pair[0]}%nat, {pair[1]}%nat)"


def truth_value(value: bool) -> str:
    """Return a truth value as Coq writes it."""
    return "true" if value else "false"
