"""The numbers of the catalogue's live pages: sliders that start at a baseline, what is fixed, and streamers' terms."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from lsec_models.live.slider import Slider
from lsec_models.models.catalogue import CATALOGUE
from lsec_models.models.parts.streamers import STREAMER_TYPES


def slider_of(model: str, name: str, low: float, high: float, words: str, step: float | None = None) -> Slider:
    """Return a slider that starts at the model's baseline."""
    return Slider(name, low, high, start=CATALOGUE[model].baseline[name], step=step, words=words)


def baseline_of(model: str, names: Sequence[str]) -> dict[str, Fraction]:
    """Return the model's baseline of some parameters."""
    return {name: CATALOGUE[model].baseline[name] for name in names}


def terms_of(kind: str) -> dict[str, Fraction]:
    """Return the numbers that a streamer type comes with."""
    terms = STREAMER_TYPES[kind]
    found = {"phi": terms.influence, "eta": terms.effort_cost}
    optional = {"lambda": terms.commission, "F": terms.slot_fee, "W": terms.wage, "T": terms.technology_cost}
    return found | {name: value for name, value in optional.items() if value}
