"""Steps, certificates and figures that were changed after they were written: noticed, told, and made anew."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from hostile_folders import CLAIM, FIGURES, write_paper
from lsec_models.cli import main
from lsec_models.papers.run.store import Store
from lsec_models.prove.certificates.checker import digest

DRAWN = """\
    from matplotlib.figure import Figure

    figure = Figure(figsize=(2, 2))
    figure.subplots().plot([1, 2], [3, 4])
    return figure
"""
CLAIMS = {"proved": "monopoly.firm > 0", "refuted": "monopoly.firm < 0", "mixed": "monopoly.p > 2"}
Tamper = Callable[[Path], object]


def ledger() -> str:
    entries = [
        CLAIM.replace('"C"', f'"{name}"').replace("monopoly.firm > 0", text).replace('"proved"', f'"{name}"')
        for name, text in CLAIMS.items()
    ]
    return "\n".join(entries) + 'exactly = "a > 4*b"\n'


@pytest.fixture(scope="module")
def finished(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A paper and a run over it that agrees."""
    place = tmp_path_factory.mktemp("finished")
    folder = place / "papers" / "small2024"
    write_paper(folder)
    (folder / "claims.toml").write_text(ledger())
    (folder / "figures.py").write_text(FIGURES + DRAWN)
    assert run(place) == 0
    return place


