"""What a sender of either type gets from a signal, when it is taken for the better type with some probability."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property

import sympy as sp

from lsec_models.algebra.domains.parameter_point import exact_number
from lsec_models.algebra.domains.symbols import Decision
from lsec_models.algebra.numbers.exact_numbers import to_fraction, to_sympy
from lsec_models.algebra.numbers.real_roots import RealRoot, distinct
from lsec_models.algebra.numbers.root_images import image_of
from lsec_models.algebra.polynomials.ratio import Ratio, ratio
from lsec_models.algebra.polynomials.ring import Ring, ring_of
from lsec_models.errors import DeclarationError, NotQuadratic
from lsec_models.games.laws import Discrete
from lsec_models.games.static.chance.expected_values.expectation import expected
from lsec_models.games.static.chance.information.signalling import Signalling, signalling_in
from lsec_models.games.static.game import Game
from lsec_models.solve.chance.signalling.rational_curve import RationalCurve, RealInterval, has_sign, polynomials_of
from lsec_models.solve.corners.exact.unresolved import Unresolved


@dataclass(frozen=True, kw_only=True)
class TypedPayoffs:
    """A signalling game at a point, its two types told by what their sender would rather be taken for.

    Attributes
    ----------
    game : Game
    parts : Signalling
    types : tuple of sympy.Expr
        The worse type, then the better one.
    prior : Fraction
        The probability of the better type.
    values : tuple of Mapping from str to Ratio
        For each type, payoffs and reports in signal and response.
    line : RealInterval
        The signals that there are.
    room : RealInterval
        The responses that there are.
    """

    game: Game
    parts: Signalling
    types: tuple[sp.Expr, sp.Expr]
    prior: Fraction
    values: tuple[Mapping[str, Ratio], Mapping[str, Ratio]]
    line: RealInterval
    room: RealInterval

    @property
    def signal(self) -> Decision:
        """What the sender decides."""
        return self.parts.signal

    @property
    def response(self) -> Decision:
        """What the receiver decides."""
        return self.parts.response

    @cached_property
    def marginal(self) -> tuple[tuple[Ratio, Ratio], ...]:
        """For each type, slope and curvature of the receiver's payoff in the response, at a response of zero."""
        slopes = [own[self.parts.receiver].derivative(self.response) for own in self.values]
        return tuple((slope.substitute(self._nothing), slope.derivative(self.response)) for slope in slopes)

    @cached_property
    def parts_of_sender(self) -> tuple[tuple[Ratio, Ratio], ...]:
        """For each type, what the sender gets at a response of zero, and from each unit of response."""
        gets = [own[self.parts.sender] for own in self.values]
        return tuple((own.substitute(self._nothing), own.derivative(self.response)) for own in gets)

    @property
    def ring(self) -> Ring:
        """The ring of signal and response."""
        return self.values[0][self.parts.sender].ring

    @property
    def _nothing(self) -> dict[sp.Symbol, Ratio]:
        return {self.response: Ratio.constant(self.ring, 0)}

    def reply(self, belief: Fraction) -> RationalCurve:
        """Return the receiver's best response to each signal, given the probability of the better type."""
        share, rest = (Ratio.constant(self.ring, number) for number in (belief, 1 - belief))
        (slope_0, curve_0), (slope_1, curve_1) = self.marginal
        inside = -((rest * slope_0 + share * slope_1) / (rest * curve_0 + share * curve_1))
        reached = [inside - self._constant(end) for end in self.room.ends]
        marks = [mark for gap in reached for mark in self.line.roots(polynomials_of(gap, self.signal)[0])]
        cells = self.line.cells(marks)
        between = [place for place, is_mark in cells if not is_mark] or [cells[0][0]]
        whole = RationalCurve(line=self.line, signal=self.signal, marks=(), pieces=(inside,))
        return RationalCurve(
            line=self.line,
            signal=self.signal,
            marks=tuple(distinct(mark for mark in marks if between[0] < mark < between[-1])),
            pieces=tuple(self._within(whole.value(place), inside) for place in between),
        )

    def _within(self, value: RealRoot, inside: Ratio) -> Ratio:
        low, high = self.room.low, self.room.high
        if low is not None and value < low:
            return self._constant(low)
        return self._constant(high) if high is not None and value > high else inside

    def _constant(self, number: RealRoot) -> Ratio:
        return Ratio.constant(self.ring, to_fraction(number.low))

    def curve(self, name: str, number: int, belief: Fraction) -> RationalCurve:
        """Return a payoff or report of a type, at the receiver's best response to each signal."""
        reply = self.reply(belief)
        function = self.values[number][name]
        pieces = tuple(function.substitute({self.response: piece}) for piece in reply.pieces)
        return RationalCurve(line=self.line, signal=self.signal, marks=reply.marks, pieces=pieces)

    def value(self, name: str, number: int, belief: Fraction, place: RealRoot) -> RealRoot | None:
        """Return a payoff or report of a type at one signal; None where it is not defined."""
        reply = self.reply(belief)
        piece = self.values[number][name].substitute({self.response: reply.pieces[reply.piece(place)]})
        try:
            return image_of(place, *polynomials_of(piece, self.signal))
        except ZeroDivisionError:
            return None

    def gets(self, number: int, belief: Fraction) -> RationalCurve:
        """Return what the sender of a type gets."""
        return self.curve(self.parts.sender, number, belief)


