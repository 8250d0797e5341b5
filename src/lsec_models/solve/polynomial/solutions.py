"""All equilibria of a static game with rational payoffs at one exact point, with the evidence for each statement."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from fractions import Fraction
from math import lcm

import sympy as sp

from lsec_models.algebra.ratio import Ratio
from lsec_models.algebra.real_roots import RealRoot
from lsec_models.algebra.ring import Polynomial
from lsec_models.algebra.symbols import Decision
from lsec_models.games.evidence import About, Finding, Row, Status, found
from lsec_models.games.frozen import Frozen
from lsec_models.games.static.evidence_subject import rows_of_moves
from lsec_models.games.static.game import Game
from lsec_models.games.static.solutions import Solutions
from lsec_models.solve.corners.exact.unresolved import Infeasible, Unresolved
from lsec_models.solve.polynomial.exact_values import Place, distinct_factors
from lsec_models.solve.polynomial.extension import Extension
from lsec_models.solve.polynomial.leader import Leader, NoEquilibrium, Plane
from lsec_models.solve.polynomial.line import Line, NoBest
from lsec_models.solve.polynomial.payoffs import CONTEXT, Piece, Pieces, Quotient
from lsec_models.solve.polynomial.simultaneous import AtOnce

_MEANS = "all critical values, by elimination, and an exact answer at each and between any two"
_ANSWERS = "a best answer found at all critical values and between any two"
_TIES = "later movers who are indifferent favour who moves before them"
_PLACES = "xy"


@dataclass(frozen=True, kw_only=True)
class _Limit:
    words: str
    polynomial: Polynomial
    players: tuple[str, ...]
    strict: bool
    last: int


def polynomial_solutions_at(game: Game, point: Mapping[sp.Symbol, Fraction]) -> Solutions:
    """Return the equilibria of a game with rational payoffs at an exact point of its parameters.

    Parameters
    ----------
    game : Game
    point : Mapping from sympy.Symbol to Fraction
    """
    try:
        problem = _Problem(game, point)
        places, incomplete = problem.places()
        quantities = tuple(problem.quantities(place) for place in places)
        regimes = tuple(problem.binding(place) for place in places)
    except NoEquilibrium as reason:
        return _without(game, point, str(reason), is_none=True)
    except Unresolved as reason:
        return _without(game, point, str(reason), is_none=False)
    return Solutions(
        game=game,
        point=_by_name(point),
        quantities=quantities,
        regimes=regimes,
        selections=("",) * len(places),
        findings=tuple(_findings(game, incomplete)),
    )


def _by_name(point: Mapping[sp.Symbol, Fraction]) -> Frozen[Fraction]:
    return Frozen({symbol.name: value for symbol, value in point.items()})


def _without(game: Game, point: Mapping[sp.Symbol, Fraction], reason: str, *, is_none: bool) -> Solutions:
    exists = Row(about=About.EXISTS)
    finding = (
        found(exists, Status.REFUTED, _MEANS, detail=reason) if is_none else found(exists, Status.OPEN, detail=reason)
    )
    return Solutions(game=game, point=_by_name(point), reason=reason, is_none=is_none, findings=(finding,))


def _findings(game: Game, incomplete: str) -> list[Finding]:
    rows = (Row(about=About.EXISTS), *rows_of_moves(game.stages))
    findings = [found(row, Status.PROVED, _MEANS) for row in rows]
    findings.append(found(Row(about=About.OFF_PATH), Status.PROVED, _ANSWERS))
    complete = Row(about=About.COMPLETE)
    findings.append(
        found(complete, Status.OPEN, detail=incomplete)
        if incomplete
        else found(complete, Status.PROVED, _MEANS, detail=_TIES)
    )
    return findings


class _Problem:
    """A game at a point as exact functions of its decisions, numbered in the order in which they are made."""

    def __init__(self, game: Game, point: Mapping[sp.Symbol, Fraction]) -> None:
        self.game, self.point = game, point
        self.decided = [d for stage in game.stages for d in stage.decisions]
        self.owner = {d: move.player for stage in game.stages for move in stage.moves for d in move.decisions}
        if len(self.decided) > len(_PLACES):
            raise Unresolved(f"{len(self.decided)} decisions; games with up to {len(_PLACES)} are solved so far")
        # A single decision is the second one; the first is then a number.
        self.shift = len(_PLACES) - len(self.decided)
        self.payoffs = {
            player.name: self._quotient(game.ratios[player.name]) for player in game.players if player.decides
        }
        self.limits = self._limits()

    def places(self) -> tuple[list[Place], str]:
        """Return equilibria, and why there may be more."""
        pieces = Pieces(pieces=(Piece(payoffs=self.payoffs),))
        polynomials = [limit.polynomial for limit in self.limits]
        if len(self.decided) == 1:
            return self._alone(pieces, polynomials), ""
        first, second = (self.owner[decision] for decision in self.decided)
        if len(self.game.stages) == 1 and first != second:
            own = [
                tuple(limit.polynomial for limit in self.limits if player in limit.players)
                for player in (first, second)
            ]
            return AtOnce(
                first=first, second=second, first_limits=own[0], second_limits=own[1], piece=pieces.pieces[0]
            ).equilibria()
        plane = Plane(
            first=first,
            second=second,
            first_limits=tuple(limit.polynomial for limit in self.limits if limit.last == 0),
            limits=tuple(limit.polynomial for limit in self.limits if limit.last == 1),
            pieces=pieces,
            names=(self.decided[0].name, self.decided[1].name),
        )
        return Leader(plane).equilibria()

    def _alone(self, pieces: Pieces, limits: Sequence[Polynomial]) -> list[Place]:
        mover = self.owner[self.decided[0]]
        line = Line(Extension(RealRoot.rational(0)), mover, limits, pieces)
        curves = tuple(
            distinct_factors([*limits, self.payoffs[mover].slopes[1]]),
        )
        try:
            return [Place(line.extension, reply, curves) for reply in line.best()]
        except NoBest as reason:
            raise NoEquilibrium(str(reason)) from None
        except Infeasible:
            raise NoEquilibrium("no decisions meet all constraints") from None

    def quantities(self, place: Place) -> Frozen[sp.Expr]:
        """Return every quantity that is defined at an equilibrium."""
        roots = (place.x, place.y)[self.shift :]
        found = {d.name: root.expression() for d, root in zip(self.decided, roots, strict=True)}
        named = {d.name: found[d.name] for d in self.game.decisions}
        for name, declared in self.game.ratios.items():
            with suppress(ZeroDivisionError):
                named[name] = self._value(place, self._quotient(declared)).expression()
        return Frozen(named)

    def _value(self, place: Place, function: Quotient) -> RealRoot:
        below = function.denominator
        if place.reply.solves(below) if below.degrees()[1] > 0 else not place.field.polynomial(below):
            raise ZeroDivisionError
        return place.value(function)

    def binding(self, place: Place) -> str:
        """Return what binds at an equilibrium, in words.

        Raises
        ------
        Unresolved
            If one binds that must hold with more than zero.
        """
        found = []
        for limit in self.limits:
            if place.reply.solves(limit.polynomial):
                if limit.strict:
                    raise Unresolved(f"{limit.words} binds, and must not")
                found.append(re.sub(r"[<>]=?", "=", limit.words))
        return ", ".join(found) or "interior"

    def _limits(self) -> list[_Limit]:
        found = []
        for decision in self.decided:
            if decision.is_nonnegative:
                strict = bool(decision.is_positive)
                written = self._quotient(Ratio(self.game.ring, self._symbol(decision)))
                words = f"{decision} {'>' if strict else '>='} 0"
                found.append(self._limit(words, written, (self.owner[decision],), strict))
        for bound in self.game.bounds:
            if bound.foresees or not bound.stage:
                raise Unresolved(f"the constraint {bound.words}, which is not one of the last mover's")
            found.append(self._limit(bound.words, self._quotient(bound.function), bound.players, bound.strict))
        return found

    def _symbol(self, decision: Decision) -> Polynomial:
        return self.game.ring.generators[self.game.ring.index[decision]]

    def _limit(self, words: str, written: Quotient, players: tuple[str, ...], strict: bool) -> _Limit:
        if not written.denominator.is_constant():
            raise Unresolved(f"the constraint {words}, which divides by a decision")
        polynomial = written.numerator * written.denominator
        degrees = polynomial.degrees()
        last = 1 if degrees[1] > 0 else 0
        place = self.shift + last if self.shift else last
        if degrees[1] > 1 or (degrees[1] == 1 and not polynomial.derivative(1).is_constant()):
            raise Unresolved(f"the constraint {words}, which is not linear in {self.decided[place - self.shift]}")
        return _Limit(words=words, polynomial=polynomial, players=players, strict=strict, last=last)

    def _quotient(self, ratio: Ratio) -> Quotient:
        """Return a rational function with its parameters at the point."""
        above, scale = self._inserted(ratio.numerator)
        below, other = self._inserted(ratio.denominator)
        if below.is_zero():
            raise Unresolved("a payoff that is not defined at these parameters")
        return Quotient.of(above * other, below * scale)

    def _inserted(self, polynomial: Polynomial) -> tuple[Polynomial, int]:
        """Return a polynomial at the point times a whole number, and that number."""
        symbols = self.game.ring.symbols
        places = {d: self.shift + i for i, d in enumerate(self.decided)}
        terms: dict[tuple[int, ...], Fraction] = {}
        for powers, coefficient in polynomial.terms():
            value, key = Fraction(int(coefficient)), [0, 0, 0, 0]
            for symbol, power in zip(symbols, powers, strict=True):
                if symbol in places:
                    key[places[symbol]] = int(power)
                elif power:
                    value *= self.point[symbol] ** int(power)
            terms[tuple(key)] = terms.get(tuple(key), Fraction(0)) + value
        scale = lcm(*(value.denominator for value in terms.values())) if terms else 1
        return CONTEXT.from_dict({key: int(value * scale) for key, value in terms.items() if value}), scale
