"""Multipliers of what binds a first mover at a place: what it gains where a constraint is relaxed by a little."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress

import sympy as sp

from lsec_models.algebra.numbers.real_roots import RealRoot
from lsec_models.games.frozen import Frozen
from lsec_models.solve.corners.exact.unresolved import Unresolved
from lsec_models.solve.polynomial.best_decisions.place import DecidedPlace
from lsec_models.solve.polynomial.payoffs import Quotient

_Gradient = tuple[Quotient, Quotient]


def multipliers_at(place: DecidedPlace, payoff: Quotient, binding: Mapping[str, Quotient]) -> Frozen[sp.Expr]:
    """Return the multipliers of Kuhn and Tucker, later answers inserted; none where they are not determined.

    Together with them the payoff is level, and none is negative.

    Parameters
    ----------
    place : DecidedPlace
        A best one.
    payoff : Quotient
        Of who moves first, in x and y.
    binding : mapping from str to Quotient
        What binds there, in x and y, by its words: zero there, and at least zero where it is met.
    """
    with suppress(Unresolved, ZeroDivisionError):
        gain, limits = _gradient(payoff), [_gradient(limit) for limit in binding.values()]
        found = _solved(place, gain, limits)
        if found is not None and not any(place.vanishes(value.denominator) for value in found):
            values = [place.value(value) for value in found]
            if not any(value < RealRoot.rational(0) for value in values):
                return Frozen({words: value.expression() for words, value in zip(binding, values, strict=True)})
    return Frozen({})


def _gradient(function: Quotient) -> _Gradient:
    square = function.denominator * function.denominator
    by_x, by_y = (Quotient.of(slope, square) for slope in function.slopes)
    return by_x, by_y


def _solved(place: DecidedPlace, gain: _Gradient, limits: Sequence[_Gradient]) -> tuple[Quotient, ...] | None:
    """Return what solves ``gain + sum(multiplier * limit) = 0``, if one or two independent limits do."""
    if len(limits) == 1:
        (limit,) = limits
        if not place.vanishes(_across(gain, limit).numerator):
            return None
        along = next((i for i in (0, 1) if not place.vanishes(limit[i].numerator)), None)
        return None if along is None else (_divided(_negative(gain[along]), limit[along]),)
    if len(limits) == 2:
        one, other = limits
        below = _across(one, other)
        if not place.vanishes(below.numerator):
            return _divided(_across(other, gain), below), _divided(_across(gain, one), below)
    return None


def _across(one: _Gradient, other: _Gradient) -> Quotient:
    """Return the determinant of two gradients."""
    (a, b), (c, d) = one, other
    left, right = _times(a, d), _times(b, c)
    above = left.numerator * right.denominator - right.numerator * left.denominator
    return Quotient.of(above, left.denominator * right.denominator)


def _times(one: Quotient, other: Quotient) -> Quotient:
    return Quotient.of(one.numerator * other.numerator, one.denominator * other.denominator)


def _divided(one: Quotient, other: Quotient) -> Quotient:
    return _times(one, Quotient(other.denominator, other.numerator))


def _negative(one: Quotient) -> Quotient:
    return Quotient(-one.numerator, one.denominator)
