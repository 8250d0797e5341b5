"""Decisions where kinks meet normal and exponential laws, at a point: found numerically, and enclosed where possible.

1. Insert best answers where somebody decides when something random is known. Write expected payoffs in closed form,
   with exponentials and the error function.
2. One decision whose payoff is concave in each world, as that of a newsvendor, is best where the slope is zero, or at
   an end. The slope has opposite signs at both ends of a tiny interval, as ball arithmetic shows: it is enclosed.
3. Where an expected value has no closed form, it is integrated (:mod:`lsec_models.solve.chance.quadrature.solutions`).
4. Whatever else is decided is searched for (:mod:`lsec_models.solve.chance.searched_decisions`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Any

import mpmath
import sympy as sp

from lsec_models.algebra.domains.parameter_point import Point, blank_point
from lsec_models.algebra.domains.symbols import Decision
from lsec_models.errors import DeclarationError
from lsec_models.games.evidence.evidence import About, Finding, Row, Status, found
from lsec_models.games.frozen import Frozen, values_by_name
from lsec_models.games.static.chance.expected_values.expectation import expected
from lsec_models.games.static.chance.random_symbol import Random
from lsec_models.games.static.game import Game
from lsec_models.games.static.kinks import PositiveParts
from lsec_models.games.static.representative import game_with_answers
from lsec_models.games.static.results.evidence_subject import rows_of_moves
from lsec_models.games.static.results.solutions import Solutions, admissible_point
from lsec_models.solve.chance.enclosed_slope import sign_on
from lsec_models.solve.chance.quadrature.solutions import quadrature_solutions
from lsec_models.solve.chance.searched_decisions import searched_solutions

_DIGITS, _SHOWN = 40, 20
# Far out in a tail a slope is a small difference of large numbers: more digits are taken until its sign is certain.
_PRECISIONS = (_DIGITS, 4 * _DIGITS, 16 * _DIGITS)
_BITS_A_DIGIT = 4
_RADIUS, _NEAR_ZERO = Fraction(1, 10**22), Fraction(1, 10**200)
_PLACES, _HALVINGS = 26, 800
_DOUBLINGS = 400
_CONCAVE = "concave in each world; the slope changes its sign in an enclosure by ball arithmetic"
_AT_END = "concave in each world; the sign of the slope at the end by ball arithmetic"
_CHANGES = "concave in each world; the slope changes its sign, as far as its digits tell"
_UNCERTAIN = "the sign of the slope is not certain where {} would be best, with as many digits as were taken"
_NOT_ATTAINED = "the payoff rises as {} falls to {}, which it does not reach: it is declared positive"


def numerical_solutions(game: Game, drawn: Random, at: Point | None) -> Solutions:
    """Return what is decided at an exact point of the parameters, and how far that is established.

    Parameters
    ----------
    game : Game
        Of stages of decisions.
    drawn : Random
        What has a normal or an exponential law and stands in a kink.
    at : mapping or None
        A number for every parameter.

    Raises
    ------
    DeclarationError
        If the game has parameters and no point is given, or it is of another form.
    OutsideDomain
        If an assumption fails at the point.
    """
    if game.then or game.bargains or game.given:
        raise DeclarationError(
            f"kinks in {drawn}, {drawn.law}, are solved without a bargain, then= or given=: take uniform(...) or "
            "discrete(...) for such a game"
        )
    if at is None and game.parameters:
        raise DeclarationError(
            f"kinks in {drawn}, {drawn.law}, have no rational expected value: such a game is solved at a point of its "
            f"parameters; write solve(game, at={blank_point(game.parameters)})"
        )
    point = admissible_point(game, at or {})
    by_name = values_by_name(point)
    game, there = game_with_answers(game, game.with_values(dict(by_name)))
    if not _has_closed_forms(there):
        return quadrature_solutions(game, there, by_name)
    mover = None if len(there.decisions) > 1 or there.constraints else _only_mover(there)
    if mover is None or mover.steepest is None:
        return searched_solutions(game, there, by_name)
    solved = _alone(mover)
    if solved.place is None:
        return Solutions(
            game=game, point=by_name, reason=solved.reason, is_none=solved.is_none, findings=solved.about_existence()
        )
    declared = there.declared_quantities
    quantities = {mover.decision.name: _decimal(solved.place)}
    for name, value in declared.items():
        quantities[name] = _evaluated(expected(value, there.random, rational=False), {mover.decision: solved.place})
    return Solutions(
        game=game,
        point=by_name,
        quantities=(Frozen(quantities),),
        regimes=(solved.regime,),
        selections=("",),
        findings=tuple(solved.findings(game)),
    )


@dataclass(frozen=True, kw_only=True)
class _Solved:
    """The decision, or why there is none; and how far that is established."""

    place: Any = None
    regime: str = "interior"
    optimal: Status = Status.OPEN
    only: Status = Status.OPEN
    means: str = ""
    points: int = 0
    reason: str = ""
    is_none: bool = False

    def about_existence(self) -> tuple[Finding, ...]:
        status = Status.REFUTED if self.is_none else Status.OPEN
        return (found(Row(about=About.EXISTS), status, _CONCAVE if self.is_none else "", detail=self.reason),)

    def findings(self, game: Game) -> Iterator[Finding]:
        rows = (Row(about=About.EXISTS), *rows_of_moves(game), Row(about=About.OFF_PATH))
        for row in rows:
            yield found(row, self.optimal, self.means, points=self.points)
        yield found(Row(about=About.COMPLETE), self.only, self.means if self.only > Status.OPEN else "")


@dataclass(frozen=True, kw_only=True)
class _Mover:
    """One decision, and what is expected of it."""

    decision: Decision
    payoff: sp.Expr
    in_worlds: sp.Expr
    drawn: tuple[Random, ...]
    ends: tuple[sp.Rational | None, sp.Rational | None]

    @property
    def is_open_below(self) -> bool:
        """Whether its lowest end is zero, and not decided: it is declared positive."""
        return bool(self.decision.is_positive) and self.ends[0] == 0

    @cached_property
    def slope(self) -> sp.Expr:
        return sp.diff(self.payoff, self.decision)

    @cached_property
    def steepest(self) -> tuple[sp.Expr, sp.Expr] | None:
        """The slopes to which the payoff tends far below and far above; None where it is not concave in each world."""
        parts = PositiveParts(symbol.name for symbol in self.in_worlds.free_symbols)
        smooth = parts.written(self.in_worlds)
        used = [part for part in parts.of if part in smooth.free_symbols]
        polynomial = smooth.as_poly(self.decision, *used)
        if polynomial is None or any({self.decision, *used} & c.free_symbols for c in polynomial.coeffs()):
            return None
        far = [sp.S.Zero, sp.S.Zero]
        for (power, *times), coefficient in polynomial.terms():
            kinked = [part for part, m in zip(used, times, strict=True) if m]
            if not kinked and power <= 1:
                mean = expected(coefficient, self.drawn, rational=False)
                far = [slope + power * mean for slope in far]
            elif not kinked and power == 2 and coefficient.is_negative:
                far = [far[0] + sp.oo, far[1] - sp.oo]
            elif sum(times) == 1 and not power and coefficient.is_nonpositive and not coefficient.atoms(Random):
                rise = sp.diff(parts.of[kinked[0]], self.decision)
                if not rise.is_number or set(parts.of) & parts.of[kinked[0]].free_symbols:
                    return None
                far = [far[0] + coefficient * min(rise, 0), far[1] + coefficient * max(rise, 0)]
            else:
                return None
        return far[0], far[1]


def _has_closed_forms(there: Game) -> bool:
    """Whether all expected values are written out."""
    try:
        return bool([expected(v, there.random, rational=False) for v in there.declared_quantities.values()])
    except DeclarationError:
        return False


def _only_mover(there: Game) -> _Mover | None:
    """Return the one decision of a game at numbers; None where others' stand for it."""
    [decision], [player] = there.decisions, [player for player in there.players if player.decides]
    if player.is_one_of_several or player.risk is not None or there.expectations:
        return None
    return _Mover(
        decision=decision,
        payoff=expected(player.payoff, there.random, rational=False),
        in_worlds=player.payoff,
        drawn=there.random,
        ends=decision.ends,
    )


