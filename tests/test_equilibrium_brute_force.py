"""The brute force against values worked out by hand."""

import numpy as np
import pytest
import sympy as sp

from equilibrium_brute_force import NestedSearch, Search, check_point, find, is_left_for, is_outdone
from families.static import declared, families, four_stages
from lsec_models import decisions

w, x, y, z = decisions("w x y z", nonnegative=True)
HALF = sp.Rational(1, 2)


def _one(payoff, *limits):
    return declared({"A": [x]}, {"A": payoff}, [[x]], {"A": limits}, linear_quadratic=False)


def _robust(game):
    return [found.decisions for found in find(game) if found.robust]


def _has(found, **decisions):
    return any(all(abs(point[name] - value) < 1e-6 for name, value in decisions.items()) for point in found)


def test_local_maximum_below_the_corner():
    game = _one(57 * x - (147 * x - 24 * x**2 + 2 * x**3))
    assert check_point(game, {"x": 5}).refuted
    assert not check_point(game, {"x": 0}).softly
    assert _has(_robust(game), x=0)


def test_cubic_without_bound_and_with_one():
    payoff = x**3 / 3 - 2 * x**2 + 3 * x
    assert check_point(_one(payoff), {"x": 1}).refuted
    assert not _robust(_one(payoff))
    assert _has(_robust(_one(payoff, x <= 10)), x=10)


def test_contest_without_pure_equilibrium():
    share = x**3 / (x**3 + y**3)
    game = declared({"A": [x], "B": [y]}, {"A": share - x, "B": 1 - share - y}, [[x, y]], linear_quadratic=False)
    assert check_point(game, {"x": 0.75, "y": 0.75}).refuted


def test_unbounded_at_a_local_maximum():
    assert check_point(_one(x * (3 - x) ** 2), {"x": 1}).refuted


def _three_follower_equilibria():
    return declared(
        {"A": [x], "B": [y], "C": [z]},
        {"A": y - (x - 1) ** 2, "B": y * (3 - y / 2 - 2 * z), "C": z * (3 - z / 2 - 2 * y)},
        [[x], [y, z]],
    )


@pytest.mark.parametrize(
    ("path", "holds"), [((1, 3, 0), True), ((1, 0, 3), True), ((1, 1, 1), True), ((1, 2, 1), False)]
)
def test_several_equilibria_of_followers(path, holds):
    finding = check_point(_three_follower_equilibria(), dict(zip("xyz", path, strict=True)))
    assert finding.refuted is not holds


@pytest.mark.slow
def test_history_dependent_choice_among_equilibria_is_not_refuted():
    game = _three_follower_equilibria()
    assert not check_point(game, {"x": 2.7, "y": 3, "z": 0}).refuted  # as 3 - 1.7^2 > 0
    assert check_point(game, {"x": 2.8, "y": 3, "z": 0}).refuted
    assert not check_point(game, {"x": 2, "y": 1, "z": 1}).refuted
    assert _has([found.decisions for found in find(game)], x=1, y=3, z=0)


@pytest.mark.slow
def test_middle_mover_at_a_later_jump():
    game = declared(
        {"A": [x], "B": [y], "C": [z]},
        {"A": 4 * z - (x - sp.Rational(1, 10)) ** 2, "B": 3 * z - y**2, "C": z**2 + z * (x + y - 3)},
        [[x], [y], [z]],
        {"A": [x <= HALF], "C": [z <= 1]},
    )
    root = np.sqrt(3)
    assert check_point(game, {"x": 0.1, "y": 0, "z": 0}).refuted
    assert not check_point(game, {"x": 2 - root, "y": root, "z": 1}).refuted
    assert _has([found.decisions for found in find(game)], x=2 - root, y=root, z=1)


@pytest.mark.slow
def test_a_middle_mover_stops_where_the_next_one_is_indifferent():
    """C is indifferent at y = x - 1/3 only, and B likes z = -x best there: from no side is that approached."""
    game = families()["three_stages_ABC"](80003)
    best = (53 * np.sqrt(2) - 54) / 42
    assert _has([found.decisions for found in find(game)], x=best, y=best - 1 / 3, z=-best)
    assert check_point(game, {"x": 0, "y": -1, "z": -2.5}).softly, "B gains by y = -1/3, where C plays z = 0"


