"""The stand-alone checker: the standard library only, and it agrees with the checker on what is genuine or changed."""

from __future__ import annotations

import ast
import json
import random
import runpy
import subprocess
import sys
from itertools import islice
from pathlib import Path
from typing import Any

import pytest
from tests.prove.test_forgeries import _changed

from certificates.forged import forgeries
from certificates.genuine import TEMPLATES, genuine
from lsec_models.errors import CertificateError
from lsec_models.prove.certificates.checker import FORMAT, check, digest
from lsec_models.prove.deciding.decide import prove

FILE = Path(__file__).parents[2] / "referee" / "check_certificates.py"
REFEREE = runpy.run_path(str(FILE))


def said_of(certificate: dict[str, Any], folder: Path) -> str:
    file = folder / "certificate.json"
    file.write_text(json.dumps(certificate), encoding="utf-8")
    return REFEREE["verdict"](file)[0]


def said_by_the_package(certificate: dict[str, Any]) -> str:
    try:
        return "accepted" if check(certificate).exact else "open"
    except CertificateError:
        return "refused"


def test_it_shares_nothing_with_the_package() -> None:
    imported = {
        name
        for node in ast.walk(ast.parse(FILE.read_text(encoding="utf-8")))
        for name in ([a.name for a in node.names] if isinstance(node, ast.Import) else [getattr(node, "module", None)])
        if isinstance(node, ast.Import | ast.ImportFrom)
    }
    assert {str(name).partition(".")[0] for name in imported} <= sys.stdlib_module_names


@pytest.mark.slow
def test_no_forgery_is_accepted(tmp_path: Path) -> None:
    found = list(islice(forgeries(1), 80))
    assert {said_of(forgery.certificate, tmp_path) for forgery in found} == {"refused"}


@pytest.mark.parametrize("seed", range(2))
def test_what_is_genuine_is_accepted(seed: int, tmp_path: Path) -> None:
    for name, certificate in islice(genuine(seed), len(TEMPLATES)):
        assert said_of(certificate, tmp_path) == ("open" if name == "agreed" else "accepted"), name


def _one(target: list[Any], proof: dict[str, Any]) -> dict[str, Any]:
    clause = {"atoms": [{"polynomial": target, "relation": ">"}], "aim": 0, "proofs": [proof]}
    certificate = {
        "format": FORMAT,
        "claim": "",
        "variables": [{"name": "x", "range": "positive"}],
        "conditions": [],
        "radicals": [],
        "clauses": [clause],
        "partings": [],
    }
    return certificate | {"digest": digest(certificate)}


def _monomial(coefficient: str, power: int) -> dict[str, Any]:
    return {"rule": "identity", "sum": [{"coefficient": coefficient, "monomial": [power], "conditions": []}]}


@pytest.mark.parametrize(("digits", "word"), [(4000, "accepted"), (4001, "refused")])
def test_both_read_numbers_up_to_the_same_length(digits: int, word: str, tmp_path: Path) -> None:
    number = "1" * digits
    certificate = _one([[number, [1]]], _monomial(number, 1))
    assert (said_of(certificate, tmp_path), said_by_the_package(certificate)) == (word, word)


@pytest.mark.parametrize(("times", "word"), [(9, "accepted"), (10, "refused")])
def test_both_multiply_up_to_the_same_degree(times: int, word: str, tmp_path: Path) -> None:
    """x > 0, for x times x**1000, again and again, is positive."""
    factors = [(1000, times), (1, 1)]
    items = [{"factor": [["1", [n]]], "power": m, "sign": 1, "proof": _monomial("1", n)} for n, m in factors]
    proof: dict[str, Any] = {"rule": "factors", "constant": "1", "items": items}
    for _ in range(times):
        proof = {"rule": "multiply", "factor": [["1", [1000]]], "positive": _monomial("1", 1000), "product": proof}
    certificate = _one([["1", [1]]], proof)
    assert (said_of(certificate, tmp_path), said_by_the_package(certificate)) == (word, word)


def test_a_part_that_has_lost_its_clauses_is_refused(tmp_path: Path) -> None:
    whole = _one([["1", [1]]], _monomial("1", 1))
    bare = {key: value for key, value in whole.items() if key != "clauses"}
    assert said_of({"regimes": {"a": whole}, "empty": {}}, tmp_path) == "accepted"
    assert said_of({"regimes": {"a": whole, "b": bare}, "empty": {}}, tmp_path) == "refused"


@pytest.mark.slow
def test_it_agrees_with_the_checker_on_what_is_changed_at_random(tmp_path: Path) -> None:
    changed = [_changed(random.Random(seed)) for seed in range(400)]
    assert [said_of(one, tmp_path) for one in changed] == [said_by_the_package(one) for one in changed]


def test_files_and_folders_on_the_command_line(tmp_path: Path) -> None:
    import sympy as sp

    x, y = sp.symbols("x y", positive=True)
    certificate = prove(x / y + y / x >= 2).certificate
    (tmp_path / "good.json").write_text(json.dumps(certificate), encoding="utf-8")
    assert run(tmp_path) == (0, "1 accepted, 0 open, 0 refused")
    (tmp_path / "by_regime.json").write_text(
        json.dumps({"format": "lsec-by-regime-1", "regimes": {"a": certificate}, "empty": {}}), encoding="utf-8"
    )
    assert run(tmp_path) == (0, "2 accepted, 0 open, 0 refused")
    (tmp_path / "bad.json").write_text(json.dumps(certificate | {"claim": "another"}), encoding="utf-8")
    assert run(tmp_path) == (1, "2 accepted, 0 open, 1 refused")
    assert run(tmp_path / "good.json", tmp_path / "no_file.json") == (1, "1 accepted, 0 open, 1 refused")
    assert run() == (2, "0 accepted, 0 open, 0 refused")


def run(*paths: Path) -> tuple[int, str]:
    done = subprocess.run([sys.executable, "-I", FILE, *paths], capture_output=True, text=True, check=False)
    return done.returncode, done.stdout.splitlines()[-1]
