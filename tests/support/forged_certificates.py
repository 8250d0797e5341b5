"""Forged certificates: each states something false, or has an invalid step; its digest is made again.

Every kind of forgery is a small function that spoils a genuine certificate, and returns a point at which what the
forged one states is false, or None where what it states may be true and a step is invalid. Nothing here uses the prover
or its checker, but for making digests.
"""

from __future__ import annotations

import copy
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import sympy as sp

from genuine_certificates import (
    Certificate,
    Genuine,
    agreed,
    contradiction,
    disjunction,
    equation,
    even_power,
    free_slack,
    multiples,
    multiplied,
    negative_product,
    number,
    product,
    root_above,
    root_below,
    rooted,
    scaled,
    slack_above,
    slack_below_nonnegative,
    solved,
    solved_with_a_slope,
    square_root,
    squared,
    sum_of_squares,
    sums,
    three_cases,
    touching,
    trimmed,
    trimmed_of_a_square,
    two_cases,
    two_conditions,
    weak_slack,
    weak_sums,
    with_condition,
    with_fraction,
)
from hand_certificates import (
    CONDITION,
    FREE,
    NONNEGATIVE,
    NOTHING,
    UNIT,
    cases,
    factor,
    factors,
    identity,
    multiply,
    rescale,
    signed,
    slack,
    solve,
    split,
    square,
    squares,
    summand,
    terms,
    trim,
    x,
    y,
    z,
)

Point = dict[str, Fraction]


@dataclass(frozen=True, kw_only=True)
class Forgery:
    """A certificate that must not be accepted.

    Attributes
    ----------
    kind : str
    certificate : dict
    counterexample : dict or None
        An exact point at which what it states is false; None where an invalid step is all that is known to be wrong.
    """

    kind: str
    certificate: Certificate
    counterexample: Point | None


def forged(seed: int) -> Iterator[tuple[str, Certificate]]:
    """Yield the kind and the certificate of forgeries without end, one kind after the other."""
    return ((forgery.kind, forgery.certificate) for forgery in forgeries(seed))


def forgeries(seed: int) -> Iterator[Forgery]:
    """Yield forgeries without end, one kind after the other."""
    generator = random.Random(seed)
    while True:
        for kind, (template, forge) in KINDS.items():
            spoiled = copy.deepcopy(template(generator))
            counterexample = forge(spoiled, generator)
            yield Forgery(kind=kind, certificate=signed(spoiled), counterexample=counterexample)


Forge = Callable[[Certificate, random.Random], Point | None]
KINDS: dict[str, tuple[Genuine, Forge]] = {}


def _spoils(template: Genuine) -> Callable[[Forge], Forge]:
    def register(forge: Forge) -> Forge:
        KINDS[forge.__name__] = template, forge
        return forge

    return register


def _at(*values: Any) -> Point:
    return {name: Fraction(str(value)) for name, value in zip("xyz", values, strict=True)}


def _proof(spoiled: Certificate) -> Any:
    return spoiled["clauses"][0]["proofs"][0]


def _prove(spoiled: Certificate, *proofs: Any) -> None:
    spoiled["clauses"][0]["proofs"] = copy.deepcopy(list(proofs))


def _claim(spoiled: Certificate, polynomial: Any, relation: str = ">") -> None:
    spoiled["clauses"][0]["atoms"][-1] = {"polynomial": terms(polynomial), "relation": relation}


def _relate(spoiled: Certificate, relation: str) -> None:
    spoiled["clauses"][0]["atoms"][-1]["relation"] = relation


def _give(spoiled: Certificate, *given: tuple[Any, bool]) -> None:
    spoiled["conditions"] = [{"polynomial": terms(p), "strict": strict, "origin": ""} for p, strict in given]


def _declare(spoiled: Certificate, *ranges: str) -> None:
    for variable, allowed in zip(spoiled["variables"], ranges, strict=True):
        variable["range"] = allowed


def _low(spoiled: Certificate) -> sp.Integer:
    return sp.Integer(spoiled["radicals"][0]["low"])


@_spoils(root_above)
def root_with_a_negative_upper_bound(spoiled: Certificate, generator: random.Random) -> Point | None:
    bound = _low(spoiled) + number(generator)
    spoiled["radicals"][0]["high"] = str(-bound)
    _claim(spoiled, -bound - _low(spoiled))
    _prove(spoiled, identity(summand(1, 1, (2, 1)), summand(1, 1, (3, 1))))
    return _at(1, 1, 1)


