"""Claims: Boolean combinations of inequalities between rational functions, brought to a form that can be decided."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property
from math import isqrt
from typing import Any

import flint
import sympy as sp
from sympy.core.relational import Relational
from sympy.logic.boolalg import Boolean, BooleanAtom, BooleanFunction

from lsec_models.algebra.condition import Condition
from lsec_models.algebra.domain import Domain, condition_of, flattened
from lsec_models.algebra.ratio import Ratio, ratio
from lsec_models.algebra.ring import Key, Polynomial, Ring, factored, key_of, ring_of
from lsec_models.algebra.size import size_of
from lsec_models.errors import ClaimError
from lsec_models.games.equilibrium import Equilibrium
from lsec_models.games.piecewise import PiecewiseEquilibrium

_RELATIONS = {sp.Gt: ">", sp.Ge: ">=", sp.Lt: ">", sp.Le: ">=", sp.Eq: "=", sp.Ne: "!="}
REGIME_BY_REGIME = (
    "of a piecewise equilibrium this is asked regime by regime: give one of its pieces, such as "
    "equilibrium.regimes[0].pieces[0]"
)
_OPPOSITE = {"=": "!=", "!=": "="}
_MAX_CLAUSES = 64
_MAX_DEGREE = 100
_MAX_TERMS = 20_000
_DECLARATIONS: tuple[dict[str, bool], ...] = ({}, {"real": True}, {"nonnegative": True}, {"positive": True})
_BITS = (64, 256, 1024, 4096)


class Radical(sp.Symbol):
    """A positive symbol that stands for the square root of a positive rational number."""

    def __new__(cls, radicand: sp.Rational) -> Radical:
        """Return the symbol for ``sqrt(radicand)``."""
        name = f"sqrt_{radicand.p}" + (f"_{radicand.q}" if radicand.q != 1 else "")
        root: Radical = sp.Symbol.__new__(cls, name, positive=True)
        root.radicand = Fraction(int(radicand.p), int(radicand.q))
        return root


@dataclass(frozen=True)
class Atom:
    """The statement ``polynomial relation 0``.

    Attributes
    ----------
    polynomial : Polynomial
        Has the sign of the function that was compared (numerator times denominator).
    relation : str
        ``">"``, ``">="``, ``"="`` or ``"!="``.
    function : Ratio
        What was compared with zero.
    """

    polynomial: Polynomial
    relation: str
    function: Ratio

    def negated(self) -> Atom:
        """Return the opposite statement."""
        if self.relation in _OPPOSITE:
            return Atom(self.polynomial, _OPPOSITE[self.relation], self.function)
        return Atom(-self.polynomial, ">=" if self.relation == ">" else ">", -self.function)

    def is_true(self, sign: int) -> bool:
        """Whether it holds where the polynomial has this sign (-1, 0, 1)."""
        return {">": sign > 0, ">=": sign >= 0, "=": sign == 0, "!=": sign != 0}[self.relation]


@dataclass(frozen=True, kw_only=True)
class Statement:
    """A claim on a domain: a conjunction of clauses, each a disjunction of atoms.

    Attributes
    ----------
    claim : Boolean
        As it was given.
    domain : Domain
        The parameters at which it must hold, over a ring that has every symbol (and radical) of the claim.
    radicals : tuple of Radical
        Square roots in claim or domain.
    clauses : tuple of tuple of Atom
    denominators : tuple of Polynomial
        The irreducible factors of what the claim, as it is written, divides by.
    """

    claim: Boolean
    domain: Domain
    radicals: tuple[Radical, ...]
    clauses: tuple[tuple[Atom, ...], ...]
    denominators: tuple[Polynomial, ...]

    @property
    def ring(self) -> Ring:
        """The ring of parameters and radicals."""
        return self.domain.ring

    @cached_property
    def obligations(self) -> tuple[tuple[Atom, ...], ...]:
        """Everything there is to prove: nothing the claim divides by vanishes, and every clause holds."""
        nonzero = tuple((Atom(d, "!=", Ratio(self.ring, d)),) for d in self.denominators)
        return (*nonzero, *self.clauses)

    @cached_property
    def conditions(self) -> tuple[Condition, ...]:
        """The domain's conditions, and what defines the radicals."""
        return (*self.domain.conditions, *(c for radical in self.radicals for c in _defining(self.ring, radical)))

    def with_roots(self, expression: sp.Expr) -> sp.Expr:
        """Return an expression with square roots in place of the symbols that stand for them."""
        return expression.xreplace({r: sp.sqrt(sp.Rational(*r.radicand.as_integer_ratio())) for r in self.radicals})

    def sign_at(self, polynomial: Polynomial, point: dict[sp.Symbol, Fraction]) -> int | None:
        """Return the exact sign of a polynomial at a rational point; None where it could not be separated from zero."""
        if not self.radicals:
            value = self.ring.evaluate(polynomial, self.ring.exact_point(point))
            return (value > 0) - (value < 0)
        return _sign_with_radicals(self.ring, polynomial, point, self.radicals)

    def holds_at(self, point: dict[sp.Symbol, Fraction]) -> bool | None:
        """Return whether the claim is true at a point, exactly; None where that is not decided."""
        outcomes = []
        for clause in self.clauses:
            truths = []
            for atom in clause:
                sign = self.sign_at(atom.polynomial, point)
                truths.append(None if sign is None else atom.is_true(sign))
            outcomes.append(True if True in truths else None if None in truths else False)
        return False if False in outcomes else None if None in outcomes else True

    def admits(self, point: dict[sp.Symbol, Fraction]) -> bool:
        """Whether a point is in the domain, exactly."""
        if any(point[s] < 0 or (point[s] == 0 and s.is_positive) for s in point if s.is_nonnegative):
            return False
        for condition in self.domain.conditions:
            sign = self.sign_at(condition.polynomial, point)
            if sign is None or sign < 0 or (sign == 0 and condition.strict):
                return False
        return True


