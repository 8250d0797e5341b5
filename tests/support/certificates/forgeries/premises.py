"""Forgeries of premises, of relations and of contradictions."""

from __future__ import annotations

import random

import sympy as sp

from certificates.forgeries.kinds import Kinds, Point, at_values, give, proof_in, prove_by
from certificates.genuine import (
    Certificate,
    agreed,
    contradiction,
    disjunction,
    sums,
)
from certificates.hand_certificates import (
    NOTHING,
    UNIT,
    factor,
    factors,
    identity,
    summand,
    terms,
    x,
    y,
)

KINDS = Kinds()


@KINDS.spoils(disjunction)
def an_aim_that_is_not_there(spoiled: Certificate, generator: random.Random) -> Point | None:
    spoiled["clauses"][0]["aim"] = generator.choice((-1, -2, 2, True, 1.0, "1", None))
    return None


@KINDS.spoils(disjunction)
def a_premise_left_out(spoiled: Certificate, _: random.Random) -> Point | None:
    spoiled["clauses"][0]["atoms"].pop(0)
    spoiled["clauses"][0]["aim"] = 0
    return at_values(1, 2, 1)


@KINDS.spoils(disjunction)
def a_premise_that_is_stricter(spoiled: Certificate, _: random.Random) -> Point | None:
    spoiled["clauses"][0]["atoms"][0]["relation"] = ">"
    return at_values(1, 1, 1)


@KINDS.spoils(disjunction)
def a_relation_that_nobody_knows(spoiled: Certificate, generator: random.Random) -> Point | None:
    """Of the atom that is assumed to fail; what nobody knows is the negation of nothing."""
    spoiled["clauses"][0]["atoms"] = [
        {"polynomial": terms(x - y), "relation": generator.choice(("<", "<=", "~", "", "==", None))},
        {"polynomial": terms(y - x), "relation": ">="},
    ]
    prove_by(spoiled, identity(summand(1, 1, (1, 1))))
    return None


@KINDS.spoils(disjunction)
def the_wrong_number_of_proofs(spoiled: Certificate, generator: random.Random) -> Point | None:
    prove_by(spoiled, *[proof_in(spoiled)] * generator.choice((0, 2, 3)))
    return None


@KINDS.spoils(sums)
def nothing_to_be_proved(spoiled: Certificate, generator: random.Random) -> Point | None:
    if generator.random() < 0.5:
        spoiled["clauses"] = []
    else:
        spoiled["clauses"][0]["atoms"] = []
    return None


@KINDS.spoils(contradiction)
def a_contradiction_between_weak_conditions(spoiled: Certificate, _: random.Random) -> Point | None:
    for condition in spoiled["conditions"]:
        condition["strict"] = False
    return at_values(1, 1, 1)


@KINDS.spoils(contradiction)
def a_contradiction_with_nothing(spoiled: Certificate, generator: random.Random) -> Point | None:
    give(spoiled)
    prove_by(spoiled, generator.choice((NOTHING, UNIT, factors(0), factors(1, factor(sp.S.Zero, 2, 0, None)))))
    return at_values(1, 1, 1)


@KINDS.spoils(contradiction)
def a_contradiction_between_conditions_that_agree(spoiled: Certificate, generator: random.Random) -> Point | None:
    give(spoiled, (x - y, True), (y - x + generator.randint(2, 9), True))
    return at_values(2, 1, 1)


@KINDS.spoils(agreed)
def engines_that_do_not_count(spoiled: Certificate, generator: random.Random) -> Point | None:
    proof_in(spoiled)["agree"] = generator.choice(
        (
            ["z3", "z3"],
            ["z3"],
            [],
            ["z3", "z4"],
            ["z3", "cvc5", "z4"],
            ["z3", "cvc5", "cvc5"],
            "z3cvc5",
            {"z3": 1, "cvc5": 1},
            ["Z3", "cvc5"],
            None,
        )
    )
    return None