@_spoils(root_above)
def root_with_swapped_bounds(spoiled: Certificate, _: random.Random) -> Point | None:
    radical = spoiled["radicals"][0]
    radical["low"], radical["high"] = radical["high"], radical["low"]
    _claim(spoiled, sp.Integer(-1))
    _prove(spoiled, identity(summand(1, 1, (2, 1)), summand(1, 1, (3, 1))))
    return _at(1, 1, 1)


@_spoils(root_above)
def root_with_a_lower_bound_above_it(spoiled: Certificate, _: random.Random) -> Point | None:
    _claim(spoiled, 2 * z - 2 * _low(spoiled) - 1)
    spoiled["radicals"][0]["low"] = str(_low(spoiled) + sp.Rational(1, 2))
    return _at(1, 1, 1)


@_spoils(root_below)
def root_with_an_upper_bound_below_it(spoiled: Certificate, _: random.Random) -> Point | None:
    _claim(spoiled, _low(spoiled) - z)
    spoiled["radicals"][0] |= {"low": "1/3", "high": str(_low(spoiled))}
    return _at(1, 1, 1)


@_spoils(square_root)
def root_without_a_positive_lower_bound(spoiled: Certificate, generator: random.Random) -> Point | None:
    spoiled["radicals"][0]["low"] = generator.choice(("0", "-1", "-1/2"))
    return None


@_spoils(square_root)
def root_defined_twice(spoiled: Certificate, generator: random.Random) -> Point | None:
    first = spoiled["radicals"][0]
    other = int(first["radicand"]) + generator.randint(1, 5)
    spoiled["radicals"].append(first | {"radicand": str(other), "high": str(other)})
    _claim(spoiled, sp.Integer(int(first["radicand"]) - other), ">=")
    _prove(spoiled, identity(summand(1, 1, (1, 1)), summand(1, 1, (4, 1))))
    return _at(1, 1, 1)


@_spoils(square_root)
def root_defined_twice_alike(spoiled: Certificate, _: random.Random) -> Point | None:
    spoiled["radicals"].append(dict(spoiled["radicals"][0]))
    return None


@_spoils(square_root)
def root_of_a_negative_number(spoiled: Certificate, generator: random.Random) -> Point | None:
    radicand = -number(generator)
    spoiled["radicals"][0]["radicand"] = str(radicand)
    _claim(spoiled, radicand, ">=")
    _prove(spoiled, identity(summand(1, 1, (1, 1)), summand(1, z**2)))
    return _at(1, 1, 1)


@_spoils(square_root)
def root_of_zero(spoiled: Certificate, _: random.Random) -> Point | None:
    spoiled["radicals"][0]["radicand"] = "0"
    _claim(spoiled, sp.S.Zero)
    _prove(spoiled, identity(summand(1, 1, (1, 1)), summand(1, z**2)))
    return _at(1, 1, 1)


@_spoils(square_root)
def root_of_no_positive_variable(spoiled: Certificate, generator: random.Random) -> Point | None:
    spoiled["variables"][2]["range"] = generator.choice(("free", "nonnegative"))
    return None


@_spoils(square_root)
def root_that_is_not_declared(spoiled: Certificate, generator: random.Random) -> Point | None:
    spoiled["radicals"][0]["name"] = generator.choice(("w", "", "Z", "x0", 2, None))
    return None


@_spoils(square_root)
def root_with_odd_numbers(spoiled: Certificate, generator: random.Random) -> Point | None:
    field = generator.choice(("radicand", "low", "high"))
    value = spoiled["radicals"][0][field]
    spoiled["radicals"][0][field] = generator.choice(
        (int(value), float(value), value + ".0", value + "/1", f"+{value}")
    )
    return None


@_spoils(scaled)
def float_weights(spoiled: Certificate, generator: random.Random) -> Point | None:
    """A number so large that adding one to it changes nothing: all would be homogeneous."""
    _claim(spoiled, x * (2 - y))
    _prove(spoiled, rescale([[generator.choice((1e300, float("inf"))), 1, 0]], ["y"], {}, identity(summand(1, x))))
    return _at(1, 3, 1)


