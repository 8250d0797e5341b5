"""The search for exact points at which a claim fails, or holds."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import partial
from itertools import islice

import flint
import sympy as sp

from lsec_models.algebra.domains.chart_samples import Drawn, Values
from lsec_models.algebra.domains.condition import Condition
from lsec_models.algebra.domains.domain import Domain, counts
from lsec_models.algebra.domains.sampling import exact_stream
from lsec_models.algebra.enclosures.balls import ball
from lsec_models.algebra.numbers.exact_numbers import to_fraction, to_sympy
from lsec_models.algebra.numbers.root_balls import root_balls
from lsec_models.algebra.polynomials.ring import ExactPoint, Key, Polynomial, factored, key_of
from lsec_models.algebra.polynomials.signs import Kind
from lsec_models.errors import ContradictoryAssumptions, SamplingFailed
from lsec_models.prove.search.engines.engines import ask
from lsec_models.prove.search.exact_points.equation_points import equation_points, points_of
from lsec_models.prove.search.exact_points.quadratic_points import quadratic_points
from lsec_models.prove.search.exact_points.square_root_numbers import SquareRootNumber, roots_along, sign_at
from lsec_models.prove.search.goal import Goal
from lsec_models.prove.search.reductions.rescale import rescaled
from lsec_models.prove.statements.radicals import near_rational
from lsec_models.prove.statements.statement import Atom, Statement, truth_of
from lsec_models.work import Work

_ROOT_BITS = 400
_MAX_ROOT_DEGREE = 12
_POINT_FEE = 30
_NEAR = 1e-6


@dataclass
class PointsTried:
    """What points have shown: one where the claim fails, one where it holds, and at how many it holds."""

    counterexample: dict[str, sp.Expr] | None = None
    witness: dict[str, sp.Expr] | None = None
    points: int = 0

    @property
    def is_complete(self) -> bool:
        """Whether both kinds of point are known."""
        return self.counterexample is not None and self.witness is not None

    @property
    def is_consistent(self) -> bool:
        """Whether the claim may still be true."""
        return self.counterexample is None

    def add(self, statement: Statement, point: Values, where: ExactPoint | None = None) -> None:
        """Evaluate the claim at an admissible point, exactly; one where what counts is not a whole number is none.

        `where` is the same point, of one that was drawn and of which that has been asked.
        """
        if where is None and not counts(point):
            return
        holds = statement.holds_at(point, where)
        if holds is True:
            self.points += 1
            self.witness = self.witness or _exact(statement, point)
        elif holds is False:
            self.counterexample = self.counterexample or _exact(statement, point)

    def add_if_admitted(self, statement: Statement, point: Values, work: Work) -> None:
        """Ask whether a point is admissible, and evaluate the claim there if it is."""
        work.charge(_POINT_FEE + statement.terms)
        if statement.admits(point):
            self.add(statement, point)


def sample_points(statement: Statement, tried: PointsTried, *, start: int, count: int, work: Work) -> None:
    """Evaluate the claim at points number `start` to ``start + count`` of the low-discrepancy sequence."""
    for point, where in islice(_points(statement), start, start + count):
        if tried.is_complete:
            return
        work.charge(_POINT_FEE + statement.terms)
        if not (statement.radicals or statement.alternatives) or statement.admits(point):
            tried.add(statement, point, where)


def search_where_least(statement: Statement, tried: PointsTried, work: Work) -> None:
    """Look for a counterexample where a factor of degree two of the claim's polynomials is least, or negative."""
    if statement.equations or statement.radicals:
        return
    factors = [factor for factor in _factors(statement, squares=False) if factor.total_degree() == 2]
    for point, _ in islice(_points(statement), 1) if factors else ():
        for polynomial in (signed for factor in factors for signed in (factor, -factor)):
            for least in quadratic_points(statement.ring, polynomial, point, work):
                if tried.counterexample is not None:
                    return
                tried.add_if_admitted(statement, least, work)


