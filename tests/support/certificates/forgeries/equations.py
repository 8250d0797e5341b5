"""Forgeries of what is solved from equations, and of sums of squares."""

from __future__ import annotations

import random

from certificates.forgeries.kinds import Kinds, Point, at_values, claim, given_number, proof_in, prove_by
from certificates.genuine import (
    Certificate,
    multiples,
    number,
    solved,
    solved_with_a_slope,
    sum_of_squares,
    three_cases,
)
from certificates.hand_certificates import (
    NOTHING,
    cases,
    identity,
    solve,
    squares,
    summand,
    terms,
    x,
    y,
    z,
)

KINDS = Kinds()


@KINDS.spoils(solved)
def solved_for_a_variable_without_its_range(spoiled: Certificate, _: random.Random) -> Point | None:
    spoiled["variables"][0]["range"] = "free"
    return at_values(0, 1, given_number(spoiled))


@KINDS.spoils(solved)
def solved_from_one_side(spoiled: Certificate, _: random.Random) -> Point | None:
    a = given_number(spoiled)
    del spoiled["conditions"][1]
    spoiled["clauses"][0]["proofs"][0] |= {"equation": [0, 0], "proof": identity(summand(1, 1, (1, 1)))}
    return at_values(1, 1, a)


@KINDS.spoils(solved_with_a_slope)
def solved_with_a_slope_that_can_vanish(spoiled: Certificate, _: random.Random) -> Point | None:
    """Where 0*x = 0, x can be anything."""
    spoiled["conditions"][2]["strict"] = False
    claim(spoiled, x, "=")
    prove_by(spoiled, solve((0, 1), "x", 0, squares((y, summand(1))), NOTHING), NOTHING)
    return at_values(1, 0, 0)


@KINDS.spoils(multiples)
def multiples_of_an_inequality(spoiled: Certificate, _: random.Random) -> Point | None:
    del spoiled["conditions"][1]
    for proof in spoiled["clauses"][0]["proofs"]:
        proof["multiples"][0]["equation"] = [0, 0]
    return at_values(100, 1, 1)


@KINDS.spoils(multiples)
def multiples_that_are_other_ones(spoiled: Certificate, generator: random.Random) -> Point | None:
    proof_in(spoiled)["multiples"][0]["polynomial"] = terms(x + number(generator) * z)
    return None


@KINDS.spoils(three_cases)
def cases_without_equality(spoiled: Certificate, _: random.Random) -> Point | None:
    claim(spoiled, (x - y) ** 2)
    case = identity(summand(1, 1, (0, 2)))
    prove_by(spoiled, cases(x - y, case, case, case))
    return at_values(1, 1, 1)


@KINDS.spoils(sum_of_squares)
def squares_that_can_vanish(spoiled: Certificate, _: random.Random) -> Point | None:
    claim(spoiled, x**2)
    prove_by(spoiled, squares((x, summand(1))))
    return at_values(0, 1, 0)


@KINDS.spoils(sum_of_squares)
def squares_with_a_negative_weight(spoiled: Certificate, _: random.Random) -> Point | None:
    claim(spoiled, -(x**2), ">=")
    prove_by(spoiled, squares((x, summand(-1))))
    return at_values(1, 1, 0)
