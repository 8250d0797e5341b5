"""Prices that are adjusted during a show: a grid of demands and signals, experiments on a grid, and who gains."""

from __future__ import annotations

from fractions import Fraction
from functools import cache
from pathlib import Path

import numpy as np
import pytest
import sympy as sp
from hypothesis import given, settings
from hypothesis import strategies as st

from lsec_models import audit, prove, read_game, solve
from lsec_models.cli import main
from lsec_models.errors import DeclarationError, OutsideDomain, UnknownName
from lsec_models.models import load
from lsec_models.models.mechanisms.live_pricing import SOLD, STORIES, a, b, live_pricing

EXAMPLES = Path(__file__).parents[3] / "examples"
AT = {"a": 10, "b": 1, "c": 2, "V": 4, "s": "1/4", "phi": 1, "lambda": "1/5"}


@cache
def solved(story="level", pricing="adjusted", **options):
    return solve(live_pricing(story, pricing, **options))


def gained(name, **options):
    """Return what the data add to a quantity."""
    return sp.factor(solved(**options)[name] - solved(pricing="kept", **options)[name])


def named(expression, **values):
    return expression.subs({symbol: values[symbol.name] for symbol in expression.free_symbols})


@pytest.mark.parametrize("sold", SOLD)
@pytest.mark.parametrize("pricing", STORIES["level"])
def test_every_way_to_sell_is_solved_and_established(sold, pricing):
    assert solved(pricing=pricing, sold=sold).evidence.established


@pytest.mark.slow
def test_the_value_of_an_adjusted_price():
    """The printed numbers of the classic: price 6, value 0.8; and who gains how much, exactly."""
    own = solved(streamer="self_run")
    numbers = {name: AT[name] for name in ("a", "b", "c", "V", "s", "phi")} | {"W": 1}
    assert named(own["p_1"], **numbers) == 6
    assert named(gained("manufacturer", streamer="self_run"), **numbers) == Fraction(4, 5)
    numbers["lambda"] = Fraction(1, 5)
    value = Fraction(16, 5)
    parts = {"revenue": 2, "consumer_surplus": -3, "welfare": -1}
    assert {name: named(gained(name), **numbers) for name in parts} == {n: k * value / 8 for n, k in parts.items()}
    assert named(gained("streamer"), **numbers) == value / 20
    assert (gained("manufacturer", sold="reselling"), named(gained("streamer", sold="reselling"), **numbers)) == (
        0,
        value / 4,
    )
    for who in ("manufacturer", "streamer", "platform"):
        assert named(gained(who, sold="chain"), **numbers) == value / 16


def test_no_rule_for_the_second_price_earns_more_on_a_grid():
    """Demands and signals on a grid with their joint density; the best price for each signal from a grid of prices."""
    phi, noise, variance = 3.0, 0.25 * 4 / 3, 4.0
    states = np.linspace(-10, 10, 401)
    signals = np.linspace(-12, 12, 241)
    joint = np.exp(-(states**2) / (2 * variance))[:, None] * np.exp(-((signals - states[:, None]) ** 2) / (2 * noise))
    joint /= joint.sum()
    weight = joint.sum(axis=0)
    mean = (joint * states[:, None]).sum(axis=0) / weight
    prices = np.linspace(0, 14, 2801)
    earned = phi * (0.8 * prices - 2)[:, None] * (10 + mean - prices[:, None])
    best = earned.argmax(axis=0)
    here = solved().at(AT | {"phi": 3})
    assert float((earned.max(axis=0) * weight).sum()) == pytest.approx(float(here["later"]), rel=1e-4)
    surplus = phi * ((10 + states[:, None] - prices[best]) ** 2 * joint).sum() / 2
    kept = solved(pricing="kept").at({name: value for name, value in AT.items() if name != "s"} | {"phi": 3})
    assert surplus - float(kept["consumer_surplus"]) / 2 == pytest.approx(
        float(here["consumer_surplus"]) - float(kept["consumer_surplus"]), abs=2e-2
    )


def looking_ahead(p, prices):
    """Return what a seller earns at each first price, from the words: lines, noise, and the best second price."""
    seconds = np.linspace(0, (p["a"] + p["x"]) / (p["b"] - p["y"]), 8001)
    sizes, slopes = np.array([p["a"] + p["x"], p["a"] - p["x"]]), np.array([p["b"] + p["y"], p["b"] - p["y"]])
    each = seconds[:, None] * (sizes - slopes * seconds[:, None])
    informed, blind = each.max(axis=0).mean(), each.mean(axis=1).max()
    told = np.minimum(1, np.abs(np.diff(sizes - slopes * prices[:, None]))[:, 0] / (2 * p["h"]))
    first = prices * (p["a"] - p["b"] * prices)
    return first + p["delta"] * (told * informed + (1 - told) * blind)


def experiment(crossing, x, y, h, delta):
    """Return where the first price is best on a grid, and where the solution says, or nothing outside its domain."""
    p = {"a": 10.0, "b": 1.0, "x": float(x), "y": float(y), "h": float(h), "delta": float(delta)}
    try:
        found = solved("slope", crossing=crossing).at({"a": 10, "b": 1, "x": x, "y": y, "h": h, "delta": delta})
    except OutsideDomain:
        return None
    prices = np.linspace(0, 25, 5001)
    earned = looking_ahead(p, prices)
    at_solution = looking_ahead(p, np.array([float(found["p_1"])]))[0]
    assert at_solution >= earned.max() - 1e-6
    assert at_solution == pytest.approx(float(found["seller"]), rel=1e-4)
    assert earned.max() == pytest.approx(float(found["seller"]), rel=1e-4)
    return prices[earned.argmax()], float(found["p_1"])


