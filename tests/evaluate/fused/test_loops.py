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
from hypothesis import given
from hypothesis import strategies as st

from lsec_models import Game, Player, decisions, parameters, solve, sweep
from lsec_models.errors import DeclarationError, OutsideDomain
from lsec_models.evaluate.closed_forms import on_grid
from lsec_models.evaluate.fused import loops
from lsec_models.evaluate.fused.best_loop import Contender, best_loop_source
from lsec_models.evaluate.fused.expression_graph import ExpressionGraph, Level
from lsec_models.evaluate.fused.loops import loop_source
from lsec_models.machine_code import compiled_run
from lsec_models.models import load
from strategies import examples

LOOP_NAMES = {"np", "njit", "prange", "range", "min", "float", "abs", "sqrt", "fixed", "outer", "inner", "codes"}
LOOP_NAMES |= {"rows", "columns", "failing", "unresolved", "code", "row", "total", "open", "i", "j"}
LOOP_NAMES |= {"first", "last"}
AT = {"a": 20, "b": 2, "c": 1, "eta": 5, "upsilon": 7, "mu": 2, "tau": 1}


@pytest.fixture(autouse=True)
def _own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))


def same(one: xr.Dataset, other: xr.Dataset) -> None:
    assert list(one) == list(other)
    for name in one:
        np.testing.assert_allclose(one[name], other[name], rtol=1e-9)


def interpreted(source: str) -> Any:
    """Return the loop of a source as plain Python."""
    space: dict[str, Any] = {}
    exec(source.replace("@njit", "# ").replace("from numba import njit, prange", "prange = range"), space)

    def run(*arguments: Any) -> Any:
        with np.errstate(all="ignore"):
            return space["run"](*arguments)

    return run


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
    inner = (np.array([0.5, 1.0, 4.0]),)
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
    assert run(np.empty(0), ys[None, :], (xs,), codes, *values) == 0
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
    codes = np.full((2, 3), 7, dtype=np.int16)
    interpreted(source)(np.empty(0), np.array([[1.0, 3.0]]), (np.array([0.5, 2.0, 4.0]),), codes)
    assert codes.tolist() == [[0, 1, 1], [0, 0, 1]]


few = st.sets(st.integers(0, 19), max_size=3)


@given(columns=st.sampled_from([1, 8, 9, 20]), failing=few, negative=few, poles=few, together=st.booleans())
@examples(40)
def test_what_fails_in_a_piece_of_a_row_is_found_point_by_point(
    columns: int, failing: set[int], negative: set[int], poles: set[int], *, together: bool
) -> None:
    x, y, z = sp.symbols("x y z")
    level = Level.BOTH if together else Level.INNER
    graph = ExpressionGraph({"x": level, "z": level} | ({} if together else {"y": Level.OUTER}))
    row = sp.Integer(2) if together else y
    outer, ys = ([], np.array([[2.0]])) if together else (["y"], np.array([[2.0], [-1.0], [3.0]]))
    quantities = [graph.place_of(row * z / (x - 1)), graph.place_of(row * x + z)]
    conditions = [(graph.place_of(asked), strict) for asked, strict in ((row, True), (z, False), (x + row, True))]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(loops, "_PIECE", 8)
        source = loop_source(graph, quantities, conditions, fixed=[], outer=outer, inner=["x", "z"])
    xs, zs = np.linspace(2, 3, columns), np.linspace(0, 1, columns)
    for axis, places, value in ((xs, failing, -9.0), (zs, negative, -1.0), (xs, poles, 1.0)):
        axis[[place for place in places if place < columns]] = value
    codes = np.empty((len(ys), columns), dtype=np.int16)
    written = [np.empty(codes.shape) for _ in quantities]
    unresolved = interpreted(source)(np.empty(0), ys.T[: len(outer)], (xs, zs), codes, *written)
    with np.errstate(all="ignore"):
        wanted = [ys * zs / (xs - 1), ys * xs + zs]
    first = np.select([ys + 0 * xs <= 0, zs + 0 * ys < 0, xs + ys <= 0], [0, 1, 2], 3)
    is_open = (first == 3) & ~np.isfinite(sum(wanted))
    assert unresolved == is_open.sum()
    np.testing.assert_array_equal(codes, np.where(is_open, -1, first))
    for found, right in zip(written, wanted, strict=True):
        np.testing.assert_allclose(found, np.where(first == 3, right, np.nan), rtol=1e-14)


def test_what_fails_exactly_has_no_values_though_it_holds_in_floats() -> None:
    a, b = parameters("a b", positive=True)
    p = decisions("p")
    firm = Player("firm", decides=[p], payoff=p * (a - p))
    solved = solve(Game(players=[firm], report={"ratio": 1 / (3 * a - b) ** 20}, assuming=[3 * a > b]))
    assert 3 * 0.1 > 0.3
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(on_grid, "compiled_run", lambda source, kind: interpreted(source))  # noqa: ARG005
        data = sweep(solved, over={"a": [0.1, 0.2], "b": [0.3]}, at={}, backend="numba")
    same(data, sweep(solved, over={"a": [0.1, 0.2], "b": [0.3]}, at={}))
    assert np.isnan(data["p"].values).tolist() == [[True], [False]]


def test_the_best_is_found_where_nothing_varies_along_a_row_alone() -> None:
    graph, x = ExpressionGraph({"x": Level.BOTH}), sp.Symbol("x")
    contenders = [Contender(graph.place_of(x + 0), ()), Contender(graph.place_of(3 - x), ())]
    source = best_loop_source(graph, contenders, is_greatest=True, fixed=[], outer=[], inner=["x"])
    sets = np.empty((1, 3), dtype=np.int32)
    assert interpreted(source)(np.empty(0), np.empty((0, 1)), (np.array([1.0, 1.5, 2.0]),), sets, 0.0) == 0
    assert sets.tolist() == [[2, 3, 1]]


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
        sets = np.empty((3, 4), dtype=np.int32)
        assert interpreted(source)(np.array([1.0]), ys[None, :], (xs,), sets, tolerance) == 0
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
