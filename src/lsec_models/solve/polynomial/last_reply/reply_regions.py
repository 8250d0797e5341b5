"""Where the last reply is an end, and where it is a zero of the marginal payoff inside: signs of polynomials."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from lsec_models.algebra.polynomials.ring import Polynomial, key_of
from lsec_models.solve.corners.exact.unresolved import Unresolved
from lsec_models.solve.polynomial.last_reply.rival_replies import RivalReplies


class SeveralReplies(Unresolved):
    """A last mover who may have several best replies, where these are not compared."""


@dataclass(frozen=True, eq=False, kw_only=True)
class ComparedEnd:
    """Where the reply is an end that is better than all else: polynomials of the first and the second decision.

    Attributes
    ----------
    rivals : RivalReplies
    allowed : tuple of polynomials
        At least zero where the second decision is allowed.
    """

    rivals: RivalReplies
    allowed: tuple[Polynomial, ...]

    @property
    def polynomials(self) -> tuple[Polynomial, ...]:
        """All whose signs are asked."""
        return (*self.rivals.polynomials, *self.allowed)

    def holds(self, sign: Callable[[Polynomial], int], *, is_moved: bool) -> bool:  # noqa: ARG002
        """Whether the end is the reply to an allowed second decision."""
        return min(map(sign, self.allowed), default=1) >= 0 and self.rivals.are_no_better(sign)


@dataclass(frozen=True, eq=False, kw_only=True)
class EndRegion:
    """Where the reply is an end: polynomials of the first and the second decision.

    Attributes
    ----------
    outwards : polynomial
        At least zero where the marginal payoff does not point inside.
    unmoved : polynomial
        Above zero likewise, just inside, where the second decision does not enter.
    allowed : tuple of polynomials
        At least zero where the second decision is allowed.
    """

    outwards: Polynomial
    unmoved: Polynomial
    allowed: tuple[Polynomial, ...]

    @property
    def polynomials(self) -> tuple[Polynomial, ...]:
        """All whose signs are asked."""
        return (self.outwards, self.unmoved, *self.allowed)

    def holds(self, sign: Callable[[Polynomial], int], *, is_moved: bool) -> bool:
        """Whether the end is the reply to an allowed second decision."""
        if min(map(sign, self.allowed), default=1) < 0:
            return False
        return sign(self.outwards) >= 0 if is_moved else sign(self.unmoved) > 0


@dataclass(frozen=True, eq=False, kw_only=True)
class InnerRegion:
    """Where the reply is between its ends: polynomials of the first decision and the reply.

    Attributes
    ----------
    room : tuple of polynomials
        At least zero between the ends.
    allowed : tuple of polynomials
        At least zero where the second decision that leads there is allowed.
    slope, rest : polynomial
        Of the marginal payoff, in the second decision.
    moved : polynomial
        Zero where the second decision does not enter.
    unmoved : polynomial
        The rest, without factors that are above zero inside.
    falls : polynomial
        Below zero where the marginal payoff falls through zero.
    moving : tuple of polynomials
        Not all zero where the second decision moves the reply.
    far : tuple of polynomials
        Below zero where a last mover without an end gains nothing far out.
    player : str
    rivals : RivalReplies or None
        What the reply is compared with; None if it is to be the only one.
    """

    room: tuple[Polynomial, ...]
    allowed: tuple[Polynomial, ...]
    slope: Polynomial
    rest: Polynomial
    moved: Polynomial
    unmoved: Polynomial
    falls: Polynomial
    moving: tuple[Polynomial, ...]
    far: tuple[Polynomial, ...]
    player: str
    rivals: RivalReplies | None = None

    @property
    def polynomials(self) -> tuple[Polynomial, ...]:
        """All whose signs are asked."""
        own = (self.slope, self.rest, self.moved, self.unmoved)
        others = (self.falls,) if self.rivals is None else self.rivals.polynomials
        return (*self.room, *self.allowed, *own, *others, *self.moving, *self.far)

    def holds(self, sign: Callable[[Polynomial], int]) -> bool:
        """Whether a reply is one after an allowed second decision.

        Raises
        ------
        Unresolved
            If another reply may be as good or better.
        """
        if any(sign(polynomial) >= 0 for polynomial in self.far):
            raise Unresolved(f"{self.player} may gain without bound after some histories")
        if not any(map(sign, self.moving)):
            raise Unresolved(f"a reply of {self.player} that does not depend on the decision before it")
        if min(map(sign, self.room), default=1) < 0:
            return False
        if not sign(self.slope):
            if not sign(self.rest if sign(self.moved) else self.unmoved):
                raise Unresolved(f"a reply of {self.player} that does not depend on the decision before it")
            return False
        allowed = min(map(sign, self.allowed), default=1)
        if allowed < 0:
            return False
        if self.rivals is not None:
            return self.rivals.are_no_better(sign)
        falls = sign(self.falls)
        # Inside it is zero at single replies only, and the marginal payoff falls to both sides of them.
        if falls > 0 or (falls == 0 and allowed == 0):
            raise SeveralReplies(f"{self.player} may have several best replies")
        return True


def pieces_by_sign(
    ends: Sequence[EndRegion | ComparedEnd], inner: InnerRegion, keys: Sequence[object]
) -> Callable[[Sequence[int]], tuple[int, ...]]:
    """Return the function from signs to the regions that hold: by number, ends first."""

    def which(signs: Sequence[int]) -> tuple[int, ...]:
        known = dict(zip(keys, signs, strict=True))

        def sign(polynomial: Polynomial) -> int:
            return known[key_of(polynomial)]

        is_moved = sign(inner.moved) != 0
        holding = [number for number, end in enumerate(ends) if end.holds(sign, is_moved=is_moved)]
        return (*holding, *([len(ends)] if inner.holds(sign) else []))

    return which
