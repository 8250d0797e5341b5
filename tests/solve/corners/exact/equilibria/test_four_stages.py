"""Games of four stages with all corners: what one line of decisions after another asks of the exact solver."""

from __future__ import annotations

import pytest
import sympy as sp

from equilibrium_brute_force import check_point
from families.static import Declared, four_stages
from lsec_models import solve
from lsec_models.games.static.results.solutions import Solutions


def solved(game: Declared) -> Solutions:
    return solve(game.game(), corners=True, at={})


def established(seed: int, expected: tuple[str, ...]) -> tuple[Declared, Solutions]:
    """Return a game and what is stated of it: one equilibrium, established, with these decisions."""
    game = four_stages(seed)
    found = solved(game)
    decisions = found.only().decisions
    assert all(
        sp.simplify(decisions[d.name] - sp.sympify(v)) == 0 for d, v in zip(game.decisions, expected, strict=True)
    )
    assert found.evidence.established
    return game, found


def is_upheld(game: Declared, found: Solutions) -> bool:
    """Whether a brute force that shares no code with the solver refutes none of what is stated."""
    return not any(check_point(game, {name: float(v) for name, v in p.decisions.items()}).refuted for p in found)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("seed", "expected"),
    [
        (7005, ("-8/3", "-10/3", "3", "0")),
        (7047, ("11/16", "1/4", "0", "0")),
        (31191, ("0", "1/2", "0", "3")),
    ],
)
def test_the_best_of_a_line_may_lie_at_an_end_that_a_part_of_it_lacks(seed: int, expected: tuple[str, ...]) -> None:
    assert is_upheld(*established(seed, expected))


@pytest.mark.slow
@pytest.mark.parametrize(
    ("seed", "expected"),
    [
        (7066, ("1/2", "2", "3/4", "1")),  # seen to be answered after every history along a curve
        (7097, ("3", "47/2 - 9*sqrt(6)", "3/2", "0")),  # a better answer of a later mover moves on a curve
    ],
)
def test_later_movers_may_stop_where_the_next_one_jumps_at_a_curve(seed: int, expected: tuple[str, ...]) -> None:
    assert is_upheld(*established(seed, expected))


@pytest.mark.slow
def test_a_decision_past_its_own_bound_is_no_history() -> None:
    """A later mover's bound is beyond an earlier one's; nothing is refused for what is reached only past it."""
    assert solved(four_stages(31073)).status != "none"


@pytest.mark.slow
@pytest.mark.parametrize(
    ("seed", "expected"),
    [
        (90002, ("-1/2", "5/2", "1", "1/2")),  # the last mover's two bounds pay it the same on a curve, never both best
        (91023, ("1/4", "4", "0", "1")),  # one player moves three times in a row, and asks of itself what is best
    ],
)
def test_curves_at_which_nobody_stops_are_not_asked_about(seed: int, expected: tuple[str, ...]) -> None:
    assert is_upheld(*established(seed, expected))


def test_a_later_mover_is_indifferent_where_its_range_of_choice_times_a_slope_vanishes() -> None:
    # D plays w from 0 to min((1 + y)/2, 1/2, ...) as -z w asks: at y = -1 there is nothing to choose, at z = 0 any w.
    game = four_stages(91018)
    found = solved(game)
    assert found.status == "found"
    assert found.evidence.established
    assert is_upheld(game, found)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(96002, 96011))
def test_random_games_of_four_stages_are_settled_and_upheld(seed: int) -> None:
    game = four_stages(seed)
    found = solved(game)
    assert found.status != "open"
    assert is_upheld(game, found)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("seed", "expected"),
    [
        (412171, ("8", "0", "0", "5/2")),  # at x = 4/3 the best tie of B would leave z free, and D answers otherwise
        (413072, ("4", "0", "0", "3")),
        (412835, ("19/8", "3", "0", "1/2")),
    ],
)
def test_an_answer_that_is_one_at_a_single_history_is_asked_about_there_alone(
    seed: int, expected: tuple[str, ...]
) -> None:
    assert is_upheld(*established(seed, expected))


def test_a_leader_who_stops_at_the_only_history_at_which_a_later_mover_is_indifferent() -> None:
    # At x = 0 C does not care about z <= 1, which leaves w = 0, and plays z = 1, which A likes; otherwise x costs A.
    found = solved(four_stages(412872))
    assert {name: found.only().decisions[name] for name in "xyzw"} == {"x": 0, "y": sp.Rational(3, 2), "z": 1, "w": 0}
    assert found.complete


@pytest.mark.slow
def test_answers_that_leave_a_decision_free_are_left_whatever_it_is() -> None:
    # Were C to play w = 5/2 after y = 5/4 - x, B would not care about z, and C plays -5/2 whatever z is.
    found = solved(four_stages(412663))
    assert found.only().decisions["x"] == (sp.sqrt(41) - 5) / 4
    assert found.evidence.established


