from __future__ import annotations

import random
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from lsec_models import Game, LsecError, Player, decisions, parameters, solve
from lsec_models.evaluate.compiled import compiled
from lsec_models.evaluate.kernel import INSIDE, kernel_of
from lsec_models.models import CATALOGUE, load
from lsec_models.models.catalogue import baseline
from strategies import examples, parameter_values, quadratic_games

ORDER = ["manufacturer", "streamer", "platform"]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("kind", "order"),
    [
        (None, None),
        (None, ORDER),
        ("top", ORDER),
        ("virtual", ["platform", ("manufacturer", "streamer")]),
        ("self_run", ["platform", "manufacturer"]),
    ],
    ids=str,
)
def test_quantities_are_those_of_the_closed_form(kind: str | None, order: Any) -> None:
    equilibrium = solve(load("power_structures", order=order, streamer=kind))
    kernel = kernel_of(equilibrium)
    centre = baseline(CATALOGUE["power_structures"], equilibrium.game, kind)
    generator = random.Random(0)
    points = [{s: v * Fraction(generator.randint(90, 110), 100) for s, v in centre.items()} for _ in range(20)]
    point = {s.name: np.array([float(p[s]) for p in points]) for s in equilibrium.ring.symbols}
    values = kernel.quantities(point)
    assert list(values) == list(equilibrium.exact)
    assert (kernel.violated(point) == INSIDE).all()
    for i, exact in enumerate(map(equilibrium.at, points)):
        for name, value in values.items():
            assert value[i] == pytest.approx(float(exact[name]), rel=1e-11)


@pytest.mark.slow
@given(data=st.data(), game=quadratic_games(most_players=3))
@examples(12)
def test_violated_agrees_with_exact_arithmetic(data: Any, game: Game) -> None:
    try:
        equilibrium = solve(game)
    except LsecError:
        assume(False)
    kernel = kernel_of(equilibrium)
    point = data.draw(parameter_values(game))
    margins = compiled(equilibrium.ring.symbols, [r.polynomial for r in kernel.requirements])(
        [np.array(float(point[s])) for s in equilibrium.ring.symbols]
    )
    assume(all(abs(margin) > 1e-9 for margin in margins))
    first = int(kernel.violated({s.name: np.array(float(value)) for s, value in point.items()}))
    failures = equilibrium.domain.failures(point)
    assert (first == INSIDE) == (not failures)
    if failures:
        assert kernel.requirements[first].words == failures[0]


def boundary_game() -> Game:
    """Inside for a >= 0, b > 0, a <= 2, a < 3 - b, in floats exactly decided at small integers."""
    a = parameters("a", nonnegative=True)
    b = parameters("b", positive=True)
    x, y = decisions("x y")
    payoff = 2 * x * (2 - a) - x**2 + 2 * y - b * y**2
    return Game(players=[Player("firm", decides=[x, y], payoff=payoff)], assuming=[a < 3 - b])


@pytest.mark.parametrize(
    ("a", "b", "failing"),
    [
        (0, 1, None),
        (2, Fraction(1, 2), None),
        (-1, 1, "a >= 0"),
        (0, 0, "b > 0"),
        (0, 3, "3 > a + b"),
        (1, 2, "3 > a + b"),
        (Fraction(9, 4), Fraction(1, 2), "2 >= a"),
        (-1, -1, "a >= 0"),
        (4, 1, "3 > a + b"),
    ],
)
def test_boundaries_belong_to_weak_conditions_only(a: Any, b: Any, failing: str | None) -> None:
    kernel = kernel_of(solve(boundary_game()))
    first = int(kernel.violated({"a": np.array(float(a)), "b": np.array(float(b))}))
    assert (None if first == INSIDE else kernel.requirements[first].words.split("  [")[0]) == failing


def test_arrays_along_different_axes_broadcast_and_constants_fill() -> None:
    a, rate = parameters("a lambda", positive=True)
    x = decisions("x")
    game = Game(players=[Player("firm", decides=[x], payoff=a * x - rate * x**2 / 2)], report={"seven": 0 * x + 7})
    kernel = kernel_of(solve(game))
    point = {"a": np.array([[1.0], [2.0]]), "lambda": np.array([[1.0, 2.0, 4.0]])}
    values = kernel.quantities(point)
    np.testing.assert_array_equal(values["x"], [[1, 0.5, 0.25], [2, 1, 0.5]])
    np.testing.assert_array_equal(values["seven"], np.full((2, 3), 7.0))
    assert kernel.violated(point).shape == (2, 3)
