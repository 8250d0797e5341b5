"""Coq itself: it accepts what the checker accepts, rule by rule, and refuses what is forged."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import sympy as sp

from certificates.coq_kernel import require_coq, said_of
from certificates.hand_equation_proofs import INVALID as INVALID_EQUATIONS
from certificates.hand_equation_proofs import VALID as VALID_EQUATIONS
from certificates.hand_proofs import INVALID, VALID
from lsec_models.errors import CertificateError, CoqError
from lsec_models.prove import prove
from lsec_models.prove.certificates.checker import check
from lsec_models.prove.coq import theorem
from lsec_models.prove.coq.kernel import AXIOMS, find_coq, library_text, rulings
from lsec_models.prove.coq.theorem import Theorem, theorem_of, together
from lsec_models.prove.results.verdicts import Contradictory, Proved
from lsec_models.prove.statements.claims import increasing

x, y = sp.symbols("x y", positive=True)
RIGHT = {**VALID, **VALID_EQUATIONS}
WRONG = {**INVALID, **{name: certificate for name, (certificate, _) in INVALID_EQUATIONS.items()}}
_CHECKED = "Lemma checked : valid data = true."
_REFUSED = "Theorem claim : valid data = false.\nProof. vm_compute. reflexivity. Qed.\n"
# What is shown here is true: only the way in which it is written is refused by the checker.
FAULTS_OF_FORM = {
    "a coefficient zero",
    "a condition counted from the end",
    "a condition to the power zero",
    "a factor zero",
}
# Claims as they are written, each with what is given.
CLAIMS = {
    "a quotient": (x / y + y / x >= 2, ()),
    "an equivalence with a square root": (sp.Equivalent(x > sp.sqrt(2) * y, x**2 > 2 * y**2), ()),
    "equations with square roots": (sp.Equivalent(sp.Eq(x, sp.sqrt(2) * y), sp.Eq(sp.sqrt(2) * x, 2 * y)), ()),
    "unequal, with squares of square roots": (
        sp.Equivalent(sp.Ne(sp.sqrt(2) * (x - sp.sqrt(2) * y), 0), sp.Ne(x, sp.sqrt(2) * y)),
        (),
    ),
    "products of square roots": (x * sp.sqrt(6) < x * (sp.sqrt(2) + sp.sqrt(3)), ()),
    "a derivative": (increasing(x / (x + y), x), ()),
    "one of two": (sp.Or(x >= y, y / x > 1), ()),
    "several at once, and a negation": (sp.And(x + y > x, sp.Not(x * y < 0, evaluate=False), evaluate=False), ()),
    "a common factor": (sp.Eq((x**2 - y**2) / (x - y), x + y, evaluate=False), (x > y,)),
    "an equation that is given": (x * y <= sp.Rational(1, 4), (sp.Eq(x + y, 1),)),
    "an alternative that is given": (x**2 + y**2 > 1, (sp.Or(x > 1, y > 1),)),
    **{
        f"{relation.__name__}, and the same times {number}": (
            sp.Equivalent(relation(x, 2 * y), relation(number * x, 2 * number * y)),
            (),
        )
        for relation in (sp.Lt, sp.Le, sp.Eq, sp.Ne)
        for number in (9, sp.Rational(1, 2))
    },
    "equations, and the same turned round": (sp.Equivalent(sp.Eq(x, 2 * y), sp.Eq(-6 * x, -12 * y)), ()),
    "numbers with signs": (-x / (x + 1) - sp.Rational(3, 2) < -1 / (x + 2), ()),
    "what holds of itself, and more": (
        sp.And(sp.Ge((x + y) ** 2, x**2 + 2 * x * y + y**2), x / y + y / x >= 2, sp.Eq(x * (y + 1), x * y + x)),
        (),
    ),
}


def proved(claim: sp.Basic, given: tuple[sp.Basic, ...] = ()) -> Theorem:
    """Return the theorem of a claim that is proved."""
    verdict = prove(claim, given)
    assert isinstance(verdict, Proved), claim
    return theorem_of(verdict.certificate)


def test_the_library_leaves_nothing_out() -> None:
    words = set(re.findall(r"\w+", library_text()))
    assert not words & {"Admitted", "admit", "Axiom", "Axioms", "Parameter", "Parameters", "Hypothesis", "Conjecture"}
    assert len(library_text().splitlines()) < 500


def test_without_coq_the_error_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    with pytest.raises(CoqError, match=r"no coqc on the path; install Coq .* \(on Debian: apt-get install coq\)"):
        find_coq()
    with pytest.raises(CoqError, match="no coqc"):
        list(rulings([]))


def test_required_means_required(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    monkeypatch.setenv("LSEC_COQ", "required")
    with pytest.raises(pytest.fail.Exception, match="LSEC_COQ=required"):
        require_coq()


@pytest.mark.slow
def test_coq_accepts_every_rule_and_claims_as_they_are_written() -> None:
    require_coq()
    written = {name: theorem_of(certificate) for name, certificate in RIGHT.items()}
    for name, (claim, given) in CLAIMS.items():
        written[name] = proved(claim, given)
    nothing = prove(x > 1, [x > 2 * y, x < y])
    assert isinstance(nothing, Contradictory)
    written["nothing satisfies what is given"] = theorem_of(nothing.proofs[""].certificate)
    assert [name for name in CLAIMS if not written[name].as_written] == ["an alternative that is given"]
    found = dict(zip(written, rulings(list(written.values())), strict=True))
    assert {name: ruling.words for name, ruling in found.items() if not ruling.accepted} == {}
    assert {axiom for ruling in found.values() for axiom in ruling.axioms} <= AXIOMS


def forgeries(monkeypatch: pytest.MonkeyPatch) -> dict[str, Theorem]:
    """Return the wrong certificates, written as far as they can be without the checker's consent."""

    def credulous(certificate: Any, on_step: Any) -> None:
        try:
            check(certificate, on_step)
        except CertificateError:
            return

    monkeypatch.setattr(theorem, "check", credulous)
    found = {}
    for name, certificate in WRONG.items():
        if name in FAULTS_OF_FORM:
            continue
        try:
            found[name] = theorem_of(certificate)
        except Exception:  # What cannot even be written is not a proof of anything.
            continue
    return found


