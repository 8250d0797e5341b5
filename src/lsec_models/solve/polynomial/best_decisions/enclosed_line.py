"""The best decisions of a mover on a line by enclosures alone, where these tell all that matters.

Exact arithmetic in the field of a root of a high degree is slow; enclosures at such a root are not.

1. Places are roots of irreducible polynomials; enclosures that overlap are one cluster. Between clusters every sign is
   told by an enclosure at a rational number.
2. At a place that is a cluster by itself every sign is that of an enclosure, or zero by the polynomial it is a root of.
   At a cluster of several, whatever may hold there is valued.
3. A place by itself is the best one where all else is worth less; two places are equally good where their values are
   one rational function of what is given. Else it is only told which places may be the best ones.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations, pairwise, product

import flint

from lsec_models.algebra.numbers.exact_numbers import to_fmpq, to_fraction
from lsec_models.algebra.numbers.real_roots import between
from lsec_models.algebra.numbers.root_balls import ends_of
from lsec_models.algebra.polynomials.ring import Polynomial, key_of
from lsec_models.solve.corners.exact.unresolved import Infeasible, Unresolved
from lsec_models.solve.polynomial.best_decisions.decision_line import DecisionLine
from lsec_models.solve.polynomial.best_decisions.reply import NoBest, ReplyOnLine
from lsec_models.solve.polynomial.numbers.extension import FIRST_BITS
from lsec_models.solve.polynomial.numbers.extension_roots import RootsOverExtension
from lsec_models.solve.polynomial.payoffs import Quotient, coefficient, curves_of

_BITS = (128, 512)
# So many signs at a cluster may be anything.
_MOST_UNTOLD = 3


class _NotToldError(Exception):
    """Enclosures do not tell what is best."""


@dataclass(frozen=True, eq=False)
class EnclosedReply:
    """A best decision, and the irreducible polynomial in (x, y) that it is a root of."""

    reply: ReplyOnLine
    factor: Polynomial


@dataclass(frozen=True, eq=False)
class EnclosedAnswer:
    """What is best on a line.

    Attributes
    ----------
    replies : tuple of EnclosedReply
        The best decisions; empty where they are not told from others.
    worth : tuple of enclosures
        What every decision that may be the best one is worth to the first of those who are favoured.
    """

    replies: tuple[EnclosedReply, ...]
    worth: tuple[flint.arb, ...]


@dataclass(frozen=True, eq=False)
class _Cluster:
    ball: flint.arb
    # Of each root in it, the roots of its polynomial, its number among them, and the number of the polynomial.
    members: tuple[tuple[RootsOverExtension, int, int], ...]


@dataclass(frozen=True, eq=False)
class _Valued:
    value: flint.arb
    # None far out.
    cluster: _Cluster | None = None
    piece: int = -1


def enclosed_best(line: DecisionLine, factors: Sequence[Polynomial]) -> EnclosedAnswer | None:
    """Return the best decisions, or what may be; None where enclosures do not tell that one is best.

    Parameters
    ----------
    line : DecisionLine
    factors : sequence of polynomials in (x, y)
        The irreducible ones that vanish where anything changes on such a line.

    Raises
    ------
    NoBest, Infeasible, Unresolved
        As for :meth:`DecisionLine.best`.
    """
    if line.pieces.unsettled or any(piece.is_tie for piece in line.pieces.pieces):
        return None
    found = None
    for bits in _BITS:
        try:
            found = _EnclosedLine(line, factors, bits).best()
        except _NotToldError:
            continue
        if found.replies:
            break
    return found


class _EnclosedLine:
    def __init__(self, line: DecisionLine, factors: Sequence[Polynomial], bits: int) -> None:
        self.line, self.factors, self.bits = line, factors, bits
        self.field, self.pieces = line.extension, line.pieces.pieces

    def best(self) -> EnclosedAnswer:
        valued = [*self._places(), *self._far()]
        if not valued:
            raise Infeasible("nothing is allowed")
        left = _highest(valued)
        if any(one.cluster is None for one in left):
            raise _NotToldError
        worth = tuple(self._value(self.line.favoured[0], one) for one in left)
        is_told = self._are_all_same(self.line.mover, left)
        for player in self.line.favoured:
            left = _highest([_Valued(self._value(player, one), one.cluster, one.piece) for one in left])
            is_told = is_told and self._are_all_same(player, left)
        replies = [self._reply(one) for one in left] if is_told else []
        return EnclosedAnswer(tuple(reply for reply in replies if reply is not None), worth)

    def _are_all_same(self, player: str, valued: Sequence[_Valued]) -> bool:
        """Whether all are places by themselves and, if there are several, worth the same."""
        are_places = all(one.cluster is not None and len(one.cluster.members) == 1 for one in valued)
        return are_places and all(self._are_same(player, *pair) for pair in combinations(valued, 2))

    def _reply(self, one: _Valued) -> EnclosedReply | None:
        if one.cluster is None:
            return None
        ((roots, number, factor),) = one.cluster.members
        return EnclosedReply(ReplyOnLine(roots, number, one.piece), self.factors[factor])

    # ---- what may change, and where

    @cached_property
    def clusters(self) -> list[_Cluster]:
        found = []
        for number, factor in enumerate(self.factors):
            written = self.field.polynomial(factor)
            if len(written) < 2:
                if not written or self.field.value(written[0], self.bits).contains(0):
                    raise _NotToldError
                continue
            roots = RootsOverExtension(self.field, written)
            balls = roots.isolated(self.bits, self.bits)
            if balls is None:
                raise _NotToldError
            found += [_Cluster(ball, ((roots, i, number),)) for i, ball in enumerate(balls)]
        found.sort(key=lambda one: float(one.ball.mid()))
        joined: list[_Cluster] = []
        for one in found:
            while joined and joined[-1].ball.overlaps(one.ball):
                before = joined.pop()
                one = _Cluster(before.ball.union(one.ball), (*before.members, *one.members))
            joined.append(one)
        return joined

    @cached_property
    def samples(self) -> list[flint.fmpq]:
        """A rational number between any two neighbouring clusters, and one on both sides of all."""
        ends = [tuple(map(to_fraction, ends_of(one.ball))) for one in self.clusters]
        if not ends:
            return [flint.fmpq(0)]
        inner = [to_fmpq(between(a[1], b[0])) for a, b in pairwise(ends)]
        return [flint.fmpq(ends[0][0].__floor__() - 1), *inner, flint.fmpq(ends[-1][1].__ceil__() + 1)]

    @cached_property
    def cells(self) -> list[tuple[int, ...]]:
        """The pieces that hold between clusters; none where it is not allowed."""
        found = []
        for sample in self.samples:
            here = flint.arb(sample)
            is_allowed = all(self._told(limit, here) >= 0 for limit in self.line.limits)
            signs = [self._told(separator, here) for separator in self.line.pieces.separators] if is_allowed else []
            found.append(tuple(self.line.pieces.which(signs)) if is_allowed else ())
        for piece in {piece for cell in found for piece in cell}:
            if not self.field.polynomial(self.pieces[piece].payoffs[self.line.mover].slopes[1]):
                raise _NotToldError
        return found

    def _told(self, polynomial: Polynomial, here: flint.arb) -> int:
        sign = self._sign(polynomial, here)
        if sign is None:
            raise _NotToldError
        return sign

    def _sign(self, polynomial: Polynomial, here: flint.arb) -> int | None:
        """Return the sign at a place that is enclosed; None if it is not told."""
        written = self.field.polynomial(polynomial)
        ball = self.field.enclosed(written, here, self.bits)
        if not written:
            return 0
        return None if ball.contains(0) else int(ball > 0) - int(ball < 0)

    def _sign_at(self, polynomial: Polynomial, cluster: _Cluster) -> int | None:
        """Return the same, or zero where a cluster is one place at which the polynomial vanishes."""
        sign = self._sign(polynomial, cluster.ball)
        if sign is None and len(cluster.members) == 1:
            factor = self.factors[cluster.members[0][2]]
            if any(key_of(factor) == key_of(other) for other in curves_of(polynomial)):
                return 0
            raise _NotToldError
        return sign

    # ---- what it is worth

    def _places(self) -> Iterator[_Valued]:
        """Yield each place that may be allowed with each piece that may hold there."""
        for number, cluster in enumerate(self.clusters):
            limits = [self._sign_at(limit, cluster) for limit in self.line.limits]
            if any(sign is not None and sign < 0 for sign in limits):
                continue
            for piece in sorted(self._holding(number, cluster)):
                one = _Valued(cluster.ball, cluster, piece)
                yield _Valued(self._value(self.line.mover, one), cluster, piece)

    def _holding(self, number: int, cluster: _Cluster) -> set[int]:
        """Return the pieces that hold at a place or beside it; of a cluster, those that may."""
        beside = {*self.cells[number], *self.cells[number + 1]}
        signs = [self._sign_at(separator, cluster) for separator in self.line.pieces.separators]
        untold = [i for i, sign in enumerate(signs) if sign is None]
        if len(cluster.members) == 1:
            if beside and not (self.line.pieces.is_one_mover and 0 in signs):
                return beside
        elif len(untold) > _MOST_UNTOLD:
            raise _NotToldError
        for guess in product((-1, 0, 1), repeat=len(untold)):
            for i, sign in zip(untold, guess, strict=True):
                signs[i] = sign
            try:
                beside |= set(self.line.pieces.which([sign or 0 for sign in signs]))
            except (Unresolved, NoBest):
                raise _NotToldError from None
        return beside

    def _value(self, player: str, one: _Valued) -> flint.arb:
        if one.cluster is None:
            raise _NotToldError
        payoff = self.pieces[one.piece].payoffs[player]
        above, below = (
            self.field.enclosed(self.field.polynomial(part), one.cluster.ball, self.bits)
            for part in (payoff.numerator, payoff.denominator)
        )
        if below.contains(0):
            raise _NotToldError
        with flint.ctx.workprec(self.bits + FIRST_BITS):
            return above / below

    def _far(self) -> Iterator[_Valued]:
        """Yield what the payoff approaches far out, where that is finite."""
        for cell, side in ((0, -1), (len(self.cells) - 1, 1)):
            for piece in self.cells[cell]:
                payoff = self.pieces[piece].payoffs[self.line.mover]
                above, below = (self.field.polynomial(part) for part in (payoff.numerator, payoff.denominator))
                if not below:
                    raise _NotToldError
                beyond = len(above) - len(below)
                if not above or beyond < 0:
                    yield _Valued(flint.arb(0))
                elif beyond:
                    sign = self.field.sign(above[-1]) * self.field.sign(below[-1])
                    if sign * (side if beyond % 2 else 1) > 0:
                        raise NoBest(f"{self.line.mover} gains without bound")
                else:
                    with flint.ctx.workprec(self.bits + FIRST_BITS):
                        yield _Valued(self.field.value(above[-1], self.bits) / self.field.value(below[-1], self.bits))

    def _are_same(self, player: str, one: _Valued, other: _Valued) -> bool:
        """Whether two places by themselves are worth the same whatever is given."""
        written = [self._written(player, valued) for valued in (one, other)]
        if None in written:
            return False
        a, b = written
        return bool((a.numerator * b.denominator - b.numerator * a.denominator).is_zero())  # type: ignore[union-attr]

    def _written(self, player: str, one: _Valued) -> Quotient | None:
        """Return the payoff at a place as a function of what is given, where the place is one."""
        if one.cluster is None:
            return None
        factor = self.factors[one.cluster.members[0][2]]
        if factor.degrees()[1] != 1:
            return None
        place = Quotient.of(-coefficient(factor, 1, 0), coefficient(factor, 1, 1))
        return self.pieces[one.piece].payoffs[player].inserted({1: place})


def _highest(valued: Sequence[_Valued]) -> list[_Valued]:
    """Return those that are not seen to be worth less than another one."""
    top = max(valued, key=lambda one: float(one.value.mid()))
    return [one for one in valued if not one.value < top.value]
