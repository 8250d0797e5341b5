"""A first decision after which the last reply is the same whatever the second one is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

import flint

from lsec_models.algebra.numbers.real_roots import RealRoot, distinct
from lsec_models.algebra.polynomials.ring import Polynomial
from lsec_models.solve.polynomial.last_reply.last_stage import LastMover
from lsec_models.solve.polynomial.last_reply.reply_level import ReplyLevel, SecondMover
from lsec_models.solve.polynomial.numbers.exact_values import number_between, roots_of, univariate
from lsec_models.solve.polynomial.payoffs import CONTEXT, OneHistory, PayoffPiece, Quotient, X, Y, inserted


def unmoved_history(
    payoffs: Mapping[str, Quotient],
    second: SecondMover,
    last: LastMover,
    level: ReplyLevel,
    marginal_sign: Polynomial,
    far: Sequence[Polynomial],
    decided: RealRoot,
) -> OneHistory | None:
    """Return what follows a first decision after which one reply inside the ends is best, whatever comes second."""
    if not decided.is_rational:
        return None
    here = {0: Quotient.of(CONTEXT.constant(decided.low.p), CONTEXT.constant(decided.low.q))}
    if not inserted(level.moved, here).numerator.is_zero():
        return None
    ends = [None if end is None else end.inserted(here) for end in (last.low, last.high)]
    if any(end is not None and not _is_number(end) for end in ends):
        return None
    if any(_number(inserted(polynomial, here)) >= 0 for polynomial in far):
        return None
    reply = _only_fall(
        inserted(marginal_sign, here).signed, last.place, *(None if end is None else _number(end) for end in ends)
    )
    if reply is None:
        return None
    images = {**here, second.place: Quotient.of(Y), last.place: Quotient.of(X)}
    inserted_payoffs = {name: payoff.inserted(images) for name, payoff in payoffs.items()}
    return OneHistory(
        reply=reply,
        piece=PayoffPiece(payoffs=inserted_payoffs, later=images),
        limits=tuple(inserted(limit, images).signed for limit in second.limits),
    )


def _is_number(function: Quotient) -> bool:
    return bool(function.numerator.is_constant() and function.denominator.is_constant())


def _number(function: Quotient) -> Fraction:
    if function.numerator.is_zero():
        return Fraction(0)
    return Fraction(*(int(part.leading_coefficient()) for part in (function.numerator, function.denominator)))


def _only_fall(polynomial: Polynomial, place: int, low: Fraction | None, high: Fraction | None) -> RealRoot | None:
    """Return the only zero of a polynomial in one variable between two ends, if there is one and it falls there."""
    if polynomial.is_zero():
        return None
    written = univariate(polynomial, place)
    roots = distinct(root for factor, _ in written.factor()[1] for root in roots_of(factor))
    lowest, highest = (None if end is None else RealRoot.rational(end) for end in (low, high))
    inside = [root for root in roots if (lowest is None or root > lowest or root == lowest)]
    inside = [root for root in inside if (highest is None or root < highest or root == highest)]
    if len(inside) != 1 or inside[0] in (lowest, highest):
        return None
    (root,) = inside
    before, after = number_between(lowest, root), number_between(root, highest)
    signs = [written(flint.fmpq(sample.numerator, sample.denominator)) for sample in (before, after)]
    return root if signs[0] > 0 > signs[1] else None
