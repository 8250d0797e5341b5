"""The paper on dynamic quality: what its record and ledger say, asked once more of solvers without formulas."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping
from fractions import Fraction
from functools import cache

import numpy as np
import pytest

import brute_force.goodwill as brute
from lsec_models.models.over_time.dynamic_quality import BASELINE
from lsec_models.models.parts.streamers import STREAMER_TYPES
from recorded import PAPERS, recorded

FOLDER = PAPERS / "zhang2023dynamic"
RECORD = recorded("zhang2023dynamic")
CLAIMS = {claim["id"]: claim for claim in tomllib.loads((FOLDER / "claims.toml").read_text(encoding="utf-8"))["claim"]}
NUMBERS = {name: float(value) for name, value in BASELINE.items()}
STATIC = {**NUMBERS, "gamma": 0.0, "mu": 0.0}
_POINTS = 60
Outcome = dict[str, float]


@cache
def random_points() -> list[dict[str, float]]:
    draw = np.random.default_rng(5).uniform
    names = ("a", "k", "eta", "beta", "phi", "kappa_q", "kappa_e", "delta", "r", "rho_M", "rho_S", "G_0")
    return [{name: float(2 ** draw(-2, 2)) for name in names} for _ in range(_POINTS)]


def outcome(v: brute.Values, s_e: float = 0.0, s_q: float = 0.0) -> Outcome:
    """Both act at once, given shares."""
    q, e = brute.efforts(v, s_e, s_q)
    first, second = brute.payoffs(v, q, e, s_e, s_q)
    goodwill = (v["kappa_q"] * q + v["kappa_e"] * e) / v["delta"]
    return {"q": q, "e": e, "G": goodwill, "manufacturer": first, "streamer": second, "chain": first + second}


def centralised(v: brute.Values) -> Outcome:
    q, e = brute.centralised(v)
    first, second = brute.payoffs(v, q, e)
    goodwill = (v["kappa_q"] * q + v["kappa_e"] * e) / v["delta"]
    return {"q": q, "e": e, "G": goodwill, "manufacturer": first, "streamer": second, "chain": first + second}


@cache
def modes(i: int) -> dict[str, Outcome]:
    v = random_points()[i]
    s_e, s_q = brute.best_share(v, "manufacturer"), brute.best_share(v, "streamer")
    total = v["rho_M"] + v["rho_S"]
    return {
        "centralised": centralised(v),
        "nash": outcome(v),
        "cost_sharing": outcome(v, s_e) | {"s_e": s_e},
        "quality_sharing": outcome(v, 0.0, s_q) | {"s_q": s_q},
        "two_way_sharing": outcome(v, s_e, s_q) | {"s_e": s_e, "s_q": s_q},
        "effort_coordinated": outcome(v, v["rho_M"] / total),
        "coordinated": outcome(v, v["rho_M"] / total, v["rho_S"] / total),
    }


def strength(v: brute.Values) -> float:
    """Of quality over effort."""
    return v["kappa_q"] ** 2 * v["eta"] / (v["kappa_e"] ** 2 * v["k"])


CONDITIONS: Mapping[str, tuple[str, str, str, Callable[[brute.Values], bool]]] = {
    "rank-effort-exactly": ("cost_sharing", "nash", "e", lambda v: 2 * v["rho_M"] > v["rho_S"]),
    "centralised-hurts": (
        "centralised",
        "nash",
        "manufacturer",
        lambda v: 2 * v["rho_M"] ** 2 > strength(v) * v["rho_S"] ** 2,
    ),
    "coordination-one-way": ("effort_coordinated", "nash", "manufacturer", lambda v: v["rho_M"] > v["rho_S"]),
    "coordination-manufacturer": (
        "coordinated",
        "nash",
        "manufacturer",
        lambda v: strength(v) + v["rho_M"] / v["rho_S"] > 1,
    ),
    "coordination-streamer": (
        "coordinated",
        "nash",
        "streamer",
        lambda v: v["rho_S"] / v["rho_M"] + 1 / strength(v) > 1,
    ),
}


@pytest.mark.parametrize("claim", CONDITIONS)
def test_exact_conditions_of_the_ledger_by_brute_force(claim: str) -> None:
    left, right, quantity, condition = CONDITIONS[claim]
    assert CLAIMS[claim]["expected"] == "mixed"
    found = [modes(i)[left][quantity] > modes(i)[right][quantity] * (1 + 1e-9) for i in range(_POINTS)]
    assert found == [condition(v) for v in random_points()]
    assert len(set(found)) == 2


def test_offered_shares_turn_positive_at_one_third_by_brute_force() -> None:
    for i, v in enumerate(random_points()):
        kept = v["rho_M"] / (v["rho_M"] + v["rho_S"])
        assert (modes(i)["cost_sharing"]["s_e"] > 0) == (kept > 1 / 3)
        assert (modes(i)["quality_sharing"]["s_q"] > 0) == (kept < 2 / 3)
        assert modes(i)["cost_sharing"]["s_e"] == pytest.approx(max(0.0, (3 * kept - 1) / (kept + 1)), abs=2e-5)
    assert RECORD["R2"]["effort"]["turns_at"] == ["1/3"]
    assert RECORD["R2"]["effort"]["of_the_margin_kept"] == "(3*x - 1)/(x + 1)"
    assert RECORD["R2"]["quality"]["turns_at"] == ["2/3"]
    assert RECORD["R2"]["effort"]["best_of_given_shares"] == [RECORD["R2"]["effort"]["chosen"]]


def test_two_way_sharing_is_best_for_both_where_both_share_by_brute_force() -> None:
    both = [i for i, v in enumerate(random_points()) if 0.55 < v["rho_M"] / v["rho_S"] < 1.8]
    assert len(both) >= 5
    for i in both:
        found = modes(i)
        for side in ("manufacturer", "streamer"):
            for other in ("cost_sharing", "quality_sharing"):
                assert found["two_way_sharing"][side] > found[other][side] > found["nash"][side]
        chain = [found[mode]["chain"] for mode in ("centralised", "two_way_sharing", "cost_sharing", "nash")]
        assert chain == sorted(chain, reverse=True)
        assert found["coordinated"]["chain"] == pytest.approx(found["centralised"]["chain"], rel=1e-9)


@pytest.mark.parametrize("share", [0.05, 0.3, 0.6, 0.9])
def test_the_pareto_region_by_brute_force(share: float) -> None:
    gains = []
    for i, v in enumerate(random_points()):
        found, nash = outcome(v, share), modes(i)["nash"]
        assert found["streamer"] > nash["streamer"]
        gains.append(found["manufacturer"] > nash["manufacturer"])
        assert gains[-1] == (share < 1 - v["rho_S"] / (2 * v["rho_M"]))
    assert len(set(gains)) == 2
    assert RECORD["R4"]["given_shares"]["effort"]["payer_gains_up_to"] == ["(2*rho_M - rho_S)/(2*rho_M)"]


def test_the_ranking_of_the_record_by_brute_force() -> None:
    """Signs without a condition, at every point at which both modes are equilibria of the package."""
    for pair, entry in RECORD["R3"].items():
        left, right = pair.split(" | ")
        for i, v in enumerate(random_points()):
            ratio = v["rho_M"] / v["rho_S"]
            if (("cost" in pair or "two" in pair) and ratio < 0.55) or (
                ("quality" in pair or "two" in pair) and ratio > 1.8
            ):
                continue
            for quantity, found in entry.items():
                gap = modes(i)[left][quantity] - modes(i)[right][quantity]
                small = 1e-7 * max(1.0, abs(modes(i)[right][quantity]))
                allowed = {">": gap > 0, ">=": gap > -small, "=": abs(gap) < small, "<=": gap < small, "><": True}
                assert allowed[found["sign"]], (pair, quantity, i)


def test_hosts_by_brute_force() -> None:
    fixed = {name: float(Fraction(BASELINE[name])) for name in BASELINE}
    for kind, terms in STREAMER_TYPES.items():
        v = fixed | {"phi": float(terms.influence), "eta": float(terms.effort_cost)}
        share = float(terms.commission)
        v |= {"rho_M": (1 - share) * v["rho"], "rho_S": share * v["rho"], "gamma": 0.0, "mu": 0.0}
        found = centralised(v) if terms.employed else outcome(v)
        fees = float(terms.slot_fee + terms.wage) / v["r"]
        entry = {name: float(Fraction(value)) for name, value in RECORD["R5"]["hosts"][kind].items()}
        profit = found["chain"] if terms.employed else found["manufacturer"]
        assert entry["manufacturer"] == pytest.approx(profit - fees, rel=1e-9)
        assert (entry["q"], entry["e"], entry["G"]) == pytest.approx((found["q"], found["e"], found["G"]), rel=1e-9)


@pytest.mark.parametrize(
    ("words", "leader"),
    [("both at once", None), ("manufacturer first", "manufacturer"), ("streamer first", "streamer")],
)
def test_priced_leaders_by_root_finding(words: str, leader: str | None) -> None:
    expected = brute.with_price(NUMBERS, leader)
    assert {name: float(RECORD["R7"][words][name]) for name in expected} == pytest.approx(expected, rel=1e-5)


def test_leading_with_a_price_can_cost() -> None:
    profit = {words: float(entry["manufacturer"]) for words, entry in RECORD["R7"].items()}
    assert profit["both at once"] > profit["manufacturer first"] > profit["streamer first"]


def test_prices_by_stage_by_root_finding() -> None:
    for kind in ("top", "ordinary"):
        terms = STREAMER_TYPES[kind]
        v = STATIC | {"phi": float(terms.influence), "eta": float(terms.effort_cost), "lambda": float(terms.commission)}
        found = brute.with_price(v)
        assert float(RECORD["R9"][kind][-1]) == pytest.approx(found["p"], rel=1e-3)
        start = (v["a"] + v["b"] * v["c"] / (1 - v["lambda"])) / (2 * v["b"])
        assert float(RECORD["R9"][kind][0]) == pytest.approx(start, rel=1e-5)
    assert all(RECORD["R9"]["ordinary_below_top"])


def test_every_instrument_lowers_the_critical_fame() -> None:
    for entry in RECORD["R8"]["instruments"].values():
        found = [entry[key] for key in sorted(entry, key=Fraction)]
        numbers = [float(value) for value in found if not value.startswith("none")]
        assert numbers == sorted(numbers, reverse=True)
        assert len(numbers) >= 4
    fades = RECORD["R8"]["everybody_fades_up_to_commission"]
    assert RECORD["R8"]["instruments"]["lambda"]["1/50"] == "none: everybody fades"
    assert 1 / 50 < float(fades["about"]) < 1 / 20
    assert float(RECORD["R8"]["types"]["top"]) < float(RECORD["R8"]["types"]["ordinary"])


def test_effort_rises_above_the_critical_fame_and_falls_below() -> None:
    paths = RECORD["R8"]["baseline"]["paths"]
    above, below = ([float(x) for x in paths[side]["effort"]] for side in ("just above", "just below"))
    assert above == sorted(above)
    assert below == sorted(below, reverse=True)


def test_the_audit_found_nothing() -> None:
    assert all(holds for entry in RECORD["R10"].values() for holds in entry.values())


def test_every_claim_is_decided() -> None:
    assert {claim["expected"] for claim in CLAIMS.values()} == {"proved", "mixed"}
    assert all(claim.get("exactly") for claim in CLAIMS.values() if claim["expected"] == "mixed")


def test_nothing_is_said_of_the_article_itself() -> None:
    levels = {claim["level"] for claim in CLAIMS.values()}
    assert levels == {"reconstruction", "abstract"}
    for claim in CLAIMS.values():
        ours = claim["level"] == "reconstruction"
        assert claim["where"].startswith("our reconstruction") if ours else claim["where"].endswith(", abstract")


def test_modes_with_a_bound_on_effort_by_brute_force() -> None:
    """Each mode at an instant on a grid of efforts, the streamer answering shares on a grid, none of them negative."""
    offered, capped = 0, 0
    for v in random_points()[:25]:
        worth = {name: v["beta"] * v["phi"] * v[f"rho_{name}"] / (v["r"] + v["delta"]) * v["kappa_e"] for name in "MS"}
        alone = worth["S"] / v["eta"]
        for most in (1.1 * alone, 1.6 * alone, 6 * alone):
            shares = np.linspace(0, 0.98, 4901)
            answers = np.minimum(alone / (1 - shares), most)
            best = int(np.argmax(worth["M"] * answers - shares * v["eta"] * answers**2 / 2))
            shared, one_owner = answers[best], min((worth["M"] + worth["S"]) / v["eta"], most)
            wants = 2 * v["rho_M"] > v["rho_S"]
            assert (shares[best] > 0) == wants or abs(2 * v["rho_M"] / v["rho_S"] - 1) < 0.01
            assert one_owner >= shared - 1e-9 >= alone - 2e-9
            if wants:
                expected = min(alone * (2 * v["rho_M"] + v["rho_S"]) / (2 * v["rho_S"]), most)
                assert shared == pytest.approx(expected, rel=2e-3)
                offered, capped = offered + 1, capped + (expected == most)
    assert offered > capped >= 10
    bounded = [claim for name, claim in CLAIMS.items() if name.startswith("bounded-")]
    assert [claim["expected"] for claim in bounded] == ["proved"] * 8
