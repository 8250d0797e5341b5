"""A first decision after which the last reply is the same whatever the second one is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

import flint

from lsec_models.algebra.numbers.real_roots import RealRoot, distinct
from lsec_models.algebra.numbers.root_images import image_of
from lsec_models.algebra.polynomials.ring import Polynomial
from lsec_models.solve.polynomial.last_reply.last_stage import LastMover, constant_of
from lsec_models.solve.polynomial.last_reply.reply_level import ReplyLevel, SecondMover
from lsec_models.solve.polynomial.numbers.exact_values import all_roots_of, univariate
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
    """Return what follows a first decision after which one reply is the best, whatever comes second."""
    if not decided.is_rational:
        return None
    here = {0: Quotient.of(CONTEXT.constant(decided.low.p), CONTEXT.constant(decided.low.q))}
    if not inserted(level.moved, here).numerator.is_zero():
        return None
    ends = [None if end is None else end.inserted(here) for end in (last.low, last.high)]
    if any(end is not None and not end.is_constant for end in ends):
        return None
    if any(constant_of(inserted(polynomial, here)) >= 0 for polynomial in far):
        return None
    if payoffs[last.player].denominator.degrees()[second.place] > 0:
        return None
    worth = payoffs[last.player].inserted({**here, second.place: Quotient.of(CONTEXT.constant(0))})
    marginal = univariate(inserted(marginal_sign, here).signed, last.place)
    reply = _only_best(marginal, worth, last.place, *(None if end is None else constant_of(end) for end in ends))
    if reply is None:
        return None
    images = {**here, second.place: Quotient.of(Y), last.place: Quotient.of(X)}
    inserted_payoffs = {name: payoff.inserted(images) for name, payoff in payoffs.items()}
    return OneHistory(
        reply=reply,
        piece=PayoffPiece(payoffs=inserted_payoffs, later=images),
        limits=tuple(inserted(limit, images).signed for limit in second.limits),
    )


def _only_best(
    marginal: flint.fmpz_poly, worth: Quotient, place: int, low: Fraction | None, high: Fraction | None
) -> RealRoot | None:
    """Return the only best reply between two ends; None if there are several, or nothing is level between them."""
    if marginal == 0:
        return None
    roots = distinct(all_roots_of(marginal))
    ends = [RealRoot.rational(end) for end in (low, high) if end is not None]
    inside = [root for root in roots if low is None or root > ends[0]]
    inside = [root for root in inside if high is None or root < ends[-1]]
    if not inside and not any(root in ends for root in roots):
        return None
    above, below = (flint.fmpq_poly(univariate(part, place)) for part in (worth.numerator, worth.denominator))
    valued = [(root, image_of(root, above, below)) for root in (*inside, *ends)]
    top = max(value for _, value in valued)
    best = [root for root, value in valued if value == top]
    return best[0] if len(best) == 1 else None
