"""Small certificates written by hand, right ones and wrong ones, for every rule."""

from __future__ import annotations

import sympy as sp

from certificates.hand_certificates import (
    CONDITION,
    FREE,
    NONNEGATIVE,
    NOTHING,
    ROOT_OF_TWO,
    UNIT,
    certificate,
    factor,
    factors,
    identity,
    multiply,
    rescale,
    signed,
    slack,
    split,
    square,
    summand,
    trim,
    x,
    y,
    z,
)

VALID = {
    "coefficients show a sign": certificate([(x + 2 * y, ">")], [identity(summand(1, x), summand(2, y))]),
    "a weak claim on nonnegative variables": certificate(
        [(x + y, ">=")], [identity(summand(1, x), summand(1, y))], ranges=NONNEGATIVE
    ),
    "one positive summand is enough": certificate(
        [(x + 3, ">")], [identity(summand(1, x), summand(3))], ranges=NONNEGATIVE
    ),
    "an even power of a real variable": certificate(
        [(x**2 + 1, ">")], [identity(summand(1, x**2), summand(1))], ranges=FREE
    ),
    "a condition times a monomial": certificate(
        [(x**2 - x * y, ">")], [identity(summand(1, x, (0, 1)))], given=[(x - y, True)]
    ),
    "a fraction as coefficient": certificate(
        [(x - y, ">=")], [identity(summand("1/2", 1, (0, 1)))], given=[(2 * x - 2 * y, False)]
    ),
    "a product of two conditions": certificate(
        [((x - y) * (y - z), ">")],
        [identity(summand(1, 1, (0, 1), (1, 1)))],
        given=[(x - y, True), (y - z, True)],
    ),
    "the square of a condition": certificate(
        [((x - y) ** 2, ">")], [identity(summand(1, 1, (0, 2)))], given=[(x - y, True)]
    ),
    "an empty sum shows zero": certificate([(sp.S.Zero, ">=")], [NOTHING]),
    "an equation": certificate([(sp.S.Zero, "=")], [NOTHING, NOTHING]),
    "an equation from two conditions": certificate(
        [(x - y, "=")],
        [identity(summand(1, 1, (0, 1))), identity(summand(1, 1, (1, 1)))],
        given=[(x - y, False), (y - x, False)],
    ),
    "an inequation": certificate(
        [(x + y, "!=")], [factors(1, factor(x + y, 2, 1, identity(summand(1, x), summand(1, y))))]
    ),
    "an atom that follows where an equation fails": certificate(
        [(x - y, "="), ((x - y) ** 2, ">")], [identity(summand(1, 1, (0, 1)))], aim=1
    ),
    "an equation that follows where an inequation fails": certificate(
        [(x - y, "!="), (x - y, "=")], [identity(summand(1, 1, (0, 1))), identity(summand(1, 1, (1, 1)))], aim=1
    ),
    "two factors": certificate(
        [(x * (x + 1), ">")],
        [
            factors(
                1, factor(x, 1, 1, identity(summand(1, x))), factor(x + 1, 1, 1, identity(summand(1, x), summand(1)))
            )
        ],
    ),
    "two negative factors": certificate(
        [((y - x) * (z - x), ">")],
        [
            factors(
                1,
                factor(y - x, 1, -1, identity(summand(1, 1, (0, 1)))),
                factor(z - x, 1, -1, identity(summand(1, 1, (1, 1)))),
            )
        ],
        given=[(x - y, True), (x - z, True)],
    ),
    "an even power needs no proof where the claim is weak": certificate(
        [(3 * (x - y) ** 2, ">=")], [factors(3, factor(x - y, 2, 0, None))]
    ),
    "a slack above a bound": certificate(
        [(x**2 - y**2, ">")],
        [slack(0, "x", UNIT)],
        given=[(x - y, True)],
    ),
    "a slack below a bound": certificate(
        [(4 - x**2, ">")],
        [slack(0, "x", UNIT)],
        given=[(2 - x, True)],
    ),
    "a slack of a real variable": certificate(
        [(x - y + 1, ">")], [slack(0, "x", UNIT)], given=[(x - y, False)], ranges=FREE
    ),
    "a slack of a real variable below a bound": certificate(
        [(y - x + 1, ">")], [slack(0, "x", UNIT)], given=[(y - x, False)], ranges=FREE
    ),
    "a weak slack shows a weak claim": certificate(
        [(x - y, ">=")], [slack(0, "x", identity(summand(1, x)))], given=[(x - y, False)]
    ),
    "a slack with a slope": certificate(
        [(x * y * (y + 1) - z, ">")], [slack(0, "x", UNIT)], given=[(x * y * (y + 1) - z, True)]
    ),
    "scaling sets a variable to one": certificate(
        [(x**2 + x * y, ">")], [rescale([[1, 1, 0]], ["y"], {}, identity(summand(1, x**2), summand(1, x)))]
    ),
    "a power is renamed": certificate(
        [(x**4 + x**2, ">")], [rescale([], [], {"x": 2}, identity(summand(1, x**2), summand(1, x)))]
    ),
    "scaling a real variable along": certificate(
        [(x**2 + y**2, ">")],
        [rescale([[1, 1, 0]], ["y"], {}, identity(summand(1, x**2), summand(1)))],
        ranges=("free", "positive", "positive"),
    ),
    "completing the square": certificate(
        [(x**2 - 2 * x + 2, ">")],
        [square("x", UNIT, identity(summand(4)))],
        ranges=FREE,
    ),
    "a square that touches zero": certificate(
        [(x**2 - 2 * x + 1, ">=")],
        [square("x", UNIT, NOTHING)],
        ranges=FREE,
    ),
    "two cases": certificate(
        [(x**2 - x * y + y**2, ">")],
        [
            split(
                x - y,
                identity(summand(1, x, (0, 1)), summand(1, y**2)),
                identity(summand(1, y, (0, 1)), summand(1, x**2)),
            )
        ],
    ),
    "a condition without its positive factor": certificate(
        [(x - z, ">")],
        [trim(0, 1, x - z, factor(x + y, 1, 1, identity(summand(1, x), summand(1, y))), proof=CONDITION)],
        given=[((x - z) * (x + y), True)],
    ),
    "a condition without its negative factor": certificate(
        [(z - x, ">=")],
        [trim(0, -2, x - z, factor(x, 1, 1, identity(summand(1, x))), proof=CONDITION)],
        given=[(-2 * x * (x - z), False)],
    ),
    "a strict condition without a square": certificate(
        [(x - z, ">")],
        [trim(0, 1, x - z, factor(y - 1, 2, 0, None), proof=CONDITION)],
        given=[((x - z) * (y - 1) ** 2, True)],
    ),
    "times something positive": certificate(
        [(x**2 - x + 1, ">")],
        [multiply(x + 1, identity(summand(1, x), summand(1)), identity(summand(1, x**3), summand(1)))],
    ),
    "one of two atoms": certificate(
        [(y - x, ">="), (x**2 - y**2, ">")],
        [identity(summand(1, x, (0, 1)), summand(1, y, (0, 1)))],
        aim=1,
    ),
    "a square root": certificate(
        [(z**2 - 2, "=")],
        [identity(summand(1, 1, (0, 1))), identity(summand(1, 1, (1, 1)))],
        radicals=[ROOT_OF_TWO],
    ),
    "a claim without variables": signed(
        certificate([(sp.Integer(2), ">")], [identity(summand(2))])
        | {
            "variables": [],
            "clauses": [
                {
                    "atoms": [{"polynomial": [["2", []]], "relation": ">"}],
                    "aim": 0,
                    "proofs": [identity({"coefficient": "2", "monomial": [], "conditions": []})],
                }
            ],
        }
    ),
    "a slack that forgets its variable's range": certificate(
        [(x + y, ">")], [slack(0, "x", UNIT)], given=[(x + y, True)]
    ),
    "a slack below a bound that may be negative": certificate(
        [((y - z - x) * (y - z), ">=")],
        [slack(0, "x", factors(1, factor(y - z, 2, 0, None)))],
        given=[(y - z - x, True)],
    ),
    "a slack of a nonnegative variable below a bound that may be negative": certificate(
        [((y - z - x) * (y - z), ">=")],
        [slack(0, "x", factors(1, factor(y - z, 2, 0, None)))],
        given=[(y - z - x, True)],
        ranges=NONNEGATIVE,
    ),
    "a condition of visible sign is one": certificate(
        [(y + 1, ">")],
        [slack(0, "x", identity(summand(1, y), summand(1, 1, (1, 1))))],
        given=[(x - y, True), (x**3 + 1, True)],
    ),
    "an even power of a factor of sign minus": certificate(
        [(x**2 * y, ">")],
        [factors(1, factor(-x, 2, -1, identity(summand(1, x))), factor(y, 1, 1, identity(summand(1, y))))],
    ),
    "an upper bound of a square root": certificate(
        [(3 - 2 * z, ">")], [identity(summand(1, 1, (3, 1)))], radicals=[ROOT_OF_TWO]
    ),
    "bounds of a square root": certificate(
        [(2 * z - 2, ">")], [identity(summand("2/5", 1, (2, 1)), summand("4/5"))], radicals=[ROOT_OF_TWO]
    ),
}

