"""Propositions, decided by machine."""

from __future__ import annotations

from lsec_models.prove.certificate import verify
from lsec_models.prove.compare import compare
from lsec_models.prove.decide import prove
from lsec_models.prove.statements.claims import crosses_once, decreasing, increasing, independent
from lsec_models.prove.statics import comparative_statics
from lsec_models.prove.thresholds import thresholds

__all__ = [
    "comparative_statics",
    "compare",
    "crosses_once",
    "decreasing",
    "increasing",
    "independent",
    "prove",
    "thresholds",
    "verify",
]
