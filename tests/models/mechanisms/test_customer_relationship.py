"""Loyal customers: payoffs by integration over random ends, deviations in time, and the classic base of customers."""

from __future__ import annotations

from fractions import Fraction
from functools import cache
from pathlib import Path
from random import Random

import numpy as np
import pytest
import sympy as sp

from lsec_models import prove, read_game, solve
from lsec_models.cli import main
from lsec_models.errors import DeclarationError, UnknownName
from lsec_models.models import load
from lsec_models.models.mechanisms.customer_relationship import (
    BASELINE,
    R_b,
    R_s,
    customer_relationship,
    delta,
    psi,
    r,
    rho,
)
from lsec_models.models.parts.streamers import STREAMER_TYPES

EXAMPLES = Path(__file__).parents[3] / "examples"
STEP = 0.02
OWN = {"manufacturer": ("u", "z"), "streamer": ("e", "y")}
# Numbers printed of a base with these parameters: the worth of a full base and the constant of its value, and the rest.
PRINTED = {"rho": 2, "r_1": "0.8", "r_2": "0.3", "r": "0.1", "delta": "0.3"}


@cache
def solved(**options):
    order = options.pop("order", None)
    return solve(customer_relationship(order=None if order is None else list(order), **options))


def proved(claim, *given):
    return prove(claim, given=list(given)).status == "proved"


def drawn(rng):
    point = {name: value * Fraction(rng.randint(5, 20), 10) for name, value in BASELINE.items()}
    point |= {"lambda": Fraction(rng.randint(1, 9), 10), "B_0": Fraction(rng.randint(0, 5)), "S_0": Fraction(3)}
    return {name: point[name] for name in solved().ring.names}


def earned(p, efforts):
    """Return what both earn, by adding up over time and over when the contract ends; efforts by name over time."""
    base, fans = p["B_0"], p["S_0"]
    alive, totals = 1.0, {"manufacturer": 0.0, "streamer": 0.0}
    for i in range(len(efforts["u"])):
        u, z, e, y = (efforts[name][i] for name in "uzey")
        worth = alive * np.exp(-p["r"] * STEP * (i + 0.5))
        ending = 1 - np.exp(-p["psi"] * STEP)
        sold = p["rho"] * (p["a"] + base + fans)
        flow = (1 - p["lambda"]) * sold - p["k"] * (u**2 + z**2) / 2, p["lambda"] * sold - p["eta"] * (e**2 + y**2) / 2
        taken = p["R_b"] * base, p["R_s"] * fans
        for name, now, end in zip(totals, flow, taken, strict=True):
            totals[name] += worth * (now * STEP + ending * end)
        base += STEP * (p["kappa_b"] * (u + y) - p["delta"] * base)
        fans += STEP * (p["kappa_s"] * (p["phi"] * e + z) - p["delta"] * fans)
        alive *= 1 - ending
    return totals


