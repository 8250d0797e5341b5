"""Equilibria as numbers: compiled kernels, sweeps over parameters, audits by numerical deviation."""

from __future__ import annotations

from lsec_models.evaluate.audit import audit
from lsec_models.evaluate.kernel import Kernel, kernel_of
from lsec_models.evaluate.sweep import sweep
from lsec_models.games.static.audits import Audit, AuditedMove

__all__ = ["Audit", "AuditedMove", "Kernel", "audit", "kernel_of", "sweep"]
