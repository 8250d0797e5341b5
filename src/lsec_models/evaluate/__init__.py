"""Equilibria as numbers: sweeps over parameters."""

from __future__ import annotations

from lsec_models.evaluate.sweep import sweep

__all__ = ["sweep"]
