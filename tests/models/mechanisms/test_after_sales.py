"""Refunds and exaggeration: simulated buyers who send back, grids of policies, and the classic refund."""

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
from lsec_models.models.mechanisms.after_sales import COMMISSIONS, after_sales, kappa, omega, s, t, z
from lsec_models.models.mechanisms.after_sales import a as market

EXAMPLES = Path(__file__).parents[3] / "examples"
LED = ("manufacturer", ("streamer", "platform"))
VALUES = (np.arange(20_000) + 0.5) / 20_000
LEVELS = np.linspace(0, 6, 120_001)


@cache
def solved(story="refund", *, corners=False, order=None, **options):
    return solve(after_sales(story, order=None if order is None else list(order), **options), corners=corners)


def proved(claim, *given):
    return prove(claim, given=list(given)).status == "proved"


def simulated(refund, freight, salvage, borne):
    """Return what buyers expect of a purchase, and what it costs the seller, by each buyer's own decision."""
    back = refund - borne * freight > VALUES
    expected = np.where(back, refund - borne * freight, VALUES).mean()
    return expected, (back * (refund + (1 - borne) * freight - salvage)).mean()


@pytest.mark.parametrize("borne", [0, "1/2", 1])
def test_the_classic_refund_is_what_a_returned_unit_is_worth(borne):
    """Su (2009): at s = 0.3 without freight the price is 0.545; every refund of a grid earns less."""
    found = solved(who="alike")
    assert found.evidence.established
    here = found.at(a=1, phi=1, c="1/10", s="3/10", t="1/10000", beta=borne)
    assert float(here["r"]) == pytest.approx(0.3, abs=2e-4)
    assert float(here["price"]) + 0.1 == pytest.approx(0.545, abs=1e-4)
    there = found.at(a=1, phi=1, c="1/10", s="3/10", t="1/10", beta=borne)
    share = float(Fraction(borne))
    earned = []
    for refund in np.linspace(0, 1, 201):
        expected, cost = simulated(refund, 0.1, 0.3, share)
        earned.append(expected - 0.1 - cost)
    assert float(there["seller"]) == pytest.approx(max(earned), abs=1e-4)
    assert np.linspace(0, 1, 201)[np.argmax(earned)] == pytest.approx(float(there["r"]), abs=6e-3)


def test_no_refund_and_margin_of_an_owner_earn_more_among_simulated_buyers():
    found = solved(who="owner", refund="decided")
    assert found.evidence.established
    rng = Random("owner of a policy")
    for _ in range(3):
        freight, salvage, borne = rng.uniform(0.05, 0.2), rng.uniform(0.3, 0.8), rng.random()
        size, slope = rng.uniform(1, 3), rng.uniform(1, 3)
        most = 0.0
        for refund in np.linspace(0, 1, 101):
            expected, cost = simulated(refund, freight, salvage, borne)
            market = size + slope * (expected - 0.5) - slope * cost
            most = max(most, max(market, 0) ** 2 / (4 * slope))
        point = {"a": size, "b": slope, "phi": 1, "s": salvage, "t": freight, "beta": borne}
        here = found.at({name: str(round(value, 6)) for name, value in point.items()})
        assert most <= float(here["seller"]) + 1e-4
        assert most == pytest.approx(float(here["seller"]), rel=2e-3)


def test_everybody_wants_the_same_policy_whoever_leads():
    """All payoffs and consumer surplus, of policies on a grid, are highest at the same one."""
    fixed = {"a": 1, "b": 1, "phi": 2, "s": "7/10", "t": "1/5"}
    policies = [Fraction(i, 20) for i in range(1, 21)]
    for order in (None, LED, ("streamer", ("manufacturer", "platform")), ("platform", ("manufacturer", "streamer"))):
        found = solved(order=order)
        assert found.evidence.established
        points = [found.at(fixed | {"z": policy}) for policy in policies]
        for name in ("manufacturer", "streamer", "platform", "consumer_surplus"):
            assert policies[max(range(20), key=lambda i: points[i][name])] == Fraction(1, 2)


@pytest.mark.parametrize("policy", ["3/10", "1"])
def test_prices_of_a_chain_are_best_replies_on_a_grid(policy):
    here = solved().at(a=1, b=1, phi=1, s="7/10", t="1/5", z=policy)
    part = float(Fraction(policy))
    expected, cost = simulated(part + 0.2, 0.2, 0.7, 1)
    margins = {"manufacturer": "v", "streamer": "m", "platform": "f"}
    total = sum(float(here[name]) for name in margins.values())
    for player, own in margins.items():
        mine = LEVELS + total - float(here[own])
        earned = LEVELS * np.maximum(1 + expected - 0.5 - cost - mine, 0)
        assert earned.max() == pytest.approx(float(here[player]), rel=1e-3)
        assert LEVELS[earned.argmax()] == pytest.approx(float(here[own]), abs=1e-3)