@pytest.mark.slow
def test_coq_refuses_forgeries_and_changed_claims(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    wrong = forgeries(monkeypatch)
    assert len(wrong) >= 25
    right = proved(x / y + y / x >= 2)
    for name, (old, new) in {
        "a claim of another number": ("right := (Poly (C 2))", "right := (Poly (C 3))"),
        "a strict claim": ("sign_of := AtLeast", "sign_of := Above"),
        "a coefficient of what is shown": ("(PEmul (PEmul (C (-2))", "(PEmul (PEmul (C (-3))"),
        "a divisor that may vanish": ("divisors := [(X 2); (X 1)]", "divisors := [(X 2); (PEsub (X 1) (X 2))]"),
        "a range that is not given": ("(C 0, X 2, true)", "(C (-1), X 2, true)"),
    }.items():
        assert old in right.body, name
        wrong[name] = replace(right, body=right.body.replace(old, new, 1))
    refused = [replace(part, body=part.body[: part.body.index(_CHECKED)] + _REFUSED) for part in wrong.values()]
    answer = said_of(together(refused), tmp_path)
    assert (answer.returncode, answer.stderr) == (0, "")


@pytest.mark.slow
def test_a_changed_statement_or_an_axiom_is_no_theorem() -> None:
    require_coq()
    right = proved(x / y + y / x >= 2)
    changed = [
        replace(right, body=right.body.replace("y / x >= 2", "y / x >= 3")),
        replace(right, body=right.body.replace("(-2)", "(-3)")),
        replace(right, body=right.body.replace("Proof. exact (holds data checked). Qed.", "Proof. Admitted.")),
        right,
    ]
    found = list(rulings(changed))
    assert [ruling.accepted for ruling in found] == [False, False, False, True]
    assert "it rests on" in found[2].words
