"""The last stage in closed form: answers that are rational functions of what was decided before, piece by piece.

Where what makes each last mover's payoff level is linear in the decisions of the last stage, every mix of ends and
level points is one rational function of earlier decisions. It is an equilibrium of the last stage where a few
polynomials have the right signs: level points between the ends, slopes that point outwards at the ends or, where the
payoff is convex, a better end.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import product

from lsec_models.algebra.numbers.real_roots import RealRoot
from lsec_models.algebra.polynomials.ring import Polynomial, key_of
from lsec_models.solve.corners.exact.unresolved import Unresolved
from lsec_models.solve.polynomial.best_decisions.reply import NoBest
from lsec_models.solve.polynomial.numbers.exact_values import distinct_factors, roots_of, univariate
from lsec_models.solve.polynomial.payoffs import LATER, PayoffPiece, PiecewisePayoffs, Quotient, coefficient

_LOW, _HIGH, _LEVEL = "low", "high", "level"


@dataclass(frozen=True, eq=False, kw_only=True)
class LastMover:
    """A mover of the last stage.

    Attributes
    ----------
    player : str
    name : str
        Of the decision, for messages.
    place : int
        Which variable is decided.
    low, high : Quotient or None
        The ends, in earlier decisions.
    """

    player: str
    name: str
    place: int
    low: Quotient | None
    high: Quotient | None


@dataclass(frozen=True, eq=False, kw_only=True)
class _InPlace:
    """What makes one last mover content: polynomials of earlier decisions.

    Attributes
    ----------
    bend : polynomial
        Negative where the payoff is concave in the own decision.
    needed : tuple of polynomials
        At least zero: the room on both sides of a level point, or the slope, pointing outwards at an end.
    better : polynomial or None
        At least zero where an end is at least as good as the other one, which decides where the payoff is convex.
    kind : str
        Whether the mover is at its low end, at its high one, or where its payoff is level.
    ends : tuple of str
        From which ends a level point has the room that is needed.
    indifferent : tuple of polynomials
        All zero where the mover is indifferent and decides for somebody else, between its ends; empty for its own sake.
    """

    bend: Polynomial
    needed: tuple[Polynomial, ...]
    better: Polynomial | None = None
    kind: str = _LEVEL
    ends: tuple[str, ...] = ()
    indifferent: tuple[Polynomial, ...] = ()

    @property
    def polynomials(self) -> tuple[Polynomial, ...]:
        return (self.bend, *self.needed, *([] if self.better is None else [self.better]), *self.indifferent)

    def holds(self, signs: Mapping[object, int]) -> bool:
        if any(signs[key_of(polynomial)] for polynomial in self.indifferent):
            return False
        bend, needed = signs[key_of(self.bend)], [signs[key_of(polynomial)] for polynomial in self.needed]
        if self.kind == _LEVEL:
            return (bend < 0 or bool(self.indifferent)) and min(needed, default=0) >= 0
        if bend <= 0:
            return min(needed) >= 0
        return self.better is not None and signs[key_of(self.better)] >= 0

    def end(self, signs: Mapping[object, int]) -> str:
        """Return at which end the mover is, a level point without room included."""
        rooms = zip(self.ends, self.needed, strict=False)
        return next((end for end, room in rooms if signs[key_of(room)] == 0), self.kind)


@dataclass(frozen=True, eq=False, kw_only=True)
class _Face:
    """Where each last mover is, what is decided there, and what makes each of them content."""

    images: Mapping[int, Quotient]
    movers: tuple[_InPlace, ...]


def answered(payoffs: Mapping[str, Quotient], movers: Sequence[LastMover]) -> PiecewisePayoffs:
    """Return the payoffs of earlier decisions, the last stage answering.

    Parameters
    ----------
    payoffs : Mapping from str to Quotient
    movers : sequence of LastMover
        One or two.

    Raises
    ------
    Unresolved
        If the answers are not rational functions.
    """
    slopes = [_Slope.of(payoffs[mover.player], mover) for mover in movers]
    faces = _faces(payoffs, movers, slopes)
    if not faces and len(movers) > 1:
        raise Unresolved("a last stage without an answer in closed form")
    separators = {key_of(p): p for face in faces for mover in face.movers for p in mover.polynomials}
    if len(movers) == 1:
        separators |= {key_of(part): part for part in slopes[0].parts}
    return PiecewisePayoffs(
        pieces=tuple(
            PayoffPiece(
                payoffs={name: payoff.inserted(face.images) for name, payoff in payoffs.items()},
                later=face.images,
                is_tie=any(mover.indifferent for mover in face.movers),
            )
            for face in faces
        ),
        separators=tuple(separators.values()),
        which=_choice(faces, list(separators), movers, slopes),
        unsettled=_unsettled(payoffs, movers, slopes, faces),
        indifferent=tuple(slope.parts for slope in slopes) if len(movers) == 1 else (),
        is_one_mover=len(movers) == 1,
        may_jump=not all(slope.is_concave for slope in slopes),
    )


@dataclass(frozen=True, eq=False)
class _Slope:
    """The sign of a last mover's marginal payoff: ``bend * own decision + rest``, rest linear in other decisions."""

    bend: Polynomial
    rest: Polynomial
    written: Polynomial

    @classmethod
    def of(cls, payoff: Quotient, mover: LastMover) -> _Slope:
        written = payoff.slope(mover.place)
        degrees = [int(written.degrees()[place]) for place in LATER]
        if written.is_zero():
            raise Unresolved(f"{mover.player} is indifferent to {mover.name}")
        bend = coefficient(written, mover.place, 1)
        if max(degrees) > 1 or any(bend.degrees()[place] > 0 for place in LATER):
            raise Unresolved(f"{mover.name}, decided last, is not a rational function of what was decided before")
        return cls(bend, coefficient(written, mover.place, 0), written)

    @property
    def parts(self) -> tuple[Polynomial, Polynomial]:
        """Both zero where the mover is indifferent."""
        return self.bend, self.rest

    @property
    def is_concave(self) -> bool:
        return bool(self.bend.is_constant() and not self.bend.is_zero() and self.bend.leading_coefficient() < 0)


