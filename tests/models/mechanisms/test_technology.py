"""Technology: who adopts on a grid, hosts from the words, threats, and the numbers of the classic on joint research."""

from __future__ import annotations

from fractions import Fraction
from functools import cache
from pathlib import Path
from random import Random

import numpy as np
import pytest
import sympy as sp

from lsec_models import Choice, audit, prove, read_game, solve
from lsec_models.cli import main
from lsec_models.errors import DeclarationError, OutsideDomain, UnknownName
from lsec_models.models import load
from lsec_models.models.mechanisms.technology import ADOPTERS, BASELINE, RESEARCH, technology

EXAMPLES = Path(__file__).parents[3] / "examples"
MOVES = np.linspace(0, 3, 3001)


@cache
def solved(story="adoption", **options):
    return solve(technology(story, **options))


def profits(a, c, saving, cost, adopts):
    """Return Cournot profits by iterating best replies, from the words."""
    margin = [a - c + saving * one for one in adopts]
    sold = [0.0, 0.0]
    for _ in range(60):
        sold = [max(0.0, (margin[i] - sold[1 - i]) / 2) for i in (0, 1)]
    return [sold[i] * (margin[i] - sum(sold)) - cost * adopts[i] for i in (0, 1)]


def test_who_adopts():
    """Against best replies that are iterated, at costs on both sides of every threshold."""
    a, c, saving = 10.0, 4.0, 1.0
    for nine in (12, 13.5, 23, 25, 27, 29):
        cost = nine / 9
        values = {"a": 10, "c": 4, "Delta": 1, "K": Fraction(nine).limit_denominator() / 9}
        apart = {who: solved(adopters=who) for who in ADOPTERS}
        found = {who: led.at({s.name: values[s.name] for s in led.game.parameters}) for who, led in apart.items()}
        for who, adopts in zip(ADOPTERS, ((0, 0), (1, 0), (0, 1), (1, 1)), strict=True):
            assert [float(found[who][name]) for name in ("first", "second")] == pytest.approx(
                profits(a, c, saving, cost, adopts)
            )
        joins = profits(a, c, saving, cost, (1, 1))[1] >= profits(a, c, saving, cost, (1, 0))[1]
        alone = profits(a, c, saving, cost, (1, 0))[0] >= profits(a, c, saving, cost, (0, 0))[0]
        assert (joins, alone) == (nine <= 24, nine <= 28)


def test_the_choice_to_adopt_is_a_game_between_the_brands():
    who = {("old", "old"): "none", ("new", "old"): "first", ("old", "new"): "second", ("new", "new"): "both"}
    modes = {mode: technology(adopters=adopters) for mode, adopters in who.items()}
    found = solve(Choice(by=["first", "second"], among=modes))
    at = {"a": 10, "c": 4, "Delta": 1}
    chosen = {nine: found.at(at | {"K": Fraction(nine, 9)}).chosen for nine in (23, 26, 29)}
    assert chosen == {23: (("new", "new"),), 26: (("new", "old"), ("old", "new")), 29: (("old", "old"),)}


def shows(p, streamer):
    """Return the effort that is best on a grid, and what the brand then earns, from the words."""
    efforts = MOVES * 10
    kind = {"virtual": ("phi_v", "eta_v", "T"), "self_run": ("phi", "eta", "W")}.get(streamer, ("phi", "eta", None))
    sold = p[kind[0]] * (p["a"] + p["mu"] * efforts)
    working = p[kind[1]] * efforts**2 / 2
    if kind[2] is None:
        best = (p["lambda"] * p["p"] * sold - working).argmax()
        return efforts[best], ((1 - p["lambda"]) * p["p"] - p["c"]) * sold[best]
    earned = (p["p"] - p["c"]) * sold - working - p[kind[2]]
    return efforts[earned.argmax()], earned.max()


@pytest.mark.parametrize("streamer", [None, "self_run", "virtual"])
def test_hosts_do_what_is_best_on_a_grid(streamer):
    rng = Random(f"host {streamer}")
    led = solved("host", streamer=streamer)
    for _ in range(3):
        names = [symbol.name for symbol in led.game.parameters]
        point = {name: BASELINE[name] * Fraction(rng.randint(8, 12), 10) for name in names}
        here = led.at(point)
        effort, earned = shows({name: float(value) for name, value in (BASELINE | point).items()}, streamer)
        assert float(here["e"]) == pytest.approx(effort, abs=6e-3)
        assert float(here["manufacturer"]) == pytest.approx(earned, rel=2e-3)