@_spoils(scaled)
def weights_that_are_no_integers(spoiled: Certificate, generator: random.Random) -> Point | None:
    odd = generator.choice((True, 1.0, "1", None, [1], 10**30))
    _proof(spoiled)["weights"] = [[odd, odd, 0]]
    return None


@_spoils(scaled)
def weights_of_the_wrong_number(spoiled: Certificate, generator: random.Random) -> Point | None:
    _proof(spoiled)["weights"] = generator.choice(([[1, 1]], [[1, 1, 0, 0]], [], [[1, 1, 0]] * 2, [[]]))
    return None


@_spoils(scaled)
def weights_that_move_nothing(spoiled: Certificate, _: random.Random) -> Point | None:
    _claim(spoiled, x * (2 - y))
    _prove(spoiled, rescale([[0, 0, 0]], ["y"], {}, identity(summand(1, x))))
    return _at(1, 3, 1)


@_spoils(scaled)
def weights_that_move_two_variables_alike(spoiled: Certificate, generator: random.Random) -> Point | None:
    a = int(number(generator))
    _claim(spoiled, 2 * x - y)
    _prove(spoiled, rescale([[1, 1, 0], [a, a, 0]], ["x", "y"], {}, UNIT))
    return _at(1, 3, 1)


@_spoils(scaled)
def scaling_what_is_not_homogeneous(spoiled: Certificate, generator: random.Random) -> Point | None:
    _claim(spoiled, x * (2 - y))
    _prove(spoiled, rescale([[generator.randint(-3, 3), 1, 0]], ["y"], {}, identity(summand(1, x))))
    return _at(1, 3, 1)


@_spoils(scaled)
def scaling_a_condition_that_is_not_homogeneous(spoiled: Certificate, _: random.Random) -> Point | None:
    _claim(spoiled, x - y)
    _give(spoiled, (x - 1, True))
    _prove(spoiled, rescale([[1, 1, 0]], ["y"], {}, CONDITION))
    return _at(2, 3, 1)


@_spoils(scaled)
def ones_given_twice(spoiled: Certificate, _: random.Random) -> Point | None:
    _proof(spoiled)["ones"] = ["y", "y"]
    _proof(spoiled)["weights"] = [[1, 1, 0], [0, 0, 1]]
    return None


@_spoils(scaled)
def ones_that_are_roots_too(spoiled: Certificate, generator: random.Random) -> Point | None:
    _proof(spoiled)["roots"] = {"y": generator.randint(1, 9)}
    return None


@_spoils(scaled)
def ones_that_can_be_negative(spoiled: Certificate, _: random.Random) -> Point | None:
    _claim(spoiled, x * y)
    _declare(spoiled, "free", "positive", "positive")
    _prove(spoiled, rescale([[1, -1, 0]], ["x"], {}, identity(summand(1, y))))
    return _at(-1, 1, 1)


@_spoils(scaled)
def ones_that_can_vanish(spoiled: Certificate, _: random.Random) -> Point | None:
    _declare(spoiled, *NONNEGATIVE)
    _claim(spoiled, x)
    _prove(spoiled, rescale([[1, 0, 0]], ["x"], {}, UNIT))
    return _at(0, 1, 1)


@_spoils(rooted)
def roots_of_a_variable_that_can_vanish(spoiled: Certificate, _: random.Random) -> Point | None:
    _declare(spoiled, *NONNEGATIVE)
    return _at(0, 1, 1)


@_spoils(rooted)
def roots_that_are_no_powers(spoiled: Certificate, generator: random.Random) -> Point | None:
    _proof(spoiled)["roots"] = {"x": generator.choice((0, -1, -2, 3, 5, True, 2.0, "2", None, 10**9))}
    return None


@_spoils(slack_above)
def a_condition_that_was_used_up(spoiled: Certificate, generator: random.Random) -> Point | None:
    again = generator.choice((CONDITION, slack(0, "x", UNIT), slack(0, "y", UNIT), trim(0, 1, x, proof=UNIT)))
    _proof(spoiled)["proof"] = copy.deepcopy(again)
    return None


@_spoils(with_condition)
def a_weaker_condition(spoiled: Certificate, _: random.Random) -> Point | None:
    spoiled["conditions"][0]["strict"] = False
    return _at(1, 1, 1)