def test_free_freight_is_good_for_buyers_exactly_below_a_refund():
    """At a given refund r: the buyer gets r with free freight, and r - t without."""
    r = sp.Symbol("r", positive=True)
    surplus = solved(who="owner")["demand"]
    gap = sp.factor(surplus.subs(z, r) - surplus.subs(z, r - t))
    assert sp.simplify(gap / (2 * s - 2 * r - t)).free_symbols == {
        symbol for symbol in gap.free_symbols if symbol.name in {"b", "phi", "t"}
    }


@pytest.mark.slow
@pytest.mark.parametrize("commission", COMMISSIONS)
@pytest.mark.parametrize("disappointed", [True, False])
def test_exaggeration_is_best_on_a_grid(commission, disappointed):
    rng = Random(f"exaggeration {commission}")
    found = solved("exaggeration", commission=commission, disappointed=disappointed, corners=True)
    seen = set()
    for _ in range(8):
        point = {"a": rng.randint(2, 40), "p": 20, "c": 8, "l": rng.randint(1, 6), "eta": 20, "phi": rng.randint(5, 30)}
        point = {name: Fraction(value, 20) for name, value in point.items()}
        point |= {"kappa": Fraction(8, 10), "omega": Fraction(rng.randint(1, 8), 10), "lambda": Fraction(1, 5)}
        p = {name: float(value) for name, value in point.items()}
        shipped = p["phi"] * (p["a"] + LEVELS)
        kept = np.maximum(p["kappa"] - (p["omega"] * LEVELS if disappointed else 0), 0)
        earned = {
            "gross": p["lambda"] * p["p"] * shipped,
            "net": p["lambda"] * p["p"] * shipped * kept,
            "none": shipped * ((p["p"] - p["c"]) * kept - p["l"] * (1 - kept)),
        }[commission] - p["eta"] * LEVELS**2 / 2
        here = found.at({name: point[name] for name in found.ring.names})
        assert float(here["x"]) == pytest.approx(LEVELS[earned.argmax()], abs=2e-4)
        who = "manufacturer" if commission == "none" else "streamer"
        assert float(here[who]) == pytest.approx(earned.max(), abs=1e-6)
        seen.add(here["x"] > 0)
    if disappointed and commission != "gross":
        assert seen == {True, False}


@pytest.mark.slow
def test_a_commission_on_kept_sales_is_another_one_only_where_exaggeration_disappoints():
    flat = {name: solved("exaggeration", commission=name, disappointed=False) for name in ("gross", "net")}
    (rate,) = (symbol for symbol in flat["gross"]["x"].free_symbols if symbol.name == "lambda")
    for name in ("x", "manufacturer", "streamer"):
        assert sp.simplify(flat["gross"][name].subs(rate, rate * kappa) - flat["net"][name]) == 0
    net, gross = (solved("exaggeration", commission=name) for name in ("net", "gross"))
    assert proved(net["x"] < gross["x"].subs(rate, rate * kappa), net, gross)
    both = solved("exaggeration", commission="net", corners=True)
    assert proved(both["x"] > 0, both, omega * market < kappa)
    assert proved(sp.Eq(both["x"], 0), both, omega * market >= kappa)


@pytest.mark.slow
def test_nobody_gains_by_deviating_at_random_points():
    for found in (solved(), solved(order=LED), solved("exaggeration"), solved("exaggeration", commission="net")):
        assert found.evidence.established
        assert audit(found, draws=10).audits[-1].passed()


@pytest.mark.parametrize("kind", ["top", "ordinary", "self_run", "virtual"])
def test_every_type_of_streamer_is_solved(kind):
    found = solved("exaggeration", streamer=kind)
    assert found.evidence.established
    assert ("streamer" in {player.name for player in found.game.players}) == (kind != "self_run")


def test_what_does_not_go_together_is_told():
    with pytest.raises(UnknownName, match="did you mean 'refund'"):
        after_sales("refunds")
    with pytest.raises(UnknownName, match="did you mean 'owner'"):
        after_sales(who="owners")
    with pytest.raises(UnknownName, match="no refund 'free'"):
        after_sales(refund="free")
    for options, way_out in (
        ({"refund": "decided"}, "write given"),
        ({"who": "alike", "refund": "given"}, "write decided"),
        ({"streamer": "top"}, "use story='exaggeration'"),
        ({"story": "exaggeration", "who": "owner"}, "leave them out"),
        ({"story": "exaggeration", "streamer": "self_run", "commission": "net"}, "leave commission='net' out"),
    ):
        with pytest.raises(DeclarationError, match=way_out):
            after_sales(**options)


def test_the_game_file_and_the_command_line(capsys):
    read, game = read_game(EXAMPLES / "after_sales.toml"), load("after_sales")
    assert (read.players, read.stages, read.assuming) == (game.players, game.stages, game.assuming)
    assert [sp.expand(read.report[name] - value) for name, value in game.report.items()] == [0] * len(read.report)
    assert main(["solve", "after_sales", "--baseline", "--quantity", "demand"]) == 0
    assert "demand = 27/100" in capsys.readouterr().out


def test_the_command_of_the_game_file_runs():
    file = EXAMPLES / "after_sales.toml"
    command = file.read_text().splitlines()[1].removeprefix("# lsec ").replace("examples/after_sales.toml", str(file))
    assert main(command.split()) == 0
