from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import xarray as xr

from killed import files_in
from lsec_models import Choice, Game, Player, audit, comparative_statics, compare, decisions, parameters, solve, sweep
from lsec_models.algebra.decomposition.planar_map import PlanarMap
from lsec_models.cluster import workers
from lsec_models.errors import ClaimError, ClusterError, DeclarationError, OutsideDomain
from lsec_models.evaluate import work
from lsec_models.evaluate.work import Words
from lsec_models.games.choice.map_labels import View
from lsec_models.models import load

pytest.importorskip("distributed", reason="the extra 'cluster' is not installed")

from distributed import Client, LocalCluster
from distributed.scheduler import KilledWorker

a, b = parameters("a b", positive=True)
x = decisions("x")
FIRM = Game(players=[Player("maker", decides=[x], payoff=(a - b * x) * x)], assuming=[a > b])
CAPPED = Game(players=[Player("maker", decides=[x], payoff=(a - x) * x)], constraints=[x <= b])
OVER = {"a": (0.5, 4, 60), "b": (0.3, 2, 40)}


@pytest.fixture(scope="module")
def client() -> Iterator[Client]:
    with (
        LocalCluster(n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None) as local,
        Client(local) as opened,
    ):
        yield opened


@pytest.fixture(autouse=True)
def _small_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(work, "_FEWEST_POINTS", 80)
    monkeypatch.setattr(work, "_NUMBERS_AT_ONCE", 80)
    monkeypatch.setattr(work, "_POINTS_REDUCED_AT_ONCE", 80)


