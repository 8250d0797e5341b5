"""Basins of attraction: against thresholds that are known, and paths that share no code."""

from __future__ import annotations

from fractions import Fraction
from random import Random

import numpy as np
import pytest

from brute_force.dynamics import Dynamics
from brute_force.replicator import Replicator, random_tables
from lsec_models import EvolutionaryGame, solve
from lsec_models.errors import DeclarationError, UnknownName
from lsec_models.games.evolutionary.given_shares import shares_given
from lsec_models.solve.evolutionary.trajectories.basins import basins, evenly_spread, triangle

HUNT = EvolutionaryGame(populations={"hunters": ["stag", "hare"]}, payoffs=[[4, 0], [3, 3]])


@pytest.mark.parametrize("rule", [{}, {"dynamics": "best response"}, {"dynamics": "imitation", "mutation": "1/100"}])
def test_two_strategies_part_where_they_earn_the_same(rule: dict[str, str]) -> None:
    game = EvolutionaryGame(populations=HUNT.populations, payoffs=HUNT.payoffs, **rule)
    found = solve(game, at={})
    (threshold,) = (
        float(one["stag"]) for one in found if one.stability.value == "unstable" or one["stag"] == Fraction(3, 4)
    )
    there = basins(found, starts=40, until=60)
    assert there.counts["to none of them"] == 0
    for start, share in enumerate(there.starts[0]):
        reached = there.to(start)
        assert reached is not None
        assert (float(reached["stag"]) > 0.5) == (share > threshold)
    assert sum(there.shares.values()) == 1


def test_starts_on_the_border_of_basins_and_around_centres_tend_to_none() -> None:
    pair = EvolutionaryGame(
        populations={"x": ["x1", "x2"], "y": ["y1", "y2"]}, payoffs=[[[1, 0], [0, 1]], [[1, 0], [0, 1]]]
    )
    there = basins(solve(pair, at={}), starts=16, until=20)
    for (x, _, y, _), reached in zip(there.starts.T, there.reached, strict=True):
        label = -1 if np.isclose(x + y, 1) else there.labels.index("x1 / y1" if x + y > 1 else "x2 / y2")
        assert reached == label
    pennies = EvolutionaryGame(
        populations={"x": ["x1", "x2"], "y": ["y1", "y2"]}, payoffs=[[[1, -1], [-1, 1]], [[-1, 1], [1, -1]]]
    )
    with pytest.raises(DeclarationError, match="no rest point is known to be asymptotically stable"):
        basins(solve(pennies, at={}))


@pytest.mark.slow
@pytest.mark.parametrize("sizes", [(3,), (3, 2), (2, 2, 2)], ids=str)
def test_basins_are_those_of_paths_that_share_no_code(sizes: tuple[int, ...]) -> None:
    rng, judged = Random(f"basins {sizes}"), 0
    names = {f"p{p}": [f"p{p}s{i}" for i in range(size)] for p, size in enumerate(sizes)}
    for _ in range(3):
        tables = random_tables(rng, sizes)
        found = solve(EvolutionaryGame(populations=names, payoffs=tables[0] if len(sizes) == 1 else tables), at={})
        if not found.stable:
            continue
        there = basins(found, starts=30)
        for start in rng.sample(range(there.starts.shape[1]), 6):
            end, reached = Replicator(tables).settled(there.starts[:, start]), there.to(start)
            if end is not None and reached is not None:
                judged += 1
                assert np.abs(end - [float(share) for share in reached.shares.values()]).max() < 0.02, tables
    assert judged > 5


@pytest.mark.slow
def test_basins_of_logit_are_those_of_paths_that_share_no_code() -> None:
    table = np.array([[4, 0, 0], [0, 3, 0], [0, 0, 2]])
    game = EvolutionaryGame(populations={"p": ["x", "y", "z"]}, payoffs=table, dynamics="logit", noise="1/4")
    there = basins(solve(game, at={}), starts=25)
    assert len(set(there.reached)) >= 3
    assert repr(there).count("x + y + z (") == len(there.found.stable)
    for start in range(0, 25, 4):
        reached = there.to(start)
        if reached is not None:
            end = Dynamics([table], "logit", 0.25).after(there.starts[:, start], 40.0, step=0.02)
            assert np.abs(end - [float(share) for share in reached.shares.values()]).max() < 0.02


