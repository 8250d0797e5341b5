"""The first paper, end to end."""

from __future__ import annotations

import doctest
import sys
import tomllib
from collections.abc import Callable

import numpy as np
import pytest
from scipy.optimize import minimize

from lsec_models.papers import Reproduction
from recorded import PAPERS, recorded

RECORD = recorded("zhang2023power")


@pytest.fixture(scope="module")
def run(reproduced: Callable[[str], Reproduction]) -> Reproduction:
    return reproduced("zhang2023power")


@pytest.mark.slow
def test_every_recorded_result_is_derived_anew(run: Reproduction) -> None:
    (paper,) = run.papers
    assert paper.problems == ()
    assert [part.result.name for part in paper.results] == [f"R{n}" for n in range(1, len(paper.results) + 1)]


@pytest.mark.slow
def test_the_report_claims_nothing_for_the_article(run: Reproduction) -> None:
    page = (run.out / "zhang2023power" / "report.html").read_text(encoding="utf-8")
    assert "Level: reconstruction" in page
    assert "the paper finds" not in page.lower()
    assert "(2023) find" not in page


@pytest.mark.slow
def test_latex_tables_need_no_unicode_engine(run: Reproduction) -> None:
    files = sorted((run.out / "zhang2023power" / "tables").glob("*.tex"))
    assert len(files) >= 20
    assert [file.name for file in files if not file.read_text(encoding="utf-8").isascii()] == []


@pytest.mark.slow
@pytest.mark.usefixtures("run")
def test_documented_examples_of_the_formula() -> None:
    (module,) = [m for name, m in sys.modules.items() if name.endswith(".general_formula")]
    assert doctest.testmod(module) == doctest.TestResults(failed=0, attempted=7)


def test_the_general_formula_returns_every_game() -> None:
    assert len(RECORD["R3"]) == 13 + 3 + 1
    for entry in RECORD["R3"].values():
        assert entry["quantities_returned"] == entry["quantities"] >= 9
        assert entry["same_conditions"] is True


@pytest.mark.parametrize(
    ("label", "constant", "m", "s", "p"),
    [("M = S = P", 4, 1, 1, 1), ("M > S = P", 6, 1, 2, 2), ("M = S > P", 6, 1, 1, 3), ("P > S > M", 8, 4, 2, 1)],
)
def test_coefficients(label: str, constant: int, m: int, s: int, p: int) -> None:
    assert RECORD["R4"][label] == {"constant": constant, "M": m, "S": s, "P": p, "equals_recursion": True}


@pytest.mark.parametrize("name", ["R6", "R8", "R9", "R10"])
def test_every_pair_is_decided(name: str) -> None:
    pairs = RECORD[name]["pairs"]
    assert len(pairs) == 78
    for entry in pairs.values():
        assert "open" not in entry.values()
        if entry["everywhere"] == "depends":
            assert entry["higher_where"]
            assert entry["examples"].keys() == {"higher", "lower"}


def test_chain_profit_and_price_follow_demand() -> None:
    assert RECORD["R7"] == {"pairs": 78, "price_identity": 78, "chain_profit_identity": 78}
    assert all(entry["demand"]["everywhere"] == ">" for entry in RECORD["R12"].values())
    assert all(entry["chain_profit"]["everywhere"] == ">" for entry in RECORD["R12"].values())


def test_what_the_statements_say_of_leading() -> None:
    entries = [entry for players in RECORD["R11"].values() for who in players.values() for entry in who.values()]
    assert len(entries) == 2 * 2 + 3 * 10
    assert {entry["moderate"] for entry in entries} == {">"}
    assert {entry["everywhere"] for entry in entries} == {">=", "depends"}


def test_together_gives_most_demand_when_moderate() -> None:
    assert RECORD["R6"]["all_exist_when_moderate"] is True
    of_together = [entry for pair, entry in RECORD["R6"]["pairs"].items() if pair.startswith("M = S = P |")]
    assert [entry["moderate"] for entry in of_together] == [">"] * 12
    assert {entry["everywhere"] for entry in RECORD["R6"]["pairs"].values()} == {"depends"}


def test_commission_is_neutral_exactly_when_the_manufacturer_moves_first() -> None:
    assert RECORD["R14"]["neutral_exactly_when_manufacturer_moves_before_streamer"] is True
    assert sum(entry["neutral"] for entry in RECORD["R14"]["structures"].values()) == 5 + 1


def test_nobody_gains_by_deviating() -> None:
    assert len(RECORD["R15"]["passed"]) == 17
    assert all(RECORD["R15"]["passed"].values())


Decided = tuple[float, float, float, float]