def _alone(mover: _Mover) -> _Solved:
    """Return the best decision of one player."""
    low, high = mover.ends
    if low is not None and high is not None and low > high:
        return _Solved(reason=f"the ends of {mover.decision} leave nothing between them", is_none=True)
    assert mover.steepest is not None
    for end, far, side in ((low, mover.steepest[0], -1), (high, mover.steepest[1], 1)):
        if end is None and (sp.sympify(far) * side).is_positive:
            way = "rises" if side > 0 else "falls"
            reason = f"the payoff rises without bound as {mover.decision} {way}"
            return _Solved(reason=reason, is_none=True)
    attempt = _Solved()
    for digits in _PRECISIONS:
        with mpmath.workdps(digits):
            attempt = _concave(mover, low, high, digits)
        if attempt.is_none or attempt.optimal >= Status.VERIFIED:
            return attempt
    return attempt


def _concave(mover: _Mover, low: sp.Expr | None, high: sp.Expr | None, digits: int) -> _Solved:
    """Return where a falling slope becomes zero, or the end that it leads to; numbers have so many digits."""
    slope = _numerical([mover.decision], mover.slope)
    for end, side in ((low, -1), (high, 1)):
        if end is not None and side * slope(_mp(end)) > 0:
            sign = _sign(mover.slope, mover.decision, _fraction(end), Fraction(0), digits)
            if sign is not None and sign != side:
                return _Solved(reason=_UNCERTAIN.format(mover.decision))
            if side < 0 and mover.is_open_below:
                return _Solved(reason=_NOT_ATTAINED.format(mover.decision, end), is_none=sign is not None)
            return _Solved(
                place=end,
                regime=f"{mover.decision} = {end}",
                optimal=Status.CHECKED if sign is None else Status.VERIFIED,
                only=Status.OPEN if sign is None else Status.VERIFIED,
                means=_AT_END,
                points=1 if sign is None else 0,
            )
    bracket = _bracket(slope, low, high)
    if bracket is None:
        return _Solved(reason=f"no best {mover.decision} is met as far as was looked; the payoff flattens out")
    place = _bisected(slope, *bracket)
    at = _exactly(place)
    enclosures = [(at, abs(at) * _RADIUS)] if at else []
    if digits == _PRECISIONS[-1] and abs(at) <= _NEAR_ZERO:  # No distance is small compared with zero itself.
        enclosures.append((Fraction(0), _NEAR_ZERO))
    for centre, radius in enclosures:
        signs = [_sign(mover.slope, mover.decision, centre + side * radius, Fraction(0), digits) for side in (-1, 1)]
        if signs == [1, -1]:
            if mover.is_open_below and centre - radius < 0:
                return _Solved(reason=_NOT_ATTAINED.format(mover.decision, 0))
            bends = _sign(sp.diff(mover.slope, mover.decision), mover.decision, centre, radius, digits)
            return _Solved(
                place=place if centre else mpmath.mpf(0),
                optimal=Status.VERIFIED,
                only=Status.VERIFIED if bends == -1 else Status.OPEN,
                means=_CONCAVE,
            )
        if None in signs:
            return _unenclosed(slope, place)
    return _Solved(reason=_UNCERTAIN.format(mover.decision))


