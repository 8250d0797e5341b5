"""Regimes along one parameter and over two: hand-made thresholds, and random games solved by themselves at numbers."""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from fractions import Fraction
from functools import cache
from random import Random
from typing import Any

import numpy as np
import pytest
import sympy as sp
from hypothesis import given, settings
from hypothesis import strategies as st

from families.regimes import FAMILIES, free_game
from lsec_models import (
    Game,
    Player,
    decisions,
    parameters,
    plot,
    random,
    solve,
    to_dataframe,
    to_json,
    to_latex,
    uniform,
)
from lsec_models.algebra.decomposition.planar_map import PlanarMap
from lsec_models.errors import DeclarationError, OutsideDomain, UnknownName
from lsec_models.games.evidence.evidence import About, Status
from lsec_models.solve.polynomial.over_parameters.along import label_of
from regime_statements import disagreements

a, c, t = parameters("a c t", positive=True)
K = parameters("K", positive=True)
w, q, p, x, y = decisions("w q p x y")
share = decisions("lam", within=(0, 1))


def alone(payoff: Any, over: Any, constraints: Any = (), **asked: Any) -> Any:
    return solve(
        Game(players=[Player("firm", decides=[x], payoff=payoff)], constraints=constraints), over=over, **asked
    )


def shop_with_room() -> Game:
    maker = Player("maker", decides=[w], payoff=w * q - w**3 / 30)
    shop = Player("shop", decides=[q], payoff=q * (a - q - w))
    return Game(players=[maker, shop], order=["maker", "shop"], constraints=[q <= K])


@cache
def along_room() -> Any:
    return solve(shop_with_room(), at={"a": 10}, over={"K": (0, 6)})


def said(found: Any) -> list[str]:
    return [piece.label for piece in found.pieces]


def test_a_price_before_a_quantity_with_a_capacity() -> None:
    found = along_room()
    # The maker sells K at w with 10 K = w**2 while the shop wants more; then at the highest price at which it takes K.
    assert said(found) == ["q = K (1)", "q = K (2)", "interior"]
    assert [str(one.expression()) for one in found.thresholds] == ["5/2", "15/2 - 5*sqrt(3)/2"]
    assert [(one.holds, one.runs_on) for one in found.changes] == [("q = K", True)] * 2
    first, second, third = found.pieces
    assert (second["w"], second["maker"]) == (10 - 2 * K, sp.factor(K * (10 - 2 * K) - (10 - 2 * K) ** 3 / 30))
    assert (str(first.words), str(third.words)) == ("= sqrt(10)*sqrt(K)", "= -5 + 5*sqrt(3)")
    assert found.evidence.established
    assert found.evidence.status(About.COMPLETE) is Status.PROVED
    assert found.at(K=1).only()["w"] == sp.sqrt(10)
    assert found.at({"K": 3}).only().regime == "q = K"


def test_a_commission_is_one_root_as_far_as_the_game_is_defined() -> None:
    host = Player("host", decides=[share], payoff=share * p * (10 - p))
    maker = Player("maker", decides=[p], payoff=((1 - share) * p - c) * (10 - p))
    game = Game(players=[host, maker], order=["host", "maker"], constraints=[p <= 10], assuming=[c < 10])
    found = solve(game, over={"c": (0, 12)})
    assert said(found) == ["interior", "the game is not defined"]
    first, beyond = found.pieces
    assert (first.words.startswith("is the only root of "), beyond.solutions, beyond.quantities) == (True, None, {})
    assert found.changes[0].holds == "the game is not defined"
    assert found.at(c=2).only()["lam"] == sp.Rational(3, 5)
    with pytest.raises(OutsideDomain):
        found.at(c=11)


def test_a_jump_is_a_threshold_though_the_same_binds() -> None:
    # Peaks at 1 and 4; the slope t - 1 tips the balance at t = 1, where both are best.
    found = alone(-((x - 1) ** 2) * (x - 4) ** 2 + (t - 1) * x, {"t": (0, 2)})
    assert said(found) == ["interior (1)", "interior (2)"]
    (change,) = found.changes
    assert (change.value.expression(), change.holds, change.runs_on) == (1, "interior (2 equilibria)", False)
    assert [piece.words.partition(" of ")[0] for piece in found.pieces] == ["is the lowest root", "is the highest root"]


