"""Forgeries of signs of products, and of slacks."""

from __future__ import annotations

import random

import sympy as sp

from certificates.forgeries.conditions_and_claims import another_claim
from certificates.forgeries.kinds import Kinds, Point, at_values, claim, declare, give, proof_in, prove_by, relate
from certificates.genuine import (
    Certificate,
    even_power,
    free_slack,
    negative_product,
    number,
    product,
    slack_above,
    slack_below_nonnegative,
    sums,
    weak_slack,
)
from certificates.hand_certificates import (
    NONNEGATIVE,
    UNIT,
    factor,
    identity,
    slack,
    summand,
    x,
    y,
    z,
)

KINDS = Kinds()


@KINDS.spoils(sums)
def a_negative_coefficient(spoiled: Certificate, generator: random.Random) -> Point | None:
    another_claim(spoiled, generator)
    summands = proof_in(spoiled)["sum"]
    summands[1]["coefficient"] = "-" + summands[1]["coefficient"]
    return at_values(1, 20, 1)


@KINDS.spoils(sums)
def a_coefficient_zero(spoiled: Certificate, _: random.Random) -> Point | None:
    proof_in(spoiled)["sum"].append(summand(0, z))
    return None


@KINDS.spoils(even_power)
def a_negative_constant(spoiled: Certificate, _: random.Random) -> Point | None:
    constant = proof_in(spoiled)["constant"]
    proof_in(spoiled)["constant"] = "-" + constant
    claim(spoiled, -int(constant) * (x - y) ** 2, ">=")
    return at_values(2, 1, 1)


@KINDS.spoils(product)
def factors_of_another_product(spoiled: Certificate, generator: random.Random) -> Point | None:
    claim(spoiled, x * (x - number(generator)))
    return at_values("1/2", 1, 1)


@KINDS.spoils(product)
def a_factor_left_out(spoiled: Certificate, generator: random.Random) -> Point | None:
    claim(spoiled, x * (x - number(generator)))
    proof_in(spoiled)["items"].pop()
    return at_values("1/2", 1, 1)


@KINDS.spoils(negative_product)
def a_sign_turned_over(spoiled: Certificate, _: random.Random) -> Point | None:
    constant = proof_in(spoiled)["constant"]
    claim(spoiled, int(constant) * (y - x) * (x - z))
    proof_in(spoiled)["items"][1] = factor(x - z, 1, 1, identity(summand(1, 1, (1, 1))))
    return at_values(3, 1, 1)


@KINDS.spoils(product)
def signs_that_are_none(spoiled: Certificate, generator: random.Random) -> Point | None:
    proof_in(spoiled)["items"][0]["sign"] = generator.choice((True, 1.0, 2, -1, 0, "1", None))
    return None


@KINDS.spoils(even_power)
def an_open_sign_in_a_strict_place(spoiled: Certificate, _: random.Random) -> Point | None:
    relate(spoiled, ">")
    return at_values(1, 1, 1)


@KINDS.spoils(even_power)
def an_open_sign_in_an_odd_power(spoiled: Certificate, _: random.Random) -> Point | None:
    claim(spoiled, int(proof_in(spoiled)["constant"]) * (x - y) ** 3, ">=")
    proof_in(spoiled)["items"][0]["power"] = 3
    return at_values(1, 2, 1)


@KINDS.spoils(even_power)
def an_open_sign_that_is_no_integer(spoiled: Certificate, generator: random.Random) -> Point | None:
    proof_in(spoiled)["items"][0]["sign"] = generator.choice((False, 0.0, None, "0"))
    return None


@KINDS.spoils(even_power)
def a_constant_zero(spoiled: Certificate, _: random.Random) -> Point | None:
    claim(spoiled, sp.S.Zero, ">=")
    proof_in(spoiled)["constant"] = "0"
    return None


@KINDS.spoils(slack_above)
def a_slack_that_is_not_linear(spoiled: Certificate, _: random.Random) -> Point | None:
    give(spoiled, (x**2 - y, True))
    return at_values(2, 3, 1)


@KINDS.spoils(slack_above)
def a_slack_with_a_slope_of_open_sign(spoiled: Certificate, _: random.Random) -> Point | None:
    give(spoiled, (x * (y - z) - 1, True))
    return at_values(1, 3, 1)


@KINDS.spoils(slack_above)
def a_slack_with_a_slope_that_can_vanish(spoiled: Certificate, _: random.Random) -> Point | None:
    declare(spoiled, *NONNEGATIVE)
    give(spoiled, (x * y - z, True))
    return at_values(1, 3, 1)


@KINDS.spoils(slack_above)
def a_slack_of_another_variable(spoiled: Certificate, generator: random.Random) -> Point | None:
    proof_in(spoiled)["symbol"] = generator.choice(("z", "w", "", 0, None))
    return None


@KINDS.spoils(slack_above)
def a_slack_in_a_condition_that_is_not_there(spoiled: Certificate, generator: random.Random) -> Point | None:
    proof_in(spoiled)["condition"] = generator.choice((-1, 1, False, 0.0, "0", None))
    return None


@KINDS.spoils(slack_below_nonnegative)
def a_weak_upper_bound(spoiled: Certificate, generator: random.Random) -> Point | None:
    a = number(generator)
    give(spoiled, (a - x, False))
    claim(spoiled, a - x)
    return at_values(a, 1, 1)


@KINDS.spoils(weak_slack)
def a_weak_slack_for_a_strict_claim(spoiled: Certificate, _: random.Random) -> Point | None:
    a = -int(spoiled["conditions"][0]["polynomial"][1][0])
    relate(spoiled, ">")
    return at_values(a, 1, 1)


@KINDS.spoils(free_slack)
def a_slack_that_takes_its_condition_along(spoiled: Certificate, _: random.Random) -> Point | None:
    claim(spoiled, x - y)
    prove_by(spoiled, slack(0, "x", UNIT))
    return at_values(1, 1, 1)
