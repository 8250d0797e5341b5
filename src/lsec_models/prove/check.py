"""The checker: exact arithmetic, no search, no solver.

It reads a certificate (JSON) and re-computes every step with integer polynomials. It shares no code with the search
that found the proof. What each rule claims, for a target p on the set where the conditions hold:

- ``identity``: p equals a sum of products ``coefficient * monomial * conditions`` with positive coefficients.
- ``factors``: p is a product of factors whose signs are proved one by one.
- ``rescale``: all polynomials are quasi-homogeneous, so that chosen positive variables may be set to 1; a positive
  variable that occurs in powers of x**d only is renamed.
- ``slack``: a condition, linear in x with a slope of visible sign, makes x its bound plus (minus, times) a slack.
- ``square``: p = A*x**2 + B*x + C with A > 0, and 4*A*C - B**2 has the sign wanted.
- ``split``: p is proved where h >= 0 and where h <= 0.
- ``multiply``: p times something positive has the sign wanted.
- ``trim``: a condition is a product; factors of proved sign, and even powers where it is strict, are left out of it.
- ``engines``: independent engines said so. The checker can not verify this; it hands the step back.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import lcm
from typing import Any

import flint

from lsec_models.algebra.ring import factored
from lsec_models.errors import CertificateError

FORMAT = "lsec-certificate-1"
_RANGES = ("positive", "nonnegative", "free")
_ENGINES = frozenset({"z3", "cvc5"})
_MAX_DEPTH = 200
_MAX_EXPONENT = 1000


@dataclass(frozen=True, kw_only=True)
class Checked:
    """The outcome of a check that found nothing wrong.

    Attributes
    ----------
    steps : int
        How many proof steps there are.
    open_steps : tuple of OpenStep
        Those that rest on the agreement of engines.
    """

    steps: int
    open_steps: tuple[OpenStep, ...]

    @property
    def exact(self) -> bool:
        """Whether every step was re-computed."""
        return not self.open_steps


@dataclass(frozen=True, kw_only=True)
class OpenStep:
    """What engines agreed on, and only they: that a polynomial is positive on a set.

    Attributes
    ----------
    ranges : tuple of str
        ``"positive"``, ``"nonnegative"`` or ``"free"``, for each variable.
    conditions : tuple of (terms, strict)
        Polynomials as ``{exponents: coefficient}`` that are positive (strict) or nonnegative on the set.
    target : dict
        The polynomial.
    strict : bool
        Whether it is positive, not only nonnegative.
    """

    ranges: tuple[str, ...]
    conditions: tuple[tuple[dict[tuple[int, ...], int], bool], ...]
    target: dict[tuple[int, ...], int]
    strict: bool


@dataclass(frozen=True)
class _Set:
    """The points at which variables are in their ranges and conditions hold."""

    context: Any
    names: tuple[str, ...]
    ranges: tuple[str, ...]
    conditions: tuple[tuple[Any, bool] | None, ...]


def digest(certificate: Mapping[str, Any]) -> str:
    """Return the SHA-256 of everything in a certificate but the digest itself."""
    content = {key: value for key, value in certificate.items() if key != "digest"}
    text = json.dumps(content, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def check(certificate: Mapping[str, Any]) -> Checked:
    """Verify a certificate.

    Parameters
    ----------
    certificate : mapping
        As :attr:`Proved.certificate` gives it, or ``json.load`` reads it.

    Returns
    -------
    Checked

    Raises
    ------
    CertificateError
        If it is malformed, was changed after it was made, or a step does not prove what it claims.
    """
    if not isinstance(certificate, Mapping) or certificate.get("format") != FORMAT:
        raise CertificateError(f"not a certificate of format {FORMAT!r}; make it again with prove()")
    try:
        if certificate["digest"] != digest(certificate):
            raise CertificateError("the certificate was changed after it was made: its digest does not fit its content")
        return _Checker().certificate(certificate)
    except (LookupError, TypeError, ValueError, AttributeError, ArithmeticError, RecursionError) as error:
        raise CertificateError(f"the certificate is malformed ({type(error).__name__}: {error})") from error


class _Checker:
    """Counts steps and collects those that rest on engines."""

    def __init__(self) -> None:
        self._steps = 0
        self._open_steps: list[OpenStep] = []

    def certificate(self, data: Mapping[str, Any]) -> Checked:
        names = tuple(variable["name"] for variable in data["variables"])
        ranges = tuple(variable["range"] for variable in data["variables"])
        _require(len(set(names)) == len(names) and set(ranges) <= set(_RANGES), "unknown range or repeated variable")
        context = flint.fmpz_mpoly_ctx.get(tuple(f"x{i}" for i in range(len(names))), flint.Ordering.lex)
        conditions = [(_polynomial(context, c["polynomial"]), _flag(c["strict"])) for c in data["conditions"]]
        for radical in data["radicals"]:
            conditions += _radical(context, names, ranges, radical)
        domain = _Set(context, names, ranges, tuple(conditions))
        _require(len(data["clauses"]) > 0, "it has no clause")
        for clause in data["clauses"]:
            self._clause(domain, clause)
        return Checked(steps=self._steps, open_steps=tuple(self._open_steps))

    def _clause(self, domain: _Set, clause: Mapping[str, Any]) -> None:
        """Verify a disjunction: one atom follows where the others fail."""
        atoms = [(_polynomial(domain.context, atom["polynomial"]), atom["relation"]) for atom in clause["atoms"]]
        aim = clause["aim"]
        polynomial, relation = atoms[aim]
        assumed = [c for i, atom in enumerate(atoms) if i != aim for c in _negated(domain, *atom)]
        place = _Set(domain.context, domain.names, domain.ranges, (*domain.conditions, *assumed))
        targets = {
            ">": [(polynomial, True)],
            ">=": [(polynomial, False)],
            "!=": [(polynomial * polynomial, True)],
            "=": [(polynomial, False), (-polynomial, False)],
        }[relation]
        _require(len(clause["proofs"]) == len(targets), "a clause has the wrong number of proofs")
        for (target, strict), proof in zip(targets, clause["proofs"], strict=True):
            self._proof(place, target, strict, proof, 0)

    def _proof(self, place: _Set, target: Any, strict: bool, proof: Mapping[str, Any], depth: int) -> None:
        _require(depth < _MAX_DEPTH, "the proof is nested too deeply")
        self._steps += 1
        rules = {
            "identity": self._identity,
            "factors": self._factors,
            "rescale": self._rescale,
            "slack": self._slack,
            "square": self._square,
            "split": self._split,
            "multiply": self._multiply,
            "trim": self._trim,
            "engines": self._engines,
        }
        rules[proof["rule"]](place, target, strict, proof, depth + 1)

    def _identity(self, place: _Set, target: Any, strict: bool, proof: Mapping[str, Any], depth: int) -> None:
        del depth
        summands = proof["sum"]
        weights = [Fraction(summand["coefficient"]) for summand in summands]
        _require(all(weight > 0 for weight in weights), "an identity has a coefficient that is not positive")
        scale = lcm(*(weight.denominator for weight in weights)) if weights else 1
        total, seen_strict = place.context.constant(0), False
        for weight, summand in zip(weights, summands, strict=True):
            monomial = _exponents(summand["monomial"])
            _require(_monomial_sign(monomial, place.ranges) >= 0, "a monomial of an identity can be negative")
            term = place.context.from_dict({monomial: int(weight * scale)})
            positive = _monomial_sign(monomial, place.ranges) > 0
            for position, power in summand["conditions"]:
                condition = place.conditions[_index(position, place.conditions)]
                _require(condition is not None, "an identity uses a condition that was used up")
                assert condition is not None
                term = term * condition[0] ** _power(power)
                positive = positive and condition[1]
            total = total + term
            seen_strict = seen_strict or positive
        _require(total == target * scale, "the two sides of an identity differ")
        _require(seen_strict or not strict, "an identity shows 'at least zero' where 'positive' is claimed")

    def _factors(self, place: _Set, target: Any, strict: bool, proof: Mapping[str, Any], depth: int) -> None:
        constant = int(proof["constant"])
        _require(constant != 0, "a product has the factor zero")
        product, sign = place.context.constant(constant), 1 if constant > 0 else -1
        for item in proof["items"]:
            factor, power = _polynomial(place.context, item["factor"]), _power(item["power"])
            product = product * factor**power
            if item["sign"] == 0:
                _require(power % 2 == 0 and not strict, "a factor of open sign stands in an odd or strict place")
                continue
            _require(item["sign"] in (1, -1), "a factor has an impossible sign")
            self._proof(place, factor * item["sign"], strict, item["proof"], depth)
            sign *= item["sign"] if power % 2 else 1
        _require(product == target, "the factors do not multiply to the target")
        _require(sign > 0, "the factors' signs multiply to minus")

    def _rescale(self, place: _Set, target: Any, strict: bool, proof: Mapping[str, Any], depth: int) -> None:
        weights, ones = proof["weights"], [place.names.index(name) for name in proof["ones"]]
        roots = {place.names.index(name): _power(power) for name, power in proof["roots"].items()}
        polynomials = [target, *(c[0] for c in place.conditions if c is not None)]
        _require(len(weights) == len(ones), "symmetries and variables set to one differ in number")
        _require(all(place.ranges[i] == "positive" for i in (*ones, *roots)), "a rescaled variable is not positive")
        for row in weights:
            for polynomial in polynomials:
                degrees = {sum(w * n for w, n in zip(row, powers, strict=True)) for powers in polynomial.monoms()}
                _require(len(degrees) <= 1, "a polynomial is not quasi-homogeneous")
        if ones:
            matrix = flint.fmpz_mat([[row[i] for i in ones] for row in weights])
            _require(matrix.det() != 0, "the symmetries can not move the variables to one")
        arguments = [place.context.constant(1) if i in ones else g for i, g in enumerate(place.context.gens())]

        def moved(polynomial: Any) -> Any:
            at_one = polynomial.compose(*arguments, ctx=place.context)
            return _rooted(place.context, at_one, roots)

        conditions = tuple(None if c is None else (moved(c[0]), c[1]) for c in place.conditions)
        smaller = _Set(place.context, place.names, place.ranges, conditions)
        self._proof(smaller, moved(target), strict, proof["proof"], depth)

    def _slack(self, place: _Set, target: Any, strict: bool, proof: Mapping[str, Any], depth: int) -> None:
        position, i = _index(proof["condition"], place.conditions), place.names.index(proof["symbol"])
        condition = place.conditions[position]
        _require(condition is not None, "a slack uses a condition that was used up")
        assert condition is not None
        top, bottom, new_range = _slack_image(place, condition, i)
        ranges = (*place.ranges[:i], new_range, *place.ranges[i + 1 :])

        def moved(polynomial: Any) -> Any:
            if polynomial.degrees()[i] <= 0:
                return polynomial
            return _without_visible_factors(place.context, _inserted(place.context, polynomial, i, top, bottom), ranges)

        conditions = [None if c is None else (moved(c[0]), c[1]) for c in place.conditions]
        conditions[position] = None
        self._proof(
            _Set(place.context, place.names, ranges, tuple(conditions)), moved(target), strict, proof["proof"], depth
        )

    def _square(self, place: _Set, target: Any, strict: bool, proof: Mapping[str, Any], depth: int) -> None:
        i = place.names.index(proof["symbol"])
        a, b, c = _quadratic(place.context, target, i)
        self._proof(place, a, True, proof["leading"], depth)
        self._proof(place, 4 * a * c - b * b, strict, proof["discriminant"], depth)

    def _split(self, place: _Set, target: Any, strict: bool, proof: Mapping[str, Any], depth: int) -> None:
        polynomial = _polynomial(place.context, proof["polynomial"])
        for side, name in ((polynomial, "above"), (-polynomial, "below")):
            case = _Set(place.context, place.names, place.ranges, (*place.conditions, (side, False)))
            self._proof(case, target, strict, proof[name], depth)

    def _multiply(self, place: _Set, target: Any, strict: bool, proof: Mapping[str, Any], depth: int) -> None:
        factor = _polynomial(place.context, proof["factor"])
        self._proof(place, factor, True, proof["positive"], depth)
        self._proof(place, target * factor, strict, proof["product"], depth)

    def _trim(self, place: _Set, target: Any, strict: bool, proof: Mapping[str, Any], depth: int) -> None:
        position = _index(proof["condition"], place.conditions)
        condition = place.conditions[position]
        _require(condition is not None, "a condition to be trimmed was used up")
        assert condition is not None
        constant, rest = int(proof["constant"]), _polynomial(place.context, proof["rest"])
        product, sign = rest * constant, 1 if constant > 0 else -1
        for item in proof["items"]:
            factor, power = _polynomial(place.context, item["factor"]), _power(item["power"])
            product = product * factor**power
            if item["sign"] == 0:
                _require(
                    power % 2 == 0 and condition[1], "a factor of open sign stands in an odd power or a weak condition"
                )
                continue
            _require(item["sign"] in (1, -1), "a factor has an impossible sign")
            self._proof(place, factor * item["sign"], True, item["proof"], depth)
            sign *= item["sign"] if power % 2 else 1
        _require(constant != 0 and product == condition[0], "the factors do not multiply to the condition")
        conditions = list(place.conditions)
        conditions[position] = (rest * sign, condition[1])
        smaller = _Set(place.context, place.names, place.ranges, tuple(conditions))
        self._proof(smaller, target, strict, proof["proof"], depth)

    def _engines(self, place: _Set, target: Any, strict: bool, proof: Mapping[str, Any], depth: int) -> None:
        del depth
        _require(len(_ENGINES.intersection(proof["agree"])) >= 2, "a step rests on fewer than two engines")
        conditions = tuple((_terms(c[0]), c[1]) for c in place.conditions if c is not None)
        step = OpenStep(ranges=place.ranges, conditions=conditions, target=_terms(target), strict=strict)
        self._open_steps.append(step)


def _require(holds: bool, complaint: str) -> None:
    if not holds:
        raise CertificateError(f"the certificate does not prove its claim: {complaint}")


def _flag(value: object) -> bool:
    _require(isinstance(value, bool), "a strictness is neither true nor false")
    return bool(value)


def _index(value: object, places: Sequence[object]) -> int:
    _require(isinstance(value, int) and 0 <= value < len(places), "a position is out of range")
    assert isinstance(value, int)
    return value


def _power(value: object) -> int:
    _require(isinstance(value, int) and 0 < value <= _MAX_EXPONENT, "a power is not a positive integer, or too large")
    assert isinstance(value, int)
    return value


def _exponents(values: Sequence[object]) -> tuple[int, ...]:
    """Refuse what is no natural number: FLINT would read a negative exponent as a positive one."""
    natural = all(isinstance(n, int) and 0 <= n <= _MAX_EXPONENT for n in values)
    _require(natural, "an exponent is not a natural number, or too large")
    return tuple(n for n in values if isinstance(n, int))


def _polynomial(context: Any, terms: Sequence[Sequence[Any]]) -> Any:
    keys = [_exponents(powers) for _, powers in terms]
    _require(len(set(keys)) == len(keys), "a monomial occurs twice")
    _require(all(isinstance(coefficient, str) for coefficient, _ in terms), "a coefficient is not written as text")
    return context.from_dict({key: int(coefficient) for key, (coefficient, _) in zip(keys, terms, strict=True)})


def _terms(polynomial: Any) -> dict[tuple[int, ...], int]:
    return {tuple(map(int, powers)): int(coefficient) for powers, coefficient in polynomial.terms()}


def _radical(
    context: Any, names: Sequence[str], ranges: Sequence[str], radical: Mapping[str, Any]
) -> list[tuple[Any, bool]]:
    """Return what a variable that stands for a square root satisfies: its square, and rational bounds."""
    i = names.index(radical["name"])
    radicand, low, high = (Fraction(radical[key]) for key in ("radicand", "low", "high"))
    _require(ranges[i] == "positive" and radicand > 0, "a square root is not positive")
    _require(low > 0 and low * low < radicand < high * high, "bounds of a square root are wrong")
    root = context.gens()[i]
    square = root * root * radicand.denominator - radicand.numerator
    above = root * low.denominator - low.numerator
    below = high.numerator - root * high.denominator
    return [(square, False), (-square, False), (above, True), (below, True)]


def _negated(domain: _Set, polynomial: Any, relation: str) -> list[tuple[Any, bool]]:
    """Return the conditions that hold where an atom fails."""
    if relation == ">":
        return [(_without_visible_factors(domain.context, -polynomial, domain.ranges), False)]
    if relation == ">=":
        return [(_without_visible_factors(domain.context, -polynomial, domain.ranges), True)]
    if relation == "=":
        return [(polynomial * polynomial, True)]
    core = _without_visible_factors(domain.context, polynomial, domain.ranges)
    return [(core, False), (-core, False)]


def _monomial_sign(powers: Sequence[int], ranges: Sequence[str]) -> int:
    """Return 1 where a monomial is positive, 0 where at least zero, -1 where it can be negative."""
    sign = 1
    for power, allowed in zip(powers, ranges, strict=True):
        if power and allowed == "free" and power % 2:
            return -1
        if power and allowed != "positive":
            sign = 0
    return sign


def _visible_sign(polynomial: Any, ranges: Sequence[str]) -> tuple[int, bool]:
    """Return (1 or -1, strict) where all coefficients agree over monomials that are nonnegative; else (0, False)."""
    signs = {1 if coefficient > 0 else -1 for coefficient in polynomial.coeffs()}
    kinds = [_monomial_sign(powers, ranges) for powers in polynomial.monoms()]
    if len(signs) != 1 or min(kinds) < 0:
        return 0, False
    return signs.pop(), max(kinds) > 0


def _slack_image(place: _Set, condition: tuple[Any, bool], i: int) -> tuple[Any, Any, str]:
    """Return numerator and denominator (positive) of variable i in terms of its slack, and the slack's range."""
    polynomial, strict = condition
    one, slack = place.context.constant(1), place.context.gens()[i]
    _require(polynomial.degrees()[i] == 1, "a slack's condition is not linear in its variable")
    slope = polynomial.derivative(i)
    rest = polynomial - slope * slack
    sign, surely = _visible_sign(slope, place.ranges)
    _require(sign != 0 and surely, "a slack's slope has no visible sign")
    own, slack_range = place.ranges[i], "positive" if strict else "nonnegative"
    bound_sign, bound_strict = (
        (1, False) if rest.is_zero() else _visible_sign(-rest if sign > 0 else rest, place.ranges)
    )
    if sign > 0:
        safe = bound_sign > 0 and (strict or bound_strict or own == "nonnegative")
        _require(own == "free" or safe, "a slack could leave its variable's range")
        return slope * slack - rest, slope, slack_range
    if own == "free":
        return rest + slope * slack, -slope, slack_range
    _require(bound_sign > 0 and bound_strict, "an upper bound is not positive")
    if own == "positive":
        return rest, -slope * (one + slack), slack_range
    _require(strict, "a weak upper bound on a nonnegative variable has no slack")
    return rest * slack, -slope * (one + slack), "nonnegative"