def test_no_best_reply_off_the_path():
    game = declared({"A": [x], "B": [y]}, {"A": x + y, "B": (1 - x) * y}, [[x], [y]], {"A": [x <= 2]})
    assert check_point(game, {"x": 2, "y": 0}).refuted
    assert not _robust(game)


def test_box_without_cross_effects():
    game = declared({"A": [x, y, z]}, {"A": x + y + z}, [[x, y, z]], {"A": [x <= 1, y <= 1, z <= 1]})
    assert _has(_robust(game), x=1, y=1, z=1)
    assert check_point(game, {"x": 1, "y": 1, "z": 0}).refuted


def test_matching_pennies_in_linear_payoffs():
    payoff = sp.expand((2 * x - 1) * (2 * y - 1))
    game = declared({"r": [x], "c": [y]}, {"r": payoff, "c": -payoff}, [[x, y]], {"r": [x <= 1], "c": [y <= 1]})
    assert _has(_robust(game), x=0.5, y=0.5)
    assert check_point(game, {"x": 1, "y": 1}).refuted


def test_continuum_of_a_leader_that_only_the_follower_cares_about():
    game = declared({"U": [y], "L": [x]}, {"U": -x, "L": x}, [[y], [x]], {"L": [x <= 1], "U": [y <= 2]})
    for free in (0, 0.7, 2):
        assert not check_point(game, {"x": 1, "y": free}).softly
    assert check_point(game, {"x": 0, "y": 1}).refuted


def test_bertrand_before_a_buyer_of_two_goods():
    p, q, a, b = decisions("p q a b", nonnegative=True)
    game = declared(
        {"one": [p], "two": [q], "buyer": [a, b]},
        {"one": (p - 1) * a, "two": (q - 1) * b, "buyer": (10 - a - b) * (a + b) - p * a - q * b},
        [[p, q], [a, b]],
    )
    with pytest.raises(NotImplementedError):
        check_point(game, {"p": 1, "q": 1, "a": 2, "b": 2.5})


def test_indifferent_follower_that_favours_the_leader():
    game = declared(
        {"B": [y], "C": [z]},
        {"B": -(y**2) / 2 - z, "C": z**2 / 2 - z - 3 * y * z},
        [[y], [z]],
        {"B": [y <= 1], "C": [z <= sp.Rational(5, 2)]},
    )
    assert not check_point(game, {"y": sp.Rational(1, 12), "z": 0}).softly
    assert check_point(game, {"y": 0, "z": 0}).refuted
    assert check_point(game, {"y": 0, "z": 2.5}).refuted
    assert _has(_robust(game), y=1 / 12, z=0)


def test_convex_payoffs_in_boxes():
    game = declared(
        {"A": [x], "B": [y]}, {"A": x**2 / 2 - 2 * x * y, "B": y**2}, [[x], [y]], {"A": [x <= 1], "B": [y <= 4]}
    )
    assert not check_point(game, {"x": 0, "y": 4}).softly
    assert _has(_robust(game), x=0, y=4)
    assert check_point(game, {"x": 1, "y": 4}).refuted


def test_bounded_though_linear():
    game = declared({"A": [x, y]}, {"A": -x - y}, [[x, y]])
    assert _has(_robust(game), x=0, y=0)


@pytest.mark.slow
def test_supremum_that_is_only_approached():
    # C plays 1 from x + y = 2 on, and favours B, who wants 0 there: A's supremum at the jump is not to be had.
    game = declared(
        {"A": [x], "B": [y]},
        {"A": -x + 5 * y, "B": y * (x - 1) - HALF * y * (x - 1)},
        [[x], [y]],
        {"A": [x <= 2], "B": [y <= 1]},
    )
    assert _has(_robust(game), x=1, y=1)
    split = declared(
        {"A": [x], "B": [y], "C": [z]},
        {"A": -x + 5 * z, "B": -z - y, "C": z * (x - 1)},
        [[x], [y], [z]],
        {"A": [x <= 2], "C": [z <= 1]},
    )
    assert not _robust(split)


