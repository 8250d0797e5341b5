"""Forgeries of how numbers, polynomials and rules are written."""

from __future__ import annotations

import random
from fractions import Fraction

from certificates.forgeries.kinds import Kinds, Point, give, proof_in, prove_by
from certificates.genuine import (
    Certificate,
    sums,
    with_condition,
    with_fraction,
)
from certificates.hand_certificates import (
    rescale,
    x,
    y,
    z,
)

KINDS = Kinds()


@KINDS.spoils(with_fraction)
def numbers_that_are_written_in_another_way(spoiled: Certificate, generator: random.Random) -> Point | None:
    item = proof_in(spoiled)["sum"][0]
    value = Fraction(item["coefficient"])
    written = f"{value.numerator}/{value.denominator}"
    item["coefficient"] = generator.choice(
        (
            f" {written}",
            f"+{written}",
            f"{2 * value.numerator}/{2 * value.denominator}",
            f"{value.numerator}/+{value.denominator}",
            f"{-value.numerator}/{-value.denominator}",
            str(float(value)),
            float(value),
            "1e-1",
            f"{value.numerator}/0{value.denominator}",
            f"{value.numerator}_0/{value.denominator}0",
            "1/0",
            "1e999999999",
        )
    )
    return None


@KINDS.spoils(sums)
def integers_that_are_written_in_another_way(spoiled: Certificate, generator: random.Random) -> Point | None:
    term = spoiled["clauses"][0]["atoms"][0]["polynomial"][0]
    term[0] = generator.choice(
        (int(term[0]), float(term[0]), f" {term[0]}", f"+{term[0]}", f"0{term[0]}", f"{term[0]}.0", True, "٣", "1_0")
    )
    return None


@KINDS.spoils(sums)
def exponents_that_are_no_naturals(spoiled: Certificate, generator: random.Random) -> Point | None:
    odd = generator.choice((-1, True, 1.0, "1", None, 1001, 2**70))
    generator.choice((proof_in(spoiled)["sum"][0]["monomial"], spoiled["clauses"][0]["atoms"][0]["polynomial"][0][1]))[
        0
    ] = odd
    return None


@KINDS.spoils(sums)
def a_monomial_that_occurs_twice(spoiled: Certificate, _: random.Random) -> Point | None:
    polynomial = spoiled["clauses"][0]["atoms"][0]["polynomial"]
    polynomial.append(["-99", list(polynomial[0][1])])
    return None


@KINDS.spoils(sums)
def exponents_of_the_wrong_number(spoiled: Certificate, generator: random.Random) -> Point | None:
    generator.choice(
        (proof_in(spoiled)["sum"][0]["monomial"], spoiled["clauses"][0]["atoms"][0]["polynomial"][0][1])
    ).append(0)
    return None


@KINDS.spoils(with_condition)
def strictness_that_is_no_truth_value(spoiled: Certificate, generator: random.Random) -> Point | None:
    spoiled["conditions"][0]["strict"] = generator.choice((1, "true", "False", None, [True]))
    return None


@KINDS.spoils(sums)
def rules_that_nobody_knows(spoiled: Certificate, generator: random.Random) -> Point | None:
    prove_by(
        spoiled, generator.choice(({"rule": "trust"}, {"rule": None}, {}, None, "identity", {"rule": ["identity"]}))
    )
    return None


@KINDS.spoils(sums)
def fields_that_nobody_reads(spoiled: Certificate, generator: random.Random) -> Point | None:
    records = [spoiled, spoiled["clauses"][0], spoiled["variables"][0], proof_in(spoiled), proof_in(spoiled)["sum"][0]]
    generator.choice(records)["assuming"] = "x > 1"
    return None


@KINDS.spoils(sums)
def a_proof_without_end(spoiled: Certificate, generator: random.Random) -> Point | None:
    for _ in range(generator.choice((200, 300))):
        prove_by(spoiled, rescale([], [], {}, proof_in(spoiled)))
    return None


@KINDS.spoils(with_condition)
def powers_without_end(spoiled: Certificate, generator: random.Random) -> Point | None:
    give(spoiled, ((x + y + z + 1) ** generator.randint(4, 9), True))
    proof_in(spoiled)["sum"][0]["conditions"] = [[0, 1000]]
    return None
