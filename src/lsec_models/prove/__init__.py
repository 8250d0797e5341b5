"""Propositions, decided by machine."""

from __future__ import annotations

from lsec_models.prove.claims import decreasing, increasing, independent
from lsec_models.prove.decide import prove

__all__ = ["decreasing", "increasing", "independent", "prove"]
