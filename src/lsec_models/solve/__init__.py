"""From a declared game to its equilibrium."""

from __future__ import annotations

from lsec_models.solve.backward_induction import solve

__all__ = ["solve"]