def typed_payoffs(game: Game, point: Mapping[sp.Symbol, Fraction]) -> TypedPayoffs:
    """Return a signalling game at a point.

    Raises
    ------
    DeclarationError
        If a type has no chance there, or both types are the same.
    NotQuadratic
        If the receiver's payoff is not quadratic in the response, or the sender's not linear in it.
    Unresolved
        If the receiver's payoff is not strictly concave, or if one type would rather be taken for the better and the
        other for the worse one.
    """
    parts = signalling_in(game)
    numbers = {symbol: to_sympy(value) for symbol, value in point.items()}
    assert isinstance(parts.kind.law, Discrete)
    chances = {v.subs(numbers): p.subs(numbers) for v, p in parts.kind.law.probabilities.items()}
    if len(chances) == 1 or any(not 0 < p < 1 for p in chances.values()):
        raise DeclarationError(
            f"{parts.kind} has the law {parts.kind.law}, and only one type there; solve the game with the type known, "
            "or choose probabilities between 0 and 1"
        )
    ring = ring_of((parts.signal, parts.response))
    unseen = [drawn for drawn in game.random if drawn != parts.kind]
    payoffs = game.declared_quantities
    declared = {name: expected(payoff, unseen) for name, payoff in payoffs.items()}
    values = tuple(
        {name: ratio(ring, payoff.subs({parts.kind: kind, **numbers})) for name, payoff in declared.items()}
        for kind in chances
    )
    _require_shape(parts, values)
    given = TypedPayoffs(
        game=game,
        parts=parts,
        types=tuple(chances),
        prior=_fraction([*chances.values()][1]),
        values=values,  # type: ignore[arg-type]
        line=_room(parts.signal, numbers),
        room=_room(parts.response, numbers),
    )
    _require_concave(given)
    return _better_last(given)


def _require_shape(parts: Signalling, values: tuple[Mapping[str, Ratio], ...]) -> None:
    for own in values:
        second = own[parts.receiver].derivative(parts.response).derivative(parts.response)
        if second.depends_on(parts.response) or second.is_zero():
            raise NotQuadratic(
                f"{parts.receiver}: the payoff is not quadratic in {parts.response}; signalling is solved where it is, "
                "so that beliefs move one best response: write it so"
            )
        if own[parts.sender].derivative(parts.response).depends_on(parts.response):
            raise NotQuadratic(
                f"{parts.sender}: the payoff is not linear in {parts.response}; signalling is solved where it is, so "
                "that a better opinion pays more or less throughout: write it so"
            )


def _require_concave(given: TypedPayoffs) -> None:
    for kind, (_, curvature) in zip(given.types, given.marginal, strict=True):
        if not has_sign(curvature, given.signal, given.line, -1, strict=True):
            raise Unresolved(
                f"the payoff of {given.parts.receiver} is not strictly concave in {given.response} after every "
                f"{given.signal} if {given.parts.kind} = {kind}"
            )


def _better_last(given: TypedPayoffs) -> TypedPayoffs:
    """Return the types in the order in which the sender would rather be taken for them."""
    (slope_0, curve_0), (slope_1, curve_1) = given.marginal
    moved = slope_0 * curve_1 - slope_1 * curve_0
    gains = [moved * own for _, own in given.parts_of_sender]
    for sign in (1, -1):
        if all(has_sign(gain, given.signal, given.line, sign, strict=False) for gain in gains):
            return given if sign > 0 else _reversed(given)
    raise Unresolved(
        f"what is believed of {given.parts.kind} helps one type of {given.parts.sender} and hurts the other, or helps "
        f"after some {given.signal} and hurts after others, so that no belief is the worst one"
    )


def _reversed(given: TypedPayoffs) -> TypedPayoffs:
    return replace(given, types=given.types[::-1], prior=1 - given.prior, values=given.values[::-1])


def _room(decision: Decision, numbers: Mapping[sp.Symbol, sp.Expr]) -> RealInterval:
    """Return what may be decided."""
    low, high = (None if end is None else _fraction(end.subs(numbers)) for end in decision.ends)
    if low is not None and high is not None and low > high:
        raise DeclarationError(f"decision {decision} has no room between {low} and {high} there; choose other numbers")
    first, last = (None if end is None else RealRoot.rational(end) for end in (low, high))
    return RealInterval(first, last)


def _fraction(value: sp.Expr) -> Fraction:
    return exact_number(value, "a number of the game")
