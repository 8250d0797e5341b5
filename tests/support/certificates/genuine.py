"""Genuine certificates with random numbers in them; together they use every rule."""

from __future__ import annotations

import copy
import random
from collections.abc import Callable, Iterator
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
    factor,
    factors,
    identity,
    modulo,
    multiply,
    rescale,
    slack,
    solve,
    split,
    square,
    squares,
    summand,
    trim,
    x,
    y,
    z,
)

Certificate = dict[str, Any]
Genuine = Callable[[random.Random], Certificate]

TEMPLATES: list[Genuine] = []
OPPOSITE = [(x - y, True), (y - x, True)]
BOTH = identity(summand(1, 1, (0, 1)), summand(1, 1, (1, 1)))


def genuine(seed: int) -> Iterator[tuple[str, Certificate]]:
    """Yield genuine certificates without end, by name; together they use every rule."""
    generator = random.Random(seed)
    while True:
        for template in TEMPLATES:
            yield template.__name__, copy.deepcopy(template(generator))


def _genuine(template: Genuine) -> Genuine:
    TEMPLATES.append(template)
    return template


def number(generator: random.Random) -> sp.Integer:
    return sp.Integer(generator.randint(1, 9))


@_genuine
def sums(generator: random.Random) -> Certificate:
    a, b = number(generator), number(generator)
    return certificate([(a * x + b * y, ">")], [identity(summand(a, x), summand(b, y))])


@_genuine
def weak_sums(generator: random.Random) -> Certificate:
    a, b = number(generator), number(generator)
    return certificate([(a * x + b * y, ">=")], [identity(summand(a, x), summand(b, y))], ranges=NONNEGATIVE)


@_genuine
def with_condition(generator: random.Random) -> Certificate:
    a = number(generator)
    return certificate([(a * x * (x - y), ">")], [identity(summand(a, x, (0, 1)))], given=[(x - y, True)])


@_genuine
def with_fraction(generator: random.Random) -> Certificate:
    a = 2 * number(generator)
    return certificate([(x - y, ">=")], [identity(summand(1 / a, 1, (0, 1)))], given=[(a * (x - y), False)])


@_genuine
def two_conditions(generator: random.Random) -> Certificate:
    a = number(generator)
    proof = identity(summand(a, 1, (0, 1), (1, 1)))
    return certificate([(a * (x - y) * (y - z), ">")], [proof], given=[(x - y, True), (y - z, True)])


@_genuine
def equation(generator: random.Random) -> Certificate:
    a = number(generator)
    proofs = [identity(summand(a, 1, (0, 1))), identity(summand(a, 1, (1, 1)))]
    return certificate([(a * (x - y), "=")], proofs, given=[(x - y, False), (y - x, False)])


@_genuine
def inequation(generator: random.Random) -> Certificate:
    a, b = number(generator), number(generator)
    proof = factors(1, factor(a * x + b * y, 2, 1, identity(summand(a, x), summand(b, y))))
    return certificate([(a * x + b * y, "!=")], [proof])


@_genuine
def disjunction(generator: random.Random) -> Certificate:
    a = number(generator)
    proof = identity(summand(a, x, (0, 1)), summand(a, y, (0, 1)))
    return certificate([(y - x, ">="), (a * (x**2 - y**2), ">")], [proof], aim=1)


@_genuine
def product(generator: random.Random) -> Certificate:
    a = number(generator)
    items = factor(x, 1, 1, identity(summand(1, x))), factor(x + a, 1, 1, identity(summand(1, x), summand(a)))
    return certificate([(x * (x + a), ">")], [factors(1, *items)])


@_genuine
def negative_product(generator: random.Random) -> Certificate:
    a = number(generator)
    items = factor(y - x, 1, -1, CONDITION), factor(z - x, 1, -1, identity(summand(1, 1, (1, 1))))
    given = [(x - y, True), (x - z, True)]
    return certificate([(a * (y - x) * (z - x), ">")], [factors(int(a), *items)], given=given)


@_genuine
def even_power(generator: random.Random) -> Certificate:
    a = number(generator)
    return certificate([(a * (x - y) ** 2, ">=")], [factors(int(a), factor(x - y, 2, 0, None))])


@_genuine
def slack_above(generator: random.Random) -> Certificate:
    a = number(generator)
    return certificate([(x**2 - a**2 * y**2, ">")], [slack(0, "x", UNIT)], given=[(x - a * y, True)])


@_genuine
def slack_below(generator: random.Random) -> Certificate:
    a = number(generator)
    return certificate([(a**2 - x**2, ">")], [slack(0, "x", UNIT)], given=[(a - x, True)])


@_genuine
def slack_below_nonnegative(generator: random.Random) -> Certificate:
    a = number(generator)
    return certificate([(a - x, ">")], [slack(0, "x", UNIT)], given=[(a - x, True)], ranges=NONNEGATIVE)


@_genuine
def weak_slack(generator: random.Random) -> Certificate:
    a = number(generator)
    proof = slack(0, "x", identity(summand(1, x)))
    return certificate([(x - a * y, ">=")], [proof], given=[(x - a * y, False)])


@_genuine
def free_slack(generator: random.Random) -> Certificate:
    a = number(generator)
    return certificate([(x - y + a, ">")], [slack(0, "x", UNIT)], given=[(x - y, False)], ranges=FREE)