def search_zero_sets(
    statement: Statement, tried: PointsTried, work: Work, *, points: int, squares: bool = False
) -> None:
    """Look for a counterexample where a factor of the claim's polynomials vanishes.

    From admissible points, one coordinate at a time is moved to a root of the factor; rational roots give rational
    points, other real roots points with one algebraic coordinate. Every candidate is re-evaluated exactly. With
    `squares`, only factors whose zeros random points do not show are tried: those in even powers, and any where the
    claim is that something is not zero; otherwise the point at which all is zero that may be comes last.
    """
    factors = _factors(statement, squares=squares)
    if statement.equations:
        _search_where_equations_hold(statement, tried, work, factors, points)
        return
    used = [(factor, symbol) for factor in factors for symbol in statement.ring.used(factor)]
    for drawn in islice(_points(statement), points) if used else ():
        for factor, symbol in used:
            if tried.counterexample is not None:
                return
            degree = int(factor.degrees()[statement.ring.index[symbol]])
            work.charge(_POINT_FEE * (1 + degree) ** 2 + statement.terms)
            if symbol not in statement.radicals and not symbol.is_integer:
                _try_roots(statement, tried, drawn, factor, symbol)
    if used and not (squares or statement.radicals):
        _try_zeros(statement, tried, work)


def _try_zeros(statement: Statement, tried: PointsTried, work: Work) -> None:
    """Evaluate where everything is zero that may be: sums of squares of several differences vanish there at least."""
    kinds = zip(statement.ring.symbols, statement.domain.kinds, strict=True)
    zeros = {symbol: Fraction(0) for symbol, kind in kinds if kind is not Kind.POSITIVE}
    for point, _ in islice(_points(statement), 1) if zeros else ():
        tried.add_if_admitted(statement, point | zeros, work)


def _search_where_equations_hold(
    statement: Statement, tried: PointsTried, work: Work, factors: list[Polynomial], points: int
) -> None:
    """Evaluate at points at which a factor vanishes besides what is given to be zero."""
    for factor in factors:
        goal = _place(statement).assuming(factor, strict=False, origin="zero")
        for point in points_of(goal.assuming(-factor, strict=False, origin="zero"), points):
            if tried.counterexample is not None:
                return
            tried.add_if_admitted(statement, point, work)


def _place(statement: Statement) -> Goal:
    """Return the goal to show that nothing is admissible; alternatives are not among its conditions."""
    return Goal(
        ring=statement.ring,
        kinds=statement.domain.kinds,
        conditions=statement.conditions,
        target=statement.ring.zero,
        strict=True,
    )


def ask_engine(statement: Statement, tried: PointsTried, work: Work, *, negate: bool) -> None:
    """Ask z3 for a point where the claim fails (or, with `negate` false, holds).

    The point is mapped back to the parameters and re-evaluated exactly before it counts. Where roots that would have to
    be taken for that are not rational, the question is put again as it was before variables stood for powers.
    """
    for assumed in _branches(statement, negate=negate):
        goal = replace(_place(statement), conditions=(*statement.conditions, *assumed))
        found = rescaled(goal)
        questions = [(goal, {})] if found is None else [(found[1], found[0].roots), (goal, {})]
        for question, roots in questions:
            if _try_engine(statement, tried, question, work, roots):
                break
        if (tried.counterexample if negate else tried.witness) is not None:
            return


def _try_engine(statement: Statement, tried: PointsTried, goal: Goal, work: Work, roots: Mapping[str, int]) -> bool:
    """Try z3's point for a goal in which variables stand for powers; return whether that settles what z3 can say."""
    answer = ask("z3", goal, work)
    if answer.holds is not False:
        return True
    values = {s: answer.counterexample.get(s.name, Fraction(1)) for s in statement.ring.symbols}
    point = values | {s: _root(values[s], roots[s.name]) for s in values if s.name in roots}
    if roots and (answer.equations or any(point[s] ** roots[s.name] != values[s] for s in point if s.name in roots)):
        return False
    try_answer(statement, tried, point, answer.equations)
    return True


