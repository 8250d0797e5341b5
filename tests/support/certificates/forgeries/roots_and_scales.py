"""Forgeries of roots and of scales."""

from __future__ import annotations

import random

import sympy as sp

from certificates.forgeries.kinds import Kinds, Point, at_values, claim, declare, give, low_of, proof_in, prove_by
from certificates.genuine import (
    Certificate,
    number,
    root_above,
    root_below,
    rooted,
    scaled,
    square_root,
)
from certificates.hand_certificates import (
    CONDITION,
    NONNEGATIVE,
    UNIT,
    identity,
    rescale,
    summand,
    x,
    y,
    z,
)

KINDS = Kinds()


@KINDS.spoils(root_above)
def root_with_a_negative_upper_bound(spoiled: Certificate, generator: random.Random) -> Point | None:
    bound = low_of(spoiled) + number(generator)
    spoiled["radicals"][0]["high"] = str(-bound)
    claim(spoiled, -bound - low_of(spoiled))
    prove_by(spoiled, identity(summand(1, 1, (2, 1)), summand(1, 1, (3, 1))))
    return at_values(1, 1, 1)


@KINDS.spoils(root_above)
def root_with_swapped_bounds(spoiled: Certificate, _: random.Random) -> Point | None:
    radical = spoiled["radicals"][0]
    radical["low"], radical["high"] = radical["high"], radical["low"]
    claim(spoiled, sp.Integer(-1))
    prove_by(spoiled, identity(summand(1, 1, (2, 1)), summand(1, 1, (3, 1))))
    return at_values(1, 1, 1)


@KINDS.spoils(root_above)
def root_with_a_lower_bound_above_it(spoiled: Certificate, _: random.Random) -> Point | None:
    claim(spoiled, 2 * z - 2 * low_of(spoiled) - 1)
    spoiled["radicals"][0]["low"] = str(low_of(spoiled) + sp.Rational(1, 2))
    return at_values(1, 1, 1)


@KINDS.spoils(root_below)
def root_with_an_upper_bound_below_it(spoiled: Certificate, _: random.Random) -> Point | None:
    claim(spoiled, low_of(spoiled) - z)
    spoiled["radicals"][0] |= {"low": "1/3", "high": str(low_of(spoiled))}
    return at_values(1, 1, 1)


@KINDS.spoils(square_root)
def root_without_a_positive_lower_bound(spoiled: Certificate, generator: random.Random) -> Point | None:
    spoiled["radicals"][0]["low"] = generator.choice(("0", "-1", "-1/2"))
    return None


@KINDS.spoils(square_root)
def root_defined_twice(spoiled: Certificate, generator: random.Random) -> Point | None:
    first = spoiled["radicals"][0]
    other = int(first["radicand"]) + generator.randint(1, 5)
    spoiled["radicals"].append(first | {"radicand": str(other), "high": str(other)})
    claim(spoiled, sp.Integer(int(first["radicand"]) - other), ">=")
    prove_by(spoiled, identity(summand(1, 1, (1, 1)), summand(1, 1, (4, 1))))
    return at_values(1, 1, 1)


@KINDS.spoils(square_root)
def root_defined_twice_alike(spoiled: Certificate, _: random.Random) -> Point | None:
    spoiled["radicals"].append(dict(spoiled["radicals"][0]))
    return None


@KINDS.spoils(square_root)
def root_of_a_negative_number(spoiled: Certificate, generator: random.Random) -> Point | None:
    radicand = -number(generator)
    spoiled["radicals"][0]["radicand"] = str(radicand)
    claim(spoiled, radicand, ">=")
    prove_by(spoiled, identity(summand(1, 1, (1, 1)), summand(1, z**2)))
    return at_values(1, 1, 1)


@KINDS.spoils(square_root)
def root_of_zero(spoiled: Certificate, _: random.Random) -> Point | None:
    spoiled["radicals"][0]["radicand"] = "0"
    claim(spoiled, sp.S.Zero)
    prove_by(spoiled, identity(summand(1, 1, (1, 1)), summand(1, z**2)))
    return at_values(1, 1, 1)


@KINDS.spoils(square_root)
def root_of_no_positive_variable(spoiled: Certificate, generator: random.Random) -> Point | None:
    spoiled["variables"][2]["range"] = generator.choice(("free", "nonnegative"))
    return None


@KINDS.spoils(square_root)
def root_that_is_not_declared(spoiled: Certificate, generator: random.Random) -> Point | None:
    spoiled["radicals"][0]["name"] = generator.choice(("w", "", "Z", "x0", 2, None))
    return None


