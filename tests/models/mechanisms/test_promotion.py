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
from lsec_models.errors import DeclarationError, OutsideDomain, UnknownName
from lsec_models.models import CATALOGUE, load
from lsec_models.models.catalogue import baseline
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


@pytest.mark.parametrize(
    ("contract", "kind"),
    [("commission", None), (None, "top"), (None, "ordinary"), (None, "virtual"), (None, "self_run")],
)
def test_who_of_many_streamers_of_a_type_works_how_much(contract, kind):
    """Payoffs from the words of the model, on a grid of efforts of one of n; what a type has cost moves no effort."""
    game = promotion("alike", contract=contract, streamer=kind)
    found = solve(game)
    assert found.evidence.established
    p = {symbol.name: value for symbol, value in baseline(CATALOGUE["promotion"], game, kind).items()}
    p |= {"n": Fraction(3)}
    here = found.at({symbol.name: p[symbol.name] for symbol in game.parameters})
    part = 1 if kind == "self_run" else p["lambda"]
    fixed = {"top": p.get("F", 0), "virtual": -p.get("T", 0), "self_run": -p.get("W", 0)}.get(kind, 0)
    spent = float((1 - p["mu"]) * part * p.get("phi", 1) * p["v"] * p["t"])
    rest = 2 * float(here["e"])
    payoff = spent * EFFORTS / (EFFORTS + rest) - float(p["eta"]) * EFFORTS + float(fixed)
    owner = "manufacturer" if kind == "self_run" else "streamer"
    assert float(here[owner]) == pytest.approx(payoff.max(), abs=1e-5)
    assert float(here["e"]) == pytest.approx(EFFORTS[payoff.argmax()], abs=1e-3)
    if owner == "streamer":
        sales = p.get("phi", 1) * p["v"] * p["t"]
        fee = p["F"] if kind == "top" else 0
        assert here["manufacturer"] == (1 - p["mu"]) * (1 - part) * sales - 3 * fee


def test_unlike_streamers_on_commission_share_what_the_platform_leaves():
    """All payoffs add up to sales less what is spent, and a commission scales the values that are contested."""
    game = promotion("three", contract="commission + slot_fee")
    spent = eta * sum(symbol for symbol in game.decisions) + upsilon * given_t**2 / 2
    assert sp.simplify(sum(player.payoff for player in game.players) - game.report["sales"] + spent) == 0
    share = next(symbol for symbol in game.parameters if symbol.name == "lambda")
    own, paid = solve(promotion()), solve(promotion(contract="commission"))
    assert all(sp.simplify(paid[name] - share * own[name]) == 0 for name in ("e_1", "e_2", "first", "second"))


@pytest.mark.parametrize(
    ("options", "told"),
    [
        ({"streamer": "top"}, "unlike streamers are told apart by what their visitors spend.*use streamers='alike'"),
        ({"streamers": "alike", "streamer": "self_run", "contract": "commission"}, "own host has no contract"),
    ],
)
def test_types_and_contracts_without_a_meaning_are_refused(options, told):
    with pytest.raises(DeclarationError, match=told):
        promotion(**options)
    with pytest.raises(DeclarationError, match="'slot_fee' has no meaning here: nobody contests"):
        promotion(contract="slot_fee")
