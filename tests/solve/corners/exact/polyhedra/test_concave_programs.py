"""What binds at the maximum of a concave program: against linear programs in floats, and against enumeration."""

from __future__ import annotations

import random

import flint
import numpy as np
import pytest
from scipy.optimize import linprog

from families.static import families
from lsec_models.solve.corners.exact.equilibria.all_equilibria import equilibria_of
from lsec_models.solve.corners.exact.numbers.infinite_numbers import beyond
from lsec_models.solve.corners.exact.pieces import stage_problems
from lsec_models.solve.corners.exact.polyhedra.concave_programs import FreeDirection, binding_at_maximum
from lsec_models.solve.quadratic import linear_quadratic

ONE = flint.fmpq(1)


def test_a_bound_beyond_all_numbers_holds_back_what_grows() -> None:
    assert binding_at_maximum([[0 * ONE]], [ONE], [[ONE], [-ONE]], [beyond(0), beyond(0)]) == [1]
    assert binding_at_maximum([[-ONE]], [ONE], [[ONE], [-ONE]], [beyond(0), beyond(0)]) == []


def test_nothing_is_feasible() -> None:
    assert binding_at_maximum([[-ONE]], [ONE], [[ONE], [-ONE]], [-2 * ONE, ONE]) is None


def test_a_free_direction_is_refused() -> None:
    with pytest.raises(FreeDirection):
        binding_at_maximum([[-ONE, 0 * ONE], [0 * ONE, -ONE]], [ONE, ONE], [[ONE, ONE]], [ONE])


@pytest.mark.parametrize("seed", range(80))
def test_random_programs_meet_first_order_conditions_with_what_binds(seed: int) -> None:
    dice = random.Random(seed)
    size, further = dice.choice([1, 2, 3, 4]), dice.randint(0, 5)
    roots = np.array([[dice.randint(-2, 2) for _ in range(size)] for _ in range(dice.randint(0, size))])
    hessian = -(roots.reshape(-1, size).T @ roots.reshape(-1, size))
    slopes = np.array([dice.randint(-3, 3) for _ in range(size)])
    box = np.vstack([np.eye(size, dtype=int), -np.eye(size, dtype=int)])
    normals = np.vstack([box, *([dice.randint(-2, 2) for _ in range(size)] for _ in range(further))])
    constants = np.array(
        [*(dice.randint(0, 3) for _ in range(2 * size)), *(dice.randint(-2, 4) for _ in range(further))]
    )
    exact = [[flint.fmpq(int(x)) for x in row] for row in (*hessian, slopes, *normals, constants)]
    binding = binding_at_maximum(exact[:size], exact[size], exact[size + 1 : -1], exact[-1])
    anywhere = [(None, None)] * size
    feasible = linprog(np.zeros(size), A_ub=-normals, b_ub=constants, bounds=anywhere)
    assert (binding is None) == (feasible.status == 2)
    if binding is None:
        return
    count = len(binding)
    equal = np.block([[normals[binding], np.zeros((count, count))], [hessian, normals[binding].T]])
    conditions = linprog(
        np.zeros(size + count),
        A_ub=np.hstack([-normals, np.zeros((len(normals), count))]),
        b_ub=constants,
        A_eq=equal,
        b_eq=np.concatenate([-constants[binding], -slopes]),
        bounds=[*anywhere, *[(0, None)] * count],
    )
    assert conditions.status == 0


@pytest.mark.parametrize("family", ["two_stages", "two_decision_leaders", "three_boxed_decisions", "three_stages_AAB"])
def test_equilibria_are_those_of_enumeration(family: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for seed in range(700, 715):
        game = families()[family](seed).game()
        model = linear_quadratic(game).at(game.domain.ring.exact_point({}))
        enumerated = equilibria_of(model)
        with monkeypatch.context() as patched:
            patched.setattr(stage_problems, "_MANY_SUPPORTS", 0)
            pivoted = equilibria_of(model)
        assert set(pivoted.paths) == set(enumerated.paths)
        assert {frozenset(one.corners) for one in pivoted.continua} == {
            frozenset(one.corners) for one in enumerated.continua
        }
        assert (pivoted.none, pivoted.unresolved) == (enumerated.none, enumerated.unresolved)
