"""Equilibria that rest on what later movers choose where they may, and the absence of any, whatever they choose."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
import sympy as sp

from equilibrium_brute_force import check_point, find
from families.static import families
from lsec_models import Game, Player, decisions, solve
from lsec_models.games.evidence.evidence import About, Status
from lsec_models.games.static.results.solutions import Solutions

x, y, z, t = decisions("x y z t")
free_x, free_y, free_z = decisions("free_x free_y free_z", real=True)
half = sp.Rational(1, 2)

FAR = 200

AGAINST = "against who deviated"
CORNERS = "keep to corners"
DRAWN = [
    *(("several_leaders", seed) for seed in (20009, 20012, 20018, 20043, 20053, 20088, 20110, 20130, 31024, 31033)),
    *(("several_leaders", seed) for seed in (31090, 31207, 50041, 50051, 50217)),
    *(("several_followers", seed) for seed in (20006, 20032, 20037, 20081, 20087, 20106, 20148, 31113, 80045)),
    *(("three_stages_ABC", seed) for seed in (20040, 20068, 20085, 20104, 20165, 20184, 60006, 60135, 61068)),
    *(("three_stages_ABA", seed) for seed in (20118, 20152)),
    *(("three_stages_AAB", seed) for seed in (20175,)),
    *(("three_stages_ABB", seed) for seed in (20022, 20106)),
    *(("two_decision_leaders", seed) for seed in (20023, 20101)),
]


def solutions(
    payoffs: dict[str, tuple[list[sp.Symbol], object]], order: Sequence[tuple[sp.Symbol, ...]], *constraints: object
) -> Solutions:
    players = [Player(name, decides=own, payoff=sp.sympify(payoff)) for name, (own, payoff) in payoffs.items()]
    return solve(Game(players=players, order=list(order), constraints=list(constraints)), corners=True, at={})


def decided(found: Solutions) -> set[tuple[object, ...]]:
    return {tuple(point.decisions[s.name] for s in (x, y, z, t) if s.name in point.decisions) for point in found}


def test_a_mover_who_would_favour_without_bound_keeps_to_a_corner() -> None:
    found = solutions({"A": ([x], 2 * x**2 + 3 * x * y + x), "B": ([y], 4 * x)}, [(x,), (y,)], x <= 3 * half)
    assert decided(found) == {(3 * half, 0)}
    assert CORNERS in found[0].selection
    assert found.evidence.established
    assert not found.complete


def test_a_mover_between_who_would_be_favoured_without_bound() -> None:
    found = solutions(
        {
            "A": ([free_x], -free_x),
            "B": ([free_y], 2 * free_x * free_y - 3 * free_y**2 + free_y * free_z + free_y),
            "C": ([free_z], -free_x),
        },
        [(free_x,), (free_y,), (free_z,)],
        free_x <= 1,
        free_x >= -3,
    )
    assert found.only().decisions == {"free_x": -3, "free_y": -sp.Rational(5, 6), "free_z": 0}


def test_a_follower_who_does_not_care_may_be_turned_against_the_leader() -> None:
    found = solutions({"A": ([x], x * z), "B": ([z], 0)}, [(x,), (z,)], z <= 1)
    assert found[0]["A"] == 0
    assert AGAINST in found[0].selection
    assert found.evidence.established


def test_punishment_without_bound_is_no_proof_that_there_is_none() -> None:
    # If B answers z = x**2, which it may, A chooses x = 1/2.
    found = solutions({"A": ([x], x - z), "B": ([z], 0)}, [(x,), (z,)])
    assert found.status == "open"


def test_a_limit_that_is_reached_if_a_later_tie_is_broken_for_it() -> None:
    found = solutions(
        {
            "A": ([free_x], free_x * free_z + y**2 / 2 + free_z**2 / 2 + 3 * free_z),
            "B": ([y], free_x**2 / 2 - free_x * free_z - y**2 - y * free_z + 2 * y),
            "C": ([free_z], free_x**2 / 2 - 2 * free_x * free_z - free_x - y**2 / 2),
        },
        [(free_x,), (y,), (free_z,)],
        free_x <= 1,
        free_x >= -3 * half,
        free_z <= 1,
        free_z >= -1,
    )
    assert found.only().decisions == {"free_x": 0, "y": half, "free_z": 1}
    assert "otherwise there is no best reply" in found[0].selection


def test_leaders_at_once_stop_where_a_tie_must_go_one_way() -> None:
    # C plays 4 below x = 20/3 and 0 above it; at 20/3 only 0 lets A stay.
    found = solutions(
        {
            "A": ([x], -(x**2) / 2 + 3 * x * y / 2 - 2 * x * z + 2 * x),
            "B": ([y], 3 * x * y - x + y**2 + 3 * y * z + y + z),
            "C": ([z], -3 * x * z / 2 - x + 2 * z**2 + 2 * z),
        },
        [(x, y), (z,)],
        y <= 5 * half,
        z <= 4,
    )
    assert decided(found) == {(sp.Rational(20, 3), 5 * half, 0)}
    assert AGAINST in found[0].selection
    assert not found.complete


def test_leaders_at_once_are_held_by_one_end_of_a_continuum_of_answers() -> None:
    # At x = 2 C may choose any z from -3 to 7/2; A stays for 7/2 alone, from y = 425/208 on, and B lest z be -3.
    game = families()["several_leaders"](931100)
    found = solve(game.game(), corners=True, at={})
    point = {str(name): float(value) for name, value in found.only().decisions.items()}
    assert (point["x"], point["z"]) == (2, 3.5)
    assert 2.04 < point["y"] <= 2.5
    assert AGAINST in found[0].selection
    assert not found.complete
    assert not check_point(game, point).refuted


def test_leaders_at_once_before_a_mover_and_another() -> None:
    # (x, t, y, z) = (3/4, 1, 1/2, 0) is subgame perfect if B is indifferent the right way at x = 3/4.
    found = solutions(
        {
            "A": ([x], -(x**2) + x - z**2 - z),
            "B": ([y], x - y**2 + y + 2 * z),
            "C": ([z, t], -x * z + y * z - z**2 - (t - 1) ** 2),
        },
        [(x, t), (y,), (z,)],
        x <= 1,
        y <= 3,
        z <= half,
    )
    assert decided(found) == {(3 * half / 2, half, 0, 1)}


def test_leaders_at_once_of_whom_one_always_leaves() -> None:
    # C plays 0 or 1; whatever it plays where it may choose, A or B gains by another decision.
    found = solutions(
        {
            "A": ([free_x], free_x**2 / 2 - 3 * free_x * y / 2 + free_x * z - free_x),
            "B": ([y], -free_x * z - 2 * y * z + 3 * y + 2 * z),
            "C": ([z], free_x * z + y**2 / 2 - y + z**2 / 2 + z),
        },
        [(free_x, y), (z,)],
        free_x <= 4,
        y <= 2,
        z <= 1,
    )
    assert found.status == "none"
    assert "whatever later ones choose" in found.reason


def test_a_leader_gains_without_bound_in_every_equilibrium_of_its_followers() -> None:
    found = solutions(
        {"A": ([x], x * z + x + z**2 / 2), "B": ([y], z**2 / 2 - 3 * x * y), "C": ([z], 4 * x - 2 * y + z**2 + z)},
        [(x,), (y, z)],
        y <= half,
        z <= half,
    )
    assert found.status == "none"


def test_a_leader_who_gains_without_bound_in_one_equilibrium_of_its_followers_only() -> None:
    # The followers may both play 1, or both 0: then A has nothing from x.
    same = (2 * y - 1) * (2 * z - 1)
    found = solutions({"A": ([x], x * y), "B": ([y], same), "C": ([z], same)}, [(x,), (y, z)], y <= 1, z <= 1)
    assert found.status != "none"
    for point in found:
        assert point["y"] == 0


def test_followers_without_an_equilibrium_although_one_of_them_may_be_indifferent() -> None:
    found = solutions(
        {
            "A": ([x], -2 * x**2 - 3 * x * y + x + 4 * y),
            "B": ([y], -x * y + 2 * x + y**2 + y * z + y + 4 * z),
            "C": ([z], -2 * x - y * z + 4 * y),
        },
        [(x,), (y, z)],
        x <= 3,
        z <= 1,
    )
    assert found.status == "none"
    assert found.evidence.status(About.EXISTS) is Status.REFUTED


@pytest.mark.slow
@pytest.mark.parametrize(("family", "seed"), DRAWN)
def test_what_is_stated_of_drawn_games_is_not_refuted(family: str, seed: int) -> None:
    game = families()[family](seed)
    found = solve(game.game(), corners=True, at={})
    assert found.status == "none" or found.evidence.established
    for point in (*found, *found.examples()):
        assert not check_point(game, {name: float(value) for name, value in point.decisions.items()}).refuted
    if found.status == "none":
        assert not [one for one in find(game) if one.robust and max(map(abs, one.decisions.values())) < FAR]


def test_a_continuum_says_what_indifferent_movers_choose_on_it() -> None:
    # At x = 0 C does not care about z: with z = 0 the continuum y = 1 goes on to there; B would have y = 0, z = 2.
    found = solve(families()["three_stages_ABC"](755012).game(), corners=True, at={})
    ends = {tuple(vertex[name] for name in "xyz"): one.selection for one in found.continua for vertex in one.vertices}
    assert set(ends) == {(0, 1, 0), (-4, 0, 4), (0, 0, 4)}
    assert all(CORNERS in selection for selection in ends.values())
    assert all(CORNERS in example.selection for example in found.examples())
    assert CORNERS in "".join(branch.note for branch in found.summary().branches if "continuum" in branch.name)


def test_a_continuum_that_rests_on_no_such_choice_names_none() -> None:
    found = solutions({"A": ([x], -z), "B": ([z], x - z**2)}, [(x,), (z,)], x <= 1)
    assert [one.selection for one in found.continua] == [""]
