from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import xarray as xr
from hypothesis import given
from hypothesis import strategies as st

from lsec_models import Game, Player, decisions, parameters, solve, sweep
from lsec_models.evaluate.closed_forms import regimes_on_grid
from lsec_models.evaluate.sensitivity.values_at_points import values_at_points
from strategies import examples

a, b, c = parameters("a b c", positive=True)
x, y = decisions("x y", within=(0, None))
FIRM = solve(
    Game(
        players=[Player("firm", decides=[x], payoff=(a - x) * x)],
        constraints=[x <= b * c],
        report={"slack": 1 / (b * c - x)},
        assuming=[a > b, b < 9],
    ),
    corners=True,
)
# Beside numbers of little precision, those that are next to a boundary.
near = st.integers(1, 12).flatmap(lambda n: st.sampled_from([n / 4, n / 4 + 1e-13, n / 4 - 1e-13, float(n), n * 0.1]))
axes = st.lists(near, min_size=1, max_size=4, unique=True)


def interpreted(source: str, kind: str) -> Any:  # noqa: ARG001
    """Return a loop that Python runs, as it would be compiled."""
    space: dict[str, Any] = {}
    exec(source.replace("@njit", "# ").replace("from numba import njit, prange", "prange = range"), space)

    def run(*arguments: Any) -> Any:
        with np.errstate(all="ignore"):
            return space["run"](*arguments)

    return run


def failing_at(point: dict[str, float]) -> str | None:
    """Return the first assumption that fails, by itself: the points here print as the decimals they are."""
    exact = {name: Fraction(repr(value)) for name, value in point.items()}
    if exact["a"] <= exact["b"]:
        return "a > b"
    return "9 > b" if exact["b"] >= 9 else None


def agree_with_exact_solutions(data: xr.Dataset, dims: tuple[str, str], at: dict[str, float]) -> None:
    regimes = data["regime"].attrs["regimes"].splitlines()
    words = data["violated"].attrs["conditions"].splitlines()
    for place in np.ndindex(*(data.sizes[name] for name in dims)):
        here = data.isel(dict(zip(dims, place, strict=True)))
        point = at | {name: float(here[name]) for name in dims}
        failing = failing_at(point)
        if failing is not None:
            assert int(here["regime"]) == -1
            assert np.isnan(here["x"])
            assert words[int(here["violated"])].split("  [")[0] == failing
            continue
        exact = FIRM.at(point)
        assert int(here["violated"]) == -1
        assert regimes[int(here["regime"])] == exact.regime
        assert float(here["x"]) == pytest.approx(float(exact.values["x"]), rel=1e-12)
        assert np.isfinite(here["slack"]) == ("slack" in exact.values)


@pytest.mark.parametrize("backend", ["numpy", "numba"])
@given(first=axes, second=axes, third=near, dims=st.permutations("abc"))
@examples(12)
def test_boundaries_are_decided_exactly(
    backend: Any, first: list[float], second: list[float], third: float, dims: list[str]
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(regimes_on_grid, "compiled_run", interpreted)
        data = sweep(FIRM, over={dims[0]: first, dims[1]: second}, at={dims[2]: third}, backend=backend)
    agree_with_exact_solutions(data, (dims[0], dims[1]), {dims[2]: third})


def test_of_two_assumptions_the_first_is_named() -> None:
    for backend in ("numpy", "numba"):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(regimes_on_grid, "compiled_run", interpreted)
            data = sweep(FIRM, over={"a": [-1, 3, 12], "b": [10, 11]}, at={"c": 1}, backend=backend)
        words = data["violated"].attrs["conditions"].splitlines()
        assert [words[code].split("  [")[0] for code in data["violated"].values[:, 0]] == ["a > 0", "a > b", "9 > b"]


def test_regimes_at_points_that_are_drawn_are_those_of_numpy() -> None:
    drawn = {"a": np.array([2.0, 12.0, 0.5]), "b": np.array([1.0, 9.5, 1.0]), "c": np.array([0.5, 1.0, 1.0])}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(regimes_on_grid, "compiled_run", interpreted)
        looped, plain = (values_at_points("sweep", FIRM, drawn, {}, backend=one) for one in ("numba", "numpy"))
    assert [looped.why(place).split("  [")[0] for place in range(3)] == ["", "9 > b", "a > b"]
    for name, values in plain.values.items():
        np.testing.assert_allclose(looped.values[name], values, rtol=1e-12)
    assert looped.regime_at(0) == plain.regime_at(0) != ""


@pytest.mark.slow
def test_a_compiled_sweep_of_regimes_is_the_one_of_numpy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    over, at = {"a": (0.5, 10, 20), "b": (0.5, 10, 39)}, {"c": 0.75}
    compiled, plain = (sweep(FIRM, over=over, at=at, backend=backend) for backend in ("numba", "numpy"))
    assert len(np.unique(plain["regime"])) == 3
    for name in plain.data_vars:
        np.testing.assert_allclose(compiled[name], plain[name], rtol=1e-12)