@_spoils(with_condition)
def no_condition(spoiled: Certificate, _: random.Random) -> Point | None:
    _give(spoiled)
    return _at(1, 2, 1)


@_spoils(two_conditions)
def another_condition(spoiled: Certificate, generator: random.Random) -> Point | None:
    spoiled["conditions"][1]["polynomial"] = terms(y - z + generator.randint(4, 9))
    return _at(3, 2, 4)


@_spoils(with_condition)
def positions_that_are_not_there(spoiled: Certificate, generator: random.Random) -> Point | None:
    _proof(spoiled)["sum"][0]["conditions"][0][0] = generator.choice((-1, 1, 7, True, False, 0.0, "0", None))
    return None


@_spoils(with_condition)
def powers_that_are_not_positive(spoiled: Certificate, generator: random.Random) -> Point | None:
    _proof(spoiled)["sum"][0]["conditions"][0][1] = generator.choice((0, -1, True, 1.0, "1", 1001, 10**18))
    return None


@_spoils(sums)
def wider_ranges(spoiled: Certificate, _: random.Random) -> Point | None:
    _declare(spoiled, *FREE)
    return _at(-1, -1, 1)


@_spoils(sums)
def ranges_with_zero(spoiled: Certificate, _: random.Random) -> Point | None:
    _declare(spoiled, *NONNEGATIVE)
    return _at(0, 0, 0)


@_spoils(sums)
def ranges_that_nobody_knows(spoiled: Certificate, generator: random.Random) -> Point | None:
    _declare(spoiled, "positive", "positive", generator.choice(("real", "Positive", "", 1)))
    return None


@_spoils(sums)
def variables_of_one_name(spoiled: Certificate, generator: random.Random) -> Point | None:
    spoiled["variables"][generator.randint(1, 2)]["name"] = "x"
    return None


@_spoils(weak_sums)
def a_strict_claim(spoiled: Certificate, _: random.Random) -> Point | None:
    _relate(spoiled, ">")
    return _at(0, 0, 0)


@_spoils(weak_sums)
def an_equation(spoiled: Certificate, _: random.Random) -> Point | None:
    _relate(spoiled, "=")
    _prove(spoiled, _proof(spoiled), _proof(spoiled))
    return _at(1, 1, 1)


@_spoils(weak_sums)
def an_inequation(spoiled: Certificate, _: random.Random) -> Point | None:
    _relate(spoiled, "!=")
    return _at(0, 0, 0)


@_spoils(equation)
def an_equation_from_one_side(spoiled: Certificate, _: random.Random) -> Point | None:
    spoiled["conditions"].pop()
    _prove(spoiled, _proof(spoiled), _proof(spoiled))
    return _at(2, 1, 1)


@_spoils(sums)
def another_claim(spoiled: Certificate, _: random.Random) -> Point | None:
    atom = spoiled["clauses"][0]["atoms"][0]
    atom["polynomial"][1][0] = "-" + atom["polynomial"][1][0]
    return _at(1, 20, 1)


@_spoils(sums)
def a_negative_coefficient(spoiled: Certificate, generator: random.Random) -> Point | None:
    another_claim(spoiled, generator)
    summands = _proof(spoiled)["sum"]
    summands[1]["coefficient"] = "-" + summands[1]["coefficient"]
    return _at(1, 20, 1)


@_spoils(sums)
def a_coefficient_zero(spoiled: Certificate, _: random.Random) -> Point | None:
    _proof(spoiled)["sum"].append(summand(0, z))
    return None


@_spoils(even_power)
def a_negative_constant(spoiled: Certificate, _: random.Random) -> Point | None:
    constant = _proof(spoiled)["constant"]
    _proof(spoiled)["constant"] = "-" + constant
    _claim(spoiled, -int(constant) * (x - y) ** 2, ">=")
    return _at(2, 1, 1)


@_spoils(product)
def factors_of_another_product(spoiled: Certificate, generator: random.Random) -> Point | None:
    _claim(spoiled, x * (x - number(generator)))
    return _at("1/2", 1, 1)


@_spoils(product)
def a_factor_left_out(spoiled: Certificate, generator: random.Random) -> Point | None:
    _claim(spoiled, x * (x - number(generator)))
    _proof(spoiled)["items"].pop()
    return _at("1/2", 1, 1)


