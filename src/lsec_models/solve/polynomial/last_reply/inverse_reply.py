"""The last reply inverted: the decision just before it as a rational function of the reply that it leads to.

Where what makes the last mover's payoff level is ``A y + B``, with A and B of the first decision x and of the reply z
alone, ``y = -B / A`` leads to z. Who decides y then picks a reply between its ends, or a y that leaves the last mover
at an end. All of that is rational, though z as a function of y may be a root that no formula gives.

1. At each zero of ``A y + B`` inside the last mover's limits the marginal payoff must fall through zero. Then there is
   one zero at most after each history, and it is the only best reply; without a zero the only one is an end.
2. Where that does not hold, replies are compared with all others. Of several best ones who decides y picks the one it
   likes best, so that the last mover, indifferent, favours it.
3. Where a history may leave the last mover without a best reply, nothing is settled.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from functools import partial
from itertools import chain

from lsec_models.algebra.polynomials.ring import Polynomial, key_of
from lsec_models.solve.corners.exact.unresolved import Unresolved
from lsec_models.solve.polynomial.best_decisions.plane import NoEquilibrium
from lsec_models.solve.polynomial.last_reply.last_stage import LastMover, difference
from lsec_models.solve.polynomial.last_reply.positive_factors import (
    is_positive,
    sign_changing,
    without_positive_factors,
)
from lsec_models.solve.polynomial.last_reply.reply_level import ReplyLevel, SecondMover
from lsec_models.solve.polynomial.last_reply.reply_regions import ComparedEnd, EndRegion, InnerRegion, pieces_by_sign
from lsec_models.solve.polynomial.last_reply.rival_replies import RivalReplies, rivals_of
from lsec_models.solve.polynomial.last_reply.unmoved_reply import unmoved_history
from lsec_models.solve.polynomial.payoffs import ONE, PayoffPiece, PiecewisePayoffs, Quotient, Y, inserted


def with_inverse_reply(
    payoffs: Mapping[str, Quotient],
    second: SecondMover,
    last: LastMover,
    nonnegative: Collection[int],
    *,
    is_compared: bool = False,
) -> PiecewisePayoffs:
    """Return payoffs of the first decision x and of a variable y: the reply inside its ends, the second decision else.

    Parameters
    ----------
    payoffs : Mapping from str to Quotient
    second : SecondMover
    last : LastMover
    nonnegative : collection of int
        Which variables are never below zero.
    is_compared : bool
        Whether a reply is compared with all others, instead of being the only one.

    Raises
    ------
    Unresolved
        If what is level is not linear in the second decision, or poles are not excluded.
    """
    if not any(is_positive(sign * payoffs[last.player].denominator, nonnegative, ONE) for sign in (1, -1)):
        raise Unresolved(f"the payoff of {last.player} may have poles")
    written = without_positive_factors(payoffs[last.player].slope(last.place), last.place, nonnegative)
    if written.is_constant() and not written.is_zero():
        return _always_at_end(payoffs, second, last, last.high if written.leading_coefficient() > 0 else last.low)
    level = ReplyLevel.of(written, second, last)
    given = [(side, end) for side, end in ((1, last.low), (-1, last.high)) if end is not None]
    unmoved = without_positive_factors(level.rest, last.place, nonnegative)

    def rivals(images: Mapping[int, Quotient]) -> RivalReplies:
        decided, reply = images[second.place], images[last.place]
        return rivals_of(reply, decided, second.place, last, payoffs[last.player], nonnegative)

    pieces: list[PayoffPiece] = []
    ends: list[EndRegion | ComparedEnd] = []
    for side, end in given:
        images = {second.place: Quotient.of(Y), last.place: end.inserted({second.place: Quotient.of(Y)})}
        allowed = _allowed(images, second)
        if is_compared:
            ends.append(ComparedEnd(rivals=rivals(images), allowed=allowed))
        else:
            outwards, unmoved_there = (inserted(part, images).signed * -side for part in (level.written, unmoved))
            ends.append(EndRegion(outwards=outwards, unmoved=unmoved_there, allowed=allowed))
        pieces.append(_piece(payoffs, images, ends[-1].polynomials))
    images = {second.place: level.inverse(Y), last.place: Quotient.of(Y)}
    inner = InnerRegion(
        room=_room(images, second, last),
        allowed=_allowed(images, second),
        slope=level.at(level.slope, Y),
        rest=level.at(level.rest, Y),
        moved=level.moved,
        unmoved=level.at(unmoved, Y),
        falls=level.at(sign_changing(level.bend * (level.slope / level.moved), level.place, nonnegative), Y),
        moving=level.coefficients_of_bend,
        far=tuple(level.far(side) for side in (1, -1) if side not in [one for one, _ in given]),
        player=last.player,
        rivals=rivals(images) if is_compared else None,
    )
    every = chain(inner.polynomials, *(end.polynomials for end in ends))
    separators = {key_of(polynomial): polynomial for polynomial in every}
    return PiecewisePayoffs(
        pieces=(*pieces, _piece(payoffs, images, inner.polynomials, unreached=(second.player, inner.slope))),
        separators=tuple(separators.values()),
        which=pieces_by_sign(ends, inner, list(separators)),
        is_one_mover=True,
        may_jump=is_compared,
        unmoved=partial(unmoved_history, payoffs, second, last, level, unmoved, inner.far),
    )


def _always_at_end(
    payoffs: Mapping[str, Quotient], second: SecondMover, last: LastMover, end: Quotient | None
) -> PiecewisePayoffs:
    """Return payoffs where the last mover goes to one end whatever is decided before."""
    if end is None:
        raise NoEquilibrium(f"{last.player} gains without bound, or approaches what it does not reach")
    images = {second.place: Quotient.of(Y), last.place: end.inserted({second.place: Quotient.of(Y)})}
    allowed = _allowed(images, second)
    return PiecewisePayoffs(
        pieces=(_piece(payoffs, images, allowed),),
        separators=allowed,
        which=lambda signs: (0,) if min(signs, default=1) >= 0 else (),
        is_one_mover=True,
    )


def _piece(
    payoffs: Mapping[str, Quotient],
    images: Mapping[int, Quotient],
    separators: tuple[Polynomial, ...],
    unreached: tuple[str, Polynomial] | None = None,
) -> PayoffPiece:
    """Return payoffs with later decisions inserted; of one player undefined where a polynomial vanishes."""
    found = {name: payoff.inserted(images) for name, payoff in payoffs.items()}
    if unreached is not None:
        player, below = unreached
        payoff = found[player]
        rest = below / below.gcd(payoff.denominator)
        # Not in lowest terms: what cancels is a pole of the second decision, which is approached and not reached.
        found[player] = Quotient(payoff.numerator * rest, payoff.denominator * rest)
    return PayoffPiece(payoffs=found, later=images, separators=separators)


def _room(images: Mapping[int, Quotient], second: SecondMover, last: LastMover) -> tuple[Polynomial, ...]:
    """Return what is at least zero where the reply is between its ends."""
    reply, decided = images[last.place], {second.place: images[second.place]}
    above = () if last.low is None else (difference(reply, last.low.inserted(decided)),)
    below = () if last.high is None else (difference(last.high.inserted(decided), reply),)
    return (*above, *below)


def _allowed(images: Mapping[int, Quotient], second: SecondMover) -> tuple[Polynomial, ...]:
    return tuple(inserted(limit, {second.place: images[second.place]}).signed for limit in second.limits)