INVALID = {
    "the two sides differ": certificate([(x + 2 * y, ">")], [identity(summand(1, x), summand(1, y))]),
    "a negative coefficient": certificate([(x - y, ">")], [identity(summand(1, x), summand(-1, y))]),
    "a coefficient zero": certificate([(x, ">")], [identity(summand(1, x), summand(0, y))]),
    "weak where strict is claimed": certificate([(x, ">")], [identity(summand(1, x))], ranges=NONNEGATIVE),
    "a weak condition where strict is claimed": certificate(
        [(x - y, ">")], [identity(summand(1, 1, (0, 1)))], given=[(x - y, False)]
    ),
    "a strict condition times something weak": certificate(
        [(x * (x - y), ">")], [identity(summand(1, x, (0, 1)))], given=[(x - y, True)], ranges=NONNEGATIVE
    ),
    "an odd power of a real variable": certificate([(x, ">=")], [identity(summand(1, x))], ranges=FREE),
    "an even power of a real variable is not positive": certificate(
        [(x**2, ">")], [identity(summand(1, x**2))], ranges=FREE
    ),
    "a condition that is not there": certificate([(x, ">")], [identity(summand(1, 1, (3, 1)))], given=[(x, True)]),
    "a condition counted from the end": certificate([(x, ">")], [identity(summand(1, 1, (-1, 1)))], given=[(x, True)]),
    "a condition to the power zero": certificate(
        [(sp.S.One, ">")], [identity(summand(1, 1, (0, 0)))], given=[(x, True)]
    ),
    "an empty sum is not positive": certificate([(sp.S.Zero, ">")], [NOTHING]),
    "an equation proved from above only": certificate(
        [(x - y, "=")], [identity(summand(1, 1, (0, 1)))], given=[(x - y, False)]
    ),
    "one side of an equation": certificate(
        [(x - y, "=")],
        [identity(summand(1, 1, (0, 1))), identity(summand(1, 1, (0, 1)))],
        given=[(x - y, False)],
    ),
    "an inequation that is only weak": certificate([(x - y, "!=")], [factors(1, factor(x - y, 2, 0, None))]),
    "an unknown relation": certificate([(x, "<")], [identity(summand(1, x))]),
    "a factor is missing": certificate([(x * y, ">")], [factors(1, factor(x, 1, 1, identity(summand(1, x))))]),
    "a sign is wrong": certificate(
        [(-x * y, ">")],
        [factors(-1, factor(x, 1, 1, identity(summand(1, x))), factor(y, 1, 1, identity(summand(1, y))))],
    ),
    "an odd power without proof": certificate([((x - y) ** 3, ">=")], [factors(1, factor(x - y, 3, 0, None))]),
    "an even power without proof where strict is claimed": certificate(
        [((x - y) ** 2, ">")], [factors(1, factor(x - y, 2, 0, None))]
    ),
    "a factor zero": certificate([(sp.S.Zero, ">=")], [factors(0)]),
    "a factor to a negative power": certificate([(x, ">")], [factors(1, factor(x, -1, 1, identity(summand(1, x))))]),
    "a factor of sign two": certificate([(2 * x, ">")], [factors(1, factor(x, 1, 2, identity(summand(2, x))))]),
    "a slack that is not linear": certificate(
        [(x**2 - y, ">")], [slack(0, "x", identity(summand(1, x)))], given=[(x**2 - y, True)]
    ),
    "a slope of open sign": certificate(
        [(x * (y - z) - 1, ">")], [slack(0, "x", identity(summand(1, x)))], given=[(x * (y - z) - 1, True)]
    ),
    "a slope that can vanish": certificate(
        [(x * y - z, ">")], [slack(0, "x", identity(summand(1, x)))], given=[(x * y - z, True)], ranges=NONNEGATIVE
    ),
    "a slack used twice": certificate(
        [(x - y, ">")],
        [slack(0, "x", slack(0, "x", identity(summand(1, x))))],
        given=[(x - y, True)],
    ),
    "a condition that its slack used up": certificate(
        [(x - y, ">")], [slack(0, "x", identity(summand(1, 1, (0, 1))))], given=[(x - y, True)]
    ),
    "a weak slack shows no strict claim": certificate(
        [(x - y, ">")], [slack(0, "x", identity(summand(1, x)))], given=[(x - y, False)]
    ),
    "a bound below zero loses nothing but the variable's sign": certificate(
        [(x, ">")], [slack(0, "x", identity(summand(1, x)))], given=[(x + y, True)]
    ),
    "an upper bound that can be negative": certificate(
        [(y - z - x, ">")], [slack(0, "x", identity(summand(1, x)))], given=[(y - z - x, True)]
    ),
    "a weak upper bound on a nonnegative variable": certificate(
        [(1 - x, ">=")], [slack(0, "x", UNIT)], given=[(1 - x, False)], ranges=NONNEGATIVE
    ),
    "not quasi-homogeneous": certificate(
        [(x**2 + y, ">")], [rescale([[1, 1, 0]], ["y"], {}, identity(summand(1, x**2), summand(1)))]
    ),
    "a condition that is not quasi-homogeneous": certificate(
        [(x - y, ">=")],
        [rescale([[1, 1, 0]], ["y"], {}, identity(summand(1, 1, (0, 1))))],
        given=[(x - 1, False)],
    ),
    "a real variable set to one": certificate(
        [(x * y, ">=")],
        [rescale([[1, -1, 0]], ["x"], {}, identity(summand(1, y)))],
        ranges=("free", "positive", "positive"),
    ),
    "a nonnegative variable set to one": certificate(
        [(x, ">")], [rescale([[1, 0, 0]], ["x"], {}, UNIT)], ranges=NONNEGATIVE
    ),
    "more ones than symmetries": certificate([(x - y, ">=")], [rescale([[1, 1, 0]], ["x", "y"], {}, NOTHING)]),
    "symmetries that cannot move both": certificate(
        [(x - y, ">=")], [rescale([[1, 1, 0], [2, 2, 0]], ["x", "y"], {}, NOTHING)]
    ),
    "a variable set to one twice": certificate(
        [(x - y, ">=")], [rescale([[1, 1, 0], [0, 0, 1]], ["x", "x"], {}, identity(summand(1, x)))]
    ),
    "a power that is not a pure power": certificate([(x**3 + x, ">")], [rescale([], [], {"x": 2}, UNIT)]),
    "a root of a real variable": certificate(
        [(x**2, ">=")], [rescale([], [], {"x": 2}, identity(summand(1, x)))], ranges=FREE
    ),
    "a root of degree minus one": certificate([(x, ">")], [rescale([], [], {"x": -1}, identity(summand(1, x)))]),
    "a square whose leading coefficient is open": certificate(
        [(y * x**2 + 1, ">")],
        [square("x", identity(summand(1, y)), identity(summand(4, y)))],
        ranges=FREE,
    ),
    "a square of degree three": certificate(
        [(x**3 + x**2 + 1, ">")],
        [square("x", UNIT, identity(summand(4)))],
        ranges=FREE,
    ),
    "a touching square is not positive": certificate(
        [(x**2 - 2 * x + 1, ">")],
        [square("x", UNIT, NOTHING)],
        ranges=FREE,
    ),
    "a case that assumes strictly": certificate(
        [(x - y, "!=")],
        [split(x - y, identity(summand(1, 1, (0, 2))), identity(summand(1, 1, (0, 2))))],
    ),
    "a weak condition without a square": certificate(
        [(x - z, ">=")],
        [trim(0, 1, x - z, factor(y - 1, 2, 0, None), proof=CONDITION)],
        given=[((x - z) * (y - 1) ** 2, False)],
    ),
    "a condition without a factor of open sign": certificate(
        [(x - z, ">")],
        [trim(0, 1, x - z, factor(y - 1, 1, 0, None), proof=CONDITION)],
        given=[((x - z) * (y - 1), True)],
    ),
    "a condition without a factor that can vanish": certificate(
        [(x - z, ">=")],
        [trim(0, 1, x - z, factor(y, 1, 1, identity(summand(1, y))), proof=CONDITION)],
        given=[((x - z) * y, False)],
        ranges=NONNEGATIVE,
    ),
    "a condition trimmed to something else": certificate(
        [(x - 2 * z, ">")],
        [trim(0, 1, x - 2 * z, factor(y, 1, 1, identity(summand(1, y))), proof=CONDITION)],
        given=[((x - z) * y, True)],
    ),
    "a condition trimmed with the wrong sign": certificate(
        [(z - x, ">")],
        [trim(0, 1, x - z, factor(-y, 1, 1, identity(summand(1, y))), proof=CONDITION)],
        given=[((x - z) * -y, True)],
    ),
    "a condition trimmed by zero": certificate(
        [(x - z, ">=")], [trim(0, 0, x - z, proof=CONDITION)], given=[(sp.S.Zero, False)]
    ),
    "times something that can vanish": certificate(
        [(x - 1, ">=")],
        [multiply(y, identity(summand(1, y)), identity(summand(1, 1, (0, 1))))],
        given=[(y * (x - 1), False)],
        ranges=NONNEGATIVE,
    ),
    "times something negative": certificate([(-x, ">")], [multiply(sp.Integer(-1), UNIT, identity(summand(1, x)))]),
    "an atom proved under its own opposite only": certificate(
        [(y - x, ">="), (x**2 - y**2 - 1, ">")],
        [identity(summand(1, x, (0, 1)), summand(1, y, (0, 1)))],
        aim=1,
    ),
    "an aim that is not there": certificate([(x, ">")], [identity(summand(1, x))], aim=1),
    "the wrong number of proofs": certificate([(x, ">")], [identity(summand(1, x))] * 2),
    "one factor of sign minus": certificate(
        [(-x * y, ">")],
        [factors(1, factor(-x, 1, -1, identity(summand(1, x))), factor(y, 1, 1, identity(summand(1, y))))],
    ),
    "one engine": certificate([(x, ">")], [{"rule": "engines", "agree": ["z3", "z3"]}]),
    "engines that nobody knows": certificate([(x, ">")], [{"rule": "engines", "agree": ["z4", "cvc6"]}]),
    "an unknown rule": certificate([(x, ">")], [{"rule": "trust"}]),
    "a square root of a real variable": certificate([(z, ">=")], [NOTHING], radicals=[ROOT_OF_TWO], ranges=FREE),
    "wrong bounds of a square root": certificate(
        [(z, ">")], [identity(summand(1, z))], radicals=[ROOT_OF_TWO | {"high": "7/5"}]
    ),
    "a square root of a negative number": certificate(
        [(z, ">")], [identity(summand(1, z))], radicals=[ROOT_OF_TWO | {"radicand": "-2"}]
    ),
    "an upper bound of a square root that is negative": certificate(
        [(sp.Integer(-17), ">")],
        [identity(summand(1, 1, (2, 1)), summand(5, 1, (3, 1)))],
        radicals=[ROOT_OF_TWO | {"high": "-2"}],
    ),
    "a lower bound of a square root that is not positive": certificate(
        [(z, ">")], [identity(summand(1, z))], radicals=[ROOT_OF_TWO | {"low": "0"}]
    ),
    "two square roots of one name": certificate(
        [(sp.Integer(-1), ">=")],
        [identity(summand(1, 1, (1, 1)), summand(1, 1, (4, 1)))],
        radicals=[ROOT_OF_TWO, {"name": "z", "radicand": "3", "low": "8/5", "high": "2"}],
    ),
    "a square root that is not declared": certificate(
        [(z, ">")], [identity(summand(1, z))], radicals=[ROOT_OF_TWO | {"name": "w"}]
    ),
    "a premise of unknown relation": certificate(
        [(x - y, "<"), (y - x, ">=")], [identity(summand(1, 1, (1, 1)))], aim=1
    ),
    "an aim counted from the end": certificate([(x, ">")], [identity(summand(1, x))], aim=-1),
    "no atom": certificate([], [identity(summand(1, x))]),
    "an engine too many": certificate([(x, ">")], [{"rule": "engines", "agree": ["z3", "cvc5", "z4"]}]),
    "an engine named twice": certificate([(x, ">")], [{"rule": "engines", "agree": ["z3", "cvc5", "z3"]}]),
    "a variable set to one and renamed": certificate([(x, ">")], [rescale([[1, 0, 0]], ["x"], {"x": 7}, UNIT)]),
    "a weight that is not an integer": certificate(
        [(x * (2 - y), ">")], [rescale([[1e300, 1, 0]], ["y"], {}, identity(summand(1, x)))]
    ),
    "a weight beyond all bounds": certificate([(x, ">")], [rescale([[10**30, 0, 0]], ["x"], {}, UNIT)]),
    "too few weights": certificate([(x, ">")], [rescale([[1, 0]], ["x"], {}, UNIT)]),
    "a strict case of an equation": certificate(
        [(x - y, ">=")],
        [split(x - y, identity(summand(1, 1, (0, 1))), identity(summand(1, 1, (0, 1))))],
    ),
    "a range that nobody knows": certificate(
        [(x, ">")], [identity(summand(1, x))], ranges=("big", "positive", "positive")
    ),
}
