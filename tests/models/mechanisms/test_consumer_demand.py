"""Patient and trusting buyers: the classic of two shows, simulated buyers, and the price of flexibility."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
import sympy as sp

from lsec_models import decreasing, prove, read_game, solve
from lsec_models.cli import main
from lsec_models.errors import DeclarationError, UnknownName
from lsec_models.models import load
from lsec_models.models.mechanisms.consumer_demand import consumer_demand, delta_c, delta_f, h, k, nu
from lsec_models.prove.results.verdicts import Proved

EXAMPLES = Path(__file__).parents[3] / "examples"
VALUES = (np.arange(4000) + 0.5) / 4000


def test_two_shows_without_commitment():
    """Stokey (1979), Bulow (1982): the printed numbers."""
    found = solve(load("consumer_demand"))
    assert found.evidence.established
    here = found.at(delta_c=0.6, delta_f=0.9)
    printed = {"v": 0.7368421053, "p_1": 0.5157894737, "p_2": 0.3684210526, "seller": 0.2578947368}
    assert {name: float(here[name]) for name in printed} == pytest.approx(printed, abs=1e-10)


def earned(first, patience, own, shocks):
    """Return what a seller earns that posts a first price: each buyer decides by himself, foreseeing all others."""
    marginal = first / (1 - patience / 2)
    second = np.clip((marginal + shocks) / 2, 0, None)
    waiting = patience * np.maximum(VALUES[:, None] + shocks - second, 0).mean(axis=1)
    buys = VALUES - first >= waiting
    asked = (~buys)[:, None] & (VALUES[:, None] + shocks >= second)
    return first * buys.mean() + own * (second * asked.mean(axis=0)).mean()


@pytest.mark.parametrize("spread", [0.0, 0.3, 0.5])
def test_the_first_price_is_the_best_among_simulated_buyers(spread):
    found = solve(consumer_demand(shock=spread > 0))
    values = {"delta_c": 0.6, "delta_f": 0.9} | ({"h": spread} if spread else {})
    here = found.at(values)
    shocks = spread * np.linspace(-1, 1, 41)
    # The mean of squares of the grid is a little above that of the law.
    slack = 0.9 * (np.mean(shocks**2) - spread**2 / 3) / 4
    payoff = earned(float(here["p_1"]), 0.6, 0.9, shocks)
    assert payoff == pytest.approx(float(here["seller"]) + slack, abs=5e-4)
    assert payoff >= max(earned(price, 0.6, 0.9, shocks) for price in np.linspace(0.05, 0.65, 25)) - 5e-4


@pytest.mark.slow
def test_flexibility_beats_one_show_exactly_above_a_variance():
    led, alone = solve(consumer_demand(shock=True)), solve(consumer_demand(commitment="show"))
    worth = delta_f * (h**2 / 3) * (4 - 2 * delta_c - delta_f)
    loss = delta_c * (2 - delta_c) - delta_f
    assert isinstance(prove(led["seller"] > alone["seller"], given=[led, alone, worth > loss]), Proved)
    assert isinstance(prove(led["seller"] <= alone["seller"], given=[led, alone, worth <= loss]), Proved)


def test_a_path_that_is_kept_is_a_single_show_for_a_seller_who_is_less_patient_than_buyers():
    """Stokey: from delta_f = delta_c on both prices are used, and below nothing is sold tomorrow."""
    path = solve(consumer_demand(commitment="path"))
    edge = [sp.simplify(path[name].subs(delta_f, delta_c)) for name in ("v", "p_2", "seller")]
    assert edge == [sp.Rational(1, 2)] * 2 + [sp.Rational(1, 4)]
    low = solve(consumer_demand(commitment="path"), at={"delta_c": "0.9", "delta_f": "0.5"}).only()
    assert (low["v"], low["p_2"], low["seller"]) == (Fraction(1, 2), Fraction(1, 2), Fraction(1, 4))


def test_trust_is_best_for_the_seller_and_worst_for_those_who_trust():
    led = solve(consumer_demand("trust"))
    assert isinstance(prove(decreasing(led["doubters_surplus"], nu), given=[led]), Proved)
    assert isinstance(prove(led["believers_surplus"] < 0, given=[led, nu + nu**2 > k]), Proved)
    assert isinstance(prove(led["believers_surplus"] >= 0, given=[led, nu + nu**2 <= k]), Proved)


@pytest.mark.parametrize(("cost", "share"), [(2.0, 0.5), (0.9, 0.6), (1.1, 0.9)])
def test_no_price_and_claim_earns_more_among_simulated_buyers(cost, share):
    led = solve(consumer_demand("trust")).at(k=cost, nu=share)

    def worth(price, claim):
        sold = share * (VALUES + claim >= price).mean() + (1 - share) * (price <= VALUES).mean()
        return price * sold - cost * claim**2 / 2

    assert worth(float(led["p"]), float(led["x"])) == pytest.approx(float(led["seller"]), abs=5e-4)
    best = max(worth(price, claim) for price in np.linspace(0.1, 2, 40) for claim in np.linspace(0, 2, 41))
    assert float(led["seller"]) >= best - 5e-4


@pytest.mark.parametrize(("kind", "part", "fixed"), [("top", 0.2, 0.1), ("virtual", 0.2, 0.0), ("self_run", 0.0, 0.1)])
def test_a_claim_is_heard_by_the_whole_audience(kind, part, fixed):
    """Price and claim on a grid, for phi = 3/2, k = 4 and half of buyers who trust."""
    price, claim = np.meshgrid(np.linspace(0, 1, 401), np.linspace(0, 1, 401), indexing="ij")
    sold = 1.5 * (0.5 * np.clip(1 + claim - price, 0, 1) + 0.5 * np.clip(1 - price, 0, 1))
    earned = (1 - part) * price * sold - 4 * claim**2 / 2 - fixed
    best = np.unravel_index(earned.argmax(), earned.shape)
    led = solve(consumer_demand("trust", streamer=kind))
    assert led.evidence.established
    values = {"phi": 1.5, "k": 4, "nu": 0.5, "lambda": 0.2, "F": 0.1, "W": 0.1, "T": 0.1}
    here = led.at({symbol.name: values[symbol.name] for symbol in led.game.parameters})
    assert float(here["p"]) == pytest.approx(price[best], abs=3e-3)
    assert float(here["x"]) == pytest.approx(claim[best], abs=3e-3)
    assert float(here["seller"]) == pytest.approx(earned[best], abs=1e-4)
    income = part * price[best] * sold[best] + {"top": 0.1, "virtual": -0.1}.get(kind, 0.0)
    assert kind == "self_run" or float(here["streamer"]) == pytest.approx(income, abs=2e-3)


def test_what_does_not_go_together_is_told():
    with pytest.raises(DeclarationError, match="changes no decision of a seller to patient buyers"):
        consumer_demand(streamer="top")
    for options in ({"segments": "trust", "shock": True}, {"commitment": "path", "shock": True}):
        with pytest.raises(DeclarationError, match="out"):
            consumer_demand(**options)
    with pytest.raises(UnknownName, match="did you mean 'path'"):
        consumer_demand(commitment="paths")


def test_the_game_file_and_the_command_line(capsys):
    assert read_game(EXAMPLES / "consumer_demand.toml") == consumer_demand()
    assert main(["solve", "consumer_demand", "--baseline", "--quantity", "v"]) == 0
    assert "v = 14/19" in capsys.readouterr().out
