"""From a declared game to its equilibrium."""

from __future__ import annotations

from lsec_models.solve.dispatch import solve

__all__ = ["solve"]
