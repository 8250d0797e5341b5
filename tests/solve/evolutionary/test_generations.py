"""Stability in generations: against multipliers in floats, simulated generations, and classics."""

from __future__ import annotations

from fractions import Fraction
from random import Random

import numpy as np
import pytest

from brute_force.replicator import Replicator, random_tables
from lsec_models import EvolutionaryGame, solve
from lsec_models.errors import DeclarationError
from lsec_models.games.evolutionary.at_point import Stability
from lsec_models.solve.evolutionary.generations import multipliers, stability_in_generations

PENNIES = EvolutionaryGame(
    populations={"one": ["heads", "tails"], "other": ["same", "different"]},
    payoffs={"one": [[1, -1], [-1, 1]], "other": [[-1, 1], [1, -1]]},
)


def next_generation(replicator: Replicator, shares: np.ndarray, background: float) -> np.ndarray:
    parts = zip(replicator.split(shares), replicator.earned(shares), strict=True)
    return np.concatenate([x * (background + f) / (background + x @ f) for x, f in parts])


def floats(replicator: Replicator, shares: np.ndarray, background: float) -> np.ndarray:
    """Return the multipliers by differences, among changes that keep sums."""
    directions = []
    for start, size in zip(np.cumsum([0, *replicator.sizes[:-1]]), replicator.sizes, strict=True):
        for i in range(1, size):
            direction = np.zeros(sum(replicator.sizes))
            direction[start + i], direction[start] = 1e-6, -1e-6
            directions.append((start + i, direction))
    columns = [
        (next_generation(replicator, shares + d, background) - next_generation(replicator, shares - d, background))
        / 2e-6
        for _, d in directions
    ]
    return np.abs(np.linalg.eigvals(np.array(columns).T[[place for place, _ in directions]]))


@pytest.mark.parametrize("sizes", [(2,), (3,), (2, 2), (3, 2), (2, 2, 2)], ids=str)
def test_multipliers_are_those_of_the_map(sizes: tuple[int, ...]) -> None:
    rng = Random(f"generations {sizes}")
    single, met = len(sizes) == 1, 0
    for _ in range(5):
        tables = random_tables(rng, sizes)
        names = {f"p{p}": [f"p{p}s{i}" for i in range(size)] for p, size in enumerate(sizes)}
        found = solve(EvolutionaryGame(populations=names, payoffs=tables[0] if single else tables), at={})
        replicator = Replicator(tables)
        decided = stability_in_generations(found, background=7)
        if len(decided) != len({one.name for one in found}):
            continue
        for one in found:
            largest = floats(replicator, np.array([float(x) for x in one.shares.values()]), 7.0).max()
            said = decided[one.name]
            if "rational" in said.because or abs(largest - 1) < 1e-4:
                continue
            met += 1
            stable = said.stability is Stability.ASYMPTOTICALLY_STABLE
            assert stable == (largest < 1)
            assert stable or said.stability is Stability.UNSTABLE
    assert met >= 5


def test_matching_pennies_spiral_outwards() -> None:
    decided = stability_in_generations(solve(PENNIES, at={}), background=3)
    assert {one.stability for one in decided.values()} == {Stability.UNSTABLE}
    replicator = Replicator([[[1, -1], [-1, 1]], [[-1, 1], [1, -1]]])
    shares = np.array([0.5, 0.5, 0.49, 0.51])
    for _ in range(400):
        shares = next_generation(replicator, shares, 3.0)
    assert np.abs(shares - 0.5).max() > 0.2


def test_a_cycle_needs_enough_background() -> None:
    """Winning a, losing b: stable where ``3 (a - b) (background + (a - b)/3) > a^2 + a b + b^2``."""
    for a, b in ((2, 1), (3, 1), (5, 4)):
        game = EvolutionaryGame(populations={"all": ["r", "p", "s"]}, payoffs=[[0, -b, a], [a, 0, -b], [-b, a, 0]])
        found = solve(game, at={})
        threshold = Fraction(a * a + a * b + b * b, 3 * (a - b)) - Fraction(a - b, 3)
        for background in (threshold + Fraction(1, 1000), threshold - Fraction(1, 1000), threshold):
            if background <= b:
                continue
            said = stability_in_generations(found, background=background)["r + p + s"].stability
            expected = Stability.ASYMPTOTICALLY_STABLE if background > threshold else Stability.UNSTABLE
            assert said is (Stability.OPEN if background == threshold else expected)


def test_multipliers_on_the_circle_are_counted() -> None:
    turned = [[Fraction(0), Fraction(1)], [Fraction(-1), Fraction(0)]]
    assert (multipliers(turned).zero, multipliers([[Fraction(-2)]]).positive) == (2, 1)


def test_what_somebody_loses_is_refused() -> None:
    with pytest.raises(DeclarationError, match="somebody would earn 0, which is not positive; give more than 1"):
        stability_in_generations(solve(PENNIES, at={}), background=1)


def test_closed_forms_are_refused() -> None:
    with pytest.raises(DeclarationError, match="takes the rest points at one point"):
        stability_in_generations(solve(PENNIES), background=3)  # type: ignore[arg-type]