def increasing(function: sp.Expr, symbol: sp.Symbol) -> Relational:
    """Return the claim that the derivative of `function` in `symbol` is positive.

    Examples
    --------
    >>> x = sp.Symbol("x", positive=True)
    >>> increasing(x**2, x)
    2*x > 0
    """
    return sp.Gt(_derivative(function, symbol), 0, evaluate=False)


def decreasing(function: sp.Expr, symbol: sp.Symbol) -> Relational:
    """Return the claim that the derivative of `function` in `symbol` is negative."""
    return sp.Lt(_derivative(function, symbol), 0, evaluate=False)


def independent(function: sp.Expr, symbol: sp.Symbol) -> Relational:
    """Return the claim that `function` does not depend on `symbol`."""
    return sp.Eq(_derivative(function, symbol), 0, evaluate=False)


def statement(claim: object, given: object) -> Statement:
    """Bring a claim and what is given to the form that can be decided.

    Parameters
    ----------
    claim : SymPy Boolean or bool
    given : Equilibrium, Domain, SymPy inequality, or a list, tuple or set of these

    Raises
    ------
    ClaimError
        If a part is not an inequality between rational functions, uses a symbol that nothing given declares or that is
        declared in a way that a domain can not carry, or the claim is too large.
    ContradictoryAssumptions
        If what is given clashes visibly.
    """
    domains, relations = _given(given)
    logic = _logic(claim)
    radicals: dict[sp.Expr, Radical] = {}
    logic = _without_roots(logic, radicals)
    relations = [_without_roots(relation, radicals) for relation in relations]
    symbols = {s for part in (logic, *relations) for s in part.free_symbols}
    known = {s for domain in domains for s in domain.ring.symbols} | {s for r in relations for s in r.free_symbols}
    _require_declared(symbols - set(radicals.values()), known, bool(domains))
    _require_plain(symbols | known)
    domain = _joined(domains, ring_of(symbols | known))
    roots = tuple(sorted(radicals.values(), key=lambda radical: radical.name))
    for relation in flattened(relations, "given"):
        _require_small(relation)
        condition = condition_of(domain, relation, "given")
        domain = domain.where([replace(condition, polynomial=_reduced(domain.ring, condition.polynomial, roots))])
    literals = _clauses(logic)
    clauses = tuple(tuple(_atom(domain.ring, literal, roots) for literal in clause) for clause in literals)
    return Statement(
        claim=claim if isinstance(claim, Boolean) else sp.sympify(claim),
        domain=domain,
        radicals=roots,
        clauses=clauses,
        denominators=_denominators(domain.ring, (literal for clause in literals for literal in clause), roots),
    )