def test_starts_are_spread_evenly() -> None:
    for shape in ((3,), (2,), (2, 2), (2, 2, 2), (4,), (3, 2)):
        spread = evenly_spread(shape, 64)
        assert 60 <= spread.shape[1] <= 64
        assert spread.min() > 0
        for part in np.split(spread, np.cumsum(shape)[:-1]):
            assert np.allclose(part.sum(axis=0), 1)
            assert np.allclose(part.mean(axis=1), 1 / len(part), atol=0.1)
    areas = [np.linalg.det(corners) for corners in triangle(4).transpose(2, 1, 0)]
    assert len(areas) == 16
    assert np.allclose(np.abs(areas), 1 / 16)


@pytest.mark.parametrize(
    ("given", "error", "words"),
    [
        ({"stag": 1.5}, DeclarationError, "the share of 'stag' is 1.5; give a number from 0 to 1"),
        ({"stag": -0.1}, DeclarationError, "from 0 to 1"),
        ({"stag": float("nan")}, DeclarationError, "from 0 to 1"),
        ({"stag": "much"}, DeclarationError, "from 0 to 1"),
        ({"stags": 0.5}, UnknownName, "no share of 'stags'"),
        ({"stag": 0.5, "hare": 0.6}, DeclarationError, "sum to 1.1; give shares that sum to one"),
        ({}, DeclarationError, "no shares of stag, hare; give all of 'hunters' but one"),
        ([0.5], DeclarationError, "are not shares; give them by name"),
        (0.5, DeclarationError, "are not shares"),
        ("half", DeclarationError, "are not shares"),
    ],
)
def test_shares_that_have_no_meaning_are_refused(given: object, error: type[Exception], words: str) -> None:
    with pytest.raises(error, match=words):
        shares_given(HUNT, given)


def test_shares_may_be_given_in_several_ways() -> None:
    assert shares_given(HUNT, {"stag": 0.25}) == shares_given(HUNT, [0.25, 0.75]) == [0.25, 0.75]
    assert shares_given(HUNT, {"stag": Fraction(1, 4), "hare": Fraction(3, 4)}) == [0.25, 0.75]


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"starts": 0}, "starts = 0: give a number from 1"),
        ({"starts": 2.5}, "starts"),
        ({"until": -1}, "positive time"),
    ],
)
def test_basins_without_meaning_are_refused(options: dict[str, float], words: str) -> None:
    with pytest.raises(DeclarationError, match=words):
        basins(solve(HUNT, at={}), **options)
    with pytest.raises(DeclarationError, match="takes the rest points at one point, not RestPoints"):
        basins(solve(HUNT))


@pytest.mark.parametrize("unit", [Fraction(1), Fraction(1, 10**13), Fraction(10) ** 13, Fraction(10) ** 400])
def test_best_responses_do_not_depend_on_the_unit_of_payoffs(unit: Fraction) -> None:
    table = [[10**20, 2 * unit], [10**20 - 3 * unit, 4 * unit]]
    game = EvolutionaryGame(populations={"all": ["a", "b"]}, payoffs=table, dynamics="best response")
    assert dict(basins(solve(game, at={}), starts=20).counts) == {"a": 12, "b": 8, "to none of them": 0}


@pytest.mark.slow
def test_paths_that_move_away_are_not_counted() -> None:
    game = EvolutionaryGame(populations={"all": ["s", "h"]}, payoffs=[[1, 0], ["3/1000", "3/1000"]])
    there = basins(solve(game, at={}), starts=900)
    counted = [one["h"] for one in (there.to(k) for k in range(900) if there.starts[0, k] > 0.003) if one is not None]
    assert len(counted) > 890
    assert not any(counted)


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        ({"dynamics": "logit", "noise": "1/1000000"}, "take a shorter until=, or more noise"),
        ({"dynamics": "imitation", "mutation": 10**9}, "more than the 1,000,000 that are made"),
        ({"dynamics": "imitation", "mutation": Fraction(10) ** 200}, "followed in floats"),
    ],
)
def test_paths_that_would_never_end_are_refused(rule: dict[str, object], words: str) -> None:
    with pytest.raises(DeclarationError, match=words):
        basins(solve(EvolutionaryGame(populations=HUNT.populations, payoffs=HUNT.payoffs, **rule), at={}), starts=4)
