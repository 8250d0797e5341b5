"""Statements: Boolean combinations of inequalities between rational functions, in a form that can be decided."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property, partial
from itertools import product

import sympy as sp
from sympy.logic.boolalg import Boolean

from lsec_models.algebra.domains.condition import Condition
from lsec_models.algebra.domains.domain import Domain, counts
from lsec_models.algebra.polynomials.ratio import Ratio
from lsec_models.algebra.polynomials.ring import ExactPoint, Polynomial, Ring, ring_of
from lsec_models.errors import ClaimError
from lsec_models.prove.statements.radicals import Radical, defining, sign_with_radicals

EQUATION = "given, as an equation"
_OPPOSITE = {"=": "!=", "!=": "="}
_TRUE_WITH = {">": (1,), ">=": (0, 1), "=": (0,), "!=": (-1, 1)}


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
        return sign in _TRUE_WITH[self.relation]


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
    assumed : frozenset of sympy.Symbol
        The symbols, and radicals, of what is given.
    equations : tuple of Polynomial
        What is given to be zero.
    alternatives : tuple of tuple of Atom
        Of each, at least one is given to hold. Each clause has the negation of one of each among its atoms.
    """

    claim: Boolean
    domain: Domain
    radicals: tuple[Radical, ...]
    clauses: tuple[tuple[Atom, ...], ...]
    denominators: tuple[Polynomial, ...]
    assumed: frozenset[sp.Symbol]
    equations: tuple[Polynomial, ...] = ()
    alternatives: tuple[tuple[Atom, ...], ...] = ()

    @property
    def ring(self) -> Ring:
        """The ring of parameters and radicals."""
        return self.domain.ring

    def require_inequalities(self, question: str) -> None:
        """Raise unless all that is given are inequalities.

        Raises
        ------
        ClaimError
        """
        if self.equations or self.alternatives:
            raise ClaimError(
                f"{question} is asked under inequalities only, and an equation or an alternative is given; insert the "
                "equation, or ask for each alternative by itself"
            )

    def impossible(self, conditions: tuple[Condition, ...]) -> Statement:
        """Return the statement that some of the domain's conditions exclude each other: that zero is positive."""
        ring = ring_of(self.assumed)
        zero = Atom(ring.zero, ">", Ratio.constant(ring, 0))
        return replace(
            self,
            claim=sp.false,
            domain=Domain(ring=ring, conditions=tuple(condition.convert(ring) for condition in conditions)),
            equations=(),
            alternatives=(),
            radicals=tuple(radical for radical in self.radicals if radical in self.assumed),
            clauses=((zero,),),
            denominators=(),
        )

    @cached_property
    def terms(self) -> int:
        """How many terms there are to evaluate at a point; one more for each polynomial, so that nothing is free."""
        polynomials = [atom.polynomial for clause in self.clauses for atom in clause]
        polynomials += [condition.polynomial for condition in self.domain.conditions]
        return 1 + sum(1 + len(polynomial) for polynomial in polynomials)

    @cached_property
    def obligations(self) -> tuple[tuple[Atom, ...], ...]:
        """Everything there is to prove: nothing the claim divides by vanishes, and every clause holds."""
        return (*(clause for d in self.denominators for clause in self.nonzero(d)), *self.clauses)

    def nonzero(self, polynomial: Polynomial) -> tuple[tuple[Atom, ...], ...]:
        """Return the clauses that say that a polynomial is not zero, one for every choice from the alternatives."""
        atom = Atom(polynomial, "!=", Ratio(self.ring, polynomial))
        return tuple((*(other.negated() for other in choice), atom) for choice in product(*self.alternatives))

    @cached_property
    def conditions(self) -> tuple[Condition, ...]:
        """What is given, and what defines the radicals."""
        return (*self.given, *(c for radical in self.radicals for c in defining(self.ring, radical)))

    @cached_property
    def given(self) -> tuple[Condition, ...]:
        """The domain's conditions, and two for each equation."""
        pairs = (
            Condition(ring=self.ring, polynomial=side, strict=False, origin=EQUATION)
            for polynomial in self.equations
            for side in (polynomial, -polynomial)
        )
        return (*self.domain.conditions, *pairs)

    def with_roots(self, expression: sp.Expr) -> sp.Expr:
        """Return an expression with square roots in place of the symbols that stand for them."""
        return expression.xreplace({r: sp.sqrt(sp.Rational(*r.radicand.as_integer_ratio())) for r in self.radicals})

    def signs_at(
        self, point: dict[sp.Symbol, Fraction], where: ExactPoint | None = None
    ) -> Callable[[Polynomial], int | None]:
        """Return exact signs of polynomials at a rational point; None where one could not be separated from zero."""
        if not self.radicals:
            return partial(self.ring.sign_at, point=where or self.ring.exact_point(point))
        without = self.ring.exact_point({**point, **dict.fromkeys(self.radicals, Fraction(0))})
        return lambda polynomial: sign_with_radicals(self.ring, polynomial, without, self.radicals)

    def holds_at(self, point: dict[sp.Symbol, Fraction], where: ExactPoint | None = None) -> bool | None:
        """Return whether the claim is true at a point, exactly; None where that is not decided.

        Parameters
        ----------
        point : dict
        where : ExactPoint, optional
            The same, where it is known already.
        """
        sign_of, holds = self.signs_at(point, where), True
        for clause in self.clauses:
            truth = truth_of(clause, sign_of)
            if truth is False:
                return False
            holds = holds and truth is True
        return True if holds else None

    def admits(self, point: dict[sp.Symbol, Fraction]) -> bool:
        """Whether a point is in the domain, exactly."""
        if not counts(point):
            return False
        if any(point[s] < 0 or (point[s] == 0 and s.is_positive) for s in point if s.is_nonnegative):
            return False
        sign_of = self.signs_at(point)
        for condition in self.domain.conditions:
            sign = sign_of(condition.polynomial)
            if sign is None or sign < 0 or (sign == 0 and condition.strict):
                return False
        return self.meets_others(sign_of)

    def meets_others(self, sign_of: Callable[[Polynomial], int | None]) -> bool:
        """Whether equations and alternatives hold where polynomials have certain signs; None stands for no sign."""
        if any(sign_of(polynomial) != 0 for polynomial in self.equations):
            return False
        return all(
            any(sign is not None and atom.is_true(sign) for atom in atoms for sign in [sign_of(atom.polynomial)])
            for atoms in self.alternatives
        )


def truth_of(clause: tuple[Atom, ...], sign_of: Callable[[Polynomial], int | None]) -> bool | None:
    """Return whether one of the atoms is true; None where that is not decided."""
    told = True
    for atom in clause:
        sign = sign_of(atom.polynomial)
        if sign is None:
            told = False
        elif atom.is_true(sign):
            return True
    return False if told else None
