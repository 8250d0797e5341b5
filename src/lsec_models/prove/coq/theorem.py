"""Whole files for Coq: a theorem over the reals, and its proof from a certificate."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from lsec_models.errors import ClaimError, CoqError
from lsec_models.prove.certificates.checker import check
from lsec_models.prove.certificates.steps import Step
from lsec_models.prove.coq.case_proofs import Refutations
from lsec_models.prove.coq.claims.claim import Formulas, clauses
from lsec_models.prove.coq.claims.claim_text import read_claim
from lsec_models.prove.coq.claims.formula import Fact, Written, cases
from lsec_models.prove.coq.claims.quotients import Quotients
from lsec_models.prove.coq.frame import Frame, frame_of
from lsec_models.prove.coq.names import commented
from lsec_models.prove.coq.polynomials import Polynomials
from lsec_models.prove.coq.steps.place import truth_value
from lsec_models.prove.statements.normal_form import clauses_of
from lsec_models.prove.statements.radicals import Roots, rebuilt

_PREAMBLE = """Require Import Reals ZArith NArith List EnvRing.
Require Import lsec.
Import ListNotations.
Local Open Scope R_scope.
"""
_BODY = """{words}
{definitions}

Definition data : problem := {{|
  {data}

Lemma checked : valid data = true.
Proof. vm_cast_no_check (eq_refl true). Qed.

Theorem claim : {stated}.
Proof. exact (holds data checked). Qed.
"""


@dataclass(frozen=True, kw_only=True)
class Theorem:
    """A theorem and its proof.

    Attributes
    ----------
    body : str
        All but what a file begins with.
    as_written : bool
        Whether it states the claim in the words of the certificate, and not its polynomials.
    """

    body: str
    as_written: bool


def together(theorems: Sequence[Theorem]) -> str:
    """Return a file with theorems, each in a module of its own if there are several, and what all of them rest on."""
    if len(theorems) == 1:
        return f"{_PREAMBLE}\n{theorems[0].body}\nPrint Assumptions claim.\n"
    places = range(1, len(theorems) + 1)
    modules = (f"Module T{k}.\n{theorem.body}End T{k}.\n" for k, theorem in zip(places, theorems, strict=True))
    claims = ", ".join(f"T{k}.claim" for k in places)
    return "\n".join([_PREAMBLE, *modules, f"Definition claims := ({claims}).", "Print Assumptions claims.\n"])


def theorem_of(certificate: Mapping[str, Any]) -> Theorem:
    """Return a theorem of Coq with its proof.

    It states the claim in the words of the certificate, where they are formulas in its parameters; else the
    certificate's polynomials.

    Parameters
    ----------
    certificate : mapping
        One certificate, of no regimes.

    Raises
    ------
    CertificateError
        If the certificate does not verify.
    CoqError
        If a step rests on engines, or cannot be written.
    """
    steps: list[Step] = []
    check(certificate, steps.append)
    frame, polynomials = frame_of(certificate), Polynomials()
    divisors, formula, doubt = _claim(frame, polynomials)
    refutations = Refutations(frame, polynomials, steps)
    impossible = [*((Fact(divisor, "="),) for divisor in divisors), *cases(formula, False)]
    proofs = [refutations.proof(case) for case in impossible]
    given = [
        *(_bound(frame, i, strict) for i, strict in frame.bounded),
        *(_given(frame, condition) for condition in certificate["conditions"]),
    ]
    data = "\n  ".join(
        [
            f"parameters := {len(frame.parameters)}%nat;",
            f"roots := [{'; '.join(str(radical.radicand) for radical in frame.radicals)}]%Z;",
            f"given := [{'; '.join(data for _, data in given)}];",
            f"divisors := [{'; '.join(frame.flat(divisor)[1] for divisor in divisors)}];",
            f"claim := {formula.data};",
            "proofs := [" + ";\n    ".join(proofs) + "] |}.",
        ]
    )
    premises = [shown for shown, _ in given]
    parts = [*(f"{frame.flat(divisor)[0]} <> 0" for divisor in divisors), f"({formula.shown})"]
    forall = f"forall {' '.join(frame.shown[i] for i in frame.parameters)} : R,\n  " if frame.parameters else ""
    stated = forall + " ->\n  ".join([*premises, " /\\\n  ".join(parts)])
    words = [commented(certificate["claim"]), *([commented(f"Stated for polynomials: {doubt}.")] if doubt else [])]
    body = _BODY.format(
        words="\n".join(words), definitions="\n".join(polynomials.definitions), data=data, stated=stated
    )
    return Theorem(body=body, as_written=not doubt)


def _claim(frame: Frame, polynomials: Polynomials) -> tuple[list[Any], Written, str]:
    """Return what the claim divides by, the claim, and why it is stated for polynomials, if it is."""
    listed = [
        [(frame.polynomial(atom["polynomial"]), atom["relation"]) for atom in clause["atoms"]]
        for clause in frame.certificate["clauses"]
    ]
    try:
        logic = read_claim(frame.certificate["claim"], frame.symbols)
        logic = rebuilt(logic, Roots([logic]))
        wanted = clauses_of(logic)
        divisors = [clause[0][0] for clause in listed[: max(0, len(listed) - len(wanted))]]
        if len(listed[-1]) > len(wanted[-1]):
            raise CoqError("it is shown for each of several alternatives that are given")
        quotients = Quotients(frame.context, frame.names, frame.variables, frame.shown, divisors)
        return divisors, Formulas(quotients, polynomials, frame.variables).read(logic), ""
    except (CoqError, ClaimError) as error:
        return [], _as_polynomials(frame, polynomials, listed), str(error)


def _as_polynomials(frame: Frame, polynomials: Polynomials, listed: Sequence[Sequence[tuple[Any, str]]]) -> Written:
    def written(polynomial: Any, relation: str) -> tuple[str, str, str, Fact]:
        shown, data = frame.flat(polynomial)
        return shown, f"Poly {data}", polynomials.text(polynomial, frame.variables), Fact(polynomial, relation)

    return clauses([[written(*atom) for atom in clause] for clause in listed])


def _bound(frame: Frame, i: int, strict: bool) -> tuple[str, str]:
    """Return the range of a parameter, as a condition."""
    data = f"(C 0, X {frame.variables[i]}, {truth_value(strict)})"
    return f"0 {'<' if strict else '<='} {frame.shown[i]}", data


def _given(frame: Frame, condition: Mapping[str, Any]) -> tuple[str, str]:
    """Return a condition as what is below and what is above, as shown and as data."""
    polynomial = frame.polynomial(condition["polynomial"])
    above = {powers: c for powers, c in polynomial.to_dict().items() if c > 0}
    below = {powers: -c for powers, c in polynomial.to_dict().items() if c < 0}
    (low, low_data), (high, high_data) = (frame.flat(frame.context.from_dict(part)) for part in (below, above))
    sign = "<" if condition["strict"] else "<="
    return f"{low} {sign} {high}", f"({low_data}, {high_data}, {truth_value(condition['strict'])})"
