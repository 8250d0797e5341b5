"""The channel paper: what its record and ledger say, asked once more of a brute-force solver without formulas."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping
from fractions import Fraction
from functools import cache
from typing import Any

import numpy as np
import pytest
from scipy.optimize import minimize

import brute_force.channels as brute
from grids.region_map import compare
from lsec_models.models.parts.streamers import STREAMER_TYPES
from recorded import PAPERS, recorded

pytestmark = pytest.mark.slow

FOLDER = PAPERS / "mayang2024channel"
RECORD = recorded("mayang2024channel")
CLAIMS = {claim["id"]: claim for claim in tomllib.loads((FOLDER / "claims.toml").read_text(encoding="utf-8"))["claim"]}
_POINTS = 400
# Differences below this share of the market are left to exact arithmetic.
_VISIBLE = 1e-5


@cache
def random_values() -> dict[str, Any]:
    """Random parameters with costly effort, and no fixed payments."""
    draw = np.random.default_rng(4).uniform
    eta, zero = draw(1.05, 4, _POINTS), np.zeros(_POINTS)
    phi = draw(0.3, 2, _POINTS)
    values = {"alpha": draw(5, 20, _POINTS), "c": draw(0, 1.2, _POINTS), "sigma": draw(0, 0.5, _POINTS)}
    values |= {"theta": draw(-0.95, 0.95, _POINTS), "phi": phi, "eta": eta, "lambda": draw(0.02, 0.6, _POINTS)}
    return values | {"phi_o": phi, "eta_o": eta, "F": zero, "W": zero}


@cache
def solved() -> dict[str, dict[str, Any]]:
    return brute.solve_all(random_values())


def gap(mode: str, quantity: str) -> Any:
    """Return by how much a mode exceeds no live channel, and where that is visible and both channels sell."""
    found, plain = solved()[mode], solved()["none"]
    difference = (found[quantity] - plain[quantity]) / random_values()["alpha"]
    return difference, found["interior"] & (np.abs(difference) > _VISIBLE)


RULES: Mapping[str, tuple[str, str, Callable[[Mapping[str, Any]], Any]]] = {
    "w-own": ("self_run", "w", lambda v: v["theta"] > 0),
    "w-agency": ("agency", "w", lambda v: v["theta"] > v["eta"] * v["sigma"]),
    "w-reselling": ("reselling", "w", lambda v: v["phi"] > 1),
    "retailer-own": ("self_run", "retailer", lambda v: v["theta"] > 2 * v["eta_o"] * v["sigma"]),
    "retailer-agency": (
        "agency",
        "retail_demand",
        lambda v: v["lambda"] * v["theta"] > v["eta"] * v["sigma"] * (2 - v["lambda"]),
    ),
}


@pytest.mark.parametrize("claim", RULES)
def test_rules_that_are_proved_hold_by_brute_force(claim: str) -> None:
    mode, quantity, rule = RULES[claim]
    assert CLAIMS[claim]["expected"] == "proved"
    difference, visible = gap(mode, quantity)
    assert visible.sum() >= 60
    assert len(np.unique(difference[visible] > 0)) == 2
    assert ((difference > 0) == rule(random_values()))[visible].all()


@pytest.mark.parametrize("mode", ["self_run", "agency"])
def test_a_live_channel_never_hurts_the_manufacturer_by_brute_force(mode: str) -> None:
    difference, _ = gap(mode, "manufacturer")
    assert (difference >= -1e-9).all()
    assert CLAIMS["opening-own"]["expected"] == CLAIMS["opening-agency"]["expected"] == "proved"


def test_win_win_and_conflict_by_brute_force() -> None:
    v = random_values()
    (maker, _), (retailer, seen), (consumers, _) = (
        gap("self_run", name) for name in ("manufacturer", "retailer", "consumer_surplus")
    )
    win_win = seen & (v["theta"] > 2 * v["eta_o"] * v["sigma"])
    assert win_win.sum() >= 5
    assert ((maker > 0) & (retailer > 0) & (consumers > 0))[win_win].all()
    assert ((maker > 0) & (retailer < 0))[seen & ~win_win].all()


@pytest.mark.parametrize(
    ("theta", "threshold"), [("-0.9", "0.516"), ("0", "0.462"), ("0.9", "0.406")], ids=["low", "none", "high"]
)
def test_agency_gives_way_to_reselling_where_the_ledger_says(theta: str, threshold: str) -> None:
    """The remark of wang2025-modes names the commission at which the preferred mode changes."""
    level, at = float(theta), float(threshold)
    commission = np.array([at - 0.002, at + 0.002])
    values: dict[str, Any] = {
        "alpha": 1.0,
        "c": 0.0,
        "sigma": 0.2,
        "theta": level,
        "phi": 1.2,
        "eta": 2.0,
        "lambda": commission,
    }
    values |= {"phi_o": 0.8, "eta_o": 2.0, "F": 0.0, "W": 0.0}
    agency, reselling = (brute.solve_mode(mode, values) for mode in ("agency", "reselling"))
    assert agency["interior"].all()
    assert reselling["interior"].all()
    assert list(agency["manufacturer"] > reselling["manufacturer"]) == [True, False]


def test_integration_can_be_declined_by_brute_force() -> None:
    """The finding of Liu et al. that holds here: with strong cannibalisation an agent beats an own host for nothing."""
    v = random_values()
    own, agent = solved()["self_run"], solved()["agency"]
    both = own["interior"] & agent["interior"]
    declined = both & (own["manufacturer"] < agent["manufacturer"] - 1e-6 * v["alpha"] ** 2)
    assert declined.any()
    assert (v["theta"][declined] < 0).all()
    assert CLAIMS["liu2026-integration"]["expected"] == "mixed"


def test_hosts_by_brute_force() -> None:
    base = {"alpha": 20.0, "c": 2.0, "sigma": 0.2, "theta": 0.1, "phi_o": 0.8, "eta_o": 2.0, "W": 1.0}
    for kind in ("ordinary", "top"):
        terms = STREAMER_TYPES[kind]
        numbers = {"phi": terms.influence, "eta": terms.effort_cost, "lambda": terms.commission, "F": terms.slot_fee}
        values: dict[str, Any] = base | {name: float(value) for name, value in numbers.items()}
        for mode, entry in RECORD["R4"][kind].items():
            found = brute.solve_mode(mode, values)
            assert bool(found["interior"]) is entry["interior"], (kind, mode)
            for name in ("manufacturer", "retailer", "streamer", "consumer_surplus") if entry["interior"] else ():
                assert float(found[name]) == pytest.approx(float(Fraction(entry[name])), rel=1e-7), (kind, mode, name)


def test_every_claim_is_decided() -> None:
    assert {claim["expected"] for claim in CLAIMS.values()} == {"proved", "mixed", "refuted"}
    assert all(claim.get("exactly") for claim in CLAIMS.values() if claim["expected"] == "mixed")


def test_nothing_is_said_of_the_article_itself() -> None:
    levels = {claim["level"] for claim in CLAIMS.values()}
    assert levels == {"reconstruction", "abstract"}
    for claim in CLAIMS.values():
        ours = ("our reconstruction", "our reconstruction, corners included")
        assert claim["where"].endswith(ours if claim["level"] == "reconstruction" else ", abstract")


def test_thresholds_of_the_record() -> None:
    found = {
        (mode, quantity): point["threshold"]
        for mode, quantities in RECORD["R3"].items()
        for quantity, points in quantities.items()
        for point in points
    }
    assert found == {
        ("self_run", "w"): "0",
        ("self_run", "retail_demand"): "2*eta_o*sigma",
        ("agency", "w"): "eta*sigma",
        ("agency", "retail_demand"): "eta*sigma*(2 - lambda)/lambda",
        ("reselling", "w"): "1",
    }


def test_a_map_agrees_with_brute_force_on_a_small_grid() -> None:
    found = compare("fee_influence", 13)
    assert found.near == 0
    assert set(found.labels) == {"self_run", "reselling", "agency"}
    assert found.disagreements == ()


def test_every_statement_about_corners_is_proved_and_every_map_label_exact() -> None:
    assert [claim["expected"] for name, claim in CLAIMS.items() if name.startswith("corners-")] == ["proved"] * 13
    for entry in RECORD["R6"].values():
        assert entry["cells_checked"]["equal"] == entry["cells_checked"]["labels"]


def sold(v: Mapping[str, float], w: float, d_l: float, e: float) -> tuple[float, float, float]:
    """Return retail sales, which answer what is decided, the retail and the live price; without unit cost."""
    d_r = max(0.0, (v["alpha"] + v["theta"] * e - w - v["sigma"] * d_l) / 2)
    retail_price = v["alpha"] - d_r - v["sigma"] * d_l + v["theta"] * e
    return d_r, retail_price, v["phi"] * v["alpha"] - d_l - v["sigma"] * d_r + e


def led(v: Mapping[str, float], wedge: float = 0.0, effort: float | None = None) -> tuple[float, float, float]:
    """Return the manufacturer's profit, retail sales and effort, if it has all live revenue; wedge is a cost of sales.

    Effort is the part `effort` of live sales over its cost, known when sales are decided, or else decided with them.
    """

    def outcome(x: Any) -> tuple[float, float, float]:
        e = x[2] if effort is None else effort * x[1] / v["eta"]
        d_r, _, live_price = sold(v, x[0], x[1], e)
        return x[0] * d_r + (live_price - wedge) * x[1] - v["eta"] * e**2 / 2, d_r, e

    start = [v["alpha"] / 2, v["alpha"] * v["phi"] / 2, v["alpha"] / 4]
    found = minimize(lambda x: -outcome(x)[0], start, bounds=[(0, None)] * 3, options={"ftol": 1e-15, "gtol": 1e-9})
    return outcome(found.x)


def test_guaranteed_sales_and_returns_by_brute_force() -> None:
    draw = np.random.default_rng(8).uniform
    signs = set()
    for _ in range(25):
        v = {"alpha": 1.0, "phi": draw(0.8, 1.3), "sigma": draw(0.05, 0.4), "eta": draw(1.2, 3)}
        v |= {"theta": draw(-0.9, 0.9)}
        named, own, dear = led(v), led(v, effort=1.0), led(v, wedge=0.05, effort=1.0)
        if min(named[1], own[1], dear[1]) < 0.01:
            continue
        assert named[0] >= own[0] - 1e-7
        assert named[1] >= own[1] - 1e-4
        assert abs(v["theta"]) < 0.1 or (named[2] > own[2]) == (v["theta"] > 0)
        assert dear[0] < own[0]
        turn = v["theta"] - 2 * v["eta"] * v["sigma"]
        assert abs(turn) < 0.05 or (dear[1] > own[1]) == (turn < 0)
        signs.add((v["theta"] > 0, turn > 0))
    assert signs == {(True, True), (True, False), (False, False)}


def test_a_commission_that_is_decided_by_brute_force() -> None:
    rates = np.linspace(0, 0.999, 4000)
    for eta in (1.1, 1.4, 1.9):
        sales = np.linspace(0, 60, 600001)
        for rate in (0.2, 0.5):
            best = sales[np.argmax((1 - rate) * (1 - sales + rate * sales / eta) * sales)]
            assert best == pytest.approx(1 / (2 * (1 - rate / eta)), abs=2e-4)
        live = 1 / (2 * (1 - rates / eta))
        revenue, effort = live * (1 - live + rates * live / eta), rates * live / eta
        streamer = rates * revenue - eta * effort**2 / 2
        assert rates[np.argmax(streamer)] == pytest.approx(eta / 2, abs=1e-3)
        assert rates[np.argmax(revenue - eta * effort**2 / 2)] == pytest.approx(eta / (eta + 1), abs=1e-3)
