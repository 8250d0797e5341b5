"""Relations as they are declared, as the conditions of a domain."""

from __future__ import annotations

from collections.abc import Iterable

import sympy as sp
from sympy.core.relational import Relational

from lsec_models.algebra.domains.condition import Condition
from lsec_models.algebra.domains.domain import ASSUMPTION, Domain, from_one_on
from lsec_models.algebra.polynomials.ratio import Ratio, ratio
from lsec_models.algebra.polynomials.ring import Polynomial, ring_of
from lsec_models.algebra.polynomials.signs import Sign
from lsec_models.errors import ContradictoryAssumptions, DeclarationError

_SHOWN = 60


def domain_of(symbols: Iterable[sp.Symbol], relations: Iterable[object], origin: str = ASSUMPTION) -> Domain:
    """Return the domain that relations between parameters describe.

    Parameters
    ----------
    symbols : iterable of sympy.Symbol
        The parameters; their SymPy assumptions (positive, nonnegative) count.
    relations : iterable of SymPy relations
        ``<``, ``<=``, ``>``, ``>=`` of rational expressions, or conjunctions of them.
    origin : str
        What to call them in messages.

    Raises
    ------
    DeclarationError
        If one is not an inequality, or divides by something whose sign is not known.
    ContradictoryAssumptions
        If one is false, or they clash visibly.
    NotRational
        If a side is not a rational function.

    Examples
    --------
    >>> a, b = sp.symbols("a b", positive=True)
    >>> print(domain_of([a, b], [a > 2 * b]))
    a > 2*b  [assumption]
    """
    ring = ring_of(symbols)
    domain = Domain(ring=ring, conditions=from_one_on(ring))
    for relation in flattened(relations, origin):
        domain = domain.where([condition_of(domain, relation, origin)])
    domain.require_nonempty()
    return domain


def flattened(relations: Iterable[object], origin: str) -> list[Relational]:
    """Return the inequalities in `relations`, taking conjunctions apart and leaving out what is true anyway.

    Raises
    ------
    ContradictoryAssumptions
        If one is false whatever the parameters.
    DeclarationError
        If one is not an inequality.
    """
    found: list[Relational] = []
    for position, relation in enumerate(relations, start=1):
        if isinstance(relation, str | bool):
            raise DeclarationError(f"{origin} number {position} {_no_relation(relation)}")
        if relation is sp.true:
            continue
        if relation is sp.false:
            raise ContradictoryAssumptions(
                f"{origin} number {position} is false for every admissible value of its symbols (SymPy decided it from "
                "their declared signs); correct it or the declared signs"
            )
        if isinstance(relation, sp.And):
            found.extend(flattened(relation.args, origin))
        elif isinstance(relation, sp.Gt | sp.Ge | sp.Lt | sp.Le):
            found.append(relation)
        else:
            raise DeclarationError(
                f"{origin} {relation}: only inequalities (<, <=, >, >=) describe a domain; substitute an equation "
                "into the game instead"
            )
    return found


def _no_relation(value: str | bool) -> str:
    """Return the end of a message about what stands where an inequality is wanted."""
    if isinstance(value, str):
        return f"is the text {value[:_SHOWN]!r}; write it without quotes, with the declared symbols, as in x <= 1"
    return (
        f"is Python's {value}, not an inequality: == and != compare expressions as they are written; write <, <=, > or "
        ">= between expressions, and an equation as two inequalities, x <= 1 and x >= 1"
    )


def condition_of(domain: Domain, relation: Relational, origin: str) -> Condition:
    """Return an inequality between rational functions as a condition on `domain`.

    Raises
    ------
    DeclarationError
        If it divides by something whose sign on the domain is not known.
    """
    below = [power for power in relation.atoms(sp.Pow) if power.exp.is_negative]
    for power in sorted(below, key=str):
        if not domain.sign(ratio(domain.ring, power.base)).is_nonzero:
            raise _undefined(relation, power.base, origin)
    difference = ratio(domain.ring, relation.gts - relation.lts)
    sign = domain.sign(Ratio(domain.ring, difference.denominator))
    if not sign.is_nonzero:
        raise _undefined(relation, domain.ring.expression(difference.denominator), origin)
    top = difference.numerator if sign is Sign.POSITIVE else -difference.numerator
    strict = relation.func in (sp.Gt, sp.Lt)
    return Condition(ring=domain.ring, polynomial=_primitive(top), strict=strict, origin=origin)


def _undefined(relation: Relational, divisor: sp.Expr, origin: str) -> DeclarationError:
    return DeclarationError(
        f"{origin} {relation}: the sign of the denominator {divisor} is not known; multiply the inequality out"
    )


def _primitive(polynomial: Polynomial) -> Polynomial:
    if polynomial.is_zero():
        return polynomial
    content = abs(int(polynomial.content()))
    return polynomial if content == 1 else polynomial / content
