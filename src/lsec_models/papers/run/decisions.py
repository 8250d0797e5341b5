"""What is kept of the decision of a claim, and whether it still stands: proofs and points are checked again."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path

from lsec_models.errors import CertificateError
from lsec_models.papers.folder.ledger import Claim, Ledger, outcome
from lsec_models.papers.folder.registry import Json
from lsec_models.papers.run.store import Damaged, checksum_of, read_json
from lsec_models.prove.results.verdicts import ByRegime, Mixed, Proved, Refuted, Verdict
from lsec_models.work import Effort

_SAID = ("verdict", "exactly", "evidence")
# The points that a verdict rests on, and what the claim must be there.
_POINTS: Mapping[str, Mapping[str, bool]] = {
    Refuted.status: {"counterexample": False},
    Mixed.status: {"counterexample": False, "witness": True},
}


def certificate_text(verdict: Verdict) -> str:
    """Return the certificate of a proof; empty for other verdicts."""
    return verdict.text() if isinstance(verdict, Proved | ByRegime) and verdict else ""


def kept_form(verdict: Verdict) -> dict[str, Json]:
    """Return what is kept of a verdict: its words, the certificate's checksum, and the points that it rests on."""
    points = {
        name: {parameter: str(value) for parameter, value in point.items()}
        for name in _POINTS.get(verdict.status, {})
        if (point := getattr(verdict, name)) is not None
    }
    return {**outcome(verdict), "certificate": _checksum(certificate_text(verdict)), "points": points}


def said_in(value: Json) -> dict[str, str]:
    """Return the words in what was kept, if :func:`require_standing` found it in order."""
    assert isinstance(value, Mapping)
    return {key: str(value[key]) for key in _SAID}


def require_standing(ledger: Ledger, claim: Claim, value: Json, file: Path, effort: Effort) -> None:
    """Check what was kept of a claim: the certificate against the claim, points by evaluation.

    Nothing else can be checked so cheaply: that a claim is undecided, or contradictory, and the condition that a mixed
    one holds under, stand by the digest of their step alone.

    Parameters
    ----------
    ledger : Ledger
    claim : Claim
    value : JSON value
        What :func:`kept_form` returned.
    file : Path
        Where the certificate is.
    effort : str or float
        How much work an engine may take to confirm a step of the proof.

    Raises
    ------
    Damaged
        If it does not stand; the message says why.
    PaperError
        If the claim cannot be read.
    """
    if not isinstance(value, Mapping) or value.keys() != {*_SAID, "certificate", "points"} or not _is_in_form(value):
        raise Damaged(f"what was kept of claim {claim.id} is not a verdict")
    if value["verdict"] == Proved.status:
        _require_proof(ledger, claim, value, file, effort)
    for name, truth in _POINTS.get(str(value["verdict"]), {}).items():
        points = value["points"]
        if not isinstance(points, Mapping) or name not in points:
            raise Damaged(f"what was kept of claim {claim.id} lacks the {name}")
        point = points[name]
        assert isinstance(point, Mapping)
        if ledger.truth_at(claim, {parameter: str(text) for parameter, text in point.items()}) is not truth:
            raise Damaged(f"what was kept of claim {claim.id} has a {name} that is none, or not rational")


def is_as_written(file: Path, text: str) -> bool:
    """Whether a file holds a text; of the empty text, whether there is no file."""
    return (checksum_of(file) if file.is_file() else "") == _checksum(text)


def _require_proof(ledger: Ledger, claim: Claim, value: Mapping[str, Json], file: Path, effort: Effort) -> None:
    certificate = read_json(file)
    if certificate is None:
        raise Damaged(f"{file} is missing")
    if checksum_of(file) != value["certificate"]:
        raise Damaged(f"{file} was changed after it was written")
    try:
        ledger.verify(claim, certificate, effort=effort)
    except CertificateError as error:
        raise Damaged(f"{file}: {error}") from None


def _is_in_form(value: Mapping[str, Json]) -> bool:
    points = value["points"]
    if not isinstance(points, Mapping) or not all(map(are_texts, points.values())):
        return False
    return all(isinstance(value[key], str) for key in (*_SAID, "certificate"))


def are_texts(value: Json) -> bool:
    """Whether a value is a dictionary of texts."""
    return isinstance(value, Mapping) and all(isinstance(text, str) for text in value.values())


def _checksum(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest() if text else ""