@pytest.mark.slow
@settings(max_examples=40)
@given(
    st.sampled_from(["below", "above"]),
    st.integers(1, 40),
    st.integers(1, 9),
    st.integers(4, 60),
    st.integers(1, 10),
)
def test_no_first_price_earns_more_wherever_the_lines_cross(crossing, x, y, h, delta):
    """Over all first prices, on both sides of the crossing, and beyond where the line is told for certain."""
    experiment(crossing, Fraction(x, 5), Fraction(y, 10), Fraction(h, 4), Fraction(delta, 10))


@pytest.mark.parametrize(("crossing", "x", "y"), [("below", 3, "2/5"), ("below", "9/2", "3/10"), ("above", 1, "3/5")])
def test_a_first_price_away_from_the_crossing_is_best_on_a_grid(crossing, x, y):
    best, said = experiment(crossing, Fraction(x), Fraction(y), Fraction(5), Fraction(9, 10))
    assert said == pytest.approx(best, abs=5e-3)
    assert (said < 5) == (crossing == "below")


@pytest.mark.parametrize(
    ("crossing", "values"),
    [("below", {"x": 9, "y": "2/5", "h": 10}), ("above", {"x": 1, "y": "9/10", "h": 8})],
)
def test_no_line_sells_less_than_nothing_at_a_price_that_is_set(crossing, values):
    with pytest.raises(OutsideDomain):
        solved("slope", crossing=crossing).at({"a": 10, "b": 1, "delta": "9/10", **values})


@pytest.mark.slow
def test_an_experiment_is_worth_its_square_and_buyers_gain_by_a_small_one():
    """Below the crossing buyers gain by a cheaper first half exactly while its price is above 3/5 of the myopic one."""
    led, myopic = solved("slope"), solved("slope", "myopic")
    less = a / (2 * b) - led["p_1"]
    assert sp.simplify(led["profit"] - myopic["profit"] - b * less**2) == 0
    gain = led["consumer_surplus"] - myopic["consumer_surplus"]
    assert sp.simplify(gain - less * (a - 5 * b * less) / 2) == 0
    above, short = solved("slope", crossing="above"), solved("slope", "myopic", crossing="above")
    more = above["p_1"] - a / (2 * b)
    loss = short["consumer_surplus"] - above["consumer_surplus"]
    assert sp.simplify(loss - more * (a + 5 * b * more) / 2) == 0


def test_knowing_the_line_costs_buyers_half_as_much_again_as_it_brings_the_seller():
    kept, myopic = solved("slope", "kept"), solved("slope", "myopic")
    gain, loss = myopic["profit"] - kept["profit"], kept["consumer_surplus"] - myopic["consumer_surplus"]
    assert sp.simplify(2 * loss - 3 * gain) == 0


ORDER = ["manufacturer", ("streamer", "platform")]


def test_who_leads_gains_most_by_data():
    led = [solve(live_pricing(pricing=how, sold="chain", order=ORDER)) for how in STORIES["level"]]
    at_once = [solved(pricing=how, sold="chain") for how in STORIES["level"]]
    gain = led[0]["manufacturer"] - led[1]["manufacturer"]
    assert prove(gain > at_once[0]["manufacturer"] - at_once[1]["manufacturer"], given=[*led, *at_once])


@pytest.mark.slow
@pytest.mark.parametrize("crossing", ["below", "above"])
def test_nobody_gains_by_deviating_at_random_points(crossing):
    assert audit(solved("slope", crossing=crossing), draws=8).audits[-1].passed()


@pytest.mark.parametrize("kind", ["top", "ordinary", "self_run", "virtual"])
def test_every_type_of_streamer_is_solved(kind):
    found = solved(streamer=kind)
    assert found.evidence.established
    assert ("streamer" in {player.name for player in found.game.players}) == (kind != "self_run")


def test_what_does_not_go_together_is_told():
    with pytest.raises(UnknownName, match="did you mean 'level'"):
        live_pricing("levels")
    with pytest.raises(UnknownName, match="did you mean 'adjusted'"):
        live_pricing(pricing="adjust")
    for options, way_out in (
        ({"pricing": "myopic"}, "write one of adjusted, kept"),
        ({"sold": "chain", "streamer": "top"}, "use sold='agency'"),
        ({"story": "slope", "sold": "reselling"}, "leave sold out"),
        ({"crossing": "above"}, "leave crossing out"),
    ):
        with pytest.raises(DeclarationError, match=way_out):
            live_pricing(**options)


def test_the_game_file_and_the_command_line(capsys):
    read, game = read_game(EXAMPLES / "live_pricing.toml"), load("live_pricing")
    gaps = [sp.expand(one.payoff - other.payoff) for one, other in zip(read.players, game.players, strict=True)]
    assert [gap.subs({symbol: sp.Symbol(symbol.name) for symbol in gap.free_symbols}).expand() for gap in gaps] == [
        0,
        0,
        0,
    ]
    assert solve(read)["welfare"] == solved()["welfare"]
    assert main(["solve", "live_pricing", "--baseline", "--quantity", "p_1"]) == 0
    assert "p_1 = 25/4" in capsys.readouterr().out
