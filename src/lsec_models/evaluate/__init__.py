"""Equilibria as numbers: sweeps over parameters, and what is asked of all their points together."""

from __future__ import annotations

from lsec_models.evaluate.reductions.best import Argmax, Argmin
from lsec_models.evaluate.reductions.histogram import Histogram, Quantile
from lsec_models.evaluate.sweep import sweep

__all__ = ["Argmax", "Argmin", "Histogram", "Quantile", "sweep"]
