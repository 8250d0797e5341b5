"""The sign of a function on a domain, on hand-made functions: strict, weak, turning, empty, undecided."""

from __future__ import annotations

from typing import Any

import pytest
import sympy as sp

from lsec_models.algebra.domains.domain import Domain
from lsec_models.algebra.domains.relations import domain_of
from lsec_models.algebra.polynomials.ratio import ratio
from lsec_models.algebra.polynomials.ring import ring_of
from lsec_models.errors import CertificateError
from lsec_models.prove import verify
from lsec_models.prove.comparisons.compare import sign_of
from lsec_models.prove.results.signs import DecidedSign
from lsec_models.prove.results.verdicts import Contradictory, Mixed, Proved, Undecided
from lsec_models.work import Effort, Work

x, y, z = SYMBOLS = sp.symbols("x y z", positive=True)
u = sp.Symbol("u", nonnegative=True)
MOTZKIN = x**4 * y**2 + x**2 * y**4 + 1 - 3 * x**2 * y**2


def decided(function: sp.Expr, given: list[Any], effort: Effort = "normal") -> DecidedSign:
    domain = domain_of([*SYMBOLS, u], given)
    return sign_of(ratio(domain.ring, function), domain, name="f", work=Work.of(effort))


@pytest.mark.parametrize(
    ("function", "given", "symbol"),
    [
        (x + y, [], ">"),
        (-x - y / z, [], "<"),
        (x - y, [x > y], ">"),
        (x - y, [x >= y], ">="),
        (y - x, [x >= y], "<="),
        ((x - y) ** 2, [], ">="),
        (-((x - y) ** 2) / z, [], "<="),
        ((x - y) ** 2, [x > y], ">"),
        (u * x, [], ">="),
        (u * x + y, [], ">"),
        (sp.Integer(0), [], "="),
        (x - y, [], "><"),
        ((x - y) * (x - 2 * y), [x > y], "><"),
        (u - x, [], "><"),
    ],
)
def test_signs(function: sp.Expr, given: list[Any], symbol: str) -> None:
    sign = decided(function, given)
    assert sign.symbol == symbol
    assert sign.is_decided
    assert isinstance(sign.verdict, Mixed if symbol == "><" else Proved)
    assert (sign.condition is not None) == (symbol == "><")


@pytest.mark.parametrize(
    ("function", "given", "condition"),
    [
        (x - y, [], x > y),
        ((y - x) / (x - z), [x < z], x > y),
        ((x - y) ** 3 * z, [], x > y),
        ((x - y) * (x**2 + z), [], x > y),
    ],
)
def test_where_it_turns(function: sp.Expr, given: list[Any], condition: Any) -> None:
    sign = decided(function, given)
    assert sign.symbol == "><"
    assert sign.condition is not None
    assert sign.condition.gts - sign.condition.lts == condition.gts - condition.lts


def test_a_sign_that_turns_nowhere_simple_is_not_decided() -> None:
    sign = decided((x - y) ** 2 * (x - z), [])
    assert sign.symbol == "><"
    assert sign.condition is None
    assert not sign.is_decided


def test_an_empty_domain() -> None:
    ring = ring_of(SYMBOLS)
    domain = Domain(ring=ring)
    for relation in (x > y, y > z, z > x):
        domain = domain.where(domain_of(SYMBOLS, [relation]).conditions)
    sign = sign_of(ratio(ring, x - 1), domain, name="f")
    assert sign.symbol == "-"
    assert isinstance(sign.verdict, Contradictory)


def test_no_work_is_no_sign() -> None:
    sign = decided(MOTZKIN - sp.Rational(1, 10**9) + x**6 / 10**3, [], effort=1e-9)
    assert sign.symbol == "?"
    assert not sign.is_decided
    assert isinstance(sign.verdict, Undecided)


def test_the_evidence_of_a_cell_is_verified_against_the_function_itself() -> None:
    domain = domain_of(SYMBOLS, [x > y])
    function = ratio(domain.ring, (x**2 - y**2) / (x * z + z**2))
    sign = sign_of(function, domain, name="f")
    assert isinstance(sign.verdict, Proved)
    assert verify(sign.verdict.certificate, sp.Gt(function.expression(), 0, evaluate=False), domain).exact
    with pytest.raises(CertificateError):
        verify(sign.verdict.certificate, sp.Gt(-function.expression(), 0, evaluate=False), domain)
