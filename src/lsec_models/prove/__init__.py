"""Propositions, decided by machine."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lsec_models.first_use import at_first_use

if TYPE_CHECKING:
    from lsec_models.prove.comparisons.compare import compare
    from lsec_models.prove.comparisons.statics import comparative_statics
    from lsec_models.prove.comparisons.thresholds import thresholds
    from lsec_models.prove.coq.writing import to_coq
    from lsec_models.prove.deciding.decide import prove
    from lsec_models.prove.smtlib.reader import read_smt2
    from lsec_models.prove.smtlib.writer import to_smt2
    from lsec_models.prove.statements.claims import crosses_once, decreasing, increasing, independent
    from lsec_models.prove.verification.certificate import verify

__all__ = [
    "comparative_statics",
    "compare",
    "crosses_once",
    "decreasing",
    "increasing",
    "independent",
    "prove",
    "read_smt2",
    "thresholds",
    "to_coq",
    "to_smt2",
    "verify",
]

_HOMES = {
    "comparative_statics": "comparisons.statics",
    "compare": "comparisons.compare",
    "crosses_once": "statements.claims",
    "decreasing": "statements.claims",
    "increasing": "statements.claims",
    "independent": "statements.claims",
    "prove": "deciding.decide",
    "read_smt2": "smtlib.reader",
    "thresholds": "comparisons.thresholds",
    "to_coq": "coq.writing",
    "to_smt2": "smtlib.writer",
    "verify": "verification.certificate",
}

# Games are solved with a part of the room: what writes for Coq and SMT-LIB, and compares, waits until it is asked for.
__getattr__ = at_first_use(__name__, _HOMES)
