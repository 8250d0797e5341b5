"""Claims about equilibria whose first decision is a root: decided by what defines the root."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

import flint
import sympy as sp

from lsec_models.algebra.algebraic_functions.parametric_root import ParametricRoot
from lsec_models.algebra.domains.domain import Domain
from lsec_models.algebra.domains.sampling import sample
from lsec_models.algebra.numbers.real_roots import RealRoot
from lsec_models.algebra.polynomials.ratio import Ratio
from lsec_models.algebra.polynomials.ring import Polynomial, factored, ring_of
from lsec_models.algebra.polynomials.signs import Sign
from lsec_models.errors import ClaimError, ContradictoryAssumptions, SamplingFailed
from lsec_models.games.static.results.implicit import ImplicitEquilibrium
from lsec_models.prove.results.verdicts import Mixed, Point, Refuted, Undecided, Verdict
from lsec_models.prove.special_claims.line_at_root import RootLine, compared, located_by
from lsec_models.prove.statements.claim_to_statement import statement
from lsec_models.prove.statements.claims import CrossesOnce, Slope
from lsec_models.prove.statements.radicals import rebuilt
from lsec_models.prove.statements.statement import Atom, Statement
from lsec_models.prove.statements.what_is_given import logic_of, with_declared
from lsec_models.work import Effort

_POINTS = 60
_BITS = 400

Decide = Callable[[Statement], Verdict]
Values = Mapping[sp.Symbol, Fraction]
Term = tuple[Fraction, dict[sp.Symbol, int]]


def is_at_root(given: Sequence[object]) -> bool:
    """Whether what is given has an equilibrium in terms of a root."""
    return any(isinstance(item, ImplicitEquilibrium) for item in given)


def decide_at_root(claim: object, given: Sequence[object], decide: Decide, effort: Effort) -> Verdict:
    """Decide a claim about equilibria in terms of roots.

    1. Derivatives of what contains a root are taken by the implicit function theorem.
    2. Evaluate the claim exactly at points: it is refuted where it fails.
    3. What is linear in one root, after dividing by what defines it, says on which side of a number the root lies: the
       sign of the defining polynomial there, which turns once. That is an ordinary claim about the parameters.
    4. Else prove that the claim holds wherever the defining polynomial vanishes, and falls, between the ends.

    Parameters
    ----------
    claim : SymPy Boolean
    given : sequence
    decide : callable
        Decides an ordinary statement.
    effort : str or float
        For the words of an undecided verdict.

    Raises
    ------
    ClaimError
        If two equilibria have different roots of one name, or a claim asks how something moves with a root.
    """
    if isinstance(claim, CrossesOnce):
        reason = "a threshold of what contains a root: ask crosses_once of an expression in the parameters"
        return Undecided(claim=claim, tried=(reason,), points=0, effort=effort)
    problem = problem_at_root(claim, given)
    found = problem.decided(decide) if isinstance(problem, RootProblem) else decide(problem)
    return replace(found, claim=logic_of(claim))


def problem_at_root(claim: object, given: Sequence[object]) -> RootProblem | Statement:
    """Return what a claim asks of roots, or, where it is left with none, of the parameters alone.

    Raises
    ------
    ClaimError
        If two equilibria have different roots of one name, or a claim asks how something moves with a root.
    """
    roots = roots_in(given)
    declared = {s.name: s for root in roots for s in root.ring.symbols}
    logic = _differentiated(with_declared(logic_of(claim), declared), roots)
    if not logic.free_symbols & {root.symbol for root in roots}:
        return statement(logic, of_parameters(given))
    return root_problem(logic, given, "a claim about a root")


def root_problem(logic: sp.Basic, given: Sequence[object], what: str) -> RootProblem:
    """Return a claim in which roots stand as symbols; `what` names who asks, where equations are given."""
    wide = [item.region if isinstance(item, ImplicitEquilibrium) else item for item in given]
    problem = RootProblem(stated=statement(logic, wide), roots=roots_in(given))
    problem.stated.require_inequalities(what)
    return problem


def of_parameters(given: Sequence[object]) -> list[object]:
    """Return what is given of the parameters alone: the domain of an equilibrium in terms of a root."""
    return [item.domain if isinstance(item, ImplicitEquilibrium) else item for item in given]


@dataclass(frozen=True, kw_only=True)
class RootProblem:
    """A statement in which some symbols are roots.

    Attributes
    ----------
    stated : Statement
        For all values of the roots between their ends.
    roots : tuple of ParametricRoot
    """

    stated: Statement
    roots: tuple[ParametricRoot, ...]

    def decided(self, decide: Decide) -> Verdict:
        """Return the verdict on the statement, the symbols being roots."""
        holds, fails = self._points()
        if fails and holds:
            return Mixed(
                claim=self.stated.claim, counterexample=_shown(fails[0]), witness=_shown(holds[0]), condition=None
            )
        if fails:
            return Refuted(claim=self.stated.claim, counterexample=_shown(fails[0]), opposite=None)
        return decide(self.sufficient)

    @property
    def sufficient(self) -> Statement:
        """An ordinary statement from which this one follows."""
        reduced = self._reduced()
        located = reduced._located()
        return reduced._implied() if located is None else statement(located, [self.domain])

    def signs_at_points(self) -> set[int | None]:
        """Return the signs that what is compared with zero has at some points."""
        try:
            drawn = sample(self.domain, _POINTS)
        except (SamplingFailed, ContradictoryAssumptions):
            return set()
        atoms = [atom for clause in self.stated.clauses for atom in clause]
        places = [{root.symbol: root.at(point) for root in self.roots} for point in drawn]
        return {self._sign_at(a.polynomial, p, where) for a in atoms for p, where in zip(drawn, places, strict=True)}

    @property
    def domain(self) -> Domain:
        """The parameters."""
        symbols = {root.symbol for root in self.roots}
        ring = ring_of(s for s in self.stated.ring.symbols if s not in symbols)
        free = (c for c in self.stated.domain.conditions if not symbols & set(self.stated.ring.used(c.polynomial)))
        return Domain(ring=ring, conditions=tuple(c.convert(ring) for c in free))

    def _reduced(self) -> RootProblem:
        """Return the same with polynomials of lower degree in a root, where the multiplier has a known sign."""
        clauses = tuple(tuple(map(self._lower, clause)) for clause in self.stated.clauses)
        return replace(self, stated=replace(self.stated, clauses=clauses))

    def _lower(self, atom: Atom) -> Atom:
        ring = self.stated.ring
        atom = self._without_signed_factors(atom)
        for root in self.roots:
            if int(atom.polynomial.degrees()[ring.index[root.symbol]]) < root.degree:
                continue
            wide = replace(root, ring=ring, polynomial=ring.convert(root.polynomial))
            remainder, multiplier = wide.remainder(atom.polynomial)
            sign = self.stated.domain.sign(Ratio(ring, multiplier))
            if sign.is_nonzero:
                polynomial = remainder if sign.is_positive else -remainder
                atom = Atom(polynomial, atom.relation, Ratio(ring, polynomial))
        return atom

    def _without_signed_factors(self, atom: Atom) -> Atom:
        ring, domain = self.stated.ring, self.stated.domain
        if atom.polynomial.is_zero():
            return atom
        constant, powers = factored(atom.polynomial)
        left = ring.one if constant > 0 else -ring.one
        for factor, power in powers:
            sign = domain.factor_sign(factor)
            if not sign.is_nonzero:
                left = left * factor**power
            elif sign is Sign.NEGATIVE and power % 2:
                left = -left
        return Atom(left, atom.relation, Ratio(ring, left))

    def _located(self) -> sp.Basic | None:
        """Return what the claim says of the parameters alone; None where an atom is not linear in one root."""
        parts = []
        for clause in [*self.stated.clauses, *((Atom(d, "!=", Ratio(self.stated.ring, d)),) for d in self._divisors)]:
            atoms = [self._side(atom) for atom in clause]
            if any(atom is None for atom in atoms):
                return None
            parts.append(sp.Or(*atoms, evaluate=False))
        return sp.And(*parts, evaluate=False)

    @property
    def _divisors(self) -> tuple[Polynomial, ...]:
        """What the claim divides by and is not known to vanish nowhere between the ends."""
        domain = self.stated.domain
        return tuple(d for d in self.stated.denominators if not domain.factor_sign(d).is_nonzero)

    def _side(self, atom: Atom) -> sp.Basic | None:
        """Return what ``A + B*root`` compared with zero says of the parameters."""
        ring = self.stated.ring
        held = [root for root in self.roots if int(atom.polynomial.degrees()[ring.index[root.symbol]]) > 0]
        if not held:
            return compared(ring.expression(atom.polynomial), atom.relation)
        if len(held) > 1 or int(atom.polynomial.degrees()[ring.index[held[0].symbol]]) > 1:
            return None
        line = self._line(atom.polynomial, held[0])
        return None if line is None else located_by(atom.relation, line)

    def _line(self, polynomial: Polynomial, root: ParametricRoot) -> RootLine | None:
        """Return what is linear in a root by its values at both ends, and the defining polynomial where it vanishes."""
        ring = self.stated.ring
        line, parts = Ratio(ring, polynomial), ring.by_powers(polynomial, ring.index[root.symbol])
        slope, rest = Ratio(ring, parts[1]), Ratio(ring, parts.get(0, ring.zero))
        rises = self.stated.domain.sign(slope)
        if not rises.is_nonzero:
            return None
        defining = Ratio(ring, ring.convert(root.polynomial)).substitute({root.symbol: -rest / slope})
        high = None if root.high is None else line.substitute({root.symbol: root.high.convert(ring)}).expression()
        return RootLine(
            rises=rises.is_positive,
            at_low=line.substitute({root.symbol: root.low.convert(ring)}).expression(),
            at_high=high,
            defining=defining.expression(),
        )

    def turning(self) -> tuple[sp.Expr, list[sp.Basic]] | None:
        """Return a function of the parameters that turns its sign where what is compared with zero does, and where.

        None where that is not linear in the one root.
        """
        ((atom,),) = self._reduced().stated.clauses
        degree = max(int(atom.polynomial.degrees()[self.stated.ring.index[root.symbol]]) for root in self.roots)
        if degree < 1:
            return self.stated.ring.expression(atom.polynomial), []
        line = self._line(atom.polynomial, self.roots[0]) if degree == len(self.roots) == 1 else None
        return None if line is None else (line.turned, line.crosses)

    def _implied(self) -> Statement:
        """Return the statement that the claim holds wherever all defining polynomials vanish, and fall."""
        ring, otherwise = self.stated.ring, []
        for root in self.roots:
            polynomial = ring.convert(root.polynomial)
            slope = polynomial.derivative(ring.index[root.symbol])
            otherwise.append(Atom(polynomial, "!=", Ratio(ring, polynomial)))
            otherwise.append(Atom(slope, ">=", Ratio(ring, slope)))
        nonzero = ((Atom(d, "!=", Ratio(ring, d)),) for d in self._divisors)
        clauses = tuple((*otherwise, *clause) for clause in (*self.stated.clauses, *nonzero))
        return replace(self.stated, clauses=clauses, denominators=())

    def _points(self) -> tuple[list[Values], list[Values]]:
        """Return points at which the claim holds, and at which it fails, exactly."""
        try:
            drawn = sample(self.domain, _POINTS)
        except (SamplingFailed, ContradictoryAssumptions):
            return [], []
        holds: list[Values] = []
        fails: list[Values] = []
        for point in drawn:
            truth = self.holds_at(point)
            if truth is not None:
                (holds if truth else fails).append(point)
        return holds, fails

    def holds_at(self, point: Values) -> bool | None:
        """Return whether the statement holds at a point of the domain; None where enclosures do not tell."""
        places = {root.symbol: root.at(point) for root in self.roots}
        outcomes = []
        for clause in self.stated.clauses:
            signs = [self._sign_at(atom.polynomial, point, places) for atom in clause]
            truths = [None if s is None else atom.is_true(s) for s, atom in zip(signs, clause, strict=True)]
            outcomes.append(True if True in truths else None if None in truths else False)
        return False if False in outcomes else None if None in outcomes else True

    def _sign_at(self, polynomial: Polynomial, point: Values, places: Mapping[sp.Symbol, RealRoot]) -> int | None:
        ring = self.stated.ring
        held = [symbol for symbol in places if int(polynomial.degrees()[ring.index[symbol]]) > 0]
        if not held:
            return ring.sign_at(polynomial, ring.exact_point({**point, **dict.fromkeys(places, Fraction(0))}))
        if len(held) == 1:
            written = ring.along(polynomial, held[0], {**point, **dict.fromkeys(places, Fraction(0))})
            if (written % flint.fmpq_poly(places[held[0]].minimal)).degree() < 0:
                return 0
        ball = _enclosed(list(self._terms(polynomial, point, places)), {s: _ball(places[s]) for s in held})
        return 1 if ball > 0 else -1 if ball < 0 else None

    def _terms(self, polynomial: Polynomial, point: Values, places: Mapping[sp.Symbol, RealRoot]) -> Iterator[Term]:
        for powers, coefficient in polynomial.terms():
            value, left = Fraction(int(coefficient)), {}
            for symbol, power in zip(self.stated.ring.symbols, powers, strict=True):
                if symbol in places:
                    left[symbol] = int(power)
                elif power:
                    value *= point[symbol] ** int(power)
            yield value, left


def roots_in(given: Sequence[object]) -> tuple[ParametricRoot, ...]:
    """Return the roots of what is given.

    Raises
    ------
    ClaimError
        If two different ones have one name.
    """
    found: dict[str, ParametricRoot] = {}
    for item in given:
        if isinstance(item, ImplicitEquilibrium):
            root = item.root
            if found.setdefault(root.symbol.name, root) != root:
                raise ClaimError(
                    f"two equilibria have different roots called {root.symbol}; give the decision another name in one "
                    "of the games"
                )
    return tuple(found.values())


def _differentiated(logic: sp.Basic, roots: Sequence[ParametricRoot]) -> sp.Basic:
    """Return a claim with the derivatives of what contains a root, by the implicit function theorem."""
    images = {}
    for slope in sorted(logic.atoms(Slope), key=str):
        function, symbol = slope.args
        if any(symbol == root.symbol for root in roots):
            raise ClaimError(f"{symbol} is a root, which is not a parameter; ask how something moves with a parameter")
        if symbol.is_integer and function.free_symbols & {root.symbol for root in roots}:
            raise ClaimError(
                f"{symbol} is declared integer, and what is in terms of a root is not known between whole numbers; "
                f"declare {symbol} positive to ask how it moves"
            )
        total = sp.diff(function, symbol)
        for root in roots:
            if function.has(root.symbol) and symbol in root.ring.index:
                total += sp.diff(function, root.symbol) * root.derivative(symbol).expression()
        if function.free_symbols & {root.symbol for root in roots}:
            images[slope] = total
    return rebuilt(logic, images)


def _ball(root: RealRoot) -> flint.arb:
    near = root.narrowed(_BITS)
    with flint.ctx.workprec(2 * _BITS):
        return flint.arb((near.low + near.high) / 2, flint.arb((near.high - near.low) / 2).upper())


def _enclosed(
    terms: Sequence[tuple[Fraction, dict[sp.Symbol, int]]], balls: Mapping[sp.Symbol, flint.arb]
) -> flint.arb:
    with flint.ctx.workprec(2 * _BITS):
        total = flint.arb(0)
        for value, powers in terms:
            term = flint.arb(flint.fmpq(value.numerator, value.denominator))
            for symbol, power in powers.items():
                if power:
                    term *= balls[symbol] ** power
            total += term
        return total


def _shown(point: Values) -> Point:
    return {symbol.name: sp.Rational(value.numerator, value.denominator) for symbol, value in point.items()}