def test_effort_before_a_price_up_to_what_is_possible() -> None:
    # 3 e**2 = (4 - c)**2/4, which is 3 where c**2 - 8 c + 4 = 0.
    effort = decisions("e")
    firm = Player("firm", decides=[effort, p], payoff=(p - c) * (1 + effort) * (4 - p) - effort**3)
    game = Game(players=[firm], order=[effort, p], constraints=[effort <= 1, p <= 4], assuming=[c < 4])
    found = solve(game, over={"c": (0, 4)})
    assert said(found) == ["e = 1", "interior"]
    assert found.changes[0].equation.lhs == c**2 - 8 * c + 4
    assert found.pieces[1].words == "= sqrt(3)*(4 - c)/6"
    assert sp.simplify(found["p"].args[0][0] - (4 + c) / 2) == 0


def test_a_root_is_told_from_others_also_where_their_number_changes() -> None:
    second = alone(x - x**2 - (t - 1) * x**3, {"t": (0, 2)}, [x <= 2]).pieces[-1]
    assert second.words == "= 2/(sqrt(12*t - 8) + 2)"
    third = alone(x - 2 * x**2 + (t - 2) * x**4, {"t": (1, 4)}, [x <= t]).pieces[0]
    assert third.words.startswith("is the only root of ")
    assert third.words.endswith("= 0; beyond t = 2, root 2 of 3, from below")


def test_where_there_is_no_equilibrium() -> None:
    found = alone((t - 3) * x**2 + x, {"t": (0, 5)})
    assert said(found) == ["interior", "no equilibrium"]
    assert found.changes[0].holds == "no equilibrium"
    assert found.pieces[1].note == "firm gains without bound"
    assert found.evidence.established


def test_a_threshold_that_is_a_root_of_the_third_degree() -> None:
    found = alone((t**3 + t - 5) * x, {"t": (0, 3)}, [x <= 1])
    assert said(found) == ["x = 0", "x = 1"]
    assert found.changes[0].equation == sp.Eq(t**3 + t - 5, 0, evaluate=False)
    assert "equilibria fill an interval" not in found.changes[0].holds
    assert found.changes[0].holds.endswith("others not excluded")


def test_a_later_mover_without_room_has_no_equilibrium() -> None:
    maker = Player("maker", decides=[w], payoff=w * q - w**3)
    shop = Player("shop", decides=[q], payoff=q * (1 - q - w))
    game = Game(players=[maker, shop], order=["maker", "shop"], constraints=[q <= K - 1])
    found = solve(game, over={"K": (0, 2)})
    assert (said(found)[0], found.pieces[0].note) == ("no equilibrium", "no decisions meet all constraints")
    assert found.changes[0].value.expression() == 1
    assert found.at(K="1/2").is_none


@pytest.mark.slow
def test_a_decision_runs_on_through_a_critical_value_of_a_high_degree() -> None:
    maker = Player("maker", decides=[w], payoff=q * w / (w + 1) - w**2)
    shop = Player("shop", decides=[q], payoff=q * (1 - w) - K * q**2)
    found = solve(Game(players=[maker, shop], order=["maker", "shop"], constraints=[q <= K]), over={"K": (0, 4)})
    assert said(found) == ["q = K (1)", "q = K (2)", "interior"]
    assert [one.runs_on for one in found.changes] == [True, True]
    assert found.evidence.status(About.COVER) is Status.PROVED


@pytest.mark.slow
def test_two_are_best_at_a_critical_value_of_a_high_degree() -> None:
    maker = Player("maker", decides=[w], payoff=q * w * (2 - q) - w**4 / 4)
    shop = Player("shop", decides=[q], payoff=(t - q) * (q - w))
    game = Game(players=[maker, shop], order=["maker", "shop"], constraints=[w <= 2, q <= 3 - t])
    (jump,) = solve(game, over={"t": (0, 3)}).changes
    assert (jump.holds, jump.runs_on, jump.is_complete) == ("interior and q = 3 - t", False, True)


def test_ties_that_fill_an_interval_at_a_threshold_leave_others_open() -> None:
    found = alone((t - 1) * x, {"t": (0, 2)}, [x <= 1])
    assert said(found) == ["x = 0", "x = 1"]
    assert found.evidence.established
    assert found.evidence.status(About.COMPLETE) is Status.OPEN


def test_where_a_payoff_divides_by_zero_the_game_is_not_defined() -> None:
    found = alone(x / (t - 1) - x**2, {"t": (0, 3)}, [x <= 1])
    assert found.changes[0].holds == "the game is not defined"
    assert found.evidence.status(About.COVER) is Status.PROVED


def test_a_constraint_may_divide_by_the_parameter() -> None:
    found = alone(x - x**3, {"t": (0, 4)}, [x <= 1 / (t - 1)])
    assert said(found) == ["no equilibrium", "interior", "x = 1/(t - 1)"]
    assert [one.holds for one in found.changes] == ["the game is not defined", "x = 1/(t - 1)"]


