"""Forged certificates: each states something false, or has an invalid step; its digest is made again.

Every kind of forgery is a small function that spoils a genuine certificate, and returns a point at which what the
forged one states is false, or None where what it states may be true and a step is invalid. Nothing here uses the prover
or its checker, but for making digests.
"""

from __future__ import annotations

import copy
import random
from collections.abc import Iterator
from dataclasses import dataclass

from certificates.forgeries import (
    cases_and_squares,
    conditions_and_claims,
    equations,
    premises,
    roots_and_scales,
    signs_and_slacks,
    writing,
)
from certificates.forgeries.kinds import Point
from certificates.genuine import Certificate
from certificates.hand_certificates import signed

_PARTS = (roots_and_scales, conditions_and_claims, signs_and_slacks, cases_and_squares, premises, writing, equations)
KINDS = {name: kind for part in _PARTS for name, kind in part.KINDS.items()}


@dataclass(frozen=True, kw_only=True)
class Forgery:
    """A certificate that must not be accepted.

    Attributes
    ----------
    kind : str
    certificate : dict
    counterexample : dict or None
        An exact point at which what it states is false; None where an invalid step is all that is known to be wrong.
    """

    kind: str
    certificate: Certificate
    counterexample: Point | None


def forged(seed: int) -> Iterator[tuple[str, Certificate]]:
    """Yield the kind and the certificate of forgeries without end, one kind after the other."""
    return ((forgery.kind, forgery.certificate) for forgery in forgeries(seed))


def forgeries(seed: int) -> Iterator[Forgery]:
    """Yield forgeries without end, one kind after the other."""
    generator = random.Random(seed)
    while True:
        for kind, (template, forge) in KINDS.items():
            spoiled = copy.deepcopy(template(generator))
            counterexample = forge(spoiled, generator)
            yield Forgery(kind=kind, certificate=signed(spoiled), counterexample=counterexample)
