"""What a certificate lists beside its steps: which factors of visible sign are left out of conditions.

They are found here by factoring. A checker multiplies them back, and need not factor.
"""

from __future__ import annotations

from collections.abc import Mapping
from math import prod
from typing import Any

from lsec_models.algebra.polynomials.ring import factored
from lsec_models.errors import CertificateError
from lsec_models.prove.certificates.checker import check_with, digest
from lsec_models.prove.certificates.checker_arithmetic import visible_sign
from lsec_models.prove.certificates.json_terms import to_terms
from lsec_models.prove.certificates.steps import Checked

_MAX_TERMS = 5_000
_MAX_DEGREE = 100


def completed(content: Mapping[str, Any]) -> tuple[dict[str, Any], Checked]:
    """Return a certificate with its ``partings`` and ``digest``, and what the checker said while they were listed.

    Parameters
    ----------
    content : mapping
        A certificate without the two.

    Raises
    ------
    CertificateError
        If a step does not prove what it claims, or a condition is too large to be factored.
    """
    partings: list[dict[str, Any] | None] = []

    def listed(polynomial: Any, ranges: tuple[str, ...]) -> dict[str, Any] | None:
        partings.append(parting_of(polynomial, ranges))
        return partings[-1]

    checked = check_with(content, listed)
    certificate = {**content, "partings": partings}
    return certificate | {"digest": digest(certificate)}, checked


def parting_of(polynomial: Any, ranges: tuple[str, ...]) -> dict[str, Any] | None:
    """Return a constant and the factors of visible sign of a polynomial, and the rest; None where the rest is all."""
    if len(polynomial) > _MAX_TERMS or polynomial.total_degree() > _MAX_DEGREE:
        raise CertificateError("the certificate is too large: a polynomial is too large to be factored")
    constant, factors = factored(polynomial)
    left_out = [(factor, power) for factor, power in factors if visible_sign(factor, ranges)[1]]
    kept = (factor**power for factor, power in factors if not visible_sign(factor, ranges)[1])
    if constant == 1 and not left_out:
        return None
    return {
        "constant": str(constant),
        "left_out": [{"factor": to_terms(factor), "power": power} for factor, power in left_out],
        "core": to_terms(prod(kept, start=polynomial.context().constant(1))),
    }
