"""The article on channel structures, end to end, and its dual channel against brute force."""

from __future__ import annotations

import doctest
import sys
from collections.abc import Callable, Mapping

import numpy as np
import pytest
import sympy as sp

from lsec_models import Equilibrium
from lsec_models.papers import Reproduction, read_paper
from lsec_models.papers.folder.modules import load_equilibria
from recorded import PAPERS, recorded

RECORD = recorded("ha2022structures")
K, R = sp.symbols("k r")


@pytest.fixture(scope="module")
def run(reproduced: Callable[[str], Reproduction]) -> Reproduction:
    return reproduced("ha2022structures")


@pytest.fixture(scope="module")
def games() -> Mapping[str, Equilibrium]:
    return load_equilibria(read_paper(PAPERS / "ha2022structures"))


@pytest.mark.slow
def test_every_result_and_claim_agrees(run: Reproduction) -> None:
    (paper,) = run.papers
    assert paper.problems == ()
    assert {part.verdict for part in paper.claims} == {"proved"}
    assert paper.errata == ()


@pytest.mark.slow
@pytest.mark.usefixtures("run")
@pytest.mark.parametrize(("module", "examples"), [("exact_numbers", 4)])
def test_documented_examples(module: str, examples: int) -> None:
    (found,) = [m for n, m in sys.modules.items() if n.startswith("_lsec_paper_") and n.endswith(f".{module}")]
    assert doctest.testmod(found) == doctest.TestResults(failed=0, attempted=examples)


@pytest.mark.parametrize("name", ["R2", "R3"])
def test_exact_roots_round_to_the_printed_numbers(name: str) -> None:
    entries = RECORD[name]["at"]
    assert entries.keys() == {"1", "3/2", "2", "3"}
    for cost, entry in entries.items():
        assert entry["rounds_to_printed"] is True
        at_cost = sp.sympify(RECORD[name]["deciding"]).subs(K, sp.Rational(cost))
        assert sp.rem(sp.Poly(at_cost, R), sp.Poly(sp.sympify(entry["polynomial"]), R)).is_zero


def test_the_printed_example() -> None:
    entries = [entry for players in RECORD["R5"].values() for entry in players.values()]
    assert [entry["rounds_to_printed"] for entry in entries] == [True] * 6


@pytest.mark.parametrize(
    ("name", "symbol", "held", "values", "low", "high"),
    [
        ("R2", R, K, ["51/100", "3/4", "1", "7/3", "40"], 0, 1),
        ("R3", R, K, ["101/100", "5/4", "7/3", "40"], sp.S.Half, 1),
        ("R4", K, R, ["1/100", "1/4", "49/100"], sp.S.Half, 100),
    ],
)
def test_one_change_of_sign_is_one_root(
    name: str, symbol: sp.Symbol, held: sp.Symbol, values: list[str], low: sp.Expr, high: sp.Expr
) -> None:
    assert RECORD[name]["one_change_of_sign"]["verdict"] == "proved"
    deciding = sp.sympify(RECORD["R3" if name == "R4" else name]["deciding"])
    for value in values:
        assert sp.Poly(deciding.subs(held, sp.Rational(value)), symbol).count_roots(low, high) == 1


@pytest.mark.slow
@pytest.mark.parametrize("k", [0.7, 1.0, 2.0, 6.0])
@pytest.mark.parametrize("r", [0.05, 0.3, 0.5, 0.9])
def test_the_dual_channel_is_what_brute_force_finds(games: Mapping[str, Equilibrium], k: float, r: float) -> None:
    exact = games["dual"].at({"a": 1, "k": k, "r": r})
    profits = {name: float(exact[name]) for name in ("manufacturer", "intermediary")}
    assert enumerated(k, r) == pytest.approx(profits, abs=3e-3)


def enumerated(k: float, r: float) -> dict[str, float]:
    """Solve the dual channel at a = 1: all wholesale prices, all quantities of the intermediary, best replies last.

    Quantities and effort may be zero, so that an equilibrium at a corner would be found.
    """
    resold, w = np.linspace(0, 2, 2401), np.linspace(-0.6, 1.2, 1801)
    direct, effort = np.zeros_like(resold), np.zeros_like(resold)
    for _ in range(400):
        effort = np.maximum(0, (resold + r * direct) / k)
        direct = (direct + np.maximum(0, (1 - resold + effort) / 2)) / 2
    price = 1 - resold - direct + effort
    intermediary = (price[None, :] - w[:, None]) * resold[None, :] + (r * price * direct - k * effort**2 / 2)[None, :]
    chosen = intermediary.argmax(axis=1)
    manufacturer = w * resold[chosen] + (1 - r) * price[chosen] * direct[chosen]
    best = int(manufacturer.argmax())
    return {"manufacturer": manufacturer[best], "intermediary": intermediary[best, chosen[best]]}
