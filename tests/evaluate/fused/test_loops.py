from __future__ import annotations

import ast
import importlib.util
import re
import stat
from itertools import product
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import sympy as sp
import xarray as xr

from lsec_models import Game, Player, decisions, parameters, solve, sweep
from lsec_models.errors import DeclarationError, OutsideDomain
from lsec_models.evaluate.fused.best_loop import Contender, best_loop_source
from lsec_models.evaluate.fused.expression_graph import ExpressionGraph, Level
from lsec_models.evaluate.fused.loops import loop_source
from lsec_models.machine_code import compiled_run
from lsec_models.models import load

LOOP_NAMES = {"np", "njit", "prange", "range", "min", "float", "abs", "sqrt", "fixed", "outer", "inner", "codes"}
LOOP_NAMES |= {"rows", "columns", "failing", "unresolved", "code", "row", "total", "open", "i", "j"}
AT = {"a": 20, "b": 2, "c": 1, "eta": 5, "upsilon": 7, "mu": 2, "tau": 1}


@pytest.fixture(autouse=True)
def _own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))


def same(one: xr.Dataset, other: xr.Dataset) -> None:
    assert list(one) == list(other)
    for name in one:
        np.testing.assert_allclose(one[name], other[name], rtol=1e-9)


@pytest.mark.slow
def test_a_compiled_sweep_is_the_one_of_numpy() -> None:
    equilibrium = solve(load("power_structures_bilateral", order=["manufacturer", "streamer"]))
    for over in (
        {"k": (-1, 5, 23), "gamma": (0, 9, 31)},
        {"gamma": (0, 9, 40)},
        {"mu": [0, 1, 2], "k": (0.1, 4, 5), "gamma": (0, 9, 7)},
    ):
        at = {"k": 1, "gamma": 1} | AT
        at = {name: value for name, value in at.items() if name in equilibrium.ring.names and name not in over}
        same(sweep(equilibrium, over=over, at=at, backend="numba"), sweep(equilibrium, over=over, at=at))


@pytest.mark.slow
def test_what_is_not_finite_is_decided_exactly() -> None:
    a, b = parameters("a b", positive=True)
    p = decisions("p")
    firm = Player("firm", decides=[p], payoff=p * (a - b * p))
    pole = solve(Game(players=[firm], report={"ratio": 1 / (a - 2)}, assuming=[a > 1]))
    over, at = {"a": [0, 1, 2, 3]}, {"b": 1}
    data = sweep(pole, over=over, at=at, backend="numba")
    same(data, sweep(pole, over=over, at=at))
    assert np.isnan(data["ratio"].values).tolist() == [True, True, True, False]
    huge = solve(Game(players=[firm], report={"power": a**9}))
    with pytest.raises(OutsideDomain, match="power"):
        sweep(huge, over={"a": [1e40]}, at=at, backend="numba")


@pytest.mark.slow
def test_loops_are_written_from_the_graph_alone_and_kept(tmp_path: Path) -> None:
    evil, y = sp.Symbol('__import__("os").system("true")'), sp.Symbol("lambda")
    graph = ExpressionGraph({evil.name: Level.OUTER, y.name: Level.INNER})
    place, below = graph.place_of(evil * y + sp.sqrt(y) + evil**2), graph.place_of(y - 1)
    source = loop_source(graph, [place], [(below, True)], fixed=[], outer=[evil.name], inner=[y.name])
    assert "system" not in source
    names = {node.id for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Name)}
    assert {name for name in names if not re.fullmatch(r"[vtq]\d+", name)} <= LOOP_NAMES
    values, codes = np.empty((2, 3)), np.empty((2, 3), dtype=np.int16)
    inner = np.array([[0.5, 1.0, 4.0]])
    unresolved = compiled_run(source, "loop")(np.empty(0), np.array([[2.0, 3.0]]), inner, codes, values)
    assert unresolved == 0
    assert codes.tolist() == [[0, 0, 1]] * 2
    np.testing.assert_allclose(values[:, 2], [2 * 4 + 2 + 4, 3 * 4 + 2 + 9])
    [file] = (tmp_path / "lsec_models" / "loops").glob("loop_*.py")
    assert file.read_text(encoding="utf-8") == source
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700


