"""Where a run writes: below --out, wherever links lead and whatever stands there."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from hostile_folders import RESULTS, write_paper
from lsec_models.cli import main


@pytest.fixture
def place(tmp_path: Path) -> Path:
    write_paper(tmp_path / "papers" / "small2024")
    return tmp_path


def run(place: Path, out: Path) -> int:
    return main(["reproduce", "--papers", str(place / "papers"), "--out", str(out)])


@pytest.mark.parametrize("inside", ["", "steps", "tables", "figures", "certificates", "errors"])
def test_a_link_out_of_the_folder_is_refused(place: Path, inside: str, capsys: pytest.CaptureFixture[str]) -> None:
    away = place / "away"
    (away / "steps").mkdir(parents=True)
    (away / "steps" / "result-R1.json").write_text("mine")
    link = place / "out" / "small2024" / inside
    link.parent.mkdir(parents=True, exist_ok=True)
    link.symlink_to(away)
    assert run(place, place / "out") == 2
    assert f"{link} leads out of {place / 'out'}" in capsys.readouterr().err
    assert main(["reproduce", "--papers", str(place / "papers"), "--out", str(place / "out"), "--fresh"]) == 2
    assert [file.name for file in away.rglob("*") if file.is_file()] == ["result-R1.json"]


@pytest.mark.slow
def test_a_link_in_place_of_a_file_is_replaced(place: Path) -> None:
    away = place / "away.html"
    away.write_text("mine")
    for name in (
        "report.html",
        "results.json",
        "small2024/report.html",
        "small2024/cite.bib",
        "small2024/steps/result-R1.json",
    ):
        link = place / "out" / name
        link.parent.mkdir(parents=True, exist_ok=True)
        link.symlink_to(away)
    assert run(place, place / "out") == 1
    assert away.read_text() == "mine"
    assert not any(path.is_symlink() for path in (place / "out").rglob("*"))
    assert run(place, place / "out") == 0


@pytest.mark.slow
def test_the_folder_itself_may_be_a_link(place: Path) -> None:
    (place / "disk").mkdir()
    (place / "out").symlink_to(place / "disk")
    assert run(place, place / "out") == 0
    assert (place / "disk" / "report.html").is_file()


@pytest.mark.slow
@pytest.mark.parametrize("name", ["report.html", "results.json", "small2024/report.html", "small2024/cite.bib"])
def test_a_folder_in_place_of_a_file_is_named(place: Path, name: str, capsys: pytest.CaptureFixture[str]) -> None:
    (place / "out" / name).mkdir(parents=True)
    assert run(place, place / "out") == 2
    assert f"lsec: {place / 'out' / name}: Is a directory" in capsys.readouterr().err


@pytest.mark.parametrize("out", ["papers", "papers/small2024", "papers/small2024/out"])
def test_a_paper_is_not_written_into_its_own_folder(place: Path, out: str, capsys: pytest.CaptureFixture[str]) -> None:
    before = sorted((place / "papers").rglob("*"))
    assert run(place, place / out) == 2
    assert "is a paper's own folder; name another --out DIR" in capsys.readouterr().err
    assert sorted((place / "papers").rglob("*")) == before


def command(place: Path, *more: str) -> list[str]:
    code = "import sys; from lsec_models.cli import main; sys.exit(main())"
    return [
        sys.executable,
        "-c",
        code,
        "reproduce",
        "--papers",
        str(place / "papers"),
        "--out",
        str(place / "out"),
        *more,
    ]


@pytest.mark.slow
@pytest.mark.parametrize(
    "body",
    [
        "import os; os._exit(0)",
        "raise SystemExit(0)",
        "import os, signal; os.kill(os.getpid(), signal.SIGTERM)",
        "import os\n    if os.fork() == 0: raise SystemExit(0)\n    os.wait(); return 3",
        "import os\n    os.fork(); return 3",
        "import os; os.execlp('true', 'true')",
        "import atexit, os; atexit.register(os._exit, 0); return 3",
    ],
    ids=["at once", "exit", "signal", "fork that exits", "fork that returns", "another program", "at the end"],
)
def test_no_result_ends_the_command_as_if_all_were_well(place: Path, body: str) -> None:
    (place / "papers" / "small2024" / "results.py").write_text(RESULTS.replace("return 2", body))
    done = subprocess.run(command(place), capture_output=True, text=True, check=False)
    assert done.returncode != 0
    assert done.stdout.count("report: ") <= 1


@pytest.mark.slow
def test_a_reader_who_leaves_hides_no_failure(place: Path) -> None:
    (place / "papers" / "small2024" / "recorded.json").write_text('{"R1": 3}')
    reading, writing = os.pipe()
    os.close(reading)
    done = subprocess.run(command(place), stdout=writing, stderr=subprocess.PIPE, text=True, check=False)
    os.close(writing)
    assert done.returncode == 141
    assert "Traceback" not in done.stderr


@pytest.mark.slow
@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no device that is always full")
def test_output_for_which_there_is_no_room_is_named(place: Path) -> None:
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(command(place), stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    assert done.returncode == 2
    assert done.stderr.endswith("lsec: standard output: No space left on device\n")