def _faces(payoffs: Mapping[str, Quotient], movers: Sequence[LastMover], slopes: Sequence[_Slope]) -> list[_Face]:
    found = []
    for kinds in product((_LOW, _HIGH, _LEVEL), repeat=len(movers)):
        images = _images(kinds, movers, slopes)
        if images is not None:
            rows = zip(kinds, movers, slopes, strict=True)
            content = tuple(_in_place(kind, mover, slope, images, payoffs) for kind, mover, slope in rows)
            found.append(_Face(images=images, movers=content))
    if len(movers) == 1 and not slopes[0].is_concave:
        found += _favours(payoffs, movers[0], slopes[0])
    return found


def _favours(payoffs: Mapping[str, Quotient], mover: LastMover, slope: _Slope) -> list[_Face]:
    """Return what the only last mover, indifferent, may decide for each of the others."""
    found = []
    for player, payoff in payoffs.items():
        level = _level_for(payoff, mover) if player != mover.player else None
        if level is not None:
            images = {mover.place: level}
            content = replace(_in_place(_LEVEL, mover, slope, images, payoffs), indifferent=slope.parts)
            found.append(_Face(images=images, movers=(content,)))
    return found


def _level_for(payoff: Quotient, mover: LastMover) -> Quotient | None:
    """Return where another player's payoff is level in the last decision; None if that is nowhere, or not rational."""
    written = payoff.slope(mover.place)
    bend = coefficient(written, mover.place, 1)
    if written.degrees()[mover.place] != 1:
        return None
    return Quotient.of(-coefficient(written, mover.place, 0), bend)


def _images(kinds: Sequence[str], movers: Sequence[LastMover], slopes: Sequence[_Slope]) -> dict[int, Quotient] | None:
    """Return the decisions of a face; None where an end is missing, or its level points are not determined."""
    images: dict[int, Quotient] = {}
    level = [i for i, kind in enumerate(kinds) if kind == _LEVEL]
    for kind, mover in zip(kinds, movers, strict=True):
        end = {_LOW: mover.low, _HIGH: mover.high, _LEVEL: None}[kind]
        if kind != _LEVEL and end is None:
            return None
        if end is not None:
            images[mover.place] = end
    if len(level) == 1:
        (i,) = level
        if slopes[i].bend.is_zero():
            return None
        rest = Quotient.of(slopes[i].rest).inserted(images)
        images[movers[i].place] = Quotient.of(-rest.numerator, rest.denominator * slopes[i].bend)
    elif len(level) == 2:
        (one, other), (i, j) = slopes, (movers[0].place, movers[1].place)
        a, b, e = one.bend, coefficient(one.rest, j, 1), coefficient(one.rest, j, 0)
        c, d, f = coefficient(other.rest, i, 1), other.bend, coefficient(other.rest, i, 0)
        below = a * d - b * c
        if below.is_zero():
            return None
        images[i], images[j] = Quotient.of(b * f - d * e, below), Quotient.of(c * e - a * f, below)
    return images


def _crossing(movers: Sequence[LastMover], slopes: Sequence[_Slope]) -> tuple[Polynomial, Polynomial]:
    """Return two polynomials that both vanish where two level lines coincide."""
    (one, other), (i, j) = slopes, (movers[0].place, movers[1].place)
    slope, constant = coefficient(one.rest, j, 1), coefficient(one.rest, j, 0)
    parallel = one.bend * other.bend - slope * coefficient(other.rest, i, 1)
    return parallel, slope * coefficient(other.rest, i, 0) - other.bend * constant


