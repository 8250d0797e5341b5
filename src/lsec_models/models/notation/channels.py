"""Where a model of channels means something else by a symbol, or measures it otherwise: by its module."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from lsec_models.games.meaning import Meaning

CHANNELS: Mapping[str, Mapping[str, Meaning]] = MappingProxyType(
    {
        "channel_choice": {
            "G": Meaning("minimum guarantee: the least that the streamer receives for its share", "money/period"),
            "e": Meaning("live effort, measured by what it adds to the worth of a live unit", "price"),
            "eta": Meaning("cost of live effort: half of it times effort squared", "money/period/price²"),
            "psi": Meaning("part of live revenue that a streamer who buys the goods passes on", "1"),
        },
    }
)
