"""A certificate as the proof of a proposition: each step that the checker re-computed becomes a sentence."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

import sympy as sp

from lsec_models.prove.certificates.checker import check
from lsec_models.prove.certificates.steps import Step
from lsec_models.show.export.formulas import text_to_latex
from lsec_models.show.export.latex.proof_formulas import TERMS_IN, compared, polynomial_of, read_terms, written
from lsec_models.show.export.latex.proof_rules import ProofStep, argument, product
from lsec_models.show.export.latex_formulas import INLINE, in_line, with_stops_inside
from lsec_models.show.export.line_breaks import width

_COUNTED = "Brackets that count terms stand for polynomials that are too long to print; the certificate has them."

# What follows a display goes on with its sentence.
_BLANK_LINES = re.compile(r"\n\s*\n")


def proof_of(certificate: Mapping[str, Any]) -> str:
    """Return the argument that a certificate is, as LaTeX paragraphs.

    The certificate is checked first: what is written is what the checker re-computed.

    Parameters
    ----------
    certificate : mapping
        As :attr:`Proved.certificate` gives it.

    Raises
    ------
    CertificateError
        If it does not verify.

    Examples
    --------
    >>> from lsec_models import prove
    >>> x, y = sp.symbols("x y", positive=True)
    >>> print(proof_of(prove(x**2 + y**2 >= 2 * x * y).certificate))
    It is to be shown that $x^{2} - 2 x y + y^{2} \\geq 0$.
    Now $x^{2} - 2 x y + y^{2} = \\left(x - y\\right)^{2}$.
    Even powers are nonnegative.
    """
    steps: list[Step] = []
    check(certificate, steps.append)
    roots = iter(_trees(steps))
    first = True
    paragraphs = []
    for clause in certificate["clauses"]:
        for _ in clause["proofs"]:
            node = next(roots)
            sentences = [_goal(clause, node, first=first), *argument(node)]
            paragraphs.append(_BLANK_LINES.sub("\n", "\n".join(sentences)))
            first = False
    counted = [_COUNTED] if any(TERMS_IN in paragraph for paragraph in paragraphs) else []
    return with_stops_inside("\n\n".join([*counted, *paragraphs]))


def _trees(steps: Sequence[Step]) -> list[ProofStep]:
    """Return the steps that clauses ask for, each with those below it: they come in the order in which they are met."""

    def read(position: int) -> tuple[ProofStep, int]:
        step, below, after = steps[position], [], position + 1
        while after < len(steps) and steps[after].depth > step.depth:
            node, after = read(after)
            below.append(node)
        return ProofStep(step, tuple(below)), after

    found, position = [], 0
    while position < len(steps):
        node, position = read(position)
        found.append(node)
    return found


def setting_of(certificate: Mapping[str, Any]) -> str:
    r"""Return where a certificate holds, as LaTeX: ranges of variables, conditions, letters for square roots.

    Examples
    --------
    >>> from lsec_models import prove
    >>> x, y = sp.symbols("x y", positive=True)
    >>> print(setting_of(prove(x > y, given=[x > 2 * y]).certificate))
    Let $x, y > 0$, with
    \begin{itemize}
    \item $x - 2 y > 0$ (given).
    \end{itemize}
    """
    names = [variable["name"] for variable in certificate["variables"]]
    roots = [radical["name"] for radical in certificate["radicals"]]
    kinds = {"positive": "> 0", "nonnegative": r"\geq 0", "free": r"\in \mathbb{R}"}
    ranges = [
        f"${', '.join(written(sp.Symbol(name)) for name in own)} {sign}$"
        for kind, sign in kinds.items()
        if (own := [v["name"] for v in certificate["variables"] if v["range"] == kind and v["name"] not in roots])
    ]
    for root in certificate["radicals"]:
        ranges.append(f"${written(sp.Symbol(root['name']))} = {written(sp.sqrt(sp.Rational(root['radicand'])))}$")
    lines = [f"Let {' and '.join(ranges)}{', with' if certificate['conditions'] else '.'}"] if ranges else []
    if certificate["conditions"]:
        symbols = tuple(map(sp.Symbol, names))
        lines.append(r"\begin{itemize}")
        for condition in certificate["conditions"]:
            sign = ">" if condition["strict"] else r"\geq"
            formula = compared(polynomial_of(symbols, read_terms(condition["polynomial"])), f"{sign} 0")
            lines.append(rf"\item {formula} ({text_to_latex(condition['origin'])});")
        lines[-1] = lines[-1][:-1] + "."
        lines.append(r"\end{itemize}")
    return "\n".join(lines)


def _goal(clause: Mapping[str, Any], node: ProofStep, *, first: bool) -> str:
    """Return what is to be shown: one atom of a clause, where the others fail."""
    atom = clause["atoms"][clause["aim"]]
    words = "It is to be shown that" if first else "It remains to be shown that"
    polynomial = polynomial_of(node.symbols, read_terms(atom["polynomial"]))
    if atom["relation"] == "!=":
        return f"{words} {compared(polynomial, chr(92) + 'neq 0')}; that is, that its square is positive."
    where = ", where every other alternative of the claim fails" if len(clause["atoms"]) > 1 else ""
    if node.rule == "factors" and width(written(polynomial)) > INLINE:
        return f"{words} {in_line(f'{product(node)} {node.relation} 0')}{where}."
    return f"{words} {compared(node.target, f'{node.relation} 0')}{where}."
