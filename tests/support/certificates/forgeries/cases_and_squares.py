"""Forgeries of cases, multipliers, squares and trimmed conditions."""

from __future__ import annotations

import random

import sympy as sp

from certificates.forgeries.kinds import Kinds, Point, at_values, claim, declare, give, proof_in, prove_by
from certificates.genuine import (
    Certificate,
    multiplied,
    number,
    squared,
    touching,
    trimmed,
    trimmed_of_a_square,
    two_cases,
)
from certificates.hand_certificates import (
    CONDITION,
    NONNEGATIVE,
    NOTHING,
    UNIT,
    factor,
    identity,
    multiply,
    split,
    square,
    summand,
    terms,
    trim,
    x,
    y,
    z,
)

KINDS = Kinds()


@KINDS.spoils(two_cases)
def cases_without_one(spoiled: Certificate, generator: random.Random) -> Point | None:
    del proof_in(spoiled)[generator.choice(("above", "below"))]
    return None


@KINDS.spoils(two_cases)
def one_case_twice(spoiled: Certificate, generator: random.Random) -> Point | None:
    a = number(generator)
    above = identity(summand(a, x, (0, 1)))
    claim(spoiled, a * x * (x - y), ">=")
    prove_by(spoiled, split(x - y, above, above))
    return at_values(1, 2, 1)


@KINDS.spoils(two_cases)
def cases_that_leave_out_their_border(spoiled: Certificate, _: random.Random) -> Point | None:
    apart = identity(summand(1, 1, (0, 2)))
    claim(spoiled, (x - y) ** 2)
    prove_by(spoiled, split(x - y, apart, apart))
    return at_values(1, 1, 1)


@KINDS.spoils(multiplied)
def a_negative_multiplier(spoiled: Certificate, generator: random.Random) -> Point | None:
    a = number(generator)
    claim(spoiled, -a * x)
    prove_by(spoiled, multiply(sp.Integer(-1), UNIT, identity(summand(a, x))))
    return at_values(1, 1, 1)


@KINDS.spoils(multiplied)
def a_multiplier_zero(spoiled: Certificate, _: random.Random) -> Point | None:
    claim(spoiled, -x, ">=")
    prove_by(spoiled, multiply(sp.S.Zero, NOTHING, NOTHING))
    return at_values(1, 1, 1)


@KINDS.spoils(multiplied)
def a_multiplier_that_can_vanish(spoiled: Certificate, _: random.Random) -> Point | None:
    declare(spoiled, *NONNEGATIVE)
    give(spoiled, (y * (x - 1), False))
    claim(spoiled, x - 1, ">=")
    prove_by(spoiled, multiply(y, identity(summand(1, y)), CONDITION))
    return at_values(0, 0, 1)


@KINDS.spoils(squared)
def a_square_with_a_negative_leading_part(spoiled: Certificate, _: random.Random) -> Point | None:
    claim(spoiled, -(x**2) + 2 * x - 2)
    prove_by(spoiled, square("x", UNIT, identity(summand(4))))
    return at_values(0, 1, 1)


@KINDS.spoils(squared)
def a_square_of_degree_three(spoiled: Certificate, _: random.Random) -> Point | None:
    claim(spoiled, x**3 + x**2 + 1)
    prove_by(spoiled, square("x", UNIT, identity(summand(4))))
    return at_values(-10, 1, 1)


@KINDS.spoils(touching)
def a_square_that_touches_zero(spoiled: Certificate, generator: random.Random) -> Point | None:
    a = number(generator)
    claim(spoiled, (x - a) ** 2)
    return at_values(a, 1, 1)


@KINDS.spoils(squared)
def a_square_with_a_wrong_discriminant(spoiled: Certificate, generator: random.Random) -> Point | None:
    a, b = number(generator), number(generator)
    claim(spoiled, x**2 - 2 * a * x + a**2 - b)
    prove_by(spoiled, square("x", UNIT, identity(summand(4 * b))))
    return at_values(a, 1, 1)


@KINDS.spoils(trimmed)
def a_condition_trimmed_to_something_else(spoiled: Certificate, _: random.Random) -> Point | None:
    claim(spoiled, x - 2 * z)
    proof_in(spoiled)["rest"] = terms(x - 2 * z)
    return at_values(3, 1, 2)


@KINDS.spoils(trimmed)
def a_condition_trimmed_with_the_wrong_sign(spoiled: Certificate, generator: random.Random) -> Point | None:
    a = number(generator)
    give(spoiled, (a * (x - z), True))
    claim(spoiled, z - x)
    prove_by(spoiled, trim(0, -int(a), z - x, proof=CONDITION))
    return at_values(2, 1, 1)


@KINDS.spoils(trimmed_of_a_square)
def a_weak_condition_trimmed_of_a_square(spoiled: Certificate, generator: random.Random) -> Point | None:
    a = number(generator)
    give(spoiled, ((x - z) * (y - a) ** 2, False))
    claim(spoiled, x - z, ">=")
    prove_by(spoiled, trim(0, 1, x - z, factor(y - a, 2, 0, None), proof=CONDITION))
    return at_values(1, a, 2)


@KINDS.spoils(trimmed_of_a_square)
def a_condition_trimmed_of_an_odd_power(spoiled: Certificate, generator: random.Random) -> Point | None:
    a = number(generator)
    give(spoiled, ((x - z) * (y - a), True))
    prove_by(spoiled, trim(0, 1, x - z, factor(y - a, 1, 0, None), proof=CONDITION))
    return at_values(1, "1/2", 2)


@KINDS.spoils(trimmed)
def a_condition_trimmed_by_zero(spoiled: Certificate, _: random.Random) -> Point | None:
    give(spoiled, (sp.S.Zero, False))
    claim(spoiled, x - z, ">=")
    prove_by(spoiled, trim(0, 0, x - z, proof=CONDITION))
    return at_values(1, 1, 2)
