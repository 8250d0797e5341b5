"""Vetting of what is sold: replies on grids, the classic inspection game, and free riding under one name."""

from __future__ import annotations

from fractions import Fraction
from functools import cache
from pathlib import Path
from random import Random

import numpy as np
import pytest
import sympy as sp

from lsec_models import Game, Player, audit, decisions, prove, read_game, solve
from lsec_models.cli import main
from lsec_models.errors import DeclarationError, UnknownName
from lsec_models.models.mechanisms.product_selection import BASELINE, product_selection

EXAMPLES = Path(__file__).parents[3] / "examples"
CHANCES = np.linspace(0, 1, 1001)
ORDERS = (None, ("manufacturer", "streamer"), ("streamer", "manufacturer"))
WAYS = (
    *((*way, order) for way in (("refused", "unseen"), ("replaced", "unseen")) for order in ORDERS),
    ("replaced", "seen", None),
)


@cache
def solved(found="refused", accuracy="unseen", order=None, contract="commission"):
    return solve(product_selection(found=found, accuracy=accuracy, order=order, contract=contract))


def drawn(rng, order):
    """Return parameters at which no reply is above one."""
    point = {name: Fraction(rng.randint(4, 12), 4) for name in ("phi", "p", "v", "r")}
    point["lambda"] = Fraction(rng.randint(1, 5), 10)
    point["L"] = point["lambda"] * point["p"] + Fraction(rng.randint(1, 8), 4)
    stake = point["phi"] * (point["L"] + point["lambda"] * point["v"])
    least = point["phi"] * max(point["p"], point["r"]) if order else Fraction(1)
    return point | {"kappa": stake * Fraction(rng.randint(10, 30), 10), "k": least * Fraction(rng.randint(10, 30), 10)}


def earned(p, found, seen, q, x, expected=None):
    """Return what both earn, from the words; buyers expect quality and accuracy where they replace what is found."""
    fault = 1 - q
    loss = p["L"] * p["phi"] * fault * (1 - x)
    if found == "refused":
        takings, replaced = p["p"] * p["phi"] * (q + fault * (1 - x)), 0
    else:
        quality, accuracy = expected
        takings = p["phi"] * p["v"] * (1 - (1 - quality) * (1 - (x if seen else accuracy)))
        replaced = p["r"] * p["phi"] * fault * x
    maker = (1 - p["lambda"]) * takings - replaced - p["k"] * q**2 / 2
    return maker, p["lambda"] * takings - loss - p["kappa"] * x**2 / 2


@pytest.mark.parametrize(("found", "accuracy", "order"), WAYS)
def test_nobody_finds_a_better_chance_on_a_grid(found, accuracy, order):
    rng = Random(f"vetting {found} {accuracy} {order}")
    led = solved(found, accuracy, order)
    assert led.evidence.established
    for _ in range(3):
        point = drawn(rng, order)
        here = led.at({symbol.name: point[symbol.name] for symbol in led.game.parameters})
        p = {name: float(value) for name, value in point.items()}
        q, x = float(here["q"]), float(here["x"])
        assert max(q, x) <= 1
        seen, expected = accuracy == "seen", (q, x)
        reply_q, reply_x = q, x
        if order == ("manufacturer", "streamer"):
            reply_x = CHANCES[earned(p, found, seen, CHANCES[:, None], CHANCES, expected)[1].argmax(axis=1)]
        if order == ("streamer", "manufacturer"):
            reply_q = CHANCES[earned(p, found, seen, CHANCES[:, None], CHANCES, expected)[0].argmax(axis=0)]
        maker = earned(p, found, seen, CHANCES, reply_x, expected)[0]
        streamer = earned(p, found, seen, reply_q, CHANCES, expected)[1]
        assert CHANCES[maker.argmax()] == pytest.approx(q, abs=2e-2)
        assert maker.max() == pytest.approx(float(here["manufacturer"]), abs=1e-2)
        assert CHANCES[streamer.argmax()] == pytest.approx(x, abs=2e-2)
        assert streamer.max() == pytest.approx(float(here["streamer"]), abs=1e-2)


def test_an_own_host_decides_both_on_a_grid():
    p = {"phi": 1.0, "p": 2.0, "L": 3.0, "k": 4.0, "kappa": 4.0, "lambda": 0.0, "W": 1.0, "v": 8.0}
    here = solve(product_selection(streamer="self_run")).at(
        {name: p[name] for name in ("phi", "p", "L", "k", "kappa", "W", "v")}
    )
    both = sum(earned(p, "refused", False, CHANCES[:, None], CHANCES))
    best = np.unravel_index(both.argmax(), both.shape)
    assert (float(here["q"]), float(here["x"])) == pytest.approx((CHANCES[best[0]], CHANCES[best[1]]), abs=2e-3)
    assert float(here["manufacturer"]) == pytest.approx(both.max() - p["W"], abs=1e-5)


