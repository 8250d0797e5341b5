"""Certificates that nothing satisfies some conditions: they prove that zero is positive there."""

from __future__ import annotations

from typing import Any

import pytest
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
    slack,
    split,
    square,
    summand,
    trim,
    x,
    y,
    z,
)
from lsec_models.errors import CertificateError
from lsec_models.prove import verify
from lsec_models.prove.certificates.checker import check
from lsec_models.prove.statements.claim_to_statement import statement
from lsec_models.prove.verification.certificate import certificate_of

IMPOSSIBLE = [(sp.S.Zero, ">")]
OPPOSITE = [(x - y, True), (y - x, True)]
WEAKLY_OPPOSITE = [(x - y, False), (y - x, False)]
BOTH = identity(summand(1, 1, (0, 1)), summand(1, 1, (1, 1)))


def impossible(given: Any, proof: Any, **others: Any) -> dict[str, Any]:
    return certificate(IMPOSSIBLE, [proof], given=given, **others)


VALID = {
    "two conditions": impossible(OPPOSITE, BOTH),
    "one strict condition is enough": impossible([OPPOSITE[0], WEAKLY_OPPOSITE[1]], BOTH),
    "zero is one plus what is positive": impossible(
        [(-1 - x, True)], identity(summand(1), CONDITION["sum"][0], summand(1, x))
    ),
    "a square below zero": impossible(
        [(-(x**2) - 1, False)], identity(CONDITION["sum"][0], summand(1, x**2), summand(1)), ranges=FREE
    ),
    "a product": impossible(
        [(x * y - 1, True), (1 - x, True), (1 - y, True)],
        identity(summand(1, 1, (0, 1)), summand(1, y, (1, 1)), summand(1, 1, (2, 1))),
    ),
    "a condition that is false by itself": impossible(
        [(sp.Integer(-1), False)], identity(summand(1, 1, (0, 1)), summand(1))
    ),
    "a condition that says that zero is positive": impossible([(sp.S.Zero, True)], CONDITION),
    "a slack": impossible(OPPOSITE, slack(0, "x", identity(summand(1, 1, (1, 1)), summand(1)))),
    "a slack that leaves zero": impossible(
        [(x - y, True), (y - x - 1, True)], slack(0, "x", identity(summand(1, 1, (1, 1)), summand(1)))
    ),
    "scaling": impossible(OPPOSITE, rescale([[1, 1, 0]], ["y"], {}, BOTH)),
    "a root": impossible([(x**2 - y, True), (y - x**2, True)], rescale([], [], {"x": 2}, BOTH)),
    "zero as a factor": impossible(OPPOSITE, factors(1, factor(sp.S.Zero, 3, 1, BOTH))),
    "zero times something positive": impossible(OPPOSITE, multiply(x, identity(summand(1, x)), BOTH)),
    "zero as a square": impossible(OPPOSITE, square("x", BOTH, BOTH)),
    "two cases": impossible(OPPOSITE, split(x - z, BOTH, BOTH)),
    "a condition without its positive factor": impossible(
        [(x * (x - y), True), (y - x, True)], trim(0, 1, x - y, factor(x, 1, 1, identity(summand(1, x))), proof=BOTH)
    ),
    "a square root": impossible(
        [(1 - z, True)], identity(summand(5, 1, (0, 1)), summand(1, 1, (3, 1)), summand(2)), radicals=[ROOT_OF_TWO]
    ),
}

INVALID = {
    "nothing": impossible(OPPOSITE, NOTHING),
    "no conditions": impossible([], UNIT),
    "conditions that are weak": impossible(WEAKLY_OPPOSITE, BOTH),
    "a condition that says that zero is at least zero": impossible([(sp.S.Zero, False)], CONDITION),
    "conditions that do not clash": impossible([(x - y, True), (y - z, True)], BOTH),
    "a variable that can be zero": impossible(
        [(-x, False)], identity(summand(1, x), CONDITION["sum"][0]), ranges=NONNEGATIVE
    ),
    "zero as a factor of open sign": impossible(WEAKLY_OPPOSITE, factors(1, factor(sp.S.Zero, 2, 0, None))),
    "zero as the constant": impossible(WEAKLY_OPPOSITE, factors(0)),
    "zero as a square that touches zero": impossible([], square("x", NOTHING, NOTHING)),
    "zero times something": impossible([], multiply(x, identity(summand(1, x)), NOTHING)),
    "scaling what is not homogeneous": impossible([(x - 1, True)], rescale([[1, 0, 0]], ["x"], {}, CONDITION)),
    "a slack used up": impossible([(x - y, True)], slack(0, "x", CONDITION)),
    "cases that leave nothing": impossible([], split(sp.S.Zero, CONDITION, CONDITION)),
    "a condition trimmed to zero": impossible([(x - y, True)], trim(0, 1, sp.S.Zero, proof=CONDITION)),
}


@pytest.mark.parametrize("name", VALID)
def test_a_contradiction_is_accepted(name: str) -> None:
    assert check(VALID[name]).exact


@pytest.mark.parametrize("name", INVALID)
def test_what_is_no_contradiction_is_rejected(name: str) -> None:
    with pytest.raises(CertificateError, match="does not prove its claim"):
        check(INVALID[name])


a, b = sp.symbols("a b", positive=True)
r = sp.Symbol("r", real=True)


def _summand(coefficient: Any, monomial: list[int], *conditions: list[int]) -> dict[str, Any]:
    return {"coefficient": str(coefficient), "monomial": monomial, "conditions": list(conditions)}


STATED = {
    "a > b and b > a": ([a > b, b > a], [_summand(1, [0, 0], [0, 1]), _summand(1, [0, 0], [1, 1])]),
    "a > 2 and a < 1": ([a > 2, a < 1], [_summand(1, [0], [0, 1]), _summand(1, [0], [1, 1]), _summand(1, [0])]),
    "r**2 < -1": ([sp.Lt(r**2 + 1, 0, evaluate=False)], [_summand(1, [0], [0, 1]), _summand(1, [2]), _summand(1, [0])]),
    "a > sqrt(2) and a < 1": (
        [a > sp.sqrt(2), a < 1],
        [
            _summand(10**9, [0, 0], [0, 1]),
            _summand(10**9, [0, 0], [1, 1]),
            _summand(1, [0, 0], [4, 1]),
            _summand(414213561, [0, 0]),
        ],
    ),
}


@pytest.mark.parametrize("name", STATED)
def test_a_contradiction_is_verified_against_what_is_given(name: str) -> None:
    given, summands = STATED[name]
    proof = {"aim": 0, "proofs": [{"rule": "identity", "sum": summands}]}
    written, _ = certificate_of(statement(sp.false, given), [proof])
    assert written["clauses"][0]["atoms"] == [{"polynomial": [], "relation": ">"}]
    assert verify(written, sp.false, given).exact
    for other in (given[:-1], [*given[:-1], b > 3], [*given, a > 2 * b]):
        with pytest.raises(CertificateError, match="about something else"):
            verify(written, sp.false, other)
    with pytest.raises(CertificateError, match="about something else"):
        verify(written, sp.true, given)


def test_consistent_conditions_have_no_such_certificate() -> None:
    proof = {"aim": 0, "proofs": [{"rule": "identity", "sum": STATED["a > b and b > a"][1]}]}
    with pytest.raises(CertificateError, match="'at least zero' where 'positive' is claimed"):
        certificate_of(statement(sp.false, [a >= b, b >= a]), [proof])
