"""The catalogue: ready games by name."""

from __future__ import annotations

from lsec_models.models.catalogue import CATALOGUE, Headline, Model, StabilityHeadline, load

__all__ = ["CATALOGUE", "Headline", "Model", "StabilityHeadline", "load"]
