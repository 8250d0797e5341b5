"""The best decisions of a mover on a line, everything decided before being given: critical points compared exactly.

1. All places at which anything may change (ends of what is allowed, poles, level points, another piece) are the roots
   of one polynomial over the field of what is given; between two neighbours the payoff rises or falls throughout.
2. A payoff that rises without bound towards a pole or the far end, or approaches there what it does not reach, has no
   best decision.
3. Else the best decisions are among these places; values that enclosures do not tell apart are compared as roots of
   their characteristic polynomial.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain, product
from typing import Any

import flint

from lsec_models.algebra.polynomials.ring import Polynomial
from lsec_models.solve.corners.exact.unresolved import Infeasible, Unresolved
from lsec_models.solve.polynomial.best_decisions.reply import NoBest, PayoffNotReached, ReplyOnLine, Undefined
from lsec_models.solve.polynomial.best_decisions.values_on_line import ValueOnLine, largest
from lsec_models.solve.polynomial.numbers.extension import FIRST_BITS, Coefficients, Extension, at, settled_sign
from lsec_models.solve.polynomial.numbers.extension_roots import RootsOverExtension
from lsec_models.solve.polynomial.payoffs import PiecewisePayoffs, Quotient


@dataclass(frozen=True, eq=False)
class DecisionLine:
    """What one mover may decide, and for what.

    Attributes
    ----------
    extension : Extension
        What is given.
    mover : str
    limits : sequence of polynomials in (x, y)
        At least zero where the decision y is allowed.
    pieces : PiecewisePayoffs
    favoured : tuple of str
        Whom an indifferent mover favours, one after the other.
    """

    extension: Extension
    mover: str
    limits: Sequence[Polynomial]
    pieces: PiecewisePayoffs
    favoured: tuple[str, ...] = ()
    _known: dict[int, Coefficients] = field(default_factory=dict)
    _zeros: dict[int, list[bool]] = field(default_factory=dict)

    def best(self) -> tuple[ReplyOnLine, ...]:
        """Return the best decisions; of several, those that the favoured like best.

        Raises
        ------
        NoBest
            If none is best.
        Infeasible
            If none is allowed.
        Unresolved
            If it is not settled.
        """
        best, flat = self._settled
        if flat and not self._is_refined:
            return self._refined().best()
        if not best:
            raise Unresolved(f"{self.mover} is indifferent everywhere")
        for player in self.favoured:
            best = self._defined(player, best)
            values = [self._value(player, number, piece) for number, piece in best]
            top = largest([*values, *self._approached(player, flat)], self.extension)
            best = [pair for i, pair in enumerate(best) if i in top]
            if not best:
                raise Unresolved(f"{self.mover} is indifferent, and {player} approaches a payoff that is not reached")
        fills = any(self._is_level_for_all(pair) for pair in flat)
        return tuple(ReplyOnLine(self.roots, number, piece, fills) for number, piece in best)

    @property
    def is_indifferent(self) -> bool:
        """Whether an interval of decisions is among the best."""
        return bool(self._settled[1])

    def _is_level_for_all(self, pair: tuple[int, int]) -> bool:
        payoffs = self.pieces.pieces[pair[1]].payoffs
        return not any(self._given(payoffs[player].slopes[1]) for player in self.favoured)

    def accepts(self, roots: RootsOverExtension, number: int, piece: int) -> bool:
        """Whether a decision, given as a root, is a best one if a later mover answers as in a piece.

        Raises
        ------
        NoBest, Infeasible, Unresolved
            As for :meth:`best`.
        """
        best, flat = self._settled
        shared = self.roots.are_roots_of(roots.polynomial)
        bits = FIRST_BITS
        while bits <= 1 << 13:
            ball = roots.ball(number, bits)
            met = [i for i, other in enumerate(self.roots.balls(bits)) if other.overlaps(ball)]
            if not met:
                cell = sum(bool(other < ball) for other in self.roots.balls(bits))
                return (cell, piece) in flat
            (first, *more) = met
            alone = [i for i, other in enumerate(roots.balls(bits)) if other.overlaps(self.roots.ball(first, bits))]
            if not more and shared[first] and len(alone) == 1:
                return (first, piece) in best
            bits *= 2
        raise Unresolved("two decisions that are not told apart")

    @cached_property
    def _settled(self) -> tuple[list[tuple[int, int]], list[tuple[int, int]]]:
        """The best places and the best intervals of indifference, each with the piece that holds."""
        candidates = self._candidates()
        ends = self._limits_at_ends(self.mover)
        flats = self._flats
        if not self._allowed_places and not ends and not flats:
            raise Infeasible("nothing is allowed")
        values = [self._value(self.mover, number, piece) for number, piece in candidates]
        sides = [ValueOnLine(*pair) for pair in ends] + self._holes()
        first_flat = len(values) + len(sides)
        sides += [self._flat_value(cell, piece) for cell, piece in flats]
        top = largest([*values, *sides], self.extension)
        best = [pair for i, pair in enumerate(candidates) if i in top]
        flat = [pair for i, pair in enumerate(flats) if first_flat + i in top]
        if not best and not flat:
            raise PayoffNotReached(f"{self.mover} approaches a payoff that it does not reach")
        return best, flat

    def _approached(self, player: str, flat: Sequence[tuple[int, int]]) -> list[ValueOnLine]:
        """Return what another player's payoff approaches where the mover is indifferent: far out, and at holes."""
        try:
            far = [ValueOnLine(*pair) for pair in self._limits_at_ends(player, only=flat)]
            return [*far, *self._holes_beside(player, flat)]
        except NoBest:
            raise Unresolved(f"{self.mover} is indifferent without bound, and {player} is not") from None

    def _holes_beside(self, player: str, flat: Sequence[tuple[int, int]]) -> list[ValueOnLine]:
        """Return what another player's payoff approaches beside indifference where a payoff is not defined."""
        found = []
        for cell, piece in flat:
            payoff = self.pieces.pieces[piece].payoffs[player]
            undefined = self._vanishing(payoff.denominator)
            for number in range(max(cell - 1, 0), min(cell + 1, len(self.roots))):
                if not undefined[number] and not self._is_undefined(number, piece):
                    continue
                if not self._poles(piece, player)[number]:
                    found.append(self._value(player, number, piece))
                elif self._rises_towards(number, cell, piece, player):
                    raise NoBest(f"the payoff of {player} rises without bound towards a pole")
        return found

    def _defined(self, player: str, pairs: list[tuple[int, int]]) -> list[tuple[int, int]]:
        """Return those of some places at which the payoff of another player is defined."""
        poles = [self._vanishing(piece.payoffs[player].denominator) for piece in self.pieces.pieces]
        found = [(number, piece) for number, piece in pairs if not poles[piece][number]]
        if not found:
            raise Undefined(f"the payoff of {player} is not defined at the answer of {self.mover}")
        return found

    def _refined(self) -> DecisionLine:
        """Return the same line with the level points of the favoured among its places."""
        return _RefinedDecisionLine(self.extension, self.mover, self.limits, self.pieces, self.favoured)

    _is_refined = False

    @cached_property
    def _places(self) -> list[Coefficients]:
        """The polynomials whose roots are all places at which something may change."""
        written = [*self.limits, *self.pieces.separators, *chain(*self.pieces.unsettled)]
        for piece in self.pieces.pieces:
            payoff = piece.payoffs[self.mover]
            # Where a piece is not defined, it does not hold either.
            written += [payoff.denominator, payoff.slopes[1]] if self._given(payoff.denominator) else []
        return [self._given(polynomial) for polynomial in written]

    @cached_property
    def roots(self) -> RootsOverExtension:
        """The places."""
        return RootsOverExtension(self.extension, self.extension.joined(self._places))

    def _given(self, polynomial: Polynomial) -> Coefficients:
        key = id(polynomial)
        if key not in self._known:
            self._known[key] = self.extension.polynomial(polynomial)
        return self._known[key]

    @cached_property
    def _cells(self) -> list[tuple[int, ...]]:
        """The pieces that hold in each open interval between places; none where it is not allowed."""
        found = []
        for sample in self.roots.samples:
            if all(self._sign(limit, sample) >= 0 for limit in self.limits):
                holding = self.pieces.which([self._sign(s, sample) for s in self.pieces.separators])
                found.append(tuple(piece for piece in holding if self._is_defined(piece)))
            else:
                found.append(())
        return found

    def _is_defined(self, piece: int) -> bool:
        """Whether a piece, if it is for the sake of others, is defined at what is given."""
        one = self.pieces.pieces[piece]
        return not one.is_tie or all(self._given(payoff.denominator) for payoff in one.payoffs.values())

    def _sign(self, polynomial: Polynomial, sample: flint.fmpq) -> int:
        return self.extension.sign(at(self._given(polynomial), sample))

    @cached_property
    def _allowed(self) -> list[bool]:
        """Whether each place is allowed."""
        fine = [True] * len(self.roots)
        for limit in self.limits:
            vanishing = self._vanishing(limit)
            for number in range(len(self.roots)):
                fine[number] = fine[number] and (vanishing[number] or self._sign_at(limit, number) > 0)
        return fine

    def _sign_at(self, polynomial: Polynomial, number: int) -> int:
        written = self._given(polynomial)
        return settled_sign(lambda bits: self.extension.enclosed(written, self.roots.ball(number, bits), bits))

    def _candidates(self) -> list[tuple[int, int]]:
        """Return the allowed places at which the payoff is defined, each with each piece that holds beside it."""
        return [pair for pair in self._allowed_places if not self._is_undefined(*pair)]

    def _holes(self) -> list[ValueOnLine]:
        """Return what the payoff approaches where it is not defined, if that is finite."""
        return [self._value(self.mover, *pair) for pair in self._allowed_places if self._is_undefined(*pair)]

    def _is_undefined(self, number: int, piece: int) -> bool:
        return self._vanishing(self.pieces.pieces[piece].payoffs[self.mover].denominator)[number]

    @cached_property
    def _allowed_places(self) -> list[tuple[int, int]]:
        """The places that are allowed and are not poles, each with each piece that holds beside it."""
        found = []
        cells = self._cells
        if any(
            fine and zero
            for fine, zero in zip(self._allowed, self._where_all_vanish(self.pieces.unsettled), strict=True)
        ):
            raise Unresolved("a history after which a later mover may be indifferent")
        for number, fine in enumerate(self._allowed):
            beside = dict.fromkeys((*cells[number], *cells[number + 1]))
            if fine and (not beside or (self.pieces.is_one_mover and self._is_between_pieces(number))):
                beside |= dict.fromkeys(self.pieces.which(self._signs_at(number)))
            for piece in beside if fine else ():
                is_tie = self.pieces.pieces[piece].is_tie
                if is_tie and (not self._is_defined(piece) or self._is_undefined(number, piece)):
                    continue
                if self._poles(piece, self.mover)[number]:
                    self._check_pole(number, piece)
                else:
                    found.append((number, piece))
        return found

    def _is_between_pieces(self, number: int) -> bool:
        return any(self._vanishing(separator)[number] for separator in self.pieces.separators)

    def _where_all_vanish(self, groups: Sequence[Sequence[Polynomial]]) -> list[bool]:
        """Return, for each place, whether all polynomials of one group vanish there."""
        found = [False] * len(self.roots)
        for together in groups:
            for number, zeros in enumerate(zip(*map(self._vanishing, together), strict=True)):
                found[number] = found[number] or all(zeros)
        return found

    def _signs_at(self, number: int) -> list[int]:
        vanishing = [self._vanishing(separator)[number] for separator in self.pieces.separators]
        return [
            0 if zero else self._sign_at(separator, number)
            for separator, zero in zip(self.pieces.separators, vanishing, strict=True)
        ]

    def _poles(self, piece: int, player: str) -> list[bool]:
        return self.roots.are_roots_of(self._reduced(self.pieces.pieces[piece].payoffs[player])[1])

    def _reduced(self, payoff: Quotient) -> tuple[Coefficients, Coefficients]:
        """Return numerator and denominator without what they have in common at what is given."""
        above, below = self._given(payoff.numerator), self._given(payoff.denominator)
        if not below:
            raise Unresolved(f"the payoff of {self.mover} is not defined")
        common = self.extension.gcd(above, below)
        if len(common) < 2:
            return above, below
        return self.extension.remainder(above, common)[0], self.extension.remainder(below, common)[0]

    def _vanishing(self, polynomial: Polynomial) -> list[bool]:
        key = id(polynomial)
        if key not in self._zeros:
            self._zeros[key] = self.roots.are_roots_of(self._given(polynomial))
        return self._zeros[key]

    def _check_pole(self, number: int, piece: int) -> None:
        for cell in (number, number + 1):
            if piece in self._cells[cell] and self._rises_towards(number, cell, piece, self.mover):
                raise NoBest(f"the payoff of {self.mover} rises without bound towards a pole")

    def _rises_towards(self, number: int, cell: int, piece: int, player: str) -> bool:
        """Whether a payoff rises without bound towards a pole, from the cell on one side of it."""
        above, below = self._reduced(self.pieces.pieces[piece].payoffs[player])
        side = settled_sign(lambda bits: self.extension.enclosed(above, self.roots.ball(number, bits), bits))
        return side * self.extension.sign(at(below, self.roots.samples[cell])) > 0

    @cached_property
    def _flats(self) -> list[tuple[int, int]]:
        """The open intervals, by number and piece, in which the mover is indifferent."""
        level = [not self._given(piece.payoffs[self.mover].slopes[1]) for piece in self.pieces.pieces]
        return [(cell, piece) for cell, pieces in enumerate(self._cells) for piece in pieces if level[piece]]

    def _flat_value(self, cell: int, piece: int) -> ValueOnLine:
        payoff = self.pieces.pieces[piece].payoffs[self.mover]
        sample = self.roots.samples[cell]
        above, below = (at(self._given(part), sample) for part in (payoff.numerator, payoff.denominator))
        return self._element(above, below)

    def _limits_at_ends(self, player: str, only: Sequence[tuple[int, int]] | None = None) -> list[tuple[Any, Any]]:
        """Return what the payoff approaches far out, where that is finite.

        Raises
        ------
        NoBest
            If it rises without bound there.
        """
        found = []
        for cell, side in {0: -1, len(self._cells) - 1: 1}.items() if len(self._cells) > 1 else ((0, -1), (0, 1)):
            for piece in self._cells[cell]:
                if only is not None and (cell, piece) not in only:
                    continue
                payoff = self.pieces.pieces[piece].payoffs[player]
                above, below = self._reduced(payoff)
                if not above or len(above) < len(below):
                    value = self._element(flint.fmpq_poly([0]), flint.fmpq_poly([1]))
                elif len(above) == len(below):
                    value = self._element(above[-1], below[-1])
                else:
                    sign = self.extension.sign(above[-1]) * self.extension.sign(below[-1])
                    if sign * (side if (len(above) - len(below)) % 2 else 1) > 0:
                        raise NoBest(f"{player} gains without bound")
                    continue
                found.append((value.ball, value.polynomial))
        return found

    def _element(self, above: Any, below: Any) -> ValueOnLine:
        number = above * self.extension.inverse(below) % self.extension.modulus
        return ValueOnLine(
            lambda bits: self.extension.value(number, bits), lambda: [-number % self.extension.modulus, 1 + number * 0]
        )

    def _value(self, player: str, number: int, piece: int) -> ValueOnLine:
        payoff = self.pieces.pieces[piece].payoffs[player]
        above, below = self._reduced(payoff)
        extension = self.extension

        def ball(bits: int) -> flint.arb:
            place = self.roots.ball(number, bits)
            with flint.ctx.workprec(bits + FIRST_BITS):
                return extension.enclosed(above, place, bits) / extension.enclosed(below, place, bits)

        def polynomial() -> Coefficients:
            source = self._source(number)
            common = extension.gcd(source, below)
            kept = source if len(common) == 1 else extension.remainder(source, common)[0]
            value = extension.product(above, extension.inverse_modulo(below, kept))
            return extension.characteristic(extension.remainder(value, kept)[1] if value else [], kept)

        return ValueOnLine(ball, polynomial)

    def _source(self, number: int) -> Coefficients:
        """Return a short squarefree polynomial of which a place is a root."""
        holding = [p for p in self._places if len(p) > 1 and self.roots.are_roots_of(p)[number]]
        return self.extension.squarefree(min(holding, key=len))


class _RefinedDecisionLine(DecisionLine):
    """A line whose places include the level points of the favoured."""

    _is_refined = True

    @cached_property
    def _places(self) -> list[Coefficients]:
        more = [
            self._given(part)
            for piece, player in product(self.pieces.pieces, self.favoured)
            for part in (piece.payoffs[player].slopes[1], piece.payoffs[player].denominator)
        ]
        return [*super()._places, *more]