@pytest.mark.slow
@pytest.mark.parametrize("strong", [False, True])
def test_threats_on_a_grid(strong):
    v, k, worth, power = 4.0, 3.0, 10.0, 0.9 if strong else 0.4
    built = MOVES * 2
    cost, back = k * built**2 / 2, v * built
    values = {"v": 4, "k": 3, "P": 10, "beta": Fraction(str(power))}
    quarrel = back + (1 - power) * (worth - back) - cost
    here = solved("threat").at(values)
    assert float(here["z"]) == pytest.approx(built[quarrel.argmax()], abs=3e-3)
    assert float(here["manufacturer"]) == pytest.approx(quarrel.max(), abs=1e-4)
    option = np.maximum((1 - power) * worth, back) - cost
    there = outside().at(values)
    assert float(there["z"]) == pytest.approx(built[option.argmax()], abs=3e-3)
    assert (float(there["z"]) > 0) == strong == (v**2 > 2 * k * (1 - power) * worth)


@cache
def outside():
    return solve(technology("threat", fallback="outside"), corners=True)


def test_the_classic_on_joint_research():
    """d'Aspremont and Jacquemin (1988) at a - c = 10, beta = 0.3, k = 3: research, and welfare."""
    at = {"a": 14, "c": 4, "beta": "3/10", "k": 3}
    apart, joint, merged, planner = (solved("research", research=how).at(at) for how in RESEARCH)
    found = [float(apart["x_1"]), float(joint["x"]), float(merged["x"]), float(planner["x"])]
    assert found == pytest.approx([1.505757307, 1.100762066, 1.260911736, 3.016241299], rel=1e-9)
    assert [float(at["welfare"]) for at in (apart, joint)] == pytest.approx([56.74538949, 54.43943443], rel=1e-9)


@pytest.mark.parametrize("spillover", [0.05, 0.3, 0.8])
def test_no_research_pays_that_drives_the_rival_out(spillover):
    """The second stage with bounds, from the words, at k = 2, where research is cheapest."""
    size, k = 6.0, 2.0
    here = solved("research").at({"a": 10, "c": 4, "beta": Fraction(str(spillover)), "k": 2})
    rival = float(here["x_1"])
    own = MOVES * 10
    mine, other = size + own + spillover * rival, size + rival + spillover * own
    shared, alone = (2 * mine - other) / 3, mine / 2
    sold = np.where(2 * other > mine, shared, alone)
    earned = sold**2 - k * own**2 / 2
    assert own[earned.argmax()] == pytest.approx(rival, abs=1e-2)
    assert earned.max() == pytest.approx(float(here["first"]), abs=1e-3)


@pytest.mark.parametrize(("how", "least"), [("apart", "5/4"), ("joint", "5/4"), ("planner", "45/16")])
def test_research_brings_unit_costs_to_zero_at_most(how, least):
    values, found = {"a": 10, "beta": "1/2", "k": 4}, solved("research", research=how)
    with pytest.raises(OutsideDomain):
        found.at(values | {"c": Fraction(least) - Fraction(1, 100)})
    here = found.at(values | {"c": least})
    assert here["x_1" if how == "apart" else "x"] * 3 / 2 <= Fraction(least)


def test_joint_research_is_better_for_buyers_exactly_from_one_half():
    apart, joint = solved("research"), solved("research", research="joint")
    assert prove(joint["first"] >= apart["first"], given=[apart, joint]).status == "proved"
    gain = prove(joint["consumer_surplus"] > apart["consumer_surplus"], given=[apart, joint])
    assert gain.status == "mixed"
    assert str(gain.condition) == "2*beta > 1"


@pytest.mark.slow
@pytest.mark.parametrize("options", [{"adopters": "both"}, {"story": "host"}, {"story": "research"}])
def test_the_audit_at_random_points(options):
    assert audit(solved(**options), draws=60, seed=1).audits[-1].passed()


def test_what_does_not_go_together_is_told():
    with pytest.raises(UnknownName, match="did you mean 'research'"):
        technology("researches")
    with pytest.raises(DeclarationError, match="adopters= goes with story='adoption'"):
        technology("host", adopters="both")
    with pytest.raises(DeclarationError, match="a host that the brand runs has no contract"):
        technology("host", streamer="virtual", contract="wholesale")


def test_the_game_file_and_the_command_line(capsys):
    read, game = read_game(EXAMPLES / "technology.toml"), load("technology", story="research")
    for one, other in zip(read.players, game.players, strict=True):
        assert sp.expand(one.payoff - other.payoff) == 0
    assert main(["solve", "technology", "--baseline", "--quantity", "d_1"]) == 0
    assert "d_1 = 2" in capsys.readouterr().out
