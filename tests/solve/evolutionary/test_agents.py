"""Finitely many members: runs tend to the mean dynamics as there are more, within a stated bound."""

from __future__ import annotations

import numpy as np
import pytest

from lsec_models import EvolutionaryGame, solve
from lsec_models.errors import DeclarationError
from lsec_models.games.evolutionary.at_point import RestPointsAt
from lsec_models.solve.evolutionary.finite_populations.agents import simulate_agents

RULES = (
    {},
    {"dynamics": "best response"},
    {"dynamics": "logit", "noise": "1/2"},
    {"dynamics": "imitation", "mutation": "1/4"},
)
# The mean of the largest distance over time is at most this over the root of the number of members; best responses
# turn at a border, which some runs cross later than others.
BOUND, BOUND_BEST = 2.0, 4.0


def contest(rule: dict[str, str]) -> RestPointsAt:
    return solve(EvolutionaryGame(populations={"birds": ["hawk", "dove"]}, payoffs=[[-1, 2], [0, 1]], **rule), at={})


def watch(rule: dict[str, str]) -> RestPointsAt:
    game = EvolutionaryGame(
        populations={"sellers": ["strict", "lax", "absent"], "platforms": ["watch", "rest"]},
        payoffs=[[[1, 1], [0, 2], [0.5, 0.5]], [[0, 1], [1, 0], [0, 0.5]]],
        **rule,
    )
    return solve(game, at={})


def mean_distance(found: RestPointsAt, start: dict[str, float], members: int, runs: int) -> float:
    seen = simulate_agents(found, start=start, members=members, until=2.0, runs=runs, seed=members)
    assert np.allclose(seen.shares[:, :, 0], seen.shares[:, :1, 0])
    assert seen.shares.min() >= 0
    first = found.game.shape[0]
    assert np.allclose(seen.shares[:first].sum(axis=0), 1)
    return float(seen.distance().mean())


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.get("dynamics", "replicator"))
def test_runs_tend_to_the_mean_dynamics(rule: dict[str, str]) -> None:
    small, large = (mean_distance(contest(rule), {"hawk": 0.2}, members, 40) for members in (50, 800))
    assert small < BOUND / 50**0.5
    assert large < BOUND / 800**0.5
    # Sixteen times the members: a quarter of the distance.
    assert 2.5 < small / large < 6.5


@pytest.mark.slow
@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.get("dynamics", "replicator"))
def test_runs_of_two_populations_tend_to_the_mean_dynamics(rule: dict[str, str]) -> None:
    start = {"strict": 0.3, "lax": 0.4, "watch": 0.7}
    small, large = (mean_distance(watch(rule), start, members, 30) for members in (100, 1600))
    best = rule.get("dynamics") == "best response"
    assert large < (BOUND_BEST if best else BOUND) / 1600**0.5
    assert (1.5 if best else 2.5) < small / large < 6.5


def test_a_seed_gives_the_same_runs_and_another_one_others() -> None:
    found = contest({})
    one, same, other = (
        simulate_agents(found, start={"hawk": 0.2}, members=30, until=2, runs=2, seed=seed).shares for seed in (1, 1, 2)
    )
    assert (one == same).all()
    assert (one != other).any()


def test_shares_are_rounded_to_whole_members_and_pure_states_of_imitators_stay() -> None:
    found = watch({})
    seen = simulate_agents(found, start=[1 / 3, 1 / 3, 1 / 3, 1, 0], members=10, until=1, seed=3)
    counts = seen.shares[:, 0, :] * 10
    assert np.allclose(counts, counts.round())
    assert sorted(counts[:3, 0]) == pytest.approx([3, 3, 4])
    assert (seen.shares[3] == 1).all()


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"members": 1}, "members = 1: give a whole number from 2"),
        ({"members": 10.5}, "members = 10.5"),
        ({"runs": 0}, "runs = 0"),
        ({"seed": -1}, "seed = -1"),
        ({"until": 0}, "until = 0: give a positive time"),
        ({"until": 1e308}, "steps, more than the 2,000,000 that are made"),
        ({"members": 10**6}, "10,000,000 steps, more than the 2,000,000 that are made; take fewer"),
        ({"start": {"hawk": 2}}, "from 0 to 1"),
    ],
)
def test_what_has_no_meaning_is_refused(options: dict[str, object], words: str) -> None:
    with pytest.raises(DeclarationError, match=words):
        simulate_agents(contest({}), **{"start": {"hawk": 0.5}, **options})
    with pytest.raises(DeclarationError, match="takes the rest points at one point, not EvolutionaryGame"):
        simulate_agents(contest({}).game, start={"hawk": 0.5})
