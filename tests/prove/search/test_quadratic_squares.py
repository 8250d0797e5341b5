"""Claims that are quadratic in powers of variables: decided by their squares, as whole-number points show."""

from __future__ import annotations

import runpy
from fractions import Fraction
from itertools import product
from pathlib import Path
from typing import Any

import flint
import pytest
import sympy as sp
from hypothesis import given
from hypothesis import strategies as st

from certificates.steps import steps_of
from lsec_models import parameters, prove
from lsec_models.algebra.polynomials.quadratic_form import squares_of
from lsec_models.prove import verify
from lsec_models.prove.results.verdicts import Mixed, Proved, Refuted
from strategies import examples

REFEREE = runpy.run_path(str(Path(__file__).parents[3] / "referee" / "check_certificates.py"))
x, y, z = parameters("x y z")
MANY = parameters(" ".join(f"x{i}" for i in range(30)))
EVENLY = sum(v**2 for v in MANY)
ROWS = st.lists(st.lists(st.integers(-3, 3), min_size=4, max_size=4), min_size=4, max_size=4)
GRID = list(product(range(-2, 3), repeat=3))


@pytest.mark.slow
def test_the_mean_of_many_squares_is_at_least_the_square_of_the_mean(tmp_path: Path) -> None:
    claim = len(MANY) * EVENLY >= sum(MANY) ** 2
    verdict = prove(claim, engines=False)
    assert isinstance(verdict, Proved)
    assert verify(verdict.certificate, claim).exact
    verdict.save(tmp_path / "certificate.json")
    assert REFEREE["verdict"](tmp_path / "certificate.json")[0] == "accepted"
    assert [step["rule"] for step in steps_of(verdict.certificate)] == ["squares"]
    assert verdict.equality is not None
    assert verdict.equality != ()


@pytest.mark.parametrize("claim", [(len(MANY) - 1) * EVENLY >= sum(MANY) ** 2, len(MANY) * EVENLY > sum(MANY) ** 2])
def test_where_a_form_in_many_variables_is_least_a_false_claim_fails(claim: Any) -> None:
    verdict = prove(claim, engines=False)
    assert isinstance(verdict, Mixed | Refuted)
    assert not claim.subs({v: verdict.counterexample[v.name] for v in MANY})


@pytest.mark.parametrize(
    "claim",
    [
        3 * (x**4 + y**4 + z**2) + 1 > (x**2 + y**2 + z) ** 2,
        x**6 + y**2 + 3 > 2 * x**3 * y + 3 * y - y**2,
        x**2 + x * y + y**2 + 3 >= 3 * x + 3 * y,
    ],
)
def test_what_is_quadratic_in_powers_is_proved_by_squares(claim: Any) -> None:
    verdict = prove(claim, engines=False)
    assert isinstance(verdict, Proved)
    assert verify(verdict.certificate, claim).exact
    assert "squares" in {step["rule"] for step in steps_of(verdict.certificate)}


@given(ROWS)
@examples(40)
def test_squares_and_vectors_are_those_of_the_form(rows: list[list[int]]) -> None:
    """Forms with and without negative directions, most of them on the edge between both."""
    weights = [-1 if sum(row) % 5 == 4 else 1 for row in rows]
    entries = [
        [sum(w * row[i] * row[j] for w, row in zip(weights, rows, strict=True)) for j in range(4)] for i in range(4)
    ]
    found = squares_of([[flint.fmpq(entry) for entry in row] for row in entries])

    def value(left: Any, right: Any) -> Any:
        return sum(left[i] * entries[i][j] * right[j] for i in range(4) for j in range(4))

    assert all(value(vector, vector) == 0 for vector in found.zeros)
    if found.negative is not None:
        assert value(found.negative, found.negative) < 0
        return
    assert len(found.zeros) == 4 - flint.fmpz_mat(entries).rank()
    for i, j in product(range(4), repeat=2):
        assert sum(weight * row[i] * row[j] for weight, row in found.squares) == entries[i][j]


@pytest.mark.slow
@given(ROWS, st.integers(-2, 2), st.booleans())
@examples(25)
def test_no_point_of_a_grid_contradicts_what_is_said_of_a_quadratic(
    rows: list[list[int]], least: int, strict: bool
) -> None:
    weights = [-1 if sum(row) % 7 == 6 else 1 for row in rows]
    squares = [w * (a * x + b * y + c * z + d) ** 2 for w, (a, b, c, d) in zip(weights, rows, strict=True)]
    polynomial = sp.expand(sum(squares))
    claim = polynomial > least if strict else polynomial >= least
    if claim in (sp.true, sp.false):
        return
    verdict = prove(claim, engines=False)
    numbers = {tuple(map(int, powers)): int(c) for powers, c in sp.Poly(polynomial, x, y, z).terms()}
    fails = any(_value(numbers, at) < least or (strict and _value(numbers, at) == least) for at in GRID)
    if fails:
        assert isinstance(verdict, Mixed | Refuted)
    if isinstance(verdict, Mixed | Refuted):
        at = tuple(Fraction(str(verdict.counterexample.get(v.name, 1))) for v in (x, y, z))
        assert _value(numbers, at) < least or (strict and _value(numbers, at) == least)
    assert verdict.status != "undecided"


def _value(numbers: dict[tuple[int, ...], int], at: Any) -> Any:
    return sum(c * at[0] ** i * at[1] ** j * at[2] ** k for (i, j, k), c in numbers.items())
