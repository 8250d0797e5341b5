"""Sweeps of rest points say at each point what `.at` says there, at boundaries too."""

from __future__ import annotations

from itertools import product
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
import pytest
import xarray as xr

from lsec_models import EvolutionaryGame, load, parameters, plot, solve, sweep
from lsec_models.errors import DeclarationError, NoClosedForm, OutsideDomain
from lsec_models.games.evolutionary.at_point import Stability
from lsec_models.show.export.interchange.sweep_files import sweep_table

SIZES = [(2,), (2, 2), (3,)]
WORDS = {Stability.ASYMPTOTICALLY_STABLE: "asymptotically stable", Stability.OPEN: "stability open"}


def random_game(rng: Random, sizes: tuple[int, ...], symbols: tuple[Any, ...]) -> EvolutionaryGame:
    """Return a game whose payoffs are sums of parameters with small weights, so that many of them tie."""
    names = {f"p{p}": [f"p{p}s{i}" for i in range(size)] for p, size in enumerate(sizes)}

    def earned(*_: str) -> Any:
        one = [rng.randint(-1, 2) + sum(rng.randint(-1, 1) * symbol for symbol in symbols) for _ in sizes]
        return one[0] if len(sizes) == 1 else one

    return EvolutionaryGame(populations=names, payoffs=earned)


def differences(found: Any, data: xr.Dataset) -> int:
    """Compare a sweep with a plain loop over `.at`; return at how many points."""
    names = [name for name in data.data_vars if data[name].dtype == float]
    axes = [str(name) for name in data.dims if name != "rest_point"]
    verdicts = data["stability"].attrs["verdicts"].splitlines()
    places = list(product(*(range(data.sizes[name]) for name in axes)))
    arrays = {name: data[name].transpose(*axes, "rest_point").values for name in (*names, "violated", "stability")}
    for place in places:
        swept = {name: float(data[name].values[k]) for name, k in zip(axes, place, strict=True)}
        point = {name: swept[name] if name in swept else float(data[name]) for name in found.ring.names}
        try:
            at = {one.name: one for one in found.at(point)}
        except OutsideDomain:
            assert (arrays["violated"][place] >= 0).all()
            at = {}
        for number, label in enumerate(map(str, data["rest_point"].values)):
            one = {name: array[(*place, number)] for name, array in arrays.items()}
            code = int(one["stability"])
            assert (int(one["violated"]) == -1) == (code != -1) == (label in at), (label, point)
            if label not in at:
                assert np.isnan([float(one[name]) for name in names]).all()
                continue
            assert verdicts[code] == WORDS.get(at[label].stability, "not asymptotically stable"), (label, point)
            expected = [float(at[label][name]) for name in names]
            assert [float(one[name]) for name in names] == pytest.approx(expected, rel=1e-9, abs=1e-9)
    return len(places)


@pytest.mark.slow
def test_a_sweep_says_what_the_point_by_point_solution_says() -> None:
    rng, compared = Random("swept rest points"), 0
    a, b = parameters("a b")
    while compared < 40:
        for sizes in SIZES:
            game = random_game(rng, sizes, (a, b))
            found = solve(game)
            grid = {name: sorted({rng.choice([-1, 0, 0.5, 1, 2, 0.3]) for _ in range(4)}) for name in ("a", "b")}
            moving = {symbol.name: grid[symbol.name] for symbol in game.parameters}
            if moving:
                compared += differences(found, sweep(found, over=moving))


def test_where_an_eigenvalue_vanishes_and_where_rest_points_fill_a_face() -> None:
    a, b = parameters("a b", positive=True)
    game = EvolutionaryGame(populations={"birds": ["hawk", "dove"]}, payoffs=[[0, a - b], [a - b, 0]])
    data = sweep(game, over={"a": [-1, 0.5, 1, 2]}, at={"b": 1})
    assert differences(solve(game), data) == 4
    words = data["violated"].attrs["conditions"].splitlines()
    declared, tied = (words[code] for code in data["violated"].sel(rest_point="hawk + dove").values[[0, 2]])
    assert declared == "a > 0  [declared sign]"
    assert tied.endswith("[rest points fill a part of the face elsewhere]")
    assert data.attrs["ties"] == "hawk + dove: a - b = 0"


def test_three_strategies_in_a_cycle_are_solved_where_signs_leave_them_open() -> None:
    a = parameters("a", positive=True)
    cycle = EvolutionaryGame(
        populations={"firms": ["rock", "paper", "scissors"]}, payoffs=[[0, -a, 1], [1, 0, -a], [-a, 1, 0]]
    )
    data = sweep(cycle, over={"a": [0.5, 1, 2]})
    assert data["stability"].sel(rest_point="rock + paper + scissors").values.tolist() == [0, 1, 1]
    assert differences(solve(cycle), data) == 3


@pytest.mark.slow
def test_reductions_stores_figures_and_tables_take_rest_points(tmp_path: Path) -> None:
    game = load("regulation", consumers=False)
    over, at = {"g": (1, 4, 4), "f": (1, 8, 5)}, {"k": 1, "d": 2, "nu": "1/2", "mu": "1/5"}
    data = sweep(game, over=over, at=at)
    assert data["lax"].dims == ("rest_point", "g", "f")
    assert data["lax"].attrs["long_name"] == "share of lax among streamers"
    assert data["rest_point"].attrs["long_name"] == "rest point"
    totals = sweep(game, over=over, at=at, reduce={"region": "count", "lax": "mean"})
    counted = totals["region_count"].sel(region="asymptotically stable")
    assert counted.values.tolist() == (data["stability"] == 0).sum(["g", "f"]).values.tolist()
    assert np.allclose(totals["lax_mean"], data["lax"].mean(["g", "f"]), equal_nan=True)
    stored = sweep(game, over=over, at=at, store=tmp_path / "run")
    xr.testing.assert_equal(stored.load(), data)
    table = sweep_table(data)
    assert set(table["stability"]) == {"", "asymptotically stable", "not asymptotically stable"}
    assert len(plot(data.isel(f=2), "lax").lines) >= 2


@pytest.mark.parametrize(
    ("game", "options", "error", "words"),
    [
        ({}, {"backend": "numba"}, DeclarationError, "rest points are evaluated by NumPy; leave backend= out"),
        ({"dynamics": "best response"}, {}, NoClosedForm, "closed forms are those of the replicator dynamics"),
        ({"populations": {"birds": ["stability", "dove"]}}, {}, DeclarationError, "uses the name 'stability'"),
        ({"populations": {"birds": ["a", "dove"]}}, {}, DeclarationError, "'a' is a parameter and a quantity"),
    ],
)
def test_a_refusal_says_what_to_do(game: Any, options: Any, error: type[Exception], words: str) -> None:
    a = parameters("a", positive=True)
    declared = {"populations": {"birds": ["hawk", "dove"]}, "payoffs": [[0, a], [1, 0]]} | game
    with pytest.raises(error, match=words):
        sweep(EvolutionaryGame(**declared), over={"a": [1, 2]}, **options)


def test_rest_points_are_swept_alone() -> None:
    found = solve(EvolutionaryGame(populations={"birds": ["hawk", "dove"]}, payoffs=[[0, 2], [1, 0]]))
    with pytest.raises(DeclarationError, match="a dimension of their own; sweep them alone"):
        sweep({"birds": found}, over={"a": [1]})  # type: ignore[dict-item]
