from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from itertools import product
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from lsec_models import Equilibrium, Game, LsecError, Player, decisions, parameters, solve, sweep
from lsec_models.evaluate.compiled import compiled
from lsec_models.evaluate.kernel import INSIDE, enter_places, requirements_of
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
    centre = baseline(CATALOGUE["power_structures"], equilibrium.game, kind)
    first, *between, last = centre
    over = {first: [centre[first] * Fraction(n, 100) for n in (91, 106)]}
    over |= {last: [centre[last] * Fraction(n, 100) for n in range(90, 110, 2)]}
    data = sweep(equilibrium, over=over, at={symbol: centre[symbol] for symbol in between})
    assert (data["violated"] == INSIDE).all()
    for i, j in product(range(2), range(10)):
        exact = equilibrium.at(centre | {first: over[first][i], last: over[last][j]})
        for name in equilibrium.exact:
            assert float(data[name][i, j]) == pytest.approx(float(exact[name]), rel=1e-11)


@pytest.mark.slow
@given(data=st.data(), game=quadratic_games(most_players=3))
@examples(12)
def test_violated_agrees_with_exact_arithmetic(data: Any, game: Game) -> None:
    try:
        equilibrium = solve(game)
    except LsecError:
        assume(False)
    assume(game.parameters)
    point = data.draw(parameter_values(game))
    requirements = requirements_of(equilibrium.domain)
    margins = compiled(equilibrium.ring.symbols, [r.polynomial for r in requirements])(
        [np.array(float(point[s])) for s in equilibrium.ring.symbols]
    )
    assume(all(abs(margin) > 1e-9 for margin in margins))
    assert first_violated(equilibrium, point) == next(iter(equilibrium.domain.failures(point)), None)


def first_violated(equilibrium: Equilibrium, point: Mapping[Any, Any]) -> str | None:
    """Return what a sweep over one point says fails there."""
    violated = sweep(equilibrium, over={key: [value] for key, value in point.items()})["violated"]
    place = violated.item()
    return None if place == INSIDE else violated.attrs["conditions"].splitlines()[place]


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
    found = first_violated(solve(boundary_game()), {"a": a, "b": b})
    assert (None if found is None else found.split("  [")[0]) == failing


def test_what_varies_with_nothing_fills_the_grid() -> None:
    a, rate = parameters("a lambda", positive=True)
    x = decisions("x")
    game = Game(players=[Player("firm", decides=[x], payoff=a * x - rate * x**2 / 2)], report={"seven": 0 * x + 7})
    data = sweep(solve(game), over={"a": [1, 2], "lambda": [1, 2, 4]})
    np.testing.assert_array_equal(data["x"], [[1, 0.5, 0.25], [2, 1, 0.5]])
    np.testing.assert_array_equal(data["seven"], np.full((2, 3), 7.0))


@given(places=st.permutations(range(9)), count=st.integers(0, 9), in_order=st.booleans(), data=st.data())
def test_by_each_code_the_place_of_what_fails_is_entered(
    places: list[int], count: int, *, in_order: bool, data: st.DataObject
) -> None:
    table = [*(sorted(places[:count]) if in_order else places[:count]), INSIDE]
    drawn = data.draw(st.lists(st.integers(0, count), min_size=6, max_size=6))
    codes, found = np.array(drawn, dtype=np.int16).reshape(2, 3), np.full((4, 3), 77, dtype=np.int16)
    enter_places(np.array(table, dtype=np.int16), codes, found[1:3])
    assert found[1:3].ravel().tolist() == [table[code] for code in drawn]
    assert (found[[0, 3]] == 77).all()
