"""Certificates with equations, cases and squares, written by hand: right ones, and wrong ones with their fault."""

from __future__ import annotations

from typing import Any

import sympy as sp

from certificates.hand_certificates import (
    CONDITION,
    FREE,
    NONNEGATIVE,
    NOTHING,
    UNIT,
    cases,
    certificate,
    equal,
    identity,
    modulo,
    multiply,
    solve,
    squares,
    summand,
    x,
    y,
    z,
)

SLOPE = identity(summand(1, y))
LINEAR = equal(x * y - z)

VALID = {
    "an equation solved for a variable": certificate(
        [(x + y, ">")], [solve((0, 1), "x", 1, UNIT, UNIT)], given=equal(x - z)
    ),
    "an equation with a slope": certificate(
        [(x * y, ">=")], [solve((0, 1), "x", 1, SLOPE, UNIT)], given=LINEAR
    ),
    "an equation with a negative slope": certificate(
        [(x * y - z, "=")], [solve((0, 1), "x", -1, SLOPE, NOTHING)] * 2, given=[(z - x * y, False), (x * y - z, False)]
    ),
    "a slope that is not zero": certificate(
        [(x * y - z, "=")],
        [solve((0, 1), "x", 0, identity(summand(1, 1, (2, 1))), NOTHING)] * 2,
        given=[*LINEAR, (y**2, True)],
        ranges=FREE,
    ),
    "a variable keeps its range where it is solved for": certificate(
        [(z - y, ">")], [solve((0, 1), "x", 1, UNIT, identity(summand(1, 1, (2, 1))))], given=equal(x + y - z)
    ),
    "a weak range": certificate(
        [(z - y, ">=")],
        [solve((0, 1), "x", 1, UNIT, identity(summand(1, 1, (2, 1))))],
        given=equal(x + y - z),
        ranges=NONNEGATIVE,
    ),
    "a condition in which a variable is inserted": certificate(
        [(z - y, ">")],
        [solve((0, 1), "x", 1, UNIT, identity(summand(1, 1, (2, 1))))],
        given=[*equal(x - z), (x - y, True)],
        ranges=FREE,
    ),
    "a multiple of an equation": certificate(
        [(x**2 - y**2, "=")],
        [modulo(NOTHING, ((0, 1), -x - y)), modulo(NOTHING, ((0, 1), x + y))],
        given=equal(x - y),
        ranges=FREE,
    ),
    "two equations, times something positive": certificate(
        [(x - z, "=")],
        [
            multiply(y, SLOPE, modulo(NOTHING, ((0, 1), sp.S.NegativeOne), ((2, 3), sp.S.One))),
            multiply(y, SLOPE, modulo(NOTHING, ((0, 1), sp.S.One), ((2, 3), sp.S.NegativeOne))),
        ],
        given=[*equal(x * y - 1), *equal(y * z - 1)],
        ranges=("free", "positive", "free"),
    ),
    "equations that exclude each other": certificate(
        [(sp.S.Zero, ">")],
        [modulo(UNIT, ((0, 1), sp.S.NegativeOne), ((2, 3), sp.S.One))],
        given=[*equal(x), *equal(x + 1)],
    ),
    "three cases": certificate(
        [(x**2 - x * y + y**2, ">=")],
        [
            cases(
                x - y,
                identity(summand(1, x, (0, 1)), summand(1, y**2)),
                modulo(identity(summand(1, y**2)), ((0, 1), -x)),
                identity(summand(1, y, (0, 1)), summand(1, x**2)),
            )
        ],
    ),
    "a sum of squares": certificate(
        [(x**2 - 2 * x * y + 2 * y**2, ">=")],
        [squares((x - y, summand(1)), (sp.S.One, summand(1, y**2)))],
        ranges=FREE,
    ),
    "a square times a condition": certificate(
        [((x - y) ** 2 * z + 1, ">")],
        [squares((x - y, summand(1, 1, (0, 1))), (sp.Integer(2), summand("1/4")))],
        given=[(z, True)],
        ranges=FREE,
    ),
    "a form that is definite": certificate(
        [(x**2 + 2 * x * y + 3 * y**2, ">")],
        [squares((x + y, summand(1)), (sp.S.One, summand(2, 1, (0, 1))))],
        given=[(y**2, True)],
        ranges=FREE,
    ),
    "cases whose sides are strict": certificate(
        [(x**4, ">")],
        [cases(x, identity(summand(1, 1, (1, 4))), identity(summand(1, 1, (0, 2))), identity(summand(1, 1, (1, 4))))],
        given=[(x**2, True)],
        ranges=FREE,
    ),
}  # fmt: skip