def test_what_cancels_at_a_threshold_has_a_value_there() -> None:
    (only,) = alone(x**3 / (t - 1 + x) - x**3, {"t": (0, 2)}, [x <= 1]).at(t=1)
    assert (only["x"], only["firm"]) == (sp.Rational(2, 3), sp.Rational(4, 27))


def test_what_is_not_resolved_is_no_proof() -> None:
    positive = decisions("z", positive=True)
    game = Game(players=[Player("firm", decides=[positive], payoff=-positive * t)])
    found = solve(game, over={"t": (1, 2)})
    assert said(found) == ["not resolved"]
    assert not found.evidence.established
    assert found.evidence.status(About.COVER) is Status.OPEN


def test_the_plane_has_exact_boundaries() -> None:
    # A cubic cost and a cap: x = sqrt(t/(3 c)) up to K = 1, so that the border is t = 3 c.
    found = alone(t * x - c * x**3, {"c": (1, 2), "t": (1, 8)}, [x <= 1])
    assert isinstance(found, PlanarMap)
    assert (set(found.labels), found.caveat) == ({"x = 1", "interior"}, "")
    assert {str(arc.curve.polynomial) for column in found.columns for arc in column.arcs} == {"3*c - t"}
    for place, label in {(Fraction(3, 2), 4): "interior", (Fraction(3, 2), 5): "x = 1"}.items():
        assert found.label_at(Fraction(place[0]), Fraction(place[1])) == label


@pytest.mark.slow
def test_cells_with_the_same_signs_are_asked_one_by_one() -> None:
    # Peaks at 1 and 4, the higher one decided by t - 1 and by c - 1 together: the border is a curve of ties.
    payoff = -((x - 1) ** 2) * (x - 4) ** 2 + (t - 1) * x + (c - 1) * x**2
    found = alone(payoff, {"c": (0, 2), "t": (0, 2)}, [x <= 3])
    for number, other in itertools.product((Fraction(1, 3), Fraction(4, 3), Fraction(15, 8)), repeat=2):
        one = alone(
            -((x - 1) ** 2) * (x - 4) ** 2 + (t - 1) * x + (c - 1) * x**2, None, [x <= 3], at={"c": number, "t": other}
        )
        assert found.label_at(number, other) == one.only().regime


@pytest.mark.slow
def test_the_map_of_a_shop_with_little_room_is_that_of_a_grid() -> None:
    # The shop of `along_room` with unit profit 1 and its market a free: q = (a - 2 - 1/x)/2, at most K.
    room, market = parameters("K a", positive=True)
    quality, quantity = decisions("x q")
    maker = Player("maker", decides=[quality], payoff=2 * quality * quantity - quality**3)
    shop = Player("shop", decides=[quantity], payoff=(quality * (market - quantity) - 2 * quality - 1) * quantity)
    store = Game(players=[maker, shop], order=["maker", "shop"], constraints=[quantity <= room])
    found = solve(store, over={"K": ("1/4", "3/4"), "a": (3, 4)})
    assert (set(found.labels), found.caveat) == ({"x = 0, q = 0", "q = K", "interior"}, "")
    levels = np.linspace(0, 2, 20_001)[1:]
    for most, size in itertools.product(range(27, 75, 6), range(302, 400, 12)):
        sold = np.clip((size / 100 - 2 - 1 / levels) / 2, 0, most / 100)
        worth = 2 * levels * sold - levels**3
        best = int(worth.argmax())
        met = "q = K" if sold[best] > most / 100 - 1e-4 else "interior"
        label = found.label_at(Fraction(most, 100), Fraction(size, 100))
        assert label == ("x = 0, q = 0" if worth[best] <= 0 else met) or abs(worth[best]) < 1e-5


def test_every_format_takes_it() -> None:
    found = along_room()
    assert "w1_star = sqrt(10)*sqrt(K)" in repr(found)
    assert "regimes along a parameter" in to_json(found)
    assert "interior for K" in to_latex(found)
    assert set(to_dataframe(found)["regime"]) == {str(piece) for piece in found.pieces}


@pytest.mark.slow
def test_figures_take_it() -> None:
    found = along_room()
    strip, curves = plot(found), plot(found, "q")
    assert [text.get_text() for text in strip.texts][:2]
    assert [line.get_label() for line in curves.get_lines()][:3] == ["q = K (1)", "q = K (2)", "interior"]
    with pytest.raises(UnknownName, match="no quantity 'r' of these regimes"):
        plot(found, "r")


