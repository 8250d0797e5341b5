"""What `lsec reproduce` says and leaves."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from command_line import lines
from lsec_models.cli import main


@pytest.mark.slow
def test_reproduce(papers: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    command = ["reproduce", "--papers", str(papers), "--out", str(tmp_path / "out")]
    assert main(command) == 0
    captured = capsys.readouterr()
    assert lines(captured.out) == [
        "tiny2024 (reconstruction): 1 of 1 results equal the record",
        f"report: {tmp_path / 'out' / 'report.html'}",
    ]
    assert lines(captured.err) == [f"lsec: runs the code of the papers in {papers}", "[1/1] tiny2024 R1: Two"]
    (papers / "tiny2024" / "recorded.json").write_text('{"R1": 3}')
    assert main(command) == 1
    assert "  R1: recorded 3, derived 2" in lines(capsys.readouterr().out)
    assert main([*command, "--record"]) == 0
    assert json.loads((papers / "tiny2024" / "recorded.json").read_text()) == {"R1": 2}


def test_reproduce_interrupted(papers: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source = papers / "tiny2024" / "results.py"
    source.write_text(source.read_text().replace("return 2", "raise KeyboardInterrupt"))
    assert main(["reproduce", "--papers", str(papers), "--out", str(tmp_path / "out")]) == 130
    assert "lsec: interrupted; the same command goes on" in capsys.readouterr().err


def test_reproduce_where_nothing_can_be_written(
    papers: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "out").write_text("a file")
    assert main(["reproduce", "--papers", str(papers), "--out", str(tmp_path / "out")]) == 2
    *_, line = lines(capsys.readouterr().err)
    assert line.startswith("lsec: ")