def test_two_leaders_and_a_follower():
    price = 6 - x - y - z
    game = declared({"A": [x], "B": [y], "C": [z]}, {"A": x * price, "B": y * price, "C": z * price}, [[x, y], [z]])
    assert _has(_robust(game), x=2, y=2, z=1)
    assert check_point(game, {"x": 1.5, "y": 1.5, "z": 1.5}).refuted


def test_a_tie_without_end_that_somebody_else_cares_about():
    game = declared({"A": [x], "B": [z]}, {"A": z - x, "B": x}, [[x], [z]])
    finding = check_point(game, {"x": 0, "z": 0})
    assert finding.softly
    assert not finding.refuted
    assert not _robust(game)


def test_a_smooth_maximum_is_no_tie():
    game = declared(
        {"A": [x, z], "B": [y]},
        {"A": x * y + y * z / 2 + z**2 / 2 + z, "B": y * (3 - 2 * x) - y**2 / 2},
        [[x], [y], [z]],
        {"A": [x <= 4, z <= 2], "B": [y <= 4]},
    )
    assert _has(_robust(game), x=0.25, y=2.5, z=2)
    assert not check_point(game, {"x": 0.25, "y": 2.5, "z": 2}).softly


def test_games_are_reproducible_and_can_be_pasted():
    for name, family in families().items():
        first = family(3)
        assert first == family(3)
        spoken: dict[str, object] = {}
        exec(first.text(), spoken)
        assert spoken["game"] == first.game(), name


@pytest.mark.slow
def test_noise_in_what_a_middle_mover_answers_refutes_nothing():
    # B's best is at the top of a parabola, y = 0, found to 1e-6 or so; A's payoff moves twenty times as much.
    game = families()["shares_and_prices"](411167)
    assert not check_point(game, {"x": 5 + 2 * np.sqrt(6), "y": 0, "z": 0}).refuted
    assert check_point(game, {"x": 9, "y": 0, "z": 0}).refuted


@pytest.mark.slow
def test_a_place_beside_one_without_a_payoff_is_not_robust():
    # A would like x = 0, where x / (x + y + 1) is not defined, as B answers y = -1.
    assert not any(one.robust for one in find(families()["rational_with_poles"](411110)))


def test_a_place_on_a_ridge_is_left_for_a_better_one():
    game = families()["two_decision_leaders"](411163)
    found, better = {"x": 7.29137529, "y": 7.09711639, "z": 4.0}, {"x": 80 / 11, "y": 78 / 11, "z": 4.0}
    assert is_left_for(game, found, better)
    assert not is_left_for(game, better, found)


@pytest.mark.slow
@pytest.mark.parametrize("least", [0, 1])
def test_a_missing_best_decision_refutes_if_it_is_missing_whatever_is_answered(least: int) -> None:
    # C cares about no z, so that B's y (least + z) has an end where C keeps to z = 0, unless least is positive.
    game = declared(
        {"A": [x], "B": [y], "C": [z], "D": [w]},
        {"A": -(x**2), "B": y * (least + z) - least * z - (1 - least) * y, "C": 0, "D": -(w**2)},
        [[x], [y], [z], [w]],
        {"A": [x <= 1], "D": [w <= 1]},
    )
    found = check_point(game, {"x": 0, "y": 0, "z": 0, "w": 0})
    assert found.softly
    assert found.refuted == bool(least)


@pytest.mark.slow
def test_a_middle_mover_is_placed_where_the_last_one_is_nearly_indifferent():
    # At x = 1 B stops where the bound on z begins to bind; a little above, its best is close to that place, not there.
    game = families()["three_stages_ABA"](417178)
    assert not check_point(game, {"x": 1, "y": sp.Rational(1, 3), "z": sp.Rational(5, 6)}).softly
    assert check_point(game, {"x": sp.Rational(9, 10), "y": sp.Rational(1, 3), "z": sp.Rational(5, 6)}).refuted


def test_what_an_indifferent_mover_chooses_on_a_grid_is_not_its_favour():
    # After x = 1 B earns nothing by any y, and y = 3/2 suits A best; a grid has 1.5104.
    search = NestedSearch(families()["three_stages_ABC"](731046))
    assert search.is_favoured(np.array([1, 1.5, 0]))
    assert not search.is_favoured(np.array([1, 1.5104, 0]))


def test_paths_that_are_known_are_not_looked_at_again():
    game = _one(4 * x - x**2)
    assert not find(game, lambda path: abs(path["x"] - 2) < 1e-6)
    assert find(game, lambda path: path["x"] < 1)