@pytest.mark.slow
def test_payoffs_are_those_of_a_contract_that_ends_at_random_and_nobody_gains_by_other_efforts():
    """Efforts that move up and down over time, of one player at a time, against those that the solution says."""
    rng = Random("ends at random")
    found = solved()
    assert found.evidence.established
    point = drawn(rng)
    p = {name: float(value) for name, value in point.items()}
    steps = int(14 / (p["r"] + p["psi"]) / STEP)
    here = found.at(point)
    kept = {name: np.full(steps, float(here.strategies[name])) for name in "uzey"}
    usual = earned(p, kept)
    for name in OWN:
        said = found[name].subs({symbol: point[symbol.name] for symbol in found[name].free_symbols})
        assert usual[name] == pytest.approx(float(said), rel=2e-2)
        for _ in range(2):
            own = rng.choice(OWN[name])
            moved = np.repeat([rng.uniform(0, 2) for _ in range(8)], -(-steps // 8))[:steps] * kept[own]
            assert earned(p, kept | {own: moved})[name] < usual[name]


@pytest.mark.slow
def test_an_end_raises_effort_for_own_customers_exactly_where_they_are_worth_more_after_it():
    led = solved()
    (part,) = (symbol for symbol in led["u"].free_symbols if symbol.name == "lambda")
    lasting = led["u"].subs(psi, 0)
    assert proved(led["u"] > lasting, led, R_b * (r + delta) > (1 - part) * rho)
    assert proved(led["u"] <= lasting, led, R_b * (r + delta) <= (1 - part) * rho)
    assert proved(led["e"] > led["e"].subs(psi, 0), led, R_s * (r + delta) > part * rho)
    assert proved(led["z"] < led["z"].subs(psi, 0), led)
    assert proved(led["y"] < led["y"].subs(psi, 0), led)


@pytest.mark.slow
@pytest.mark.parametrize(("worth", "rises"), [("8", False), ("14", True)])
def test_before_a_fixed_end_effort_rises_under_the_same_condition(worth, rises):
    """At the baseline the brand's customers are worth (1 - lambda) rho/(r + delta) = 10 in a contract without end."""
    game = customer_relationship(ends="fixed")
    names = {symbol.name for symbol in game.parameters}
    at = {name: value for name, value in BASELINE.items() if name in names} | {"R_b": worth}
    found = solve(game, at=at)
    first, last = (found.strategy("u", time, {"B": 0, "S": 0}) for time in (0, 2.9))
    assert (last > first) == rises
    left = np.exp(-0.4 * 3)
    assert first == pytest.approx((10 * (1 - left) + float(worth) * left) / 2, rel=1e-6)


def test_the_order_changes_nothing_and_one_owner_does_more():
    led, at_once, owner = solved(order=("manufacturer", "streamer")), solved(), solved(mode="centralised")
    for name in ("u", "z", "e", "y", "B", "S", "manufacturer", "streamer"):
        assert sp.simplify(led[name] - at_once[name]) == 0
    for name in ("u", "z", "e", "y"):
        assert proved(owner[name] > at_once[name], owner, at_once)


def test_the_classic_base_of_customers():
    """The printed numbers: value 11.044014 + 2.627263*B, and a base that rests at 0.822226."""
    found = solve(customer_relationship("base")).at(PRINTED | {"B_0": "0.5"})
    assert float(found.steady_state["B"]) == pytest.approx(0.822226232, abs=1e-9)
    (stock,) = found.game.states
    value = sp.sympify(found.values["manufacturer"])
    assert float(value.coeff(stock, 1)) == pytest.approx(2.627262604, abs=1e-8)
    assert float(value.subs(stock, 0)) == pytest.approx(11.04401406, abs=1e-7)


@pytest.mark.slow
def test_no_other_rule_for_acquisition_and_retention_earns_more_from_a_base():
    """Both efforts in proportion to what the solution says, by integration: the right proportions are the best."""
    found = solve(customer_relationship("base")).at(PRINTED | {"B_0": "0.5"})
    (stock,) = found.game.states
    rules = [sp.lambdify(stock, found.strategies[name]) for name in ("v_1", "v_2")]

    def worth(winning, keeping):
        base, total = 0.5, 0.0
        for i in range(2500):
            won, held = winning * rules[0](base), keeping * rules[1](base)
            flow = 2 * base - won**2 / (1 - base) - held**2 / base
            total += 0.04 * np.exp(-0.1 * 0.04 * (i + 0.5)) * flow
            base += 0.04 * (0.8 * won + 0.3 * held - 0.3 * base)
        return total

    best = worth(1, 1)
    assert best == pytest.approx(11.04401406 + 2.627262604 / 2, rel=2e-3)
    assert all(worth(1 + i / 10, 1 + j / 5) < best for i in (-1, 0, 1) for j in (-1, 0, 1) if (i, j) != (0, 0))


@pytest.mark.parametrize("kind", STREAMER_TYPES)
def test_every_type_of_streamer_is_solved(kind):
    found = solved(streamer=kind)
    assert found.evidence.established
    assert ("streamer" in {player.name for player in found.game.players}) == (kind != "self_run")


def test_what_does_not_go_together_is_told():
    with pytest.raises(UnknownName, match="did you mean 'partners'"):
        customer_relationship("partner")
    with pytest.raises(UnknownName, match="no end 'soon'"):
        customer_relationship(ends="soon")
    for options, way_out in (
        ({"story": "base", "mode": "centralised"}, "leave mode, streamer and ends out"),
        ({"streamer": "top", "ends": "fixed"}, "leave mode and ends out"),
    ):
        with pytest.raises(DeclarationError, match=way_out):
            customer_relationship(**options)


def test_the_game_file_and_the_command_line(capsys):
    read, game = read_game(EXAMPLES / "customer_relationship.toml"), load("customer_relationship")
    assert (read.states, read.discount, read.assuming) == (game.states, game.discount, game.assuming)
    gaps = [one.payoff - other.payoff for one, other in zip(read.players, game.players, strict=True)]
    assert [sp.expand(gap) for gap in gaps] == [0, 0]
    assert main(["solve", "customer_relationship", "--baseline", "--quantity", "u"]) == 0
    assert "u = 40/9" in capsys.readouterr().out
