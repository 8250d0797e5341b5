"""Audits: does anybody gain by deviating? Asked in numbers, by ways that share nothing with the solvers."""

from __future__ import annotations

from lsec_models.audits.audit import audit
from lsec_models.games.evolutionary.audits import AuditedRestPoint, RestPointsAudit
from lsec_models.games.static.results.audits import Audit, AuditedMove
from lsec_models.games.static.results.simulations import SimulatedMove, SimulatedPayoff, Simulation

__all__ = [
    "Audit",
    "AuditedMove",
    "AuditedRestPoint",
    "RestPointsAudit",
    "SimulatedMove",
    "SimulatedPayoff",
    "Simulation",
    "audit",
]
