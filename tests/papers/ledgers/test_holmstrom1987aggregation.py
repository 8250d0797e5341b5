"""The folder on linear pay: what it records, against shares that are tried, and utilities averaged over noise."""

from __future__ import annotations

import numpy as np
import pytest
import sympy as sp
from numpy.typing import NDArray
from scipy import stats

from recorded import recorded

RECORD = recorded("holmstrom1987aggregation")
AVERSION, VALUE, COST = 0.75, 2.0, 1.0
SHARES = np.linspace(-0.5, 1.5, 201)
AT = {"v": VALUE, "k": COST, "V": 0.5, "V_1": 0.5, "V_2": 1.5, "rho": AVERSION, "f_1": 1.0, "f_2": 0.75, "u": 0.25}


def stated(label: str, name: str, **more: float) -> float:
    formula = sp.sympify(RECORD["R1"][label]["quantities"][name], locals={"rho": sp.Symbol("rho")})
    return float(formula.subs({**AT, **more}))


def test_linear_pay_is_best_on_a_grid_of_shares() -> None:
    """Effort is the best on a grid for each share, by mean utility over draws of noise; so is then the share."""
    noise = stats.norm(0, np.sqrt(0.5)).ppf((np.arange(4000) + 0.5) / 4000)
    efforts = np.linspace(0, 3, 601)
    best, together, effort, paid = 0.0, -np.inf, 0.0, 0.0
    for share in SHARES:
        risk = float(np.log(np.mean(np.exp(-AVERSION * share * noise))) / AVERSION)
        worth = share * VALUE * efforts - risk - COST * efforts**2 / 2
        answer = efforts[np.argmax(worth)]
        if (both := VALUE * answer - risk - COST * answer**2 / 2) > together:
            best, together, effort, paid = share, both, answer, AT["u"] - worth.max()
    for label in ("linear_pay", "hired"):
        assert best == pytest.approx(stated(label, "b"), abs=6e-3)
        assert effort == pytest.approx(stated(label, "e"), abs=2e-2)
    assert together == pytest.approx(stated("linear_pay", "both"), rel=1e-3)
    assert together - AT["u"] == pytest.approx(stated("hired", "firm"), rel=1e-3)
    assert paid == pytest.approx(stated("hired", "s"), abs=2e-2)


def best_shares(
    values: NDArray[np.float64], costs: NDArray[np.float64], moved: NDArray[np.float64], variances: NDArray[np.float64]
) -> tuple[NDArray[np.float64], float]:
    """Return the pair of shares on a grid with which both together have most, and what they have.

    Parameters
    ----------
    values, costs
        What efforts are worth, and the matrix of their costs.
    moved, variances
        What each effort adds to what each share is of, and the variances of the latter.
    """
    first, second = np.meshgrid(SHARES, SHARES, indexing="ij")
    shares = np.stack([first.ravel(), second.ravel()])
    efforts = np.linalg.solve(costs, moved @ shares)
    cost = (efforts * (costs @ efforts)).sum(axis=0) / 2
    risk = AVERSION * (shares * (variances @ shares)).sum(axis=0) / 2
    both = values @ efforts - cost - risk
    return shares[:, both.argmax()], float(both.max())


@pytest.mark.parametrize("g", [0.3, -0.3])
def test_bonuses_of_two_tasks_are_those_of_a_grid(g: float) -> None:
    costs, values = np.array([[1, g], [g, 1]]), np.array([AT["f_1"], AT["f_2"]])
    shares, both = best_shares(values, costs, np.eye(2), np.diag([AT["V_1"], AT["V_2"]]))
    assert shares == pytest.approx([stated("two_tasks", name, g=g) for name in ("b_1", "b_2")], abs=8e-3)
    assert both == pytest.approx(stated("two_tasks", "both", g=g), rel=1e-3)
    unseen, alone = best_shares(values, costs, np.eye(2), np.diag([AT["V_1"], 1e9]))
    assert unseen == pytest.approx([stated("one_seen", "b", g=g), 0], abs=8e-3)
    assert alone == pytest.approx(stated("one_seen", "both", g=g), rel=1e-3)


def test_shares_of_two_periods_and_of_a_rival_are_those_of_a_grid() -> None:
    values, costs, reach = np.array([VALUE, VALUE]), COST * np.eye(2), VALUE * np.eye(2)
    shares, both = best_shares(values, costs, reach, np.diag([AT["V_1"], AT["V_2"]]))
    assert shares == pytest.approx([stated("two_periods", name) for name in ("b_1", "b_2")], abs=8e-3)
    assert both == pytest.approx(stated("two_periods", "both"), rel=1e-3)
    whole, common = AT["V_1"] + AT["V_2"], AT["V_1"]
    covariance = np.array([[whole, common], [common, whole]])
    shares, both = best_shares(np.array([VALUE, 0]), costs, np.diag([VALUE, 0]), covariance)
    assert shares == pytest.approx([stated("relative_pay", name) for name in ("b_1", "b_2")], abs=8e-3)
    assert both == pytest.approx(stated("relative_pay", "both"), rel=1e-3)


def test_numbers_are_those_of_the_closed_forms() -> None:
    for entry in RECORD["R2"]:
        at = {"v": 1, "k": 1, "rho": 1, "u": 0, "V": float(sp.Rational(entry["V"]))}
        for name in ("b", "e", "s", "firm"):
            assert float(sp.Rational(entry[name])) == pytest.approx(stated("hired", name, **at))
    for entry in RECORD["R3"]:
        at = {"f_1": 1, "f_2": 1, "rho": 2, "V_1": 0.25, "g": float(sp.Rational(entry["g"]))}
        noise = 1e9 if entry["V_2"] == "oo" else float(sp.Rational(entry["V_2"]))
        found = [stated("two_tasks", name, **at, V_2=noise) for name in ("b_1", "b_2")]
        assert [float(sp.Rational(entry[name])) for name in ("b_1", "b_2")] == pytest.approx(found, abs=1e-6)
