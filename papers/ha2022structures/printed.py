"""The numbers that are printed, as they are printed."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

EFFORT_COSTS = tuple(map(Fraction, ("1", "3/2", "2", "3")))
INTERMEDIARY_TURNS: Mapping[Fraction, str] = dict(
    zip(EFFORT_COSTS, ("0.3486", "0.3071", "0.2915", "0.2777"), strict=True)
)
MANUFACTURER_TURNS: Mapping[Fraction, str] = dict(zip(EFFORT_COSTS, ("0.5", "0.5068", "0.5047", "0.5024"), strict=True))
EXAMPLE: Mapping[str, Fraction] = {"a": Fraction(1), "k": Fraction(2), "r": Fraction(1, 10)}
EXAMPLE_PROFITS: Mapping[str, Mapping[str, str]] = {
    "dual": {"manufacturer": "0.25050", "intermediary": "0.03299"},
    "agency": {"manufacturer": "0.23669", "intermediary": "0.02564"},
    "reselling": {"manufacturer": "0.16667", "intermediary": "0.08333"},
}