def sign_statement(function: Ratio, relation: str, domain: Domain, name: str) -> Statement:
    """Return the claim ``function relation 0`` on a domain, shown by a name instead of a long expression.

    Parameters
    ----------
    function : Ratio
        Over the domain's ring.
    relation : str
        ``">"``, ``">="``, ``"="``, ``"<="`` or ``"<"``.
    domain : Domain
    name : str
        What to call the function.
    """
    shown = {">": sp.Gt, ">=": sp.Ge, "=": sp.Eq, "<=": sp.Le, "<": sp.Lt}[relation]
    compared = -function if relation in ("<", "<=") else function
    atom = Atom(compared.numerator * compared.denominator, relation.replace("<", ">"), compared)
    return Statement(
        claim=shown(sp.Symbol(name, real=True), 0, evaluate=False),
        domain=domain,
        radicals=(),
        clauses=((atom,),),
        denominators=tuple(factor for factor, power in function.factors()[1] if power < 0),
    )


def _derivative(function: sp.Expr, symbol: sp.Symbol) -> sp.Expr:
    """Differentiate within each piece, the conditions staying as they are written."""
    if isinstance(function, sp.Piecewise):
        return sp.Piecewise(*((sp.diff(value, symbol), region) for value, region in function.args), evaluate=False)
    return sp.diff(function, symbol)