@KINDS.spoils(square_root)
def root_with_odd_numbers(spoiled: Certificate, generator: random.Random) -> Point | None:
    field = generator.choice(("radicand", "low", "high"))
    value = spoiled["radicals"][0][field]
    spoiled["radicals"][0][field] = generator.choice(
        (int(value), float(value), value + ".0", value + "/1", f"+{value}")
    )
    return None


@KINDS.spoils(scaled)
def float_weights(spoiled: Certificate, generator: random.Random) -> Point | None:
    """A number so large that adding one to it changes nothing: all would be homogeneous."""
    claim(spoiled, x * (2 - y))
    prove_by(spoiled, rescale([[generator.choice((1e300, float("inf"))), 1, 0]], ["y"], {}, identity(summand(1, x))))
    return at_values(1, 3, 1)


@KINDS.spoils(scaled)
def weights_that_are_no_integers(spoiled: Certificate, generator: random.Random) -> Point | None:
    odd = generator.choice((True, 1.0, "1", None, [1], 10**30))
    proof_in(spoiled)["weights"] = [[odd, odd, 0]]
    return None


@KINDS.spoils(scaled)
def weights_of_the_wrong_number(spoiled: Certificate, generator: random.Random) -> Point | None:
    proof_in(spoiled)["weights"] = generator.choice(([[1, 1]], [[1, 1, 0, 0]], [], [[1, 1, 0]] * 2, [[]]))
    return None


@KINDS.spoils(scaled)
def weights_that_move_nothing(spoiled: Certificate, _: random.Random) -> Point | None:
    claim(spoiled, x * (2 - y))
    prove_by(spoiled, rescale([[0, 0, 0]], ["y"], {}, identity(summand(1, x))))
    return at_values(1, 3, 1)


@KINDS.spoils(scaled)
def weights_that_move_two_variables_alike(spoiled: Certificate, generator: random.Random) -> Point | None:
    a = int(number(generator))
    claim(spoiled, 2 * x - y)
    prove_by(spoiled, rescale([[1, 1, 0], [a, a, 0]], ["x", "y"], {}, UNIT))
    return at_values(1, 3, 1)


@KINDS.spoils(scaled)
def scaling_what_is_not_homogeneous(spoiled: Certificate, generator: random.Random) -> Point | None:
    claim(spoiled, x * (2 - y))
    prove_by(spoiled, rescale([[generator.randint(-3, 3), 1, 0]], ["y"], {}, identity(summand(1, x))))
    return at_values(1, 3, 1)


@KINDS.spoils(scaled)
def scaling_a_condition_that_is_not_homogeneous(spoiled: Certificate, _: random.Random) -> Point | None:
    claim(spoiled, x - y)
    give(spoiled, (x - 1, True))
    prove_by(spoiled, rescale([[1, 1, 0]], ["y"], {}, CONDITION))
    return at_values(2, 3, 1)


@KINDS.spoils(scaled)
def ones_given_twice(spoiled: Certificate, _: random.Random) -> Point | None:
    proof_in(spoiled)["ones"] = ["y", "y"]
    proof_in(spoiled)["weights"] = [[1, 1, 0], [0, 0, 1]]
    return None


@KINDS.spoils(scaled)
def ones_that_are_roots_too(spoiled: Certificate, generator: random.Random) -> Point | None:
    proof_in(spoiled)["roots"] = {"y": generator.randint(1, 9)}
    return None


@KINDS.spoils(scaled)
def ones_that_can_be_negative(spoiled: Certificate, _: random.Random) -> Point | None:
    claim(spoiled, x * y)
    declare(spoiled, "free", "positive", "positive")
    prove_by(spoiled, rescale([[1, -1, 0]], ["x"], {}, identity(summand(1, y))))
    return at_values(-1, 1, 1)


@KINDS.spoils(scaled)
def ones_that_can_vanish(spoiled: Certificate, _: random.Random) -> Point | None:
    declare(spoiled, *NONNEGATIVE)
    claim(spoiled, x)
    prove_by(spoiled, rescale([[1, 0, 0]], ["x"], {}, UNIT))
    return at_values(0, 1, 1)


@KINDS.spoils(rooted)
def roots_of_a_variable_that_can_vanish(spoiled: Certificate, _: random.Random) -> Point | None:
    declare(spoiled, *NONNEGATIVE)
    return at_values(0, 1, 1)


@KINDS.spoils(rooted)
def roots_that_are_no_powers(spoiled: Certificate, generator: random.Random) -> Point | None:
    proof_in(spoiled)["roots"] = {"x": generator.choice((0, -1, -2, 3, 5, True, 2.0, "2", None, 10**9))}
    return None
