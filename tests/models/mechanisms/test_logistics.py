"""Deliveries: payoffs on grids from the words, the threshold of the large carrier, and queues that do not grow."""

from __future__ import annotations

from fractions import Fraction
from functools import cache
from pathlib import Path
from random import Random

import numpy as np
import pytest
import sympy as sp

from lsec_models import audit, prove, read_game, solve
from lsec_models.cli import main
from lsec_models.errors import DeclarationError, UnknownName
from lsec_models.models import load
from lsec_models.models.mechanisms.logistics import BASELINE, logistics

EXAMPLES = Path(__file__).parents[3] / "examples"
LED = ("manufacturer", ("streamer", "platform"))
DECIDED = {"manufacturer": "w", "streamer": "m", "platform": "f"}
MOVES = np.linspace(0, 3, 301)


@cache
def solved(story="promise", **options):
    return solve(logistics(story, **options))


def drawn(rng, game):
    point = {symbol.name: Fraction(rng.randint(4, 12), 4) for symbol in game.parameters}
    large = {"a": Fraction(rng.randint(20, 40)), "k": Fraction(rng.randint(8, 12)), "b": Fraction(rng.randint(4, 8), 4)}
    fractions = {name: Fraction(rng.randint(1, 5), 10) for name in ("lambda", "psi")}
    return {name: (large | fractions).get(name, value) for name, value in point.items()}


def earned(p, at, runner, contract="wholesale"):
    """Return what each earns from a promise, from the words."""
    price = at["w"] + at["m"] if "m" in at else at["p"]
    sold = p["phi"] * p["a"] - p["b"] * (price + at.get("f", 0)) + p["l"] * at["x"]
    passed = {"revenue_sharing": p.get("psi", 0) * price}.get(contract, 0)
    paid = price - at["w"] - passed if "m" in at else p["lambda"] * price
    gains = {"manufacturer": (price - paid - p["c"]) * sold, "streamer": paid * sold, "platform": at.get("f", 0) * sold}
    return gains | {runner: gains[runner] - p["k"] * at["x"] ** 2 / 2}


@pytest.mark.parametrize("contract", ["wholesale", "revenue_sharing", "commission"])
@pytest.mark.parametrize("runner", ["manufacturer", "streamer", "platform"])
def test_nobody_gains_by_another_price_or_speed(runner, contract):
    rng = Random(f"logistics {runner} {contract}")
    led = solved(runner=runner, contract=contract)
    assert led.evidence.established
    for _ in range(2):
        point = drawn(rng, led.game)
        here, p = led.at(point), {name: float(value) for name, value in point.items()}
        at = {name: float(here[name]) for name in led.game.shown_decisions}
        reached = earned(p, at, runner, contract)
        for player in led.game.players:
            own = [decision.name for decision in player.decides]
            assert reached[player.name] == pytest.approx(float(here[player.name]), rel=1e-9)
            if own:
                moved = dict(zip(own, np.meshgrid(*(MOVES * at[name] for name in own)), strict=True))
                assert earned(p, at | moved, runner, contract)[player.name].max() <= reached[player.name] + 1e-9


def test_a_leader_foresees_what_the_streamer_answers():
    """The streamer, who delivers, finds its margin and speed on a grid, for each wholesale price on a grid."""
    led = solved(runner="streamer", platform=False, order=("manufacturer", "streamer"))
    here = led.at({name.name: BASELINE[name.name] for name in led.game.parameters})
    p = {name: float(value) for name, value in BASELINE.items()}
    best = []
    for w in np.linspace(8, 14, 25):
        m, x = np.meshgrid(np.linspace(0, 12, 361), np.linspace(0, 6, 181))
        gains = earned(p, {"w": w, "m": m, "x": x}, "streamer")
        best.append((gains["manufacturer"].ravel()[gains["streamer"].argmax()], w))
    assert max(best)[0] == pytest.approx(float(here["manufacturer"]), rel=1e-2)
    assert max(best)[1] == pytest.approx(float(here["w"]), abs=0.3)


def test_followers_deliver_faster_and_equals_alike():
    maker, streamer = (solved(order=LED, runner=runner) for runner in ("manufacturer", "streamer"))
    for claim in (streamer["x"] > maker["x"], streamer["chain_profit"] > maker["chain_profit"]):
        assert prove(claim, given=[maker, streamer]).status == "proved"
    equals = [solved(runner=runner) for runner in DECIDED]
    assert {sp.simplify(led[name] - equals[0][name]) for led in equals for name in ("x", "price", "chain_profit")} == {
        0
    }


@cache
def large_carrier():
    return solve(logistics("carriers", carrier="large"), corners=True)