def _inserted(context: Any, polynomial: Any, i: int, top: Any, bottom: Any) -> Any:
    """Return ``bottom**d * polynomial`` with variable i replaced by top/bottom; d is its degree there."""
    degree = polynomial.degrees()[i]
    total = context.constant(0)
    for powers, coefficient in polynomial.terms():
        others = tuple(0 if j == i else n for j, n in enumerate(powers))
        term = context.from_dict({others: coefficient})
        total = total + term * top ** powers[i] * bottom ** (degree - powers[i])
    return total


def _without_visible_factors(context: Any, polynomial: Any, ranges: Sequence[str]) -> Any:
    """Return a polynomial of the same sign without its constant and the factors whose sign is visible."""
    if polynomial.is_zero():
        return polynomial
    constant, powers = factored(polynomial)
    core = context.constant(1 if constant > 0 else -1)
    for factor, power in powers:
        sign, strict = _visible_sign(factor, ranges)
        core = core * (sign**power if sign and strict else factor**power)
    return core


def _quadratic(context: Any, polynomial: Any, i: int) -> tuple[Any, Any, Any]:
    parts: list[dict[tuple[int, ...], Any]] = [{}, {}, {}]
    for powers, coefficient in polynomial.terms():
        parts[powers[i]][tuple(0 if j == i else n for j, n in enumerate(powers))] = coefficient
    c, b, a = (context.from_dict(part) for part in parts)
    return a, b, c


def _rooted(context: Any, polynomial: Any, roots: Mapping[int, int]) -> Any:
    terms = {}
    for powers, coefficient in polynomial.terms():
        _require(all(powers[i] % d == 0 for i, d in roots.items()), "a variable is not a pure power")
        terms[tuple(n // roots.get(i, 1) for i, n in enumerate(powers))] = coefficient
    return context.from_dict(terms)