@_genuine
def scaled(generator: random.Random) -> Certificate:
    a = number(generator)
    proof = rescale([[1, 1, 0]], ["y"], {}, identity(summand(1, x**2), summand(a, x)))
    return certificate([(x**2 + a * x * y, ">")], [proof])


@_genuine
def rooted(generator: random.Random) -> Certificate:
    a = number(generator)
    return certificate([(x**4 + a * x**2, ">")], [rescale([], [], {"x": 2}, identity(summand(1, x**2), summand(a, x)))])


@_genuine
def squared(generator: random.Random) -> Certificate:
    a, b = number(generator), number(generator)
    proof = square("x", UNIT, identity(summand(4 * b)))
    return certificate([(x**2 - 2 * a * x + a**2 + b, ">")], [proof], ranges=FREE)


@_genuine
def touching(generator: random.Random) -> Certificate:
    a = number(generator)
    return certificate([((x - a) ** 2, ">=")], [square("x", UNIT, NOTHING)], ranges=FREE)


@_genuine
def two_cases(generator: random.Random) -> Certificate:
    a = number(generator)
    above = identity(summand(a, x, (0, 1)), summand(a, y**2))
    below = identity(summand(a, y, (0, 1)), summand(a, x**2))
    return certificate([(a * (x**2 - x * y + y**2), ">")], [split(x - y, above, below)])


@_genuine
def trimmed(generator: random.Random) -> Certificate:
    a = number(generator)
    item = factor(x + a * y, 1, 1, identity(summand(1, x), summand(a, y)))
    proof = trim(0, 1, x - z, item, proof=CONDITION)
    return certificate([(x - z, ">")], [proof], given=[((x - z) * (x + a * y), True)])


@_genuine
def trimmed_of_a_square(generator: random.Random) -> Certificate:
    a = number(generator)
    proof = trim(0, 1, x - z, factor(y - a, 2, 0, None), proof=CONDITION)
    return certificate([(x - z, ">")], [proof], given=[((x - z) * (y - a) ** 2, True)])


@_genuine
def multiplied(generator: random.Random) -> Certificate:
    a = number(generator)
    proof = multiply(x + 1, identity(summand(1, x), summand(1)), identity(summand(a, x**3), summand(a)))
    return certificate([(a * (x**2 - x + 1), ">")], [proof])


def root_of_one_more(a: Any) -> dict[str, str]:
    """The variable z as the square root of ``a**2 + 1``."""
    return {"name": "z", "radicand": str(a**2 + 1), "low": str(a), "high": str(a + 1)}


@_genuine
def square_root(generator: random.Random) -> Certificate:
    a = number(generator)
    proofs = [identity(summand(1, 1, (0, 1))), identity(summand(1, 1, (1, 1)))]
    return certificate([(z**2 - a**2 - 1, "=")], proofs, radicals=[root_of_one_more(a)])


@_genuine
def root_above(generator: random.Random) -> Certificate:
    a = number(generator)
    return certificate([(z - a, ">")], [identity(summand(1, 1, (2, 1)))], radicals=[root_of_one_more(a)])


@_genuine
def root_below(generator: random.Random) -> Certificate:
    a = number(generator)
    return certificate([(a + 1 - z, ">")], [identity(summand(1, 1, (3, 1)))], radicals=[root_of_one_more(a)])


@_genuine
def contradiction(generator: random.Random) -> Certificate:
    a = number(generator)
    both = identity(summand(1, 1, (0, 1)), summand(1 / a, 1, (1, 1)))
    return certificate([(sp.S.Zero, ">")], [both], given=[(x - y, True), (a * (y - x), True)])


@_genuine
def solved(generator: random.Random) -> Certificate:
    a = number(generator)
    proof = identity(summand(1, 1, (2, 1)))
    given = equal(x + a * y - z)
    return certificate([(z - a * y, ">")], [solve((0, 1), "x", 1, UNIT, proof)], given=given)


@_genuine
def solved_with_a_slope(generator: random.Random) -> Certificate:
    a = number(generator)
    proof = solve((0, 1), "x", 0, identity(summand(1, 1, (2, 1))), NOTHING)
    return certificate([(x * y - a * z, "=")], [proof] * 2, given=[*equal(x * y - a * z), (y**2, True)], ranges=FREE)


@_genuine
def multiples(generator: random.Random) -> Certificate:
    a = number(generator)
    proofs = [modulo(NOTHING, ((0, 1), sign * (x + a * y))) for sign in (-1, 1)]
    return certificate([(x**2 - a**2 * y**2, "=")], proofs, given=equal(x - a * y), ranges=FREE)


@_genuine
def three_cases(generator: random.Random) -> Certificate:
    a = number(generator)
    above = identity(summand(a, x, (0, 1)), summand(a, y**2))
    below = identity(summand(a, y, (0, 1)), summand(a, x**2))
    zero = modulo(identity(summand(a, y**2)), ((0, 1), -a * x))
    return certificate([(a * (x**2 - x * y + y**2), ">")], [cases(x - y, above, zero, below)])


@_genuine
def sum_of_squares(generator: random.Random) -> Certificate:
    a = number(generator)
    proof = squares((x - a * y, summand(1)), (sp.S.One, summand(1, 1, (0, 1))))
    return certificate([((x - a * y) ** 2 + y - z, ">")], [proof], given=[(y - z, True)], ranges=FREE)


@_genuine
def agreed(generator: random.Random) -> Certificate:
    a = number(generator)
    return certificate([(x + a, ">")], [{"rule": "engines", "agree": ["z3", "cvc5"]}])
