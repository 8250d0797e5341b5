"""Sobol's indices against those that are known in closed form."""

from __future__ import annotations

import sys

import numpy as np
import pytest

from lsec_models import Game, Player, decisions, parameters, solve
from lsec_models.errors import DeclarationError, OutsideDomain, UnknownName
from lsec_models.evaluate.sensitivity.sobol_indices import sobol_indices

a, c = parameters("a c", positive=True)
p = decisions("p")


def shop():
    game = Game(
        players=[Player("shop", decides=[p], payoff=(p - c) * (a - p))],
        assuming=[a > c],
        report={"area": a * c, "one": a / a},
    )
    return solve(game)


def test_indices_are_those_known_in_closed_form() -> None:
    pytest.importorskip("SALib")
    found = sobol_indices(shop(), ["p", "area", "one"], between={"a": (10, 16), "c": (1, 4)}, samples=2048)
    # The price is (a + c) / 2: variances are as the squares of the lengths.
    assert found["first"].sel(quantity="p").values == pytest.approx([4 / 5, 1 / 5], abs=0.03)
    assert found["total"].sel(quantity="p").values == pytest.approx([4 / 5, 1 / 5], abs=0.03)
    # A product of independent factors with squared variation u and v has total variance (1 + u)(1 + v) - 1.
    u, v = 3 / 13**2, 0.75 / 2.5**2
    whole = (1 + u) * (1 + v) - 1
    assert found["first"].sel(quantity="area").values == pytest.approx([u / whole, v / whole], abs=0.03)
    assert found["total"].sel(quantity="area").values == pytest.approx(
        [u * (1 + v) / whole, v * (1 + u) / whole], abs=0.03
    )
    assert np.isnan(found["first"].sel(quantity="one")).all()


def test_a_box_that_leaves_the_domain_is_refused() -> None:
    pytest.importorskip("SALib")
    with pytest.raises(OutsideDomain, match=r"samples have no value: a > c .* narrow the ranges"):
        sobol_indices(shop(), "p", between={"a": (1, 3), "c": (2, 3)}, samples=64)


def test_without_salib_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "SALib.analyze.sobol", None)
    with pytest.raises(DeclarationError, match=r"lsec_models\[sensitivity\]"):
        sobol_indices(shop(), "p", between={"a": (10, 16), "c": (1, 4)})


def test_bad_input_is_named() -> None:
    box = {"a": (10, 16), "c": (1, 4)}
    for more, error, words in (
        ({"between": {"a": (1, 2)}}, DeclarationError, "two parameters or more"),
        ({"between": {"a": (1, 2), "c": 3}}, DeclarationError, "the range of c"),
        ({"between": {"a": (2, 1), "c": (1, 2)}}, DeclarationError, "is empty"),
        ({"between": {"a": (1, 2), "z": (1, 2)}}, UnknownName, "no parameter 'z'"),
        ({"between": box, "samples": 100}, DeclarationError, "power of two"),
    ):
        with pytest.raises(error, match=words):
            sobol_indices(shop(), "p", **more)
