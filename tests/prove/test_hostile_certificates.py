"""Certificates that are made to break the checker: they are refused by name, soon, and with little memory."""

from __future__ import annotations

import contextlib
import copy
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

import pytest
import sympy as sp

from certificates.hand_certificates import (
    FREE,
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
    signed,
    slack,
    solve,
    split,
    square,
    squares,
    summand,
    terms,
    trim,
    with_digest,
    x,
    y,
    z,
)
from certificates.steps import places_in
from lsec_models.errors import CertificateError
from lsec_models.prove.certificates.checker import check
from lsec_models.prove.verification.partings import completed

EVERY_RULE = [
    certificate(
        [(x + 2 * y, ">"), (x - y, "=")],
        [identity(summand("1/2", 1, (0, 1)), summand("1/2", x), summand(2, y))],
        given=[(x, True)],
    ),
    certificate([(3 * x**3, ">")], [factors(3, factor(x, 3, 1, identity(summand(1, x))))]),
    certificate([(x**2 - y**2, ">")], [slack(0, "x", UNIT)], given=[(x - y, True)]),
    certificate([(x**2 + x * y, ">")], [rescale([[1, 1, 0]], ["y"], {}, identity(summand(1, x**2), summand(1, x)))]),
    certificate([(x**4 + 1, ">")], [rescale([], [], {"x": 2}, identity(summand(1, x**2), summand(1)))]),
    certificate([(x**2 - 2 * x + 2, ">")], [square("x", UNIT, identity(summand(4)))], ranges=FREE),
    certificate([(x, ">=")], [split(x - y, identity(summand(1, x)), identity(summand(1, x)))]),
    certificate([(x, ">")], [multiply(x, identity(summand(1, x)), identity(summand(1, x**2)))]),
    certificate(
        [(x - z, ">")],
        [trim(0, 1, x - z, factor(y, 1, 1, identity(summand(1, y))), proof=identity(summand(1, 1, (0, 1))))],
        given=[((x - z) * y, True)],
    ),
    certificate([(x + y, ">")], [solve((0, 1), "x", 1, UNIT, UNIT)], given=equal(x - z)),
    certificate([(x**2 - y**2, ">=")], [modulo(NOTHING, ((0, 1), -x - y))], given=equal(x - y), ranges=FREE),
    certificate([(x, ">")], [cases(x - y, *[identity(summand(1, x))] * 3)]),
    certificate([((x - y) ** 2 + 1, ">")], [squares((x - y, summand(1)), (sp.S.One, summand(1)))], ranges=FREE),
    certificate([(x, ">")], [{"rule": "engines", "agree": ["z3", "cvc5"]}]),
    certificate(
        [(z, ">")], [identity(summand(1, z))], radicals=[{"name": "z", "radicand": "2", "low": "7/5", "high": "3/2"}]
    ),
]
TYPES = [True, False, 1.0, 0.5, float("nan"), None, [], {}, [[]]]
ODD = [*TYPES, "", " 1", "+1", "1_0", "1e5", "x", 10**30, -(10**30), -1]


