"""A top streamer at its terms, corners included."""

from __future__ import annotations

from typing import Any

import sympy as sp

from lsec_models import solve
from lsec_models.models import CATALOGUE, load
from lsec_models.models.catalogue import baseline
from lsec_models.models.channels.channel_choice import reservations

from .choices import HIRING
from .hiring import QUANTITIES


def top_streamer() -> dict[str, Any]:
    """Return the equilibrium with a top streamer at its terms, as reseller and as agent, corners included."""
    return {mode: _at_terms(mode) for mode in HIRING}


def _at_terms(mode: str) -> dict[str, Any]:
    game = load("channel_choice", mode=mode, streamer="top")
    numbers = baseline(CATALOGUE["channel_choice"], game, "top")
    found = solve(game.with_values({**numbers}), corners=True).at({})
    values = {name: found[name] for name in QUANTITIES}
    return {"regime": found.regime, **values, "streamer_accepts": bool(found["streamer"] >= _asked(mode))}


def _asked(mode: str) -> sp.Expr:
    return reservations(mode, "top")["streamer"]
