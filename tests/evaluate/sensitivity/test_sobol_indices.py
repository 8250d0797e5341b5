"""Sobol's indices against those that are known in closed form."""

from __future__ import annotations

import sys

import numpy as np
import pytest
import sympy as sp
from hypothesis import given, settings
from hypothesis import strategies as st

from lsec_models import Game, Player, decisions, parameters, solve
from lsec_models.errors import DeclarationError, OutsideDomain, UnknownName
from lsec_models.evaluate.sensitivity.parameter_ranges import parameter_ranges
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


@pytest.mark.slow
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


def test_with_ends_that_are_conditions_every_sample_is_admissible() -> None:
    pytest.importorskip("SALib")
    b, k, gamma = parameters("b k gamma", positive=True)
    held, root = {"b": 1}, 2 * sp.sqrt(b * k)
    w, m, q = decisions("w m q")
    sold = a - b * (w + m) + gamma * q
    maker = Player("maker", decides=[w, q], payoff=w * sold - k * q**2 / 2)
    game = Game(players=[maker, Player("shop", decides=[m], payoff=m * sold)], order=["maker", "shop"])
    led = solve(game)
    with pytest.raises(OutsideDomain, match=r"4\*b\*k > gamma"):
        sobol_indices(led, "w", between={"a": (10, 16), "k": (1, 4), "gamma": (0, 4)}, at=held, samples=64)
    between = {"gamma": (0, root / 2), "k": (1, 4), "a": (10, 16)}
    found = sobol_indices(led, ["w", "q"], between=between, at=held, samples=512)
    assert found.attrs["ranges"].startswith("gamma uniform from 0 to sqrt(b)*sqrt(k) at each b, k; k uniform from 1 to")
    # With gamma = u * sqrt(b * k) the price is 2 * a / (4 - u**2) / b: whatever k is.
    assert np.abs(found["total"].sel(quantity="w", parameter="k")) < 1e-9
    steps = (np.arange(10_000) + 0.5) / 10_000
    size, reach = 10 + 6 * steps, 2 / (4 - steps**2)
    u, v = (factor.var() / factor.mean() ** 2 for factor in (reach, size))
    first = [u / ((1 + u) * (1 + v) - 1), 0, v / ((1 + u) * (1 + v) - 1)]
    assert found["first"].sel(quantity="w").values == pytest.approx(first, abs=0.05)


@settings(max_examples=12)
@given(st.permutations(range(4)), st.lists(st.floats(0, 1), min_size=4, max_size=4), st.floats(0.5, 2))
def test_points_lie_where_their_places_say(order: list[int], places: list[float], held: float) -> None:
    x, k = parameters("x_0 x_1 x_2 x_3", positive=True), parameters("k", positive=True)
    ends = [(k, 2 * k), (x[0], x[0] * sp.exp(k)), (1, 1 + x[0] * x[1]), (x[2], x[2] + sp.sqrt(x[1]) + x[0])]
    ranges = parameter_ranges({x[i]: ends[i] for i in order}, {"k": held})
    found = ranges.at_places({f"x_{i}": np.array([places[i]]) for i in order})
    assert list(found) == [f"x_{i}" for i in order]
    point = {k: held}
    for own, (low, high), place in zip(x, ends, places, strict=True):
        below, above = (float(sp.sympify(end).subs(point)) for end in (low, high))
        point[own] = below + place * (above - below)
        assert found[own.name][0] == pytest.approx(point[own])


def test_a_box_that_leaves_the_domain_is_refused() -> None:
    pytest.importorskip("SALib")
    with pytest.raises(OutsideDomain, match=r"samples have no value: a > c .* narrow the ranges"):
        sobol_indices(shop(), "p", between={"a": (1, 3), "c": (2, 3)}, samples=64)


def test_without_salib_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "SALib.analyze.sobol", None)
    with pytest.raises(DeclarationError, match=r"lsec_models\[sensitivity\]"):
        sobol_indices(shop(), "p", between={"a": (10, 16), "c": (1, 4)})


def test_bad_input_is_named() -> None:
    box, z = {"a": (10, 16), "c": (1, 4)}, sp.Symbol("z")
    for more, error, words in (
        ({"between": {"a": (1, 2)}}, DeclarationError, "two parameters or more"),
        ({"between": {"a": (1, 2), "c": 3}}, DeclarationError, "the range of c"),
        ({"between": {"a": (2, 1), "c": (1, 2)}}, DeclarationError, "is empty"),
        ({"between": {"a": (1, 2), "z": (1, 2)}}, UnknownName, "no parameter 'z'"),
        ({"between": {"a": (8, 9), "c": (1, 2)}, "at": {"a": 1}}, DeclarationError, "a is given twice"),
        (
            {"between": {"a": (8, 9), "c": (1, "a")}},
            DeclarationError,
            "an end of the range of c = 'a': the text is not",
        ),
        ({"between": {"a": (8, 9), "c": (1, sp.Max(a, 2))}}, DeclarationError, "sums, products, powers, exp and log"),
        (
            {"between": {"a": (8, 9), "c": (1, z)}},
            DeclarationError,
            "c depends on z, of which nothing is given",
        ),
        ({"between": {"a": (1, c + 2), "c": (0, a)}}, DeclarationError, "depends on another, in a circle: a > c > a"),
        ({"between": {"a": (1, a), "c": (1, 2)}}, DeclarationError, "in a circle: a > a; write one with numbers only"),
        ({"between": {"a": (8, 9), "c": (a, a - 1)}}, DeclarationError, "is empty"),
        ({"between": {"a": (8, 10**400), "c": (1, 2)}}, DeclarationError, "an end of the range of a is too large"),
        ({"between": box, "samples": 100}, DeclarationError, "power of two"),
    ):
        with pytest.raises(error, match=words):
            sobol_indices(shop(), "p", **more)


def test_a_range_that_is_empty_at_a_sample_is_refused() -> None:
    pytest.importorskip("SALib")
    for end, words in (
        (9 - a, r"c, \(1, 9 - a\), goes from 1 to 0.* at a ="),
        (sp.log(8 - a), "goes from 1 to nan at a = 8.* give ends"),
    ):
        with pytest.raises(OutsideDomain, match=words):
            sobol_indices(shop(), "p", between={"a": (8, 9), "c": (1, end)})