@_spoils(negative_product)
def a_sign_turned_over(spoiled: Certificate, _: random.Random) -> Point | None:
    constant = _proof(spoiled)["constant"]
    _claim(spoiled, int(constant) * (y - x) * (x - z))
    _proof(spoiled)["items"][1] = factor(x - z, 1, 1, identity(summand(1, 1, (1, 1))))
    return _at(3, 1, 1)


@_spoils(product)
def signs_that_are_none(spoiled: Certificate, generator: random.Random) -> Point | None:
    _proof(spoiled)["items"][0]["sign"] = generator.choice((True, 1.0, 2, -1, 0, "1", None))
    return None


@_spoils(even_power)
def an_open_sign_in_a_strict_place(spoiled: Certificate, _: random.Random) -> Point | None:
    _relate(spoiled, ">")
    return _at(1, 1, 1)


@_spoils(even_power)
def an_open_sign_in_an_odd_power(spoiled: Certificate, _: random.Random) -> Point | None:
    _claim(spoiled, int(_proof(spoiled)["constant"]) * (x - y) ** 3, ">=")
    _proof(spoiled)["items"][0]["power"] = 3
    return _at(1, 2, 1)


@_spoils(even_power)
def an_open_sign_that_is_no_integer(spoiled: Certificate, generator: random.Random) -> Point | None:
    _proof(spoiled)["items"][0]["sign"] = generator.choice((False, 0.0, None, "0"))
    return None


@_spoils(even_power)
def a_constant_zero(spoiled: Certificate, _: random.Random) -> Point | None:
    _claim(spoiled, sp.S.Zero, ">=")
    _proof(spoiled)["constant"] = "0"
    return None


@_spoils(slack_above)
def a_slack_that_is_not_linear(spoiled: Certificate, _: random.Random) -> Point | None:
    _give(spoiled, (x**2 - y, True))
    return _at(2, 3, 1)


@_spoils(slack_above)
def a_slack_with_a_slope_of_open_sign(spoiled: Certificate, _: random.Random) -> Point | None:
    _give(spoiled, (x * (y - z) - 1, True))
    return _at(1, 3, 1)


@_spoils(slack_above)
def a_slack_with_a_slope_that_can_vanish(spoiled: Certificate, _: random.Random) -> Point | None:
    _declare(spoiled, *NONNEGATIVE)
    _give(spoiled, (x * y - z, True))
    return _at(1, 3, 1)


@_spoils(slack_above)
def a_slack_of_another_variable(spoiled: Certificate, generator: random.Random) -> Point | None:
    _proof(spoiled)["symbol"] = generator.choice(("z", "w", "", 0, None))
    return None


@_spoils(slack_above)
def a_slack_in_a_condition_that_is_not_there(spoiled: Certificate, generator: random.Random) -> Point | None:
    _proof(spoiled)["condition"] = generator.choice((-1, 1, False, 0.0, "0", None))
    return None


@_spoils(slack_below_nonnegative)
def a_weak_upper_bound(spoiled: Certificate, generator: random.Random) -> Point | None:
    a = number(generator)
    _give(spoiled, (a - x, False))
    _claim(spoiled, a - x)
    return _at(a, 1, 1)


@_spoils(weak_slack)
def a_weak_slack_for_a_strict_claim(spoiled: Certificate, _: random.Random) -> Point | None:
    a = -int(spoiled["conditions"][0]["polynomial"][1][0])
    _relate(spoiled, ">")
    return _at(a, 1, 1)


@_spoils(free_slack)
def a_slack_that_takes_its_condition_along(spoiled: Certificate, _: random.Random) -> Point | None:
    _claim(spoiled, x - y)
    _prove(spoiled, slack(0, "x", UNIT))
    return _at(1, 1, 1)


@_spoils(two_cases)
def cases_without_one(spoiled: Certificate, generator: random.Random) -> Point | None:
    del _proof(spoiled)[generator.choice(("above", "below"))]
    return None


@_spoils(two_cases)
def one_case_twice(spoiled: Certificate, generator: random.Random) -> Point | None:
    a = number(generator)
    above = identity(summand(a, x, (0, 1)))
    _claim(spoiled, a * x * (x - y), ">=")
    _prove(spoiled, split(x - y, above, above))
    return _at(1, 2, 1)


