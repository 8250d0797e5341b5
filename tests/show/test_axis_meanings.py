"""What names of a game mean stands at the axes of every figure of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import matplotlib.pyplot as plt
import pytest

from lsec_models import (
    Choice,
    DifferenceGame,
    DifferentialGame,
    EvolutionaryGame,
    Game,
    Player,
    decisions,
    parameters,
    plot,
    solve,
    states,
    tornado,
)

a, b, r, c = parameters("a b r c", positive=True)
x = decisions("x")
G = states("G")
SAID = {
    "a": ("size", "units"),
    "b": ("fee", "$"),
    "c": ("share", "1"),
    "x": ("quantity", "units"),
    "G": ("goodwill", "points"),
    "maker": ("profit", "euro"),
}
A, B, X, GOODWILL = "size, $a$ (units)", r"fee, $b$ (\$)", "quantity, $x$ (units)", "goodwill, $G$ (points)"


def alone(payoff: Any, **more: Any) -> Game:
    return Game(players=[Player("maker", decides=[x], payoff=payoff)], meanings=SAID, **more)


CHOSEN = solve(Choice(by="maker", among={"small": alone((a - x) * x), "large": alone((2 * a - x) * x - b)}))
PLANE = {"a": (1, 3), "b": (1, 9)}
ALONG = solve(alone(a * x - x**4 / 4, constraints=[x <= 1]), over={"a": (0, 3)})
TREE = alone(a * x - b * x**4 / 4, constraints=[x <= 1])
BIRDS = solve(
    EvolutionaryGame(populations={"birds": ["hawk", "dove"]}, payoffs=[[(a - b) / 2, a], [0, a / 2]], meanings=SAID)
)
STOCKED: Mapping[str, Any] = {"players": [Player("maker", decides=[x], payoff=a * G - x**2)], "meanings": SAID}
FLOWING = solve(DifferentialGame(states={G: x - G}, discount=r, **STOCKED)).at({"a": 1, "r": 1, "G_0": 1})
STEPPING = DifferenceGame(states={G: x + G / 2}, discount_factor=a / 4, initial={G: 0}, **STOCKED)
STEPPED = solve(STEPPING, at={"a": 1})[0]

FIGURES: Mapping[str, tuple[Callable[[], Any], str, str]] = {
    "strip of a choice": (lambda: plot(CHOSEN, "a", at={"b": 1}, over=(0, 2)), A, ""),
    "map of a choice": (lambda: plot(CHOSEN, "a", "b", at={}, over=PLANE), A, B),
    "thresholds": (lambda: plot(CHOSEN.thresholds("b", at={"a": 1}, over=(1, 9))), B, ""),
    "regions": (lambda: plot(CHOSEN.regions("b", "a", at={}, over=PLANE)), B, A),
    "payoffs of modes": (lambda: plot(CHOSEN, "maker", over={"a": (1, 2)}, at={"b": 1}), A, "profit (euro)"),
    "regimes": (lambda: plot(ALONG), A, ""),
    "curves of regimes": (lambda: plot(ALONG, "x"), A, X),
    "regimes over a plane": (lambda: plot(solve(TREE, over={"a": (1, 3), "b": (1, 2)})), A, B),
    "stability": (lambda: plot(BIRDS.along("a", at={"b": 3}, over=(1, 4))), A, ""),
    "stability over a plane": (lambda: plot(BIRDS.regions("a", "b", at={}, over=PLANE)), A, B),
    "a path": (lambda: plot(FLOWING, "G", until=2), "time", GOODWILL),
    "paths of several": (lambda: plot({"one": FLOWING, "other": FLOWING}, "x", until=2), "time", X),
    "periods": (lambda: plot(STEPPED, "G", until=2), "period", GOODWILL),
}


@pytest.mark.parametrize("kind", FIGURES)
def test_axes_say_what_names_mean(kind: str) -> None:
    drawn, x_label, y_label = FIGURES[kind]
    axes = drawn()
    assert (axes.get_xlabel(), axes.get_ylabel()) == (x_label, y_label)
    plt.close("all")


def test_a_row_of_maps_and_bars_of_parameters_say_it_too() -> None:
    modes = {"small": alone((a - x) * x), "large": alone((2 * a - x) * x - b * c)}
    row = plot(solve(Choice(by="maker", among=modes)), "a", "b", at={}, over=PLANE, across={"c": (1, 2)})
    assert ([axes.get_xlabel() for axes in row], row[0].get_ylabel()) == ([A, A], B)
    bars = plot(tornado(solve(alone((a * c - x) * x)), "x", at={"a": 2, "c": 1}))
    assert sorted(label.get_text() for label in bars.get_yticklabels()) == ["share, $c$", A]
    plt.close("all")


def test_words_of_the_figure_come_first() -> None:
    axes = plot(CHOSEN, "a", "b", at={}, over=PLANE, words={"a": "crowd"})
    assert (axes.get_xlabel(), axes.get_ylabel()) == ("crowd, $a$ (units)", B)
    plt.close("all")


def test_what_modes_disagree_about_is_not_said() -> None:
    other = replace(alone((2 * a - x) * x - b), meanings={**SAID, "a": ("crowd", "people")})
    axes = plot(solve(Choice(by="maker", among={"one": alone((a - x) * x), "two": other})), "a", "b", at={}, over=PLANE)
    assert (axes.get_xlabel(), axes.get_ylabel()) == ("$a$", B)
    plt.close("all")


def test_maps_are_equal_whatever_their_symbols_mean() -> None:
    told = CHOSEN.thresholds("a", at={"b": 1}, over=(0, 2))
    assert told == replace(told, described={})
