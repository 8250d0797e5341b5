"""The checker alone: small certificates written by hand, right ones and wrong ones, for every rule."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from certificates.hand_certificates import (
    certificate,
    factor,
    factors,
    identity,
    rescale,
    signed,
    slack,
    summand,
    x,
    y,
    z,
)
from certificates.hand_proofs import INVALID, VALID
from lsec_models.errors import CertificateError
from lsec_models.prove.certificates.checker import check
from lsec_models.prove.certificates.steps import Step

COMPLAINTS = {
    "the two sides differ": "the two sides of an identity differ",
    "a negative coefficient": "an identity has a coefficient that is not positive",
    "a coefficient zero": "an identity has a coefficient that is not positive",
    "weak where strict is claimed": "an identity shows 'at least zero' where 'positive' is claimed",
    "a weak condition where strict is claimed": "an identity shows 'at least zero' where 'positive' is claimed",
    "a strict condition times something weak": "an identity shows 'at least zero' where 'positive' is claimed",
    "an odd power of a real variable": "a monomial of an identity can be negative",
    "an even power of a real variable is not positive": "an identity shows 'at least zero' where 'positive' is claimed",
    "a condition that is not there": "a position of a condition is not an integer from 0 to 0",
    "a condition counted from the end": "a position of a condition is not an integer from 0 to 0",
    "a condition to the power zero": "a power is not an integer from 1 to 1000",
    "an empty sum is not positive": "an identity shows 'at least zero' where 'positive' is claimed",
    "an equation proved from above only": "a clause has the wrong number of proofs",
    "one side of an equation": "the two sides of an identity differ",
    "an inequation that is only weak": "a factor of open sign stands where it may not",
    "an unknown relation": "an atom has an unknown relation",
    "a factor is missing": "the factors do not multiply to the target",
    "a sign is wrong": "the factors' signs multiply to minus",
    "one factor of sign minus": "the factors' signs multiply to minus",
    "an odd power without proof": "a factor of open sign stands where it may not",
    "an even power without proof where strict is claimed": "a factor of open sign stands where it may not",
    "a factor zero": "a product has the factor zero",
    "a factor to a negative power": "a power is not an integer from 1 to 1000",
    "a factor of sign two": "a sign is not an integer from -1 to 1",
    "a slack that is not linear": "a slack's condition is not linear in its variable",
    "a slope of open sign": "a slack's slope has no visible sign",
    "a slope that can vanish": "a slack's slope has no visible sign",
    "a slack used twice": "a condition is used that was used up",
    "a condition that its slack used up": "a condition is used that was used up",
    "a weak slack shows no strict claim": "an identity shows 'at least zero' where 'positive' is claimed",
    "a bound below zero loses nothing but the variable's sign": "the two sides of an identity differ",
    "an upper bound that can be negative": "the two sides of an identity differ",
    "a weak upper bound on a nonnegative variable": "a weak upper bound on a nonnegative variable has no slack",
    "not quasi-homogeneous": "a polynomial is not quasi-homogeneous",
    "a condition that is not quasi-homogeneous": "a polynomial is not quasi-homogeneous",
    "a real variable set to one": "a rescaled variable is not positive",
    "a nonnegative variable set to one": "a rescaled variable is not positive",
    "more ones than symmetries": "symmetries and variables set to one differ in number",
    "symmetries that cannot move both": "the symmetries cannot move the variables to one",
    "a variable set to one twice": "a variable is rescaled twice",
    "a power that is not a pure power": "a variable is not a pure power",
    "a root of a real variable": "a rescaled variable is not positive",
    "a root of degree minus one": "a power is not an integer from 1 to 1000",
    "a square whose leading coefficient is open": "a monomial of an identity can be negative",
    "a square of degree three": "a square has a degree above two",
    "a touching square is not positive": "an identity shows 'at least zero' where 'positive' is claimed",
    "a case that assumes strictly": "an identity shows 'at least zero' where 'positive' is claimed",
    "a weak condition without a square": "a factor of open sign stands where it may not",
    "a condition without a factor of open sign": "a factor of open sign stands where it may not",
    "a condition without a factor that can vanish": "an identity shows 'at least zero' where 'positive' is claimed",
    "a condition trimmed to something else": "the factors do not multiply to the condition",
    "a condition trimmed with the wrong sign": "the two sides of an identity differ",
    "a condition trimmed by zero": "a product has the factor zero",
    "times something that can vanish": "an identity shows 'at least zero' where 'positive' is claimed",
    "times something negative": "the two sides of an identity differ",
    "an atom proved under its own opposite only": "the two sides of an identity differ",
    "an aim that is not there": "an aim is not an integer from 0 to 0",
    "the wrong number of proofs": "a clause has the wrong number of proofs",
    "one engine": "a step rests on fewer than two known engines",
    "engines that nobody knows": "a step rests on fewer than two known engines",
    "an unknown rule": "there is no rule 'trust'",
    "a square root of a real variable": "a square root is defined twice, or not positive",
    "wrong bounds of a square root": "bounds of a square root are wrong",
    "a square root of a negative number": "bounds of a square root are wrong",
    "an upper bound of a square root that is negative": "bounds of a square root are wrong",
    "a lower bound of a square root that is not positive": "bounds of a square root are wrong",
    "two square roots of one name": "a square root is defined twice, or not positive",
    "a square root that is not declared": "a variable is not declared",
    "a premise of unknown relation": "an atom has an unknown relation",
    "an aim counted from the end": "an aim is not an integer from 0 to 0",
    "no atom": "an aim is not an integer from 0 to -1",
    "an engine too many": "a step rests on fewer than two known engines",
    "an engine named twice": "a step rests on fewer than two known engines",
    "a variable set to one and renamed": "a variable is rescaled twice",
    "a weight that is not an integer": "a weight is not an integer",
    "a weight beyond all bounds": "a weight is not an integer",
    "too few weights": "a symmetry has the wrong number of weights",
    "a strict case of an equation": "the two sides of an identity differ",
    "a range that nobody knows": "a variable has an unknown range",
}


@pytest.mark.parametrize("name", VALID)
def test_a_right_certificate_is_accepted(name: str) -> None:
    assert check(VALID[name]).exact


@pytest.mark.parametrize("name", INVALID)
def test_a_wrong_certificate_is_rejected_for_its_fault(name: str) -> None:
    with pytest.raises(CertificateError, match=COMPLAINTS[name]):
        check(INVALID[name])


def test_agreeing_engines_are_reported_as_an_open_step() -> None:
    checked = check(
        certificate(
            [(x - y, ">")], [slack(0, "x", {"rule": "engines", "agree": ["z3", "cvc5"]})], given=[(x - y, False)]
        )
    )
    assert not checked.exact
    (step,) = checked.open_steps
    assert step.ranges == ("nonnegative", "positive", "positive")
    assert step.target == {(1, 0, 0): 1}
    assert step.strict
    assert step.conditions == ()


def test_each_step_is_told_before_it_is_taken() -> None:
    proof = factors(1, factor(x + y, 2, 1, identity(summand(1, x), summand(1, y))))
    told: list[Step] = []
    checked = check(certificate([(x + y, "!=")], [proof], given=[(x - z, True)]), told.append)
    assert [(step.depth, step.proof["rule"]) for step in told] == [(0, "factors"), (1, "identity")]
    assert checked.steps == len(told)
    whole, part = told
    assert whole.target == {(2, 0, 0): 1, (1, 1, 0): 2, (0, 2, 0): 1}
    assert part.target == {(1, 0, 0): 1, (0, 1, 0): 1}
    assert part.strict
    assert part.conditions == (({(1, 0, 0): 1, (0, 0, 1): -1}, True),)
    assert (part.names, set(part.ranges)) == (("x", "y", "z"), {"positive"})


def test_a_condition_that_was_used_up_is_told_as_none() -> None:
    told: list[Step] = []
    proof = slack(0, "x", identity(summand(1)))
    check(certificate([(x, ">")], [proof], given=[(x - y, True), (z - y, False)]), told.append)
    kept = ({(0, 1, 0): -1, (0, 0, 1): 1}, False)
    assert [step.conditions for step in told] == [(({(1, 0, 0): 1, (0, 1, 0): -1}, True), kept), (None, kept)]


def _changed(change: Any) -> dict[str, Any]:
    found = copy.deepcopy(VALID["a condition times a monomial"])
    change(found)
    return found


MALFORMED: dict[str, Any] = {
    "no mapping": [1, 2],
    "nothing": {},
    "another format": VALID["coefficients show a sign"] | {"format": "lsec-certificate-0"},
    "no digest": {key: value for key, value in VALID["coefficients show a sign"].items() if key != "digest"},
    "changed after it was made": VALID["coefficients show a sign"] | {"claim": "something else"},
    "no clause": signed(_changed(lambda c: c.update(clauses=[]))),
    "no variables": signed(_changed(lambda c: c.pop("variables"))),
    "a variable twice": signed(_changed(lambda c: c["variables"][1].update(name="x"))),
    "a strictness that is a number": signed(_changed(lambda c: c["conditions"][0].update(strict=1))),
    "a coefficient that is a number": signed(
        _changed(lambda c: c["conditions"][0]["polynomial"][0].__setitem__(0, 1.5))
    ),
    "a coefficient in words": signed(_changed(lambda c: c["conditions"][0]["polynomial"][0].__setitem__(0, "one"))),
    "a negative exponent": signed(_changed(lambda c: c["conditions"][0]["polynomial"][0].__setitem__(1, [-1, 0, 0]))),
    "an exponent beyond all bounds": signed(
        _changed(lambda c: c["conditions"][0]["polynomial"][0].__setitem__(1, [10**9, 0, 0]))
    ),
    "too few exponents": signed(_changed(lambda c: c["conditions"][0]["polynomial"][0].__setitem__(1, [1, 0]))),
    "a monomial twice": signed(_changed(lambda c: c["conditions"][0]["polynomial"].append(["1", [1, 0, 0]]))),
    "a proof that is nothing": signed(_changed(lambda c: c["clauses"][0].update(proofs=[None]))),
    "a power of a condition beyond all bounds": signed(
        _changed(lambda c: c["clauses"][0]["proofs"][0]["sum"][0].update(conditions=[[0, 10**9]]))
    ),
    "an infinite weight": signed(
        _changed(lambda c: c["clauses"][0]["proofs"][0]["sum"][0].update(coefficient=float("inf")))
    ),
    "a set": VALID["coefficients show a sign"] | {"claim": {1, 2}},
}


@pytest.mark.parametrize("name", MALFORMED)
def test_what_is_malformed_is_rejected_by_name(name: str) -> None:
    with pytest.raises(CertificateError):
        check(MALFORMED[name])


def test_a_proof_nested_without_end_is_rejected() -> None:
    proof: dict[str, Any] = identity(summand(1, x))
    for _ in range(400):
        proof = rescale([], [], {}, proof)
    with pytest.raises(CertificateError, match="nested too deeply"):
        check(certificate([(x, ">")], [proof]))