def try_answer(
    statement: Statement, tried: PointsTried, point: Values, equations: Mapping[str, tuple[int, ...]]
) -> None:
    """Evaluate at the point that an engine gives, exactly; with one irrational coordinate by what defines it."""
    irrational = [s for s in statement.ring.symbols if s.name in equations and s not in statement.radicals]
    if not irrational:
        if statement.admits(point):
            tried.add(statement, point)
        return
    if len(irrational) > 1 or statement.radicals:
        return
    (symbol,) = irrational
    if symbol.is_integer or not counts(point | {symbol: Fraction(0)}):
        return
    approximate = ball(point[symbol])
    for irreducible, _ in flint.fmpq_poly(list(equations[symbol.name])).factor()[1]:
        roots = _real_roots(irreducible) if irreducible.degree() <= _MAX_ROOT_DEGREE else []
        for root in roots:
            if abs(root - approximate) < _NEAR * (1 + abs(approximate)):
                _try_algebraic(statement, tried, point, symbol, irreducible, root)


def _points(statement: Statement) -> Iterator[Drawn]:
    domain, ring = statement.domain, statement.ring
    if statement.equations:
        yield from ((point, ring.exact_point(point)) for point in equation_points(_place(statement)))
        return
    if statement.radicals:
        domain = _without_radicals(statement)
    with suppress(SamplingFailed, ContradictoryAssumptions):
        yield from exact_stream(domain)


def _without_radicals(statement: Statement) -> Domain:
    """Return a domain close to the statement's, with rational numbers in place of square roots."""
    conditions = near_rational(statement.ring, statement.radicals, statement.domain.conditions)
    return Domain(ring=statement.ring, conditions=conditions)


def _exact(statement: Statement, point: Values) -> dict[str, sp.Expr]:
    return {s.name: to_sympy(value) for s, value in point.items() if s not in statement.radicals}


def _factors(statement: Statement, *, squares: bool) -> list[Polynomial]:
    found: dict[Key, Polynomial] = {}
    for clause in statement.clauses:
        for atom in clause:
            for factor, power in factored(atom.polynomial)[1] if not atom.polynomial.is_zero() else ():
                hidden = atom.relation == "!=" or (atom.relation == ">" and power % 2 == 0)
                if (hidden or not squares) and not statement.domain.factor_sign(factor).is_nonzero:
                    found[key_of(factor)] = factor
    return list(found.values())


def _try_roots(statement: Statement, tried: PointsTried, drawn: Drawn, factor: Polynomial, symbol: sp.Symbol) -> None:
    point, where = drawn
    if statement.radicals:
        _try_surds(statement, tried, point, factor, symbol)
        return
    univariate = statement.ring.along(factor, symbol, point, where)
    for irreducible, _ in univariate.factor()[1] if univariate.degree() > 0 else ():
        if irreducible.degree() == 1:
            root = -irreducible[0] / irreducible[1]
            moved = {**point, symbol: to_fraction(root)}
            if statement.admits(moved):
                tried.add(statement, moved)
            continue
        for root in _real_roots(irreducible) if irreducible.degree() <= _MAX_ROOT_DEGREE else ():
            _try_algebraic(statement, tried, point, symbol, irreducible, root, where)


def _real_roots(irreducible: flint.fmpq_poly) -> list[flint.arb]:
    with flint.ctx.workprec(_ROOT_BITS):
        return root_balls(irreducible.numer())


