"""What `lsec sweep` writes and `lsec plot` draws."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pytest
import xarray as xr

from command_line import lines
from lsec_models import Game, Player, decisions, load, parameters, solve, sweep
from lsec_models.cli import main
from lsec_models.errors import DeclarationError
from lsec_models.models import CATALOGUE
from lsec_models.show.export.interchange.sweep_files import write_sweep

SWEEP = ["sweep", "power_structures_bilateral", "--over", "gamma=0:1:3", "--baseline", "--order", "M > S"]


def test_a_sweep_is_printed_as_csv(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*SWEEP, "--quantity", "q"]) == 0
    rows = list(csv.DictReader(lines(capsys.readouterr().out)))
    assert [row["gamma"] for row in rows] == ["0.0", "0.5", "1.0"]
    assert [row["violated"] for row in rows] == ["gamma > 0  [declared sign]", "", ""]
    values = {p: v for p, v in CATALOGUE["power_structures_bilateral"].baseline.items() if p in rows[0]}
    led = solve(load("power_structures_bilateral", order=["manufacturer", "streamer"]))
    for row in rows[1:]:
        assert float(row["q"]) == pytest.approx(float(led.at(values | {"gamma": row["gamma"]})["q"]))


def test_a_sweep_compares_orders_and_goes_into_files(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    command = [*SWEEP, "--order", "S > M", "--at", "k=3", "--out"]
    assert main([*command, str(tmp_path / "q.csv")]) == 0
    assert main([*command, str(tmp_path / "q.nc")]) == 0
    assert capsys.readouterr().out == ""
    rows = list(csv.DictReader(lines((tmp_path / "q.csv").read_text())))
    data = xr.load_dataset(tmp_path / "q.nc")
    assert data["structure"].values.tolist() == ["manufacturer > streamer", "streamer > manufacturer"]
    assert data["k"] == 3
    said = {name: (data[name].attrs["long_name"], data[name].attrs["units"]) for name in ("gamma", "k", "q")}
    assert said == {
        "gamma": ("demand that quality brings at once", "demand/quality"),
        "k": ("cost of quality", "money/period/quality²"),
        "q": ("quality of the product", "quality"),
    }
    assert "units" not in data["streamer"].attrs
    stacked = data["q"].values.ravel().tolist()
    assert [float(row["q"] or "nan") for row in rows] == pytest.approx(stacked, nan_ok=True)
    assert data["violated"].attrs["conditions"].splitlines()[-1]


def test_a_game_file_says_what_its_names_mean(tmp_path: Path) -> None:
    file, out = tmp_path / "shop.toml", str(tmp_path / "p.nc")
    text = '[parameters]\npositive = ["a"]\n[players.shop]\ndecides = ["p"]\npayoff = "p*(a - p)"\n[meanings]\n'
    file.write_text(f'{text}a = ["size of the market", "units"]\nshop = ["profit", "euro"]\n')
    assert main(["sweep", str(file), "--over", "a=1:2:3", "--out", out]) == 0
    data = xr.load_dataset(out)
    said = {name: (data[name].attrs["long_name"], data[name].attrs["units"]) for name in ("a", "shop")}
    assert said == {"a": ("size of the market", "units"), "shop": ("profit", "euro")}


def test_a_name_that_netcdf_has_not_is_refused_by_name(tmp_path: Path) -> None:
    a, q = parameters("a", positive=True), decisions("q")
    solved = solve(Game(players=[Player("店", decides=[q], payoff=q * (a - q))]))
    with pytest.raises(DeclarationError, match="and not '店'; name a"):
        write_sweep(sweep(solved, over={"a": [1]}), tmp_path / "q.nc")
    assert not list(tmp_path.iterdir())


@pytest.mark.slow
def test_a_sweep_is_kept_in_a_store(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    pytest.importorskip("zarr", reason="the extra 'store' is not installed")
    command = [*SWEEP, "--store", str(tmp_path / "run.zarr")]
    assert [main(command), main(command)] == [0, 0]
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err == 2 * f"lsec: {tmp_path / 'run.zarr'}: read it with xarray.open_zarr\n"
    with xr.open_zarr(tmp_path / "run.zarr", chunks=None, consolidated=False) as data:
        assert np.isnan(data["q"].values).tolist() == [True, False, False]
    assert main([*command, "--at", "k=3"]) == 2
    assert "is the store of another sweep, whose at is" in capsys.readouterr().err


def test_a_sweep_is_reduced_to_what_is_asked(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*SWEEP, "--order", "S > M", "--reduce", "streamer=argmax", "q=count", "q=max", "region"]) == 0
    told = dict(line.rsplit(": ", 1) for line in lines(capsys.readouterr().out))
    assert told["streamer_argmax | streamer > manufacturer"] == "2"
    assert told["streamer_argmax | none"] == "1"
    assert told["q_count | manufacturer > streamer"] == "2"
    assert told["region_count | manufacturer > streamer | fails: gamma > 0  [declared sign]"] == "1"
    assert float(told["q_max | manufacturer > streamer"]) > 0


@pytest.mark.slow
def test_a_candidate_is_swept_with_a_warning(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["sweep", "channel_choice", "--over", "lambda=0.1,0.2", "--baseline", "--quantity", "e"]) == 0
    assert capsys.readouterr().err == "lsec: not established: optimal (open)\n"


@pytest.mark.slow
@pytest.mark.parametrize(("ending", "begins"), [("svg", b"<?xml"), ("png", b"\x89PNG")])
def test_a_plot_is_drawn_alike_each_time(tmp_path: Path, ending: str, begins: bytes) -> None:
    command = ["plot", *SWEEP[1:], "--order", "S > M", "--quantity", "q", "--out"]
    files = [tmp_path / f"{name}.{ending}" for name in ("one", "two")]
    assert [main([*command, str(file)]) for file in files] == [0, 0]
    assert files[0].read_bytes().startswith(begins)
    assert files[0].read_bytes() == files[1].read_bytes()


def test_over_two_parameters_a_plot_is_a_surface(tmp_path: Path) -> None:
    surface = [*SWEEP[1:], "--over", "k=1:2:2", "--quantity", "q", "--out", str(tmp_path / "surface.svg")]
    assert main(["plot", *surface]) == 0
    assert "Poly3DCollection" in (tmp_path / "surface.svg").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ([*SWEEP, "--over", "k=0:1"], "'0:1' is not of the form FROM:TO:COUNT"),
        ([*SWEEP, "--over", "k=0:1:0"], "a count of 1 or more"),
        ([*SWEEP, "--over", "k"], "is not of the form NAME=FROM:TO:COUNT"),
        ([*SWEEP, "--over", "kk=0:1:3"], "no parameter 'kk'; did you mean 'k'?"),
        ([*SWEEP, "--over", "gamma=0:1:3"], "'gamma' is given twice"),
        ([*SWEEP, "--over", "k=1,x"], "not a number"),
        ([*SWEEP, "--over", "k=nan:1:3"], "k = 'nan': the text is not a number"),
        ([*SWEEP, "--at", "k=inf"], "k = 'inf': the text is not a number"),
        ([*SWEEP, "--at", "gamma=1"], "'gamma' is given by --over and by --at; leave one out"),
        ([*SWEEP, "--scheduler", "nonsense"], "a scheduler's address with its port"),
        ([*SWEEP, "--store", ""], "give the name of a folder"),
        ([*SWEEP, "--quantity", "demnd"], "did you mean 'demand'?"),
        ([*SWEEP, "--over", "k=1:2:1000000", "b=1:2:1000000"], "GB of memory, and "),
        ([*SWEEP, "--out", "a.txt"], "a sweep is written as .csv, .parquet, .nc"),
        ([*SWEEP, "--order", "S > M", "--corners"], "--corners takes one order"),
        ([*SWEEP, "--reduce", "q"], "write NAME=WORD, as in q=mean, or region"),
        ([*SWEEP, "--reduce", "q=maxx"], "did you mean 'max' or 'argmax'?"),
        ([*SWEEP, "--reduce", "q=max", "--out", "a.csv"], "leave --out and --quantity out"),
        ([*SWEEP, "--backend", "fortran"], "it is one of 'numpy', 'numba'"),
        (["plot", *SWEEP[1:], "--quantity", "q", "--out", "a.pdf"], "a figure is written as .svg or .png"),
        (["plot", *SWEEP[1:], "--quantity", "demnd", "--out", "a.svg"], "did you mean 'demand'?"),
        (["models", "chanel_choice"], "did you mean 'channel_choice'"),
    ],
)
def test_bad_sweeps_and_plots(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str], told: str
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(arguments) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.startswith("lsec: ")
    assert told in captured.err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.slow
def test_rest_points_are_swept_and_what_has_no_closed_form_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    sweep = ["sweep", "regulation", "--over", "f=3:9:2", "--baseline", "--quantity", "lax"]
    assert main(sweep) == 0
    told = capsys.readouterr()
    head, *rows = csv.reader(told.out.splitlines())
    assert head[:2] == ["rest_point", "f"]
    found = {(row[0], row[1]): row[head.index("lax")] for row in rows}
    share, (numbers,) = "strict + lax / supervise + ignore / silent", [dict(zip(head, rows[0], strict=True))]
    d, k, nu, mu, g = (float(numbers[name]) for name in ("d", "k", "nu", "mu", "g"))
    for fine in (3.0, 9.0):
        assert float(found[share, str(fine)]) == pytest.approx(k / (d + fine * nu - g * mu))
    assert "left out, not in closed form: strict + lax / supervise + ignore / complain + silent" in told.err
    assert main([*sweep, "--corners"]) == 2
    assert "in which nobody learns; leave it out" in capsys.readouterr().err