def test_a_contract_is_a_division_of_what_a_unit_brings():
    """Title at the price w leaves the streamer p - w, and the manufacturer w, as a commission of (p - w)/p does."""
    title, paid = solved(contract="wholesale"), solved()
    at = {"phi": 1, "p": 2, "v": 3, "L": 1, "k": 1, "kappa": 1}
    same = title.at(at | {"w": "3/2"}), paid.at(at | {"lambda": "1/4"})
    assert all(same[0][name] == same[1][name] for name in ("q", "x", "manufacturer", "streamer"))
    assert {
        str(sp.simplify(solved(contract=words)["streamer"] - paid["streamer"]))
        for words in ("commission", "commission + slot_fee")
    } == {
        "0",
        "F",
    }


def test_the_classic_inspection_game_at_numbers():
    """Tsebelis (1989): G = 1, f = 5, h = 0.4, d = 3, a part 0.2 of the fine kept, detection 0.8."""
    cheats, inspects = (decisions(name, within=(0, 1)) for name in ("cheats", "inspects"))
    found = sp.Rational(4, 5) * cheats * inspects
    brand = Player("brand", decides=[cheats], payoff=cheats - 5 * found)
    streamer = Player(
        "streamer", decides=[inspects], payoff=found - 3 * (cheats - found) - sp.Rational(2, 5) * inspects
    )
    mixed = solve(Game(players=[brand, streamer]), at={}).only()
    assert (mixed["inspects"], mixed["cheats"], mixed["streamer"]) == (
        sp.Rational(1, 4),
        sp.Rational(1, 8),
        sp.Rational(-3, 8),
    )


@pytest.mark.parametrize("count", [2, 5])
def test_a_shared_name_invites_free_riding(count):
    values = {"phi": 1, "v": 2, "lambda": "1/5", "k": 4, "n": count}
    common, own = (solve(product_selection("name", record=record)).at(values) for record in ("common", "own"))
    assert count * common["q"] == own["q"]
    others = float(common["q"])
    worth = 1.6 * (CHANCES + (count - 1) * others) / count - 2 * CHANCES**2
    assert CHANCES[worth.argmax()] == pytest.approx(others, abs=1e-3)


def test_a_streamer_that_leads_vets_more_and_gets_better_products():
    led, nash, made = (solved(order=order) for order in (ORDERS[2], ORDERS[0], ORDERS[1]))
    for more in (led["x"] > nash["x"], led["q"] > nash["q"]):
        assert prove(more, given=[led, nash]).status == "proved"
    for less in (made["x"] < nash["x"], made["q"] > nash["q"]):
        assert prove(less, given=[made, nash]).status == "proved"


@pytest.mark.slow
@pytest.mark.parametrize("order", ORDERS)
def test_the_audit_at_random_points(order):
    assert audit(solved(order=order), draws=60, seed=1).audits[-1].passed()


def test_what_does_not_go_together_is_told():
    with pytest.raises(UnknownName, match="did you mean 'refused'"):
        product_selection(found="refuse")
    with pytest.raises(DeclarationError, match="nobody inspects under a shared name"):
        product_selection("name", found="replaced")
    with pytest.raises(DeclarationError, match="goes with story='name'"):
        product_selection(record="own")
    with pytest.raises(DeclarationError, match="where buyers pay what they expect"):
        product_selection(accuracy="seen")
    with pytest.raises(DeclarationError, match="learn quality from it"):
        product_selection(found="replaced", accuracy="seen", order=["streamer", "manufacturer"])


def test_buyers_buy_at_the_baseline():
    game = product_selection()
    assert solve(game).at({symbol.name: BASELINE[symbol.name] for symbol in game.parameters})["consumer_surplus"] > 0


def test_the_game_file_and_the_command_line(capsys):
    read, game = read_game(EXAMPLES / "product_selection.toml"), product_selection()
    assert [str(stage) for stage in read.stages] == [str(stage) for stage in game.stages]
    for one, other in zip(read.players, game.players, strict=True):
        assert sp.expand(one.payoff - other.payoff) == 0
    assert main(["solve", "product_selection", "--baseline", "--quantity", "x"]) == 0
    assert "x = 825/1712" in capsys.readouterr().out
    assert set(BASELINE) >= {symbol.name for symbol in game.parameters}