def root_bounds(radicand: Fraction) -> tuple[Fraction, Fraction]:
    """Return rational numbers just below and above a square root."""
    scale = 10**9
    floor = isqrt(radicand.numerator * scale**2 // radicand.denominator)
    return Fraction(floor - 1, scale), Fraction(floor + 2, scale)


def _given(given: object) -> tuple[list[Domain], list[Any]]:
    domains: list[Domain] = []
    relations: list[Any] = []
    for item in list(given) if isinstance(given, list | tuple | set) else [given]:
        if isinstance(item, Equilibrium):
            domains.append(item.domain)
        elif isinstance(item, PiecewiseEquilibrium):
            raise ClaimError(REGIME_BY_REGIME)
        elif isinstance(item, Domain):
            domains.append(item)
        elif isinstance(item, Boolean | bool):
            relations.append(sp.sympify(item))
        else:
            domains.append(_feedback_domain(item))
    return domains, relations


def _feedback_domain(item: object) -> Domain:
    # Imported here, since it takes long and few claims are about dynamic games.
    from lsec_models.games.feedback import FeedbackEquilibrium

    if isinstance(item, FeedbackEquilibrium):
        return item.domain
    kind = type(item).__name__
    raise ClaimError(f"given: {item!r} is a {kind}; give equilibria, domains or inequalities of parameters")


def _joined(domains: list[Domain], ring: Ring) -> Domain:
    """Return the intersection; a single domain as it is, since it may know its slack coordinates and points already."""
    if len(domains) == 1 and domains[0].ring is ring:
        return domains[0]
    joint = Domain(ring=ring)
    for domain in domains:
        joint = joint.where(domain.over(ring).conditions)
    return joint


def _logic(claim: object) -> Boolean:
    if isinstance(claim, bool):
        return sp.true if claim else sp.false
    if isinstance(claim, Boolean) and not isinstance(claim, sp.Symbol):
        return claim
    raise ClaimError(
        f"claim {claim!r} is a {type(claim).__name__}; write an inequality (f >= g), increasing(f, x), "
        "independent(f, x), or And/Or/Not/Implies/Equivalent of these"
    )


def _without_roots(expression: Any, radicals: dict[sp.Expr, Radical]) -> Any:
    """Replace square roots of positive rationals by symbols."""
    for power in expression.atoms(sp.Pow):
        if power.exp == sp.Rational(1, 2) and power.base.is_Rational and power.base > 0:
            radicals.setdefault(power, Radical(power.base))
        if power.exp == sp.Rational(-1, 2) and power.base.is_Rational and power.base > 0:
            radicals.setdefault(sp.sqrt(power.base), Radical(power.base))
    if not radicals:
        return expression
    images = radicals | {1 / root: 1 / symbol for root, symbol in radicals.items()}
    return expression.xreplace(images)


def _require_declared(symbols: set[sp.Symbol], known: set[sp.Symbol], has_domains: bool) -> None:
    unknown = symbols - known if has_domains else set()
    if unknown:
        name = sorted(unknown, key=str)[0]
        raise ClaimError(
            f"the claim speaks of {name}, which is no parameter of what is given (known: "
            f"{', '.join(sorted(map(str, known)))}); use those symbols, or give a relation that bounds it"
        )


def _require_plain(symbols: set[sp.Symbol]) -> None:
    understood = [sp.Symbol("x", **signs).assumptions0 for signs in _DECLARATIONS]
    for symbol in sorted(symbols, key=str):
        if symbol.assumptions0 not in understood:
            raise ClaimError(
                f"{symbol} is declared with more than a domain can carry, such as negative or integer; declare it "
                "positive, nonnegative or real, and give the inequalities that it satisfies"
            )


def _clauses(logic: Boolean) -> list[list[Relational]]:
    """Return the conjunctive normal form, as lists of relations."""
    if logic is sp.true:
        return [[sp.Ge(sp.S.Zero, sp.S.Zero, evaluate=False)]]
    if logic is sp.false:
        return [[sp.Gt(sp.S.Zero, sp.S.Zero, evaluate=False)]]
    if isinstance(logic, Relational):
        return [[logic]]
    if isinstance(logic, sp.And):
        return _bounded([clause for part in logic.args for clause in _clauses(part)])
    if isinstance(logic, sp.Or):
        merged: list[list[Relational]] = [[]]
        for part in logic.args:
            merged = _bounded([[*left, *right] for left in merged for right in _clauses(part)])
        return merged
    if isinstance(logic, sp.Not):
        return _clauses(_pushed(logic.args[0]))
    if isinstance(logic, sp.Implies):
        premise, conclusion = logic.args
        return _clauses(sp.Or(_pushed(premise), conclusion, evaluate=False))
    if isinstance(logic, sp.Equivalent):
        first, *others = logic.args
        pairs = [clause for other in others for clause in _both_ways(first, other)]
        return _bounded(pairs)
    raise ClaimError(f"{logic}: not an inequality or a combination (and, or, not, implies, iff) of inequalities")


def _both_ways(left: Boolean, right: Boolean) -> list[list[Relational]]:
    return _clauses(sp.Or(_pushed(left), right, evaluate=False)) + _clauses(sp.Or(_pushed(right), left, evaluate=False))


def _pushed(logic: Boolean) -> Boolean:
    """Return the negation with Not only implicit in relations."""
    if isinstance(logic, Relational):
        opposite = {sp.Gt: sp.Le, sp.Ge: sp.Lt, sp.Lt: sp.Ge, sp.Le: sp.Gt, sp.Eq: sp.Ne, sp.Ne: sp.Eq}
        return opposite[logic.func](*logic.args, evaluate=False)
    if isinstance(logic, sp.Not):
        return logic.args[0]
    if isinstance(logic, sp.And):
        return sp.Or(*map(_pushed, logic.args), evaluate=False)
    if isinstance(logic, sp.Or):
        return sp.And(*map(_pushed, logic.args), evaluate=False)
    if isinstance(logic, sp.Implies):
        return sp.And(logic.args[0], _pushed(logic.args[1]), evaluate=False)
    if isinstance(logic, sp.Equivalent):
        if len(logic.args) != 2:
            raise ClaimError(
                f"{logic}: the negation of an equivalence of more than two claims is not supported; split it"
            )
        left, right = logic.args
        return sp.Or(
            sp.And(left, _pushed(right), evaluate=False), sp.And(_pushed(left), right, evaluate=False), evaluate=False
        )
    if logic in (sp.true, sp.false):
        return sp.false if logic is sp.true else sp.true
    raise ClaimError(f"{logic}: not an inequality or a combination (and, or, not, implies, iff) of inequalities")


def _bounded(clauses: list[list[Relational]]) -> list[list[Relational]]:
    if len(clauses) > _MAX_CLAUSES:
        raise ClaimError(f"the claim has more than {_MAX_CLAUSES} clauses in normal form; split it into several claims")
    return clauses


def _atom(ring: Ring, relation: Relational, radicals: tuple[Radical, ...]) -> Atom:
    if relation.func not in _RELATIONS:
        raise ClaimError(f"{relation}: not one of <, <=, >, >=, ==, !=")
    left, right = relation.args
    if isinstance(left, Relational | BooleanFunction | BooleanAtom) or not isinstance(right, sp.Expr):
        raise ClaimError(f"{relation}: compares truth values; write Equivalent(...) of two claims")
    _require_small(relation)
    function = ratio(ring, right - left if relation.func in (sp.Lt, sp.Le) else left - right)
    polynomial = _reduced(ring, function.numerator * function.denominator, radicals)
    return Atom(polynomial, _RELATIONS[relation.func], function)


def _require_small(relation: Relational) -> None:
    for size in map(size_of, relation.args):
        if size.degree > _MAX_DEGREE or size.terms > _MAX_TERMS:
            raise ClaimError(
                f"multiplied out, a part of the claim or of what is given would have degree {size.degree} and "
                f"{size.terms} terms (at most {_MAX_DEGREE} and {_MAX_TERMS} are taken); take it apart"
            )


def _denominators(ring: Ring, relations: Iterable[Relational], radicals: tuple[Radical, ...]) -> tuple[Polynomial, ...]:
    """Return what relations divide by as they are written: what would cancel may not vanish either."""
    found: dict[Key, Polynomial] = {}
    for relation in relations:
        for power in sorted(relation.atoms(sp.Pow), key=str):
            if power.exp.is_negative:
                for factor, _ in factored(_reduced(ring, ratio(ring, power.base).numerator, radicals))[1]:
                    found.setdefault(key_of(factor), factor)
    return tuple(found.values())


def _reduced(ring: Ring, polynomial: Polynomial, radicals: tuple[Radical, ...]) -> Polynomial:
    """Replace squares of radicals by what they are; multiply by a positive integer to stay with integers."""
    for radical in radicals:
        i, square = ring.index[radical], radical.radicand
        pairs = max((int(powers[i]) // 2 for powers in polynomial.monoms()), default=0)
        terms: dict[tuple[int, ...], int] = {}
        for powers, coefficient in polynomial.terms():
            half = int(powers[i]) // 2
            key = tuple(int(n) % 2 if j == i else int(n) for j, n in enumerate(powers))
            scale = square.numerator**half * square.denominator ** (pairs - half)
            terms[key] = terms.get(key, 0) + int(coefficient) * scale
        polynomial = ring.from_terms(terms)
    return polynomial


def near_rational(ring: Ring, radicals: Iterable[Radical], conditions: Iterable[Condition]) -> tuple[Condition, ...]:
    """Return conditions with a rational number just below each square root in its place, for drawing points.

    What speaks of square roots alone is left out.
    """
    images = {r: Ratio.constant(ring, root_bounds(r.radicand)[0]) for r in radicals}
    found = []
    for condition in conditions:
        used = set(ring.used(condition.polynomial))
        if used and used <= set(images):
            continue
        replaced = {s: image for s, image in images.items() if s in used}
        top = Ratio(ring, condition.polynomial).substitute(replaced).numerator
        found.append(replace(condition, polynomial=top))
    return tuple(found)


def _defining(ring: Ring, radical: Radical) -> list[Condition]:
    root = ring.generators[ring.index[radical]]
    low, high = root_bounds(radical.radicand)
    square = root * root * radical.radicand.denominator - radical.radicand.numerator
    definitions: Sequence[tuple[Polynomial, bool]] = (
        (square, False),
        (-square, False),
        (root * low.denominator - low.numerator, True),
        (high.numerator - root * high.denominator, True),
    )
    origin = f"{radical} squared is {radical.radicand}"
    return [Condition(ring=ring, polynomial=p, strict=strict, origin=origin) for p, strict in definitions]


def _sign_with_radicals(
    ring: Ring, polynomial: Polynomial, point: dict[sp.Symbol, Fraction], radicals: tuple[Radical, ...]
) -> int | None:
    """Evaluate at a rational point; reduce squares of radicals, then separate from zero by ever tighter balls."""
    places = {ring.index[radical]: radical for radical in radicals}
    values: dict[tuple[int, ...], Fraction] = {}
    for powers, coefficient in polynomial.terms():
        term, key = Fraction(int(coefficient)), []
        for i, power in enumerate(powers):
            if i in places:
                term *= places[i].radicand ** int(power // 2)
                key.append(int(power % 2))
            elif power:
                term *= point[ring.symbols[i]] ** int(power)
        values[tuple(key)] = values.get(tuple(key), Fraction(0)) + term
    if not any(values.values()):
        return 0
    for bits in _BITS:
        with flint.ctx.workprec(bits):
            ball = flint.arb(0)
            for parities, value in values.items():
                term = flint.arb(flint.fmpq(value.numerator, value.denominator))
                for parity, i in zip(parities, places, strict=True):
                    if parity:
                        radicand = places[i].radicand
                        term *= flint.arb(flint.fmpq(radicand.numerator, radicand.denominator)).sqrt()
                ball += term
            if not ball.contains(0):
                return 1 if ball > 0 else -1
    return None
