"""The proof that a function turns its sign once: the claims from which it follows, each with its own argument."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from lsec_models.algebra.domains.latex import latex_of
from lsec_models.prove.statements.claims import CrossesOnce
from lsec_models.show.export.latex.proof import proof_of, setting_of

_DESCARTES = (
    "The range of ${0}$ is mapped to all positive numbers. By Descartes' rule of signs it is enough that the first of "
    "the coefficients is negative, the last positive, and none that is positive stands before one that is negative:",
)
_SLOPE = (
    "Near the lower end of the range of ${0}$ the function is negative, and near the upper end positive:",
    "Where it is zero, it rises in ${0}$, so that it is zero only once:",
)
_CRITERIA: Mapping[str, Sequence[str]] = {"coefficients": _DESCARTES, "slope": _SLOPE}
_READ = "What is left out of the function, or bounds ${0}$, has the sign that is used:"


def crossing_proof(claim: CrossesOnce, certificate: Mapping[str, Any]) -> Iterator[str]:
    r"""Yield the argument that a function turns its sign exactly once, as LaTeX paragraphs.

    Parameters
    ----------
    claim : CrossesOnce
    certificate : mapping
        As :attr:`Proved.certificate` gives it.

    Raises
    ------
    CertificateError
        If a part of it does not verify.

    Examples
    --------
    >>> from lsec_models import parameters, prove
    >>> from lsec_models.prove import crosses_once
    >>> x, a = parameters("x a", positive=True)
    >>> claim = crosses_once(x**3 - a, x)
    >>> print(*crossing_proof(claim, prove(claim).certificate), sep="\n")
    The range of $x$ is mapped to all positive numbers. By Descartes' rule of signs it is enough that ...
    Let $a > 0$.
    It is to be shown that $1 > 0$.
    This holds, as $1 > 0$.
    <BLANKLINE>
    It remains to be shown that $a > 0$.
    This holds, as $a > 0$.
    <BLANKLINE>
    """
    symbol = latex_of(claim.args[1])
    said = _CRITERIA[certificate["criterion"]]
    parts = certificate["parts"]
    for words, part in zip([_READ] * (len(parts) - len(said)) + list(said), parts, strict=True):
        yield "\n".join([words.format(symbol), setting_of(part), proof_of(part)]) + "\n"
