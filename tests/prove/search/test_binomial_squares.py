"""Sums of squares of two monomials each, in any number of variables; Lagrange's identity is one."""

from __future__ import annotations

import runpy
from itertools import combinations, pairwise
from pathlib import Path
from typing import Any

import pytest
import sympy as sp
from hypothesis import given
from hypothesis import strategies as st

from certificates.steps import steps_of
from lsec_models import prove
from lsec_models.prove import verify
from lsec_models.prove.results.verdicts import Mixed, Proved, Refuted
from lsec_models.prove.search.exact_points.falsify import PointsTried, search_zero_sets
from lsec_models.prove.statements.claim_to_statement import statement
from lsec_models.work import Work
from strategies import examples

REFEREE = runpy.run_path(str(Path(__file__).parents[3] / "referee" / "check_certificates.py"))
X = sp.symbols("x0:8", real=True)
P = sp.symbols("p0:8", positive=True)


def cauchy_schwarz(number: int, weights: tuple[Any, ...] | None = None) -> Any:
    a, b = (sp.symbols(f"{name}0:{number}", real=True) for name in "ab")
    w = weights or (1,) * number
    product = sum(v * s * t for v, s, t in zip(w, a, b, strict=True))
    squares = [sum(v * s**2 for v, s in zip(w, side, strict=True)) for side in (a, b)]
    return product**2 <= squares[0] * squares[1]


@pytest.mark.parametrize("claim", [cauchy_schwarz(4), cauchy_schwarz(4, P[:4])], ids=["plain", "with weights"])
def test_a_sum_of_products_is_bounded_by_sums_of_squares(claim: Any, tmp_path: Path) -> None:
    verdict = prove(claim, engines=False)
    assert isinstance(verdict, Proved)
    assert verify(verdict.certificate, claim).exact
    verdict.save(tmp_path / "certificate.json")
    assert REFEREE["verdict"](tmp_path / "certificate.json")[0] == "accepted"


def test_of_six_and_six_lagranges_squares_are_found() -> None:
    claim = cauchy_schwarz(6)
    verdict = prove(claim, engines=False)
    (step,) = steps_of(verdict.certificate)
    assert (step["rule"], len(step["sum"])) == ("squares", len(list(combinations(range(6), 2))))
    assert verdict.equality


@pytest.mark.parametrize("given", [[], [sp.Symbol("a0", real=True) >= 1]])
def test_where_all_is_zero_that_may_be_a_strict_claim_fails(given: list[Any]) -> None:
    """Vectors that are not parallel, at which a root of one coordinate is sought, show nothing."""
    claim, tried = cauchy_schwarz(3), PointsTried()
    search_zero_sets(statement(claim.lts < claim.gts, given), tried, Work.of(), points=1)
    assert tried.counterexample == (None if given else dict.fromkeys(map(str, claim.free_symbols), 0))


ROOTS = st.lists(
    st.tuples(st.integers(1, 3), st.sampled_from((-1, 1)), st.sampled_from(list(combinations(range(9), 2)))),
    min_size=8,
    max_size=12,
)


@pytest.mark.slow
@examples(10)
@given(ROOTS, st.lists(st.integers(0, 7), max_size=2))
def test_sums_of_such_squares_are_proved_and_less_than_them_is_refuted(
    drawn: list[tuple[int, int, tuple[int, int]]], odd: list[int]
) -> None:
    """Nine quadratic monomials share variables; before a square a product of positive ones may stand."""
    monomials = [*(x * y for x, y in pairwise(X)), X[0] ** 2, X[7] * X[2]]
    total = sum(c * (monomials[i] + sign * monomials[j]) ** 2 for c, sign, (i, j) in drawn)
    total += sum(x**2 for x in X)
    for i in odd:
        total += P[i] * (X[0] - P[i] * X[1]) ** 2
    verdict = prove(sp.expand(total) >= 0, engines=False)
    assert isinstance(verdict, Proved)
    assert verify(verdict.certificate, sp.expand(total) >= 0).exact
    assert isinstance(prove(sp.expand(total) >= X[0] ** 2 * 100 + 1, engines=False), Mixed | Refuted)
