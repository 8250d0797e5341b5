"""The symbols that the games of this folder share, beside those of their models."""

from __future__ import annotations

from lsec_models import parameters

phi, eta, commission, F, L = parameters("phi eta lambda F L", positive=True)
