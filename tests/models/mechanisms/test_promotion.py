"""The contest for recommendation: Tullock's numbers, a brute force, who gives up, and what the platform wants."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from random import Random

import numpy as np
import pytest
import sympy as sp

from lsec_models import prove, read_game, solve
from lsec_models.cli import main
from lsec_models.errors import OutsideDomain, UnknownName
from lsec_models.models import load
from lsec_models.models.mechanisms.promotion import (
    BASELINE,
    commission,
    eta,
    given_t,
    kappa,
    promotion,
    upsilon,
    v_1,
    v_2,
    v_3,
)
from lsec_models.prove.results.verdicts import Proved

EXAMPLES = Path(__file__).parents[3] / "examples"
EFFORTS = np.linspace(1e-6, 60, 60_000)


def at(game, **values):
    return {symbol.name: values.get(symbol.name, BASELINE[symbol.name]) for symbol in game.parameters}


def prizes(*worth):
    """Return parameters at which the streamers' values are these."""
    return {"mu": Fraction(1, 2), "t": 1, "eta": 1} | {f"v_{i}": 2 * v for i, v in enumerate(worth, 1)}


def test_tullock_of_n():
    game = load("promotion", streamers="alike")
    found = solve(game)
    assert found.evidence.established
    here = found.at(at(game, n=3, v=18, t=1, eta=1, mu="1/2"))
    assert (here["e"], here["streamer"]) == (2, 1)


@pytest.mark.parametrize(
    ("worth", "efforts"),
    [((6, 4), (1.44, 0.96)), ((10, 8, 6), (2.498868266, 1.846989588, 0.7605251245))],
)
def test_tullock_of_unlike_ones(worth, efforts):
    game = promotion({2: "two", 3: "three"}[len(worth)])
    found = solve(game)
    assert found.evidence.established
    here = found.at(at(game, **prizes(*worth)))
    assert [float(here[f"e_{i}"]) for i in range(1, len(worth) + 1)] == pytest.approx(efforts, abs=1e-9)


@pytest.mark.parametrize("count", [2, 3])
def test_nobody_gains_by_another_effort(count):
    rng = Random(f"promotion {count}")
    game = promotion({2: "two", 3: "three"}[count])
    found = solve(game)
    for _ in range(4):
        worth = sorted((Fraction(rng.randint(10, 19)) for _ in range(count)), reverse=True)
        here = found.at(at(game, **prizes(*worth)))
        efforts = [float(here[f"e_{i}"]) for i in range(1, count + 1)]
        for i, value in enumerate(worth):
            rest = sum(efforts) - efforts[i]
            best = (float(value) * EFFORTS / (EFFORTS + rest) - EFFORTS).max()
            assert float(here[("first", "second", "third")[i]]) >= best - 1e-9
            assert float(here[("first", "second", "third")[i]]) == pytest.approx(best, abs=1e-4)


@pytest.mark.slow
def test_who_gives_up_does_not_depend_on_traffic():
    """Beside the equilibrium of two, a third gains by its first unit of effort exactly where the three compete."""
    two, three = solve(promotion("two")), solve(promotion("three"))
    enters = (1 - commission) * v_3 * given_t > eta * two["total_effort"]
    ratio = v_3 * (v_1 + v_2) > v_1 * v_2
    assert isinstance(prove(ratio, given=[two, enters]), Proved)
    assert isinstance(prove(enters, given=[two, ratio]), Proved)
    assert isinstance(prove(three["e_3"] > 0, given=[three, ratio]), Proved)


def test_who_of_three_takes_part_is_found_and_not_assumed():
    found, rng = solve(promotion("three")), Random("taking part")
    assert found.evidence.established
    seen = set()
    for _ in range(30):
        worth = [Fraction(rng.randint(1, 6)) for _ in range(3)]
        here = at(found.game, **prizes(*worth))
        expected = sum(1 / v for v in worth) >= 2 / min(worth)
        seen.add(expected)
        if expected:
            assert all(found.at(here)[f"e_{i}"] >= 0 for i in (1, 2, 3))
        else:
            with pytest.raises(OutsideDomain, match="is not negative"):
                found.at(here)
    assert seen == {True, False}


def test_equal_streamers_bring_effort_and_a_star_brings_sales():
    """With influences 1 + d and 1 - d, and effort worth kappa, the platform gains from unlikeness exactly if
    mu > kappa (1 - mu)/(2 eta)."""
    led = solve(promotion(attention=True))
    apart = sp.Symbol("d")
    split = led["platform"].subs({v_1: 1 + apart, v_2: 1 - apart})
    square = (commission - kappa * (1 - commission) / (2 * eta)) * given_t
    level = (commission + kappa * (1 - commission) / (2 * eta)) * given_t - upsilon * given_t**2 / 2
    assert sp.simplify(split - level - square * apart**2) == 0


@pytest.mark.slow
def test_the_platform_sends_what_its_commission_pays():
    led = solve(promotion(traffic="decided"))
    assert sp.simplify(led["t"] - commission * (v_1**2 + v_2**2) / (upsilon * (v_1 + v_2))) == 0


def test_alike_streamers_whose_effort_is_worth_something_to_the_platform():
    """The platform foresees what each traffic makes all do, or answers when they have done it."""
    p = {name: float(value) for name, value in BASELINE.items()}
    traffic = np.linspace(0, 10, 10_001)
    efforts = (p["n"] - 1) * (1 - p["mu"]) * p["v"] * traffic / (p["n"] * p["eta"])
    own = p["mu"] * p["v"] * traffic - p["upsilon"] * traffic**2 / 2
    for order, earned in {("platform", "streamer"): own + p["kappa"] * efforts, ("streamer", "platform"): own}.items():
        found = solve(promotion("alike", order=list(order), traffic="decided", attention=True))
        here = found.at({symbol.name: BASELINE[symbol.name] for symbol in found.game.parameters})
        assert float(here["t"]) == pytest.approx(traffic[earned.argmax()], abs=2e-3)
        assert float(here["total_effort"]) == pytest.approx(efforts[earned.argmax()], abs=5e-3)


def test_unknown_options_are_told():
    with pytest.raises(UnknownName, match="did you mean 'three'"):
        promotion("thre")
    with pytest.raises(UnknownName, match="no traffic 'bought'"):
        promotion(traffic="bought")


def test_the_game_file_and_the_command_line(capsys):
    read, game = read_game(EXAMPLES / "promotion.toml"), promotion()
    assert read.stages == game.stages
    assert [sp.simplify(a.payoff - b.payoff) for a, b in zip(read.players, game.players, strict=True)] == [0, 0, 0]
    assert main(["solve", "promotion", "--baseline", "--quantity", "total_effort"]) == 0
    assert "total_effort = 48/5" in capsys.readouterr().out
