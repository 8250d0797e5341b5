"""Propositions, decided by machine."""

from __future__ import annotations

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
