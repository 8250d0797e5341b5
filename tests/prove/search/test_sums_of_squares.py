"""Squares, and squares times conditions: what they prove is accepted by both checkers, and nothing false is."""

from __future__ import annotations

import json
import runpy
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
import sympy as sp
from hypothesis import given
from hypothesis import strategies as st

from certificates.steps import steps_of
from lsec_models import parameters, prove
from lsec_models.algebra.domains.condition import Condition
from lsec_models.algebra.polynomials.ring import Polynomial, ring_of
from lsec_models.algebra.polynomials.signs import Kind
from lsec_models.errors import CertificateError
from lsec_models.prove import verify
from lsec_models.prove.certificates.checker import FORMAT, check, check_with, digest
from lsec_models.prove.certificates.json_terms import to_terms
from lsec_models.prove.results.verdicts import Proved
from lsec_models.prove.search.goal import Goal
from lsec_models.prove.search.positivstellensatz.gram_matrices import entries, factored, positive_definite
from lsec_models.prove.search.positivstellensatz.sums_of_squares import by_sums_of_squares
from lsec_models.prove.statements.claim_to_statement import statement
from lsec_models.work import Work
from strategies import examples

REFEREE = runpy.run_path(str(Path(__file__).parents[3] / "referee" / "check_certificates.py"))
x, y, z = parameters("x y z")
f, g, h, k, m, n = parameters("f g h k m n")
a, c = parameters("a c", positive=True)
MINORS = [f < 0, f * k > g**2]
HESSIAN = sp.Matrix([[f, g, h], [g, k, m], [h, m, n]])
TWO = sp.Matrix([x, y])
QUADRATIC = sp.expand((TWO.T * HESSIAN[:2, :2] * TWO)[0])

# What is claimed, and what is given.
PROVED: dict[str, tuple[Any, list[Any]]] = {
    "a quartic in one variable": (x**4 - 3 * x + 3 > 0, []),
    "a quartic form with zeros": (x**4 + y**4 >= x**3 * y + x * y**3, []),
    "a positive polynomial that is not a sum of squares": (x**4 * y**2 + x**2 * y**4 + 1 >= 3 * x**2 * y**2, []),
    "within a ball": (x + y + z <= 3, [x**2 + y**2 + z**2 <= 3]),
    "the last minor but one": (k < 0, MINORS),
    "the last diagonal entry of three": (n < 0, [*MINORS, HESSIAN.det() < 0]),
    "a definite form": (QUADRATIC < 0, [*MINORS, sp.Ne(y, 0)]),
    "a definite form, where one of two is not zero": (QUADRATIC < 0, [*MINORS, sp.Or(sp.Ne(x, 0), sp.Ne(y, 0))]),
    "between two square roots": (
        9 * a**2 + 116 * c**2 <= 72 * a * c,
        [c * (12 + 2 * sp.sqrt(7)) >= 3 * a, c * (12 - 2 * sp.sqrt(7)) <= 3 * a],
    ),
}
# Those that nothing but squares proves.
SQUARES = [
    "a quartic in one variable",
    "a positive polynomial that is not a sum of squares",
    "within a ball",
    "the last diagonal entry of three",
]
FALSE: dict[str, tuple[Any, list[Any]]] = {
    "a quartic that is negative somewhere": (x**4 - 3 * x + 2 > 0, []),
    "a quartic with zeros, as positive": (x**4 + y**4 > x**3 * y + x * y**3, []),
    "outside of a ball": (x + y + z <= 3, [x**2 + y**2 + z**2 <= 4]),
    "a form that is not definite": (QUADRATIC < 0, [f < 0, f * k < g**2, sp.Ne(y, 0)]),
}


@pytest.mark.parametrize("name", PROVED)
def test_squares_prove_what_is_true(name: str, tmp_path: Path) -> None:
    claim, assumed = PROVED[name]
    verdict = prove(claim, assumed, engines=False)
    assert isinstance(verdict, Proved), verdict
    assert verify(verdict.certificate, claim, assumed).exact
    verdict.save(tmp_path / "certificate.json")
    assert REFEREE["verdict"](tmp_path / "certificate.json")[0] == "accepted"
    rules = {step["rule"] for step in steps_of(verdict.certificate)}
    assert ("squares" in rules) or name not in SQUARES


@pytest.mark.parametrize("name", FALSE)
def test_nothing_false_is_a_sum_of_squares(name: str) -> None:
    goal = _goal(*FALSE[name])
    assert by_sums_of_squares(goal, Work.of()) is None


@pytest.mark.parametrize("name", SQUARES)
def test_a_sum_of_squares_that_is_changed_is_refused(name: str, tmp_path: Path) -> None:
    claim, assumed = PROVED[name]
    text = json.dumps(prove(claim, assumed, engines=False).certificate)

    def changed(change: Any) -> dict[str, Any]:
        certificate = json.loads(text)
        change(next(step for step in steps_of(certificate) if step["rule"] == "squares")["sum"])
        certificate["digest"] = digest(certificate)
        return dict(certificate)

    for change in (
        lambda summands: summands[0].update(coefficient=str(-Fraction(summands[0]["coefficient"]))),
        lambda summands: summands[0].update(coefficient=str(2 * Fraction(summands[0]["coefficient"]))),
        lambda summands: summands.pop(),
        lambda summands: summands[0]["root"].append(["1", [7] + [0] * (len(summands[0]["monomial"]) - 1)]),
        lambda summands: summands[-1].update(conditions=[[99, 1]]),
    ):
        certificate = changed(change)
        with pytest.raises(CertificateError):
            check(certificate)
        (tmp_path / "changed.json").write_text(json.dumps(certificate), encoding="utf-8")
        assert REFEREE["verdict"](tmp_path / "changed.json")[0] == "refused"


