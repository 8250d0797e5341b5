"""The catalogue: ready games by name."""

from __future__ import annotations

from lsec_models.models.catalogue import CATALOGUE, Model, load

__all__ = ["CATALOGUE", "Model", "load"]
