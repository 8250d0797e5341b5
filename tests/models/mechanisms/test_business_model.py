"""Networks of buyers, referrals and bundles: replies on grids with expectations that come true, and the classics."""

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
from lsec_models.games.evidence.evidence import About, Status
from lsec_models.models import load
from lsec_models.models.mechanisms.business_model import BASELINE, business_model

EXAMPLES = Path(__file__).parents[3] / "examples"
MOVES = np.linspace(0, 2, 2001)
LED = ("platform", ("manufacturer", "streamer"))


@cache
def solved(story="network", **options):
    return solve(business_model(story, **options))


def bought(p, price, expected):
    """Return how many buy: at the expectation, or (without one) at the fixed point, by iteration."""
    found = np.zeros_like(price) if expected is None else expected
    for _ in range(200 if expected is None else 1):
        found = np.maximum(p["phi"] * p["a"] - p["b"] * price + p["nu"] * found, 0)
    return found


@pytest.mark.parametrize("expectations", ["passive", "responsive"])
def test_nobody_gains_by_another_margin(expectations):
    rng = Random(f"network {expectations}")
    led = solved(expectations=expectations)
    assert led.evidence.established
    for _ in range(3):
        point = {name: BASELINE[name] * Fraction(rng.randint(8, 12), 10) for name in ("a", "b", "c", "nu", "phi")}
        here, p = led.at(point), {name: float(value) for name, value in point.items()}
        at = {name: float(here[name]) for name in ("w", "m", "f")}
        held = float(here["demand"]) if expectations == "passive" else None
        for name, player in {"w": "manufacturer", "m": "streamer", "f": "platform"}.items():
            tried = MOVES * at[name]
            price = sum(at.values()) - at[name] + tried
            earned = (tried - (p["c"] if name == "w" else 0)) * bought(p, price, held)
            assert tried[earned.argmax()] == pytest.approx(at[name], abs=2e-2)
            assert earned.max() == pytest.approx(float(here[player]), rel=1e-3)


def test_a_leader_of_a_network_on_a_grid():
    """Each fee of the platform is answered by best replies, iterated; the solver itself calls this a candidate."""
    led = solved(order=LED, expectations="responsive")
    here = led.at({symbol.name: BASELINE[symbol.name] for symbol in led.game.parameters})
    p = {name: float(value) for name, value in BASELINE.items()}
    best = []
    for fee in np.linspace(0, 8, 161):
        w = m = 0.0
        for _ in range(80):
            w = max(0.0, (p["a"] / p["b"] - m - fee + p["c"]) / 2)
            m = max(0.0, (p["a"] / p["b"] - w - fee) / 2)
        best.append((fee * float(bought(p, np.array(w + m + fee), None)), fee))
    assert max(best) == pytest.approx((float(here["platform"]), float(here["f"])), abs=1e-2)
    assert led.evidence.status(About.COMPLETE) is Status.OPEN


def test_the_classic_of_compatible_and_other_networks():
    """Katz and Shapiro (1985) at a = 10, c = 2, nu = 1/2: 3.2 and 4 of two sellers, 16/3 of one."""
    at = {"a": 10, "c": 2, "nu": "1/2"}
    found = [solved("sellers", networks=how).at(at | {"n": 2})["q"] for how in ("own", "compatible")]
    assert found == [Fraction(16, 5), 4]
    assert solved("sellers").at(at | {"n": 1})["q"] == sp.Rational(16, 3)


@pytest.mark.parametrize("seed", range(4))
def test_a_bonus_against_a_lower_price(seed):
    rng = Random(seed)
    point = {"a": 10, "b": 1, "c": 2, "phi": 1, "p": Fraction(rng.randint(13, 19), 2), "r": rng.randint(1, 4), "H": 5}
    p = {name: float(value) for name, value in point.items()}
    bonuses, prices = MOVES * p["H"] / 2, np.linspace(0, 10, 4001)
    margin, buyers = p["p"] - p["c"], p["a"] - p["b"] * p["p"]
    by_bonus = (margin * buyers + (margin - bonuses) * buyers * bonuses / p["H"] * p["r"]).max()
    by_price = ((prices - p["c"]) * (p["a"] - prices)).max()
    led = {lever: solved("referral", lever=lever) for lever in ("bonus", "price")}
    here = {lever: found.at({s.name: point[s.name] for s in found.game.parameters}) for lever, found in led.items()}
    assert float(here["bonus"]["manufacturer"]) == pytest.approx(by_bonus, rel=1e-4)
    assert float(here["price"]["manufacturer"]) == pytest.approx(by_price, rel=1e-4)
    exact = p["r"] * buyers * margin**2 > p["H"] * (margin - buyers) ** 2
    assert (by_bonus > by_price) == exact


@pytest.mark.parametrize("cost", ["1/100", "1/10", "1/5", "6/25"])
def test_a_bundle_on_a_grid(cost):
    """Profit and surplus over buyers on a grid of both values."""
    values = (np.arange(1000) + 0.5) / 1000
    both = np.add.outer(values, values).ravel()
    c = float(Fraction(cost))
    prices = np.linspace(0.5, 1.2, 141)
    profits = [(price - 2 * c) * (both >= price).mean() for price in prices]
    here = {sold: solved("bundle", sold=sold).at({"c": cost}) for sold in ("apart", "together")}
    assert float(here["together"]["manufacturer"]) == pytest.approx(max(profits), abs=1e-3)
    price = float(here["together"]["p"])
    assert float(here["together"]["consumer_surplus"]) == pytest.approx(np.maximum(both - price, 0).mean(), abs=1e-3)
    apart = float(here["apart"]["p"])
    assert float(here["apart"]["manufacturer"]) == pytest.approx(2 * (apart - c) * (values >= apart).mean(), abs=2e-3)


def test_a_bundle_is_better_for_buyers_and_not_always_for_the_brand():
    apart, together = (solved("bundle", sold=sold) for sold in ("apart", "together"))
    gain = prove(together["consumer_surplus"] > apart["consumer_surplus"], given=[apart, together])
    assert gain.status == "proved"
    assert prove(together["manufacturer"] > apart["manufacturer"], given=[apart, together]).status == "mixed"


@pytest.mark.slow
@pytest.mark.parametrize("options", [{}, {"expectations": "responsive", "order": LED}, {"contract": "commission"}])
def test_the_audit_at_random_points(options):
    assert audit(solved(**options), draws=60, seed=1).audits[-1].passed()


def test_types_and_contracts_add_their_terms():
    plain = solved()
    paid = [solved(contract=words)["streamer"] - plain["streamer"] for words in ("wholesale", "two_part_tariff")]
    typed = [solved(streamer=kind)["streamer"] - plain["streamer"] for kind in ("top", "virtual")]
    assert [str(sp.simplify(gap)) for gap in (*paid, *typed)] == ["0", "-A", "F", "-T"]


def test_what_does_not_go_together_is_told():
    with pytest.raises(UnknownName, match="did you mean 'network'"):
        business_model("networks")
    with pytest.raises(DeclarationError, match="lever= goes with story='referral'"):
        business_model(lever="price")
    with pytest.raises(DeclarationError, match="the brand's own host has no contract"):
        business_model(streamer="self_run", contract="commission")


def test_the_game_file_and_the_command_line(capsys):
    read, game = read_game(EXAMPLES / "business_model.toml"), load("business_model")
    for one, other in zip(read.players, game.players, strict=True):
        assert sp.expand(one.payoff - other.payoff) == 0
    assert main(["solve", "business_model", "--baseline", "--quantity", "demand"]) == 0
    assert "demand = 16/7" in capsys.readouterr().out