@pytest.mark.slow
@pytest.mark.parametrize(
    ("seed", "expected"),
    [
        (98043, ("1", "17/12", "3/8", "3/2")),
        (412230, ("3/2", "0", "3/2", "0")),
        (412354, ("7/6", "-1/3", "0", "5/6")),
        (
            412357,
            ("3/2", "3", "0", "2"),
        ),  # after x in [-1, -1/2] B approaches y = 6 + 6 x, where C favours A with w = 0
        (413268, ("-3", "0", "1/2", "3/2")),
        (412010, ("3", "3/2", "2", "0")),  # C's payoff is linear: after x < 1 B approaches y = 2 - 2 x from below
        (862063, ("0", "0", "0", "0")),  # only after x = 0 B approaches its best, y = 0
        (863044, ("3/4", "3", "0", "0")),  # A approaches x = 3/4, where C likes z = 1/2 if B favours it, and A does not
    ],
)
def test_what_is_approached_is_reached_if_the_last_mover_breaks_its_tie_for_it(
    seed: int, expected: tuple[str, ...]
) -> None:
    game, found = established(seed, expected)
    assert "choose what is approached" in found.only().selection
    assert not found.complete
    if seed == 412357:
        assert is_upheld(game, found)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("seed", "expected"),
    [
        (412532, ("1", "7/2", "7/2", "-5/2")),
        (412745, ("3", "11/2", "0", "3")),
        (413015, ("1", "3", "0", "-3")),
        (413152, ("8/3", "0", "3", "0")),  # at x = 0 A cares neither about y without end nor about z up to 3
    ],
)
def test_a_payoff_is_bounded_where_later_movers_leave_what_would_pay_without_end(
    seed: int, expected: tuple[str, ...]
) -> None:
    established(seed, expected)


@pytest.mark.parametrize(
    "seed",
    [
        412398,  # B chooses any w: A's w**2/2 + 2 w is at least 0, and x**2/2 has no end
        413022,
        412370,  # where w = 0 C's -2 z has no end; at 2 x = y + 2, where B may choose w = 1, it would have one
        412454,  # A's x (1 + y) has no end, wherever an indifferent B stops at x = 0
    ],
)
def test_a_payoff_grows_without_bound_whatever_an_indifferent_mover_chooses(seed: int) -> None:
    found = solved(four_stages(seed))
    assert found.status == "none"
    assert "grows without bound" in found.reason


@pytest.mark.parametrize(
    ("seed", "expected"),
    [
        (411023, ("3", "-13/10", "37/20", "3/2")),  # after y < -5 C cares about no z: to favour A has no end
        (411055, ("0", "0", "9", "5/2")),  # so has C's z after x = 0 and y > 9/2
    ],
)
def test_indifferent_movers_whose_favour_has_no_end_keep_to_corners(seed: int, expected: tuple[str, ...]) -> None:
    game = four_stages(seed)
    found = solved(game)
    point = found.only()
    assert tuple(point.decisions[d.name] for d in game.decisions) == tuple(map(sp.Rational, expected))
    assert "keep to corners" in point.selection
    assert found.evidence.established
    assert not found.complete


@pytest.mark.slow
@pytest.mark.parametrize(
    ("seed", "expected"),
    [
        (412174, ("0", "3/2", "1", "4")),
        (412396, ("1/2", "3/2", "0", "1")),
        (412489, ("9/14", "51/56", "5/28", "1")),  # after many x the second mover's best is one curve among twenty
    ],
)
def test_an_answer_on_one_curve_is_better_than_those_on_others(seed: int, expected: tuple[str, ...]) -> None:
    established(seed, expected)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("seed", "expected"),
    [
        (413132, ("0", "3/2", "1/2", "3")),
        (413199, ("12/31", "6/31", "0", "2")),  # where B does not care about w, x = 2 y: no curve leads away from there
    ],
)
def test_an_answer_on_a_curve_meets_the_equations_of_its_piece(seed: int, expected: tuple[str, ...]) -> None:
    established(seed, expected)


@pytest.mark.slow
def test_a_leader_secures_its_best_where_later_movers_stop_at_curves() -> None:
    # B does not care about y: after x < 0 as much of it as pleases A has no end, none at all leaves A nothing to gain.
    game = four_stages(413170)
    found = solved(game)
    assert set(found.only().decisions.values()) == {0}
    assert "against who deviated" in found.only().selection
    assert found.evidence.established
    assert not found.complete
    assert is_upheld(game, found)


@pytest.mark.slow
def test_a_place_with_nested_roots_leaves_a_way_open_that_others_close() -> None:
    established(961025, ("3", "0", "11/16", "5/2"))
