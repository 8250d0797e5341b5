"""Elasticities against quotients of differences in exact numbers, which share nothing with derivatives of formulas."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from random import Random
from typing import Any

import matplotlib as mpl
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest
import sympy as sp

from lsec_models import DifferenceGame, DifferentialGame, Game, Player, decisions, parameters, plot, solve, states
from lsec_models.errors import DeclarationError, OutsideDomain, UnknownName
from lsec_models.evaluate.sensitivity.elasticities import elasticities
from results import KINDS

mpl.use("Agg")
a, b, c, d, k = parameters("a b c d k", positive=True)
n = parameters("n", integer=True)
p, w, m, q, x, y = decisions("p w m q x y")
STEP = Fraction(1, 10**9)


def quotient(result: Any, name: str, parameter: str, point: Mapping[str, Fraction]) -> float:
    """A central quotient of differences with a tiny step: to about 17 digits, in exact or long numbers."""
    here = result.at(point)[name]
    up, down = (
        result.at({**point, parameter: point[parameter] * (1 + side * STEP)})[name] for side in (Fraction(1), -1)
    )
    return float(sp.N((up - down) / (2 * sp.Rational(1, 10**9) * here), 30))


def agrees(result: Any, point: Mapping[str, Any], names: list[str]) -> None:
    exact = {name: Fraction(value) for name, value in point.items()}
    table = elasticities(result, names, at=point)
    for name in names:
        for parameter in table.columns:
            assert float(table.loc[name, parameter]) == pytest.approx(
                quotient(result, name, parameter, exact), rel=1e-9, abs=1e-12
            ), (name, parameter)


@pytest.mark.slow
def test_random_chains_move_as_differences_say() -> None:
    random = Random(7)
    demand = a - b * p
    chain = [Player("maker", decides=[w, q], payoff=(w - c) * (demand + d * q) - k * q**2)]
    chain += [Player("shop", decides=[m], payoff=m * (demand + d * q).subs(p, w + m))]
    chain[0] = Player("maker", decides=[w, q], payoff=chain[0].payoff.subs(p, w + m))
    led = solve(Game(players=chain, order=["maker", "shop"]))
    for _ in range(6):
        point = {name: Fraction(random.randint(1, 30), random.randint(1, 7)) for name in "bcdk"}
        point["k"] += point["d"] ** 2 / point["b"]
        point["a"] = point["b"] * point["c"] + Fraction(random.randint(1, 30), 7)
        agrees(led, point, ["w", "q", "m", "maker", "shop"])


@pytest.mark.parametrize(
    ("kind", "point", "names"),
    [
        ("Equilibrium", {"a": 10, "b": 2, "c": "1/3"}, ["w", "m", "maker", "price"]),
        ("ImplicitEquilibrium", {"a": 10, "c": 3}, ["share", "price"]),
        ("PiecewiseEquilibrium", {"a": 10, "c": 3}, ["p", "firm"]),
    ],
)
def test_each_kind_of_closed_form_moves_as_differences_say(
    kind: str, point: Mapping[str, Any], names: list[str]
) -> None:
    agrees(KINDS[kind](), point, names)


def test_numbers_are_exact_and_say_what_they_rest_on() -> None:
    table = elasticities(KINDS["Equilibrium"](), "price", a, at={"a": 10, "b": 2, "c": 3})
    # The price of the chain is (3 a + b c) / (4 b).
    assert table.loc["price", "a"] == sp.Rational(30, 36)
    assert table.attrs["method"] == "exact"
    assert table.attrs["error"] == 0
    assert table.attrs["evidence"].startswith("exists: proved")


@pytest.mark.slow
def test_algebraic_numbers_of_a_feedback_law_with_a_square_root() -> None:
    G, u = states("G"), decisions("u")
    found = KINDS["FeedbackEquilibrium"]()
    table = elasticities(found, ["u"], at={"r": "1/10", "delta": "1/5", "G_0": 1})
    # u = 1 / (r + delta).
    assert list(table.loc["u", ["r", "delta"]]) == [-sp.Rational(1, 3), -sp.Rational(2, 3)]
    game = DifferentialGame(
        states={G: u - d * G}, players=[Player("firm", decides=[u], payoff=G - G**2 / 2 - u**2 / 2)], discount=c
    )
    law = solve(game)
    table = elasticities(law, ["firm"], at={"c": "1/10", "d": "1/5", "G_0": 1})
    value = law["firm"]
    at = {
        s: sp.Rational(*r) for s, r in zip(sorted(value.free_symbols, key=str), ((1, 1), (1, 10), (1, 5)), strict=True)
    }
    for symbol in at:
        want = sp.N((symbol * sp.diff(value, symbol) / value).subs(at), 20)
        assert float(table.loc["firm", symbol.name]) == pytest.approx(float(want), rel=1e-12)
    assert not any(entry.has(sp.Float) for entry in table.loc["firm"])


def test_a_quantity_that_is_zero_has_none_and_a_parameter_that_is_zero_moves_nothing() -> None:
    free = parameters("e", nonnegative=True)
    firm = solve(
        Game(players=[Player("firm", decides=[q], payoff=q * (a + free - q))], report={"gap": a - 2 * q + free})
    )
    table = elasticities(firm, at={"a": 3, "e": 0})
    assert table.loc["gap"].isna().all()
    assert table.loc["q", "e"] == 0
    assert table.loc["q", "a"] == 1


def test_at_an_edge_there_is_only_one_side() -> None:
    piecewise = KINDS["PiecewiseEquilibrium"]()
    edge = {"a": 10, "c": 10}
    with pytest.raises(OutsideDomain, match="at the edge of where"):
        elasticities(piecewise, at=edge)
    assert elasticities(piecewise, "p", at={"a": 10, "c": "9.9"}).attrs["regime"] == "interior"


@pytest.mark.slow
def test_several_equilibria_have_no_common_elasticity() -> None:
    one = Player("A", decides=[x], payoff=x * (4 * a - x - 3 * y))
    game = Game(players=[one, Player("B", decides=[y], payoff=y * (4 * a - y - 3 * x))])
    with pytest.raises(OutsideDomain, match="3 equilibria"):
        elasticities(solve(game, corners=True), at={"a": 1})
    with pytest.raises(OutsideDomain, match="several equilibria at"):
        elasticities(game, at={"a": 1})


def test_a_game_at_a_point_agrees_with_its_closed_form_within_the_error_it_says() -> None:
    game = KINDS["Equilibrium"]().game
    point = {"a": 10, "b": 2, "c": 3}
    by_formula, by_points = elasticities(KINDS["Equilibrium"](), at=point), elasticities(game, at=point)
    gap = (by_formula.astype(float) - by_points[by_formula.columns].loc[by_formula.index]).abs().max().max()
    assert gap <= by_points.attrs["error"] < 1e-4
    assert gap < 1e-8
    assert by_points.attrs["method"] == "central differences"
    assert by_points.attrs["evidence"].startswith("solved exactly at 13 points: one equilibrium, established, at 13")


def test_a_game_without_closed_form_agrees_with_what_is_known_of_it() -> None:
    beta = parameters("beta", positive=True)
    game = Game(players=[Player("firm", decides=[p], payoff=(p - c) * p**-beta)], assuming=[beta > 1])
    table = elasticities(game, at={"beta": 3, "c": 2})
    # p = beta c / (beta - 1), profit = (p - c) p^-beta.
    assert table.loc["p", "c"] == pytest.approx(1, abs=1e-13)
    assert table.loc["p", "beta"] == pytest.approx(-0.5, abs=1e-13)
    assert table.loc["firm", "c"] == pytest.approx(-2, abs=1e-13)
    assert table.attrs["method"] == "implicit function theorem"
    assert table.attrs["error"] < 1e-7
    assert table.attrs["evidence"].startswith("in numbers")


def test_where_somebody_stops_at_an_end_differences_are_taken() -> None:
    capped = decisions("s", within=(0, a))
    game = Game(players=[Player("firm", decides=[capped], payoff=sp.log(1 + capped))])
    table = elasticities(game, "s", at={"a": 2})
    assert table.loc["s", "a"] == pytest.approx(1, abs=1e-8)
    assert table.attrs["method"] == "central differences"
    assert table.attrs["regime"] == "s = a"


@pytest.mark.parametrize("cost", ["0.9999", "1", "1.000001"])
def test_where_somebody_is_about_to_stop_at_an_end_there_is_only_one_side(cost: str) -> None:
    # The price is 1 + c up to its cap of 2: its elasticity in c is near a half before c = 1 and zero afterwards.
    capped = decisions("s", within=(0, 2))
    game = Game(players=[Player("firm", decides=[capped], payoff=(capped - c) * sp.exp(-capped))])
    with pytest.raises(OutsideDomain, match=r"the regime changes next to the point: .*s = 2"):
        elasticities(game, at={"c": cost})
    assert elasticities(game, "s", at={"c": "1.01"}).loc["s", "c"] == 0
    assert elasticities(game, "s", at={"c": "0.99"}).loc["s", "c"] == pytest.approx(0.99 / 1.99)


def test_a_game_whose_regime_changes_beside_the_point_is_refused() -> None:
    game = KINDS["PiecewiseEquilibrium"]().game
    with pytest.raises(OutsideDomain, match="the regime changes next to the point"):
        elasticities(game, at={"a": 10, "c": "9.999"})
    with pytest.raises(OutsideDomain, match="move the point"):
        elasticities(KINDS["Equilibrium"]().game, at={"a": "6.001", "b": 2, "c": 3})


@pytest.mark.slow
def test_a_figure_has_the_numbers_of_the_table() -> None:
    firm = Player("firm", decides=[q], payoff=q * (a - q))
    gaps = solve(Game(players=[firm], report={"gap": a - 2 * q, "tiny": 1 + a / 1000, "fixed": 1 + 0 * a}))
    table = elasticities(gaps, at={"a": 4})
    axes = plot(table, words={"q": "quality"})
    said = {(text.get_position()[0], text.get_position()[1]): text.get_text() for text in axes.texts}
    rows = [label.get_text() for label in axes.get_yticklabels()]
    assert rows == ["quality, $q$", "payoff of firm", *rows[2:]]
    assert [said[0.5, 0.5 + row] for row in range(len(rows))] == ["+1.00", "+2.00", "none", "+0.004", "0"]
    assert axes.yaxis_inverted()
    led = elasticities(KINDS["Equilibrium"](), at={"a": 10, "b": 2, "c": 3})
    [cells] = plot(led).collections
    np.testing.assert_array_equal(cells.get_array(), led.astype(float).to_numpy())
    bars = plot(led, "maker", ax=plt.figure(facecolor="black").subplots())
    order = [label.get_text().strip("$") for label in bars.get_yticklabels()]
    assert sorted(order, key=lambda name: abs(led.loc["maker", name])) == order
    assert [bar.get_width() for bar in bars.patches] == [float(led.loc["maker", name]) for name in order]
    assert bars.get_xlabel().startswith("elasticity of payoff of maker")
    assert [text.get_text().strip() for text in plot(table, "gap").texts] == ["none: it is zero"]
    with pytest.raises(UnknownName, match="no quantity 'makr' in this table; did you mean 'maker'"):
        plot(led, "makr")
    with pytest.raises(DeclarationError, match=r"plot takes .* elasticities, .* not a DataFrame"):
        plot(pd.DataFrame({"a": [1.0]}))
    plt.close("all")


def test_bad_input_is_named() -> None:
    led = KINDS["Equilibrium"]()
    point = {"a": 10, "b": 2, "c": 3}
    with pytest.raises(UnknownName, match="no quantity 'pric'; did you mean 'price'"):
        elasticities(led, "pric", at=point)
    with pytest.raises(UnknownName, match="no parameter 'z'"):
        elasticities(led, parameters="z", at=point)
    with pytest.raises(DeclarationError, match="no value for c"):
        elasticities(led, at={"a": 10, "b": 2})
    with pytest.raises(OutsideDomain, match="does not hold"):
        elasticities(led, at={"a": 1, "b": 2, "c": 3})
    with pytest.raises(DeclarationError, match="elasticities takes a closed form"):
        elasticities(led.at(point), at=point)  # type: ignore[arg-type]
    with pytest.raises(DeclarationError, match="at is missing"):
        elasticities(led)  # type: ignore[call-arg]
    counted = solve(Game(players=[Player("firm", decides=[q], payoff=q * (a * n - q))]))
    assert list(elasticities(counted, at={"a": 3, "n": 2}).columns) == ["a"]
    with pytest.raises(DeclarationError, match="n is declared integer"):
        elasticities(counted, parameters="n", at={"a": 3, "n": 2})


def test_a_difference_game_is_solved_at_points_too() -> None:
    G, effort = states("G"), decisions("effort", real=True)
    firm = Player("firm", decides=[effort], payoff=a * G - effort**2)
    game = DifferenceGame(states={G: effort + G / 2}, players=[firm], discount_factor=sp.Rational(1, 2))
    table = elasticities(game, ["effort"], ["a"], at={"a": 2, "G_0": 1})
    # The law is affine in a: effort = a / 3.
    assert table.loc["effort", "a"] == pytest.approx(1, abs=1e-9)
