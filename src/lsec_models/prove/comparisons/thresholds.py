"""Thresholds: the exact points in one parameter at which a quantity changes its sign."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from math import ceil, floor

import sympy as sp

from lsec_models.algebra.algebraic_functions.square_root import square_root_on
from lsec_models.algebra.domains.condition import Condition
from lsec_models.algebra.domains.domain import Domain
from lsec_models.algebra.domains.sampling import sample
from lsec_models.algebra.numbers.exact_numbers import to_sympy
from lsec_models.algebra.polynomials.ratio import Ratio
from lsec_models.algebra.polynomials.ring import Polynomial, quadratic_parts, ring_of
from lsec_models.algebra.polynomials.signs import Sign
from lsec_models.errors import ClaimError, SamplingFailed, described
from lsec_models.prove.comparisons.compare import require_parameter
from lsec_models.prove.results.stated import results_in
from lsec_models.prove.results.threshold import Threshold, Thresholds
from lsec_models.prove.results.verdicts import Contradictory, Proved
from lsec_models.prove.special_claims.at_root import is_at_root, of_parameters, root_problem
from lsec_models.prove.statements.claim_to_statement import statement
from lsec_models.prove.statements.what_is_given import items_of
from lsec_models.signature import explained

_POINTS = 200


@explained
def thresholds(function: sp.Expr, symbol: str | sp.Symbol, given: object = ()) -> Thresholds:
    """Return where a function changes its sign as one parameter moves through the domain.

    1. Factor it; only factors in odd powers that contain the parameter and have both signs on the domain can turn.
    2. Solve each for the parameter: exactly where it has degree one or two, as an equation otherwise.
    3. Insert the point into the domain's conditions: what they ask of the other parameters is where the threshold
       exists. Points that are proved to lie in the domain for no parameters are left out; where that is open, the
       threshold says so.

    A parameter that is declared integer has its threshold where the formula turns, often between two whole numbers.
    What is linear in the root of an equilibrium turns where the root passes a number: where the polynomial that defines
    it vanishes there.

    Parameters
    ----------
    function : sympy.Expr
        Rational in the parameters, such as the difference of two profits.
    symbol : str or sympy.Symbol
        The parameter that moves, by name or symbol.
    given : Equilibrium, Domain, SymPy inequality, or a list of these
        The domain.

    Returns
    -------
    Thresholds
        A tuple of :class:`Threshold`, empty where the sign never turns.

    Raises
    ------
    ClaimError
        If the function is not an expression, the symbol not a parameter of the domain, or the domain so thin that no
        point of it is met at random.

    Examples
    --------
    >>> c, a = sp.symbols("c a", positive=True)
    >>> thresholds((3 * a - 5 * c) * (a + c), c, [c < a])
    c = 3*a/5 (+ to -)
    """
    _require_expression(function)
    if is_at_root(items_of(given)):
        return _at_root(function, symbol, items_of(given))
    stated = statement(sp.Gt(function, 0, evaluate=False), given)
    stated.require_inequalities("thresholds")
    domain = stated.domain
    moving = require_parameter(domain, symbol)
    whole = stated.clauses[0][0].function
    found: list[Threshold] = []
    for factor, power in whole.factors()[1]:
        turning = power % 2 and moving in domain.ring.used(factor)
        if turning and domain.factor_sign(factor) is Sign.UNKNOWN:
            found += _of_factor(domain, whole / Ratio(domain.ring, factor) ** power, factor, moving)
    about = results_in(items_of(given))
    return Thresholds(replace(threshold, about=about) for threshold in found)


def _at_root(function: sp.Expr, symbol: str | sp.Symbol, given: Sequence[object]) -> Thresholds:
    """Return where a function that is linear in a root turns its sign: where the root passes a number."""
    turning = root_problem(sp.Gt(function, 0, evaluate=False), given, "thresholds").turning()
    if turning is None:
        raise ClaimError(
            f"thresholds: where {function} turns is open, since it is not linear in one root; sweep the equilibrium to "
            "see it, and prove an inequality on either side"
        )
    turned, crosses = turning
    found = thresholds(turned, symbol, [*of_parameters(given), *crosses])
    return Thresholds(replace(threshold, about=results_in(given)) for threshold in found)


def _require_expression(function: object) -> None:
    if isinstance(function, bool) or not isinstance(function, sp.Expr | int | float):
        raise ClaimError(
            f"thresholds: {described(function)}, not an expression; give a quantity of an "
            "equilibrium, such as led['q'], or a difference of two"
        )


def _of_factor(domain: Domain, cofactor: Ratio, factor: Polynomial, symbol: sp.Symbol) -> list[Threshold]:
    """Return the thresholds at roots of a factor, which stands in an odd power beside `cofactor`."""
    ring, i = domain.ring, domain.ring.index[symbol]
    equation = sp.Eq(ring.expression(factor), sp.S.Zero, evaluate=False)
    degree = factor.degrees()[i]
    if degree == 1:
        return _linear(domain, cofactor, factor, symbol, equation)
    candidates: list[tuple[sp.Expr | None, Sign]] = [(None, Sign.UNKNOWN)]
    if degree == 2:
        candidates = list(_quadratic_roots(domain, factor, i))
    rest = domain.sign(cofactor)
    found = []
    for value, slope in candidates:
        example = _example(domain, factor, symbol, value)
        if example is not None or not _is_never_met(domain, factor, symbol, slope):
            turns = _turns(rest * slope)
            found.append(
                Threshold(symbol=symbol, value=value, equation=equation, turns=turns, where=(), example=example)
            )
    return found


def _is_never_met(domain: Domain, factor: Polynomial, symbol: sp.Symbol, slope: Sign) -> bool:
    """Whether it is proved that a factor vanishes nowhere in the domain, or only where its slope has another sign.

    Of an integer parameter only what lies above 1 counts: there is no whole number below.
    """
    from lsec_models.prove.deciding.decide import prove

    ring = domain.ring
    rising = ring.expression(factor.derivative(ring.index[symbol]))
    given: list[object] = [domain]
    if slope is not Sign.UNKNOWN:
        given.append(sp.Ge(rising if slope is Sign.POSITIVE else -rising, 0, evaluate=False))
    if symbol.is_integer:
        given.append(sp.Gt(symbol, 1, evaluate=False))
    verdict = prove(sp.Ne(ring.expression(factor), 0, evaluate=False), given=given, effort="quick")
    return isinstance(verdict, Proved | Contradictory)


def _quadratic_roots(domain: Domain, factor: Polynomial, i: int) -> Iterator[tuple[sp.Expr, Sign]]:
    """Yield both roots with the sign of the slope there: minus and plus the root of the discriminant."""
    a, b, c = quadratic_parts(domain.ring, factor, i)
    root = square_root_on(domain, Ratio(domain.ring, b * b - 4 * a * c))
    a, b = domain.ring.expression(a), domain.ring.expression(b)
    yield _readable((-b - root) / (2 * a)), Sign.NEGATIVE
    yield _readable((-b + root) / (2 * a)), Sign.POSITIVE


def _readable(value: sp.Expr) -> sp.Expr:
    """Return a root over one denominator, common factors taken out, with a plus in front where that is as short."""
    over, below = sp.fraction(sp.together(value))
    taken = sp.factor_terms(sp.expand(over))
    written = [value, taken / below, sp.expand(-over) / -below, sp.expand(over) / below]
    return min(written, key=lambda one: (sp.count_ops(one), str(one).startswith("-"), len(str(one))))


def _turns(slope: Sign) -> str:
    return {Sign.POSITIVE: "- to +", Sign.NEGATIVE: "+ to -"}.get(slope, "either")


def _linear(
    domain: Domain, cofactor: Ratio, factor: Polynomial, symbol: sp.Symbol, equation: sp.Basic
) -> list[Threshold]:
    ring, i = domain.ring, domain.ring.index[symbol]
    slope = factor.derivative(i)
    rest = factor.compose(*(ring.zero if j == i else g for j, g in enumerate(ring.generators)), ctx=ring.context)
    point = Ratio(ring, -rest, slope)
    where = _existence(domain, symbol, point)
    example = None if where is None else _example(domain, factor, symbol, point.expression())
    if where is None or (example is None and _is_never_met(domain, factor, symbol, Sign.UNKNOWN)):
        return []
    turns = _turns(domain.sign(cofactor * Ratio(ring, slope)))
    return [
        Threshold(symbol=symbol, value=point.expression(), equation=equation, turns=turns, where=where, example=example)
    ]


def _existence(domain: Domain, symbol: sp.Symbol, point: Ratio) -> tuple[sp.Basic, ...] | None:
    """Return what the other parameters must satisfy for the point to lie in the domain; None if they never do."""
    ring, i = domain.ring, domain.ring.index[symbol]
    free = [c for c in domain.conditions if c.polynomial.degrees()[i] <= 0]
    others = Domain(ring=ring_of(s for s in ring.symbols if s != symbol))
    others = others.where(c.convert(others.ring) for c in free)
    asked = [(point, True)] if symbol.is_positive else [(point, False)] if symbol.is_nonnegative else []
    for condition in domain.conditions:
        if condition.polynomial.degrees()[i] > 0:
            asked.append((Ratio(ring, condition.polynomial).substitute({symbol: point}), condition.strict))
    for value, strict in asked:
        value = value.convert(others.ring)
        sign = others.sign(value)
        if sign.is_positive or (not strict and sign.is_nonnegative):
            continue
        if sign is Sign.NEGATIVE or (strict and sign.is_nonpositive):
            return None
        core = Condition(ring=others.ring, polynomial=others.core(value), strict=strict, origin="existence")
        others = others.where([core])
    return tuple(c.relation for c in others.reduced().conditions if c.origin == "existence")


def _example(
    domain: Domain, factor: Polynomial, symbol: sp.Symbol, value: sp.Expr | None
) -> dict[str, Fraction] | None:
    """Return other parameters at which the point lies in the domain, found by moving random points onto it."""
    try:
        points = sample(domain, _POINTS)
    except SamplingFailed as error:
        raise ClaimError(
            f"thresholds: whether {domain.ring.expression(factor)} turns is open: {error}; prove on which side "
            "of zero it is, prove(function > 0, given=...)"
        ) from None
    for point in points:
        others = {s: to_sympy(v) for s, v in point.items() if s != symbol}
        for root in _roots(domain, factor, symbol, value, others):
            if not root.is_real:
                continue
            moved = {**point, symbol: Fraction(str(root.evalf(30)))}
            if _turns_within(domain, moved, symbol):
                return {s.name: v for s, v in point.items() if s != symbol}
    return None


def _turns_within(domain: Domain, point: dict[sp.Symbol, Fraction], symbol: sp.Symbol) -> bool:
    """Whether a point lies in the domain; in an integer parameter, whether the whole numbers on both sides of it do."""
    if not symbol.is_integer:
        return domain.contains(point)
    below, above = ceil(point[symbol]) - 1, floor(point[symbol]) + 1
    return all(domain.contains({**point, symbol: Fraction(count)}) for count in (below, above))


def _roots(
    domain: Domain, factor: Polynomial, symbol: sp.Symbol, value: sp.Expr | None, others: dict[sp.Symbol, sp.Rational]
) -> Iterable[sp.Expr]:
    if value is not None:
        return [root for root in [value.subs(others)] if root.is_finite]
    univariate = sp.Poly(domain.ring.expression(factor).subs(others), symbol)
    roots: list[sp.Expr] = univariate.real_roots()
    return roots
