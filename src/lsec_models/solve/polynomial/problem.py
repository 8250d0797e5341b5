"""A game at a point as exact functions of two decisions at most, and the equilibria that these have."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from fractions import Fraction
from types import MappingProxyType

import sympy as sp

from lsec_models.algebra.domains.symbols import Decision
from lsec_models.algebra.numbers.real_roots import RealRoot
from lsec_models.algebra.polynomials.ratio import Ratio
from lsec_models.algebra.polynomials.ring import Polynomial
from lsec_models.games.frozen import Frozen
from lsec_models.games.static.bounds import Bound, regime_of
from lsec_models.games.static.game import Game
from lsec_models.solve.corners.exact.unresolved import Infeasible, Unresolved
from lsec_models.solve.polynomial.at_once.simultaneous import AtOnce
from lsec_models.solve.polynomial.best_decisions.decision_line import DecisionLine
from lsec_models.solve.polynomial.best_decisions.leader import FILLED, Leader
from lsec_models.solve.polynomial.best_decisions.place import DecidedPlace
from lsec_models.solve.polynomial.best_decisions.plane import NoEquilibrium, Plane
from lsec_models.solve.polynomial.best_decisions.relations import in_x
from lsec_models.solve.polynomial.best_decisions.reply import NoBest
from lsec_models.solve.polynomial.last_reply.inverse_reply import with_inverse_reply
from lsec_models.solve.polynomial.last_reply.last_stage import LastMover, answered
from lsec_models.solve.polynomial.last_reply.reply_level import SecondMover
from lsec_models.solve.polynomial.multipliers import multipliers_at
from lsec_models.solve.polynomial.numbers.exact_values import distinct_factors
from lsec_models.solve.polynomial.numbers.extension import Extension
from lsec_models.solve.polynomial.payoffs import (
    CONTEXT,
    FREE,
    LATER,
    PayoffPiece,
    PiecewisePayoffs,
    Quotient,
    coefficient,
    inserted,
    inserted_numbers,
    within_foreseen,
)
from lsec_models.solve.polynomial.polynomial_constraint import PolynomialConstraint
from lsec_models.solve.polynomial.reach import Elimination

NOTHING_GIVEN = RealRoot.rational(0)


class Problem:
    """A game at a point as exact functions of its decisions, numbered in the order in which they are made.

    Parameters
    ----------
    game : Game
    point : Mapping from sympy.Symbol to Fraction
    elimination : Elimination
    free : Mapping from sympy.Symbol to int, optional
        Parameters that have no number at the point, and the variables that stand for them.
    """

    def __init__(
        self,
        game: Game,
        point: Mapping[sp.Symbol, Fraction],
        elimination: Elimination,
        free: Mapping[sp.Symbol, int] = MappingProxyType({}),
    ) -> None:
        self.game, self.point, self._free = game, point, free
        self.last, self.is_inverted = elimination.written, elimination.is_inverted
        self._is_compared = elimination.is_compared
        decided = [d for stage in game.stages for d in stage.decisions]
        self.owner = {d: move.player for stage in game.stages for move in stage.moves for d in move.decisions}
        self.first = [d for d in decided if d not in self.last]
        self._check_reach()
        # A single decision is the second one; the first is then a number. So is a reply that is inverted.
        self._shift = 0 if self.is_inverted else 2 - len(self.first)
        self.variable = {d: self._shift + i for i, d in enumerate(self.first)} | dict(
            zip(self.last, LATER, strict=False)
        )
        payoffs = {player.name: self.quotient(game.ratios[player.name]) for player in game.players if player.decides}
        self.limits = self._limits()
        answered_payoffs = self._answered(payoffs)
        self._kinks = answered_payoffs.separators
        self.pieces = within_foreseen(answered_payoffs, [p.polynomial for p in self.limits if p.variable < 0])

    def _check_reach(self) -> None:
        last = self.game.stages[-1]
        is_one_each = len(last.moves) == len(last.decisions) <= len(LATER)
        is_reached = len(self.game.stages) <= 2 and len(self.first) <= 2 and is_one_each
        if any(bound.foresees for bound in self.game.bounds) and not is_reached:
            raise Unresolved("constraints on later answers, of more than two decisions or on more than two answers")

    def equilibria(self, given: RealRoot = NOTHING_GIVEN) -> tuple[list[DecidedPlace], str]:
        """Return equilibria, and why there may be more.

        Parameters
        ----------
        given : RealRoot, optional
            What the variable x is where one decision is left, if a free parameter has it.
        """
        for limit in self.limits:
            if limit.strict and len(self.variable) > 1 and limit.variable > 0:
                raise Unresolved(f"{limit.words} is asked of somebody beside the first mover")
        places, incomplete = self._places(given)
        if self._free:
            places = [one for i, one in enumerate(places) if not any(_is_same(one, other) for other in places[:i])]
        else:
            # What costs too much to write here makes another way of elimination be tried.
            places = list({tuple(self.decided(place).values()): place for place in reversed(places)}.values())[::-1]
        tied = any(
            all(place.vanishes(polynomial) for polynomial in together)
            for place in places
            for together in self.pieces.indifferent
        )
        return places, incomplete or (FILLED if tied else "")

    def decided(self, place: DecidedPlace) -> dict[Decision, RealRoot]:
        """Return every decision at an equilibrium."""
        found = dict(zip(self.first, (place.x, place.y)[self._shift :], strict=False))
        written = {d: place.piece.later[number] for d, number in self.variable.items() if number in place.piece.later}
        return found | {decision: place.value(function) for decision, function in written.items()}

    @property
    def _early(self) -> list[Decision]:
        """The decisions that are left: x and y, or y alone."""
        return [*self.first, *self.last[: int(self.is_inverted)]]

    @property
    def is_at_once(self) -> bool:
        """Whether two players decide x and y at once."""
        movers = {self.owner[decision] for decision in self._early}
        return len(movers) > 1 and any(set(self._early) <= set(stage.decisions) for stage in self.game.stages)

    @property
    def plane(self) -> Plane:
        """The first and the second decision, one after the other."""
        first, second = self._early
        return Plane(
            first=self.owner[first],
            second=self.owner[second],
            first_limits=self.limits_of_decision(0),
            limits=self.limits_of_decision(1),
            pieces=self.pieces,
            names=(first.name, second.name),
            strict=tuple(limit.polynomial for limit in self.limits if limit.variable == 0 and limit.strict),
            is_together=any(
                {first, second} <= set(move.decisions) for stage in self.game.stages for move in stage.moves
            ),
        )

    @property
    def at_once(self) -> AtOnce:
        """The two decisions that two players take at once."""
        first, second = (self.owner[decision] for decision in self._early)
        own = [
            tuple(limit.polynomial for limit in self.limits if player in limit.players) for player in (first, second)
        ]
        return AtOnce(first=first, second=second, first_limits=own[0], second_limits=own[1], pieces=self.pieces)

    def _places(self, given: RealRoot) -> tuple[list[DecidedPlace], str]:
        movers = [self.owner[decision] for decision in self._early]
        if len(movers) == 1:
            places = self._alone(given)
            return places, FILLED if any(place.reply.fills for place in places) else ""
        return self.at_once.equilibria() if self.is_at_once else Leader(self.plane).equilibria()

    def _alone(self, given: RealRoot) -> list[DecidedPlace]:
        (mover,) = (self.owner[decision] for decision in self.first)
        field = Extension(given)
        if any(not field.polynomial(limit.written.denominator) for limit in self.limits):
            raise Unresolved("a constraint divides by zero at these parameters")
        # What depends on a free parameter alone, such as room for a later decision.
        if any(field.sign(in_x(limit, given)) < 0 for limit in self.limits_of_decision(0)):
            raise NoEquilibrium("no decisions meet all constraints")
        line = DecisionLine(field, mover, self.limits_of_decision(1), self.pieces)
        slopes = [piece.payoffs[mover].slopes[1] for piece in self.pieces.pieces]
        curves = tuple(distinct_factors([*line.limits, *self.pieces.separators, *slopes]))
        try:
            best = line.best()
            return [DecidedPlace(line.extension, reply, self.pieces.pieces[reply.piece], curves) for reply in best]
        except NoBest as reason:
            raise NoEquilibrium(str(reason)) from None
        except Infeasible:
            raise NoEquilibrium("no decisions meet all constraints") from None

    def limits_of_decision(self, number: int) -> tuple[Polynomial, ...]:
        """Return what is at least zero where a decision, by its number, is allowed."""
        return tuple(limit.polynomial for limit in self.limits if limit.variable == number)

    def _answered(self, payoffs: Mapping[str, Quotient]) -> PiecewisePayoffs:
        """Return the payoffs of the first decisions, later ones answered in closed form."""
        if not self.last:
            return PiecewisePayoffs(pieces=(PayoffPiece(payoffs=payoffs),))
        movers = []
        for decision in self.last[int(self.is_inverted) :]:
            place = self.variable[decision]
            low, high = self._ends(decision, place)
            player = self.owner[decision]
            movers.append(LastMover(player=player, name=decision.name, place=place, low=low, high=high))
            if low is not None and high is not None:
                self._leave_room(decision, high.numerator * low.denominator - low.numerator * high.denominator)
        if not self.is_inverted:
            return answered(payoffs, movers)
        place = self.variable[self.last[0]]
        limits = self.limits_of_decision(place)
        second = SecondMover(player=self.owner[self.last[0]], place=place, limits=limits)
        never_below = {self.variable[decision] for decision in self.variable if decision.is_nonnegative}
        return with_inverse_reply(payoffs, second, movers[0], never_below, is_compared=self._is_compared)

    def _ends(self, decision: Decision, place: int) -> tuple[Quotient | None, Quotient | None]:
        """Return the ends of a decision of the last stage, in earlier ones."""
        ends: dict[int, list[Quotient]] = {1: [], -1: []}
        for limit in self.limits:
            if limit.variable == place:
                slope = coefficient(limit.polynomial, place, 1)
                rest = coefficient(limit.polynomial, place, 0)
                side = 1 if slope.leading_coefficient() > 0 else -1
                ends[side].append(Quotient.of(-side * rest, side * slope))
        return self._outermost(decision, ends[1], 1), self._outermost(decision, ends[-1], -1)

    def _outermost(self, decision: Decision, ends: Sequence[Quotient], side: int) -> Quotient | None:
        """Return the highest of several lowest ends, or the lowest of several highest ones."""
        found: Quotient | None = None
        for end in ends:
            if found is not None:
                gap = end.numerator * found.denominator - found.numerator * end.denominator
                if not gap.is_constant():
                    raise Unresolved(f"several ends of {decision} that depend on earlier decisions")
                if gap.is_zero() or (gap.leading_coefficient() > 0) is (side < 0):
                    continue
            found = end
        return found

    def _leave_room(self, decision: Decision, room: Polynomial) -> None:
        """Let earlier movers leave room between the ends, which have positive denominators."""
        if not room.is_constant():
            self.limits.append(self._limit(f"room for {decision} >= 0", Quotient.of(room), (), strict=False))
        elif not room.is_zero() and room.leading_coefficient() < 0:
            raise NoEquilibrium(f"{decision} has no room")

    def quantities(self, place: DecidedPlace) -> Frozen[sp.Expr]:
        """Return every quantity that is defined at an equilibrium."""
        later = place.piece.later
        roots = self.decided(place)
        named = {d.name: roots[d].expression() for d in self.game.decisions}
        for name, declared in self.game.ratios.items():
            with suppress(ZeroDivisionError, Unresolved):
                named[name] = self._value(place, self.quotient(declared).inserted(later)).expression()
        return Frozen(named)

    def _value(self, place: DecidedPlace, function: Quotient) -> RealRoot:
        if place.vanishes(function.denominator):
            raise ZeroDivisionError
        return place.value(function)

    def binding(self, place: DecidedPlace) -> str:
        """Return what binds at an equilibrium, in words.

        Raises
        ------
        Unresolved
            If one binds that must hold with more than zero.
        """
        found = []
        later = place.piece.later
        for limit in self.limits:
            if place.vanishes(inserted(limit.polynomial, later).numerator):
                if limit.strict:
                    raise Unresolved(f"{limit.words} binds, and must not")
                if not self.game.hidden.issuperset(limit.players or {""}):
                    found.append(limit.words)
        return regime_of(found)

    def multipliers(self, place: DecidedPlace) -> Frozen[sp.Expr]:
        """Return what binds the first mover at an equilibrium, with its multiplier, where some limits are not ends.

        None are returned where later movers' answers have a kink.
        """
        movers = [move.player for move in self.game.stages[0].moves]
        is_asked = any(limit.variable < 0 for limit in self.limits)
        if not is_asked or len(movers) > 1 or any(place.vanishes(kink) for kink in self._kinks):
            return Frozen({})
        later = place.piece.later
        own = {limit.words: limit.written.inserted(later) for limit in self.limits if movers[0] in limit.players}
        binding = {words: function for words, function in own.items() if place.vanishes(function.numerator)}
        return multipliers_at(place, place.piece.payoffs[movers[0]], binding)

    def _limits(self) -> list[PolynomialConstraint]:
        found = []
        for decision in self.variable:
            if decision.is_nonnegative:
                strict = bool(decision.is_positive)
                written = self.quotient(Ratio(self.game.ring, self._symbol(decision)))
                words = f"{decision} {'>' if strict else '>='} 0"
                found.append(self._limit(words, written, (self.owner[decision],), strict))
        for bound in self.game.bounds:
            if bound.foresees:
                found.append(self._foreseen(bound))
                continue
            if not bound.stage:
                raise Unresolved(f"the constraint {bound.words}, which is not one of the last mover's")
            found.append(self._limit(bound.words, self.quotient(bound.function), bound.players, bound.strict))
        return found

    def _foreseen(self, bound: Bound) -> PolynomialConstraint:
        """Return a constraint of who moves first, alone, on what is answered in the last stage."""
        if bound.stage > 1 or len(self.game.stages[0].moves) > 1 or bound.strict:
            raise Unresolved(f"the constraint {bound.words}, which is not one of a first mover on the last stage")
        written = self.quotient(bound.function)
        polynomial = written.numerator * written.denominator
        return PolynomialConstraint(
            words=bound.words, polynomial=polynomial, written=written, players=bound.players, strict=False, variable=-1
        )

    def _is_decided_together(self, players: tuple[str, ...]) -> bool:
        """Whether one player decides all first decisions at once, and nobody else is asked."""
        first = self.game.stages[0]
        return set(self.first) <= set(first.decisions) and [move.player for move in first.moves] == list(players)

    def _symbol(self, decision: Decision) -> Polynomial:
        return self.game.ring.generators[self.game.ring.index[decision]]

    def _limit(self, words: str, written: Quotient, players: tuple[str, ...], strict: bool) -> PolynomialConstraint:
        divided_by = {i for i, degree in enumerate(written.denominator.degrees()) if degree > 0}
        if not divided_by <= set(self._free.values()):
            raise Unresolved(f"the constraint {words}, which divides by a decision")
        polynomial = written.numerator * written.denominator
        # Later decisions have the higher numbers, those of the last stage the highest.
        variable = max(i for i, degree in enumerate(polynomial.degrees()[:FREE]) if degree > 0 or i == 0)
        slope = polynomial.derivative(variable)
        is_alone = self.is_inverted or sum(polynomial.degrees()[i] > 0 for i in LATER) < 2
        is_linear = slope.is_constant() and is_alone
        is_on_a_line = variable == 1 and len(self.first) == 1
        if variable == 1 and not (is_linear or is_on_a_line or strict) and self._is_decided_together(players):
            variable = -1
        elif divided_by and not is_on_a_line:
            raise Unresolved(f"the constraint {words}, which divides by a parameter that moves; multiply both sides")
        elif variable and not (is_linear or is_on_a_line):
            raise Unresolved(f"the constraint {words}, in which what is decided last is not linear and alone")
        return PolynomialConstraint(
            words=words, polynomial=polynomial, written=written, players=players, strict=strict, variable=variable
        )

    def quotient(self, ratio: Ratio) -> Quotient:
        """Return a rational function with its parameters at the point."""
        (above, scale), (below, other) = (
            inserted_numbers(part, self.game.ring.symbols, self.point, {**self.variable, **self._free}, CONTEXT)
            for part in (ratio.numerator, ratio.denominator)
        )
        if below.is_zero():
            raise Unresolved("a payoff that is not defined at these parameters")
        return Quotient.of(above * other, below * scale)


def _is_same(one: DecidedPlace, other: DecidedPlace) -> bool:
    """Whether two places on a line stand for the same decisions, the later ones too."""
    if one.reply.number != other.reply.number:
        return False
    pairs = [(function, other.piece.later[number]) for number, function in one.piece.later.items()]
    if any(one.vanishes(f.denominator * g.denominator) for f, g in pairs):
        raise Unresolved("later decisions that are not written there")
    return all(one.vanishes(f.numerator * g.denominator - g.numerator * f.denominator) for f, g in pairs)
