"""The checker: exact arithmetic, no search, no solver.

It reads a certificate (JSON) and re-computes every step with integer polynomials, by the rules of
:mod:`lsec_models.prove.certificates.rules`. It shares no code with the search that found the proof.

Every field is read: what a certificate says beyond its proof, and the words ``claim`` and ``origin``, is refused.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from lsec_models.errors import CertificateError
from lsec_models.prove.certificates.checker_arithmetic import (
    RANGES,
    Algebra,
    Parting,
    fields,
    flag,
    rational,
    require,
    sequence,
    text,
)
from lsec_models.prove.certificates.goals import Condition, ProofPlace
from lsec_models.prove.certificates.rules import Rules
from lsec_models.prove.certificates.steps import Checked, Step

FORMAT = "lsec-certificate-2"
_CONTENT = ("format", "claim", "variables", "conditions", "radicals", "clauses")


def digest(certificate: Mapping[str, Any]) -> str:
    """Return the SHA-256 of everything in a certificate but the digest itself."""
    content = {key: value for key, value in certificate.items() if key != "digest"}
    written = json.dumps(content, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(written.encode()).hexdigest()


def check(certificate: Mapping[str, Any], on_step: Callable[[Step], None] | None = None) -> Checked:
    """Verify a certificate.

    Parameters
    ----------
    certificate : mapping
        As :attr:`Proved.certificate` gives it, or ``json.load`` reads it.
    on_step : callable, optional
        Told of each step before it is re-computed, so that it can be written down; the step is good only if the check
        returns.

    Returns
    -------
    Checked

    Raises
    ------
    CertificateError
        If it is malformed, was changed after it was made, a step does not prove what it claims, or checking it would
        take too long.
    """
    with _refusing_what_is_malformed():
        data = dict(certificate)
        if data.get("format") != FORMAT:
            raise CertificateError(f"not a certificate of format {FORMAT!r}; make it again with prove()")
        if data.get("digest") != digest(data):
            raise CertificateError("the certificate was changed after it was made: its digest does not fit its content")
        *content, partings, _ = fields(data, *_CONTENT, "partings", "digest")
        listed = list(reversed(sequence(partings)))

        def parting(_: Any, __: tuple[str, ...]) -> object:
            require(bool(listed), "it does not say what is left out of a condition")
            return listed.pop()

        checked = _checked(content, parting, on_step)
        require(not listed, "it says more than is needed of what is left out")
        return checked


def check_with(content: Mapping[str, Any], parting: Parting) -> Checked:
    """Verify a certificate that does not yet say what is left out of conditions: `parting` says it when it is asked.

    Parameters
    ----------
    content : mapping
        A certificate without ``partings`` and ``digest``.
    parting : callable
        Given a polynomial and the ranges of its variables, returns what stands in ``partings``.

    Raises
    ------
    CertificateError
        As for :func:`check`.
    """
    with _refusing_what_is_malformed():
        return _checked(fields(dict(content), *_CONTENT), parting, None)


@contextmanager
def _refusing_what_is_malformed() -> Iterator[None]:
    try:
        yield
    except CertificateError:
        raise
    except Exception as error:  # Whatever went wrong, nothing is proved.
        raise CertificateError(f"the certificate is malformed ({type(error).__name__}: {error})") from error


def _checked(content: Sequence[Any], parting: Parting, on_step: Callable[[Step], None] | None) -> Checked:
    _, claim, variables, conditions, radicals, clauses = content
    text(claim)
    declared = [fields(variable, "name", "range") for variable in sequence(variables)]
    algebra = Algebra(len(declared), parting)
    place = ProofPlace(tuple(text(name) for name, _ in declared), tuple(text(allowed) for _, allowed in declared), ())
    require(len(set(place.names)) == len(declared), "a variable is declared twice")
    require(set(place.ranges) <= set(RANGES), "a variable has an unknown range")
    assumed = [_condition(algebra, condition) for condition in sequence(conditions)]
    place = place.where(*assumed, *_roots(algebra, place, sequence(radicals)))
    require(len(sequence(clauses)) > 0, "it has no clause")
    rules = Rules(algebra, on_step)
    for clause in clauses:
        rules.clause(place, clause)
    return Checked(steps=rules.steps, open_steps=tuple(rules.open_steps))


def _condition(algebra: Algebra, condition: object) -> Condition:
    terms, strict, origin = fields(condition, "polynomial", "strict", "origin")
    text(origin)
    return algebra.polynomial(terms), flag(strict)


def _roots(algebra: Algebra, place: ProofPlace, radicals: Sequence[object]) -> list[Condition]:
    """Return what variables that stand for square roots satisfy: their squares, and rational bounds."""
    defined: set[int] = set()
    found: list[Condition] = []
    for radical in radicals:
        name, *numbers = fields(radical, "name", "radicand", "low", "high")
        i, (radicand, low, high) = place.variable(name), map(rational, numbers)
        require(i not in defined and place.ranges[i] == "positive", "a square root is defined twice, or not positive")
        require(0 < low < high and low * low < radicand < high * high, "bounds of a square root are wrong")
        defined.add(i)
        root = algebra.variable(i)
        square = root * root * radicand.denominator - radicand.numerator
        above = root * low.denominator - low.numerator
        below = high.numerator - root * high.denominator
        found += [(square, False), (-square, False), (above, True), (below, True)]
    return found
