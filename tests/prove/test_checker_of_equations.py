"""The rules about equations, cases and squares: right steps and wrong ones, for both checkers."""

from __future__ import annotations

import json
import runpy
from pathlib import Path
from typing import Any

import pytest

from certificates.hand_equation_proofs import INVALID, VALID
from lsec_models.errors import CertificateError
from lsec_models.prove.certificates.checker import check

REFEREE = runpy.run_path(str(Path(__file__).parents[2] / "referee" / "check_certificates.py"))


@pytest.mark.parametrize("name", VALID)
def test_what_is_right_is_accepted_by_both(name: str, tmp_path: Path) -> None:
    assert check(VALID[name]).exact
    assert _said_by_the_referee(VALID[name], tmp_path) == "accepted"


@pytest.mark.parametrize("name", INVALID)
def test_what_is_wrong_is_refused_by_both(name: str, tmp_path: Path) -> None:
    wrong, complaint = INVALID[name]
    with pytest.raises(CertificateError, match=complaint):
        check(wrong)
    assert _said_by_the_referee(wrong, tmp_path) == "refused"


def _said_by_the_referee(certificate: dict[str, Any], folder: Path) -> str:
    file = folder / "certificate.json"
    file.write_text(json.dumps(certificate), encoding="utf-8")
    word: str = REFEREE["verdict"](file)[0]
    return word
