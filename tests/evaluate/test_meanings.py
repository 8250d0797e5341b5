"""What names of a game mean goes along into whatever is swept of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import sympy as sp
import xarray as xr
from hypothesis import given, settings
from hypothesis import strategies as st

from lsec_models import (
    Choice,
    DifferenceGame,
    DifferentialGame,
    EvolutionaryGame,
    Game,
    Histogram,
    Player,
    decisions,
    discrete,
    elasticities,
    load,
    monte_carlo,
    parameters,
    plot,
    random,
    solve,
    states,
    sweep,
    tornado,
    uniform,
)
from lsec_models.errors import DeclarationError
from lsec_models.games.meaning import Meaning
from lsec_models.models import CATALOGUE
from results import informed, posted

a, b, r = parameters("a b r", positive=True)
x, y = decisions("x y")
G = states("G")
SAID = {
    "a": ("size of the market", "units"),
    "b": ("most that fits", "units"),
    "r": ("rate", "1/year"),
    "x": ("quantity", "units"),
    "sold": ("all that is sold", "units"),
    "maker": ("profit of the maker", "euro"),
    "birds": ("food", "grams"),
    "firm": ("profit of the firm", "euro"),
    "stranger": ("nobody", "1"),
}


def alone(payoff: sp.Expr, **more: Any) -> Game:
    return Game(players=[Player("maker", decides=[x], payoff=payoff)], meanings=SAID, **more)


LINEAR, CAPPED = alone((a - x) * x, report={"sold": x}), alone((a - x) * x, constraints=[x <= b])
ROOT = alone(a * x - x**5 - x**2)
SMOOTH = alone(a * sp.log(1 + x) - x)
DRAWN = alone((a - x) * sp.Min(x, random("D", uniform(0, b))))
STOCKED = {"players": [Player("maker", decides=[x], payoff=a * G - x**2)], "meanings": SAID}
FLOWING = DifferentialGame(states={G: x - G}, discount=r, **STOCKED)
STEPPING = DifferenceGame(states={G: x + G / 2}, discount_factor=sp.Rational(1, 2), initial={G: 0}, **STOCKED)
BIRDS = EvolutionaryGame(populations={"birds": ["hawk", "dove"]}, payoffs=[[(a - b) / 2, a], [0, a / 2]], meanings=SAID)
CHOSEN = Choice(by="maker", among={"small": alone((a - x) * x), "large": alone((2 * a - x) * x - b)})

FOLLOWED = replace(posted().game, meanings=SAID)
INFORMED = replace(informed().game, meanings=SAID)

KINDS: Mapping[str, tuple[Any, Mapping[str, Any]]] = {
    "closed form": (solve(LINEAR), {"over": {"a": [1, 2]}}),
    "several": ({"one": solve(LINEAR), "other": solve(LINEAR)}, {"over": {"a": [1, 2]}}),
    "root": (solve(ROOT), {"over": {"a": [1, 2]}}),
    "piecewise": (solve(CAPPED, corners=True), {"over": {"a": [1, 2]}, "at": {"b": 1}}),
    "choice": (solve(CHOSEN), {"over": {"a": [1, 2]}, "at": {"b": 1}}),
    "choice that follows": (solve(FOLLOWED), {"over": {"a": [2, 3]}}),
    "signals": (solve(INFORMED), {"over": {"a": [2, 3]}, "at": {"T": 1, "c": 1}}),
    "point by point": (CAPPED, {"over": {"a": [1, 2]}, "at": {"b": 1}}),
    "searched": (SMOOTH, {"over": {"a": [2, 3]}}),
    "chance": (DRAWN, {"over": {"a": [2]}, "at": {"b": 1}}),
    "stock": (solve(FLOWING), {"over": {"a": [1, 2]}, "at": {"r": 1, "G_0": 1}}),
    "periods": (STEPPING, {"over": {"a": [1, 2]}}),
    "populations": (BIRDS, {"over": {"a": [1, 2]}, "at": {"b": 3}}),
}


def said(data: xr.Dataset) -> dict[str, tuple[str, str]]:
    return {
        str(name): (one.attrs["long_name"], one.attrs["units"])
        for name, one in data.variables.items()
        if "units" in one.attrs and one.attrs.get("kind") != "share"
    }


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_sweep_says_what_names_mean(kind: str) -> None:
    solved, options = KINDS[kind]
    data = sweep(solved, **options)
    expected = {str(name): SAID[str(name)] for name in data.variables if name in SAID}
    assert said(data) == expected
    assert {"a", {"populations": "birds", "signals": "firm"}.get(kind, "maker")} <= expected.keys()


def test_what_each_type_decides_is_told_with_its_type() -> None:
    t, kind = parameters("t", positive=True), random("k", discrete({1: sp.Rational(1, 2), 2: sp.Rational(1, 2)}))
    e = decisions("e")
    worker = Player("worker", decides=[e], payoff=y - t * e**2 / kind, sees=[kind])
    firm = Player("firm", decides=[y], payoff=-((y - kind) ** 2))
    game = Game(players=[worker, firm], order=["worker", "firm"], meanings={"e": ("effort", "hours")})
    data = sweep(game, over={"t": [1]})
    assert (data["e if better"].attrs["long_name"], data["e if better"].attrs["units"]) == ("effort if better", "hours")
    assert "units" not in data["y if better"].attrs


def test_a_store_and_reductions_say_it_too(tmp_path: Path) -> None:
    pytest.importorskip("zarr", reason="the extra 'store' is not installed")
    solved, over = solve(LINEAR), {"a": (1, 2, 5)}
    there = sweep(solved, over=over, store=tmp_path / "kept.zarr")
    assert said(there) == said(sweep(solved, over=over))
    few = sweep(solved, over=over, reduce={"x": ["mean", Histogram(width=0.1)], "maker": "max"})
    told = {name: (few[name].attrs["long_name"], few[name].attrs["units"]) for name in ("x_mean", "x_bin", "maker_max")}
    assert told == {
        "x_mean": ("mean quantity", "units"),
        "x_bin": ("lower edge, quantity", "units"),
        "maker_max": ("greatest profit of the maker", "euro"),
    }


def test_a_store_says_what_the_sweep_says_that_goes_on_with_it(tmp_path: Path) -> None:
    pytest.importorskip("zarr", reason="the extra 'store' is not installed")
    over = {"a": (1, 2, 5)}
    other = replace(LINEAR, meanings={"a": ("crowd", "people"), "x": ("effort", "hours")})
    for game in (LINEAR, other, replace(LINEAR, meanings={})):
        assert said(sweep(solve(game), over=over, store=tmp_path / "kept.zarr")) == said(sweep(solve(game), over=over))


@pytest.mark.parametrize("name", ["per/unit", "..", ".zattrs", "a\\b"])
def test_a_store_refuses_names_that_no_folder_has(name: str, tmp_path: Path) -> None:
    solved = solve(Game(players=[Player(name, decides=[x], payoff=(a - x) * x)]))
    pytest.importorskip("zarr", reason="the extra 'store' is not installed")
    with pytest.raises(DeclarationError, match="becomes that of a folder"):
        sweep(solved, over={"a": (1, 2, 5)}, store=tmp_path / "kept.zarr")
    assert not list(tmp_path.iterdir())
    assert sweep(solved, over={"a": (1, 2, 5)}, quantities="x", store=tmp_path / "kept.zarr").sizes == {"a": 5}


def test_draws_and_bars_have_units_and_elasticities_have_none() -> None:
    solved = solve(LINEAR)
    assert said(monte_carlo(solved, ["x"], laws={"a": uniform(1, 2)}, draws=10))["x"] == SAID["x"]
    assert plot(tornado(solved, "maker", at={"a": 2})).get_xlabel().endswith("(euro)")
    assert "units" not in elasticities(solved, at={"a": 2}).attrs["described"]["x"]


def test_games_that_disagree_about_a_name_say_nothing_of_it() -> None:
    other = replace(LINEAR, meanings={**SAID, "x": ("effort", "hours")})
    data = sweep({"one": solve(LINEAR), "other": solve(other)}, over={"a": [1]})
    assert "long_name" not in data["x"].attrs
    assert said(data).keys() == {"a", "sold", "maker"}


WORDS = st.text(st.sampled_from("aZ ,;:$_{}²€价\\"), min_size=1, max_size=5).filter(str.strip)


@settings(deadline=None, max_examples=15)
@given(meanings=st.dictionaries(st.sampled_from(["a", "b", "x", "y", "sold", "maker"]), st.tuples(WORDS, WORDS)))
def test_meanings_change_nothing_but_what_is_said(meanings: dict[str, tuple[str, str]]) -> None:
    plain = Game(players=LINEAR.players, report={"sold": x})
    told = replace(plain, meanings=meanings)
    assert told == plain
    assert told.with_values(a=2).meanings == told.with_order(["maker"]).meanings == told.meanings
    here, there = sweep(solve(plain), over={"a": [1, 2]}), sweep(solve(told), over={"a": [1, 2]})
    xr.testing.assert_equal(here, there)
    for name, one in there.variables.items():
        own = here[name].attrs
        if name in meanings:
            own = own | {"long_name": meanings[str(name)][0], "units": meanings[str(name)][1]}
        assert one.attrs == own


@pytest.mark.parametrize("name", CATALOGUE)
def test_what_is_loaded_knows_its_words(name: str) -> None:
    game = load(name)
    assert {parameter.name for parameter in game.parameters} <= set(game.meanings)
    assert all(one.words and one.unit for one in game.meanings.values())


def test_a_loaded_game_keeps_its_words_under_another_order_and_with_numbers() -> None:
    game = load("power_structures_bilateral").with_order(["streamer", "manufacturer"])
    others = {one.name: 1 for one in game.parameters if one.name not in ("a", "k")}
    data = sweep(solve(game.with_values(others)), over={"k": [1, 2]}, at={"a": 3})
    assert data["k"].attrs["long_name"] == "cost of quality"
    assert (data["q"].attrs["units"], data["a"].attrs["units"]) == ("quality", "demand")


@pytest.mark.parametrize(
    ("meanings", "complaint"),
    [
        (["w"], r"meanings: \['w'\] is not a mapping"),
        ({"w": "wholesale price"}, r"meanings of 'w': 'wholesale price'; write words and a unit"),
        ({"w": ("wholesale price", "")}, "write words and a unit"),
        ({"w": ("wholesale price", 3)}, "with '1' for the unit of a pure number"),
        ({"w": Meaning("wholesale\nprice", "euro")}, "each in one line"),
    ],
)
def test_other_meanings_are_refused(meanings: Any, complaint: str) -> None:
    with pytest.raises(DeclarationError, match=complaint):
        replace(LINEAR, meanings=meanings)
    with pytest.raises(DeclarationError, match=complaint):
        replace(FLOWING, meanings=meanings)
    with pytest.raises(DeclarationError, match=complaint):
        replace(BIRDS, meanings=meanings)