def under_a_bound(structure: str, v: dict[str, float]) -> Decided:
    """Return w, q, m and e of two players with a bound on quality, by search and by replies."""
    if structure == "MS":
        w, q, m, e = v["c"], 0.0, 0.0, 0.0
        for _ in range(400):
            (m, e), (w, q) = streamer_answers(v, w, q), maker_answers(v, m, e)
        return w, q, m, e
    if structure == "M_S":
        led = minimize(
            lambda x: -earned(v, *x, *streamer_answers(v, *x))[0], [v["c"], 0.0], bounds=[(v["c"], 40), (0, v["Q"])]
        )
        return (*led.x, *streamer_answers(v, *led.x))
    led = minimize(lambda x: -earned(v, *maker_answers(v, *x), *x)[1], [0.0, 0.0], bounds=[(0, 40), (0, 40)])
    return (*maker_answers(v, *led.x), *led.x)


def earned(v: dict[str, float], w: float, q: float, m: float, e: float) -> tuple[float, float]:
    demand = v["a"] - v["b"] * (w + m) + v["gamma"] * q + v["mu"] * e
    return (w - v["c"]) * demand - v["k"] * q**2 / 2, m * demand - v["eta"] * e**2 / 2


def streamer_answers(v: dict[str, float], w: float, q: float) -> tuple[float, float]:
    for_sale = v["a"] - v["b"] * w + v["gamma"] * q
    size = 2 * v["b"] * v["eta"] - v["mu"] ** 2
    return v["eta"] * for_sale / size, v["mu"] * for_sale / size


def maker_answers(v: dict[str, float], m: float, e: float) -> tuple[float, float]:
    for_sale = v["a"] - v["b"] * (m + v["c"]) + v["mu"] * e
    q = min(max(v["gamma"] * for_sale / (2 * v["b"] * v["k"] - v["gamma"] ** 2), 0.0), v["Q"])
    return v["c"] + (for_sale + v["gamma"] * q) / (2 * v["b"]), q


def test_rankings_where_quality_is_at_its_bound_by_brute_force() -> None:
    draw = np.random.default_rng(3).uniform
    strong = 0
    for _ in range(12):
        v = {"a": draw(8, 12), "c": draw(0, 2), "gamma": draw(0.8, 1.3), "mu": draw(0.2, 1.2), "Q": draw(0.1, 0.5)}
        v |= {"b": 1.0, "k": 1.0, "eta": 1.0}
        found = {name: under_a_bound(name, v) for name in ("MS", "M_S", "S_M")}
        profit = {name: earned(v, *decided) for name, decided in found.items()}
        assert all(q == pytest.approx(v["Q"], abs=1e-6) for _, q, _, _ in found.values())
        assert profit["M_S"][0] >= profit["MS"][0] - 1e-6
        assert profit["S_M"][1] >= profit["MS"][1] - 1e-6
        assert profit["M_S"][0] > profit["S_M"][0]
        assert (profit["M_S"][1] < profit["MS"][1]) == (v["mu"] < 1)
        assert found["S_M"][3] < min(found["MS"][3], found["M_S"][3])
        assert sum(profit["S_M"]) < sum(profit["MS"])
        strong += v["gamma"] > 1
    assert strong >= 3


def test_the_ledger_says_what_bounds_change() -> None:
    claims = tomllib.loads((PAPERS / "zhang2023power" / "claims.toml").read_text(encoding="utf-8"))["claim"]
    bounded = {claim["id"]: claim for claim in claims if "bound" in claim["id"] or "corner" in claim["id"]}
    assert len(bounded) == 10
    begun = {claim["remark"].split()[0].rstrip(":") for claim in bounded.values()}
    assert begun == {"Survives", "Changed", "Bounds"}


@pytest.mark.parametrize(("commission", "bounded"), [(0.6, True), (0.79, True), (0.81, False), (0.95, False)])
def test_a_commission_that_leaves_profit_without_a_bound(commission: float, bounded: bool) -> None:
    """The top streamer's margin is zero; its effort rises with the price, and quality answers both."""
    w = 10.0 ** np.arange(5, 9)
    rest = 60 + (1.1**2 * commission - 1) * w
    margin = (1 - commission) * w - 2
    quality = np.maximum(0.8 * margin / 2, 0)
    profit = margin * (rest + 0.8 * quality) - quality**2
    assert (np.diff(profit) < 0).all() == bounded
    claims = tomllib.loads((PAPERS / "zhang2023power" / "claims.toml").read_text(encoding="utf-8"))["claim"]
    (high,) = [claim for claim in claims if claim["id"] == "corner-commission-high"]
    assert high["statement"].startswith("lambda >= 1/2 and 5*lambda < 4 =>")
