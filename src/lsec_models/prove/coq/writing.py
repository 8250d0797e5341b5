"""Verdicts and certificate files as theorems of Coq."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from lsec_models.errors import CoqError
from lsec_models.prove.coq.theorem import Theorem, theorem_of, together
from lsec_models.prove.results.verdicts import ByRegime, Contradictory, Proved, Verdict
from lsec_models.signature import explained


@explained
def to_coq(verdict: Verdict) -> str:
    """Return a proof as a theorem over the reals, with its proof, for Coq 8.16.

    It states parameters, what is assumed of them, that nothing the claim divides by is zero, and the claim as it is
    written; the polynomials of the certificate are derived within Coq. The file needs ``lsec.vo``, compiled from the
    lemmas that :func:`lsec_models.prove.coq.kernel.library_text` returns. A claim about regimes has a theorem for each
    combination of them.

    Parameters
    ----------
    verdict : Verdict
        Proved, or contradictory, whose certificate is written again.

    Returns
    -------
    str

    Raises
    ------
    CoqError
        If the verdict is not a proof, or a step of its certificate rests on engines.
    CertificateError
        If its certificate does not verify.

    Examples
    --------
    >>> import sympy as sp
    >>> from lsec_models.prove import prove
    >>> x, y = sp.symbols("x y", positive=True)
    >>> text = to_coq(prove(x / (x + y) < 1))
    >>> print(text[text.index("Theorem") : text.index("Proof. exact")])
    Theorem claim : forall x y : R,
      0 < x ->
      0 < y ->
      x + y <> 0 /\\
      (x / (x + y) < 1).
    <BLANKLINE>
    """
    if isinstance(verdict, Contradictory):
        found = [theorem_of(proof.certificate) for proof in verdict.proofs.values()]
    elif isinstance(verdict, Proved | ByRegime) and verdict:
        found = [theorem_of(certificate) for _, certificate in certificates_in(verdict.certificate)]
    else:
        status = verdict.status if isinstance(verdict, Verdict) else f"a {type(verdict).__name__}"
        raise CoqError(f"only what is proved is a theorem, and this is {status}; give a verdict that is proved")
    return together(found)


def theorems_in(value: object) -> list[Theorem]:
    """Return the theorems of a certificate file, as ``json.load`` reads it: one, or one for each regime or part.

    Raises
    ------
    CoqError
        If there is no certificate in it, or a step rests on engines.
    CertificateError
        If a certificate does not verify.
    """
    found = [theorem_of(certificate) for _, certificate in certificates_in(value)]
    if not found:
        raise CoqError("there is no certificate in it; give a file that prove() or lsec reproduce wrote")
    return found


def certificates_in(value: object, name: str = "") -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Yield the certificates in a value, with where they stand in it."""
    if isinstance(value, Mapping) and "clauses" in value:
        yield name, value
    elif isinstance(value, Mapping):
        for key, part in value.items():
            yield from certificates_in(part, f"{name}/{key}")
    elif isinstance(value, list):
        for number, part in enumerate(value, start=1):
            yield from certificates_in(part, f"{name}/{number}")