ROWS = st.lists(st.lists(st.integers(-3, 3), min_size=3, max_size=3), min_size=3, max_size=3)


@given(ROWS, st.integers(1, 9))
@examples(25)
def test_every_polynomial_with_a_definite_gram_matrix_is_found(rows: list[list[int]], least: int) -> None:
    """A random ``(Bz)'(Bz) + e z'z`` is shown to be positive, with a certificate."""
    ring = ring_of([x, y])
    vector = [ring.generators[0] ** 2, ring.generators[0] * ring.generators[1], ring.one]
    target = sum(((_dot(row, vector)) ** 2 for row in rows), start=ring.zero)
    target = target + sum((p * p * least for p in vector), start=ring.zero)
    goal = Goal(ring=ring, kinds=(Kind.FREE, Kind.FREE), conditions=(), target=target, strict=True)
    proof = by_sums_of_squares(goal, Work.of())
    assert proof is not None
    _accepted(goal, proof)


@pytest.mark.slow
@given(st.lists(st.integers(-4, 4), min_size=6, max_size=6), st.lists(st.integers(-3, 3), min_size=6, max_size=6))
@examples(12)
def test_what_is_negative_somewhere_is_never_proved(target: list[int], condition: list[int]) -> None:
    """Of random quadratics under a condition, none that fails on a grid is proved; all proofs are accepted."""
    ring = ring_of([x, y])
    first, second = ring.generators
    monomials = [first**2, first * second, second**2, first, second, ring.one]
    assumed = Condition(ring=ring, polynomial=_dot(condition, monomials), strict=False, origin="given")
    kinds = (Kind.FREE, Kind.POSITIVE)
    goal = Goal(ring=ring, kinds=kinds, conditions=(assumed,), target=_dot(target, monomials), strict=False)
    proof = by_sums_of_squares(goal, Work.of())
    grid = [{x: Fraction(i, 2), y: Fraction(j, 2)} for i in range(-8, 9) for j in range(1, 9)]
    inside = [point for point in grid if ring.sign_at(assumed.polynomial, ring.exact_point(point)) >= 0]
    if any(goal.fails_at(point) for point in inside):
        assert proof is None
    elif proof is not None:
        _accepted(goal, proof)


def test_matrices_meet_their_equations_exactly() -> None:
    """Of a number that is one and a matrix, which is to have the trace 1 and the sum of entries 1/3."""
    columns = [{(0,): -3, (1,): -1}, {(0,): 3, (1,): 3}, {(1,): 6}, {(0,): 3, (1,): 3}]
    found = positive_definite(columns, [1, 2], 1, Work.of())
    assert found is not None
    assert found.matrices is not None
    one, matrix = found.matrices
    scale = one[0][0]
    assert matrix[0][0] + matrix[1][1] == scale
    assert 3 * sum(map(sum, matrix)) == scale
    rows = factored(matrix)
    assert rows is not None
    for i, j in entries(2):
        assert sum(weight * row[i] * row[j] for weight, row in rows) == matrix[i][j]
    assert positive_definite([{(0,): -1}, {(0,): -1}], [1, 1], 1, Work.of()) is None


def test_where_floating_point_ends_nothing_is_found() -> None:
    columns = [{(1,): -1}, {(0,): 2**100}, {(1,): -2}, {(0,): 10**30}]
    assert positive_definite(columns, [1, 2], 1, Work.of()) is None


def _dot(row: list[int], vector: list[Polynomial]) -> Polynomial:
    return sum((p * c for p, c in zip(vector, row, strict=True)), start=vector[0] * 0)


def _goal(claim: Any, assumed: list[Any]) -> Goal:
    stated = statement(claim, assumed)
    atom = stated.clauses[0][0]
    return Goal(
        ring=stated.ring,
        kinds=stated.domain.kinds,
        conditions=stated.conditions,
        target=atom.polynomial,
        strict=atom.relation == ">",
    )


def _accepted(goal: Goal, proof: dict[str, Any]) -> None:
    """Put a proof before the checker, as the certificate that the goal holds."""
    ranges = {Kind.FREE: "free", Kind.POSITIVE: "positive"}
    content = {
        "format": FORMAT,
        "claim": "a goal",
        "variables": [
            {"name": name, "range": ranges[kind]} for name, kind in zip(goal.ring.names, goal.kinds, strict=True)
        ],
        "conditions": [
            {"polynomial": to_terms(c.polynomial), "strict": c.strict, "origin": ""}
            for c in goal.open_conditions.values()
        ],
        "radicals": [],
    }
    atom = {"polynomial": to_terms(goal.target), "relation": ">" if goal.strict else ">="}
    assert check_with(content | {"clauses": [{"atoms": [atom], "aim": 0, "proofs": [proof]}]}, _no_parting).exact


def _no_parting(*_: Any) -> None:
    """Nothing is left out of conditions here."""
