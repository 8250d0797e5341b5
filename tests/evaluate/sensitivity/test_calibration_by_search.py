"""Calibration of games without a closed form: data of the game itself, formulas, and grids that know those."""

from __future__ import annotations

import numpy as np
import pytest
import sympy as sp
from hypothesis import given, settings
from hypothesis import strategies as st

from lsec_models import Game, Player, decisions, parameters, solve, total
from lsec_models.errors import DeclarationError, OutsideDomain, UnknownName
from lsec_models.evaluate.sensitivity.calibration import calibrate
from lsec_models.solve.numerical.quantities_inside import QuantitiesInside

a, b, c = parameters("a b c", positive=True)
w, p, q = decisions("w p q")
COSTS = [1, 1.5, 3]


def chain(demand: sp.Expr, **more: object) -> Game:
    maker = Player("maker", decides=[w], payoff=(w - c) * demand)
    seller = Player("seller", decides=[p], payoff=(p - w) * demand)
    return Game(players=[maker, seller], order=["maker", "seller"], report={"sold": demand}, **more)


ISOELASTIC = chain(a * p**-b, assuming=[b > 1])


@settings(max_examples=10)
@given(st.floats(0.5, 20), st.floats(1.2, 5), st.floats(0.5, 5))
def test_slopes_are_those_of_the_formulas(scale: float, elasticity: float, cost: float) -> None:
    price = c * (b / (b - 1)) ** 2
    formulas = [price, a * price**-b, c / (b - 1) * a * price**-b]
    rows = QuantitiesInside(ISOELASTIC, ["p", "sold", "maker"], ["a", "b"]).at(
        {"a": np.array([scale]), "b": np.array([elasticity]), "c": np.array([cost])}
    )
    there = {a: scale, b: elasticity, c: cost}
    expected = [*formulas, *(formula.diff(symbol) for formula in formulas for symbol in (a, b))]
    assert rows[0] == pytest.approx([float(formula.subs(there)) for formula in expected], rel=1e-9)


@pytest.mark.slow
def test_data_of_a_logit_chain_give_its_parameters_back() -> None:
    logit = chain(sp.exp(a - b * p) / (1 + sp.exp(a - b * p)))
    points = [solve(logit, at={"a": 3, "b": 1.3, "c": cost}).only() for cost in COSTS]
    seen = {name: [float(one[name]) for one in points] for name in ("p", "sold")}
    found = calibrate(logit, seen, between={"a": (0.5, 6), "b": (0.3, 4)}, at={"c": COSTS})
    assert dict(found.fitted) == pytest.approx({"a": 3, "b": 1.3}, rel=1e-5)
    assert found.is_identified
    assert found.binds == ()
    assert found.caveat.startswith("not established")


def squares(scale: np.ndarray, elasticity: np.ndarray, seen: dict[str, list[float]], units: dict[str, float]) -> float:
    price = np.multiply.outer((elasticity / (elasticity - 1)) ** 2, COSTS)
    sold = scale[..., None] * price ** -elasticity[..., None]
    return sum((((values - seen[n]) / units[n]) ** 2).sum(axis=-1) for n, values in (("p", price), ("sold", sold)))


@pytest.mark.slow
def test_no_point_of_a_grid_fits_better_and_the_domain_binds() -> None:
    A, B = np.meshgrid(np.linspace(1, 20, 400), np.linspace(1.001, 5, 4000), indexing="ij")
    for seen in ({"p": [5, 5.5, 8], "sold": [0.4, 0.2, 0.1]}, {"p": [5, 5.5, 8], "sold": [2, 2.1, 1.9]}):
        found = calibrate(ISOELASTIC, seen, between={"a": (1, 20), "b": (0.5, 5)}, at={"c": COSTS})
        least = squares(A, B, seen, dict(found.scales)).min()
        assert found.loss <= least * (1 + 1e-9)
        assert found.loss == pytest.approx(least, rel=0.01)
    with pytest.raises(OutsideDomain, match="no candidate found"):
        calibrate(chain(a * p**-b), {"p": 5}, between={"b": (0.2, 0.9)}, at={"a": 1, "c": 1})
    # Prices beyond all bounds pull the elasticity down to one, where there is no best price.
    found = calibrate(ISOELASTIC, {"p": 1e5}, between={"b": (1.05, 5)}, at={"a": 1, "c": 1})
    assert found.binds == ("b >= 21/20 [range]",)


@pytest.mark.slow
def test_firms_that_are_alike_are_fitted_by_one_of_them() -> None:
    firm = Player("firm", decides=[q], payoff=q * (a * sp.exp(-total(q)) - c), copies=3)
    # (1 - q) a exp(-3 q) = c.
    found = calibrate(Game(players=[firm]), {"q": 0.25}, between={"a": (0.5, 4)}, at={"c": 0.5})
    assert found.fitted["a"] == pytest.approx(0.5 * np.exp(0.75) / 0.75, rel=1e-6)


def test_what_can_not_be_fitted_is_named() -> None:
    for more, error, words in (
        ({"observed": {"z": 3}}, UnknownName, "no quantity 'z'"),
        ({"at": {"a": 1}}, DeclarationError, "no value for c"),
        ({"between": {"b": (0.2, 0.9)}}, OutsideDomain, "b > 1"),
    ):
        good = {"observed": {"p": 5}, "between": {"b": (1.5, 3)}, "at": {"a": 1, "c": 1}}
        with pytest.raises(error, match=words):
            calibrate(ISOELASTIC, **{**good, **more})