def _in_place(
    kind: str, mover: LastMover, slope: _Slope, images: Mapping[int, Quotient], payoffs: Mapping[str, Quotient]
) -> _InPlace:
    if kind == _LEVEL:
        decided = images[mover.place]
        rooms = {
            **({} if mover.low is None else {_LOW: difference(decided, mover.low)}),
            **({} if mover.high is None else {_HIGH: difference(mover.high, decided)}),
        }
        return _InPlace(bend=slope.bend, needed=tuple(rooms.values()), ends=tuple(rooms))
    marginal = Quotient.of(slope.written).inserted(images).signed
    outwards, other = (-marginal, mover.high) if kind == _LOW else (marginal, mover.low)
    if slope.is_concave or other is None:
        return _InPlace(bend=slope.bend, needed=(outwards,), kind=kind)
    payoff = payoffs[mover.player]
    better = difference(payoff.inserted(images), payoff.inserted({**images, mover.place: other}))
    return _InPlace(bend=slope.bend, needed=(outwards,), better=better, kind=kind)


def difference(one: Quotient, other: Quotient) -> Polynomial:
    """Return a polynomial with the sign of a difference."""
    return Quotient.of(
        one.numerator * other.denominator - other.numerator * one.denominator, one.denominator * other.denominator
    ).signed


def _choice(
    faces: Sequence[_Face], keys: Sequence[object], movers: Sequence[LastMover], slopes: Sequence[_Slope]
) -> Callable[[Sequence[int]], tuple[int, ...]]:
    """Return the function from the signs of the separators to the faces that are equilibria of the last stage."""

    def which(signs: Sequence[int]) -> tuple[int, ...]:
        known = dict(zip(keys, signs, strict=True))
        holding = [i for i, face in enumerate(faces) if all(mover.holds(known) for mover in face.movers)]
        if holding:
            if len(movers) == 1:
                return tuple(holding)
            if len({tuple(mover.end(known) for mover in faces[i].movers) for i in holding}) > 1:
                raise Unresolved("last movers who have several equilibria after a history")
            return (holding[0],)
        if len(movers) > 1:
            raise Unresolved("last movers who may have no equilibrium after a history")
        if not any(known[key_of(part)] for part in slopes[0].parts):
            raise Unresolved(f"{movers[0].player} is indifferent without end")
        raise NoBest(f"{movers[0].player} gains without bound")

    return which


def _unsettled(
    payoffs: Mapping[str, Quotient], movers: Sequence[LastMover], slopes: Sequence[_Slope], faces: Sequence[_Face]
) -> tuple[tuple[Polynomial, ...], ...]:
    """Return polynomials at whose common zeros a last mover is indifferent, and what it does is not told."""
    found = []
    for i, (mover, slope) in enumerate(zip(movers, slopes, strict=True)):
        if slope.is_concave or (len(movers) == 1 and _is_told(payoffs, mover)):
            continue
        found += [(slope.bend, *face.movers[i].needed) for face in faces if face.movers[i].kind != _LEVEL]
        if mover.low is None and mover.high is None:
            found.append((slope.bend,))
    if len(movers) == 2:
        found.append(_crossing(movers, slopes))
    return tuple(
        tuple(polynomial for polynomial in together if not polynomial.is_zero())
        for together in found
        if not any(polynomial.is_constant() and not polynomial.is_zero() for polynomial in together)
    )


def _is_told(payoffs: Mapping[str, Quotient], mover: LastMover) -> bool:
    """Whether an indifferent last mover has two ends, and others like best one of these or one level point at most."""
    if mover.low is None or mover.high is None:
        return False
    return all(
        payoff.slope(mover.place).degrees()[mover.place] <= 1 and _has_no_pole(payoff, mover, mover.low, mover.high)
        for player, payoff in payoffs.items()
        if player != mover.player
    )


def _has_no_pole(payoff: Quotient, mover: LastMover, low: Quotient, high: Quotient) -> bool:
    """Whether a payoff is seen to be defined at all last decisions between two ends."""
    factors = [factor for factor in distinct_factors([payoff.denominator]) if factor.degrees()[mover.place] > 0]
    given = [part for end in (low, high) for part in (end.numerator, end.denominator)]
    if not factors:
        return True
    others = [place for place in range(len(factors[0].degrees())) if place != mover.place]
    if not all(part.is_constant() for part in given) or any(f.degrees()[i] > 0 for f in factors for i in others):
        return False
    below, above = (RealRoot.rational(constant_of(end)) for end in (low, high))
    roots = [root for factor in factors for root in roots_of(univariate(factor, mover.place))]
    return all(root < below or root > above for root in roots)


def constant_of(function: Quotient) -> Fraction:
    """Return a function that is a number."""
    if function.numerator.is_zero():
        return Fraction(0)
    return Fraction(*(int(part.leading_coefficient()) for part in (function.numerator, function.denominator)))
