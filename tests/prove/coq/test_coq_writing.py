"""Theorems for Coq as texts: what they state, what is refused, and that no words of a user become more than words."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import sympy as sp
from hypothesis import given as with_examples
from hypothesis import settings
from hypothesis import strategies as st
from sympy.core.relational import Relational

import lsec_models as lsec
from certificates.hand_proofs import VALID
from lsec_models.cli import main
from lsec_models.cli.coq import files_of, put_before_coq
from lsec_models.errors import CertificateError, CoqError
from lsec_models.prove import prove, to_coq
from lsec_models.prove.certificates.checker import digest
from lsec_models.prove.coq import kernel
from lsec_models.prove.coq.claims.claim_text import read_claim
from lsec_models.prove.coq.kernel import Ruling
from lsec_models.prove.coq.names import commented, identifiers
from lsec_models.prove.coq.steps.rules import ENGINES
from lsec_models.prove.coq.theorem import theorem_of
from lsec_models.prove.coq.writing import theorems_in

x, y = sp.symbols("x y", positive=True)
z = sp.Symbol("z", real=True)
NAMES = {"x": x, "y": y, "z": z}


def stated(text: str) -> str:
    return text[text.index("Theorem claim") : text.index("Proof. exact")]


def test_a_theorem_says_the_claim_as_it_is_written() -> None:
    verdict = prove(x**2 / (x - y) > x, given=[x > y])
    assert stated(lsec.to_coq(verdict)).split("\n") == [
        "Theorem claim : forall x y : R,",
        "  0 < x ->",
        "  0 < y ->",
        "  y < x ->",
        "  x - y <> 0 /\\",
        "  (x ^ 2 / (x - y) > x).",
        "",
    ]


def test_a_square_root_is_one() -> None:
    assert "(2 * x > x * sqrt 2)" in stated(to_coq(prove(2 * x > sp.sqrt(2) * x)))


def test_what_is_not_proved_is_no_theorem() -> None:
    with pytest.raises(CoqError, match="only what is proved is a theorem, and this is refuted; give a verdict"):
        to_coq(prove(x < 0))
    with pytest.raises(CoqError, match="this is a StrictGreaterThan"):
        to_coq(x > y)


def test_engines_are_no_proof_for_coq() -> None:
    agreed = open_certificate()
    with pytest.raises(CoqError, match="rests on two engines that agree"):
        theorem_of(agreed)
    assert "two engines" in ENGINES


def open_certificate() -> dict[str, Any]:
    found = {key: value for key, value in VALID["two factors"].items() if key != "digest"}
    found["clauses"] = [
        {**clause, "proofs": [{"rule": "engines", "agree": ["z3", "cvc5"]}]} for clause in found["clauses"]
    ]
    return {**found, "digest": digest(found)}


def test_a_certificate_that_does_not_verify_is_not_written() -> None:
    forged = {**VALID["two factors"], "claim": "0 > 1"}
    with pytest.raises(CertificateError, match="changed after it was made"):
        theorem_of(forged)
    with pytest.raises(CoqError, match="there is no certificate in it"):
        theorems_in({"format": "something else"})


def test_words_that_are_no_formula_give_polynomials_and_say_so() -> None:
    found = theorem_of(VALID["two factors"])
    assert not found.as_written
    assert "(* Stated for polynomials: " in found.body
    assert "(x ^ 2 + x > 0)" in found.body


@pytest.mark.parametrize(
    "words",
    [
        "x *) Axiom false : False. (*",
        '"*) Axiom false : False. (* "',
        "(*" * 50,
        "x > 0. Admitted.",
        "\\\n*\n) Axiom f : False.",
    ],
)
def test_words_stay_in_their_comment(words: str) -> None:
    text = commented(words)
    inside = text[2:-2]
    assert (text[:2], text[-2:]) == ("(*", "*)")
    assert not [mark for mark in ("*)", "(*", '"', "\n") if mark in inside]


@settings(max_examples=25)
@with_examples(st.lists(st.text(max_size=8), unique=True, max_size=6))
def test_every_name_becomes_an_identifier_of_its_own(names: list[str]) -> None:
    found = identifiers(names)
    assert len(set(found)) == len(names)
    assert all(word.isascii() and word.isidentifier() and word not in {"R", "forall", "sqrt", "in"} for word in found)


NUMBERS = st.sampled_from([x, y, z, sp.Integer(2), sp.Integer(-3), sp.Rational(2, 3), sp.sqrt(2), sp.sqrt(6)])
EXPRESSIONS = st.recursive(
    NUMBERS,
    lambda inner: st.one_of(
        st.builds(lambda a, b: a + b, inner, inner),
        st.builds(lambda a, b: a * b, inner, inner),
        st.builds(lambda a, n: a**n, inner, st.integers(2, 3)),
        st.builds(lambda a, b: a / (b**2 + 1), inner, inner),
    ),
    max_leaves=6,
)
RELATIONS = st.builds(
    lambda kind, a, b: kind(a, b, evaluate=False),
    st.sampled_from([sp.Gt, sp.Ge, sp.Lt, sp.Le, sp.Eq, sp.Ne]),
    EXPRESSIONS,
    EXPRESSIONS,
)
CLAIMS = st.recursive(
    RELATIONS,
    lambda inner: st.builds(
        lambda kind, a, b: kind(a, b, evaluate=False),
        st.sampled_from([sp.And, sp.Or, sp.Implies, sp.Equivalent]),
        inner,
        inner,
    ),
    max_leaves=3,
)


def truth(claim: sp.Basic, point: dict[sp.Symbol, sp.Rational]) -> bool:
    """Return whether a claim holds at a point, each comparison by itself."""
    comparisons = {part: part.func(*(side.subs(point) for side in part.args)) for part in claim.atoms(Relational)}
    return bool(claim.xreplace(comparisons).simplify())


@settings(max_examples=25)
@with_examples(CLAIMS)
def test_a_claim_is_read_back_as_it_was_written(claim: sp.Basic) -> None:
    found = read_claim(str(claim), NAMES)
    point = {x: sp.Rational(3, 7), y: sp.Rational(11, 5), z: sp.Rational(-2, 3)}
    assert found.func == claim.func
    assert truth(found, point) == truth(claim, point)


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        ("x > 0; import os", "which is not a part of a formula"),
        ("__import__ > 0", "which is not a parameter"),
        ("exp(x) > 0", "which is not read here"),
        ("x > w", "which is not a parameter"),
        ("x + (y > 0) > 1", "a claim where a number should be"),
        ("x", "a number where something should be true or false"),
        ("(x > 0", r"lack '\)'"),
        ("x > 0)", "where they should end"),
        ("x**y > 0", "not a small whole number"),
        ("x**9999 > 0", "not a small whole number"),
        ("1/0 > 0", "divide by zero"),
        ("(" * 5000, "nested too deeply"),
        ("~" * 5000, "lack 'something'"),
        ("x > 0" + " " * 300_000, "longer than"),
        ("", "lack 'something'"),
    ],
)
def test_what_is_no_claim_is_refused_by_name(words: str, complaint: str) -> None:
    with pytest.raises(CoqError, match=complaint):
        read_claim(words, NAMES)


def test_what_differs_from_its_core_is_written_with_the_numbers_of_its_variables() -> None:
    claims = [sp.Lt(0, sp.sqrt(6) / 2, evaluate=False), sp.Lt(-x / y, 0, evaluate=False)]
    body = theorem_of(prove(sp.Or(*claims, evaluate=False)).certificate).body
    assert "(Have (C (-1)) false (Sum ((PEmul (C 2) (X 3)), (C 1), [])" in body


@pytest.mark.parametrize("name", ["x*y", "x + y", "1", "x > y", "λ", "q|1"])
def test_names_that_read_like_formulas_are_no_words_of_a_claim(name: str) -> None:
    claim = sp.Gt(sp.Symbol(name, positive=True) + x * y, x * y / 2, evaluate=False)
    found = theorem_of(prove(claim).certificate)
    assert not found.as_written
    assert "which could be more than one name" in found.body


def test_words_of_coq_are_no_names_and_no_files() -> None:
    assert identifiers(["Axiom", "Fixpoint", "Variable"]) == ("Axiom_", "Fixpoint_", "Variable_")
    names = ["p/a-b", "p/a_b", "lsec", "1"]
    assert [*files_of(names).items()] == [*zip(names, ["p/a_b_.v", "p/a_b.v", "lsec_.v", "x1.v"], strict=True)]


def test_words_that_no_file_can_hold_are_spelt_out() -> None:
    assert commented("x \ud800 > 0") == "(* x \\ud800 > 0 *)"


def test_two_questions_of_one_name_are_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    files = [tmp_path / "t.smt2", tmp_path / "other" / "t.smt2"]
    for file in files:
        file.parent.mkdir(exist_ok=True)
        file.write_text("(declare-const x Real)(assert (< (* x x) 0))(check-sat)", encoding="utf-8")
    assert main(["prove", *map(str, files), "--certificate", str(tmp_path / "proofs")]) == 2
    assert "their proofs would be one file, t; rename one" in capsys.readouterr().err
    assert not (tmp_path / "proofs").exists()


def test_the_summary_names_what_is_stated_for_polynomials(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(kernel, "find_coq", lambda: "coqc")
    monkeypatch.setattr(kernel, "rulings", lambda theorems: iter([Ruling(accepted=True) for _ in theorems]))
    as_written = prove(x / y + y / x >= 2).certificate
    assert put_before_coq({"words": as_written, "polynomials": VALID["two factors"]}, tmp_path) == 0
    said = capsys.readouterr().out.splitlines()
    assert said[1] == "stated for polynomials, not in the words of the claim: polynomials"


def test_without_coq_the_command_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PATH", "")
    assert main(["prove", "cachon2005revenue", "--coq", "theorems"]) == 2
    assert "there is no coqc on the path; install Coq" in capsys.readouterr().err