@_spoils(two_cases)
def cases_that_leave_out_their_border(spoiled: Certificate, _: random.Random) -> Point | None:
    apart = identity(summand(1, 1, (0, 2)))
    _claim(spoiled, (x - y) ** 2)
    _prove(spoiled, split(x - y, apart, apart))
    return _at(1, 1, 1)


@_spoils(multiplied)
def a_negative_multiplier(spoiled: Certificate, generator: random.Random) -> Point | None:
    a = number(generator)
    _claim(spoiled, -a * x)
    _prove(spoiled, multiply(sp.Integer(-1), UNIT, identity(summand(a, x))))
    return _at(1, 1, 1)


@_spoils(multiplied)
def a_multiplier_zero(spoiled: Certificate, _: random.Random) -> Point | None:
    _claim(spoiled, -x, ">=")
    _prove(spoiled, multiply(sp.S.Zero, NOTHING, NOTHING))
    return _at(1, 1, 1)


@_spoils(multiplied)
def a_multiplier_that_can_vanish(spoiled: Certificate, _: random.Random) -> Point | None:
    _declare(spoiled, *NONNEGATIVE)
    _give(spoiled, (y * (x - 1), False))
    _claim(spoiled, x - 1, ">=")
    _prove(spoiled, multiply(y, identity(summand(1, y)), CONDITION))
    return _at(0, 0, 1)


@_spoils(squared)
def a_square_with_a_negative_leading_part(spoiled: Certificate, _: random.Random) -> Point | None:
    _claim(spoiled, -(x**2) + 2 * x - 2)
    _prove(spoiled, square("x", UNIT, identity(summand(4))))
    return _at(0, 1, 1)


@_spoils(squared)
def a_square_of_degree_three(spoiled: Certificate, _: random.Random) -> Point | None:
    _claim(spoiled, x**3 + x**2 + 1)
    _prove(spoiled, square("x", UNIT, identity(summand(4))))
    return _at(-10, 1, 1)


@_spoils(touching)
def a_square_that_touches_zero(spoiled: Certificate, generator: random.Random) -> Point | None:
    a = number(generator)
    _claim(spoiled, (x - a) ** 2)
    return _at(a, 1, 1)


@_spoils(squared)
def a_square_with_a_wrong_discriminant(spoiled: Certificate, generator: random.Random) -> Point | None:
    a, b = number(generator), number(generator)
    _claim(spoiled, x**2 - 2 * a * x + a**2 - b)
    _prove(spoiled, square("x", UNIT, identity(summand(4 * b))))
    return _at(a, 1, 1)


@_spoils(trimmed)
def a_condition_trimmed_to_something_else(spoiled: Certificate, _: random.Random) -> Point | None:
    _claim(spoiled, x - 2 * z)
    _proof(spoiled)["rest"] = terms(x - 2 * z)
    return _at(3, 1, 2)


@_spoils(trimmed)
def a_condition_trimmed_with_the_wrong_sign(spoiled: Certificate, generator: random.Random) -> Point | None:
    a = number(generator)
    _give(spoiled, (a * (x - z), True))
    _claim(spoiled, z - x)
    _prove(spoiled, trim(0, -int(a), z - x, proof=CONDITION))
    return _at(2, 1, 1)


@_spoils(trimmed_of_a_square)
def a_weak_condition_trimmed_of_a_square(spoiled: Certificate, generator: random.Random) -> Point | None:
    a = number(generator)
    _give(spoiled, ((x - z) * (y - a) ** 2, False))
    _claim(spoiled, x - z, ">=")
    _prove(spoiled, trim(0, 1, x - z, factor(y - a, 2, 0, None), proof=CONDITION))
    return _at(1, a, 2)


@_spoils(trimmed_of_a_square)
def a_condition_trimmed_of_an_odd_power(spoiled: Certificate, generator: random.Random) -> Point | None:
    a = number(generator)
    _give(spoiled, ((x - z) * (y - a), True))
    _prove(spoiled, trim(0, 1, x - z, factor(y - a, 1, 0, None), proof=CONDITION))
    return _at(1, "1/2", 2)


@_spoils(trimmed)
def a_condition_trimmed_by_zero(spoiled: Certificate, _: random.Random) -> Point | None:
    _give(spoiled, (sp.S.Zero, False))
    _claim(spoiled, x - z, ">=")
    _prove(spoiled, trim(0, 0, x - z, proof=CONDITION))
    return _at(1, 1, 2)