@pytest.fixture
def place(finished: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    place = tmp_path / "copy"
    shutil.copytree(finished, place)
    monkeypatch.chdir(place)
    return place


def run(place: Path) -> int:
    return main(["reproduce", "--papers", str(place / "papers"), "--out", str(place / "out")])


def contents(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def edited(change: Callable[[dict[str, Any]], object]) -> Tamper:
    def tamper(file: Path) -> None:
        record = json.loads(file.read_text())
        change(record)
        file.write_text(json.dumps(record))

    return tamper


OTHERS = ["result-R1", "claim-refuted", "claim-mixed", "figure-line", "evidence"]
CHANGES: dict[str, Tamper] = {
    "value": edited(lambda record: record.update(value=3)),
    "null": edited(lambda record: record.update(value=None)),
    "nan": edited(lambda record: record.update(value=float("nan"))),
    "more": edited(lambda record: record.update(verdict="proved")),
    "without-digest": edited(lambda record: record.pop("digest")),
    "without-digest-and-step": edited(lambda record: (record.pop("digest"), record.pop("step"))),
    "other-digest": edited(lambda record: record.update(digest="0" * 64)),
    "other-fingerprint": edited(lambda record: record.update(fingerprint="0" * 64)),
    "other-name": edited(lambda record: record.update(step="result-R2")),
    "half": lambda file: file.write_bytes(file.read_bytes()[:-20]),
    "empty": lambda file: file.write_bytes(b""),
    "nothing": lambda file: file.write_text("null"),
    "no-record": lambda file: file.write_text("[1]"),
    "no-text": lambda file: file.write_bytes(b"\xff"),
    "nested": lambda file: file.write_text("[" * 100_000 + "]" * 100_000),
    "another's": lambda file: shutil.copy(next(f for f in sorted(file.parent.iterdir()) if f != file), file),
}


def told_and_mended(place: Path, tamper: Callable[[], object], words: str, capsys: pytest.CaptureFixture[str]) -> None:
    before = contents(place)
    tamper()
    capsys.readouterr()
    assert run(place) == 1
    printed = capsys.readouterr()
    assert words in printed.out
    assert "anew" in printed.out
    assert "Traceback" not in printed.out + printed.err
    assert run(place) == 0
    assert contents(place) == before


@pytest.mark.slow
@pytest.mark.parametrize(
    ("step", "change"),
    [("claim-proved", change) for change in CHANGES]
    + [(step, c) for step in OTHERS for c in ("value", "half", "another's")],
)
def test_a_step_that_was_changed(place: Path, step: str, change: str, capsys: pytest.CaptureFixture[str]) -> None:
    file = place / "out" / "small2024" / "steps" / f"{step}.json"
    told_and_mended(place, lambda: CHANGES[change](file), file.name, capsys)


def with_fitting_digest(change: Callable[[dict[str, Any]], object]) -> Tamper:
    def tamper(file: Path) -> None:
        certificate = json.loads(file.read_text())
        change(certificate)
        certificate["digest"] = digest(certificate)
        file.write_text(json.dumps(certificate, sort_keys=True, separators=(",", ":")) + "\n")

    return tamper


def assumed(certificate: dict[str, Any]) -> dict[str, Any]:
    """Return the claim as a condition, from which it follows."""
    (atom,) = certificate["clauses"][-1]["atoms"]
    return {"polynomial": atom["polynomial"], "strict": True, "origin": "assumption"}


CERTIFICATES: dict[str, Tamper] = {
    "missing": lambda file: file.unlink(),
    "folder-missing": lambda file: shutil.rmtree(file.parent),
    "empty": lambda file: file.write_bytes(b""),
    "nothing": lambda file: file.write_text("{}"),
    "null": lambda file: file.write_text("null"),
    "half": lambda file: file.write_bytes(file.read_bytes()[:-20]),
    "longer": lambda file: file.write_bytes(file.read_bytes() + b"\n"),
    "no-text": lambda file: file.write_bytes(b"\xff"),
    "nested": lambda file: file.write_text("[" * 100_000 + "]" * 100_000),
    "no-clause": with_fitting_digest(lambda certificate: certificate.update(clauses=[])),
    "other-claim": with_fitting_digest(lambda certificate: certificate.update(claim="0 > 1")),
    "what-it-proves-assumed": with_fitting_digest(
        lambda certificate: certificate.update(conditions=[assumed(certificate)])
    ),
}


@pytest.mark.slow
@pytest.mark.parametrize("change", CERTIFICATES)
def test_a_certificate_that_was_changed(place: Path, change: str, capsys: pytest.CaptureFixture[str]) -> None:
    file = place / "out" / "small2024" / "certificates" / "proved.json"
    told_and_mended(place, lambda: CERTIFICATES[change](file), "certificates/proved.json", capsys)


def forged(place: Path, step: str, value: object) -> None:
    """Keep a value as a run would: with a digest that fits."""
    folder = place / "out" / "small2024" / "steps"
    fingerprint = json.loads((folder / f"{step}.json").read_text())["fingerprint"]
    Store(folder=folder, fingerprint=fingerprint).put(step, value)  # type: ignore[arg-type]


def proved(certificate: Path) -> dict[str, Any]:
    checksum = hashlib.sha256(certificate.read_bytes()).hexdigest() if certificate.exists() else ""
    return claimed("proved", certificate=checksum)


def claimed(verdict: str, certificate: str = "", **points: dict[str, str]) -> dict[str, Any]:
    """Return what would be kept of a verdict."""
    return {"verdict": verdict, "exactly": "", "evidence": verdict, "certificate": certificate, "points": points}


NO_VERDICTS = [
    None,
    3,
    [],
    {},
    {"verdict": "proved"},
    claimed("refuted") | {"verdict": 1},
    claimed("refuted") | {"points": []},
    claimed("refuted") | {"points": {"counterexample": 3}},
    claimed("refuted") | {"points": {"counterexample": {"a": 3}}},
]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("step", "value"),
    [(step, value) for step in ("claim-proved", "claim-refuted", "figure-line") for value in NO_VERDICTS]
    + [("evidence", value) for value in (None, 3, [], {}, {"monopoly": 3}, {"duopoly": "proved"})],
)
def test_a_step_of_another_shape_is_not_believed_although_its_digest_fits(
    place: Path, step: str, value: object, capsys: pytest.CaptureFixture[str]
) -> None:
    told_and_mended(place, lambda: forged(place, step, value), "", capsys)


TRUE, FALSE = {"a": "5", "b": "1"}, {"a": "3", "b": "1"}  # a > 4*b, or not
HOSTILE = [
    {},
    {"a": "5"},
    {"a": "x", "b": "1"},
    {"a": "1/0", "b": "1"},
    {"a": "1e99999999", "b": "1"},
    {"a": "-5", "b": "1"},
]


@pytest.mark.slow
@pytest.mark.parametrize(
    "value",
    [
        claimed("refuted"),
        claimed("refuted", counterexample=TRUE),
        claimed("refuted", witness=FALSE),
        claimed("mixed"),
        claimed("mixed", counterexample=FALSE),
        claimed("mixed", counterexample=FALSE, witness=FALSE),
        claimed("mixed", counterexample=TRUE, witness=TRUE),
        *(claimed("refuted", counterexample=point) for point in HOSTILE),
    ],
)
def test_points_are_believed_only_if_they_show_it_although_all_checksums_fit(
    place: Path, value: dict[str, Any], capsys: pytest.CaptureFixture[str]
) -> None:
    told_and_mended(place, lambda: forged(place, "claim-mixed", value), "what was kept of claim mixed", capsys)


@pytest.mark.slow
def test_a_decision_that_can_not_be_checked_is_made_again_and_is_no_damage(place: Path) -> None:
    irrational = CLAIM.replace('"C"', '"irrational"').replace("monopoly.firm > 0", "a^2 != 2*b^2")
    file = place / "papers" / "small2024" / "claims.toml"
    file.write_text(irrational.replace('"proved"', '"mixed"'))
    assert run(place) == 0
    step = json.loads((place / "out" / "small2024" / "steps" / "claim-irrational.json").read_text())
    assert "sqrt" in step["value"]["points"]["counterexample"]["a"] + step["value"]["points"]["counterexample"]["b"]
    before = contents(place / "out")
    assert run(place) == 0
    assert contents(place / "out") == before


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["borrowed", "made-up", "absent"])
def test_a_proof_is_believed_only_if_it_is_one_although_all_checksums_fit(
    place: Path, kind: str, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = place / "out" / "small2024" / "certificates"

    def tamper() -> None:
        if kind == "borrowed":
            shutil.copy(folder / "proved.json", folder / "refuted.json")
        if kind == "made-up":
            (folder / "refuted.json").write_text('{"format": "lsec-certificate-2"}')
        forged(place, "claim-refuted", proved(folder / "refuted.json"))

    told_and_mended(place, tamper, "certificates/refuted.json", capsys)


def test_a_proof_of_less_is_not_believed_although_all_checksums_fit(
    place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = place / "out" / "small2024" / "certificates" / "proved.json"

    def tamper() -> None:
        CERTIFICATES["what-it-proves-assumed"](file)
        forged(place, "claim-proved", proved(file))

    told_and_mended(place, tamper, "the certificate is about something else", capsys)


@pytest.mark.slow
@pytest.mark.parametrize("ending", ["svg", "png"])
@pytest.mark.parametrize("change", ["missing", "empty", "longer"])
def test_a_figure_that_was_changed(place: Path, ending: str, change: str, capsys: pytest.CaptureFixture[str]) -> None:
    file = place / "out" / "small2024" / "figures" / f"line.{ending}"
    told_and_mended(place, lambda: CERTIFICATES[change](file), file.name, capsys)


def test_what_earlier_versions_kept_is_stale_and_no_damage(place: Path) -> None:
    for file in (place / "out" / "small2024" / "steps").iterdir():
        file.write_text(json.dumps({"fingerprint": "another", "value": 3}))
    assert run(place) == 0


def test_a_step_whose_place_is_taken_is_named(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = place / "out" / "small2024" / "steps" / "result-R1.json"
    file.unlink()
    file.mkdir()
    assert run(place) == 2
    assert f"lsec: {file}: Is a directory" in capsys.readouterr().err
