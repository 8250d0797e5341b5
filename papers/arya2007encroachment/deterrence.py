"""The manufacturer's channel with corners: its regimes, and who gains from it where."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import sympy as sp

from lsec_models import prove
from lsec_models.algebra.parsing.parse import parse_claim
from lsec_models.games.static.results.piecewise import Regime

from .model import DETERRENCE, a, b, c, channel, equilibria

QUANTITIES = ("w", "q_r", "q_m", "retailer", "manufacturer", "consumer_surplus", "industry_profit")

_REGIONS: Mapping[str, str] = {
    "interior": "c <= 3*a/5",
    DETERRENCE: "3*a/5 <= c <= 5*a/6",
    "q_m = 0": "c >= 5*a/6",
}
_GAINS: Mapping[str, str] = {
    "retailer": "3*a/(4*sqrt(2)) < c < a*(1 - 1/(2*sqrt(2)))",
    "manufacturer": "c < 5*a/6",
    "consumer_surplus": "c < 3*a/4",
    "industry_profit": "c < 3*a/(2*(6 + sqrt(7))) or 3*a/(2*(6 - sqrt(7))) < c < 3*a/4",
}
_PARAMETERS = [a > 0, b > 0, c > 0]


def regimes() -> dict[str, Any]:
    """Return each regime with its closed forms, its region as stated here, and whether the solver's is the same."""
    return {
        regime.name: {
            "quantities": {name: regime[name] for name in QUANTITIES},
            "region": _REGIONS[regime.name],
            "region_proved": bool(prove(sp.Equivalent(regime.region, _read(_REGIONS[regime.name])), _PARAMETERS)),
        }
        for regime in channel().regimes
    }


def gains() -> dict[str, Any]:
    """Return for each quantity where the channel raises it, and whether that is proved in each regime."""
    return {
        name: {
            "where": where,
            "proved": {regime.name: _gains_exactly(regime, name, _read(where)) for regime in channel().regimes},
        }
        for name, where in _GAINS.items()
    }


def _gains_exactly(regime: Regime, name: str, where: sp.Basic) -> bool:
    gain = regime[name] - equilibria()["no_channel"][name]
    claim = sp.Not(where) if gain == 0 else sp.Equivalent(sp.Gt(gain, 0, evaluate=False), where)
    return all(bool(prove(claim, [piece])) for piece in regime.pieces)


def _read(text: str) -> sp.Basic:
    return parse_claim(text, {symbol.name: symbol for symbol in (a, b, c)})
