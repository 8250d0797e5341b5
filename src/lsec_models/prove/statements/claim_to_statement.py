"""Claims as they are written, and what is given, read as a statement over one domain."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import product
from math import prod
from typing import Any

import sympy as sp
from sympy.core.relational import Relational
from sympy.logic.boolalg import Boolean, BooleanAtom, BooleanFunction

from lsec_models.algebra.domains.condition import Condition
from lsec_models.algebra.domains.domain import Domain
from lsec_models.algebra.domains.relations import condition_of, flattened
from lsec_models.algebra.polynomials.ratio import Ratio, ratio
from lsec_models.algebra.polynomials.ring import Key, Polynomial, Ring, factored, key_of, ring_of
from lsec_models.algebra.polynomials.size import Size, size_of
from lsec_models.errors import ClaimError, NotRational
from lsec_models.prove.statements.claims import Slope
from lsec_models.prove.statements.first_order import unsolved_in, with_first_order_conditions
from lsec_models.prove.statements.normal_form import MAX_CLAUSES, clauses_of
from lsec_models.prove.statements.radicals import Radical, Roots, rebuilt, reduced
from lsec_models.prove.statements.statement import Atom, Statement
from lsec_models.prove.statements.what_is_given import (
    domains_and_relations,
    items_of,
    joined_domain,
    logic_of,
    require_declared,
    require_plain,
    with_declared,
)

_RELATIONS = {sp.Gt: ">", sp.Ge: ">=", sp.Lt: ">", sp.Le: ">=", sp.Eq: "=", sp.Ne: "!="}
_MAX_DEGREE = 100
_MAX_TERMS = 20_000
_MAX_PRODUCTS = 200_000
_MAX_TRIED = 500_000


def statement(claim: object, given: object, *, divisors: Iterable[sp.Expr] = ()) -> Statement:
    """Bring a claim and what is given to the form that can be decided.

    Parameters
    ----------
    claim : SymPy Boolean
    given : Equilibrium, Game, Domain, SymPy relation or combination of relations, or a list, tuple or set of these
    divisors : iterable of sympy.Expr
        What the claim divides by beyond what can be seen in it.

    Raises
    ------
    ClaimError
        If a part is not an inequality between rational functions, uses a symbol that nothing given declares or that is
        declared in a way that a domain cannot carry, divides by zero, or the claim is too large.
    """
    items = items_of(given)
    games = unsolved_in(items)
    named = {symbol.name: symbol for game in games for symbol in game.ring.symbols}
    items = [with_declared(item, named) if isinstance(item, sp.Basic) else item for item in items]
    logic, items = with_first_order_conditions(with_declared(logic_of(claim), named), items)
    domains, relations = domains_and_relations(items)
    declared = {s.name: s for domain in domains for s in domain.ring.symbols}
    relations = [with_declared(relation, declared) for relation in relations]
    logic = with_declared(logic, declared)
    divisors = [*divisors_of(logic), *divisors]
    symbols = {s for part in (logic, *relations, *divisors) for s in part.free_symbols}
    known = {*declared.values(), *(s for relation in relations for s in relation.free_symbols)}
    require_declared(symbols, known, bool(domains or games))
    require_plain(symbols | known)
    slopes = {slope: _worked_out(slope) for slope in _slopes_in(logic)}
    logic, divisors = rebuilt(logic, slopes), [rebuilt(divisor, slopes) for divisor in divisors]
    divisors += [divisor for slope in slopes.values() for divisor in divisors_of(slope)]
    roots = Roots([logic, *relations, *divisors])
    domain = joined_domain(domains, ring_of({*symbols, *known, *roots.radicals}))
    assumed = _assumptions([rebuilt(relation, roots) for relation in relations])
    domain = _assumed(domain, assumed.inequalities, roots.radicals)
    _require_few(domain)
    equations = _equations(domain, assumed.equations, roots.radicals)
    alternatives = tuple(
        tuple(_alternative(domain, r, roots.radicals) for r in clause) for clause in assumed.alternatives
    )
    for slope in slopes:
        domain = domain.with_next(slope.args[1]) if slope.is_step else domain
    literals = clauses_of(rebuilt(logic, roots))
    written = [rebuilt(divisor, roots) for divisor in divisors]
    used = {s for condition in domain.conditions for s in domain.ring.used(condition.polynomial)}
    used |= {s for polynomial in equations for s in domain.ring.used(polynomial)}
    clauses = [tuple(_atom(domain.ring, literal, roots.radicals) for literal in clause) for clause in literals]
    stated = Statement(
        claim=claim,
        domain=domain,
        assumed=frozenset(known | (used & set(roots.radicals))),
        radicals=roots.radicals,
        denominators=_denominators(domain.ring, written, roots.radicals),
        clauses=_under(alternatives, clauses),
        equations=equations,
        alternatives=alternatives,
    )
    if any(slope.is_step for slope in slopes):
        stated.require_inequalities("how something moves with a whole number")
    return stated


def _slopes_in(logic: Boolean) -> list[Slope]:
    """Return the slopes that a claim speaks of, in a fixed order; what is alone is not written out for that."""
    slopes = list(logic.atoms(Slope))
    return sorted(slopes, key=str) if len(slopes) > 1 else slopes


def _worked_out(slope: Slope) -> sp.Expr:
    """Return a slope without a derivative: that of a small rational function in lowest terms, which is quick."""
    function, symbol = slope.args
    if slope.is_step or not _is_small(size_of(function)):
        return slope.doit()
    try:
        return ratio(ring_of(function.free_symbols | {symbol}), function).derivative(symbol).expression()
    except NotRational:
        return slope.doit()


def divisors_of(expression: sp.Basic) -> list[sp.Expr]:
    """Return what an expression divides by as it is written, in a fixed order: what would cancel may not vanish."""
    below: dict[sp.Expr, None] = {}
    waiting = [expression]
    while waiting:  # SymPy's own traversal takes what `And` or `Equivalent` joins in the order of its hashes.
        part = waiting.pop()
        if isinstance(part, sp.Pow) and part.exp.is_negative:
            below[part.base] = None
        waiting += reversed(part.args)
    return list(below)


@dataclass(frozen=True, kw_only=True)
class _Assumptions:
    """What is given, by kind: an inequation is a square that is positive."""

    inequalities: tuple[Any, ...]
    equations: tuple[sp.Eq, ...]
    alternatives: tuple[list[Relational], ...]


def _assumptions(relations: Sequence[Any]) -> _Assumptions:
    inequalities: list[Any] = []
    equations: list[sp.Eq] = []
    alternatives: list[list[Relational]] = []
    for relation in relations:
        if not relation.atoms(sp.Eq, sp.Ne) and all(isinstance(p, sp.And) for p in relation.atoms(BooleanFunction)):
            inequalities.append(relation)
            continue
        for clause in clauses_of(relation):
            for part in clause:
                _require_numbers(part)
            if len(clause) > 1:
                alternatives.append(clause)
            elif isinstance(clause[0], sp.Eq):
                equations.append(clause[0])
            elif isinstance(clause[0], sp.Ne):
                inequalities.append(sp.Gt((clause[0].lhs - clause[0].rhs) ** 2, 0, evaluate=False))
            else:
                inequalities.append(clause[0])
    return _Assumptions(inequalities=tuple(inequalities), equations=tuple(equations), alternatives=tuple(alternatives))


def _equations(domain: Domain, equations: Iterable[sp.Eq], radicals: tuple[Radical, ...]) -> tuple[Polynomial, ...]:
    """Return what equations say is zero, each once; what they divide by has a known sign on the domain."""
    found: dict[Key, Polynomial] = {}
    for equation in equations:
        _require_small(equation)
        condition = condition_of(domain, sp.Ge(equation.lhs, equation.rhs, evaluate=False), "given")
        polynomial = reduced(domain.ring, condition.polynomial, radicals)
        if not polynomial.is_zero():
            found.setdefault(key_of(polynomial), polynomial)
    return tuple(found.values())


def _alternative(domain: Domain, relation: Relational, radicals: tuple[Radical, ...]) -> Atom:
    """Return one of what is given by `or`; what it divides by has a known sign on the domain."""
    atom = _atom(domain.ring, relation, radicals)
    condition_of(domain, sp.Ge(relation.lhs, relation.rhs, evaluate=False), "given")
    return atom


def _under(
    alternatives: Sequence[tuple[Atom, ...]], clauses: Sequence[tuple[Atom, ...]]
) -> tuple[tuple[Atom, ...], ...]:
    """Return the clauses, each once for every choice of one atom from each alternative, which then holds.

    Raises
    ------
    ClaimError
        If there are too many choices.
    """
    count = len(clauses) * prod(map(len, alternatives))
    if count > MAX_CLAUSES:
        raise ClaimError(
            f"with every choice of what is given by `or`, the claim has {count} clauses (at most {MAX_CLAUSES} are "
            "taken); ask it case by case"
        )
    choices = [tuple(atom.negated() for atom in choice) for choice in product(*alternatives)]
    return tuple((*choice, *clause) for clause in clauses for choice in choices)


def _assumed(domain: Domain, relations: Sequence[Any], radicals: tuple[Radical, ...]) -> Domain:
    """Return the part of a domain in which relations hold; one that SymPy found false excludes everything."""
    ring = domain.ring
    domain = domain.where(_impossible(ring, i) for i, r in enumerate(relations, start=1) if r is sp.false)
    for relation in flattened([relation for relation in relations if relation is not sp.false], "given"):
        _require_small(relation)
        condition = condition_of(domain, relation, "given")
        domain = domain.where([replace(condition, polynomial=reduced(ring, condition.polynomial, radicals))])
    return domain


def _require_few(domain: Domain) -> None:
    """Refuse inequalities whose slack coordinates would take too long: each is tried as a bound on each parameter."""
    used = [len(domain.ring.used(condition.polynomial)) for condition in domain.conditions]
    tried = len(used) * sum(used) * min(len(used), len(domain.ring.symbols))
    if tried > _MAX_TRIED:
        raise ClaimError(
            f"{len(used)} inequalities in {len(domain.ring.symbols)} parameters are given: to solve each for each of "
            f"its parameters and insert it in the others would take {tried} steps (at most {_MAX_TRIED} are taken); "
            "leave out those that the claim does not need"
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
        assumed=frozenset(domain.ring.symbols),
        radicals=(),
        clauses=((atom,),),
        denominators=tuple(factor for factor, power in function.factors()[1] if power < 0),
    )


def _atom(ring: Ring, relation: Relational, radicals: tuple[Radical, ...]) -> Atom:
    if relation.func not in _RELATIONS:
        raise ClaimError(f"{relation}: not one of <, <=, >, >=, ==, !=; write the claim with these")
    left, right = relation.args
    _require_numbers(relation)
    _require_small(relation)
    function = ratio(ring, right - left if relation.func in (sp.Lt, sp.Le) else left - right)
    terms = len(function.numerator) * len(function.denominator)
    if terms > _MAX_PRODUCTS:
        raise ClaimError(
            f"brought to one denominator, a part of the claim would take {terms} products (at most {_MAX_PRODUCTS} are "
            "taken); take it apart"
        )
    polynomial = reduced(ring, function.numerator * function.denominator, radicals)
    return Atom(polynomial, _RELATIONS[relation.func], function)


def _require_numbers(relation: Relational) -> None:
    left, right = relation.args
    if isinstance(left, Relational | BooleanFunction | BooleanAtom) or not isinstance(right, sp.Expr):
        raise ClaimError(f"{relation}: compares truth values; write Equivalent(...) of two claims")


def _require_small(relation: Relational) -> None:
    for size in map(size_of, relation.args):
        if not _is_small(size):
            raise ClaimError(
                f"multiplied out, a part of the claim or of what is given would have degree {size.degree} and "
                f"{size.terms} terms (at most {_MAX_DEGREE} and {_MAX_TERMS} are taken); take it apart"
            )


def _is_small(size: Size) -> bool:
    return size.degree <= _MAX_DEGREE and size.terms <= _MAX_TERMS


def _denominators(ring: Ring, divisors: Iterable[sp.Expr], radicals: tuple[Radical, ...]) -> tuple[Polynomial, ...]:
    """Return the irreducible factors of what is divided by."""
    found: dict[Key, Polynomial] = {}
    for divisor in divisors:
        if divisor.is_Rational and divisor != 0:
            continue
        polynomial = reduced(ring, ratio(ring, divisor).numerator, radicals)
        if polynomial.is_zero():
            raise ClaimError(f"the claim divides by {divisor}, which is zero; correct it")
        for factor, _ in factored(polynomial)[1]:
            found.setdefault(key_of(factor), factor)
    return tuple(found.values())


def _impossible(ring: Ring, position: int) -> Condition:
    origin = f"inequality number {position} that is given: false whatever the admissible values of its symbols"
    return Condition(ring=ring, polynomial=ring.zero, strict=True, origin=origin)
