"""Stock for a show: classic newsvendors, a brute force over drawn demand, and what each contract gets right."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from random import Random

import numpy as np
import pytest
import sympy as sp

from lsec_models import decreasing, independent, prove, read_game, solve
from lsec_models.cli import main
from lsec_models.errors import DeclarationError, UnknownName
from lsec_models.models import load
from lsec_models.models.mechanisms.inventory import BASELINE, a, b, c, c_2, d, g, given_w, h, inventory, p, phi, s
from lsec_models.prove.results.verdicts import Proved

EXAMPLES = Path(__file__).parents[3] / "examples"
SIZE = phi * a


def at(game, values=BASELINE):
    return {parameter.name: values[parameter.name] for parameter in game.parameters}


@pytest.mark.slow
class TestClassics:
    def test_price_only(self):
        """Lariviere and Porteus (2001): demand uniform on [0, 100]."""
        game = load("inventory", contract="wholesale", terms="decided", stock="units", effort=False)
        numbers = {"p": 10, "c": 2, "a": 50, "phi": 1, "h": 1, "s": 0, "g": 0}
        found = solve(game, at=numbers).only()
        assert found.evidence.established
        assert [found[name] for name in ("w", "Q", "manufacturer", "streamer")] == [6, 40, 160, 80]
        whole = inventory("none", effort=False, stock="units")
        assert solve(whole, at={n: numbers[n] for n in map(str, whole.parameters)}).only()["manufacturer"] == 320

    @pytest.mark.parametrize("effort", [False, True])
    def test_buy_back(self, effort):
        """Pasternack (1985): stock as one owner would, whatever the refund; effort too low."""
        apart = solve(inventory("wholesale", buy_back=True, effort=effort))
        together = solve(inventory("none", effort=effort))
        coordinating = {given_w: c + b * (p - c) / p, g: 0, s: 0}
        assert sp.simplify(apart["y"].subs(coordinating) - together["y"].subs(coordinating)) == 0
        if effort:
            ratio = sp.simplify(apart["e"].subs(coordinating) / together["e"].subs(coordinating))
            assert sp.simplify(ratio - (1 - b / p)) == 0
        else:
            share = apart["streamer"].subs(coordinating) / together["manufacturer"].subs(coordinating)
            assert sp.simplify(share - (1 - b / p)) == 0

    def test_shared_revenue(self):
        """Cachon and Lariviere (2005): w = (1 - psi) c, where the streamer keeps 1 - psi."""
        apart, together = solve(inventory("revenue_sharing", effort=False)), solve(inventory("none", effort=False))
        (psi,) = (symbol for symbol in apart["y"].free_symbols if symbol.name == "psi")
        known = {given_w: (1 - psi) * c, s: 0, g: 0}
        assert sp.simplify(apart["y"].subs(known) - together["y"].subs(known)) == 0
        assert sp.simplify(apart["streamer"].subs(known) - (1 - psi) * together["manufacturer"].subs(known)) == 0

    def test_quick_response(self):
        """Its value for demand uniform on [0, B]: B (p - c_2)(c - s)^2 / (2 (p - s)(c_2 - s))."""
        quick = solve(inventory("none", supply="quick_response", effort=False))["manufacturer"]
        worth = (quick - solve(inventory("none", effort=False))["manufacturer"]).subs({h: 1, g: 0})
        printed = 2 * SIZE * (p - c_2) * (c - s) ** 2 / (2 * (p - s) * (c_2 - s))
        assert sp.simplify(worth - printed) == 0


def earned(values, decided):
    """Return the payoffs of manufacturer and streamer, and expected sales, from draws of demand and the words."""
    v = {name: float(value) for name, value in values.items()}
    size = v["phi"] * (v["a"] + v["mu"] * decided["e"])
    shares = 1 - v["h"] + 2 * v["h"] * (np.arange(2000) + 0.5) / 2000
    stock = decided["Q"] if "Q" in decided else size * (1 - v["h"] + 2 * v["h"] * decided["y"])
    sold = np.minimum(stock, size * shares)
    takings, effort = v["p"] * sold.mean(), v["eta"] * decided["e"] ** 2 / 2
    rest = v["s"] * (stock - sold).mean() - v["g"] * (size * shares - sold).mean() - v["c"] * stock
    return (1 - v["lambda"]) * takings + rest, v["lambda"] * takings - effort


@pytest.mark.parametrize("stock", ["service", pytest.param("units", marks=pytest.mark.slow)])
def test_nobody_gains_by_deviating_from_a_commission_at_drawn_demand(stock):
    rng = Random(f"inventory {stock}")
    game = inventory(stock=stock)
    for _ in range(5):
        values = {name: value * Fraction(rng.randint(8, 12), 10) for name, value in BASELINE.items()}
        values |= {"s": Fraction(rng.randint(0, 15), 10), "g": Fraction(rng.randint(0, 20), 10)}
        values["h"] = Fraction(rng.randint(1, 10), 10)
        found = solve(game).at(at(game, values)) if stock == "service" else solve(game, at=at(game, values)).only()
        mine = "y" if stock == "service" else "Q"
        decided = {"e": float(found["e"]), mine: float(found[mine])}
        here = earned(values, decided)
        assert here == pytest.approx((float(found["manufacturer"]), float(found["streamer"])), abs=1e-4)
        for factor in (0.1, 0.5, 0.8, 0.95, 1.05, 1.2, 1.5, 3.0):
            assert earned(values, decided | {mine: decided[mine] * factor})[0] < here[0]
            assert earned(values, decided | {"e": decided["e"] * factor})[1] < here[1]


def test_a_stock_that_is_seen_commits_effort():
    numbers = []
    for order in (None, ["manufacturer", "streamer"]):
        game = inventory(stock="units", order=order)
        found = solve(game, at=at(game)).only()
        assert found.evidence.established
        numbers.append([float(found[name]) for name in ("Q", "stock_outs")])
    assert numbers[0] == pytest.approx([7.139453125, 0.375])
    assert numbers[1] == pytest.approx([8.6172576301, 0.2710362591])


def test_a_leader_finds_the_same_effort_by_search():
    """The manufacturer's best service level, when the streamer sees it, against a grid."""
    game = inventory(order=["manufacturer", "streamer"])
    found = solve(game, at=at(game)).only()
    levels = np.linspace(0, 1, 4001)
    v = {name: float(value) for name, value in BASELINE.items()}
    sales = 1 - v["h"] * (1 - levels) ** 2
    effort = v["lambda"] * v["p"] * sales
    worth = (v["a"] + effort) * (8 * sales - 3 * (1 - v["h"] + 2 * v["h"] * levels))
    assert float(found["y"]) == pytest.approx(levels[worth.argmax()], abs=3e-4)
    assert float(found["manufacturer"]) == pytest.approx(worth.max(), abs=1e-5)