def _try_algebraic(
    statement: Statement,
    tried: PointsTried,
    point: Values,
    symbol: sp.Symbol,
    irreducible: flint.fmpq_poly,
    root: flint.arb,
    where: ExactPoint | None = None,
) -> None:
    """Evaluate domain and claim at a point with one algebraic coordinate: zero by divisibility, else by balls."""

    def sign(polynomial: Polynomial) -> int | None:
        along = statement.ring.along(polynomial, symbol, point, where)
        if along.degree() < 0 or not along % irreducible:
            return 0
        with flint.ctx.workprec(_ROOT_BITS):
            ball = flint.arb(0)
            for j in reversed(range(along.degree() + 1)):
                ball = ball * root + flint.arb(along[j])
        return None if ball.contains(0) else 1 if ball > 0 else -1

    if (root > 0 or not symbol.is_nonnegative) and _fails(statement, sign):
        values = _exact(statement, point)
        values[symbol.name] = _algebraic_number(irreducible, root)
        tried.counterexample = tried.counterexample or values


def _try_surds(statement: Statement, tried: PointsTried, point: Values, factor: Polynomial, symbol: sp.Symbol) -> None:
    """Evaluate domain and claim where one coordinate is u + v*sqrt(d), for a claim with the one square root sqrt(d)."""
    if len(statement.radicals) > 1:
        return
    (radical,) = statement.radicals
    place = {s: SquareRootNumber(value, Fraction(0), radical.radicand) for s, value in point.items()}
    place[radical] = SquareRootNumber(Fraction(0), Fraction(1), radical.radicand)
    for root in roots_along(statement.ring, factor, place, symbol):
        moved = {**place, symbol: root}
        in_range = root.sign() > 0 or (root.sign() == 0 and not symbol.is_positive) or not symbol.is_nonnegative
        if in_range and _fails(statement, partial(sign_at, statement.ring, moved)):
            values = _exact(statement, point) | {symbol.name: root.expression()}
            tried.counterexample = tried.counterexample or values


def _fails(statement: Statement, sign: Callable[[Polynomial], int | None]) -> bool:
    """Whether a point, known by the signs of polynomials there, is in the domain and the claim fails at it."""
    for condition in statement.domain.conditions:
        value = sign(condition.polynomial)
        if value is None or value < 0 or (value == 0 and condition.strict):
            return False
    if not statement.meets_others(sign):
        return False
    return any(truth_of(clause, sign) is False for clause in statement.clauses)


def _algebraic_number(irreducible: flint.fmpq_poly, root: flint.arb) -> sp.Expr:
    x = sp.Symbol("x")
    coefficients = [sp.Rational(int(c.p), int(c.q)) for c in irreducible.coeffs()]
    roots = sp.Poly(coefficients[::-1], x).real_roots()
    middle = sp.Float(root.mid().str(30, radius=False), 30)
    return min(roots, key=lambda candidate: abs(candidate.evalf(30) - middle))


def _branches(statement: Statement, *, negate: bool) -> Iterator[list[Condition]]:
    """Yield condition sets whose union is where the claim fails (`negate`) or, for a single clause, holds."""
    if negate:
        for clause in statement.clauses:
            yield [c for atom in clause for c in as_conditions(statement, atom.negated())]
    elif len(statement.clauses) == 1:
        for atom in statement.clauses[0]:
            yield as_conditions(statement, atom)


def as_conditions(statement: Statement, atom: Atom) -> list[Condition]:
    """Return an atom as conditions."""

    def condition(polynomial: Polynomial, strict: bool) -> Condition:
        return Condition(ring=statement.ring, polynomial=polynomial, strict=strict, origin="claim")

    if atom.relation == "=":
        return [condition(atom.polynomial, False), condition(-atom.polynomial, False)]
    if atom.relation == "!=":
        return [condition(atom.polynomial * atom.polynomial, True)]
    return [condition(atom.polynomial, atom.relation == ">")]


def _root(value: Fraction, degree: int) -> Fraction:
    with suppress(OverflowError):
        return Fraction(float(value) ** (1 / degree)).limit_denominator(10**12)
    return value