@pytest.mark.parametrize("seed", range(6))
def test_the_top_of_a_parabola_or_its_better_end_is_the_best_of_all_candidates(seed):
    dice = np.random.default_rng(seed)
    bend, slope, cross, room = (-1, 0, 1)[seed % 3] * (1 + dice.random()), *dice.normal(size=3)
    payoff = sp.Rational(bend) * y**2 + sp.Rational(slope) * y + sp.Rational(cross) * x * y
    game = declared({"A": [x], "B": [y]}, {"A": y, "B": payoff}, [[x], [y]], {"B": [y <= sp.Rational(abs(room)) + x]})
    search = NestedSearch(game)
    histories = np.stack([np.linspace(0, 5, 11), np.zeros(11)], axis=-1)
    tried, value, _, _ = search.candidates(1, 1, 1, histories)
    best = np.take_along_axis(tried, value.argmax(axis=-1)[:, None], axis=1)[:, 0]
    assert np.allclose(search.answers(1, histories, Search(())).paths[:, 0, 1], best, atol=1e-12)


def test_of_two_paths_a_single_first_mover_has_more_on_one():
    game = declared({"A": [x], "B": [y]}, {"A": y - (x - 1) ** 2, "B": -((y - 1) ** 2)}, [[x], [y]])
    assert is_outdone(game, {"x": 0.9, "y": 1}, {"x": 1, "y": 1})
    assert not is_outdone(game, {"x": 1, "y": 1}, {"x": 0.9, "y": 1})
    at_once = declared({"A": [x], "B": [y]}, {"A": y - (x - 1) ** 2, "B": -((y - 1) ** 2)}, [[x, y]])
    assert not is_outdone(at_once, {"x": 0.9, "y": 1}, {"x": 1, "y": 1})


def test_a_middle_mover_stops_between_two_grid_points_where_a_last_one_turns_round():
    # After x in (2, 1 + sqrt(57)/6) B is better off at y = x/2 - 1/4, where C turns from 0 to 1/2, than at y = 0.
    search = NestedSearch(families()["three_stages_ABC"](742074))
    histories = np.array([[2.1, 0, 0], [2.24, 0, 0], [2.28, 0, 0]])
    answered = search.answers(1, histories, Search(search.grids(0))).paths[:, 0, 1:]
    assert np.allclose(answered, [[0.8, 0.5], [0.87, 0.5], [0, 0]], atol=1e-6)


@pytest.mark.slow
def test_rounding_far_out_on_a_plateau_is_no_gain() -> None:
    # After x = 0 B does not care about y >= -4, with z = 2 y + 1; A earns 77/2 from y = -4, and z**2/2 - 2 z far out.
    game = four_stages(862124)
    finding = check_point(game, {"x": 1.75, "y": -4, "z": -7, "w": 0.5})
    assert not finding.refuted
    assert finding.softly
    assert check_point(game, {"x": 1.5, "y": -4, "z": -7, "w": 0.5}).refuted


def test_a_place_is_left_for_one_beside_a_tie_that_may_turn_out_badly() -> None:
    # C decides 1/2 from x = -1/8 on, where it is indifferent; just above it A has 0.39, at x = -1/3 only 1/3.
    lead = decisions("x", real=True)
    payoffs = {"A": -3 * lead**2 - 3 * lead * z - 2 * lead, "C": z**2 / 2 + 2 * lead * z}
    game = declared({"A": [lead], "C": [z]}, payoffs, [[lead], [z]], {"A": (lead >= -HALF,), "C": (z <= HALF,)})
    inner, tie = {"x": -1 / 3, "z": 0.0}, {"x": -1 / 8, "z": 0.5}
    assert is_left_for(game, inner, tie)
    assert not is_left_for(game, tie, inner)


@pytest.mark.slow
def test_a_middle_mover_may_have_to_choose_what_is_best_where_ties_turn_against_it() -> None:
    # C does not care about z, which is worth 3 x z to A: with z = 0 after everything, x = 0 and y = 2 are A's best.
    game = four_stages(943027)
    assert not check_point(game, {"x": 0, "y": 2, "z": 0, "w": 0}).refuted