def test_stock_outs_depend_on_terms_and_not_on_the_streamer():
    led = solve(inventory())
    for name in ("phi", "a", "mu", "eta", "h"):
        (symbol,) = (parameter for parameter in led.game.parameters if parameter.name == name)
        assert isinstance(prove(independent(led["stock_outs"], symbol), given=[led]), Proved)
    (rate,) = (parameter for parameter in led.game.parameters if parameter.name == "lambda")
    assert isinstance(prove(decreasing(led["y"], rate), given=[led, c > s]), Proved)


def test_on_demand_beats_stock_exactly_below_a_delay_cost():
    stock, later = (solve(inventory("none", supply=supply)) for supply in ("stock", "on_demand"))
    cost = h * (c - s) * (p - c + g) / (p - s + g)
    assert isinstance(prove(later["manufacturer"] > stock["manufacturer"], given=[stock, later, d < cost]), Proved)
    assert isinstance(prove(later["manufacturer"] <= stock["manufacturer"], given=[stock, later, d >= cost]), Proved)


@pytest.mark.parametrize("streamer", ["top", "ordinary", "virtual"])
def test_types_add_their_fixed_terms(streamer):
    plain, typed = inventory(), inventory(streamer=streamer)
    paid = [sp.simplify(one.payoff - other.payoff) for one, other in zip(typed.players, plain.players, strict=True)]
    names = {str(symbol) for payoff in paid for symbol in payoff.free_symbols}
    assert names == {"top": {"F"}, "ordinary": set(), "virtual": {"T"}}[streamer]
    assert len(inventory(streamer="self_run").players) == 1


@pytest.mark.parametrize(
    ("options", "error", "told"),
    [
        ({"contract": "comission"}, UnknownName, "did you mean 'commission'"),
        ({"supply": "later"}, UnknownName, "no supply 'later'"),
        ({"buy_back": True}, DeclarationError, "use contract='wholesale'"),
        ({"contract": "wholesale", "supply": "on_demand"}, DeclarationError, "use supply='stock'"),
        ({"contract": "wholesale", "terms": "decided"}, DeclarationError, "use stock='units'"),
    ],
)
def test_what_does_not_go_together_is_told(options, error, told):
    with pytest.raises(error, match=told):
        inventory(**options)


def test_the_game_file_and_the_command_line(capsys):
    read, game = read_game(EXAMPLES / "inventory.toml"), inventory()
    assert read.stages == game.stages
    ours = {name: sp.expand(expression) for name, expression in game.report.items()}
    assert {name: sp.expand(expression) for name, expression in read.report.items()}.items() <= ours.items()
    for one, other in zip(read.players, game.players, strict=True):
        assert sp.expand(one.payoff - other.payoff) == 0
    assert main(["solve", "inventory", "--baseline", "--quantity", "stock_outs", "e"]) == 0
    assert "3/8" in capsys.readouterr().out
