from __future__ import annotations

import ast
import re
from inspect import getsource
from typing import Any

import numpy as np
import pytest
import sympy as sp
from hypothesis import given, settings
from hypothesis import strategies as st

from lsec_models import Game, Player, decisions, parameters
from lsec_models.solve.numerical.first_order.scalar.eigenvalues import diagonalise
from lsec_models.solve.numerical.first_order.scalar.elimination import solve_in_place
from lsec_models.solve.numerical.first_order.scalar.kernels import ALLOCATING, KERNELS
from lsec_models.solve.numerical.subgames import compiled_game
from lsec_models.solve.numerical.subgames.compiled_game import CompiledSmoothGame, source_of
from lsec_models.solve.numerical.subgames.smooth_game import SmoothGame

b, c = parameters("b c", positive=True)
w, m, p, e, h = decisions("w m p e h")
SOLD = sp.exp(1 - b * p) / (1 + sp.exp(1 - b * p))


def as_python(source: str, _: str) -> Any:
    """Return what a source says, run by Python itself."""
    space: dict[str, Any] = {}
    exec(re.sub("@njit.*|from numba import njit", "", source), space)

    def run(*arguments: Any) -> None:
        with np.errstate(all="ignore"):
            space["run"](*arguments)

    return run


def chain() -> Game:
    effort = sp.sqrt(e) * sp.sqrt(1 + h)
    players = [
        Player("maker", decides=[w], payoff=(w - c) * SOLD * effort),
        Player("host", decides=[m, e, h], payoff=m * SOLD * effort - e**2 - h**2 + e * h / 4),
        Player("seller", decides=[p], payoff=(p - w - m) * SOLD * effort),
    ]
    return Game(players=players, order=["maker", "host", "seller"])


def duopoly() -> Game:
    firms = [Player(f"firm {x}", decides=[x], payoff=x * sp.exp(-b * x - y) - c * x) for x, y in ((m, p), (p, m))]
    return Game(players=firms)


@pytest.mark.parametrize(
    ("game", "first", "is_climbing", "held"),
    [
        (chain(), 0, True, ()),
        (chain(), 1, True, ()),
        (chain(), 0, True, ("h",)),
        (chain(), 1, True, ("e", "h")),
        (duopoly(), 0, False, ()),
        (duopoly(), 0, True, ("m",)),
    ],
)
def test_points_one_after_the_other_are_answered_as_all_at_once(
    game: Game, first: int, is_climbing: bool, held: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(compiled_game, "compiled_run", as_python)
    draws = np.random.default_rng(5)
    given = {name: draws.uniform(0.2, 2, 6) for name in ("w", "m", "p", "e", "h", "b")} | {"c": np.full(6, 0.1)}
    given["w"][0] = given["m"][0] = 900  # Nobody buys: no number is left of demand.
    for name, value in {"w": 25.3, "m": 53.1, "p": 79.4, "b": 1.0}.items():
        given[name][1] = value  # Hardly anybody buys: equations are singular but for rounding.
    one, other = (
        kind(game, held).answered(first, given, is_climbing=is_climbing) for kind in (CompiledSmoothGame, SmoothGame)
    )
    assert one.found.tolist() == other.found.tolist()
    assert one.found.any()
    assert one.values.keys() == other.values.keys()
    for name, value in other.values.items():
        np.testing.assert_allclose(one.values[name][one.found], value[one.found], rtol=1e-9, atol=1e-12)


def test_what_takes_new_memory_is_named() -> None:
    """All else is compiled without counting references, which fails where memory is taken."""
    new = re.compile(r"np\.(zeros|ones|empty|eye|full)")
    assert {name for name, kernel in KERNELS.items() if new.search(getsource(kernel))} == ALLOCATING


def test_names_of_a_user_do_not_reach_a_source() -> None:
    price = decisions("lambda_price")
    steep = parameters("steepness", positive=True)
    shop = Player("nobody", decides=[price], payoff=price * sp.exp(-steep * price))
    source = source_of(SmoothGame(Game(players=[shop])))
    assert not any(word in source for word in ("lambda_price", "steepness", "nobody"))
    ast.parse(source)


def test_what_is_written_does_not_depend_on_numbers_nor_on_what_is_declared_first() -> None:
    assert source_of(SmoothGame(chain())) == source_of(SmoothGame(chain()))


@settings(max_examples=20)
@given(st.lists(st.integers(-8, 8), min_size=9, max_size=9))
def test_a_symmetric_matrix_is_turned_until_it_is_diagonal(numbers: list[int]) -> None:
    square = np.array(numbers, dtype=float).reshape(3, 3)
    matrix, vectors = square + square.T, np.empty((3, 3))
    values = matrix.copy()
    with np.errstate(all="ignore"):
        diagonalise(values, vectors, 3)
    np.testing.assert_allclose(np.sort(np.diag(values)), np.linalg.eigvalsh(matrix), atol=1e-12)
    np.testing.assert_allclose(vectors @ np.diag(np.diag(values)) @ vectors.T, matrix, atol=1e-12)


@settings(max_examples=20)
@given(st.lists(st.integers(-5, 5), min_size=16, max_size=16))
def test_elimination_solves_and_knows_the_sign_of_the_determinant(numbers: list[int]) -> None:
    matrix = np.array(numbers, dtype=float).reshape(4, 4)
    right = np.arange(8.0).reshape(4, 2)
    work, sides = matrix.copy(), right.copy()
    sign = solve_in_place(work, sides, 4, 2)
    exact = sp.Matrix(matrix.astype(int)).det()
    if abs(exact) > 0:
        assert sign == sp.sign(exact)
        np.testing.assert_allclose(matrix @ sides, right, atol=1e-7)