@_spoils(disjunction)
def an_aim_that_is_not_there(spoiled: Certificate, generator: random.Random) -> Point | None:
    spoiled["clauses"][0]["aim"] = generator.choice((-1, -2, 2, True, 1.0, "1", None))
    return None


@_spoils(disjunction)
def a_premise_left_out(spoiled: Certificate, _: random.Random) -> Point | None:
    spoiled["clauses"][0]["atoms"].pop(0)
    spoiled["clauses"][0]["aim"] = 0
    return _at(1, 2, 1)


@_spoils(disjunction)
def a_premise_that_is_stricter(spoiled: Certificate, _: random.Random) -> Point | None:
    spoiled["clauses"][0]["atoms"][0]["relation"] = ">"
    return _at(1, 1, 1)


@_spoils(disjunction)
def a_relation_that_nobody_knows(spoiled: Certificate, generator: random.Random) -> Point | None:
    """Of the atom that is assumed to fail; what nobody knows is the negation of nothing."""
    spoiled["clauses"][0]["atoms"] = [
        {"polynomial": terms(x - y), "relation": generator.choice(("<", "<=", "~", "", "==", None))},
        {"polynomial": terms(y - x), "relation": ">="},
    ]
    _prove(spoiled, identity(summand(1, 1, (1, 1))))
    return None


@_spoils(disjunction)
def the_wrong_number_of_proofs(spoiled: Certificate, generator: random.Random) -> Point | None:
    _prove(spoiled, *[_proof(spoiled)] * generator.choice((0, 2, 3)))
    return None


@_spoils(sums)
def nothing_to_be_proved(spoiled: Certificate, generator: random.Random) -> Point | None:
    if generator.random() < 0.5:
        spoiled["clauses"] = []
    else:
        spoiled["clauses"][0]["atoms"] = []
    return None


@_spoils(contradiction)
def a_contradiction_between_weak_conditions(spoiled: Certificate, _: random.Random) -> Point | None:
    for condition in spoiled["conditions"]:
        condition["strict"] = False
    return _at(1, 1, 1)


@_spoils(contradiction)
def a_contradiction_with_nothing(spoiled: Certificate, generator: random.Random) -> Point | None:
    _give(spoiled)
    _prove(spoiled, generator.choice((NOTHING, UNIT, factors(0), factors(1, factor(sp.S.Zero, 2, 0, None)))))
    return _at(1, 1, 1)


@_spoils(contradiction)
def a_contradiction_between_conditions_that_agree(spoiled: Certificate, generator: random.Random) -> Point | None:
    _give(spoiled, (x - y, True), (y - x + generator.randint(2, 9), True))
    return _at(2, 1, 1)


