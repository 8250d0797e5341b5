"""Constants of motion: they stay what they are along simulated paths, and are found only where there are some."""

from __future__ import annotations

from random import Random

import numpy as np
import pytest
import sympy as sp
from scipy.integrate import solve_ivp

from brute_force.replicator import Replicator
from lsec_models import EvolutionaryGame, parameters, solve
from lsec_models.errors import DeclarationError
from lsec_models.solve.evolutionary.constant_of_motion import constant_of_motion
from lsec_models.solve.evolutionary.trajectories.paths import path

a = parameters("a", positive=True)


def drift(game: EvolutionaryGame, replicator: Replicator, start: list[float]) -> float:
    """Return by how much the constant changes along a path, relative to its size."""
    constant = constant_of_motion(solve(game, at={}))
    assert constant is not None
    names = list(game.share_names.values())
    value = sp.lambdify([sp.Symbol(name, positive=True) for name in names], constant, modules="numpy", dummify=True)
    path = solve_ivp(lambda _, x: replicator.speed(x), (0, 8), start, rtol=1e-10, atol=1e-12)
    along = value(*path.y)
    assert np.ptp(path.y[0]) > 0.05
    return float(np.ptp(along) / along.mean())


@pytest.mark.parametrize("seed", range(3))
def test_rescaled_zero_sum_games_of_two_populations(seed: int) -> None:
    rng = Random(f"constants {seed}")
    own = np.array([[rng.randint(1, 4), -rng.randint(1, 4)], [-rng.randint(1, 4), rng.randint(1, 4)]])
    factor = rng.randint(1, 3)
    other = -factor * own + np.array([[rng.randint(-2, 2)], [rng.randint(-2, 2)]])
    game = EvolutionaryGame(
        populations={"one": ["u", "v"], "other": ["x", "y"]},
        payoffs={"one": own.tolist(), "other": other.tolist()},
    )
    assert drift(game, Replicator([own - own.min(), other - other.min()]), [0.3, 0.7, 0.6, 0.4]) < 1e-6


def test_a_cycle_in_which_winning_and_losing_weigh_the_same() -> None:
    table = [[0, -1, 2], [1, 0, -3], [-2, 3, 0]]
    game = EvolutionaryGame(populations={"all": ["r", "p", "s"]}, payoffs=table)
    assert drift(game, Replicator([np.array(table) + 3]), [0.6, 0.2, 0.2]) < 1e-6
    assert str(constant_of_motion(solve(game, at={}))) == "p**(1/3)*sqrt(r)*s**(1/6)"


def test_paths_with_negative_payoffs_keep_their_sums() -> None:
    """The sum of shares stays one, and the constant what it is, also where everybody loses."""
    own = [[-97, -101], [-101, -98]]
    game = EvolutionaryGame(
        populations={"one": ["u", "v"], "other": ["x", "y"]},
        payoffs={"one": own, "other": [[-a for a in row] for row in own]},
    )
    found = solve(game, at={})
    along = path(found, [0.3, 0.7, 0.6, 0.4], np.linspace(0, 20, 50))
    assert np.abs(along[:2].sum(axis=0) - 1).max() < 1e-6
    constant = sp.lambdify(sp.symbols("u v x y", positive=True), constant_of_motion(found), modules="numpy")(*along)
    assert np.ptp(constant) < 1e-4 * constant.mean()


def test_there_is_none_where_paths_settle() -> None:
    cycle = EvolutionaryGame(populations={"all": ["r", "p", "s"]}, payoffs=[[0, -1, a], [a, 0, -1], [-1, a, 0]])
    assert constant_of_motion(solve(cycle, at={"a": 1})) is not None
    assert constant_of_motion(solve(cycle, at={"a": 2})) is None
    dilemma = EvolutionaryGame(populations={"all": ["c", "d"]}, payoffs=[[3, 0], [5, 1]])
    assert constant_of_motion(solve(dilemma, at={})) is None


def test_mixtures_that_fill_a_continuum_have_one_too() -> None:
    ring = [[0, 1, 0, -1], [-1, 0, 1, 0], [0, -1, 0, 1], [1, 0, -1, 0]]
    found = solve(EvolutionaryGame(populations={"all": list("pqrs")}, payoffs=ring), at={})
    assert any(one.name == "p + q + r + s" for one in found.continua)
    constant = constant_of_motion(found)
    assert constant is not None
    shares = dict(
        zip(sp.symbols("p q r s", positive=True), map(sp.Rational, ("1/10", "2/10", "3/10", "4/10")), strict=True)
    )
    mixed = sp.Matrix(list(shares.values()))
    speeds = {x: x_now * (sp.Matrix(ring) * mixed)[i] for i, (x, x_now) in enumerate(shares.items())}
    assert sum(sp.diff(sp.log(constant), x).subs(shares) * speed for x, speed in speeds.items()) == 0


def test_closed_forms_are_refused() -> None:
    cycle = EvolutionaryGame(populations={"all": ["p", "q"]}, payoffs=[[0, 1], [2, 0]])
    with pytest.raises(DeclarationError, match="takes the rest points at one point"):
        constant_of_motion(solve(cycle))  # type: ignore[arg-type]