def _records(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        yield value
    for part in value.values() if isinstance(value, dict) else value:
        if isinstance(part, dict | list):
            yield from _records(part)


def test_a_polynomial_that_is_too_large_is_not_factored() -> None:
    polynomial = _many(x**40 - y**40 + 1, y**40 - z**40 + 1, z**40 - x**40 + 1)
    huge = certificate([(x, ">")], [NOTHING], given=[(polynomial, True)])
    content = {name: value for name, value in huge.items() if name not in ("partings", "digest")}
    content["clauses"][0]["proofs"] = [slack(1, "z", NOTHING)]
    content["conditions"].append({"polynomial": terms(z - x - 1), "strict": True, "origin": ""})
    with pytest.raises(CertificateError, match="too large to be factored"):
        completed(content)


@pytest.mark.slow
@pytest.mark.parametrize("number", range(len(EVERY_RULE)))
def test_a_value_of_another_type_is_refused_wherever_it_stands(number: int) -> None:
    """No field takes a float, and none but a strictness a truth value; no odd value leads to a raw error."""
    changed = copy.deepcopy(EVERY_RULE[number])
    check(changed)
    for container, key in places_in(changed):
        original = container[key]
        for odd in ODD:
            container[key] = odd
            strictness = key == "strict" and isinstance(odd, bool)
            if key not in ("digest", "origin", "claim") and isinstance(odd, bool | float) and not strictness:
                with pytest.raises(CertificateError):
                    check(with_digest(changed))
            else:
                _check_or_refuse(with_digest(changed))
        container[key] = original
    check(changed)


def _check_or_refuse(changed: dict[str, Any]) -> None:
    with contextlib.suppress(CertificateError):
        check(changed)


@pytest.mark.parametrize("number", range(len(EVERY_RULE)))
def test_a_record_has_its_fields_and_no_others(number: int) -> None:
    changed = copy.deepcopy(EVERY_RULE[number])
    for record in list(_records(changed)):
        record["note"] = "x"
        with pytest.raises(CertificateError):
            check(with_digest(changed))
        del record["note"]
        for key in list(record):
            value = record.pop(key)
            with pytest.raises(CertificateError):
                check(with_digest(changed) if record is not changed or key != "digest" else changed)
            record[key] = value
    check(with_digest(changed))


def _deep(levels: int) -> Any:
    found: Any = []
    for _ in range(levels):
        found = [found]
    return found


def _many(*polynomials: Any) -> Any:
    return sp.expand(sp.Mul(*polynomials))


@cache
def _big() -> Any:
    return _many(*(x + k * y + z + 1 for k in range(1, 9)))


HUGE = "9" * 3990

TOO_LARGE: dict[str, Callable[[], Any]] = {
    "a high power of a large condition": lambda: certificate(
        [(x, ">")], [identity(summand(1, 1, (0, 1000)))], given=[(_big(), True)]
    ),
    "a product of many conditions": lambda: certificate(
        [(x, ">")], [identity(summand(1, 1, *((i, 9) for i in range(9))))], given=[(_big() + i, True) for i in range(9)]
    ),
    "a high power of a large number": lambda: certificate(
        [(x, ">")], [factors(1, *[factor(sp.Integer(HUGE), 1000, 1, UNIT)] * 9)]
    ),
    "degrees without end": lambda: certificate(
        [(x, ">")], [factors(1, *[factor(x**999, 999, 1, identity(summand(1, x**999)))])]
    ),
    "a common denominator without end": lambda: certificate(
        [(x, ">")],
        [identity(*(summand(f"1/{10**3000 + 2 * k + 1}", x) for k in range(200)))],
    ),
    "a slack in a high power": lambda: certificate(
        [(x**1000, ">")], [slack(0, "x", NOTHING)], given=[(x - y**5 - z**7 - y - z, True)]
    ),
    "many variables": lambda: signed(
        certificate([(x, ">")], [NOTHING])
        | {"variables": [{"name": f"v{i}", "range": "free"} for i in range(100_000)], "conditions": [], "clauses": []}
    ),
}


@pytest.mark.slow
@pytest.mark.parametrize("name", TOO_LARGE)
def test_what_would_take_too_long_is_refused(name: str) -> None:
    certificate_too_large = TOO_LARGE[name]()
    with pytest.raises(CertificateError, match="it is too large"):
        check(certificate_too_large)


HOSTILE: dict[str, Callable[[], Any]] = {
    "a number of many digits": lambda: certificate([(x, ">")], [identity(summand("1" * 10**6, x))]),
    "a power of ten": lambda: certificate([(x, ">")], [identity(summand("1e999999999", x))]),
    "a list in a list in a list": lambda: (
        signed({"claim": ""}) | {"format": "lsec-certificate-2", "clauses": _deep(900)}
    ),
    "names that are none": lambda: signed(
        certificate([(x, ">")], [NOTHING]) | {"variables": [{"name": 1, "range": "free"}] * 3}
    ),
    "keys that are none": lambda: {1: 2, "format": "lsec-certificate-2"},
}


@pytest.mark.parametrize("name", HOSTILE)
def test_what_is_hostile_is_refused(name: str) -> None:
    hostile = HOSTILE[name]()
    with pytest.raises(CertificateError):
        check(hostile)


def test_a_certificate_that_contains_itself_is_refused() -> None:
    around = certificate([(x, ">")], [NOTHING])
    around["clauses"].append(around)
    with pytest.raises(CertificateError):
        check(around)
