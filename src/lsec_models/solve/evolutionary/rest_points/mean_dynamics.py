"""Logit, and imitation with mutation, at one point of the parameters: how fast shares change, in ball arithmetic."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

import flint

from lsec_models.algebra.enclosures.balls import ball
from lsec_models.algebra.enclosures.branch_and_prune import Box
from lsec_models.games.evolutionary.dynamics import IMITATION, LOGIT
from lsec_models.games.evolutionary.faces import Earnings, Face, Monomial

Polynomial = Mapping[Monomial, Fraction]


@dataclass(frozen=True, kw_only=True)
class MeanDynamics:
    """How fast all shares but the first of each population change, as a function of these shares.

    Attributes
    ----------
    earnings : Earnings
        What strategies earn, in numbers.
    sizes : sequence of int
        How many strategies each population has.
    kind : str
        ``"logit"`` or ``"imitation"``.
    number : Fraction
        The noise, or the rate of mutation.
    """

    earnings: Earnings[Fraction]
    sizes: Sequence[int]
    kind: str
    number: Fraction

    @cached_property
    def face(self) -> Face:
        """All states in which everything is played."""
        return Face(tuple(tuple(range(size)) for size in self.sizes))

    @cached_property
    def owners(self) -> list[int]:
        """The population of each coordinate."""
        return [p for p, _ in self.face.coordinates]

    @cached_property
    def advantages(self) -> list[Polynomial]:
        """What each strategy earns more than the first one of its population."""
        return list(self.earnings.indifference(self.face))

    def whole(self, box: Box) -> list[list[flint.arb]]:
        """Return all shares, by population."""
        return [[1 - sum(own, flint.arb(0)), *own] for own in self._by_population(box)]

    def at_rest(self, box: Box) -> list[list[flint.arb]]:
        """Return all shares at the rest point in a box: of logit, tiny ones too are known to many digits."""
        if self.kind == IMITATION:
            return self.whole(box)
        firsts = [1 / sum((odds.exp() for odds in own), flint.arb(1)) for own in self._by_population(self._odds(box))]
        chosen = self._by_population(tuple(self._answers(box)))
        return [[first, *own] for first, own in zip(firsts, chosen, strict=True)]

    def values(self, box: Box) -> list[flint.arb]:
        """Return the speeds of the coordinates."""
        if self.kind == LOGIT:
            return [answer - share for answer, share in zip(self._answers(box), box, strict=True)]
        return [
            share * growth + self._rate * (self._even[k] - share)
            for k, (share, growth) in enumerate(zip(box, self._growth(box), strict=True))
        ]

    def slopes(self, box: Box) -> flint.arb_mat:
        """Return the derivative of each speed with respect to each coordinate."""
        return self._slopes_of_logit(box) if self.kind == LOGIT else self._slopes_of_imitation(box)

    def narrowed(self, box: Box) -> Box | None:
        """Return the part of a box with shares above zero, and, of logit, within what strategies are chosen there."""
        for _ in range(_NARROWINGS):
            if any(1 - sum(own, flint.arb(0)) < 0 for own in self._by_population(box)):
                return None
            if self.kind == IMITATION:
                return box
            image = self._answers(box)
            if not all(new.overlaps(old) for new, old in zip(image, box, strict=True)):
                return None
            before, box = box, tuple(old.intersection(new) for new, old in zip(image, box, strict=True))
            if not any(new.rad() < _WORTHWHILE * old.rad() for new, old in zip(box, before, strict=True)):
                break
        return box

    def admits(self, box: Box) -> bool | None:
        """Whether all shares are positive; None where that is not certain."""
        if self.kind == LOGIT:
            return True  # Whatever is at rest is chosen with positive probability.
        shares = [share for own in self.whole(box) for share in own]
        if all(share > 0 for share in shares):
            return True
        return False if any(share < 0 for share in shares) else None

    def earned(self, box: Box) -> list[flint.arb]:
        """Return what members of each population earn on average."""
        firsts = [_value(_balls(self.earnings.of(self.face, p, 0)), box) for p in range(len(self.sizes))]
        gains = [share * _value(more, box) for share, more in zip(box, self._advantages, strict=True)]
        return [
            first + sum((gain for gain, owner in zip(gains, self.owners, strict=True) if owner == p), flint.arb(0))
            for p, first in enumerate(firsts)
        ]

    def _by_population(self, box: Box) -> list[list[flint.arb]]:
        return [
            [share for share, p in zip(box, self.owners, strict=True) if p == own] for own in range(len(self.sizes))
        ]

    def _odds(self, box: Box) -> Box:
        """Return the logarithms of odds against the first strategy of the population."""
        return tuple(_value(more, box) / self._rate for more in self._advantages)

    def _answers(self, box: Box) -> list[flint.arb]:
        """Return with what probability each strategy but the first is chosen."""
        chosen = []
        for k in range(len(box)):
            more = [_value(less, box) / self._rate for less in self._less[k]]
            # From end to end: the exponential of a wide ball would reach below zero.
            most = 1 / sum((value.lower().exp() for value in more), flint.arb(1))
            least = 1 / sum((value.upper().exp() for value in more), flint.arb(1))
            chosen.append(least.union(most))
        return chosen

    def _growth(self, box: Box) -> list[flint.arb]:
        """Return the rates at which shares grow by imitation: what strategies earn more than others do on average."""
        whole = self.whole(box)
        rates = []
        for k, (p, own) in enumerate(self.face.coordinates):
            others = [share for i, share in enumerate(whole[p]) if i != own]
            rates.append(
                -sum((x * _value(less, box) for x, less in zip(others, self._less[k], strict=True)), flint.arb(0))
            )
        return rates

    def _slopes_of_logit(self, box: Box) -> flint.arb_mat:
        answers, size = self._answers(box), len(box)
        moved = [[_value(slope, box) for slope in row] for row in self._slopes_of_advantages]
        rows = []
        for k in range(size):
            mates = [j for j in range(size) if self.owners[j] == self.owners[k]]
            row = []
            for m in range(size):
                average = sum((answers[j] * moved[j][m] for j in mates), flint.arb(0))
                row.append(answers[k] * (moved[k][m] - average) / self._rate - int(k == m))
            rows.append(row)
        return flint.arb_mat(rows)

    def _slopes_of_imitation(self, box: Box) -> flint.arb_mat:
        size, growth = len(box), self._growth(box)
        more = [_value(one, box) for one in self._advantages]
        moved = [[_value(slope, box) for slope in row] for row in self._slopes_of_advantages]
        rows = []
        for k in range(size):
            mates = [j for j in range(size) if self.owners[j] == self.owners[k]]
            row = []
            for m in range(size):
                average = sum((box[j] * moved[j][m] for j in mates), flint.arb(0)) + (more[m] if m in mates else 0)
                own = growth[k] - self._rate if k == m else flint.arb(0)
                row.append(own + box[k] * (moved[k][m] - average))
            rows.append(row)
        return flint.arb_mat(rows)

    @cached_property
    def _rate(self) -> flint.arb:
        with flint.ctx.workprec(_BITS):
            return ball(self.number)

    @cached_property
    def _even(self) -> list[flint.arb]:
        with flint.ctx.workprec(_BITS):
            return [ball(Fraction(1, self.sizes[p])) for p in self.owners]

    @cached_property
    def _advantages(self) -> list[dict[Monomial, flint.arb]]:
        return [_balls(one) for one in self.advantages]

    @cached_property
    def _less(self) -> list[list[dict[Monomial, flint.arb]]]:
        """What each other strategy of the population earns more, for each coordinate."""
        found = []
        for k, (p, own) in enumerate(self.face.coordinates):
            mine = self.advantages[k]
            others = [
                {} if i == 0 else self.advantages[self.face.coordinates.index((p, i))]
                for i in range(self.sizes[p])
                if i != own
            ]
            found.append([_balls(_difference(other, mine)) for other in others])
        return found

    @cached_property
    def _slopes_of_advantages(self) -> list[list[dict[Monomial, flint.arb]]]:
        size = len(self.face.coordinates)
        return [[_balls(_derivative(one, m)) for m in range(size)] for one in self.advantages]


_NARROWINGS = 20
_WORTHWHILE = 0.8
# Coefficients are known to more digits than anything is computed with.
_BITS = 400


def _balls(polynomial: Polynomial) -> dict[Monomial, flint.arb]:
    with flint.ctx.workprec(_BITS):
        return {monomial: ball(value) for monomial, value in polynomial.items() if value}


def _value(polynomial: Mapping[Monomial, flint.arb], box: Box) -> flint.arb:
    total = flint.arb(0)
    for monomial, value in polynomial.items():
        for k in monomial:
            value = value * box[k]
        total += value
    return total


def _difference(one: Polynomial, other: Polynomial) -> Polynomial:
    zero = Fraction(0)
    return {monomial: one.get(monomial, zero) - other.get(monomial, zero) for monomial in {**one, **other}}


def _derivative(polynomial: Polynomial, variable: int) -> Polynomial:
    """Return the derivative of a polynomial in which nothing is squared."""
    return {
        tuple(k for k in monomial if k != variable): value
        for monomial, value in polynomial.items()
        if variable in monomial
    }
