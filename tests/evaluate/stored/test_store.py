from __future__ import annotations

import errno
import importlib.util
import json
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import xarray as xr

from killed import files_in
from lsec_models import Game, Player, Quantile, decisions, parameters, solve, sweep
from lsec_models.errors import DeclarationError, StoreError
from lsec_models.evaluate import work
from lsec_models.evaluate.stored import journal
from lsec_models.evaluate.work import SweepWork

a, b, c = parameters("a b c", positive=True)
x, y = decisions("x y")
GAME = Game(
    players=[
        Player("maker", decides=[x], payoff=(a - b * x - y) * x),
        Player("shop", decides=[y], payoff=(a - x - 2 * y - c) * y),
    ],
    order=["maker", "shop"],
    assuming=[a > 2 * c],
)
SOLVED = {"led": solve(GAME), "nash": solve(GAME.with_order([("maker", "shop")]))}
CAPPED = Game(players=[Player("maker", decides=[x], payoff=(a - x) * x)], constraints=[x <= b])
ASKED: dict[str, Any] = {"maker": ["argmax", "mean"], "x": Quantile(0.5, width=0.1), "region": "count"}
OVER, AT = {"a": (0.5, 4, 9), "c": [1, 0.5], "b": (0.3, 2, 7)}, {}


def in_small_pieces(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(work, "_FEWEST_POINTS", 20)
    patch.setattr(work, "_NUMBERS_AT_ONCE", 20)
    patch.setattr(work, "_POINTS_REDUCED_AT_ONCE", 20)


@pytest.fixture(autouse=True)
def _small_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("zarr", reason="the extra 'store' is not installed")
    in_small_pieces(monkeypatch)


def without_origin(data: xr.Dataset) -> xr.Dataset:
    data = data.load()
    data.attrs.pop("computed_on")
    return data


@pytest.mark.parametrize(
    ("swept", "arguments"),
    [
        (SOLVED, {"over": OVER}),
        (SOLVED["led"], {"over": {"b": [1.0, 2.0], "a": (1, 4, 55)}, "at": {"c": 1}}),
        (solve(CAPPED, corners=True), {"over": {"a": (0.7, 4, 13), "b": [1.0, 3.0]}}),
        (CAPPED, {"over": {"a": (-1, 4, 40)}, "at": {"b": "4/5"}}),
        (GAME, {"over": {"a": [1, 2, 3]}, "at": {"b": 1, "c": 0.4}}),
        (SOLVED, {"over": OVER, "reduce": ASKED}),
        (CAPPED, {"over": {"a": (-1, 4, 40)}, "at": {"b": "4/5"}, "reduce": {"region": "count", "x": "mean"}}),
    ],
    ids=["several", "one", "piecewise", "at points", "no regimes", "reduced", "reduced at points"],
)
def test_a_store_holds_what_the_sweep_without_one_returns(swept: Any, arguments: Any, tmp_path: Path) -> None:
    plain = sweep(swept, **arguments)
    kept = sweep(swept, **arguments, store=tmp_path / "run.zarr")
    assert "processor" in kept.attrs["computed_on"]
    xr.testing.assert_identical(without_origin(kept), plain)
    with xr.open_zarr(tmp_path / "run.zarr", chunks=None, consolidated=False) as read:
        xr.testing.assert_equal(read.load(), plain)


class Stopped(Exception):
    """Stands for whatever ends a process."""


def stopping(monkeypatch: pytest.MonkeyPatch, after: int) -> list[int]:
    """Let no more than so many pieces be computed; return the list of those that are."""
    met: list[int] = []
    done = SweepWork.done

    def counted(self: SweepWork, number: int) -> Any:
        if len(met) >= after:
            raise Stopped
        met.append(number)
        return done(self, number)

    monkeypatch.setattr(SweepWork, "done", counted)
    return met


@cache
def whole(*, reduced: bool) -> Mapping[str, bytes]:
    """What the files of a sweep that nothing disturbs hold."""
    with tempfile.TemporaryDirectory() as folder:
        sweep(SOLVED, over=OVER, reduce=ASKED if reduced else None, store=Path(folder) / "whole.zarr")
        return files_in(Path(folder) / "whole.zarr")


@pytest.mark.parametrize("reduce", [None, ASKED], ids=["numbers", "reduced"])
def test_what_was_stopped_goes_on_where_it_was_and_leaves_the_same_bytes(
    reduce: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    undisturbed = whole(reduced=reduce is not None)
    computed: list[int] = []
    for after in (0, 1, 2, 100):
        with monkeypatch.context() as patch:
            met = stopping(patch, after)
            if after == 100:
                sweep(SOLVED, over=OVER, reduce=reduce, store=tmp_path / "parts.zarr")
            else:
                with pytest.raises(Stopped):
                    sweep(SOLVED, over=OVER, reduce=reduce, store=tmp_path / "parts.zarr")
            computed += met
    assert computed == list(range(len(computed)))
    assert len(computed) > 5
    assert files_in(tmp_path / "parts.zarr") == undisturbed
    stopping(monkeypatch, 0)
    sweep(SOLVED, over=OVER, reduce=reduce, store=tmp_path / "parts.zarr")
    assert files_in(tmp_path / "parts.zarr") == undisturbed


def test_what_was_stopped_in_the_making_or_while_it_wrote_a_piece_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    undisturbed, enter = whole(reduced=False), journal.Journal.enter
    for stop in (1, 4):
        entered: list[int] = []

        def stopped(self: Any, done: int, state: Any, stop: int = stop, entered: list[int] = entered) -> None:
            if len(entered) == stop:
                raise Stopped
            entered.append(done)
            enter(self, done, state)

        with monkeypatch.context() as patch:
            patch.setattr(journal.Journal, "enter", stopped)
            with pytest.raises(Stopped):
                sweep(SOLVED, over=OVER, store=tmp_path / "parts.zarr")
    (tmp_path / "parts.zarr" / "x" / "0.0.0.1234.partial").write_bytes(b"half of")
    sweep(SOLVED, over=OVER, store=tmp_path / "parts.zarr")
    assert files_in(tmp_path / "parts.zarr") == undisturbed


@pytest.mark.parametrize("reduce", [None, {"x": "max"}], ids=["numbers", "reduced"])
def test_a_sweep_is_the_same_in_whatever_order_fixed_parameters_are_given(reduce: Any, tmp_path: Path) -> None:
    store, over = tmp_path / "run.zarr", {"a": (0.5, 4, 9)}
    sweep(SOLVED, over=over, at={"b": 1, "c": "1/2"}, reduce=reduce, store=store)
    before = files_in(store)
    sweep(SOLVED, over=over, at={"c": 0.5, "b": 1}, reduce=reduce, store=store)
    assert files_in(store) == before


def test_totals_that_are_lost_are_missed(tmp_path: Path) -> None:
    arguments: dict[str, Any] = {"over": OVER, "reduce": {"x": "max"}, "store": tmp_path / "run.zarr"}
    sweep(SOLVED, **arguments)
    _wordless(pytest.MonkeyPatch(), tmp_path / "run.zarr")
    with pytest.raises(StoreError, match="is damaged and does not say how far"):
        sweep(SOLVED, **arguments)


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A sweep as it was kept, to be copied and spoiled."""
    pytest.importorskip("zarr", reason="the extra 'store' is not installed")
    store = tmp_path_factory.mktemp("kept") / "run.zarr"
    with pytest.MonkeyPatch.context() as patch:
        in_small_pieces(patch)
        sweep(SOLVED, over=OVER, store=store)
    return store


def _elsewhere(monkeypatch: pytest.MonkeyPatch, _folder: Path) -> Mapping[str, Any]:
    monkeypatch.setattr("lsec_models.cluster.machine._processor", lambda: "another one")
    return {}


def _damaged(_monkeypatch: pytest.MonkeyPatch, folder: Path) -> Mapping[str, Any]:
    (folder / ".zattrs").write_text(json.dumps({"sweep": "half of"}), encoding="utf-8")
    return {}


def _half_said(_monkeypatch: pytest.MonkeyPatch, folder: Path) -> Mapping[str, Any]:
    attributes = json.loads((folder / ".zattrs").read_text(encoding="utf-8"))
    attributes["sweep"] = json.dumps(json.loads(attributes["sweep"]) | {"done": None})
    (folder / ".zattrs").write_text(json.dumps(attributes), encoding="utf-8")
    return {}


def _newer(_monkeypatch: pytest.MonkeyPatch, folder: Path) -> Mapping[str, Any]:
    attributes = json.loads((folder / ".zattrs").read_text(encoding="utf-8"))
    kept = json.loads(attributes["sweep"])
    kept["subject"]["format"] += 1
    (folder / ".zattrs").write_text(json.dumps(attributes | {"sweep": json.dumps(kept)}), encoding="utf-8")
    return {}


def _lost(_monkeypatch: pytest.MonkeyPatch, folder: Path) -> Mapping[str, Any]:
    min((folder / "x").glob("[0-9]*")).unlink()
    return {}


def _truncated(_monkeypatch: pytest.MonkeyPatch, folder: Path) -> Mapping[str, Any]:
    chunk = min((folder / "x").glob("[0-9]*"))
    chunk.write_bytes(chunk.read_bytes()[:-7])
    return {}


def _flipped(_monkeypatch: pytest.MonkeyPatch, folder: Path) -> Mapping[str, Any]:
    chunk = min((folder / "x").glob("[0-9]*"))
    content = bytearray(chunk.read_bytes())
    content[len(content) // 2] ^= 1
    chunk.write_bytes(content)
    return {}


def _undescribed(_monkeypatch: pytest.MonkeyPatch, folder: Path) -> Mapping[str, Any]:
    (folder / "x" / ".zarray").write_text("{}", encoding="utf-8")
    return {}


def _no_axis(_monkeypatch: pytest.MonkeyPatch, folder: Path) -> Mapping[str, Any]:
    shutil.rmtree(folder / "a")
    return {}


def _other_axis(_monkeypatch: pytest.MonkeyPatch, folder: Path) -> Mapping[str, Any]:
    shutil.copy(folder / "b" / "0", folder / "a" / "0")
    return {}


def _wordless(_monkeypatch: pytest.MonkeyPatch, folder: Path) -> Mapping[str, Any]:
    attributes = json.loads((folder / ".zattrs").read_text(encoding="utf-8"))
    attributes["sweep"] = json.dumps(json.loads(attributes["sweep"]) | {"state": {}})
    (folder / ".zattrs").write_text(json.dumps(attributes), encoding="utf-8")
    return {}


def _unwritable(_monkeypatch: pytest.MonkeyPatch, folder: Path) -> Mapping[str, Any]:
    return {"store": folder / ".zgroup" / "run.zarr"}


def _foreign(_monkeypatch: pytest.MonkeyPatch, folder: Path) -> Mapping[str, Any]:
    (folder / ".zattrs").unlink()
    return {}


def _no_folder(_monkeypatch: pytest.MonkeyPatch, folder: Path) -> Mapping[str, Any]:
    shutil.rmtree(folder)
    folder.write_text("notes", encoding="utf-8")
    return {}


def _no_room(monkeypatch: pytest.MonkeyPatch, folder: Path) -> Mapping[str, Any]:
    usage = shutil.disk_usage(folder)._replace(free=1000)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage)
    return {"store": folder.with_name("new.zarr")}


_LINEAR = Game(players=[Player("maker", decides=[x], payoff=(a - b * x) * x - c)], assuming=[a > 2 * c])


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        (lambda *_: {"over": OVER | {"a": (0.5, 4, 10)}}, "another sweep, whose over is 'a from 0.5 to 4, 9 values"),
        (lambda *_: {"reduce": {"x": "max"}}, "whose quantities is"),
        (lambda *_: {"backend": "numba"}, "backend: numpy there, numba here"),
        (lambda *_: {"swept": {"led": SOLVED["led"]}}, "whose equilibria is 'led, nash'"),
        (lambda *_: {"swept": {"led": SOLVED["nash"], "nash": SOLVED["led"]}}, "of another game or other equilibria"),
        (_elsewhere, "processor:"),
        (_damaged, "is damaged"),
        (_half_said, "is damaged and does not say how far"),
        (_newer, "is a store of format 2, and lsec_models"),
        (_lost, "is damaged and lacks numbers of x"),
        (_truncated, "is damaged and holds numbers of x that cannot be read"),
        (_flipped, "is damaged and holds numbers of x that cannot be read"),
        (_undescribed, "is damaged and holds numbers of x that cannot be read"),
        (_no_axis, "is damaged and holds numbers of a that cannot be read"),
        (_other_axis, "is damaged and holds numbers of a that cannot be read"),
        (_wordless, "is damaged and does not say how far"),
        (_unwritable, "name a folder in store= that can be written to"),
        (_foreign, "holds something else than a sweep"),
        (_no_folder, "holds something else than a sweep"),
        (_no_room, "may need 9.07e-06 GB, the disk has 1e-06"),
    ],
    ids=[
        "grid",
        "reduce",
        "backend",
        "fewer",
        "exchanged",
        "processor",
        "damaged",
        "half_said",
        "newer",
        "lost",
        "truncated",
        "flipped",
        "undescribed",
        "no_axis",
        "other_axis",
        "wordless",
        "unwritable",
        "foreign",
        "file",
        "full",
    ],
)
def test_what_does_not_fit_is_refused_before_anything_is_computed(
    changed: Callable[..., Any], words: str, kept: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(kept, tmp_path / "run.zarr")
    stopping(monkeypatch, 0)
    arguments = {"swept": SOLVED, "over": OVER, "store": tmp_path / "run.zarr"}
    arguments |= changed(monkeypatch, tmp_path / "run.zarr")
    with pytest.raises(StoreError) as raised:
        sweep(arguments.pop("swept"), **arguments)
    assert words in str(raised.value)


@pytest.mark.parametrize("name", ["violated", "regime"])
def test_codes_that_are_lost_are_missed_as_numbers_are(name: str, tmp_path: Path) -> None:
    store, over = tmp_path / "run.zarr", {"a": (0.7, 4, 13), "b": [1.0, 3.0]}
    capped = solve(CAPPED, corners=True)
    sweep(capped, over=over, store=store)
    min((store / name).glob("[0-9]*")).unlink()
    with pytest.raises(StoreError, match=f"lacks numbers of {name}"):
        sweep(capped, over=over, store=store)


def test_a_disk_that_is_full_in_the_middle_is_said_and_gone_on_from(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:

    undisturbed = whole(reduced=False)

    def full(path: Path, data: str) -> None:
        if '\\"done\\": 3' in data:
            raise OSError(errno.ENOSPC, "No space left on device", str(path))
        write(path, data)

    write = journal.write_atomically
    with monkeypatch.context() as patch:
        patch.setattr(journal, "write_atomically", full)
        with pytest.raises(StoreError, match="No space left on device; make room and sweep again"):
            sweep(SOLVED, over=OVER, store=tmp_path / "parts.zarr")
    sweep(SOLVED, over=OVER, store=tmp_path / "parts.zarr")
    assert files_in(tmp_path / "parts.zarr") == undisturbed


def test_a_tilde_is_the_home_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    assert int(sweep(SOLVED, over={"a": [3]}, at={"b": 1, "c": 1}, store="~/run.zarr")["x"].size) == 2
    assert (tmp_path / "run.zarr" / ".zattrs").is_file()
    with pytest.raises(StoreError, match="home"):
        sweep(SOLVED, over={"a": [3]}, at={"b": 1, "c": 1}, store="~nobody-of-this-name/run.zarr")


def test_what_is_no_folder_or_not_installed_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for store in (3, "", "a\0b"):
        with pytest.raises(DeclarationError, match="give the name of a folder"):
            sweep(SOLVED, over=OVER, store=store)
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None if name == "zarr" else object())
    with pytest.raises(DeclarationError, match=r"lsec_models\[store\]"):
        sweep(SOLVED, over=OVER, store=tmp_path / "run.zarr")
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("reduce", [None, ASKED], ids=["numbers", "reduced"])
def test_two_sweeps_into_one_folder_at_once_are_refused_and_lose_nothing(
    reduce: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    undisturbed, done = whole(reduced=reduce is not None), SweepWork.done

    def with_another(self: SweepWork, number: int) -> Any:
        if number == 3:
            with pytest.raises(StoreError, match="another process is sweeping into it; wait until"):
                sweep(SOLVED, over=OVER, reduce=reduce, store=tmp_path / "run.zarr")
        return done(self, number)

    monkeypatch.setattr(SweepWork, "done", with_another)
    sweep(SOLVED, over=OVER, reduce=reduce, store=tmp_path / "run.zarr")
    assert files_in(tmp_path / "run.zarr") == undisturbed


PROGRAM = """
import sys
from lsec_models import Game, Player, decisions, parameters, solve, sweep
from lsec_models.evaluate import work

work._FEWEST_POINTS = work._NUMBERS_AT_ONCE = 400
a, b = parameters("a b", positive=True)
x = decisions("x")
firm = solve(Game(players=[Player("maker", decides=[x], payoff=(a - b * x) * x)], assuming=[a > b]))
sweep(firm, over={"a": (0.5, 4, 300), "b": (0.3, 2, 200)}, store=sys.argv[1])
"""


@pytest.mark.slow
def test_two_kills_leave_the_same_bytes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def run(folder: Path) -> None:
        monkeypatch.setattr(sys, "argv", ["sweep", str(folder)])
        exec(PROGRAM, {})

    run(tmp_path / "whole.zarr")
    for done in (20, 90):
        process = subprocess.Popen([sys.executable, "-c", PROGRAM, str(tmp_path / "parts.zarr")])
        while process.poll() is None and _done(tmp_path / "parts.zarr") < done:
            time.sleep(0.002)
        process.kill()
        assert process.wait() == -signal.SIGKILL
        assert done <= _done(tmp_path / "parts.zarr") < 150
    run(tmp_path / "parts.zarr")
    assert files_in(tmp_path / "parts.zarr") == files_in(tmp_path / "whole.zarr")


def _done(folder: Path) -> int:
    try:
        return int(json.loads(json.loads((folder / ".zattrs").read_text(encoding="utf-8"))["sweep"])["done"])
    except (OSError, KeyError):
        return -1


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="a folder in which nobody can make a file")
def test_a_folder_that_nobody_can_write_to_is_not_called_taken() -> None:
    with pytest.raises(StoreError, match="no file can be made beside it"):
        journal._held(Path("/proc/x"))
