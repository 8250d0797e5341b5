"""The catalogue: ready games by name."""

from __future__ import annotations

from lsec_models.models.catalogue import CATALOGUE, load
from lsec_models.models.parts.entry import Headline, Model, StabilityHeadline

__all__ = ["CATALOGUE", "Headline", "Model", "StabilityHeadline", "load"]