INVALID: dict[str, tuple[dict[str, Any], str]] = {
    "one side of an equation": (
        certificate([(x - y, "=")], [modulo(NOTHING, ((0, 0), sp.S.NegativeOne))] * 2, given=[(x - y, False)]),
        "not each other's negative",
    ),
    "two conditions that are not an equation": (
        certificate(
            [(x - y, ">=")], [solve((0, 1), "x", 1, UNIT, NOTHING)], given=[(x - y, False), (2 * y - 2 * x, False)]
        ),
        "not each other's negative",
    ),
    "three conditions": (
        certificate([(x - y, ">=")], [modulo(NOTHING, ((0, 1, 1), sp.S.NegativeOne))], given=equal(x - y)),
        "not a pair of conditions",
    ),
    "an equation that was used up": (
        certificate(
            [(x - z, ">=")], [solve((0, 1), "x", 1, UNIT, modulo(NOTHING, ((0, 1), sp.S.One)))], given=equal(x - y)
        ),
        "used that was used up",
    ),
    "an equation that is not linear": (
        certificate([(x - y, ">=")], [solve((0, 1), "x", 1, UNIT, NOTHING)], given=equal(x**2 - y**2)),
        "not linear in the variable",
    ),
    "an equation without the variable": (
        certificate([(x - y, ">=")], [solve((0, 1), "x", 1, UNIT, NOTHING)], given=equal(y - z)),
        "not linear in the variable",
    ),
    "a slope of the other sign": (
        certificate([(z - x * y, ">")], [solve((0, 1), "x", -1, SLOPE, UNIT)], given=LINEAR),
        "the two sides of an identity differ",
    ),
    "a slope that can vanish": (
        certificate([(x, ">=")], [solve((0, 1), "x", 1, SLOPE, NOTHING)], given=LINEAR, ranges=NONNEGATIVE),
        "'at least zero' where 'positive'",
    ),
    "a square of a slope that can vanish": (
        certificate([(x, ">=")], [solve((0, 1), "x", 0, squares((y, summand(1))), NOTHING)], given=LINEAR, ranges=FREE),
        "'at least zero' where 'positive'",
    ),
    "a sign of a slope that is none": (
        certificate([(x, ">=")], [solve((0, 1), "x", 2, SLOPE, NOTHING)], given=LINEAR),
        "a sign is not an integer from -1 to 1",
    ),
    "a free variable has no range to keep": (
        certificate(
            [(z - y, ">")],
            [solve((0, 1), "x", 1, UNIT, identity(summand(1, 1, (2, 1))))],
            given=equal(x + y - z),
            ranges=FREE,
        ),
        "not an integer from 0 to 1",
    ),
    "a weak range is not strict": (
        certificate(
            [(z - y, ">")],
            [solve((0, 1), "x", 1, UNIT, identity(summand(1, 1, (2, 1))))],
            given=equal(x + y - z),
            ranges=NONNEGATIVE,
        ),
        "'at least zero' where 'positive'",
    ),
    "a multiple of something else": (
        certificate([(x**2 - y**2, ">=")], [modulo(NOTHING, ((0, 1), -x))], given=equal(x - y)),
        "the two sides of an identity differ",
    ),
    "a case that is left out": (
        certificate([(x - y, "!=")], [cases(x - y, CONDITION, NOTHING, CONDITION)]),
        "the two sides of an identity differ",
    ),
    "a case in which nothing is positive": (
        certificate(
            [(x - y, "!=")],
            [cases(x - y, identity(summand(1, 1, (0, 2))), modulo(NOTHING, ((0, 1), y - x)), CONDITION)],
        ),
        "'at least zero' where 'positive'",
    ),
    "a square that can vanish is not positive": (
        certificate([(x**2 - 2 * x * y + y**2, ">")], [squares((x - y, summand(1)))]),
        "'at least zero' where 'positive'",
    ),
    "a square times what can be negative": (
        certificate([(x * (y - z) ** 2, ">=")], [squares((y - z, summand(1, x)))], ranges=FREE),
        "a term of a sum of squares can be negative",
    ),
    "minus a square": (
        certificate([(-(x**2), ">=")], [squares((x, summand(-1)))]),
        "a term of a sum of squares can be negative",
    ),
    "squares of something else": (
        certificate([(x**2 + y**2, ">=")], [squares((x + y, summand(1)))]),
        "the two sides of a sum of squares differ",
    ),
    "a square of zero is not positive": (
        certificate([(sp.S.Zero, ">")], [squares((sp.S.Zero, summand(1)))]),
        "'at least zero' where 'positive'",
    ),
}  # fmt: skip
