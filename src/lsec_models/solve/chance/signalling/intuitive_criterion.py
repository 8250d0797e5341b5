"""The intuitive criterion of Cho and Kreps (1987): which equilibria of a signalling game are upset by a signal.

A signal upsets an equilibrium if it gives the worse type less than it has, whatever is believed, and the better type
more, if it is believed to be the better one. No signal upsets one in favour of the worse type, which always gets what
it would get if it were known.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations

import flint

from lsec_models.algebra.numbers.exact_numbers import to_fraction
from lsec_models.algebra.numbers.real_roots import RealRoot
from lsec_models.solve.chance.signalling.rational_curve import RationalCurve, RealInterval, Supremum, polynomials_of
from lsec_models.solve.corners.exact.unresolved import Unresolved
from lsec_models.solve.work_at_point import at_most

# In the signal at which types pool, and in the one that upsets; of both together.
_MAX_DEGREE = 24
# How near to a root what upsets pooling beside it is looked for, and up to what degree a root is looked at by itself.
_NEAR_BITS = (8, 24, 72)
_MAX_ROOT = 2
_CONTEXT = flint.fmpq_mpoly_ctx.get(("s", "t"), "lex")
_S, _T = _CONTEXT.gens()


def rival_payoff(line: RealInterval, worse: RationalCurve, better: RationalCurve, level: RealRoot) -> Supremum | None:
    """Return what the better type can get by signals that give the worse one less than it has; None without any.

    Parameters
    ----------
    line : RealInterval
    worse, better : RationalCurve
        What each type gets when taken for the better one.
    level : RealRoot
        What the worse type has.
    """
    shunned = [i for i in line.where(worse.levels(level), lambda s: worse.value(s) < level) if not i.is_point]
    return better.supremum(shunned)


def passing_pools(
    pools: Sequence[RealInterval],
    pooled: tuple[RationalCurve, RationalCurve],
    known: tuple[RationalCurve, RationalCurve],
) -> list[RealInterval]:
    """Return the signals at which pooling passes the criterion.

    1. Pooling at s is upset by t if f(t) < a(s) and g(t) > b(s), with what the worse and the better type get. The
       signs of both differences, for all t, do not change between roots of finitely many polynomials in s: those of
       cylindrical algebraic decomposition, from factors, their discriminants and resultants, and the ends of t.
    2. In each gap between these roots one rational number tells. At a root pooling passes if it does beside it, since
       small changes do not undo an upset; it is upset by what upsets it beside the root, or looked at by itself.

    Parameters
    ----------
    pools : sequence of RealInterval
        Where types may pool.
    pooled, known : tuple of RationalCurve
        What the worse and the better type get at the prior belief, and when taken for the better type.

    Raises
    ------
    Unresolved
        If elimination is too large.

    References
    ----------
    Collins, G. E. (1975). Quantifier elimination for real closed fields by cylindrical algebraic decomposition. LNCS
    33, 134-183.
    """
    marks = [end for interval in pools for end in interval.ends] + [*pooled[0].marks]
    ends = [*known[0].line.ends, *known[0].marks]
    for number, (a, b) in enumerate(_pairs(pooled)):
        if not any(_touch(pooled[0].reach(number), interval) for interval in pools):
            continue
        for f, g in _pairs(known):
            for polynomial in _projection([_difference(f, a), _difference(g, b)], ends):
                marks += known[0].line.roots(polynomial)

    line = known[0].line
    cells = line.cells(marks)
    upset = [None if is_mark else bool(_upsetting(place, pooled, known)) for place, is_mark in cells]
    inside = [any(interval.has(place) for interval in pools) for place, _ in cells]

    def passes(number: int) -> bool:
        place, is_mark = cells[number]
        if not inside[number] or not is_mark:
            return inside[number] and not upset[number]
        beside = [i for i in (number - 1, number + 1) if 0 <= i < len(cells)]
        return any(inside[i] and not upset[i] for i in beside) or not _is_upset_at_root(place, line, pooled, known)

    return line.joined(cells, [passes(number) for number in range(len(cells))])


def _upsetting(
    place: RealRoot, pooled: tuple[RationalCurve, RationalCurve], known: tuple[RationalCurve, RationalCurve]
) -> list[RealRoot]:
    """Return rational signals that upset pooling at a rational one, one of each interval of them."""
    worse, better = (own.value(place) for own in pooled)
    cells = known[0].line.cells([*known[0].levels(worse), *known[1].levels(better)])
    return [
        signal
        for signal, is_mark in cells
        if not is_mark and known[0].value(signal) < worse and known[1].value(signal) > better
    ]


def _is_upset_at_root(
    place: RealRoot,
    line: RealInterval,
    pooled: tuple[RationalCurve, RationalCurve],
    known: tuple[RationalCurve, RationalCurve],
) -> bool:
    for bits in _NEAR_BITS:
        near = place.narrowed(bits)
        for number in (near.low, near.high):
            beside = RealRoot.rational(to_fraction(number))
            if line.has(beside) and any(
                _is_less(known[0], signal, pooled[0], place, 1) and _is_less(known[1], signal, pooled[1], place, -1)
                for signal in _upsetting(beside, pooled, known)
            ):
                return True
    if place.minimal.degree() > _MAX_ROOT:
        raise Unresolved("whether pooling passes at a root of a polynomial that is too large")
    best = rival_payoff(line, *known, pooled[0].value(place))
    return best is not None and (best.value is None or best.value > pooled[1].value(place))


def _is_less(known: RationalCurve, signal: RealRoot, pooled: RationalCurve, place: RealRoot, sign: int) -> bool:
    """Return whether a value at a rational signal is seen to be below, or above, one at a root."""
    above, below = polynomials_of(pooled.pieces[pooled.piece(place)], pooled.signal)
    gap = (above - below * known.value(signal).low) * below * sign
    for bits in _NEAR_BITS:
        near = place.narrowed(4 * bits)
        with flint.ctx.workprec(8 * bits + 64):
            value = flint.arb_poly(gap)(flint.arb(near.low).union(flint.arb(near.high)))
        if not value.contains(0):
            return bool(value > 0)
    return False


Fractional = tuple[flint.fmpq_poly, flint.fmpq_poly]


def _pairs(curves: tuple[RationalCurve, RationalCurve]) -> list[tuple[Fractional, Fractional]]:
    """Return the pieces of what both types get, which follow one another at the same signals."""
    one, other = ([polynomials_of(piece, curve.signal) for piece in curve.pieces] for curve in curves)
    return list(zip(one, other, strict=True))


def _touch(one: RealInterval, other: RealInterval) -> bool:
    return not (
        (one.high is not None and other.low is not None and one.high < other.low)
        or (other.high is not None and one.low is not None and other.high < one.low)
    )


def _difference(upsetting: Fractional, had: Fractional) -> flint.fmpq_mpoly:
    """Return a polynomial with the sign of f(t) - a(s), or the other one, wherever both are defined."""
    (f, f_below), (a, a_below) = upsetting, had
    if f.degree() + f_below.degree() + a.degree() + a_below.degree() > at_most(_MAX_DEGREE):
        raise Unresolved("the intuitive criterion leads to polynomials that are too large")
    return _written(f, _T) * _written(a_below, _S) - _written(a, _S) * _written(f_below, _T)


def _written(polynomial: flint.fmpq_poly, variable: flint.fmpq_mpoly) -> flint.fmpq_mpoly:
    total = _CONTEXT.constant(0)
    for c in reversed(polynomial.coeffs()):
        total = total * variable + _CONTEXT.constant(c)
    return total


def _projection(polynomials: Sequence[flint.fmpq_mpoly], ends: Sequence[RealRoot]) -> Iterator[flint.fmpq_poly]:
    """Return the polynomials in s between whose roots the signs of some, for all t between ends, do not change."""
    parts = [factor for polynomial in polynomials if polynomial != 0 for factor, _ in polynomial.factor()[1]]
    factors = {str(factor): factor for factor in parts}.values()
    moving = [factor for factor in factors if factor.degrees()[1] > 0]
    yield from (_in_s(factor) for factor in factors if factor.degrees()[1] <= 0)
    fixed = [_written(flint.fmpq_poly(end.minimal), _T) for end in ends]
    for factor in moving:
        yield _in_s(_leading(factor))
        others = [factor.derivative(1)] if factor.degrees()[1] > 1 else []
        for other in (*others, *(end for end in fixed if end.gcd(factor).is_constant())):
            yield _in_s(factor.resultant(other, "t"))
    for one, other in combinations(moving, 2):
        yield _in_s(one.resultant(other, "t"))


def _leading(polynomial: flint.fmpq_mpoly) -> flint.fmpq_mpoly:
    """Return the coefficient, in s, of the highest power of t."""
    top = polynomial.degrees()[1]
    return _CONTEXT.from_dict({(powers[0], 0): c for powers, c in polynomial.terms() if powers[1] == top})


def _in_s(polynomial: flint.fmpq_mpoly) -> flint.fmpq_poly:
    coefficients = [flint.fmpq(0)] * (max(0, int(polynomial.degrees()[0])) + 1)
    for powers, c in polynomial.terms():
        coefficients[int(powers[0])] = c
    return flint.fmpq_poly(coefficients)
