"""Entries of the catalogue: stocks that decisions build up over time."""

from __future__ import annotations

from fractions import Fraction

from lsec_models.models.over_time import dynamic_quality
from lsec_models.models.parts.entry import Headline, Model

ENTRIES = (
    Model(
        name="dynamic_quality",
        question="Who invests how much in quality and live effort while goodwill builds up, and who shares costs?",
        build=dynamic_quality.dynamic_quality,
        baseline=dynamic_quality.BASELINE,
        headline=Headline(
            quantity="e",
            over=("rho_M", Fraction(5, 4), Fraction(15, 4)),
            games={
                mode.replace("_", " "): ("dynamic_quality", {"mode": mode})
                for mode in ("centralised", "nash", "cost_sharing", "quality_sharing")
            },
        ),
    ),
)