@_spoils(agreed)
def engines_that_do_not_count(spoiled: Certificate, generator: random.Random) -> Point | None:
    _proof(spoiled)["agree"] = generator.choice(
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


@_spoils(with_fraction)
def numbers_that_are_written_in_another_way(spoiled: Certificate, generator: random.Random) -> Point | None:
    item = _proof(spoiled)["sum"][0]
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


@_spoils(sums)
def integers_that_are_written_in_another_way(spoiled: Certificate, generator: random.Random) -> Point | None:
    term = spoiled["clauses"][0]["atoms"][0]["polynomial"][0]
    term[0] = generator.choice(
        (int(term[0]), float(term[0]), f" {term[0]}", f"+{term[0]}", f"0{term[0]}", f"{term[0]}.0", True, "٣", "1_0")
    )
    return None


@_spoils(sums)
def exponents_that_are_no_naturals(spoiled: Certificate, generator: random.Random) -> Point | None:
    odd = generator.choice((-1, True, 1.0, "1", None, 1001, 2**70))
    generator.choice((_proof(spoiled)["sum"][0]["monomial"], spoiled["clauses"][0]["atoms"][0]["polynomial"][0][1]))[
        0
    ] = odd
    return None


@_spoils(sums)
def a_monomial_that_occurs_twice(spoiled: Certificate, _: random.Random) -> Point | None:
    polynomial = spoiled["clauses"][0]["atoms"][0]["polynomial"]
    polynomial.append(["-99", list(polynomial[0][1])])
    return None


@_spoils(sums)
def exponents_of_the_wrong_number(spoiled: Certificate, generator: random.Random) -> Point | None:
    generator.choice(
        (_proof(spoiled)["sum"][0]["monomial"], spoiled["clauses"][0]["atoms"][0]["polynomial"][0][1])
    ).append(0)
    return None


@_spoils(with_condition)
def strictness_that_is_no_truth_value(spoiled: Certificate, generator: random.Random) -> Point | None:
    spoiled["conditions"][0]["strict"] = generator.choice((1, "true", "False", None, [True]))
    return None


@_spoils(sums)
def rules_that_nobody_knows(spoiled: Certificate, generator: random.Random) -> Point | None:
    _prove(spoiled, generator.choice(({"rule": "trust"}, {"rule": None}, {}, None, "identity", {"rule": ["identity"]})))
    return None


@_spoils(sums)
def fields_that_nobody_reads(spoiled: Certificate, generator: random.Random) -> Point | None:
    records = [spoiled, spoiled["clauses"][0], spoiled["variables"][0], _proof(spoiled), _proof(spoiled)["sum"][0]]
    generator.choice(records)["assuming"] = "x > 1"
    return None


@_spoils(sums)
def a_proof_without_end(spoiled: Certificate, generator: random.Random) -> Point | None:
    for _ in range(generator.choice((200, 300))):
        _prove(spoiled, rescale([], [], {}, _proof(spoiled)))
    return None


@_spoils(with_condition)
def powers_without_end(spoiled: Certificate, generator: random.Random) -> Point | None:
    _give(spoiled, ((x + y + z + 1) ** generator.randint(4, 9), True))
    _proof(spoiled)["sum"][0]["conditions"] = [[0, 1000]]
    return None


@_spoils(solved)
def solved_for_a_variable_without_its_range(spoiled: Certificate, _: random.Random) -> Point | None:
    spoiled["variables"][0]["range"] = "free"
    return _at(0, 1, _given_number(spoiled))


@_spoils(solved)
def solved_from_one_side(spoiled: Certificate, _: random.Random) -> Point | None:
    a = _given_number(spoiled)
    del spoiled["conditions"][1]
    spoiled["clauses"][0]["proofs"][0] |= {"equation": [0, 0], "proof": identity(summand(1, 1, (1, 1)))}
    return _at(1, 1, a)


@_spoils(solved_with_a_slope)
def solved_with_a_slope_that_can_vanish(spoiled: Certificate, _: random.Random) -> Point | None:
    """Where 0*x = 0, x can be anything."""
    spoiled["conditions"][2]["strict"] = False
    _claim(spoiled, x, "=")
    _prove(spoiled, solve((0, 1), "x", 0, squares((y, summand(1))), NOTHING), NOTHING)
    return _at(1, 0, 0)


@_spoils(multiples)
def multiples_of_an_inequality(spoiled: Certificate, _: random.Random) -> Point | None:
    del spoiled["conditions"][1]
    for proof in spoiled["clauses"][0]["proofs"]:
        proof["multiples"][0]["equation"] = [0, 0]
    return _at(100, 1, 1)


@_spoils(multiples)
def multiples_that_are_other_ones(spoiled: Certificate, generator: random.Random) -> Point | None:
    _proof(spoiled)["multiples"][0]["polynomial"] = terms(x + number(generator) * z)
    return None


@_spoils(three_cases)
def cases_without_equality(spoiled: Certificate, _: random.Random) -> Point | None:
    _claim(spoiled, (x - y) ** 2)
    case = identity(summand(1, 1, (0, 2)))
    _prove(spoiled, cases(x - y, case, case, case))
    return _at(1, 1, 1)


@_spoils(sum_of_squares)
def squares_that_can_vanish(spoiled: Certificate, _: random.Random) -> Point | None:
    _claim(spoiled, x**2)
    _prove(spoiled, squares((x, summand(1))))
    return _at(0, 1, 0)


@_spoils(sum_of_squares)
def squares_with_a_negative_weight(spoiled: Certificate, _: random.Random) -> Point | None:
    _claim(spoiled, -(x**2), ">=")
    _prove(spoiled, squares((x, summand(-1))))
    return _at(1, 1, 0)


def _given_number(spoiled: Certificate) -> int:
    """The number a in x + a*y = z."""
    return next(int(c) for c, powers in spoiled["conditions"][0]["polynomial"] if powers == [0, 1, 0])
