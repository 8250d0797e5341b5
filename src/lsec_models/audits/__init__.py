"""Audits: does anybody gain by deviating? Asked in numbers, by ways that share nothing with the solvers."""

from __future__ import annotations

from lsec_models.audits.audit import audit
from lsec_models.games.static.audits import Audit, AuditedMove
from lsec_models.games.static.simulations import SimulatedMove, SimulatedPayoff, Simulation

__all__ = ["Audit", "AuditedMove", "SimulatedMove", "SimulatedPayoff", "Simulation", "audit"]
