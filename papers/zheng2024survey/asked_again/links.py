"""What brands and streamers earn, from what each pair that works together does."""

from __future__ import annotations

from collections.abc import Mapping

import sympy as sp

from lsec_models.models.mechanisms.exclusivity import BRANDS, STREAMERS


def by_player(of_brands: Mapping[str, sp.Expr], of_streamers: Mapping[str, sp.Expr]) -> Mapping[str, sp.Expr]:
    """Return what each brand and each streamer that is linked earns, from what both have of each pair."""
    sides = ((BRANDS, of_brands, 0), (STREAMERS, of_streamers, 1))
    return {
        name: sp.Add(*(earned[pair] for pair in earned if pair[place] == number))
        for names, earned, place in sides
        for number, name in names.items()
        if any(pair[place] == number for pair in earned)
    }


def partners(pair: str) -> tuple[str, str]:
    """Return the brand and the streamer of a pair."""
    return BRANDS[pair[0]], STREAMERS[pair[1]]