@pytest.mark.slow
def test_a_cluster_computes_the_same_numbers_though_a_worker_is_killed(
    client: Client, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("zarr", reason="the extra 'store' is not installed")
    firm, asked = solve(FIRM), {"x": ["mean", "max"], "region": "count"}
    plain = sweep(firm, over=OVER)
    sweep(firm, over=OVER, store=tmp_path / "here.zarr")
    entered = Words.entered
    pieces: list[Any] = []

    def killing(self: Words, part: Any) -> Any:
        pieces.append(part)
        if len(pieces) == 3:
            os.kill(next(iter(client.run(os.getpid).values())), signal.SIGKILL)
        return entered(self, part)

    with monkeypatch.context() as patch:
        patch.setattr(Words, "entered", killing)
        xr.testing.assert_identical(sweep(firm, over=OVER, client=client), plain)
        assert len(pieces) == 60 * 40 // 80
    sweep(firm, over=OVER, store=tmp_path / "there.zarr", client=client)
    assert files_in(tmp_path / "there.zarr") == files_in(tmp_path / "here.zarr")
    found = sweep(firm, over=OVER, reduce=asked, client=client.scheduler.address)
    xr.testing.assert_identical(found, sweep(firm, over=OVER, reduce=asked))


@pytest.mark.slow
def test_an_audit_finds_the_same_on_a_cluster(client: Client) -> None:
    capped = solve(CAPPED, corners=True)
    there = audit(capped, draws=6, client=client)
    assert there.audits[-1].passed()
    assert there.audits == audit(capped, draws=6).audits


@pytest.mark.slow
def test_signs_are_decided_alike_on_a_cluster(client: Client) -> None:
    leading = load("power_structures_bilateral", order=["manufacturer", "streamer"])
    results = {"leading": solve(leading), "nash": solve(leading.with_order([("manufacturer", "streamer")]))}
    heard: list[tuple[int, int]] = []
    there = compare(results, ["q", "w"], client=client, progress=lambda *done: heard.append(done))
    assert list(there) == list(compare(results, ["q", "w"]))
    assert heard == [(1, 2), (2, 2)]
    asked = results["nash"], ["q"], ["gamma", "k"]
    assert list(comparative_statics(*asked, client=client)) == list(comparative_statics(*asked))


def told(planar: PlanarMap[str]) -> list[Any]:
    """Return all that a map says: its columns, the exact curves between its cells, and what it rests on."""
    columns = [
        (
            str(column.left),
            [(str(arc.curve.polynomial), arc.index) for arc in column.arcs],
            column.labels,
            column.samples,
        )
        for column in planar.columns
    ]
    return [*columns, str(planar.columns[-1].right), planar.caveat]


@pytest.mark.slow
def test_a_map_of_regimes_is_the_same_though_a_worker_is_killed(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Two peaks, and a border of ties between them: cells are added until nothing new is the best.
    c, t = parameters("c t", positive=True)
    payoff = -((x - 1) ** 2) * (x - 4) ** 2 + (t - 1) * x + (c - 1) * x**2
    game = Game(players=[Player("maker", decides=[x], payoff=payoff)], constraints=[x <= 3])
    plain = solve(game, over={"c": (0, 2), "t": (0, 2)})
    done, columns = workers.Cluster.done_in_order, []

    def killing(self: Any, asked: Any, first: int = 0) -> Iterator[Any]:
        for found in done(self, asked, first):
            columns.append(found)
            if len(columns) == 3:
                os.kill(next(iter(client.run(os.getpid).values())), signal.SIGKILL)
            yield found

    with monkeypatch.context() as patch:
        patch.setattr(workers.Cluster, "done_in_order", killing)
        assert told(solve(game, over={"c": (0, 2), "t": (0, 2)}, client=client)) == told(plain)
    assert len(columns) > 3


@pytest.mark.slow
def test_a_map_of_modes_is_the_same_on_a_cluster_and_refused_alike(client: Client) -> None:
    # The middle mover stops at a jump of the last one's answer, so that regions are not proved.
    fee, (y, z) = parameters("F", positive=True), decisions("y z")
    players = [
        Player("A", decides=[x], payoff=4 * z - (x - 1) ** 2),
        Player("B", decides=[y], payoff=3 * z - y**2),
        Player("C", decides=[z], payoff=z * (x + y - a)),
    ]
    jumping = solve(Game(players=players, order=["A", "B", "C"], constraints=[z <= 1]), corners=True, effort="quick")
    alone = solve(Game(players=[Player("A", decides=[x], payoff=x * (2 - x) - fee)]))
    choice = solve(Choice(by="A", among={"with B and C": jumping, "alone": alone}))
    assert not choice.has_proved_regions
    own = View(name="own", label=lambda point: f"{len(point.available)} modes")
    over = {"a": (5, 8), "F": (Fraction(1, 4), Fraction(3, 4))}
    for view in (None, own, choice.agreement("A"), choice.gains("A", against="alone")):
        there = choice.regions("a", "F", at={}, over=over, view=view, client=client)
        assert told(there) == told(choice.regions("a", "F", at={}, over=over, view=view))
    at = {"F": Fraction(1, 2)}
    assert str(choice.thresholds("a", at=at, over=(0, 2), client=client)) == "with B and C for a from 0 to 2"
    with pytest.raises(OutsideDomain, match=r"they give 'alone' where the games solved there give 'with B and C'"):
        choice.thresholds("a", at=at, over=(0, 6), client=client)


def test_a_clock_of_this_process_is_none_of_a_cluster() -> None:
    nobody = "tcp://127.0.0.1:9"
    with pytest.raises(ClaimError, match="leave one of them out"):
        comparative_statics(solve(FIRM), seconds=5, client=nobody)
    with pytest.raises(DeclarationError, match="without seconds="):
        solve(FIRM, over={"a": (2, 3), "b": (1, 2)}, seconds=5, client=nobody)


def test_a_cluster_solves_maps_over_two_parameters() -> None:
    nobody = "tcp://127.0.0.1:9"
    with pytest.raises(DeclarationError, match="client= solves the cells of a map over two parameters"):
        solve(FIRM, client=nobody)
    with pytest.raises(DeclarationError, match="along one, pieces are joined"):
        solve(FIRM, over={"a": (2, 3)}, at={"b": 1}, client=nobody)


def _raise(error: Exception) -> None:
    raise error


@pytest.mark.slow
def test_workers_name_regimes_as_they_meet_them(client: Client) -> None:
    over, at = {"a": [-1, 1, *([6] * 80), 1, 2.5]}, {"b": 1}
    here, there = sweep(CAPPED, over=over, at=at), sweep(CAPPED, over=over, at=at, client=client)
    assert here["regime"].attrs["regimes"].splitlines() == ["interior", "x = b"]
    xr.testing.assert_identical(there, here)


@pytest.mark.slow
def test_workers_that_do_not_compute_alike_are_refused(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    machines = iter([{"numpy": "1.26"}, {"numpy": "2.4"}])
    alike = {"one": next(machines), "two": next(machines)}
    with monkeypatch.context() as patch:
        patch.setattr(client, "run", lambda *_: alike)
        with pytest.raises(ClusterError, match=r"do not compute alike.* numpy: 2.4 there, 1.26 here"):
            sweep(solve(FIRM), over=OVER, client=client)
        patch.setattr(client, "run", lambda *_: {"one": alike["one"]})
        with pytest.raises(ClusterError, match="do not compute alike"):  # One that joined later.
            sweep(solve(FIRM), over=OVER, client=client)
        lost = KilledWorker("piece", SimpleNamespace(address="tcp://127.0.0.1:1"), 3)
        patch.setattr(client, "submit", lambda *_, **__: SimpleNamespace(result=lambda: _raise(lost)))
        patch.setattr(client, "cancel", lambda _: None)
        with pytest.raises(ClusterError, match=r"took down tcp://127.0.0.1:1 and others"):
            sweep(solve(FIRM), over=OVER, client=client)
        patch.setattr(client, "run", lambda *_: {})
        with pytest.raises(ClusterError, match="has no workers"):
            sweep(solve(FIRM), over=OVER, client=client)


def test_what_is_no_cluster_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    sides = {"a": (1, 2), "b": (1, 2)}
    one, other = (Game(players=[Player("maker", decides=[x], payoff=(size - x) * x)]) for size in (a, b))
    choice = solve(Choice(by="maker", among={"one": one, "other": other}))
    for asked in (
        lambda **of: sweep(solve(FIRM), over=OVER, **of),
        lambda **of: solve(FIRM, over=sides, **of),
        lambda **of: choice.regions("a", "b", at={}, over=sides, **of),
        lambda **of: choice.thresholds("a", at={"b": 1}, **of),
    ):
        for client in (3, "", "nonsense", "tcp://127.0.0.1", "http://dask"):
            with pytest.raises(DeclarationError, match=r"client = .* is an? (int|str); give a dask.distributed.Client"):
                asked(client=client)
    monkeypatch.setattr(workers, "_SECONDS_TO_ANSWER", "0.2s")
    with pytest.raises(ClusterError, match="no scheduler answers; start one with 'dask scheduler'"):
        sweep(solve(FIRM), over=OVER, client="tcp://127.0.0.1:9")
    monkeypatch.setattr("importlib.util.find_spec", lambda _: None)
    with pytest.raises(DeclarationError, match=r"lsec_models\[cluster\]"):
        sweep(solve(FIRM), over=OVER, client="tcp://127.0.0.1:9")
