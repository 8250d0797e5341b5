"""Certificates: how a proof is written down, and whether it proves a given claim."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from lsec_models.algebra.domains.condition import Condition
from lsec_models.algebra.polynomials.signs import Kind
from lsec_models.errors import CertificateError
from lsec_models.prove.certificates.checker import FORMAT, check
from lsec_models.prove.certificates.json_terms import to_terms
from lsec_models.prove.certificates.steps import Checked, OpenStep
from lsec_models.prove.results.verdicts import BY_REGIME_FORMAT
from lsec_models.prove.search.engines.engines import ENGINES, ask
from lsec_models.prove.search.goal import Goal
from lsec_models.prove.search.reductions.rescale import rescaled
from lsec_models.prove.special_claims.at_root import RootProblem, is_at_root, problem_at_root
from lsec_models.prove.special_claims.by_regime import cases_of, doubts_of, is_piecewise
from lsec_models.prove.special_claims.crossing import parts_of
from lsec_models.prove.statements.claim_to_statement import statement
from lsec_models.prove.statements.claims import CrossesOnce
from lsec_models.prove.statements.set_of_statement import set_of
from lsec_models.prove.statements.statement import Statement
from lsec_models.prove.statements.what_is_given import items_of
from lsec_models.prove.verification.partings import completed
from lsec_models.work import Effort, Work


def certificate_of(stated: Statement, proofs: Iterable[Mapping[str, Any]]) -> tuple[dict[str, Any], Checked]:
    """Return a certificate, and what the checker says of it.

    Parameters
    ----------
    stated : Statement
    proofs : iterable of mapping
        For each of the statement's obligations, the ``aim`` (the position of the atom that is proved where the others
        fail) and the ``proofs``.

    Raises
    ------
    CertificateError
        If the checker does not follow the proofs.
    """
    clauses = [part | dict(proof) for part, proof in zip(_clauses(stated), proofs, strict=True)]
    content = {"format": FORMAT, "claim": str(stated.claim)} | set_of(stated) | {"clauses": clauses}
    return completed(content)


def verify(
    certificate: Mapping[str, Any],
    claim: object,
    given: object = (),
    *,
    effort: Effort = "normal",
    seconds: float | None = None,
) -> Checked:
    """Verify that a certificate proves this claim under these assumptions.

    1. Rebuild what is to be proved from `claim` and `given`; the certificate must state exactly that.
    2. Let the checker re-compute every step.
    3. Ask the engines again about each step that rests on them.

    A claim about piecewise equilibria is verified in each combination of their regimes: it is proved there, or nothing
    is admissible.

    Parameters
    ----------
    certificate : mapping
        As :attr:`Proved.certificate` or :attr:`ByRegime.certificate` gives it, or ``json.load`` reads it.
    claim, given
        As for :func:`prove`.
    effort : str or float
        How much work an engine may take; see :func:`prove`.
    seconds : float, optional
        A safety net.

    Returns
    -------
    Checked

    Raises
    ------
    CertificateError
        If the certificate states something else, does not verify, or the engines no longer agree.
    OutOfTime
        If the safety net is reached.

    Examples
    --------
    >>> import sympy as sp
    >>> from lsec_models.prove import prove
    >>> x, y = sp.symbols("x y", positive=True)
    >>> certificate = prove(x / y + y / x >= 2).certificate
    >>> verify(certificate, x / y + y / x >= 2).exact
    True
    >>> verify(certificate, x / y + y / x >= 1)
    Traceback (most recent call last):
    lsec_models.errors.CertificateError: the certificate is about something else: its clauses are not those of the claim
    """
    work = Work.of(effort, seconds)
    if is_piecewise(claim, items_of(given)):
        return _verified_by_regime(certificate, claim, given, work)
    if isinstance(claim, CrossesOnce):
        return _joined(_verified(part, wanted.stated, work) for part, wanted in parts_of(certificate, claim, given))
    if is_at_root(items := items_of(given)):
        problem = problem_at_root(claim, items)
        return _verified(certificate, problem.sufficient if isinstance(problem, RootProblem) else problem, work)
    return _verified(certificate, statement(claim, given), work)


def _verified_by_regime(certificate: Mapping[str, Any], claim: object, given: object, work: Work) -> Checked:
    for words in doubts_of(given):
        raise CertificateError(f"the regions of an equilibrium are not proved: {words}")
    proofs, empty = (certificate.get(part) for part in ("regimes", "empty"))
    of_this_format = certificate.get("format") == BY_REGIME_FORMAT
    if not of_this_format or not isinstance(proofs, Mapping) or not isinstance(empty, Mapping):
        raise CertificateError(
            f"not a certificate of format {BY_REGIME_FORMAT!r}, of a claim about regimes; make it again with prove()"
        )
    checked = []
    for case in cases_of(claim, given):
        stated = case.stated
        if case.name in empty:
            checked.append(_verified(empty[case.name], stated.impossible(stated.given), work))
        elif case.name in proofs and case.is_defined:
            checked.append(_verified(proofs[case.name], stated, work))
        else:
            raise CertificateError(f"the certificate is about something else: it says nothing of {case.name}")
    return _joined(checked)


def _joined(checked: Iterable[Checked]) -> Checked:
    parts = list(checked)
    return Checked(
        steps=sum(part.steps for part in parts),
        open_steps=tuple(step for part in parts for step in part.open_steps),
    )


def _verified(certificate: Mapping[str, Any], stated: Statement, work: Work) -> Checked:
    checked = check(certificate)
    for part, expected in set_of(stated).items():
        if _plain(certificate[part]) != _plain(expected):
            raise CertificateError(f"the certificate is about something else: its {part} are not those of the claim")
    proved = [{"atoms": clause["atoms"]} for clause in certificate["clauses"]]
    if sorted(proved, key=json.dumps) != sorted(_clauses(stated), key=json.dumps):
        raise CertificateError("the certificate is about something else: its clauses are not those of the claim")
    for step in checked.open_steps:
        for engine in ENGINES:
            if not any(ask(engine, goal, work).holds for goal in _forms(stated, step)):
                raise CertificateError(f"{engine} does not confirm a step of the certificate at effort {work.effort!r}")
    return checked


def _plain(parts: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Leave out where conditions come from: words that prove nothing."""
    return [{key: value for key, value in part.items() if key != "origin"} for part in parts]


def _clauses(stated: Statement) -> list[dict[str, Any]]:
    return [
        {"atoms": [{"polynomial": to_terms(atom.polynomial), "relation": atom.relation} for atom in clause]}
        for clause in stated.obligations
    ]


def _forms(stated: Statement, step: OpenStep) -> list[Goal]:
    """Return a goal as engines are asked it: with variables for powers, and as it stands."""
    ring = stated.ring
    conditions = tuple(
        Condition(ring=ring, polynomial=ring.from_terms(terms), strict=strict, origin="certificate")
        for terms, strict in step.conditions
    )
    goal = Goal(
        ring=ring,
        kinds=tuple(Kind(value) for value in step.ranges),
        conditions=conditions,
        target=ring.from_terms(step.target),
        strict=step.strict,
    )
    found = rescaled(goal)
    return [goal] if found is None else [found[1], goal]
