"""Equilibria as numbers: compiled kernels, and sweeps over parameters."""

from __future__ import annotations

from lsec_models.evaluate.kernel import Kernel, kernel_of
from lsec_models.evaluate.sweep import sweep

__all__ = ["Kernel", "kernel_of", "sweep"]