REFUSED: Mapping[str, tuple[Any, dict[str, Any], type[Exception], str]] = {
    "nothing moves": (shop_with_room, {"at": {"a": 10}, "over": {}}, DeclarationError, "one parameter moves, or two"),
    "an empty range": (shop_with_room, {"at": {"a": 1}, "over": {"K": (6, 1)}}, DeclarationError, "is empty"),
    "an end is missing": (shop_with_room, {"at": {"a": 1}, "over": {"K": (6, None)}}, DeclarationError, "two numbers"),
    "it moves and is fixed": (shop_with_room, {"at": {"a": 1, "K": 1}, "over": {"K": (0, 1)}}, DeclarationError, "too"),
    "no such parameter": (shop_with_room, {"at": {"a": 1}, "over": {"k": (0, 1)}}, UnknownName, "no parameter 'k'"),
    "another has no number": (shop_with_room, {"over": {"K": (0, 1)}}, DeclarationError, "no value for a"),
    "ties": (shop_with_room, {"over": {"K": (0, 1)}, "ties": "against"}, DeclarationError, "leave corners= and ties="),
}


@pytest.mark.parametrize("slip", REFUSED)
def test_slips_are_named(slip: str) -> None:
    game, asked, kind, words = REFUSED[slip]
    with pytest.raises(kind, match=words):
        solve(game(), **asked)


def test_what_is_not_cut_is_refused_with_a_way_out() -> None:
    n = parameters("n", integer=True)
    with pytest.raises(DeclarationError, match="n is declared integer"):
        alone(n * x - x**3, {"n": (1, 4)})
    demand = random("xi", uniform(0, 1))
    with pytest.raises(DeclarationError, match="without copies, expectations, chance"):
        alone(sp.Min(x, demand) - t * x, {"t": (0, 1)})
    with pytest.raises(OutsideDomain, match="not defined whatever t is: c > 5"):
        solve(
            Game(players=[Player("firm", decides=[x], payoff=t * x - c * x**3)], assuming=[c > 5]),
            at={"c": 1},
            over={"t": (0, 1)},
        )
    with pytest.raises(OutsideDomain, match="c is declared positive, given -1"):
        alone(t * x - c * x**3, {"t": (0, 1)}, at={"c": -1})
    with pytest.raises(OutsideDomain, match="not defined for any t from -2 to -1"):
        alone(t * x - x**3, {"t": (-2, -1)})
    with pytest.raises(OutsideDomain, match="not defined for any t from -2 to -1 and any c from 1 to 2"):
        alone(t * x - c * x**3, {"t": (-2, -1), "c": (1, 2)})


@pytest.mark.slow
@settings(max_examples=5, deadline=None)
@given(
    family=st.sampled_from(sorted(FAMILIES)),
    seed=st.integers(0, 10**6),
    share_of=st.fractions(0, 1, max_denominator=97),
)
def test_random_games_are_as_the_game_solved_by_itself_at_a_number(family: str, seed: int, share_of: Fraction) -> None:
    free = free_game(family, seed)
    found = solve(free.game, at=free.fixed, over=free.over)
    ((name, (low, high)),) = free.over.items()
    value = low + (high - low) * (share_of + 1) / 3
    if value not in [one.interval[0] for one in found.thresholds if one.is_rational]:
        exact = solve(free.game, at={**free.fixed, name: value})
        assert disagreements(found, value, exact) == []


@pytest.mark.slow
@settings(max_examples=4, deadline=None)
@given(
    family=st.sampled_from(["quality before quantity", "price before quantity", "effort times price"]),
    seed=st.integers(0, 10**6),
    dice=st.randoms(use_true_random=False),
)
def test_random_maps_are_as_the_game_solved_by_itself_at_points(family: str, seed: int, dice: Random) -> None:
    free = free_game(family, seed)
    ((name, ends),) = free.over.items()
    other, middle = dice.choice(sorted(free.fixed.items()))
    over = {name: ends, other: (middle * Fraction(3, 4), middle * Fraction(5, 4))}
    fixed = {key: value for key, value in free.fixed.items() if key != other}
    found = solve(free.game, at=fixed, over=over)
    for _ in range(6):
        place = [low + (high - low) * Fraction(dice.randint(1, 996), 997) for low, high in over.values()]
        label = label_of(solve(free.game, at={**fixed, **dict(zip(over, place, strict=True))}))
        there = found.label_at(*place)
        assert there is None or sorted(there.split(" and ")) == sorted(label.split(" and "))
