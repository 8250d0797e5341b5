"""Reductions against the same of a whole sweep, by NumPy and by counting in Python."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
import xarray as xr
from hypothesis import given
from hypothesis import strategies as st

from lsec_models import (
    Argmax,
    DifferenceGame,
    Game,
    Histogram,
    Player,
    Quantile,
    decisions,
    parameters,
    solve,
    states,
    sweep,
)
from lsec_models.errors import DeclarationError, LsecError, UnknownName
from lsec_models.evaluate import work
from lsec_models.evaluate.closed_forms import closed_forms
from lsec_models.evaluate.closed_forms.closed_forms import ClosedForms
from lsec_models.evaluate.reductions.region import is_held
from strategies import examples

a, b, c, k, gamma = parameters("a b c k gamma", positive=True)
w, q, m = decisions("w q m")
demand = a - b * (w + m) + gamma * q
GAME = Game(
    players=[
        Player("maker", decides=[w, q], payoff=(w - c) * demand - k * q**2 / 2),
        Player("streamer", decides=[m], payoff=m * demand),
    ],
    order=["maker", "streamer"],
    assuming=[a > b * c],
)
BOTH = {"led": solve(GAME), "nash": solve(GAME.with_order([("maker", "streamer")]))}
AT = {"a": 10, "b": 1, "c": 2}
OVER = {"gamma": (0.1, 3, 23), "k": (0.3, 2, 31)}
WIDTH = 0.25


@pytest.fixture(params=["whole", "pieces"])
def pieces(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    if request.param == "pieces":
        monkeypatch.setattr(work, "_POINTS_REDUCED_AT_ONCE", 100)
        monkeypatch.setattr(closed_forms, "_BLOCK_TOGETHER", 16)


def values_of(data: xr.Dataset, quantity: str) -> dict[str, np.ndarray]:
    rows = zip(data["structure"].values, _rows(data, quantity), strict=True)
    return {str(label): row[~np.isnan(row)] for label, row in rows}


def _rows(data: xr.Dataset, quantity: str) -> np.ndarray:
    return data[quantity].values.reshape(data.sizes["structure"], -1)


@pytest.mark.usefixtures("pieces")
def test_moments_and_distributions_are_those_of_the_whole_sweep() -> None:
    shares = [0, 0.1, 0.5, 0.9, 1]
    asked: list[Any] = ["count", "min", "mean", "max", Histogram(width=WIDTH), Quantile(shares, width=WIDTH)]
    found = sweep(BOTH, over=OVER, at=AT, reduce={"q": asked, "maker": "max"})
    whole = sweep(BOTH, over=OVER, at=AT)
    for label, values in values_of(whole, "q").items():
        here = found.sel(structure=label)
        assert 0 < values.size < 23 * 31
        assert int(here["q_count"]) == values.size
        assert (float(here["q_min"]), float(here["q_max"])) == (values.min(), values.max())
        assert float(here["q_mean"]) == pytest.approx(values.mean(), rel=1e-14)
        counted = Counter(np.floor(values / WIDTH).astype(int).tolist())
        edges, counts = (here["q_bin"].values / WIDTH).round().astype(int), here["q_histogram"].values
        assert {int(e): int(n) for e, n in zip(edges, counts, strict=True) if n} == counted
        exact = np.quantile(values, shares, method="inverted_cdf")
        assert (abs(here["q_quantile"].values - exact) <= WIDTH / 2 * (1 + 1e-12)).all()
        assert float(here["maker_max"]) == values_of(whole, "maker")[label].max()
    assert found.attrs["points"] == 23 * 31
    assert found.attrs["over"].splitlines() == ["gamma from 0.1 to 3, 23 values", "k from 0.3 to 2, 31 values"]
    assert {name: found.attrs[name] for name in ("fixed", "evidence")} == {
        name: whole.attrs[name] for name in ("fixed", "evidence")
    }


@pytest.mark.usefixtures("pieces")
def test_regions_are_those_of_the_whole_sweep() -> None:
    found, whole = (sweep(BOTH, over=OVER, at=AT, **asked) for asked in ({"reduce": "region"}, {}))
    conditions = whole["violated"].attrs["conditions"].splitlines()
    for label in BOTH:
        codes = whole["violated"].sel(structure=label).values.ravel().tolist()
        wanted = Counter("holds" if code < 0 else f"fails: {conditions[code]}" for code in codes)
        counts = found["region_count"].sel(structure=label)
        assert {str(r): int(n) for r, n in zip(found["region"].values, counts, strict=True) if n} == wanted
        assert len(wanted) > 1
    assert str(found["region"].values[0]) == "holds"


@pytest.mark.usefixtures("pieces")
@given(st.data())
@examples(6)
def test_who_is_best_is_counted_as_in_the_whole_sweep(data: Any) -> None:
    number = st.integers(2, 30).map(lambda n: n / 4)
    x = decisions("x")
    games = {
        name: Game(players=[Player("firm", decides=[x], payoff=(a - s * x - c) * x)], assuming=[a > t * c])
        for name, s, t in (
            (name, data.draw(st.integers(1, 2)), data.draw(st.integers(1, 3))) for name in ("one", "two", "three")
        )
    }
    solved = {name: solve(game) for name, game in games.items()}
    over, at = {"c": (0.5, data.draw(number), 9), "a": (1, data.draw(number), 5)}, {}
    tolerance = data.draw(st.sampled_from([0, 1e-9, 0.2]))
    sign = data.draw(st.sampled_from([1, -1]))
    whole = sweep(solved, over=over, at=at)
    word = Argmax(tolerance) if sign > 0 else "argmin"
    found = sweep(solved, over=over, at=at, reduce={"firm": word})
    wanted: Counter[str] = Counter()
    for point in _rows(whole, "firm").T.tolist():
        known = {name: value for name, value in zip(solved, point, strict=True) if not np.isnan(value)}
        best = max(known.values(), key=lambda value: sign * value, default=0)
        limit = best - sign * (tolerance if sign > 0 else 1e-9) * abs(best)
        near = [name for name, value in known.items() if sign * value >= sign * limit]
        wanted[" = ".join(near) or "none"] += 1
    counts = found[f"firm_{'argmax' if sign > 0 else 'argmin'}"]
    assert {str(who): int(n) for who, n in zip(counts[counts.dims[0]].values, counts, strict=True)} == wanted


@pytest.mark.usefixtures("pieces")
def test_provably_equal_formulas_tie_without_a_tolerance() -> None:
    x = decisions("x")
    twin = Game(players=[Player("firm", decides=[x], payoff=(a - c - x * b) * x / 3)], assuming=[a > 2 * c])
    same = Game(players=[Player("firm", decides=[x], payoff=((a - c) * x - b * x**2) / 3)], assuming=[a > c])
    solved = {"twin": solve(twin), "same": solve(same)}
    found = sweep(solved, over={"a": (1, 7, 61), "b": (0.3, 2, 9)}, at={"c": 1.7}, reduce={"firm": Argmax(0)})
    assert found["firm_argmax"].attrs["provably_equal"] == "twin = same"
    assert found["firm_best"].values.tolist() == ["same", "twin = same", "none"]
    assert int(found["firm_argmax"].sum()) == 61 * 9


@pytest.mark.usefixtures("pieces")
def test_many_equilibria_have_sets_too() -> None:
    x = decisions("x")
    solved = {
        f"n{number}": solve(Game(players=[Player("firm", decides=[x], payoff=(a - x - number * c) * x)]))
        for number in range(18)
    }
    found = sweep(solved, over={"a": [9.0, 10.0]}, at={"c": 1}, reduce={"firm": "argmin"})
    counts = zip(found["firm_least"].values.tolist(), found["firm_argmin"].values.tolist(), strict=True)
    assert dict(counts) == {"n9": 1, "n10": 1}


@pytest.mark.usefixtures("pieces")
def test_piecewise_equilibria_and_games_have_regions() -> None:
    x = decisions("x")
    firm = Game(players=[Player("firm", decides=[x], payoff=(a - x) * x)], constraints=[x <= b])
    over, at = {"a": (-1, 5, 12)}, {"b": 1}
    piecewise = solve(firm, corners=True)
    found = sweep(piecewise, over=over, at=at, reduce={"region": "count", "x": "max"})
    counts = dict(zip(found["region"].values.tolist(), found["region_count"].values.tolist(), strict=True))
    whole = sweep(piecewise, over=over, at=at)
    regimes = whole["regime"].attrs["regimes"].splitlines()
    wanted = Counter(regimes[code] for code in whole["regime"].values.tolist() if code >= 0)
    assert {label: count for label, count in counts.items() if is_held(label)} == wanted
    assert float(found["x_max"]) == 1
    at_points = sweep(firm, over=over, at=at, reduce={"region": "count", "x": ["max", "count"]})
    again = dict(zip(at_points["region"].values.tolist(), at_points["region_count"].values.tolist(), strict=True))
    assert again == counts
    assert at_points.attrs["evidence"] == sweep(firm, over=over, at=at).attrs["evidence"]


@pytest.mark.usefixtures("pieces")
def test_a_grid_without_a_value_has_none() -> None:
    asked: list[Any] = ["count", "min", "mean", "max", Quantile(0.5, width=1), Histogram(width=1)]
    found = sweep(BOTH, over={"gamma": [9.0]}, at=AT | {"k": 1}, reduce={"q": asked, "maker": "argmax"})
    assert found["q_count"].values.tolist() == [0, 0]
    for name in ("q_min", "q_mean", "q_max", "q_quantile"):
        assert np.isnan(found[name].values).all()
    assert found["q_histogram"].shape == (2, 0)
    assert found["maker_best"].values.tolist() == ["none"]


def test_the_best_and_the_worst_are_asked_together() -> None:
    alone = {word: sweep(BOTH, over=OVER, at=AT, reduce={"maker": word}) for word in ("argmax", "argmin")}
    found = sweep(BOTH, over=OVER, at=AT, reduce={"maker": ["argmax", "argmin"]})
    for word, one in alone.items():
        xr.testing.assert_identical(found[f"maker_{word}"], one[f"maker_{word}"])


def test_a_parameter_named_region_is_refused_where_regions_are_counted() -> None:
    region, x = parameters("region", positive=True), decisions("x")
    solved = solve(Game(players=[Player("firm", decides=[x], payoff=(a - region * x) * x)]))
    assert float(sweep(solved, over={"a": [2.0]}, at={"region": 1}, reduce={"x": "max"})["x_max"]) == 1
    with pytest.raises(DeclarationError, match="'region' for itself; rename the parameter"):
        sweep(solved, over={"a": [2.0]}, at={"region": 1}, reduce="region")


def test_a_game_over_time_says_at_how_many_points_it_was_solved() -> None:
    stock, x, discount = states("K"), decisions("x"), parameters("d", positive=True)
    game = DifferenceGame(
        states={stock: stock / 2 + x},
        players=[Player("firm", decides=[x], payoff=2 * stock - x**2 / 2)],
        discount_factor=discount,
    )
    over, at = {"d": [0.5, 0.8, 2.0]}, {"K_0": 1}
    found, whole = sweep(game, over=over, at=at, reduce={"x": "max"}), sweep(game, over=over, at=at)
    assert found.attrs["evidence"] == whole.attrs["evidence"]
    assert "solved at 3 points: one equilibrium, established, at 2" in found.attrs["evidence"]
    assert float(found["x_max"]) == float(whole["x"].max())


@pytest.mark.parametrize(
    ("reduce", "error", "words"),
    [
        ("mean", DeclarationError, "reduce = 'mean': say what of which quantity"),
        ({}, DeclarationError, "say what of which quantity"),
        ({"q": []}, DeclarationError, "asks for nothing of q"),
        ({"z": "max"}, UnknownName, "no quantity 'z'"),
        ({"q": "maxx"}, UnknownName, "did you mean 'max'"),
        ({"q": "histogram"}, DeclarationError, "write Histogram(width=0.1)"),
        ({"q": "quantile"}, DeclarationError, "write Quantile(0.5, width=0.1)"),
        ({"q": 3}, DeclarationError, "3 is an int"),
        ({"q": ["max", "max"]}, DeclarationError, "the max of q twice"),
        ({"region": "max"}, DeclarationError, "write {'region': 'count'}"),
    ],
)
def test_bad_reductions_are_named(reduce: Any, error: type[LsecError], words: str) -> None:
    with pytest.raises(error) as raised:
        sweep(BOTH, over={"gamma": np.linspace(0.1, 1, 400), "k": (1, 2, 400)}, at=AT, reduce=reduce)
    assert words in str(raised.value)


def test_of_too_many_bins_a_width_is_named_until_it_is_enough() -> None:
    grid = {"over": {"gamma": np.linspace(0.1, 1, 400), "k": (1, 2, 400)}, "at": AT}
    width, refused = 1e-12, []
    while True:
        try:
            found = sweep(BOTH, **grid, reduce={"q": [Histogram(width=width), Quantile(0.5, width=width)]})
            break
        except DeclarationError as error:
            refused.append(str(error))
            named = re.search("values from .* give a width of at least ([^,]+),", refused[-1])
            assert named is not None
            assert float(named[1]) > width
            width = float(named[1])
    assert refused[0].startswith("width = 1e-12 makes more than 100,000 bins")
    assert len(refused) < 5
    assert int(found["q_histogram"].sum()) == int(sweep(BOTH, **grid, reduce={"q": "count"})["q_count"].sum())


def test_one_equilibrium_is_not_compared() -> None:
    with pytest.raises(DeclarationError, match="pass them by name"):
        sweep(BOTH["led"], over=OVER, at=AT, reduce={"q": "argmax"})


@pytest.mark.parametrize(
    "made",
    [
        lambda: Histogram(0),  # type: ignore[call-arg,misc]
        lambda: Histogram(),  # type: ignore[call-arg]
        lambda: Quantile(0.5),  # type: ignore[call-arg]
        lambda: Argmax(0.1, 2),  # type: ignore[call-arg]
        lambda: Histogram(width=0),
        lambda: Histogram(width=float("nan")),
        lambda: Histogram(width=10**400),
        lambda: Quantile(0.5, width=-1),
        lambda: Quantile(1.5, width=1),
        lambda: Quantile([], width=1),
        lambda: Argmax(-1),
    ],
)
def test_what_has_no_meaning_is_refused_when_it_is_made(made: Callable[[], object]) -> None:
    with pytest.raises(DeclarationError):
        made()


@pytest.mark.slow
def test_a_compiled_loop_finds_who_is_best(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("numba", reason="the extra 'fast' is not installed")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.setattr(work, "_POINTS_REDUCED_AT_ONCE", 200)
    over = {"gamma": (-0.1, 3, 23), "k": (0.3, 2, 31)}
    compiled, by_numpy = (
        sweep(BOTH, over=over, at=AT, reduce={"maker": Argmax(0.3)}, backend=backend) for backend in ("numba", "numpy")
    )
    assert (compiled.attrs.pop("backend"), by_numpy.attrs.pop("backend")) == ("numba", "numpy")
    assert compiled.sizes["maker_best"] == 3
    xr.testing.assert_identical(compiled, by_numpy)


def test_where_a_point_must_be_looked_at_the_values_are_computed(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = {"maker": "argmax"}
    wanted = sweep(BOTH, over=OVER, at=AT, reduce=asked)
    monkeypatch.setattr(ClosedForms, "best", lambda *_, **__: SimpleNamespace(sets=lambda *_: None))
    xr.testing.assert_identical(sweep(BOTH, over=OVER, at=AT, reduce=asked), wanted)


def test_a_mean_whose_sum_is_beyond_floats_is_refused() -> None:
    a, p = parameters("a", positive=True), decisions("p")
    firm = solve(Game(players=[Player("firm", decides=[p], payoff=p * (a - p / 2))]))
    over = {"a": (1e308, 1.5e308, 4)}
    assert float(sweep(firm, over=over, reduce={"p": "max"})["p_max"]) == 1.5e308
    with pytest.raises(DeclarationError, match="the sum of p over all points is too large"):
        sweep(firm, over=over, reduce={"p": "mean"})
