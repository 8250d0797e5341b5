"""Several movers at once, one or two decisions each: all decisions that are level or at an end, each put to everybody.

1. Every mix of ends and level points is a system of polynomial equations, solved exactly
   (:mod:`lsec_models.solve.polynomial.numbers.common_roots`): each solution lies in the field of one real root.
2. At each, every mover's own problem is settled over that field: on a line
   (:mod:`lsec_models.solve.polynomial.best_decisions.decision_line`), or in a plane
   (:mod:`lsec_models.solve.polynomial.at_once.two_own_decisions`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from itertools import product
from math import prod

import flint
import sympy as sp

from lsec_models.algebra.numbers.exact_numbers import to_fmpq
from lsec_models.algebra.numbers.real_roots import RealRoot
from lsec_models.algebra.polynomials.ratio import Ratio
from lsec_models.algebra.polynomials.ring import Polynomial
from lsec_models.games.frozen import Frozen
from lsec_models.games.static.bounds import regime_of
from lsec_models.games.static.game import Game
from lsec_models.solve.corners.exact.unresolved import Infeasible, Unresolved
from lsec_models.solve.polynomial.at_once.profile import Profile
from lsec_models.solve.polynomial.at_once.region_signs import TwoDecisionRegion
from lsec_models.solve.polynomial.at_once.two_own_decisions import TwoOwnDecisions, on_line
from lsec_models.solve.polynomial.best_decisions.decision_line import DecisionLine
from lsec_models.solve.polynomial.best_decisions.plane import NoEquilibrium
from lsec_models.solve.polynomial.best_decisions.reply import NoBest
from lsec_models.solve.polynomial.numbers.common_roots import common_real_roots, context_of
from lsec_models.solve.polynomial.numbers.exact_values import distinct_factors
from lsec_models.solve.polynomial.numbers.extension import Element, Extension
from lsec_models.solve.polynomial.numbers.extension_roots import RootsOverExtension
from lsec_models.solve.polynomial.payoffs import (
    PayoffPiece,
    PiecewisePayoffs,
    Quotient,
    Y,
    inserted_numbers,
    with_numbers,
)
from lsec_models.solve.work_at_point import check_clock

_MOST, _MOST_OWN = 4, 2


@dataclass(frozen=True, kw_only=True)
class _End:
    words: str
    at: Fraction
    is_low: bool


class SeveralAtOnce:
    """A game of one stage at a point, each of several movers deciding one thing or two.

    Parameters
    ----------
    game : Game
    point : Mapping from sympy.Symbol to Fraction
    """

    def __init__(self, game: Game, point: Mapping[sp.Symbol, Fraction]) -> None:
        if len(game.decisions) > _MOST:
            raise Unresolved(f"{len(game.decisions)} decisions at once: {_MOST} are solved for")
        self.game, self.point = game, point
        place = {decision: i for i, decision in enumerate(game.decisions)}
        # The decisions of each move, by number.
        self.own = [tuple(place[decision] for decision in move.decisions) for move in game.stages[0].moves]
        if any(len(own) > _MOST_OWN for own in self.own):
            raise Unresolved(f"more than {_MOST_OWN} decisions of one player among others' at once")
        self.context = context_of(len(game.decisions))
        self.variable = {decision: 1 + i for i, decision in enumerate(game.decisions)}
        owner = {d: move.player for move in game.stages[0].moves for d in move.decisions}
        self.movers = [owner[decision] for decision in game.decisions]
        self.payoffs = [self._parts(game.ratios[player]) for player in self.movers]
        self.ends = self._ends()

    def equilibria(self) -> tuple[list[Profile], str]:
        """Return all profiles of best replies to each other, and why there may be more.

        Raises
        ------
        NoEquilibrium
            If there is none.
        Unresolved
            If it is not settled.
        """
        incomplete = ""
        found: dict[tuple[RealRoot, ...], Profile] = {}
        one = flint.fmpq_poly([1])
        for faces in product(*([*ends, None] for ends in self.ends)):
            check_clock()
            try:
                profiles = list(self._level(faces))
            except Unresolved as reason:
                incomplete = incomplete or str(reason)
                continue
            for profile in profiles:
                try:
                    if self._is_equilibrium(profile):
                        found.setdefault(tuple(profile.value(element, one) for element in profile.decided), profile)
                except Unresolved as reason:
                    incomplete = incomplete or str(reason)
        if not found:
            raise Unresolved(incomplete) if incomplete else NoEquilibrium("no decisions are best replies to each other")
        return list(found.values()), incomplete

    def quantities(self, profile: Profile) -> Frozen[sp.Expr]:
        """Return every quantity that is defined at an equilibrium."""
        one = flint.fmpq_poly([1])
        named = {
            decision.name: profile.value(element, one).expression()
            for decision, element in zip(self.game.decisions, profile.decided, strict=True)
        }
        for name, declared in self.game.ratios.items():
            with suppress(Unresolved):
                above, below = (profile.element(part) for part in self._parts(declared))
                if below != 0:
                    named[name] = profile.value(above, below).expression()
        return Frozen(named)

    def binding(self, profile: Profile) -> str:
        """Return what binds at an equilibrium, in words."""
        found = [
            end.words
            for ends, element in zip(self.ends, profile.decided, strict=True)
            for end in ends
            if element == flint.fmpq_poly([to_fmpq(end.at)])
        ]
        return regime_of(found)

    def _parts(self, ratio: Ratio) -> tuple[Polynomial, Polynomial]:
        """Return numerator and denominator with numbers for the parameters."""
        symbols = self.game.ring.symbols
        above, below = (
            inserted_numbers(part, symbols, self.point, self.variable, self.context)
            for part in (ratio.numerator, ratio.denominator)
        )
        if below[0].is_zero():
            raise Unresolved("a payoff that is not defined at these parameters")
        return above[0] * below[1], below[0] * above[1]

    def _ends(self) -> list[list[_End]]:
        """Return the lowest and the highest end of each decision, if it has them."""
        found: list[list[_End]] = [[] for _ in self.movers]
        for i, decision in enumerate(self.game.decisions):
            if decision.is_positive:
                raise Unresolved(f"{decision} > 0 is asked")
            if decision.is_nonnegative:
                found[i].append(_End(words=f"{decision} >= 0", at=Fraction(0), is_low=True))
        for bound in self.game.bounds:
            above, below = self._parts(bound.function)
            named = [i for i in range(len(self.movers)) if above.degrees()[1 + i] > 0]
            if len(named) != 1 or not below.is_constant() or above.degrees()[1 + named[0]] > 1 or bound.strict:
                raise Unresolved(f"the constraint {bound.words}, which is not an end of one decision")
            if self.movers[named[0]] not in bound.players:
                raise Unresolved(f"the constraint {bound.words} of who does not decide in it")
            numbers = {int(powers[1 + named[0]]): int(c) for powers, c in above.terms()}
            sign = int(below.leading_coefficient())
            end = _End(words=bound.words, at=Fraction(-numbers.get(0, 0), numbers[1]), is_low=numbers[1] * sign > 0)
            found[named[0]].append(end)
        return [_outermost(ends) for ends in found]

    @cached_property
    def _slopes(self) -> list[Polynomial]:
        """The numerators of the marginal payoffs."""
        return [Quotient(*parts).slope(1 + i) for i, parts in enumerate(self.payoffs)]

    def _level(self, faces: Sequence[_End | None]) -> Iterator[Profile]:
        """Yield the profiles in which movers without an end are level."""
        fixed = {1 + i: face.at for i, face in enumerate(faces) if face is not None}
        free = [1 + i for i, face in enumerate(faces) if face is None]
        level = [with_numbers(self._slopes[i - 1], fixed) for i in free]
        if any(slope.is_zero() for slope in level):
            raise Unresolved("somebody is indifferent, so that equilibria may fill a curve")
        denominators = [with_numbers(denominator, fixed) for _, denominator in self.payoffs]
        if any(denominator.is_zero() for denominator in denominators):
            return
        nowhere = prod(distinct_factors(denominators), start=self.context.constant(1))
        if not free:
            yield self._profile(RealRoot.rational(0), {}, fixed)
            return
        for root, images in common_real_roots(level, nowhere, free):
            yield self._profile(root, images, fixed)

    def _profile(self, root: RealRoot, images: Mapping[int, Element], fixed: Mapping[int, Fraction]) -> Profile:
        numbers = {i: flint.fmpq_poly([to_fmpq(value)]) for i, value in fixed.items()}
        known = {**numbers, **images}
        return Profile(Extension(root), tuple(known[1 + i] for i in range(len(self.movers))))

    def _is_equilibrium(self, profile: Profile) -> bool:
        return (
            self._is_allowed(profile)
            and all(self._is_pressed(profile, i) for i in range(len(self.movers)))
            and all(
                self._is_best(profile, own[0]) if len(own) == 1 else self._are_best(profile, own) for own in self.own
            )
        )

    def _is_pressed(self, profile: Profile, i: int) -> bool:
        """Whether no small step of one decision alone gains, as far as its slope tells."""
        end = next((end for end in self.ends[i] if self._is_at(profile, i, end)), None)
        if end is None:
            return True
        side = profile.field.sign(profile.element(self._slopes[i]) % profile.field.modulus)
        return side <= 0 if end.is_low else side >= 0

    @staticmethod
    def _is_at(profile: Profile, i: int, end: _End) -> bool:
        return bool(profile.decided[i] == flint.fmpq_poly([to_fmpq(end.at)]))

    def _are_best(self, profile: Profile, own: tuple[int, ...]) -> bool:
        """Whether two decisions of one mover are its best, the others' given."""
        above, below = (self._reduced(profile, profile.by_powers(part, own)) for part in self.payoffs[own[0]])
        if not below:
            return False
        region = TwoDecisionRegion(profile.field, (_span(self.ends[own[0]]), _span(self.ends[own[1]])))
        plane = TwoOwnDecisions(region=region, player=self.movers[own[0]], above=above, below=below)
        try:
            return plane.are_best((profile.decided[own[0]], profile.decided[own[1]]))
        except (NoBest, Infeasible):
            return False

    @staticmethod
    def _reduced(profile: Profile, function: Mapping[tuple[int, ...], Element]) -> dict[tuple[int, int], Element]:
        reduced = {(i, j): c % profile.field.modulus for (i, j), c in function.items()}
        return {powers: c for powers, c in reduced.items() if c != 0}

    def _is_allowed(self, profile: Profile) -> bool:
        return all(
            profile.field.sign(element - flint.fmpq_poly([to_fmpq(end.at)])) * (1 if end.is_low else -1) >= 0
            for ends, element in zip(self.ends, profile.decided, strict=True)
            for end in ends
        )

    def _is_best(self, profile: Profile, mover: int) -> bool:
        field = profile.field
        lines = (
            {power: c for (power,), c in profile.by_powers(part, (mover,)).items()} for part in self.payoffs[mover]
        )
        above, below = map(on_line, lines)
        if below[0].is_zero():
            return False
        payoff = Quotient.of(above[0] * below[1], below[0] * above[1])
        limits = [(Y * end.at.denominator - end.at.numerator) * (1 if end.is_low else -1) for end in self.ends[mover]]
        player = self.movers[mover]
        pieces = PiecewisePayoffs(pieces=(PayoffPiece(payoffs={player: payoff}),))
        here = RootsOverExtension(field, [-profile.decided[mover] % field.modulus, flint.fmpq_poly([1])])
        try:
            return DecisionLine(field, player, limits, pieces).accepts(here, 0, 0)
        except (NoBest, Infeasible):
            return False


def _outermost(ends: Sequence[_End]) -> list[_End]:
    lowest = sorted((end for end in ends if end.is_low), key=lambda end: -end.at)
    highest = sorted((end for end in ends if not end.is_low), key=lambda end: end.at)
    return [*lowest[:1], *highest[:1]]


def _span(ends: Sequence[_End]) -> tuple[Fraction | None, Fraction | None]:
    low = next((end.at for end in ends if end.is_low), None)
    return low, next((end.at for end in ends if not end.is_low), None)