@pytest.mark.slow
def test_many_quantities_are_computed_several_points_at_a_time() -> None:
    graph = ExpressionGraph({"x": Level.INNER, "y": Level.OUTER})
    x, y = sp.symbols("x y")
    places = [graph.place_of((x + number) / (y - x)) for number in range(13)]
    source = loop_source(graph, places, [(graph.place_of(y - x), True)], fixed=[], outer=["y"], inner=["x"])
    run, xs, ys = compiled_run(source, "loop"), np.linspace(0, 3, 21), np.array([1.0, 2.0])
    codes, values = np.empty((2, 21), dtype=np.int16), [np.empty((2, 21)) for _ in places]
    assert run(np.empty(0), ys[None, :], xs[None, :], codes, *values) == 0
    assert codes.tolist() == (ys[:, None] > xs).astype(int).tolist()
    for number, value in enumerate(values):
        expected = np.where(ys[:, None] > xs, (xs + number) / np.where(codes, ys[:, None] - xs, 1), np.nan)
        np.testing.assert_allclose(value, expected, rtol=1e-14)
    [machine_code] = run.inspect_llvm().values()
    assert re.search(r"fdiv .*<\d+ x double>", machine_code)


def test_without_quantities_a_loop_still_says_what_fails() -> None:
    graph = ExpressionGraph({"x": Level.INNER, "y": Level.OUTER})
    x, y = sp.symbols("x y")
    below = graph.place_of(x - y)
    source = loop_source(graph, [], [(below, True)], fixed=[], outer=["y"], inner=["x"])
    run = source.replace("@njit", "# ").replace("from numba import njit, prange", "prange = range")
    codes, space = np.full((2, 3), 7, dtype=np.int16), {}
    exec(run, space)
    space["run"](np.empty(0), np.array([[1.0, 3.0]]), np.array([[0.5, 2.0, 4.0]]), codes)
    assert codes.tolist() == [[0, 1, 1], [0, 0, 1]]


def test_the_best_of_several_is_written_from_the_graph_alone() -> None:
    graph = ExpressionGraph({"x": Level.INNER, "y": Level.OUTER, "z": Level.FIXED})
    x, y, z = sp.symbols("x y z")
    contenders = [
        Contender(graph.place_of(x * y), ((graph.place_of(x - y), True), (graph.place_of(z), True))),
        Contender(graph.place_of(x + y), ((graph.place_of(y - 2), False),)),
        Contender(graph.place_of(x + y * z), ((graph.place_of(x - 3), True),)),
    ]
    names = {"fixed": ["z"], "outer": ["y"], "inner": ["x"]}
    xs, ys = np.array([0.5, 2.0, 4.0, 6.0]), np.array([1.0, 2.0, 3.0])
    for is_greatest, tolerance in ((True, 0.0), (True, 0.4), (False, 0.0)):
        source = best_loop_source(graph, contenders, is_greatest=is_greatest, **names)
        run = source.replace("@njit", "# ").replace("from numba import njit, prange", "prange = range")
        sets, space = np.empty((3, 4), dtype=np.int32), {}
        exec(run, space)
        assert space["run"](np.array([1.0]), ys[None, :], xs[None, :], sets, tolerance) == 0
        for (i, row), (j, column) in product(enumerate(ys), enumerate(xs)):
            known = {0: column * row} if column > row else {}
            known |= {1: column + row} if row >= 2 else {}
            known |= {2: column + row} if column > 3 else {}
            best = (max if is_greatest else min)(known.values(), default=0)
            near = [n for n, value in known.items() if abs(value - best) <= tolerance * abs(best)]
            assert sets[i, j] == sum(2**n for n in near)


def test_without_numba_the_way_out_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    found = importlib.util.find_spec

    def without(name: str, *rest: Any) -> Any:
        return None if name == "numba" else found(name, *rest)

    monkeypatch.setattr(importlib.util, "find_spec", without)
    equilibrium = solve(load("power_structures", order=["manufacturer", "streamer", "platform"]))
    with pytest.raises(DeclarationError, match=r"lsec_models\[fast\]"):
        sweep(equilibrium, over={"gamma": (0, 1, 3)}, at=AT | {"k": 1}, backend="numba")
    with pytest.raises(DeclarationError, match="backend = 'fortran': it is one of 'numpy', 'numba'"):
        sweep(equilibrium, over={"gamma": (0, 1, 3)}, at=AT | {"k": 1}, backend="fortran")
