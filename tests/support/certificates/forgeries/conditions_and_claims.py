"""Forgeries of conditions, of ranges, of variables and of what is claimed."""

from __future__ import annotations

import copy
import random

from certificates.forgeries.kinds import Kinds, Point, at_values, declare, give, proof_in, prove_by, relate
from certificates.genuine import (
    Certificate,
    equation,
    slack_above,
    sums,
    two_conditions,
    weak_sums,
    with_condition,
)
from certificates.hand_certificates import (
    CONDITION,
    FREE,
    NONNEGATIVE,
    UNIT,
    slack,
    terms,
    trim,
    x,
    y,
    z,
)

KINDS = Kinds()


@KINDS.spoils(slack_above)
def a_condition_that_was_used_up(spoiled: Certificate, generator: random.Random) -> Point | None:
    again = generator.choice((CONDITION, slack(0, "x", UNIT), slack(0, "y", UNIT), trim(0, 1, x, proof=UNIT)))
    proof_in(spoiled)["proof"] = copy.deepcopy(again)
    return None


@KINDS.spoils(with_condition)
def a_weaker_condition(spoiled: Certificate, _: random.Random) -> Point | None:
    spoiled["conditions"][0]["strict"] = False
    return at_values(1, 1, 1)


@KINDS.spoils(with_condition)
def no_condition(spoiled: Certificate, _: random.Random) -> Point | None:
    give(spoiled)
    return at_values(1, 2, 1)


@KINDS.spoils(two_conditions)
def another_condition(spoiled: Certificate, generator: random.Random) -> Point | None:
    spoiled["conditions"][1]["polynomial"] = terms(y - z + generator.randint(4, 9))
    return at_values(3, 2, 4)


@KINDS.spoils(with_condition)
def positions_that_are_not_there(spoiled: Certificate, generator: random.Random) -> Point | None:
    proof_in(spoiled)["sum"][0]["conditions"][0][0] = generator.choice((-1, 1, 7, True, False, 0.0, "0", None))
    return None


@KINDS.spoils(with_condition)
def powers_that_are_not_positive(spoiled: Certificate, generator: random.Random) -> Point | None:
    proof_in(spoiled)["sum"][0]["conditions"][0][1] = generator.choice((0, -1, True, 1.0, "1", 1001, 10**18))
    return None


@KINDS.spoils(sums)
def wider_ranges(spoiled: Certificate, _: random.Random) -> Point | None:
    declare(spoiled, *FREE)
    return at_values(-1, -1, 1)


@KINDS.spoils(sums)
def ranges_with_zero(spoiled: Certificate, _: random.Random) -> Point | None:
    declare(spoiled, *NONNEGATIVE)
    return at_values(0, 0, 0)


@KINDS.spoils(sums)
def ranges_that_nobody_knows(spoiled: Certificate, generator: random.Random) -> Point | None:
    declare(spoiled, "positive", "positive", generator.choice(("real", "Positive", "", 1)))
    return None


@KINDS.spoils(sums)
def variables_of_one_name(spoiled: Certificate, generator: random.Random) -> Point | None:
    spoiled["variables"][generator.randint(1, 2)]["name"] = "x"
    return None


@KINDS.spoils(weak_sums)
def a_strict_claim(spoiled: Certificate, _: random.Random) -> Point | None:
    relate(spoiled, ">")
    return at_values(0, 0, 0)


@KINDS.spoils(weak_sums)
def an_equation(spoiled: Certificate, _: random.Random) -> Point | None:
    relate(spoiled, "=")
    prove_by(spoiled, proof_in(spoiled), proof_in(spoiled))
    return at_values(1, 1, 1)


@KINDS.spoils(weak_sums)
def an_inequation(spoiled: Certificate, _: random.Random) -> Point | None:
    relate(spoiled, "!=")
    return at_values(0, 0, 0)


@KINDS.spoils(equation)
def an_equation_from_one_side(spoiled: Certificate, _: random.Random) -> Point | None:
    spoiled["conditions"].pop()
    prove_by(spoiled, proof_in(spoiled), proof_in(spoiled))
    return at_values(2, 1, 1)


@KINDS.spoils(sums)
def another_claim(spoiled: Certificate, _: random.Random) -> Point | None:
    atom = spoiled["clauses"][0]["atoms"][0]
    atom["polynomial"][1][0] = "-" + atom["polynomial"][1][0]
    return at_values(1, 20, 1)
