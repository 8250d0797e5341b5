"""Linear systems and minors, in numbers and with parameters, against SymPy; and the branches left at a point."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import flint
import pytest
import sympy as sp
from hypothesis import given
from hypothesis import strategies as st

from lsec_models import Game, Player, decisions, parameters
from lsec_models.algebra.polynomials.ratio import Ratio
from lsec_models.solve.corners.branch import Branch
from lsec_models.solve.corners.branches import Responses
from lsec_models.solve.linear_algebra import Degenerate, restricted_minors, solved_rows
from lsec_models.solve.quadratic import linear_quadratic
from random_games import random_game
from strategies import examples

a = parameters("a", positive=True)
q = decisions("q")
GAME = Game(players=[Player("one", decides=[q], payoff=a * q - q**2)])
RING = GAME.domain.ring
WITH_PARAMETERS = linear_quadratic(GAME)
IN_NUMBERS = WITH_PARAMETERS.at(RING.exact_point({a: Fraction(1)}))
MODELS = pytest.mark.parametrize("model", [WITH_PARAMETERS, IN_NUMBERS], ids=["with parameters", "in numbers"])


def tables(rows: int, columns: int) -> st.SearchStrategy[list[list[int]]]:
    return st.lists(st.lists(st.integers(-3, 3), min_size=columns, max_size=columns), min_size=rows, max_size=rows)


def entered(model: Any, table: list[list[Any]]) -> list[list[Any]]:
    return [
        [flint.fmpq(int(x)) if model.is_numeric else Ratio.constant(RING, Fraction(int(x))) for x in row]
        for row in table
    ]


def shown(table: list[list[Any]]) -> list[list[str]]:
    return [[str(sp.sympify(str(x))) for x in row] for row in table]


@MODELS
@examples(20)
@given(data=st.data())
def test_a_square_system_has_the_solution_of_sympy_or_is_degenerate(model: Any, data: st.DataObject) -> None:
    size = data.draw(st.integers(1, 3))
    left, right = data.draw(tables(size, size)), data.draw(tables(size, 2))
    if sp.Matrix(left).det() == 0:
        with pytest.raises(Degenerate):
            solved_rows(entered(model, left), entered(model, right))
    else:
        found = solved_rows(entered(model, left), entered(model, right))
        assert shown(found) == shown(sp.Matrix(left).solve(sp.Matrix(right)).tolist())


@MODELS
@examples(20)
@given(data=st.data())
def test_minors_on_a_space_are_those_of_the_form_there(model: Any, data: st.DataObject) -> None:
    size = data.draw(st.integers(1, 3))
    half = sp.Matrix(data.draw(tables(size, size)))
    form, normals = half + half.T, data.draw(tables(data.draw(st.integers(0, 2)), size))
    basis = sp.Matrix(normals).nullspace() if normals else [sp.eye(size).col(i) for i in range(size)]
    small = sp.Matrix(len(basis), len(basis), lambda i, j: (basis[i].T * form * basis[j])[0])
    expected = [small[:n, :n].det() for n in range(1, len(basis) + 1)]
    found = restricted_minors(model, entered(model, form.tolist()), entered(model, normals))
    assert shown([found]) == shown([expected])


@pytest.mark.parametrize("seed", [0, 1, 2, 3, 8])
def test_at_a_point_no_branch_that_is_possible_is_passed_over(seed: int) -> None:
    drawn = random_game(seed)
    point = drawn.game.domain.ring.exact_point({s: drawn.points[0][s.name] for s in drawn.game.domain.ring.symbols})
    responses = Responses(linear_quadratic(drawn.game).at(point))
    left = [branch for branch in responses.all(0) if branch.is_possible]
    assert left
    assert paths(responses.possible(0)) == paths(left)


def paths(branches: list[Branch]) -> set[str]:
    return {str([row[-1] for row in branch.rows]) for branch in branches}
