"""Where a model over time means something else by a symbol, or measures it otherwise: by its module."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from lsec_models.games.meaning import Meaning

OVER_TIME: Mapping[str, Mapping[str, Meaning]] = MappingProxyType(
    {
        "dynamic_quality": {
            "a": Meaning("market size: demand without goodwill, at the price zero where there is a price", "demand"),
        },
        "fame": {
            "A": Meaning("fame: followers who watch", "1000 followers"),
            "delta": Meaning("rate at which followers leave", "1/period"),
            "psi": Meaning("part of the cost of live effort that the manufacturer bears", "1"),
            "rho": Meaning("live revenue that followers bring", "money/period/1000 followers"),
        },
    }
)