def best_of_carriers(p):
    volumes = np.append(np.linspace(0, p["phi"] * p["a"], 400_001), p["D_0"])
    cost = np.where(volumes >= p["D_0"], p["c_2"], p["c_1"])
    worth = ((p["phi"] * p["a"] - volumes) / p["b"] - cost) * volumes
    return volumes[worth.argmax()], worth.max()


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(6))
def test_the_carrier_and_its_least_volume(seed):
    """The best volume under a price of transport that drops at D_0, on a grid; and where it is exactly D_0."""
    rng = Random(seed)
    p = {"a": rng.randint(12, 30), "b": 1, "phi": 1, "c_1": rng.randint(3, 5), "c_2": rng.randint(1, 2), "D_0": 9}
    modes = {"small": solved("carriers"), "large": large_carrier()}
    apart = {mode: led.at({symbol.name: p[symbol.name] for symbol in led.ring.symbols}) for mode, led in modes.items()}
    taken = max(apart.values(), key=lambda at: float(at["manufacturer"]))
    volume, worth = best_of_carriers(p)
    assert float(taken["manufacturer"]) == pytest.approx(worth, rel=1e-6)
    assert float(taken["d"]) == pytest.approx(volume, abs=1e-3)
    threshold = 2 * p["D_0"] + p["b"] * p["c_1"] - 2 * np.sqrt(p["b"] * p["D_0"] * (p["c_1"] - p["c_2"]))
    assert (taken is apart["large"]) == (p["phi"] * p["a"] >= threshold)
    assert (volume == pytest.approx(p["D_0"], abs=1e-3)) == (threshold <= p["phi"] * p["a"] <= 2 * p["D_0"] + p["c_2"])


@pytest.mark.parametrize("streamer", [None, "self_run"])
@pytest.mark.parametrize("capacity", ["decided", "given"])
def test_effort_and_capacity_for_a_spike(streamer, capacity):
    led = solved("spike", streamer=streamer, capacity=capacity)
    p = {name: float(value) for name, value in BASELINE.items()}
    here = led.at({symbol.name: BASELINE[symbol.name] for symbol in led.game.parameters})
    at = {name: float(here[name]) for name in led.game.shown_decisions}

    def gains(e, space):
        sold = p["phi"] * (p["a"] + p["mu"] * e)
        queue = p["g"] * (sold - space) ** 2 / 2 + (p["kappa"] * space if capacity == "decided" else 0)
        working = p["eta"] * e**2 / 2
        paid = 0 if streamer else p["lambda"] * p["p"] * sold
        maker = (p["p"] - p["c"]) * sold - paid - queue - (working + p["W"] if streamer else 0)
        return maker, paid - working

    space = at.get("K", p["K"])
    mine = MOVES * at["e"]
    worth = gains(mine, space)[0 if streamer else 1]
    assert mine[worth.argmax()] == pytest.approx(at["e"], rel=1e-2)
    assert worth.max() == pytest.approx(float(here["manufacturer" if streamer else "streamer"]), rel=1e-6)
    if capacity == "decided":
        spaces = MOVES * space
        assert spaces[gains(at["e"], spaces)[0].argmax()] == pytest.approx(space, rel=1e-2)
        assert here["waiting"] == BASELINE["kappa"] / BASELINE["g"]


@pytest.mark.slow
@pytest.mark.parametrize("options", [{}, {"order": LED, "runner": "streamer"}, {"contract": "commission"}])
def test_the_audit_at_random_points(options):
    assert audit(solved(**options), draws=60, seed=1).audits[-1].passed()


def test_types_and_contracts_add_their_terms():
    plain = solved()
    paid = [solved(contract=words)["streamer"] - plain["streamer"] for words in ("wholesale", "two_part_tariff")]
    assert [str(sp.simplify(gap)) for gap in paid] == ["0", "-A"]
    top, virtual = (solved(streamer=kind)["streamer"] - plain["streamer"] for kind in ("top", "virtual"))
    assert [str(sp.simplify(gap)) for gap in (top, virtual)] == ["F", "-T"]


@pytest.mark.parametrize(
    ("options", "told"),
    [
        ({"story": "carriers", "runner": "streamer"}, "runner= has no meaning in story='carriers'"),
        ({"runner": "platform", "platform": False}, "a game without a platform has none to run"),
        ({"streamer": "self_run", "runner": "streamer"}, "the brand's own host has no contract"),
        ({"story": "carriers", "contract": "wholesale"}, "contract= has no meaning in story='carriers'"),
    ],
)
def test_what_does_not_go_together_is_told(options, told):
    with pytest.raises(DeclarationError, match=told):
        logistics(**options)
    with pytest.raises(UnknownName, match="did you mean 'promise'"):
        logistics("promises")


def test_the_game_file_and_the_command_line(capsys):
    read, game = read_game(EXAMPLES / "logistics.toml"), load("logistics", order=list(LED), runner="streamer")
    assert [str(stage) for stage in read.stages] == [str(stage) for stage in game.stages]
    for one, other in zip(read.players, game.players, strict=True):
        assert sp.expand(one.payoff - other.payoff) == 0
    assert main(["solve", "logistics", "--baseline", "--quantity", "x"]) == 0
    assert "x = 18/7" in capsys.readouterr().out


def test_an_own_host_asks_for_no_commission():
    game = logistics("spike", streamer="self_run", capacity="given")
    assert "lambda" not in {symbol.name for symbol in game.parameters}