def _unenclosed(slope: Callable[[Any], Any], place: Any) -> _Solved:
    """Return a place where a slope that has no enclosure changes its sign, as numbers say."""
    near = abs(place) * _mp(sp.Rational(_RADIUS.numerator, _RADIUS.denominator))
    if not (near and slope(place - near) > 0 > slope(place + near)):
        return _Solved(reason="the slope does not change its sign where first-order conditions are met")
    return _Solved(place=place, optimal=Status.CHECKED, means=_CHANGES, points=1)


def _bisected(slope: Callable[[Any], Any], low: Any, high: Any) -> Any:
    """Return where a slope turns from positive to negative between two numbers."""
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        if high - low <= abs(middle) * mpmath.mpf(10) ** -_PLACES:
            break
        value = slope(middle)
        if value == 0:
            return middle
        low, high = (middle, high) if value > 0 else (low, middle)
    return (low + high) / 2


def _exactly(number: Any) -> Fraction:
    """Return the rational number that a number of many digits is."""
    sign, mantissa, exponent, _ = number._mpf_
    value = Fraction(int(mantissa)) * Fraction(2) ** int(exponent)
    return -value if sign else value


def _sign(expression: sp.Expr, symbol: sp.Symbol, at: Fraction, radius: Fraction, digits: int) -> int | None:
    """Return the sign near a number, zero where that is not certain; None of an expression that has no enclosure."""
    try:
        return sign_on(expression, symbol, at - radius, at + radius, bits=_BITS_A_DIGIT * digits + 128)
    except NotImplementedError:
        return None


def _bracket(slope: Callable[[Any], Any], low: Any, high: Any) -> tuple[Any, Any] | None:
    """Return two numbers between which a falling slope becomes zero."""
    start = _mp(low) if low is not None else _mp(high) if high is not None else mpmath.mpf(0)
    ends = [_mp(end) if end is not None else None for end in (low, high)]
    for i, side in ((0, -1), (1, 1)):
        if ends[i] is not None:
            continue
        step = mpmath.mpf(2) ** -20
        for _ in range(_DOUBLINGS):
            if side * slope(start + side * step) < 0:
                ends[i] = start + side * step
                break
            step *= 2
    return None if None in ends else (ends[0], ends[1])


def _numerical(symbols: Sequence[sp.Symbol], expression: sp.Expr) -> Callable[..., Any]:
    function: Callable[..., Any] = sp.lambdify(symbols, expression, "mpmath")
    return function


def _evaluated(value: sp.Expr, images: Mapping[Decision, Any]) -> sp.Expr:
    function = _numerical(list(images), value)
    shown: list[sp.Expr] = []
    for digits in _PRECISIONS:
        with mpmath.workdps(digits):
            shown.append(_decimal(function(*map(_mp, images.values()))))
        if len(shown) > 1 and shown[-1] == shown[-2]:
            break
    return shown[-1]


def _decimal(number: Any) -> sp.Expr:
    if isinstance(number, sp.Rational):
        return number
    return sp.Float(mpmath.nstr(mpmath.mpf(number), _SHOWN), _SHOWN)


def _mp(number: Any) -> Any:
    return mpmath.mpf(int(number.p)) / int(number.q) if isinstance(number, sp.Rational) else mpmath.mpf(number)


def _fraction(number: sp.Rational) -> Fraction:
    return Fraction(int(number.p), int(number.q))
